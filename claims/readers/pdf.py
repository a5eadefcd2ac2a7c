"""PDF: the text layer, in the order in which it is read.

Columns, running heads, page numbers, divided words and raised labels are told
by the layout, or by the file's tags where it is tagged.  pypdfium2 opens the
file (extra ``documents``).  Pictures of pages have no text layer; they are
refused with the advice to recognise their text first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from claims import records, structure
from claims.document import Anchor, BlockKind, Document
from claims.readers import glyphs, layout, paragraphs, tagged
from claims.readers.draft import Draft, Facts
from claims.readers.errors import ReadError
from claims.readers.glyphs import Word
from claims.readers.layout import Cell, Grid, Line
from claims.readers.paragraphs import Paragraph
from claims.readers.regions import Region, is_caption

#: No article has more pages, or more characters.
MAX_PAGES = 2_000
MAX_CHARACTERS = 3_000_000

#: A page with fewer characters than this holds no more than a stamp or a page number.
_FEWEST = 20
_EDGE = 3
#: A line at a page's edge that stands on this share of the pages is a running head.
_RUNNING = 0.3
#: Labels that a reference list may leave out.
_STEP = 3
#: Larger than the running words by this factor: a heading.
_LARGER = 1.12
_LONGEST_HEADING = 200
_SIGNED = re.compile(r"\[\d{1,4}\]|\d{1,4}[.)]?\s")
_PAGE_NUMBER = re.compile(r"\W{0,2}\d{1,4}\W{0,2}")
#: A page number stands at least so many sizes of its font apart.
_ALONE = 2.0
_NUMBER = re.compile(r"\d+")


def parse(data: bytes, name: str) -> Document:
    """Read a PDF.

    Raises:
        ReadError: the file is encrypted, damaged, longer than any article, has
            no text layer, or pypdfium2 is missing.
    """
    opened = _opened(data, name)
    try:
        items = list(_items(opened, name))
        stated = opened.get_metadata_value("Title")
    finally:
        opened.close()
    draft = _Walk(items).written()
    record = records.describe(draft.page.text, draft.page.blocks)
    title = record.title or " ".join(str(stated or "").split())
    facts = Facts(title, record.extent, record.reason, "", record.identifiers)
    return draft.document(name, "pdf", facts)


def _opened(data: bytes, name: str) -> Any:
    try:
        import pypdfium2
        import pypdfium2.raw as raw
    except ImportError:
        mend = 'install it: pip install "claimaudit[documents]"'
        raise ReadError(name, "reading PDF needs the package pypdfium2", mend) from None
    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise ReadError(name, "the PDF is encrypted", "save it without a password") from None
        raise ReadError(name, "the PDF is damaged or cut short", "fetch or save it again") from None
    if not 0 < len(opened) <= MAX_PAGES:
        count = len(opened)
        opened.close()
        problem = f"the PDF has {count:,} pages; {MAX_PAGES:,} is the most that are read"
        raise ReadError(name, problem, "give the article's own pages")
    return opened


@dataclass(slots=True)
class _Page:
    """A page that was read: its number, words and rules, and what its tags say."""

    number: int
    words: list[Word]
    rules: list[glyphs.Rule]
    items: list[Paragraph | Grid] | None


def _items(opened: Any, name: str) -> Iterator[Paragraph | Grid]:
    """The paragraphs and tables of a file in order."""
    pages: list[_Page] = []
    total = 0
    for number in range(1, len(opened) + 1):
        page = opened[number - 1]
        try:
            words = _words(page, number, name)
            rules = glyphs.rules(page) if words else []
            items = tagged.read(page, words, rules, number) if words else []
            pages.append(_Page(number, words, rules, items))
        finally:
            page.close()
        total += sum(len(word.text) for word in words)
        if total > MAX_CHARACTERS:
            problem = f"the PDF holds more than {MAX_CHARACTERS:,} characters"
            raise ReadError(name, problem, "give the article's own pages")
    if total < _FEWEST * min(len(pages), 5):
        problem = "the PDF has no text layer, only pictures of its pages"
        raise ReadError(name, problem, "recognise its text first, with OCRmyPDF for example")
    heads = _running_heads(pages)
    for page in pages:
        yield from page.items if page.items is not None else _laid_out(page, heads)


def _words(page: Any, number: int, name: str) -> list[Word]:
    try:
        return glyphs.words(page)
    except OverflowError as error:
        problem = f"page {number} cannot be read ({error})"
        raise ReadError(name, problem, "give the article's own pages") from None


def _laid_out(page: _Page, heads: frozenset[tuple[str, bool]]) -> Iterator[Paragraph | Grid]:
    """The paragraphs and tables of a page by its layout."""
    rows = layout.lines(page.words)
    edges = {id(word) for line in _page_numbers(rows) for word in line.words}
    edges |= {id(word) for line, top in _edges(rows) if _key(line, top) in heads
             for word in line.words}  # fmt: skip
    kept = [word for word in page.words if id(word) not in edges]
    for part in layout.read(kept, page.rules):
        if isinstance(part, Grid):
            yield part
            continue
        found = list(paragraphs.split(part, page.number))
        found[0].opens = found[-1].open = True
        yield from found


def _page_numbers(rows: Sequence[Line]) -> Iterator[Line]:
    """The numbers that stand alone at the top or at the bottom of a page."""
    for line, near in ((rows[0], rows[1]), (rows[-1], rows[-2])) if len(rows) > 1 else ():
        apart = abs(line.base - near.base) > _ALONE * line.size
        if apart and _PAGE_NUMBER.fullmatch(line.text):
            yield line


def _running_heads(pages: Sequence[_Page]) -> frozenset[tuple[str, bool]]:
    """What stands at the edges of many pages, numbers aside."""
    counts: Counter[tuple[str, bool]] = Counter()
    for page in pages:
        if page.items is None:
            counts.update({_key(line, top) for line, top in _edges(layout.lines(page.words))})
    enough = max(2, _RUNNING * len(pages))
    return frozenset(key for key, count in counts.items() if count >= enough)


def _edges(rows: Sequence[Line]) -> Iterator[tuple[Line, bool]]:
    """The lines at the top and at the bottom of a page."""
    yield from ((line, True) for line in rows[:_EDGE])
    yield from ((line, False) for line in rows[-_EDGE:])


def _key(line: Line, top: bool) -> tuple[str, bool]:
    return _NUMBER.sub("#", line.text), top


# --- writing --------------------------------------------------------------------------


@dataclass(slots=True)
class _Walk:
    """Writes paragraphs and tables as a document.

    Attributes:
        items: the paragraphs and tables.
        draft: what was written.
    """

    items: list[Paragraph | Grid]
    draft: Draft = field(default_factory=Draft)
    _region: Region = field(default_factory=Region)
    _known: Counter[str] = field(default_factory=Counter)
    _levels: dict[float, int] = field(default_factory=dict)
    _body: float = 0.0
    _held: list[Paragraph] = field(default_factory=list)

    def written(self) -> Draft:
        """The document."""
        found = [item for item in self.items if isinstance(item, Paragraph)]
        self._known = paragraphs.vocabulary(line for item in found for line in item.lines)
        self._body = _body_size(found)
        self._levels = self._heading_levels(found)
        for item in self._joined():
            listed = self._region.kind is BlockKind.REFERENCE and isinstance(item, Paragraph)
            if listed and isinstance(item, Paragraph) and not self._level(item):
                self._held.append(item)
                continue
            self._flush()
            if isinstance(item, Grid):
                self._table(item)
            else:
                self._paragraph(item)
        self._flush()
        return self.draft

    def _joined(self) -> Iterator[Paragraph | Grid]:
        """The items, paragraphs that go on in the next column or on the next page as one."""
        items = list(self.items)
        at = 0
        while at < len(items):
            item = items[at]
            while isinstance(item, Paragraph) and self._may_go_on(item):
                following = self._following(items, at + 1, item)
                if following is None:
                    break
                found = items.pop(following)
                assert isinstance(found, Paragraph)
                item.goes_on(found)
            yield item
            at += 1

    def _may_go_on(self, item: Paragraph) -> bool:
        plain = item.kind in ("", "P", "LI", "BlockQuote") and not self._level(item)
        return plain and paragraphs.is_unfinished(item) and not is_caption(item.text)

    def _following(
        self, items: Sequence[Paragraph | Grid], start: int, item: Paragraph
    ) -> int | None:
        """Where the paragraph stands that goes on this one, tables and captions skipped."""
        for at in range(start, min(start + 8, len(items))):
            other = items[at]
            if isinstance(other, Grid):
                continue
            if not self._is_next(item, other):
                return None
            words = other.text
            if is_caption(words) or (other.size < 0.93 * item.size and not other.opens):
                continue
            alike = abs(other.size - item.size) < 0.06 * item.size and other.bold == item.bold
            return at if alike and not self._level(other) else None
        return None

    def _is_next(self, item: Paragraph, other: Paragraph) -> bool:
        if other.level:
            return False
        if item.kind or other.kind:
            return other.page == item_page(item) + 1
        return item.open

    # -- kinds

    def _heading_levels(self, found: Sequence[Paragraph]) -> dict[float, int]:
        """The levels of headings by their sizes, the largest first."""
        sizes = {item.size for item in found if self._is_large(item)}
        return {size: min(at, 5) for at, size in enumerate(sorted(sizes, reverse=True), start=1)}

    def _is_large(self, item: Paragraph) -> bool:
        text = item.text
        return item.size > _LARGER * self._body and 2 < len(text) <= _LONGEST_HEADING

    def _level(self, item: Paragraph) -> int:
        """The level of a heading, 0 for what is none."""
        if item.level or item.kind in ("LI", "Caption", "Note", "Code"):
            return item.level
        words = item.text
        if self._is_large(item) and re.search(r"[^\W\d_]{2}", words):
            return self._levels[item.size]
        if len(item.lines) <= 3 and self._region.heads(words, bold=item.bold):
            return len(self._levels) + 2
        return 0

    def _paragraph(self, item: Paragraph) -> None:
        level = self._level(item)
        words = self._write(item)
        if level:
            kind = self._region.headed(words, level)
            self.draft.close(kind, min(level, 6) if kind is BlockKind.HEADING else 0)
            return
        numeral = structure.item_numeral(words)
        stated = BlockKind.PARAGRAPH if numeral is None else BlockKind.LIST_ITEM
        kind = BlockKind.CAPTION if item.kind == "Caption" else self._region.judged(words, stated)
        depth = int(kind is BlockKind.LIST_ITEM)
        self.draft.close(kind, depth, (numeral or "") if depth else "")

    def _write(self, item: Paragraph) -> str:
        self.draft.place(None, None, item.page)
        for run in paragraphs.runs(item, self._known):
            if run.page:
                self.draft.anchor(Anchor(0, None, run.page))
            if run.raised:
                space = run.text[len(run.text.rstrip()) :]
                self.draft.lift(run.text)
                self.draft.write(space)
            else:
                self.draft.write(run.text)
        return self.draft.page.words.strip()

    def _flush(self) -> None:
        """Write the entries of the reference list that were held back."""
        held, self._held = self._held, []
        for entry in _entries(held):
            words = self._write(entry)
            self.draft.enlist(_label(words))

    # -- tables

    def _table(self, table: Grid) -> None:
        self.draft.begin_table(self.draft.caption_above())
        for row in table.rows:
            self.draft.begin_row()
            for cell in row:
                self._cell(cell)
        self.draft.end_table()

    def _cell(self, cell: Cell) -> None:
        self.draft.begin_cell()
        if cell.lines:
            for run in paragraphs.runs(Paragraph(cell.lines, 0), self._known):
                if run.raised:
                    self.draft.lift(run.text)
                else:
                    self.draft.write(run.text)
        self.draft.end_cell(heading=cell.heading, rows=cell.rows, columns=cell.columns)


def item_page(item: Paragraph) -> int:
    """The page on which a paragraph ends."""
    return max([item.page, *item.breaks.values()])


def _body_size(found: Sequence[Paragraph]) -> float:
    """The size in which most words are printed."""
    sizes: Counter[float] = Counter()
    for item in found:
        sizes[item.size] += len(item.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 10.0


def _label(words: str) -> str:
    """The label that an entry prints, "" where it prints none."""
    return structure.printed_label(words) if _SIGNED.match(words) else ""


def _entries(held: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The entries in the paragraphs of a reference list.

    An entry begins where a line prints the next label; where none does, with
    its paragraph.
    """
    pieces = [piece for item in held for piece in _pieces(item)]
    labelled = sum(bool(_label(piece.text)) for piece in pieces)
    made: list[Paragraph] = []
    for piece in pieces:
        goes_on = paragraphs.is_unfinished(made[-1]) and piece.opens if made else False
        if 2 * labelled > len(pieces):
            goes_on = not _label(piece.text)
        if made and goes_on:
            made[-1].goes_on(piece)
        else:
            made.append(piece)
    yield from made


def _pieces(item: Paragraph) -> Iterator[Paragraph]:
    """A paragraph of a reference list, cut where a line prints the label after the last."""
    cuts = [0]
    last = 0
    for at, line in enumerate(item.lines):
        label = _label(line.text)
        follows = label.isdigit() and 0 < int(label) - last <= _STEP
        if label.isdigit() and (at == 0 or (item.kind != "LI" and (follows or not last))):
            last = int(label)
            cuts += [at] if at else []
    for at, end in zip(cuts, [*cuts[1:], len(item.lines)], strict=True):
        breaks = {key - at: page for key, page in item.breaks.items() if at <= key < end}
        page = max([item.page, *(page for key, page in item.breaks.items() if key <= at)])
        yield Paragraph(item.lines[at:end], page, item.kind, breaks=breaks,
                        opens=item.opens and not at)  # fmt: skip
