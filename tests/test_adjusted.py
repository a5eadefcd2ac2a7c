"""What an estimate is adjusted for."""

import pytest

from checkers.adjusted import allowed_for, is_before_turn


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Even after allowing for weight, the odds were higher.", {"weight"}),
        ("Further adjustment for weight attenuated the risk.", {"weight"}),
        ("After adjustment for age, smoking and weight, it was 9%.", {"age", "smoking", "weight"}),
        ("Once smoking was accounted for, the risk was 9%.", {"smoking"}),
        ("Taking smoking and weight into account, it was 9%.", {"smoking", "weight"}),
        ("Smoking accounted for 12% of deaths.", set()),
        ("The dose was adjusted.", set()),
    ],
)
def test_allowed_for(text: str, told: set[str]) -> None:
    assert allowed_for(text) == told


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("The ratio was 1.9 and fell to 1.2 after adjustment for age.", True),
        ("The ratio rose from 1.2 to 1.9.", None),
        ("After adjustment for age the ratio was 1.9 and fell to 1.2 by 2010.", None),
    ],
)
def test_before_turn(text: str, before: bool | None) -> None:
    assert is_before_turn(text, text.index("1.") + 3) is before
