"""The gate: which findings and counts close it, and the exit codes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checkers.model import Reason, Severity, Verdict
from reports.gate import ExitCode, FailOn, decide, exit_code, parse_fail_on
from reports.model import Gate, ReportError

RULES = ("S001", "S002", "S003", "S004", "S005")


@pytest.mark.parametrize(
    ("fail_on", "reasons"),
    [
        ("never", ()),
        ("error", ("1 finding of S001", "1 finding of S002")),
        (
            "warning",
            (
                "1 finding of S001",
                "1 finding of S002",
                "1 finding of S003",
                "1 finding of S005",
                "1 finding of X003",
            ),
        ),
        ("S004", ("1 finding of S004",)),
        ("s004, S003", ("1 finding of S003", "1 finding of S004")),
        ("X001", ()),
        (
            "error,S005",
            ("1 finding of S001", "1 finding of S002", "1 finding of S005"),
        ),
        ("contradicted", ("1 contradicted figure",)),
        ("Partly-Supported, uncited", ("1 partly supported figure", "1 uncited figure")),
        (
            "S002,contradicted,unverifiable",
            ("1 finding of S002", "1 contradicted figure", "1 unverifiable figure"),
        ),
    ],
)
def test_what_closes_the_gate(audit_report, fail_on, reasons):
    assert decide(audit_report, fail_on, None) == Gate(not reasons, reasons)


@pytest.mark.parametrize(
    ("fail_on", "mend"),
    [
        ("S01", "did you mean 'S001'?"),
        ("eror", "did you mean 'error'?"),
        ("Warnings", "did you mean 'warning'?"),
        ("", "use one of never, error, warning, note, partly-supported"),
        ("suported", "did you mean 'unsupported'?"),
        ("unsuported", "did you mean 'unsupported'?"),
        ("S001,", "use one of"),
        ("never,S001", "'never' stands alone"),
        ("zebra", "use one of"),
    ],
)
def test_a_word_that_is_no_rule_is_told_with_a_mend(audit_report, fail_on, mend):
    with pytest.raises(ValueError, match="--fail-on") as caught:
        decide(audit_report, fail_on, None)
    assert mend in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_severity_means_the_heavier_ones_too():
    assert parse_fail_on("warning", RULES) == FailOn(
        frozenset({Severity.ERROR, Severity.WARNING}), frozenset()
    )


@pytest.mark.parametrize("text", ["N", "n00", "N001,N005"])
def test_rules_are_named_by_the_beginning_of_their_identifiers(text):
    assert parse_fail_on(text, {"N001", "N005", "S001"}).rules == {"N001", "N005"}


def test_waived_findings_do_not_close_the_gate(audit_report):
    article = audit_report.articles[0]
    waived = tuple(replace(finding, waived=True) for finding in article.findings)
    report = replace(audit_report, articles=(replace(article, findings=waived),))
    assert decide(report, "note,S001", None).passed


@pytest.mark.parametrize(
    ("min_checked", "passed"),
    [(None, True), (0, True), (4, True), (5, False), (0.0, True), (0.8, True), (0.81, False)],
)
def test_how_many_cited_figures_must_have_been_checked(audit_report, min_checked, passed):
    gate = decide(audit_report, "never", min_checked)
    assert gate.passed is passed
    assert passed or "checked 4 of 5 cited figures" in gate.reasons[0]


def test_a_share_of_no_cited_figures_passes_and_a_count_does_not(article, run_of):
    report = run_of(article("Some {4} patients.", ((Verdict.UNCITED, Reason.NO_CITATION, ()),)))
    assert decide(report, "never", 1.0).passed
    assert not decide(report, "never", 1).passed


@pytest.mark.parametrize(
    ("fail_on", "max_unsupported", "reasons"),
    [
        ("never", None, ()),
        ("never", 0, ("1 unsupported, more than 0",)),
        ("never", 1, ()),
        ("never", 0.25, ()),
        ("never", 0.24, ("1 of 4 checked figures unsupported, more than 24%",)),
        ("never", 0.0, ("1 of 4 checked figures unsupported, more than 0%",)),
        # The number takes the place of the severity of S001, of no other rule ...
        ("error", 1, ("1 finding of S002",)),
        ("error", 0, ("1 finding of S002", "1 unsupported, more than 0")),
        # ... and what is named still holds.
        ("S001", 1, ("1 finding of S001",)),
        ("unsupported", 1, ("1 unsupported figure",)),
    ],
)
def test_how_many_figures_may_be_unsupported(audit_report, fail_on, max_unsupported, reasons):
    assert decide(audit_report, fail_on, None, max_unsupported).reasons == reasons


def test_a_share_is_exact(article, run_of):
    figures = ((Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, ()),) * 29
    figures += ((Verdict.SUPPORTED, Reason.VALUE_MATCH, ()),) * 71
    report = run_of(article("Some {4} of them. " * 100, figures))
    assert decide(report, "never", None, 0.29).passed
    assert not decide(report, "never", None, 0.28).passed


def test_a_waived_verdict_closes_nothing(audit_report):
    article = audit_report.articles[0]
    waived = tuple(replace(one, waived=one.rule == "S001") for one in article.findings)
    report = replace(audit_report, articles=(replace(article, findings=waived),))
    assert decide(report, "unsupported,S001", None, 0).passed
    assert not decide(report, "contradicted").passed


@pytest.mark.parametrize("min_checked", [-1, -0.1, 1.5, float("nan")])
def test_an_impossible_minimum_is_told(audit_report, min_checked):
    with pytest.raises(ValueError, match="--min-checked"):
        decide(audit_report, "never", min_checked)
    with pytest.raises(ValueError, match="--max-unsupported"):
        decide(audit_report, "never", None, min_checked)


@pytest.mark.parametrize(
    ("errors", "gate", "code"),
    [
        ((), Gate(True), ExitCode.PASSED),
        ((), None, ExitCode.PASSED),
        ((), Gate(False, ("why",)), ExitCode.FAILED),
        ((ReportError("a.md", "is empty"),), Gate(True), ExitCode.BROKEN),
        ((ReportError("a.md", "is empty"),), Gate(False, ("why",)), ExitCode.BROKEN),
    ],
)
def test_broken_inputs_beat_a_closed_gate(audit_report, errors, gate, code):
    assert exit_code(replace(audit_report, errors=errors, gate=gate)) is code
    assert [int(code) for code in ExitCode] == [0, 1, 2]
