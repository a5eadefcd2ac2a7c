"""Reference lists: entries in every style, and the list of a document."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.document import Block, BlockKind, Document
from sources.reflist import LONGEST_ENTRY, parse_entry, references

CASES = tomllib.loads((Path(__file__).parent / "cases" / "references.toml").read_text("utf-8"))
FIELDS = ("title", "container", "year", "volume", "pages", "doi", "pmid", "pmcid")


@pytest.mark.parametrize("case", CASES["entry"], ids=lambda case: case["style"])
def test_an_entry_is_read(case):
    found = parse_entry(case["text"])
    assert list(found.authors) == case.get("authors", [])
    assert {name: getattr(found, name) for name in FIELDS} == {
        name: case.get(name, "") for name in FIELDS
    }
    assert found.text == case["text"]


@pytest.mark.parametrize(
    ("text", "label", "title"),
    [
        ("12. Alder A. A title. Example J. 2001;1:1.", "12", "A title"),
        ("[12] Alder A. A title. Example J. 2001;1:1.", "12", "A title"),
        ("(12) Alder A. A title. Example J. 2001;1:1.", "12", "A title"),
        ("12 Alder A. A title. Example J. 2001;1:1.", "12", "A title"),
        ("[^ileal]: Alder A. A title. Example J. 2001;1:1.", "ileal", "A title"),
        ("5 steps to a title. Example Health. 2001.", "12", "5 steps to a title"),
    ],
)
def test_the_label_is_no_part_of_the_entry(text, label, title):
    found = parse_entry(text, label)
    assert (found.label, found.title) == (label, title)


def test_the_entries_of_a_document():
    text = (
        "As shown [1].\n\n1. Alder A. One. Example J. 2001;1:1.\n\n"
        "Birch, B. (2012). Two. Example J, 2, 2–3."
    )
    one, two = text.index("1. Alder"), text.index("Birch")
    document = Document(
        name="article.txt",
        text=text,
        blocks=(
            Block(BlockKind.PARAGRAPH, 0, 13),
            Block(BlockKind.REFERENCE, one, two - 2, label="1"),
            Block(BlockKind.REFERENCE, two, len(text)),
        ),
    )
    first, second = references(document)
    assert (first.label, first.title, first.document) == ("1", "One", "article.txt")
    assert text[first.start : first.end] == first.text
    assert (second.label, second.year) == ("birch2012", "2012")


def test_a_document_without_a_list_has_no_references():
    assert references(Document(name="a.txt", text="Nothing is cited here.")) == ()


@pytest.mark.parametrize(
    "seed",
    ["1,1,1,", "A. ", "Aa ", "Aa Bb, ", "(", "2012;", "10.1000/a(", '"a', "van de ", "[a](b"],
)
def test_a_huge_entry_takes_bounded_time(seed):
    text = seed * (1_000_000 // len(seed))
    start = time.perf_counter()
    found = parse_entry(text, "1")
    assert time.perf_counter() - start < 1
    assert len(found.title) <= LONGEST_ENTRY


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["Alder A", ", ", ". ", "(2012)", "2012", ";12", ":3-4", "“", "et al", "In: "]
        )
        | st.text(max_size=5),
        max_size=25,
    ).map("".join)
)
def test_any_text_is_parsed_and_kept(text):
    assert parse_entry(text, "1").text == text
