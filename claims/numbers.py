"""Numbers of a text, in digits and in words, with their printed precision.

Units, signs of comparison and ranges are the business of :mod:`claims.grammar`.
"""

from __future__ import annotations

from claims.number_words import read_words
from claims.numerals import VULGAR, Form, Number, fraction, read_digits

__all__ = ["Form", "Number", "read_number"]


def read_number(text: str, at: int, floor: int = 0) -> Number | None:
    """The number whose first digit, fraction sign or word stands at an offset.

    Args:
        text: any text.
        at: offset of the first character after a sign or an article.
        floor: where the quantity before ends; signs and articles before it are not looked at.

    Returns:
        The number with its sign, article and scale word, or None where there is none.
    """
    first = text[at]
    if "0" <= first <= "9":
        return read_digits(text, at, floor)
    if first in VULGAR:
        return fraction(at, at + 1, *VULGAR[first])
    return read_words(text, at, floor)
