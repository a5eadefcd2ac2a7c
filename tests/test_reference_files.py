"""Reference files: CSL-JSON, RIS, BibTeX, nbib, as the common programs export them."""

from __future__ import annotations

import json
import sys

import pytest

from claims.readers import parse
from sources.files import is_reference_file, read_references
from sources.model import SourceError

CSL = [
    {
        "id": "http://zotero.org/users/1/items/alder2012",
        "type": "article-journal",
        "title": "Nodal spread",
        "container-title": "Example Journal",
        "author": [
            {"family": "Alder", "given": "A. B."},
            {"family": "Cedar", "given": "C", "non-dropping-particle": "van"},
            {"literal": "Example Group"},
        ],
        "issued": {"date-parts": [["2012", 3]]},
        "volume": 12,
        "page": "45-67",
        "DOI": "10.1000/Xyz",
        "note": "PMID: 12345678",
        "file": "texts/alder.html",
    }
]
RIS = """\
TY  - JOUR
ID  - alder2012
AU  - Alder, A. B.
AU  - van Cedar, C
AU  - Example Group
TI  - Nodal spread
T2  - Example Journal
PY  - 2012/03//
VL  - 12
SP  - 45
EP  - 67
DO  - 10.1000/Xyz
N1  - PMID: 12345678
L1  - texts/alder.html
L2  - https://www.example.org/alder
ER  -
"""
BIBTEX = r"""
@string{ej = "Example Journal"}
@article{alder2012,
  author = {Alder, A. B. and van Cedar, C and {Example Group}},
  title = {Nodal {S}pread},
  journal = ej,
  year = 2012,
  volume = {12},
  pages = {45--67},
  doi = {10.1000/Xyz},
  note = {PMID: 12345678},
  file = {Page:texts/alder.html:text/html;PDF:texts\\alder.pdf:application/pdf}
}
"""
NBIB = """\
PMID- 12345678
DP  - 2012 Mar
TI  - Nodal spread
      of tumors.
PG  - 45-67
FAU - Alder, Ash B
AU  - Alder AB
JT  - Example Journal
VI  - 12
PMC - PMC1234567
AID - 10.1000/Xyz [doi]

PMID- 23456789
TI  - Another.
"""


def write(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "content", "package"),
    [
        ("library.json", CSL, "json"),
        ("library.json", {"items": CSL}, "json"),
        ("library.ris", RIS, "rispy"),
        ("library.ris", RIS.replace("\n", "\r\n"), "rispy"),
        ("library.bib", BIBTEX, "bibtexparser"),
    ],
)
def test_the_formats_say_the_same(tmp_path, name, content, package):
    pytest.importorskip(package)
    path = write(tmp_path, name, content)
    found = read_references(path)
    [work] = found.references
    assert (work.label, work.document) == ("alder2012", str(path))
    assert [author.replace(",", "") for author in work.authors] == [
        "Alder A. B.",
        "van Cedar C",
        "Example Group",
    ]
    assert (work.title.lower(), work.container, work.year) == (
        "nodal spread",
        "Example Journal",
        "2012",
    )
    assert (work.volume, work.pages.replace("–", "-").replace("--", "-")) == ("12", "45-67")
    assert (work.doi, work.pmid) == ("10.1000/xyz", "12345678")
    assert found.entries[0].files[0] == tmp_path / "texts/alder.html"
    assert found.problems == ()


def test_a_bibtex_entry_may_attach_several_files(tmp_path):
    pytest.importorskip("bibtexparser")
    [entry] = read_references(write(tmp_path, "l.bib", BIBTEX)).entries
    assert [path.name for path in entry.files] == ["alder.html", "alder.pdf"]


#: An export of Zotero with its files: no key, the files in a folder beside it.
ZOTERO_RIS = """\
TY  - JOUR
TI  - Nodal spread of ileal tumors
AU  - Example Study Group
T2  - Example Journal
AB  - Nodes were involved in 10<sup>2</sup> of 120 patients.
DA  - 2012/03/01/
PY  - 2012
DO  - 10.1000/xyz
L1  - files/12/Example - 2012 - Nodal spread.pdf
L1  - files/13/snapshot.html
L2  - https://www.example.org/xyz
N1  - PMID: 12345678
ER  -

TY  - JOUR
TI  - Sleep of shift workers
AU  - Another Group
PY  - 2015
ER  -
"""
#: An export of EndNote: the records' numbers, its own addresses of files.
ENDNOTE_RIS = """\
TY  - JOUR
AU  - Example Study Group
ID  - 154
L1  - internal-pdf://0123456789/Nodal spread.pdf
PY  - 2012
TI  - Nodal spread of ileal tumors
ER  -
TY  - JOUR
AU  - Another Group
ID  - 7
L1  - internal-pdf://42/Sleep%20well.pdf
PY  - 2015
TI  - Sleep of shift workers
ER  -
"""


