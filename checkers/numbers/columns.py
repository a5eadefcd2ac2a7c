"""Counts with percentages in the columns of a table, and the whole that a column shares.

The cells of a column are mostly of one whole, which its heading states or its
cells imply.  A row may have a whole of its own (a subgroup, missing values), so
a cell is held against its column only where nothing in the table explains it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from checkers.headed import as_headed
from checkers.numbers.shares import Share, Tie, is_count, is_percent
from checkers.numbers.stretches import Stretch, spanned
from claims.quantity import Dimension, Quantity, Relation

_OPENS = re.compile(r"\s?[(\[]\s?")
_CLOSES = re.compile(r"\s?%?\s?[)\]]")
#: What says that the second number of a cell is a percentage of a count: "n (%)".
_PERCENT = re.compile(
    r"(?i)(?:\b(?:n|no|nos|number|count|freq\w*|patients|subjects|participants|women|men)|#)"
    r"\W{1,4}%|[(\[]%[)\]]|^\W*%\W*$|, ?%|\(?col\w*\.? ?%|\bper ?cent"
)
_PERCENT_FIRST = re.compile(r"(?i)%\s?[(\[]\s?n\b|%\s?,\s?n\b")
_MEAN = re.compile(r"(?i)\b(?:means?|SDs?|s\.d\.|medians?|IQR)(?!\w)")
_WHOLE = re.compile(r"[nN]\s?=\s?(\d{1,3}(?:,\d{3})+|\d{1,7})\b")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,7}")
#: A column speaks of one whole if this many of its cells, and this share of them, follow from it.
_LEAST_CELLS, _LEAST_SHARE, _LEAST_STATED = 4, Decimal("0.75"), Decimal("0.65")
_LEAST_HELD = Decimal("0.25")
#: As many cells above and below one show whether its heading's whole holds there.
_AROUND = 3
#: A cell that follows from more whole numbers than this tells nothing of the whole.
_MOST_WHOLES = 200
#: A whole that is less than the column's by this share may leave out missing values.
_MISSING = Decimal("0.05")
#: As many rows that stand together may make up a whole, and their percentages then about 100.
_LONGEST_SUM, _ALL = 8, (Decimal(98), Decimal(102))
#: As many rows above a cell may count the whole that it is of.
_ABOVE = 4
#: Two cells of a row are of like parts of their columns' wholes if one is this much of the other.
_FEWER = Decimal(2) / 3
#: A cell tells its whole if the wholes that it follows from differ by this share at most.
_NARROW = Decimal("0.1")
#: A table with more odd cells than this is not understood.
_MOST_ODD = 60
#: Longer columns are listings; sums of their rows explain anything.
_LONGEST_COLUMN = 200


@dataclass(frozen=True, slots=True)
class _Odd:
    """A cell that does not follow from the whole of its column."""

    stretch: Stretch
    share: Share
    whole: Decimal
    column: Sequence[tuple[Stretch, Share]]

    @property
    def part(self) -> Decimal:
        """How much of the column's whole the cell's own would be."""
        return self.share.count * 100 / ((self.share.percent.low or Decimal(1)) * self.whole)


def whole_numbers(text: str) -> list[Decimal]:
    """The sizes of groups that a heading states: "(n = 1,040)"."""
    return [_decimal(number) for number in _WHOLE.findall(text)]


def odd_cells(found: Sequence[Stretch]) -> Iterator[tuple[Share, Decimal]]:
    """The cells that do not follow from the whole of their column, and that whole.

    A cell is left out where another number of its table, a sum of its column's
    counts, another odd cell of its row or one that implies the same whole may
    explain it, or a few missing values.
    """
    odd: dict[int, list[_Odd]] = defaultdict(list)
    for cells in table_columns(found):
        for column, whole in _wholes(cells):
            for stretch, share in column:
                if stretch.table and share.count <= whole and not share.follows(whole):
                    odd[stretch.table.start].append(_Odd(stretch, share, whole, column))
    for table in odd.values():
        for one in table if len(table) <= _MOST_ODD else ():
            if not _is_explained(one, [other for other in table if other is not one]):
                yield one.share, one.whole


def table_columns(found: Sequence[Stretch]) -> Iterator[list[tuple[Stretch, Share]]]:
    """The cells with a count and its percentage, column by column.

    Columns without a heading cannot be told apart and are left out.
    """
    groups: dict[tuple[int, tuple[str, ...]], list[tuple[Stretch, Share]]] = defaultdict(list)
    for stretch in found:
        share = _share(stretch)
        if share is not None and stretch.table is not None and stretch.headings:
            groups[stretch.table.start, stretch.headings].append((stretch, share))
    yield from groups.values()


def _share(stretch: Stretch) -> Share | None:
    """What a cell "12 (30%)" or "12 (30)" states, None for any other cell."""
    if stretch.cell is None or len(stretch.figures) < 2 or stretch.before(0).strip():
        return None
    first, second = stretch.figures[0].quantity, stretch.figures[1].quantity
    bracketed = _OPENS.fullmatch(stretch.after(0)) and _CLOSES.match(stretch.after(1))
    percent = _as_percent(second, stretch) if bracketed and is_count(first) else None
    if percent is None or not 0 < (percent.low or 0) <= 100:
        return None
    span = spanned(stretch.document.text, first, second)
    identifier = stretch.figures[1].identifier
    return Share(first.low or Decimal(0), percent, None, Tie.FREE, *span, identifier)


def _as_percent(quantity: Quantity, stretch: Stretch) -> Quantity | None:
    """A cell's second number as a percentage, where nothing says that it is something else."""
    if is_percent(quantity):
        return quantity
    said = (*stretch.row, *stretch.headings)
    bare = quantity.relation is Relation.EXACT and not quantity.unit and not quantity.statistic
    if not bare or any(map(_PERCENT_FIRST.search, said)) or _MEAN.search(" ".join(stretch.row)):
        return None
    count = stretch.figures[0].quantity
    if stretch.cell and as_headed(count, stretch.cell, stretch.document.text).unit not in ("", "%"):
        return None
    return replace(quantity, unit="%", dimension=Dimension.PROPORTION)


