"""Quantities in sentences: a case file, and what holds for every text."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.grammar import Reading, find_quantities
from claims.quantity import Dimension, Quantity, Relation

CASES = Path(__file__).parent / "cases" / "quantities.txt"
MARK = re.compile(r"[«‹]([^|«‹]*)\|([^»›]*)[»›]")
BOUNDS = {
    Relation.AT_LEAST: ">=",
    Relation.AT_MOST: "<=",
    Relation.GREATER_THAN: ">",
    Relation.LESS_THAN: "<",
}


def plain(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def reading(quantity: Quantity) -> str:
    """A quantity in the notation of the case file."""
    low, high = quantity.low, quantity.high
    if quantity.relation in BOUNDS:
        value = BOUNDS[quantity.relation] + plain(low if high is None else high)
    elif quantity.relation is Relation.RANGE:
        value = f"{plain(low)}..{plain(high)}"
    elif quantity.relation is Relation.INTERVAL:
        value = f"[{plain(low)}..{plain(high)}]"
    elif quantity.relation is Relation.PLUS_MINUS:
        assert low is not None
        assert high is not None
        value = f"{plain(((low + high) / 2).normalize())}±{plain(((high - low) / 2).normalize())}"
    elif quantity.relation is Relation.RATIO:
        value = f"{plain(low)}/{plain(high)}"
    else:
        assert low == high
        value = plain(low)
    unit = f" {quantity.unit}" if quantity.unit else ""
    statistic = f" {{{quantity.statistic}}}" if quantity.statistic else ""
    return f"{'~' if quantity.approximate else ''}{value}{unit}{statistic}"


def cases() -> list[str]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("line", cases(), ids=lambda line: MARK.sub(r"\1", line)[:60])
def test_reads_the_cases(line: str) -> None:
    text = MARK.sub(r"\1", line)
    found = find_quantities(text)
    marked = [(match[1], match[2]) for match in MARK.finditer(line) if match[0][0] == "«"]
    assert [(one.text, reading(one)) for one in found.quantities] == marked
    refused = [(match[1], match[2]) for match in MARK.finditer(line) if match[0][0] == "‹"]
    assert [
        one for one in refused if one not in [(no.text, no.reason) for no in found.refusals]
    ] == []


@pytest.mark.parametrize(
    ("text", "decimals", "scale", "dimension"),
    [
        ("0.50", 2, 0, Dimension.OTHER),
        ("3.2 million people", 1, 6, Dimension.COUNT),
        ("between 0.5 and 1.25 mg", 2, 0, Dimension.MASS),
        ("1.2 × 10^-3 mol", 1, -3, Dimension.OTHER),
        ("a quarter of them", 2, 0, Dimension.PROPORTION),
        ("345 patients", 0, 0, Dimension.COUNT),
        ("120 of 345", 0, 0, Dimension.PROPORTION),
        ("1:1000", 0, 0, Dimension.RATIO),
        ("120/80 mmHg", 0, 0, Dimension.PRESSURE),
        ("12 per 100,000", 0, 0, Dimension.RATE),
        ("5 mg/kg", 0, 0, Dimension.DOSE),
        ("5 mg/mL", 0, 0, Dimension.CONCENTRATION),
        ("p < 0.05", 2, 0, Dimension.P_VALUE),
        ("HR 0.6", 1, 0, Dimension.STATISTIC),
        ("twofold", 0, 0, Dimension.RATIO),
        ("$5", 0, 0, Dimension.CURRENCY),
        ("12 points", 0, 0, Dimension.SCORE),
    ],
)
def test_keeps_the_printed_precision_and_says_what_is_counted(
    text: str, decimals: int, scale: int, dimension: Dimension
) -> None:
    (quantity,) = find_quantities(text).quantities
    assert (quantity.decimals, quantity.scale, quantity.dimension) == (decimals, scale, dimension)


@pytest.mark.parametrize(
    ("text", "printed", "unit"),
    [
        ("1,200 new jobs", "jobs", "job"),
        ("at least 17 people died", "people", "person"),
        ("158 seats", "seats", "seat"),
        ("$83.10 a barrel", "$ a barrel", "dollar per barrel"),
        ("€12/hour", "€/hour", "euro per hour"),
        ("345 of the jobs", "", ""),
        ("12 patients", "", ""),  # who is studied is the claim's population
        ("n = 12 people", "", ""),
    ],
)
def test_tells_the_unit_or_the_noun_that_the_news_counts(
    text: str, printed: str, unit: str
) -> None:
    (quantity,) = find_quantities(text).quantities
    row = quantity.as_dict()
    assert (row["unit_text"], row["unit"]) == (printed, unit)


def test_skipped_spans_are_blanks() -> None:
    text = "nodes in 80%3,4 of cases"
    assert [one.text for one in find_quantities(text).quantities] != ["80%"]
    at = text.index("3,4")
    assert [one.text for one in find_quantities(text, skip=[(at, at + 3)]).quantities] == ["80%"]


def test_a_refused_number_keeps_its_reading() -> None:
    (refusal,) = find_quantities("in 2014").refusals
    assert refusal.quantity is not None
    assert refusal.quantity.low == 2014


# --- every text

VALUES = st.decimals("0.01", "9999", places=2).map(str) | st.integers(2, 999).map(str)
UNITS = st.sampled_from(
    ["%", " mg", " mg/dL", " years", "-fold", " mmHg", " per 1,000 person-years"]
)
MODIFIERS = st.sampled_from(["", "about ", "> ", "≤", "at least ", "up to ", "fewer than ", "~"])


@st.composite
def printed(draw: st.DrawFn) -> str:
    """A quantity as it may be printed alone."""
    low, unit = draw(VALUES), draw(UNITS)
    form = draw(st.sampled_from(["one", "range", "words", "spread", "share"]))
    if form == "one":
        return draw(MODIFIERS) + low + unit
    high = str(Decimal(low) + draw(st.integers(1, 50)))
    if form == "range":
        return f"{low}–{high}{unit}"
    if form == "words":
        return f"between {low} and {high}{unit}"
    return f"{high} ± {low}{unit}" if form == "spread" else f"{draw(st.integers(1, 9))} of 12"


def moved(quantity: Quantity, by: int) -> Quantity:
    return replace(quantity, start=quantity.start + by, end=quantity.end + by)


@given(printed(), st.sampled_from(["Of these, ", "It was (", "reached\n", "We saw ‘"]))
@settings(deadline=None, max_examples=80)
def test_what_is_printed_reads_back_alike_wherever_it_stands(text: str, before: str) -> None:
    alone = find_quantities(text).quantities
    assert len(alone) == 1
    assert alone[0].text == text
    assert find_quantities(alone[0].text).quantities == alone
    inside = find_quantities(f"{before}{text}; then more.").quantities
    assert inside == (moved(alone[0], len(before)),)


WORDS = """1 12 0.5 95% 1997 10⁹ × ± − – / : , . ( ) [ ] % $ < ~ = mg years per of in to from
between and n p HR CI mean (SD) IQR t( one two hundred half twice fold
Fig. grade May doi: @ www. ½ ⁻ µ °C 漢"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\t"]) | st.text(max_size=3)
TEXTS = st.lists(PIECES | st.just(" "), max_size=25).map("".join) | st.text(max_size=80)
SPANS = st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=3)


