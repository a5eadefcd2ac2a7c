"""How far an interval reaches: the "19% lower" and "2% higher" of a ratio of 0.81 to 1.02.

A median and its quartiles tell of how many a value is reached: of half, and of three quarters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise

from checkers.arithmetic import POINTS, number_text
from checkers.commensurable import conversion
from checkers.direction import directions
from checkers.index import Place, SourceIndex
from checkers.scene import Reckon, Reckoning, Scene
from checkers.words import concepts_in
from claims.quantity import Quantity, Relation

#: What tells of values that a result leaves possible.
_LEAVES_OPEN = re.compile(
    r"(?i)\b(?:intervals?|compatible|consistent\swith|anywhere|anything|could|might|may|plausib\w+"
    r"|leaves?\s(?:room|open)|rang(?:e|es|ed|ing)|limits?|uncertain\w*|rules?\sout|between)\b"
)
#: So far behind a figure a word tells which way it goes.
_WITHIN = 30
_RATIOS = frozenset({"OR", "HR", "RR", "aOR", "aHR", "aRR", "IRR", "aIRR"})


def _limits(scene: Scene) -> Iterator[Reckoning]:
    """The limits of an interval as by how much less and more they let a value be."""
    way = _way(scene) if _LEAVES_OPEN.search(scene.text) else 0
    for number in scene.sentences if way else ():
        told_before: list[Place] = []
        for place in scene.held(number):
            told_before.append(place)
            if place.quantity.statistic.endswith("CI") and len(told_before) > 1:
                estimates, told_before = told_before, []
                for value in _reaches(scene, estimates, way):
                    told = f"{place.quantity.text}: {number_text(value)} {_SAID[way]}"
                    yield Reckoning("limit", value, told, (place,), turned=True)


_SAID = {1: "more", -1: "less"}


def _way(scene: Scene) -> int:
    """Whether a claim's figure is told as more (1) or less (-1), 0 where neither."""
    start, end = scene.asked.span
    behind = _PARTED.split(scene.text[end : end + _WITHIN], maxsplit=1)
    ways = {one.way for one in directions(scene.text[start:end] + behind[0])}
    return ways.pop() if len(ways) == 1 else 0


_PARTED = re.compile(r"[.;,]|\d|\b(?:to|and|or)\b")


def _reaches(scene: Scene, told: Sequence[Place], way: int) -> Iterator[Fraction]:
    """How far an interval goes one way from where nothing differs, in a claim's unit.

    The interval is the last of the places, and what it is told of one of those before it.
    """
    interval = told[-1].quantity
    ends = [Fraction(one) for one in (interval.low, interval.high) if one is not None]
    if any(_is_ratio(scene, one) for one in told[:-1]):
        ends = [(one - 1) * 100 for one in ends] if scene.is_percent else []
    elif not _is_in_unit(scene, told):
        return
    yield from (abs(one) for one in ends if one * way > 0)


def _is_ratio(scene: Scene, place: Place) -> bool:
    named = place.quantity.statistic in _RATIOS or _RATIO.search(scene.ahead(place, _AHEAD))
    return bool(named) and not place.quantity.unit


_AHEAD = 60
_RATIO = re.compile(r"(?i)\bratio\b[^.;,()\d]*$")


def _is_in_unit(scene: Scene, told: Sequence[Place]) -> bool:
    """Whether a claim's figure is told in the unit of an estimate: points are "per 100", too."""
    units, ours = {one.quantity.unit for one in told} - {""}, scene.figure.unit
    points = POINTS in units and (not ours or " per 100 " in f"{ours} ")
    return ours in units or points


def _of_other(scene: Scene) -> Iterator[Reckoning]:
    """What share of another group's value one group's is: "a fifth of the dose of the old scan"."""
    end = scene.asked.span[1]
    if not scene.is_percent or _OF_ANOTHER.match(scene.text, end) is None:
        return
    before, behind = scene.text[: scene.asked.span[0]], scene.text[end:]
    for number in scene.sentences:
        held = [one for one in scene.held(number) if one.quantity.relation is Relation.EXACT]
        for one, other in pairwise(held):
            small, large = sorted((one, other), key=lambda at: at.quantity.low or 0)
            least, most = (Fraction(at.quantity.low or 0) for at in (small, large))
            alike = bool(small.quantity.unit) and small.quantity.unit == large.quantity.unit
            if alike and 0 < least < most and _goes_with(scene.index, small, large, before, behind):
                told = f"{number_text(least)}/{number_text(most)}"
                yield Reckoning("fold", least / most * 100, told, (small, large))


