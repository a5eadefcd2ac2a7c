"""The index of a source: passages, places, and what governs them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.index import SourceIndex, digits_told, numbers_of
from checkers.indexing import build, with_open_headings
from claims.document import BlockKind, Document
from claims.extract import Extractor
from claims.quantity import Quantity, Relation
from claims.readers import parse

TEXT = """\
# Results

Relapse occurred in 30% of the placebo group and in 12% of the group on the drug.
The median follow-up was 14 months.

| Outcome | Placebo | Drug |
| --- | --- | --- |
| Weight (kg) | 81.5 | 79.2 |
| Relapse, n (%) | 30 (30.0) | 12 (12.0) |
"""


def index_of(text: str, kind: str | None = "markdown") -> SourceIndex:
    document = with_open_headings(parse(text, "source", kind))
    return build(document, Extractor().read(document))


@pytest.fixture(scope="module")
def index() -> SourceIndex:
    return index_of(TEXT)


def test_places_stand_where_they_are_printed(index: SourceIndex) -> None:
    for place in index.places:
        figure = place.quantity
        assert TEXT[figure.start : figure.end] == figure.text
        assert place.number in index.passages[place.passage].places


@pytest.mark.parametrize(
    ("text", "number", "counts"),
    [
        ("The trial enrolled 132 patients.", "132", True),
        ("We saw 22 severe reactions.", "22", True),
        ("Of the women, 13 (61.9%) improved.", "13", True),
        ("They trained on 3 consecutive days.", "3 consecutive days", False),  # a measure
        ("The score was 45 before and 52 after treatment.", "45", False),
        ("It was seen in 31 of the patients.", "31", False),
    ],
)
def test_counts_are_told_from_bare_values(text: str, number: str, counts: bool) -> None:
    places = index_of(text, "text").places
    assert next(one for one in places if one.quantity.text == number).is_tally is counts


def test_a_number_above_one_is_no_p_value() -> None:
    table = "| Outcome | P value |\n| --- | --- |\n| Pain | 0.04 |\n| Age | 61.5 |\n"
    assert [one.quantity.statistic for one in index_of(table).places] == ["p", ""]


def test_a_sentence_and_a_row_are_one_passage_each(index: SourceIndex) -> None:
    rows = [passage for passage in index.passages if passage.is_row]
    sentences = [passage for passage in index.passages if not passage.is_row]
    assert [len(passage.places) for passage in sentences] == [2, 1]
    assert len(rows) == 2


def test_a_cell_has_the_unit_and_the_words_of_its_headings(index: SourceIndex) -> None:
    weight = next(place for place in index.places if place.quantity.text.startswith("81.5"))
    assert weight.quantity.unit == "kilogram"
    assert "placebo" in weight.headings
    share = next(place for place in index.places if place.quantity.text.startswith("12.0"))
    assert share.quantity.unit == "%"


def test_numbers_are_told_apart_by_their_words(index: SourceIndex) -> None:
    placebo, drug = (index.owned(index.places[at]) for at in index.passages[0].places)
    assert "placebo" in placebo - drug
    assert "drug" in drug - placebo


def test_places_are_found_by_magnitude(index: SourceIndex) -> None:
    found = {index.places[at].quantity.text for at in index.between(13.5, 14.5)}
    assert found == {"14 months"}


def test_passages_are_found_by_words_and_numbers(index: SourceIndex) -> None:
    (best, *_) = index.near({"follow-up": 5.0}, {Decimal(14): 2.0})
    assert "follow-up" in index.passages[best].ranks


def test_a_heading_with_digits_is_read_in_plain_text() -> None:
    document = parse("Relapse in 12% of patients", "source", "text")
    opened = with_open_headings(document)
    assert [block.kind for block in opened.blocks] == [BlockKind.PARAGRAPH]
    assert len(index_of("Relapse in 12% of patients", "text").places) == 1


@pytest.mark.parametrize(
    ("number", "bits"), [("5", 2.0), ("50", 2.0), ("34.8", 8.6), ("1234", 10.0)]
)
def test_the_more_digits_the_more_a_number_tells(number: str, bits: float) -> None:
    assert digits_told(Decimal(number)) == pytest.approx(bits)


def test_a_spread_is_a_number_of_its_own() -> None:
    figure = Quantity("5.2 ± 1.1", 0, 9, Decimal("4.1"), Decimal("6.3"), Relation.PLUS_MINUS)
    assert numbers_of(figure) == (Decimal("5.2"), Decimal("1.1"))


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet="12 a%.,;\n|\t(±–", max_size=120))
def test_any_text_can_be_indexed(text: str) -> None:
    document = Document("source", text)
    built = build(document, Extractor().read(document))
    assert all(isinstance(built.owned(place), frozenset) for place in built.places)


@pytest.mark.parametrize(
    ("text", "number", "spreads"),
    [
        ("They stayed for 13.8 (8.1) days.", "8.1", True),
        ("Mean age was 61.5 (SD 14.2) years.", "14.2", True),
        ("Of the women, 13 (61.9%) improved.", "61.9%", False),
        ("Of the women, 13 (61.9) improved.", "61.9", False),
        ("They stayed for 13.8 and 8.1 days.", "8.1 days", False),
    ],
)
def test_a_number_in_brackets_is_the_spread_of_its_centre(
    text: str, number: str, spreads: bool
) -> None:
    found = index_of(text, "text")
    place = next(one for one in found.places if one.quantity.text == number)
    assert found.is_spread(place) is spreads


def test_the_share_that_a_count_has_is_printed_behind_it() -> None:
    found = index_of("Of the women, 13 (61.9%) improved and 8 did not.", "text")
    assert [found.own_share(place) for place in found.places] == [61.9, None, None]


def test_more_groups_are_looked_at_for_a_share_of_more_digits() -> None:
    sizes = " ".join(
        f"Group {letter} had {20 + at} members (n = {20 + at})."
        for at, letter in enumerate("ABCDEFGHIJKLM")
    )
    found = index_of(sizes, "text")
    shares = [index_of(f"It was {share}.", "text").places[0].quantity for share in ("39%", "38.7%")]
    assert [len(found.wholes(share)) for share in shares] == [10, 13]


def test_a_share_in_brackets_is_known_by_the_size_of_its_group() -> None:
    table = "| Outcome | Drug (n = 78) |\n| --- | --- |\n| Death | 25 (32) |\n| Score | 25 (7) |\n"
    cells = [one for one in index_of(table).places if one.whole]
    assert [(one.quantity.unit, one.is_tally) for one in cells] == [
        ("", True),
        ("%", False),
        ("", False),
        ("", False),
    ]


def test_a_mean_takes_the_unit_of_its_row() -> None:
    table = "| Weight [kg] | Drug | Placebo |\n| --- | --- | --- |\n| Weight [kg] | median 96.5 | 91.0 |\n"
    assert {one.quantity.unit for one in index_of(table).places} == {"kilogram"}


def test_abbreviations_are_known_by_what_they_stand_for() -> None:
    text = (
        "Balance was rated by the dynamic gait index (DGI).\n\n"
        "DGI rose by 3.4 points in the group that danced.\n"
    )
    passage = index_of(text, "text").passages[-1]
    assert "gait" not in passage.ranks
    assert passage.known["gait"] == passage.known["dgi"]


def test_neighbours_are_found_by_how_far_they_lie_apart() -> None:
    text = (
        "Stays cost $4100 (SD 300) with and $2850 (SD 280) without the nurse, 12 against 9 visits."
    )
    found = index_of(text, "text")
    assert found.apart(1249.5, 1250.5) == [("dollar", 0)]
    assert not found.apart(2.5, 3.5)  # counts differ by as little everywhere


def test_cells_of_a_column_are_found() -> None:
    text = "Time\tDrug\tPlacebo\nBaseline\t10.6\t11.2\nWeek 4\t8.2\t10.9\n"
    found = index_of(text, "text")
    first = next(one for one in found.places if one.quantity.text == "10.6")
    assert [found.places[at].quantity.text for at in found.column_of(first)] == ["10.6", "8.2"]


def test_columns_are_told_apart_by_the_tabs_of_their_line() -> None:
    text = (
        "Time\tDrug\tPlacebo\n\nBaseline\t10.6\t11.2\nWeek 4\t\t10.9\n\nTime\tDrug\nWeek 8\t7.1\n"
    )
    found = index_of(text, "text")
    columns = [
        [found.places[at].quantity.text for at in found.column_of(one)] for one in found.places
    ]
    assert ["11.2", "10.9"] in columns
    assert not any({"10.6", "10.9"} <= set(column) for column in columns)