def assert_tiles(text: str, found: Reading) -> None:
    for every in (found.quantities, found.refusals):
        assert all(text[one.start : one.end] == one.text for one in every)
        assert all(one.start < one.end for one in every)
        assert all(a.end <= b.start for a, b in pairwise(every))
    for no in found.refusals:
        assert not any(no.start < one.end and one.start < no.end for one in found.quantities)


@given(TEXTS, SPANS)
@settings(deadline=None, max_examples=200)
def test_never_raises_and_offsets_point_at_the_text(text: str, skip: list[tuple[int, int]]) -> None:
    found = find_quantities(text, skip=skip)
    assert_tiles(text, found)
    assert found == find_quantities(text, skip=skip)


PROSE = (
    "Of 345 patients, 120 (34.8%) had nodal disease at a median follow-up of 5.2 years, and the "
    "hazard ratio was 0.62 (95% CI 0.45–0.86; p < 0.05) in those under 65 years of age. "
)


def seconds(text: str) -> float:
    start = time.perf_counter()
    find_quantities(text)
    return time.perf_counter() - start


@pytest.fixture(scope="module")
def prose_seconds() -> float:
    find_quantities(PROSE)
    return min(seconds(PROSE * (60_000 // len(PROSE))) for _ in range(2))


@pytest.mark.parametrize(
    "unit",
    ["7", "-", "1,", "1-", "[", "(", "a-", "1.", "1:", "·", "million ", "a1", "100\u00a0000\u00a0"],
)
def test_hostile_text_takes_no_longer_than_prose(unit: str, prose_seconds: float) -> None:
    assert seconds(unit * (60_000 // len(unit))) < 10 * prose_seconds
