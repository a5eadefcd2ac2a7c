"""PDF: the text layer in reading order, with what the layout tells of its structure."""

from __future__ import annotations

import io
import re
import sys
import zlib
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.citations import find_citations
from claims.document import Document
from claims.readers import ReadError, layout, parse
from claims.readers.glyphs import Rule, Word

pytest.importorskip("pypdfium2")

#: A stretch of text: font, size, place, words.  F1 is regular, F2 bold.
Stretch = tuple[str, float, float, float, str]


def pdf(*pages: Sequence[Stretch], rules: Sequence[tuple[float, float, float]] = ()) -> bytes:
    """A PDF of pages with words at given places, and rules on every page."""
    fonts = "/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    fonts += fonts.replace("/F1", "/F2").replace("/Helvetica", "/Helvetica-Bold")
    lines = "".join(f"{x0} {y} m {x1} {y} l S\n" for x0, x1, y in rules)
    bodies = []
    for page in pages:
        shown = (
            f"BT /{font} {size} Tf {x} {y} Td ({escaped(words)}) Tj ET\n"
            for font, size, x, y, words in page
        )
        bodies.append(("0.5 w\n" + lines + "".join(shown)).encode("cp1252"))
    kids = " ".join(f"{3 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    for at, body in enumerate(bodies):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {4 + 2 * at} 0 R"
            f" /Resources << /Font << {fonts} >> >> >>".encode()
        )
        objects.append(stream(body))
    return assembled(objects)


def escaped(words: str) -> str:
    return re.sub(r"([()\\])", r"\\\1", words)


