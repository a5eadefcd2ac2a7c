"""The structure of plain text: headings, paragraphs, lists, tables, references, furniture.

Plain text marks nothing, so the layout tells: blank lines, the length and the
ending of a line, bullets, tabs, and the small vocabulary that page furniture
and section titles have in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claims import grid
from claims.document import Block, BlockKind, Table
from claims.furniture import is_furniture, opens_furniture
from claims.keys import entry_key

#: Longer lines are prose whatever they look like.
_MAX_HEADING = 140
_MAX_TITLE = 300
#: Hard-wrapped text is between these widths.
_WRAP = range(40, 161)
#: Paragraphs that a furniture section may swallow.
_MAX_FURNITURE = 4

_BULLET = re.compile(r"[•‣◦●▪·∙○■□➢✓–—*+-][ \t\u00a0]+(?=\S)")
_NUMERAL = re.compile(r"(?:\((\d{1,3}|[a-z]|[ivx]{1,4})\)|(\d{1,3}|[a-z])[.)])[ \t\u00a0]+(?=\S)")
_SECTION_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?[ \t]+(?=[A-Z])")
_ENTRY = re.compile(
    r"(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)](?!\d)|(\d{1,4})(?=[ \t\u00a0]+[^\W\d_]))[ \t\u00a0]*(?=\S)"
)
_CLOSED = re.compile(r"[.!?…:;,][\"'”’)\]]*\Z")
_TERMINAL = re.compile(r"[.!?…][\"'”’)\]]*(?:\d{1,3}(?:[,–-]\d{1,3})*)?\Z")
_VALUE = re.compile(
    r"\d\s?%|[<>≤≥±=~]\s?\d|\d(?:\.\d+)? (?:years?|months?|weeks?|days?|hours?|cm|mm|mg|ml|kg|patients)\b"
)
_CAPTION = re.compile(
    r"(?:supplementary |online )?(?:table|figure|fig\.?|box|scheme|chart)\s+[A-Z]?\d{1,3}[A-Za-z]?\s*[.:|–—-]?\s+[A-Z(]",
    re.I,
)
_PIPE_ROW = re.compile(r"[^|]*\|(?:[^|]*\|)*[^|]*\Z")

_REFERENCES = re.compile(
    r"(?:\d{1,2}\.?\s+)?(?:references?(?: list| cited| and notes| and further reading)?|bibliography"
    r"|literature(?: cited)?|works cited|cited (?:literature|references|works)|sources?(?: cited)?|citations"
    r"|end ?notes|footnotes|notes and references)\s*:?\Z",
    re.I,
)
_SECTIONS = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?(?:abstract|summary|introduction|background|objectives?|aims?|purpose|rationale"
    r"|(?:materials?|patients?|subjects|participants) and methods|methods?(?:/design| and materials)?|study design"
    r"|results?(?: and discussion)?|findings|discussion|conclusions?|interpretation|limitations|statistical analys[ei]s"
    r"|acknowledge?ments?|funding|competing interests|conflicts? of interests?|author(?:s['’]?|['’]s)? contributions?"
    r"|abbreviations?|supporting information|supplementary (?:material|information)s?|appendix(?: \w)?|key ?words|from the research"
    r"|data availability(?: statement)?|pre-publication history|ethics(?: approval| statement)?|trial registration)\s*:?\Z",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text.

    Attributes:
        first: offset of the physical line.
        start, end: span without the white space around it.
        text: ``text[start:end]``.
    """

    first: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """What a plain text is made of."""

    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()


def outline(text: str) -> Layout:
    """The blocks and tables of a plain text."""
    blocks: list[Block] = []
    tables: list[Table] = []
    region = _Region()
    for group in _groups(text):
        if _is_grid(group) and region.kind is not BlockKind.REFERENCE:
            made, cells = _read_grid(text, group, _caption(text, blocks))
            tables.append(made)
            blocks.extend(cells)
        else:
            _read_group(group, region, blocks)
    return Layout(tuple(label_entries(text, blocks)), tuple(tables))


