"""A folder of sources: its texts, their labels, and what is told of bad ones."""

from __future__ import annotations

import json
import os

import pytest

from claims.document import Extent
from sources.folder import open_folder
from sources.model import SourceError
from sources.resolve import resolve

TEXT = "About 80% of the patients had liver lesions in this series.\n"


@pytest.fixture
def shelf(tmp_path):
    """Write files into a folder and open it."""

    def make(**files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return open_folder(tmp_path)

    return make


def labels(folder, article="article.md", *, single=True):
    return {one.name: one.labels for one in folder.for_article(article, single=single)}


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("1.txt", "1"),
        ("03.md", "3"),
        ("ref-12.html", "12"),
        ("smith2012.html", "smith2012"),
        ("Smith_et_al_2012a.txt", "smith2012a"),
        ("guideline.md", "guideline"),
    ],
)
def test_a_file_name_ties_a_label(shelf, name, label):
    content = f"<html><body><p>{TEXT}</p></body></html>" if name.endswith("html") else TEXT
    assert labels(shelf(**{name: content})) == {name: (label,)}


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("10.1000_xyz.txt", "doi", "10.1000/xyz"),
        ("pmid-12345678.txt", "pmid", "12345678"),
        ("12345678.txt", "pmid", "12345678"),
        ("PMC1234567.txt", "pmcid", "PMC1234567"),
    ],
)
def test_a_file_name_states_an_identifier(shelf, name, field, value):
    folder = shelf(**{name: TEXT})
    assert getattr(folder.sources[0].reference, field) == value
    assert labels(folder) == {name: ()}


def test_a_bare_number_holds_for_one_article_alone(shelf):
    folder = shelf(**{"1.txt": TEXT, "first/2.txt": TEXT, "smith2012.txt": TEXT})
    assert labels(folder, "in/first.md", single=True) == {
        "1.txt": ("1",),
        "first/2.txt": ("2",),
        "smith2012.txt": ("smith2012",),
    }
    assert labels(folder, "in/first.md", single=False) == {
        "1.txt": (),
        "first/2.txt": ("2",),
        "smith2012.txt": ("smith2012",),
    }
    assert labels(folder, "second.md", single=True)["first/2.txt"] == ()


def test_the_manifest_beats_the_file_name_and_the_reader(shelf):
    folder = shelf(
        **{
            "1.txt": TEXT,
            "2.txt": TEXT,
            "sources.toml": '[[source]]\nfile = "1.txt"\nlabel = 9\nextent = "abstract"\n'
            'doi = "10.1000/xyz"\nyear = 2012\n',
        }
    )
    assert labels(folder) == {"1.txt": ("9",), "2.txt": ("2",)}
    first, second = folder.sources
    assert (first.extent, second.extent) == (Extent.ABSTRACT, Extent.FULL)
    assert (first.reference.doi, first.reference.year) == ("10.1000/xyz", "2012")


@pytest.mark.parametrize("article", ["articles/first.md", "first.md", "first", "articles/first"])
def test_the_manifest_names_the_article_that_a_label_is_for(shelf, article):
    toml = f'[[source]]\nfile = "a.txt"\nlabel = "1"\narticle = "{article}"\n'
    folder = shelf(**{"a.txt": TEXT, "sources.toml": toml})
    assert labels(folder, "/home/articles/first.md", single=False) == {"a.txt": ("1",)}
    assert labels(folder, "/home/articles/second.md", single=True) == {"a.txt": ()}


def test_a_file_may_have_several_entries(shelf):
    toml = "".join(
        f'[[source]]\nfile = "{file}"\nlabel = "{label}"\narticle = "{article}.md"\n'
        for file, label, article in (("a.txt", "1", "first"), ("./b/../a.txt", "4", "second"))
    )
    folder = shelf(**{"a.txt": TEXT, "b/c.css": "", "sources.toml": toml})
    assert labels(folder, "first.md", single=False) == {"a.txt": ("1",)}
    assert labels(folder, "second.md", single=False) == {"a.txt": ("4",)}


def test_csl_json_with_a_file_field(shelf):
    entries = [
        {"id": "3", "type": "book", "title": "A guideline", "PMID": "12345678", "file": "a/b.txt"},
        {"id": "4", "type": "book", "title": "Not at hand", "file": "absent.txt"},
    ]
    folder = shelf(**{"a/b.txt": TEXT, "library.json": json.dumps(entries)})
    assert labels(folder) == {"a/b.txt": ("3",)}
    [source] = folder.sources
    assert (source.reference.title, source.reference.pmid) == ("A guideline", "12345678")
    [told] = folder.problems
    assert "library.json: there is no file absent.txt; add the file" in str(told)


