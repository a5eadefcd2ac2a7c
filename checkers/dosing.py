"""One course after another, and what is taken a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from checkers.arithmetic import exact_value, number_text
from checkers.commensurable import conversion, factor
from checkers.direction import is_timed
from checkers.index import Place
from checkers.regimens import (
    DOSED,
    PER_KG,
    PER_KILOGRAM,
    Regimen,
    days_of,
    is_dose_count,
    often_told,
    regimens,
    schedule,
)
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
            often = often_told(scene.behind(place, _OFTEN_WITHIN)) if _is_dose(place) else None
            amount = exact_value(place.quantity)
            if often and amount:
                told = f"{place.quantity.text} × {often} = {number_text(amount * often, 4)}"
                yield Dose(amount * often, place.quantity.unit, told, (place,))


_OFTEN_WITHIN = 60


def _is_dose(place: Place) -> bool:
    one = place.quantity
    return one.dimension in DOSED and bool(one.unit) and " per " not in one.unit and is_exact(place)


def _a_day(scene: Scene) -> Iterator[Reckoning]:
    """A dose a day, from one that is taken several times a day."""
    figure = scene.figure
    per_day = figure.unit.endswith(_PER_DAY)
    if not per_day and (figure.dimension not in DOSED or not _is_daily(scene)):
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


def _given(scene: Scene) -> Iterator[Reckoning]:
    """What is given at a time, a day or in all, of a child of a stated weight, too."""
    for one in regimens(scene):
        for figure, weight in _asked_amounts(scene):
            value = _amount(scene, figure, one, weight)
            if value is None:
                continue
            if figure is scene.figure:
                yield Reckoning("product", value, _told(one, value, figure.unit), one.inputs)
            elif value and figure.low:
                of = Fraction(figure.low) / value * (weight or 1)
                yield Reckoning("product", of, _told(one, of, "kilogram"), one.inputs)


def _told(one: Regimen, value: Fraction, unit: str) -> str:
    printed = " × ".join(place.quantity.text for place in one.inputs)
    return f"{printed}: {number_text(value, 4)} {unit}"


def _asked_amounts(scene: Scene) -> Iterator[tuple[Quantity, Fraction | None]]:
    """The amounts that a claim tells with a body weight, if its figure is one of the two."""
    order, own = scene.asked.order, scene.asked.claim.quantity
    weights = [one for one in order if one.unit == "kilogram" and exact_value(one)]
    weight = exact_value(weights[0]) if weights else None
    amounts = [one for one in order if one not in weights and _is_amount(one)]
    if own in weights:
        yield from ((one, weight) for one in amounts)
    elif own in amounts:
        yield scene.figure, weight


def _is_amount(one: Quantity) -> bool:
    base = one.unit.partition(" per ")[0]
    return bool(base) and one.relation is Relation.EXACT and one.unit not in ("%", "kilogram")


def _amount(
    scene: Scene, figure: Quantity, one: Regimen, weight: Fraction | None
) -> Fraction | None:
    """What a regimen comes to in the terms that a claim asks for, None where it does not tell."""
    begins = scene.asked.claim.start
    span = (figure.start - begins, figure.end - begins)
    by_weight = PER_KILOGRAM in figure.unit or PER_KG.match(scene.text, span[1]) is not None
    if (by_weight and not one.by_weight) or (one.by_weight and not by_weight and weight is None):
        return None
    often = often_told(scene.text[span[1] :]) or 0
    if often > 1 and one.often not in (None, often):
        return None
    what = _what(scene, figure, span, is_weighed=one.by_weight and not by_weight)
    value = {"all": one.in_all, "day": one.a_day, "single": one.single}.get(what)
    scale = factor(one.unit, figure.unit.partition(" per ")[0])
    if value is None or scale is None:
        return None
    return value * scale * (weight or 1 if one.by_weight and not by_weight else 1)


def _what(scene: Scene, figure: Quantity, span: tuple[int, int], *, is_weighed: bool) -> str:
    """Whether a claim tells an amount of a whole course, of a day, or of a single dose."""
    begins = scene.asked.claim.start
    stops = [one.end - begins for one in scene.asked.order if one.end - begins <= span[0]]
    starts = [one.start - begins for one in scene.asked.order if one.start - begins >= span[1]]
    text = scene.text
    near = text[max(stops, default=0) : min(starts, default=len(text))]
    often = often_told(text[span[1] :]) or 0
    for part in (near, text):
        if _IN_ALL.search(part):
            return "all"
        if often > 1 or _SINGLE.search(part) or _PER_DOSE.search(figure.unit):
            return "single"
        if figure.unit.endswith(_PER_DAY) or _DAILY.search(part):
            return "day"
    return "single" if is_weighed else ""


_IN_ALL = re.compile(
    r"(?i)\b(?:in\s(?:all|total)|total|altogether|all\stold|cumulative|(?:whole|full|entire|complete)\s"
    r"(?:course|treatment|programme|regimen)|over\s(?:the|a)\s(?:whole\s)?course)\b"
)
_SINGLE = re.compile(
    r"(?i)\b(?:(?:each|every|per|a|one)\s(?:single\s)?(?:dose|infusion|injection|time)|single|at\sa\stime"
    r"|once(?!\s(?:a|per|every|daily)\b)|apiece)\b"
)
_PER_DOSE = re.compile(r"\sper\s(?:dose|infusion|injection)")


def _times_given(scene: Scene) -> Iterator[Reckoning]:
    """How many doses are given in all, and how many a day."""
    figure, end = scene.figure, scene.asked.span[1]
    a_day = figure.unit == "per day"
    if not a_day and not (scene.counts and is_dose_count(scene.text[end : end + _NOUN])):
        return
    for one in regimens(scene):
        value = one.often if a_day else one.number
        if value and value > 1:
            printed = ", ".join(place.quantity.text for place in one.inputs)
            yield Reckoning("product", value, f"{printed}: {number_text(value)} times", one.inputs)


_NOUN = 40


def _first_to_last(scene: Scene) -> Iterator[Reckoning]:
    """How long the last dose comes after the first: three gaps for four doses."""
    if scene.figure.dimension is not Dimension.DURATION or not _FIRST_TO_LAST.search(scene.text):
        return
    for number in scene.sentences:
        for count, gap in schedule(scene, number):
            days = days_of(gap)
            size = exact_value(count.quantity)
            scale = factor("day", scene.figure.unit)
            if days and size and scale:
                value = days * (size - 1) * scale
                told = f"({count.quantity.text} − 1) × {gap.quantity.text} = {number_text(value)}"
                yield Reckoning("product", value, told, (count, gap))


#: What tells of the time from the first dose to the last.
_FIRST_TO_LAST = re.compile(
    r"(?i)\bfirst\b[^.;]{0,60}\b(?:last|final)\b|\b(?:last|final)\b[^.;]{0,60}\bfirst\b"
)


KINDS: tuple[Reckon, ...] = (
    _courses,
    _a_day,
    _of_start,
    _given,
    _times_given,
    _first_to_last,
)
