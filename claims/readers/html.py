"""HTML pages: the article without the page around it.

The text is what a reader sees of the article: headings, paragraphs, lists,
tables and references in order.  Raised digits stay raised ("metastasis¹,³"),
so that labels and powers never run into a word or a number.  The position of
a block is the line of its element; columns count in the block.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from claims import grid, records, structure
from claims.document import Anchor, BlockKind, Document, Extent, Table
from claims.furniture import is_furniture, opens_furniture
from claims.readers import chrome
from claims.readers.chrome import BLOCK_TAGS, Element, Weights
from claims.readers.errors import ReadError, decode
from claims.readers.linked import Mark, markers
from claims.readers.page import Page

#: A page with more elements is refused.
MAX_ELEMENTS = 1_000_000

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_RAISED = str.maketrans("0123456789-–—−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻⁻⁺")
_DIGITS = re.compile(r"\s*[–—−+-]?\d[\d,;–—−-]*\s*\Z")
#: No longer phrase is raised or a label.
_SHORT = 80
#: A cell with more text is a column of the page and not of a table.
_LONGEST_CELL = 3_000

_META = {
    "citation_title": ("title", re.compile(r".{1,500}", re.S)),
    "citation_doi": ("doi", re.compile(r"10\.\d{4,9}/\S+")),
    "dc.identifier": ("doi", re.compile(r"10\.\d{4,9}/\S+")),
    "citation_pmid": ("pmid", re.compile(r"\d{1,9}")),
    "citation_pmcid": ("pmcid", re.compile(r"PMC\d{1,9}")),
    "citation_publication_date": ("year", re.compile(r"(?:18|19|20)\d\d")),
    "citation_year": ("year", re.compile(r"(?:18|19|20)\d\d")),
    "citation_date": ("year", re.compile(r"(?:18|19|20)\d\d")),
    "citation_author": ("author", re.compile(r".{1,200}")),
}
#: Pages of databases that show abstracts alone.
_DATABASES = re.compile(r"//(?:pubmed\.ncbi|www\.ncbi)\.nlm\.nih\.gov/(?:pubmed/)?\d+", re.I)


def parse(data: bytes, name: str) -> Document:
    """Read an HTML page.

    Raises:
        ReadError: the page is not in its encoding, nests too deeply, or holds
            no text.
    """
    root = _tree(data, name)
    weights = chrome.weigh(root)
    reader = _Reader(weights)
    reader.read(root, chrome.main_element(root, weights))
    if not any(block.kind is not BlockKind.FURNITURE for block in reader.page.blocks):
        mend = "save the page when it has loaded, or give its text"
        raise ReadError(name, "the page holds no text", mend)
    return _document(reader, root, name)


def _document(reader: _Reader, root: Element, name: str) -> Document:
    text = reader.page.text
    blocks = tuple(structure.label_entries(text, reader.page.blocks))
    record = records.describe(text, blocks)
    stated = dict.fromkeys(_metadata(root))
    kinds = {kind for kind, _ in stated}
    titles = [value for kind, value in stated if kind == "title"]
    identifiers = [pair for pair in stated if pair[0] != "title"]
    identifiers += [pair for pair in record.identifiers if pair[0] not in kinds]
    extent, reason = record.extent, record.reason
    if extent is Extent.FULL and _is_database(root):
        extent, reason = Extent.ABSTRACT, "a database record with its abstract"
    return Document(
        name=name,
        text=text,
        format="html",
        title=titles[0] if titles else record.title or _page_title(root),
        blocks=blocks,
        tables=tuple(reader.tables),
        markers=markers(text, blocks, reader.marks, reader.entries),
        anchors=tuple(reader.page.anchors),
        extent=extent,
        extent_reason=reason,
        language=root.get("lang") or "",
        identifiers=tuple(identifiers),
    )


# --- the tree -------------------------------------------------------------


def _tree(data: bytes, name: str) -> Element:
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        recover=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    text = _decoded(data, name).removeprefix("\ufeff").replace("\x00", "")
    root = etree.fromstring(text.encode("utf-8"), parser)
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise ReadError(name, "the page nests its elements too deeply", "give its text instead")
    if root is None:
        raise ReadError(name, "the page holds no elements", "give its text instead")
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        problem = f"the page has more than {MAX_ELEMENTS:,} elements"
        raise ReadError(name, problem, "give its text instead")
    return root


def _decoded(data: bytes, name: str) -> str:
    """The page's text in the encoding that it declares, UTF-8 where it declares none."""
    declared = _CHARSET.search(data[:4096])
    charset = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    charset = "cp1252" if charset in ("iso-8859-1", "latin1", "us-ascii") else charset
    try:
        known = codecs.lookup(charset).name
    except LookupError:
        known = "utf-8"
    if known == "utf-8" or data.startswith(codecs.BOM_UTF8):
        return decode(data, name)
    try:
        return data.decode(known)
    except (UnicodeDecodeError, LookupError):
        return decode(data, name)


