"""A claim laid over a passage."""

from __future__ import annotations

import pytest
from looked_up import looked_up

from checkers.aligned import Laid, Over

SOURCE = "The drug decreased pain by 26% and increased sleep by 40% as compared with placebo."


def laid(claim: str, figure: str, place: str, source: str = SOURCE) -> Laid:
    asked, index = looked_up(claim, figure, source)
    stated = next(one for one in index.places if one.quantity.text == place)
    return Over(asked).lay(index, stated)


def test_the_same_sentence_lies_over_itself() -> None:
    assert laid(SOURCE, "40%", "40%") == Laid(same=1.0)


def test_another_number_stands_where_the_figure_should_be() -> None:
    found = laid(SOURCE.replace("40%", "35%"), "35%", "40%")
    assert found.same == 0
    assert found.replaced > 0.8


@pytest.mark.parametrize(
    ("claim", "figure", "turned"),
    [
        (SOURCE.replace("increased", "decreased"), "40%", True),
        (SOURCE.replace("decreased", "increased"), "26%", True),
        # Another word for the same way.
        (SOURCE.replace("decreased", "reduced"), "26%", False),
    ],
)
def test_an_opposite_word_stands_before_the_figure(
    claim: str, figure: str, *, turned: bool
) -> None:
    assert (laid(claim, figure, figure).turned > 0.8) is turned


def test_numbers_apart_are_not_laid_over_each_other() -> None:
    assert laid("Sleep was better by 40%, pain by 26%.", "40%", "26%").same == 0


def test_rows_tell_nothing() -> None:
    table = "Pain\t26%\t12%\nSleep\t40%\t11%"
    assert laid("Sleep was 40%.", "40%", "40%", table).turned == 0