def lines(text: str) -> Iterator[Line]:
    """The lines of a text; a blank line has an empty text."""
    first = 0
    while first <= len(text):
        stop = text.find("\n", first)
        stop = len(text) if stop < 0 else stop
        raw = text[first:stop]
        body = raw.lstrip("\ufeff \t\r\f\v\u00a0\u2028\u2029\u3000")
        start = first + len(raw) - len(body)
        body = body.rstrip()
        yield Line(first, start, start + len(body), body)
        first = stop + 1


def _groups(text: str) -> Iterator[list[Line]]:
    """Runs of lines between blank lines, with tabbed rows on their own."""
    group: list[Line] = []
    tabbed = False
    for line in lines(text):
        has_tab = "\t" in text[line.first : line.end].strip(" ") and "\t" in text[
            line.first : line.end
        ].lstrip(" ")
        if group and (not line.text or has_tab != tabbed):
            yield group
            group = []
        if line.text:
            group.append(line)
        tabbed = has_tab
    if group:
        yield group


# --- tables ---------------------------------------------------------------


def _is_grid(group: Sequence[Line]) -> bool:
    return "\t" in group[0].text and (len(group) > 1 or group[0].text.count("\t") > 1)


def _read_grid(text: str, group: Sequence[Line], caption: str) -> tuple[Table, list[Block]]:
    rows = [_slots(text, line) for line in group]
    table = grid.table(rows, group[0].start, group[-1].end, caption)
    cells = [
        Block(BlockKind.CELL, slot.start, slot.end) for row in rows for slot in row if slot.text
    ]
    return table, cells


def _slots(text: str, line: Line) -> list[grid.Slot]:
    slots = []
    at = line.first
    for part in text[line.first : line.end].split("\t"):
        body = part.strip()
        start = at + (len(part) - len(part.lstrip()) if body else 0)
        slots.append(grid.Slot(start, start + len(body), body))
        at += len(part) + 1
    return slots


def _caption(text: str, blocks: list[Block]) -> str:
    """The line over a table, which becomes its caption."""
    if blocks and blocks[-1].kind in (BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.HEADING):
        above = text[blocks[-1].start : blocks[-1].end]
        if blocks[-1].kind is BlockKind.CAPTION or _CAPTION.match(above):
            blocks[-1] = replace(blocks[-1], kind=BlockKind.CAPTION, level=0)
            return above
    return ""


# --- running text -----------------------------------------------------------


@dataclass(slots=True)
class _Region:
    """The special part of the page that the lines stand in, and how much of it passed."""

    kind: BlockKind | None = None
    seen: int = 0

    def enter(self, kind: BlockKind | None) -> None:
        self.kind, self.seen = kind, 0


def _read_group(group: Sequence[Line], region: _Region, blocks: list[Block]) -> None:
    width = max(line.end - line.first for line in group)
    at = 0
    while at < len(group):
        line = group[at]
        block = _special(group, at, region, first=not blocks)
        if block is None:
            block, at = _running(group, at, width, region)
        blocks.append(block)
        at += 1
    if region.kind is BlockKind.FURNITURE:
        region.seen += 1


def _special(group: Sequence[Line], at: int, region: _Region, first: bool) -> Block | None:
    """A heading or a line of furniture; None for running text."""
    line = group[at]
    if _REFERENCES.match(line.text) and not first:
        region.enter(BlockKind.REFERENCE)
        return Block(BlockKind.HEADING, line.start, line.end, 2)
    if opens_furniture(line.text):
        region.enter(BlockKind.FURNITURE)
        return Block(BlockKind.FURNITURE, line.start, line.end)
    if is_furniture(line.text):
        return Block(BlockKind.FURNITURE, line.start, line.end)
    if region.kind is BlockKind.REFERENCE:
        if _SECTIONS.match(line.text) and not _ENTRY.match(line.text):
            region.enter(None)
            return Block(BlockKind.HEADING, line.start, line.end, 2)
        return None
    level = _heading_level(group, at, first)
    if level:
        region.enter(None)
        return Block(BlockKind.HEADING, line.start, line.end, level)
    if region.kind is BlockKind.FURNITURE and region.seen > _MAX_FURNITURE:
        region.enter(None)
    return None