_OF_ANOTHER = re.compile(
    r"(?i)\sof\s(?:the|that|what)\s[^.;,\d]{0,50}?\b(?:of|in|with|from|for|on|by|under|than)\s[a-z]"
)


def _goes_with(index: SourceIndex, small: Place, large: Place, before: str, behind: str) -> bool:
    """Whether a claim names the smaller group first, and then the larger one."""
    told = index.told_apart(small, large)
    first, second = frozenset(concepts_in(before)), frozenset(concepts_in(behind))
    straight = len(told.first & first) + len(told.second & second)
    return straight > len(told.second & first) + len(told.first & second)


def _half(scene: Scene) -> Iterator[Reckoning]:
    """The half of a median, for a claim that says by when: "half had left within 4 days"."""
    share = scene.figure.high if scene.figure.low is None else scene.figure.low
    if not scene.is_percent or share != _HALF or not scene.figure.is_in_words:
        return
    asked = [one for one in scene.asked.order if one.unit and one.unit != "%"]
    begins = scene.asked.claim.start
    asked = [
        one
        for one in asked
        if one.relation in _UP_TO or _BY_WHEN.search(scene.text[: one.start - begins])
    ]
    told = concepts_in(scene.text) - _of_any()
    for number in scene.sentences:
        for place in scene.held(number) if told & concepts_in(scene.sentence(number)) else ():
            if _is_median(scene, place) and any(
                _meets(scene, one, place.quantity) for one in asked
            ):
                yield Reckoning(
                    "bound", Fraction(share), f"median {place.quantity.text}", (place,), turned=True
                )


_HALF = 50


@cache
def _of_any() -> frozenset[str]:
    """What any sentence may tell of: whom, and in what unit of time."""
    return concepts_in(
        "patients people women men children adults participants half median time times least most"
        " more than minutes hours days weeks months years group arm"
    )


def _is_median(scene: Scene, place: Place) -> bool:
    """Whether a place prints a median, or the second one of two that are listed."""
    exact = place.quantity.relation is Relation.EXACT and bool(place.quantity.unit)
    named = place.quantity.statistic == "median" or _MEDIAN.search(scene.ahead(place, _BACK))
    around = scene.ahead(place, _BACK) + scene.behind(place)
    return exact and bool(named) and _OF_ALL.search(around) is None


#: How long all were looked at, or what they are, is nothing that half have reached.
_OF_ALL = re.compile(
    r"(?i)\b(?:follow(?:ed)?|observ\w+|aged?|old|older|dos(?:e|es|age)|bmi|income|\w+-free)\b"
)
#: What tells that a claim's value is one that is reached.
_BY_WHEN = re.compile(
    r"(?i)\b(?:by|within|in|before|under|until|took|needed|waited|lasted|lived|survived|stayed|for|than)"
    r"\s(?:about\s|some\s|only\s|just\s)?$"
)
_BACK = 90
_MEDIAN = re.compile(r"(?i)\bmedians?\b(?:(?!\bmean\b)[^.;]){0,80}$")


def _meets(scene: Scene, ours: Quantity, median: Quantity) -> bool:
    """Whether half reach a claim's value: the median, or no less where it is "at least half"."""
    told = ours.high if ours.low is None else ours.low
    scale = conversion(median.unit, ours.unit) if median.unit != ours.unit else (1, 0)
    if told is None or median.low is None or not scale or scale[1]:
        return False
    value = Fraction(median.low) * Fraction(scale[0])
    if abs(value - Fraction(told)) <= Fraction(told) / _NEARLY:
        return scene.figure.relation in _OF_EQUAL
    within = ours.relation in _UP_TO and scene.figure.relation in _AT_LEAST
    return within and value < Fraction(told)


#: A claim's time may be rounded by so small a part of it.
_NEARLY = 50
_OF_EQUAL = frozenset({Relation.EXACT, Relation.AT_LEAST})
_AT_LEAST = frozenset({Relation.AT_LEAST, Relation.GREATER_THAN})
_UP_TO = frozenset({Relation.AT_MOST, Relation.LESS_THAN})


KINDS: tuple[Reckon, ...] = (_limits, _of_other, _half)
