"""Scope: which citation marker covers which claim.

The nearest rule decides: the clause, then the sentence; then a marker that
closes the paragraph, if no other marker stands there or the closing sentence
refers back; then, for a figure that repeats an earlier one, the citation of
its first mention.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from claims.claim import Citation, Coverage, Scope
from claims.document import Block, BlockKind, Document
from claims.quantity import Quantity
from claims.sentences import sentences

#: A closing sentence that speaks of what stands before it.
_REFERS_BACK = re.compile(
    r"\b(?:th(?:is|ese|ose|at)|such|all|both) (?:\w+[ -]){0,2}?"
    r"(?:approach|rate|figure|number|finding|result|estimate|value|data|recommendation|pattern|"
    r"percentage|proportion|observation|statement|statistic|evidence|point)s?\b"
    r"|\b(?:as|is|are|was|were) (?:\w+ )?(?:supported|shown|reported|reviewed|summari[sz]ed|"
    r"described|confirmed|seen|demonstrated) (?:by|in)\b",
    re.I,
)
#: Where a clause ends and another begins.
_JOINT = re.compile(
    r"[;:](?=\s)|,\s+(?:and|but|while|whereas|although|though|whilst|yet|which|with)\b|"
    r"\s+(?:while|whereas|although|but)\b",
    re.I,
)
#: A clause of the article's own, or one that turns from what was cited before it.
_OWN = re.compile(
    r"[,;:\s]*(?:and\s+)?(?:while|whereas|whilst|but|although|though|yet)\b"
    r"|.*\b(?:we|our|(?:this|the present|the current) (?:study|trial|work|analysis))\b",
    re.I | re.S,
)
_WORD = re.compile(r"[^\W\d_]{4,}")
#: White space and full stops that may follow a marker which still closes its paragraph.
_ENDING = " \t\r\n.;)]*_\"'”’"


class Stated(Protocol):
    """A quantity and the span of the sentence (or cell) that states it."""

    @property
    def quantity(self) -> Quantity:
        """The quantity."""

    @property
    def start(self) -> int:
        """Where its sentence starts."""

    @property
    def end(self) -> int:
        """Where its sentence ends, exclusive."""


def assign(
    document: Document, statements: Sequence[Stated], citations: Sequence[Citation]
) -> list[tuple[Coverage, ...]]:
    """Find the citations that cover each statement of a document.

    Args:
        document: the document.
        statements: its quantities with their sentences, in order.
        citations: its markers, in order.

    Returns:
        For each statement the citations that reach it and the rule that says
        so, nearest scope only; empty where none does.
    """
    markers = _Markers(citations)
    figures: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for one in statements:
        figures[one.start, one.end].append(one.quantity.start)
    near = [_nearest(document, one, markers, figures[one.start, one.end]) for one in statements]
    first = _FirstMentions()
    result = []
    for statement, cover in zip(statements, near, strict=True):
        sentence = document.text[statement.start : statement.end]
        result.append(cover or first.of(statement.quantity, sentence))
        first.add(statement.quantity, sentence, cover)
    return result


class _Markers:
    """Citations by place; what closes a paragraph is worked out once."""

    def __init__(self, citations: Iterable[Citation]) -> None:
        self.all = sorted(citations, key=lambda one: one.start)
        self.starts = [one.start for one in self.all]
        self._closing: dict[int, list[Citation]] = {}

    def closing(self, text: str, block: Block) -> list[Citation]:
        """The markers that close a paragraph and may stand for all of it."""
        if block.start not in self._closing:
            self._closing[block.start] = _closing(text, block, self)
        return self._closing[block.start]

    def within(self, start: int, end: int) -> list[Citation]:
        """The citations that start in a stretch of text."""
        return self.all[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def _nearest(
    document: Document, statement: Stated, markers: _Markers, figures: Sequence[int]
) -> tuple[Coverage, ...]:
    block = document.block_at(statement.quantity.start)
    if block is None:
        return ()
    if block.kind is BlockKind.CELL:
        return _covers(_tabular(document, block, markers), Scope.CELL)
    inside = markers.within(statement.start, statement.end)
    if inside:
        return _in_sentence(document.text, statement, inside, figures)
    return _covers(markers.closing(document.text, block), Scope.PARAGRAPH)


def _in_sentence(
    text: str, statement: Stated, inside: Sequence[Citation], figures: Sequence[int]
) -> tuple[Coverage, ...]:
    """The markers of a sentence that cover one of its figures.

    Args:
        text: the document's text.
        statement: the figure and its sentence.
        inside: the sentence's markers.
        figures: where the figures of the sentence start.
    """
    spans = [(one.start, one.end) for one in inside]
    figure = statement.quantity
    low, high = statement.start, statement.end
    for start, end in clauses(text, low, high, spans):
        if start <= figure.start < end:
            low, high = start, end
    own = [one for one in inside if low <= one.start < high]
    if own:
        here = [at for at in figures if low <= at < high]
        return _covers(_of_part(own, figure, here) or own, Scope.CLAUSE)
    after = [one for one in inside if one.start >= figure.end]
    if not after and low > statement.start and _OWN.match(text, low, high):
        return ()
    return _covers(_group(text, after) or inside, Scope.SENTENCE)


def _of_part(own: Sequence[Citation], figure: Quantity, figures: Sequence[int]) -> list[Citation]:
    """The markers of a figure's own part of a clause: "40% died [1] and 10% moved [2]".

    A marker closes a part when a figure stands before it and another behind it.
    """
    part: list[Citation] = []
    opening = min(figures, default=0)
    for at, one in enumerate(own):
        part.append(one)
        following = own[at + 1].start if at + 1 < len(own) else None
        later = [
            start
            for start in figures
            if start >= one.end and (following is None or start < following)
        ]
        if later and opening < one.start:
            if figure.start < one.start:
                return part
            part, opening = [], later[0]
    return part


def clauses(
    text: str, start: int, end: int, markers: Sequence[tuple[int, int]] = ()
) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence, in order and without gaps; none begins inside a marker."""
    at = start
    for joint in _JOINT.finditer(text, start, end):
        cut = joint.start()
        if cut > at and not any(low <= cut < high for low, high in markers):
            yield at, cut
            at = cut
    yield at, end


