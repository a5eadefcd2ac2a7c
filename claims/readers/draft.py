"""A document in the making, for formats that say themselves what each of their parts is for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from claims import grid, structure
from claims.document import Anchor, Block, BlockKind, Document, Extent, Table
from claims.readers import linked
from claims.readers.linked import Mark
from claims.readers.page import Page
from claims.readers.raised import raised

#: No longer phrase is raised or cites.
_SHORT = 200
_LAST_LINE = 65_534


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file states of the work that it holds; see :class:`Document`."""

    title: str = ""
    extent: Extent = Extent.FULL
    extent_reason: str = ""
    language: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Rows:
    """An open table: caption, cells so far, and what parts the next cell from the words before."""

    caption: str
    rows: list[list[grid.Slot]] = field(default_factory=list)
    head: int = 0
    gap: str = "\n\n"


@dataclass(slots=True)
class Draft:
    """Text that grows block by block, with its tables and its marks.

    Attributes:
        page: what was written.
        tables: the finished tables.
        marks: links and raised phrases.
        entries: ids to the start of the reference entry that bears them.
        counted: starts of the entries whose label is the count of their list.
        notes: starts of the entries that are footnotes.
    """

    page: Page = field(default_factory=Page)
    tables: list[Table] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    entries: dict[str, int] = field(default_factory=dict)
    counted: set[int] = field(default_factory=set)
    notes: set[int] = field(default_factory=set)
    _open: list[_Rows] = field(default_factory=list)

    def place(self, line: int | None, element: str | None = None, page: int | None = None) -> None:
        """Say where in the file the words that follow stand."""
        shown = line if line and line < _LAST_LINE else None
        self.page.place = Anchor(0, shown, page, element)

    def anchor(self, anchor: Anchor) -> None:
        """Say where the words that follow begin; the anchor's own offset is not used."""
        if self.page.is_open:
            self.page.anchors.append(replace(anchor, start=self.page.length))
        else:
            self.page.place = anchor

    def write(self, words: str) -> None:
        """Add words to the open block, or begin one with them."""
        self.page.write(words)

    def lift(self, words: str, targets: tuple[str, ...] = (), kind: str = "superscript") -> None:
        """Write a raised phrase; labels and powers become raised characters.

        Args:
            words: the phrase.
            targets: where its links lead.
            kind: the kind of its mark.
        """
        words = " ".join(words.split())
        if not words:
            return
        if not self.page.is_open:
            self.write(f"{words} ")  # the label of a note, and no marker
            return
        before = self.page.length
        self.write(raised(words) if len(words) <= _SHORT else words)
        self.mark(before, kind, targets)

    def mark(self, before: int, kind: str, targets: tuple[str, ...]) -> None:
        """Remember what was written since ``before`` as a marker."""
        page = self.page
        if page.is_open and before < page.length <= before + _SHORT:
            raw = page.slice(before, page.length)
            start = before + len(raw) - len(raw.lstrip())
            end = before + len(raw.rstrip())
            if start < end:
                self.marks.append(Mark(start, end, kind, targets))

    def close(self, kind: BlockKind, level: int = 0, label: str = "") -> Block | None:
        """End the open block; None where nothing was written."""
        block = self.page.close(kind, level, label)
        self.page.part("\n" if kind is BlockKind.LIST_ITEM else "\n\n")
        return block

    # -- reference entries

    def enlist(
        self, label: str, names: Iterable[str] = (), *, counted: bool = False, note: bool = False
    ) -> None:
        """End the open block as an entry of the reference list.

        Args:
            label: its label, "" where it has none.
            names: the ids under which it is cited.
            counted: whether the label is only its place in the list.
            note: whether it is a footnote.
        """
        block = self.close(BlockKind.REFERENCE, 0, label)
        if block:
            for name in names:
                self.entries.setdefault(name, block.start)
            if counted:
                self.counted.add(block.start)
            if note:
                self.notes.add(block.start)

    # -- tables

    def begin_table(self, caption: str = "") -> None:
        """Begin a table."""
        self._open.append(_Rows(caption))

    def begin_row(self, *, head: bool = False) -> None:
        """Begin a row of the open table."""
        table = self._open[-1]
        table.gap = "\n" if table.rows else "\n\n"
        table.rows.append([])
        if head:
            table.head = len(table.rows)

    def begin_cell(self) -> None:
        """Begin a cell of the open row."""
        table = self._open[-1]
        table.gap += "\t" if table.rows[-1] else ""
        self.page.part(table.gap)

    def end_cell(self, *, heading: bool = False, rows: int = 1, columns: int = 1) -> None:
        """End the open cell, which spans so many rows and columns."""
        table = self._open[-1]
        block = self.page.close(BlockKind.CELL)
        start, end = (block.start, block.end) if block else (self.page.length, self.page.length)
        words = self.page.slice(start, end)
        table.rows[-1].append(grid.Slot(start, end, words, heading, rows, columns))
        table.gap = "" if block else table.gap

    def end_table(self) -> None:
        """End the open table."""
        table = self._open.pop()
        self.page.part()
        slots = [slot for row in table.rows for slot in row if slot.text]
        if slots:
            rows = [row for row in grid.sane(table.rows) if row]
            made = grid.table(
                rows, slots[0].start, slots[-1].end, table.caption, table.head or None
            )
            self.tables.append(made)

    def caption_above(self) -> str:
        """The captions that were written last."""
        found: list[str] = []
        for block in reversed(self.page.blocks[-3:]):
            if block.kind is not BlockKind.CAPTION:
                break
            found.append(self.page.slice(block.start, block.end))
        return " ".join(reversed(found))

    # -- the document

    def document(self, name: str, kind: str, facts: Facts) -> Document:
        """What was written, as a document.

        Args:
            name: the file's name.
            kind: the format's name.
            facts: what the file states of the work.
        """
        text = self.page.text
        labelled = linked.relabelled(
            text, self.page.blocks, self.marks, self.entries, self.counted, self.notes
        )
        blocks = tuple(structure.label_entries(text, tuple(labelled)))
        own = facts.identifiers
        return Document(
            name=name,
            text=text,
            format=kind,
            title=facts.title,
            blocks=blocks,
            tables=tuple(self.tables),
            markers=linked.markers(text, blocks, self.marks, self.entries, own),
            anchors=tuple(self.page.anchors),
            extent=facts.extent,
            extent_reason=facts.extent_reason,
            language=facts.language,
            identifiers=own,
        )