BIB = """
@article{alder2012, title={Nodal spread of ileal tumors}, author={Alder, Ash}, year={2012},
  doi={10.1000/xyz}, abstract={Nodes were involved in 80% of patients.}, file={FILES}}
@article{birch2015, title={Sleep of shift workers}, author={Birch, Bo}, year={2015},
  abstract={Sleep was short in 12% of them.}}
"""


@pytest.mark.parametrize("field", ["PDF:files/1/a.txt:application/pdf", ""])
def test_a_reference_file_ties_its_files_and_lends_its_abstracts(shelf, field):
    pytest.importorskip("bibtexparser")
    name = "files/1/a.txt" if field else "alder2012.txt"
    folder = shelf(**{name: TEXT, "export.bib": BIB.replace("FILES", field)})
    assert folder.problems == ()
    assert labels(folder) == {name: ("alder2012",), "export.bib#birch2015": ("birch2015",)}
    text, abstract = folder.sources
    assert (text.reference.doi, text.extent) == ("10.1000/xyz", Extent.FULL)
    assert "Sleep was short in 12% of them." in abstract.document.text
    assert abstract.extent is Extent.ABSTRACT


def test_an_export_may_lie_in_a_folder_of_its_own(shelf):
    pytest.importorskip("bibtexparser")
    bib = BIB.replace("FILES", "PDF:files/1/a.txt:application/pdf")
    folder = shelf(**{"export/files/1/a.txt": TEXT, "export/export.bib": bib, "1.txt": TEXT})
    assert labels(folder) == {
        "1.txt": ("1",),
        "export/files/1/a.txt": ("alder2012",),
        "export/export.bib#birch2015": ("birch2015",),
    }


def test_endnote_calls_its_export_a_text(shelf):
    pytest.importorskip("rispy")
    entry = "TY  - JOUR\nID  - 7\nTI  - Nodal spread of ileal tumors\nDO  - 10.1000/xyz\n"
    files = "L1  - internal-pdf://0123/Nodal spread.txt\nER  -\n"
    folder = shelf(
        **{"export.txt": entry + files, "My Library.Data/PDF/0123/Nodal spread.txt": TEXT}
    )
    [source] = folder.sources
    assert (source.name, source.reference.doi) == (
        "My Library.Data/PDF/0123/Nodal spread.txt",
        "10.1000/xyz",
    )


@pytest.mark.parametrize("name", ["My Library.enl", "export.enw"])
def test_endnote_s_own_files_are_told_unless_there_is_an_export(shelf, name):
    pytest.importorskip("rispy")
    folder = shelf(**{"1.txt": TEXT, name: "%0 Journal Article"})
    [told] = folder.problems
    assert f"{name}: EndNote's own files are not read; export the references as RIS" in str(told)
    folder = shelf(**{"export.ris": "TY  - JOUR\nTI  - Nodal spread\nER  -\n"})
    assert folder.problems == ()
    assert [source.name for source in folder.sources] == ["1.txt"]


def test_a_file_that_is_gone_is_told_and_the_abstract_stands_in(shelf):
    pytest.importorskip("bibtexparser")
    folder = shelf(**{"export.bib": BIB.replace("FILES", "files/1/a.pdf")})
    [told] = folder.problems
    assert "export.bib: there is no file files/1/a.pdf; add the file" in str(told)
    assert [source.name for source in folder.sources] == [
        "export.bib#alder2012",
        "export.bib#birch2015",
    ]


def test_many_files_that_are_gone_are_not_a_flood(shelf):
    entry = {"id": "a", "type": "book", "title": "A book", "abstract": "About 5% of them."}
    listed = [{**entry, "id": f"a{n}", "file": f"files/{n}.pdf"} for n in range(40)]
    folder = shelf(**{"export.json": json.dumps(listed)})
    assert len(folder.sources) == 40
    assert [str(one).partition("export.json: ")[2] for one in folder.problems] == [
        *(f"there is no file files/{n}.pdf; add the file or take the entry out" for n in range(5)),
        "35 more files that it names are not there; export the files too",
    ]


