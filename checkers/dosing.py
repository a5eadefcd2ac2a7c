"""One course after another, and what is taken a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from checkers.arithmetic import exact_value, number_text
from checkers.commensurable import conversion
from checkers.direction import is_timed
from checkers.index import Place
from checkers.scene import Reckon, Reckoning, Scene, is_exact, tells_of_start
from claims.quantity import Dimension, Quantity, Relation


def _courses(scene: Scene) -> Iterator[Reckoning]:
    """How long one course and the next last: 14 days, then 6 weeks."""
    figure = scene.figure
    if figure.dimension is not Dimension.DURATION or figure.relation is not Relation.EXACT:
        return
    if _RUNS.search(scene.text) is None or is_timed(scene.text, scene.asked.span[0]):
        return
    for number in scene.sentences:
        held = [one for n in (*scene.earlier(number, 1), number) for one in scene.held(n)]
        times = [one for one in held if _lasts(scene, one)]
        for one, other in pairwise(times):
            between = scene.index.document.text[one.quantity.end : other.quantity.start]
            value = _together(figure, one.quantity, other.quantity)
            if value and _THEN.search(between) and len(between) < _THEN_WITHIN:
                told = f"{one.quantity.text} + {other.quantity.text} = {number_text(value)}"
                told = f"{told} {figure.unit}"
                yield Reckoning("sum", value, told, (one, other))


#: What tells how long something goes on, all in all.
_RUNS = re.compile(
    r"(?i)\b(?:for|last(?:s|ed|ing)?|took|takes?|taken|ran|runs?|total|all|altogether|long|complet\w+)\b"
)


def _lasts(scene: Scene, place: Place) -> bool:
    """Whether a place tells how long something goes on, and no point in time."""
    ahead = scene.ahead(place)
    is_time = place.quantity.dimension is Dimension.DURATION and is_exact(place)
    return is_time and not is_timed(ahead, len(ahead))


_THEN_WITHIN = 120
_THEN = re.compile(
    r"(?i)\b(?:then|followed\sby|after\swhich|thereafter|afterwards|a\sfurther|another|additional"
    r"|subsequent(?:ly)?|plus|and)\b"
)


def _together(figure: Quantity, *times: Quantity) -> Fraction | None:
    total = Fraction(0)
    for one in times:
        scale, value = conversion(one.unit, figure.unit), exact_value(one)
        if scale is None or value is None:
            return None
        total += value * Fraction(scale[0])
    return total


class Dose(NamedTuple):
    """What is taken a day, in the unit that it is printed in."""

    amount: Fraction
    unit: str
    told: str
    inputs: tuple[Place, ...]


def doses(scene: Scene) -> Iterator[Dose]:
    """The daily doses of the sentences: 250 mg twice daily, 1 g every 6 hours."""
    near = {at for one in scene.passages for at in (one, *scene.earlier(one, 1))}
    for number in sorted(near):
        for place in scene.held(number):
            often = _often(scene.behind(place, _OFTEN_WITHIN)) if _is_dose(place) else None
            amount = exact_value(place.quantity)
            if often and amount:
                told = f"{place.quantity.text} × {often} = {number_text(amount * often, 4)}"
                yield Dose(amount * often, place.quantity.unit, told, (place,))


_OFTEN_WITHIN = 60
_DOSED = frozenset({Dimension.MASS, Dimension.VOLUME, Dimension.DOSE, Dimension.OTHER})


def _is_dose(place: Place) -> bool:
    one = place.quantity
    return (
        one.dimension in _DOSED and bool(one.unit) and " per " not in one.unit and is_exact(place)
    )


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


def _often(behind: str) -> int | None:
    """How many times a day, by the words behind a dose."""
    found = _A_DAY.match(behind)
    if found is None:
        return None
    if found["hours"]:
        return 24 // _NUMBERS[found["hours"].lower()]
    return _NUMBERS[(found["times"] or "once").split()[0].lower()]


def _a_day(scene: Scene) -> Iterator[Reckoning]:
    """A dose a day, from one that is taken several times a day."""
    figure = scene.figure
    per_day = figure.unit.endswith(_PER_DAY)
    if not per_day and (figure.dimension not in _DOSED or not _is_daily(scene)):
        return
    for dose in doses(scene):
        scale = conversion(dose.unit, figure.unit.removesuffix(_PER_DAY))
        if scale and not scale[1]:
            yield Reckoning("product", dose.amount * Fraction(scale[0]), dose.told, dose.inputs)


def _is_daily(scene: Scene) -> bool:
    start, end = scene.asked.span
    around = scene.text[max(0, start - _DAILY_WITHIN) : end + _DAILY_WITHIN]
    return _DAILY.search(around) is not None


_PER_DAY = " per day"
_DAILY_WITHIN = 60
_DAILY = re.compile(r"(?i)\b(?:daily|(?:a|per|each|every)\s(?:day|24\shours)|in\s24\shours)\b")


def _of_start(scene: Scene) -> Iterator[Reckoning]:
    """What share of the first dose a later one is."""
    if not scene.is_percent or not tells_of_start(scene):
        return
    for one, other in pairwise(doses(scene)):
        if one.unit == other.unit and one.amount != other.amount:
            value = other.amount / one.amount * 100
            told = f"{other.told} of {one.told}: {number_text(value)}%"
            yield Reckoning("quotient", value, told, (*one.inputs, *other.inputs))


KINDS: tuple[Reckon, ...] = (_courses, _a_day, _of_start)
