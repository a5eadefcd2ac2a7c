"""The structure that a tagged PDF states: paragraphs, headings, lists and tables by marked content.

Word processors, browsers and some publishers write it; where it is there and
covers the page, nothing has to be guessed from the layout.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from claims.readers import layout
from claims.readers.glyphs import Rule, Word
from claims.readers.layout import Cell, Grid, Line
from claims.readers.paragraphs import Paragraph

_HEADINGS = {f"H{level}": level for level in range(1, 7)} | {"H": 2, "Title": 1}
_BLOCKS = frozenset(
    "P LI TOCI Caption Note FENote BlockQuote Formula Code Title H H1 H2 H3 H4 H5 H6".split()
)
_CELLS = frozenset({"TD", "TH"})
#: No honest tree is deeper or larger.
_DEEPEST, _MOST = 60, 100_000
#: The tree must hold this share of the page's characters.
_COVERED = 0.8


@dataclass(slots=True, eq=False)
class _Node:
    """An element of the tree, its marked content, and what it holds."""

    kind: str
    marks: list[int] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)
    rows: int = 1
    columns: int = 1

    def all_marks(self) -> Iterator[int]:
        """The marked content inside the element."""
        yield from self.marks
        for child in self.children:
            yield from child.all_marks()


def read(
    page: Any, words: Sequence[Word], rules: Sequence[Rule], number: int
) -> list[Paragraph | Grid] | None:
    """The paragraphs and tables of a page, None where its tags do not tell.

    A table that rules show and tags do not is a table all the same.

    Args:
        page: a page of pypdfium2.
        words: its words.
        rules: its horizontal lines.
        number: its number.
    """
    root = _tree(page)
    if root is None:
        return None
    by_mark: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        by_mark[word.mark].append(word)
    made = list(_items(root, by_mark, number, ""))
    held = sum(len(word.text) for item in made for line in _lines(item) for word in line.words)
    total = sum(len(word.text) for word in words)
    return _with_tables(made, rules) if held >= _COVERED * total else None


def _with_tables(
    items: Sequence[Paragraph | Grid], rules: Sequence[Rule]
) -> list[Paragraph | Grid]:
    """The items, paragraphs that together fill a ruled table as that table."""
    loose = [
        word
        for item in items
        if isinstance(item, Paragraph)
        for line in item.lines
        for word in line.words
    ]
    made = list(items)
    for inside, grid in layout.tables(loose, rules):
        within = [item for item in made if isinstance(item, Paragraph) and _fills(item, inside)]
        held = sum(len(line.words) for item in within for line in item.lines)
        if within and held == len(inside):
            at = made.index(within[0])
            made[at] = grid
            made = [item for item in made if item not in within[1:]]
    return made


def _fills(item: Paragraph, inside: set[int]) -> bool:
    return all(id(word) in inside for line in item.lines for word in line.words)


def _lines(item: Paragraph | Grid) -> Iterator[Line]:
    if isinstance(item, Paragraph):
        yield from item.lines
    else:
        for row in item.rows:
            for cell in row:
                yield from cell.lines


def _items(
    node: _Node, by_mark: dict[int, list[Word]], number: int, inside: str
) -> Iterator[Paragraph | Grid]:
    """What a node holds, in order; words outside every block are paragraphs too."""
    if node.kind == "Table":
        grid = _grid(node, by_mark)
        if grid.rows:
            yield grid
        return
    kind = node.kind if node.kind in _BLOCKS else inside
    nested = [child for child in node.children if _holds_blocks(child)]
    if node.kind in _BLOCKS and not nested:
        yield from _paragraph(node.all_marks(), by_mark, number, kind)
        return
    yield from _paragraph(iter(node.marks), by_mark, number, kind)
    loose: list[int] = []
    for child in node.children:
        if child in nested or not kind:
            yield from _paragraph(iter(loose), by_mark, number, kind)
            loose = []
            yield from _items(child, by_mark, number, kind)
        else:
            loose += child.all_marks()
    yield from _paragraph(iter(loose), by_mark, number, kind)


def _holds_blocks(node: _Node) -> bool:
    if node.kind in _BLOCKS or node.kind in ("Table", "L"):
        return True
    return any(_holds_blocks(child) for child in node.children)


def _paragraph(
    marks: Iterator[int], by_mark: dict[int, list[Word]], number: int, kind: str
) -> Iterator[Paragraph]:
    words = [word for mark in marks for word in by_mark.get(mark, ())]
    if words:
        yield Paragraph(in_order(words), number, kind, _HEADINGS.get(kind, 0))


def in_order(words: Sequence[Word]) -> list[Line]:
    """Words as lines in the order of the content."""
    rows: list[list[Word]] = []
    for word in words:
        last = rows[-1][-1] if rows else None
        if last is not None and _same_line(rows[-1], last, word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Line(row) for row in rows]


def _same_line(row: Sequence[Word], last: Word, word: Word) -> bool:
    size = max(one.size for one in (*row[:8], word))
    near = abs(word.base - last.base) < 0.6 * size and abs(word.base - row[0].base) < 0.8 * size
    return near and word.x0 > last.x0 - 0.2 * size


# --- tables -----------------------------------------------------------------------


def _grid(table: _Node, by_mark: dict[int, list[Word]]) -> Grid:
    rows = []
    for row in _rows(table):
        cells = [_cell(cell, by_mark) for cell in row.children if cell.kind in _CELLS]
        if any(cell.lines for cell in cells):
            rows.append(cells)
    return Grid(_filled(rows))


def _rows(node: _Node) -> Iterator[_Node]:
    for child in node.children:
        if child.kind == "TR":
            yield child
        elif child.kind in ("THead", "TBody", "TFoot"):
            yield from _rows(child)


def _cell(node: _Node, by_mark: dict[int, list[Word]]) -> Cell:
    words = [word for mark in node.all_marks() for word in by_mark.get(mark, ())]
    return Cell(in_order(_once(words)), node.kind == "TH", node.columns, node.rows)


def _once(words: list[Word]) -> list[Word]:
    """The words of a cell without those of a heading that is printed again further on."""
    printed = "".join(word.text.strip("-") for word in words)
    half = len(printed) // 2
    if not half or printed[:half] != printed[half:]:
        return words
    kept: list[Word] = []
    for word in words:
        if half <= 0:
            break
        half -= len(word.text.strip("-"))
        kept.append(word)
    return kept


def _filled(rows: Sequence[list[Cell]]) -> list[list[Cell]]:
    """The rows with the empty cells that the tags leave out, told by the places of the others."""
    width = max((_width(row) for row in rows), default=0)
    whole = [row for row in rows if len(row) == width and all(cell.lines for cell in row)]
    made: list[list[Cell]] = []
    below = 0
    for row in rows:
        spanned, below = below > 0, max(below - 1, *(cell.rows - 1 for cell in row), 0)
        short = whole and not spanned and _width(row) < width
        made.append(_fitted(row, whole, width) if short else row)
    return made


def _width(row: Sequence[Cell]) -> int:
    return sum(cell.columns for cell in row)


def _fitted(row: list[Cell], whole: Sequence[list[Cell]], width: int) -> list[Cell]:
    """A row with empty cells put where its cells stand under none of a whole row's."""
    spare = width - _width(row)
    made: list[Cell] = []
    at = 0
    for cell in row:
        while spare and cell.lines and at < width and _stands_behind(cell, whole, at):
            made.append(Cell())
            at, spare = at + 1, spare - 1
        made.append(cell)
        at += cell.columns
    return made


