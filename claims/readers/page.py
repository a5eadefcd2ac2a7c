"""A page being written: the text of a document whose file is marked up, and its blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

from claims.document import Anchor, Block, BlockKind, Marker


@dataclass(slots=True)
class Page:
    """Text that grows block by block.

    White space is collapsed as a browser does; blocks are parted by blank
    lines, the rows of a table by line breaks and its cells by tabs.

    Attributes:
        blocks: the finished blocks.
        markers: citation markers in finished and open blocks.
        anchors: where each block stands in the file.
    """

    blocks: list[Block] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _start: int | None = None
    _separator: str = ""

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    @property
    def length(self) -> int:
        """How many characters the text has so far."""
        return self._length

    @property
    def is_open(self) -> bool:
        """Whether a block has begun."""
        return self._start is not None

    @property
    def words(self) -> str:
        """The words of the open block, "" where none is open."""
        return "" if self._start is None else self.since(self._start)

    @property
    def ends_line(self) -> bool:
        """Whether a line break was the last thing written to the open block."""
        return self.is_open and self._parts[-1].endswith("\n")

    def since(self, offset: int) -> str:
        """The text from an offset on."""
        length, kept = self._length, []
        for part in reversed(self._parts):
            if length <= offset:
                break
            kept.append(part)
            length -= len(part)
        return "".join(reversed(kept))[max(0, offset - length) :]

    def part(self, separator: str = "\n\n") -> None:
        """Put this between the last block and the next, the strongest call wins."""
        if self._length and len(separator) >= len(self._separator):
            self._separator = separator

    def write(self, raw: str, anchor: Anchor, *, verbatim: bool = False) -> None:
        """Add words to the open block, or begin one at their place.

        Args:
            raw: the words.
            anchor: where they stand in the file; its ``start`` is set here.
            verbatim: keep line breaks and runs of spaces.
        """
        words = raw if verbatim else _collapsed(raw)
        if self._start is None or (self._parts and self._parts[-1][-1:] in (" ", "\n")):
            words = words.lstrip("\n") if verbatim else words.lstrip(" ")
        if not words:
            return
        if self._start is None:
            if not words.strip():
                return
            self._append(self._separator)
            self._separator = ""
            self._start = self._length
            self.anchors.append(Anchor(self._length, anchor.line, anchor.page, anchor.element))
        self._append(words)

    def close(self, kind: BlockKind, level: int = 0, label: str = "") -> Block | None:
        """End the open block; None where nothing was written."""
        if self._start is None:
            return None
        while self._parts and not self._parts[-1].strip():
            self._length -= len(self._parts.pop())
        last = self._parts.pop()
        self._length -= len(last)
        self._append(last.rstrip())
        block = Block(kind, self._start, self._length, level, label)
        self.blocks.append(block)
        self._start = None
        return block

    def _append(self, words: str) -> None:
        if words:
            self._parts.append(words)
            self._length += len(words)


def _collapsed(raw: str) -> str:
    """The words with every run of white space as one space; no-break spaces stay."""
    words = " ".join(part for part in raw.replace("\u00a0", "\u0000").split()).replace(
        "\u0000", "\u00a0"
    )
    if not words:
        return " " if raw else ""
    return (
        (" " if raw[0].isspace() and raw[0] != "\u00a0" else "")
        + words
        + (" " if raw[-1].isspace() and raw[-1] != "\u00a0" else "")
    )
