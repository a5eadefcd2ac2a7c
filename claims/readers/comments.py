"""The comments of a Markdown file: ``<!-- … -->`` where no code shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from claims.document import Block, BlockKind, Comment

_OPEN, _CLOSE = "<!--", "-->"
_SIGN = re.compile(rf"`+|{_OPEN}")
_SHOWN = frozenset({BlockKind.CODE, BlockKind.METADATA})


def find_comments(text: str, blocks: Sequence[Block]) -> Iterator[Comment]:
    """The comments of a file in order; time grows with the length of the text.

    Args:
        text: the file.
        blocks: its blocks, in order.
    """
    at = 0
    for block in blocks:
        yield from _between(text, at, block.start)
        if block.kind not in _SHOWN:
            for comment in _comments(text, block.start, block.end):
                yield replace(comment, inline=True)
        at = block.end
    yield from _between(text, at, len(text))


def without_comments(
    blocks: Iterable[Block], text: str, comments: Sequence[Comment]
) -> Iterator[Block]:
    """The blocks without the comments at their ends, which are no words of theirs."""
    starts = {comment.end: comment.start for comment in comments}
    for block in blocks:
        end = block.end
        while block.kind not in _SHOWN and starts.get(end, block.start) > block.start:
            end = starts[end]
            while end > block.start and text[end - 1].isspace():
                end -= 1
        yield replace(block, end=end)


def _between(text: str, start: int, end: int) -> Iterator[Comment]:
    """The comments between two blocks; those in the last line of the first belong to it."""
    line = text.find("\n", start, end)
    for comment in _comments(text, start, end):
        yield replace(comment, inline=start > 0 and (line < 0 or comment.start < line))


def _comments(text: str, start: int, end: int) -> Iterator[Comment]:
    """The comments of a stretch; what opens first, a comment or code, holds the other."""
    codes = _codes(text, start, end) if text.find(_OPEN, start, end) >= 0 else {}
    at = start
    while (sign := _SIGN.search(text, at, end)) is not None:
        at = codes.get(sign.start(), sign.end())
        if sign.group() != _OPEN:
            continue
        close = text.find(_CLOSE, at, end)
        if close < 0:
            return
        at = close + len(_CLOSE)
        yield Comment(text[sign.end() : close].strip(), sign.start(), at)


def _codes(text: str, start: int, end: int) -> dict[int, int]:
    """Where backticks that open code stand, and where that code ends."""
    ends: dict[int, int] = {}
    last: dict[int, int] = {}
    for run in reversed([*re.finditer("`+", text[start:end])]):
        size = len(run.group())
        if size in last:
            ends[start + run.start()] = last[size]
        last[size] = start + run.end()
    return ends
