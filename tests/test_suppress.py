"""Suppressions: what a comment covers, and what is told of one that covers nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers import registry
from checkers.model import Finding
from checkers.rule import Rule
from claimaudit.cli import run
from claimaudit.suppress import MOST, UNUSED, suppress, suppressions
from claims.document import Document
from claims.readers import parse

RULES = registry.builtin()


def rule(identifier: str) -> Rule:
    return next(one for one in RULES if one.identifier == identifier)


def on(document: Document, words: str, identifier: str = "S001") -> Finding:
    """A finding on some words of a document."""
    start = document.text.index(words)
    return rule(identifier).at(document, start, start + len(words), "")


def covered(document: Document, *words: str) -> list[str]:
    """Those of some words whose finding is suppressed."""
    found = [on(document, one) for one in words]
    told = {one.start: one for one in suppress(document, found, RULES) if one.rule != UNUSED}
    return [word for word, one in zip(words, found, strict=True) if told[one.start].suppressed]


IGNORE = "<!-- claimaudit: ignore S001 -- counted anew -->"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (f"A 1% b. {IGNORE}\n\nC 2% d.\n", ["1%"]),
        (f"A 1% b {IGNORE} and\nc 2% d.\n", ["1%", "2%"]),
        (f"A 1% b.\n\n{IGNORE}\n\nC 2% d.\n\nE 3% f.\n", ["2%"]),
        (f"{IGNORE}\nA 1% b.\n\nC 2% d.\n", ["1%"]),
        (f"A 1% b.\n{IGNORE}\nC 2% d.\n", ["2%"]),
        (f"- a 1% b {IGNORE}\n- c 2% d\n", ["1%"]),
        (f"# A 1% b {IGNORE}\n\nC 2% d.\n", ["1%"]),
        (f"{IGNORE}\n\n| a | b |\n|---|---|\n| 1% | 2% |\n\nC 3% d.\n", ["1%", "2%"]),
        (f"| a | b |\n|---|---|\n| 1% {IGNORE} | 2% |\n", ["1%"]),
        (
            "A 1% b.\n\nC 2% d. <!-- claimaudit: ignore-file S001 -- all are counted anew -->\n",
            ["1%", "2%"],
        ),
        (f"A 1% b `{IGNORE}` c.\n", []),
        (f"```\n{IGNORE}\n```\n\nA 1% b.\n", []),
        ("<!-- ignore S001 -- not addressed -->\n\nA 1% b.\n", []),
    ],
)
def test_what_a_comment_of_markdown_covers(text: str, holds: list[str]) -> None:
    document = parse(text, "a.md", "markdown")
    figures = [word for word in ("1%", "2%", "3%") if word in text]
    assert covered(document, *figures) == holds


@pytest.mark.parametrize(
    ("body", "holds"),
    [
        (f"<p>A 1% b. {IGNORE}</p><p>C 2% d.</p>", ["1%"]),
        (f"<p>A 1% b.</p>{IGNORE}<p>C 2% d.</p>", ["2%"]),
        (f"<p>{IGNORE}A 1% b.</p><p>C 2% d.</p>", ["1%"]),
        (f"<ul><li>A 1% b{IGNORE}</li><li>C 2% d.</li></ul>", ["1%"]),
        (
            f"{IGNORE}<table><tr><th>a</th><th>b</th></tr><tr><td>1%</td><td>2%</td></tr></table>",
            ["1%", "2%"],
        ),
    ],
)
def test_what_a_comment_of_a_page_covers(body: str, holds: list[str]) -> None:
    page = (
        f"<html><body><h1>On figures</h1>{body}<p>So far the article, which ends here.</p></body>"
    )
    document = parse(page, "a.html", "html")
    assert covered(document, "1%", "2%") == holds


@pytest.mark.parametrize(
    ("words", "identifiers"),
    [
        ("ignore S001 -- r", ["S001"]),
        ("ignore S001, S003 -- r", ["S001", "S003"]),
        ("ignore s001 S003 — r", ["S001", "S003"]),
        ("Ignore S – r", ["S001", "S002", "S003"]),
        ("ignore ALL\n -- over\n two lines", ["S001", "S002", "S003"]),
    ],
)
def test_which_rules_a_comment_names(words: str, identifiers: list[str]) -> None:
    document = parse(f"A 1% b. <!-- claimaudit: {words} -->\n", "a.md", "markdown")
    found = [on(document, "1%", identifier) for identifier in ("S001", "S002", "S003")]
    told = suppress(document, found, [])
    assert [one.rule for one in told if one.suppressed] == identifiers
    assert {one.justification for one in told if one.suppressed} <= {"r", "over two lines"}
    assert all(one.waived is one.suppressed for one in told)


def test_a_finding_on_the_whole_file_needs_ignore_file() -> None:
    text = "A 1% b. <!-- claimaudit: ignore X003 -- r -->\n"
    document = parse(text, "a.md", "markdown")
    finding = rule("X003").on("a.md", "labels")
    assert not suppress(document, [finding], [])[0].suppressed
    document = parse(text.replace("ignore", "ignore-file"), "a.md", "markdown")
    assert suppress(document, [finding], [])[0].suppressed


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("ignore S001", "Suppression not applied: it gives no reason; write `<!-- claimaudit: "),
        ("ignore S001 --", "Suppression not applied: it gives no reason; "),
        ("ignore -- r", "Suppression not applied: it names no rule; "),
        ("ignore Q7 -- r", "Suppression not applied: no rule 'Q7'; there are the families "),
        (
            "ignroe S001 -- r",
            "Suppression not applied: unknown word 'ignroe'; did you mean ignore?",
        ),
        ("", "Suppression not applied: unknown word ''; write `<!-- claimaudit: "),
        ("ignore S001 -- r", "Nothing to suppress: S001 finds nothing in this block."),
        ("ignore S001, S -- r", "Nothing to suppress: S001 finds nothing in this block."),
        ("ignore-file T, S002 -- r", "Nothing to suppress: T finds nothing in this file."),
    ],
)
def test_a_comment_that_suppresses_nothing_is_a_note(words: str, says: str) -> None:
    document = parse(f"A 1% b. <!-- claimaudit: {words} -->\n", "a.md", "markdown")
    told = suppress(document, [on(document, "1%", "S002")], RULES)
    (note,) = [one for one in told if one.rule == UNUSED]
    assert note.message.startswith(says)
    assert document.text[note.start : note.end].startswith("<!-- claimaudit")


def test_a_comment_without_its_colon_is_told() -> None:
    document = parse("A 1% b. <!-- claimaudit ignore S001 -- r -->\n", "a.md", "markdown")
    (note,) = suppress(document, [], RULES)
    assert note.message.startswith("Suppression not applied: the colon behind claimaudit is ")


def test_a_comment_about_the_tool_is_none() -> None:
    document = parse("A 1% b. <!-- claimaudit was run on Monday -->\n", "a.md", "markdown")
    assert suppress(document, [], RULES) == ()


def test_a_comment_before_nothing_is_told() -> None:
    document = parse(f"A 1% b.\n\n{IGNORE}\n", "a.md", "markdown")
    (note,) = suppress(document, [], RULES)
    assert note.message.startswith("Suppression not applied: nothing follows it; ")


@pytest.mark.parametrize("applied", [["S002", UNUSED], ["S001"]])
def test_nothing_is_told_where_the_rule_or_the_note_is_not_applied(applied: list[str]) -> None:
    document = parse(f"A 1% b. {IGNORE}\n", "a.md", "markdown")
    assert suppress(document, [], [rule(one) for one in applied]) == ()


def test_no_more_suppressions_are_read_than_an_editor_writes() -> None:
    document = parse(f"A 1% b.\n{IGNORE}\n" * (MOST + 5), "a.md", "markdown")
    read = list(suppressions(document))
    assert len(read) == MOST + 1
    assert read[-1].problem.startswith("there are more than 1,000; ")


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="ignore-fl S01,—-:`<>\n\u202e\x00", max_size=40))
def test_whatever_a_comment_says_no_finding_is_lost(words: str) -> None:
    document = parse(f"A 1% b. <!-- claimaudit:{words} -->\n", "a.md", "markdown")
    found = on(document, "1%")
    told = suppress(document, [found], RULES)
    assert [one.start for one in told if one.rule == "S001"] == [found.start]
    assert not any("\n" in one.message for one in told)


def test_suppressed_findings_are_kept_counted_and_pass_the_gate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "works").mkdir()
    (tmp_path / "works" / "1.txt").write_text("Relapse was seen in 13% of patients.", "utf-8")
    (tmp_path / "a.md").write_text(
        "Relapse was seen in 12% of patients [1]. <!-- claimaudit: ignore S002 -- erratum -->\n",
        encoding="utf-8",
    )
    words = ["check", "a.md", "--sources", "works", "--format", "json"]
    assert run(words) == 0
    report = json.loads(capsys.readouterr().out)
    (finding,) = report["articles"][0]["findings"]
    assert (finding["rule"], finding["waived"]) == ("S002", True)
    assert report["summary"]["waived"] == 1
    assert run([*words, "--no-suppressions"]) == 1
    capsys.readouterr()
