"""Whose a number is, by the groups that a source lists."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.indexing import build
from checkers.rosters import rosters
from checkers.whose import stated_of
from claims.extract import Extractor
from claims.readers import parse

THREE = "They took low-dose norvatin (n = 80), high-dose norvatin (n = 82) or placebo (n = 79). "
TWO = "Toddlers were randomly assigned to zinc or to placebo. "
DOSES = "They took norvatin 5 mg (n = 80), norvatin 20 mg (n = 82) or placebo (n = 79). "
TABLE = """| Event | Drug A (n = 80) | Drug B (n = 82) | Placebo (n = 79) |
|---|---|---|---|
| Rash | 12% | 17% | 3% |
"""


def told(source: str, number: str, extractor: Extractor) -> set[str]:
    """The names, or the dose, of the group that a source tells a number of."""
    document = parse(source, "source", "markdown")
    index = build(document, extractor.read(document))
    place = next(one for one in index.places if one.quantity.text == number)
    found = [(one, stated_of(one, index, place)) for one in index.rosters if not one.are_rows]
    members = [roster.members[rank] for roster, rank in found if rank is not None]
    return {name for one in members for name in (*one.names, *(dose.text for dose in one.doses))}


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.parametrize(
    ("source", "number", "name"),
    [
        # The sentence names the groups itself.
        (TWO + "Colds were caught by 12% on zinc and 17% on placebo.", "17%", "placebo"),
        ("Colds were caught by 12% with zinc and 17% with iron.", "12%", "zinc"),
        ("Colds were caught by 12% of the zinc group and 17% of the iron group.", "17%", "iron"),
        (TWO + "On placebo 17% had colds, whereas 12% had colds on zinc.", "12%", "zinc"),
        (TWO + "Colds were rarer on zinc than on placebo (12% vs. 17%).", "17%", "placebo"),
        (
            "Leaks came in 9% closed with coated thread and in 14% closed with bare thread.",
            "14%",
            "bare",
        ),
        (
            "Colds were caught by 12% who were treated with zinc, 17% treated with iron.",
            "17%",
            "iron",
        ),
        # What stands in a bracket behind a name says nothing of its number.
        (TWO + "Colds came in 12% of the placebo group (zinc effect, 4%).", "12%", "placebo"),
        # The dummy of a thing is the control.
        (
            "Flushes came in 30% of those on the hormone patch, 11% of those on the dummy patch.",
            "11%",
            "placebo",
        ),
        # Two things that are held against each other.
        ("Wool or cotton socks were worn at night. Colds came in 12% and 17%.", "17%", "cotton"),
        (
            "We compared ginger with peppermint in adults. Colds came in 12% and 17%.",
            "17%",
            "peppermint",
        ),
        (
            "Forty were given ginger tea and 42 were placed on a waiting list. Colds came in 12% of those given tea and 17% on the list.",
            "17%",
            "list",
        ),
        # An earlier sentence does, in the same order.
        (TWO + "Colds were caught by 12% and 17%, respectively.", "17%", "placebo"),
        (TWO + "Colds were caught by 9 (12%) vs. 13 (17%) toddlers.", "12%", "zinc"),
        (THREE + "Rash was seen in 9 (11%), 14 (17%) and 2 (3%) adults.", "2", "placebo"),
        (THREE + "Rash was seen in 11%, 17% and 3%; fever in 5%, 6% and 7%.", "6%", "high"),
        # Groups that are told by their doses, or by a letter.
        (DOSES + "Rash was seen in 11% on 5 mg, 17% on 20 mg and 3% on placebo.", "17%", "20 mg"),
        (DOSES + "Rash was seen in 11%, 17% and 3%.", "11%", "5 mg"),
        (TABLE, "17%", "group B"),
        (TABLE + "\nFever was seen in 1%, 2% and 5%, respectively.", "5%", "placebo"),
    ],
)
def test_a_number_is_told_of_a_group(
    source: str, number: str, name: str, extractor: Extractor
) -> None:
    assert name in told(source, number, extractor)


@pytest.mark.parametrize(
    ("source", "number"),
    [
        (TWO + "Colds were caught by 12%.", "12%"),
        (TWO + "Colds were caught by 12% and 17% of girls and boys.", "17%"),
        (TWO + "Compared with placebo, 12% fewer colds were caught.", "12%"),
        (TWO + "Colds, coughs and fevers were caught by 12%, 9% and 17%.", "9%"),
        (THREE + "Rash was seen in 11% and 17% of adults.", "17%"),
    ],
)
def test_where_nothing_says_it_is_told_of_none(
    source: str, number: str, extractor: Extractor
) -> None:
    assert told(source, number, extractor) == set()


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet="aB (n=1)5%,.; orvsdgup\n", max_size=160))
def test_any_text_is_read(text: str) -> None:
    for roster in rosters(text):
        assert len(roster.members) > 1
        for one in roster.mentions(text, 0, ()):
            assert 0 <= one.start < one.end <= len(text)
