"""Word documents: what is printed comes out, with its structure, its notes and its markers."""

from __future__ import annotations

import io
import re
import struct
import sys
import zipfile
from collections.abc import Callable

import pytest

from claims.citations import find_citations
from claims.document import Document
from claims.readers import ReadError, parse

docx = pytest.importorskip("docx")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def written(fill: Callable[..., None]) -> bytes:
    """The bytes of a Word document that a function fills."""
    made = docx.Document()
    fill(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def insert(made: object, xml: str) -> None:
    """Put an element of WordprocessingML at the end of a document."""
    from docx.oxml import parse_xml

    made.element.body.insert_element_before(parse_xml(xml), "w:sectPr")  # type: ignore[attr-defined]


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


RAISED = '<w:vertAlign w:val="superscript"/>'


def article(made: object) -> None:
    """An article with everything that the reader knows."""
    made.add_heading("Nodes in ileal tumors", 0)  # type: ignore[attr-defined]
    made.add_heading("Results", 1)  # type: ignore[attr-defined]
    insert(
        made,
        f"<w:p {W}>{run('Nodes were found in 80% of patients')}{run('1', RAISED)}{run(',', RAISED)}"
        f"{run('3-5', RAISED)}{run('. Counts of 10')}{run('9', RAISED)}{run('/L were rare.')}</w:p>",
    )
    insert(
        made,
        f"<w:p {W}>{run('Of these ')}<w:del>{run('70%')}</w:del><w:ins>{run('60%')}</w:ins>"
        f"{run(' lived more than 1')}{run('hidden 5%', '<w:vanish/>')}"
        f'<w:r><w:noBreakHyphen/></w:r>{run("year [")}<w:hyperlink w:anchor="b2">{run("2")}'
        f"</w:hyperlink>{run('].')}</w:p>",
    )
    for words in ("small nodes", "large nodes"):
        made.add_paragraph(words, style="List Number")  # type: ignore[attr-defined]
    made.add_paragraph("any nodes", style="List Bullet")  # type: ignore[attr-defined]
    made.add_paragraph("Table 1. Rates by arm", style="Caption")  # type: ignore[attr-defined]
    table = made.add_table(3, 3)  # type: ignore[attr-defined]
    rows = [("Outcome", "Arm", ""), ("", "Early", "Late"), ("Response", "12 (40%)", "9 (30%)")]
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            table.cell(at, column).text = words
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    made.add_heading("References", 1)  # type: ignore[attr-defined]
    for number in range(1, 6):
        insert(
            made,
            f'<w:p {W}><w:bookmarkStart w:id="{number}" w:name="b{number}"/>'
            f"{run(f'{number}. Muster A. Work {number}. J Nodes. 2001;4:{number}.')}</w:p>",
        )


def shown(document: Document) -> list[tuple[str, int, str, str]]:
    return [
        (block.kind.value, block.level, block.label, document.text[block.start : block.end])
        for block in document.blocks
    ]


@pytest.fixture(scope="module")
def document() -> Document:
    return parse(written(article), "article.docx")


def test_the_blocks_are_those_that_word_shows(document: Document) -> None:
    assert shown(document)[:14] == [
        ("heading", 1, "", "Nodes in ileal tumors"),
        ("heading", 2, "", "Results"),
        (
            "paragraph",
            0,
            "",
            "Nodes were found in 80% of patients¹,³⁻⁵. Counts of 10⁹/L were rare.",
        ),
        ("paragraph", 0, "", "Of these 60% lived more than 1-year [2]."),
        ("list-item", 1, "1", "small nodes"),
        ("list-item", 1, "2", "large nodes"),
        ("list-item", 1, "", "any nodes"),
        ("caption", 0, "", "Table 1. Rates by arm"),
        ("cell", 0, "", "Outcome"),
        ("cell", 0, "", "Arm"),
        ("cell", 0, "", "Early"),
        ("cell", 0, "", "Late"),
        ("cell", 0, "", "Response"),
        ("cell", 0, "", "12 (40%)"),
    ]
    assert shown(document)[15:] == [
        ("heading", 2, "", "References"),
        *(
            ("reference", 0, str(n), f"{n}. Muster A. Work {n}. J Nodes. 2001;4:{n}.")
            for n in range(1, 6)
        ),
    ]
    assert (document.format, document.title) == ("docx", "Nodes in ileal tumors")


def test_raised_and_linked_runs_are_markers(document: Document) -> None:
    found = [(c.labels, document.text[c.start : c.end]) for c in find_citations(document)]
    assert found == [(("1", "3", "4", "5"), "¹,³⁻⁵"), (("2",), "[2]")]


def test_a_cell_knows_its_headings(document: Document) -> None:
    (table,) = document.tables
    assert table.caption == "Table 1. Rates by arm"
    last = table.cells[-1]
    assert document.text[last.start : last.end] == "9 (30%)"
    assert (last.row_headings, last.column_headings) == (("Response",), ("Arm", "Late"))


@pytest.mark.parametrize(
    ("words", "element"),
    [("Of these", "paragraph 4"), ("9 (30%)", "table 1, row 3, column 3")],
)
def test_an_offset_leads_back_to_its_element(document: Document, words: str, element: str) -> None:
    assert document.position(document.text.index(words)).element == element


def noted(made: object) -> None:
    made.add_paragraph("Nodes are common")  # type: ignore[attr-defined]
    body = made.element.body  # type: ignore[attr-defined]
    from docx.oxml import parse_xml

    body[0].append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="7"/></w:r>'))
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    blob = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="7"><w:p>{run("Muster A. First work. J Nodes. 2001;4:1.")}</w:p>'
        "</w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, blob.encode(), made.part.package)  # type: ignore[attr-defined]
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)  # type: ignore[attr-defined]


