"""How far two values lie apart: side by side, in a row, before and after, or from a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import islice, pairwise
from typing import NamedTuple

from checkers.arithmetic import POINTS, exact_value, number_text
from checkers.commensurable import factor
from checkers.direction import DEGREE, compares, is_change, is_timed
from checkers.index import Place, is_plain_count
from checkers.portions import portions_in
from checkers.scene import Reckon, Reckoning, Scene, is_exact
from claims.quantity import Dimension, Quantity, Relation


def _apart(scene: Scene) -> Iterator[Reckoning]:
    """By how much values differ that stand side by side, or in one sentence and the next."""
    if not _tells_difference(scene):
        return
    for number in scene.sentences:
        held = scene.held(number)
        before = [one for at in scene.earlier(number, 1) for one in scene.held(at)]
        yield from _courses(scene, held)
        for one, other in (*neighbours(held), *across(before, held), *_whole_way(scene, held)):
            value = _gap(scene.figure, one.quantity, other.quantity)
            if value:
                gap = number_text(value)
                told = f"{one.quantity.text} and {other.quantity.text} are {gap} apart"
                yield Reckoning("difference", value, told, (one, other))


def _whole_way(scene: Scene, held: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """The first and the last of three values or more, for a claim that goes back to the first."""
    alike = [one for one in held if _are_alike(held[0], one)]
    if len(alike) >= _STATIONS and len(alike) == len(held) and _GOES_BACK.search(scene.text):
        yield alike[0], _with_unit(alike[-1], alike[0].quantity)


_STATIONS = 3
_GOES_BACK = re.compile(
    r"(?i)\b(?:than\s(?:before|at\s(?:the\s)?(?:start|baseline|outset|beginning|entry))|since|over\sall|overall"
    r"|(?:by|in|at)\sthe\s(?:second|third|fourth|last|final|end))\b"
)


def _from_own(scene: Scene) -> Iterator[Reckoning]:
    """How far a value lies from the one that a claim itself tells: "4 g above the 6 g allowed"."""
    figure = scene.figure
    others = [one for one in scene.asked.order if one is not scene.asked.claim.quantity]
    own = {one.high if one.low is None else one.low for one in others if _is_like(figure, one)}
    if not own or not _tells_difference(scene):
        return
    stated = (
        one
        for one in scene.index.places
        if _value_of(one.quantity) in own and _is_like(figure, one.quantity)
    )
    for other in islice(stated, _STATED):
        for place in (one for number in scene.sentences for one in scene.held(number)):
            value, bound = _ended(place.quantity), _value_of(other.quantity)
            if place is other or value is None or bound is None:
                continue
            if _is_like(figure, place.quantity):
                gap = abs(Fraction(value) - Fraction(bound))
                told = f"{value} and {bound} are {number_text(gap)} apart"
                yield Reckoning("difference", gap, told, (place, other))


#: So many places that print the value of a claim are held against the others.
_STATED = 20


def _is_like(figure: Quantity, one: Quantity) -> bool:
    """Whether two values have one unit, whether or not both say that it is told a day."""
    return bool(figure.unit) and figure.unit.partition(" per ")[0] == one.unit.partition(" per ")[0]


def _value_of(one: Quantity) -> Decimal | None:
    """The number of a value or of a limit."""
    return one.high if one.low is None else (one.low if one.high in (None, one.low) else None)


def _ended(one: Quantity) -> Decimal | None:
    """A value, or the one that a course ends with."""
    return one.high if is_course(one) else exact_decimal(one)


def exact_decimal(one: Quantity) -> Decimal | None:
    """The number of a quantity that prints one."""
    return one.low if one.relation is Relation.EXACT else None


def _in_rows(scene: Scene) -> Iterator[Reckoning]:
    """By how much two cells of a row differ that stand side by side."""
    if not _tells_difference(scene):
        return
    for number in scene.passages:
        if not scene.index.passages[number].is_row:
            continue
        for one, other in pairwise(scene.held(number)):
            cells = [_headed(scene, at) for at in (one, other)]
            value = _gap(scene.figure, *(at.quantity for at in cells))
            if value and _are_alike(*cells):
                told = (
                    f"{one.quantity.text} and {other.quantity.text} are {number_text(value)} apart"
                )
                yield Reckoning("difference", value, told, (one, other))


def _headed(scene: Scene, cell: Place) -> Place:
    """A cell with a claim's unit where its row names that: "Mean stay, days"."""
    figure, unit = scene.figure, scene.figure.unit_text.split(" ")[-1]
    if cell.quantity.unit or not unit or unit not in scene.sentence(cell.passage):
        return cell
    told = replace(cell.quantity, unit=figure.unit, dimension=figure.dimension)
    return replace(cell, quantity=told)


