"""When a figure was measured, in a claim and at a place of its source."""

from __future__ import annotations

import pytest
from looked_up import looked_up

from checkers.compare import Tolerance
from checkers.contest import sides
from checkers.index import Place, SourceIndex
from checkers.indexing import build
from checkers.moments import at_start, same_moment
from checkers.same import Asked
from claims.extract import Extractor
from claims.readers import parse

TABLE = (
    "| Outcome | Baseline | Week 12 | 6 months |\n| --- | --- | --- | --- |\n"
    "| Pain score | 6.1 | 4.4 | 3.9 |\n"
)
PROSE = (
    "Data were at hand for 96% at the 3-month visit and for 84% at the 6-month visit. "
    "Desire had risen by 11% (week 6) and by 14% (week 12)."
)


def found(claim: str, figure: str, source: str) -> tuple[Asked, SourceIndex, Place]:
    """A figure, its source read as Markdown, and the place that fits it best."""
    asked, _ = looked_up(claim, figure, source)
    document = parse(source, "source", "markdown")
    index = build(document, Extractor().read(document))
    return asked, index, sides(asked, index, Tolerance())[0][0].place


@pytest.mark.parametrize(
    ("claim", "figure", "source", "same"),
    [
        ("Data were at hand for 96% at three months.", "96%", PROSE, 1),
        ("Data were at hand for 96% at half a year.", "96%", PROSE, -1),
        ("At six months data were at hand for 84%.", "84%", PROSE, 1),
        ("Data were at hand for 84%.", "84%", PROSE, 0),
        ("After six weeks desire had risen by 14%.", "14%", PROSE, -1),
        ("After 12 weeks desire had risen by 14%.", "14%", PROSE, 1),
        ("After three months the pain score was 4.4.", "4.4", TABLE, 1),
        ("After three months the pain score was 3.9.", "3.9", TABLE, -1),
        ("The pain score of 8-week courses was 3.9.", "3.9", TABLE, 0),
    ],
)
def test_times_of_measurement_are_compared(
    claim: str, figure: str, source: str, same: float
) -> None:
    assert same_moment(*found(claim, figure, source)) == same


@pytest.mark.parametrize(
    ("claim", "start"),
    [
        ("At baseline the pain score was 6.1.", 0),
        ("The pain score was 6.1 in the end.", 1),
    ],
)
def test_a_start_is_told_of_by_both_or_by_one(claim: str, start: float) -> None:
    assert at_start(*found(claim, "6.1", TABLE)) == start
