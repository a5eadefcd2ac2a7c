"""The command as its users meet it: real processes, real files."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "claimaudit"]

ARTICLE = """# Spread of ileal tumors

About 80% of metastatic patients have liver metastases [1].
The lymph nodes are involved in 80–90% of patients [1].

## References

1. Liver lesions of neuroendocrine neoplasms. 2021.
"""
SOURCE = (
    "Approximately 80% of metastatic patients have secondary hepatic lesions, and in about 50% "
    "of cases the liver is the only site.\n"
)


def claimaudit(*arguments: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=120,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one article and the work that it cites, in a name that needs care."""
    home = tmp_path / "Prüfung eins"
    (home / "works").mkdir(parents=True)
    (home / "article.md").write_text(ARTICLE, encoding="utf-8")
    (home / "works" / "1.txt").write_text(SOURCE, encoding="utf-8")
    return home


def test_check_tells_the_right_thing_from_the_wrong_thing(folder: Path) -> None:
    done = claimaudit("check", "article.md", "--sources", "works", "--format", "json", cwd=folder)
    assert done.returncode == 1, done.stderr
    (article,) = json.loads(done.stdout)["articles"]
    verdicts = {claim["quantity"]["text"]: claim["verdict"] for claim in article["claims"]}
    assert verdicts == {"About 80%": "supported", "80–90%": "unsupported"}
    assert [finding["rule"] for finding in article["findings"]] == ["S001"]


def test_never_lets_the_gate_pass(folder: Path) -> None:
    done = claimaudit("check", "article.md", "--sources", "works", "--fail-on", "never", cwd=folder)
    assert done.returncode == 0
    assert "80–90%" in done.stdout
    assert "Checked 2 of 2 cited figures" in done.stdout


def test_one_run_writes_several_reports(folder: Path) -> None:
    done = claimaudit(
        *("check", "article.md", "--sources", "works"),
        *("--format", "json", "--output", "a.json", "--format", "html", "--output", "a.html"),
        cwd=folder,
    )
    assert done.returncode == 1
    assert json.loads((folder / "a.json").read_text(encoding="utf-8"))["schema_version"]
    assert (folder / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert done.stdout == ""
    assert "a.json, a.html" in done.stderr


def test_an_article_comes_from_standard_input(folder: Path) -> None:
    done = claimaudit(
        *("check", "-", "--sources", "works", "--format", "json"), cwd=folder, stdin=ARTICLE
    )
    (article,) = json.loads(done.stdout)["articles"]
    assert article["path"] == "-"
    assert len(article["claims"]) == 2


def test_the_same_run_gives_the_same_bytes(folder: Path) -> None:
    runs = [
        claimaudit("check", "article.md", "--sources", "works", "--format", kind, cwd=folder).stdout
        for kind in ("json", "json", "html", "html")
    ]
    assert runs[0] == runs[1]
    assert runs[2] == runs[3]


def test_the_order_of_the_articles_changes_no_byte(folder: Path) -> None:
    other = ARTICLE.replace("80–90%", "70–75%")
    (folder / "another.md").write_text(other, encoding="utf-8")
    told = [
        claimaudit(
            *("check", *order, "--sources", "works", "--format", "json", "--fail-on", "never"),
            cwd=folder,
        ).stdout
        for order in (("article.md", "another.md"), ("another.md", "article.md"))
    ]
    assert told[0] == told[1]
    assert [one["path"] for one in json.loads(told[0])["articles"]] == ["another.md", "article.md"]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda home: None, "no such file"),
        (lambda home: (home / "bad.md").mkdir(), "directory"),
        (lambda home: (home / "bad.md").write_bytes(bytes(range(256)) * 40), "binary"),
        (lambda home: (home / "bad.md").write_bytes(b""), "empty"),
        (lambda home: (home / "bad.md").write_bytes(b"About 80% of \xff\xfe people"), "UTF-8"),
    ],
    ids=["missing", "directory", "binary", "empty", "not UTF-8"],
)
def test_a_bad_article_is_one_line_and_the_others_go_on(folder, make, says) -> None:  # type: ignore[no-untyped-def]
    make(folder)
    done = claimaudit(
        *("check", "bad.md", "article.md", "--sources", "works", "--format", "json"), cwd=folder
    )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("claimaudit: error: bad.md: ")
    assert says in line
    assert "; " in line, "the line says what to do"
    report = json.loads(done.stdout)
    assert [error["path"] for error in report["errors"]] == ["bad.md"]
    assert [article["path"] for article in report["articles"]] == ["article.md"]


