"""An index of a source: its quantities by magnitude, and the words around them.

Built once a source (:mod:`checkers.indexing`) from characters and words alone.
A claim is then looked up in a handful of passages, however long the source is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain, groupby, pairwise

from checkers.arms import Sides, are_respective, owned, sides
from checkers.compare import SPREADS
from checkers.direction import Directed, directed
from checkers.foreign import Part, parts
from checkers.groups import group_names
from checkers.headed import group_size
from checkers.rosters import Heads, Roster, rosters
from checkers.words import PEOPLE, Word, concepts_in, words
from claims.document import Document
from claims.extract import Statement
from claims.quantity import Dimension, Quantity, Relation
from claims.tally import tallied

#: Groups are at least as large, and as many of them are looked at, to work out a share.
_LEAST_GROUP, _MOST_GROUPS = 10, 10
#: A share of so many digits ("38.7%") may be one of more of them.
_EXACT_SHARE, _MOST_GROUPS_EXACT = 3, 30
#: How the size of a group is printed.
GROUP_SIZES = frozenset({"n", "N"})
_OPENING = re.compile(r"\s?[(\[]\s?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source states a quantity.

    Attributes:
        number: the place's number in the index.
        quantity: what is stated; a cell without a unit has that of its headings.
        passage: number of the passage that holds it.
        rank: how many of the passage's words stand before it.
        headings: concepts of the cell's own column, empty outside tables.
        whole: size of the group that the cell's column is about ("n = 46").
        is_tally: whether it counts things: "22 older men", the 13 of "13 (4.1%)".
        titles: the headings of the cell as they are printed, empty outside tables.
    """

    number: int
    quantity: Quantity
    passage: int
    rank: int = 0
    headings: frozenset[str] = frozenset()
    whole: Decimal | None = None
    is_tally: bool = False
    titles: tuple[str, ...] = ()


#: Ranks of words that are abbreviations, with the concepts of what each stands for.
Spelled = tuple[tuple[int, frozenset[str]], ...]


@dataclass(frozen=True)
class Passage:
    """A sentence or a table row that states quantities.

    Attributes:
        start, end: its span in the source's text.
        words: its words in order, with offsets in the source's text.
        around: concepts that govern it from outside: the table's caption, the
            section's heading, the rest of its paragraph.
        places: numbers of the places in it, in order.
        group: number of the paragraph or table that it belongs to.
        is_row: whether it is a table row.
        spelled: which of its words are abbreviations that the source explains, and the
            concepts of what they stand for.
    """

    start: int
    end: int
    words: tuple[Word, ...]
    around: frozenset[str]
    places: range
    group: int
    is_row: bool = False
    spelled: Spelled = ()

    @cached_property
    def ranks(self) -> Mapping[str, Sequence[int]]:
        """At which of its words the passage names each concept."""
        found: dict[str, list[int]] = defaultdict(list)
        for rank, word in enumerate(self.words):
            found[word.concept].append(rank)
        return found

    @cached_property
    def known(self) -> Mapping[str, Sequence[int]]:
        """The same with the concepts that its abbreviations stand for."""
        if not self.spelled:
            return self.ranks
        found = {concept: list(ranks) for concept, ranks in self.ranks.items()}
        for rank, concepts in self.spelled:
            for concept in concepts:
                found.setdefault(concept, []).append(rank)
        return found


