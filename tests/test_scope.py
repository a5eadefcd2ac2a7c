"""Which marker covers which figure, and by which rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import pytest

from claims.claim import Citation
from claims.document import Document
from claims.quantity import Quantity, Relation
from claims.readers import parse
from claims.scope import assign, clauses
from claims.sentences import sentences

FIGURE = re.compile(r"\d+(?=%)")


@dataclass(frozen=True)
class Statement:
    quantity: Quantity
    start: int
    end: int


def plain(marked: str) -> tuple[Document, list[Citation]]:
    """The document, and the citations that stand in « »."""
    text, citations = "", []
    for part in marked.split("»"):
        before, _, marker = part.partition("«")
        text += before
        if marker:
            citations.append(
                Citation((marker.strip("[]"),), len(text), len(text) + len(marker), "bracket")
            )
        text += marker
    return parse(text, "case", "text"), citations


def statements(document: Document, citations: list[Citation]) -> list[Statement]:
    spans = [(one.start, one.end) for one in citations]
    found = []
    for block in document.claim_blocks():
        for start, end in sentences(document.text, block.start, block.end, spans):
            for match in FIGURE.finditer(document.text, start, end):
                value = Decimal(match.group())
                quantity = Quantity(
                    match.group(),
                    match.start(),
                    match.end(),
                    value,
                    value,
                    Relation.EXACT,
                    unit="%",
                )
                found.append(Statement(quantity, start, end))
    return found


def covered(marked: str) -> list[str]:
    """For each percentage its figure, labels and rule: "80: 1 clause"."""
    document, citations = plain(marked)
    made = statements(document, citations)
    return [
        f"{one.quantity.text}: "
        + ", ".join(f"{cover.citation.labels[0]} {cover.scope.value}" for cover in covers)
        for one, covers in zip(made, assign(document, made, citations), strict=True)
    ]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # the clause
        ("Nodes are found in 80% «[1]».", ["80: 1 clause"]),
        (
            "Some 80% have nodes «[1]», while 40% have liver lesions «[2]».",
            ["80: 1 clause", "40: 2 clause"],
        ),
        (
            "Some 80% have nodes «[1]»; 40% have liver lesions «[2]».",
            ["80: 1 clause", "40: 2 clause"],
        ),
        ("Rossi et al. «[1]» found nodes in 80%.", ["80: 1 clause"]),
        ("Some 80% have nodes «[1]» «[2]».", ["80: 1 clause, 2 clause"]),
        ("Some 80% have nodes «[1]» and 40% lesions «[2]».", ["80: 1 clause", "40: 2 clause"]),
        (
            "Nodes «[1]» were found in 80% «[2]» «[3]» and lesions in 40% of them «[4]».",
            ["80: 1 clause, 2 clause, 3 clause", "40: 4 clause"],
        ),
        (
            "Some 80% have nodes by one count «[1]» or by another «[2]».",
            ["80: 1 clause, 2 clause"],
        ),
        # the sentence
        (
            "Some 80% have nodes, while 40% have liver lesions «[1]».",
            ["80: 1 sentence", "40: 1 clause"],
        ),
        (
            "Some 80% have nodes, but 40% have lesions «[1]», and 5% have neither «[2]».",
            ["80: 1 sentence", "40: 1 clause", "5: 2 clause"],
        ),
        ("In a large trial «[1]», which ran for years, 80% had nodes.", ["80: 1 sentence"]),
        ("Others found nodes in most «[1]», while we saw them in 80%.", ["80: "]),
        # the paragraph
        ("Some 80% have nodes. The liver follows «[1]».", ["80: 1 paragraph"]),
        ("Some 80% have nodes. Lesions are common «[1]». The lung follows «[2]».", ["80: "]),
        (
            "Some 80% have nodes. Lesions grow «[1]». These rates are known from trials «[2, 3]».",
            ["80: 2, 3 paragraph"],
        ),
        ("Some 80% have nodes. It spreads «[1]» and then grows.", ["80: "]),
        ("Some 80% have nodes.\n\nThe liver follows «[1]».", ["80: "]),
        ("Nodes come first «[1]». Some 80% have them.", ["80: "]),
        # the first mention
        (
            "Nodes are found in 80% of patients «[1]».\n\nKey points:\n- Nodes: 80% of patients",
            ["80: 1 clause", "80: 1 first-mention"],
        ),
        (
            "Nodes are found in 80% of patients «[1]».\n\nOn Mondays 80% slept badly there.",
            ["80: 1 clause", "80: "],
        ),
        # lists and tables
        ("- Some 80% have nodes «[1]»\n- Some 40% have lesions", ["80: 1 clause", "40: "]),
        (
            "Arm\tRate\tSource\nA\t45%\t«[1]»\nB\t30% «[2]»\tx\nC\t20%\tx",
            ["45: 1 cell", "30: 2 cell", "20: "],
        ),
        ("Table 1. Rates by arm «[1]»\nArm\tRate\nA\t45%", ["45: 1 cell"]),
    ],
)
def test_the_nearest_rule_decides(marked: str, expected: list[str]) -> None:
    assert covered(marked) == expected


def test_clauses_leave_no_gap_and_do_not_cut_markers() -> None:
    text = "Some have nodes [1; 2], while others do not; most do, and few do not."
    spans = list(clauses(text, 0, len(text), [(16, 22)]))
    assert [text[start:end] for start, end in spans] == [
        "Some have nodes [1; 2]",
        ", while others do not",
        "; most do",
        ", and few do not.",
    ]


def test_many_statements_take_linear_time() -> None:
    marked = (
        "Nodes come first «[1]». " + "Some 40% have not. " * 2_000 + "This rate is known «[2]»."
    )
    assert covered(marked)[-1] == "40: 2 paragraph"
