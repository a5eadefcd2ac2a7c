"""What a text says is given: how much at a time, how often a day, and how many times in all.

"300 mg on days 1, 15 and 29", "36 mg/kg a day in three doses", "four puffs, 50 µg in each": the
numbers of one sentence, and the strength that the next one may tell, make up one regimen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checkers.arithmetic import exact_value
from checkers.commensurable import conversion
from checkers.index import Place, is_plain_count
from checkers.scene import Scene, count_of, is_exact
from claims.quantity import Dimension, Relation

DOSED = frozenset({Dimension.MASS, Dimension.VOLUME, Dimension.DOSE, Dimension.OTHER})
PER_KILOGRAM, _PER_DAY = " per kilogram", " per day"


@dataclass(frozen=True, slots=True)
class Regimen:
    """What is given, as one sentence tells it.

    Attributes:
        single: how much at a time, None where it is not told.
        often: how many times a day, None where it is not told.
        a_day: how much a day, None where it is not told.
        number: how many times in all, None where it is not told.
        unit: in which unit, without the body weight and the day.
        by_weight: whether it is told for each kilogram of body weight.
        inputs: the places that tell it.
    """

    single: Fraction | None
    often: Fraction | None
    a_day: Fraction | None
    number: Fraction | None
    unit: str
    by_weight: bool
    inputs: tuple[Place, ...]

    @property
    def in_all(self) -> Fraction | None:
        """How much is given in the whole course, None where it is not told."""
        return self.single * self.number if self.single and self.number else None


def regimens(scene: Scene) -> Iterator[Regimen]:
    """The regimens of the sentences."""
    for number in scene.sentences:
        held = scene.held(number)
        doses = [one for one in held if _is_dose(scene, one)]
        for at, dose in enumerate(doses):
            start = doses[at - 1].quantity.end if at else scene.index.passages[number].start
            end = scene.index.passages[number].end
            if at + 1 < len(doses):
                end = _cut(scene, dose.quantity.end, doses[at + 1].quantity.start)
            near = [one for one in held if start <= one.quantity.start < end and one is not dose]
            yield _regimen(scene, dose, near, end)


def _cut(scene: Scene, end: int, start: int) -> int:
    """Where what is said of one dose ends and what is said of the next begins."""
    found = _OR.search(scene.index.document.text, end, start)
    return found.start() if found else start


_OR = re.compile(r"(?i),?\s(?:or|and|versus|vs)\s")


def _is_dose(scene: Scene, place: Place) -> bool:
    one = place.quantity
    sized = one.dimension in DOSED or conversion(one.unit, "milligram per day") is not None
    sized = sized or _HOLDS.search(scene.ahead(place)) is not None
    other = one.unit in ("", "kilogram") or one.dimension is Dimension.DURATION
    return sized and is_exact(place) and not other


def _regimen(scene: Scene, dose: Place, near: Sequence[Place], end: int) -> Regimen:
    """The regimen that a dose and the numbers around it tell."""
    behind = scene.index.document.text[dose.quantity.end : end]
    unit, by_weight, daily = _read_unit(scene, dose, behind)
    amount = exact_value(dose.quantity) or Fraction(0)
    pieces = _pieces(scene, dose)
    if pieces:
        count, place = pieces
        amount, near = amount * count, [*near, place]
        told = _often(scene.behind(place, _BEHIND), pieces[1])
    else:
        told = _often(behind, *near)
    parts = _parts(scene, near)
    if daily and (told is None or told == 1):
        often = parts or told
        single = amount / often if often else None
        return _course(scene, Regimen(single, often, amount, None, unit, by_weight, (dose,)), near)
    a_day = amount * told if told else None
    return _course(scene, Regimen(amount, told, a_day, None, unit, by_weight, (dose,)), near, parts)


_BEHIND = 80


def _read_unit(scene: Scene, dose: Place, behind: str) -> tuple[str, bool, bool]:
    """A dose's unit, whether it is told by body weight, and whether it is one of a day."""
    unit = dose.quantity.unit
    daily = unit.endswith(_PER_DAY)
    unit = unit.removesuffix(_PER_DAY)
    by_weight = unit.endswith(PER_KILOGRAM)
    unit = unit.removesuffix(PER_KILOGRAM)
    by_weight = by_weight or PER_KG.match(behind) is not None
    daily = daily or _DAILY.match(PER_KG.sub("", behind, count=1)) is not None
    daily = daily or _A_DAILY_DOSE.search(behind) is not None
    daily = daily or _DAILY_AHEAD.search(scene.ahead(dose)) is not None
    return unit, by_weight, daily


