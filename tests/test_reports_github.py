"""Annotations for GitHub Actions: one command a line, whatever the text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkers.model import Reason, Verdict
from reports.protocol import Options, reporters

#: A workflow command as the runner reads it.
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::([^\r\n]*)")
UNESCAPED = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def lines(report) -> list[str]:
    return "".join(reporters()["github"].render(report, Options())).splitlines()


def unescaped(text: str) -> str:
    for code, character in UNESCAPED:
        text = text.replace(code, character)
    return text


def commands(report) -> list[tuple[str, dict[str, str], str]]:
    """What the runner makes of the report."""
    found = []
    for line in lines(report):
        match = COMMAND.fullmatch(line)
        assert match, line
        kind, properties, message = match.groups()
        pairs = (pair.split("=", 1) for pair in properties.split(","))
        found.append((kind, {name: unescaped(value) for name, value in pairs}, unescaped(message)))
    return found


def test_a_finding_is_an_annotation_on_its_figure(audit_report):
    assert lines(audit_report)[1] == (
        "::error file=article.md,line=5,endLine=5,col=65,endColumn=67,"
        "title=S002 Contradicted figure::What the sources say of 90%25: value-differs."
    )


def test_severities_are_kinds_of_annotation(audit_report):
    assert [kind for kind, _, _ in commands(audit_report)] == [
        *("error", "error", "warning", "notice", "warning", "warning"),
        "error",
    ]


def test_an_input_that_was_not_read_is_an_error(audit_report):
    assert commands(audit_report)[-1] == (
        "error",
        {"file": "gone.md", "title": "Input not read"},
        "gone.md: no such file; check the path",
    )


def test_a_waived_finding_is_a_notice(waived_report):
    *_, (kind, _, message), _ = commands(waived_report)
    assert kind == "notice"
    assert message.endswith("(waived: agreed (editors, 2026-01-02))")


def test_columns_are_left_out_over_several_lines(audit_report):
    article = audit_report.articles[0]
    finding = replace(article.findings[0], end_line=4)
    report = replace(audit_report, articles=(replace(article, findings=(finding,)),))
    assert "col" not in commands(report)[0][1]


def test_standard_input_is_no_file_of_the_repository(article, run_of):
    assert "file" not in commands(run_of(article(name="-")))[0][1]


def test_no_text_begins_a_command_or_ends_a_property(hostile_report):
    found = commands(hostile_report)
    article = hostile_report.articles[0]
    assert len(found) == len(article.findings) + 1
    assert {tuple(properties) for _, properties, _ in found[:-1]} == {
        ("file", "line", "endLine", "col", "endColumn", "title")
    }
    assert "::error file=x::boom" in found[0][1]["title"]


@settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60))
def test_any_text_is_one_command(article, run_of, text):
    quiet = text.replace("{", "").replace("}", "")
    figures = ((Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, ()),)
    found = article(f"{quiet} {{4}}", figures, f"a{quiet}.md", quiet)
    findings = tuple(replace(one, message=text) for one in found.findings)
    assert len(commands(run_of(replace(found, findings=findings)))) == 3


@pytest.mark.parametrize("which", ["audit_report", "hostile_report"])
def test_every_line_is_a_command(which, request):
    assert all(line.startswith("::") for line in lines(request.getfixturevalue(which)))
