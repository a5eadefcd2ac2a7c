"""The company that a figure keeps: do the other figures of its sentence stand by the place, too?

A sentence that cites a work mostly takes all its figures from one paragraph or
table, and rounds them or puts them in words as it does.  So each of the others is
looked for as what it may have been rounded from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from checkers.compare import spoken_share, step
from checkers.index import Place, SourceIndex, digits_told, numbers_of
from checkers.same import Asked
from claims.quantity import Quantity

#: Passages before and behind a place's own that are near it.
_NEAR = 2
#: As many figures of a sentence are looked for, and as many numbers of a paragraph or table.
_FIGURES, _NUMBERS = 12, 400


class Company(NamedTuple):
    """How many of the other figures of a claim's sentence stand by a place, by what they tell.

    Each is a share from 0 to 1, and 0 where the sentence has no other figure.

    Attributes:
        here: in the passage of the place.
        near: in it or in the next ones of its paragraph or table.
        group: anywhere in its paragraph or table.
    """

    here: float = 0.0
    near: float = 0.0
    group: float = 0.0


def company(asked: Asked, index: SourceIndex, place: Place) -> Company:
    """Look for the other figures of a claim's sentence around a place."""
    others = [one for one in asked.order if one is not asked.claim.quantity][:_FIGURES]
    if not others:
        return Company()
    passage = index.passages[place.passage]
    first, last = max(0, place.passage - _NEAR), place.passage + _NEAR + 1
    near = (
        number
        for at in range(first, min(last, len(index.passages)))
        if index.passages[at].group == passage.group
        for number in index.printed[at]
    )
    group = sorted(index.group_printed[passage.group])[:_NUMBERS]
    return Company(*(_share(others, held) for held in (index.printed[place.passage], near, group)))


def _share(others: Iterable[Quantity], printed: Iterable[Decimal]) -> float:
    """The share of some figures that a text prints, by what they tell."""
    held = [float(abs(number)) for number in printed]
    total = got = 0.0
    for one in others:
        told = max(map(digits_told, numbers_of(one)), default=0.0)
        total += told
        got += told * (all(_is_held(low, high, held) for low, high in _spans(one)))
    return got / total if total else 0.0


def _is_held(low: float, high: float, held: Iterable[float]) -> bool:
    return any(low <= number <= high for number in held)


def _spans(figure: Quantity) -> Iterator[tuple[float, float]]:
    """What each number of a figure may have been rounded from."""
    form = spoken_share(figure) or figure
    half = float(step(form)) / 2
    for number in numbers_of(form):
        middle = abs(float(number))
        yield middle - half, middle + half
