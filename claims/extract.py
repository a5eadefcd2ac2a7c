"""From a document to its claims.

Finding quantities is a scan over characters; parsing is the dear step, so
only sentences that hold a quantity are parsed, and a caller that needs few
of them reads first and measures what matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from claims.citations import find_citations
from claims.claim import Citation, Claim, Extraction
from claims.document import CLAIM_KINDS, Block, BlockKind, Document
from claims.grammar import find_quantities
from claims.measured import Measured, measure
from claims.pipeline import DEFAULT_MODEL, Piece, Pipeline, blank
from claims.quantity import Quantity, Refusal
from claims.scope import assign
from claims.sentences import sentences

#: Why a number in a block of this kind is no claim.
BLOCK_REASONS = {
    BlockKind.HEADING: "heading number",
    BlockKind.REFERENCE: "reference list",
    BlockKind.FURNITURE: "page furniture",
    BlockKind.CODE: "code",
    BlockKind.METADATA: "metadata",
}


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
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model
        self._pipeline = Pipeline(model)

    def read(
        self, document: Document, citations: Sequence[Citation] | None = None
    ) -> tuple[Statement, ...]:
        """Find the quantities that can be claims, with their sentences, without a parse."""
        return self._read(document, _citations(document, citations))[0]

    def measure(
        self,
        document: Document,
        statements: Sequence[Statement],
        citations: Sequence[Citation] | None = None,
    ) -> tuple[Claim, ...]:
        """Parse the sentences of these statements and read what each quantity measures.

        Raises:
            claims.pipeline.ModelError: the pipeline is missing or has no parser.
        """
        markers = [(one.start, one.end) for one in _citations(document, citations)]
        groups: dict[tuple[int, int], list[Quantity]] = {}
        for one in statements:
            groups.setdefault((one.start, one.end), []).append(one.quantity)
        pieces = (_piece(document, span, markers, held) for span, held in groups.items())
        parses = self._pipeline.parse(pieces)
        measured: dict[tuple[int, int], Measured] = {}
        for held, parse in zip(groups.values(), parses, strict=True):
            parts = measure(document.text, parse, held)
            measured.update(
                ((one.start, one.end), part) for one, part in zip(held, parts, strict=True)
            )
        return tuple(
            _claim(document, one, measured[one.quantity.start, one.quantity.end])
            for one in statements
        )

    def extract(
        self, document: Document, citations: Sequence[Citation] | None = None
    ) -> Extraction:
        """Read the claims of a document with what they measure and the citations that reach them.

        Raises:
            claims.pipeline.ModelError: the pipeline is missing or has no parser.
        """
        found = _citations(document, citations)
        statements, refusals = self._read(document, found)
        claims = self.measure(document, statements, found)
        coverage = assign(document, statements, found)
        return Extraction(
            tuple(
                replace(claim, coverage=tuple(cover))
                for claim, cover in zip(claims, coverage, strict=True)
            ),
            found,
            tuple(sorted((*refusals, *_refused_blocks(document)), key=lambda one: one.start)),
        )

    def _read(
        self, document: Document, citations: Sequence[Citation]
    ) -> tuple[tuple[Statement, ...], tuple[Refusal, ...]]:
        markers = [(one.start, one.end) for one in citations]
        skip = sorted([*markers, *((block.start, block.end) for block in _silent(document))])
        reading = find_quantities(document.text, skip=skip)
        return tuple(_statements(document, reading.quantities, markers)), reading.refusals


def _citations(document: Document, citations: Sequence[Citation] | None) -> tuple[Citation, ...]:
    return find_citations(document) if citations is None else tuple(citations)


def _silent(document: Document) -> Iterator[Block]:
    return (block for block in document.blocks if block.kind not in CLAIM_KINDS)


def _statements(
    document: Document, quantities: Iterable[Quantity], markers: Sequence[tuple[int, int]]
) -> Iterator[Statement]:
    """Pair quantities with their sentences; a block is split only when it holds a quantity."""
    held: Block | None = None
    spans: list[tuple[int, int]] = []
    for quantity in quantities:
        block = document.block_at(quantity.start)
        if block is None:
            continue
        if block is not held:
            held = block
            spans = list(sentences(document.text, block.start, block.end, markers))
        start = max((low for low, _ in spans if low <= quantity.start), default=block.start)
        end = min((high for _, high in spans if high >= quantity.end), default=block.end)
        yield Statement(quantity, start, end)


def _refused_blocks(document: Document) -> Iterator[Refusal]:
    """The numbers of headings, reference lists and furniture, refused with the reason."""
    for block in _silent(document):
        text = document.text[block.start : block.end]
        for one in find_quantities(text).quantities:
            moved = replace(one, start=one.start + block.start, end=one.end + block.start)
            yield Refusal(moved.text, moved.start, moved.end, BLOCK_REASONS[block.kind], moved)


def _piece(
    document: Document,
    span: tuple[int, int],
    markers: Sequence[tuple[int, int]],
    quantities: Iterable[Quantity],
) -> Piece:
    start, end = span
    cuts = {edge for one in quantities for edge in (one.start, one.end)}
    return Piece(blank(document.text, start, end, markers), start, tuple(sorted(cuts)))


def _claim(document: Document, statement: Statement, measured: Measured) -> Claim:
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
    )
