"""Statements about who may take part in a trial, against the bounds of its criteria."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from checkers.commensurable import conversion
from checkers.trials.answer import Answer, Truth, answer
from checkers.trials.places import Places
from checkers.trials.scope import Scope, scope_of, trials_of
from checkers.trials.vocabulary import stems
from claims.quantity import Dimension, Quantity, Relation
from sources.trialrecord import Criterion, Line, Trial, TrialRecord


class Standing(StrEnum):
    """What a statement says of people in a trial."""

    REQUIRED = "required"
    FREE = "not required"
    ELIGIBLE = "eligible"
    EXCLUDED = "excluded"


#: Checked in this order within a clause; the first that is there decides.
_STANDINGS: tuple[tuple[Standing, re.Pattern[str]], ...] = (
    (
        Standing.FREE,
        re.compile(
            r"not (?:explicitly )?(?:necessary|required|a requirement|relevant|a (?:factor|"
            r"prerequisite|condition))"
            r"|does not apply|no such|doesn't have such|not a disqualifier|no prior experience|"
            r"\bno [\w ]{1,40} (?:is|are) (?:required|needed)"
        ),
    ),
    (
        Standing.EXCLUDED,
        re.compile(
            r"\bexclud|ineligible|not (?:be )?(?:eligible|suitable|acceptable|accepted|allowed|"
            r"permitted|permit|accept|qualify|considered)"
            r"|\bcannot\b|can not|disqualif|prohibit|barred|unqualified|denied|unable to|"
            r"not a candidate|no longer eligible"
        ),
    ),
    (
        Standing.REQUIRED,
        re.compile(
            r"\bmust\b|\brequire|\bnecessary\b|mandat|\bneeds?\b|\bneeded\b|\bhave to\b|"
            r"should (?:have|be)|requisite|\bdemands?\b"
            r"|stipulat|\bonly (?:patients|considers|those|people|women)\b|\bin order to be\b|"
            r"expected to have|necessitates"
        ),
    ),
    (
        Standing.ELIGIBLE,
        re.compile(
            r"\beligi|\bcan\b|\bcould\b|\bmay\b|\bmight\b|\ballow|\baccept|suitab|partic|permit|"
            r"\binclud|candidate|feasible|qualif|enough|open to|participate|\benter"
        ),
    ),
)
_SPLIT = re.compile(
    r"[;.](?=\s|$)|,? (?:but|however|whereas|while|yet|although)\b|, (?=(?:he|she|they|it|"
    r"this|these)\b)"
)


@dataclass(frozen=True, slots=True)
class _Property:
    """A thing that criteria bound: its names, and which way where no sign is printed."""

    names: re.Pattern[str]
    upward: bool


def _property(names: str, *, upward: bool) -> _Property:
    return _Property(re.compile(rf"\b(?:{names})\b"), upward)


_PROPERTIES: dict[str, _Property] = {
    "ejection": _property(r"lvef|ejection fractions?", upward=True),
    "performance": _property(
        r"ecog|zubrod|who performance|performance status(?! index)|eastern cooperative"
    , upward=False),
    "karnofsky": _property(r"karnofsky|kps", upward=True),
    "expectancy": _property(r"life expectancy|months? to live|years? to live", upward=True),
    "age": _property(
        r"age|aged|ages|years? old|year-old|years? of age|y/o|older|younger"
    , upward=True),
    "platelet": _property(r"platelets?|plt|thrombocytes?", upward=True),
    "neutrophil": _property(
        r"anc|neutrophils?|granulocytes?|absolute neutrophil count"
    , upward=True),
    "hemoglobin": _property(r"ha?emoglobin|hgb|hb", upward=True),
    "leukocyte": _property(r"wbc|white blood cells?|leu[kc]ocytes?", upward=True),
    "clearance": _property(r"creatinine clearance|crcl|gfr|egfr", upward=True),
    "creatinine": _property(r"(?:serum )?creatinine(?! clearance)", upward=False),
    "bilirubin": _property(r"bilirubin", upward=False),
    "transaminase": _property(
        r"ast|alt|sgot|sgpt|aspartate aminotransferase|alanine aminotransferase|transaminases?"
    , upward=False),
    "phosphatase": _property(r"alkaline phosphatase|alp", upward=False),
    "inr": _property(r"inr|international normali[sz]ed ratio", upward=False),
    "bmi": _property(r"bmi|body mass index", upward=True),
    "tumor": _property(r"tumou?r(?:s)?(?: size| diameter)?", upward=True),
}  # fmt: skip
_WHOLE_NUMBERS = frozenset({"performance", "karnofsky"})
#: How many days a month and a year have, as criteria count them.
_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
_REACH = 90
#: Criteria of a trial, and quantities of a statement, that are held against one another.
MOST_CRITERIA = 400
MOST_ASKED = 12


@dataclass(frozen=True, slots=True)
class Span:
    """Values from ``low`` to ``high``, in a unit.

    Attributes:
        low, high: the ends, infinite where it is open.
        quantity: what it was read from.
        about: the property that it bounds, "" where none is known.
        words: stems of the words around it.
    """

    low: float
    high: float
    quantity: Quantity
    about: str = ""
    words: frozenset[str] = frozenset()


def answer_criteria(
    statement: str,
    quantities: Sequence[Quantity],
    record: TrialRecord,
    places: Places,
) -> Answer:
    """What a record's criteria say of a statement.

    Args:
        statement: a sentence, in lower case.
        quantities: its quantities, offsets in it.
        record: the record.
        places: the quantities of the record.
    """
    spans = [
        one for one in (_asked(statement, quantity) for quantity in quantities[:MOST_ASKED]) if one
    ]
    found = [
        one
        for trial, standing in standings(statement, record)
        for one in _of_trial(statement, standing, trial, spans, places)
    ]
    for truth in (Truth.FAILS, Truth.SILENT, Truth.HOLDS):
        kept = [one for one in found if one.truth is truth]
        if kept:
            lines = tuple(dict.fromkeys(line for one in kept for line in one.lines))
            told = "; ".join(dict.fromkeys(one.arithmetic for one in kept))
            return Answer(truth, told, lines)
    return Answer(Truth.SILENT)


_BLAMED = re.compile(r"due to (?:her|his|their|the) \w+")


def _of_trial(
    statement: str, standing: Standing, trial: Trial, spans: Sequence[Span], places: Places
) -> list[Answer]:
    """What the criteria of one trial say of what a statement says of people in it.

    One condition is enough to keep people out; those that do not are no answer, unless the
    statement gives no other.
    """
    apart = _other_people(statement, standing, trial) or _other_term(statement, standing, trial)
    asked = [(span, _answered(span, standing, trial, places)) for span in spans]
    found = [(span, one) for span, one in asked if one]
    if standing is not Standing.EXCLUDED:
        return [*([apart] if apart else []), *(one for _, one in found)]
    outside = [one for _, one in found if one.truth is Truth.HOLDS]
    if apart or outside:
        return [apart] if apart else outside
    only = len(spans) == 1 and spans[0].about not in ("", "age")
    alone = only or bool(_BLAMED.search(statement))
    return [one for _, one in found if alone and one.truth is Truth.FAILS]


def standings(statement: str, record: TrialRecord) -> list[tuple[Trial, Standing]]:
    """Each trial that a statement names, with what it says of people there."""
    cuts = [0, *(one.start() for one in _SPLIT.finditer(statement)), len(statement)]
    found: list[tuple[Trial, Standing]] = []
    last: Standing | None = None
    for start, end in itertools.pairwise(cuts):
        clause = statement[start:end]
        standing = next((name for name, words in _STANDINGS if words.search(clause)), last)
        if (
            last
            and re.match(
                r"[,; ]*(?:but|and)? ?not (?:for |in |from |to )?(?:patients |those )?", clause
            )
            and len(clause) < 60
        ):
            standing = _OPPOSITE[last]
        scope = scope_of(clause)
        named = scope.trials or (not found and bool(re.search(r"\btrial|\bstudy", clause)))
        if named and standing:
            found += [(trial, standing) for trial in trials_of(scope, record)]
        last = standing
    if not found and last:
        found = [(trial, last) for trial in trials_of(Scope(), record)]
    return found


_MEN = re.compile(r"\b(?:man|men|males?|husbands?|boys?)\b")
_WOMEN = re.compile(r"\b(?:wom[ae]n|females?)\b")


def _other_people(statement: str, standing: Standing, trial: Trial) -> Answer | None:
    """Men in a trial whose criteria let only women in."""
    lines = [
        one.line
        for one in trial.criteria
        if not one.excludes and _WOMEN.search(one.line.text.lower())
    ]
    any_men = any(_MEN.search(one.line.text.lower()) for one in trial.criteria)
    if not _MEN.search(statement) or not lines or any_men:
        return None
    if standing not in (Standing.ELIGIBLE, Standing.EXCLUDED):
        return None
    return answer(standing is Standing.EXCLUDED, "the criteria let only women in", tuple(lines[:1]))


_LETTERS = re.compile(
    r"(?<![\w-])(?:[b-df-hj-np-tv-xz]{2,6}\d{0,2}|[a-z]{1,4}\d{1,2})(?:\+|-positive|"
    r"-negative)?(?![\w-])"
)
_KNOWN_LETTERS = frozenset(
    "mg ml dl kg mm cm mcg kd vs hr hrs pm wk nd rd th st iv ph dr g1 g2".split()
)


def _other_term(statement: str, standing: Standing, trial: Trial) -> Answer | None:
    """An abbreviation that a requirement names and no criterion of the trial has."""
    if standing is not Standing.REQUIRED:
        return None
    text = " ".join(line.text.lower() for line in trial.lines).replace("-", "")
    for found in _LETTERS.finditer(statement):
        word = found.group().rstrip("+").removesuffix("-positive").removesuffix("-negative")
        named = any(one.names.fullmatch(word) for one in _PROPERTIES.values())
        if word not in _KNOWN_LETTERS and not named and word.replace("-", "") not in text:
            return answer(False, f"no criterion of the trial names {word.upper()}", ())
    return None


_OPPOSITE = {
    Standing.ELIGIBLE: Standing.EXCLUDED,
    Standing.EXCLUDED: Standing.ELIGIBLE,
    Standing.REQUIRED: Standing.FREE,
    Standing.FREE: Standing.REQUIRED,
}


def _asked(statement: str, quantity: Quantity) -> Span | None:
    low, high = _ends(quantity)
    if low is None:
        return None
    about = _about(statement, quantity.start, quantity.end)
    before = statement[max(0, quantity.start - 40) : quantity.start]
    window = re.search(
        r"\b(?:past|last|within|previous)(?: the)? $", before
    ) or quantity.text.lower().startswith("within")
    if window and quantity.dimension is Dimension.DURATION:
        low = 0.0
    near = statement[max(0, quantity.start - _REACH) : quantity.end + _REACH]
    return Span(low, high, quantity, about, stems(near))


def _ends(quantity: Quantity) -> tuple[float, float] | tuple[None, float]:
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        return None, 0.0
    if quantity.relation is Relation.RATIO and low is not None and high:
        share = float(low / high) * 100
        return share, share
    factor = 100.0 if _is_fraction(quantity) else 1.0
    first = -math.inf if low is None else float(low) * factor
    last = math.inf if high is None else float(high) * factor
    return first, last


def _is_fraction(quantity: Quantity) -> bool:
    """Whether a share is printed without a percent sign ("0.5")."""
    ends = [one for one in (quantity.low, quantity.high) if one is not None]
    return quantity.dimension is Dimension.PROPORTION and not quantity.unit and max(ends) <= 1


def _about(text: str, start: int, end: int) -> str:
    """The property that is named nearest to a number; before it rather than after."""
    best, distance = "", float(_REACH)
    low = text.lower()
    for name, one in _PROPERTIES.items():
        for found in one.names.finditer(low, max(0, start - _REACH), min(len(low), end + 30)):
            gap = start - found.end() if found.end() <= start else (found.start() - end) * 3 + 1
            if found.start() < end and found.end() > start:
                gap = 0
            if ";" in low[found.end() : start]:
                continue
            if 0 <= gap < distance:
                best, distance = name, gap
    return best


def _answered(span: Span, standing: Standing, trial: Trial, places: Places) -> Answer | None:
    found = _bound_of(span, trial, places)
    if found is None:
        if span.about not in ("", "age") and standing in (Standing.FREE, Standing.REQUIRED):
            told = f"no criterion of the {trial.name} trial bounds {span.quantity.text}".replace(
                "  ", " "
            )
            return answer(standing is Standing.FREE, told, ())
        return None
    allowed, line = found
    told = f"the criterion allows {_shown(allowed)}, the statement says {span.quantity.text}"
    lines = (line,)
    match standing:
        case Standing.FREE:
            return answer(False, f"the record has a criterion of it, {_shown(allowed)}", lines)
        case Standing.REQUIRED:
            return answer(_is_same(span, allowed), told, lines)
        case Standing.ELIGIBLE:
            return _decided(span, allowed, told, lines, inside=Truth.HOLDS, outside=Truth.FAILS)
    return _decided(span, allowed, told, lines, inside=Truth.FAILS, outside=Truth.HOLDS)


def _decided(
    span: Span, allowed: Span, told: str, lines: tuple[Line, ...], *, inside: Truth, outside: Truth
) -> Answer:
    if span.low >= allowed.low and span.high <= allowed.high:
        return Answer(inside, told, lines)
    if span.high < allowed.low or span.low > allowed.high or _touches(span, allowed):
        return Answer(outside, told, lines)
    return Answer(Truth.SILENT, told, lines)


def _touches(span: Span, allowed: Span) -> bool:
    """Whether two spans share only an end, and one of them is open there."""
    strict = (Relation.LESS_THAN, Relation.GREATER_THAN)
    meets = math.isclose(span.high, allowed.low) or math.isclose(span.low, allowed.high)
    return meets and span.quantity.relation in strict


def _is_same(span: Span, allowed: Span) -> bool:
    """Whether both set the same bound on the same side; a plain value sets the one there is."""
    # twelve weeks are three months, and four weeks one, to those who write criteria
    near = 0.1 if span.quantity.approximate or span.quantity.unit in ("week", "month") else 0.03
    if span.low == span.high:
        ends = [end for end in (allowed.low, allowed.high) if math.isfinite(end)]
        return any(_near(span.low, end, near) for end in ends)
    if span.about in _WHOLE_NUMBERS and span.quantity.relation is Relation.LESS_THAN:
        span = replace(span, high=span.high - 1)
    low = _near(span.low, allowed.low, near) or (allowed.low == 0 and span.low == -math.inf)
    return low and _near(span.high, allowed.high, near)


def _near(one: float, other: float, near: float) -> bool:
    return one == other or math.isclose(one, other, rel_tol=near)


def _shown(span: Span) -> str:
    unit = f" {span.quantity.unit}".rstrip()
    if math.isinf(span.high):
        return f"from {span.low:g}{unit}"
    return (
        f"up to {span.high:g}{unit}"
        if math.isinf(span.low)
        else f"{span.low:g} to {span.high:g}{unit}"
    )


def _bound_of(span: Span, trial: Trial, places: Places) -> tuple[Span, Line] | None:
    """The criterion that bounds the same thing: what it allows, in the span's unit."""
    best: tuple[float, Span, Line] | None = None
    for criterion in trial.criteria[:MOST_CRITERIA]:
        line = criterion.line
        for place in places.of(line):
            allowed = _allowed(criterion, place, places, span)
            if allowed is None:
                continue
            score = _likeness(span, allowed)
            if score > 0 and (best is None or score > best[0]):
                best = (score, allowed, line)
    return None if best is None else (best[1], best[2])


