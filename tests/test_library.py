"""The library: what is stored stays, what is asked for is found, whoever else writes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.document import Extent
from sources import schema
from sources.library import Library, Origin, Record, open_library
from sources.model import Notice, NoticeKind, Reference, Resolution, SourceError
from sources.resolve import resolve

TITLE = "Nodal spread of small bowel tumors in a national cohort"
TEXT = f"# {TITLE}\n\nAbout 80% of the patients had liver lesions in this series.\n"
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
RETRACTED = Notice(NoticeKind.RETRACTION, "crossref", "10.1000/r", "2020")


def facts(**fields) -> Reference:
    return Reference("", "", **fields)


def record(name="a.md", text: str | None = TEXT, **fields) -> Record:
    origin = Origin("file", f"/texts/{name}", "2020-01-01T00:00:00+00:00")
    data = None if text is None else text.encode()
    return Record(name, facts(**fields), data, origins=(origin,))


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "library.db"


def stored(path: Path, *records: Record):
    with open_library(path, write=True) as library:
        return library.add(*records)


def test_what_was_given_comes_back_byte_for_byte(path):
    text = "\ufeffCafé\r\n\x0cAbout 80% of 10⁹.\n"
    [held] = stored(path, record(text=text, title=TITLE, authors=("Alder A", "Müller B")))
    with open_library(path) as library:
        assert library.data(held) == text.encode()
        assert [*library.holdings()] == [held]
        assert held.reference.authors == ("Alder A", "Müller B")
        assert library.origins(held) == record().origins
        source = library.source(held)
        assert source.document.text == text
        assert source.reference.title == TITLE


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=3), st.binary(max_size=40))
def test_whatever_a_record_holds_is_stored_and_found(path, text, authors, data):
    given = Record(text, facts(title=text, authors=tuple(authors), doi=text), data)
    with open_library(path, write=True) as library:
        [held] = library.add(given)
        assert library.data(held) == data
        assert library.find(held.name) == (held,)
        library.matching(facts(title=text, doi=text))
        library.remove(held)
        assert [*library.holdings()] == []


def test_a_text_is_stored_once(path):
    first = stored(path, record("a.md", doi="10.1000/x"))
    again = stored(path, record("b.md", pmid="12345678"))
    assert [held.digest for held in again] == [held.digest for held in first]
    with open_library(path) as library:
        [held] = library.holdings()
        assert (held.name, held.reference.doi, held.reference.pmid) == (
            "a.md",
            "10.1000/x",
            "12345678",
        )
        assert [origin.place for origin in library.origins(held)] == ["/texts/a.md", "/texts/b.md"]


def test_two_texts_of_one_name_are_told_apart(path):
    stored(path, record("1.txt", "One text."), record("1.txt", "Another text."))
    with open_library(path) as library:
        names = [held.name for held in library.holdings()]
    assert names[1] == "1.txt"
    assert names[0].startswith("1-")
    assert names[0].endswith(".txt")


def test_a_work_without_its_text_gets_it_later(path):
    [known] = stored(
        path, replace(record("x", None, doi="10.1000/X", year="2012"), notices=(RETRACTED,))
    )
    assert (known.digest, known.extent) == ("", None)
    [held] = stored(path, record("full.md", title=TITLE, doi="10.1000/x"))
    assert held.number == known.number
    assert (held.name, held.extent) == ("full.md", Extent.FULL)
    assert (held.reference.year, held.reference.title) == ("2012", TITLE)
    with open_library(path) as library:
        assert library.source(held).notices == (RETRACTED,)


@pytest.mark.parametrize(
    ("one", "other", "merged"),
    [
        ({"doi": "10.1000/x"}, {"doi": "10.1000/X".lower(), "pmid": "12345678"}, True),
        ({"doi": "10.1000/x", "pmid": "1234567"}, {"doi": "10.1000/x", "pmid": "7654321"}, False),
        ({"title": TITLE, "year": "2012"}, {"title": TITLE.upper(), "year": "2012"}, True),
        ({"title": TITLE, "year": "2012"}, {"title": TITLE, "year": "2013"}, False),
        ({"title": "Home", "year": "2012"}, {"title": "Home", "year": "2012"}, False),
        (
            {"title": TITLE, "authors": ("Alder A",)},
            {"title": TITLE, "authors": ("Birch B",)},
            False,
        ),
    ],
)
def test_what_is_surely_one_work_is_merged(path, one, other, merged):
    stored(path, record("x", None, **one), record("y", None, **other))
    with open_library(path) as library:
        assert len([*library.holdings()]) == (1 if merged else 2)


def test_resolving_opens_the_texts_that_are_cited_and_no_others(path, monkeypatch):
    stored(
        path,
        record("doi.md", "About 1% of them.", title="Sleep of shift workers", doi="10.1000/d"),
        record("title.md", title=TITLE, year="2012", authors=("Alder A",)),
        record("pmid.md", "About 2% of them.", pmid="12345678"),
        record("other.md", "About 3% of them.", title="Nodal spread of skin tumors in a clinic"),
        record("known", None, title="A work without a text", doi="10.1000/n"),
    )
    listed = [
        Reference("article.md", "1", doi="10.1000/d"),
        Reference("article.md", "2", title=TITLE + ".", year="2012", authors=("Alder, Ash",)),
        Reference("article.md", "3", title="Something else entirely"),
        Reference("article.md", "4", doi="10.1000/n"),
    ]
    labels = ["1", "2", "3", "4", "PMID: 12345678"]
    with open_library(path) as library:
        opened = []
        read = library.data
        monkeypatch.setattr(library, "data", lambda held: opened.append(held.name) or read(held))
        sources = library.candidates(listed, labels)
        found = resolve(labels, listed, sources, library.notices)
    assert sorted(opened) == ["doi.md", "pmid.md", "title.md"]
    names = [tie.source and tie.source.name for tie in found.by_label.values()]
    assert names == ["doi.md", "title.md", None, None, "pmid.md"]
    assert found.by_label["2"].resolution is Resolution.TITLE


def test_a_misspelled_title_is_found_and_two_alike_are_ambiguous(path):
    stored(
        path, record("a.md", "One text.", title=TITLE), record("b.md", "Two texts.", title=TITLE)
    )
    listed = [Reference("article.md", "1", title=TITLE.replace("tumors", "tumours"))]
    with open_library(path) as library:
        found = resolve(["1"], listed, library.candidates(listed))
    assert found.ambiguous == {"1": ("a.md", "b.md")}


def test_of_two_copies_the_full_text_is_opened(path):
    stored(
        path,
        replace(record("a.md", "Short.", doi="10.1000/x"), extent=Extent.ABSTRACT),
        record("b.md", "Long.", doi="10.1000/x"),
    )
    with open_library(path) as library:
        assert [one.name for one in library.candidates([facts(doi="10.1000/x")])] == ["b.md"]


def test_a_name_that_another_source_has_is_told_apart(path):
    stored(path, record("1.txt", doi="10.1000/x"))
    with open_library(path) as library:
        [source] = library.candidates([facts(doi="10.1000/x")], taken={"1.txt"})
        assert source.name == "library:1.txt"


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        (facts(doi="10.1000/X".lower()), True),
        (facts(pmid="12345678"), True),
        (facts(title=TITLE), True),
        (facts(title=TITLE, doi="10.1000/other"), False),
        (facts(title="Sleep of shift workers"), False),
    ],
)
def test_notices_of_works_at_hand_and_not(path, reference, told):
    known = record("x", None, doi="10.1000/x", pmid="12345678", title=TITLE)
    stored(path, replace(known, notices=(RETRACTED,)))
    with open_library(path) as library:
        assert library.notices(reference) == ((RETRACTED,) if told else ())


@pytest.mark.parametrize("asked", ["a.md", "10.1000/x", "doi:10.1000/X", "12345678", "DIGEST"])
def test_a_work_is_named_in_several_ways(path, asked):
    [held] = stored(path, record("a.md", doi="10.1000/x", pmid="12345678"), record("b.md", "b"))[:1]
    with open_library(path) as library:
        assert library.find(held.digest[:8] if asked == "DIGEST" else asked) == (held,)
        assert library.find("c.md") == ()


def test_what_is_removed_is_gone(path):
    first, second = stored(path, record("a.md", title=TITLE, doi="10.1000/x"), record("b.md", "b"))
    with open_library(path, write=True) as library:
        library.remove(first)
        assert [*library.holdings()] == [second]
        assert library.candidates([facts(doi="10.1000/x"), facts(title=TITLE)]) == ()
        with pytest.raises(SourceError, match=r"a\.md: the stored text is damaged; add it again"):
            library.data(first)


def test_all_records_are_stored_or_none(path):
    broken = replace(record("b.md", "b"), notices=(replace(RETRACTED, kind=object()),))
    with open_library(path, write=True) as library:
        with pytest.raises(SourceError):
            library.add(record("a.md"), broken)
        assert [*library.holdings()] == []


def test_a_text_that_cannot_be_read_any_more_is_told(path):
    stored(path, record("a.md", "\x00\x01", doi="10.1000/x"))
    with open_library(path) as library:
        assert library.candidates([facts(doi="10.1000/x")]) == ()
        library.candidates([facts(doi="10.1000/x")])
        [told] = library.problems
    assert str(told).startswith(f"{path}: a.md: the data is binary")


# The file ---------------------------------------------------------------------------------------


def test_an_export_is_one_file_that_needs_no_lock(path, tmp_path):
    [held] = stored(path, record(doi="10.1000/x"))
    folder = tmp_path / "shared"
    folder.mkdir()
    target = folder / "team.db"
    with open_library(path) as library:
        library.export(target)
        library.export(folder / "again.db")
    assert target.read_bytes() == (folder / "again.db").read_bytes()
    (folder / "again.db").unlink()
    target.chmod(0o444)
    folder.chmod(0o555)
    try:
        with open_library(target) as exported:
            assert [*exported.holdings()] == [held]
            assert exported.data(held) == TEXT.encode()
            assert exported.candidates([facts(doi="10.1000/x")])
            exported.export(tmp_path / "copy.db")
        assert [file.name for file in folder.iterdir()] == ["team.db"]
    finally:
        folder.chmod(0o755)
    with pytest.raises(SourceError, match="this is an export, which is only read"):
        stored(target, record())


def test_an_export_replaces_its_file_at_once_or_not_at_all(path, tmp_path):
    stored(path, record())
    (tmp_path / "old.db").write_text("what was there")
    with open_library(path) as library:
        with pytest.raises(SourceError, match="this is the library itself"):
            library.export(path)
        with pytest.raises(SourceError, match=r"nowhere.+team\.db: its folder does not exist"):
            library.export(tmp_path / "nowhere" / "team.db")
        library.export(tmp_path / "old.db")
    with open_library(tmp_path / "old.db") as exported:
        assert len([*exported.holdings()]) == 1
    assert not [file for file in tmp_path.iterdir() if file.suffix == ".tmp"]


def other_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
        connection.execute("PRAGMA user_version = 3")


def later_version(path: Path) -> None:
    stored(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def damage(path: Path) -> None:
    stored(path, *(record(f"{n}.md", f"{n} " * 400) for n in range(30)))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (
            lambda path: path.write_text("[[source]]"),
            "this is no library of claimaudit; name another",
        ),
        (lambda path: path.mkdir(), "this is a folder; name a file"),
        (other_program, "this is no library of claimaudit"),
        (later_version, r"a later claimaudit made this library \(version 99\); update claimaudit"),
        (damage, "the library is damaged; restore it from an export"),
    ],
)
def test_a_file_that_is_no_library_is_one_line(path, make, problem, write):
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with (
        pytest.raises(SourceError, match=problem) as raised,
        open_library(path, write=write) as library,
    ):
        [*library.holdings()]
    assert str(raised.value).startswith(f"{path}: ")
    assert "\n" not in str(raised.value)
    assert not path.is_file() or path.read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE work SET authors = 'no list'",
        "UPDATE work SET authors = '{}', extent = 'half'",
        "UPDATE work SET extent = 'half'",
    ],
)
def test_a_row_that_makes_no_sense_is_damage(path, change):
    stored(path, record())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(change)
    with (
        open_library(path) as library,
        pytest.raises(SourceError, match="the library is damaged; restore it from an export"),
    ):
        [*library.holdings()]


def test_a_library_that_is_not_there(path):
    with (
        pytest.raises(SourceError, match="there is no such library; check the path"),
        open_library(path),
    ):
        pass
    assert not path.exists()
    with open_library(path.parent / "new" / "folder" / "library.db", write=True) as library:
        assert [*library.holdings()] == []


def test_an_empty_file_becomes_a_library(path):
    """What a process leaves that is killed before it has made the tables."""
    path.touch()
    stored(path, record())
    with open_library(path) as library:
        assert len([*library.holdings()]) == 1


def test_an_older_library_is_migrated_once(path, monkeypatch):
    stored(path, record())
    later = (*schema.MIGRATIONS, ("ALTER TABLE work ADD COLUMN language TEXT NOT NULL DEFAULT ''",))
    monkeypatch.setattr(schema, "MIGRATIONS", later)
    monkeypatch.setattr(schema.migrate, "__defaults__", (later,))
    with (
        pytest.raises(SourceError, match="an earlier claimaudit made this library"),
        open_library(path),
    ):
        pass
    for _ in range(2):
        with open_library(path, write=True) as library:
            assert len([*library.holdings()]) == 1
    with open_library(path):
        pass


def test_a_migration_that_fails_leaves_the_library_as_it_was(path):
    stored(path, record())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        steps = (*schema.MIGRATIONS, ("ALTER TABLE work ADD COLUMN language TEXT", "no statement"))
        with pytest.raises(sqlite3.OperationalError):
            schema.migrate(connection, steps)
        columns = [row[1] for row in connection.execute("PRAGMA table_info(work)")]
    assert "language" not in columns
    with open_library(path) as library:
        assert len([*library.holdings()]) == 1


# Several processes ------------------------------------------------------------------------------

WRITER = """
import sys
from sources.library import Record, open_library
from sources.model import Reference
path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open_library(path, write=True) as library:
    for number in range(count):
        text = f"{name} {number} " * 2000
        library.add(Record(f"{name}-{number}.txt", Reference("", "", title=f"Work {name} {number}"), text.encode()))
        print(f"{name}-{number}.txt", flush=True)
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def works(path: Path) -> set[str]:
    """The names of the works, each text checked against its digest."""
    with open_library(path) as library:
        held = [*library.holdings()]
        for one in held:
            assert library.data(one)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return {one.name for one in held}


