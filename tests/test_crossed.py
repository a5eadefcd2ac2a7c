"""Whether a claim and a source give two numbers to the same groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkers.crossed import crossing
from checkers.index import SourceIndex
from checkers.indexing import build
from checkers.same import ask
from claims.claim import Claim
from claims.document import Block, BlockKind, Document
from claims.extract import Extractor
from claims.readers import read

#: Makes names of groups of "ketamine" and "saline", wherever it stands.
NAMES = (
    "\n\nThe ketamine group and the saline group met. The saline group and the ketamine group left."
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def indexed(text: str, extractor: Extractor) -> SourceIndex:
    document = Document("s", text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))
    return build(document, extractor.read(document))


def crossed(claim: str, index: SourceIndex, extractor: Extractor) -> int:
    """What is told of the first figure of a claim, at the first place with its value."""
    document = Document("c", claim, blocks=(Block(BlockKind.PARAGRAPH, 0, len(claim)),))
    figures = [one.quantity for one in extractor.read(document)]
    asked = ask(Claim("c", figures[0], claim, 0, len(claim)), figures)
    (place,) = (one for one in index.places if one.quantity.low == figures[0].low)
    return crossing(asked, index, place)


BESIDE = "Nausea was seen in 12% of the ketamine group and in 31% of the saline group."
BEHIND = "Nausea was rarer on ketamine than on saline (12% vs. 31%)."
LED = "Nausea was rarer on ketamine (12% vs. 31%)."
LISTED = "In the saline and ketamine groups 31% and 12%, respectively, had nausea."
TURNED = "Compared with saline, ketamine caused less nausea (12% vs. 31%)."
ALL = (BESIDE, BEHIND, LED, LISTED, TURNED)


@pytest.mark.parametrize("source", ALL)
@pytest.mark.parametrize("claim", ALL)
def test_groups_are_held_against_each_other(claim: str, source: str, extractor: Extractor) -> None:
    index = indexed(source + NAMES, extractor)
    assert crossed(claim, index, extractor) == 1
    exchanged = claim.replace("12", "??").replace("31", "12").replace("??", "31")
    assert crossed(exchanged, index, extractor) == -1


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        # One of the two names no group, or another comparison.
        ("Nausea was seen in 12% and 31%.", BESIDE),
        (BESIDE, "Nausea was seen in 12% in March and 31% in June."),
        # P values belong to no group.
        ("On ketamine p = 0.02 and on saline p = 0.03.", "On saline p = 0.02, on ketamine p = 0.03."),
        # A pair in a bracket that goes on is told before it.
        ("Nausea was rarer in this trial (12% vs. 31%; 4 on ketamine).", BESIDE),
    ],
)  # fmt: skip
def test_what_names_no_groups_tells_nothing(claim: str, source: str, extractor: Extractor) -> None:
    assert crossed(claim, indexed(source + NAMES, extractor), extractor) == 0


def test_columns_and_rows_of_a_table_name_groups(extractor: Extractor, tmp_path: Path) -> None:
    file = tmp_path / "s.txt"
    file.write_text("Table 1. Nausea\n\tSaline (n = 80)\tKetamine (n = 81)\nNausea, %\t31\t12\n")
    document = read(file)
    index = build(document, extractor.read(document))
    assert crossed(BEHIND, index, extractor) == 1
    assert crossed("Nausea: 31% on ketamine and 12% on saline.", index, extractor) == -1


def test_a_name_of_two_words_is_one_name(extractor: Extractor) -> None:
    index = indexed(
        "Pain: 12% in the ketamine arm and 31% in the usual care arm." + NAMES, extractor
    )
    assert (
        crossed("Less pain on ketamine (12% against 31% with usual care).", index, extractor) == 1
    )
    assert (
        crossed("Less pain on ketamine (31% against 12% with usual care).", index, extractor) == -1
    )


def test_the_intervention_group_is_not_the_control(extractor: Extractor) -> None:
    index = indexed("Nausea: 12% in the massage group and 31% in the control group.", extractor)
    assert crossed("12% in the intervention group vs. 31% had nausea.", index, extractor) == 1
    assert crossed("31% in the intervention group vs. 12% had nausea.", index, extractor) == -1
