"""``claimaudit check``: audit articles against the sources that they cite."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from checkers import registry
from checkers.selection import choose
from claimaudit.acceptance import Acceptance, prepare, rewritten
from claimaudit.baseline import rendered
from claimaudit.inputs import complain
from claimaudit.options import (
    cache_at,
    cache_options,
    configuration_options,
    deliver,
    fetch_options,
    fetch_settings,
    model_option,
    plan,
    today_option,
    works_options,
)
from claimaudit.plan import listing
from claimaudit.settings import Settings, count_or_share
from claims.document import Document
from claims.readers import ReadError, read
from reports.gate import ExitCode, exit_code, parse_fail_on
from reports.model import AuditReport
from reports.protocol import Options, reporters
from reports.write import OutputError, write

FORMATS = tuple(reporters())


def _share(ctx: click.Context, param: click.Parameter, value: str | None) -> int | float | None:
    """Read a count ("5") or a share ("80%", "0.8")."""
    if value is None:
        return None
    try:
        return count_or_share(value)
    except ValueError:
        told = f"{value!r}: give a count such as 5, or a share such as 80%"
        raise click.BadParameter(told, ctx, param) from None


def _fail_on(ctx: click.Context, _: click.Parameter, value: str) -> str:
    """Look at the words of --fail-on before anything is read."""
    try:
        parse_fail_on(value, {rule.identifier for rule in registry.rules()})
    except registry.RegistryError:
        raise
    except ValueError as error:
        raise click.UsageError(str(error), ctx) from error
    return value


@click.command("check")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@works_options
@click.option(
    "--fetch",
    is_flag=True,
    help="First fetch what the library lacks of the cited works; this uses the network.",
)
@fetch_options
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
    callback=_fail_on,
    show_default=True,
    metavar="SEVERITY|VERDICT|RULE|never,…",
    help="What closes the gate: error, warning or note, a verdict such as contradicted, a rule.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="SHARE",
    help="Ask for a look at a contradiction that is less sure than this, instead of an error.",
)
@click.option(
    "--min-checked",
    callback=_share,
    metavar="N|SHARE",
    help="Close the gate when fewer of the cited figures could be checked.",
)
@click.option(
    "--max-unsupported",
    callback=_share,
    metavar="N|SHARE",
    help="Let so many figures be unsupported before S001 closes the gate.",
)
@click.option(
    "--suppressions/--no-suppressions",
    default=True,
    show_default=True,
    help="Whether comments in an article may suppress its findings.",
)
@click.option(
    "--waivers",
    metavar="FILE",
    help="Accepted findings, instead of the claimaudit-waivers.toml nearest to each article.",
)
@click.option(
    "--baseline", metavar="FILE", help="Findings that are known; only new ones close the gate."
)
@click.option(
    "--write-baseline", metavar="FILE", help="Take what is found as known, and write it down."
)
@click.option(
    "--allow-growth", is_flag=True, help="Let --write-baseline take in new findings, too."
)
@click.option(
    "--changed-since", metavar="REV", help="Judge only figures that changed since a git revision."
)
@click.option(
    "--require-approval",
    is_flag=True,
    help="Close the gate for articles that no reviewer has approved as they are now.",
)
@click.option(
    "--compare",
    "earlier",
    metavar="OLD.json",
    help="Tell what changed since an earlier audit, of which this is the JSON report.",
)
@today_option
@configuration_options
@click.option("--show-settings", is_flag=True, help="Print the settings, with their origin; stop.")
@click.option("-q", "--quiet", is_flag=True, help="Terminal report: findings and last line only.")
@click.option("--statistics", is_flag=True, help="Terminal report: how often each rule fired.")
@cache_options
@model_option
def command(
    articles: tuple[str, ...],
    fetch: bool,
    bases: tuple[str, ...],
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    write_baseline: str | None,
    allow_growth: bool,
    changed_since: str | None,
    today: dt.date | None,
    earlier: str | None,
    show_settings: bool,
    quiet: bool,
    statistics: bool,
    cache_dir: str | None,
    use_cache: bool,
    **_settings: object,
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

    What the options say can stand in claimaudit.toml, or under [tool.claimaudit] in
    pyproject.toml, beside the articles or above them (see docs/configuration.md).

    Exit codes: 0 the gate passed, 1 it did not, 2 the usage or the configuration is
    broken, or an input could not be read (the other articles are audited and reported
    all the same).
    """
    # spaCy and pandas load with the audit, so that a mistyped option is told at once.
    from claimaudit.audit import audit_each
    from reports.progress import progress

    wanted = _pairs(formats, outputs)
    if earlier and changed_since:
        raise click.UsageError("--compare and --changed-since exclude each other; drop one")
    # The order of the command line, which is a shell's or a file system's, changes nothing.
    plans = plan(click.get_current_context()).settings(sorted(articles))
    if show_settings:
        return deliver("-", listing(plans), lambda: 0)
    settings = {path: own.settings for path, own in plans.items()}
    acceptance = prepare(
        settings,
        today,
        changed_since=changed_since,
        adopt=write_baseline,
        may_grow=allow_growth,
    )
    compared = _comparer(earlier)
    if fetch:
        settings = _with_fetched(settings, bases)
    for path in acceptance.without_lines:
        click.echo(f"claimaudit: note: {path}: has no lines of its own; audited whole", err=True)
    with (
        cache_at(cache_dir, use_cache) as cache,
        progress(len(settings), quiet=quiet) as step,
    ):
        report = compared(audit_each(settings, acceptance, step, cache))
    if ("terminal", "-") not in wanted:
        # The terminal report shows them itself.
        for problem in report.all_errors:
            complain(str(problem))
    written = _write_all(report, wanted, quiet=quiet, statistics=statistics)
    if write_baseline is not None:
        written &= _adopt(report, settings, acceptance)
    return exit_code(report) if written else ExitCode.BROKEN