def test_a_manifest_that_names_a_missing_file_is_told(folder: Path) -> None:
    (folder / "works" / "sources.toml").write_text(
        '[[source]]\nfile = "1.txt"\nlabel = "1"\n\n[[source]]\nfile = "gone.txt"\nlabel = "2"\n',
        encoding="utf-8",
    )
    done = claimaudit("check", "article.md", "--sources", "works", "--format", "json", cwd=folder)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "gone.txt" in line
    assert "sources.toml" in line
    assert json.loads(done.stdout)["articles"][0]["claims"]


@pytest.mark.parametrize("name", ["nowhere", "hollow"])
def test_a_sources_folder_without_sources_is_never_a_silent_pass(folder: Path, name: str) -> None:
    (folder / "hollow").mkdir()
    done = claimaudit("check", "article.md", "--sources", name, cwd=folder)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert name in line
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("chekc", "article.md"), "did you mean 'check'"),
        (("check", "article.md", "--sorces", "works"), "--sources"),
        (("check", "article.md", "--format", "jsno"), "'json'"),
        (("check", "article.md", "--fail-on", "S0O1"), "S001"),
        (("check", "article.md", "--min-checked", "lots"), "--min-checked"),
        (("check", "article.md", "--model", "no_such_model"), "no_such_model"),
        (("check",), "ARTICLE"),
        (("explain", "S01"), "S001"),
        (("check", "article.md", "--format", "json", "--format", "html"), "standard output"),
    ],
)
def test_a_mistake_in_the_usage_is_one_line_with_the_mend(
    folder: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = claimaudit(*arguments, cwd=folder)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert says in line
    assert done.stdout == ""


def test_a_report_that_cannot_be_written_is_told(folder: Path) -> None:
    done = claimaudit(
        *("check", "article.md", "--sources", "works"),
        *("--format", "json", "--output", "no/such/a.json", "--format", "html", "-o", "a.html"),
        cwd=folder,
    )
    assert done.returncode == 2
    assert "no/such/a.json" in done.stderr
    assert (folder / "a.html").exists()


def test_an_interrupted_run_leaves_no_half_file(folder: Path) -> None:
    (folder / "a.json").write_text("the old report", encoding="utf-8")
    (folder / "long.md").write_text(ARTICLE * 400, encoding="utf-8")
    process = subprocess.Popen(
        [*COMMAND, "check", "long.md", "--sources", "works", "-o", "a.json", "-o", "a.html"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    left = {path.name for path in folder.iterdir()}
    assert left <= {"a.json", "a.html", "article.md", "long.md", "works"}
    kept = (folder / "a.json").read_text(encoding="utf-8")
    assert kept == "the old report" or json.loads(kept)["articles"]
    if (folder / "a.html").exists():
        assert (folder / "a.html").read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_extract_prints_one_json_object_a_claim(folder: Path) -> None:
    done = claimaudit("extract", "article.md", "--format", "jsonl", "-o", "c.jsonl", cwd=folder)
    assert done.returncode == 0, done.stderr
    text = ARTICLE
    rows = [json.loads(line) for line in (folder / "c.jsonl").read_text("utf-8").splitlines()]
    assert [row["quantity"]["text"] for row in rows] == ["About 80%", "80–90%"]
    for row in rows:
        figure = row["quantity"]
        assert text[figure["start"] : figure["end"]] == figure["text"]
        assert row["citations"][0]["labels"] == ["1"]


def test_extract_explains_what_it_refused(folder: Path) -> None:
    text = "On 3 May 2024 about 5% of tumors had a high Ki-67.\n"
    (folder / "note.txt").write_text(text, encoding="utf-8")
    told = claimaudit("extract", "note.txt", "--explain", cwd=folder).stdout
    assert "about 5%" in told
    assert "3 May 2024 refused: date" in told
    assert "Ki-67 refused: name with digits" in told
    assert "refused" not in claimaudit("extract", "note.txt", cwd=folder).stdout


def test_citations_prints_one_json_object_a_marker(folder: Path) -> None:
    done = claimaudit("citations", "article.md", "--format", "jsonl", cwd=folder)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["labels"] for row in rows] == [["1"], ["1"]]
    assert {ARTICLE[row["start"] : row["end"]] for row in rows} == {"[1]"}


def test_references_prints_one_json_object_an_entry(folder: Path) -> None:
    done = claimaudit("references", "article.md", "--format", "jsonl", cwd=folder)
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (row["label"], row["year"]) == ("1", "2021")


def test_a_command_that_finds_nothing_still_writes_its_file(folder: Path) -> None:
    (folder / "plain.txt").write_text("No figure stands here.\n", encoding="utf-8")
    for name in ("extract", "citations", "references"):
        out = f"{name}.jsonl"
        done = claimaudit(name, "plain.txt", "--format", "jsonl", "--output", out, cwd=folder)
        assert done.returncode == 0, done.stderr
        assert (folder / out).read_text(encoding="utf-8") == ""


def test_text_prints_what_offsets_count_in(folder: Path) -> None:
    assert claimaudit("text", "article.md", cwd=folder).stdout == ARTICLE


def test_verify_answers_every_line_in_order(folder: Path) -> None:
    lines = [
        json.dumps({"id": "a", "claim": "About 80% have liver metastases.", "source": SOURCE}),
        "{ not json",
        json.dumps({"id": "b", "claim": "The liver is often involved.", "source": SOURCE}),
        json.dumps({"id": "c", "claim": "80% have it.", "source_path": "works/none.txt"}),
        json.dumps({"id": "d", "claim": "80% have liver lesions.", "source_path": "works/1.txt"}),
        json.dumps({"id": "e", "claim": "", "source": SOURCE}),
        json.dumps({"id": "f", "claim": "80% have liver lesions.", "source": ""}),
    ]
    (folder / "pairs.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = claimaudit("verify", "pairs.jsonl", "--output", "out.jsonl", cwd=folder)
    assert done.returncode == 2
    rows = [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["a", None, "b", "c", "d", "e", "f"]
    assert rows[0]["verdict"] == "supported"
    assert rows[1]["line"] == 2
    assert "JSON" in rows[1]["error"]
    assert (rows[2]["verdict"], rows[2]["reason"]) == ("unverifiable", "no-quantity")
    assert "none.txt" in rows[3]["error"]
    assert rows[4]["verdict"] == "supported"


def test_rules_and_explain_work_without_a_network(folder: Path) -> None:
    listed = claimaudit("rules", cwd=folder).stdout
    for rule in ("S001", "S002", "S003", "S004", "S005"):
        assert rule in listed
        page = claimaudit("explain", rule, cwd=folder).stdout
        assert "Why it matters" in page


def test_the_installed_script_is_the_same_command(folder: Path) -> None:
    script = shutil.which("claimaudit", path=str(Path(sys.executable).parent))
    assert script
    done = subprocess.run([script, "--version"], cwd=folder, capture_output=True, text=True)
    assert done.stdout.startswith("claimaudit ")


def test_a_contradiction_that_is_not_sure_asks_for_a_look(tmp_path: Path) -> None:
    (tmp_path / "works").mkdir()
    (tmp_path / "works" / "1.txt").write_text(
        "About 80% of metastatic patients have liver lesions."
    )
    (tmp_path / "a.md").write_text("About 90% of metastatic patients have liver lesions [1].")
    words = ("check", "a.md", "--sources", "works", "-q")
    sure = claimaudit(*words, cwd=tmp_path)
    doubtful = claimaudit(*words, "--min-confidence", "1", cwd=tmp_path)
    assert (sure.returncode, doubtful.returncode) == (1, 0)
    assert "S002 error" in sure.stdout
    assert "S003 warning" in doubtful.stdout


@pytest.mark.parametrize(
    ("articles", "told"),
    [
        (("gone.md",), "Nothing was audited."),
        (("a.md", "gone.md"), "The gate passed for what could be read."),
    ],
)
def test_a_gate_that_saw_not_everything_says_so(
    tmp_path: Path, articles: tuple[str, ...], told: str
) -> None:
    (tmp_path / "a.md").write_text("Nothing is counted here.")
    done = claimaudit("check", *articles, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout.splitlines()[-1] == told
