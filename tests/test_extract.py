"""From documents to claims."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.document import Block, BlockKind, Cell, Document, Table
from claims.extract import Extractor
from claims.readers import parse
from claims.structure import outline

ARTICLE = """\
# Spread of ileal tumors in 12 centres

Studies show that about 80–90% of patients have nodal involvement, while liver metastases are \
present in 40–60% of cases [1]. Larger tumors (>2 cm) spread sooner [2].

- Imaging every 6–12 months is advised

## References

1. Rossi A. Spread. J Med. 2012;45:120-129.
2. Rossi A. Size. J Med. 2013;46:220-229.
"""


def plain(text):
    return Document("x", text, blocks=outline(text).blocks)


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


@pytest.fixture(scope="module")
def extraction(extractor):
    return extractor.extract(parse(ARTICLE, "article.md", "markdown"))


def test_every_figure_of_the_text_is_a_claim(extraction):
    assert [claim.quantity.text for claim in extraction.claims] == [
        "about 80–90%",
        "40–60%",
        ">2 cm",
        "6–12 months",
    ]


def test_offsets_point_at_the_text(extraction):
    for claim in extraction.claims:
        assert ARTICLE[claim.start : claim.end] == claim.text
        quantity = claim.quantity
        assert ARTICLE[quantity.start : quantity.end] == quantity.text
        assert claim.start <= quantity.start <= quantity.end <= claim.end


def test_claims_know_their_place(extraction):
    first, *_, last = extraction.claims
    assert (first.line, first.column) == (3, 19)
    assert last.line == 5


def test_citations_reach_their_claims(extraction):
    labels = [
        [label for cover in claim.coverage for label in cover.citation.labels]
        for claim in extraction.claims
    ]
    assert labels[1:3] == [["1"], ["2"]]


def test_numbers_of_headings_and_references_are_refused_with_the_reason(extractor):
    text = "Results in 345 patients\n\nNothing was found. "
    heading = Block(BlockKind.HEADING, 0, 23, 1)
    document = Document("x", text, blocks=(heading, Block(BlockKind.PARAGRAPH, 25, len(text))))
    extraction = extractor.extract(document)
    assert extraction.claims == ()
    assert {one.reason for one in extraction.refusals if "345" in one.text} == {"heading number"}


def test_what_is_read_can_be_measured_in_part(extractor):
    document = parse(ARTICLE, "article.md", "markdown")
    statements = extractor.read(document)
    (claim,) = extractor.measure(document, statements[2:3])
    assert claim.quantity.text == ">2 cm"
    assert claim.entity is not None
    assert "tumors" in claim.entity.text


def test_a_model_is_loaded_only_for_a_parse():
    extractor = Extractor("no_such_model")
    document = parse(ARTICLE, "article.md", "markdown")
    assert extractor.read(document)
    assert extractor.extract(parse("No figure.", "x", "text")).claims == ()


def test_a_sentence_that_refers_back_takes_the_subject_before_it_along(extractor):
    text = "Adults with stable angina were enrolled. Of these, 40% had diabetes."
    (claim,) = extractor.extract(parse(text, "x", "text")).claims
    assert "Adults with stable angina" in claim.context


def test_abbreviations_are_spelled_out_in_the_context(extractor):
    text = "Ileal neuroendocrine tumors (NETs) are rare.\n\nMost NETs, some 60%, are small."
    claim = extractor.extract(parse(text, "x", "text")).claims[-1]
    assert claim.context == "neuroendocrine tumors"


def test_table_cells_are_measured_by_their_headings(extractor):
    text = "Outcome\tDrug\tPlacebo\nNausea\t14%\t9%"
    cells = (
        Cell(28, 31, ("Nausea",), ("Drug",)),
        Cell(32, 34, ("Nausea",), ("Placebo",)),
    )
    document = Document(
        "x",
        text,
        blocks=tuple(Block(BlockKind.CELL, cell.start, cell.end) for cell in cells),
        tables=(Table(0, len(text), "Side effects", cells),),
    )
    first, second = extractor.extract(document).claims
    assert (first.entity.text, first.property.text) == ("Nausea", "Drug")
    assert (second.entity.text, second.property.text) == ("Nausea", "Placebo")
    assert second.property.start == text.index("Placebo")
    assert first.context == "Nausea; Drug; Side effects"


def test_markers_are_no_part_of_what_is_measured(extractor):
    text = "Liver metastases [3,4] were seen in 40% of patients."
    (claim,) = extractor.extract(parse(text, "x", "text")).claims
    assert claim.entity is not None
    assert claim.entity.text == "Liver metastases"


def test_the_same_text_gives_the_same_claims(extractor, extraction):
    again = extractor.extract(parse(ARTICLE, "article.md", "markdown"))
    assert again == extraction


def test_a_sentence_without_end_is_parsed_in_stretches(extractor):
    text = "and some 5 kg of salt with ordinary bread and butter " * 200
    claims = extractor.extract(parse(text, "x", "text")).claims
    assert len(claims) == 200
    assert claims[100].entity is not None


def test_a_listing_of_figures_is_kept_and_not_parsed(extractor):
    claims = extractor.extract(parse("5 kg, " * 5000, "x", "text")).claims
    assert len(claims) == 5000
    assert claims[0].entity is None


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet=st.sampled_from("ab5%.(),[]–-\n of1≥"), max_size=80))
def test_never_raises(extractor, text):
    document = plain(text)
    for claim in extractor.extract(document).claims:
        assert text[claim.quantity.start : claim.quantity.end] == claim.quantity.text
        assert claim.start <= claim.quantity.start
        assert claim.quantity.end <= claim.end


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=60))
def test_never_raises_on_any_unicode(extractor, text):
    extractor.extract(plain(text))


def test_abbreviations_of_headings_are_spelled_out(extractor):
    page = (
        "Nurses in the externship programme (EP) and others were compared.\n\n"
        "| Scale | EP | Others |\n|---|---|---|\n| Total | 117 | 158 |\n"
    )
    claims = extractor.extract(parse(page, "a.md", "markdown")).claims
    assert "externship programme" in claims[0].context
    assert "externship programme" not in claims[1].context
