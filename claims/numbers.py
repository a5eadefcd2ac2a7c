"""Numbers of a text, in digits and in words, with their printed precision.

Units, signs of comparison and ranges are the business of :mod:`claims.grammar`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claims.number_words import read_words
from claims.numerals import VULGAR, Form, Number, fraction, read_digits
from claims.scan import Candidate

__all__ = ["Form", "Number", "find_numbers", "read_number"]


def read_number(text: str, at: int, floor: int = 0) -> Number | None:
    """The number whose first digit, fraction sign or word stands at an offset.

    Args:
        text: any text.
        at: offset of the first character after a sign or an article.
        floor: where the number before ends; signs and articles before it are not looked at.
    """
    first = text[at]
    if "0" <= first <= "9":
        return read_digits(text, at, floor)
    if first in VULGAR:
        return fraction(at, at + 1, *VULGAR[first])
    return read_words(text, at, floor)


def find_numbers(text: str, candidates: Iterable[Candidate]) -> Iterator[Number]:
    """The numbers that stand at the candidates, in order and without overlap.

    A candidate may hold several numbers ("1,2" or "3:1") and a number several
    candidates ("two hundred").
    """
    end = 0
    for candidate in candidates:
        at = max(candidate.start, end)
        while at < candidate.end:
            number = read_number(text, at, end)
            if number is None:
                break
            yield number
            at = end = number.end
            while at < candidate.end and not "0" <= text[at] <= "9":
                at += 1