def test_an_export_of_zotero(tmp_path):
    pytest.importorskip("rispy")
    first, second = read_references(write(tmp_path, "export.ris", ZOTERO_RIS)).entries
    assert (first.reference.label, first.reference.pmid) == ("examplestudygroup2012", "12345678")
    assert first.files == (
        tmp_path / "files/12/Example - 2012 - Nodal spread.pdf",
        tmp_path / "files/13/snapshot.html",
    )
    abstract = parse(first.abstract, "abstract.html")
    assert abstract.title == "Nodal spread of ileal tumors"
    assert (
        "<p>Nodes were involved in 10<sup>2</sup> of 120 patients.</p>" in first.abstract.decode()
    )
    assert dict(abstract.identifiers)["doi"] == "10.1000/xyz"
    assert (second.files, second.abstract) == ((), b"")


def test_an_export_of_endnote(tmp_path):
    pytest.importorskip("rispy")
    kept = tmp_path / "My References.Data/PDF/0123456789/Nodal spread.pdf"
    spaced = tmp_path / "My References.Data/PDF/42/Sleep well.pdf"
    for file in (kept, spaced):
        file.parent.mkdir(parents=True)
        file.touch()
    first, second = read_references(write(tmp_path, "export.ris", ENDNOTE_RIS)).entries
    assert (first.files, second.files) == ((kept,), (spaced,))
    assert first.reference.label == "examplestudygroup2012", "154 is a number of the library"


def test_numbers_that_count_the_entries_are_labels(tmp_path):
    pytest.importorskip("rispy")
    counted = ENDNOTE_RIS.replace("ID  - 154", "ID  - 1").replace("ID  - 7", "ID  - 2")
    found = read_references(write(tmp_path, "export.ris", counted)).references
    assert [work.label for work in found] == ["1", "2"]


@pytest.mark.parametrize(
    ("name", "content", "package"),
    [
        ("l.json", [{**CSL[0], "abstract": "Nodes & <b>more</b>."}], "json"),
        ("l.ris", RIS.replace("TI  -", "N2  - Nodes & <b>more</b>.\nTI  -"), "rispy"),
        (
            "l.bib",
            BIBTEX.replace("year =", r"abstract = {Nodes \& <b>more</b>.}, year ="),
            "bibtexparser",
        ),
        ("l.nbib", NBIB.replace("PG  -", "AB  - Nodes & more.\nPG  -"), "nbib"),
    ],
)
def test_an_abstract_is_a_text(tmp_path, name, content, package):
    pytest.importorskip(package)
    entry = read_references(write(tmp_path, name, content)).entries[0]
    assert "Nodes & more." in parse(entry.abstract, name).text


@pytest.mark.parametrize(
    ("name", "content", "answer"),
    [
        ("l.ris", "", True),
        ("l.BIB", "", True),
        ("l.json", json.dumps(CSL), True),
        ("l.json", '{"name": "a package"}', False),
        ("export.txt", RIS, True),
        ("notes.txt", "Some notes on TY  - JOUR.", False),
    ],
)
def test_what_is_a_reference_file(tmp_path, name, content, answer):
    assert is_reference_file(write(tmp_path, name, content)) is answer


def test_latex_is_read_as_text(tmp_path):
    pytest.importorskip("bibtexparser")
    entry = (
        r"@book{a, author={M{\"u}ller, A.}, title={5\% \& {GEP-NEN}s}, year={2001}, "
        r"journal={Heart \& Lung}, volume={3--4}}"
    )
    [work] = read_references(write(tmp_path, "l.bib", entry)).references
    assert (work.authors, work.title) == (("Müller, A.",), "5% & GEP-NENs")
    assert (work.container, work.volume) == ("Heart & Lung", "3–4")


