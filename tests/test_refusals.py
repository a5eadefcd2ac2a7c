"""What is printed in figures and is no claim, where its form shows it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.refusals import Reason, refused_at
from claims.scan import candidates


def refused(text: str) -> list[tuple[str, Reason]]:
    found: list[tuple[str, Reason]] = []
    end = 0
    for start, _ in candidates(text):
        no = refused_at(text, start, end) if start >= end else None
        if no:
            found.append((text[no.start : no.end], no.reason))
            end = no.end
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("expression of Ki-67 and HER2/neu", [("Ki-67", Reason.NAME), ("HER2/neu", Reason.NAME)]),
        ("β2-microglobulin", [("β2-microglobulin", Reason.NAME)]),
        ("SARS-CoV-2 and p53", [("SARS-CoV-2", Reason.NAME), ("p53", Reason.NAME)]),
        ("Ca(OH)2 at (Mg ha−1)", [("2", Reason.NAME), ("1", Reason.NAME)]),
        ("the 5′-UTR", [("5′", Reason.NAME)]),
        ("grade ≥3 events", [("grade ≥3", Reason.LABEL)]),
        ("groups 1, 2 and 3 differed", [("groups 1, 2 and 3", Reason.LABEL)]),
        ("samples 1 and 2 melted", [("samples 1 and 2", Reason.LABEL)]),
        ("On 3 May 2010 and", [("3 May 2010", Reason.DATE)]),
        ("On May 5-7, 2011", [("May 5-7, 2011", Reason.DATE)]),
        ("12/10/2011, 3.5.2012", [("12/10/2011", Reason.DATE), ("3.5.2012", Reason.DATE)]),
        ("people in their 60s", [("60s", Reason.DATE)]),
        ("(Oak et al. 2011a)", [("2011a", Reason.CITATION)]),
        ("from 08:30 to 5 p.m.", [("08:30", Reason.TIME), ("5 p.m.", Reason.TIME)]),
        ("version 3.2, 1.10.4 and STATA v. 13.0",
         [("version 3.2", Reason.VERSION), ("1.10.4", Reason.VERSION),
          ("STATA v. 13.0", Reason.VERSION)]),
        ("(Fig. 4a, b) Tables S1 and 2", [("Fig. 4a, b", Reason.FIGURE), ("S1", Reason.NAME)]),
        ("sections 2.1 and 3", [("sections 2.1 and 3", Reason.FIGURE)]),
        ("Example J 12(3):102-9", [("12(3):102-9", Reason.PAGE)]),
        ("https://example.org/a-5?b=6.", [("https://example.org/a-5?b=6", Reason.CODE)]),
        ("write to ward5@example.org", [("ward5@example.org", Reason.CODE)]),
        ("ISBN 978-3-16-148410-0", [("ISBN 978-3-16-148410-0", Reason.CODE)]),
        ("tel. 555 010 0199", [("tel. 555 010 0199", Reason.PHONE)]),
        ("liver [1, 3–5] and", [("[1, 3–5]", Reason.CITATION)]),
        ("spleen [7].", [("[7]", Reason.CITATION)]),
        ("the liver.4 Then", [("4", Reason.CITATION)]),
        ("spleen [,7] and gut [, 20], [,18,], [–12].",
         [("[,7]", Reason.CITATION), ("[, 20]", Reason.CITATION), ("[,18,]", Reason.CITATION),
          ("[–12]", Reason.CITATION)]),
        ("the gut. 2 However, pain and swelling., 18 The rest",
         [("2", Reason.CITATION), ("18", Reason.CITATION)]),
        ("glycogen synthase kinase 3 and Toll-like receptor 4",
         [("kinase 3", Reason.LABEL), ("receptor 4", Reason.LABEL)]),
        ("converting enzyme 2, coronavirus disease 19, vitamin B 12",
         [("enzyme 2", Reason.LABEL), ("disease 19", Reason.LABEL), ("B 12", Reason.LABEL)]),
        ("MEK 1/2 and HPV 16/18", [("1/2", Reason.NAME), ("16/18", Reason.NAME)]),
        ("CYP 3A4 in cells", [("3A4", Reason.NAME)]),
        ("people in their 20s and 30s", [("20s", Reason.DATE), ("30s", Reason.DATE)]),
        ("1. First\n2) second", [("1.", Reason.LIST_NUMERAL), ("2)", Reason.LIST_NUMERAL)]),
        ("the 2nd and 97.5th", [("2nd", Reason.ORDINAL), ("97.5th", Reason.ORDINAL)]),
        ("95% confidence interval", [("95% ", Reason.CONFIDENCE_LEVEL)]),
        ("χ²(1) = 4", [("(1)", Reason.DEGREES_OF_FREEDOM)]),
        ("df = 3", [("df = 3", Reason.DEGREES_OF_FREEDOM)]),
        ("the 10-year risk", [("10-year risk", Reason.MEASURE_NAME)]),
        ("1- and 3-year overall survival",
         [("1- and 3-year overall survival", Reason.MEASURE_NAME)]),
        ("one-tailed, 2D", [("one-tailed", Reason.COMPOUND), ("2D", Reason.COMPOUND)]),
        ("1,2,3,4,5,6,7,8,9", [("1,2,3,4,5,6,7,8,9", Reason.DIGIT_RUN)]),
    ],
)  # fmt: skip
def test_refuses_with_the_reason(text: str, expected: list[tuple[str, Reason]]) -> None:
    assert refused(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "5 kg of rice", "a group of 12", "group 5%", "level 3 times", "10% CI", "for 30s",
        "50 AD patients", "2000g of sand", "2x2 tables", "week-12 visit", "USD6.43", "vs.3 women",
        "less than.05", "OR 1.5 [1–2]", "4 [2–7]", "6 days [3–11]", "8.72 (0.43) [391]",
        "in 5 years survival rose", "may 5 of them come", "tidal volume 6 mL/kg", "1:1000",
        "12-item scale", "5-year course", "ratio of 80/20", "vitamin D 50,000 IU",
        "the disease 19 of 40 had", "enzyme 12 times a day", "ligand 15 mg", "in the US 1/2 of them",
        "They slept. 12 patients woke", "a release of 3", "in the database 3 were",
    ],
)  # fmt: skip
def test_leaves_what_an_editor_would_check(text: str) -> None:
    assert refused(text) == []


@given(st.text(alphabet="0123456789 .,:;-–/()[]%ab@\n", max_size=40))
@settings(deadline=None, max_examples=150)
def test_a_refusal_holds_its_number_and_stays_in_the_text(text: str) -> None:
    for start, _ in candidates(text):
        no = refused_at(text, start)
        if no:
            assert 0 <= no.start <= start < no.end <= len(text)