def _metadata(root: Element) -> Iterator[tuple[str, str]]:
    for element in root.iter("meta"):
        kind, pattern = _META.get((element.get("name") or "").lower(), ("", None))
        found = pattern.search((element.get("content") or "").strip()) if pattern else None
        if found:
            yield kind, " ".join(found.group().split())


def _page_title(root: Element) -> str:
    found = root.find(".//head/title")
    return "" if found is None else " ".join("".join(map(str, found.itertext())).split())


def _is_database(root: Element) -> bool:
    addresses = [
        element.get("href") for element in root.iter("link") if element.get("rel") == "canonical"
    ]
    addresses += [e.get("content") for e in root.iter("meta") if e.get("property") == "og:url"]
    return any(_DATABASES.search(address or "") for address in addresses)


# --- from elements to blocks ------------------------------------------------


@dataclass(slots=True)
class _Frame:
    """An open element that says what its text is for."""

    element: Element
    kind: BlockKind
    level: int = 0
    label: str = ""


@dataclass(slots=True)
class _Grid:
    """An open table: its rows, the first of them headings."""

    element: Element
    rows: list[list[grid.Slot]] = field(default_factory=list)
    head: int = 0
    caption: str = ""


class _Reader:
    """Walks the elements of a page in order and writes their text.

    Attributes:
        page: what was written.
        tables: the finished tables.
        marks: links and raised phrases.
        entries: ids to the start of the reference entry in which they stand.
    """

    def __init__(self, weights: Weights) -> None:
        self.page = Page()
        self.tables: list[Table] = []
        self.marks: list[Mark] = []
        self.entries: dict[str, int] = {}
        self._weights = weights
        self._frames: list[_Frame] = []
        self._grids: list[_Grid] = []
        self._counts: list[int] = []
        self._links: list[tuple[Element, int]] = []
        self._region: BlockKind | None = None
        self._region_level = 0
        self._ids: list[str] = []
        self._names: dict[Element, str] = {}

    def read(self, root: Element, main: Element) -> None:
        """Write the text of the main element."""
        self._name(root)
        total = self._weights[main].text
        kept = {main, *_ancestors(next(main.iter("h1"), None))}
        walk = etree.iterwalk(main, events=("start", "end"))
        skipped: Element | None = None
        for event, element in walk:
            if event == "start":
                chromed = element not in kept and chrome.is_chrome(element, self._weights, total)
                if chromed or self._enter(element):
                    walk.skip_subtree()
                    skipped = element
                continue
            if element is not skipped:
                self._leave(element)
            skipped = None
            parent = element.getparent()
            if element is not main and element.tail and parent is not None:
                self._write(element.tail, parent)
        self._close()

    def _name(self, root: Element) -> None:
        """Name block elements by their place among their kind, as XPath does."""
        counts: Counter[str] = Counter()
        for element in root.iter():
            tag = element.tag
            if isinstance(tag, str) and tag in BLOCK_TAGS:
                counts[tag] += 1
                self._names[element] = f"(//{tag})[{counts[tag]}]"

    def _anchor(self, element: Element) -> Anchor:
        for one in _ancestors(element):
            if one in self._names:
                line: int | None = getattr(one, "sourceline", None)
                return Anchor(0, line=line, element=self._names[one])
        return Anchor(0)

    def _write(self, words: str, element: Element, *, verbatim: bool = False) -> None:
        code = bool(self._frames) and self._frames[-1].kind is BlockKind.CODE
        self.page.write(words, self._anchor(element), verbatim=verbatim or code)

    # -- entering and leaving elements

    def _enter(self, element: Element) -> bool:
        """Begin an element; true when all of it is written and nothing is left to walk."""
        tag = element.tag
        if element.get("id") or element.get("name"):
            self._ids.extend(filter(None, (element.get("id"), element.get("name"))))
        if tag == "br":
            self._break(element)
            return True
        if tag == "sup" and self._weights[element].text <= _SHORT:
            self._raise(element)
            return True
        if tag in BLOCK_TAGS:
            self._open(element)
        elif tag == "a":
            self._links.append((element, self.page.length))
        if element.text:
            self._write(element.text, element)
        return False

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if tag == "a" and self._links and self._links[-1][0] is element:
            self._link(element, self._links.pop()[1])
        elif tag in BLOCK_TAGS:
            self._shut(element)

    def _open(self, element: Element) -> None:
        tag = element.tag
        if self._inside_one():
            self._write(" ", element)
            return
        self._close()
        if chrome.holds_references(element) and self._region is None:
            self._frames.append(_Frame(element, BlockKind.REFERENCE))
        if tag == "table" and not _is_layout(element, self._weights):
            self._grids.append(_Grid(element, caption=self._caption()))
        elif tag == "tr" and self._grids:
            self._grids[-1].rows.append([])
            self.page.part("\n")
        elif tag in ("ol", "ul"):
            self._counts.append(_integer(element.get("start"), 1))
        else:
            frame = self._frame(element)
            if frame:
                self._frames.append(frame)

    def _frame(self, element: Element) -> _Frame | None:
        tag = element.tag
        if tag in _HEADINGS:
            return _Frame(element, BlockKind.HEADING, _HEADINGS[tag])
        if tag in ("td", "th") and self._grids:
            self.page.part("\t" if self._grids[-1].rows and self._grids[-1].rows[-1] else "\n")
            return _Frame(element, BlockKind.CELL)
        if self._kind() is BlockKind.REFERENCE:
            return self._entry(element)
        if tag == "li":
            return _Frame(element, BlockKind.LIST_ITEM, len(self._counts), self._numeral(element))
        if tag in ("figcaption", "caption"):
            return _Frame(element, BlockKind.CAPTION)
        return _Frame(element, BlockKind.CODE) if tag == "pre" else None

    def _entry(self, element: Element) -> _Frame | None:
        """The frame of one entry of a reference list."""
        if element.tag == "li":
            return _Frame(element, BlockKind.REFERENCE, -1, self._numeral(element))
        if element.tag in ("p", "dd") or not self._weights[element].blocks:
            return _Frame(element, BlockKind.REFERENCE, -1)
        return None

    def _numeral(self, element: Element) -> str:
        parent = element.getparent()
        if parent is None or parent.tag != "ol" or not self._counts:
            return ""
        number = _integer(element.get("value"), self._counts[-1])
        self._counts[-1] = number + 1
        return str(number)

    def _shut(self, element: Element) -> None:
        inside = self._inside_one()
        if inside and not any(frame.element is element for frame in self._frames[-2:]):
            self._write(" ", element)
            return
        if element.tag in ("td", "th") and self._grids:
            self._cell(element)
        else:
            self._close()
        while self._frames and self._frames[-1].element is element:
            self._frames.pop()
        if element.tag in ("ol", "ul") and self._counts:
            self._counts.pop()
        if self._grids and self._grids[-1].element is element:
            self._finish(self._grids.pop())

    def _inside_one(self) -> bool:
        """Whether the open element is one block whatever it holds: a cell, an entry, a heading."""
        if not self._frames:
            return False
        frame = self._frames[-1]
        whole = (BlockKind.CELL, BlockKind.HEADING, BlockKind.CAPTION)
        return frame.kind in whole or (frame.kind is BlockKind.REFERENCE and frame.level < 0)

    # -- blocks

    def _kind(self) -> BlockKind:
        """What the text at this place is for."""
        if self._region is not None:
            return self._region
        for frame in reversed(self._frames):
            return frame.kind
        return BlockKind.PARAGRAPH

    def _close(self) -> None:
        if not self.page.is_open:
            return
        words = self.page.words.strip()
        frame = self._frames[-1] if self._frames else None
        kind = frame.kind if frame else BlockKind.PARAGRAPH
        level, label = (frame.level, frame.label) if frame else (0, "")
        if kind is BlockKind.HEADING:
            kind = self._headed(words, level)
        elif self._region and kind is not BlockKind.CELL:
            kind = self._region
        elif is_furniture(words) and kind is not BlockKind.REFERENCE:
            kind = BlockKind.FURNITURE
        if kind is BlockKind.REFERENCE:
            level, label = 0, label or structure.printed_label(words)
        block = self.page.close(kind, max(level, 0), label)
        if kind is BlockKind.CAPTION and self._grids:
            self._grids[-1].caption = words
        if block and kind is BlockKind.REFERENCE:
            self.entries.update(dict.fromkeys(self._ids, block.start))
        self._ids.clear()
        self.page.part("\n" if kind is BlockKind.LIST_ITEM else "\n\n")

    def _headed(self, words: str, level: int) -> BlockKind:
        """Whether a heading opens or ends a special region, and what it is itself."""
        if self._region is None or level <= self._region_level:
            self._region, self._region_level = None, level
            if structure.opens_references(words):
                self._region = BlockKind.REFERENCE
            elif opens_furniture(words):
                self._region = BlockKind.FURNITURE
        return BlockKind.FURNITURE if self._region is BlockKind.FURNITURE else BlockKind.HEADING

    def _break(self, element: Element) -> None:
        between = self._kind() is BlockKind.REFERENCE and not self._inside_one()
        if between or self.page.ends_line:
            self._close()
        else:
            self._write("\n", element, verbatim=True)

    # -- tables

    def _caption(self) -> str:
        """The caption that stands over a table."""
        last = self.page.blocks[-1] if self.page.blocks else None
        if last is None or last.kind is not BlockKind.CAPTION:
            return ""
        return self.page.since(last.start)[: last.end - last.start]

    def _cell(self, element: Element) -> None:
        block = self.page.close(BlockKind.CELL)
        start, end = (block.start, block.end) if block else (self.page.length,) * 2
        words = self.page.since(start) if block else ""
        table = self._grids[-1]
        if not table.rows:
            table.rows.append([])
        rows, columns = (_integer(element.get(name), 1) for name in ("rowspan", "colspan"))
        heading = element.tag == "th"
        table.rows[-1].append(grid.Slot(start, end, words, heading, max(rows, 1), max(columns, 1)))
        parent = element.getparent()
        group = None if parent is None else parent.getparent()
        if group is not None and group.tag == "thead":
            table.head = len(table.rows)
        self._ids.clear()

    def _finish(self, table: _Grid) -> None:
        slots = [slot for row in table.rows for slot in row]
        if slots:
            caption = table.caption or self._caption()
            start, end = slots[0].start, slots[-1].end
            self.tables.append(grid.table(table.rows, start, end, caption, table.head or None))
        self.page.part()

    # -- markers

    def _raise(self, element: Element) -> None:
        """Write a raised phrase; digits become raised characters."""
        words = "".join(map(str, element.itertext()))
        digits = _DIGITS.match(words)
        shown = words.strip().replace(";", ",").translate(_RAISED) if digits else words
        before = self.page.length
        self._write(shown, element)
        targets = tuple(a.get("href") or "" for a in element.iter("a"))
        if (digits or targets) and self.page.length > before and self.page.is_open:
            self._mark(before, "superscript", targets)

    def _link(self, element: Element, before: int) -> None:
        target = element.get("href") or ""
        if not target or self.page.length <= before or not self.page.is_open:
            return
        role = f"{element.get('role') or ''} {element.get('class') or ''}"
        kind = "footnote" if "noteref" in role or "footnote" in role else "link"
        if self.page.length - before <= _SHORT or "#" in target:
            self._mark(before, kind, (target,))

    def _mark(self, before: int, kind: str, targets: tuple[str, ...]) -> None:
        raw = self.page.since(before)
        start = before + len(raw) - len(raw.lstrip())
        end = before + len(raw.rstrip())
        if start < end:
            self.marks.append(Mark(start, end, kind, targets))


def _ancestors(element: Element | None) -> Iterator[Element]:
    while element is not None:
        yield element
        element = element.getparent()


def _integer(printed: str | None, default: int) -> int:
    found = re.match(r"\s*(\d{1,6})", printed or "")
    return int(found.group(1)) if found else default


def _is_layout(element: Element, weights: Weights) -> bool:
    """Whether a table only lays the page out."""
    if element.get("role") in ("presentation", "none") or weights[element].tables:
        return True
    rows = list(element.iter("tr"))
    cells = [sum(1 for _ in row.iter("td", "th")) for row in rows]
    if not rows or max(cells) < 2:
        return True
    return any(weights[cell].text > _LONGEST_CELL for cell in element.iter("td", "th"))
