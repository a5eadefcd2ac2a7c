"""Tables that a dividing row cuts in two."""

from __future__ import annotations

import pytest

from checkers.continued import joined
from claims.document import Cell, Document
from claims.readers import parse


def cells(text: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    document: Document = parse(text, "source", "text")

    def told(cell: Cell) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        return document.text[cell.start : cell.end], cell.row_headings, cell.column_headings

    return [told(cell) for table in joined(document) for cell in table.cells]


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        ("\tStent (n = 66)\tBypass (n = 73)\tP value", ("Bypass (n = 73)",)),
        ("\tStent (n = 66)\tBypass (n = 73)", ("Bypass (n = 73)",)),
        ("Events\tStent\tBypass\n\tn (%)\tn (%)", ("Bypass", "n (%)")),
        ("Events\tBaseline\t6 weeks\tP", ("6 weeks",)),
    ],
)
def test_a_head_that_stands_alone_heads_what_follows(head: str, columns: tuple[str, ...]) -> None:
    text = f"Table 1 Events by group\n{head}\nBleeding\nWithin 3 days\t2 (3)\t9 (12)\nLater\t1 (2)\t4 (5)"
    assert ("9 (12)", ("Bleeding", "Within 3 days"), columns) in cells(text)


def test_a_row_of_values_heads_nothing() -> None:
    text = "Table 1 Events\n\nAge\t61\t62\nBleeding\nEarly\t2 (3)\t9 (12)\nLate\t1 (2)\t4 (5)"
    assert ("9 (12)", ("Bleeding", "Early"), ()) in cells(text)


def test_a_later_part_has_the_headings_of_the_first() -> None:
    text = "Table 2 Events\nEvent\tStent\tBypass\nDeath\t4\t5\nBleeding\nEarly\t2\t9\nLate\t1\t4\n"
    assert ("9", ("Bleeding", "Early"), ("Bypass",)) in cells(text)
