"""Citation markers: where a text cites, and which labels it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from claims import markers, numbering
from claims.claim import Citation
from claims.document import Block, BlockKind, Document
from claims.markers import Vocabulary
from claims.numbering import Candidate

Scanner = Callable[[str, int, int, Vocabulary], Iterator[Candidate]]

#: Ways to print a numeric marker, the plainest first.
_HABITS: tuple[tuple[Scanner, ...], ...] = (
    (markers.brackets,),
    (markers.raised,),
    (markers.glued, markers.stacked),
    (markers.bare,),
    (markers.parentheses,),
)

_SCANNED = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION, BlockKind.CELL, BlockKind.HEADING}
)

#: What a label costs that the sequence has not reached yet: a few numbers early, or more.
_EARLY, _STRAY = -1.0, -2.5
_FEW = 3


def find_citations(document: Document) -> tuple[Citation, ...]:
    """The citation markers of a document, in order."""
    listed = _listed(document)
    chosen: list[Candidate] = []
    strength = 0
    vocabulary = Vocabulary.of(document.text)
    for habit in _HABITS:
        candidates = [
            candidate
            for block in _blocks(document)
            for scan in habit
            for candidate in scan(document.text, block.start, block.end, vocabulary)
            if not listed or listed.issuperset(candidate.labels)
        ]
        candidates.sort(key=lambda candidate: candidate.start)
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
            term = (_EARLY if step.beyond <= _FEW else _STRAY) if step.beyond else 0.0
        if candidate.weight + term > 0:
            accepted.append(candidate)
    return accepted
