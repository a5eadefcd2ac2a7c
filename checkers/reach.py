"""How far an interval reaches: the "19% lower" and "2% higher" of a ratio of 0.81 to 1.02."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from checkers.arithmetic import POINTS, number_text
from checkers.direction import directions
from checkers.index import Place, SourceIndex
from checkers.scene import Reckon, Reckoning, Scene
from checkers.words import concepts_in
from claims.quantity import Relation

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


KINDS: tuple[Reckon, ...] = (_limits, _of_other)
