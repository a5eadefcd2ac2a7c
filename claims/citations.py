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
#: Without a reference list the words around must speak by themselves: clearly, or at least
#: fairly where the clear ones have set the habit.
_CLEAR, _FAIR = 2.5, 1.5
_SEVERAL = 3


def find_citations(document: Document) -> tuple[Citation, ...]:
    """The citation markers of a document, in order."""
    listed = _listed(document)
    chosen: list[Candidate] = []
    strength = 0
    vocabulary = Vocabulary.of(document.text)
    for habit in _HABITS:
        candidates = _candidates(document, habit, vocabulary)
        if listed:
            accepted = _listed_markers(candidates, listed)
        else:
            accepted = _unlisted_markers(candidates)
        covered = len({label for candidate in accepted for label in candidate.labels})
        if covered > strength:
            chosen, strength = accepted, covered
    return tuple(Citation(tuple(map(str, c.labels)), c.start, c.end, c.style) for c in chosen)


def _candidates(
    document: Document, habit: tuple[Scanner, ...], vocabulary: Vocabulary
) -> list[Candidate]:
    text = document.text
    blocks = document.blocks or (Block(BlockKind.PARAGRAPH, 0, len(text)),)
    found = [
        candidate
        for block in blocks
        if block.kind in _SCANNED
        for scan in habit
        if block.kind is not BlockKind.CELL or scan is markers.brackets
        for candidate in scan(text, block.start, block.end, vocabulary)
    ]
    found.sort(key=lambda candidate: candidate.start)
    return found


def _listed(document: Document) -> frozenset[int]:
    """The numeric labels of the reference list."""
    return frozenset(
        int(block.label)
        for block in document.blocks
        if block.kind is BlockKind.REFERENCE and block.label.isdigit()
    )


def _listed_markers(candidates: Sequence[Candidate], listed: frozenset[int]) -> list[Candidate]:
    """The candidates that name listed labels where the sequence lets them."""
    known = [candidate for candidate in candidates if listed.issuperset(candidate.labels)]
    steps = numbering.chain(known, excerpt=False)
    return [c for c, step in zip(known, steps, strict=True) if c.weight + _term(step) > 0]


def _term(step: numbering.Step) -> float:
    if step.fresh:
        return numbering.FRESH
    return 0.0 if not step.beyond else _EARLY if step.beyond <= _FEW else _STRAY


def _unlisted_markers(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The markers of a text that lost its list: clear by their places and by their sequence.

    The labels must begin at 1, or make a chain of several.
    """
    fair = [candidate for candidate in candidates if candidate.weight >= _FAIR]
    steps = numbering.chain(fair, excerpt=True)
    pairs = list(zip(fair, steps, strict=True))
    opened = [c for c, step in pairs if step.fresh and c.weight >= _CLEAR]
    accepted = [c for c, step in pairs if step.fresh or not step.beyond]
    clear = sum(candidate.weight >= _CLEAR for candidate in accepted)
    begins = bool(opened) and (1 in opened[0].labels or len(opened) >= _SEVERAL)
    return accepted if begins and 2 * clear > len(accepted) else []
