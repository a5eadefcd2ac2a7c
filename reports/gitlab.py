"""The code quality report of GitLab, shown in merge requests.

The keys are those that GitLab reads of the Code Climate format.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import PurePath

from checkers.model import Severity
from reports.fingerprints import fingerprinted
from reports.model import AuditReport
from reports.protocol import Options
from reports.words import one_line, told

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: AuditReport, _options: Options) -> Iterator[str]:
    """The report as one JSON array and a newline."""
    yield json.dumps(list(_issues(report)), ensure_ascii=False, indent=2)
    yield "\n"


def _issues(report: AuditReport) -> Iterator[dict[str, object]]:
    for article in report.articles:
        for finding, fingerprint in fingerprinted(article):
            severity = "info" if finding.waived else _SEVERITIES[finding.severity]
            lines = {"begin": finding.line, "end": finding.end_line}
            yield _issue(finding.rule, told(finding), severity, finding.path, lines, fingerprint)
    for error in report.all_errors:
        yield _issue("X001", str(error), "blocker", error.path, {"begin": 1}, error.problem)


def _issue(
    rule: str, message: str, severity: str, path: str, lines: dict[str, int], fingerprint: str
) -> dict[str, object]:
    place = PurePath(path).as_posix()
    return {
        "description": one_line(message),
        "check_name": rule,
        "fingerprint": _digest(rule, place, fingerprint),
        "severity": severity,
        "location": {"path": one_line(place), "lines": lines},
    }


def _digest(*parts: str) -> str:
    """GitLab compares fingerprints over all files, so the path is part of it."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