def test_two_processes_make_and_write_one_library_at_once(path):
    processes = [writer(path, name, 25) for name in ("one", "two")]
    outputs = [process.communicate(timeout=120) for process in processes]
    assert [errors for _, errors in outputs] == ["", ""]
    told = {line for output, _ in outputs for line in output.splitlines()}
    assert len(told) == 50
    assert works(path) == told


def test_two_processes_may_store_the_same_works(path):
    processes = [writer(path, "same", 15) for _ in range(2)]
    outputs = [process.communicate(timeout=120) for process in processes]
    assert [errors for _, errors in outputs] == ["", ""]
    assert outputs[0] == outputs[1]
    assert works(path) == set(outputs[0][0].splitlines())


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill outright")
@pytest.mark.parametrize("seen", [0, 1, 7])
def test_what_was_told_as_stored_survives_a_kill(path, seen):
    """One of two writers is killed in the middle; the other goes on, nothing told is lost."""
    doomed, other = writer(path, "doomed", 100_000), writer(path, "other", 20)
    told = [doomed.stdout.readline().strip() for _ in range(seen)]
    time.sleep(0.02 * seen)
    os.kill(doomed.pid, signal.SIGKILL)
    rest, _ = doomed.communicate(timeout=60)
    told += [line for line in rest.splitlines() if line.endswith(".txt")]
    output, errors = other.communicate(timeout=120)
    assert errors == ""
    assert {*told, *output.splitlines()} <= works(path)
    assert len(stored(path, record())) == 1


def test_a_reader_is_not_stopped_by_a_writer(path):
    stored(path, record("a.md"))
    with open_library(path, write=True) as first, open_library(path) as reader:
        assert isinstance(first, Library)
        with schema.writing(first._connection):
            first._connection.execute("UPDATE work SET title = 'half done'")
            assert [held.reference.title for held in reader.holdings()] == [""]


def test_a_writer_that_waits_too_long_says_so(path, monkeypatch):
    stored(path, record("a.md"))
    monkeypatch.setattr(schema, "PATIENCE", 0.05)
    with (
        open_library(path, write=True) as first,
        schema.writing(first._connection),
        pytest.raises(SourceError, match="another process keeps the library locked; try again"),
    ):
        stored(path, record("b.md", "b"))
