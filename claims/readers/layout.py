"""The layout of a PDF page: its columns in reading order, their lines, their tables.

A page is cut where a strip stays empty beside line after line (a gutter) and
where lines run across that strip.  The idea is that of the recursive X-Y cut
(Nagy and Seth, 1984), with gutters found from lines so that columns whose
lines are not level are told apart too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from claims.readers.glyphs import Rule, Word

#: A gutter is at least so wide, in points, and stands beside so many lines in a row.
_GUTTER, _BESIDE = 8.0, 6
#: Columns are at least so wide, in points.
_COLUMN = 90.0
_STEP = 3.0
#: Rules that share their ends so closely belong to one table.
_ENDS = 5.0
#: Cells of a table hold fewer characters a line than a column of text.
_CELL = 26
#: Between the cells of a row stands at least this share of the font's size.
_CELL_GAP = 0.5
_ROWS = 3
#: A line with a piece of this share of a table's width is none of the table's.
_WIDE = 0.42
#: The heading of a table has no more lines.
_HEADING = 4
#: Headings are larger than the usual words by this factor.
_LARGE = 1.15
#: The lines of a cell, or of a heading, are no farther apart, in sizes of the font.
_NEAR = 1.45
_VALUE = re.compile(r"[\s<>=≤≥~±+\-−–.,;:/()\[\]%*†‡\d]+\Z")
#: A space is at least this share of the font's size.
_SPACE = 0.1


@dataclass(slots=True, eq=False)
class Line:
    """A line of text: its words from left to right."""

    words: list[Word]
    x0: float = 0.0
    x1: float = 0.0
    base: float = 0.0
    size: float = 0.0
    bold: bool = False

    def __post_init__(self) -> None:
        self.words.sort(key=lambda word: word.x0)
        self.x0 = min(word.x0 for word in self.words)
        self.x1 = max(word.x1 for word in self.words)
        sizes: Counter[tuple[float, float]] = Counter()
        for word in self.words:
            sizes[round(word.size, 1), round(word.base, 1)] += len(word.text)
        self.size, self.base = max(sizes, key=lambda key: (sizes[key], key))
        letters = [word for word in self.words if any(char.isalpha() for char in word.text)]
        self.bold = bool(letters) and all(word.bold for word in letters)

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(
            f" {word.text}" if at and self.parted(at) else word.text
            for at, word in enumerate(self.words)
        )

    def parted(self, at: int) -> bool:
        """Whether a space stands before the word at this place."""
        last, word = self.words[at - 1], self.words[at]
        return not word.glued and word.x0 - last.x1 > _SPACE * min(last.size, word.size)


@dataclass(slots=True, eq=False)
class Cell:
    """A cell of a table: its lines, whether it is a heading, how many columns it spans."""

    lines: list[Line] = field(default_factory=list)
    heading: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(slots=True, eq=False)
class Grid:
    """A table: its cells, row by row."""

    rows: list[list[Cell]]
    top: float = 0.0


@dataclass(slots=True, eq=False)
class Column:
    """Lines that stand under one another, from the top."""

    lines: list[Line]
    x0: float = 0.0
    x1: float = 0.0

    def __post_init__(self) -> None:
        self.x0 = min(line.x0 for line in self.lines)
        self.x1 = max(line.x1 for line in self.lines)


def read(words: Sequence[Word], rules: Sequence[Rule]) -> Iterator[Column | Grid]:
    """The columns and tables of a page in reading order.

    Args:
        words: the page's words.
        rules: its horizontal lines.
    """
    boxes = list(_ruled(words, rules))
    inside = {id(word) for box in boxes for word in box.words}
    loose = [word for word in words if id(word) not in inside]
    yield from _zones(loose, boxes)


def tables(words: Sequence[Word], rules: Sequence[Rule]) -> Iterator[tuple[set[int], Grid]]:
    """The tables that rules show, each with the identities of the words in it."""
    for box in _ruled(words, rules):
        yield {id(word) for word in box.words}, _table(box)


def lines(words: Sequence[Word]) -> list[Line]:
    """Words as lines, from the top; what is raised or lowered stays in its line."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (-one.base, one.x0)):
        row = next((row for row in rows[-3:] if _level(row, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    made = [Line(row) for row in rows]
    made.sort(key=lambda line: -line.base)
    return made


def _level(row: Sequence[Word], word: Word) -> bool:
    """Whether a word stands in the line of these words: on it, raised, or lowered."""
    largest = max(row, key=lambda one: one.size)
    high = max(largest.size, word.size)
    off = abs(largest.base - word.base)
    if min(largest.size, word.size) > 0.85 * high:
        return off < 0.3 * high
    return off < 0.6 * high


# --- columns --------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Box:
    """A part of the page that a table fills."""

    words: list[Word]
    x0: float
    x1: float
    y0: float
    y1: float
    cuts: tuple[float, ...] = ()


def _zones(words: Sequence[Word], boxes: Sequence[_Box]) -> Iterator[Column | Grid]:
    """Columns and tables of a part of the page, from the top."""
    gutter = _gutter(words)
    if gutter is None:
        yield from _stacked(words, boxes)
        return
    crossing = _crossing(words, gutter)
    wide = [box for box in boxes if box.x0 < gutter < box.x1]
    borders = sorted(
        [*((line.base, id(line)) for line in crossing), *((box.y1, id(box)) for box in wide)],
        reverse=True,
    )
    across = {id(word) for line in crossing for word in line.words}
    loose = [word for word in words if id(word) not in across]
    narrow = [box for box in boxes if box not in wide]
    by_id: dict[int, Line | _Box] = {id(line): line for line in crossing}
    by_id.update((id(box), box) for box in wide)
    top, held = float("inf"), list[Word]()
    tables: list[_Box] = []
    for y, key in [*borders, (float("-inf"), 0)]:
        zone = [word for word in loose if y < word.base <= top]
        between = [box for box in narrow if y < box.y1 <= top]
        if zone or between:
            yield from _stacked(held, tables)
            held, tables = [], []
            for side in (_left, _right):
                part = [word for word in zone if side(word.x0, word.x1, gutter)]
                own = [box for box in between if side(box.x0, box.x1, gutter)]
                yield from _zones(part, own)
        found = by_id.get(key)
        if isinstance(found, Line):
            held += found.words
        elif found is not None:
            tables.append(found)
        top = y
    yield from _stacked(held, tables)


def _left(x0: float, x1: float, gutter: float) -> bool:
    return (x0 + x1) / 2 <= gutter


def _right(x0: float, x1: float, gutter: float) -> bool:
    return (x0 + x1) / 2 > gutter


def _stacked(words: Sequence[Word], boxes: Sequence[_Box]) -> Iterator[Column | Grid]:
    """One column, its tables between its lines."""
    rest = lines(words)
    for box in sorted(boxes, key=lambda one: -one.y1):
        above = [line for line in rest if line.base >= box.y1]
        rest = [line for line in rest if line.base < box.y1]
        yield from _aligned(above)
        yield _table(box)
    yield from _aligned(rest)


def _gutter(words: Sequence[Word]) -> float | None:
    """The middle of the emptiest strip between two columns, None where there is one column."""
    if len(words) < 2 * _BESIDE:
        return None
    low, high = min(word.x0 for word in words), max(word.x1 for word in words)
    if high - low < 2 * _COLUMN:
        return None
    rows = [_gaps(line) for line in lines(words)]
    best, most = None, 0
    x = low + _COLUMN
    while x <= high - _COLUMN:
        found = _beside(rows, x)
        if found > most:
            best, most = x, found
        x += _STEP
    if best is None or most < _BESIDE:
        return None
    return _middle(rows, best)


def _gaps(line: Line) -> list[tuple[float, float]]:
    """The wide gaps between the words of a line."""
    found = []
    end = line.words[0].x1
    for word in line.words[1:]:
        if word.x0 - end >= _GUTTER:
            found.append((end, word.x0))
        end = max(end, word.x1)
    return [(float("-inf"), line.x0), *found, (line.x1, float("inf"))]


def _beside(rows: Sequence[list[tuple[float, float]]], x: float) -> int:
    """How many lines in a row stand on either side of a place, and none at it."""
    best = left = right = 0
    low, high = float("-inf"), float("inf")
    for gaps in rows:
        gap = next((one for one in gaps if one[0] <= x <= one[1]), None)
        if gap and min(high, gap[1]) - max(low, gap[0]) >= _GUTTER * 0.75:
            low, high = max(low, gap[0]), min(high, gap[1])
        else:
            left = right = 0
            low, high = gap or (float("-inf"), float("inf"))
        if gap:
            left += gap[0] != float("-inf")
            right += gap[1] != float("inf")
        best = max(best, min(left, right))
    return best


def _middle(rows: Sequence[list[tuple[float, float]]], x: float) -> float:
    """The middle of the strip around a place that stays empty beside most lines."""
    gaps = [gap for row in rows for gap in row if gap[0] <= x <= gap[1]]
    lows = sorted(gap[0] for gap in gaps if gap[0] != float("-inf"))
    highs = sorted(gap[1] for gap in gaps if gap[1] != float("inf"))
    low, high = lows[len(lows) * 9 // 10], highs[len(highs) // 10]
    return (low + high) / 2 if low < high else x


def _crossing(words: Sequence[Word], gutter: float) -> list[Line]:
    """The lines that run across a gutter, with the short last lines of headings that do."""
    usual = median(word.size for word in words)
    found: list[Line] = []
    for line in lines(words):
        last = found[-1] if found else None
        across = not any(low <= gutter <= high for low, high in _gaps(line))
        if across or (last and line.size > _LARGE * usual and _goes_on_heading(last, line)):
            found.append(line)
    return found


def _goes_on_heading(last: Line, line: Line) -> bool:
    same = abs(last.size - line.size) < 0.05 * line.size and last.bold == line.bold
    return same and last.base - line.base < _NEAR * line.size


# --- tables -----------------------------------------------------------------------------


def _ruled(words: Sequence[Word], rules: Sequence[Rule]) -> Iterator[_Box]:
    """The tables that rules show: between two of them words stand in columns."""
    rest = list(rules)
    while rest:
        first = rest[0]
        group = [rule for rule in rest if _same_ends(rule, first)]
        rest = [rule for rule in rest if not _same_ends(rule, first)]
        held: _Box | None = None
        above: list[Word] = []
        for upper, lower in pairwise(group):
            inside = [
                word
                for word in words
                if lower.y - 1 < word.base < upper.y and upper.x0 - 4 < word.x0 < upper.x1
            ]
            if inside and _is_tabular(inside):
                if held is None:
                    held = _Box(above, upper.x0, upper.x1, lower.y, upper.y)
                    held.y1 = max([upper.y, *(word.y1 for word in above)])
                held.words += inside
                held.y0 = lower.y
                held.cuts += (upper.y, lower.y)
            elif inside and held:
                yield held
                held = None
            above = inside if inside and len(lines(inside)) <= _HEADING else []
        if held:
            if held.y0 == group[-1].y:
                _lengthen(held, words)
            yield held


def _lengthen(box: _Box, words: Sequence[Word]) -> None:
    """Take in the rows below a table's last rule, as a table has that goes on elsewhere."""
    inside = {id(word) for word in box.words}
    below = [
        word
        for word in words
        if word.base < box.y0 and box.x0 - 4 < word.x0 < box.x1 and id(word) not in inside
    ]
    taken: list[Line] = []
    for row in lines(below):
        pieces = _pieces(row, 1.0)
        far = row.base < (taken[-1].base if taken else box.y0) - 3 * row.size
        if far or max(piece.x1 - piece.x0 for piece in pieces) > _WIDE * (box.x1 - box.x0):
            break
        taken.append(row)
    several = sum(len(_pieces(row, 1.0)) > 1 for row in taken)
    if several >= _ROWS and _is_tabular([word for row in taken for word in row.words]):
        box.words += [word for row in taken for word in row.words]
        box.y0 = taken[-1].base - 1


def _same_ends(rule: Rule, other: Rule) -> bool:
    return abs(rule.x0 - other.x0) <= _ENDS and abs(rule.x1 - other.x1) <= _ENDS


def _is_tabular(words: Sequence[Word]) -> bool:
    """Whether words stand in columns of short cells."""
    rows = lines(words)
    cells = [piece for row in rows for piece in _pieces(row, 1.0)]
    if len(cells) <= len(rows):
        return False
    return sum(len(piece.text) for piece in cells) / len(cells) <= _CELL


def _pieces(line: Line, share: float) -> list[Line]:
    """A line cut at gaps of this share of its font's size."""
    made: list[list[Word]] = [[line.words[0]]]
    end = line.words[0].x1
    for word in line.words[1:]:
        if word.x0 - end >= share * line.size:
            made.append([])
        made[-1].append(word)
        end = max(end, word.x1)
    return [Line(piece) for piece in made]


def _aligned(column: Sequence[Line]) -> Iterator[Column | Grid]:
    """A column, with the runs of its lines that stand in columns of their own as tables."""
    held: list[Line] = []
    at = 0
    while at < len(column):
        run = _run(column, at)
        if run:
            if held:
                yield Column(held)
                held = []
            yield _table(_boxed(column[at : at + run]))
            at += run
        else:
            held.append(column[at])
            at += 1
    if held:
        yield Column(held)


def _boxed(rows: Sequence[Line]) -> _Box:
    words = [word for row in rows for word in row.words]
    x0, x1 = min(row.x0 for row in rows), max(row.x1 for row in rows)
    return _Box(words, x0, x1, rows[-1].base, rows[0].base + rows[0].size)


def _run(column: Sequence[Line], at: int) -> int:
    """How many lines from here on share two gaps at least, 0 where they are no table."""
    count = 0
    shared: list[tuple[float, float]] = []
    for line in column[at:]:
        gaps = [gap for gap in _gaps(line)[1:-1] if gap[1] - gap[0] >= 1.5 * line.size]
        new = gaps if not count else _meet(shared, gaps)
        if not new or sum(map(_length, _pieces(line, 1.5))) / (len(new) + 1) > _CELL:
            break
        shared = new
        count += 1
    enough = count >= _ROWS and (len(shared) > 1 or count >= 2 * _ROWS)
    return count if enough else 0


def _length(line: Line) -> int:
    return len(line.text)


def _meet(
    left: Sequence[tuple[float, float]], right: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    found = ((max(a, c), min(b, d)) for a, b in left for c, d in right)
    return [gap for gap in found if gap[1] - gap[0] >= _GUTTER / 2]


def _table(box: _Box) -> Grid:
    """The cells of a table, by the strips that stay empty beside its lines."""
    strips = _strips(lines(box.words))
    columns = _columns(box.words, strips)
    rows = _by_gaps(columns, strips, box.cuts) or _by_lines(box.words, strips, box.cuts)
    return Grid([_spanned(cells) for cells in rows], box.y1)


def _columns(words: Sequence[Word], strips: Sequence[float]) -> list[list[Line]]:
    """The lines of each column, from the top; what spans columns stands in its first."""
    made: list[list[Line]] = [[] for _ in range(len(strips) + 1)]
    for row in lines(words):
        for piece in _pieces(row, _CELL_GAP):
            made[sum(strip < piece.x0 for strip in strips)].append(piece)
    return made


@dataclass(slots=True, eq=False)
class _Stack:
    """Lines of one column that stand close together: a cell, and how far it reaches."""

    column: int
    lines: list[Line]
    high: float
    low: float


def _by_gaps(
    columns: Sequence[list[Line]], strips: Sequence[float], cuts: Sequence[float]
) -> list[list[Cell]]:
    """The rows of a table whose rows stand farther apart than the lines of a cell, else none.

    Cells that stand beside one another, wholly or in part, are a row.
    """
    stacks = [stack for at, column in enumerate(columns) for stack in _stacks(at, column, cuts)]
    tall = sum(len(stack.lines) > 1 for stack in stacks)
    if not tall or tall == len(stacks):
        return []
    stacks.sort(key=lambda stack: -stack.high)
    rows: list[list[_Stack]] = []
    low = float("inf")
    for stack in stacks:
        if not rows or stack.high < low:
            rows.append([])
            low = stack.low
        rows[-1].append(stack)
        low = min(low, stack.low)
    if any(_is_several(row) for row in rows):
        return []
    return [_row(row, strips) for row in rows]


def _stacks(at: int, column: Sequence[Line], cuts: Sequence[float]) -> Iterator[_Stack]:
    held: _Stack | None = None
    for line in column:
        low, high = line.base - 0.2 * line.size, line.base + 0.8 * line.size
        if held:
            last = held.lines[-1]
            near = last.base - line.base <= _NEAR * max(last.size, line.size)
            if near and not any(line.base < cut < last.base for cut in cuts):
                held.lines.append(line)
                held.low = low
                continue
            yield held
        held = _Stack(at, [line], high, low)
    if held:
        yield held


def _is_several(row: Sequence[_Stack]) -> bool:
    """Whether a row is several: two columns have values under one another."""
    return sum(all(_VALUE.match(line.text) for line in stack.lines) and len(stack.lines) > 1
               for stack in row) > 1  # fmt: skip


def _row(row: Sequence[_Stack], strips: Sequence[float]) -> list[Cell]:
    cells = [Cell() for _ in range(len(strips) + 1)]
    for stack in row:
        cell = cells[stack.column]
        cell.lines += stack.lines
        cell.heading = all(line.bold for line in stack.lines)
        last = sum(strip < max(line.x1 for line in stack.lines) for strip in strips)
        cell.columns = max(cell.columns, last - stack.column + 1)
    return cells


def _by_lines(
    words: Sequence[Word], strips: Sequence[float], cuts: Sequence[float]
) -> list[list[Cell]]:
    """The rows of a table that has one for each line."""
    rows = lines(words)
    grid: list[list[Cell]] = []
    for at, row in enumerate(rows):
        cells = _placed(row, strips)
        ruled = at > 0 and any(row.base < cut < rows[at - 1].base for cut in cuts)
        if grid and not ruled and _goes_on(cells, grid[-1]):
            for cell, above in zip(cells, grid[-1], strict=True):
                above.lines += cell.lines
        else:
            grid.append(cells)
    return grid


def _strips(rows: Sequence[Line]) -> list[float]:
    """The middles of the strips between the columns of a table.

    The fullest lines tell; a heading over several columns has few pieces.
    """
    cut = [_pieces(row, _CELL_GAP) for row in rows]
    most = max(map(len, cut))
    full = [pieces for pieces in cut if 2 * len(pieces) >= most]
    size = median(row.size for row in rows)
    spans = sorted((piece.x0, piece.x1) for pieces in full for piece in pieces)
    found: list[float] = []
    end = spans[0][1]
    for low, high in spans:
        if low - end >= _CELL_GAP * size:
            found.append((end + low) / 2)
        end = max(end, high)
    return found


def _placed(row: Line, strips: Sequence[float]) -> list[Cell]:
    """The cells of a row, one for each column."""
    cells = [Cell() for _ in range(len(strips) + 1)]
    for piece in _pieces(row, _CELL_GAP):
        first = sum(strip < piece.x0 for strip in strips)
        last = sum(strip < piece.x1 for strip in strips)
        cells[first].lines.append(piece)
        cells[first].columns = max(cells[first].columns, last - first + 1)
        cells[first].heading = piece.bold
    return cells


def _goes_on(cells: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Whether a line of a table goes on cells of the line above: few, and under words."""
    filled = [at for at, cell in enumerate(cells) if cell.lines]
    if any(cell.columns > 1 for cell in (*cells, *above)) or not filled:
        return False
    under = all(above[at].lines for at in filled)
    if filled == [0]:
        return cells[0].lines[0].text[:1].islower()
    return under and 0 not in filled and len(filled) < len(cells) - 1


def _spanned(cells: list[Cell]) -> list[Cell]:
    """The cells of a row without those that another one spans."""
    made: list[Cell] = []
    skip = 0
    for cell in cells:
        if skip and not cell.lines:
            skip -= 1
            continue
        skip = cell.columns - 1
        made.append(cell)
    return made
