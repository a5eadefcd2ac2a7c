"""Siblings of a place: numbers of its sort in the same sentence or row, or in those around.

Of several numbers side by side a claim is about the one that its words stand nearest to.
So each word of the claim counts for how near it stands to the figure there, and to the
number here, and a place is held against its siblings.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import accumulate, islice
from typing import NamedTuple

from checkers.comparable import CLOSE
from checkers.compare import Claimed, Tolerance
from checkers.index import Passage, Place, SourceIndex, numbers_of
from checkers.printed import forms
from checkers.same import HALF_DISTANCE, NUMBER_PARTS, PARTED, Asked, of_one_sort
from claims.grammar import find_quantities

#: What tells of a number: a concept, or another number ("at 6 months").
Token = str | Decimal
#: What another number of the claim tells, in bits, however few digits it has: a time, a dose.
_NUMBER_TOLD = 6.0
#: At so many words' distance a word counts 37% for a number of a source.
_REACH = 5.0
#: What parts a word from a number besides the words between them.
_PARTS = re.compile(r"[,;:()\[\]]|\b(?:and|or|but|while|whereas|versus|vs|than|against)\b")
_CONJUNCTION, _COLON = 2.0, 1.0
#: As many sentences or rows before and behind a place hold siblings.
_AROUND = 6
#: As many siblings are looked at, and as many words and numbers of a sentence.
_MOST, _MOST_SPOTS = 100, 200


class Leads(NamedTuple):
    """By how much a place leads its best sibling, from -1 to 1; 1 where it has none.

    Attributes:
        beside: in its sentence, or its row.
        around: in the other sentences of its paragraph, or rows of its table.
    """

    beside: float = 1.0
    around: float = 1.0


class _Way(NamedTuple):
    """A sentence as a way from word to word.

    Attributes:
        at: where something stands that parts what is before it from what is behind.
        sums: how much has parted so far, one more than there are such places.
        spots: the tokens of the claim in the sentence: what, from where, to where.
    """

    at: Sequence[int]
    sums: Sequence[float]
    spots: Sequence[tuple[Token, int, int]]

    def between(self, start: int, end: int) -> float:
        """How far it is from one offset to another."""
        return self.sums[bisect_left(self.at, end)] - self.sums[bisect_left(self.at, start)]


@dataclass(frozen=True)
class Siblings:
    """A claim, to be held against places and their siblings."""

    asked: Asked
    index: SourceIndex

    def leads(self, place: Place) -> Leads:
        """By how much a place leads its siblings whose values the claim does not print."""
        places, passage = self.index.places, self.index.passages[place.passage]
        first = max(passage.places.start, place.number - _MOST // 2)
        beside = places[first : min(passage.places.stop, first + _MOST)]
        return Leads(
            self._lead(place, beside, self._is_told),
            self._lead(place, islice(self._around(place), _MOST), self._is_printed),
        )

    def _lead(
        self, place: Place, others: Iterable[Place], is_own: Callable[[Place], bool]
    ) -> float:
        found = [
            self._near(one)
            for one in others
            if _are_siblings(self.index, place, one) and not is_own(one)
        ]
        return self._near(place) - max(found) if found else 1.0

    def _around(self, place: Place) -> Iterator[Place]:
        index, first = self.index, max(0, place.passage - _AROUND)
        group = index.passages[place.passage].group
        for number in range(first, min(len(index.passages), place.passage + _AROUND + 1)):
            passage = index.passages[number]
            if number != place.passage and passage.group == group:
                yield from (index.places[at] for at in passage.places)

    def _is_printed(self, place: Place) -> bool:
        return self._own.issuperset(numbers_of(place.quantity))

    def _is_told(self, place: Place) -> bool:
        """Whether the claim tells a value, too, be it rounded or in words."""
        stated = place.quantity
        return any(one.against(stated).relation in CLOSE for one in self._forms)

    @cached_property
    def _own(self) -> frozenset[Decimal]:
        return frozenset((*self.asked.others, *numbers_of(self.asked.claim.quantity)))

    @cached_property
    def _forms(self) -> Sequence[Claimed]:
        return [Claimed(*form) for one in self.asked.order for form in forms(one, Tolerance())]

    @cached_property
    def _told(self) -> Mapping[Token, float]:
        """What each word and each other number of the claim tells of its figure, in shares."""
        found = dict[Token, float]((*self.asked.near.items(), *self._beside()))
        total = math.fsum(found.values()) or 1.0
        return {token: told / total for token, told in found.items()}

    def _beside(self) -> Iterator[tuple[Token, float]]:
        """The other numbers of the claim, each with what it tells in bits."""
        figure, starts = self.asked.claim.quantity, [word.start for word in self.asked.words]
        for one in self.asked.order:
            low, high = sorted((one.start, figure.start))
            way = max(0, bisect_left(starts, high) - bisect_right(starts, low))
            for number in numbers_of(one) if one is not figure else ():
                yield number, _NUMBER_TOLD / (1 + way / HALF_DISTANCE)

    @cached_property
    def _ways(self) -> dict[int, _Way]:
        """The sentences that were read so far, by number."""
        return {}

    def _near(self, place: Place) -> float:
        """How near the claim's words and numbers stand to a place, from 0 to 1."""
        passage, told = self.index.passages[place.passage], self._told
        if passage.is_row:
            return math.fsum(told[one] for one in _path(passage, place) if one in told)
        if place.passage not in self._ways:
            self._ways[place.passage] = _way(self.index, passage, told)
        way, best = self._ways[place.passage], dict[Token, float]()
        figure = place.quantity
        for token, start, end in way.spots:
            if start != figure.start:
                ahead = end <= figure.start
                far = way.between(end, figure.start) if ahead else way.between(figure.end, start)
                best[token] = max(best.get(token, 0.0), math.exp(-max(far, 0.0) / _REACH))
        return math.fsum(told[token] * near for token, near in best.items())


