"""An index of a source: its quantities by magnitude, and the words around them.

Built once a source from characters and words alone.  A claim is then looked up
in a handful of passages, however long the source is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from checkers.words import Word, rarity, words
from claims.document import Block, BlockKind, Cell, Document, Table
from claims.extract import Statement
from claims.quantity import Dimension, Quantity, Relation
from claims.units import lookup


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source states a quantity.

    Attributes:
        number: the place's number in the index.
        quantity: what is stated; a cell without a unit has that of its headings.
        passage: number of the passage that holds it.
        headings: concepts of the cell's own column, empty outside tables.
    """

    number: int
    quantity: Quantity
    passage: int
    headings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or a table row that states quantities.

    Attributes:
        start, end: its span in the source's text.
        words: its words in order, with offsets in the source's text.
        around: concepts that govern it from outside: the table's caption, the
            section's heading, the rest of its paragraph.
        places: numbers of the places in it, in order.
        is_row: whether it is a table row.
    """

    start: int
    end: int
    words: tuple[Word, ...]
    around: frozenset[str]
    places: tuple[int, ...]
    is_row: bool = False

    @property
    def concepts(self) -> frozenset[str]:
        """The concepts that the passage itself names."""
        return frozenset(word.concept for word in self.words)


@dataclass(frozen=True)
class SourceIndex:
    """The quantities of one source and what is said around them."""

    document: Document
    places: tuple[Place, ...]
    passages: tuple[Passage, ...]

    @cached_property
    def _by_concept(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, passage in enumerate(self.passages):
            for concept in passage.concepts:
                found[concept].append(number)
        return found

    @cached_property
    def _by_number(self) -> Mapping[Decimal, Sequence[int]]:
        found: dict[Decimal, list[int]] = defaultdict(list)
        for place in self.places:
            for number in numbers_of(place.quantity):
                if not found[number] or found[number][-1] != place.passage:
                    found[number].append(place.passage)
        return found

    def passages_with(self, number: Decimal) -> Sequence[int]:
        """The passages that print a number, in order."""
        return self._by_number.get(number, ())

    def near(
        self, concepts: Iterable[str], numbers: Iterable[Decimal], most: int
    ) -> tuple[int, ...]:
        """The passages that share the most with a claim, best first.

        Args:
            concepts: the claim's concepts.
            numbers: the claim's numbers.
            most: how many passages to return at most.
        """
        weight: dict[int, float] = defaultdict(float)
        for concept in concepts:
            told = rarity(concept)
            for passage in self._by_concept.get(concept, ()):
                weight[passage] += told
        for number in numbers:
            told = digits_told(number)
            for passage in self.passages_with(number):
                weight[passage] += told
        best = sorted(weight, key=lambda passage: (-weight[passage], passage))
        return tuple(best[:most])


def build(document: Document, statements: Sequence[Statement]) -> SourceIndex:
    """Index a source from the statements that :meth:`Extractor.read` found in it."""
    builder = _Builder(document, statements)
    return SourceIndex(document, tuple(builder.places), tuple(builder.passages))


def with_open_headings(document: Document) -> Document:
    """A plain text whose headings with digits count as statements.

    A lone line without a full stop looks like a heading; in a source it may
    be the very line that states the figure.
    """
    if document.format != "text":
        return document
    blocks = tuple(
        replace(block, kind=BlockKind.PARAGRAPH)
        if block.kind is BlockKind.HEADING and _DIGIT.search(document.text, block.start, block.end)
        else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


def numbers_of(quantity: Quantity) -> tuple[Decimal, ...]:
    """The numbers that a quantity prints, normalised, without repeats."""
    if quantity.relation is Relation.PLUS_MINUS and None not in (quantity.low, quantity.high):
        low, high = quantity.low or Decimal(0), quantity.high or Decimal(0)
        return ((low + high) / 2).normalize(), ((high - low) / 2).normalize()
    ends = (quantity.low, quantity.high)
    return tuple(dict.fromkeys(end.normalize() for end in ends if end is not None))


def digits_told(number: Decimal) -> float:
    """How much it tells that a passage prints this very number, in bits.

    One digit tells little, three or more tell as much as a rare word.
    """
    digits = len(number.normalize().as_tuple().digits)
    return min(2.0 + 3.3 * (digits - 1), 10.0)


_DIGIT = re.compile(r"\d")
_HEADING_UNIT = re.compile(r"[(\[,]\s*([^()\[\],]{1,24})\s*[)\]]?\s*$")
_COUNT_AND_PERCENT = re.compile(r"(?i)\b(?:n|no\.?|number)\s*[(,/]\s*%")


class _Builder:
    """Groups statements into passages; the tables of a document are walked alongside."""

    def __init__(self, document: Document, statements: Sequence[Statement]) -> None:
        self.document = document
        self.places: list[Place] = []
        self.passages: list[Passage] = []
        self._cells = sorted(
            ((cell.start, cell, table) for table in document.tables for cell in table.cells),
            key=lambda row: row[0],
        )
        self._cell_starts = [row[0] for row in self._cells]
        self._cache: dict[str, frozenset[str]] = {}
        for _, group in groupby(statements, key=self._key):
            self._add(list(group))

    def _cell(self, offset: int) -> tuple[Cell, Table] | None:
        at = bisect_right(self._cell_starts, offset) - 1
        if at < 0:
            return None
        _, cell, table = self._cells[at]
        return (cell, table) if offset < cell.end else None

    def _key(self, statement: Statement) -> tuple[object, ...]:
        held = self._cell(statement.quantity.start)
        if held is None:
            return (statement.start, statement.end)
        cell, table = held
        line = self.document.text.rfind("\n", table.start, cell.start)
        return (table.start, cell.row_headings or line)

    def _add(self, statements: Sequence[Statement]) -> None:
        held = self._cell(statements[0].quantity.start)
        first = len(self.places)
        number = len(self.passages)
        for statement in statements:
            self._add_place(statement.quantity, number)
        numbers = tuple(range(first, len(self.places)))
        if held is None:
            start, end = statements[0].start, statements[0].end
            own = self._words(start, end, [self.places[at].quantity for at in numbers])
            passage = Passage(start, end, own, self._around(start), numbers)
        else:
            passage = self._row(held, statements, numbers)
        self.passages.append(passage)

    def _add_place(self, quantity: Quantity, passage: int) -> None:
        held = self._cell(quantity.start)
        headings: frozenset[str] = frozenset()
        if held is not None:
            cell = held[0]
            headings = frozenset().union(*(self._concepts(one) for one in cell.column_headings))
            quantity = with_heading_unit(quantity, cell, self.document.text)
        self.places.append(Place(len(self.places), quantity, passage, headings))

    def _row(
        self,
        held: tuple[Cell, Table],
        statements: Sequence[Statement],
        numbers: tuple[int, ...],
    ) -> Passage:
        cell, table = held
        start = self.document.text.rfind("\n", table.start, cell.start) + 1 or table.start
        end = max(statement.end for statement in statements)
        stub = [
            Word(word.concept, word.kind, start, start)
            for heading in cell.row_headings
            for word in words(heading)
        ]
        around = self._concepts(table.caption) | self._concepts(self.document.section_at(start))
        for at in numbers:
            around |= self.places[at].headings
        return Passage(start, end, tuple(stub), around, numbers, is_row=True)

    def _words(self, start: int, end: int, quantities: Sequence[Quantity]) -> tuple[Word, ...]:
        skip = [(one.start - start, one.end - start) for one in quantities]
        return tuple(words(self.document.text[start:end], skip, start))

    def _around(self, start: int) -> frozenset[str]:
        block = self.document.block_at(start)
        held = self._block(block) if block else frozenset()
        return held | self._concepts(self.document.section_at(start))

    def _block(self, block: Block) -> frozenset[str]:
        return self._concepts(self.document.text[block.start : block.end])

    def _concepts(self, text: str) -> frozenset[str]:
        if text not in self._cache:
            self._cache[text] = frozenset(word.concept for word in words(text))
        return self._cache[text]


def with_heading_unit(quantity: Quantity, cell: Cell, text: str) -> Quantity:
    """A bare quantity of a cell with the unit that its headings state, if any."""
    if quantity.unit or quantity.relation is Relation.RATIO or quantity.statistic:
        return quantity
    for heading in (*reversed(cell.column_headings), *reversed(cell.row_headings)):
        unit = _heading_unit(heading, in_brackets=text[quantity.start - 1 : quantity.start] == "(")
        if unit is not None:
            return replace(quantity, unit=unit[0], dimension=unit[1])
    return quantity


def _heading_unit(heading: str, *, in_brackets: bool) -> tuple[str, Dimension] | None:
    if _COUNT_AND_PERCENT.search(heading):
        return ("%", Dimension.PROPORTION) if in_brackets else None
    found = _HEADING_UNIT.search(heading)
    printed = found.group(1).strip() if found else heading.strip() if len(heading) < 8 else ""
    unit = lookup(printed) if printed else None
    return (unit.name, unit.dimension) if unit else None
