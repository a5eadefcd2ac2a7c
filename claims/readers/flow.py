"""From the elements of a page to the blocks of a document, in one walk."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from claims import grid, structure
from claims.document import CLAIM_KINDS, Anchor, Block, BlockKind, Comment, Table
from claims.furniture import is_furniture, opens_furniture
from claims.readers import chrome
from claims.readers.chrome import BLOCK_TAGS, HEADING_TAGS, Weight, Weights
from claims.readers.linked import Mark, identifiers
from claims.readers.markup import NOTE, Element
from claims.readers.page import Page
from claims.readers.raised import raised

#: No longer phrase is raised, or a label that is linked.
_SHORT = 80
#: A cell with more text is a column of the page and not of a table.
_LONGEST_CELL = 3_000
#: No longer list of keys is cited in one place.
_LONGEST_CITE = 1_000
#: Rows that a cell spans which says 0, for all that follow.
_TO_THE_END = 1_000
#: Lines beyond this are not counted by every version of the parser.
_LAST_LINE = 65_534

_CAPTION = re.compile(
    r"(?:supplementary |online )?(?:table|figure|fig\.?|box)\s+[A-Z]?\d{1,3}[A-Za-z]?"
    r"\s*(?:[.:|–—-]|\Z)",
    re.I,
)
_LONGEST_CAPTION = 600
#: What prints the label of an entry, in an element of its own.
_LABEL = 8
_LABEL_ALONE = re.compile(r"[\[(]?(?:\d{1,4}|[a-z*†‡§¶])[\])]?\.?\Z")
#: What stands around links that are left out.
_EMPTY = re.compile(r"(?:\s*[\[(]\s*[\])],?)+\s*\Z")
_SIGNED = re.compile(r"[\[(]\d|\d{1,4}[.)\]]")
_LABELS = re.compile(r"[⁰¹²³⁴-⁹ᵃ-ᵿ]+(?:[,⁻*†‡§ ]{1,3}[⁰¹²³⁴-⁹ᵃ-ᵿ]+){0,9}")
_AND = re.compile(r"[,;&·*†‡§]|\band\b|\b[Bb]y\b")
_WORD = r"(?:[A-Z][^\s\d]{0,30}|[a-z]{2,3})"
_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{0,5}}\Z")
_ENDS = (".", ",", ";", "!")
_LONGEST_HEADING = 120
#: Whole lines of a reference list in one paragraph are at least so long.
_ENTRY_LINE = 40
#: Elements that make a section, so that what a heading says ends with them.
_SECTIONS = frozenset({"article", "aside", "details", "footer", "main", "section", "td"})


@dataclass(slots=True)
class _Frame:
    """An open element that says what its text is for.

    Attributes:
        element: the element.
        kind: what its text is for.
        level: the level of a heading or item.
        label: the numeral of an item that is not written yet.
        solid: whether it is one block whatever it holds.
        notes: whether it holds footnotes.
    """

    element: Element
    kind: BlockKind
    level: int = 0
    label: str = ""
    solid: bool = False
    notes: bool = False


@dataclass(slots=True)
class _Region:
    """The part of the page that the last heading has opened.

    Attributes:
        kind: REFERENCE, FURNITURE, or None for the article itself.
        level: the level of its heading.
        depth: how deep the heading stood.
        seen: blocks of its kind so far.
        listed: whether a list of entries has ended.
    """

    kind: BlockKind | None = None
    level: int = 0
    depth: int = 0
    seen: int = 0
    listed: bool = False


@dataclass(slots=True)
class _Grid:
    """An open table.

    Attributes:
        element: the element.
        caption: the caption over it.
        rows: its cells so far, row by row.
        head: how many rows stand in its head.
        gap: what parts the next cell from the words before it.
    """

    element: Element
    caption: str
    rows: list[list[grid.Slot]] = field(default_factory=list)
    head: int = 0
    gap: str = "\n\n"


class Flow:
    """Walks the elements of a page in order and writes their text.

    Args:
        root: the page.
        weights: the weight of each of its elements that can be seen.
        whole: true to write all that can be seen, chrome included.

    Attributes:
        page: what was written.
        tables: the finished tables.
        marks: links and raised phrases.
        entries: ids to the start of the reference entry in which they stand.
        counted: starts of the entries whose label is the count of their list.
        notes: starts of the entries that are footnotes.
        comments: comments by the elements that stand for them.
        main: the element that was read.
    """

    def __init__(self, root: Element, weights: Weights, *, whole: bool = False) -> None:
        self.page = Page()
        self.tables: list[Table] = []
        self.marks: list[Mark] = []
        self.entries: dict[str, int] = {}
        self.counted: set[int] = set()
        self.notes: set[int] = set()
        self.comments: dict[Element, Comment] = {}
        self.main = root
        self._weights = weights
        self._whole = whole
        self._names = _names(root)
        self._article = Weight()
        self._open: list[Element] = []
        self._places: list[Anchor] = [Anchor(0)]
        self._frames: list[_Frame] = []
        self._grids: list[_Grid] = []
        self._counts: list[int] = []
        self._links: list[tuple[Element, int]] = []
        self._figures: list[int] = []
        self._ids: list[tuple[str, int]] = []
        self._cited: dict[str, str] = {}
        self._region = _Region()
        self._level = 1
        self._titled = False
        self._bold = 0
        self._all_bold = True

    def read(self, main: Element) -> None:
        """Write the text of an element, its main one."""
        self.main, self._article = main, self._weights[main]
        walk = etree.iterwalk(main, events=("start", "end"))
        skipped: Element | None = None
        for event, element in walk:
            if event == "start":
                out = self._note(element) or (element is not main and self._left_out(element))
                if out or self._enter(element):
                    walk.skip_subtree()
                    skipped = element
                continue
            if element is not skipped:
                self._leave(element)
            skipped = None
            if element is not main and element.tail:
                self._write(element.tail)
        self._close(last=True)

    def _note(self, element: Element) -> bool:
        """Keep a comment with its place; false for every other element."""
        if element.tag != NOTE:
            return False
        end = self.page.length
        last = self.page.slice(end - 2, end)
        at = end - len(last) + len(last.rstrip())
        words = element.get("words") or ""
        self.comments[element] = Comment(words, at, at, inline=self.page.is_open)
        return True

    def _left_out(self, element: Element) -> bool:
        own = self._weights.get(element)
        if own is None:
            return True
        if self._whole:
            return False
        if chrome.is_chrome(element, own, self._article):
            return True
        listing = self._in_references()
        if (listing or self._region.listed) and self._is_button(element):
            self._cite(element)
            return True
        return not listing and chrome.is_link_list(element, own)

    def _is_button(self, element: Element) -> bool:
        """Whether a link of an entry leads back, or to the cited work, and says no more of it."""
        if self._weights[element].text > _SHORT:
            return False
        name = chrome.database(element)
        linked = bool(name) and (name not in _WRITTEN or bool(_led(element)))
        return linked or chrome.leads_back(element)

    def _write(self, words: str) -> None:
        verbatim = bool(self._frames) and self._frames[-1].kind is BlockKind.CODE
        if not self._bold and not words.isspace():
            self._all_bold = False
        self.page.place = self._places[-1]
        self.page.write(words, verbatim=verbatim)

    # -- entering and leaving elements

    def _enter(self, element: Element) -> bool:
        """Begin an element; true when all of it is written and nothing is left to walk."""
        tag = element.tag
        if tag == "br":
            self._break()
            return True
        if tag in BLOCK_TAGS:
            self._begin(element)
        for name in (element.get("id"), element.get("name")):
            if name:
                self._ids.append((name, self.page.length))
        if self._weights[element].text <= _SHORT and _is_raised(element):
            self._raise(element)
            return True
        self._open.append(element)
        self._bold += tag in ("b", "strong")
        if tag == "a" or "data-cites" in element.attrib:
            self._links.append((element, self.page.length))
        if element.text:
            self._write(element.text)
        return False

    def _leave(self, element: Element) -> None:
        tag = element.tag
        self._bold -= tag in ("b", "strong")
        if self._links and self._links[-1][0] is element:
            self._link(*self._links.pop())
        if tag in BLOCK_TAGS:
            self._end(element)
        elif self._in_references() and self._is_label():
            self._write(" ")
        self._open.pop()

    def _begin(self, element: Element) -> None:
        """Begin an element that stands on lines of its own."""
        if self._solid():
            self._write(" ")
            return
        self._close()
        line: int | None = getattr(element, "sourceline", None)
        shown = line if line and line < _LAST_LINE else None
        self._places.append(Anchor(0, shown, None, self._names.get(element)))
        tag = element.tag
        if tag == "figure":
            self._figures.append(len(self.tables))
        elif tag in ("ol", "ul"):
            self._counts.append(_integer(element.get("start"), 1))
        elif tag == "tr" and self._grids:
            self._grids[-1].gap = "\n" if self._grids[-1].rows else "\n\n"
            self._grids[-1].rows.append([])
        elif tag == "table" and not self._in_references() and not self._is_layout(element):
            self._grids.append(_Grid(element, self._caption()))
        frame = self._frame(element)
        if frame:
            self._frames.append(frame)

    def _end(self, element: Element) -> None:
        if self._solid() and self._frames[-1].element is not element:
            self._write(" ")
            return
        tag = element.tag
        if tag in ("td", "th") and self._grids:
            self._cell(element)
        else:
            self._close()
        if self._frames and self._frames[-1].element is element:
            self._frames.pop()
        self._places.pop()
        if tag in ("ol", "ul"):
            self._counts.pop()
            self._region.listed |= self._region.seen > 0
            self.page.part("\n" if self._counts else "\n\n")
        elif tag == "figure":
            self._figures.pop()
        elif self._grids and self._grids[-1].element is element:
            self._finish(self._grids.pop())
        self._end_region(tag)

    # -- what the text of an element is for

    def _frame(self, element: Element) -> _Frame | None:
        tag, own = element.tag, self._weights[element]
        if tag in HEADING_TAGS:
            return _Frame(element, BlockKind.HEADING, int(tag[1]), solid=True)
        if tag in ("td", "th") and self._grids:
            return self._cell_frame(element)
        if chrome.is_caption(element, own):
            return _Frame(element, BlockKind.CAPTION, solid=True)
        if chrome.is_note(element):
            return _Frame(element, BlockKind.REFERENCE, solid=True, notes=True)
        if chrome.holds_references(element):
            notes = chrome.holds_notes(element)
            return _Frame(element, BlockKind.REFERENCE, notes=notes)
        if self._in_references() or (self._region.kind is BlockKind.REFERENCE and tag == "li"):
            return self._entry_frame(element)
        if tag == "li":
            return _Frame(element, BlockKind.LIST_ITEM, len(self._counts), self._numeral(element))
        if tag == "pre":
            return _Frame(element, BlockKind.CODE, solid=True)
        if chrome.is_byline(element, own):
            return _Frame(element, BlockKind.METADATA)
        return None

    def _entry_frame(self, element: Element) -> _Frame | None:
        """The frame of one entry of a reference list."""
        if element.tag == "li":
            return _Frame(element, BlockKind.REFERENCE, 0, self._numeral(element), solid=True)
        if element.tag in ("tr", "dd") or chrome.is_entry(element, self._weights[element]):
            return _Frame(element, BlockKind.REFERENCE, solid=True)
        return None

    def _cell_frame(self, element: Element) -> _Frame:
        table = self._grids[-1]
        if not table.rows:
            table.rows.append([])
        table.gap += "\t" if table.rows[-1] else ""
        self.page.part(table.gap)
        return _Frame(element, BlockKind.CELL, solid=True)

    def _numeral(self, element: Element) -> str:
        parent = element.getparent()
        if parent is None or parent.tag != "ol" or not self._counts:
            return ""
        number = _integer(element.get("value"), self._counts[-1])
        self._counts[-1] = number + 1
        return str(number)

    def _solid(self) -> bool:
        return bool(self._frames) and self._frames[-1].solid

    def _in_references(self) -> bool:
        """Whether what stands here is a reference, list or no list."""
        if self._region.kind is BlockKind.REFERENCE and not self._region.listed:
            return True
        return any(frame.kind is BlockKind.REFERENCE for frame in self._frames[-4:])

    # -- blocks

    def _close(self, *, last: bool = False) -> None:
        """End the open block."""
        page = self.page
        if not page.is_open:
            return
        words = page.words.strip()
        kind, level, label = self._judged(words)
        if kind is BlockKind.REFERENCE:
            if not last and not self._solid() and self._is_label():
                self._write(" ")
                return
            self._identify()
            words = page.words.strip()
        block = page.close(kind, level, label)
        page.part("\n" if kind is BlockKind.LIST_ITEM else "\n\n")
        if self._frames and self._frames[-1].kind is kind:
            self._frames[-1].label = ""
        if kind is BlockKind.REFERENCE and block:
            self._enlist(block, words)
        elif kind is BlockKind.CAPTION:
            self._captioned(words)
        if kind is BlockKind.HEADING or kind in CLAIM_KINDS:
            self._titled = kind is BlockKind.HEADING and level == 1
        self._region.seen += kind is self._region.kind
        self._ids.clear()
        self._cited.clear()
        self._all_bold = True

    def _judged(self, words: str) -> tuple[BlockKind, int, str]:
        """Kind, level and label of the open block."""
        frame = self._frames[-1] if self._frames else None
        kind = frame.kind if frame else BlockKind.PARAGRAPH
        level, label = (frame.level, frame.label) if frame else (0, "")
        if kind is BlockKind.HEADING:
            self._level = level
            kind = self._headed(words, level)
            return kind, 0 if kind is BlockKind.CAPTION else level, ""
        if self._region.kind is BlockKind.FURNITURE and kind is not BlockKind.CELL:
            return BlockKind.FURNITURE, 0, ""
        if frame and frame.solid:
            return kind, level, _printed(words, label) if kind is BlockKind.REFERENCE else label
        if self._is_heading(words, kind):
            return self._headed(words, 6), min(self._level + 1, 6), ""
        referring = self._in_references()
        if is_furniture(words) and not (referring and "://" in words):
            return BlockKind.FURNITURE, 0, ""
        if referring:
            return BlockKind.REFERENCE, 0, _printed(words, "")
        if kind is BlockKind.PARAGRAPH and _is_caption(words):
            return BlockKind.CAPTION, 0, ""
        if self._titled and _is_byline(words):
            return BlockKind.METADATA, 0, ""
        return kind, level, label

    def _is_heading(self, words: str, kind: BlockKind) -> bool:
        """Whether a paragraph is a heading in all but its element."""
        if kind not in (BlockKind.PARAGRAPH, BlockKind.REFERENCE) or len(words) > _LONGEST_HEADING:
            return False
        if structure.opens_references(words):
            return True
        bold = self._all_bold and not words.endswith(_ENDS) and "\n" not in words
        return bold and not re.search(r"\d", words) and len(words) > 1

    def _headed(self, words: str, level: int) -> BlockKind:
        """Open or end a region by a heading; what the heading is itself."""
        if _is_caption(words):
            return BlockKind.CAPTION
        opened = None
        if structure.opens_references(words):
            opened = BlockKind.REFERENCE
        elif opens_furniture(words):
            opened = BlockKind.FURNITURE
        if opened or self._region.kind is None or level <= self._region.level:
            self._region = _Region(opened, level, len(self._open))
        furniture = self._region.kind is BlockKind.FURNITURE
        return BlockKind.FURNITURE if furniture else BlockKind.HEADING

    def _end_region(self, tag: str) -> None:
        """End what a heading has opened with the section that the heading stands in."""
        region = self._region
        if region.kind is None or len(self._open) >= region.depth:
            return
        if region.seen > (0 if tag in _SECTIONS or region.kind is BlockKind.FURNITURE else 2):
            self._region = _Region()

    def _break(self) -> None:
        if self._solid() and self._frames[-1].kind is not BlockKind.CODE:
            self._write(" ")
        elif self.page.ends_line and not self._solid():
            self._close()
        else:
            self.page.break_line()

    # -- reference entries

    def _is_label(self) -> bool:
        return self.page.size <= _LABEL and bool(_LABEL_ALONE.match(self.page.words.strip()))

    def _identify(self) -> None:
        """Write the identifiers that an entry only links to, for the names of their databases."""
        words = self.page.words
        left = _EMPTY.search(words, max(0, len(words) - _SHORT))
        if left:
            self.page.drop(len(words) - left.start())
        lower = words.lower()
        for kind, value in self._cited.items():
            if value.lower() not in lower:
                self.page.write(_WRITTEN[kind].format(value))

    def _enlist(self, block: Block, words: str) -> None:
        """Part the entries of a paragraph, and remember where the ids in them lead."""
        cuts = _entry_cuts(words) if "\n" in words else [0]
        if len(cuts) > 1:
            self.page.split(cuts, [_printed(words[cut : cut + _SHORT], "") for cut in cuts])
        elif block.label and not structure.printed_label(words):
            self.counted.add(block.start)
        starts = [block.start + cut for cut in cuts]
        if any(frame.notes for frame in self._frames[-4:]):
            self.notes.update(starts)
        for name, offset in self._ids:
            held = bisect_right(starts, offset)
            self.entries.setdefault(name, starts[max(0, held - 1)])

    # -- tables

    def _caption(self) -> str:
        """The captions that stand over a table."""
        found: list[str] = []
        for block in reversed(self.page.blocks[-3:]):
            if block.kind is not BlockKind.CAPTION:
                break
            found.append(self.page.slice(block.start, block.end))
        return " ".join(reversed(found))

    def _captioned(self, words: str) -> None:
        """Give a caption to the tables that stand with it."""
        if self._grids:
            self._grids[-1].caption = words
        elif self._figures:
            for at in range(self._figures[-1], len(self.tables)):
                table = self.tables[at]
                self.tables[at] = replace(table, caption=table.caption or words)
            self._figures[-1] = len(self.tables)

    def _cell(self, element: Element) -> None:
        page, table = self.page, self._grids[-1]
        block = page.close(BlockKind.CELL)
        start, end = (block.start, block.end) if block else (page.length, page.length)
        words = page.slice(start, end)
        rows, columns = (_integer(element.get(name), 1) for name in ("rowspan", "colspan"))
        heading = element.tag == "th" or "scope" in element.attrib
        slot = grid.Slot(start, end, words, heading, rows or _TO_THE_END, max(columns, 1))
        table.rows[-1].append(slot)
        table.gap = "" if block else table.gap
        if "thead" in [one.tag for one in self._open[-3:]]:
            table.head = len(table.rows)
        self._ids.clear()
        self._all_bold = True

    def _finish(self, table: _Grid) -> None:
        self.page.part()
        slots = [slot for row in table.rows for slot in row if slot.text]
        if slots:
            rows = [row for row in grid.sane(table.rows) if row]
            caption = table.caption
            start, end = slots[0].start, slots[-1].end
            self.tables.append(grid.table(rows, start, end, caption, table.head or None))

    def _is_layout(self, element: Element) -> bool:
        """Whether a table only lays the page out."""
        if element.get("role") in ("presentation", "none") or self._weights[element].tables:
            return True
        widest = cells = 0
        for one in element.iter("tr", "td", "th"):
            cells = 0 if one.tag == "tr" else cells + 1
            widest = max(widest, cells)
            own = self._weights.get(one)
            if own and one.tag != "tr" and own.text > _LONGEST_CELL:
                return True
        return widest < 2

    # -- markers

    def _raise(self, element: Element) -> None:
        """Write a raised phrase; labels and powers become raised characters."""
        words = " ".join("".join(map(str, element.itertext())).split())
        if not self.page.is_open:
            self._write(f"{words} ")  # the label of a note, and no marker
            return
        before = self.page.length
        self._write(raised(words))
        targets = tuple(a.get("href") or "" for a in element.iter("a"))
        self._mark(before, "superscript", targets)

    def _link(self, element: Element, before: int) -> None:
        targets = tuple(filter(None, (element.get("href"),)))
        for key in (element.get("data-cites") or "")[:_LONGEST_CITE].split():
            targets += (f"#ref-{key}", f"#{key}")
        if self._in_references():
            self._cite(element)
        elif targets:
            role = f"{element.get('role') or ''} {element.get('class') or ''}"
            noted = "noteref" in role or "footnote" in role
            self._mark(before, "footnote" if noted else "link", targets)

    def _cite(self, element: Element) -> None:
        """Remember what a link of an entry leads to."""
        for kind, value in _led(element).items():
            self._cited.setdefault(kind, value)

    def _mark(self, before: int, kind: str, targets: tuple[str, ...]) -> None:
        page = self.page
        if page.is_open and before < page.length <= before + _SHORT + 2:
            raw = page.slice(before, page.length)
            start = before + len(raw) - len(raw.lstrip())
            end = before + len(raw.rstrip())
            if start < end:
                self.marks.append(Mark(start, end, kind, targets))


#: How an identifier that is only linked is written.
_WRITTEN: Mapping[str, str] = {"doi": " doi:{}", "pmid": " PMID: {}", "pmcid": " PMCID: {}"}


def _names(root: Element) -> dict[Element, str]:
    """Block elements by their place among their kind, an XPath that any browser takes."""
    counts: Counter[str] = Counter()
    names: dict[Element, str] = {}
    for element in root.iter(*BLOCK_TAGS):
        counts[element.tag] += 1
        names[element] = f"(//{element.tag})[{counts[element.tag]}]"
    return names


def _is_caption(words: str) -> bool:
    return len(words) < _LONGEST_CAPTION and _CAPTION.match(words) is not None


def _is_raised(element: Element) -> bool:
    """Whether an element stands above the line."""
    if element.tag == "sup":
        return True
    if element.tag == "span":
        return chrome.is_raised(element)
    parent = element.getparent()
    return parent is not None and parent.tag in ("msup", "msubsup") and element.getnext() is None


def _led(element: Element) -> dict[str, str]:
    """The identifiers that a link leads to, by kind."""
    return dict(identifiers((element.get("href") or "",)))


def _is_byline(words: str) -> bool:
    """Whether a line below the title is names, raised labels of affiliations behind them."""
    names, raised = _LABELS.subn(",", words)
    return bool(raised) and all(
        _NAME.match(name.strip()) for name in _AND.split(names) if name.strip()
    )


def _printed(words: str, counted: str) -> str:
    """The label of an entry: the printed one, else the count of its list."""
    printed = structure.printed_label(words)
    if _SIGNED.match(words) or (not counted and len(printed) < 4):
        return printed or counted
    return counted


def _entry_cuts(words: str) -> list[int]:
    """Where the entries of a paragraph start: at printed labels, or at long lines without any."""
    lines = [(found.start(), found.group()) for found in re.finditer(r"\S[^\n]*", words)]
    labelled = [at for at, line in lines if structure.printed_label(line)]
    if len(labelled) > 1:
        return [0, *labelled] if labelled[0] else labelled
    if not labelled and all(len(line) >= _ENTRY_LINE for _, line in lines):
        return [at for at, _ in lines]
    return [0]


def _integer(printed: str | None, default: int) -> int:
    found = re.match(r"\s*(\d{1,4})", printed or "")
    return int(found.group(1)) if found else default
