"""An article's text as parts to show, every figure in its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from checkers.model import Verdict
from claims.document import Block, BlockKind, Cell, Document
from reports.words import one_line, visible


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure in the text: offsets in the document, its card and its verdict."""

    start: int
    end: int
    anchor: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, safe to show; with a mark it is a figure."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One block of the text.

    Attributes:
        kind: what the block is for.
        pieces: its text.
        level: level of a heading as shown, from 1 without gaps.
        label: what stands before a reference or a list item ("3.", "•"), ""
            when the text itself begins with it.
        row, column: the headings of a table cell, "" outside tables.
    """

    kind: BlockKind
    pieces: tuple[Piece, ...]
    level: int = 0
    label: str = ""
    row: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring parts that are shown as one: a list, a table, page furniture.

    Attributes:
        kind: "text", "heading", "list", "table", "references", "furniture" or
            "code".
        parts: the parts; a table's are its cells in reading order.
        columns: headings of a table's columns, () when its rows differ in them.
    """

    kind: str
    parts: tuple[Part, ...]
    columns: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[Part, ...]]:
        """A table's rows: one begins with another row heading or a column seen before."""
        row: list[Part] = []
        for part in self.parts:
            if row and (part.row != row[0].row or part.column in {cell.column for cell in row}):
                yield tuple(row)
                row = []
            row.append(part)
        yield tuple(row)


_GROUPS = {
    BlockKind.PARAGRAPH: "text",
    BlockKind.CAPTION: "text",
    BlockKind.CELL: "text",
    BlockKind.HEADING: "heading",
    BlockKind.LIST_ITEM: "list",
    BlockKind.REFERENCE: "references",
    BlockKind.FURNITURE: "furniture",
    BlockKind.METADATA: "furniture",
    BlockKind.CODE: "code",
}

#: Markdown's own marks, which the page shows by its layout.
_OPENINGS = {
    BlockKind.HEADING: re.compile(r"\s*#+\s*"),
    BlockKind.LIST_ITEM: re.compile(r"\s*[-*+•]\s+"),
}


def body(document: Document, marks: Iterable[Mark]) -> tuple[Group, ...]:
    """The text of a document in groups of parts; no mark is lost.

    Args:
        document: the article.
        marks: the figures in any order; they may overlap.
    """
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    cells = {
        cell.start: (number, cell)
        for number, table in enumerate(document.tables)
        for cell in table.cells
    }
    parts = list(_parts(document, ordered, cells))
    return tuple(
        _group(kind, tuple(part for _, part in members))
        for (kind, _), members in groupby(parts, key=lambda entry: entry[0])
    )


def _parts(
    document: Document, marks: Sequence[Mark], cells: dict[int, tuple[int, Cell]]
) -> Iterator[tuple[tuple[str, int], Part]]:
    """Each part with the key of the group that it belongs to."""
    starts = [mark.start for mark in marks]
    previous = 0
    for block in _covering(document, starts):
        inside = marks[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        pieces = tuple(_pieces(document.text, block, inside))
        if block.kind is BlockKind.HEADING:
            previous = min(max(block.level, 1), previous + 1)
        pieces = _without_markup(block.kind, pieces)
        table, cell = cells.get(block.start, (0, None))
        kind = "table" if cell else _GROUPS[block.kind]
        label = _unprinted(block, document.text[block.start : block.end])
        row = one_line(" / ".join(cell.row_headings)) if cell else ""
        column = one_line(" / ".join(cell.column_headings)) if cell else ""
        yield (kind, table), Part(block.kind, pieces, previous, label, row, column)


def _covering(document: Document, starts: Sequence[int]) -> Iterator[Block]:
    """The blocks, and a paragraph for each stretch between them that holds a figure."""
    at = 0
    for block in (*document.blocks, Block(BlockKind.PARAGRAPH, len(document.text), 0)):
        first = bisect_left(starts, at)
        if not document.blocks or (first < len(starts) and starts[first] < block.start):
            yield Block(BlockKind.PARAGRAPH, at, block.start)
        if block.end > block.start:
            yield block
        at = max(at, block.end)


def _pieces(text: str, block: Block, marks: Sequence[Mark]) -> Iterator[Piece]:
    show = _lines if block.kind is BlockKind.CODE else one_line
    at = block.start
    for mark in marks:
        first, last = max(mark.start, at), min(mark.end, block.end)
        if first > at:
            yield Piece(show(text[at:first]))
        # A figure inside another keeps its mark, without text.
        yield Piece(show(text[first:last]), mark)
        at = max(at, last)
    if at < block.end:
        yield Piece(show(text[at : block.end]))


def _lines(text: str) -> str:
    return "\n".join(visible(line.expandtabs(4)) for line in text.split("\n"))


def _without_markup(kind: BlockKind, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """A heading without its number signs, a list item without its bullet."""
    opening = _OPENINGS.get(kind)
    if opening is None or not pieces or pieces[0].mark:
        return pieces
    found = opening.match(pieces[0].text)
    return (Piece(pieces[0].text[found.end() if found else 0 :]), *pieces[1:])


def _unprinted(block: Block, text: str) -> str:
    """The label to show before a block whose text does not begin with it."""
    if block.label:
        return "" if text.lstrip(" [(").startswith(block.label) else f"{block.label}."
    return "•" if block.kind is BlockKind.LIST_ITEM and not text.lstrip()[:1].isdigit() else ""


def _group(kind: str, parts: tuple[Part, ...]) -> Group:
    if kind != "table":
        return Group(kind, parts)
    headings = {tuple(cell.column for cell in row) for row in Group(kind, parts).rows()}
    return Group(kind, parts, headings.pop() if len(headings) == 1 else ())
