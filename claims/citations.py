"""Citation markers: where a text cites, and which labels it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from claims import authoryear, flattened, inline, markers, numbering
from claims.claim import Citation
from claims.document import Block, BlockKind, Document
from claims.markers import Stretch
from claims.numbering import Candidate
from claims.scan import mask
from claims.vocabulary import Vocabulary

Scanner = Callable[[Stretch], Iterator[Candidate]]

#: Ways to print a numeric marker, the plainest first; where a text shows two, a sign of its own
#: counts for as much as twice the labels.
_HABITS: dict[tuple[Scanner, ...], int] = {
    (markers.brackets,): 2,
    (markers.raised,): 2,
    (flattened.glued, flattened.stacked, flattened.dated): 1,
    (flattened.bare,): 1,
    (markers.parentheses,): 1,
}

_SCANNED = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION, BlockKind.CELL, BlockKind.HEADING}
)

#: Styles with signs of their own, which stand beside markers of another kind.
_SIGNED = frozenset({"bracket", "superscript", "link"})
#: The same for formats that tie every marker to its reference: what is only raised cites nothing.
_SIGNED_BESIDE = {"jats": frozenset({"bracket"})}
#: Formats in which markers are typed as marks.
_TYPED = frozenset({"markdown", "text"})
#: A habit that names a smaller share of the list must be as clear as without a list.
_SHARE = 0.3

#: What a label costs that the sequence has not reached yet: a few numbers early, or more.
_EARLY, _STRAY = -1.0, -2.5
_FEW = 3
#: Without a reference list the words around must speak by themselves: clearly, or at least
#: fairly where the clear ones have set the habit.
_CLEAR, _FAIR = 2.5, 1.5
_SEVERAL = 3
_DIGIT = re.compile(r"[\d⁰¹²³⁴-⁹]")
#: In an excerpt there is a marker in parentheses for so many characters.
_EXCERPT = 1500


def find_citations(document: Document) -> tuple[Citation, ...]:
    """The citation markers of a document, in order.

    A document has one habit for its numbers, or names authors and years; keys,
    footnotes and identifiers stand beside either.  Which habit it is and which
    digits are markers is decided for the whole document, so that a digit is
    never marker and quantity at once.
    """
    hidden = [(comment.start, comment.end) for comment in document.comments]
    document = replace(document, text=mask(markers.flat(document.text), hidden))
    outright = [*_shown(document), *_spelled(document)]
    habits = [_numeric(document), _named(document)]
    main = max(habits, key=_variety)
    if outright and _variety(outright) >= _variety(main):
        signed = _SIGNED_BESIDE.get(document.format, _SIGNED)
        main = [citation for citation in main if citation.style in signed]
    return tuple(_apart([*outright, *_identifiers(document), *main]))


def _variety(citations: Sequence[Citation]) -> int:
    """How many labels the citations name between them."""
    return len({label for citation in citations for label in citation.labels})


def _numeric(document: Document) -> list[Citation]:
    """The numeric markers, printed in the habit that names most labels."""
    listed = _listed(document)
    chosen: list[Candidate] = []
    strength = 0
    views = _with_digits(document)
    for habit, sureness in _HABITS.items():
        candidates = _candidates(document, habit, views)
        accepted, covered = _accepted(candidates, listed, len(document.text))
        if sureness * covered > strength:
            chosen, strength = accepted, sureness * covered
    return [Citation(tuple(map(str, c.labels)), c.start, c.end, c.style) for c in chosen]


def _named(document: Document) -> list[Citation]:
    """The author-year markers; a doubtful one counts where others are certain."""
    listed = frozenset(
        block.label
        for block in document.blocks
        if block.kind is BlockKind.REFERENCE and not block.label.isdigit()
    )
    found = [
        mention
        for block in _scanned(document)
        for mention in authoryear.mentions(document.text, block.start, block.end, listed)
    ]
    settled = sum(mention.certain for mention in found) >= _SEVERAL
    return [
        Citation(mention.keys, mention.start, mention.end, "author-year")
        for mention in found
        if mention.certain or (settled and not listed)
    ]


def _shown(document: Document) -> Iterator[Citation]:
    """The markers that the format ties to labels."""
    for marker in document.markers:
        if marker.labels:
            yield Citation(marker.labels, marker.start, marker.end, marker.kind)


def _spelled(document: Document) -> Iterator[Citation]:
    """Keys and footnotes, in formats that people type."""
    if document.format in _TYPED:
        for block in _scanned(document):
            yield from inline.keys(document.text, block.start, block.end)
            yield from inline.footnotes(document.text, block.start, block.end)


def _identifiers(document: Document) -> Iterator[Citation]:
    for block in _scanned(document):
        yield from inline.identifiers(document.text, block.start, block.end)


def _apart(citations: Sequence[Citation]) -> Iterator[Citation]:
    """The citations in order; of two that overlap the one that was found first stays."""
    taken: list[Citation] = []
    rank = {id(citation): at for at, citation in enumerate(citations)}
    for citation in sorted(citations, key=lambda one: (one.start, rank[id(one)])):
        if taken and citation.start < taken[-1].end:
            if rank[id(citation)] > rank[id(taken[-1])]:
                continue
            taken.pop()
        taken.append(citation)
    return iter(taken)


def _scanned(document: Document) -> Iterator[Block]:
    if not document.blocks:
        yield Block(BlockKind.PARAGRAPH, 0, len(document.text))
    yield from (block for block in document.blocks if block.kind in _SCANNED)


def _with_digits(document: Document) -> list[tuple[BlockKind, Stretch]]:
    """The blocks that may hold a numeric marker: those in which a digit stands."""
    text = document.text
    vocabulary = Vocabulary.of(text)
    return [
        (block.kind, Stretch(text, block.start, block.end, vocabulary))
        for block in _scanned(document)
        if _DIGIT.search(text, block.start, block.end)
    ]


def _candidates(
    document: Document, habit: tuple[Scanner, ...], views: Sequence[tuple[BlockKind, Stretch]]
) -> list[Candidate]:
    prose = [view for kind, view in views if kind is not BlockKind.CELL]
    found = [
        candidate
        for scan in habit
        for view in ((view for _, view in views) if scan is markers.brackets else prose)
        for candidate in scan(view)
    ]
    if markers.raised in habit:
        found = _with_shown(document, found)
    found.sort(key=lambda candidate: candidate.start)
    return found


def _with_shown(document: Document, found: Sequence[Candidate]) -> list[Candidate]:
    """The raised digits with the raised or linked digits that the format shows without labels."""
    shown = [
        candidate
        for marker in document.markers
        if not marker.labels and (candidate := markers.shown(document.text, marker))
    ]
    starts = {candidate.start for candidate in shown}
    return [*shown, *(candidate for candidate in found if candidate.start not in starts)]


def _listed(document: Document) -> frozenset[int]:
    """The numeric labels of the reference list."""
    return frozenset(
        int(block.label)
        for block in document.blocks
        if block.kind is BlockKind.REFERENCE and block.label.isdigit()
    )


def _accepted(
    candidates: Sequence[Candidate], listed: frozenset[int], size: int
) -> tuple[list[Candidate], int]:
    """The markers among the candidates, and how many labels they name; ``size`` is the text's."""
    known = [c for c in candidates if not listed or listed.issuperset(c.labels)]
    accepted = _listed_markers(known) if listed else _unlisted_markers(known, size)
    covered = _labels(accepted)
    if covered < _SHARE * len(listed):
        accepted = _unlisted_markers(known, size)
        covered = _labels(accepted)
    return accepted, covered


