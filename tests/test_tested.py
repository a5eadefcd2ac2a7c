"""Of whom a claim tells how often a test is right."""

from __future__ import annotations

import pytest

from checkers.tested import measured

PREDICTIVE = "positive predictive value"


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("If the strip was positive, the chance of cystitis was 60%.", PREDICTIVE),
        ("After a positive strip, 60% had cystitis.", PREDICTIVE),
        ("Of those with a positive strip, 60% really had cystitis.", PREDICTIVE),
        ("When it was negative, 60% were well.", "negative predictive value"),
        ("It gave a false alarm in 60% of people without cystitis.", "specificity"),
        ("In women who had no cystitis it was wrongly positive in 60%.", "specificity"),
        ("It missed 60% of infections.", "sensitivity"),
        ("False alarms made up 60% of the positive strips.", ""),
        ("After a positive strip, culture found 60% of the infections.", ""),
        ("The strip was positive in 60% of the women.", ""),
        ("It picked up 60% of infections.", ""),
    ],
)
def test_the_measure_that_a_claim_tells(text: str, measure: str) -> None:
    start = text.index("60%")
    assert measured(text, start, start + 3) == measure
