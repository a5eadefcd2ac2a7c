"""Quantities in the making: one number, or two, with what stands before them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from claims import modifiers
from claims.labels import Label, label_before
from claims.numbers import Form
from claims.numerals import rescaled, shared_power
from claims.parts import Part, unit_behind, with_unit
from claims.quantity import Dimension, Relation
from claims.unit_table import Unit


class Draft(NamedTuple):
    """A quantity in the making.

    Attributes:
        start, end: its span so far.
        first: its first number with unit.
        low, high: both numbers of a pair, or the same one twice.
        relation: how they are to be read; a bound leaves the other side open.
        decimals, scale: printed precision of the finer number.
        unit, unit_text: the unit, own or shared.
        dimension: what a pair counts in when its unit does not say.
        approximate: a modifier says so.
        statistic: what it is printed as.
        is_pair: two printed numbers.
        is_year: a span of calendar years.
    """

    start: int
    end: int
    first: Part
    low: Decimal
    high: Decimal
    relation: Relation = Relation.EXACT
    decimals: int = 0
    scale: int = 0
    unit: Unit | None = None
    unit_text: str = ""
    dimension: Dimension | None = None
    approximate: bool = False
    statistic: str = ""
    is_pair: bool = False
    is_year: bool = False


class Lead(NamedTuple):
    """What stands before a number.

    Attributes:
        start: where the first modifier starts.
        bound: the relation that modifiers make, None without.
        approximate: a modifier says so.
        label: the statistic that is named before.
        opening: "from" or "between" before all of it, "" otherwise, and its offset.
    """

    start: int
    bound: Relation | None
    approximate: bool
    label: Label | None
    opening: str = ""
    opening_at: int = 0


_OPENING = re.compile(r"(?<![A-Za-z])([Ff]rom|[Bb]etween)\s$")
#: "Over 5 years" bounds behind these words; elsewhere it says when ("fell over 5 years").
_OVER_BOUNDS = frozenset(
    ["for", "aged", "age", "ages", "of", "patients", "people", "adults", "women", "men", "those",
     "individuals", "persons", "participants", "subjects", "and", "lasted", "lasting", "took", "to",
     "the"]
)  # fmt: skip
_FEW = 12
_WINDOW = 16
#: What makes a number the spread of another one that stands elsewhere.
_EITHER_WAY = ("±", "plus or minus")
_TURNED = {
    Relation.GREATER_THAN: Relation.LESS_THAN, Relation.LESS_THAN: Relation.GREATER_THAN,
    Relation.AT_LEAST: Relation.AT_MOST, Relation.AT_MOST: Relation.AT_LEAST,
}  # fmt: skip


def read_lead(text: str, part: Part, floor: int) -> Lead:
    """The modifiers, the statistic and the "from" before a number."""
    start, bound, approximate = part.start, None, False
    sign = ""
    for _ in range(3):
        found = modifiers.before(text, start, floor)
        if found is None or _says_when(text, found, part, floor):
            break
        start, bound = found.start, bound or found.relation
        approximate = approximate or found.approximate
        sign = text[start]
    may_open = text[start - 2 : start - 1] in ("m", "n") or text[start - 1 : start] == "\n"
    opening = _OPENING.search(text, max(floor, start - 9), start) if may_open else None
    label = label_before(text, opening.start() if opening else start, floor, sign)
    if opening is None:
        return Lead(start, bound, approximate, label)
    return Lead(start, bound, approximate, label, opening[1].lower(), opening.start())


#: "Went down to 78" says where it went, "down to 78" how far things go.
_WAYS = frozenset({"down to", "up to"})
_MOVES = re.compile(
    r"(?i)\b(?:go(?:es|ne)?|went|c[ao]mes?|brings?|brought|cut|slowed|moved|pushed|g[eo]ts?|put|driven|drove)\s$"
)
#: "Was down to 78" says where it is; "the course added up to 300", but "we added up to 300".
_STANDS = {
    "down to": re.compile(
        r"(?i)\b(?:was|were|is|are|be|been|now|narrow(?:ed|s)|shrank|shrunk|f[ae]ll(?:en|s)?)\s$"
    ),
    "up to": re.compile(r"(?i)(?<!\bwe\s)(?<!\bthey\s)\b(?:added|adds|adding)\s$"),
}


#: "Under" and the like may say where, before a name: "under two-layer bandages".
_BESIDE = frozenset({"over", "under", "below", "above", "within", "beneath"})
_NAMES = re.compile(
    r"[-‑](?!year|month|week|day|hour|minute|odd|plus|fold|to-)[a-z]{3,20}(?![a-z])"
)
#: What is done over so many sessions: "spread over 16 sessions".
_SPREAD = re.compile(
    r"(?i)\b(?:spread|averaged|distributed|divided|shared|delivered|given|taught|staggered|parcelled|pooled|summed"
    r"|tapered|measured|taken|paid|out)\s$"
)


def _says_when(text: str, found: modifiers.Modifier, part: Part, floor: int) -> bool:
    """Whether "over" says when and not how long: "fell over 5 years", "over two cycles"."""
    phrase = text[found.start : found.end].lower()
    if phrase in _WAYS:
        first = max(floor, found.start - 16)
        return any(one.search(text, first, found.start) for one in (_MOVES, _STANDS[phrase]))
    if phrase in _BESIDE and part.unit is None and _NAMES.match(text, part.number.end):
        return True  # "under two-layer bandages"
    if phrase != "over":
        return False
    if part.unit is None:
        spread = _SPREAD.search(text, max(floor, found.start - 20), found.start)
        return spread is not None or (part.number.form is Form.WORD and part.number.value < _FEW)
    if part.unit.dimension is not Dimension.DURATION:
        return False
    words = text[max(floor, found.start - 20) : found.start].split()
    return not words or words[-1].strip("(,").lower() not in _OVER_BOUNDS


def single(text: str, lead: Lead, part: Part) -> Draft:
    """One number with its modifiers."""
    number = part.number
    relation = lead.bound or (part.bound.relation if part.bound else None) or Relation.EXACT
    if number.form is Form.MULTIPLE and number.value < 1:
        relation = _TURNED.get(relation, relation)  # "more than halved" leaves less than a half
    approximate = lead.approximate or bool(part.bound and part.bound.approximate)
    draft = Draft(
        lead.start, part.end, part, number.value, number.value, relation, number.decimals,
        number.scale, part.unit, part.unit_text, approximate=approximate,
        statistic=statistic_of(lead.label),
    )  # fmt: skip
    before = text[max(0, lead.start - _WINDOW) : lead.start].rstrip()
    if before.endswith(_EITHER_WAY):
        first = max(0, lead.start - _WINDOW)
        start = max(text.rfind(sign, first, lead.start) for sign in _EITHER_WAY)
        low = min(-number.value, number.value)
        return draft._replace(start=start, low=low, high=-low, relation=Relation.PLUS_MINUS)
    return draft


def statistic_of(label: Label | None) -> str:
    """The statistic of a label, "" for none and for a mere range."""
    return label.name if label and label.name != "range" else ""


def _says_per(first: Unit, last: Unit) -> bool:
    """Whether the second says what both are told of: "$4.10 to $4.25 per share", "2 g–5 g/day"."""
    return last.name.startswith(f"{first.name} per ")


def both(text: str, lead: Lead, a: Part, b: Part, relation: Relation) -> Draft | None:
    """Two numbers with one unit as a draft, None when their units differ."""
    if a.unit and b.unit and a.unit.name != b.unit.name and not _says_per(a.unit, b.unit):
        return None
    unit, unit_text = (b.unit, b.unit_text) if b.unit else (a.unit, a.unit_text)
    first, last, end = a.number, b.number, b.end
    if last.scale and not first.scale and first.value <= last.value.scaleb(-last.scale):
        first = rescaled(first, last.scale)
    power, power_end = shared_power(text, last.end) if unit is None else (0, end)
    if power:
        first, last, end = rescaled(first, power), rescaled(last, power), power_end
        behind = unit_behind(text, end)
        if behind:
            part = with_unit(text, b, behind)
            unit, unit_text, end = part.unit, part.unit_text, part.end
    start = lead.start
    if text.find(")", b.number.end, end) >= 0 and text[start - 1 : start] == "(":
        start -= 1  # "(0.3–0.4) × 10⁻¹⁰"
    return Draft(
        start, end, a, first.value, last.value, relation,
        max(first.decimals, last.decimals), last.scale, unit, unit_text,
        approximate=lead.approximate, is_pair=True,
    )  # fmt: skip