def _courses_apart(scene: Scene) -> Iterator[Reckoning]:
    """By how much more one value changed than another: "from 9 to 4" and "from 9 to 7"."""
    if not _tells_difference(scene) or _AGAINST.search(scene.text) is None:
        return
    for number in scene.sentences:
        found = [one for at in (*scene.earlier(number, 1), number) for one in scene.held(at)]
        courses = [one for one in found if is_course(one.quantity)]
        for one, other in pairwise(courses):
            gaps = [_gap(scene.figure, *_end_values(at.quantity)) for at in (one, other)]
            if gaps[0] and gaps[1] and gaps[0] != gaps[1]:
                value = abs(gaps[0] - gaps[1])
                told = f"{one.quantity.text} and {other.quantity.text}: {number_text(value)} apart"
                yield Reckoning("difference", value, told, (one, other))


#: What tells that two changes are set against each other.
_AGAINST = re.compile(
    r"(?i)\b(?:than|more|less|beyond|over\sand\sabove|compared|relative|versus|difference|extra|further)\b"
)


def _end_values(one: Quantity) -> tuple[Quantity, Quantity]:
    """The first and the last value of a course, each by itself."""
    low, high = (replace(one, relation=Relation.EXACT, low=end, high=end) for end in _ends(one))
    return low, high


def _shares_apart(scene: Scene) -> Iterator[Reckoning]:
    """By how many points the shares of two groups differ: 90 of 180 and 66 of 176."""
    if scene.figure.unit != POINTS:
        return
    for number in scene.passages:
        for one, other in pairwise(_shares(scene, number)):
            value = abs(one.share - other.share) * 100
            told = f"{one.told} and {other.told} are {number_text(value)} points apart"
            yield Reckoning("difference", value, told, (one.place, other.place))


class _Share(NamedTuple):
    """A count with the share that it is of its group."""

    place: Place
    share: Fraction
    told: str


def _shares(scene: Scene, passage: int) -> Iterator[_Share]:
    """The counts of a sentence or a row of which the group is known, as shares."""
    if scene.index.passages[passage].is_row:
        for place in scene.held(passage):
            if place.whole and is_plain_count(place.quantity) and is_exact(place):
                count = place.quantity.low or 0
                yield _Share(
                    place, Fraction(count) / Fraction(place.whole), f"{count}/{place.whole}"
                )
        return
    for part, size, whole in portions_in(scene, passage):
        yield _Share(part, size / whole.size, f"{number_text(size)}/{whole.told}")


def _courses(scene: Scene, held: Sequence[Place]) -> Iterator[Reckoning]:
    """How far "from 14.6 to 9.1" goes."""
    for place in held:
        one = place.quantity
        if is_course(one):
            ends = (replace(one, relation=Relation.EXACT, low=end, high=end) for end in _ends(one))
            value = _gap(scene.figure, *ends)
            if value:
                told = f"{one.text} are {number_text(value)}"
                yield Reckoning(
                    "course", value, told, (place,), rises=(one.high or 0) > (one.low or 0)
                )


def is_course(one: Quantity) -> bool:
    """Whether a quantity tells what one value became: "from 14.6 to 9.1"."""
    return one.relation is Relation.RANGE and one.text.lower().startswith("from")


def _ends(one: Quantity) -> tuple[Decimal, Decimal]:
    return one.low or Decimal(0), one.high or Decimal(0)


def _tells_difference(scene: Scene) -> bool:
    """Whether a claim's figure may be a difference."""
    figure, span = scene.figure, scene.asked.span
    if figure.unit in ("%", "fold") or figure.relation is not Relation.EXACT:
        return False
    if figure.statistic not in ("", "mean", "median"):
        return False
    if not figure.unit and figure.dimension is not Dimension.SCORE:
        ahead = scene.text[max(0, span[0] - _AHEAD) : span[0]]
        return bool(_SO_MANY_MORE.match(scene.text, span[1]) or _BY_SO_MANY.search(ahead))
    if figure.dimension is Dimension.DURATION and is_timed(scene.text, span[0]):
        return False
    around = scene.text[max(0, span[0] - _WITHIN) : span[1] + _WITHIN]
    told = compares(scene.text, *span) or is_change(scene.text, *span)
    told = told or DEGREE.search(around) is not None
    told = told or _BY_SO_MANY.search(scene.text[: span[0]][-_AHEAD:]) is not None
    return figure.unit == POINTS or told or _MORE.search(around) is not None


_WITHIN = 60
#: "46 more women", "18 women fewer".
_SO_MANY_MORE = re.compile(
    r"(?i)(?:\s[a-z]+){0,3}?\s(?:more|fewer|less|extra|additional|further|higher|lower|above|below|beyond)\b"
)
_AHEAD = 50
_BY_SO_MANY = re.compile(
    r"(?i)\b(?:a\sfurther|an?\sextra|an?\sadditional|another|saved?|saving|spar(?:ed|es|ing)|won|gained|cost"
    r"|worth|(?:gap|lead|difference|gain|advantage|excess)\sof|by)"
    r"(?:\s(?:some|about|only|just|nearly|roughly|an\sestimated|people|patients|children|women|men|them))?\s$"
)
_MORE = re.compile(
    r"(?i)\b(?:(?:came|come|went|gone|go|brought|was|were|moved)\s(?:up|down|forward)|commoner|rarer"
    r"|likelier|quicker|sooner|later|earlier|extra|fewer|more|less"
    r"|(?:under|below|short\sof|shy\sof|over|above|beyond|past|inside)\s(?:the|its|their|that)\s[a-z])"
)


