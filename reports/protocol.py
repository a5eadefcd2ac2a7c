"""What a reporter is, and which there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
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


Render = Callable[[AuditReport, Options], Iterator[str | bytes]]


@dataclass(frozen=True, slots=True)
class Reporter:
    """A way to write a report.

    Attributes:
        name: the word after ``--format``.
        extension: of the files that it writes, with its dot; where several
            reporters share one, the first stands for it.
        summary: one line for the help text.
        render: the report in chunks, all text or all bytes; called again, it
            gives the same again.
        binary: it gives bytes, which are not for a terminal.
        package: a module that it needs and that the extra brings.
        extra: the extra of claimaudit to install, "" when it needs none.
    """

    name: str
    extension: str
    summary: str
    render: Render
    binary: bool = False
    package: str = ""
    extra: str = ""

    def unavailable(self) -> str:
        """One line on what to install before this reporter can be used, "" for nothing."""
        if not self.package or find_spec(self.package):
            return ""
        return (
            f"--format {self.name} needs the package {self.package!r}; "
            f"install it with: pip install 'claimaudit[{self.extra}]'"
        )


def reporters() -> Mapping[str, Reporter]:
    """The reporters by name.  None is imported before it renders."""
    return _REPORTERS


def _of(module: str, function: str = "render") -> Render:
    """A renderer of this package, imported when it is called."""

    def render(report: AuditReport, options: Options) -> Iterator[str | bytes]:
        yield from getattr(import_module(f"reports.{module}"), function)(report, options)

    return render


def _parquet(name: str, summary: str, function: str) -> Reporter:
    render = _of("parquet", function)
    return Reporter(name, ".parquet", summary, render, True, "pyarrow", "parquet")


def _markdown(name: str, summary: str, function: str) -> Reporter:
    return Reporter(name, ".md", summary, _of("markdown", function))


_REPORTERS: Mapping[str, Reporter] = MappingProxyType(
    {
        reporter.name: reporter
        for reporter in (
            Reporter("terminal", ".txt", "findings as a linter prints them", _of("terminal")),
            Reporter("json", ".json", "everything, for programs", _of("json")),
            Reporter("html", ".html", "one page to read and share, no network needed", _of("html")),
            Reporter("csv", ".csv", "one row a figure", _of("csv", "render_claims")),
            Reporter("csv-findings", ".csv", "one row a finding", _of("csv", "render_findings")),
            _parquet("parquet", "one row a figure, typed", "render_claims"),
            _parquet("parquet-findings", "one row a finding, typed", "render_findings"),
            Reporter("sarif", ".sarif", "SARIF 2.1.0, for code scanning", _of("sarif")),
            Reporter("junit", ".xml", "JUnit XML, one test case a figure", _of("junit")),
            Reporter("github", ".txt", "annotations for GitHub Actions", _of("github")),
            _markdown("markdown", "comment for a pull request", "render_comment"),
            _markdown("github-summary", "job summary for GitHub Actions", "render_summary"),
            Reporter("gitlab", ".json", "code quality report for GitLab", _of("gitlab")),
            Reporter(
                "queries", ".md", "questions for the author, a page an article", _of("queries")
            ),
        )
    }
)
