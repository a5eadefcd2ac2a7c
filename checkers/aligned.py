"""A claim laid over a passage, word by word and number by number.

Where the two say nearly the same in the same order, what stands in place of
what tells most: another number where the figure should be, or "decreased" where
the claim says "increased".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from checkers.direction import directions
from checkers.index import Passage, Place, SourceIndex, numbers_of
from checkers.same import Asked
from checkers.words import Word
from claims.quantity import Quantity

#: A direction word as a token: the pair of opposites, and the way.
_Way = tuple[int, int]
_Token = str | Decimal | _Way
#: As many tokens of a sentence are laid over one another.
_MOST = 120
#: So many direction words before a figure, or the one right behind it, may say which way it goes.
_BEFORE, _BEHIND = 2, 1


class Laid(NamedTuple):
    """What an alignment says of a figure; each is 0 where it says nothing.

    Attributes:
        same: how alike the sequences are where the figure stands over the place.
        replaced: how alike they are where the place's number stands instead of the figure.
        turned: how alike they are where the opposite direction word stands before it.
    """

    same: float = 0.0
    replaced: float = 0.0
    turned: float = 0.0


@dataclass(frozen=True)
class _Sequence:
    """The tokens of a sentence, with where each starts."""

    starts: tuple[int, ...]
    tokens: tuple[_Token, ...]

    def of(self, quantity: Quantity) -> range:
        """The tokens of a quantity."""
        return range(
            bisect_left(self.starts, quantity.start), bisect_left(self.starts, quantity.end)
        )


class Over:
    """A claim that is laid over passages.

    Args:
        asked: the claim.
    """

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    @cached_property
    def _claim(self) -> _Sequence:
        claim = self.asked.claim
        return _sequence(claim.text, claim.start, self.asked.words, self.asked.order)

    def lay(self, index: SourceIndex, place: Place) -> Laid:
        """Lay the claim over the passage of a place; nothing is told of table rows."""
        passage = index.passages[place.passage]
        if passage.is_row:
            return Laid()
        theirs = _stated(index, passage)
        mine, other = self._claim.of(self.asked.claim.quantity), theirs.of(place.quantity)
        if not mine or not other:
            return Laid()
        matcher = SequenceMatcher(None, self._claim.tokens, theirs.tokens, autojunk=False)
        codes, alike = matcher.get_opcodes(), matcher.ratio()
        same = replaced = 0.0
        for tag, low, high, first, last in codes:
            if low < mine.stop and mine.start < high and first < other.stop and other.start < last:
                same = max(same, alike * (tag == "equal"))
                replaced = max(replaced, alike * (tag == "replace"))
        turned = (
            alike if any(_is_turned(self._claim, mine, theirs, code) for code in codes) else 0.0
        )
        return Laid(same, replaced, turned)


def _is_turned(
    ours: _Sequence, figure: range, theirs: _Sequence, code: tuple[str, int, int, int, int]
) -> bool:
    """Whether the opposite of a direction word of the figure stands in its place."""
    tag, low, high, first, last = code
    if tag != "replace":
        return False
    stated = {one for one in theirs.tokens[first:last] if isinstance(one, tuple)}
    return any(
        low <= at < high and (pair, -way) in stated and (pair, way) not in stated
        for at, (pair, way) in _governing(ours.tokens, figure)
    )


def _governing(tokens: Sequence[_Token], figure: range) -> Iterator[tuple[int, _Way]]:
    """The direction words that may say which way a figure goes, with their places."""
    before = [(at, one) for at, one in enumerate(tokens[: figure.start]) if isinstance(one, tuple)]
    yield from before[-_BEFORE:]
    for at in range(figure.stop, min(figure.stop + _BEHIND, len(tokens))):
        one = tokens[at]
        if isinstance(one, tuple):
            yield at, one


def _stated(index: SourceIndex, passage: Passage) -> _Sequence:
    text = index.document.text[passage.start : passage.end]
    figures = [index.places[at].quantity for at in passage.places]
    return _sequence(text, passage.start, passage.words, figures)


def _sequence(
    text: str, offset: int, found: Sequence[Word], figures: Iterable[Quantity]
) -> _Sequence:
    """The words, numbers and direction words of a sentence in order."""
    tokens: dict[tuple[int, int], _Token] = {(word.start, 0): word.concept for word in found}
    for one in directions(text, offset):
        tokens[one.start, 0] = (one.pair, one.way)
    for figure in figures:
        for rank, number in enumerate(numbers_of(figure)):
            tokens[figure.start, rank + 1] = number
    rows = sorted(tokens.items())[:_MOST]
    return _Sequence(tuple(at for (at, _), _ in rows), tuple(token for _, token in rows))
