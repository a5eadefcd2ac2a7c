"""A page being written: the text of a document whose file is marked up, and its blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from claims.document import Anchor, Block, BlockKind

#: What a browser makes one space; other spaces are kept as they are.
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
#: What a browser shows nothing of: control characters, soft hyphens, zero-width spaces.
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff]+")


@dataclass(slots=True)
class Page:
    """Text that grows block by block.

    White space is collapsed as a browser does; blocks are parted by blank
    lines, the rows of a table by line breaks and its cells by tabs.

    Attributes:
        blocks: the finished blocks.
        anchors: where each block stands in the file.
        place: where the words that follow stand in the file.
    """

    blocks: list[Block] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    place: Anchor = field(default_factory=lambda: Anchor(0))
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
    def size(self) -> int:
        """How many characters the open block has, 0 where none is open."""
        return 0 if self._start is None else self._length - self._start

    @property
    def words(self) -> str:
        """The words of the open block, "" where none is open."""
        return "" if self._start is None else self.slice(self._start, self._length)

    @property
    def ends_line(self) -> bool:
        """Whether a line break was the last thing written to the open block."""
        return self.is_open and self._parts[-1].endswith("\n")

    def slice(self, start: int, end: int) -> str:
        """A stretch of the text; the nearer to its end, the faster."""
        length, kept = self._length, []
        for part in reversed(self._parts):
            if length <= start:
                break
            kept.append(part)
            length -= len(part)
        return "".join(reversed(kept))[max(0, start - length) : max(0, end - length)]

    def part(self, separator: str = "\n\n") -> None:
        """Put this between the last block and the next, the strongest call wins."""
        if self._length and len(separator) >= len(self._separator):
            self._separator = separator

    def write(self, raw: str, *, verbatim: bool = False) -> None:
        """Add words to the open block, or begin one with them.

        Args:
            raw: the words.
            verbatim: keep line breaks and runs of spaces.
        """
        words = _INVISIBLE.sub("", raw)
        words = (
            words.replace("\r\n", "\n").replace("\r", "\n") if verbatim else _SPACE.sub(" ", words)
        )
        if not self.is_open:
            if not words.strip():
                return
            words = words.lstrip("\n") if verbatim else words.lstrip()
            self._append(self._separator)
            self._separator = ""
            self._start = self._length
            self.anchors.append(replace(self.place, start=self._length))
        elif not verbatim and self._parts[-1][-1] in " \n":
            words = words.lstrip(" ")
        self._append(words)

    def break_line(self) -> None:
        """Begin a new line in the open block."""
        if self.is_open:
            last = self._parts.pop()
            self._length -= len(last)
            self._append(last.rstrip(" "))
            self._append("\n")

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

    def drop(self, count: int) -> None:
        """Take back the last characters of the open block."""
        while count > 0:
            last = self._parts.pop()
            self._length -= len(last)
            self._append(last[:-count])
            count -= len(last)

    def split(self, cuts: Sequence[int], labels: Sequence[str]) -> None:
        """Make one block of the last for each of these offsets in it."""
        block, anchor = self.blocks.pop(), self.anchors.pop()
        words = self.slice(block.start, block.end)
        for cut, stop, label in zip(cuts, [*cuts[1:], len(words)], labels, strict=True):
            start, end = block.start + cut, block.start + cut + len(words[cut:stop].rstrip())
            self.blocks.append(replace(block, start=start, end=end, label=label))
            self.anchors.append(replace(anchor, start=start))

    def _append(self, words: str) -> None:
        if words:
            self._parts.append(words)
            self._length += len(words)