def _labels(candidates: Sequence[Candidate]) -> int:
    return len({label for candidate in candidates for label in candidate.labels})


def _listed_markers(known: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that name listed labels where the sequence lets them."""
    steps = numbering.chain(known, excerpt=False)
    return [c for c, step in zip(known, steps, strict=True) if c.weight + _term(step) > 0]


def _term(step: numbering.Step) -> float:
    if step.fresh:
        return numbering.FRESH
    return 0.0 if not step.beyond else _EARLY if step.beyond <= _FEW else _STRAY


def _unlisted_markers(candidates: Sequence[Candidate], size: int) -> list[Candidate]:
    """The markers of a text that lost its list: clear by their places and by their sequence.

    The labels must begin at 1, or make a chain of several, or be clear in a
    form that means little else: brackets.
    """
    fair = [candidate for candidate in candidates if candidate.weight >= _FAIR]
    steps = numbering.chain(fair, excerpt=True)
    pairs = list(zip(fair, steps, strict=True))
    opened = [c for c, step in pairs if step.fresh and c.weight >= _CLEAR]
    begins = bool(opened) and (
        1 in opened[0].labels or len(opened) >= _SEVERAL or opened[0].style == "bracket"
    )
    accepted = [c for c, step in pairs if step.fresh or not step.beyond] if begins else []
    if 2 * _clear(accepted) > len(accepted):
        return accepted
    return fair if _is_excerpt(fair, size) else []


def _is_excerpt(fair: Sequence[Candidate], size: int) -> bool:
    """Whether the numbers in parentheses of a short text are markers, out of turn as they are.

    Counts in parentheses follow one another within a sentence; markers close it.
    """
    if not fair or fair[0].style != "parenthesis" or len(fair) * _EXCERPT < size:
        return False
    return 2 * _clear(fair) >= len(fair)


def _clear(candidates: Sequence[Candidate]) -> int:
    return sum(candidate.weight >= _CLEAR for candidate in candidates)
