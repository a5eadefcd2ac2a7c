"""The same thing given two figures: in an article, in its abstract, on two pages of a site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimaudit.cli import run

PAGE = """\
# Ulcers of the stomach

Gastric ulcers heal slowly. Surveys show that approximately 75-85% of patients with gastric ulcers
have an infection of the mucosa at diagnosis, while bleeding is present in about 10-20% of cases.

Key points:

- Healing takes weeks
- Infection of the mucosa is present in approximately 75-85% of patients with gastric ulcers
- Bleeding is present in about 10-20% of cases
"""
OTHER = """\
# Follow-up of gastric ulcers

Gastric ulcers with infection of the mucosa are treated first. Larger ulcers heal later.

## Surveillance

Endoscopy every 6-12 months is recommended.
"""


def findings(folder: Path, **pages: str) -> list[tuple[str, str, str]]:
    """Rule, file and stretch of the N findings when pages are checked together."""
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    names = [f"{name}.md" for name in pages]
    run(["check", *names, "--format", "json", "--output", "out.json", "--fail-on", "never"])
    report = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    return [
        (one["rule"], one["path"], _stretch(one, pages[one["path"].removesuffix(".md")]))
        for article in report["articles"]
        for one in article["findings"]
        if one["rule"].startswith("N")
    ]


def _stretch(finding: dict[str, int], text: str) -> str:
    line = text.splitlines()[finding["line"] - 1]
    return line[finding["column"] - 1 : finding["end_column"] - 1]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_figure_that_is_said_twice_alike_is_no_finding(tmp_path: Path) -> None:
    assert findings(tmp_path, page=PAGE) == []


def test_a_second_mention_with_another_figure_is_one(tmp_path: Path) -> None:
    head, _, tail = PAGE.rpartition("75-85%")
    found = findings(tmp_path, page=f"{head}55-65%{tail}")
    assert found == [("N001", "page.md", "approximately 55-65%")]


def test_two_pages_that_say_different_things_do_not_disagree(tmp_path: Path) -> None:
    assert findings(tmp_path, page=PAGE, other=OTHER) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Infection of the mucosa is seen in 60–65% of patients with gastric ulcers.",
        "At diagnosis, 60 to 65% of gastric ulcers have an infection of the mucosa.",
    ],
)
def test_one_sentence_makes_them_disagree(tmp_path: Path, sentence: str) -> None:
    other = OTHER.replace("Larger ulcers", f"{sentence} Larger ulcers")
    found = findings(tmp_path, page=PAGE, other=other)
    assert {rule for rule, _, _ in found} == {"N008"}
    assert {path for _, path, _ in found} == {"page.md", "other.md"}
