"""How a figure stands: found, planned, assumed, thought of, left out, or found by others."""

import pytest

from checkers.standing import Standing, standings

_PLANNED, _ASSUMED = Standing.PLANNED, Standing.ASSUMED
_LEFT_OUT, _THOUGHT = Standing.LEFT_OUT, Standing.THOUGHT
_EARLIER, _POWER = Standing.EARLIER, Standing.POWER


@pytest.mark.parametrize(
    ("text", "figure", "told"),
    [
        ("Only 88 of the planned 140 centres opened.", "140", {_PLANNED}),
        ("Only 88 of the planned 140 centres opened.", "88", set()),
        ("The target sample size was 900 dogs.", "900", {_PLANNED}),
        ("We aimed to recruit 60 pairs of twins; 44 came.", "60", {_PLANNED}),
        ("We aimed to recruit 60 pairs of twins; 44 came.", "44", set()),
        ("In all, 520 eyes would be needed.", "520", {_PLANNED, _ASSUMED}),
        ("Surgery was needed in 12 patients.", "12", set()),
        ("Twelve patients needed surgery, and 40 did not.", "40", set()),
        ("They came to 31 of 48 scheduled lessons.", "48", {_PLANNED}),
        ("The protocol called for 500 cows.", "500", {_PLANNED}),
        ("Moving had been considered by 44%.", "44", {_THOUGHT}),
        ("Of the tenants, 44% said they would move.", "44", {_THOUGHT}),
        ("Ten years ago a count of the same ponds gave 26 newts.", "26", {_EARLIER}),
        ("We assumed a loss of 12%, but 19% were lost.", "12", {_ASSUMED}),
        ("We assumed a loss of 12%, but 19% were lost.", "19", set()),
        ("If uptake were 70%, deaths would fall by 9%.", "9", {_ASSUMED}),
        ("As expected, 31% relapsed.", "31", set()),
        ("The study had 85% power.", "85", {_POWER}),
        ("Of the midwives, 44% had considered leaving.", "44", {_THOUGHT}),
        ("Of the midwives, 44% left.", "44", set()),
        ("We excluded 31 smokers and 9 children; 410 remained.", "9", {_LEFT_OUT}),
        ("We excluded 31 smokers and 9 children; 410 remained.", "410", set()),
        ("After exclusion of 31 smokers, 410 adults were studied.", "410", set()),
        ("Another 17 (4%) were excluded.", "17", {_LEFT_OUT}),
        ("Earlier surveys had put it at 26%.", "26", {_EARLIER}),
        ("Earlier treatment helped 26%.", "26", set()),
        ("Men with a pulse above 90 or a stent were excluded.", "90", {_LEFT_OUT}),
        ("The smallest worthwhile difference was 4 points.", "4", {Standing.SET}),
        ("Of 90 scans, 7 were excluded, leaving 83 for analysis.", "90", {Standing.GROSS}),
        ("Of 90 scans, 7 were excluded, leaving 83 for analysis.", "83", set()),
    ],
)
def test_standings(text: str, figure: str, told: set[Standing]) -> None:
    start = text.index(figure)
    others = [at for at, one in enumerate(text) if one.isdigit() and not text[at - 1].isdigit()]
    assert standings(text, start, start + len(figure), others) == told
