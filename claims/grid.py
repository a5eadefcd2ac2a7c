"""Tables: a grid of printed cells becomes body cells that know their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.document import Cell, Table

_DIGIT = re.compile(r"\d")
#: A cell whose printed text is a value: digits with signs, units of one mark, or an empty mark.
_VALUE = re.compile(r"[\s<>=≤≥~≈±+\-−–—.,;:/()\[\]%*†‡§\d]+\Z|(?:NA|N/A|NR|ND|ns|n\.s\.)\Z", re.I)
#: A cell that names something: "Baseline", "P-value", "Placebo (n = 20)".
_NAME = re.compile(r"[^\W\d_]{3}|[Pp]\b")

#: A span wider than this is a broken attribute.
_MAX_SPAN = 200
#: A table with more places than this has spans that are broken.
_MOST_PLACES = 500_000


@dataclass(frozen=True, slots=True)
class Slot:
    """One printed cell.

    Attributes:
        start, end: its span in the document's text.
        text: its text.
        heading: true for a cell that the format marks as a heading.
        rows, columns: how many rows and columns it spans.
    """

    start: int
    end: int
    text: str
    heading: bool = False
    rows: int = 1
    columns: int = 1


def table(
    rows: Sequence[Sequence[Slot]], start: int, end: int, caption: str = "", head: int | None = None
) -> Table:
    """Tie every body cell to the headings of its row and column.

    Args:
        rows: the printed cells, row by row.
        start: where the table starts in the document's text.
        end: where it ends, exclusive.
        caption: its caption.
        head: how many leading rows are headings; None leaves it to the cells.
    """
    grid = _place(rows)
    top = _head_rows(grid) if head is None else min(head, len(grid))
    columns = _column_headings(grid[:top])
    cells: list[Cell] = []
    group = ""
    for row in grid[top:]:
        stub, values = _split_row(row)
        if stub and not any(slot.text for slot in values.values()):
            group = stub[-1]
            continue
        under = (group,) if group and group not in stub else ()
        for column, slot in values.items():
            if slot.text:
                above = columns.get(column, ())
                cells.append(Cell(slot.start, slot.end, (*under, *stub), above))
    return Table(start, end, caption, tuple(cells))


def sane(rows: Sequence[Sequence[Slot]]) -> Sequence[Sequence[Slot]]:
    """The rows, without their spans where these would fill more places than any table has."""
    count = len(rows)
    places = sum(
        min(slot.columns, count + _MAX_SPAN) * min(slot.rows, count - at)
        for at, row in enumerate(rows)
        for slot in row
    )
    if places <= _MOST_PLACES:
        return rows
    return [[replace(slot, rows=1, columns=1) for slot in row] for row in rows]


def _place(rows: Sequence[Sequence[Slot]]) -> list[dict[int, Slot]]:
    """The slots by column, spans over rows carried down."""
    grid: list[dict[int, Slot]] = []
    hanging: dict[int, tuple[int, Slot]] = {}
    for row in rows:
        placed = {column: slot for column, (_, slot) in hanging.items()}
        hanging = {c: (left - 1, slot) for c, (left, slot) in hanging.items() if left > 1}
        column = 0
        for slot in row:
            while column in placed:
                column += 1
            for offset in range(min(slot.columns, _MAX_SPAN)):
                placed[column + offset] = slot
                if slot.rows > 1:
                    hanging[column + offset] = (min(slot.rows, len(rows)) - 1, slot)
            column += min(slot.columns, _MAX_SPAN)
        grid.append(dict(sorted(placed.items())))
    return _spread(grid)


def _spread(grid: list[dict[int, Slot]]) -> list[dict[int, Slot]]:
    """Widen a first heading row whose column spans were lost on the way to text."""
    if len(grid) < 2 or not grid[0] or 0 not in grid[0]:
        return grid
    width = max(len(row) for row in grid)
    first = grid[0]
    groups, columns = len(first) - 1, width - 1
    if first[0].text or groups < 2 or columns <= groups or columns % groups:
        return grid
    factor = columns // groups
    wide = {0: first[0]}
    for column in range(columns):
        wide[1 + column] = first[1 + column // factor]
    return [wide, *grid[1:]]


def _head_rows(grid: Sequence[dict[int, Slot]]) -> int:
    """How many leading rows hold no value, or are marked as headings."""
    headings = 0
    for at, row in enumerate(grid):
        texts = [slot.text for slot in row.values() if slot.text]
        marked = bool(row) and all(slot.heading for slot in row.values())
        headings += marked and headings == at
        if not marked and states_values(texts, first=not at):
            return at
        if at and not marked and len(texts) == 1:
            return at
        if at >= 4:
            break
    return max(1, headings) if len(grid) > 1 else 0


def states_values(texts: Sequence[str], *, first: bool) -> bool:
    """Whether the texts of a row are rather values than headings.

    Args:
        texts: what its cells print, empty ones left out.
        first: whether nothing stands above it: "Variable, Baseline, 3 months" is no row of
            values then, though "3 months" by itself might be one.
    """
    values = texts[0 if len(texts) == 1 else 1 :]
    if first and any(_NAME.match(text) for text in values):
        return any(_VALUE.match(text) for text in values)
    return any(map(_is_value, values))


def _is_value(text: str) -> bool:
    return bool(_VALUE.match(text)) or (bool(_DIGIT.match(text)) and len(text) <= 40)


def _column_headings(head: Sequence[dict[int, Slot]]) -> dict[int, tuple[str, ...]]:
    columns: dict[int, tuple[str, ...]] = {}
    for row in head:
        for column, slot in row.items():
            before = columns.get(column, ())
            if slot.text and slot.text not in before:
                columns[column] = (*before, slot.text)
    return columns


def _split_row(row: dict[int, Slot]) -> tuple[tuple[str, ...], dict[int, Slot]]:
    """The row's own headings, and its values by column."""
    stub: list[str] = []
    values: dict[int, Slot] = {}
    seen: set[int] = set()
    for at, (column, slot) in enumerate(row.items()):
        if slot.start in seen and slot.text:
            continue
        seen.add(slot.start)
        if not values and (slot.heading or (at == 0 and not _VALUE.match(slot.text or " "))):
            if slot.text:
                stub.append(slot.text)
        else:
            values[column] = slot
    return tuple(stub), values
