"""Number candidates: the cheap scan over characters that comes before everything else.

The scan says where a number may stand, in digits, in words or as a fraction
sign, and nothing of what it means.  It looks at every character once, so that
text without figures costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from claims.number_words import LASTING, STARTERS

_FIRST_WORDS = "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in STARTERS)
_CANDIDATE = re.compile(
    r"[0-9](?:[0-9.,·:]*[0-9])?|[¼-¾⅐-⅞]"
    rf"|(?<![A-Za-z])(?:{_FIRST_WORDS}|(?<=[AaNn]\s)(?:{'|'.join(LASTING)}))(?:fold)?(?![a-z])"
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
    for match in _CANDIDATE.finditer(mask(text, skip)):
        yield Candidate(*match.span())
