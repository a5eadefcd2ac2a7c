"""Which of two groups a comparison sets against the other: "women more often than men"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from checkers.direction import DEGREE, Direction, directions
from checkers.occasions import named
from checkers.words import concepts_in

#: What stands between the two that are compared; a bound ("more than 20%") compares nobody.
_PIVOT = re.compile(
    r"(?i)(?<![\w-])(?:(?:than|versus|vs\.?|compared\s(?:with|to)|relative\sto)"
    r"|as\s[a-z]+(?:\s[a-z]+){0,5}?\s(?P<as>as))(?![\w-])"
    r"(?!\s(?:[~<>≤≥$€£]?\s?\d|(?:one|two|three|four|five|ten|twice|half|a\shalf|an?\s(?:third|quarter))\b))"
    r"|(?P<numbers>(?:\bas\s)?\bagainst|\bas\sopposed\sto|(?<=[\d%]\s)(?:versus|vs?\.?)(?=\s[a-z~]{0,9}\s?\d))(?!\w)"
)
#: What ends a comparison.
_CLAUSE = re.compile(r";|(?<=[^\d]):\s|\b(?:but|while|whereas)\b", re.IGNORECASE)
_CLOSE = re.compile(
    r"[,;:()\[\]]|\.\s|\b(?:and|but|while|whereas|at|after|during)\b", re.IGNORECASE
)
#: The same where two numbers are set against each other: "4% against 9% after suturing".
_CLAUSE_OR_LIST = re.compile(r"[,;()\[\]]|\.\s|\b(?:and|but|while|whereas)\b", re.IGNORECASE)
#: "Than after suturing" names what it compares with all the same.
_LED = re.compile(r"\s(?:at|after|during)\b", re.IGNORECASE)
#: An adjective that compares: "older", but not "number".
_DEGREE = re.compile(
    r"(?i)\b(?!(?:o|ei|nei|whe|toge)ther|over|under|after|number|water|per|ever|never|order|her)"
    r"[a-z]{2,20}er\b"
)
#: How many characters a comparison may stand from its figure.
_REACH = 120
#: And how many the word that says more or less may stand before "than".
_NEAR = 40


@dataclass(frozen=True, slots=True)
class Contrast:
    """The words on both sides of a comparison, those on both left out.

    Attributes:
        first: the concepts of what is set above or below the other.
        second: those of what it is compared with.
        way: 1 where the first is said to be more, -1 for less, 0 where nothing is said.
        degree: the adjective that compares them ("older"), "" where it is none of one word.
        pair: number of the pair of opposites that says more or less.
    """

    first: frozenset[str]
    second: frozenset[str]
    way: int
    degree: str = ""
    pair: int = 0

    def crosses(self, other: Contrast) -> bool:
        """Whether another comparison sets the same two against each other the other way round."""
        crossed = self.first & other.second and self.second & other.first
        return bool(crossed) and not self.second & other.second

    def denies(self, other: Contrast) -> bool:
        """Whether another one sets the first above the second where this one sets it below."""
        alike = self.first & other.first and self.second & other.second
        return bool(alike) and self.pair == other.pair and self.way * other.way < 0


def contrast(text: str, start: int, end: int) -> Contrast | None:
    """The comparison that a figure is told in, None where a sentence makes none.

    Args:
        text: a sentence.
        start: where its figure starts.
        end: where it ends.
    """
    found = sorted(
        _pivots(text, start, end), key=lambda one: max(start - one.high, one.low - end, 0)
    )
    compared = (_between(text, pivot) for pivot in found)
    return next((one for one in compared if one), None)


def _between(text: str, pivot: _Pivot) -> Contrast | None:
    """The comparison that a pivot makes, None where a side of it names nothing of its own."""
    low, high, of_numbers = pivot
    clauses = [one.end() for one in _CLAUSE.finditer(text, 0, low)]
    ahead = text[clauses[-1] if clauses else 0 : low]
    led = _LED.match(text, high)
    closes = _CLAUSE_OR_LIST if of_numbers else _CLOSE
    closed = closes.search(text, led.end() if led else high)
    behind = text[high : closed.start() if closed else len(text)]
    first, second = _compared(ahead), _compared(behind)
    if not (first - second and second - first):
        return None
    way, pair, degree = _said(ahead if of_numbers else text[max(0, low - _NEAR) : low])
    falls_more = any(one.pair == pair and one.way == -way for one in directions(ahead))
    if falls_more or (of_numbers and not way):
        return None  # "fell by 5 points more than" sets two falls against each other
    return Contrast(first - second, second - first, way, degree, pair)


def _said(text: str) -> tuple[int, int, str]:
    """Which way the last word of a text that compares goes, of which pair, and its adjective."""
    told, degrees = directions(text), _DEGREE.findall(text)
    degree = degrees[-1].lower() if degrees else ""
    if told:
        return *_sense(told[-1]), degree
    known = DEGREE.fullmatch(degree)
    return (1 if known["up"] else -1, 0, "") if known else (0, 0, degree)


def _compared(side: str) -> frozenset[str]:
    """The concepts of one side of a comparison, and the groups that it names by a letter."""
    return concepts_in(side).union(f"{one.facet} {one.told}" for one in named(side))


def _sense(told: Direction) -> tuple[int, int]:
    """Which way a direction word goes, and of which pair it is: what is slower takes longer."""
    (longer,), (slower,) = directions("longer"), directions("slower")
    return (-told.way, longer.pair) if told.pair == slower.pair else (told.way, told.pair)


class _Pivot(NamedTuple):
    """Where words stand that compare, and whether they set two numbers against each other."""

    low: int
    high: int
    of_numbers: bool


def _pivots(text: str, start: int, end: int) -> Iterator[_Pivot]:
    """The words that compare, those near a figure and in its clause."""
    for one in _PIVOT.finditer(text, max(0, start - _REACH), end + _REACH):
        low, high = one.span("as") if one["as"] else one.span()
        between = text[end:low] if low >= end else text[high:start]
        if (low >= end or high <= start) and not _CLAUSE.search(between):
            yield _Pivot(low, high, one["numbers"] is not None)
