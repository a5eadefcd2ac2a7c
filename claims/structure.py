"""The structure of plain text: headings, paragraphs, lists, tables, references, furniture.

Plain text marks nothing, so the layout tells: blank lines, the length and the
ending of a line, bullets, tabs, and the small vocabulary that page furniture
and section titles have in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claims import grid, ruled
from claims.document import Block, BlockKind, Table
from claims.furniture import is_furniture, opens_furniture
from claims.keys import entry_key
from claims.ruled import Ruled

#: Longer lines are prose whatever they look like.
_MAX_HEADING = 140
_MAX_TITLE = 300
#: Hard-wrapped text is between these widths.
_WRAP = range(40, 161)
#: A line of at least this share of the width is full.
_FULL = 0.7
#: A heading without a blank line under it needs a paragraph of more characters.
_PARAGRAPH = 80
#: Entries that a numbered list may leave out.
_MAX_STEP = 3
#: Paragraphs that a furniture section may swallow.
_MAX_FURNITURE = 4

_BULLET = re.compile(r"[•‣◦●▪·∙○■□➢✓–—*+-][ \t\u00a0]+(?=\S)")
_NUMERAL = re.compile(r"(?:\((\d{1,3}|[a-z]|[ivx]{1,4})\)|(\d{1,3}|[a-z])[.)])[ \t\u00a0]+(?=\S)")
_SECTION_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?[ \t]+(?=[A-Z])")
#: An entry of a list of abbreviations: "FEV1: forced expiratory volume".
_DEFINED = re.compile(r"[^\W_][\w/+-]{0,15}: [^\W\d_A-Z]")
#: "Step 2 – Walking for 6 months": a heading whatever figures it has.
_NUMBERED_PART = re.compile(
    r"(?:action|aim|appendix|objective|part|phase|section|stage|step|study) \d{1,2}"
    r"\s?[.:–—-]\s+(?-i:[A-Z])",
    re.I,
)
#: "[3]", "(3)", "3.", "3)", or the numeral alone before a word.
_ENTRY = re.compile(
    r"(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)](?!\d)|(\d{1,3})(?=[ \t\u00a0]+[^\W\d_]))"
    r"[ \t\u00a0]*(?=\S)"
)
#: The numeral of an entry on a line of its own, as a page's numbered list is copied.
_ENTRY_ALONE = re.compile(r"\[?(\d{1,3})[.\])]?\Z")
#: An address closes an entry unless it is broken off, and names begin the next one.
_ADDRESS = re.compile(r"(?:https?://|\bwww\.|\bdoi: ?)\S{3,500}(?<![/._-])\Z", re.I)
_NAMES = re.compile(
    r"(?!(?:accessed|article|available|epub|google|last|published|pubmed|retrieved|updated)\b)"
    r"[^\W\d_]{2,40}(?:[-’'][^\W\d_]{2,40})?,?[ .]",
    re.I,
)
_CLOSED = re.compile(r"[.!?…:;,][\"'”’)\]]*\Z")
_TERMINAL = re.compile(r"[.!?…][\"'”’)\]]*(?:\d{1,3}(?:[,–-]\d{1,3})*)?\Z")
_OPENING = re.compile(r"[^\W_a-zß-öø-ÿ]")
_VALUE = re.compile(
    r"\d\s?%|[<>≤≥±=~]\s?\d"
    r"|\d(?:\.\d+)? (?:years?|months?|weeks?|days?|hours?|cm|mm|mg|ml|kg|patients)\b"
)
_CAPTION = re.compile(
    r"(?:supplementary |online )?(?:table|figure|fig\.?|box|scheme|chart)\s+[A-Z]?\d{1,3}[A-Za-z]?"
    r"\s*[.:|–—-]?\s+(?-i:[A-Z(])",
    re.I,
)
#: A field of a catalogue record: "Format: | Online |".
_FIELD = re.compile(r"[^|:]{1,40}:\s*\|")
#: A field of a record that holds sentences is its abstract, whatever it is called.
_FULL_STOP = re.compile(r"[^\W\d_]{2}\.(?=\s|\||\Z)")
_SENTENCE_WORDS = 5
#: A list item whose mark is followed by a tab is no table row.
_TABBED_ITEM = re.compile(r"(?:[•‣◦●▪·∙○■□*+–—-]|\(?\w{1,3}[.)])\t[^\t]*\Z")

_NUMBERED = r"(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?"
_REFERENCES = re.compile(
    _NUMBERED + r"(?:references?(?: list| cited| and notes| and further reading)?|bibliography"
    r"|literature(?: cited)?|works cited|cited (?:literature|references|works)"
    r"|sources?(?: cited)?|citations|end ?notes|footnotes|notes and references)\s*:?\Z",
    re.I,
)
_SECTIONS = re.compile(
    _NUMBERED + r"(?:abstract|summary|introduction|background|objectives?|aims?|purpose|rationale"
    r"|(?:materials?|patients?|subjects|participants) and methods|study design|rationale"
    r"|methods?(?:/design| and materials)?|results?(?: and discussion)?|findings|discussion"
    r"|conclusions?|interpretation|limitations|statistical analys[ei]s|acknowledge?ments?|funding"
    r"|competing interests|conflicts? of interests?|author(?:s['’]?|['’]s)? contributions?"
    r"|abbreviations?|supporting information|supplementary (?:material|information)s?"
    r"|appendix(?: \w)?|key ?words|from the research|data availability(?: statement)?"
    r"|pre-publication history|ethics(?: approval| statement)?|trial registration)\s*:?\Z",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text.

    Attributes:
        first, last: span of the physical line.
        start, end: span without the white space around it.
        text: ``text[start:end]``.
    """

    first: int
    last: int
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
    for group, tabbed in _groups(text):
        if isinstance(group, Ruled):
            made, cells = _read_ruled(group, _caption(text, blocks))
            tables.append(made)
            blocks.extend(cells)
        elif (
            tabbed
            and region.kind is not BlockKind.REFERENCE
            and _is_grid(text, group, caption := _caption(text, blocks))
        ):
            made, cells = _read_grid(text, group, caption)
            tables.append(made)
            blocks.extend(cells)
        else:
            _read_group(group, region, blocks)
    if len(blocks) == 1 and blocks[0].kind is BlockKind.HEADING:
        blocks = [replace(blocks[0], kind=BlockKind.PARAGRAPH, level=0)]  # it heads nothing
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
        yield Line(first, stop, start, start + len(body), body)
        first = stop + 1