def _comparer(earlier: str | None) -> Callable[[AuditReport], AuditReport]:
    """Adds to a report what changed since an earlier audit, nothing when there is none."""
    if earlier is None:
        return lambda report: report
    from reports.compare import CompareError, compare, read_report

    try:
        old = read_report(earlier)
    except CompareError as error:
        raise click.ClickException(str(error)) from error
    return lambda report: replace(report, comparison=compare(old, report))


def _with_fetched(settings: Mapping[str, Settings], bases: Sequence[str]) -> dict[str, Settings]:
    """Fetch what each article's library lacks; without a library, the user's own is used."""
    from claimaudit.commands.sources import default_library
    from claimaudit.fetching import cited_works, fetch_works

    named = {
        path: replace(own, library=own.library or default_library())
        for path, own in settings.items()
    }
    email = next((own.email for own in named.values() if own.email), "")
    services = fetch_settings(email, bases)
    for library in dict.fromkeys(own.library for own in named.values()):
        # What cannot be read is told by the audit that follows.
        works = [
            work
            for path, own in named.items()
            if own.library == library and path != "-"
            for document in _readable(path)
            for work in cited_works(document)
        ]
        assert library is not None
        click.echo(str(fetch_works(works, library, services)), err=True)
    return named


def _readable(path: str) -> Iterator[Document]:
    with suppress(ReadError):
        yield read(path)


def _adopt(report: AuditReport, settings: Mapping[str, Settings], acceptance: Acceptance) -> bool:
    """Write the baseline that the run was asked for; True when it is written."""
    told = {article.path: article.findings for article in report.articles}
    applied = (choose(registry.rules(), settings[path].choices) for path in told)
    baseline = rewritten(acceptance, told, applied)
    assert baseline is not None
    if report.all_errors:
        complain(f"{baseline.path}: the baseline is not written; mend what could not be read")
        return False
    return deliver(baseline.path, [rendered(baseline)], lambda: 0) == ExitCode.PASSED


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
    for name, output in pairs:
        if told := reporters()[name].unavailable():
            raise click.UsageError(told)
        if reporters()[name].binary and output == "-" and sys.stdout.isatty():
            raise click.UsageError(f"--format {name} is not for a terminal; give it an --output")
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
    # A standard output that was closed is told when it is written to.
    shown = output == "-" and sys.stdout is not None and sys.stdout.isatty()
    terminal = shown and os.environ.get("TERM") != "dumb"
    color = terminal and not os.environ.get("NO_COLOR")
    width = os.get_terminal_size().columns if terminal else 80
    return Options(color=color, width=max(40, width), quiet=quiet, statistics=statistics)
