"""Number candidates: the cheap scan over characters that comes before everything else.

The scan says where a number may stand, in digits, in words or as a fraction
sign, and nothing of what it means.  It looks at every character once, so that
text without figures costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from typing import NamedTuple

from claims.number_words import LASTING, STARTERS

_DIGITS = re.compile(r"[0-9](?:[0-9.,·:]*[0-9])?")
_FRACTIONS = re.compile("[¼-¾⅐-⅞]")


def _by_initials(words: Iterable[str]) -> str:
    """Words as alternatives, the initial in either case; those of one initial share a branch."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(f"[{one.upper()}{one}](?:{'|'.join(held)})" for one, held in rests.items())


#: With the character before it, by which the search finds its way sooner than by letters.
_WORDS = re.compile(
    rf"[^A-Za-z](?:{_by_initials(STARTERS)}|(?<=[AaNn]\s)(?:{'|'.join(LASTING)}))(?:fold)?(?![a-z])"
)


class Candidate(NamedTuple):
    """A place where a number may stand; offsets in the text, end exclusive."""

    start: int
    end: int


def mask(text: str, skip: Sequence[tuple[int, int]]) -> str:
    """The text with the skipped spans blanked at the same length.

    Args:
        text: any text.
        skip: spans in any order; parts outside the text are ignored.

    Returns:
        A text of the same length, so that offsets hold.
    """
    parts: list[str] = []
    at = 0
    for start, end in sorted(skip):
        start, end = max(start, at), min(end, len(text))
        if end > start:
            parts += (text[at:start], " " * (end - start))
            at = end
    return "".join((*parts, text[at:])) if parts else text


def candidates(text: str, skip: Sequence[tuple[int, int]] = ()) -> Iterator[Candidate]:
    """Places where a number may stand, in order; time grows with the text's length alone."""
    masked = mask(text, skip)
    found = [one.span() for form in (_DIGITS, _FRACTIONS) for one in form.finditer(masked)]
    found += [(one.start(), one.end() - 1) for one in _WORDS.finditer(f"\n{masked}")]
    found.sort()
    return starmap(Candidate, found)
