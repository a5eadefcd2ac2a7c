"""Citation markers: where a text cites, and which labels it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from claims import markers, numbering
from claims.claim import Citation
from claims.document import Block, BlockKind, Document
from claims.numbering import Candidate

Scanner = Callable[[str, int, int], Iterator[Candidate]]

#: Ways to print a numeric marker, the plainest first.
_SCANNERS: tuple[Scanner, ...] = (
    markers.brackets,
    markers.raised,
    markers.glued,
    markers.bare,
    markers.parentheses,
)

_SCANNED = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION, BlockKind.CELL, BlockKind.HEADING}
)

#: Log-odds of a number that fits no place in the sequence, and of a repeated label.
_STRAY = -3.0
_REPEAT = 0.0


def find_citations(document: Document) -> tuple[Citation, ...]:
    """The citation markers of a document, in order."""
    listed = _listed(document)
    chosen: list[Candidate] = []
    strength = 0
    for scan in _SCANNERS:
        candidates = [
            candidate
            for block in _blocks(document)
            for candidate in scan(document.text, block.start, block.end)
            if not listed or listed.issuperset(candidate.labels)
        ]
        accepted = _accept(candidates, bool(listed))
        covered = len({label for candidate in accepted for label in candidate.labels})
        if covered > strength:
            chosen, strength = accepted, covered
    return tuple(Citation(tuple(map(str, c.labels)), c.start, c.end, c.style) for c in chosen)


def _blocks(document: Document) -> Iterator[Block]:
    if not document.blocks:
        yield Block(BlockKind.PARAGRAPH, 0, len(document.text))
    yield from (block for block in document.blocks if block.kind in _SCANNED)


def _listed(document: Document) -> frozenset[int]:
    """The numeric labels of the reference list."""
    return frozenset(
        int(block.label)
        for block in document.blocks
        if block.kind is BlockKind.REFERENCE and block.label.isdigit()
    )


def _accept(candidates: Sequence[Candidate], listed: bool) -> list[Candidate]:
    steps = numbering.chain(candidates, excerpt=not listed)
    accepted = []
    for candidate, step in zip(candidates, steps, strict=True):
        if step.fresh:
            term = numbering.FRESH
        else:
            term = _REPEAT if max(candidate.labels) <= step.highest else _STRAY
        if candidate.weight + term > 0:
            accepted.append(candidate)
    return accepted
