"""The spaCy components."""

import re
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from claims import components
from claims.extract import Extractor
from claims.pipeline import DEFAULT_MODEL
from claims.readers import parse

TEXTS = (
    "About 80% of patients had nodal involvement at diagnosis.1,2 The risk (OR=1.2; p<0.05) rose.",
    "Nodal disease is common [1,2]. Liver metastases occur in 40–60% [3].",
    "No figure here.",
)


@pytest.fixture(scope="module")
def nlp():
    made = spacy.load(DEFAULT_MODEL, exclude=["ner", "lemmatizer", "attribute_ruler"])
    made.add_pipe("quantities", first=True)
    made.add_pipe("claims")
    return made


def plain(doc):
    return (
        [span.text for span in doc.spans["quantities"]],
        [one.quantity for one in doc._.claims],
        [(one.entity, one.property, one.population) for one in doc._.claims],
    )


def test_span_groups_align_with_the_scan(nlp):
    for text in TEXTS:
        doc = nlp(text)
        assert doc.text == text
        assert [span.text for span in doc.spans["quantities"]] == [
            one.text for one in doc._.quantities
        ]
        assert [one.quantity for one in doc._.claims] == list(doc._.quantities)


def test_finds_what_the_extractor_reads(nlp):
    for text in TEXTS:
        statements = Extractor().read(parse(text, "", "text"))
        assert nlp(text)._.quantities == tuple(one.quantity for one in statements)


def test_tokens_are_split_where_quantities_end(nlp):
    doc = nlp(TEXTS[0])
    for span, quantity in zip(doc.spans["quantities"], doc._.quantities, strict=True):
        assert (span.start_char, span.end_char) == (quantity.start, quantity.end)
        assert span._.quantity == quantity
    assert doc[0:1]._.quantity is None


def test_markers_have_a_group_of_their_own(nlp):
    doc = nlp(TEXTS[1])
    assert [span.text for span in doc.spans["markers"]] == ["[1,2]", "[3]"]
    assert doc.spans["markers"].attrs["data"] == [["1", "2"], ["3"]]


def test_reads_what_is_measured(nlp):
    (claim,) = nlp(TEXTS[1])._.claims
    assert claim.entity is not None
    assert claim.entity.text == "Liver metastases"


def test_docbin_keeps_quantities_and_claims(nlp):
    docs = [nlp(text) for text in TEXTS]
    again = list(DocBin().from_bytes(DocBin(docs=docs).to_bytes()).get_docs(nlp.vocab))
    assert [plain(doc) for doc in again] == [plain(doc) for doc in docs]


def test_several_processes_give_the_same(nlp):
    alone = [plain(doc) for doc in nlp.pipe(TEXTS)]
    assert [plain(doc) for doc in nlp.pipe(TEXTS, n_process=2)] == alone


def test_markers_can_be_blanked_at_the_same_length():
    made = spacy.blank("en")
    made.add_pipe("quantities", config={"blank_markers": True})
    doc = made(TEXTS[1])
    assert doc.text == TEXTS[1].replace("[1,2]", " " * 5).replace("[3]", " " * 3)
    assert [span.text for span in doc.spans["quantities"]] == [one.text for one in doc._.quantities]


def test_claims_ask_for_quantities():
    doc = spacy.blank("en")("5 kg")
    with pytest.raises(ValueError, match="quantities"):
        components.ClaimReader()(doc)


def test_a_short_text_is_no_heading(nlp):
    assert [one.text for one in nlp("5 kg")._.quantities] == ["5 kg"]


def test_joined_documents_keep_the_spans(nlp):
    joined = Doc.from_docs([nlp(text) for text in TEXTS[:2]])
    assert [span.text for span in joined.spans["quantities"]][-1] == "40–60%"
    assert joined._.quantities == ()


def test_the_page_of_the_documentation_prints_what_it_says(capsys):
    page = (Path(__file__).parent.parent / "docs/spacy.md").read_text("utf-8")
    blocks = re.findall(r"```(python)?\n(.*?)```\n", page, re.S)
    names = {}
    for kind, block in blocks:
        if kind:
            exec(block, names)
        else:
            assert capsys.readouterr().out == block
