"""Where sentences end, and that no character is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.sentences import sentences


def split(marked: str) -> list[str]:
    """The sentences of a text in which « » enclose the citation markers."""
    text, markers = "", []
    for part in marked.split("»"):
        before, _, marker = part.partition("«")
        if marker:
            start = len(text) + len(before)
            markers.append((start, start + len(marker)))
        text += before + marker
    return [text[start:end] for start, end in sentences(text, markers=markers)]


@pytest.mark.parametrize(
    "marked",
    [
        # plain
        "Nodes come first. | The liver follows.",
        "Is it so? | Yes! | It is.",
        "He said “it grows.” | Then it grew.",
        "It rose (see above). | Then it fell.",
        # abbreviations and decimals
        "See Fig. 2 for details. | See Tab. 3.",
        "The dose was approx. 5 mg. | It was low.",
        "Rossi et al. reported 80%. | Others did not.",
        "It was shown by Rossi et al. | Patients did well.",
        "Some drugs, e.g. octreotide, help. | Others, i.e. most, do not.",
        "It rose by 3.5 cm vs. 2.1 cm. | P = .05 was the limit.",
        "No. 12 of the list. | The next one.",
        "It was approved in the U.S. Food programme. | Later too.",
        "It was tried in the U.S. | The drug failed.",
        # capital letters
        "They lack vitamin D. | Patients took it.",
        "It was done by A. Other. | It worked.",
        "These were in Group B. | Patients did well.",
        "Reviewed by A. N. Other in 2012. | It held.",
        # figures
        "The limit was 65. | Patients above it were left out.",
        "Growth was slow. | 80% of patients had nodes.",
        "Growth was slow. | >2 cm was large.",
        # markers
        "It spreads to the liver «1». | The slow growth explains it.",
        "It improves outcomes «2, 3». | Others agree.",
        "It spreads.«1,2» | Patients did well.",
        "It spreads. «[1,2]» | Patients did well.",
        "It spreads.«1» «2» | Patients did well.",
        "Rossi et al. «[16]» indicated the same. | Then more.",
        "Done as before «(Rossi et al. 2012; Lee 2015)». | Then more.",
        # layout
        "Points to consider:\n | - first of them\n | - second of them",
        "It ended.\n\n | 1. The first step\n | ",
        "A wrapped line in grade\n3. disease goes on. | Then it ends.",
        "1. Portal spread is common. | It is fast.",
    ],
)
def test_sentences_end_where_the_bars_stand(marked: str) -> None:
    expected = [part.strip() for part in marked.split("|") if part.strip()]
    expected = [part.replace("«", "").replace("»", "") for part in expected]
    assert split(marked.replace(" | ", " ").replace("| ", "")) == expected


def test_labels_on_the_stop_are_known_without_markers() -> None:
    assert split("It spreads.1,3–5 Patients did well.") == [
        "It spreads.1,3–5",
        "Patients did well.",
    ]


def test_a_stretch_bounds_the_sentences() -> None:
    text = "One here. Two here. Three here."
    assert list(sentences(text, 10, 19)) == [(10, 19)]


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="aB1. \n-•?)(,[]é", max_size=80), st.data())
def test_nothing_is_lost_and_nothing_overlaps(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    markers = list(zip(cuts[::2], cuts[1::2], strict=False))
    spans = list(sentences(text, markers=markers))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