def test_two_entries_of_one_key_are_two_sources(shelf):
    entry = {"id": "a", "type": "book", "title": "One book", "abstract": "About 5% of them."}
    folder = shelf(**{"export.json": json.dumps([entry, {**entry, "title": "Another book"}])})
    assert labels(folder) == {"export.json#a": ("a",), "export.json#a-2": ("a",)}
    found = resolve(["a"], [], folder.for_article("article.md", single=True))
    assert found.ambiguous == {"a": ("export.json#a", "export.json#a-2")}


def test_records_of_pubmed_are_abstracts(shelf):
    pytest.importorskip("nbib")
    record = "PMID- 12345678\nTI  - Nodal spread.\nAB  - Nodes in 80% of patients.\nPT  - Journal Article\n"
    folder = shelf(**{"pubmed.nbib": record + "\n" + record.replace("12345678", "23456789")})
    assert [one.reference.pmid for one in folder.sources] == ["12345678", "23456789"]
    assert {one.extent for one in folder.sources} == {Extent.ABSTRACT}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("TY  - JOUR\nTI  - Cut off\n", 'the entry has no "ER  -" at its end; mend this entry'),
        (b"\xff\xfe", "this is not UTF-8 text; export it again as UTF-8"),
    ],
)
def test_a_broken_reference_file_is_told(shelf, content, problem):
    pytest.importorskip("rispy")
    folder = shelf(**{"1.txt": TEXT, "library.ris": content})
    [told] = folder.problems
    assert problem in str(told)
    assert [source.name for source in folder.sources] == ["1.txt"]


def test_a_page_and_its_pdf_are_copies_of_one_work(shelf):
    pytest.importorskip("bibtexparser")
    field = "Page:a.txt:text/html;PDF:b.txt:application/pdf"
    folder = shelf(**{"a.txt": TEXT, "b.txt": TEXT * 9, "export.bib": BIB.replace("FILES", field)})
    tie = resolve(["alder2012"], [], folder.for_article("a.md", single=True)).by_label["alder2012"]
    assert tie.source.name == "b.txt"


def test_what_is_no_text_is_left_alone(shelf):
    folder = shelf(
        **{
            "1.txt": TEXT,
            ".hidden": TEXT,
            "page_files/style.css": TEXT,
            "page_files/frame.html": TEXT,
            "figure.png": b"\x89PNG",
            "package.json": '{"name": "a package"}',
            "library.ris": "TY  - JOUR\nER  - \n",
            "style.css": "p { }",
        }
    )
    assert [source.name for source in folder.sources] == ["1.txt"]
    assert folder.problems == ()


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("bad.txt", b"\x00\x01\x02", "binary"),
        ("latin.txt", b"caf\xe9 au lait", "not valid UTF-8"),
        ("empty.txt", b"", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_others_go_on(shelf, name, content, problem):
    folder = shelf(**{"1.txt": TEXT, name: content})
    assert [source.name for source in folder.sources] == ["1.txt"]
    [told] = folder.problems
    assert name in told.path
    assert problem in told.problem


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("name", ["pipe.txt", "pipe.bib"])
def test_a_pipe_in_the_folder_is_told_and_never_waited_for(shelf, tmp_path, name):
    os.mkfifo(tmp_path / name)
    folder = shelf(**{"1.txt": TEXT})
    assert [source.name for source in folder.sources] == ["1.txt"]
    [told] = folder.problems
    assert str(told) == f"{tmp_path / name}: this is no ordinary file; put a file in its place"


def test_a_manifest_entry_without_its_file_is_told(shelf):
    toml = '[[source]]\nfile = "guidline.txt"\nlabel = "1"\n'
    folder = shelf(**{"guideline.txt": TEXT, "sources.toml": toml})
    [told] = folder.problems
    assert "sources.toml: there is no file guidline.txt; did you mean guideline.txt?" in str(told)


def test_a_folder_that_cannot_be_used(tmp_path, shelf):
    with pytest.raises(SourceError, match="there is no such folder"):
        open_folder(tmp_path / "absent")
    with pytest.raises(SourceError, match="nothing in this folder can be read; put the texts"):
        open_folder(tmp_path)
    with pytest.raises(SourceError, match=r"can be read \(.*bad\.txt: .*binary"):
        shelf(**{"bad.txt": b"\x00\x01"})
    with pytest.raises(SourceError, match="this is a file, not a folder"):
        open_folder(tmp_path / "bad.txt")


def test_the_order_is_that_of_the_names(shelf):
    folder = shelf(**{"b.txt": TEXT, "a/z.txt": TEXT, "a.txt": TEXT})
    assert [source.name for source in folder.sources] == ["a.txt", "a/z.txt", "b.txt"]
