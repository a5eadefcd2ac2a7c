"""Tables of plain text: dashes show the columns, blank lines part rows of several lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.document import Document
from claims.readers import parse

SIMPLE = """Table 1. Rates by arm

  Outcome    Early      Late
  ---------- ---------- --------
  Response   12 (40%)   9 (30%)
  Death      2

The rest of the text, which is longer than a table.
"""
HEADLESS = """  ---------- ---------- --------
  Outcome    Early      Late

  Response   12 (40%)   9 (30%)
  ---------- ---------- --------

The rest.
"""
FRAMED = """  -------------------------------
  Outcome    Early      Late
             (n = 30)   (n = 30)
  ---------- ---------- ---------
  Response   12 (40%)   9 (30%)
  at once

  Death                 5
  -------------------------------

The rest.
"""


def cells(document: Document) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    (table,) = document.tables
    return [
        (document.text[cell.start : cell.end], cell.row_headings, cell.column_headings)
        for cell in table.cells
    ]


def test_a_heading_over_a_rule() -> None:
    document = parse(SIMPLE, "a.txt")
    assert document.tables[0].caption == "Table 1. Rates by arm"
    assert cells(document) == [
        ("12 (40%)", ("Response",), ("Early",)),
        ("9 (30%)", ("Response",), ("Late",)),
        ("2", ("Death",), ("Early",)),
    ]
    last = document.blocks[-1]
    assert document.text[last.start : last.end].startswith("The rest")


def test_a_line_of_spaces_parts_rows() -> None:
    text = SIMPLE.replace("  Death", f"{' ' * 30}\n  Death").replace(
        "2\n", "2\n             or 3\n"
    )
    assert cells(parse(text, "a.txt"))[2:] == [
        ("2", ("Death",), ("Early",)),
        ("or 3", ("Death",), ("Early",)),
    ]


def test_a_table_between_its_columns() -> None:
    assert cells(parse(HEADLESS, "a.txt")) == [
        ("12 (40%)", ("Response",), ("Early",)),
        ("9 (30%)", ("Response",), ("Late",)),
    ]


def test_a_frame_around_rows_of_several_lines() -> None:
    assert cells(parse(FRAMED, "a.txt")) == [
        ("12 (40%)", ("Response at once",), ("Early", "(n = 30)")),
        ("9 (30%)", ("Response at once",), ("Late", "(n = 30)")),
        ("5", ("Death",), ("Late", "(n = 30)")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Words\n-----\n\nMore words.\n",
        "One --- two --- three.\n",
        "--- ---\n",
        "a - b\n--\n",
        "=====\n",
    ],
)
def test_other_dashes_are_no_table(text: str) -> None:
    assert parse(text, "a.txt", "text").tables == ()


@settings(deadline=None, max_examples=80)
@given(st.lists(st.sampled_from(["--- ---", "-------", "a b", "", "  x", "=== ==="]), max_size=12))
def test_whatever_the_rules_the_cells_lie_in_the_text(lines: list[str]) -> None:
    document = parse("Words.\n" + "\n".join(lines), "a.txt", "text")
    edges = [edge for block in document.blocks for edge in (block.start, block.end)]
    assert edges == sorted(edges)
    assert all(document.text[b.start : b.end].strip() for b in document.blocks)


def test_many_rules_take_linear_time() -> None:
    parse("--- ---\na b\n" * 4_000, "a.txt", "text")
    parse("--- ----\n\n" * 4_000, "a.txt", "text")
