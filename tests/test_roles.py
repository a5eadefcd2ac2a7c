"""What figures are told as: levels or changes, amounts given once or more often."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checkers.roles import is_change, is_level, is_state, other_role, times_a_day
from claims.grammar import find_quantities


@pytest.mark.parametrize(
    ("text", "level", "change"),
    [
        ("Mortality fell to 27%.", True, False),
        ("Mortality had dropped to a mean of 27% by then.", True, False),
        ("Mortality fell by 27%.", False, True),
        ("The drug lowered mortality by a further 27%.", False, True),
        ("There was a reduction of 27%.", False, True),
        ("There was a 27% reduction.", False, True),
        ("Mortality was 27% lower.", False, True),
        ("Mortality was 27%.", False, False),
        ("The ward brought mortality down by 27%.", False, True),
        ("Mortality had come down to just 27%.", True, False),
        ("The wait was 27% shorter than before.", False, True),
        ("The wait was 27% or shorter.", False, False),
        ("Mortality fell, and this was put down to 27%.", False, False),
        ("Mortality fell by 9%, to 27%.", True, False),
        ("Mortality fell by 9% with one dose, 14% with two and 27% with three.", False, True),
        ("Mortality fell by 9% and was 27%.", False, False),
        ("The offer was taken up by 27%.", False, False),
    ],
)
def test_a_level_and_a_change(text: str, level: bool, change: bool) -> None:
    start = text.index("27%")
    assert (is_level(text, start), is_change(text, start, start + 3)) == (level, change)


@pytest.mark.parametrize(
    ("text", "often"),
    [
        ("10 mg daily", 1),
        ("10 mg once a day", 1),
        ("10 mg by mouth twice a day", 2),
        ("10 mg three times daily", 3),
        ("10 mg every 8 hours", 3),
        ("10 mg every twelve hours", 2),
        ("10 mg b.i.d.", 2),
        ("10 mg q6h", 4),
        ("10 mg/day", 1),
        ("10 mg of iron each day", 1),
        ("10 mg weekly", Decimal(1) / 7),
        ("10 mg twice a week", Decimal(2) / 7),
        ("10 mg", None),
        ("10 mg, and the rest b.i.d.", None),
        ("10 years daily", None),
    ],
)
def test_how_often_an_amount_is_given(text: str, often: Decimal | None) -> None:
    amount = find_quantities(text).quantities[0]
    assert times_a_day(text, amount.end, amount) == often


@pytest.mark.parametrize(
    ("ours", "theirs", "other"),
    [
        ("It fell to 27%.", "It fell by 27%.", True),
        ("It fell by 27%.", "It fell to 27%.", True),
        ("It fell by 27%.", "It was 27%.", False),
        ("It fell to 27%.", "It was 27%.", False),
        ("Take 10 mg daily.", "They took 10 mg twice daily.", True),
        ("Take 10 mg every 12 hours.", "They took 10 mg twice daily.", False),
        ("Take 10 mg.", "They took 10 mg twice daily.", False),
        ("They lost 3 kg more than the others.", "Mean loss was 3 kg in both groups.", True),
        ("They lost 3 kg more than at baseline.", "Mean loss was 3 kg in both groups.", False),
        ("They lost 3 kg, as did the others.", "Mean loss was 3 kg in both groups.", False),
        ("It was shorter by 5 days than on B.", "It did not differ (5 days in each).", True),
        ("They had 5 fewer days than on B.", "It was the same, at 5 days.", True),
        ("They lost 3 kg more than their peers.", "They lost 3 kg more, in each arm.", False),
        ("They lost 3 kg more than their peers.", "Loss was 3 kg in the drug group.", False),
        ("It grew by 30% in a year.", "Before, 30% could name two or more.", True),
    ],
)
def test_other_roles(ours: str, theirs: str, other: bool) -> None:
    one, two = (find_quantities(text).quantities[0] for text in (ours, theirs))
    assert other_role((ours, one.start, one.end, one), (theirs, two.start, two.end, two)) is other


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("The median wait was 27 days.", True),
        ("The wait was 27 days versus 41 days.", True),
        ("The wait was shorter (27 days vs 41 days).", True),
        ("The wait was shorter, by 27 days.", False),
        ("The effect on the wait was 27 days.", False),
        ("The fall was greater at night (27 days vs 41 days).", False),
        ("It was 27 days.", False),
    ],
)
def test_how_things_are(text: str, state: bool) -> None:
    start = text.index("27 days")
    assert is_state(text, start, start + 7) == state
