"""The code quality report of GitLab."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from reports.protocol import Options, reporters

#: What GitLab's documentation asks of the report.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "pattern": "^[A-Z][0-9]{3}$"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": False,
                        "properties": {
                            "begin": {"type": "integer", "minimum": 1},
                            "end": {"type": "integer", "minimum": 1},
                        },
                    },
                },
            },
        },
    },
}


def issues(report) -> list[dict]:
    found = json.loads("".join(reporters()["gitlab"].render(report, Options())))
    Draft202012Validator(SCHEMA).validate(found)
    return found


@pytest.mark.parametrize("which", ["audit_report", "hostile_report", "waived_report"])
def test_the_report_fits_what_gitlab_asks_for(which, request):
    found = issues(request.getfixturevalue(which))
    assert len({issue["fingerprint"] for issue in found}) == len(found) > 1


def test_a_run_of_nothing_is_an_empty_list(run_of):
    assert [issue["check_name"] for issue in issues(run_of(fail_on="never"))] == ["X001"]


def test_a_finding_is_an_issue(audit_report):
    found = issues(audit_report)
    assert {
        key: found[1][key] for key in ("description", "check_name", "severity", "location")
    } == {
        "description": "What the sources say of 90%: value-differs.",
        "check_name": "S002",
        "severity": "major",
        "location": {"path": "article.md", "lines": {"begin": 5, "end": 5}},
    }
    assert [issue["severity"] for issue in found] == [
        *("major", "major", "minor", "info", "minor", "minor"),
        "blocker",
    ]


def test_a_waived_finding_is_information(waived_report):
    issue = issues(waived_report)[0]
    assert issue["severity"] == "info"
    assert issue["description"].endswith("(waived: agreed (editors, 2026-01-02))")


def test_fingerprints_hold_while_lines_move_and_differ_by_file(article, run_of):
    first, *_ = issues(run_of(article()))
    same, *_ = issues(run_of(article(name="./article.md")))
    other, *_ = issues(run_of(article(name="other.md")))
    assert first == same
    assert first["fingerprint"] != other["fingerprint"]
