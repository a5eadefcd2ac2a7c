"""Values that follow from what a source prints."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checkers.derive import MAX_INPUTS, derivations, number_text, share_of
from claims.quantity import Dimension, Quantity, Relation


def quantity(
    text: str, unit: str = "", dimension: Dimension = Dimension.COUNT, of: str = ""
) -> Quantity:
    low = Decimal(text)
    relation = Relation.RATIO if of else Relation.EXACT
    decimals = max(0, -int(low.as_tuple().exponent))
    high = Decimal(of) if of else low
    return Quantity(text + unit, 0, 0, low, high, relation, False, decimals, unit, unit, dimension)


def percent(text: str) -> Quantity:
    return quantity(text, "%", Dimension.PROPORTION)


def fold(text: str) -> Quantity:
    return quantity(text, "", Dimension.RATIO)


@pytest.mark.parametrize(
    ("claim", "stated", "name", "arithmetic"),
    [
        (percent("34.8"), [quantity("120", of="345")], "share", "120/345 = 34.78%"),
        (
            quantity("120", of="345"),
            [percent("34.8")],
            "count",
            "120/345 = 34.78%, printed as 34.8%",
        ),
        (percent("92"), [quantity("0.922")], "of-one", "0.922 of 1 = 92.2%"),
        (percent("23.9"), [quantity("11"), quantity("46")], "quotient", "11/46 = 23.91%"),
        (percent("8"), [percent("20"), percent("12")], "difference", "20 − 12 = 8 %"),
        (fold("2"), [percent("20"), percent("10")], "fold", "20/10 = 2"),
    ],
)
def test_derivation(claim: Quantity, stated: list[Quantity], name: str, arithmetic: str) -> None:
    found = next(derivations(claim, stated))
    assert (found.name, found.arithmetic) == (name, arithmetic)
    assert set(found.inputs) <= set(stated)


@pytest.mark.parametrize(
    ("claim", "stated"),
    [
        (percent("34.8"), [quantity("120", of="400")]),
        (percent("23.9"), [quantity("12"), quantity("46")]),
        (quantity("8"), [percent("20"), percent("12")]),
        (percent("50"), [quantity("1"), quantity("2")]),  # too small to be a share by design
        (percent("50"), []),
    ],
)
def test_nothing_follows(claim: Quantity, stated: list[Quantity]) -> None:
    assert not list(derivations(claim, stated))


def test_long_passages_are_cut() -> None:
    many = [quantity(str(number)) for number in range(1000, 3000)]
    assert len(many) > MAX_INPUTS
    assert len(list(derivations(percent("99.9"), many))) < MAX_INPUTS**2


def test_shares_and_their_text() -> None:
    share = share_of(quantity("1", of="4"))
    assert share is not None
    assert number_text(share) == "0.25"
    assert share_of(percent("25")) is None
    assert share_of(quantity("1", of="0")) is None
