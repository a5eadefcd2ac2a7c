"""Documents: the text of one article or source, with its structure.

Readers make documents; everything else reads them.  All offsets count
Unicode code points of :attr:`Document.text`, end exclusive.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class BlockKind(StrEnum):
    """What a block of text is for; only the first four carry claims."""

    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    CAPTION = "caption"
    CELL = "cell"  #: one table cell; its headings are in Document.tables
    HEADING = "heading"
    REFERENCE = "reference"  #: one entry of a reference list
    FURNITURE = "furniture"  #: navigation, banners, footers, review boxes, dates of publication
    CODE = "code"
    METADATA = "metadata"  #: front matter


CLAIM_KINDS = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION, BlockKind.CELL}
)


class Extent(StrEnum):
    """How much of a work its text is."""

    FULL = "full"
    ABSTRACT = "abstract"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that belongs together.

    Attributes:
        kind: what it is for.
        start, end: offsets in the document's text; blocks do not overlap and
            are in order.
        level: heading level (1 is the title), or depth of a list item; else 0.
        label: the printed label of a reference entry ("3", "rossi2012"), or
            the numeral of a list item; else "".
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """A citation marker that the format itself shows (superscript, link, footnote).

    Attributes:
        start, end: offsets of the marker's text.
        labels: labels that the format ties to it, empty when only the text tells.
        kind: "superscript", "link" or "footnote".
    """

    start: int
    end: int
    labels: tuple[str, ...] = ()
    kind: str = "superscript"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its span, and the texts of the headings that govern it."""

    start: int
    end: int
    row_headings: tuple[str, ...] = ()
    column_headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its span, its caption and its body cells in reading order."""

    start: int
    end: int
    caption: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the text from ``start`` on (to the next anchor) stands in the file.

    ``column`` is that of its first character; without a line it says nothing.
    """

    start: int
    line: int | None = None
    page: int | None = None
    element: str | None = None
    column: int = 1


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the file, which no reader of the article sees.

    Attributes:
        text: what it says, without its marks.
        start, end: offsets of the comment where the text is the file itself;
            elsewhere both are the offset at which it stands.
        inline: whether words of a block stand before it in its paragraph, item
            or cell (or, in Markdown, in its line); else it stands on its own.
    """

    text: str
    start: int
    end: int
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the file that was read; line and column count from 1."""

    line: int
    column: int
    page: int | None = None
    element: str | None = None


@dataclass(frozen=True)
class Document:
    """The text of one article or source.

    Attributes:
        name: the path as the user gave it, "-" for standard input.
        text: the text that all offsets count in.
        format: the name of the reader that made it ("text", "html", "jats").
        title: the document's own title, "" when it has none.
        blocks: the text's blocks in order; text between blocks is white
            space or markup.
        tables: the tables, in order.
        markers: citation markers that the format shows.
        anchors: for formats whose text is not the file itself, places in the
            file; empty when lines and columns are those of the text.
        extent: whether this is the whole work or its abstract.
        extent_reason: why a reader took it for an abstract, else "".
        language: BCP 47 tag where the file states one, else "".
        identifiers: the work's own identifiers that the file states, as
            pairs of "doi", "pmid", "pmcid", "year", "author" or
            "publication-type" ("Retracted Publication") and a value.
        comments: the comments of Markdown and HTML files, in order.
    """

    name: str
    text: str
    format: str = "text"
    title: str = ""
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    markers: tuple[Marker, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    extent: Extent = Extent.FULL
    extent_reason: str = ""
    language: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    comments: tuple[Comment, ...] = ()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that the document holds, in hexadecimal digits."""
        return hashlib.sha256(repr(self).encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        text = self.text
        at = text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        return starts

    @cached_property
    def _anchor_starts(self) -> list[int]:
        return [anchor.start for anchor in self.anchors]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    @cached_property
    def _headings(self) -> list[Block]:
        return [block for block in self.blocks if block.kind is BlockKind.HEADING]

    @cached_property
    def _heading_starts(self) -> list[int]:
        return [heading.start for heading in self._headings]

    def position(self, offset: int) -> Position:
        """The place in the file of a text offset (constant number of bisections)."""
        row = bisect_right(self._line_starts, offset)
        column = offset - self._line_starts[row - 1] + 1
        at = bisect_right(self._anchor_starts, offset) - 1
        if at < 0:
            return Position(row, column)
        anchor = self.anchors[at]
        if anchor.line is None:
            return Position(row, column, anchor.page, anchor.element)
        column = offset - anchor.start + anchor.column
        return Position(anchor.line, column, anchor.page, anchor.element)

    def line_start(self, offset: int) -> int:
        """Where the line of the text starts that holds an offset."""
        return self._line_starts[bisect_right(self._line_starts, offset) - 1]

    def block_at(self, offset: int) -> Block | None:
        """The block that holds an offset, or None between blocks."""
        at = bisect_right(self._block_starts, offset) - 1
        if at >= 0 and offset < self.blocks[at].end:
            return self.blocks[at]
        return None

    def section_at(self, offset: int) -> str:
        """The text of the nearest heading before an offset, "" when there is none."""
        at = bisect_right(self._heading_starts, offset) - 1
        if at < 0:
            return ""
        heading = self._headings[at]
        return self.text[heading.start : heading.end].strip().lstrip("#").strip()

    def claim_blocks(self) -> Iterator[Block]:
        """The blocks that can carry claims, in order."""
        return (block for block in self.blocks if block.kind in CLAIM_KINDS)
