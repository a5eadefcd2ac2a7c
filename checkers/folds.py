"""How many times one value is another, by what share it is more, and how many are to be treated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from checkers.arithmetic import POINTS, exact_value, number_text, share_of
from checkers.dosing import doses
from checkers.index import Place
from checkers.scene import NEED, Reckon, Reckoning, Scene, is_exact, tells_of_start
from checkers.steps import across, is_course, neighbours
from claims.quantity import Relation


def _times(scene: Scene) -> Iterator[Reckoning]:
    """What share of an earlier value a later one is, or how many times one is the other."""
    figure = scene.figure
    start = scene.is_percent and tells_of_start(scene)
    if not (start or figure.unit == "fold") or (start and any(doses(scene))):
        return
    scale = 100 if scene.is_percent else 1
    for number in scene.sentences:
        for before, after, places in _pairs(scene.held(number)):
            told = f"{number_text(after)}/{number_text(before)} = {number_text(after / before)}"
            if start:
                yield Reckoning("fold", after / before * scale, told, places, turned=True)
            else:
                ways = ((after, before), (before, after))[: len(places)]  # a course goes one way
                for one, other in ways:
                    if abs(one / other - Fraction(figure.low or 0)) < _EXACTLY:
                        yield Reckoning("fold", one / other, told, places)


_EXACTLY = Fraction(3, 100)


def _pairs(held: Sequence[Place]) -> Iterator[tuple[Fraction, Fraction, tuple[Place, ...]]]:
    """The values above 0 of a sentence that may have become one another: "from 64 to 32"."""
    for place in held:
        one = place.quantity
        if is_course(one) and one.low and one.high and min(one.low, one.high) > 0:
            yield Fraction(one.low), Fraction(one.high), (place,)
    ratios = [one for one in held if one.quantity.relation is Relation.RATIO]
    for first, second in pairwise(ratios):
        shares = [share_of(one.quantity) for one in (first, second)]
        if shares[0] and shares[1] and shares[0] != shares[1]:
            yield Fraction(shares[0]), Fraction(shares[1]), (first, second)
    yield from _values(neighbours(held))


def _values(
    pairs: Iterable[tuple[Place, Place]],
) -> Iterator[tuple[Fraction, Fraction, tuple[Place, ...]]]:
    """The values above 0 of two places that differ."""
    for first, second in pairs:
        before, after = exact_value(first.quantity), exact_value(second.quantity)
        if before and after and min(before, after) > 0 and before != after:
            yield before, after, (first, second)


def _needed(scene: Scene) -> Iterator[Reckoning]:
    """How many have to be treated that one gains, of two shares side by side."""
    if not scene.counts or NEED.search(scene.text) is None:
        return
    for number in scene.passages:
        held = [one for one in scene.held(number) if is_exact(one)]
        for one in held:
            if one.quantity.unit == POINTS and one.quantity.low:
                value = 100 / abs(Fraction(one.quantity.low))
                yield Reckoning("needed", Fraction(round(value)), f"100/{one.quantity.low}", (one,))
        shares = [one for one in held if one.quantity.unit == "%"]
        for one, other in pairwise(shares):
            gap = abs(Fraction(one.quantity.low or 0) - Fraction(other.quantity.low or 0))
            if gap and one.quantity.decimals == other.quantity.decimals:
                told = f"100/{number_text(gap)} = {number_text(100 / gap)}"
                yield Reckoning("needed", Fraction(round(100 / gap)), told, (one, other))


def _relative(scene: Scene) -> Iterator[Reckoning]:
    """By what share one value is less or more than another: "a third fewer", of 24 and 36."""
    if not scene.is_percent or _way(scene) == 0:
        return
    way = _way(scene)
    for place, value in _ratios(scene):
        if (value > 1) == (way > 0):
            change = abs(value - 1) * 100
            told = f"{place.quantity.text} times is {number_text(change)}% {_SAID[way]}"
            yield Reckoning("relative", change, told, (place,))
    for number in scene.sentences:
        held = scene.held(number)
        earlier = [one for at in scene.earlier(number, 1) for one in scene.held(at)]
        for before, after, places in (*_pairs(held), *_values(across(earlier, held))):
            most, least = max(before, after), min(before, after)
            change = (most / least - 1 if way > 0 else 1 - least / most) * 100
            if len(places) == 1 and (after > before) != (way > 0):
                continue  # a course goes one way
            told = (
                f"{number_text(most)} and {number_text(least)}: {number_text(change)}% {_SAID[way]}"
            )
            yield Reckoning("fold", change, told, places)


def _ratios(scene: Scene) -> Iterator[tuple[Place, Fraction]]:
    """The ratios of the sentences, without those where another one shares more of a claim."""
    found = [
        (
            frozenset(scene.asked.near.keys() & scene.index.passages[number].ranks.keys()),
            place,
            value,
        )
        for number in scene.sentences
        for place in scene.held(number)
        if place.quantity.statistic in _RATIOS and (value := exact_value(place.quantity))
    ]
    for shared, place, value in found:
        if not any(shared < more for more, _, _ in found):
            yield place, value


_RATIOS = frozenset({"OR", "HR", "RR", "aOR", "aHR", "aRR", "IRR", "aIRR"})
_SAID = {1: "more", -1: "less"}
#: What makes a share one of another value.
_LESS = r"(?P<less>less|fewer|lower|smaller|shorter|rarer|cheaper)"
_MORE_OF = r"(?P<more>more|higher|greater|larger|longer|commoner|likelier)"
_THAN = re.compile(rf"(?i)\s(?:as\smany\s)?(?:{_LESS}|{_MORE_OF})\b(?!\sthan\s\d)")
_CUT = (
    r"(?P<less>reduc\w+|cut\w*|lower\w*|decreas\w+|drop\w*|f[ae]ll\w*|shr[aiu]nk|brought|down"
    r"|declin\w+)"
)
_RAISED = r"(?P<more>increas\w+|rais\w+|rose|risen|grew|grown|up|boost\w*)"
_BY = re.compile(rf"(?i)\b(?:{_CUT}|{_RAISED})\b[^.;,]{{0,80}}\bby\s(?:some\s|nearly\s|about\s)?$")


def _way(scene: Scene) -> int:
    """Whether a claim tells its share of another value: 1 for more, -1 for less, 0 for neither."""
    start, end = scene.asked.span
    found = _THAN.match(scene.text, end) or _BY.search(scene.text, max(0, start - 120), start)
    return (-1 if found["less"] else 1) if found else 0


KINDS: tuple[Reckon, ...] = (_times, _relative, _needed)
