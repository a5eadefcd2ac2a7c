"""Whether a passage tells of its own work or of another's."""

from __future__ import annotations

import pytest

from checkers.foreign import Part, foreign, names_itself, parts, sets_level
from claims.document import Block, BlockKind, Document


@pytest.mark.parametrize(
    "text",
    [
        "Rossi et al. found that 30% of patients relapsed.",
        "In an earlier trial 12% of the women withdrew.",
        "They reported a fall of 79% on the first day.",
        "A cross-sectional survey of runners found 3.1 injuries a year.",
        "Two years later, Rossi and co-workers demonstrated a gain of six days.",
    ],
)
def test_others_work(text: str) -> None:
    assert foreign(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "Of the 40 patients, 12 relapsed.",
        "In our study 30% of patients relapsed.",
        "We found that 30% of patients relapsed.",
        "This trial enrolled 283 adults.",
    ],
)
def test_own_work(text: str) -> None:
    assert foreign(text) == 0


def test_a_claim_may_say_that_it_tells_of_the_cited_work() -> None:
    assert names_itself("In this trial 54% of the patients relapsed.")
    assert names_itself("Of the trial's participants 30% were depressed.")
    assert not names_itself("Some 54% of patients relapse within a year.")


def test_parts_of_an_article() -> None:
    headings = ("Introduction", "2. Materials and methods", "Patients", "Results", "Discussion")
    text = "\n".join(headings)
    starts = [text.index(one) for one in headings]
    blocks = tuple(
        Block(BlockKind.HEADING, start, start + len(one))
        for start, one in zip(starts, headings, strict=True)
    )
    named = [part for _, part in parts(Document("", text, blocks=blocks))]
    assert named == [Part.BEFORE, Part.OWN, Part.OWN, Part.AFTER]


def test_long_passages_take_no_longer() -> None:
    assert foreign("a " * 200_000 + "study") <= 1


@pytest.mark.parametrize(
    ("text", "sets"),
    [
        ("A p value below 0.05 was considered significant.", True),
        ("Statistical significance was set at p < 0.05.", True),
        ("The difference was significant (p = 0.03).", False),
        ("The dose was set at 0.05 mg.", False),
    ],
)
def test_the_level_of_significance(text: str, sets: bool) -> None:
    assert sets_level(text) is sets
