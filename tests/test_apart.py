"""What a figure is told of where its sentence leaves no doubt."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.apart import answers, told
from claims.grammar import find_quantities


def own(text: str, figure: str) -> set[str]:
    found = find_quantities(text).quantities
    one = next(one for one in found if one.text == figure)
    return {answer.told for answer in told(text, 0, one, found).values()}


@pytest.mark.parametrize(
    ("text", "figure", "answer"),
    [
        ("Girls fell asleep in 12% of lessons.", "12%", "female"),
        ("Sleep came in 12% of girls and 30% of boys.", "30%", "male"),
        ("The girls had 12% and the boys 30%.", "12%", "female"),
        ("It was commoner in girls than in boys (12% vs. 9%).", "9%", "male"),
        ("Girls slept in 12%, whereas boys did in 30%.", "30%", "male"),
        ("In group A 12% slept and in group B 30% slept.", "30%", "B"),
        ("Sleep was seen in 12% in stage II.", "12%", "2"),
        ("The left eye lost 12%.", "12%", "left"),
        ("Among girls 12% slept, compared with 30% of boys.", "30%", "male"),
        ("It was 150 mmHg at baseline and 130 mmHg at 6 months.", "130 mmHg", "end"),
        ("Pain was 7.1 before treatment and 3.4 after treatment.", "7.1", "start"),
        ("Ten-year survival was 12%.", "12%", "120 month"),
        ("After ten years 12% were alive.", "12%", "120 month"),
        ("They had 2 cups of tea a day.", "2", "day"),
        ("Each year over 80 fell.", "over 80", "year"),
        ("It was rarer in men who ran than in those who did not (12% vs. 30%).", "30%", "without"),
    ],
)
def test_a_figure_has_the_answer_of_its_clause_or_rank(text: str, figure: str, answer: str) -> None:
    assert answer in own(text, figure)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Sleep came in 12%.", "12%"),
        ("Girls slept as long as boys: 12%.", "12%"),
        ("Sleep came in 12%; girls slept longer.", "12%"),
        ("It was found in 12% with a specificity of 80%.", "12%"),
        ("The score fell by 12 points from baseline.", "12 points"),
        ("A partial or complete response was seen in 12%.", "12%"),
        ("They took 12 tablets, and 3 pints of milk a day.", "12"),
    ],
)
def test_where_there_is_doubt_it_has_none(text: str, figure: str) -> None:
    assert not own(text, figure)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    for one in answers(text):
        assert 0 <= one.start <= one.end <= len(text)
    found = find_quantities(text).quantities
    for figure in found:
        told(text, 0, figure, found)
