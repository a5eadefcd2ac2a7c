"""What the figures of a table measure: the headings and the caption that govern their cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from claims.claim import Span
from claims.document import Cell, Document, Table

_WORD = re.compile(r"[^\W\d_]{2,}")
#: A cell with at least this many words is a text of its own.
_WORDY = 5
#: Characters before a cell in which the text of its row's heading is sought.
_ROW = 4000


@dataclass(frozen=True, slots=True)
class Place:
    """The headings that govern a cell.

    Attributes:
        row, column: the nearest heading of each kind, where it stands in the text.
        headings: all of them and the caption, as words.
    """

    row: Span | None
    column: Span | None
    headings: tuple[str, ...]


def places(document: Document, spans: Sequence[tuple[int, int]]) -> list[Place | None]:
    """The place of each span in a table; None outside of tables and in cells full of text."""
    cells = [(cell, table) for table in document.tables for cell in table.cells]
    starts = [cell.start for cell, _ in cells]
    result: list[Place | None] = []
    for start, _ in spans:
        at = bisect_right(starts, start) - 1
        inside = at >= 0 and start < cells[at][0].end
        result.append(_place(document, *cells[at]) if inside else None)
    return result


def _place(document: Document, cell: Cell, table: Table) -> Place | None:
    if len(_WORD.findall(document.text, cell.start, cell.end)) >= _WORDY:
        return None
    row = _last(document.text, cell.row_headings, max(table.start, cell.start - _ROW), cell.start)
    column = _first(document.text, cell.column_headings, table.start, cell.start)
    headings = (*cell.row_headings, *cell.column_headings, table.caption)
    return Place(row, column, tuple(one for one in headings if one))


def _last(text: str, headings: Sequence[str], low: int, high: int) -> Span | None:
    for heading in reversed(headings):
        at = text.rfind(heading, low, high) if heading else -1
        if at >= 0:
            return Span(heading, at, at + len(heading))
    return None


def _first(text: str, headings: Sequence[str], low: int, high: int) -> Span | None:
    for heading in reversed(headings):
        at = text.find(heading, low, high) if heading else -1
        if at >= 0:
            return Span(heading, at, at + len(heading))
    return None
