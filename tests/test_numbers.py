"""Numbers as they are printed, in digits and in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.numbers import Form, read_number

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
)
ONES = f"{ONES} sixteen seventeen eighteen nineteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


@pytest.mark.parametrize(
    ("printed", "value", "decimals", "scale", "form"),
    [
        ("12", "12", 0, 0, Form.INTEGER),
        ("10,308", "10308", 0, 0, Form.INTEGER),
        ("10\u2009308", "10308", 0, 0, Form.INTEGER),  # thin space
        ("10\u00a0308", "10308", 0, 0, Form.INTEGER),  # hard space
        ("1 234 567", "1234567", 0, 0, Form.INTEGER),
        ("0.50", "0.50", 2, 0, Form.DECIMAL),
        ("0·45", "0.45", 2, 0, Form.DECIMAL),
        ("0,05", "0.05", 2, 0, Form.DECIMAL),
        ("1.2 × 10^9", "1.2E9", 1, 9, Form.SCIENTIFIC),
        ("1.2×10⁹", "1.2E9", 1, 9, Form.SCIENTIFIC),
        ("1.2e-9", "1.2E-9", 1, -9, Form.SCIENTIFIC),
        ("6 × 106", "6E6", 0, 6, Form.SCIENTIFIC),
        ("5 × 10−4", "5E-4", 0, -4, Form.SCIENTIFIC),
        ("10⁹", "1E9", 0, 9, Form.SCIENTIFIC),
        ("3.2 million", "3.2E6", 1, 6, Form.DECIMAL),
        ("1.2bn", "1.2E9", 1, 9, Form.DECIMAL),
        ("½", "0.5", 1, 0, Form.FRACTION),
        ("2½", "2.5", 1, 0, Form.FRACTION),
        ("2 1/2", "2.5", 1, 0, Form.FRACTION),
        ("twelve", "12", 0, 0, Form.WORD),
        ("Twenty-one", "21", 0, 0, Form.WORD),
        ("two hundred and five thousand and six", "205006", 0, 0, Form.WORD),
        ("one million", "1000000", 0, 0, Form.WORD),
        ("three dozen", "36", 0, 0, Form.WORD),
        ("two point five", "2.5", 1, 0, Form.WORD),
        ("two-thirds", "0.6666666666666666666666666667", 2, 0, Form.FRACTION),
        ("three quarters", "0.75", 2, 0, Form.FRACTION),
        ("half a million", "500000", 1, 6, Form.WORD),
        ("one million and a half", "1500000", 0, 0, Form.WORD),
        ("doubled", "2", 0, 0, Form.MULTIPLE),
        ("twice", "2", 0, 0, Form.MULTIPLE),
    ],
)
def test_reads_what_is_printed(
    printed: str, value: str, decimals: int, scale: int, form: Form
) -> None:
    number = read_number(f"{printed} of them", 0)
    assert number is not None
    assert (number.start, number.end) == (0, len(printed))
    assert (number.value, number.decimals, number.scale) == (Decimal(value), decimals, scale)
    assert number.form is form


@pytest.mark.parametrize(
    ("text", "at", "printed", "value"),
    [
        ("a rise of .05 or so", 11, ".05", "0.05"),
        ("less than.05 then", 10, ".05", "0.05"),
        ("the end.12 then", 8, "12", "12"),
        ("fell by −3.4 kg", 9, "−3.4", "-3.4"),
        ("a difference of − 0.06", 18, "− 0.06", "-0.06"),
        ("from 5–7", 7, "7", "7"),
        ("5% -10%", 4, "10", "10"),
        ("B-12", 2, "12", "12"),
        ("minus 5 degrees", 6, "minus 5", "-5"),
        ("a dozen eggs", 2, "a dozen", "12"),
        ("a third of", 2, "a third", "0.3333333333333333333333333333"),
        ("twofold more", 0, "two", "2"),
        ("300 × 105 mm", 0, "300", "300"),
        ("two and three", 0, "two", "2"),
        ("1,23", 0, "1", "1"),
    ],
)
def test_takes_signs_articles_and_points_that_belong_to_it(
    text: str, at: int, printed: str, value: str
) -> None:
    number = read_number(text, at)
    assert number is not None
    assert text[number.start : number.end] == printed
    assert number.value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "at"),
    [("hundred people", 0), ("twenty-first", 0), ("the third dose", 4), ("9" * 41, 0)],
)
def test_what_is_no_number(text: str, at: int) -> None:
    assert read_number(text, at) is None


def spelled(value: int) -> str:
    """A whole number below a million in words."""
    if value < 20:
        return ONES.split()[value]
    if value < 100:
        tens = TENS.split()[value // 10 - 2]
        return f"{tens}-{spelled(value % 10)}" if value % 10 else tens
    for size, word in ((1000, "thousand"), (100, "hundred")):
        if value >= size:
            rest = value % size
            joint = " and " if 0 < rest < 100 else " "
            return f"{spelled(value // size)} {word}{joint + spelled(rest) if rest else ''}"
    raise AssertionError(value)


@given(st.integers(0, 999_999))
@settings(deadline=None, max_examples=100)
def test_spelled_numbers_read_back(value: int) -> None:
    number = read_number(spelled(value), 0)
    assert number is not None
    assert (number.value, number.end) == (value, len(spelled(value)))


@given(st.decimals(0, 10**9, places=3), st.integers(-12, 12))
@settings(deadline=None, max_examples=100)
def test_digits_read_back_with_their_decimals(mantissa: Decimal, power: int) -> None:
    for printed in (f"{mantissa:,}", f"{mantissa}"):
        number = read_number(printed, 0)
        assert number is not None
        assert (number.value, number.decimals, number.scale) == (mantissa, 3, 0)
    number = read_number(f"{mantissa}e{power}", 0)
    assert number is not None
    assert (number.value, number.scale) == (mantissa.scaleb(power), power)
