"""``claimaudit check``: audit articles against the sources that they cite."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from claimaudit.inputs import complain
from claimaudit.options import model_option
from claims.pipeline import DEFAULT_MODEL
from reports.gate import ExitCode, exit_code
from reports.model import AuditReport
from reports.protocol import Options, reporters
from reports.write import OutputError, write

FORMATS = tuple(reporters())


def _share(ctx: click.Context, param: click.Parameter, value: str | None) -> int | float | None:
    """Read a count ("5") or a share ("80%", "0.8")."""
    if value is None:
        return None
    text = value.strip()
    try:
        if text.endswith("%"):
            number: int | float = float(text[:-1]) / 100
        else:
            number = int(text) if text.isdigit() else float(text)
    except ValueError:
        number = -1
    if math.isnan(number) or number < 0 or (isinstance(number, float) and number > 1):
        told = f"{text!r}: give a count such as 5, or a share such as 80%"
        raise click.BadParameter(told, ctx, param)
    return number


@click.command("check")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option(
    "--sources",
    metavar="DIR",
    help="Folder with the texts of the cited works (see docs/sources.md).",
)
@click.option(
    "--references",
    metavar="FILE",
    help="Reference list kept outside the article: CSL-JSON, BibTeX, RIS or nbib.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="Kind of report; repeat it for several.  [default: terminal]",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="OUT",
    help="Where the report goes; the first --output belongs to the first --format, and so on.",
)
@click.option(
    "--fail-on",
    default="error",
    show_default=True,
    metavar="error|warning|note|never|RULE,…",
    help="Findings that close the gate.",
)
@click.option(
    "--min-checked",
    callback=_share,
    metavar="N|SHARE",
    help="Close the gate when fewer of the cited figures could be checked.",
)
@click.option("-q", "--quiet", is_flag=True, help="Terminal report: findings and last line only.")
@click.option("--statistics", is_flag=True, help="Terminal report: how often each rule fired.")
@model_option
def command(
    articles: tuple[str, ...],
    sources: str | None,
    references: str | None,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    fail_on: str,
    min_checked: int | float | None,
    quiet: bool,
    statistics: bool,
    model: str = DEFAULT_MODEL,
) -> int:
    """Audit the figures of each ARTICLE against the sources that it cites.

    Every number of an article is matched to the work that its citation names, and the
    report says which figures that work bears out, which it contradicts, and which
    nobody could check.

    \b
    Examples:
      claimaudit check article.md --sources cited-works/
      claimaudit check article.md --sources cited-works/ --fail-on never
      claimaudit check articles/*.html --sources cited-works/ --min-checked 80%
      claimaudit check article.md --sources cited-works/ \\
          --format json --output audit.json --format html --output audit.html

    Exit codes: 0 the gate passed, 1 it did not, 2 the usage is broken or an input
    could not be read (the other articles are audited and reported all the same).
    """
    # spaCy and pandas load with the audit, so that a mistyped option is told at once.
    from claimaudit.audit import Settings, audit, check_fail_on
    from sources.folder import SourceError

    wanted = _pairs(formats, outputs)
    try:
        check_fail_on(fail_on)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    try:
        report = audit(articles, Settings(model, sources, references, fail_on, min_checked))
    except SourceError as error:
        complain(str(error))
        return ExitCode.BROKEN
    if ("terminal", "-") not in wanted:
        # The terminal report shows them itself.
        for problem in report.all_errors:
            complain(str(problem))
    written = _write_all(report, wanted, quiet=quiet, statistics=statistics)
    return exit_code(report) if written else ExitCode.BROKEN


def _pairs(formats: Sequence[str], outputs: Sequence[str]) -> list[tuple[str, str]]:
    """Formats with their outputs; what has no output goes to standard output.

    An output without a format gets the one that its file name ends in.
    """
    formats = list(formats)
    for output in outputs[len(formats) :]:
        formats.append(_format_of(output))
    if not formats:
        formats = ["terminal"]
    pairs = [(name, outputs[at] if at < len(outputs) else "-") for at, name in enumerate(formats)]
    targets = [_target(output) for _, output in pairs]
    for (name, output), target in zip(pairs, targets, strict=True):
        if targets.count(target) > 1:
            where = "standard output" if output == "-" else output
            raise click.UsageError(
                f"two reports go to {where}; give each --format {name} its own --output"
            )
    return pairs


def _target(output: str) -> str:
    return output if output == "-" else os.path.realpath(output)


def _format_of(output: str) -> str:
    for reporter in reporters().values():
        if Path(output).suffix == reporter.extension:
            return reporter.name
    raise click.UsageError(
        f"--output {output}: no --format for it; give one of {', '.join(FORMATS)}"
    )


def _write_all(
    report: AuditReport, wanted: Sequence[tuple[str, str]], *, quiet: bool, statistics: bool
) -> bool:
    """Write every report; True when all could be written."""
    complete = True
    for name, output in wanted:
        options = _look(output, quiet=quiet, statistics=statistics)
        try:
            write(output, reporters()[name].render(report, options))
        except OutputError as error:
            complain(str(error))
            complete = False
    if all(output != "-" for _, output in wanted) and not quiet:
        click.echo(_last_line(report, [output for _, output in wanted]), err=True)
    return complete


def _last_line(report: AuditReport, outputs: Sequence[str]) -> str:
    gate = "passed" if report.gate is None or report.gate.passed else "failed"
    return f"{report.summary}; gate {gate}; report in {', '.join(outputs)}"


def _look(output: str, *, quiet: bool, statistics: bool) -> Options:
    """Colour and width of the terminal, plain text and 80 columns for a file."""
    terminal = output == "-" and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    color = terminal and not os.environ.get("NO_COLOR")
    width = os.get_terminal_size().columns if terminal else 80
    return Options(color=color, width=max(40, width), quiet=quiet, statistics=statistics)
