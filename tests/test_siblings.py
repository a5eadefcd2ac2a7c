"""A place among the other numbers of its sentence, its paragraph or its table."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looked_up import looked_up

from checkers.index import Place, SourceIndex
from checkers.indexing import build
from checkers.siblings import Leads, Siblings
from claims.extract import Extractor
from claims.readers import parse

SEVERITY = "Bleeding occurs in 35% of severe, in 8% of moderate and in 1% of mild cases."
MONTHS = "Complete data came from 94% at 3 months and from 81% at 6 months."
GROUPS = "Relapses were seen in 12% on the drug and in 31% on placebo."
PARTS = "Nausea was seen in 14% of the women. A rash was seen in 6% of the women."
TABLE = "| Event | Drug | Placebo |\n| --- | --- | --- |\n| Nausea | 14 | 11 |\n| Rash | 8 | 6 |\n"


def at(index: SourceIndex, figure: str) -> Place:
    return next(one for one in index.places if one.quantity.text == figure)


def leads(claim: str, figure: str, source: str, stated: str = "") -> Leads:
    asked, index = looked_up(claim, figure, source)
    return Siblings(asked, index).leads(at(index, stated or figure))


@pytest.mark.parametrize(
    ("right", "wrong", "figure", "source"),
    [
        ("It bled in 8% of moderate cases.", "It bled in 8% of severe cases.", "8%", SEVERITY),
        ("After 3 months 94% had data.", "After 6 months 94% had data.", "94%", MONTHS),
        ("31% on placebo had one.", "31% on the drug had one.", "31%", GROUPS),
    ],
)
def test_the_words_of_a_sibling_speak_against_a_place(
    right: str, wrong: str, figure: str, source: str
) -> None:
    assert leads(right, figure, source).beside > 0 > leads(wrong, figure, source).beside


def test_so_do_those_of_another_sentence_of_the_paragraph() -> None:
    own, other = (leads(f"{what} befell 6%.", "6%", PARTS) for what in ("A rash", "Nausea"))
    assert own.around > 0 > other.around
    assert own.beside == other.beside == 1


@pytest.mark.parametrize(
    ("claim", "beside", "around"),
    [
        ("Nausea befell 14 on the drug.", True, True),
        ("Nausea befell 14 on placebo.", False, True),
        ("A rash befell 14 on the drug.", True, False),
    ],
)
def test_a_cell_is_told_from_others_by_its_column_and_its_row(
    claim: str, beside: bool, around: bool
) -> None:
    document = parse(TABLE, "source", "markdown")
    index = build(document, Extractor().read(document))
    asked, _ = looked_up(claim, "14", TABLE)
    found = Siblings(asked, index).leads(at(index, "14"))
    assert (found.beside > 0, found.around > 0) == (beside, around)


@pytest.mark.parametrize(
    "claim",
    [
        "On the drug 31% and on placebo 12% relapsed.",
        "On the drug 31% and on placebo about 12% relapsed.",
        "On the drug 31% and on placebo one in eight relapsed.",
    ],
)
def test_what_the_claim_tells_itself_is_no_sibling(claim: str) -> None:
    assert leads(claim, "31%", GROUPS) == Leads()


def test_values_of_another_sort_are_none() -> None:
    source = "Of the women 12% relapsed within 31 months."
    assert leads("Within months 12% relapsed.", "12%", source) == Leads()


@settings(deadline=None, max_examples=25)
@given(st.text(alphabet="ab5% .,;()[]\n:", max_size=60))
def test_a_lead_lies_between_minus_one_and_one(noise: str) -> None:
    source = f"In the drug group 12% relapsed {noise} and in the placebo group 31%."
    asked, index = looked_up("On placebo 31% relapsed.", "31%", source)
    held = Siblings(asked, index)
    assert all(-1 <= one <= 1 for place in index.places for one in held.leads(place))