def _groups(text: str) -> Iterator[tuple[list[Line] | Ruled, bool]]:
    """Runs of lines between blank lines; rows of tabbed cells are runs of their own."""
    group: list[Line] = []
    tabbed = False
    all_lines = list(lines(text))
    found = {
        table.first: table for table in ruled.tables(text, [(x.first, x.last) for x in all_lines])
    }
    skipped = -1
    for number, line in enumerate(all_lines):
        if number in found:
            if group:
                yield group, tabbed
            yield found[number], False
            group, tabbed, skipped = [], False, found[number].last
        if number <= skipped:
            continue
        row = _is_row(text[line.first : line.last], line.text, tabbed)
        if group and (not line.text or row != tabbed):
            yield group, tabbed
            group = []
        if line.text:
            group.append(line)
        tabbed = row
    if group:
        yield group, tabbed


# --- tables ---------------------------------------------------------------


def _is_row(raw: str, body: str, within: bool) -> bool:
    """Whether a line is a row of tabbed cells; an indented line is one only in a table."""
    if _TABBED_ITEM.match(body):
        return False
    return "\t" in body or (raw.count("\t") > (0 if within else 1) and bool(body))


def _is_grid(text: str, group: Sequence[Line], caption: str) -> bool:
    """Whether tabbed lines are a table: several, or one of three cells or below a caption."""
    several = len(group) > 1 or text.count("\t", group[0].start, group[0].end) > 1
    return several or caption != ""


def _read_grid(text: str, group: Sequence[Line], caption: str) -> tuple[Table, list[Block]]:
    rows = [_slots(text, line) for line in group]
    table = grid.table(rows, group[0].start, group[-1].end, caption)
    cells = [
        Block(BlockKind.CELL, slot.start, slot.end) for row in rows for slot in row if slot.text
    ]
    return table, cells