def is_told(stretch: Stretch) -> bool:
    """Whether a cell or its headings say that its second number is a percentage."""
    headed = any(map(_PERCENT.search, stretch.headings)) and not any(
        map(_MEAN.search, stretch.headings)
    )
    told = "%" in stretch.text or any(map(_PERCENT.search, stretch.row))
    return headed or told


_Cells = Sequence[tuple[Stretch, Share]]


def _wholes(column: _Cells) -> Iterator[tuple[_Cells, Decimal]]:
    """The cells of a column that have a whole in common, with that whole.

    It is the one that the heading states, where the cells around follow from it;
    else the one that the caption states or that most cells of the column imply.
    """
    if len(column) > _LONGEST_COLUMN:
        return
    told = all(is_told(stretch) for stretch, _ in column)
    stated = [whole for heading in column[0][0].headings for whole in whole_numbers(heading)]
    for whole in stated:
        follow = [share.follows(whole) for _, share in column]
        if _is_common(follow, _LEAST_STATED if told else _LEAST_SHARE):
            yield column, whole
            return
        if told and _is_common(follow, _LEAST_HELD):
            yield (
                [cell for at, cell in enumerate(column) if _is_held(cell, follow, at, whole)],
                whole,
            )
            return
    for whole, least in _supposed(column) if told else ():
        if _is_common([share.follows(whole) for _, share in column], least):
            yield column, whole
            return


def _supposed(column: _Cells) -> Iterator[tuple[Decimal, Decimal]]:
    """Wholes that no heading states, with the share of the cells that must follow from each."""
    table = column[0][0].table
    captioned = set(whole_numbers(table.caption)) if table else set()
    if len(captioned) == 1:
        yield captioned.pop(), _LEAST_STATED
    implied = Counter(whole for _, share in column for whole in _implied(share))
    for whole, _ in implied.most_common(3):
        yield whole, _LEAST_SHARE


def _is_common(follow: Sequence[bool], least: Decimal) -> bool:
    """Whether enough cells of a column follow from a whole to hold the others against it."""
    return sum(follow) >= _LEAST_CELLS and sum(follow) >= least * len(follow)


def _is_held(cell: tuple[Stretch, Share], follow: Sequence[bool], at: int, whole: Decimal) -> bool:
    """Whether a cell of a column of several wholes can be held against the one that is stated.

    Either the cells around it follow from it, or the cell's own would be greater.
    """
    if not follow[at] and cell[1].wholes()[0] > whole:
        return True
    around = [*follow[max(0, at - _AROUND) : at], *follow[at + 1 : at + 1 + _AROUND]]
    return len(around) >= _AROUND and 3 * sum(around) >= 2 * len(around)


def _implied(share: Share) -> Iterator[Decimal]:
    least, most = share.wholes()
    if share.count and most is not None and most - least < _MOST_WHOLES:
        yield from map(Decimal, range(int(least), int(most) + 1))


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _is_explained(odd: _Odd, others: Sequence[_Odd]) -> bool:
    """Whether the cell may be of another whole than its column.

    One that another odd cell of its row or column has, too; that another number
    of the table states; or that leaves out a few missing values.
    """
    if any(_are_alike(odd, other) for other in others):
        return True
    least, most = odd.share.wholes()
    if not odd.share.possible or least >= odd.whole:
        return False
    if most is None or odd.whole * (1 - _MISSING) <= most:
        return True
    return any(odd.share.follows(whole) for whole in _printed(odd) if whole < odd.whole)


def _are_alike(odd: _Odd, other: _Odd) -> bool:
    """Whether two odd cells of one row, or of one column, may be odd for one reason."""
    beside = odd.stretch.headings != other.stretch.headings
    if beside and _row(odd.stretch) == _row(other.stretch):
        possible = odd.share.possible and other.share.possible
        side = (odd.part > 1) == (other.part > 1)
        return possible and side and _FEWER < odd.part / other.part < 1 / _FEWER
    least, most = other.share.wholes()
    tells = most is not None and most - least <= _NARROW * most
    return (
        tells and odd.stretch.headings == other.stretch.headings and odd.share.agrees(other.share)
    )


def _row(cell: Stretch) -> tuple[tuple[str, ...], int]:
    """What tells a row from others: its headings and its line, neither of which need be its own."""
    return cell.row, cell.document.text.rfind("\n", 0, cell.start)


def _printed(odd: _Odd) -> Iterator[Decimal]:
    """The numbers near a cell that may be its whole.

    Those of its headings, the counts of the rows above it, and the sums of rows
    that stand together and make up a whole, the cell's own among them.
    """
    caption = odd.stretch.table.caption if odd.stretch.table else ""
    for text in (*odd.stretch.row, *odd.stretch.headings, caption):
        yield from map(_decimal, _NUMBER.findall(text))
    shares = [share for _, share in odd.column]
    own = next(at for at, share in enumerate(shares) if share is odd.share)
    yield from (share.count for share in shares[max(0, own - _ABOVE) : own])
    for start in range(max(0, own - _LONGEST_SUM + 1), own + 1):
        for end in range(own + 1, min(len(shares), start + _LONGEST_SUM) + 1):
            part = shares[start:end]
            if _ALL[0] <= sum(share.percent.low or 0 for share in part) <= _ALL[1]:
                yield sum((share.count for share in part), Decimal(0))
