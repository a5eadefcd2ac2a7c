"""The algebra of two quantities."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.commensurable import Units
from checkers.compare import Tolerance, compare, compare_exact, spoken_share, step, unsigned
from checkers.relation import FITS, ValueRelation
from claims.document import Block, BlockKind, Document
from claims.extract import Extractor, Statement
from claims.quantity import Dimension, Quantity, Relation

R = Relation
V = ValueRelation


def quantity(
    low: str | None,
    high: str | None = None,
    relation: Relation = R.EXACT,
    unit: str = "%",
    *,
    approximate: bool = False,
    scale: int = 0,
    statistic: str = "",
    dimension: Dimension = Dimension.PROPORTION,
) -> Quantity:
    printed = [one for one in (low, high) if one is not None]
    decimals = max(-int(Decimal(one).as_tuple().exponent) for one in printed)
    bottom = None if low is None else Decimal(low).scaleb(scale)
    top = None if high is None else Decimal(high).scaleb(scale)
    if relation is R.EXACT:
        top = bottom
    return Quantity(
        "",
        0,
        0,
        bottom,
        top,
        relation,
        approximate,
        decimals,
        unit,
        unit,
        dimension,
        statistic,
        scale,
    )


def about(low: str) -> Quantity:
    return quantity(low, approximate=True)


def span(low: str, high: str) -> Quantity:
    return quantity(low, high, R.RANGE)


def interval(low: str, high: str) -> Quantity:
    return quantity(low, high, R.INTERVAL)


def fold(number: str) -> Quantity:
    return quantity(number, unit="fold", dimension=Dimension.RATIO)


def most(number: str) -> Quantity:
    return quantity(None, number, R.AT_MOST)


def over(low: str) -> Quantity:
    return quantity(low, None, R.GREATER_THAN)


def under(high: str) -> Quantity:
    return quantity(None, high, R.LESS_THAN)


def pair(low: str, high: str) -> Quantity:
    return quantity(low, high, R.RATIO, unit="")


def centred(low: str, high: str) -> Quantity:
    return quantity(low, high, R.PLUS_MINUS)


def over_days(low: str) -> Quantity:
    return quantity(low, None, R.GREATER_THAN, "day", dimension=Dimension.DURATION)


def over_weeks(low: str) -> Quantity:
    return quantity(low, None, R.GREATER_THAN, "week", dimension=Dimension.DURATION)


def sample(low: str, high: str) -> Quantity:
    return quantity(low, high, R.RANGE, statistic="range")


def p_value(low: str) -> Quantity:
    return quantity(low, dimension=Dimension.P_VALUE)


def days(low: str) -> Quantity:
    return quantity(low, unit="day", dimension=Dimension.DURATION)


def months(low: str) -> Quantity:
    return quantity(low, unit="month", dimension=Dimension.DURATION)


def weeks(low: str) -> Quantity:
    return quantity(low, unit="week", dimension=Dimension.DURATION)


@pytest.mark.parametrize(
    ("claim", "source", "relation"),
    [
        # The source has to round to the digits that the claim prints.
        (quantity("80"), quantity("80"), V.EQUAL),
        (quantity("80"), quantity("80.0"), V.EQUAL),
        (quantity("35"), quantity("34.8"), V.ROUNDED),
        (quantity("34"), quantity("34.8"), V.DISJOINT),
        (quantity("34.8"), quantity("35"), V.FINER),
        (quantity("50.0"), quantity("50"), V.FINER),
        (quantity("81"), quantity("80"), V.DISJOINT),
        (quantity("3.2", scale=6, unit=""), quantity("3211000", unit=""), V.ROUNDED),
        # "About" widens the claim alone.
        (about("80"), quantity("74"), V.APPROXIMATE),
        (about("80"), quantity("71"), V.DISJOINT),
        (about("90"), about("80"), V.DISJOINT),
        (quantity("80"), about("82"), V.DISJOINT),
        # Bounds are compared with the stated centre, bounds of the same side with each other.
        (over("75"), about("80"), V.SATISFIES),
        (over("75"), quantity("60"), V.DISJOINT),
        (under("5"), quantity("3"), V.SATISFIES),
        (under("5"), quantity("7"), V.DISJOINT),
        (over("75"), over("75"), V.EQUAL),
        (over("75"), over("80"), V.SATISFIES),
        (over("75"), over("70"), V.OVERLAPPING),
        (over("75"), under("75"), V.DISJOINT),
        (under("75"), over("60"), V.OVERLAPPING),
        (over("75"), span("80", "90"), V.SATISFIES),
        (over("85"), span("80", "90"), V.OVERLAPPING),
        (quantity("75"), over("75"), V.FINER),
        (quantity("80"), over("75"), V.INCOMPARABLE),
        (p_value("0.03"), under("0.05"), V.FINER),
        (p_value("0.06"), under("0.05"), V.DISJOINT),
        # Ranges and intervals.
        (span("80", "90"), span("80", "90"), V.EQUAL),
        (span("80", "90"), span("79.6", "90.2"), V.ROUNDED),
        (span("80", "90"), span("82", "85"), V.CONTAINED),
        (span("80", "90"), span("80", "95"), V.OVERLAPPING),
        (span("80", "90"), span("80", "85"), V.OVERLAPPING),
        (span("80", "90"), span("10", "20"), V.DISJOINT),
        (span("80", "90"), quantity("85"), V.CONTAINED),
        (span("80", "90"), quantity("80"), V.ONE_END),
        (span("80", "90"), quantity("60"), V.DISJOINT),
        (quantity("85"), span("80", "90"), V.FINER),
        (quantity("95"), span("80", "90"), V.DISJOINT),
        (interval("0.45", "0.86"), interval("0.45", "0.86"), V.EQUAL),
        (interval("0.45", "0.86"), interval("0.45", "0.91"), V.OVERLAPPING),
        (interval("0.45", "0.86"), quantity("0.65"), V.INCOMPARABLE),
        (interval("0.45", "0.86"), quantity("0.45"), V.INCOMPARABLE),
        (sample("0.45", "0.86"), quantity("0.65"), V.INCOMPARABLE),
        (quantity("0.65"), interval("0.45", "0.86"), V.INCOMPARABLE),
        (quantity("0.86"), interval("0.45", "0.86"), V.EQUAL),
        (quantity("0.9"), interval("0.45", "0.86"), V.INCOMPARABLE),  # an end, rounded
        # A centre with its spread.
        (centred("4.1", "6.3"), centred("4.1", "6.3"), V.EQUAL),
        (centred("4.1", "6.3"), centred("4.0", "6.4"), V.OVERLAPPING),
        (centred("4.1", "6.3"), quantity("5.2"), V.EQUAL),
        (centred("4.1", "6.3"), quantity("5.2", statistic="SD"), V.DISJOINT),
        (quantity("5.2"), centred("4.1", "6.3"), V.EQUAL),
        (quantity("1.1", statistic="SD"), centred("4.1", "6.3"), V.EQUAL),
        # Counts out of counts.
        (pair("12", "48"), pair("12", "48"), V.EQUAL),
        (pair("12", "48"), pair("12", "50"), V.OVERLAPPING),
        (quantity("12", unit=""), pair("12", "48"), V.EQUAL),
        (quantity("13", unit=""), pair("12", "48"), V.DISJOINT),
        (pair("12", "48"), quantity("12", unit=""), V.ONE_END),
        # Units.
        (days("49"), weeks("7"), V.EQUAL),
        (months("6"), weeks("26"), V.ROUNDED),
        (months("6"), weeks("20"), V.DISJOINT),
        (replace(weeks("5"), text="5 weeks"), days("37"), V.DISJOINT),
        (replace(weeks("5"), text="5 weeks"), days("36"), V.ROUNDED),
        (weeks("7"), quantity("7"), V.INCOMPARABLE),
        # Bounds round where they hold their own number.
        (most("76"), quantity("76.4"), V.ROUNDED),
        (most("76"), quantity("77.4"), V.DISJOINT),
        (under("76"), quantity("76.4"), V.DISJOINT),
        # So many times as much: a ratio says so, too, and 1.6 times are not twice.
        (fold("2"), fold("1.9"), V.ROUNDED),
        (fold("2"), fold("1.6"), V.DISJOINT),
        (fold("2"), fold("2"), V.EQUAL),
        (fold("8.2"), quantity("8.2", unit="", statistic="OR"), V.EQUAL),
        (fold("4"), quantity("4", unit="time", dimension=Dimension.COUNT), V.EQUAL),
    ],
)
def test_relation(claim: Quantity, source: Quantity, relation: ValueRelation) -> None:
    assert compare(claim, source).relation is relation


def test_units_are_told() -> None:
    assert compare(days("49"), weeks("7")).units is Units.CONVERTED
    assert compare(days("7"), weeks("7")).unit_slip
    assert compare(over_days("7"), over_weeks("7")).unit_slip
    assert compare(quantity("7"), quantity("7", unit="")).units is Units.UNSTATED
    assert not compare(quantity("7"), quantity("7")).unit_slip


@pytest.mark.parametrize(
    ("claim", "source", "units"),
    [
        ("dollar per family", "dollar", Units.SAME),
        ("dollar", "dollar per patient", Units.SAME),
        ("dollar per patient", "dollar per family", Units.INCOMPARABLE),
        ("death per 1000", "per 1000 birth", Units.SAME),
        ("per 1000", "death per 1000 birth", Units.SAME),
        ("per 100", "per 1000 birth", Units.CONVERTED),
        ("step per week", "per week", Units.SAME),
        ("step per week", "step per day", Units.CONVERTED),
        ("gram per kilogram", "gram", Units.INCOMPARABLE),
        ("dollar per patient", "dollar per year", Units.INCOMPARABLE),
        ("dollar per patient", "dollar per patient per year", Units.SAME),
        ("milligram per decilitre", "milligram per 100 millilitre", Units.CONVERTED),
        ("gram", "gram per 100 millilitre", Units.INCOMPARABLE),
        ("%", "job per year", Units.INCOMPARABLE),
        ("degree", "degree celsius", Units.CONVERTED),
        ("unit", "international unit", Units.CONVERTED),
        ("percentage point", "%", Units.CONVERTED),
    ],
)
def test_a_unit_need_not_tell_of_what(claim: str, source: str, units: Units) -> None:
    ours, theirs = (quantity("7", unit=unit, dimension=Dimension.RATE) for unit in (claim, source))
    assert compare(ours, theirs).units is units
    assert compare(theirs, ours).units is units


def test_tolerance_is_a_setting() -> None:
    loose = Tolerance(approximation=Decimal("0.2"))
    assert compare(about("80"), quantity("70"), loose).relation is V.APPROXIMATE


def _read(text: str) -> tuple[Statement, ...]:
    blocks = (Block(BlockKind.PARAGRAPH, 0, len(text)),)
    return tuple(Extractor().read(Document("", text, blocks=blocks)))


def test_a_loose_fit_tells_how_loose_it_is() -> None:
    assert compare(quantity("35"), quantity("35")).gap == 0
    bound = replace(quantity("35"), relation=Relation.GREATER_THAN, high=None)
    assert compare(bound, quantity("35.7")).gap < 0.05
    assert compare(bound, quantity("70")).gap == 0.5


def test_a_period_may_be_left_unsaid() -> None:
    weekly = replace(quantity("39", unit="minute per week"), dimension=Dimension.RATE)
    assert compare(weekly, quantity("39.3", unit="minute")).relation is V.ROUNDED
    daily = replace(weekly, unit="minute per day")
    assert not compare(weekly, daily).fits


@pytest.mark.parametrize(
    ("text", "percent"),
    [("two thirds", "66.7"), ("one in five", "20"), ("nine in ten", "90"), ("a quarter", "25")],
)
def test_shares_in_words_are_percentages(text: str, percent: str) -> None:
    (read,) = _read(f"{text} of the patients relapsed")
    share = spoken_share(read.quantity)
    assert share is not None
    assert share.unit == "%"
    assert compare(share, quantity(percent)).fits


@pytest.mark.parametrize("text", ["7 of 10 patients", "35% of the patients", "five patients"])
def test_other_numbers_are_no_shares_in_words(text: str) -> None:
    (read,) = _read(text)
    assert spoken_share(read.quantity) is None


def test_the_sign_of_a_centre_is_taken_off_with_its_spread() -> None:
    fall = replace(quantity("-3"), low=Decimal(-9), high=Decimal(3), relation=Relation.PLUS_MINUS)
    assert (unsigned(fall).low, unsigned(fall).high) == (-3, 9)


def test_worked_out_numbers_are_exact() -> None:
    assert compare_exact(quantity("34.8"), Fraction(120, 345) * 100) is V.ROUNDED
    assert compare_exact(quantity("33.4"), Fraction(100, 3)) is V.DISJOINT


def test_numbers_past_any_meaning_are_incomparable() -> None:
    huge = quantity("9e999990", unit="")
    assert compare(span("1e999990", "9e999991"), huge).relation in V


printed = st.decimals(min_value=-500, max_value=500, places=2).map(str)
positive = st.decimals(min_value=1, max_value=500, places=1).map(str)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low, high = sorted((draw(printed), draw(printed)), key=Decimal)
    relation = draw(st.sampled_from(list(Relation)))
    ends = {
        R.AT_LEAST: (low, None),
        R.GREATER_THAN: (low, None),
        R.AT_MOST: (None, high),
        R.LESS_THAN: (None, high),
        R.EXACT: (low, low),
    }
    return quantity(*ends.get(relation, (low, high)), relation)


@settings(deadline=None, max_examples=200)
@given(quantities())
def test_reflexive(one: Quantity) -> None:
    assert compare(one, one).relation is V.EQUAL


@settings(deadline=None, max_examples=200)
@given(quantities(), quantities())
def test_equality_is_symmetric_and_nothing_raises(one: Quantity, other: Quantity) -> None:
    there, back = compare(one, other), compare(other, one)
    if one.relation is other.relation:
        assert (there.relation is V.EQUAL) == (back.relation is V.EQUAL)
    assert (there.units is Units.INCOMPARABLE) == (back.units is Units.INCOMPARABLE)


@settings(deadline=None, max_examples=100)
@given(positive, positive)
def test_rounding_and_fineness_mirror_each_other(one: str, other: str) -> None:
    coarse, fine = quantity(str(round(Decimal(one)))), quantity(other)
    relation = compare(coarse, fine).relation
    if relation is V.ROUNDED:
        assert compare(fine, coarse).relation is V.FINER


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 400), st.integers(1, 400))
def test_invariant_under_conversion(one: int, other: int) -> None:
    in_days = compare(days(str(7 * one)), days(str(7 * other))).fits
    assert compare(days(str(7 * one)), weeks(str(other))).fits == in_days or not in_days


@settings(deadline=None, max_examples=100)
@given(printed, st.integers(0, 2))
def test_monotone_in_precision(value: str, digits: int) -> None:
    """What fits a claim still fits when the claim prints fewer digits."""
    source = quantity(value)
    claim = quantity(str(round(Decimal(value), digits)))
    coarser = quantity(str(round(Decimal(value), max(0, digits - 1))))
    assert compare(claim, source).fits
    assert compare(coarser, source).relation in FITS


@settings(deadline=None, max_examples=100)
@given(printed, printed, st.booleans())
def test_about_only_widens(value: str, other: str, rough: bool) -> None:
    plain, source = quantity(value), quantity(other, approximate=rough)
    if compare(plain, source).fits:
        assert compare(about(value), source).fits


def test_step_counts_trailing_zeros_and_scale() -> None:
    assert step(quantity("0.50")) == Decimal("0.01")
    assert step(quantity("3.2", scale=6)) == Decimal(100000)