def _likeness(span: Span, allowed: Span) -> float:
    if span.about:
        return 10.0 + len(span.words & allowed.words) if span.about == allowed.about else 0.0
    common = span.words & allowed.words
    wanted = max(len(span.words), 1)
    return len(common) / wanted if len(common) >= 2 and not allowed.about else 0.0


def _allowed(criterion: Criterion, place: Quantity, places: Places, span: Span) -> Span | None:
    """The values that a criterion lets in, in the unit of a span; None where it bounds another."""
    line = criterion.line
    start, end = place.start - line.start, place.end - line.start
    about, words = _around(line.text, start, end)
    low, high = _ends(place)
    factor = _factor(place, span.quantity)
    if low is None or factor is None:
        return None
    refuses = criterion.excludes != bool(re.match(r"(?:no|not|without|none)\b", line.text.lower()))
    if low == high:
        low, high = _opened(line, place, places, about, low, refuses)
    if refuses:
        if math.isinf(high):
            low, high = -math.inf, low
        elif math.isinf(low) or low == 0:
            low, high = high, math.inf
        else:
            return None
    return Span(low * factor, high * factor, replace(place, unit=span.quantity.unit), about, words)


@lru_cache(maxsize=8192)
def _around(text: str, start: int, end: int) -> tuple[str, frozenset[str]]:
    """The property that a number of a line bounds, and the stems of the words around it."""
    return _about(text, start, end), stems(text[max(0, start - _REACH) : end + _REACH])