def stream(body: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(body)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode {entries}>>\nstream\n"
    return head.encode() + packed + b"\nendstream"


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """Objects, numbered from 1, as a file."""
    made = io.BytesIO()
    made.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(made.tell())
        made.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = made.tell()
    made.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    made.writelines(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    made.write(f"trailer\n<< /Size {size} /Root 1 0 R {trailer}>>\nstartxref\n{start}\n".encode())
    made.write(b"%%EOF\n")
    return made.getvalue()


def column(x: float, y: float, *lines: str, size: float = 10) -> list[Stretch]:
    """Lines under one another."""
    return [("F1", size, x, y - 12 * at, line) for at, line in enumerate(lines)]


def shown(document: Document) -> list[tuple[str, str, str]]:
    return [
        (block.kind.value, block.label, document.text[block.start : block.end])
        for block in document.blocks
    ]


LEFT = (
    "Most patients with tumors of the ileum have",
    "nodes near the vessels, and the rate of nodal",
    "disease was 80% in one large series of opera-",
    "tions. Others found lower rates, for which the",
    "way of counting may account, and a low-",
    "grade tumor is found in many of the patients",
    "who come to the clinic for another reason and",
)
RIGHT = (
    "were never ill. A low-grade tumor grows in",
    "5 to 7 years.",
    "All operations were done in one center by",
    "the same team, so that the results of these",
    "operations can be compared over the years",
    "without regard to the people who operated",
    "or to the place where they did so.",
)
REFERENCES = (
    "1. Muster A, Modell C. A first work on nodes in",
    "tumors. J Nodes. 2001;4:10-9.",
    "2. Modell C. A second work. J Nodes. 2002;5:3.",
)


def article() -> bytes:
    """Two pages in two columns under a title, with running heads."""

    def edges(number: int) -> list[Stretch]:
        return [
            ("F1", 8, 50, 780, f"Journal of Nodes 2021;3:1{number}"),
            ("F1", 8, 300, 20, str(number)),
        ]

    one = [
        *edges(1),
        ("F2", 18, 50, 740, "Nodes in tumors of the ileum and what they mean for surgeons"),
        ("F2", 13, 50, 700, "Results"),
        *column(50, 680, *LEFT),
        *column(320, 704, *RIGHT),
    ]
    two = [
        *edges(2),
        *column(50, 740, "Nodes were frequent in all of the groups"),
        ("F1", 6, 235, 744, "1,2"),
        ("F1", 10, 243.2, 740, ", in"),
        *column(50, 728, "counts of 10"),
        ("F1", 6, 110, 732, "9"),
        ("F1", 10, 113.2, 728, "/L."),
        ("F2", 13, 50, 690, "References"),
        *column(50, 670, *REFERENCES),
    ]
    return pdf(one, two)


@pytest.fixture(scope="module")
def document() -> Document:
    return parse(article(), "article.pdf")


def test_columns_are_read_one_after_the_other(document: Document) -> None:
    assert shown(document) == [
        ("heading", "", "Nodes in tumors of the ileum and what they mean for surgeons"),
        ("heading", "", "Results"),
        (
            "paragraph",
            "",
            (
                "Most patients with tumors of the ileum have nodes near the vessels, and the rate"
                " of nodal disease was 80% in one large series of operations. Others found lower"
                " rates, for which the way of counting may account, and a low-grade tumor is found"
                " in many of the patients who come to the clinic for another reason and were never"
                " ill. A low-grade tumor grows in 5 to 7 years."
            ),
        ),
        (
            "paragraph",
            "",
            (
                "All operations were done in one center by the same team, so that the results of"
                " these operations can be compared over the years without regard to the people"
                " who operated or to the place where they did so."
            ),
        ),
        ("paragraph", "", "Nodes were frequent in all of the groups¹,², in counts of 10⁹/L."),
        ("heading", "", "References"),
        (
            "reference",
            "1",
            ("1. Muster A, Modell C. A first work on nodes in tumors. J Nodes. 2001;4:10-9."),
        ),
        ("reference", "2", "2. Modell C. A second work. J Nodes. 2002;5:3."),
    ]
    assert document.format == "pdf"
    assert document.title == "Nodes in tumors of the ileum and what they mean for surgeons"


def test_raised_labels_are_markers_and_powers_are_none(document: Document) -> None:
    found = [(c.labels, document.text[c.start : c.end]) for c in find_citations(document)]
    assert found == [(("1", "2"), "¹,²")]


@pytest.mark.parametrize(
    ("words", "page"), [("Results", 1), ("low-grade tumor grows", 1), ("Nodes were frequent", 2)]
)
def test_an_offset_leads_back_to_its_page(document: Document, words: str, page: int) -> None:
    assert document.position(document.text.index(words)).page == page


def test_a_paragraph_that_goes_on_keeps_its_pages() -> None:
    lines = [f"and so on for line {n} of a text that goes on" for n in range(20)]
    one, two = column(50, 740, "It begins", *lines), column(50, 740, "over the page it goes on.")
    document = parse(pdf(one, two), "a.pdf")
    assert len(document.blocks) == 1
    assert document.position(document.text.index("over the page")).page == 2


ROWS = [("Outcome", "Early", "Late"), ("Response", "12 (40%)", "9 (30%)"), ("Death", "2", "5")]


@pytest.mark.parametrize("rules", [[(50, 300, 712), (50, 300, 695), (50, 300, 668)], []])
def test_a_table_is_told_by_its_rules_or_by_its_alignment(
    rules: list[tuple[float, float, float]],
) -> None:
    cells: list[Stretch] = [
        ("F1", 9, x, 700 - 12 * at, words)
        for at, row in enumerate(ROWS)
        for x, words in zip((54, 140, 220), row, strict=True)
    ]
    page = [*column(50, 720, "Table 1. Rates by arm."), *cells, *column(50, 640, "It ends here.")]
    document = parse(pdf(page, rules=rules), "a.pdf")
    (table,) = document.tables
    found = [
        (document.text[cell.start : cell.end], cell.row_headings, cell.column_headings)
        for cell in table.cells
    ]
    assert table.caption == "Table 1. Rates by arm."
    assert found == [
        ("12 (40%)", ("Response",), ("Early",)),
        ("9 (30%)", ("Response",), ("Late",)),
        ("2", ("Death",), ("Early",)),
        ("5", ("Death",), ("Late",)),
    ]


# --- what cannot be read ----------------------------------------------------------------


def encrypted() -> bytes:
    """A file whose key nobody has."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -44 /O <"
        + b"ab" * 32
        + b"> /U <"
        + b"cd" * 32
        + b"> >>",
    ]
    return assembled(objects, "/Encrypt 4 0 R /ID [<00> <00>] ")


def pictured() -> bytes:
    """A page that is a picture."""
    size = "/Type /XObject /Subtype /Image /Width 60 /Height 80 /BitsPerComponent 8"
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            (
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
                b" /Resources << /XObject << /I 5 0 R >> >> >>"
            ),
            stream(b"600 0 0 800 0 0 cm /I Do"),
            stream(bytes(60 * 80), f"{size} /ColorSpace /DeviceGray "),
        ]
    )


def crowded() -> bytes:
    """A file that claims more pages than any article has."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + b"3 0 R " * 2_500 + b"] /Count 2500 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>",
    ]
    return assembled(objects)


