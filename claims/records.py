"""Record pages: does a text hold a whole work, or a record with its abstract?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.document import Block, BlockKind, Extent


@dataclass(frozen=True, slots=True)
class Record:
    """What a page says of the work that it shows.

    Attributes:
        title: the work's title, "" when the page states none.
        extent: whether the page holds the whole work.
        reason: why it was taken for an abstract, else "".
        identifiers: pairs of "doi", "pmid", "pmcid", "year" and a value.
    """

    title: str = ""
    extent: Extent = Extent.FULL
    reason: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()


def describe(text: str, blocks: Sequence[Block]) -> Record:
    """What the text says of itself."""
    return Record(title=_title(text, blocks))


def _title(text: str, blocks: Sequence[Block]) -> str:
    for block in blocks:
        if block.kind is BlockKind.HEADING and block.level == 1:
            return " ".join(text[block.start : block.end].split())
    return ""
