"""spaCy components: ``quantities`` and ``claims``.

    nlp = spacy.load("en_core_web_sm")
    nlp.add_pipe("quantities", first=True)
    nlp.add_pipe("claims")
    doc = nlp("About 80% of patients had nodal involvement at diagnosis.")
    doc.spans["quantities"], doc._.quantities, doc._.claims

``quantities`` scans the text and splits the tokens that run over the border
of a quantity or of a citation marker, so it stands before the tagger.
``claims`` reads the parse, so it stands behind the parser.  What they find is
kept as plain data in the attributes of the span groups ``quantities`` and
``claims`` (``markers`` holds the citation markers): it survives ``DocBin``,
``Doc.to_bytes`` and ``nlp.pipe(n_process=2)``, and the extension attributes
are getters over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup, Token

from claims.citations import find_citations
from claims.claim import Claim
from claims.claim import Span as Phrase
from claims.document import Block, BlockKind, Document
from claims.extract import Extractor, Statement, claim_of
from claims.measured import measure
from claims.pipeline import as_parse, has_known_vectors, parts
from claims.quantity import Dimension, Quantity, Relation
from claims.structure import outline

QUANTITIES = "quantities"
CLAIMS = "claims"
MARKERS = "markers"

_PARTS = ("entity", "property", "qualifier", "population")


@Language.factory(QUANTITIES, default_config={"blank_markers": False})
def create_quantities(nlp: Language, name: str, blank_markers: bool) -> QuantityFinder:  # noqa: ARG001
    """Make the component that finds quantities.

    Args:
        nlp: the pipeline.
        name: the component's name in it.
        blank_markers: turn citation markers into white space of the same
            length, so that a parser does not read them; ``doc.text`` then
            differs from the text that was given, offsets do not.
    """
    register()
    return QuantityFinder(blank_markers)


@Language.factory(CLAIMS, requires=["token.dep", "token.head"])
def create_claims(nlp: Language, name: str) -> ClaimReader:  # noqa: ARG001
    """Make the component that reads what quantities measure; needs ``quantities`` and a parser."""
    register()
    return ClaimReader(has_known_vectors(nlp))


def register() -> None:
    """Register the extension attributes; making a component does so.

    ``Doc._.quantities`` and ``Doc._.claims`` are tuples of
    :class:`~claims.quantity.Quantity` and :class:`~claims.claim.Claim`;
    ``Span._.quantity`` is the quantity that a span is, or None.
    """
    Doc.set_extension("quantities", getter=quantities_of, force=True)
    Doc.set_extension("claims", getter=claims_of, force=True)
    Span.set_extension("quantity", getter=_quantity_of, force=True)


class QuantityFinder:
    """Finds quantities and citation markers in the text of a document."""

    def __init__(self, blank_markers: bool = False) -> None:
        self.blank_markers = blank_markers

    def __call__(self, doc: Doc) -> Doc:
        """Split tokens where quantities and markers end; set the span groups."""
        document = _document(doc)
        citations = find_citations(document)
        markers = [(one.start, one.end) for one in citations]
        statements = Extractor().read(document, citations)
        found = [one.quantity for one in statements]
        edges = {edge for span in markers for edge in span}
        edges |= {edge for one in found for edge in (one.start, one.end)}
        _split(doc, sorted(edges))
        if self.blank_markers and markers:
            doc = _blanked(doc, markers)
        data = [_pack(one) for one in statements]
        doc.spans[QUANTITIES] = _group(doc, QUANTITIES, [(q.start, q.end) for q in found], data)
        doc.spans[MARKERS] = _group(doc, MARKERS, markers, [list(one.labels) for one in citations])
        return doc


class ClaimReader:
    """Reads what the quantities of a parsed document measure.

    Args:
        vectors: whether the pipeline's token vectors are known to the ranking.
    """

    def __init__(self, vectors: bool = False) -> None:
        self.vectors = vectors

    def __call__(self, doc: Doc) -> Doc:
        """Set the span group ``claims``: one span a quantity, what it measures in its attributes.

        Raises:
            ValueError: the document was not through ``quantities``.
        """
        if QUANTITIES not in doc.spans:
            raise ValueError(
                'the component "claims" reads what "quantities" found: '
                'nlp.add_pipe("quantities", first=True)'
            )
        document = _document(doc)
        hidden = {token.i for span in doc.spans.get(MARKERS, ()) for token in span}
        groups: dict[tuple[int, int], list[Statement]] = {}
        for one in _statements(doc):
            groups.setdefault((one.start, one.end), []).append(one)
        claims = [
            claim_of(document, one, part)
            for span, held in groups.items()
            for one, part in zip(
                held,
                measure(
                    document.text,
                    as_parse(_tokens(doc, span, hidden), vectors=self.vectors),
                    [one.quantity for one in held],
                ),
                strict=True,
            )
        ]
        spans = [(claim.quantity.start, claim.quantity.end) for claim in claims]
        doc.spans[CLAIMS] = _group(doc, CLAIMS, spans, [_pack_claim(one) for one in claims])
        return doc


def quantities_of(doc: Doc) -> tuple[Quantity, ...]:
    """The quantities that the component found, in order."""
    return tuple(one.quantity for one in _statements(doc))


def claims_of(doc: Doc) -> tuple[Claim, ...]:
    """The claims that the component read, in order."""
    return tuple(_unpack_claim(doc, one) for one in _data(doc, CLAIMS))


def _quantity_of(span: Span) -> Quantity | None:
    for one in quantities_of(span.doc):
        if (one.start, one.end) == (span.start_char, span.end_char):
            return one
    return None


def _document(doc: Doc) -> Document:
    """The text as a document; a text of a single line is a paragraph, however short."""
    text = doc.text
    if "\n" not in text.strip():
        return Document("", text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))
    layout = outline(text)
    return Document("", doc.text, blocks=layout.blocks, tables=layout.tables)


def _data(doc: Doc, name: str) -> list[dict[str, Any]]:
    return list(doc.spans[name].attrs.get("data", ())) if name in doc.spans else []


def _statements(doc: Doc) -> list[Statement]:
    return [_unpack(one) for one in _data(doc, QUANTITIES)]


def _group(doc: Doc, name: str, spans: Iterable[tuple[int, int]], data: list[Any]) -> SpanGroup:
    """A span group over character spans, its plain data in its attributes."""
    held = [doc.char_span(start, end, alignment_mode="expand") for start, end in spans]
    return SpanGroup(doc, name=name, attrs={"data": data}, spans=[one for one in held if one])


def _split(doc: Doc, edges: list[int]) -> None:
    """Split the tokens that run over any of the sorted character offsets."""
    with doc.retokenize() as retokenizer:
        for token in doc:
            found = parts(token.text, token.idx, edges)
            if len(found) == 1:
                continue
            heads = [(token, len(found) - 1)] * (len(found) - 1) + [token.head]
            if token.head.i == token.i:
                heads[-1] = (token, len(found) - 1)
            retokenizer.split(token, found, heads=heads)


def _blanked(doc: Doc, markers: list[tuple[int, int]]) -> Doc:
    """The same document with its markers as white space of the same length."""
    hidden = {
        token.i
        for start, end in markers
        for token in doc.char_span(start, end, alignment_mode="expand") or ()
    }
    words = [" " * len(token) if token.i in hidden else token.text for token in doc]
    made = Doc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])
    made.user_data.update(doc.user_data)
    return made


def _tokens(doc: Doc, span: tuple[int, int], hidden: set[int]) -> list[Token]:
    held = doc.char_span(*span, alignment_mode="expand")
    return [token for token in held or () if token.i not in hidden]


def _pack(statement: Statement) -> dict[str, Any]:
    return {"sentence": [statement.start, statement.end], **_plain(statement.quantity)}


def _plain(quantity: Quantity) -> dict[str, Any]:
    row = asdict(quantity)
    for name in ("low", "high"):
        row[name] = None if row[name] is None else str(row[name])
    row["relation"], row["dimension"] = quantity.relation.value, quantity.dimension.value
    return row


def _unpack(row: Mapping[str, Any]) -> Statement:
    start, end = row["sentence"]
    return Statement(_quantity({k: v for k, v in row.items() if k != "sentence"}), start, end)


def _quantity(row: Mapping[str, Any]) -> Quantity:
    bounds = {name: None if row[name] is None else Decimal(row[name]) for name in ("low", "high")}
    kinds = {"relation": Relation(row["relation"]), "dimension": Dimension(row["dimension"])}
    return Quantity(**{**row, **bounds, **kinds})


def _pack_claim(claim: Claim) -> dict[str, Any]:
    held = {name: getattr(claim, name) for name in _PARTS}
    return {
        "quantity": _plain(claim.quantity),
        "sentence": [claim.start, claim.end],
        "place": [claim.section, claim.line, claim.column],
        **{name: [part.start, part.end] if part else None for name, part in held.items()},
    }


def _unpack_claim(doc: Doc, row: Mapping[str, Any]) -> Claim:
    text = doc.text
    start, end = row["sentence"]
    section, line, column = row["place"]
    entity, measured, qualifier, population = (_phrase(text, row[name]) for name in _PARTS)
    return Claim(
        document="",
        quantity=_quantity(row["quantity"]),
        text=text[start:end],
        start=start,
        end=end,
        section=section,
        line=line,
        column=column,
        entity=entity,
        property=measured,
        qualifier=qualifier,
        population=population,
    )


def _phrase(text: str, span: list[int] | None) -> Phrase | None:
    return Phrase(text[span[0] : span[1]], span[0], span[1]) if span else None
