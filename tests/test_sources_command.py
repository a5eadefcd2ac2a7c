"""``claimaudit sources``: what a user types, sees and keeps."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimaudit.commands.sources import command

PAGE = """<html><head><title>Liver lesions of neuroendocrine neoplasms</title>
<meta name="citation_doi" content="10.1000/liver"><meta name="citation_author" content="Example Study Group">
<meta name="citation_publication_date" content="2021"></head><body><article>
<h1>Liver lesions of neuroendocrine neoplasms</h1>
<p>About 80% of the patients had lesions of the liver, and in half of them nowhere else.</p>
<p>Some were followed for 5–7 years after the first diagnosis was made in this hospital.</p>
</article></body></html>"""
CSL = [
    {
        "id": "nodes2012",
        "type": "article-journal",
        "title": "RETRACTED: Nodal spread",
        "author": [{"literal": "Example Nodal Group"}],
        "issued": {"date-parts": [[2012]]},
        "PMID": "12345678",
        "abstract": "Nodes were involved in 90% of the patients.",
    },
    {"id": "bare2015", "type": "book", "title": "A book without a text", "DOI": "10.1000/bare"},
    {"id": "broken", "type": "book", "title": 1},
    {"id": "lost2016", "type": "book", "title": "A lost file", "file": "gone.pdf"},
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMAUDIT_LIBRARY", "library.db")

    def invoke(*arguments: str):
        return CliRunner().invoke(command, arguments, standalone_mode=False)

    (tmp_path / "liver.html").write_text(PAGE, "utf-8")
    (tmp_path / "export.json").write_text(json.dumps(CSL), "utf-8")
    return invoke


LIVER = (
    "liver.html: full text · Example Study Group 2021 · "
    "Liver lesions of neuroendocrine neoplasms · doi 10.1000/liver\n"
)


def test_add_says_what_was_stored_and_list_says_it_again(run):
    done = run("add", "liver.html")
    assert (done.return_value, done.stdout, done.stderr) == (0, LIVER, "")
    assert run("list").stdout == LIVER
    assert run("add", "liver.html").stdout == LIVER
    assert run("list").stdout == LIVER


def test_a_reference_file_brings_abstracts_and_works_without_texts(run):
    done = run("add", "export.json")
    assert done.return_value == 2
    assert done.stderr.splitlines() == [
        "claimaudit: error: export.json: entry 3: title is no text; mend this entry",
        "claimaudit: error: export.json: there is no file gone.pdf; export the files too",
    ]
    assert done.stdout.splitlines() == [
        "12345678.html: abstract · Example Nodal Group 2012 · RETRACTED: Nodal spread · pmid 12345678 · retraction",
        "10.1000_bare: no text · A book without a text · doi 10.1000/bare",
        "lost2016: no text · A lost file",
    ]


def test_a_retraction_that_a_record_states_is_kept(run, tmp_path):
    record = (
        "PMID- 12345678\nTI  - Nodal spread.\nAB  - Nodes in most.\nPT  - Retracted Publication\n"
    )
    (tmp_path / "record.txt").write_text(record)
    assert run("add", "record.txt").stdout.endswith("· pmid 12345678 · retraction\n")
    assert "  notice  retraction (pubmed)\n" in run("show", "12345678").stdout


def test_a_reference_file_brings_its_files(run, tmp_path):
    entry = {"id": "liver2021", "type": "book", "title": "Liver lesions", "PMID": "7654321"}
    (tmp_path / "own.json").write_text(json.dumps([{**entry, "file": "liver.html"}]))
    assert run("add", "own.json").stdout == (
        "liver.html: full text · Example Study Group 2021 · Liver lesions · "
        "doi 10.1000/liver · pmid 7654321\n"
    )


def test_a_folder_brings_what_its_manifest_says(run, tmp_path):
    (tmp_path / "works").mkdir()
    (tmp_path / "works/1.txt").write_text("About 80% of them.")
    (tmp_path / "works/sources.toml").write_text(
        '[[source]]\nfile = "1.txt"\nextent = "abstract"\ntitle = "Liver lesions"\n'
    )
    assert run("add", "works").stdout == "1.txt: abstract · Liver lesions\n"


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="needs /dev/fd")
def test_a_text_from_a_pipe_is_stored_as_it_was_read(run):
    reading, writing = os.pipe()
    with os.fdopen(reading), os.fdopen(writing, "w") as pipe:
        pipe.write(PAGE)
        pipe.close()
        assert run("add", f"/dev/fd/{reading}").return_value == 0
    [work] = [json.loads(line) for line in run("list", "--format", "jsonl").stdout.splitlines()]
    assert work["sha256"] == hashlib.sha256(PAGE.encode()).hexdigest()


def test_what_cannot_be_read_is_told_and_the_rest_is_stored(run, tmp_path):
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01")
    done = run("add", "bad.txt", "gone.txt", "liver.html")
    assert done.return_value == 2
    assert done.stdout == LIVER
    first, second = done.stderr.splitlines()
    assert first.startswith("claimaudit: error: bad.txt: the data is binary")
    assert second == "claimaudit: error: gone.txt: there is no such file; check the path"


def test_show(run):
    run("add", "liver.html")
    lines = run("show", "10.1000/liver").stdout.splitlines()
    assert lines[0] == "liver.html"
    facts = [line.split(None, 1) for line in lines[1:]]
    assert ["title", "Liver lesions of neuroendocrine neoplasms"] in facts
    assert facts[-1][0] == "from"
    assert facts[-1][1].startswith("file liver.html, 20")
    assert "About 80% of the patients had lesions" in run("show", "liver.html", "--text").stdout


def test_a_work_that_is_not_there(run):
    run("add", "liver.html")
    for verb in ("show", "remove"):
        done = run(verb, "lungs.html")
        assert done.return_value == 2
        assert done.stderr == (
            "claimaudit: error: library.db: there is no work lungs.html; claimaudit sources list\n"
        )
    assert run("list").stdout == LIVER


def test_remove_and_export(run, tmp_path):
    run("add", "liver.html", "export.json")
    assert (
        run("remove", "10.1000/bare", "lost2016").stdout
        == "removed 10.1000_bare\nremoved lost2016\n"
    )
    assert run("export", "team.db").stdout == "team.db: 2 works\n"
    done = run("list", "--library", "team.db", "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["name"], row["extent"]) for row in rows] == [
        ("12345678.html", "abstract"),
        ("liver.html", "full"),
    ]
    assert rows[1]["origins"] == [{"kind": "file", "place": "liver.html"}]
    assert rows[1]["authors"] == ["Example Study Group"]
    assert run("remove", "liver.html", "--library", "team.db").return_value == 2
    run("remove", "12345678")
    assert run("export", "one.db").stdout == "one.db: 1 work\n"


def test_a_library_that_is_not_there_is_one_line(run):
    done = run("list")
    assert done.return_value == 2
    assert done.stderr == (
        "claimaudit: error: library.db: there is no such library; "
        "check the path, or make it with claimaudit sources add\n"
    )


def test_without_a_name_the_library_lies_in_the_user_s_data(run, tmp_path, monkeypatch):
    monkeypatch.delenv("CLAIMAUDIT_LIBRARY")
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")
    assert run("add", "liver.html").stdout == LIVER
    assert (tmp_path / "data" / "library.db").is_file()
