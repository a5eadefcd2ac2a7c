"""What a number is said of: the words of its own clause, in a claim and at a place.

A sentence compares, lists and adds; the words that tell of one of its numbers
are those between the marks and conjunctions on both sides of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from checkers.index import Place, SourceIndex
from checkers.same import Asked, firmly, ways
from checkers.words import rarity

#: Where one clause ends and the next begins.
_CUTS = re.compile(r"[,;:.]\s|\b(?:and|but|while|whereas|with|against|versus|vs)\b")
#: The nearest words of a claim tell what its figure measures: at so many words' distance
#: one counts 37%.
_FOCUS = 1.5
#: Kinds of concepts that tell whose a number is, and not of what.
_GROUPS = frozenset({"people", "arm"})


class Bound(NamedTuple):
    """How the clause of a claim's figure and that of a place agree, each from 0 to 1.

    Attributes:
        held: share of the claim's clause that stands near the place.
        tight: share of it, groups left out, that stands in the place's own clause.
        back: share of the place's clause that the claim's clause names.
        known: share of the place's clause that the claim's sentence names.
        focus: share of the words right beside the claim's figure that stand near the place.
    """

    held: float = 0.0
    tight: float = 0.0
    back: float = 0.0
    known: float = 0.0
    focus: float = 0.0


@dataclass(frozen=True)
class Clause:
    """The clause of a claim's figure, to be held against places."""

    asked: Asked

    @cached_property
    def _words(self) -> frozenset[str]:
        claim = self.asked.claim
        start, end = _clause(claim.text, *self.asked.span)
        return frozenset(
            word.concept
            for word in self.asked.words
            if start <= word.start - claim.start < end and word.kind not in _GROUPS
        )

    @cached_property
    def _focus(self) -> Mapping[str, float]:
        found: dict[str, float] = {}
        asked = self.asked
        for word, way in zip(asked.words, ways(asked.words, asked.claim, asked.order), strict=True):
            if word.kind not in _GROUPS:
                told = rarity(word.concept) * math.exp(-way / _FOCUS)
                found[word.concept] = max(found.get(word.concept, 0.0), told)
        return found

    def against(self, index: SourceIndex, place: Place) -> Bound:
        """How the claim's clause and that of a place agree."""
        ours, theirs = self._words, _words_at(index, place)
        firm = firmly(self.asked, index.passages[place.passage], place)
        told = {word: rarity(word) for word in ours}
        return Bound(
            _share(told, firm),
            _share(told, dict.fromkeys(theirs, 1.0)),
            _told(ours & theirs) / (_told(theirs) or 1.0),
            _told(theirs & self.asked.near.keys()) / (_told(theirs) or 1.0),
            _share(self._focus, firm),
        )


def most(found: Iterable[Bound]) -> Bound:
    """The most of each that any place reaches, all zero where there is none."""
    return Bound(*map(max, zip(Bound(), *found, strict=True)))


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause around a figure starts and ends."""
    before = [cut.end() for cut in _CUTS.finditer(text, 0, start)]
    behind = _CUTS.search(text, end)
    return before[-1] if before else 0, behind.start() if behind else len(text)


def _words_at(index: SourceIndex, place: Place) -> frozenset[str]:
    """The words of a place's clause; of a cell those of its row and its column."""
    passage = index.passages[place.passage]
    if passage.is_row:
        return place.headings | passage.known.keys()
    text = index.document.text[passage.start : passage.end]
    figure = place.quantity
    start, end = _clause(text, figure.start - passage.start, figure.end - passage.start)
    return frozenset(
        word.concept for word in passage.words if start <= word.start - passage.start < end
    )


def _share(wanted: Mapping[str, float], held: Mapping[str, float]) -> float:
    total = math.fsum(wanted.values())
    got = math.fsum(told * held.get(word, 0.0) for word, told in wanted.items())
    return got / total if total else 0.0


def _told(concepts: Iterable[str]) -> float:
    """How much concepts tell, in bits."""
    return math.fsum(map(rarity, concepts))