def _stands_behind(cell: Cell, whole: Sequence[list[Cell]], at: int) -> bool:
    """Whether a cell stands right of the column that is next in every whole row."""
    left = min(line.x0 for line in cell.lines)
    edges = [max(line.x1 for line in row[at].lines) for row in whole]
    return left > max(edges)


# --- the tree ---------------------------------------------------------------------


def _tree(page: Any) -> _Node | None:
    """The page's part of the document's structure, None where it has none."""
    import pypdfium2.raw as raw

    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return None
    try:
        root = _Node("")
        left = [_MOST]
        for at in range(max(0, raw.FPDF_StructTree_CountChildren(tree))):
            child = raw.FPDF_StructTree_GetChildAtIndex(tree, at)
            if child:
                root.children.append(_node(raw, child, _DEEPEST, left))
        return root if root.children else None
    finally:
        raw.FPDF_StructTree_Close(tree)


def _node(raw: Any, element: Any, depth: int, left: list[int]) -> _Node:
    node = _Node(_kind(raw, element))
    if node.kind in _CELLS:
        node.rows, node.columns = (_span(raw, element, name) for name in (b"RowSpan", b"ColSpan"))
    for at in range(max(0, raw.FPDF_StructElement_CountChildren(element))):
        left[0] -= 1
        if left[0] < 0:
            break
        mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, at)
        child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
        if child and depth:
            node.children.append(_node(raw, child, depth - 1, left))
        elif mark >= 0:
            node.marks.append(mark)
    return node


def _kind(raw: Any, element: Any) -> str:
    size = raw.FPDF_StructElement_GetType(element, None, 0)
    if not 2 < size <= 200:
        return ""
    name = ctypes.create_string_buffer(size)
    raw.FPDF_StructElement_GetType(element, name, size)
    return name.raw.decode("utf-16-le", "replace").rstrip("\0")


def _span(raw: Any, element: Any, name: bytes) -> int:
    """How many rows or columns a cell spans."""
    number = ctypes.c_float()
    for at in range(max(0, raw.FPDF_StructElement_GetAttributeCount(element))):
        attributes = raw.FPDF_StructElement_GetAttributeAtIndex(element, at)
        value = raw.FPDF_StructElement_Attr_GetValue(attributes, name) if attributes else None
        if value and raw.FPDF_StructElement_Attr_GetNumberValue(value, number):
            return max(1, min(int(number.value), 200))
    return 1
