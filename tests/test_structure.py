"""Plain text: what each line is for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.document import BlockKind
from claims.furniture import is_furniture, opens_furniture
from claims.keys import citation_key, entry_key
from claims.structure import outline

PROSE = "Nodes are involved first in most patients, and the liver follows some years later on."


def blocks(text: str) -> list[tuple[str, str, str]]:
    return [
        (block.kind.value, block.label, text[block.start : block.end])
        for block in outline(text).blocks
    ]


def kinds(text: str) -> list[str]:
    return [kind for kind, _, _ in blocks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # headings
        ("Half of the wards lost 12% of their beds", ["paragraph"]),  # it heads nothing
        (f"How tumors spread\n\n{PROSE}", ["heading", "paragraph"]),
        (f"Which organ comes first, and when?\n\n{PROSE}", ["heading", "paragraph"]),
        (f"Key factors\n{PROSE}\nMonitoring\n{PROSE}", ["heading", "paragraph"] * 2),
        (f"{PROSE}\n\n2.1. Study design\n\n{PROSE}", ["paragraph", "heading", "paragraph"]),
        (f"{PROSE}\n\nResults\n{PROSE}", ["paragraph", "heading", "paragraph"]),
        (f"{PROSE}\n\nAbout 80% have nodes\n\n{PROSE}", ["paragraph"] * 3),
        (f"{PROSE}\n\nThey were seen.\n\n{PROSE}", ["paragraph"] * 3),
        # lists
        ("• one\n• two\n\n- three\n– four", ["list-item"] * 4),
        ("1. one of them\n2. two of them", ["list-item"] * 2),
        ("1.\tone of them\n2.\ttwo of them", ["list-item"] * 2),
        # line breaks that are soft, and that are not
        ("The liver follows the nodes after some\nfive to seven years in most.", ["paragraph"]),
        (f"{PROSE}\n{PROSE}", ["paragraph"] * 2),
        (
            "• Tumors of this size are likelier to spread to the\n  liver than others are.",
            ["list-item"],
        ),
        # captions and tables
        (f"{PROSE}\n\nTable 2. Response by arm\n\n{PROSE}", ["paragraph", "caption", "paragraph"]),
        ("Arm\tResponse\nA\t45%\nB\t30%", ["cell"] * 6),
        ("\tIndented prose that only begins with a tab, as typists do.", ["paragraph"]),
        # furniture
        (f"Skip to main content\n\n{PROSE}\n\nShare", ["furniture", "paragraph", "furniture"]),
        (f"Last updated: April 30, 2025\n{PROSE}", ["furniture", "paragraph"]),
        (f"{PROSE}\n\nMedical Disclaimer\n\n{PROSE}", ["paragraph", "furniture", "furniture"]),
        (
            f"{PROSE}\n\nMedical Disclaimer\n\n{PROSE}\n\nNodes are involved in 70-75% of them.",
            ["paragraph", "furniture", "furniture", "paragraph"],
        ),
        (
            f"Disclaimer\n\n{PROSE}\n\nFindings\n\n{PROSE}",
            ["furniture", "furniture", "heading", "paragraph"],
        ),
        # fields of a catalogue record
        (
            f"Format: | Online |\nSummary: | {PROSE} |\n---|---|",
            ["metadata", "paragraph", "furniture"],
        ),
    ],
)
def test_each_line_is_told_by_its_layout(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("entries", "labels"),
    [
        ("1. First work. 2001.\n2. Second work. 2002.", ["1", "2"]),
        ("[1] First work. 2001.\n[2] Second work. 2002.", ["1", "2"]),
        ("1 First work. 2001.\n\n2 Second work. 2002.", ["1", "2"]),
        ("1. First work, which goes on\n2012 Oct;16(10):1-9.\n2. Second work.", ["1", "2"]),
        ("1. First work.\ndoi: 10.1000/first\n2. Second work.", ["1", "2"]),
        ("1. First work.\n1. Second work.\n1. Third work.", ["1", "2", "3"]),
        (
            "Rossi RE. First work. 2012.\nvan der Berg A. Second. 2015.",
            ["rossi2012", "vanderberg2015"],
        ),
        # a numbered list of a page, copied with each numeral on its own line
        ("1\nFirst work. 2001;\n12:1-9.\n[PubMed]\n2\nSecond work. 2002.", ["1", "2"]),
        # an address closes an entry, unless it goes on in the next line
        (
            "Rossi, R. (2012). First. https://doi.org/10.1000/abc\nBerg, A. (2015). Second.",
            ["rossi2012", "berg2015"],
        ),
        ("Rossi, R. (2012). First. https://example.org/a\nAccessed May 2014.", ["rossi2012"]),
        ("Rossi, R. (2012). First. https://doi.org/10.1000/\nS0140(12)60", ["rossi2012"]),
    ],
)
def test_entries_of_a_reference_list_have_labels(entries: str, labels: list[str]) -> None:
    text = f"{PROSE}\n\nReferences\n{entries}\n\nAcknowledgements\n\n{PROSE}"
    found = blocks(text)
    assert [label for kind, label, _ in found if kind == "reference"] == labels
    assert [kind for kind, _, _ in found[-2:]] == ["heading", "paragraph"]


def test_cells_know_the_headings_of_their_row_and_column() -> None:
    text = (
        "Table 1. Measures by arm\n"
        "\tEarly\tLate\n"
        "Measure\tn\tMean\tn\tMean\n"
        "Vitals\t\t\t\t\n"
        "Weight (kg)\t12\t70.1\t14\t72.3\n"
    )
    (table,) = outline(text).tables
    cells = {text[cell.start : cell.end]: cell for cell in table.cells}
    assert table.caption == "Table 1. Measures by arm"
    assert cells["72.3"].row_headings == ("Vitals", "Weight (kg)")
    assert cells["72.3"].column_headings == ("Late", "Mean")
    assert cells["12"].column_headings == ("Early", "n")


def test_a_first_row_that_names_times_is_a_heading() -> None:
    text = "Table 1 Pain\nGroup\tBaseline\t6 weeks\nDrug\t61\t42\nPlacebo\t60\t55\n"
    (table,) = outline(text).tables
    assert {cell.column_headings for cell in table.cells} == {("Baseline",), ("6 weeks",)}


def test_a_lone_row_below_a_caption_is_a_table() -> None:
    text = f"{PROSE}\n\nTable 1 Pain\n\tDrug\tPlacebo\nWomen\n\n{PROSE}"
    assert kinds(text) == ["paragraph", "caption", "cell", "cell", "heading", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "Medically reviewed by the board on May 4, 2021",
        "Published online: 4 May 2021",
        "2021-05-04",
        "We use cookies to improve your experience.",
        "© 2021 The Publisher. All rights reserved.",
        "(C) The Publisher 2021",
        "Was this article helpful?",
        "Home > Health > Tumors",
        ". 2012 Oct;16(10):1981-92.",
        "doi: 10.1000/abc. Epub 2012 Jul 25.",
        "https://example.org/a",
        "5 min read",
        "Page 3 of 9",
        "---|---|",
    ],
)
def test_lines_of_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        PROSE,
        "About 80% of patients have nodes",
        "Reviews of 12 trials found 40%",
        "Published rates vary from 40% to 60%.",
        "Follow-up lasted 5 years",
        "The share of responders was 30%",
        "Updated guidelines advise imaging every 6 months",
        "In May 2021 the trial closed",
        "(C) Cells of the third line were kept for 25 days.",
    ],
)
def test_lines_of_the_article_are_no_furniture(line: str) -> None:
    assert not is_furniture(line)
    assert not opens_furniture(line)


@pytest.mark.parametrize(
    ("name", "year", "key"),
    [
        ("Rossi", "2012", "rossi2012"),
        ("van der Berg", "2015a", "vanderberg2015a"),
        ("O’Neill-Łuk", "2001", "oneillluk2001"),
    ],
)
def test_keys_of_names(name: str, year: str, key: str) -> None:
    assert citation_key(name, year) == key


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ("Rossi RE, Lee A. A work of 1999 patients. J Med. 2012;3:1-9.", "rossi2012"),
        ("Rossi, R. E., & Lee, A. (2012a). A work on 2001.", "rossi2012a"),
        ("World Health Organization. A report. Geneva; 2010.", "worldhealthorganization2010"),
        ("A work without a year", ""),
        ("12", ""),
    ],
)
def test_keys_of_entries(entry: str, key: str) -> None:
    assert entry_key(entry) == key


LINES = st.lists(
    st.sampled_from(
        [
            "",
            PROSE,
            "References",
            "1. One. 2001.",
            "• two",
            "a\tb\tc",
            "\tx",
            "Menu",
            "Results",
            "x",
            "Disclaimer",
            "Table 1. Rates",
            "k: | v |",
            "[2] Two.",
            "\ufeffTitle",
            "é",
            "  wrapped on",
        ]
    ),
    max_size=14,
)


@settings(deadline=None, max_examples=150)
@given(LINES.map("\n".join) | st.text(max_size=80))
def test_blocks_are_in_order_and_hold_every_word(text: str) -> None:
    layout = outline(text)
    edges = [edge for block in layout.blocks for edge in (block.start, block.end)]
    assert edges == sorted(edges)
    held = "".join(text[block.start : block.end] for block in layout.blocks)
    assert "".join(held.split()) == "".join(text.replace("\ufeff", "").split()) or "\ufeff" in held
    for block in layout.blocks:
        assert block.start < block.end
        assert block.kind is not BlockKind.REFERENCE or "\n\n" not in text[block.start : block.end]


def test_a_line_is_broken_at_plain_spaces_alone() -> None:
    first = "Most of the patients who came to the clinic had nodes near the vessels"
    text = f"{first}\n(n\u2009=\u200954), and the nodes were large in most of them when they came to us.\n"
    assert len(outline(text).blocks) == 1


def test_a_numbered_part_is_a_heading_whatever_figures_it_has() -> None:
    text = "Step 2 - Walking for 6 months\n\nPatients walked, and they did so for 6 months.\n"
    assert outline(f"A title\n\n{text}").blocks[1].kind is BlockKind.HEADING


@pytest.mark.parametrize(
    "text",
    [
        "1.  Tumors of the ileum, defined as those in the last part of the\n    small bowel.\n",
        "LN: lymph nodes (over 5 mm)\n",
    ],
)
def test_items_and_abbreviations_are_no_headings(text: str) -> None:
    blocks = outline(f"A title\n\nWords of a paragraph that stands before it.\n\n{text}").blocks
    assert len(blocks) == 3
    assert blocks[2].kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
