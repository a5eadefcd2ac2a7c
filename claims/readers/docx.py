"""Word documents (DOCX): headings, lists with their numerals, tables, notes, links.

What is deleted under tracked changes or hidden is left out, what is inserted
is read.  Raised runs stay raised.  The file is a ZIP archive; what its
directory promises to unpack to is bounded before anything is unpacked.
python-docx opens it (extra ``documents``).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from claims import records
from claims.document import BlockKind, Document
from claims.readers.draft import Draft, Facts
from claims.readers.errors import ReadError
from claims.readers.regions import Region
from claims.readers.runs import Segment, merged, segments
from claims.readers.wordstyles import Numbering, Styles, value
from claims.readers.xmltree import Element, attribute, children, descendants, first, local, tree

#: What an archive may unpack to: all parts together, and those that hold text.
MAX_UNPACKED = 400_000_000
MAX_TEXT = 60_000_000
MAX_PARTS = 10_000

_DAMAGED = "the Word document is damaged or cut short"
_AGAIN = "fetch or save it again"
_SAVE = "save it as DOCX, or export it as HTML or text"
_MAIN = "word/document.xml"
#: Elements that hold blocks.
_HOLDERS = frozenset({"body", "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})


def parse(data: bytes, name: str) -> Document:
    """Read a Word document.

    Raises:
        ReadError: the file is damaged, unpacks to more than any article has,
            is another kind of archive, holds no text, or python-docx is
            missing.
    """
    _check(data, name)
    package = _opened(data, name)
    walk = _Walk(Styles.of(package), Numbering.of(package), _targets(package))
    walk.blocks(package.element.body)
    walk.notes(_notes(package, name))
    draft = walk.draft
    if not draft.page.blocks:
        raise ReadError(name, "the Word document holds no text", "give the article's text")
    record = records.describe(draft.page.text, draft.page.blocks)
    title = record.title or " ".join((package.core_properties.title or "").split())
    return draft.document(
        name, "docx", Facts(title, record.extent, record.reason, "", record.identifiers)
    )


def _check(data: bytes, name: str) -> None:
    """Refuse archives that are damaged, no Word documents, or too large when unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise ReadError(name, _DAMAGED, _AGAIN) from None
    text = sum(one.file_size for one in entries if one.filename.endswith((".xml", ".rels")))
    unpacked = sum(one.file_size for one in entries)
    if len(entries) > MAX_PARTS or unpacked > MAX_UNPACKED or text > MAX_TEXT:
        size = f"{max(unpacked, text):,} bytes in {len(entries):,} parts"
        problem = f"the Word document would unpack to {size}, more than any article has"
        raise ReadError(name, problem, "save it anew without what is embedded in it")
    if any(one.flag_bits & 1 for one in entries):
        raise ReadError(name, "the archive is encrypted", "save it without a password")
    if all(one.filename != _MAIN for one in entries):
        raise ReadError(name, "this is a ZIP archive and no Word document", _SAVE)


def _opened(data: bytes, name: str) -> Any:
    try:
        import docx
    except ImportError:
        mend = 'install it: pip install "claimaudit[documents]"'
        raise ReadError(
            name, "reading Word documents needs the package python-docx", mend
        ) from None
    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:
        problem = f"{_DAMAGED} ({type(error).__name__})"
        raise ReadError(name, problem, _AGAIN) from None


def _targets(package: Any) -> dict[str, str]:
    """Where the links of a document lead, by the id of their relationship."""
    return {
        key: str(relation.target_ref)
        for key, relation in package.part.rels.items()
        if relation.is_external
    }


def _notes(package: Any, name: str) -> Iterator[tuple[str, Element]]:
    """The footnotes and endnotes of a document, with the names that lead to them."""
    for relation in package.part.rels.values():
        kind = str(relation.reltype).rpartition("/")[2]
        if kind in ("footnotes", "endnotes") and not relation.is_external:
            for note in children(tree(relation.target_part.blob, name), kind[:-1]):
                if attribute(note, "type") in ("", "normal"):
                    yield f"{kind[:-1]} {attribute(note, 'id')}", note


