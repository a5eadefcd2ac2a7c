"""What a reporter is, and which there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reports.model import AuditReport


@dataclass(frozen=True, slots=True)
class Options:
    """How the terminal report is to look; files look the same everywhere.

    Attributes:
        color: write ANSI colour and underlining.
        width: columns that a line may have.
        quiet: findings only, one line each, and no summary.
        statistics: how often each rule fired, in place of the findings.
    """

    color: bool = False
    width: int = 80
    quiet: bool = False
    statistics: bool = False


Render = Callable[[AuditReport, Options], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Reporter:
    """A way to write a report.

    Attributes:
        name: the word after ``--format``.
        extension: of the files that it writes, with its dot.
        summary: one line for the help text.
        render: the report as chunks of text; called again, it gives the same
            characters again.
    """

    name: str
    extension: str
    summary: str
    render: Render


def reporters() -> Mapping[str, Reporter]:
    """The reporters by name.  None is imported before it renders."""
    return _REPORTERS


def _terminal(report: AuditReport, options: Options) -> Iterator[str]:
    from reports.terminal import render

    return render(report, options)


def _json(report: AuditReport, options: Options) -> Iterator[str]:
    from reports.json import render

    return render(report, options)


def _html(report: AuditReport, options: Options) -> Iterator[str]:
    from reports.html import render

    return render(report, options)


_REPORTERS: Mapping[str, Reporter] = MappingProxyType(
    {
        reporter.name: reporter
        for reporter in (
            Reporter("terminal", ".txt", "findings as a linter prints them", _terminal),
            Reporter("json", ".json", "everything, for programs", _json),
            Reporter("html", ".html", "one page to read and share, no network needed", _html),
        )
    }
)