def _read_ruled(table: Ruled, caption: str) -> tuple[Table, list[Block]]:
    start, end = table.cells[0].start, table.cells[-1].end
    made = grid.table(table.rows, start, end, caption, table.head)
    return made, [Block(BlockKind.CELL, cell.start, cell.end) for cell in table.cells]


def _slots(text: str, line: Line) -> list[grid.Slot]:
    slots = []
    at = line.first
    for part in text[line.first : line.last].split("\t"):
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
    width = _wrap_width(group)
    at = 0
    while at < len(group):
        block = _special(group, at, region, first=not blocks)
        if block is None:
            block, at = _running(group, at, width, region)
        blocks.append(block)
        at += 1
    if region.kind is BlockKind.FURNITURE:
        region.seen += 1


def _wrap_width(group: Sequence[Line]) -> int:
    """The width at which the lines are wrapped by hand, 0 where each is a paragraph."""
    width = max(line.end - line.first for line in group)
    full = [line for line in group[:-1] if line.end - line.first >= _FULL * width]
    closed = sum(bool(_TERMINAL.search(line.text)) for line in full)
    return width if width in _WRAP and full and 2 * closed <= len(full) else 0


def _special(group: Sequence[Line], at: int, region: _Region, first: bool) -> Block | None:
    """A heading or a line of furniture; None for running text."""
    line = group[at]
    if opens_references(line.text) and not first:
        region.enter(BlockKind.REFERENCE)
        return Block(BlockKind.HEADING, line.start, line.end, 2)
    if opens_furniture(line.text):
        region.enter(BlockKind.FURNITURE)
        return Block(BlockKind.FURNITURE, line.start, line.end)
    if _is_furniture(line.text, region.kind):
        return Block(BlockKind.FURNITURE, line.start, line.end)
    level = _heading_level(group, at, first)
    if level and (region.kind is not BlockKind.REFERENCE or _SECTIONS.match(line.text)):
        region.enter(None)
        return Block(BlockKind.HEADING, line.start, line.end, level)
    if region.kind is BlockKind.FURNITURE and _leaves(line.text, region, at):
        region.enter(None)
    return None


def _leaves(text: str, region: _Region, at: int) -> bool:
    """Whether line ``at`` of a group is the article's own again, behind a furniture section.

    A section swallows a few paragraphs; past its first one, a sentence that
    states a value is none of it.
    """
    states = bool(_VALUE.search(text) and _TERMINAL.search(text))
    past_first = region.seen > 1 or (region.seen == 1 and at > 0)
    return region.seen > _MAX_FURNITURE or (states and past_first)


def _is_furniture(text: str, kind: BlockKind | None) -> bool:
    """Whether a line is furniture; a line of figures in a reference list is part of an entry."""
    if kind is BlockKind.REFERENCE and re.search(r"\d|://", text):
        return False
    return is_furniture(text)


def _heading_level(group: Sequence[Line], at: int, first: bool) -> int:
    """The level of a heading, 0 for a line that is none."""
    text = group[at].text
    if _SECTIONS.match(text):
        return 2
    alone = len(group) == 1
    if first and alone and len(text) <= _MAX_TITLE and not _TERMINAL.search(text.rstrip("?")):
        return 1
    if alone and len(text) <= _MAX_HEADING and _NUMBERED_PART.match(text):
        return 0 if _CLOSED.search(text) else 3
    if not _may_head(text):
        return 0
    if any(line.text[0].islower() for line in group[at + 1 : at + 2]):
        return 0  # the next line goes on this one
    opens = at == 0 or bool(_TERMINAL.search(group[at - 1].text))
    number = _SECTION_NUMBER.match(text)
    if number and opens:
        return 1 + len(re.findall(r"\d+", number.group()))
    if _NUMERAL.match(text):
        return 0
    return 2 if alone or (opens and _heads(text, group[at + 1 : at + 2])) else 0


