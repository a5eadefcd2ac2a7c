"""The quantities of a record by the line that they stand on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from claims.quantity import Quantity
from sources.trialrecord import Line

#: Quantities of one line that are looked at.
MOST = 8


@dataclass(frozen=True)
class Places:
    """The quantities of a record in order, offsets in its text."""

    quantities: tuple[Quantity, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.quantities]

    def of(self, line: Line) -> Sequence[Quantity]:
        """The first quantities of a line."""
        first = bisect_left(self._starts, line.start)
        last = bisect_left(self._starts, line.end)
        return self.quantities[first : min(last, first + MOST)]
