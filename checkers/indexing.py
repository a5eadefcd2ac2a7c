"""Makes the index of a source: groups its statements into sentences and rows of tables."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby, pairwise
from typing import NamedTuple

from checkers.continued import joined
from checkers.headed import as_headed, group_size
from checkers.index import GROUP_SIZES, Passage, Place, SourceIndex, Spelled, is_plain_count, opened
from checkers.words import Word, concepts_in, words
from claims.abbreviations import find_abbreviations
from claims.claim import Citation
from claims.document import BlockKind, Cell, Document, Table
from claims.extract import Statement
from claims.quantity import Dimension, Quantity, Relation
from claims.tally import tallied

_DIGIT = re.compile(r"\d")
#: What stands between a number and its interval: " (95% CI: ".
_LONGEST_OPENING = 12


def build(
    document: Document, statements: Sequence[Statement], citations: Sequence[Citation] = ()
) -> SourceIndex:
    """Index a source.

    Args:
        document: the source.
        statements: what :meth:`Extractor.read` found in it.
        citations: its markers.
    """
    levels = tuple(one for one in statements if one.quantity.is_level)
    figures = [one for one in statements if not one.quantity.is_level]
    builder = _Builder(document, list(_with_intervals(document.text, figures)))
    marks = tuple(sorted(one.start for one in citations))
    return SourceIndex(document, tuple(builder.places), tuple(builder.passages), marks, levels)


def _with_intervals(text: str, statements: Sequence[Statement]) -> Iterator[Statement]:
    """The statements, a range in brackets behind a number inside it read as its interval.

    "1.31 (1.05–1.64)" says nothing of 1.2.
    """
    before: Quantity | None = None
    for one in statements:
        quantity = one.quantity
        if before is not None and _is_interval(text, before, quantity):
            quantity = replace(quantity, relation=Relation.INTERVAL)
            one = replace(one, quantity=quantity)
        yield one
        before = quantity


def _is_interval(text: str, before: Quantity, quantity: Quantity) -> bool:
    if quantity.relation is not Relation.RANGE or before.relation is not Relation.EXACT:
        return False
    between = text[before.end : quantity.start]
    bracketed = len(between) <= _LONGEST_OPENING and between.lstrip()[:1] in ("(", "[")
    low, middle, high = quantity.low, before.low, quantity.high
    return bracketed and None not in (low, middle, high) and low <= middle <= high  # type: ignore[operator]


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


class _Column(NamedTuple):
    """What the headings of a column tell, made out once for all its cells.

    Attributes:
        concepts: their concepts.
        whole: the size of the group that the column is about.
    """

    concepts: frozenset[str]
    whole: Decimal | None


class _Builder:
    """Groups statements into passages; the tables of a document are walked alongside."""

    def __init__(self, document: Document, statements: Sequence[Statement]) -> None:
        self.document = document
        self.places: list[Place] = []
        self.passages: list[Passage] = []
        self._cells = sorted(
            ((cell.start, cell, table) for table in joined(document) for cell in table.cells),
            key=lambda row: row[0],
        )
        self._cell_starts = [row[0] for row in self._cells]
        self._cache: dict[str, frozenset[str]] = {}
        self._columns: dict[tuple[str, ...], _Column] = {}
        self._blocks: dict[int, frozenset[str]] = {}
        self._long = {
            short: concepts_in(long) for short, long in find_abbreviations(document).items()
        }
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
        line = max(self.document.line_start(cell.start), table.start)
        return (table.start, cell.row_headings or line)

    def _add(self, statements: Sequence[Statement]) -> None:
        held = self._cell(statements[0].quantity.start)
        numbers = range(len(self.places), len(self.places) + len(statements))
        if held is None:
            self._add_sentence(statements, numbers)
        else:
            self._add_row(held, statements, numbers)

    def _add_sentence(self, statements: Sequence[Statement], numbers: range) -> None:
        start, end = statements[0].start, statements[0].end
        own = self._words(start, end, [one.quantity for one in statements])
        starts = [word.start for word in own]
        block = self.document.block_at(start)
        group = block.start if block else start
        spelled = self._spelled([self.document.text[one.start : one.end] for one in own])
        around = self._around(start)
        self.passages.append(Passage(start, end, own, around, numbers, group, False, spelled))
        quantities = [one.quantity for one in statements]
        for number, one, tally in zip(numbers, quantities, self._tallies(quantities), strict=True):
            rank = bisect_left(starts, one.start)
            self.places.append(Place(number, one, len(self.passages) - 1, rank, is_tally=tally))

    def _add_row(
        self, held: tuple[Cell, Table], statements: Sequence[Statement], numbers: range
    ) -> None:
        cell, table = held
        text = self.document.text
        start = text.rfind("\n", table.start, cell.start) + 1 or table.start
        end = max(statement.end for statement in statements)
        named = [(word, head) for head in cell.row_headings for word in words(head)]
        stub = tuple(Word(word.concept, word.kind, start, start) for word, _ in named)
        spelled = self._spelled([head[word.start : word.end] for word, head in named])
        around = self._concepts(table.caption) | self._concepts(self.document.section_at(start))
        owners = [(self._cell(one.quantity.start) or held)[0] for one in statements]
        quantities = [
            as_headed(one.quantity, own, text) for one, own in zip(statements, owners, strict=True)
        ]
        columns = [self._column(own.column_headings) for own in owners]
        quantities = _with_shares(text, quantities, [column.whole for column in columns])
        rows = zip(numbers, quantities, owners, columns, self._tallies(quantities), strict=True)
        for number, quantity, own, (headings, whole), tally in rows:
            titles = (*own.column_headings, *own.row_headings)
            self.places.append(
                Place(number, quantity, len(self.passages), 0, headings, whole, tally, titles)
            )
        group = table.start
        self.passages.append(Passage(start, end, stub, around, numbers, group, True, spelled))

    def _column(self, headings: tuple[str, ...]) -> _Column:
        if headings not in self._columns:
            concepts = frozenset().union(*map(self._concepts, headings))
            self._columns[headings] = _Column(concepts, group_size(headings))
        return self._columns[headings]

    def _tallies(self, quantities: Sequence[Quantity]) -> list[bool]:
        """Which quantities of a passage count things."""
        text = self.document.text
        shares = {one.start for one in quantities if one.unit == "%"}
        return [
            is_plain_count(one)
            and (
                one.statistic in GROUP_SIZES
                or tallied(text, one.end) != ""
                or not shares.isdisjoint(opened(text, one.end))
            )
            for one in quantities
        ]

    def _words(self, start: int, end: int, quantities: Sequence[Quantity]) -> tuple[Word, ...]:
        skip = [(one.start - start, one.end - start) for one in quantities]
        return tuple(words(self.document.text[start:end], skip, start))

    def _spelled(self, printed: Sequence[str]) -> Spelled:
        """What the abbreviations among the words of a passage stand for."""
        return tuple(
            (at, self._long[word]) for at, word in enumerate(printed) if word in self._long
        )

    def _around(self, start: int) -> frozenset[str]:
        """What governs a sentence: its paragraph and the heading of its section."""
        block = self.document.block_at(start)
        if block is None:
            return self._concepts(self.document.section_at(start))
        if block.start not in self._blocks:
            own = concepts_in(self.document.text[block.start : block.end])
            section = self._concepts(self.document.section_at(block.start))
            self._blocks[block.start] = own | section
        return self._blocks[block.start]

    def _concepts(self, text: str) -> frozenset[str]:
        if text not in self._cache:
            self._cache[text] = concepts_in(text)
        return self._cache[text]


def _with_shares(
    text: str, quantities: Sequence[Quantity], wholes: Sequence[Decimal | None]
) -> list[Quantity]:
    """The quantities of a row; in "25 (32)" of 78 people the second is a percentage."""
    found = list(quantities)
    for at, (count, share) in enumerate(pairwise(quantities)):
        whole = wholes[at]
        bare = not share.unit and share.relation is Relation.EXACT and share.low is not None
        if not (whole and bare and is_plain_count(count)):
            continue
        off = abs((count.low or 0) / whole * 100 - (share.low or 0))
        if share.start in opened(text, count.end) and off < 1:
            found[at + 1] = replace(share, unit="%", dimension=Dimension.PROPORTION)
    return found