def _may_head(text: str) -> bool:
    """Whether a line can be a heading: short, opened like one, without full stop or value."""
    if len(text) > _MAX_HEADING or "|" in text or not _OPENING.match(text):
        return False
    if _CAPTION.match(text) or _DEFINED.match(text):
        return False
    return not (_CLOSED.search(text.rstrip("?")) or _VALUE.search(text) or _BULLET.match(text))


def _heads(text: str, following: Sequence[Line]) -> bool:
    """Whether the next line is the paragraph that a heading without blank lines heads."""
    if not following or not following[0].text[0].isupper():
        return False
    return len(following[0].text) > max(2 * len(text), _PARAGRAPH)


def _running(group: Sequence[Line], at: int, width: int, region: _Region) -> tuple[Block, int]:
    """A paragraph, list item, caption or entry from line ``at``, and its last line."""
    kind, level, label = _kind(group[at].text, region)
    start = group[at].start
    while at + 1 < len(group) and _continues(group, at, width, kind, label):
        at += 1
    return Block(kind, start, group[at].end, level, label), at


def _kind(text: str, region: _Region) -> tuple[BlockKind, int, str]:
    if region.kind is BlockKind.REFERENCE:
        return BlockKind.REFERENCE, 0, _label(text)
    if region.kind is BlockKind.FURNITURE:
        return BlockKind.FURNITURE, 0, ""
    numeral = item_numeral(text)
    if numeral is not None:
        return BlockKind.LIST_ITEM, 1, numeral
    if _CAPTION.match(text):
        return BlockKind.CAPTION, 0, ""
    if _is_field(text):
        return BlockKind.METADATA, 0, ""
    return BlockKind.PARAGRAPH, 0, ""


def _is_field(text: str) -> bool:
    """Whether a line is a field of a record, and not its abstract."""
    if not _FIELD.match(text):
        return False
    return text.count(" ") < _SENTENCE_WORDS or _FULL_STOP.search(text) is None


def _continues(group: Sequence[Line], at: int, width: int, kind: BlockKind, label: str) -> bool:
    """Whether the line after ``at`` belongs to the same paragraph."""
    this, following = group[at].text, group[at + 1].text
    if kind is BlockKind.REFERENCE:
        return not _opens_entry(this, following, label)
    if kind is BlockKind.METADATA or _BULLET.match(following) or is_furniture(following):
        return False
    closed = bool(_TERMINAL.search(this))
    if _NUMERAL.match(following) and (closed or not width):
        return False
    if following[0].islower() and not closed:
        return True
    # A line breaks at plain spaces alone, not at those that hold "5 mg" together.
    reach = group[at].end - group[at].first + 1 + len(following.split(" ", 1)[0])
    return bool(width) and reach > width


# --- reference entries --------------------------------------------------------


def _opens_entry(this: str, following: str, label: str) -> bool:
    """Whether a line of a reference list begins the entry after the one with this label."""
    if not label:
        closed = _TERMINAL.search(this) or (_ADDRESS.search(this) and _NAMES.match(following))
        return bool(closed or printed_label(following))
    if opens_furniture(following) or opens_references(following):
        return True
    number = _label(following)
    if not number:
        return bool(_SECTIONS.match(following))
    step = int(number) - int(label)
    return following.startswith("[") or 0 <= step <= _MAX_STEP


def _label(line: str) -> str:
    """The numeral that a line of a reference list begins with, or is."""
    alone = _ENTRY_ALONE.match(line)
    return alone.group(1) if alone else printed_label(line)


def opens_references(heading: str) -> bool:
    """Whether a heading's text opens a reference list."""
    return _REFERENCES.match(heading) is not None


def printed_label(text: str) -> str:
    """The numeral that an entry begins with, "" when it has none."""
    entry = _ENTRY.match(text)
    return next((part for part in entry.groups() if part), "") if entry else ""


def item_numeral(text: str) -> str | None:
    """The numeral of a list item, "" for one with a bullet, None where the text is no item."""
    if _BULLET.match(text):
        return ""
    numeral = _NUMERAL.match(text)
    return (numeral.group(1) or numeral.group(2)) if numeral else None


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
