"""Markdown as it is written: the raw file is the text, the blocks are its parts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.document import Document
from claims.readers import parse

PAGE = """---
title: "Spread of tumors"
date: 2021-05-04
---
# Head with 1 number

Intro with 80% of cases<sup>1,2</sup> and a note[^a].
It goes on here.

- bullet of 5 kg
  that goes on
- second

1. first step
2. second step

Table 1. Response by arm

| Arm | Response |
|-----|----------|
| A   | 45%      |

```
code with 9%
```

<div width="80">between <b>6%</b></div>

[^a]: The note itself.

## References

1. One work. 2001.
2. Other work. 2002.

## Appendix

Closing words.
"""


def blocks(document: Document) -> list[tuple[str, str, str]]:
    return [
        (block.kind.value, block.label, document.text[block.start : block.end])
        for block in document.blocks
    ]


def test_every_part_of_a_page_is_told_apart() -> None:
    assert blocks(parse(PAGE, "page.md"))[1:] == [
        ("heading", "", "Head with 1 number"),
        (
            "paragraph",
            "",
            "Intro with 80% of cases<sup>1,2</sup> and a note[^a].\nIt goes on here.",
        ),
        ("list-item", "", "bullet of 5 kg\n  that goes on"),
        ("list-item", "", "second"),
        ("list-item", "1", "first step"),
        ("list-item", "2", "second step"),
        ("caption", "", "Table 1. Response by arm"),
        ("cell", "", "Arm"),
        ("cell", "", "Response"),
        ("cell", "", "A"),
        ("cell", "", "45%"),
        ("code", "", "```\ncode with 9%\n```"),
        ("paragraph", "", "between"),
        ("paragraph", "", "6%"),
        ("reference", "a", "The note itself."),
        ("heading", "", "References"),
        ("reference", "1", "One work. 2001."),
        ("reference", "2", "Other work. 2002."),
        ("heading", "", "Appendix"),
        ("paragraph", "", "Closing words."),
    ]


def test_the_text_is_the_file_and_positions_are_its_lines() -> None:
    document = parse(PAGE, "page.md")
    assert document.text == PAGE
    assert document.title == "Spread of tumors"
    place = document.position(PAGE.index("80%"))
    assert (place.line, place.column) == (7, 12)


def test_cells_know_their_headings_and_caption() -> None:
    (table,) = parse(PAGE, "page.md").tables
    (cell,) = table.cells
    assert PAGE[cell.start : cell.end] == "45%"
    assert (cell.row_headings, cell.column_headings) == (("A",), ("Response",))
    assert table.caption == "Table 1. Response by arm"


def test_superscripts_are_markers() -> None:
    (marker,) = parse(PAGE, "page.md").markers
    assert PAGE[marker.start : marker.end] == "<sup>1,2</sup>"


@pytest.mark.parametrize(
    ("source", "labels"),
    [
        ("# A\n\n## References\n\n[1] One work. 2001.\n[2] Other work. 2002.\n", ["1", "2"]),
        ("# A\n\n## References\n\n1. One work.\n   2001.\n2. Other work.\n", ["1", "2"]),
        ("# A\n\n## References\n\n3. Third work.\n4. Fourth work.\n", ["3", "4"]),
        ("Text[^1].\n\n[^1]: One work.\n[^2]: Other work.\n", ["1", "2"]),
    ],
)
def test_reference_entries_carry_their_labels(source: str, labels: list[str]) -> None:
    document = parse(source, "page.md")
    assert [block.label for block in document.blocks if block.kind == "reference"] == labels


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_endings_are_kept(newline: str) -> None:
    text = PAGE.replace("\n", newline)
    document = parse(text, "page.md")
    assert document.text == text
    kinds = [kind for kind, _, _ in blocks(document)]
    assert kinds == [kind for kind, _, _ in blocks(parse(PAGE, "page.md"))]


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_blocks_are_in_order_and_inside_any_text(text: str) -> None:
    if not text.strip() or any(ord(mark) < 32 and mark not in "\t\n\r\f\v\x1b" for mark in text):
        return
    document = parse(text, "any.md", "markdown")
    edges = [edge for block in document.blocks for edge in (block.start, block.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


@pytest.mark.parametrize("mark", ["> ", "- ", "[", "*", "<b>", "| "])
def test_deep_nesting_ends(mark: str) -> None:
    assert parse(mark * 5_000 + "80%\n", "deep.md").text.endswith("80%\n")


PRINTED = """# Results

Both arms improved.

::: caption
Stay in hospital by arm
:::

  ------------------------------------
  **Outcome**      **Drug**  **Control**
  ---------------- --------- ---------
  Days in hospital 4.1 ± 1.2 6.3 ± 2.0

  Readmitted       3         9
  ------------------------------------

They agreed in 80% of cases.
"""


def test_tables_that_pandoc_prints_are_tables():
    document = parse(PRINTED, "a.md", "markdown")
    (table,) = document.tables
    assert table.caption == "Stay in hospital by arm"
    held = {document.text[cell.start : cell.end]: cell for cell in table.cells}
    assert held["6.3 ± 2.0"].row_headings[-1] == "Days in hospital"
    assert held["9"].column_headings[-1] == "**Control**"
    starts = [block.start for block in document.blocks]
    assert starts == sorted(starts)


def test_a_printed_table_in_code_stays_code():
    document = parse(f"```\n{PRINTED}```\n", "a.md", "markdown")
    assert not document.tables
    assert [block.kind.value for block in document.blocks] == ["code"]


def test_a_line_of_many_words_is_no_heading():
    document = parse("# Abstract " + "In all, 80% of them recovered. " * 20, "a.md", "markdown")
    assert [block.kind.value for block in document.blocks] == ["paragraph"]
