"""Baselines: what an archive had when the tool was adopted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.model import Finding, Severity
from claimaudit.baseline import (
    Baseline,
    check_growth,
    growth,
    mark,
    read_baseline,
    rendered,
    renewed,
)
from claimaudit.inputs import InputError

A, B, C = (f"f1-{letter * 16}" for letter in "abc")
RULES = ("S001", "N001", "X003")


def finding(fingerprint: str, rule: str = "S001", *, because: str = "") -> Finding:
    return Finding(
        *(rule, Severity.ERROR, "Told.", "a.md", 1, 1, 1, 1),
        waived=bool(because),
        fingerprint=fingerprint,
        justification=because,
    )


def of(*findings: Finding, old: Baseline | None = None, article: str = "a.md") -> Baseline:
    return renewed(old or Baseline("base.json"), [(article, findings, RULES)])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("x")
    return tmp_path


def test_what_was_found_at_adoption_is_known_afterwards() -> None:
    known = of(finding(A), finding(f"{A}.2"), finding(B, "N001"))
    assert known.articles == {"a.md": {"S001": {A: 2}, "N001": {B: 1}}}
    marked = mark([finding(A), finding(f"{A}.2"), finding(f"{A}.3"), finding(C)], "a.md", known)
    assert [one.waived for one in marked] == [True, True, False, False]
    assert [one.justification for one in marked] == ["baseline", "baseline", "", ""]


def test_a_finding_is_known_in_its_article_and_by_its_rule() -> None:
    known = of(finding(A))
    assert [one.waived for one in mark([finding(A)], "./a.md", known)] == [True]
    assert [one.waived for one in mark([finding(A)], "b.md", known)] == [False]
    assert [one.waived for one in mark([finding(A, "N001")], "a.md", known)] == [False]


def test_what_is_waived_keeps_its_own_reason_and_does_not_enter() -> None:
    seen = finding(A, because="Seen.")
    assert of(seen).articles == {}
    assert mark([seen], "a.md", of(finding(A))) == (seen,)


def test_known_findings_stay_known() -> None:
    known = of(finding(A))
    (marked,) = mark([finding(A)], "a.md", known)
    assert of(marked, old=known) == known


@pytest.mark.parametrize("rule", ["X001", "X002", "X005", "X007", "X008"])
def test_what_goes_wrong_with_a_run_is_never_known(rule: str) -> None:
    assert of(finding(A, rule)).articles == {}


@pytest.mark.parametrize(
    ("before", "after", "grown"),
    [
        ([A, B], [A], 0),
        ([A, B], [A, B], 0),
        ([], [A], 1),
        ([A], [B], 1),
        ([A], [A, f"{A}.2"], 1),
        ([A], [B, C, f"{C}.2"], 3),
        ([], [], 0),
    ],
)
def test_a_baseline_only_shrinks(before: Sequence[str], after: Sequence[str], grown: int) -> None:
    old, new = (of(*map(finding, names)) for names in (before, after))
    assert growth(old, new).total() == grown
    if grown:
        told = f"base.json: would grow by {grown} findings?, the first in a.md; mend or waive them, or give --allow-growth"
        with pytest.raises(InputError, match=told):
            check_growth(old, new)
    else:
        check_growth(old, new)


def test_articles_and_rules_outside_the_run_stay_known(folder: Path) -> None:
    old = Baseline(
        "base.json",
        {
            "a.md": {"S001": {A: 1}, "C001": {B: 1}},
            "b.md": {"S001": {C: 1}},
            "gone.md": {"S001": {C: 1}},
        },
    )
    assert of(old=old).articles == {"a.md": {"C001": {B: 1}}, "b.md": {"S001": {C: 1}}}
    (folder / "b.md").unlink()
    assert of(old=old).articles == {"a.md": {"C001": {B: 1}}}


def test_the_file_says_the_same_for_the_same_findings(folder: Path) -> None:
    one = renewed(
        Baseline("base.json"),
        [("b.md", [finding(A)], RULES), ("a.md", [finding(B), finding(A)], RULES)],
    )
    other = renewed(
        Baseline("base.json"),
        [("a.md", [finding(A), finding(B)], RULES), ("b.md", [finding(A)], RULES)],
    )
    assert rendered(one) == rendered(other)
    (folder / "base.json").write_text(rendered(one), encoding="utf-8")
    assert read_baseline("base.json") == one


def test_paths_count_from_the_folder_of_the_file(folder: Path) -> None:
    (folder / "kept").mkdir()
    known = renewed(Baseline("kept/base.json"), [("a.md", [finding(A)], RULES)])
    assert list(known.articles) == ["../a.md"]
    assert [one.waived for one in mark([finding(A)], str(folder / "a.md"), known)] == [True]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "no such baseline; make one with --write-baseline base.json"),
        ("", "is not JSON: "),
        ("{", "is not JSON: "),
        ("[" * 100_000, "is not JSON: "),
        ("[]", "is no baseline of this version"),
        ('{"schema_version": "9", "articles": {}}', "is no baseline of this version"),
        ('{"schema_version": "1"}', "articles is no object"),
        ('{"schema_version": "1", "articles": {"a.md": 1}}', "a.md is no object"),
        ('{"schema_version": "1", "articles": {"a.md": {"S001": [1]}}}', "a.md, S001 is no object"),
        ('{"schema_version": "1", "articles": {"a.md": {"S001": {"f1-a": -1}}}}', "a.md, S001, f1-a: -1 is no count"),
        ('{"schema_version": "1", "articles": {"a.md": {"S001": {"f1-a": true}}}}', "a.md, S001, f1-a: True is no count"),
    ],
)  # fmt: skip
def test_a_broken_baseline_is_one_line(folder: Path, text: str | None, says: str) -> None:
    if text is not None:
        (folder / "base.json").write_text(text)
    with pytest.raises(InputError) as error:
        read_baseline("base.json")
    assert str(error.value).startswith(f"base.json: {says}")
    assert "; " in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_is_no_baseline(folder: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_baseline(str(folder))


@given(st.lists(st.sampled_from([A, B, C])), st.lists(st.sampled_from([A, B, C])))
def test_what_a_baseline_knows_is_what_it_grew_from(before: list[str], after: list[str]) -> None:
    old, new = (of(*_numbered(names)) for names in (before, after))
    unknown = [one for one in mark(_numbered(after), "a.md", old) if not one.waived]
    assert growth(old, new).total() == len(unknown)
    assert json.loads(rendered(new))["articles"] == new.articles


def _numbered(names: list[str]) -> list[Finding]:
    """Findings as a run names them: equal ones are numbered."""
    counts = [names[: at + 1].count(name) for at, name in enumerate(names)]
    return [
        finding(name if count == 1 else f"{name}.{count}")
        for name, count in zip(names, counts, strict=True)
    ]
