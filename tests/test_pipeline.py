"""spaCy behind plain data."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.pipeline import ModelError, Piece, Pipeline, blank, load, parts


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline()


def test_importing_and_making_a_pipeline_loads_no_spacy():
    code = "import sys, claims.extract as e; e.Extractor(); sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_missing_model_names_the_mend():
    with pytest.raises(ModelError, match=r"'no_such_model' is not installed; .*"):
        load("no_such_model")


def test_a_model_without_a_parser_is_told(tmp_path):
    import spacy

    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(ModelError, match="no dependency parser"):
        load(str(tmp_path))


@pytest.mark.parametrize(
    ("token", "at", "cuts", "expected"),
    [
        ("OR=1.2", 0, [3], ["OR", "=", "1.2"]),
        ("p<0.05", 10, [], ["p", "<", "0.05"]),
        ("diagnosis.1,3–5", 0, [10, 15], ["diagnosis", ".", "1,3–5"]),
        ("67-year-old", 0, [2], ["67", "-", "year-old"]),
        ("liver", 5, [5, 10], ["liver"]),
        ("a.m.", 0, [], ["a.m."]),
    ],
)
def test_tokens_end_where_quantities_do(token, at, cuts, expected):
    assert parts(token, at, cuts) == expected


@given(st.text(min_size=1, max_size=30), st.sets(st.integers(0, 30)))
def test_parts_join_to_the_token(token, cuts):
    found = parts(token, 0, sorted(cuts))
    assert "".join(found) == token
    assert all(found)


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4).map(sorted),
)
def test_blanking_keeps_the_length(text, spans):
    blanked = blank(text, 0, len(text), spans)
    assert len(blanked) == len(text)
    hidden = {at for low, high in spans for at in range(low, high)}
    assert all(
        after == (" " if at in hidden else before)
        for at, (before, after) in enumerate(zip(text, blanked, strict=True))
    )


def test_offsets_are_those_of_the_document(pipeline):
    text = "Title. About 80% of patients [1] had nodes."
    start, end = 7, len(text)
    piece = Piece(blank(text, start, end, [(29, 32)]), start, (7, 16))
    (parsed,) = pipeline.parse([piece])
    for word, low, high in zip(parsed.words, parsed.starts, parsed.ends, strict=True):
        assert text[low:high] == word
    assert "1" not in parsed.words
    assert [parsed.words[at] for at in parsed.within(7, 16)] == ["About", "80", "%"]


def test_a_piece_is_one_sentence(pipeline):
    (parsed,) = pipeline.parse([Piece("It rose. It fell. It rose.", 0)])
    assert sum(head == at for at, head in enumerate(parsed.heads)) == 1


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=60))
def test_parses_any_text(pipeline, text):
    (parsed,) = pipeline.parse([Piece(text, 3)])
    for word, low, high in zip(parsed.words, parsed.starts, parsed.ends, strict=True):
        assert text[low - 3 : high - 3] == word
