"""Which words of a sentence belong to which of two numbers."""

from __future__ import annotations

import pytest

from checkers.arms import Sides, owned, sides
from checkers.words import Word, words
from claims.document import Block, BlockKind, Document
from claims.extract import Extractor
from claims.quantity import Quantity


def read(text: str) -> tuple[list[Quantity], list[Word]]:
    """The quantities of a sentence, and its words."""
    document = Document("claim", text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))
    quantities = [one.quantity for one in Extractor().read(document, ())]
    return quantities, words(text, [(one.start, one.end) for one in quantities])


def told(text: str, first: str, second: str) -> Sides:
    quantities, found = read(text)
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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "It was 63%, 41%, and 17% in the ketamine, saline and morphine groups, respectively.",
            {"63%": "ketamin", "41%": "salin", "17%": "morphin"},
        ),
        (
            "Nausea, itching and fever were told by 5%, 7% and 9%, respectively, and by 3% of men.",
            {"5%": "nausea", "7%": "itching", "9%": "fever", "3%": ""},
        ),
        (
            "Pain fell by 12 (SD 3), 14 (SD 4) and 20 at the low, middle and high dose, respectively.",
            {"12": "low", "3": "", "14": "middl", "20": "high"},
        ),
        # More numbers than names tell nothing.
        ("It was 63%, 41% and 17% on ketamine and saline, respectively.", {"63%": "", "17%": ""}),
    ],
)
def test_lists_of_groups_go_with_lists_of_numbers(text: str, names: dict[str, str]) -> None:
    numbers, found = read(text)
    held = dict(zip([one.text for one in numbers], owned(text, 0, found, numbers), strict=True))
    for number, name in names.items():
        assert name in held[number] if name else not held[number], (number, held)


def test_two_numbers_turned_are_told_the_other_way_round() -> None:
    apart = Sides(frozenset({"drug"}), frozenset({"placebo"}))
    assert apart.turned() == Sides(apart.second, apart.first)
