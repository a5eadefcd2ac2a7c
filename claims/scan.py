"""Number candidates: the cheap scan over characters that comes before everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a number may stand; end exclusive."""

    start: int
    end: int


_CANDIDATE = re.compile(r"\d+(?:[.,·]\d+)*")


def mask(text: str, skip: Sequence[tuple[int, int]]) -> str:
    """The text with the skipped spans blanked at the same length."""
    if not skip:
        return text
    parts, at = [], 0
    for start, end in sorted(skip):
        start = max(start, at)
        if end > start:
            parts += [text[at:start], " " * (min(end, len(text)) - start)]
            at = min(end, len(text))
    parts.append(text[at:])
    return "".join(parts)


def candidates(text: str, skip: Sequence[tuple[int, int]] = ()) -> Iterator[Candidate]:
    """Places of the text where a number may stand, in order."""
    for match in _CANDIDATE.finditer(mask(text, skip)):
        yield Candidate(match.start(), match.end())
