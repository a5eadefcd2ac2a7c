"""Which words of a sentence belong to which of two numbers."""

from __future__ import annotations

import pytest

from checkers.arms import Sides, sides
from checkers.words import words
from claims.document import Block, BlockKind, Document
from claims.extract import Extractor


def told(text: str, first: str, second: str) -> Sides:
    document = Document("claim", text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))
    quantities = [one.quantity for one in Extractor().read(document, ())]
    found = words(text, [(one.start, one.end) for one in quantities])
    pair = [next(one for one in quantities if one.text == name) for name in (first, second)]
    return sides(text, 0, found, *pair)


@pytest.mark.parametrize(
    ("text", "first", "second", "one", "other"),
    [
        # Beside the numbers, behind them or before them.
        ("23% in the drug group and 33% in the control group.", "23%", "33%", "drug", "control"),
        ("Pain was 3.2 on ketamine, 4.5 on saline", "3.2", "4.5", "ketamin", "salin"),
        ("The drug group lost 3 kg and the saline group 4 kg.", "3 kg", "4 kg", "drug", "salin"),
        ("With ketamine (93%) it was better than with saline (41%).", "93%", "41%", "ketamin", "sal"),
        # Away from the numbers, in the same order.
        ("Stays were shorter on ketamine than on saline (3 vs. 6 days).", "3", "6 days", "ketamin", "sal"),
        ("It was seen in 43% and 80% on ketamine and saline, respectively.", "43%", "80%", "ketamin", "sal"),
    ],
)  # fmt: skip
def test_groups_are_told_apart(text: str, first: str, second: str, one: str, other: str) -> None:
    apart = told(text, first, second)
    assert any(name.startswith(one) for name in apart.first), apart
    assert any(name.startswith(other) for name in apart.second), apart
    assert not apart.first & apart.second


def test_a_sentence_that_names_no_group_tells_nothing() -> None:
    assert told("The rates were 43% and 80%.", "43%", "80%") == Sides()


def test_two_numbers_turned_are_told_the_other_way_round() -> None:
    apart = Sides(frozenset({"drug"}), frozenset({"placebo"}))
    assert apart.turned() == Sides(apart.second, apart.first)
