"""What the headings of a text open: the article, its reference list, what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.document import BlockKind
from claims.furniture import is_furniture, opens_furniture
from claims.structure import opens_references

_CAPTION = re.compile(
    r"(?:supplementary |online )?(?:table|figure|fig\.?|box|scheme|chart)\s+[A-Z]?\d{1,3}[A-Za-z]?"
    r"(?:\s?[.:|–—-]|\s?\Z|\s(?-i:[A-Z(]))",
    re.I,
)
_LONGEST_CAPTION = 600
_LONGEST_HEADING = 120
_CLOSED = (".", ",", ";", "!")


def is_caption(words: str) -> bool:
    """Whether a paragraph is the caption of a table or figure by its first words."""
    return len(words) < _LONGEST_CAPTION and _CAPTION.match(words) is not None


@dataclass(slots=True)
class Region:
    """The part of the text that the last heading has opened.

    Attributes:
        kind: REFERENCE, FURNITURE, or None for the article itself.
        level: the level of that heading.
    """

    kind: BlockKind | None = None
    level: int = 0

    def headed(self, words: str, level: int) -> BlockKind:
        """Open or end a region by a heading; what the heading is itself."""
        if is_caption(words):
            return BlockKind.CAPTION
        opened = None
        if opens_references(words):
            opened = BlockKind.REFERENCE
        elif opens_furniture(words):
            opened = BlockKind.FURNITURE
        if opened or self.kind is None or level <= self.level:
            self.kind, self.level = opened, level
        return BlockKind.FURNITURE if self.kind is BlockKind.FURNITURE else BlockKind.HEADING

    def judged(self, words: str, kind: BlockKind = BlockKind.PARAGRAPH) -> BlockKind:
        """What a paragraph is for.

        Args:
            words: the paragraph.
            kind: what its format says that it is.
        """
        if self.kind is BlockKind.FURNITURE:
            return BlockKind.FURNITURE
        if self.kind is BlockKind.REFERENCE:
            return BlockKind.REFERENCE
        if kind is BlockKind.PARAGRAPH and is_caption(words):
            return BlockKind.CAPTION
        return BlockKind.FURNITURE if is_furniture(words) else kind

    def heads(self, words: str, *, bold: bool) -> bool:
        """Whether a paragraph is a heading though its format does not say so."""
        if len(words) > _LONGEST_HEADING:
            return False
        if opens_references(words):
            return True
        short = len(words) > 1 and not words.endswith(_CLOSED) and "\n" not in words
        return bold and short and not re.search(r"\d", words) and not is_caption(words)