def _opened(
    line: Line, place: Quantity, places: Places, about: str, value: float, refuses: bool
) -> tuple[float, float]:
    """The span of a criterion whose sign is not printed ("Platelets 100,000/mm³")."""
    known = _PROPERTIES.get(about)
    if about == "performance":
        others = [
            float(one.high)
            for one in places.of(line)
            if one.high is not None and not one.unit and one.high <= 5
        ]
        return 0.0, max([*others, value])
    if known is None:
        return (
            (0.0, value) if place.dimension is Dimension.DURATION and refuses else (value, math.inf)
        )
    upward = known.upward != refuses
    return (value, math.inf) if upward else (-math.inf, value)


def _factor(place: Quantity, wanted: Quantity) -> float | None:
    """What turns a criterion's values into the statement's unit."""
    if place.unit == wanted.unit:
        return 1.0
    if place.unit in _DAYS and wanted.unit in _DAYS:
        return _DAYS[place.unit] / _DAYS[wanted.unit]
    if place.unit == "%" and not wanted.unit and _at_most_one(wanted):
        return 0.01
    if not place.unit or not wanted.unit:
        shares = {place.unit, wanted.unit} == {"", "%"}
        return 1.0 if shares or place.dimension is wanted.dimension else None
    scale = conversion(place.unit, wanted.unit)
    return float(scale[0]) if scale and not scale[1] else None


def _at_most_one(quantity: Quantity) -> bool:
    ends = [one for one in (quantity.low, quantity.high) if one is not None]
    return quantity.decimals > 0 and max(ends) <= 1
