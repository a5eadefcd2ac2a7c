"""Markers in every style: which digits cite, which labels they name, and which do not cite."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.citations import find_citations
from claims.document import Document
from claims.markers import label_numbers
from claims.readers import parse

CASES = tomllib.loads(
    (Path(__file__).parent / "cases" / "citations.toml").read_text(encoding="utf-8")
)["case"]
MARKED = re.compile(r"«([^«»|]*)\|([^«»]*)»")


def entries(references: int | list[str]) -> str:
    if isinstance(references, int):
        lines = [
            f"{n}. Author A. Work of some kind. J Med. 2001;{n}:1-9."
            for n in range(1, references + 1)
        ]
    else:
        lines = references
    return "\n\nReferences\n\n" + "\n".join(lines) + "\n"


def read(text: str, case: dict[str, Any]) -> Document:
    if "references" in case:
        listed = entries(case["references"])
        text += listed.replace("\nReferences", "\n## References") if "format" in case else listed
    return parse(text, "case", case.get("format", "text"))


def found(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    return [(document.text[c.start : c.end], c.labels) for c in find_citations(document)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_markers_and_only_markers_are_found(case: dict[str, Any]) -> None:
    expected = [
        (printed, tuple(labels.split())) for printed, labels in MARKED.findall(case["text"])
    ]
    document = read(MARKED.sub(r"\1", case["text"]), case)
    assert found(document) == expected


@pytest.mark.parametrize(
    ("printed", "labels"),
    [
        ("1", (1,)),
        ("1,3–5", (1, 3, 4, 5)),
        ("2, 3", (2, 3)),
        ("3-3", (3,)),
        ("1, 1", (1,)),
        ("5-3", ()),
        ("1-999", ()),
        ("007", ()),
        ("0", ()),
    ],
)
def test_lists_of_labels_are_written_out(printed: str, labels: tuple[int, ...]) -> None:
    assert label_numbers(printed) == labels


def test_a_list_settles_what_a_digit_is() -> None:
    sentence = "The nodes come first in the small bowel 2. Then the liver follows."
    assert found(parse(sentence, "t")) == []
    listed = "Nodes come first «1»." + entries(2)
    assert found(parse(sentence.replace("2", "1") + " Others agree 2." + entries(2), "t")) == [
        ("1", ("1",)),
        ("2", ("2",)),
    ]
    assert found(parse(listed.replace("«1»", "[7]"), "t")) == []


def test_reference_lists_headings_of_tables_and_code_hold_no_markers() -> None:
    text = "# T\n\nNodes first [1].\n\n```\nx[1]\n```\n\n## References\n\n1. See also [1].\n"
    assert found(parse(text, "t.md")) == [("[1]", ("1",))]


ALPHABET = "abN .,;:()[]1234567890–-%\n²¹’éA@^"


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=ALPHABET, max_size=120))
def test_markers_never_overlap_and_always_name_something(text: str) -> None:
    document = Document("any", text)
    citations = find_citations(document)
    edges = [edge for one in citations for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(one.labels and one.start < one.end <= len(text) for one in citations)


@pytest.mark.parametrize(
    "unit",
    [
        "[1,",
        "1",
        "1,1,1,",
        "a 1, 2, ",
        "word.1,2 ",
        "(Smith, ",
        "et al., ",
        "a@",
        "[@a; ",
        "10.1000/",
    ],
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    find_citations(Document("long", unit * (100_000 // len(unit))))


def test_labels_behind_a_caret_are_raised_ones() -> None:
    text = (
        "Nodes are common in tumors of the ileum.¹ They are large^(2–4) at a level (1–3) of pain.\n\n"
        "References\n\n1. A.\n2. B.\n3. C.\n4. D.\n"
    )
    found = [(citation.labels, citation.style) for citation in find_citations(parse(text, "a.txt"))]
    assert found == [(("1",), "superscript"), (("2", "3", "4"), "superscript")]
