"""What was computed is kept between runs, changes nothing, and never stands in the way."""

from __future__ import annotations

import os
import pickle
import sqlite3
import subprocess
import sys
import zlib
from decimal import Decimal
from pathlib import Path

import pytest

from checkers.judge import Judge, Works
from claims import cache as keeping
from claims.cache import FILE, NO_CACHE, Cache, open_cache, packed, unpacked
from claims.extract import Extractor
from claims.readers import parse
from sources.model import Resolution, Source

ARTICLE = """# Cefazolin

Wounds became infected in 12% of the patients [1]. Fever was seen in 31% [1].

## References

1. A group. Cefazolin in surgery. 2019.
"""
SOURCE = "Of 240 patients who were given cefazolin, wounds became infected in 12%, fever in 31%.\n"


class Counted:
    """Computes a value and counts how often."""

    def __init__(self, value: object = "made") -> None:
        self.value = value
        self.times = 0

    def __call__(self) -> object:
        self.times += 1
        return self.value


def test_a_value_is_computed_once(tmp_path: Path) -> None:
    make = Counted((Decimal("1.50"), "a", frozenset({"b"})))
    for _ in range(2):
        with open_cache(tmp_path) as cache:
            assert cache.kept("thing", lambda: "x", make) == make.value
    assert make.times == 1


def test_another_kind_and_other_parts_are_another_value(tmp_path: Path) -> None:
    make = Counted()
    with open_cache(tmp_path) as cache:
        for kind, parts in (("a", "x"), ("b", "x"), ("a", "y"), ("a", "x")):
            cache.kept(kind, lambda parts=parts: parts, make)  # type: ignore[misc]
    assert make.times == 3


def test_none_is_a_value(tmp_path: Path) -> None:
    make = Counted(None)
    with open_cache(tmp_path) as cache:
        assert cache.kept("a", lambda: "x", make) is None
        assert cache.kept("a", lambda: "x", make) is None
    assert make.times == 1


def test_other_code_computes_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Counted()
    for recipe in ("old", "new"):
        monkeypatch.setattr(keeping, "recipe", lambda recipe=recipe: recipe)
        with open_cache(tmp_path) as cache:
            cache.kept("a", lambda: "x", make)
    assert make.times == 2


def test_without_a_cache_nothing_is_asked_or_kept() -> None:
    make = Counted()
    for _ in range(2):
        NO_CACHE.kept("a", lambda: pytest.fail("asked"), make)
    assert make.times == 2


