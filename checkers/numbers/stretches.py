"""The figures of an article as they stand: sentence by sentence, cell by cell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from checkers.rule import ArticleAudit
from claims.claim import Claim
from claims.document import Cell, Document, Table
from claims.quantity import Quantity

_BRACKET_END = re.compile(r"\s?%?\s?[)\]]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A claim, and the identifier that it has in the report ("c1")."""

    claim: Claim
    identifier: str

    @property
    def quantity(self) -> Quantity:
        """The number itself."""
        return self.claim.quantity


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence or a table cell with its figures.

    Attributes:
        document: the article.
        start, end: offsets of the sentence or cell.
        figures: its figures, in order.
        cell, table: the cell and its table, None outside of tables.
    """

    document: Document
    start: int
    end: int
    figures: tuple[Figure, ...]
    cell: Cell | None = None
    table: Table | None = None

    @property
    def text(self) -> str:
        """The characters of the stretch."""
        return self.document.text[self.start : self.end]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the cell's column, none outside of tables."""
        return self.cell.column_headings if self.cell else ()

    @property
    def row(self) -> tuple[str, ...]:
        """The headings of the cell's row, none outside of tables."""
        return self.cell.row_headings if self.cell else ()

    def before(self, at: int) -> str:
        """The text between a figure and the figure before it, or the start of the stretch."""
        start = self.figures[at - 1].quantity.end if at else self.start
        return self.document.text[start : self.figures[at].quantity.start]

    def after(self, at: int) -> str:
        """The text between a figure and the next, or the end of the stretch."""
        last = at + 1 == len(self.figures)
        end = self.end if last else self.figures[at + 1].quantity.start
        return self.document.text[self.figures[at].quantity.end : end]


def stretches(audit: ArticleAudit) -> tuple[Stretch, ...]:
    """The sentences and cells of an article that hold figures, in order.

    Confidence levels are left out: they say nothing of what is counted.
    """
    document = audit.document
    cells = [(cell, table) for table in document.tables for cell in table.cells]
    cells.sort(key=lambda pair: pair[0].start)
    starts = [cell.start for cell, _ in cells]
    figures = [
        Figure(claim, f"c{at}")
        for at, claim in enumerate(audit.extraction.claims, 1)
        if not claim.quantity.is_level
    ]
    found = []
    for (start, end), group in groupby(figures, lambda one: (one.claim.start, one.claim.end)):
        held = _cell(cells, starts, start)
        found.append(Stretch(document, start, end, tuple(group), *held))
    return tuple(found)


def paragraphs(found: Sequence[Stretch]) -> Iterator[tuple[Stretch, ...]]:
    """Stretches grouped by the block of text that holds them."""
    for _, group in groupby(found, _block):
        yield tuple(group)


def _block(stretch: Stretch) -> int:
    block = stretch.document.block_at(stretch.start)
    return block.start if block else stretch.start


def spanned(text: str, one: Quantity, other: Quantity) -> tuple[int, int]:
    """The span of two quantities, with the bracket that closes behind them."""
    return closed(text, min(one.start, other.start), max(one.end, other.end))


def closed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span, made to hold the bracket that closes behind it if one was opened in it."""
    opened = sum(text.count(mark, start, end) for mark in "([")
    shut = sum(text.count(mark, start, end) for mark in ")]")
    bracket = _BRACKET_END.match(text, end) if opened > shut else None
    return start, bracket.end() if bracket else end


def _cell(
    cells: Sequence[tuple[Cell, Table]], starts: Sequence[int], offset: int
) -> tuple[Cell | None, Table | None]:
    at = bisect_right(starts, offset) - 1
    if at < 0 or offset >= cells[at][0].end:
        return None, None
    return cells[at]
