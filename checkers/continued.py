"""Tables that a row without cells cut in two: "Mother's education" between two blocks of rows.

In a table as plain text such a row holds no tab, so that what follows looks
like a table of its own, without a caption and without columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from claims.document import Cell, Document, Table
from claims.grid import states_values

_MOST_LINES = 3
_LONGEST_LINE = 90
#: A table starts at most so far into its first line.
_INDENT = 40
#: Headings take at most so many lines.
_HEAD_LINES = 3


def joined(document: Document) -> tuple[Table, ...]:
    """The tables of a document, each part of a cut one with the headings of the whole.

    A part keeps its own span; its cells gain the column headings that stand
    above them in the first part, and the dividing row as a row heading.
    """
    found: list[Table] = []
    columns: Mapping[int, tuple[str, ...]] = {}
    for table in document.tables:
        divider = _divider(document.text, found[-1], table) if found else ()
        if divider:
            table = _continued(document.text, table, found[-1].caption, divider[-1], columns)
        else:
            columns = _head(document.text, table) or _columns(document.text, table)
        found.append(table)
    return tuple(found)


def _divider(text: str, before: Table, table: Table) -> Sequence[str]:
    """The lines between two parts of one table, empty when they are two tables."""
    if table.caption or any(cell.column_headings for cell in table.cells):
        return ()
    lines = [line.strip() for line in text[before.end : table.start].splitlines() if line.strip()]
    is_row = 0 < len(lines) <= _MOST_LINES and all(
        len(line) <= _LONGEST_LINE and "\t" not in line and not line.endswith(".") for line in lines
    )
    return lines if is_row else ()


def _continued(
    text: str, table: Table, caption: str, divider: str, columns: Mapping[int, tuple[str, ...]]
) -> Table:
    cells = tuple(
        Cell(
            cell.start,
            cell.end,
            (divider, *cell.row_headings),
            columns.get(column, ()),
        )
        for column, cell in _placed(text, table)
    )
    return replace(table, caption=caption, cells=cells)


def _head(text: str, table: Table) -> Mapping[int, tuple[str, ...]]:
    """The column headings that a table is all of, nothing where it states values."""
    if text.count("\n", table.start, table.end) >= _HEAD_LINES:
        return {}
    lines = text[_first(text, table) : table.end].splitlines()
    rows = [[part.strip() for part in line.split("\t")] for line in lines]
    if any(states_values([part for part in row if part], first=True) for row in rows):
        return {}
    columns = enumerate(zip_longest(*rows, fillvalue=""))
    return {at: tuple(part for part in column if part) for at, column in columns if at}


def _columns(text: str, table: Table) -> Mapping[int, tuple[str, ...]]:
    return {column: cell.column_headings for column, cell in _placed(text, table)}


def _placed(text: str, table: Table) -> Iterator[tuple[int, Cell]]:
    """Each cell with how many tabs stand before it in its line; no line is read twice."""
    read, tabs = _first(text, table), 0
    for cell in table.cells:
        if cell.start < read:
            read, tabs = _first(text, table), 0
        line = text.rfind("\n", read, cell.start) + 1
        tabs = text.count("\t", line or read, cell.start) + (0 if line else tabs)
        read = cell.start
        yield tabs, cell


def _first(text: str, table: Table) -> int:
    """Where the first line of a table starts, its indent included."""
    return text.rfind("\n", max(0, table.start - _INDENT), table.start) + 1 or table.start