@dataclass(slots=True)
class _Walk:
    """Writes a document block by block.

    Attributes:
        styles: what the document's styles say.
        numbering: its lists.
        targets: where its links lead.
        draft: what was written.
    """

    styles: Styles
    numbering: Numbering
    targets: dict[str, str]
    draft: Draft = field(default_factory=Draft)
    _region: Region = field(default_factory=Region)
    _count: int = 0
    _tables: int = 0
    _level: int = 1
    _cited: dict[str, str] = field(default_factory=dict)

    def blocks(self, holder: Element) -> None:
        """Write what an element holds."""
        for element in children(holder):
            name = local(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name in _HOLDERS:
                self.blocks(element)

    def notes(self, notes: Iterator[tuple[str, Element]]) -> None:
        """Write the notes that the text leads to, as entries at its end."""
        for name, note in notes:
            if name in self._cited:
                self.draft.place(None, name)
                for paragraph in descendants(note, "p"):
                    self._write(segments(paragraph, self.styles, self.targets))
                    self.draft.write(" ")
                self.draft.enlist(self._cited[name], [name], note=True)

    # -- paragraphs

    def _paragraph(self, element: Element) -> None:
        self._count += 1
        self.draft.place(None, f"paragraph {self._count}")
        parts = list(merged(segments(element, self.styles, self.targets)))
        self._write(parts)
        words = self.draft.page.words.strip()
        numeral, depth = self.numbering.next(element, self.styles)
        if words:
            self._close(element, words, numeral, depth, bold=_is_bold(parts))
        for box in _boxes(element):
            self.blocks(box)

    def _close(self, element: Element, words: str, numeral: str, depth: int, *, bold: bool) -> None:
        level = self.styles.level(element)
        if not level and not depth and self._region.heads(words, bold=bold):
            level = min(self._level + 1, 6)
        elif level:
            self._level = level
        if level:
            kind = self._region.headed(words, level)
            self.draft.close(kind, level if kind is BlockKind.HEADING else 0)
            return
        stated = self.styles.kind(element)
        if depth and stated is BlockKind.PARAGRAPH:
            stated = BlockKind.LIST_ITEM
        kind = stated
        if stated in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            kind = self._region.judged(words, stated)
        if kind is BlockKind.REFERENCE:
            self._entry(element, words, numeral)
        else:
            self.draft.close(kind, depth if kind is BlockKind.LIST_ITEM else 0, numeral)

    def _entry(self, element: Element, words: str, numeral: str) -> None:
        names = [attribute(mark, "name") for mark in descendants(element, "bookmarkStart")]
        label = self.numbering.printed(words) or numeral
        self.draft.enlist(label, names, counted=bool(numeral) and label == numeral)

    def _write(self, parts: Iterator[Segment] | list[Segment]) -> None:
        for part in parts:
            before = self.draft.page.length
            if part.note:
                label = self._cited.setdefault(part.note, part.text or str(len(self._cited) + 1))
                self.draft.lift(label, (f"#{part.note}",), "footnote")
            elif part.raised:
                self.draft.lift(part.text, part.targets)
            else:
                self.draft.write(part.text)
                if part.targets:
                    self.draft.mark(before, "link", part.targets)

    # -- tables

    def _table(self, element: Element) -> None:
        rows = [list(_cells(row)) for row in descendants(element, "tr") if _owner(row) is element]
        if max(map(len, rows), default=0) < 2:
            for cell in (cell for row in rows for cell in row):
                self.blocks(cell)
            return
        self._tables += 1
        headed = _first_row_heads(element)
        self.draft.begin_table(self.draft.caption_above())
        for at, row in enumerate(rows):
            marked = next(descendants(_row(row), "tblHeader"), None) is not None if row else False
            self.draft.begin_row(head=marked)
            column = 0
            for cell in row:
                width = _span(cell)
                if _merge(cell) != "continue":
                    height = _height(rows, at, column)
                    self._cell(cell, (at, column), height, heading=headed and at == 0)
                column += width
        self.draft.end_table()

    def _cell(self, cell: Element, place: tuple[int, int], height: int, *, heading: bool) -> None:
        row, column = place
        self.draft.place(None, f"table {self._tables}, row {row + 1}, column {column + 1}")
        self.draft.begin_cell()
        for paragraph in descendants(cell, "p"):
            self._write(list(merged(segments(paragraph, self.styles, self.targets))))
            self.draft.write(" ")
        self.draft.end_cell(heading=heading, rows=height, columns=_span(cell))


def _is_bold(parts: list[Segment]) -> bool:
    return all(part.bold for part in parts if part.text.strip())


def _boxes(paragraph: Element) -> Iterator[Element]:
    """The text boxes that are anchored in a paragraph; older programs' doubles left out."""
    for box in descendants(paragraph, "txbxContent"):
        above = [local(one) for one in box.iterancestors()]
        if "Fallback" not in above and above.count("txbxContent") == 0:
            yield box


# --- tables ---------------------------------------------------------------------------


def _owner(row: Element) -> Element | None:
    above = (one for one in row.iterancestors() if local(one) == "tbl")
    return next(above, None)


def _cells(row: Element) -> Iterator[Element]:
    for child in children(row):
        if local(child) == "tc":
            yield child
        elif local(child) in _HOLDERS:
            yield from _cells(child)


def _row(cells: list[Element]) -> Element:
    return next(one for one in cells[0].iterancestors() if local(one) == "tr")


def _first_row_heads(table: Element) -> bool:
    look = first(table, "tblPr", "tblLook")
    return look is not None and attribute(look, "firstRow") in ("1", "true", "on")


def _span(cell: Element) -> int:
    printed = value(first(cell, "tcPr", "gridSpan"))
    return max(int(printed), 1) if printed.isdigit() and len(printed) < 4 else 1


def _merge(cell: Element) -> str:
    """Whether a cell begins ("restart") or goes on ("continue") over rows, else ""."""
    merge = first(cell, "tcPr", "vMerge")
    return "" if merge is None else value(merge) or "continue"


def _height(rows: list[list[Element]], at: int, column: int) -> int:
    """How many rows the cell that starts in this row and column spans."""
    height = 1
    for row in rows[at + 1 :]:
        place = 0
        for cell in row:
            if place == column and _merge(cell) == "continue":
                break
            place += _span(cell)
        else:
            return height
        height += 1
    return height
