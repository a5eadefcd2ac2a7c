"""The rule engine: what rules there are, their pages, and how they are run."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from checkers import registry
from checkers.model import Finding, Severity
from checkers.rule import ArticleAudit, Rule
from claims.claim import Extraction
from claims.document import Document

AUDIT = ArticleAudit(Document("a.md", "one\ntwo three\n"), Extraction((), ()))


def rule(identifier: str, *spans: tuple[int, int]) -> Rule:
    def check(self: Rule, audit: ArticleAudit) -> Iterator[Finding]:
        for start, end in spans:
            yield self.at(audit.document, start, end, "here")

    return Rule(identifier, "A rule", Severity.NOTE, "", "", "", "", check)


def broken(self: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    yield self.at(audit.document, 0, 3, "found before the fall")
    raise KeyError("gone")


def test_identifiers_are_unique_sorted_and_well_formed() -> None:
    identifiers = [one.identifier for one in registry.rules()]
    assert identifiers == sorted(set(identifiers))
    assert all(re.fullmatch(r"[SCNTX]\d{3}", one) for one in identifiers)


@pytest.mark.parametrize("known", registry.rules(), ids=lambda one: one.identifier)
def test_every_rule_has_a_full_page(known: Rule) -> None:
    page = known.page()
    assert page.startswith(f"# {known.identifier} {known.name}\n")
    for part in (known.summary, known.finds, known.matters, known.mend):
        assert part
        assert part in page


@pytest.mark.parametrize("wanted", ["S001", "s001", " S001 "])
def test_get(wanted: str) -> None:
    found = registry.get(wanted)
    assert found is not None
    assert found.identifier == "S001"


def test_unknown_rules_get_a_suggestion() -> None:
    assert registry.get("S009") is None
    assert "S00" in registry.suggestion("S009")
    assert "there are" in registry.suggestion("zzz")


def test_findings_come_by_place_whatever_the_order_of_rules() -> None:
    one, two = rule("S101", (4, 7)), rule("S102", (0, 3), (8, 13))
    found = registry.run(AUDIT, [one, two])
    assert found == registry.run(AUDIT, [two, one])
    assert [(f.rule, f.line, f.column, f.end_column) for f in found] == [
        ("S102", 1, 1, 4),
        ("S101", 2, 1, 4),
        ("S102", 2, 5, 10),
    ]


def test_a_rule_that_raises_is_a_finding_and_the_others_go_on() -> None:
    bad = Rule("S103", "Bad rule", Severity.NOTE, "", "", "", "", broken)
    found = registry.run(AUDIT, [bad, rule("S101", (4, 7))])
    assert {f.rule for f in found} == {"S101", "S103", "X002"}
    failure = next(f for f in found if f.rule == "X002")
    assert "S103" in failure.message
    assert "KeyError" in failure.message
    assert failure.severity is Severity.ERROR


def test_the_run_reports_of_itself_without_a_check() -> None:
    silent = registry.get("X001")
    assert silent is not None
    assert list(silent.findings(AUDIT)) == []
    assert silent.on("gone.md", "no such file").path == "gone.md"
