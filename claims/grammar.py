"""The grammar of quantities: from text to numbers with their bounds, units and modifiers.

Numbers are found from left to right and read with their units; neighbours
join to ranges, intervals, ratios and "± spreads"; what stands around them
makes bounds, approximations and statistics.  Everything that looks back does
so over a bounded stretch, so that time grows with the number of numbers.

Conventions that the printed text leaves open:

* a spelled or printed fraction ("half", "a quarter of", "one third", "½") is
  an exact value without a unit and of dimension proportion; thirds are
  quotients to 28 digits;
* "120 of 345", "120/345", "one in five" are ratios of dimension proportion,
  "1:1000" one of dimension ratio, "120/80 mmHg" one of dimension pressure;
* "from 8 to 7" keeps the printed order, so that ``low`` may exceed ``high``;
* a counted noun is no unit: "345 patients" is the count 345;
* numbers of a list ("5 and 6 kg") are quantities of their own with the unit
  that they share;
* an interval behind its estimate is a quantity of its own, the confidence
  level is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from claims import modifiers
from claims.context import is_year, name_behind, refused_in_context
from claims.labels import Label, dimension_of, is_interval, label_before
from claims.numbers import Form, read_number
from claims.numerals import SPACE, rescaled, shared_power
from claims.parts import Part, read_part, unit_behind, with_unit
from claims.quantity import Dimension, Quantity, Refusal, Relation
from claims.refusals import Reason, Refused, refused_at
from claims.scan import candidates, mask
from claims.unit_table import Unit


@dataclass(frozen=True, slots=True)
class Reading:
    """The quantities of a text and the numbers that are none; sorted, not overlapping."""

    quantities: tuple[Quantity, ...]
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
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


@dataclass(frozen=True, slots=True)
class _Lead:
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


_DASHES = "-–—‑−"
_ABOUT = (
    r"(?:[~∼≈<>≤≥]\s?|(?:about|around|approximately|nearly|almost|over|more than|up to|as (?:high|much|"
    r"many|low|few) as|at least|some)\s)?"
)
_DASH = re.compile(rf"[{SPACE}]?[{_DASHES}][{SPACE}]?|[~∼]")
_TO = re.compile(rf"(?:\s|-|-\s)(?:to|through|up to)(?:\s|-){_ABOUT}")
_AND = re.compile(rf"\sand\s{_ABOUT}")
_PAIR_JOINT = re.compile(rf"\s?(?:[,;/]|to|and|[{_DASHES}])\s?")
_PLUS_MINUS = re.compile(r"\s?(?:±|\+\s?/\s?[-−–]|\+[-−]|∓)\s?[<~]?|\s\((?:±|\+/[-−–])\s?")
_OF = re.compile(
    r"(?:\s(?P<out>out\sof)|\sof)\s(?P<all>(?:the|these|those|all|a\stotal\sof|every)\s)*"
)
_IN = re.compile(r"(?:\s|-)in(?:\s|-)(?:every\s)?")
_SLASH = re.compile(rf"[{SPACE}]?/[{SPACE}]?")
_COLON = re.compile(rf"[{SPACE}]?[:∶][{SPACE}]?")
_MORE_COLONS = re.compile(r"(?:[:∶][0-9]+(?:\.[0-9]+)?){1,6}")
_OPENING = re.compile(r"(?<![A-Za-z])([Ff]rom|[Bb]etween)\s$")
_LIST_JOINT = re.compile(
    r"(?P<comma>,\s?)|(?:,\s|\s|-\s)(?:and|or|vs\.?|versus|v\.?|to|by|compared\s(?:with|to))\s(?:the\s)?"
    r"|[\s]?[/×x][\s]?|;\s?"
)
_LONGEST_GAP = 32
#: "Over 5 years" bounds behind these words; elsewhere it says when ("fell over 5 years").
_OVER_BOUNDS = frozenset(
    ["for", "aged", "age", "ages", "of", "patients", "people", "adults", "women", "men", "those",
     "individuals", "persons", "participants", "subjects", "and", "lasted", "lasting", "to"]
)  # fmt: skip
_FEW = 12
_EFFECTS = frozenset(
    ["HR", "aHR", "OR", "aOR", "RR", "aRR", "IRR", "SMD", "MD", "WMD", "β", "AUC", "κ", "ICC", "r"]
)
_UPWARD = (Relation.AT_LEAST, Relation.GREATER_THAN)
_DOWNWARD = (Relation.AT_MOST, Relation.LESS_THAN)


def find_quantities(text: str, *, skip: Sequence[tuple[int, int]] = ()) -> Reading:
    """Find the quantities of a text, and the numbers that are none.

    Args:
        text: any text.
        skip: spans that count as blanks (citation markers, references, furniture).

    Returns:
        Quantities and refusals with offsets in ``text``; both sorted by start,
        and no two of them overlap.
    """
    masked = mask(text, skip)
    parts, refused = _read_parts(masked)
    drafts = _shared_units(masked, _joined(masked, parts))
    quantities: list[Quantity] = []
    refusals = [Refusal(text[no.start : no.end], no.start, no.end, no.reason) for no in refused]
    end = 0
    for draft in drafts:
        quantity = _quantity(text, draft)
        reason = _refused(masked, draft, end)
        if reason:
            refusals.append(Refusal(quantity.text, quantity.start, quantity.end, reason, quantity))
        else:
            quantities.append(quantity)
        end = draft.end
    return Reading(tuple(quantities), tuple(_apart(refusals, quantities)))


def _apart(refusals: list[Refusal], quantities: list[Quantity]) -> Iterator[Refusal]:
    """The refusals in order, without those that a quantity or another refusal overlaps."""
    taken = sorted((one.start, one.end) for one in quantities)
    at = end = 0
    for no in sorted(refusals, key=lambda one: (one.start, -one.end)):
        while at < len(taken) and taken[at][1] <= no.start:
            at += 1
        if no.start >= end and (at == len(taken) or no.end <= taken[at][0]):
            yield no
            end = no.end


def _read_parts(text: str) -> tuple[list[Part], list[Refused]]:
    """The numbers with their units, and the spans that hold none."""
    parts: list[Part] = []
    refused: list[Refused] = []
    end = 0
    for candidate in candidates(text):
        at = max(candidate.start, end)
        while at < candidate.end:
            read = _read_one(text, at, end)
            if read is None:
                break
            if isinstance(read, Part):
                parts.append(read)
            else:
                refused.append(read)
            at = end = max(read.end, at + 1)
            while at < candidate.end and not "0" <= text[at] <= "9":
                at += 1
    return parts, refused


def _read_one(text: str, at: int, floor: int) -> Part | Refused | None:
    refused = refused_at(text, at, floor)
    if refused:
        return refused
    number = read_number(text, at, floor)
    if number is None:
        return None
    part = read_part(text, number, floor)
    name_end = name_behind(text, part)
    return Refused(part.start, name_end, Reason.NAME) if name_end else part


def _joined(text: str, parts: Sequence[Part]) -> list[_Draft]:
    """Neighbouring numbers joined to ranges, ratios, spreads and intervals."""
    drafts: list[_Draft] = []
    end = at = 0
    inner = ""
    while at < len(parts):
        part = parts[at]
        if part.start < end:
            at += 1
            continue
        lead = _lead(text, part, end)
        estimate = drafts[-1] if drafts and _opens_behind(text, drafts[-1], lead.start) else None
        following = parts[at + 1] if at + 1 < len(parts) else None
        draft = _pair(text, lead, part, following, estimate, inner) if following else None
        if draft is None:
            draft = _single(text, lead, part)
            if estimate and inner and not draft.statistic and not is_interval(inner):
                draft = replace(draft, statistic=inner)
        inner = lead.label.inner if lead.label else inner if estimate is None else ""
        drafts.append(draft)
        end = draft.end
        at += 1
    return drafts


def _opens_behind(text: str, draft: _Draft, at: int) -> bool:
    """Whether only an opening bracket stands between a quantity and an offset."""
    return text[draft.end : at].strip() in ("(", "[") and at - draft.end <= 4


def _lead(text: str, part: Part, floor: int) -> _Lead:
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
    opening = _OPENING.search(text, max(floor, start - 9), start)
    label = label_before(text, opening.start() if opening else start, floor, sign)
    if opening is None:
        return _Lead(start, bound, approximate, label)
    return _Lead(start, bound, approximate, label, opening[1].lower(), opening.start())


def _says_when(text: str, found: modifiers.Modifier, part: Part, floor: int) -> bool:
    """Whether "over" says when and not how long: "fell over 5 years", "over two cycles"."""
    if text[found.start : found.end].lower() != "over":
        return False
    if part.unit is None:
        return part.number.form is Form.WORD and part.number.value < _FEW
    if part.unit.dimension is not Dimension.DURATION:
        return False
    words = text[max(floor, found.start - 20) : found.start].split()
    return not words or words[-1].strip("(,").lower() not in _OVER_BOUNDS


def _single(text: str, lead: _Lead, part: Part) -> _Draft:
    """One number with its modifiers."""
    number = part.number
    relation = lead.bound or (part.bound.relation if part.bound else None) or Relation.EXACT
    approximate = lead.approximate or bool(part.bound and part.bound.approximate)
    draft = _Draft(
        lead.start, part.end, part, number.value, number.value, relation, number.decimals,
        number.scale, part.unit, part.unit_text, approximate=approximate,
        statistic=_single_statistic(lead.label),
    )  # fmt: skip
    if text[max(0, lead.start - 2) : lead.start].strip().endswith("±"):
        start = text.rindex("±", 0, lead.start)
        low = min(-number.value, number.value)
        return replace(draft, start=start, low=low, high=-low, relation=Relation.PLUS_MINUS)
    return draft


def _single_statistic(label: Label | None) -> str:
    return label.name if label and label.name != "range" else ""


def _pair(
    text: str, lead: _Lead, a: Part, b: Part, estimate: _Draft | None, inner: str
) -> _Draft | None:
    """Two neighbouring numbers as one quantity, if what stands between them joins them."""
    gap = text[a.end : b.start]
    if len(gap) > _LONGEST_GAP or a.number.form is Form.MULTIPLE or b.number.form is Form.MULTIPLE:
        return None
    return (
        _spread(text, lead, a, b, gap)
        or _ratio(text, lead, a, b, gap)
        or _interval(text, lead, a, b, gap, estimate, inner)
        or _range(text, lead, a, b, gap)
    )


def _both(text: str, lead: _Lead, a: Part, b: Part, relation: Relation) -> _Draft | None:
    """Two numbers with one unit as a draft, None when their units differ."""
    if a.unit and b.unit and a.unit.name != b.unit.name:
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
    return _Draft(
        start, end, a, first.value, last.value, relation,
        max(first.decimals, last.decimals), last.scale, unit, unit_text,
        approximate=lead.approximate, is_pair=True,
    )  # fmt: skip


def _spread(text: str, lead: _Lead, a: Part, b: Part, gap: str) -> _Draft | None:
    """ "5.2 ± 1.1 mg": the centre less and plus its spread."""
    found = _PLUS_MINUS.fullmatch(gap)
    draft = _both(text, lead, a, b, Relation.PLUS_MINUS) if found else None
    if draft is None:
        return None
    end = draft.end + 1 if "(" in gap and text.startswith(")", draft.end) else draft.end
    centre, spread = draft.low, draft.high
    statistic = _single_statistic(lead.label)
    return replace(draft, end=end, low=centre - spread, high=centre + spread, statistic=statistic)


def _ratio(text: str, lead: _Lead, a: Part, b: Part, gap: str) -> _Draft | None:
    """ "120 of 345", "120/345", "one in five", "1:1000", "120/80 mmHg"."""
    if a.unit or a.bound or lead.bound:
        return None
    dimension = None
    if _is_share(text, a, b, gap):
        dimension = Dimension.PROPORTION
    elif _SLASH.fullmatch(gap) and _is_pressure(b):
        dimension = Dimension.PRESSURE
    elif _is_quotient(text, a, b, gap):
        dimension = Dimension.RATIO
    if dimension is None:
        return None
    draft = _both(text, lead, a, replace(b, bound=None), Relation.RATIO)
    if draft is None:
        return None
    more = _MORE_COLONS.match(text, b.end) if dimension is Dimension.RATIO else None
    end = more.end() if more else draft.end
    return replace(draft, end=end, low=a.number.value, high=b.number.value, dimension=dimension)


def _is_quotient(text: str, a: Part, b: Part, gap: str) -> bool:
    """ "1:1000", and "80/20", which is no part of a whole."""
    slash = _SLASH.fullmatch(gap) and a.number.form is Form.INTEGER is b.number.form
    return b.unit is None and not is_year(text, a, 0) and bool(slash or _COLON.fullmatch(gap))


def _is_pressure(part: Part) -> bool:
    return part.unit is not None and part.unit.dimension is Dimension.PRESSURE


def _is_share(text: str, a: Part, b: Part, gap: str) -> bool:
    """Whether two whole numbers are a part and its whole."""
    whole = (Form.INTEGER, Form.WORD)
    if a.number.form not in whole or b.number.form not in whole or b.unit is not None:
        return False
    small, large = a.number.value, b.number.value
    if not 0 <= small <= large or large == 0:
        return False
    if _SLASH.fullmatch(gap):
        return a.number.form is Form.INTEGER is b.number.form
    if is_year(text, b, a.end):
        return False
    of = _OF.fullmatch(gap)
    if of:
        one = a.number.form is Form.WORD and small == 1
        return bool(of["out"]) or not one or (b.number.form is Form.INTEGER and not of["all"])
    return small < large and bool(_IN.fullmatch(gap))


def _interval(
    text: str, lead: _Lead, a: Part, b: Part, gap: str, estimate: _Draft | None, inner: str
) -> _Draft | None:
    """ "(95% CI 0.45, 0.86)", "IQR 3–7", "1.50 (1.13–2.00)"."""
    if not _PAIR_JOINT.fullmatch(gap):
        return None
    named = lead.label.name if lead.label and is_interval(lead.label.name) else ""
    statistic = named or (inner if estimate and is_interval(inner) else "")
    if not statistic and (estimate is None or not _brackets(text, lead, b)):
        return None
    draft = _both(text, lead, a, b, Relation.INTERVAL)
    if draft is None or (not named and draft.low > draft.high):
        return None
    draft = replace(draft, start=lead.opening_at if lead.opening else draft.start)
    if statistic:
        relation = Relation.RANGE if statistic == "range" else Relation.INTERVAL
        return replace(draft, relation=relation, statistic=statistic)
    if estimate is None or not draft.low <= estimate.low == estimate.high <= draft.high:
        return None
    if estimate.statistic in _EFFECTS:
        return replace(draft, statistic="CI")
    return draft if gap.strip() in (",", ";") else None


def _brackets(text: str, lead: _Lead, b: Part) -> bool:
    """Whether a pair fills its brackets alone."""
    return text[lead.start - 1 : lead.start] in ("(", "[") and text[b.end : b.end + 1] in (")", "]")


def _range(text: str, lead: _Lead, a: Part, b: Part, gap: str) -> _Draft | None:
    """ "80-90%", "5 to 7 years", "between 5 and 7", "from 8 to 7"."""
    value, other = a.number.value, b.number.value
    years = lead.label is None and _are_years(text, a, b, gap)
    if _DASH.fullmatch(gap) or years:
        joins = years or other > value or bool(a.unit or b.unit)
    elif _TO.fullmatch(gap):
        rises = other > value or other < value < 0
        joins = lead.opening == "from" or (rises and not (a.unit and not b.unit))
    else:
        joins = lead.opening == "between" and bool(_AND.fullmatch(gap))
    draft = _both(text, lead, a, b, Relation.RANGE) if joins else None
    if draft is None:
        return None
    start = lead.opening_at if lead.opening else draft.start
    about = lead.approximate or any(word in gap for word in ("about", "around", "approx", "∼", "≈"))
    statistic = _single_statistic(lead.label)
    return replace(draft, start=start, approximate=about, is_year=years, statistic=statistic)


def _are_years(text: str, a: Part, b: Part, gap: str) -> bool:
    """ "1997–2003", "2003 to 2008", "1997-98"."""
    digits = (a.number.end - a.number.start, b.number.end - b.number.start)
    if a.unit or b.unit or not 1500 <= a.number.value <= 2099:
        return False
    if digits == (4, 2):
        return is_year(text, a, 0) and bool(_DASH.fullmatch(gap) or gap == "/")
    if not (_DASH.fullmatch(gap) or _TO.fullmatch(gap) or _AND.fullmatch(gap) or gap == "/"):
        return False
    both_late = 1900 <= a.number.value <= 2099 and 1900 <= b.number.value <= 2099
    return digits == (4, 4) and both_late and not a.number.scale and not b.number.scale


def _shared_units(text: str, drafts: list[_Draft]) -> list[_Draft]:
    """Units of lists given to every member: "5, 10 and 20 mg", "weeks 4 and 8"."""
    closed = False  # the list ends in "and", so that a comma joins too
    for at in range(len(drafts) - 2, -1, -1):
        draft, donor = drafts[at], drafts[at + 1]
        joint = _LIST_JOINT.fullmatch(text, draft.end, donor.first.start)
        if joint is None or donor.unit is None or donor.first.leads or draft.unit is not None:
            closed = False
            continue
        closed = closed or not joint["comma"] or _fills_brackets(text, draft, donor)
        if closed and _can_share(text, draft, donor):
            drafts[at] = replace(draft, unit=donor.unit, unit_text=donor.unit_text)
        else:
            closed = False
    for at in range(1, len(drafts)):
        donor, draft = drafts[at - 1], drafts[at]
        time_point = donor.first.leads and donor.unit and donor.unit.dimension is Dimension.DURATION
        if (
            time_point
            and draft.unit is None
            and _LIST_JOINT.fullmatch(text, donor.end, draft.start)
        ):
            drafts[at] = replace(draft, unit=donor.unit, unit_text=donor.unit_text)
    return drafts


def _fills_brackets(text: str, draft: _Draft, donor: _Draft) -> bool:
    return text[draft.start - 1 : draft.start] in ("(", "[") and text[
        donor.end : donor.end + 1
    ] in (
        ")",
        "]",
    )


def _can_share(text: str, draft: _Draft, donor: _Draft) -> bool:
    """Whether a bare number can have the unit of the next one."""
    if draft.statistic in ("n", "N", "p") or draft.is_year or draft.dimension is not None:
        return False
    if draft.first.number.form in (Form.MULTIPLE, Form.FRACTION) or donor.dimension is not None:
        return False
    return not is_year(text, draft.first, 0)


def _refused(text: str, draft: _Draft, floor: int) -> Reason | None:
    """Why a draft is no claim, as far as its surroundings show."""
    if draft.is_year:
        return Reason.YEAR
    if draft.is_pair or draft.statistic or draft.relation is not Relation.EXACT:
        return None
    return refused_in_context(text, replace(draft.first, unit=draft.unit), floor)


def _quantity(text: str, draft: _Draft) -> Quantity:
    """The finished quantity of a draft."""
    return Quantity(
        text=text[draft.start : draft.end],
        start=draft.start,
        end=draft.end,
        low=None if draft.relation in _DOWNWARD else draft.low,
        high=None if draft.relation in _UPWARD else draft.high,
        relation=draft.relation,
        approximate=draft.approximate,
        decimals=draft.decimals,
        unit_text=draft.unit_text,
        unit=draft.unit.name if draft.unit else "",
        dimension=_dimension(draft),
        statistic=draft.statistic,
        scale=draft.scale,
    )


def _dimension(draft: _Draft) -> Dimension:
    if draft.dimension is not None:
        return draft.dimension
    if draft.unit is not None:
        return draft.unit.dimension
    form = draft.first.number.form
    if form is Form.FRACTION:
        return Dimension.PROPORTION
    is_whole = not draft.decimals or draft.scale > 0
    is_count = is_whole and form is not Form.SCIENTIFIC and draft.high == int(draft.high)
    return dimension_of(draft.statistic) or (Dimension.COUNT if is_count else Dimension.OTHER)
