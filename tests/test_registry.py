"""The rule engine: what rules there are, their pages, and how they are run."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

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
    assert {one[0] for one in identifiers} <= {family.letter for family in registry.FAMILIES}


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


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (lambda own, audit: None, "TypeError"),
        (lambda own, audit: ["a finding"], "TypeError: 'a finding' is no finding of S103"),
        (lambda own, audit: [rule("S101").at(audit.document, 0, 1, "")], "is no finding of S103"),
        (lambda own, audit: [own.on("other.md", "")], "KeyError: 'other.md'"),
        (lambda own, audit: [own.at(audit.document, 0, 99, "")], "no stretch 0-99 in a.md"),
        (lambda own, audit: sys.exit("bye"), "SystemExit: bye"),
        (lambda own, audit: 1 / 0, "ZeroDivisionError: division by zero"),
    ],
)
def test_whatever_a_rule_does_is_told_of_it_alone(told, says) -> None:  # type: ignore[no-untyped-def]
    one = Rule("S103", "Bad rule", Severity.NOTE, "", "", "", "", told)
    whole = Rule(
        "S104",
        "Worse",
        Severity.NOTE,
        "",
        "",
        "",
        "",
        None,
        lambda own, audits: told(one, audits[0]),
    )
    found = registry.run(AUDIT, [one, whole, rule("S101", (4, 7))])
    assert [f.rule for f in found].count("S101") == 1
    messages = [f.message for f in found if f.rule == "X002"]
    assert len(messages) == 2
    assert messages[0].startswith("Rule S103 (Bad rule) failed: ")
    assert says in messages[0]
    assert messages[1].startswith("Rule S104 (Worse) failed: ")
    assert not any("\n" in message for message in messages)


def test_a_rule_looks_at_the_articles_in_which_it_is_applied_and_weighs_as_it_does_there() -> None:
    def disagree(self: Rule, audits: Sequence[ArticleAudit]) -> Iterator[Finding]:
        for one in audits:
            yield self.at(one.document, 0, 3, f"one of {len(audits)}")

    usual = Rule("S105", "Pair", Severity.NOTE, "", "", "", "", None, disagree)
    heavy = replace(usual, severity=Severity.ERROR)
    audits = [ArticleAudit(Document(f"{at}.md", "one two"), Extraction((), ())) for at in range(3)]
    found = registry.run_all(audits, [[usual], [], [heavy]])
    assert [[(f.severity.value, f.message) for f in own] for own in found] == [
        [("note", "one of 2")],
        [],
        [("error", "one of 2")],
    ]


def test_the_run_reports_of_itself_without_a_check() -> None:
    silent = registry.get("X001")
    assert silent is not None
    assert list(silent.findings(AUDIT)) == []
    assert silent.on("gone.md", "no such file").path == "gone.md"
