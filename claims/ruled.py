"""Tables of plain text whose columns are shown by dashes.

This is how pandoc, reStructuredText and many programs print a table: a line
with a run of dashes for each column, words under (and over) each run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from claims.grid import Slot

_RULE = re.compile(r"[ \t]*(?:-{3,}|={3,})(?: +(?:-+|=+))*[ \t]*\Z")
_RUN = re.compile(r"-+|=+")
#: The lines of a heading, and those of a table.
_MOST_HEADING, _MOST_LINES = 12, 400


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table.

    Attributes:
        first, last: its lines, rules included, by their numbers.
        cells: all that is printed in it.
        rows: its cells, row by row; values on several lines are a row for each.
        head: how many of the rows are headings, None where the rules do not tell.
    """

    first: int
    last: int
    cells: tuple[Slot, ...]
    rows: tuple[tuple[Slot, ...], ...]
    head: int | None


def tables(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[Ruled]:
    """The tables of a text.

    Args:
        text: any text.
        lines: where each of its lines starts and ends.
    """
    ruled = {
        at: [(run.start(), run.end()) for run in _RUN.finditer(text, start, end)]
        for at, (start, end) in enumerate(lines)
        if text.startswith(("-", "="), start + _indent(text, start, end))
        and _RULE.match(text[start:end])
    }
    done = -1
    for at, runs in ruled.items():
        if at > done and len(runs) > 1:
            found = _table(text, lines, ruled, at, done)
            if found:
                yield found
                done = found.last


def _indent(text: str, start: int, end: int) -> int:
    return end - start - len(text[start:end].lstrip(" \t"))


def _table(
    text: str,
    lines: Sequence[tuple[int, int]],
    ruled: dict[int, list[tuple[int, int]]],
    at: int,
    done: int,
) -> Ruled | None:
    """The table whose columns the rule in this line shows."""
    top = _top(text, lines, ruled, at, done)
    framed = top in ruled and top != at
    heading = range(top + framed, at)
    if framed or not heading:
        last = _closing(ruled, lines, at, framed=framed)
        if last is None and not heading and not framed:
            last = _blank(text, lines, at)
    else:
        last = _blank(text, lines, at)
    if last is None:
        return None
    end = last if last in ruled else last + 1
    starts = [run[0] - lines[at][0] for run in ruled[at]]
    head = [_slots(text, lines[line], starts) for line in heading]
    groups = [
        [_slots(text, span, starts) for span in group]
        for group in _logical(text, lines, range(at + 1, end))
    ]
    if not groups:
        return None
    printed = (*head, *(slots for group in groups for slots in group))
    cells = tuple(slot for slots in printed for slot in slots if slot.text)
    rows = (*head, *(row for group in groups for row in _rows(group)))
    return Ruled(top, last, cells, tuple(map(tuple, rows)), len(head) if head else None)


def _top(
    text: str,
    lines: Sequence[tuple[int, int]],
    ruled: dict[int, list[tuple[int, int]]],
    at: int,
    done: int,
) -> int:
    """The first line of the table whose columns the rule in this line shows."""
    top = at
    while top - 1 > done and at - top < _MOST_HEADING:
        start, end = lines[top - 1]
        if top - 1 in ruled:
            return top - 1 if len(ruled[top - 1]) == 1 else at
        if not text[start:end].strip():
            break
        top -= 1
    return top


def _closing(
    ruled: dict[int, list[tuple[int, int]]],
    lines: Sequence[tuple[int, int]],
    at: int,
    *,
    framed: bool,
) -> int | None:
    """The rule that closes a table: a frame's, or the same columns again."""
    offset = lines[at][0]
    columns = [(start - offset, end - offset) for start, end in ruled[at]]
    for line in range(at + 1, min(at + _MOST_LINES + 1, len(lines))):
        runs = ruled.get(line)
        if runs is None:
            continue
        own = lines[line][0]
        if framed and len(runs) == 1:
            return line
        if not framed and [(start - own, end - own) for start, end in runs] == columns:
            return line
    return None


def _blank(text: str, lines: Sequence[tuple[int, int]], at: int) -> int | None:
    """The last line before the next empty one, None where that is the rule itself.

    A line of spaces is a row without words.
    """
    last = at
    while last + 1 < len(lines) and text[slice(*lines[last + 1])].strip("\r\n"):
        last += 1
        if last - at > _MOST_LINES:
            return None
    return last if last > at else None


def _logical(
    text: str, lines: Sequence[tuple[int, int]], numbers: range
) -> Iterator[list[tuple[int, int]]]:
    """The lines of each row: rows of several lines are parted by blank ones."""
    filled = [(lines[line], bool(text[slice(*lines[line])].strip())) for line in numbers]
    groups = [
        [span for span, _ in run] for full, run in groupby(filled, lambda one: one[1]) if full
    ]
    if len(groups) > 2 or (len(groups) == 2 and any(len(group) > 1 for group in groups)):
        yield from groups
    else:
        yield from ([span] for group in groups for span in group)


def _rows(group: Sequence[list[Slot]]) -> Iterator[list[Slot]]:
    """The lines of one row that hold values, each with the row's whole heading."""
    stub = " ".join(slots[0].text for slots in group if slots[0].text)
    first = next((slots[0] for slots in group if slots[0].text), group[0][0])
    for at, slots in enumerate(group):
        if at == 0 or any(slot.text for slot in slots[1:]):
            yield [replace(slots[0] if slots[0].text else first, text=stub), *slots[1:]]


def _slots(text: str, span: tuple[int, int], starts: Sequence[int]) -> list[Slot]:
    """The cells of a line."""
    first, last = span
    cuts = [_cut(text, first, min(first + start, last)) for start in starts[1:]]
    edges = [first, *cuts, last]
    slots = []
    for start, end in pairwise(edges):
        raw = text[start:end]
        begin = start + len(raw) - len(raw.lstrip())
        words = raw.strip()
        slots.append(Slot(begin, begin + len(words), words) if words else Slot(start, start, ""))
    return slots


def _cut(text: str, first: int, at: int) -> int:
    """A place between two columns, moved left out of a word that is wider than its column."""
    cut = at
    if text[at : at + 1].isspace():
        return at
    while cut > first and cut > at - 3 and not text[cut - 1].isspace():
        cut -= 1
    return cut if cut == at or text[cut - 1 : cut].isspace() else at
