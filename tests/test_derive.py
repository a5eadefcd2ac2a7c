"""Values that follow from what a source prints."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from checkers.arithmetic import number_text, relative_interval, share_of
from checkers.derive import MAX_INPUTS, derivations, gaps
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


def weeks(text: str) -> Quantity:
    return quantity(text, "week", Dimension.DURATION)


def months(text: str) -> Quantity:
    return quantity(text, "month", Dimension.DURATION)


def years(text: str) -> Quantity:
    return quantity(text, "year", Dimension.DURATION)


def points(text: str) -> Quantity:
    return quantity(text, "percentage point", Dimension.PROPORTION)


def ratio(text: str) -> Quantity:
    return replace(quantity(text, "", Dimension.STATISTIC), statistic="HR")


@pytest.mark.parametrize(
    ("claim", "stated", "name", "arithmetic"),
    [
        (percent("34.8"), [quantity("120", of="345")], "share", "120/345 = 34.78%"),
        (
            quantity("9", of="268"),
            [quantity("5", of="146"), quantity("4", of="122")],
            "sum",
            "5 + 4 of 146 + 122 = 9 of 268",
        ),
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
        (percent("42"), [ratio("0.58")], "relative", "0.58 times is 42% less"),
        (percent("31"), [ratio("1.31")], "relative", "1.31 times is 31% more"),
        (quantity("101"), [quantity("283"), quantity("182")], "difference", "283 − 182 = 101"),
        (
            points("15.5"),
            [percent("27.8"), percent("12.3")],
            "difference",
            "27.8 − 12.3 = 15.5 percentage point",
        ),
        (
            quantity("17", "per 1000", Dimension.RATE),
            [quantity("389"), quantity("22377")],
            "quotient",
            "389/22377 = 17.38 per 1000",
        ),
        (fold("0.5"), [percent("20"), percent("10")], "fold", "10/20 = 0.5"),
        (percent("86"), [quantity("20"), quantity("146")], "left", "100% − 20/146 = 13.7%"),
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
        (quantity("4"), [quantity("12"), quantity("8")]),  # small differences are everywhere
        (percent("42"), [quantity("0.58")]),  # no ratio, and no share of one
        (percent("4"), [replace(quantity("0.04"), dimension=Dimension.P_VALUE)]),
        (replace(fold("2"), text="twice"), [percent("16"), percent("10")]),
        (weeks("3"), [quantity("15"), quantity("12")]),  # counts are no weeks
        (months("24"), [months("8"), quantity("3.0")]),  # nothing happens 3.0 times
        (years("2"), [months("8"), quantity("3")]),  # months do not add up to years
    ],
)
def test_nothing_follows(claim: Quantity, stated: list[Quantity]) -> None:
    assert not list(derivations(claim, stated))


@pytest.mark.parametrize(
    ("claim", "stated"),
    [
        (weeks("12"), [quantity("1.8"), quantity("13.8")]),  # times are printed with their unit
        (percent("25"), [replace(quantity("0.25"), statistic="r")]),
        (replace(quantity("0.37"), statistic="HR"), [percent("37")]),
        (points("5"), [ratio("7.5"), ratio("2.5")]),
        (
            replace(weeks("2"), relation=Relation.RANGE, high=Decimal(5)),
            [weeks("8.1"), weeks("3.1")],
        ),  # one end of a range
    ],
)
def test_what_chance_alone_would_meet(claim: Quantity, stated: list[Quantity]) -> None:
    assert not list(derivations(claim, stated))


def test_a_change_is_no_share_of_a_group() -> None:
    stated = [quantity("12"), quantity("70")]
    assert list(derivations(percent("17.1"), stated))
    assert not list(derivations(percent("17.1"), stated, shares=False))


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


def test_the_claims_other_numbers_may_be_started_from() -> None:
    claim, others = quantity("101"), [quantity("283")]
    assert not list(derivations(claim, [quantity("182")]))
    (found,) = derivations(claim, [quantity("182")], told=others)
    assert found.arithmetic == "283 − 182 = 101"


def test_nothing_worked_out_lies_far_past_a_bound() -> None:
    claim = replace(fold("2"), relation=Relation.GREATER_THAN, high=None)
    assert [one.arithmetic for one in derivations(claim, [percent("38"), percent("18")])]
    assert not list(derivations(claim, [percent("90"), percent("10")]))


def test_the_interval_of_a_ratio_as_a_change() -> None:
    span = {"relation": Relation.INTERVAL}
    claim = replace(percent("8"), high=Decimal(81), **span)
    change = relative_interval(claim, replace(ratio("0.19"), high=Decimal("0.92"), **span))
    assert change is not None
    assert (change.low, change.high, change.unit) == (8, 81, "%")
    around_one = replace(ratio("0.8"), high=Decimal("1.2"), **span)
    assert relative_interval(claim, around_one) is None


@pytest.mark.parametrize(
    ("word", "number", "low", "high", "fits"),
    [
        ("halved", "0.5", "80", "40", True),
        ("halved", "0.5", "40", "80", False),
        ("tripled", "3", "4", "12", True),
        ("tripled", "3", "12", "4", False),
        ("threefold", "3", "12", "4", True),  # "fell threefold"
    ],
)
def test_a_value_became_so_many_times_what_it_was(
    word: str, number: str, low: str, high: str, fits: bool
) -> None:
    course = replace(
        percent(low), text=f"from {low} to {high}", high=Decimal(high), relation=Relation.RANGE
    )
    claim = replace(fold(number), text=word, unit="fold")
    assert bool(list(derivations(claim, [course]))) is fits


def test_changes_are_worked_out_only_where_one_is_claimed() -> None:
    stated = [percent("24"), percent("16")]
    assert list(derivations(percent("8"), stated))
    assert not list(derivations(percent("8"), stated, compares=False))
    assert list(derivations(quantity("101"), [quantity("283"), quantity("182")], compares=False))


def test_shares_of_different_columns_do_not_add_up() -> None:
    stated = [percent("23.8"), percent("17.5")]
    assert list(derivations(percent("41.3"), stated))
    assert not list(derivations(percent("41.3"), stated, adds_up=False))


def test_nothing_is_worked_out_that_merely_lies_inside_a_range() -> None:
    claim = replace(percent("57"), high=Decimal("90"), relation=Relation.RANGE)
    assert not list(derivations(claim, [quantity("147"), quantity("204")]))


def test_cells_of_one_column_are_apart() -> None:
    before, after = points("37.2"), points("35.8")
    found = [one.arithmetic for one in gaps(points("1.4"), [(before, after)])]
    assert found == ["37.2 − 35.8 = 1.4 percentage point"]
    assert not list(gaps(points("1.5"), [(before, after)]))