def test_footnotes_are_entries_that_the_text_cites() -> None:
    document = parse(written(noted), "a.docx")
    assert shown(document) == [
        ("paragraph", 0, "", "Nodes are common¹"),
        ("reference", 0, "1", "Muster A. First work. J Nodes. 2001;4:1."),
    ]
    assert [(c.labels, c.style) for c in find_citations(document)] == [(("1",), "footnote")]


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        (' HYPERLINK \\l "b1" ', ("1",)),
        (" REF b1 \\r \\h ", ("1",)),
        (' HYPERLINK "https://doi.org/10.5555/nodes.9" ', ("10.5555/nodes.9",)),
        (" PAGE ", ()),
    ],
)
def test_fields_lead_to_entries_and_their_codes_are_not_read(
    instruction: str, expected: tuple[str, ...]
) -> None:
    code = instruction.replace('"', "&quot;")

    def fill(made: object) -> None:
        insert(
            made,
            f"<w:p {W}>{run('As seen ')}<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
            f"<w:r><w:instrText>{code}</w:instrText></w:r>"
            f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('Muster')}"
            f"<w:r><w:fldChar w:fldCharType='end'/></w:r>{run(' before.')}</w:p>",
        )
        made.add_heading("References", 1)  # type: ignore[attr-defined]
        insert(
            made,
            f'<w:p {W}><w:bookmarkStart w:id="1" w:name="b1"/>{run("1. Muster A. A work. 2001.")}'
            "</w:p>",
        )

    document = parse(written(fill), "a.docx")
    assert document.text.startswith("As seen Muster before.")
    assert tuple(label for marker in document.markers for label in marker.labels) == expected


# --- what cannot be read -------------------------------------------------------------


def rezipped(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """An archive with its parts changed or left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for entry in old.infolist():
            kept = change(entry.filename, old.read(entry))
            if kept is not None:
                new.writestr(entry.filename, kept)
    return stream.getvalue()


def bomb(data: bytes) -> bytes:
    """An archive with parts that unpack to a gigabyte, by its own directory."""
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/zeros.bin", bytes(1_000_000))
    raw = bytearray(stream.getvalue())
    for sign, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = raw.rindex(sign)
        raw[at + offset : at + offset + 4] = struct.pack("<I", 1_000_000_000)
    return bytes(raw)


def wordless(name: str, part: bytes) -> bytes | None:
    return None if name == "word/document.xml" else part


def broken(name: str, part: bytes) -> bytes | None:
    return part[: len(part) // 2] if name == "word/document.xml" else part


def nested(name: str, part: bytes) -> bytes | None:
    if name != "word/document.xml":
        return part
    return part.replace(b"</w:body>", b"<w:sdt>" * 10_000 + b"</w:sdt>" * 10_000 + b"</w:body>")


@pytest.mark.parametrize(
    ("change", "problem", "mend"),
    [
        (lambda data: data[: len(data) // 2], "damaged or cut short", "fetch or save it again"),
        (lambda data: data[:3000], "damaged or cut short", "fetch or save it again"),
        (bomb, "would unpack to 1,000", "without what is embedded"),
        (lambda data: rezipped(data, wordless), "no Word document", "save it as DOCX"),
        (lambda data: rezipped(data, broken), "damaged or cut short", "fetch or save it again"),
        (lambda data: rezipped(data, nested), "damaged or cut short", "fetch or save it again"),
        (lambda _: written(lambda _: None), "holds no text", "give the article's text"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    change: Callable[[bytes], bytes], problem: str, mend: str
) -> None:
    with pytest.raises(ReadError) as caught:
        parse(change(written(article)), "a.docx")
    line = str(caught.value)
    assert line.startswith("a.docx: ")
    assert problem in line
    assert mend in line
    assert not re.search(r"[\n\r]", line)


def test_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    data = written(article)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(ReadError, match=r"needs the package python-docx; install it: .*documents"):
        parse(data, "a.docx")


def test_a_note_does_not_take_the_label_of_a_reference_that_is_listed_elsewhere() -> None:
    def fill(made: object) -> None:
        noted(made)
        made.add_paragraph("So say some [1] and others [2] and, of late, many [3].")  # type: ignore[attr-defined]

    found = [citation.labels for citation in find_citations(parse(written(fill), "a.docx"))]
    assert found == [("fn1",), ("1",), ("2",), ("3",)]
