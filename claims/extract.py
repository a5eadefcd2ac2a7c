"""From a document to its claims.

Finding quantities is a scan over characters; parsing is the dear step, so
only sentences that hold a quantity are parsed, and a caller that needs few
of them reads first and measures what matters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from claims.abbreviations import find_abbreviations, spelled_out
from claims.cache import NO_CACHE, Cache
from claims.citations import find_citations
from claims.claim import Citation, Claim, Extraction, Span
from claims.document import CLAIM_KINDS, Block, BlockKind, Document
from claims.grammar import find_quantities
from claims.measured import Measured, measure, subject
from claims.pipeline import DEFAULT_MODEL, Parse, Piece, Pipeline, blank, identity
from claims.quantity import Quantity, Refusal
from claims.scope import assign
from claims.sentences import sentences
from claims.tables import Place, places

#: Why a number in a block of this kind is no claim.
BLOCK_REASONS = {
    BlockKind.HEADING: "heading number",
    BlockKind.REFERENCE: "reference list",
    BlockKind.FURNITURE: "page furniture",
    BlockKind.CODE: "code",
    BlockKind.METADATA: "metadata",
}

#: A sentence whose subject stands in the sentence before.
_REFERS_BACK = re.compile(
    r"(?:[Oo]f|[Aa]mong|[Ii]n) (?:these|those|them|this|all|the (?:latter|former|remaining))\b"
    r"|(?:These|Those|They|This|It|Both|The (?:latter|former|remaining|rest|others?))\b"
)
#: What opens a list item before its words.
_BULLET = re.compile(r"[\s•‣◦●▪∙○■*+–—-]+(?=\S)|\s*\(?\d{1,3}[.)]\s+")
#: The name of an interval behind its confidence level.
_INTERVAL = re.compile(
    r"[\s(\[-]{0,3}("
    r"(?:[a-z-]{5,14} ){0,2}[a-z]{8,11} (?:intervals?|limits?|levels?)"
    r"|[A-Z][A-Za-z.]{1,4}(?![a-z]))"
)
#: A longer "sentence" than this many characters is none and is cut into stretches.
_LONGEST = 2000
#: More figures than this in one sentence are a listing: there is no grammar to read.
_MOST = 40

#: Start and end of a sentence or cell.
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """A quantity and the span of the sentence (or cell) that states it."""

    quantity: Quantity
    start: int
    end: int


class Extractor:
    """Reads the claims of documents; the spaCy pipeline is loaded at the first parse.

    Args:
        model: an installed spaCy pipeline, by name or folder.
        cache: keeps what :meth:`extract` finds.
    """

    def __init__(self, model: str = DEFAULT_MODEL, cache: Cache = NO_CACHE) -> None:
        self.model = model
        self.cache = cache
        self._pipeline = Pipeline(model)

    def read(
        self, document: Document, citations: Sequence[Citation] | None = None
    ) -> tuple[Statement, ...]:
        """Find the quantities that can be claims, with their sentences, without a parse.

        Args:
            document: the text.
            citations: its markers, where they are known already.
        """
        return self._read(document, _citations(document, citations))[0]

    def measure(
        self,
        document: Document,
        statements: Sequence[Statement],
        citations: Sequence[Citation] | None = None,
    ) -> tuple[Claim, ...]:
        """Parse the sentences of these statements and read what each quantity measures.

        Args:
            document: the text.
            statements: some or all of what :meth:`read` found in it.
            citations: its markers, where they are known already.

        Raises:
            claims.pipeline.ModelError: the pipeline is missing or has no parser.
        """
        markers = _unread(document, _citations(document, citations))
        spans = [(one.start, one.end) for one in statements]
        cells = dict(zip(spans, places(document, spans), strict=True))
        groups = _groups(statements, cells)
        before = {span: _sentence_before(document, span, markers) for span in cells}
        wanted = dict.fromkeys((*groups, *filter(None, before.values())))
        pieces = (
            _piece(document, span, markers, [one.quantity for one in groups.get(span, ())])
            for span in wanted
        )
        parses = dict(zip(wanted, self._pipeline.parse(pieces), strict=True))
        found = _measured(document, groups, parses)
        context = self._contexts(document, cells, before, parses)
        return tuple(
            claim_of(document, one, _part(document, one, found, cells[span]), context[span])
            for one, span in zip(statements, spans, strict=True)
        )

    def extract(
        self, document: Document, citations: Sequence[Citation] | None = None
    ) -> Extraction:
        """Read the claims of a document with what they measure and the citations that reach them.

        Args:
            document: the text.
            citations: its markers, where they are known already.

        Raises:
            claims.pipeline.ModelError: the pipeline is missing or has no parser.
        """
        found = _citations(document, citations)
        return self.cache.kept(
            "extraction",
            lambda: "\n".join((document.digest, repr(found), identity(self.model))),
            lambda: self._extract(document, found),
        )

    def _extract(self, document: Document, found: Sequence[Citation]) -> Extraction:
        statements, refusals = self._read(document, found)
        claims = self.measure(document, statements, found)
        coverage = assign(document, statements, found)
        return Extraction(
            tuple(
                replace(claim, coverage=tuple(cover))
                for claim, cover in zip(claims, coverage, strict=True)
            ),
            tuple(found),
            tuple(sorted((*refusals, *_refused_blocks(document)), key=lambda one: one.start)),
        )

    def _read(
        self, document: Document, citations: Sequence[Citation]
    ) -> tuple[tuple[Statement, ...], tuple[Refusal, ...]]:
        markers = _unread(document, citations)
        skip = sorted([*markers, *((block.start, block.end) for block in _silent(document))])
        reading = find_quantities(document.text, skip=skip)
        return tuple(_statements(document, reading.quantities, markers)), reading.refusals

    def _contexts(
        self,
        document: Document,
        cells: Mapping[Stretch, Place | None],
        before: Mapping[Stretch, Stretch | None],
        parses: Mapping[Stretch, Parse],
    ) -> dict[Stretch, str]:
        """Words that say what is measured but stand elsewhere, for each sentence or cell."""
        abbreviations = find_abbreviations(document, self._pipeline.nlp) if cells else {}
        held = {}
        for span, cell in cells.items():
            earlier = before[span]
            words = [*(cell.headings if cell else ())]
            words += [subject(document.text, parses[earlier])] if earlier else []
            printed = " ".join((document.text[span[0] : span[1]], *words))
            words += spelled_out(printed, abbreviations)
            held[span] = "; ".join(dict.fromkeys(word for word in words if word))
        return held


def _groups(
    statements: Sequence[Statement], cells: Mapping[Stretch, Place | None]
) -> dict[Stretch, list[Statement]]:
    """The statements of each sentence that is to be parsed: no cell, and no listing of figures.

    Confidence levels stand apart, so that they take no other figure's words.
    """
    groups: dict[Stretch, list[Statement]] = {}
    for one in statements:
        if cells[one.start, one.end] is None and not one.quantity.is_level:
            groups.setdefault((one.start, one.end), []).append(one)
    return {span: group for span, group in groups.items() if len(group) <= _MOST}


def _measured(
    document: Document,
    groups: Mapping[Stretch, Sequence[Statement]],
    parses: Mapping[Stretch, Parse],
) -> dict[Statement, Measured]:
    """What the statements of parsed sentences measure."""
    result: dict[Statement, Measured] = {}
    for span, group in groups.items():
        quantities = [one.quantity for one in group]
        parts = measure(document.text, parses[span], quantities)
        result.update(zip(group, parts, strict=True))
    return result


def _part(
    document: Document,
    statement: Statement,
    found: Mapping[Statement, Measured],
    cell: Place | None,
) -> Measured:
    """What one statement measures: read in its sentence, or by the headings of its cell."""
    if statement.quantity.is_level:
        name = _INTERVAL.match(document.text, statement.quantity.end)
        return Measured(property=Span(name[1], *name.span(1))) if name else Measured()
    return found.get(statement) or _headed(cell)


def _headed(cell: Place | None) -> Measured:
    """What a figure measures by the headings of its cell, nothing outside of tables."""
    return Measured(entity=cell.row, property=cell.column) if cell else Measured()


def _citations(document: Document, citations: Sequence[Citation] | None) -> tuple[Citation, ...]:
    return find_citations(document) if citations is None else tuple(citations)


def _unread(document: Document, citations: Sequence[Citation]) -> list[tuple[int, int]]:
    """The spans inside sentences that are no words of theirs: markers and comments."""
    markers = [(one.start, one.end) for one in citations]
    comments = [(one.start, one.end) for one in document.comments if one.end > one.start]
    return sorted([*markers, *comments])


def _silent(document: Document) -> Iterator[Block]:
    return (block for block in document.blocks if block.kind not in CLAIM_KINDS)


def _statements(
    document: Document, quantities: Iterable[Quantity], markers: Sequence[tuple[int, int]]
) -> Iterator[Statement]:
    """Pair quantities with their sentences; a block is split only when it holds a quantity."""
    held: Block | None = None
    starts: list[int] = []
    ends: list[int] = []
    for quantity in quantities:
        block = document.block_at(quantity.start)
        if block is None:
            continue
        if block is not held:
            held = block
            spans = list(sentences(document.text, block.start, block.end, markers))
            starts, ends = [span[0] for span in spans], [span[1] for span in spans]
        first = max(0, bisect_right(starts, quantity.start) - 1)
        last = min(len(ends) - 1, max(first, bisect_right(starts, quantity.end - 1) - 1))
        yield _bounded(Statement(quantity, starts[first], max(ends[last], quantity.end)))


def _bounded(statement: Statement) -> Statement:
    """The same, its sentence cut to the stretch around the quantity where it is very long."""
    quantity, start, end = statement.quantity, statement.start, statement.end
    if end - start <= _LONGEST:
        return statement
    low = start + (quantity.start - start) // _LONGEST * _LONGEST
    return Statement(quantity, low, min(end, max(low + _LONGEST, quantity.end)))


def _refused_blocks(document: Document) -> Iterator[Refusal]:
    """The numbers of headings, reference lists and furniture, refused with the reason."""
    for block in _silent(document):
        text = document.text[block.start : block.end]
        for one in find_quantities(text).quantities:
            moved = one.shifted(block.start)
            yield Refusal(moved.text, moved.start, moved.end, BLOCK_REASONS[block.kind], moved)


def _piece(
    document: Document,
    span: tuple[int, int],
    markers: Sequence[tuple[int, int]],
    quantities: Iterable[Quantity],
) -> Piece:
    start, end = span
    cuts = {edge for one in quantities for edge in (one.start, one.end)}
    bullet = _BULLET.match(document.text, start, end)
    hidden = [*markers[_first_after(markers, start) : _first_after(markers, end)]]
    if bullet and not any(bullet.start() <= cut < bullet.end() for cut in cuts):
        hidden.insert(0, bullet.span())
    return Piece(blank(document.text, start, end, hidden), start, tuple(sorted(cuts)))


def _first_after(markers: Sequence[tuple[int, int]], offset: int) -> int:
    return bisect_right(markers, offset, key=lambda one: one[1])


def _sentence_before(
    document: Document, span: tuple[int, int], markers: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """The sentence before one that refers back to it, within the same block."""
    block = document.block_at(span[0])
    if block is None or not _REFERS_BACK.match(document.text, span[0]):
        return None
    earlier = list(sentences(document.text, max(block.start, span[0] - _LONGEST), span[0], markers))
    return earlier[-1] if earlier else None


def claim_of(
    document: Document, statement: Statement, measured: Measured, context: str = ""
) -> Claim:
    """Join a statement and what it measures into a claim.

    Args:
        document: the text.
        statement: a quantity and its sentence.
        measured: the parts of the sentence that it measures.
        context: words from elsewhere that say what is measured.
    """
    place = document.position(statement.quantity.start)
    return Claim(
        document=document.name,
        quantity=statement.quantity,
        text=document.text[statement.start : statement.end],
        start=statement.start,
        end=statement.end,
        section=document.section_at(statement.quantity.start),
        line=place.line,
        column=place.column,
        entity=measured.entity,
        property=measured.property,
        qualifier=measured.qualifier,
        population=measured.population,
        context=context,
    )