PER_KG = re.compile(
    r"(?i)(?:\sof\s(?:[a-z-]+\s){1,3})?\s?(?:per|for\severy|for\seach|a|/)\s?(?:kg|kilogram)"
    r"(?:\s(?:of\s)?(?:body\s?weight|weight))?\b"
)
_DAILY = re.compile(
    r"(?i)(?:\sof\s(?:[a-z-]+\s){1,3}?)?,?\s?(?:(?:a|per|each|every)\sday|daily|/day)\b"
)
_A_DAILY_DOSE = re.compile(r"(?i)\b(?:single|one)\sdaily\sdose\b")
_DAILY_AHEAD = re.compile(r"(?i)\bdaily\s(?:dose|amount|intake)\s(?:of|was|is)\s$")


def _often(text: str, *near: Place) -> Fraction | None:
    """How many times a day, by the words behind a dose or a rate beside it."""
    told = often_told(text)
    if told is not None:
        return Fraction(told)
    rates = (one.quantity for one in near if one.quantity.unit.endswith(_PER_DAY))
    return next((Fraction(1) for one in rates if one.unit != "per day"), None)


_A_DAY = re.compile(
    r"(?i)[^.;]{0,45}?\b(?:(?P<times>once|twice|thrice|(?:one|two|three|four|five|six|\d)\stimes)"
    r"(?:\s(?:a|per|every|each))?\s?-?(?:day|daily|24\sh(?:ours)?)\b"
    r"|every\s(?P<hours>4|6|8|12|24|four|six|eight|twelve)\s?h(?:ours?)?\b"
    r"|(?P<once>(?:each|every|per|a)\s(?:day|night|morning|evening)|daily|nightly))"
)
_NUMBERS: Mapping[str, int] = {
    "once": 1, "twice": 2, "thrice": 3, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "eight": 8, "twelve": 12, **{str(one): one for one in range(1, 25)},
}  # fmt: skip


def often_told(behind: str) -> int | None:
    """How many times a day, by the words behind a dose."""
    found = _A_DAY.match(behind)
    if found is None:
        return None
    if found["hours"]:
        return 24 // _NUMBERS[found["hours"].lower()]
    return _NUMBERS.get((found["times"] or "once").split()[0].lower())


#: How much a piece holds: "each puff held 50 µg", "tablets, each of which held", "3 g in each".
_HOLDS = re.compile(
    r"(?i)\b(?:each|every|one|an?|per)\s(?!day|week)(?:of\s(?:which|them)\s)?(?:(?P<piece>(?!day|week)[a-z]+)\s)?"
    r"(?:held|holds|contain(?:ed|s|ing)|deliver(?:ed|s|ing)|provided?s?|had|has|with|of|gave)\s$"
)
_EACH = re.compile(
    r"(?i)\s(?:of\s[a-z]+\s)?(?:in\s)?(?:each|apiece|per\s(?:drop|puff|tablet|capsule))\b"
)
_PIECE = re.compile(
    r"(?i)\s(?P<piece>drop|puff|tablet|capsule|pill|sachet|biscuit|spray|inhalation|spoonful|scoop|ampoule"
    r"|vial|patch|lozenge|unit|bar|bag)(?:e?s)?\b"
)


def _pieces(scene: Scene, dose: Place) -> tuple[Fraction, Place] | None:
    """How many pieces are taken at a time of which a dose is the strength, and who tells it."""
    holds = _HOLDS.search(scene.ahead(dose))
    if not holds and not _EACH.match(scene.behind(dose)):
        return None
    name = (holds["piece"] or "").lower().rstrip("s") if holds else ""
    numbers = (dose.passage, *scene.earlier(dose.passage, 1))
    for one in (at for number in numbers for at in reversed(scene.held(number))):
        counts = one.quantity.dimension in (Dimension.COUNT, Dimension.RATE) and is_exact(one)
        found = _PIECE.search(one.quantity.text) or _PIECE.match(scene.behind(one))
        if one.number < dose.number and counts and found:
            value = exact_value(one.quantity)
            if value and (not name or found["piece"].lower() == name or name in ("one", "which")):
                return value, one
    return None


