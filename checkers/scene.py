"""A claim beside the few sentences that are read clause by clause for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from checkers.arithmetic import exact_value, number_text, share_of
from checkers.compare import spoken_share
from checkers.index import GROUP_SIZES, Place, SourceIndex, is_plain_count
from checkers.same import Asked
from claims.quantity import Dimension, Quantity, Relation


class Reckoning(NamedTuple):
    """A value that some words ask to be worked out.

    Attributes:
        kind: what sort of arithmetic it is, as :mod:`checkers.derive` calls it.
        value: the number, in the claim's unit.
        told: the calculation as text.
        inputs: the places that it starts from.
        turned: whether the claim tells of those whom the places leave out.
        rises: whether it makes a value more or less, None where it does not tell.
    """

    kind: str
    value: Fraction
    told: str
    inputs: tuple[Place, ...]
    turned: bool = False
    rises: bool | None = None


@dataclass(frozen=True)
class Scene:
    """A claim and the sentences that are read for it.

    Attributes:
        asked: the claim.
        index: the source.
        figure: the claim's quantity, a share in words as a percentage.
        passages: the sentences, by number, the likest first.
    """

    asked: Asked
    index: SourceIndex
    figure: Quantity
    passages: Sequence[int]

    @property
    def text(self) -> str:
        """The claim's sentence."""
        return self.asked.claim.text

    @property
    def is_percent(self) -> bool:
        """Whether the claim tells a share of a hundred."""
        return self.figure.unit == "%"

    @cached_property
    def counts(self) -> bool:
        """Whether the claim's figure may be a number of people or things."""
        one = self.figure
        whole = one.low is not None and one.low == one.low.to_integral_value()
        counted = not one.unit or one.dimension is Dimension.COUNT
        return counted and one.relation is Relation.EXACT and whole and not one.statistic

    @cached_property
    def is_printed(self) -> bool:
        """Whether the source prints the claim's own number, of whatever it tells it."""
        one = self.figure
        stated = (place.quantity for place in self.index.places)
        return any(one.low == other.low and one.unit == other.unit for other in stated)

    @cached_property
    def sentences(self) -> tuple[int, ...]:
        """The passages that are no rows of a table."""
        return tuple(one for one in self.passages if not self.index.passages[one].is_row)

    @cached_property
    def portions(self) -> dict[int, Sequence[Portion]]:
        """What :mod:`checkers.portions` has read of the passages that somebody asked for."""
        return {}

    @cached_property
    def arms(self) -> dict[int, Sequence[Sequence[Place]]]:
        """The lists of group sizes before the passages that somebody asked for."""
        return {}

    def held(self, passage: int) -> list[Place]:
        """The places of a passage."""
        return [self.index.places[at] for at in self.index.passages[passage].places]

    def sentence(self, passage: int) -> str:
        """The words of a passage."""
        one = self.index.passages[passage]
        return self.index.document.text[one.start : one.end]

    def ahead(self, place: Place, within: int = 40) -> str:
        """The words before a place in its passage."""
        start = self.index.passages[place.passage].start
        first = max(start, place.quantity.start - within)
        return self.index.document.text[first : place.quantity.start]

    def behind(self, place: Place, within: int = 40) -> str:
        """The words behind a place in its passage."""
        end, last = place.quantity.end, self.index.passages[place.passage].end
        return self.index.document.text[end : min(last, end + within)]

    def earlier(self, passage: int, sentences: int) -> Iterator[int]:
        """The sentences before a passage, the nearest first, up to a table or a crowded one."""
        for number in range(passage - 1, max(-1, passage - 1 - sentences), -1):
            if self.index.passages[number].is_row or is_crowded(self.index, number):
                return
            yield number


def is_crowded(index: SourceIndex, passage: int) -> bool:
    """Whether a passage holds more figures than anyone tells in a sentence."""
    return len(index.passages[passage].places) > _CROWDED


#: Pairs and runs of figures are compared, which takes too long in a list of hundreds.
_CROWDED = 30


#: One sort of reckoning.
Reckon = Callable[[Scene], Iterator[Reckoning]]


class Counted(NamedTuple):
    """A number of people or things, printed or worked out."""

    size: Fraction
    told: str
    inputs: tuple[Place, ...]


class Portion(NamedTuple):
    """A count with a group that it is a part of.

    Attributes:
        part: the place that prints the count.
        size: how many it counts.
        whole: the group.
    """

    part: Place
    size: Fraction
    whole: Counted


#: A group is no smaller.
_LEAST_GROUP = 10


def group_of(place: Place) -> Counted | None:
    """The size of a group that a place tells, None where it tells of something else."""
    one = place.quantity
    size = exact_value(one) if is_exact(place) else None
    plain = is_plain_count(one) or one.statistic in GROUP_SIZES or is_counted(one)
    if size is None or not plain or size < _LEAST_GROUP or is_year(one):
        return None
    return Counted(size, number_text(size), (place,))


def is_counted(one: Quantity) -> bool:
    """Whether a number prints what it counts as its unit: "720 passengers"."""
    return one.dimension is Dimension.COUNT and one.unit != "" and not one.decimals


def count_of(place: Place) -> Fraction | None:
    """The count that a place tells of some group: the 12 of "12 of 40", too."""
    one = place.quantity
    if one.relation is Relation.RATIO and share_of(one) is not None:
        return Fraction(one.low or 0)
    value = exact_value(one)
    plain = is_plain_count(one) or is_counted(one)
    return value if value and plain and not is_year(one) else None


def is_exact(place: Place) -> bool:
    """Whether a place prints one number."""
    return place.quantity.relation is Relation.EXACT


def is_year(one: Quantity) -> bool:
    """Whether a bare number looks like a year."""
    return len(one.text) == len("2010") and one.text[:2] in ("19", "20") and not one.counted


def percentage(one: Quantity) -> Fraction | None:
    """A share that is printed as one, or in words, in percent."""
    told = spoken_share(one) or one
    value = exact_value(told)
    return value if told.unit == "%" and value and 0 < value < _ALL else None


_ALL = 100


def tells_of_start(scene: Scene) -> bool:
    """Whether a claim's share is one of what was before: "a quarter of the starting dose"."""
    return _START.match(scene.text, scene.asked.span[1]) is not None


_START = re.compile(
    r"(?i)\s(?:of\s)?(?:the|its|their|his|her|what|that)\b[^.;,]{0,20}?\b(?:start\w*|initial|first|original|full"
    r"|earlier|previous|former|beginning|baseline|pre-?\w*treatment|it\shad\sbeen|they\shad\sbeen|it\swas)\b"
)


#: What tells how many have to be treated: "ten would need it for one to gain".
NEED = re.compile(
    r"(?i)\b(?:would|must|should|will|have|has|had|need\w*)\s(?:have\s|need\s)?(?:to\s)?\b[^.;]{0,80}?"
    r"\b(?:to|for|that|so)\b[^.;]{0,60}?\b(?:one|a\ssingle|1)\b"
)
