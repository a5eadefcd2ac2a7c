"""Every rule does what its page says: its cases are run through the command."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from checkers import registry
from checkers.cases import Case, Expected, parse
from claimaudit.cli import run

#: A file that cannot be read, and a rule that fails, take more than an article to show.
WITHOUT = {"X001", "X002"}
CASES = [
    pytest.param(rule.identifier, case, id=f"{rule.identifier}: {case.says}")
    for rule in registry.builtin()
    for case in (*rule.cases.fires, *rule.cases.passes)
]


def found(rule: str, case: Case, folder: Path) -> tuple[Expected, ...]:
    """The findings of one rule when a case is audited."""
    works = folder / "works"
    works.mkdir()
    for name, text in case.sources.items():
        (works / name).write_text(text, encoding="utf-8")
    texts = {"article.md": case.article, **case.files}
    for name, text in {**texts, **case.others}.items():
        (folder / name).write_text(text, encoding="utf-8")
    words = ["check", "article.md", *case.others, "--format", "json", "--output", "audit.json"]
    if case.sources:
        words += ["--sources", "works"]
    run([*words, *case.options])
    report = json.loads((folder / "audit.json").read_text(encoding="utf-8"))
    return tuple(
        Expected(_text(finding, texts[finding["path"]]), finding["message"])
        for article in report["articles"]
        for finding in article["findings"]
        if finding["rule"] == rule and finding["path"] in texts
    )


def _text(finding: dict[str, int], article: str) -> str:
    """The stretch of an article that a finding names by lines and columns."""
    lines = article.splitlines(keepends=True)
    first, last = finding["line"] - 1, finding["end_line"] - 1
    stretch = "".join(lines[first : last + 1])
    cut = len(lines[last]) - (finding["end_column"] - 1) if lines else 0
    return stretch[finding["column"] - 1 : len(stretch) - cut]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_case(
    rule: str,
    case: Case,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert found(rule, case, tmp_path) == case.finds, shlex.join(case.options)
    capsys.readouterr()


@pytest.mark.parametrize("rule", registry.builtin(), ids=lambda rule: rule.identifier)
def test_every_rule_has_cases_of_both_kinds(rule: registry.Rule) -> None:
    if rule.identifier not in WITHOUT:
        assert len(rule.cases.fires) >= 2
        assert len(rule.cases.passes) >= 2
    assert all(case.finds for case in rule.cases.fires)
    assert not any(case.finds for case in rule.cases.passes)


@pytest.mark.parametrize("text", ["[[fires]\n", "[[fails]]\n", '[[fires]]\nsays = "a"\nwhen = 1\n'])
def test_a_broken_case_file_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"unknown key|[Ee]xpected"):
        parse(text)