@pytest.mark.parametrize(
    ("make", "problem", "mend"),
    [
        (encrypted, "the PDF is encrypted", "save it without a password"),
        (pictured, "no text layer, only pictures", "recognise its text first"),
        (lambda: pdf([("F1", 8, 50, 20, "1")]), "no text layer", "recognise its text first"),
        (lambda: article()[:300], "damaged or cut short", "fetch or save it again"),
        (lambda: b"%PDF-1.7\n" + bytes(5000), "damaged or cut short", "fetch or save it again"),
        (crowded, "2,500 pages", "give the article's own pages"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    make: Callable[[], bytes], problem: str, mend: str
) -> None:
    with pytest.raises(ReadError) as caught:
        parse(make(), "a.pdf")
    line = str(caught.value)
    assert line.startswith("a.pdf: ")
    assert problem in line
    assert mend in line
    assert "\n" not in line


def test_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(ReadError, match=r"needs the package pypdfium2; install it: .*documents"):
        parse(article(), "a.pdf")


# --- the layout loses nothing ----------------------------------------------------------------


PLACES = st.tuples(st.integers(0, 12), st.integers(0, 40), st.sampled_from([7.0, 10.0, 18.0]))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(PLACES, max_size=60, unique_by=lambda place: place[:2]),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40)), max_size=6),
)
def test_every_word_of_a_page_is_read_once(
    places: list[tuple[int, int, float]], lines: list[tuple[int, int]]
) -> None:
    words = [
        Word(f"w{at}", 40 * x, 40 * x + 35, 18 * y, 18 * y + size, 18 * y, size, bold=False)
        for at, (x, y, size) in enumerate(places)
    ]
    rules = sorted((Rule(260 * x, 250 + 260 * x, 18 * y - 4) for x, y in lines), key=lambda r: -r.y)
    read: list[str] = []
    for part in layout.read(words, rules):
        if isinstance(part, layout.Grid):
            found = [line for row in part.rows for cell in row for line in cell.lines]
        else:
            found = part.lines
        read += [word.text for line in found for word in line.words]
    assert sorted(read) == sorted(word.text for word in words)


def test_the_lines_of_a_cell_stay_together() -> None:
    rows = [("Arm", "Rate"), ("The arm that was", "12 (40%)"), ("treated early", ""), ("Late", "9")]
    steps = (700, 680, 669, 648)
    cells: list[Stretch] = [
        ("F1", 9, x, y, words)
        for row, y in zip(rows, steps, strict=True)
        for x, words in zip((54, 200), row, strict=True)
        if words
    ]
    ruled = [(50, 300, 712), (50, 300, 692), (50, 300, 640)]
    document = parse(pdf(cells, rules=ruled), "a.pdf")
    assert [cell.row_headings for cell in document.tables[0].cells] == [
        ("The arm that was treated early",),
        ("Late",),
    ]