def _heading_level(group: Sequence[Line], at: int, first: bool) -> int:
    """The level of a heading, 0 for a line that is none."""
    text = group[at].text
    if _SECTIONS.match(text):
        return 2
    alone = len(group) == 1
    if first and alone and len(text) <= _MAX_TITLE and not _TERMINAL.search(text.rstrip("?")):
        return 1
    if len(text) > _MAX_HEADING or _CLOSED.search(text.rstrip("?")) or _VALUE.search(text):
        return 0
    if (
        _BULLET.match(text)
        or not re.match(r"[^\W\d_]|\d", text)
        or text[0].islower()
        or "|" in text
    ):
        return 0
    number = _SECTION_NUMBER.match(text)
    if number and (alone or at == 0 or _TERMINAL.search(group[at - 1].text)):
        return 1 + len(re.findall(r"\d+", number.group()))
    if _NUMERAL.match(text):
        return 0
    if alone:
        return 2
    opens = at == 0 or bool(_TERMINAL.search(group[at - 1].text))
    follows = (
        at + 1 < len(group)
        and len(group[at + 1].text) > 2 * len(text)
        and len(group[at + 1].text) > 80
    )
    return 2 if opens and follows and group[at + 1].text[0].isupper() else 0


def _running(group: Sequence[Line], at: int, width: int, region: _Region) -> tuple[Block, int]:
    """A paragraph, list item, caption or entry from line ``at``, and its last line."""
    kind, level, label = _kind(group[at].text, region)
    start = group[at].start
    while at + 1 < len(group) and _continues(group, at, width, kind):
        at += 1
    return Block(kind, start, group[at].end, level, label), at


def _kind(text: str, region: _Region) -> tuple[BlockKind, int, str]:
    if region.kind is BlockKind.REFERENCE:
        return BlockKind.REFERENCE, 0, printed_label(text)
    if region.kind is BlockKind.FURNITURE:
        return BlockKind.FURNITURE, 0, ""
    if _BULLET.match(text):
        return BlockKind.LIST_ITEM, 1, ""
    numeral = _NUMERAL.match(text)
    if numeral:
        return BlockKind.LIST_ITEM, 1, numeral.group(1) or numeral.group(2)
    if _CAPTION.match(text):
        return BlockKind.CAPTION, 0, ""
    return BlockKind.PARAGRAPH, 0, ""


def _continues(group: Sequence[Line], at: int, width: int, kind: BlockKind) -> bool:
    """Whether the line after ``at`` belongs to the same paragraph."""
    this, following = group[at].text, group[at + 1].text
    if _BULLET.match(following) or is_furniture(following):
        return False
    if kind is BlockKind.REFERENCE:
        return not (
            _ENTRY.match(following) or (_TERMINAL.search(this) and not _ENTRY.match(group[0].text))
        )
    if _NUMERAL.match(following) and not (width in _WRAP and not _TERMINAL.search(this)):
        return False
    if following[0].islower() and not _TERMINAL.search(this):
        return True
    reach = group[at].end - group[at].first + 1 + len(following.split(None, 1)[0])
    return width in _WRAP and reach > width


# --- reference entries --------------------------------------------------------


def opens_references(heading: str) -> bool:
    """Whether a heading's text opens a reference list."""
    return _REFERENCES.match(heading) is not None


def printed_label(text: str) -> str:
    """The numeral that an entry begins with, "" when it has none."""
    entry = _ENTRY.match(text)
    return next((part for part in entry.groups() if part), "") if entry else ""


def label_entries(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with every reference entry labelled.

    A list whose entries all print the same numeral (a numbered list that lost
    its count on the way) is counted out; a list without numerals gets keys.
    """
    entries = [block for block in blocks if block.kind is BlockKind.REFERENCE]
    printed = [block.label for block in entries]
    restarted = len(entries) > 1 and len(set(printed)) == 1 and bool(printed[0])
    count = 0
    for block in blocks:
        if block.kind is not BlockKind.REFERENCE:
            yield block
            continue
        count += 1
        label = str(count) if restarted else block.label
        yield replace(block, label=label or entry_key(text[block.start : block.end]))
