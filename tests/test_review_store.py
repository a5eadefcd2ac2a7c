"""The review's file: readable, whole, and not overwritten by whoever did not see it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from claimaudit.inputs import InputError
from claimaudit.review.record import Choice, Content, Figure, Review, decide, take
from claimaudit.review.store import (
    ConflictError,
    dump,
    load,
    review_path,
    update,
)

NOW = "2026-01-02T03:04:05Z"
FIGURE = Figure("k1", "80–90%", 3, "supported")


def made() -> Review:
    review = take(Review(Content("aa", (("1.txt", "bb"),))), "one", NOW)
    return decide(review, FIGURE, Choice.ACCEPT, "", "one", NOW)


def test_a_review_lies_beside_its_article() -> None:
    assert review_path("texts/a.md") == Path("texts/a.md.review.json")


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.md.review.json"
    assert load(path) is None
    stored = update(path, lambda _: made())
    assert load(path) == stored == replace(made(), version=1)
    text = path.read_text(encoding="utf-8")
    assert '"figure": "80–90%"' in text
    assert dump(stored) == text


def test_an_unchanged_review_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.md.review.json"
    first = update(path, lambda _: made())
    assert update(path, lambda stored: stored or made()) == first


def test_nobody_overwrites_what_they_did_not_see(tmp_path: Path) -> None:
    path = tmp_path / "a.md.review.json"
    first = update(path, lambda _: made())
    update(path, lambda _: replace(made(), holder="two"), first.version)
    with pytest.raises(ConflictError, match="two has changed this review"):
        update(path, lambda _: made(), first.version)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "{}", '{"schema_version": 9}', "\x00", "<<<<<<< HEAD\n{}", "[" * 100_000),
        '{"schema_version": 1, "version": "x"}',
        '{"schema_version": 1, "version": 1e999, "text_sha256": "", "sources": {}}',
        '{"schema_version": 1, "version": 1, "text_sha256": "", "sources": []}',
    ],
)
def test_a_broken_file_is_told_and_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.md.review.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.md\.review\.json: .*(restore|remove)"):
        update(path, lambda _: made())
    assert path.read_text(encoding="utf-8") == text


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from claimaudit.review.record import Content, Review, State, Step
from claimaudit.review.store import update
for number in range(25):
    step = Step(State.SUBMITTED, sys.argv[2], str(number))
    update(Path(sys.argv[1]), lambda old: replace(
        old or Review(Content("aa")), history=(*(old.history if old else ()), step)))
"""


def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.md.review.json"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in ("one", "two")
    ]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    history = json.loads(path.read_text(encoding="utf-8"))["history"]
    for name in ("one", "two"):
        written = [int(step["at"]) for step in history if step["by"] == name]
        assert written == list(range(25))


def test_words_of_a_file_from_elsewhere_are_safe_to_show(tmp_path: Path) -> None:
    path = tmp_path / "a.md.review.json"
    shown = "desk \\x1b[31m \\u202e two"
    raw = dump(replace(made(), holder="desk \x1b[31m \u202e\n two"))
    path.write_text(raw, encoding="utf-8")
    stored = load(path)
    assert stored is not None
    assert stored.holder == shown
