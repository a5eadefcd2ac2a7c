"""The JUnit report: read back by another library, and by the grammar that readers share."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml
from lxml import etree

from checkers.model import Reason, Verdict
from reports.model import ReportError
from reports.protocol import Options, reporters

#: No standard defines JUnit XML. This is, in RELAX NG, the part of what Jenkins' xUnit plugin
#: takes that this report keeps to.
GRAMMAR = etree.RelaxNG(
    etree.XML("""
<grammar xmlns="http://relaxng.org/ns/structure/1.0"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start>
    <element name="testsuites">
      <attribute name="name"/>
      <zeroOrMore><ref name="suite"/></zeroOrMore>
    </element>
  </start>
  <define name="suite">
    <element name="testsuite">
      <attribute name="name"/>
      <attribute name="tests"><data type="nonNegativeInteger"/></attribute>
      <attribute name="failures"><data type="nonNegativeInteger"/></attribute>
      <attribute name="errors"><data type="nonNegativeInteger"/></attribute>
      <attribute name="skipped"><data type="nonNegativeInteger"/></attribute>
      <attribute name="time"><data type="decimal"/></attribute>
      <zeroOrMore><ref name="case"/></zeroOrMore>
    </element>
  </define>
  <define name="case">
    <element name="testcase">
      <attribute name="name"/>
      <attribute name="classname"/>
      <optional>
        <choice>
          <element name="failure"><ref name="result"/></element>
          <element name="error"><ref name="result"/></element>
          <element name="skipped"><ref name="result"/></element>
        </choice>
      </optional>
      <optional><element name="system-out"><text/></element></optional>
    </element>
  </define>
  <define name="result">
    <attribute name="message"/>
    <attribute name="type"/>
    <empty/>
  </define>
</grammar>
""")
)


def document(report) -> str:
    return "".join(reporters()["junit"].render(report, Options()))


def parsed(report) -> JUnitXml:
    text = document(report).encode()
    GRAMMAR.assertValid(etree.fromstring(text))
    return JUnitXml.fromstring(text)


def cases(report) -> list:
    return [case for suite in parsed(report) for case in suite]


def results(report) -> list[tuple[str, str]]:
    return [
        (type(case.result[0]).__name__, case.result[0].type) if case.result else ("", "")
        for case in cases(report)
    ]


@pytest.mark.parametrize("which", ["audit_report", "hostile_report", "waived_report"])
def test_the_report_fits_the_grammar(which, request):
    assert cases(request.getfixturevalue(which))


def test_a_run_of_nothing_has_no_suite(run_of):
    assert list(parsed(replace(run_of(fail_on="never"), errors=()))) == []


def test_a_figure_fails_with_its_errors_and_is_skipped_where_nobody_could_check(audit_report):
    assert results(audit_report) == [
        ("Failure", "S001"),
        ("", ""),
        ("Failure", "S002"),
        ("Skipped", "uncited"),
        ("Skipped", "unverifiable"),
        ("", ""),
        ("", ""),
        ("Error", "X001"),
    ]


def test_the_counts_are_those_of_the_cases(audit_report):
    suite, inputs = parsed(audit_report)
    assert (suite.name, suite.tests, suite.failures, suite.skipped) == ("article.md", 7, 2, 2)
    assert (inputs.name, inputs.tests, inputs.errors) == ("inputs", 1, 1)


def test_a_case_tells_verdict_evidence_and_findings(audit_report):
    assert cases(audit_report)[2].system_out.splitlines() == [
        "Contradicted: What the sources say of 90%: value-differs.",
        "liver-review.html, line 7: “In about 50% the liver is the only site.”",
        "article.md:5:65: error S002: What the sources say of 90%: value-differs.",
    ]


def test_a_waived_figure_is_skipped_with_the_reason(waived_report):
    (skipped,) = cases(waived_report)[0].result
    assert skipped.message.endswith("(waived: agreed (editors, 2026-01-02))")
    assert results(waived_report)[0] == ("Skipped", "S001")


def test_names_hold_while_lines_move_and_differ_for_equal_figures(article, run_of):
    figures = ((Verdict.SUPPORTED, Reason.VALUE_MATCH, ()),) * 2
    text = "Some {80%} of them, and {80%} again."
    names = [case.name for case in cases(run_of(article(text, figures)))]
    moved = [case.name for case in cases(run_of(article(f"New.\n\n{text}", figures)))]
    assert names[:2] == [
        "80%: Some 80% of them, and 80% again.",
        "80%: Some 80% of them, and 80% again. (2)",
    ]
    assert names == moved


def test_what_went_wrong_in_an_article_is_an_error_of_its_suite(article, run_of):
    report = run_of(replace(article(), problems=(ReportError("works/3.pdf", "is encrypted"),)))
    suite = next(iter(parsed(report)))
    assert (suite.name, suite.errors) == ("article.md", 1)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60))
def test_any_text_gives_a_document(article, run_of, text):
    quiet = text.replace("{", "").replace("}", "")
    passages = ((f"{quiet}.txt", f"{quiet} {{4}} {quiet}", False),)
    figures = ((Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, passages),)
    report = run_of(article(f"{quiet} {{4}} {quiet}", figures, f"a{quiet}.md", quiet))
    assert len(cases(report)) == 3
