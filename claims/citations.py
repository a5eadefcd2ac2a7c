"""Citation markers: where a text cites, and which labels it names."""

from __future__ import annotations

import re

from claims.claim import Citation
from claims.document import Document

_BRACKET = re.compile(r"\[(\d{1,3}(?:\s?[,;–—-]\s?\d{1,3}){0,30})\]")
_PART = re.compile(r"(\d{1,3})(?:\s?[–—-]\s?(\d{1,3}))?")


def find_citations(document: Document) -> tuple[Citation, ...]:
    """The citation markers of a document, in order."""
    found = []
    for match in _BRACKET.finditer(document.text):
        found.append(Citation(_labels(match.group(1)), match.start(), match.end(), "bracket"))
    return tuple(found)


def _labels(text: str) -> tuple[str, ...]:
    labels: list[str] = []
    for part in _PART.finditer(text):
        low, high = int(part.group(1)), int(part.group(2) or part.group(1))
        labels.extend(str(number) for number in range(low, min(high, low + 60) + 1))
    return tuple(dict.fromkeys(labels))