@pytest.mark.parametrize(
    "data", [b"", b"no database at all\n" * 200, b"SQLite format 3\0" + b"x" * 99]
)
def test_a_damaged_file_is_made_anew(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    make = Counted()
    for _ in range(2):
        with open_cache(tmp_path) as cache:
            cache.kept("a", lambda: "x", make)
    assert make.times == 1


def test_a_damaged_value_is_computed_anew(tmp_path: Path) -> None:
    make = Counted()
    with open_cache(tmp_path) as cache:
        cache.kept("a", lambda: "x", make)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE kept SET value = ?", (b"\x78\x9c damaged",))
    connection.close()
    with open_cache(tmp_path) as cache:
        assert cache.kept("a", lambda: "x", make) == "made"
    assert make.times == 2


def test_a_folder_that_is_a_file_or_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    make = Counted()
    with open_cache(tmp_path / "file" / "below") as cache:
        assert cache.kept("a", lambda: "x", make) == "made"


def test_two_runs_can_share_a_folder(tmp_path: Path) -> None:
    with open_cache(tmp_path) as one, open_cache(tmp_path) as other:
        one.kept("a", lambda: "x", Counted(1))
        assert other.kept("a", lambda: "x", Counted(2)) == 1
        other.kept("b", lambda: "x", Counted(3))
        assert one.kept("b", lambda: "x", Counted(4)) == 3


def test_a_file_that_has_grown_too_large_is_trimmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_cache(tmp_path) as cache:
        for number in range(40):
            cache.kept("a", lambda number=number: str(number), Counted(os.urandom(9000)))  # type: ignore[misc]
    before = (tmp_path / FILE).stat().st_size
    monkeypatch.setattr(keeping, "MOST_BYTES", 100_000)
    with open_cache(tmp_path):
        pass
    assert (tmp_path / FILE).stat().st_size < before * 0.7


def test_what_is_too_large_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_VALUE", 1000)
    make = Counted("x" * 2000)
    with open_cache(tmp_path) as cache:
        for _ in range(2):
            assert cache.kept("a", lambda: "x", make) == make.value
    assert make.times == 2


@pytest.mark.parametrize(
    "evil",
    [
        *(os.system, subprocess.Popen, eval, keeping.open_cache, keeping.Cache),
        *("claims.readers.read", "claims.cache.Path", "checkers.judge.OrderedDict"),
    ],
)
def test_a_file_from_elsewhere_can_run_nothing(evil: object) -> None:
    if isinstance(evil, str):
        module, _, name = evil.rpartition(".")
        data = f"c{module}\n{name}\n(S'/etc/passwd'\ntR.".encode()
    else:
        data = pickle.dumps(evil)
    with pytest.raises(pickle.UnpicklingError):
        unpacked(zlib.compress(data))


def test_a_value_that_swells_is_not_read() -> None:
    with pytest.raises((pickle.UnpicklingError, EOFError)):
        unpacked(zlib.compress(pickle.dumps("x" * (keeping.MOST_VALUE + 1))))


def test_documents_indexes_and_judgements_come_back_as_they_were(tmp_path: Path) -> None:
    found = []
    for _ in range(2):
        with open_cache(tmp_path) as cache:
            document = parse(f"<html><body><p>{SOURCE}</p></body></html>", "s.html", cache=cache)
            judge = Judge(Extractor(cache=cache), cache=cache)
            claims = judge.extractor.extract(parse(ARTICLE, "a.md")).claims
            works = Works((Source("s.html", document),), (), Resolution.LABEL)
            found.append((document, claims, judge.judge(claims, lambda _, w=works: w)))  # type: ignore[misc]
            index = judge.index(document)
            assert unpacked(packed(index)) == index
    assert found[0] == found[1]


def _check(home: Path, *more: str) -> tuple[int, bytes, str]:
    """An audit by a real process: exit code, JSON report, what it said."""
    asked = ("check", "a.md", "--sources", "works", "--format", "json", "--cache-dir", "kept")
    done = subprocess.run(
        [sys.executable, "-m", "claimaudit", *asked, *more],
        cwd=home,
        capture_output=True,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr.decode()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "works").mkdir()
    (tmp_path / "works" / "1.txt").write_text(SOURCE)
    (tmp_path / "a.md").write_text(ARTICLE)
    return tmp_path


def test_a_second_run_says_the_same_to_the_byte(home: Path) -> None:
    first, second = _check(home), _check(home)
    assert first == second == _check(home, "--no-cache")


def test_a_changed_source_and_a_changed_article_are_noticed(home: Path) -> None:
    assert _check(home)[0] == 0
    (home / "works" / "1.txt").write_text(SOURCE.replace("12%", "17%"))
    assert _check(home)[0] == 1
    (home / "a.md").write_text(ARTICLE.replace("12%", "17%"))
    assert _check(home)[0] == 0


def test_figures_that_moved_are_judged_where_they_are_now(home: Path) -> None:
    assert _check(home)[0] == 0
    (home / "a.md").write_text("A first line.\n\n" + ARTICLE)
    assert _check(home) == _check(home, "--no-cache")


def test_no_cache_leaves_no_file(home: Path) -> None:
    assert _check(home, "--no-cache")[0] == 0
    assert not (home / "kept").exists()


def test_a_cache_that_keeps_nothing_is_the_default() -> None:
    assert isinstance(NO_CACHE, Cache)
    assert Judge(Extractor()).cache is NO_CACHE