def _are_siblings(index: SourceIndex, place: Place, other: Place) -> bool:
    """Whether two places state different values of one sort."""
    one, two = place.quantity, other.quantity
    return (
        of_one_sort(one, two)
        and (one.unit != "" or bool(one.decimals) == bool(two.decimals))
        and numbers_of(one) != numbers_of(two)
        and not index.is_spread(other)
    )


def _path(passage: Passage, place: Place) -> set[Token]:
    """What the headings of a cell and its row say."""
    return {*place.headings, *passage.known, *(one for it in place.titles for one in _numbers(it))}


@lru_cache(maxsize=4096)
def _numbers(title: str) -> frozenset[Decimal]:
    """The numbers that a heading names."""
    return frozenset(one for it in find_quantities(title).quantities for one in numbers_of(it))


def _way(index: SourceIndex, passage: Passage, told: Mapping[Token, float]) -> _Way:
    figures = [index.places[at].quantity for at in passage.places]
    marks = _PARTS.finditer(index.document.text, passage.start, passage.end)
    parts = [(one.start(), _cost(one.group())) for one in marks]
    parts += [(word.start, 1.0) for word in passage.words]
    parts += [(one.start, NUMBER_PARTS) for one in figures]
    parts.sort()
    spelled = dict(passage.spelled)
    named = (
        (token, word.start, word.end)
        for rank, word in enumerate(passage.words)
        for token in (word.concept, *spelled.get(rank, ()))
    )
    stated = ((token, one.start, one.end) for one in figures for token in numbers_of(one))
    spots = (one for one in (*named, *stated) if one[0] in told)
    sums = accumulate((cost for _, cost in parts), initial=0.0)
    return _Way([at for at, _ in parts], list(sums), list(islice(spots, _MOST_SPOTS)))


def _cost(mark: str) -> float:
    """How much a mark or a conjunction parts."""
    return _COLON if mark == ":" else PARTED.get(mark, _CONJUNCTION)
