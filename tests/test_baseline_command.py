"""Baselines of ``check``: real processes, real files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimaudit.cli import run

ARTICLE = """# Spread of ileal tumors

The lymph nodes are involved in 80–90% of patients [1].
Bone is involved in 30% of patients [1].
"""
SOURCE = "Approximately 80% of metastatic patients have secondary hepatic lesions.\n"
FILE = "known.json"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(ARTICLE, encoding="utf-8")
        (tmp_path / "works" / name).mkdir(parents=True)
        (tmp_path / "works" / name / "1.txt").write_text(SOURCE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*words: str) -> int:
    return run(["check", *words, "--sources", "works/", "--select", "S", "-q"])


def known(home: Path) -> dict[str, int]:
    """How many findings of each article a baseline knows."""
    articles = json.loads((home / FILE).read_text(encoding="utf-8"))["articles"]
    return {
        name: sum(sum(one.values()) for one in rules.values()) for name, rules in articles.items()
    }


def test_an_archive_is_adopted_in_one_process_and_known_in_the_next(home: Path) -> None:
    def claimaudit(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "claimaudit",
                "check",
                "a.md",
                "--sources",
                "works",
                "-q",
                *words,
            ],
            cwd=home,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
            timeout=300,
        )

    done = claimaudit("--write-baseline", FILE)
    assert (done.returncode, done.stdout) == (0, "The gate passed.\n"), done.stderr
    written = (home / FILE).read_bytes()
    (home / "a.md").write_text(ARTICLE.replace("30%", "35%"), encoding="utf-8")
    done = claimaudit("--baseline", FILE, "--fail-on", "S001")
    assert done.returncode == 1
    assert [line[:15] for line in done.stdout.splitlines()[:-1] if "S001" in line] == [
        "a.md:4:21: S001"
    ]
    assert (home / FILE).read_bytes() == written


def test_known_findings_are_marked_and_counted(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check("a.md", "--write-baseline", FILE) == 0
    assert check("a.md", "b.md", "--baseline", FILE, "--format", "json", "-o", "out.json") == 1
    report = json.loads((home / "out.json").read_text(encoding="utf-8"))
    old, new = report["articles"]
    assert {one["justification"] for one in old["findings"]} == {"baseline"}
    assert not any(one["waived"] for one in new["findings"])
    assert report["summary"]["waived"] == len(old["findings"]) == 2
    capsys.readouterr()


def test_a_baseline_shrinks_and_grows_only_when_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--write-baseline", FILE)
    assert check("a.md", *words) == 0
    assert known(home) == {"a.md": 2}
    before = (home / FILE).read_bytes()
    capsys.readouterr()
    assert check("a.md", "b.md", *words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "claimaudit: error: known.json: would grow by 2 findings, the first in b.md; "
        "mend or waive them, or give --allow-growth\n"
    )
    assert (home / FILE).read_bytes() == before
    assert check("a.md", "b.md", *words, "--allow-growth") == 0
    assert known(home) == {"a.md": 2, "b.md": 2}
    (home / "a.md").write_text(
        ARTICLE.replace("Bone is involved in 30%", "Bone is not involved in any"), encoding="utf-8"
    )
    assert check("a.md", *words) == 0
    assert known(home) == {"a.md": 1, "b.md": 2}
    (home / "b.md").unlink()
    assert check("a.md", *words) == 0
    assert known(home) == {"a.md": 1}
    capsys.readouterr()


def test_the_configuration_may_name_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("a.md", "--write-baseline", FILE) == 0
    (home / "claimaudit.toml").write_text(f'baseline = "{FILE}"\n', encoding="utf-8")
    assert check("a.md") == 0
    assert check("a.md", "--no-config") == 1
    capsys.readouterr()


def test_a_waived_finding_is_not_taken_in(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--sources", "works", "--figure", "30%", "--reason", "Seen.", "--by", "desk"]
    assert run(["waive", "a.md", *words]) == 0
    assert check("a.md", "--write-baseline", FILE) == 0
    assert known(home) == {"a.md": 1}
    capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("a.md", "--baseline", FILE), f"{FILE}: no such baseline; make one with --write-baseline {FILE}"),
        (("a.md", "--baseline", "a.md"), "a.md: is not JSON: "),
        (("a.md", "--write-baseline", "a.md"), "a.md: is not JSON: "),
        (("a.md", "--write-baseline", "works"), "works: cannot be read"),
        (("a.md", "--write-baseline", "no/where.json"), "no/where.json: its folder does not exist"),
        (("a.md", "--allow-growth"), "--allow-growth: there is no baseline to grow; "),
        (("a.md", "--write-baseline", FILE, "--changed-since", "HEAD"), "--write-baseline: a baseline is written from whole articles; "),
    ],
)  # fmt: skip
def test_what_is_no_baseline_is_one_line(
    home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    assert check(*words) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"claimaudit: error: {says}")
    assert (home / "a.md").read_text(encoding="utf-8") == ARTICLE
    assert not (home / FILE).exists()


def test_no_baseline_is_written_while_an_input_cannot_be_read(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check("a.md", "gone.md", "--write-baseline", FILE) == 2
    assert capsys.readouterr().err.endswith(
        f"{FILE}: the baseline is not written; mend what could not be read\n"
    )
    assert not (home / FILE).exists()
