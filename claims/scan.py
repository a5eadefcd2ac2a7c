"""Number candidates: the cheap scan over characters that comes before everything else.

The scan says where a number may stand, in digits, in words or as a fraction
sign, and nothing of what it means.  It looks at every character once, so that
text without figures costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from claims.number_words import LASTING, LONG, STARTERS

_DIGITS = re.compile(r"[0-9¼-¾⅐-⅞](?:(?<=[0-9])[0-9.,·:]*[0-9])?")


def _by_initials(words: Iterable[str]) -> str:
    """Words as alternatives, the initial in either case; those of one initial share a branch."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(f"[{one.upper()}{one}](?:{'|'.join(held)})" for one, held in rests.items())


_SPELL = "|".join(LASTING)
#: With the character before it, by which the search finds its way sooner than by letters.
_WORDS = re.compile(
    rf"[^A-Za-z](?:{_by_initials(STARTERS)}|(?<=[AaNnLlRr]\s)(?:{_SPELL})|(?:{_SPELL})(?={LONG}))"
    r"(?:fold)?(?![a-z])"
)


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


def candidates(text: str, skip: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Start and end of each place where a number may stand, in order.

    Time grows with the text's length alone.
    """
    masked = mask(text, skip)
    found = [one.span() for one in _DIGITS.finditer(masked)]
    words = [(one.start(), one.end() - 1) for one in _WORDS.finditer(f"\n{masked}")]
    return sorted(found + words) if words else found
