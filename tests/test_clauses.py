"""The clause of a claim's figure against the clause of a place."""

from __future__ import annotations

import pytest
from looked_up import looked_up

from checkers.clauses import Bound, Clause, most
from checkers.index import Place, SourceIndex
from checkers.indexing import build
from claims.extract import Extractor
from claims.readers import parse

SOURCE = (
    "Of the women, 33% relapsed and 27% died during follow-up; nausea was seen in 12%, "
    "and a rash in 9%."
)


def at(index: SourceIndex, figure: str) -> Place:
    return next(one for one in index.places if one.quantity.text == figure)


@pytest.mark.parametrize(
    ("claim", "figure", "own", "other"),
    [
        ("In all, 33% of them relapsed.", "33%", "33%", "27%"),
        ("A third relapsed, while 27% died.", "27%", "27%", "33%"),
        ("Nausea was seen in 12%, a rash in 9%.", "12%", "12%", "9%"),
    ],
)
def test_a_clause_is_nearer_to_its_own(claim: str, figure: str, own: str, other: str) -> None:
    asked, index = looked_up(claim, figure, SOURCE)
    clause = Clause(asked)
    mine, theirs = (clause.against(index, at(index, one)) for one in (own, other))
    assert mine.tight > theirs.tight
    assert mine.back > theirs.back


def test_what_is_shared_lies_between_nothing_and_all() -> None:
    asked, index = looked_up("Nausea was seen in 12%.", "12%", SOURCE)
    found = [Clause(asked).against(index, place) for place in index.places]
    assert all(0 <= value <= 1 for one in found for value in one)
    assert most(found) >= max(found)
    assert most([]) == Bound()


def test_a_figure_without_words_shares_nothing() -> None:
    asked, index = looked_up("12%.", "12%", SOURCE)
    assert Clause(asked).against(index, at(index, "12%")) == Bound()


def test_a_cell_is_told_of_by_its_row_and_its_column() -> None:
    table = (
        "| Event | Drug | Placebo |\n| --- | --- | --- |\n| Nausea | 14 | 11 |\n| Rash | 8 | 6 |\n"
    )
    document = parse(table, "source", "markdown")
    index = build(document, Extractor().read(document))
    asked, _ = looked_up("Nausea befell 14 on the drug.", "14", table)
    clause = Clause(asked)
    assert (
        clause.against(index, at(index, "14")).tight > clause.against(index, at(index, "8")).tight
    )
