"""``claimaudit waive`` and the waivers of ``check``: real processes, real files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from claimaudit.cli import run
from claimaudit.waiverfile import read_waivers

ARTICLE = """# Spread of ileal tumors

The course is slow.

The lymph nodes are involved in 80–90% of patients [1].
Bone is involved in 30% of patients [1].
The eye is involved in 30% of patients [1].
"""
SOURCE = "Approximately 80% of metastatic patients have secondary hepatic lesions.\n"
FILE = "claimaudit-waivers.toml"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "works").mkdir()
    (tmp_path / "article.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "works" / "1.txt").write_text(SOURCE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def claimaudit(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "claimaudit", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "GIT_CONFIG_GLOBAL": os.devnull, "USER": "desk"},
        timeout=300,
    )


def waive(*words: str) -> int:
    return run(["waive", "article.md", "--sources", "works", "--by", "desk", *words])


def checked(home: Path, *words: str) -> tuple[int, list[dict[str, Any]]]:
    """The exit code of a run, and its findings."""
    code = run(
        ["check", "article.md", "--sources", "works", *words, "--format", "json", "-o", "out.json"]
    )
    report = json.loads((home / "out.json").read_text(encoding="utf-8"))
    return code, [one for article in report["articles"] for one in article["findings"]]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_finding_is_waived_in_one_process_and_known_in_the_next(home: Path) -> None:
    done = claimaudit(
        *("waive", "article.md", "--sources", "works", "--rule", "S001", "--figure", "80-90%"),
        *("--reason", "The author sent the table.", "--today", "2026-11-20"),
        cwd=home,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"waived S001 “80–90%” at article.md:5:33, in {FILE}\n"
    assert (home / FILE).read_text(encoding="utf-8").splitlines()[3:] == [
        'path = "article.md"',
        'figure = "80–90%"',
        'reason = "The author sent the table."',
        'by = "desk"',
        "date = 2026-11-20",
    ]
    done = claimaudit(
        "check", "article.md", "--sources", "works", "--fail-on", "S001", "-q", cwd=home
    )
    assert done.returncode == 1
    assert [line.split(":")[1] for line in done.stdout.splitlines() if " S001 " in line] == [
        "6",
        "7",
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "open_ones"),
    [
        ("article.md", "The course is slow.", "A line.\n\nThe course is often slow.", 2),
        ("article.md", "80–90%", "80-90 percent", 2),
        ("article.md", "80–90%", "80–95%", 3),
        ("works/1.txt", "80%", "81%", 3),
    ],
    ids=["moved", "the same figure", "another figure", "another source"],
)
def test_a_waiver_holds_until_its_figure_or_its_source_changes(
    home: Path, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str, open_ones: int
) -> None:
    assert waive("--figure", "80–90%", "--reason", "The author sent the table.") == 0
    change(home / name, old, new)
    _, findings = checked(home)
    assert sum(one["rule"] == "S001" and not one["waived"] for one in findings) == open_ones
    stale = [one["message"] for one in findings if one["rule"] == "X005"]
    assert len(stale) == open_ones - 2
    capsys.readouterr()


def test_a_waived_finding_is_marked_and_counted(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert waive("--figure", "80–90%", "--reason", "Seen.", "--today", "2026-11-20") == 0
    code, findings = checked(home)
    assert code == 1
    (one,) = (one for one in findings if one["waived"])
    assert (one["rule"], one["line"]) == ("S001", 5)
    assert one["justification"] == "Seen. (desk, 2026-11-20)"
    assert one["fingerprint"].startswith("f1-")
    report = json.loads((home / "out.json").read_text(encoding="utf-8"))
    assert report["summary"]["waived"] == 1
    assert report["summary"]["findings"]["error"] == 2
    capsys.readouterr()


def test_which_finding_must_be_clear(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert waive("--figure", "30%", "--reason", "Seen.") == 2
    first, *candidates = capsys.readouterr().err.splitlines()
    assert first == "claimaudit: error: 2 findings fit; name one of them with --fingerprint"
    assert [line.split("  ")[2] for line in candidates] == [
        "S001 “30%” at article.md:6:21",
        "S001 “30%” at article.md:7:24",
    ]
    assert not (home / FILE).exists()
    names = [line.split()[0] for line in candidates]
    assert waive("--fingerprint", names[1][:9], "--reason", "Seen.") == 0
    assert waive("--rule", "s001", "--figure", "30%", "--reason", "Seen, too.") == 0
    assert waive("--fingerprint", names[1], "--reason", "Seen.") == 2
    assert "is accepted already: Seen. (desk, " in capsys.readouterr().err
    waived = [one["line"] for one in checked(home)[1] if one["waived"]]
    assert waived == [6, 7]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--figure", "0%", "--reason", "x"), "no finding fits; 'claimaudit check' with the same options shows them"),
        (("--figure", "80–9", "--reason", "x"), "no finding fits; "),
        (("--rule", "S002", "--reason", "x"), "no finding fits; "),
        (("--rule", "S9", "--reason", "x"), "no rule 'S9'; "),
        (("--reason", "x"), "which finding? give --rule, --figure or --fingerprint"),
        (("--rule", "S001"), "Missing option '--reason'"),
        (("--rule", "S001", "--reason", "  "), "--reason is blank"),
        (("--rule", "S001", "--reason", "x", "--expires", "soon"), "'soon' is no day; give one such as 2027-01-31"),
        (("--rule", "S001", "--reason", "x", "--expires", "2020-01-01"), "--expires 2020-01-01 is past"),
        (("--rule", "S001", "--reason", "x", "--sources", "gone"), "gone: "),
        (("--figure", "80–90%", "--reason", "x", "--waivers", "no/where.toml"), "no/where.toml: "),
        (("--figure", "80–90%", "--reason", "x", "--waivers", "works"), "works: cannot be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_waived_is_one_line(
    home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    assert waive("--select", "S", *words) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line
    assert not (home / FILE).exists()


@pytest.mark.parametrize("inputs", ["article.md", "works/1.txt"])
def test_nothing_is_waived_while_an_input_cannot_be_read(
    home: Path, capsys: pytest.CaptureFixture[str], inputs: str
) -> None:
    (home / inputs).write_bytes(b"\xff\xfe\x00")
    (home / "works" / "2.txt").write_text("Another work.", encoding="utf-8")
    assert waive("--rule", "S001", "--reason", "x") == 2
    assert f"claimaudit: error: {inputs}: " in capsys.readouterr().err
    assert not (home / FILE).exists()


def test_an_expired_waiver_is_told_and_renewed(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--figure", "80–90%", "--reason", "Until the table is in print.")
    assert waive(*words, "--today", "2026-11-20", "--expires", "2026-12-01") == 0
    text = "# What we accept.\n" + (home / FILE).read_text(encoding="utf-8")
    (home / FILE).write_text(text, encoding="utf-8")
    _, findings = checked(home, "--today", "2026-12-01")
    assert [one["rule"] for one in findings if one["waived"] or one["path"] == FILE] == ["S001"]
    _, findings = checked(home, "--today", "2026-12-02")
    assert not any(one["waived"] for one in findings)
    (stale,) = (one for one in findings if one["path"] == FILE)
    assert (stale["rule"], stale["line"], stale["severity"]) == ("X005", 2, "warning")
    assert waive(*words, "--today", "2026-12-02") == 0
    written = (home / FILE).read_text(encoding="utf-8")
    assert written.startswith("# What we accept.\n[[waiver]]\n")
    assert written.count("[[waiver]]") == 1
    assert "expires" not in written
    capsys.readouterr()


def test_a_broken_waiver_file_stops_the_run(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / FILE).write_text('[[waiver]]\nrule = "S001"\n', encoding="utf-8")
    (home / "sub").mkdir()
    (home / "sub" / "other.md").write_text(ARTICLE, encoding="utf-8")
    for words in (
        ["check", "article.md"],
        ["check", "sub/other.md"],
        ["waive", "article.md", "--rule", "S001", "--reason", "x"],
    ):
        assert run([*words, "--sources", "works"]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert (
            told.err
            == f"claimaudit: error: {FILE}: waiver 1 (line 1): has no fingerprint; add fingerprint = …\n"
        )
    assert run(["check", "article.md", "--waivers", "gone.toml"]) == 2
    assert capsys.readouterr().err.startswith("claimaudit: error: gone.toml: no such file; ")


def test_where_the_file_stands(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "site").mkdir()
    (home / "article.md").rename(home / "site" / "article.md")
    words = ["waive", "site/article.md", "--sources", "works", "--by", "desk", "--reason", "x"]
    assert run([*words, "--figure", "80–90%"]) == 0
    assert (home / "site" / FILE).exists()
    (home / "site" / FILE).unlink()
    (home / "claimaudit.toml").write_text('sources = "works"\n', encoding="utf-8")
    assert run([*words, "--figure", "80–90%"]) == 0
    assert 'path = "site/article.md"' in (home / FILE).read_text(encoding="utf-8")
    (home / "claimaudit.toml").write_text('waivers = "ours.toml"\n', encoding="utf-8")
    assert run([*words, "--figure", "80–90%"]) == 0
    assert (home / "ours.toml").exists()
    capsys.readouterr()
    assert run(["check", "site/article.md", "--sources", "works", "--show-settings"]) == 0
    assert re.search(r'waivers += "ours.toml"', capsys.readouterr().out)


def test_waivers_of_other_articles_are_left_in_peace(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert waive("--figure", "80–90%", "--reason", "x") == 0
    (home / "other.md").write_text(ARTICLE, encoding="utf-8")
    capsys.readouterr()
    run(["check", "other.md", "--sources", "works", "--select", "S,X005", "-q"])
    told = capsys.readouterr().out
    assert told.count("S001") == 4, "three findings and the gate"
    assert "X005" not in told
    (home / "article.md").unlink()
    run(["check", "other.md", "--sources", "works", "--select", "S,X005", "-q"])
    assert (
        "X005 warning: The waiver of S001 on “80–90%” in article.md names no article."
        in capsys.readouterr().out
    )


def test_a_run_without_sources_says_nothing_of_waivers_that_need_them(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert waive("--figure", "80–90%", "--reason", "x") == 0
    capsys.readouterr()
    run(["check", "article.md", "-q"])
    told = capsys.readouterr().out
    assert "S004" in told
    assert "X005" not in told


def test_the_nearest_file_alone_holds_for_an_article(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "site").mkdir()
    for name in ("site/a.md", "b.md"):
        (home / name).write_text("Nodes are involved in 12% of patients.\n", encoding="utf-8")
    for name in ("site/a.md", "b.md"):
        assert run(["waive", name, "--figure", "12%", "--reason", "x", "--waivers", FILE]) == 0
    for nearest, waived in ((False, 2), (True, 1)):
        if nearest:
            (home / "site" / FILE).write_text("# none\n", encoding="utf-8")
        run(["check", "site/a.md", "b.md", "--format", "json", "-o", "out.json"])
        report = json.loads((home / "out.json").read_text(encoding="utf-8"))
        assert report["summary"]["waived"] == waived
    capsys.readouterr()


def test_a_finding_is_waived_among_the_articles_of_its_run(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "other.md").write_text(ARTICLE.replace("80–90%", "70–75%"), encoding="utf-8")
    both = ["article.md", "other.md", "--sources", "works"]
    words = ["--figure", "70-75%", "--rule", "S001", "--reason", "x", "--by", "desk"]
    assert run(["waive", *both, *words]) == 0
    assert 'path = "other.md"' in (home / FILE).read_text(encoding="utf-8")
    capsys.readouterr()
    run(["check", *both, "--select", "S,X005", "-q"])
    told = capsys.readouterr().out
    assert "article.md:5:33" in told
    assert "other.md:5:33" not in told
    assert "X005" not in told


def test_waivers_that_are_added_at_once_are_all_kept(home: Path) -> None:
    rules = {"S001"}
    names = [f"f1-{number:016x}" for number in range(6)]
    code = (
        "import datetime, sys\n"
        "from claimaudit.waiverfile import add_waivers\n"
        "from claimaudit.waivers import Waiver\n"
        "day = datetime.date(2026, 11, 20)\n"
        "waiver = Waiver('S001', sys.argv[1], 'article.md', 'Seen.', 'desk', day)\n"
        f"add_waivers({FILE!r}, [waiver], {rules!r})\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, name], cwd=home) for name in names]
    assert [one.wait(timeout=300) for one in running] == [0] * len(names)
    written = read_waivers(FILE, rules).waivers
    assert sorted(one.fingerprint for one in written) == names
    assert sorted(path.name for path in home.iterdir()) == ["article.md", FILE, "works"]
