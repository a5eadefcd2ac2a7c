"""What a text says is given, and what a claim makes of it."""

from __future__ import annotations

import pytest
from looked_up import looked_up

from checkers.dosing import KINDS
from checkers.regimens import often_told, regimens
from checkers.scene import Scene


def scene(claim: str, figure: str, source: str) -> Scene:
    """A claim's figure beside a source."""
    asked, index = looked_up(claim, figure, source)
    return Scene(asked, index, asked.claim.quantity, range(len(index.passages)))


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("Ewes got 40 mg on days 1, 8 and 22.", (40, None, None, 3)),
        ("Ewes got a 40 mg injection at entry and again at week 3.", (40, None, None, 2)),
        ("Ewes got 12 mg/kg a day in three doses.", (4, 3, 12, None)),
        ("Ewes got 12 mg twice daily for 5 days.", (12, 2, 24, 10)),
        ("Ewes got 12 mg on each of four days.", (12, None, None, 4)),
        ("Wounds were cooled in 10 sessions of 3 mg.", (3, None, None, 10)),
        ("Lambs got two scoops a day. Each scoop held 30 mg of salt.", (60, 1, 60, None)),
        ("Lambs licked four bars a day with 3 g of salt each.", (12, 1, 12, None)),
    ],
)
def test_a_regimen_is_read(source: str, told: tuple[int | None, ...]) -> None:
    (one,) = regimens(scene("It was 5.", "5", source))
    assert (one.single, one.often, one.a_day, one.number) == told


@pytest.mark.parametrize("behind", [" 0 times a day", " ٣ times a day", " every 0 hours"])
def test_no_number_of_times_is_made_up(behind: str) -> None:
    assert often_told(behind) is None


def reckoned(claim: str, figure: str, source: str) -> bool:
    """Whether a figure follows from what is given."""
    told = scene(claim, figure, source)
    wanted = float(told.figure.low or 0)
    found = (float(one.value) for kind in KINDS for one in kind(told))
    return any(one == pytest.approx(wanted) for one in found)


DAYS = "Ewes got an injection of 40 mg on days 1, 8 and 22."
WEIGHED = "Calves got 15 mg/kg of the drench once."
PARTED = "Calves got 30 mg/kg a day in two doses."
GAPS = "Cows got six injections, one every 14 days."


@pytest.mark.parametrize(
    ("claim", "figure", "source"),
    [
        ("In all, ewes got 120 mg.", "120 mg", DAYS),
        ("The whole course came to 120 mg.", "120 mg", DAYS),
        ("Three injections were given.", "Three", DAYS),
        ("A calf of 40 kg would get 600 mg.", "600 mg", WEIGHED),
        ("A calf of 40 kg would get 600 mg.", "40 kg", WEIGHED),
        ("Calves got 15 mg/kg twice a day.", "15 mg/kg", PARTED),
        ("Calves got 15 mg/kg twice a day.", "twice a day", PARTED),
        ("Each dose was 15 mg of drench per kilogram.", "15 mg", PARTED),
        ("The last injection came 70 days after the first.", "70 days", GAPS),
        ("The last injection came ten weeks after the first.", "ten weeks", GAPS),
    ],
)
def test_what_is_given_is_worked_out(claim: str, figure: str, source: str) -> None:
    assert reckoned(claim, figure, source)


@pytest.mark.parametrize(
    ("claim", "figure", "source"),
    [
        ("In all, ewes got 160 mg.", "160 mg", DAYS),
        ("Each injection held 120 mg.", "120 mg", DAYS),
        ("Two injections were given.", "Two", DAYS),
        ("A calf of 40 kg would get 500 mg.", "500 mg", WEIGHED),
        ("A calf would get 600 mg.", "600 mg", WEIGHED),
        ("Calves got 30 mg/kg twice a day.", "30 mg/kg", PARTED),
        ("Calves got 15 mg/kg three times a day.", "15 mg/kg", PARTED),
        ("The last injection came 84 days after the first.", "84 days", GAPS),
    ],
)
def test_nothing_else_is(claim: str, figure: str, source: str) -> None:
    assert not reckoned(claim, figure, source)