@dataclass(frozen=True)
class SourceIndex:
    """The quantities of one source and what is said around them.

    Attributes:
        document: the source.
        places: its quantities, in order.
        passages: the sentences and table rows that state them.
        marks: where its citation markers start, in order.
        levels: the confidence levels of its intervals, which are no places.
    """

    document: Document
    places: tuple[Place, ...]
    passages: tuple[Passage, ...]
    marks: tuple[int, ...] = ()
    levels: tuple[Statement, ...] = ()

    @cached_property
    def numbers(self) -> tuple[tuple[Decimal, ...], ...]:
        """The numbers that each place prints, as :func:`numbers_of` has them."""
        return tuple(numbers_of(place.quantity) for place in self.places)

    @cached_property
    def printed(self) -> tuple[frozenset[Decimal], ...]:
        """The numbers that each passage prints."""
        return tuple(
            frozenset(chain.from_iterable(self.numbers[one.places.start : one.places.stop]))
            for one in self.passages
        )

    @cached_property
    def group_printed(self) -> Mapping[int, frozenset[Decimal]]:
        """The numbers that each paragraph or table prints."""
        found: dict[int, set[Decimal]] = defaultdict(set)
        for passage, numbers in zip(self.passages, self.printed, strict=True):
            found[passage.group] |= numbers
        return {group: frozenset(numbers) for group, numbers in found.items()}

    @cached_property
    def _owned(self) -> dict[int, Sequence[frozenset[str]]]:
        """What was made out already of the passages that somebody asked for, by their number."""
        return {}

    def owned(self, place: Place) -> frozenset[str]:
        """The concepts that tell a place from the others of its passage."""
        passage = self.passages[place.passage]
        found = self._owned.get(place.passage)
        if found is None:
            found = self._owned[place.passage] = self._owned_in(passage)
        return found[place.number - passage.places.start]

    def _owned_in(self, passage: Passage) -> Sequence[frozenset[str]]:
        places = [self.places[at] for at in passage.places]
        if passage.is_row:
            shared = frozenset.intersection(*(place.headings for place in places))
            return [place.headings - shared for place in places]
        text = self.document.text[passage.start : passage.end]
        return owned(text, passage.start, passage.words, [place.quantity for place in places])

    @cached_property
    def groups(self) -> frozenset[str]:
        """The names of the groups that the source compares."""
        titles = (title for place in self.places if place.whole for title in place.titles)
        sized = (title for title in titles if group_size((title,)))
        return group_names(self.document.text, sized)

    @cached_property
    def rosters(self) -> tuple[Roster, ...]:
        """The lists of groups that the source tells of, where it is a few paragraphs."""
        return rosters(self.document.text, self._heads())

    def _heads(self) -> Iterator[Heads]:
        """What the columns of each table are called."""
        rows = (one for one in self.passages if one.is_row)
        for _, table in groupby(rows, lambda one: one.group):
            held = list(table)
            cells = [self.places[at] for row in held for at in row.places]
            names = tuple(dict.fromkeys(cell.titles[0] for cell in cells if cell.titles))
            yield Heads(names, held[0].start, any(cell.whole for cell in cells))
            titles = tuple(dict.fromkeys(cell.titles[-1] for cell in cells if cell.titles[1:]))
            yield Heads(titles, held[0].start, are_rows=True)

    def told_apart(self, place: Place, other: Place) -> Sides:
        """The words that belong to one place of a sentence and to another one."""
        passage = self.passages[place.passage]
        mine, theirs = self.owned(place), self.owned(other)
        text = self.document.text[passage.start : passage.end]
        if mine and theirs and are_respective(text):
            return Sides(mine - theirs, theirs - mine)
        pair = (place.quantity, other.quantity)
        if place.number < other.number:
            return sides(text, passage.start, passage.words, *pair)
        return sides(text, passage.start, passage.words, *reversed(pair)).turned()

    def cites(self, passage: Passage) -> bool:
        """Whether a passage credits another work: a citation marker stands in it."""
        at = bisect_left(self.marks, passage.start)
        return at < len(self.marks) and self.marks[at] < passage.end

    @cached_property
    def _parts(self) -> tuple[list[int], list[Part]]:
        found = list(parts(self.document))
        return [start for start, _ in found], [part for _, part in found]

    def part(self, passage: Passage) -> Part:
        """The part of the article that a passage stands in."""
        starts, named = self._parts
        at = bisect_right(starts, passage.start) - 1
        return named[at] if at >= 0 else Part.UNKNOWN

    @cached_property
    def directions(self) -> tuple[Directed, ...]:
        """The direction words of the whole source, each with the words around it."""
        return tuple(
            one
            for block in self.document.claim_blocks()
            for one in directed(self.document.text, block.start, block.end)
        )

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The concepts that the whole source names."""
        text, block_at = self.document.text, self.document.block_at
        read = {block_at(one.start) for one in self.passages if not one.is_row}
        unread = (
            concepts_in(text[block.start : block.end])
            for block in self.document.claim_blocks()
            if block not in read
        )
        around = (one.around for one in self.passages if not one.is_row)
        return frozenset().union(*unread, *around)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units that the source uses."""
        return tuple(dict.fromkeys(place.quantity.unit for place in self.places))

    def wholes(self, share: Quantity) -> tuple[Decimal, ...]:
        """The sizes of groups of which a share may be told, those told most often first.

        The more digits a share prints, the fewer groups meet it by chance.
        """
        told = max((len(one.as_tuple().digits) for one in numbers_of(share)), default=0)
        return self._group_sizes[: _MOST_GROUPS if told < _EXACT_SHARE else _MOST_GROUPS_EXACT]

    def tells_of_group(self, size: Decimal | None) -> bool:
        """Whether the source counts so many of anything."""
        return size in self._counted

    @cached_property
    def _counted(self) -> frozenset[Decimal | None]:
        counted = (one.quantity.low for one in self.places if one.is_tally)
        return frozenset(counted).union(self._group_sizes)

    def counts_people(self, place: Place) -> bool:
        """Whether a place counts people: "29 patients", "n = 29"."""
        one = place.quantity
        if one.statistic in GROUP_SIZES:
            return one.relation is Relation.EXACT
        named = words(tallied(self.document.text, one.end)) if place.is_tally else ()
        return any(word.kind == PEOPLE for word in named)

    @cached_property
    def _group_sizes(self) -> tuple[Decimal, ...]:
        """The sizes of groups that the source tells of, those told most often first."""
        told: Counter[Decimal] = Counter()
        for place in self.places:
            one = place.quantity
            if place.whole:
                told[place.whole] += 1
            if one.relation is Relation.RATIO and one.high is not None:
                told[one.high] += 1
            elif one.statistic in GROUP_SIZES and one.low is not None:
                told[one.low] += 1
        return tuple(size for size, _ in told.most_common() if size >= _LEAST_GROUP)

    @cached_property
    def _by_concept(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, passage in enumerate(self.passages):
            named = set(passage.known)
            for at in passage.places:
                named |= self.places[at].headings
            for concept in named:
                found[concept].append(number)
        return found

    @cached_property
    def _by_number(self) -> Mapping[Decimal, Sequence[int]]:
        found: dict[Decimal, list[int]] = defaultdict(list)
        for at, numbers in enumerate(self.printed):
            for number in numbers:
                found[number].append(at)
        return found

    @cached_property
    def _by_magnitude(self) -> tuple[list[float], list[int]]:
        rows = sorted(
            (float(number), at) for at, numbers in enumerate(self.numbers) for number in numbers
        )
        return [row[0] for row in rows], [row[1] for row in rows]

    @cached_property
    def _columns(self) -> Mapping[tuple[int, int], Sequence[int]]:
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for place in self.places:
            if self.passages[place.passage].is_row:
                found[self._column[place.number]].append(place.number)
        return found

    @cached_property
    def _column(self) -> Mapping[int, tuple[int, int]]:
        """Of each place in a table which table it is, and how many tabs stand before it."""
        text, found = self.document.text, {}
        read = tabs = 0
        for place in (one for one in self.places if self.passages[one.passage].is_row):
            start = place.quantity.start
            if start < read:
                read = tabs = 0
            line = text.rfind("\n", read, start) + 1
            tabs = text.count("\t", line, start) if line else tabs + text.count("\t", read, start)
            found[place.number] = self.passages[place.passage].group, tabs
            read = start
        return found

    def column_of(self, place: Place) -> Sequence[int]:
        """The places of the same column of a table, none for a place in a sentence."""
        is_cell = self.passages[place.passage].is_row
        return self._columns[self._column[place.number]] if is_cell else ()

    def between(self, low: float, high: float) -> list[int]:
        """The places that print a number from low to high, whatever its unit."""
        values, places = self._by_magnitude
        return places[bisect_left(values, low) : bisect_right(values, high)]

    @cached_property
    def _apart(self) -> tuple[list[float], list[tuple[str, int]]]:
        """How far values of one unit lie apart that stand side by side, by size."""
        rows = sorted(
            (abs(centre(one) - centre(other)), other.quantity.unit, other.passage)
            for passage in self.passages
            for one, other in pairwise(self._centres(passage))
            if _may_differ(one.quantity, other.quantity)
        )
        return [row[0] for row in rows], [row[1:] for row in rows]

    def _centres(self, passage: Passage) -> list[Place]:
        """The places of a passage that state one value each, and no spread."""
        places = (self.places[at] for at in passage.places)
        return [one for one in places if _has_centre(one.quantity) and not self.is_spread(one)]

    def apart(self, low: float, high: float) -> list[tuple[str, int]]:
        """Where two neighbours lie that far apart: their unit, and the number of their passage."""
        sizes, found = self._apart
        return found[bisect_left(sizes, low) : bisect_right(sizes, high)]

    def units_with(self, figure: Quantity) -> frozenset[str]:
        """The units of a figure's sort with which the source prints one of its numbers."""
        numbers = map(float, numbers_of(figure))
        held = [self.places[at].quantity for one in numbers for at in self.between(one, one)]
        return frozenset(one.unit for one in held if one.unit and one.dimension is figure.dimension)

    def is_spread(self, place: Place) -> bool:
        """Whether a place is the spread of the one before it: the 8.1 of "13.8 (8.1) days"."""
        before = self.places[place.number - 1].quantity if place.number else None
        return is_spread(self.document.text, before, place.quantity)

    def own_share(self, place: Place) -> float | None:
        """The percentage that is printed in brackets behind a count: the 12.5 of "15 (12.5%)"."""
        passage = self.passages[place.passage]
        if not is_plain_count(place.quantity) or place.number + 1 not in passage.places:
            return None
        behind = self.places[place.number + 1].quantity
        opens = behind.start in opened(self.document.text, place.quantity.end)
        is_share = behind.relation is Relation.EXACT and behind.unit in ("", "%")
        told = opens and is_share and not behind.statistic and behind.low is not None
        return float(behind.low or 0) if told else None

    def passages_with(self, number: Decimal) -> Sequence[int]:
        """The passages that print a number, in order."""
        return self._by_number.get(number, ())

    def count(self, number: Decimal) -> int:
        """How many passages print a number."""
        return len(self._by_number.get(number, ()))

    def near(self, concepts: Mapping[str, float], numbers: Mapping[Decimal, float]) -> list[int]:
        """The passages that share anything with a claim, those that share the most first.

        Args:
            concepts: the claim's concepts with their weights.
            numbers: the claim's numbers with theirs.
        """
        weight = self._shared(concepts, numbers)
        return sorted(weight, key=lambda passage: (-weight[passage], passage))

    def promise(self, concepts: Mapping[str, float], numbers: Mapping[Decimal, float]) -> float:
        """How much the likeliest passage shares with a claim; see :meth:`near`."""
        return max(self._shared(concepts, numbers).values(), default=0.0)

    def _shared(
        self, concepts: Mapping[str, float], numbers: Mapping[Decimal, float]
    ) -> Mapping[int, float]:
        """What each passage shares with a claim."""
        weight: dict[int, float] = defaultdict(float)
        for concept, told in concepts.items():
            for passage in self._by_concept.get(concept, ()):
                weight[passage] += told
        for number, told in numbers.items():
            for passage in self._by_number.get(number, ()):
                weight[passage] += told
        return weight


def numbers_of(quantity: Quantity) -> tuple[Decimal, ...]:
    """The numbers that a quantity prints, normalised, without repeats."""
    if quantity.relation is Relation.PLUS_MINUS and None not in (quantity.low, quantity.high):
        low, high = quantity.low or Decimal(0), quantity.high or Decimal(0)
        return ((low + high) / 2).normalize(), ((high - low) / 2).normalize()
    if quantity.low is quantity.high and quantity.low is not None:
        return (quantity.low.normalize(),)
    ends = (quantity.low, quantity.high)
    return tuple(dict.fromkeys(end.normalize() for end in ends if end is not None))


def _has_centre(quantity: Quantity) -> bool:
    return quantity.relation in (Relation.EXACT, Relation.PLUS_MINUS) and quantity.low is not None


def _may_differ(one: Quantity, other: Quantity) -> bool:
    """Whether two neighbours may be told apart by their difference; counts are met too often."""
    scored = one.unit == other.unit == "" and 0 < one.decimals == other.decimals
    return scored or (other.unit != "" and one.unit in ("", other.unit))


def centre(place: Place) -> float:
    """The value of a place, that in the middle of its spread."""
    low, high = place.quantity.low, place.quantity.high
    return float(low or 0) if high is None else (float(low or 0) + float(high)) / 2


def is_plain_count(quantity: Quantity) -> bool:
    """Whether a quantity is a whole number without a unit."""
    exact = quantity.relation is Relation.EXACT and quantity.dimension is Dimension.COUNT
    return exact and not quantity.unit and not quantity.decimals


def is_spread(text: str, before: Quantity | None, one: Quantity, offset: int = 0) -> bool:
    """Whether a quantity is the spread of the one before it: the 8.1 of "13.8 (8.1) days".

    Args:
        text: any text.
        before: the quantity before it, None where it is the first.
        one: the quantity.
        offset: where the text starts in what their offsets count in.
    """
    if one.statistic in SPREADS:
        return True
    if before is None or one.unit == "%" or not (one.unit or (one.decimals and before.decimals)):
        return False
    alike = (before.unit, before.relation) == (one.unit, one.relation)
    return alike and one.start - offset in opened(text, before.end - offset)


def opened(text: str, at: int) -> range:
    """Where a number would start that stands in brackets right behind another one."""
    opening = _OPENING.match(text, at)
    return range(opening.end(), opening.end() + 1) if opening else range(0)


def digits_told(number: Decimal) -> float:
    """How much it tells that a passage prints this very number, in bits.

    One digit tells little, three or more tell as much as a rare word.
    """
    digits = len(number.normalize().as_tuple().digits)
    return min(2.0 + 3.3 * (digits - 1), 10.0)