def _group(text: str, citations: Sequence[Citation]) -> list[Citation]:
    """The first citation and those that stand directly beside it."""
    group: list[Citation] = []
    for one in citations:
        if group and text[group[-1].end : one.start].strip(" ,;"):
            break
        group.append(one)
    return group


def _tabular(document: Document, cell: Block, markers: _Markers) -> list[Citation]:
    """The markers of a cell, else those of its row, else those of the table's caption."""
    text = document.text
    start = text.rfind("\n", 0, cell.start) + 1
    end = text.find("\n", cell.end)
    row = markers.within(start, len(text) if end < 0 else end)
    return markers.within(cell.start, cell.end) or row or _captioned(document, cell, markers)


def _captioned(document: Document, cell: Block, markers: _Markers) -> list[Citation]:
    at = bisect_right(document.tables, cell.start, key=lambda table: table.start) - 1
    if at < 0 or not document.tables[at].caption:
        return []
    table = document.tables[at]
    start = document.text.rfind(table.caption, 0, table.start)
    return [] if start < 0 else markers.within(start, start + len(table.caption))


def _closing(text: str, block: Block, markers: _Markers) -> list[Citation]:
    """The markers that close a paragraph and may stand for all of it."""
    held = markers.within(block.start, block.end)
    if not held:
        return []
    last = held[-1]
    if text[last.end : block.end].strip(_ENDING):
        return []
    group = [one for one in held if not text[one.end : last.start].strip(" ,;")]
    if len(group) == len(held):
        return group
    spans = [(one.start, one.end) for one in held]
    start, end = list(sentences(text, block.start, block.end, spans))[-1]
    return group if _REFERS_BACK.search(text, start, end) else []


class _FirstMentions:
    """The citations of figures that were cited before, by value."""

    def __init__(self) -> None:
        self._seen: defaultdict[object, list[tuple[frozenset[str], tuple[Coverage, ...]]]]
        self._seen = defaultdict(list)

    def add(self, quantity: Quantity, sentence: str, cover: tuple[Coverage, ...]) -> None:
        """Keep a figure that has a citation of its own."""
        if cover:
            self._seen[_value(quantity)].append((_words(sentence), cover))

    def of(self, quantity: Quantity, sentence: str) -> tuple[Coverage, ...]:
        """The citations of the first earlier mention that says the same."""
        words = _words(sentence)
        for earlier, cover in self._seen[_value(quantity)]:
            if 3 * len(words & earlier) >= min(len(words), len(earlier)) and words & earlier:
                return _covers((one.citation for one in cover), Scope.FIRST_MENTION)
        return ()


def _value(quantity: Quantity) -> tuple[object, ...]:
    return quantity.low, quantity.high, quantity.relation, quantity.unit


def _words(sentence: str) -> frozenset[str]:
    return frozenset(word.lower()[:6] for word in _WORD.findall(sentence))


def _covers(citations: Iterable[Citation], scope: Scope) -> tuple[Coverage, ...]:
    return tuple(_distinct(citations, scope))


def _distinct(citations: Iterable[Citation], scope: Scope) -> Iterator[Coverage]:
    return (Coverage(one, scope) for one in dict.fromkeys(citations))