def test_nbib(tmp_path):
    pytest.importorskip("nbib")
    first, second = read_references(write(tmp_path, "pubmed.nbib", NBIB)).references
    assert (first.authors, first.title) == (("Alder AB",), "Nodal spread of tumors")
    assert (first.label, first.year, first.pages) == ("alder2012", "2012", "45-67")
    assert (first.doi, first.pmid, first.pmcid) == ("10.1000/xyz", "12345678", "PMC1234567")
    assert second.pmid == "23456789"


@pytest.mark.parametrize(
    ("name", "package", "content", "labels", "problem"),
    [
        ("l.json", "json", [*CSL, 5], 1, "entry 2: an entry is an object"),
        ("l.json", "json", [{"id": "a", "title": 1}, *CSL], 1, "entry 1: title is no text"),
        (
            "l.json",
            "json",
            [{"id": "a", "type": "book", "author": "A"}, *CSL],
            1,
            "author is a list",
        ),
        ("l.ris", "rispy", "TY  - JOUR\nTI  - Cut off\n" + RIS, 1, 'line 1: the entry has no "ER'),
        ("l.bib", "bibtexparser", "@article{cut, title={Off\n" + BIBTEX, 1, "line 1: Unexpected"),
        (
            "l.bib",
            "bibtexparser",
            BIBTEX + BIBTEX[BIBTEX.index("@article") :],
            1,
            "Duplicate entry key",
        ),
        (
            "l.nbib",
            "nbib",
            "PMID- 1\nno tag here\n\n" + NBIB,
            2,
            "line 1: the entry cannot be read",
        ),
    ],
)
def test_a_broken_entry_is_one_problem_and_the_others_are_read(
    tmp_path, name, package, content, labels, problem
):
    pytest.importorskip(package)
    found = read_references(write(tmp_path, name, content))
    assert len(found.references) == labels
    [told] = found.problems
    assert problem in str(told)
    assert str(told).startswith(str(tmp_path / name))
    assert "\n" not in str(told)


def test_a_file_of_broken_entries_is_not_a_flood(tmp_path):
    pytest.importorskip("rispy")
    found = read_references(write(tmp_path, "l.ris", "TY  - JOUR\n" * 9_000 + RIS))
    assert len(found.references) == 1
    assert len(found.problems) == 51
    assert str(found.problems[1]).endswith(
        'l.ris: line 2: the entry has no "ER  -" at its end; mend this entry'
    )
    assert "8950 more entries cannot be read; export the file again" in str(found.problems[-1])


@pytest.mark.parametrize("opening", ["{", r"\emph{", "$"])
def test_markup_a_thousand_deep_is_one_problem_or_none(tmp_path, opening):
    pytest.importorskip("bibtexparser")
    closing = "$" if opening == "$" else "}"
    deep = f"@book{{deep, title={{{opening * 4000} {closing * 4000}}}}}\n"
    found = read_references(write(tmp_path, "l.bib", deep + BIBTEX))
    assert found.references[-1].label == "alder2012"
    assert len(found.problems) + len(found.references) == 2


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("l.json", "{", "this is not JSON"),
        ("l.json", "[" * 100_000, "this is not JSON"),
        ("l.json", '{"name": "a package"}', "no CSL entries"),
        ("l.json", "[]", "no CSL entries"),
        ("notes.txt", "Some notes.", "no reference file that is known"),
    ],
)
def test_a_file_that_is_no_reference_file(tmp_path, name, content, problem):
    with pytest.raises(SourceError, match=problem):
        read_references(write(tmp_path, name, content))


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(SourceError, match="there is no such file; check the path"):
        read_references(tmp_path / "absent.json")
    with pytest.raises(SourceError, match="this is a folder"):
        read_references(tmp_path)
    (tmp_path / "latin.ris").write_bytes(b"TY  - JOUR\nTI  - \xe9")
    with pytest.raises(SourceError, match="not UTF-8"):
        read_references(tmp_path / "latin.ris")


@pytest.mark.parametrize(
    ("name", "content", "package"),
    [("l.ris", RIS, "rispy"), ("l.bib", BIBTEX, "bibtexparser"), ("l.nbib", NBIB, "nbib")],
)
def test_a_missing_package_is_named(tmp_path, monkeypatch, name, content, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SourceError, match=rf"{package}; pip install claimaudit\[references\]"):
        read_references(write(tmp_path, name, content))
