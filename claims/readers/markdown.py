"""Markdown: the document's text is the raw file, its blocks are markdown-it's.

Offsets count in the file as it is, so that a finding points at the line that
an author edits.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from claims import grid, records, ruled, structure
from claims.document import Block, BlockKind, Document, Marker, Table
from claims.furniture import is_furniture, opens_furniture
from claims.readers.comments import find_comments, without_comments
from claims.readers.errors import decode
from claims.ruled import Ruled

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_FRONT_TITLE = re.compile(r"^title:[ \t]*[\"']?(.*?)[\"']?[ \t]*\r?$", re.M)
_OPENING = re.compile(r"[ \t>]*(?:#{1,6}[ \t]+|(?:[-*+]|\d{1,9}[.)])[ \t]+)*")
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[/!?a-zA-Z][^<>]*>", re.S)
_SUPERSCRIPT = re.compile(r"<sup>((?:[^<>]|<a\b[^<>]*>|</a>){1,120}?)</sup>", re.I)
_CAPTION = re.compile(r"[*_\s]*(?:table|figure|fig\.)\s*\w{1,4}\b", re.I)
_FOOTNOTE = re.compile(r"(?:(?<=\n)[ \t]*|(?<!\S))\[\^([^\]\n]{1,40})\]:[ \t]*")
_DIV_CAPTION = re.compile(
    r"(?<!:):{3,8}[ \t]{0,4}\{?\.?caption\}?[ \t]{0,4}\n(.{1,1000}?)\n:{3}", re.S
)
#: A longer line is running text, whatever signs open it.
_MAX_HEADING = 400
_PIPE = re.compile(r"(?<!\\)\|")
_EMPHASIS = " \t*_"


@dataclass(slots=True)
class _Page:
    """The file while it is read.

    Attributes:
        text, starts: the file, and where its lines start.
        blocks, tables: what was found so far.
        kind, level: the special part that the lines stand in, and the level of
            the heading that opened it.
        numbers: for each open list its next numeral, None for bullets.
        numeral: the numeral of the open item.
        rows: the lines of the open table.
    """

    text: str
    starts: list[int]
    blocks: list[Block]
    tables: list[Table]
    kind: BlockKind | None = None
    level: int = 0
    numbers: list[int | None] = field(default_factory=list)
    numeral: str = ""
    rows: list[int] = field(default_factory=list)

    def span(self, first: int, stop: int) -> tuple[int, int]:
        """Offsets of lines ``first`` to ``stop`` (exclusive), white space trimmed."""
        start = self.starts[min(first, len(self.starts) - 1)]
        end = self.starts[stop] if stop < len(self.starts) else len(self.text)
        raw = self.text[start:end]
        body = raw.strip()
        start += raw.find(body)
        return start, start + len(body)


def parse(data: bytes, name: str) -> Document:
    """Read Markdown (CommonMark with tables and front matter).

    Raises:
        ReadError: the data is not UTF-8.
    """
    text = decode(data, name)
    front = _FRONT.match(text)
    body = _blanked(text, [front.span()] if front else [])
    page = _Page(text, [0, *(m.end() for m in re.finditer(r"\r\n|\r|\n", text))], [], [])
    if front:
        page.blocks.append(Block(BlockKind.METADATA, 0, front.end()))
    printed = _ruled(body)
    _read(_tokens(_blanked(body, [_lines(page, table) for table in printed])), page)
    _add(page, printed)
    comments = tuple(find_comments(text, page.blocks))
    words = tuple(without_comments(page.blocks, text, comments))
    blocks = tuple(structure.label_entries(text, words))
    record = records.describe(text, blocks)
    return Document(
        name=name,
        text=text,
        format="markdown",
        title=_front_title(front) or record.title,
        blocks=blocks,
        tables=tuple(sorted(page.tables, key=lambda table: table.start)),
        markers=tuple(_markers(text, blocks)),
        extent=record.extent,
        extent_reason=record.reason,
        identifiers=record.identifiers,
        comments=comments,
    )


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with stretches of it blanked, lines kept."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += (text[at:start], re.sub(r"[^\r\n]", " ", text[start:end]))
        at = end
    return "".join((*parts, text[at:]))


def _ruled(text: str) -> list[Ruled]:
    """The tables that pandoc prints with dashes, which CommonMark does not know."""
    found = list(ruled.tables(text, [(line.first, line.last) for line in structure.lines(text)]))
    if not found:
        return []
    code = [token.map for token in _tokens(text) if token.type == "fence" and token.map]
    return [one for one in found if not any(low <= one.first < high for low, high in code)]


def _lines(page: _Page, table: Ruled) -> tuple[int, int]:
    return page.starts[table.first], page.span(table.last, table.last + 1)[1]


def _add(page: _Page, tables: Sequence[Ruled]) -> None:
    """Put the tables that stood between the blocks in their places among them."""
    starts = [block.start for block in page.blocks]
    cells: list[Block] = []
    for table in tables:
        start, end = table.cells[0].start, table.cells[-1].end
        at = bisect_left(starts, start) - 1
        between = bool(cells) and at >= 0 and starts[at] < cells[-1].start
        caption = _named(page, at) if at >= 0 and not between else ""
        page.tables.append(grid.table(table.rows, start, end, caption, table.head))
        cells += [Block(BlockKind.CELL, cell.start, cell.end) for cell in table.cells]
    page.blocks[:] = sorted((*page.blocks, *cells), key=lambda block: block.start)


def _named(page: _Page, at: int) -> str:
    """The caption that a block over a table is, "" for another block."""
    above = page.blocks[at]
    if above.kind not in (BlockKind.CAPTION, BlockKind.PARAGRAPH):
        return ""
    words = page.text[above.start : above.end]
    inside = _DIV_CAPTION.search(words)
    if not inside and not _CAPTION.match(words):
        return ""
    page.blocks[at] = replace(above, kind=BlockKind.CAPTION)
    return inside[1] if inside else words


def _front_title(front: re.Match[str] | None) -> str:
    found = _FRONT_TITLE.search(front.group()) if front else None
    return found.group(1) if found else ""


def _tokens(text: str) -> list[Token]:
    from markdown_it import MarkdownIt

    # markdown-it replaces U+0000 and drops none of the lines, so line numbers hold.
    reader = MarkdownIt("commonmark", {"maxNesting": 50}).enable("table").disable("inline")
    return reader.parse(text.removeprefix("\ufeff"))


def _read(tokens: Sequence[Token], page: _Page) -> None:
    for token in tokens:
        step = _STEPS.get(token.type)
        if step:
            step(page, token, *(token.map or (0, 0)))


def _open_list(page: _Page, token: Token, *_: int) -> None:
    ordered = token.type == "ordered_list_open"
    page.numbers.append(int(token.attrGet("start") or 1) if ordered else None)


def _close_list(page: _Page, *_: object) -> None:
    page.numbers.pop()
    page.numeral = ""


def _item(page: _Page, *_: object) -> None:
    number = page.numbers[-1]
    page.numeral = "" if number is None else str(number)
    page.numbers[-1] = None if number is None else number + 1


def _heading(page: _Page, token: Token, first: int, stop: int) -> None:
    level = int(token.tag[1:])
    start, end = page.span(first, stop)
    line = page.text.find("\n", start, end)
    underlined = not page.text.startswith("#", start) and line > 0
    if end - start > _MAX_HEADING:
        _paragraph(page, token, first, stop)
        return
    start = _OPENING.match(page.text, start, end).end()  # type: ignore[union-attr]
    end = start + len(page.text[start : line if underlined else end].rstrip(" \t\r#"))
    title = _uncommented(page.text[start:end]).strip(_EMPHASIS)
    if page.kind is None or level <= page.level:
        page.kind, page.level = None, level
        if structure.opens_references(title):
            page.kind = BlockKind.REFERENCE
        elif opens_furniture(title):
            page.kind = BlockKind.FURNITURE
    kind = BlockKind.FURNITURE if page.kind is BlockKind.FURNITURE else BlockKind.HEADING
    page.blocks.append(Block(kind, start, end, level))


def _paragraph(page: _Page, _: Token, first: int, stop: int) -> None:
    depth, numeral = len(page.numbers), page.numeral
    start, end = page.span(first, stop)
    start = _OPENING.match(page.text, start, end).end()  # type: ignore[union-attr]
    if start >= end:
        return
    words = page.text[start:end].strip(_EMPHASIS)
    if _FOOTNOTE.match(page.text, start, end):
        page.blocks.extend(_footnotes(page.text, start, end))
    elif page.kind is BlockKind.REFERENCE:
        page.blocks.extend(_entries(page.text, start, end, numeral))
    elif page.kind is BlockKind.FURNITURE or is_furniture(words):
        page.blocks.append(Block(BlockKind.FURNITURE, start, end))
    elif depth:
        page.blocks.append(Block(BlockKind.LIST_ITEM, start, end, depth, numeral))
    else:
        caption = len(words) < 400 and _CAPTION.match(words) is not None
        kind = BlockKind.CAPTION if caption else BlockKind.PARAGRAPH
        page.blocks.append(Block(kind, start, end))


def _entries(text: str, start: int, end: int, numeral: str) -> Iterator[Block]:
    """The entries of a paragraph of a reference list: one item, or one a printed label."""
    if numeral:
        yield Block(BlockKind.REFERENCE, start, end, 0, numeral)
        return
    at = start
    for line in re.finditer(r"\n[ \t]*", text[start:end]):
        following = start + line.end()
        if structure.printed_label(text[following:end]):
            yield Block(BlockKind.REFERENCE, at, start + line.start(), 0, _label(text, at, end))
            at = following
    yield Block(BlockKind.REFERENCE, at, end, 0, _label(text, at, end))


def _footnotes(text: str, start: int, end: int) -> Iterator[Block]:
    """The definitions of footnotes, which stand in for reference entries."""
    found = list(_FOOTNOTE.finditer(text, start, end))
    stops = [*(note.start() for note in found[1:]), end]
    for note, stop in zip(found, stops, strict=True):
        last = note.end() + len(text[note.end() : stop].rstrip())
        yield Block(BlockKind.REFERENCE, note.end(), last, 0, note.group(1))


def _label(text: str, start: int, end: int) -> str:
    return structure.printed_label(text[start : min(end, start + 40)])


def _code(page: _Page, _: Token, first: int, stop: int) -> None:
    page.blocks.append(Block(BlockKind.CODE, *page.span(first, stop)))


def _html(page: _Page, _: Token, first: int, stop: int) -> None:
    """The words between the tags of an HTML block, one block a run."""
    start, end = page.span(first, stop)
    at = start
    for tag in [*_TAG.finditer(page.text, start, end), None]:
        upto = tag.start() if tag else end
        raw = page.text[at:upto]
        if raw.strip():
            low = at + len(raw) - len(raw.lstrip())
            page.blocks.append(Block(BlockKind.PARAGRAPH, low, at + len(raw.rstrip())))
        at = tag.end() if tag else end


def _row(page: _Page, _: Token, first: int, __: int) -> None:
    page.rows.append(first)


def _table(page: _Page, *__: object) -> None:
    rows, page.rows = page.rows, []
    slots = [list(_slots(page, row)) for row in rows]
    start, _ = page.span(rows[0], rows[0] + 1)
    _, end = page.span(rows[-1], rows[-1] + 1)
    made = grid.table(slots, start, end, _caption(page), head=1)
    page.tables.append(made)
    page.blocks.extend(
        Block(BlockKind.CELL, slot.start, slot.end) for row in slots for slot in row if slot.text
    )


def _slots(page: _Page, row: int) -> Iterator[grid.Slot]:
    start, end = page.span(row, row + 1)
    if page.text.startswith("|", start):
        start += 1
    cuts = [*(pipe.start() for pipe in _PIPE.finditer(page.text, start, end)), end]
    for cut in cuts:
        raw = page.text[start:cut]
        if cut < end or raw.strip():
            low = start + len(raw) - len(raw.lstrip())
            text = _uncommented(raw.strip())
            yield grid.Slot(low, low + len(text), text)
        start = cut + 1


def _uncommented(words: str) -> str:
    """The words of a cell or heading without the comment at their end."""
    cut = words.rfind("<!--") if words.endswith("-->") else 0
    return words[:cut].rstrip() if cut > 0 else words


def _caption(page: _Page) -> str:
    """The paragraph over a table that names it."""
    last = page.blocks[-1] if page.blocks else None
    if last is None or last.kind not in (BlockKind.CAPTION, BlockKind.PARAGRAPH):
        return ""
    above = page.text[last.start : last.end]
    if not _CAPTION.match(above):
        return ""
    page.blocks[-1] = replace(last, kind=BlockKind.CAPTION)
    return above


def _markers(text: str, blocks: Sequence[Block]) -> Iterator[Marker]:
    """Superscripts that are written as HTML."""
    for block in blocks:
        if block.kind not in (BlockKind.REFERENCE, BlockKind.CODE, BlockKind.METADATA):
            for found in _SUPERSCRIPT.finditer(text, block.start, block.end):
                yield Marker(found.start(), found.end())


#: What each kind of block token does to the page.
_STEPS: dict[str, Callable[[_Page, Token, int, int], None]] = {
    "bullet_list_open": _open_list,
    "ordered_list_open": _open_list,
    "bullet_list_close": _close_list,
    "ordered_list_close": _close_list,
    "list_item_open": _item,
    "heading_open": _heading,
    "paragraph_open": _paragraph,
    "fence": _code,
    "code_block": _code,
    "html_block": _html,
    "tr_open": _row,
    "table_close": _table,
}
