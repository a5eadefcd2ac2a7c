"""Which number of a passage is the claim's: what tells a place from those beside it.

"12.8 in healthy people and 16.7 in patients with lung injury" holds both numbers
near all the words of a claim.  So the words that belong to each number alone are
held against the claim's, and the time that each is told of.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from checkers.arms import Sides
from checkers.candidate import Candidate
from checkers.index import Place, SourceIndex, Time, time_of
from checkers.same import Asked
from claims.quantity import Quantity

#: So many numbers of the place's sort are looked at, the nearest first.
_NEAREST = 6
#: Two times are the same that differ by no more: 26 weeks and half a year.
_SAME_TIME = 0.03


class Siblings(NamedTuple):
    """How a place stands among the numbers of its sort in its passage.

    Attributes:
        worst, best: by how much more the claim speaks of what belongs to the place than
            of what belongs to another number, from -1 to 1: against the number that
            stands against it most, and against the one that does least; 0 where nothing
            tells them apart.
        time: 1 where the place is told of the time that the claim is told of, -1 where it
            is told of another one, 0 where either tells of none.
        missing: how much of what the claim's weightiest word tells the passage lacks.
        elsewhere: how much the weightiest word of the claim tells that a rival's passage
            has and this one lacks.
    """

    worst: float = 0.0
    best: float = 0.0
    time: float = 0.0
    missing: float = 0.0
    elsewhere: float = 0.0


def siblings(
    asked: Asked, index: SourceIndex, place: Place, rivals: Sequence[Candidate]
) -> Siblings:
    """Hold a place against the numbers beside it.

    Args:
        asked: the claim.
        index: the source.
        place: a place whose value fits.
        rivals: places that state another value.
    """
    told = [_balance(asked.near, one) for one in _apart(index, place)]
    return Siblings(
        min(told, default=0.0),
        max(told, default=0.0),
        _time(asked, index, place),
        *_lacking(asked, index, place, rivals),
    )


def _apart(index: SourceIndex, place: Place) -> Iterator[Sides]:
    """The words that tell a place from the others of its sort."""
    passage = index.passages[place.passage]
    beside = sorted(
        (index.places[at] for at in passage.places if at != place.number),
        key=lambda one: abs(one.number - place.number),
    )
    alike = (one for one in beside if _is_alike(place.quantity, one.quantity))
    for one, _ in zip(alike, range(_NEAREST), strict=False):
        if passage.is_row:
            yield Sides(place.headings - one.headings, one.headings - place.headings)
        else:
            yield index.told_apart(place, one)


def _is_alike(one: Quantity, other: Quantity) -> bool:
    same = (one.unit, one.statistic, one.relation) == (other.unit, other.statistic, other.relation)
    return same and bool(one.decimals) == bool(other.decimals)


def _balance(near: Mapping[str, float], told: Sides) -> float:
    """How much more the claim speaks of the first number than of the second, from -1 to 1."""
    mine = math.fsum(near.get(concept, 0.0) for concept in told.first)
    theirs = math.fsum(near.get(concept, 0.0) for concept in told.second)
    return (mine - theirs) / (mine + theirs) if mine + theirs else 0.0


def _time(asked: Asked, index: SourceIndex, place: Place) -> float:
    ours = _nearest(asked.claim.quantity, asked.order)
    if not ours:
        return 0.0
    if index.passages[place.passage].is_row:
        theirs: Sequence[Time] = place.times
        first = theirs
    else:
        beside = [index.places[at].quantity for at in index.passages[place.passage].places]
        theirs = _nearest(place.quantity, beside)
        first = theirs[:1]
    if not theirs:
        return 0.0
    if _agree(ours[:1], first):
        return 1.0
    return 0.3 if _agree(ours[:1], theirs) else -1.0


def _nearest(figure: Quantity, order: Iterable[Quantity]) -> list[Time]:
    """The times that a sentence tells besides a figure, the nearest first."""
    beside = sorted(
        (one for one in order if one is not figure), key=lambda one: abs(one.start - figure.start)
    )
    return [time for one in beside if (time := time_of(one)) is not None]


def _agree(ours: Iterable[Time], theirs: Sequence[Time]) -> bool:
    """Whether any of one list of times is one of the other."""
    return any(abs(one - other) <= _SAME_TIME * max(one, other) for one in ours for other in theirs)


def _lacking(
    asked: Asked, index: SourceIndex, place: Place, rivals: Sequence[Candidate]
) -> tuple[float, float]:
    """The weight of the heaviest word that a place lacks, and of the heaviest that a rival has."""
    most = max(asked.near.values(), default=0.0)
    if not most:
        return 0.0, 0.0
    held = _named(index, place)
    lacked = {concept: told for concept, told in asked.near.items() if concept not in held}
    theirs = set[str]().union(*(_named(index, one.place) for one in rivals))
    elsewhere = (told for concept, told in lacked.items() if concept in theirs)
    return max(lacked.values(), default=0.0) / most, max(elsewhere, default=0.0) / most


def _named(index: SourceIndex, place: Place) -> frozenset[str]:
    """What a place's passage and headings name."""
    return frozenset(index.passages[place.passage].ranks) | place.headings