def _parts(scene: Scene, near: Sequence[Place]) -> Fraction | None:
    """Into how many doses something is parted: "in two divided doses", "10 fractions of"."""
    for one in near:
        behind = scene.behind(one)
        count = count_of(one)
        if count and is_plain_count(one.quantity) and _DOSES.match(behind):
            return count
    return None


_DOSES = re.compile(
    r"(?i)\s(?:[a-z-]+\s){0,2}?(?:doses?|infusions?|injections?|fractions?|occasions?|times|sessions?|portions?"
    r"|cycles|pulses|jabs|shots|boluses|instal?lations|weekly\sdoses)\b(?!\s(?:a|per|each|every)\s(?:day|week|month)\b(?!\sapart)|\sdaily)"
)


def _course(
    scene: Scene, one: Regimen, near: Sequence[Place], parts: Fraction | None = None
) -> Regimen:
    """A regimen with how many times something is given in all."""
    number = parts or _listed(scene, near) or _over(scene, one, near)
    return Regimen(
        one.single, one.often, one.a_day, number, one.unit, one.by_weight, (*one.inputs, *near)
    )


def _listed(scene: Scene, near: Sequence[Place]) -> Fraction | None:
    """How many days are listed on which something is given: "on days 1, 15 and 29"."""
    days = [one for one in near if is_point(one)]
    if not days:
        return None
    start = _AT_START.search(scene.sentence(near[0].passage)) is not None
    return Fraction(len(days) + start) if len(days) + start > 1 else None


def is_point(place: Place) -> bool:
    """Whether a place is a point in time: "day 8", or the 15 of "days 8 and 15"."""
    one = place.quantity
    is_time = one.dimension is Dimension.DURATION and one.relation is Relation.EXACT
    return is_time and (_POINT.match(one.text) is not None or one.text.isdigit())


_POINT = re.compile(r"(?i)(?:day|week|month|hour)s?\s\d")
_AT_START = re.compile(
    r"(?i)\b(?:at|on)\s(?:baseline|birth|the\sstart|enrol?ment|inclusion|entry|discharge|admission|once)\b"
)


def _over(scene: Scene, one: Regimen, near: Sequence[Place]) -> Fraction | None:
    """How many times something is given that is given so often for so long."""
    for course in near:
        days = days_of(course)
        ahead = scene.ahead(course)
        if days is None or is_point(course) or not _FOR.search(ahead):
            continue
        if one.a_day and one.single:
            return days * one.a_day / one.single
        every = _EVERY.search(scene.sentence(course.passage))
        if every:
            return days / _DAYS[every["unit"].lower()]
        if _ON_EACH.search(ahead):
            return days
    return None


_FOR = re.compile(r"(?i)\b(?:for|over|during|on(?:\seach\sof)?|of)\s(?:the\s|a\s)?(?:first\s)?$")
_ON_EACH = re.compile(r"(?i)\bon(?:\seach\sof)?\s$")
_EVERY = re.compile(r"(?i)\b(?:every|each|a|per|once\sa)\s(?P<unit>day|week|month|fortnight)\b")
_DAYS = {"day": Fraction(1), "week": Fraction(7), "month": Fraction(30), "fortnight": Fraction(14)}


def days_of(place: Place) -> Fraction | None:
    """How many days a time is."""
    one = place.quantity
    value = exact_value(one) if one.dimension is Dimension.DURATION else None
    scale = conversion(one.unit, "day") if value else None
    return value * Fraction(scale[0]) if value and scale else None


def is_dose_count(behind: str) -> bool:
    """Whether the words behind a number say that it counts doses."""
    return _DOSES.match(behind) is not None


def schedule(scene: Scene, passage: int) -> Iterator[tuple[Place, Place]]:
    """How many doses a sentence counts, and the time between two of them."""
    held = scene.held(passage)
    counts = [
        one for one in held if is_plain_count(one.quantity) and is_dose_count(scene.behind(one))
    ]
    for gap in held:
        apart = _APART.match(scene.behind(gap)) or _AT_INTERVALS.search(scene.ahead(gap))
        if apart and gap.quantity.dimension is Dimension.DURATION:
            yield from ((count, gap) for count in counts)


_APART = re.compile(r"(?i)\sapart\b")
_AT_INTERVALS = re.compile(r"(?i)\b(?:every|intervals?\sof|each)\s(?:the\s)?$")
