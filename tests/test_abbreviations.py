"""Abbreviations that a document explains."""

import pytest

from claims.abbreviations import find_abbreviations, spelled_out
from claims.readers import parse


def found(text):
    return find_abbreviations(parse(text, "test", "text"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ileal neuroendocrine tumors (NETs) spread early.",
            {"NETs": "neuroendocrine tumors"},
        ),
        (
            "Fasting used the mixed meal tolerance test (MMTT). The MMTT took two hours.",
            {"MMTT": "mixed meal tolerance test"},
        ),
        ("Body mass index (BMI) and (see below) height.", {"BMI": "Body mass index"}),
        ("It rose (by 12%) in most (n = 30) of them.", {}),
        (
            "The HbA1c (glycated hemoglobin) rose; see OGTT (oral glucose tolerance test).",
            {"OGTT": "oral glucose tolerance test"},
        ),
        ("Nothing in brackets.", {}),
        ("(NETs) opens the text.", {}),
    ],
)
def test_pairs_short_and_long_forms(text, expected):
    assert found(text) == expected


def test_the_first_explanation_counts():
    text = "Mean arterial pressure (MAP) rose.\n\nThe muscle action potential (MAP) fell."
    assert found(text) == {"MAP": "Mean arterial pressure"}


def test_reference_lists_explain_nothing():
    text = (
        "Some text about it [1].\n\nReferences\n\n"
        "1. Rossi A. Neuroendocrine tumors (NETs) again. J Med. 2012;3:4-9.\n"
        "2. Rossi A. Neuroendocrine tumors (NETs) once more. J Med. 2013;4:4-9.\n"
    )
    assert found(text) == {}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Most NETs are small.", ["neuroendocrine tumors"]),
        ("One NET was large.", ["neuroendocrine tumors"]),
        ("The internet was down.", []),
        ("Ileal neuroendocrine tumors (NETs) spread.", []),
    ],
)
def test_spells_out_what_a_sentence_uses(sentence, expected):
    assert spelled_out(sentence, {"NETs": "neuroendocrine tumors"}) == expected
