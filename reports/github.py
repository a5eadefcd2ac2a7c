"""Annotations for GitHub Actions: workflow commands, one a line.

The runner reads a command from a line of its own, so no text may begin one.
It shows ten annotations of a kind and step; the job summary has them all.
"""

from __future__ import annotations

from collections.abc import Iterator

from checkers.model import Finding, Severity
from reports.model import AuditReport
from reports.protocol import Options
from reports.words import one_line, told

#: An article from standard input, which is no file of the repository.
_NO_FILE = "-"
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: AuditReport, _options: Options) -> Iterator[str]:
    """One command a finding, then one an input that could not be read."""
    names = {rule.id: rule.name for rule in report.rules}
    found = [finding for article in report.articles for finding in article.findings]
    # What is waived comes last, so that it crowds out nothing.
    for finding in sorted(found, key=lambda one: one.waived):
        yield _finding(finding, names.get(finding.rule, ""))
    for error in report.all_errors:
        yield _command("error", error.path, {"title": "Input not read"}, str(error))


def _finding(finding: Finding, name: str) -> str:
    kind = "notice" if finding.waived else _COMMANDS[finding.severity]
    place: dict[str, object] = {"line": finding.line, "endLine": finding.end_line}
    if finding.line == finding.end_line:
        # GitHub takes columns within one line only, the last one included.
        place |= {"col": finding.column, "endColumn": max(finding.column, finding.end_column - 1)}
    title = f"{finding.rule} {name}".rstrip()
    return _command(kind, finding.path, {**place, "title": title}, told(finding))


def _command(kind: str, path: str, properties: dict[str, object], message: str) -> str:
    file = {} if path == _NO_FILE else {"file": path}
    pairs = {**file, **properties}.items()
    given = ",".join(f"{name}={_property(str(value))}" for name, value in pairs)
    return f"::{kind} {given}::{_data(message)}\n"


def _data(text: str) -> str:
    """A message: on one line, and ``%`` not taken for an escape."""
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
