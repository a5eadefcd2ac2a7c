"""``check --changed-since`` in real repositories, with real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from claimaudit.cli import run

ARTICLE = """# Spread of ileal tumors

The lymph nodes are involved in 80–90% of patients [1].
Bone is involved in 30% of patients [1].

The eye is involved in 20% of patients.
"""
COMMAND = [sys.executable, "-m", "claimaudit", "check"]
SOURCE = "Approximately 80% of metastatic patients have secondary hepatic lesions.\n"


def git(home: Path, *words: str) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    subprocess.run(
        ["git", "-c", "user.name=desk", "-c", "user.email=desk@example.org", *words],
        cwd=home,
        env={**environment, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        check=True,
        capture_output=True,
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(ARTICLE, encoding="utf-8")
        (tmp_path / "works" / name).mkdir(parents=True)
        (tmp_path / "works" / name / "1.txt").write_text(SOURCE, encoding="utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "Write")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def checked(home: Path, *words: str) -> dict[str, Any]:
    run(
        [
            "check",
            *words,
            "--sources",
            "works/",
            "--changed-since",
            "main",
            "--format",
            "json",
            "-o",
            "out.json",
        ]
    )
    report: dict[str, Any] = json.loads((home / "out.json").read_text(encoding="utf-8"))
    return report


def figures(article: dict[str, Any]) -> list[str]:
    return [one["quantity"]["text"] for one in article["claims"]]


def test_only_changed_figures_are_judged_and_the_summary_says_so(home: Path) -> None:
    change(home / "a.md", "30%", "35%")
    done = subprocess.run(
        [
            *COMMAND,
            "a.md",
            "b.md",
            "--sources",
            "works/",
            "--changed-since",
            "main",
            "--select",
            "S",
        ],
        cwd=home,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=300,
    )
    assert done.returncode == 1, done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("  -->")] == [
        "  --> a.md:4:21"
    ]
    assert "Checked 1 of 1 cited figure that changed in 2 articles." in done.stdout


def test_an_unchanged_article_has_nothing_to_judge(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = checked(home, "a.md", "b.md")
    assert [figures(one) for one in report["articles"]] == [[], []]
    assert not any(one["findings"] for one in report["articles"])
    assert report["summary"]["changed_since"] == "main"
    assert report["summary"]["gate"]["passed"]
    capsys.readouterr()


@pytest.mark.parametrize(
    ("old", "new", "judged"),
    [
        ("# Spread", "# The spread", []),
        ("The lymph nodes", "All lymph nodes", ["80–90%"]),
        ("[1].\nBone", "[1, 2].\nBone", ["80–90%"]),
        ("\n\nThe eye", "\nIt is slow.\n\nThe eye", []),
        ("20% of", "25% of", ["25%"]),
    ],
    ids=["the title", "a word", "a marker", "a sentence beside", "a figure"],
)
def test_which_figures_a_change_touches(
    home: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, judged: list[str]
) -> None:
    change(home / "a.md", old, new)
    (article,) = checked(home, "a.md")["articles"]
    assert figures(article) == judged
    lines = [one["line"] for one in article["findings"] if one["claim"]]
    assert len(lines) >= len(judged)
    capsys.readouterr()


def test_a_new_article_is_judged_as_a_whole(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "new.md").write_text(ARTICLE, encoding="utf-8")
    (article,) = checked(home, "new.md")["articles"]
    assert figures(article) == ["80–90%", "30%", "20%"]
    capsys.readouterr()


def test_waivers_outside_of_the_change_are_left_in_peace(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--sources", "works", "--figure", "80–90%", "--reason", "Seen.", "--by", "desk"]
    assert run(["waive", "a.md", *words]) == 0
    change(home / "a.md", "20%", "25%")
    assert not any(
        one["rule"] == "X005" for one in checked(home, "a.md")["articles"][0]["findings"]
    )
    change(home / "a.md", "The lymph nodes", "Some lymph nodes")
    findings = checked(home, "a.md")["articles"][0]["findings"]
    assert [one["waived"] for one in findings if one["rule"] == "S001"] == [True]
    capsys.readouterr()


def test_a_suppression_outside_of_the_change_is_left_in_peace(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(
        home / "a.md",
        "30% of patients [1].",
        "30% of patients [1]. <!-- claimaudit: ignore S001 -- seen -->",
    )
    git(home, "commit", "-q", "-a", "-m", "Suppress")
    change(home / "a.md", "20%", "25%")
    rules = [one["rule"] for one in checked(home, "a.md")["articles"][0]["findings"]]
    assert "X006" not in rules
    assert "S001" not in rules
    capsys.readouterr()


def test_a_file_without_lines_is_audited_whole_and_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("The lymph nodes are involved in 80–90% of patients [1].")
    document.save(str(home / "a.docx"))
    git(home, "add", "a.docx")
    git(home, "commit", "-q", "-m", "Add")
    (article,) = checked(home, "a.docx")["articles"]
    assert figures(article) == ["80–90%"]
    assert (
        "claimaudit: note: a.docx: has no lines of its own; audited whole"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("path", "revision", "says"),
    [
        (
            "a.md",
            "nowhere",
            "claimaudit: error: --changed-since: no revision 'nowhere' in the repository of a.md; ",
        ),
        ("-", "main", "claimaudit: error: --changed-since: standard input has no history; "),
    ],
)
def test_what_git_does_not_know_stops_the_run(
    home: Path, capsys: pytest.CaptureFixture[str], path: str, revision: str, says: str
) -> None:
    assert run(["check", path, "--changed-since", revision]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    assert line.startswith(says)


def test_a_change_that_contradicts_another_place_is_told_there(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = "Mesenteric lymph nodes are involved in 80–90% of patients with ileal tumors"
    (home / "a.md").write_text(
        f"{told}.\n\nSome text.\n\nAt diagnosis, m{told[1:]}.\n", encoding="utf-8"
    )
    git(home, "commit", "-q", "-a", "-m", "Repeat")
    assert not any(checked(home, "a.md", "--select", "N001")["articles"][0]["findings"])
    change(home / "a.md", "80–90%", "60–70%")
    (finding,) = checked(home, "a.md", "--select", "N001")["articles"][0]["findings"]
    assert (finding["rule"], finding["line"]) == ("N001", 5)
    capsys.readouterr()