def neighbours(held: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """The values of a sentence with the next one of their unit."""
    for at, one in enumerate(held):
        other = next((two for two in held[at + 1 :] if _may_meet(one, two)), None)
        if other and _are_alike(one, other):
            yield one, _with_unit(other, one.quantity)


def _may_meet(one: Place, other: Place) -> bool:
    """Whether two values have one unit, which the second may leave out or tell in another one."""
    ours, theirs = one.quantity, other.quantity
    if ours.unit == theirs.unit or are_told_alike(ours.unit, theirs.unit):
        return True
    untold = bool(ours.unit) and not theirs.unit and 0 < ours.decimals == theirs.decimals
    times = ours.dimension is theirs.dimension is Dimension.DURATION
    return (untold or times) and is_exact(other)


def are_told_alike(one: str, other: str) -> bool:
    """Whether two units differ only in that one leaves out whom or what time it is told of."""
    ours, theirs = (_RATE.fullmatch(unit) for unit in (one, other))
    if ours and theirs:
        pairs = ((ours[name], theirs[name]) for name in ("what", "whom"))
        return ours["of"] == theirs["of"] and all(
            mine == yours or not (mine and yours) for mine, yours in pairs
        )
    (base, *often), (same, *of) = one.split(_PER), other.split(_PER)
    told, left_out = frozenset(often) & frozenset(of), frozenset(often) ^ frozenset(of)
    within = told in (frozenset(often), frozenset(of))
    return bool(base) and base == same and within and not any(map(_MEASURED.search, left_out))


_PER = " per "
#: Cases among so many: "fall per 1000 bed-day", of which either noun may be left out.
_RATE = re.compile(r"(?:(?P<what>[a-z-]+) )?per (?P<of>1\d*)(?: (?P<whom>[a-z -]+))?")
#: What a value is told of that is never left out: 5 mg for each kilogram are no 5 mg.
_MEASURED = re.compile(r"(?:gram|litre|metre|pound|inch|foot|mile|mole|\d.*)$")


def _with_unit(place: Place, before: Quantity) -> Place:
    """A place with the unit of the one before where it prints none."""
    if place.quantity.unit or not before.unit:
        return place
    told = replace(place.quantity, unit=before.unit, dimension=before.dimension)
    return replace(place, quantity=told)


def across(before: Sequence[Place], behind: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """The last value of a unit of one sentence, and the first of the next."""
    for one in reversed(before):
        for other in behind:
            counts = is_plain_count(one.quantity) and is_plain_count(other.quantity)
            told = one.quantity.unit or one.quantity.counted or one.quantity.decimals or counts
            if told and _are_alike(one, other):
                yield one, other
                return


def _are_alike(one: Place, other: Place) -> bool:
    ours, theirs = one.quantity, other.quantity
    units = _may_meet(one, other)
    if ours.unit == theirs.unit or are_told_alike(ours.unit, theirs.unit):
        units = ours.decimals == theirs.decimals or Dimension.DURATION is ours.dimension
    counted = is_plain_count(ours) and is_plain_count(theirs)
    alike = bool(ours.unit) or bool(ours.decimals) or counted
    plain = {ours.statistic, theirs.statistic} <= _PLAIN and ours.dimension is not Dimension.P_VALUE
    return units and alike and plain and is_exact(one) and is_exact(other)


#: What a value is called that can be subtracted.
_PLAIN = frozenset({"", "n", "N", "mean", "median"})


def _gap(figure: Quantity, one: Quantity, other: Quantity) -> Fraction | None:
    """How far two values lie apart in a claim's unit; a score's points are seldom printed."""
    first, second = exact_value(one), exact_value(other)
    if first is None or second is None or not _has_its_unit(figure, one):
        return None
    wanted = "%" if figure.unit == POINTS else figure.unit
    ours, theirs = _scale(one.unit, wanted), _scale(other.unit, wanted)
    return abs(first * ours - second * theirs) if ours and theirs else None


def _scale(unit: str, wanted: str) -> Fraction | None:
    """What a value is multiplied by to be told in another unit, None where nothing turns it."""
    if not unit or not wanted or are_told_alike(unit, wanted):
        return Fraction(1)
    return factor(unit, wanted)


def _has_its_unit(figure: Quantity, one: Quantity) -> bool:
    scored = figure.dimension is Dimension.SCORE and not one.unit
    points = figure.unit in (POINTS, "point") and one.unit == "%"
    return scored or points or bool(one.unit) == bool(figure.unit)


KINDS: tuple[Reckon, ...] = (
    _apart,
    _from_own,
    _in_rows,
    _courses_apart,
    _shares_apart,
)
