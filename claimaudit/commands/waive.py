"""``claimaudit waive``: accept one finding, with a reason."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from checkers import registry
from checkers.model import Finding
from claimaudit.config import find
from claimaudit.inputs import InputError, complain
from claimaudit.options import (
    configuration_options,
    day_option,
    deliver,
    model_option,
    plan,
    today_option,
)
from claimaudit.waiverfile import FILE_NAME, find_upward, parse_waivers, read_text, with_waiver
from claimaudit.waivers import STDIN, Waiver, relative
from reports.gate import ExitCode
from reports.model import ArticleReport
from sources.model import SourceError

#: Hyphens, dashes and the minus sign are one character to whoever types a figure.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
#: More candidates than these are counted and not shown.
_SHOWN = 20
_GIT_TIMEOUT = 10


@click.command("waive")
@click.argument("article", metavar="ARTICLE")
@click.option("--rule", metavar="RULE", help="Rule of the finding, such as S001.")
@click.option("--figure", metavar="TEXT", help="The figure as the article prints it.")
@click.option("--fingerprint", metavar="F1-…", help="The finding's fingerprint, or its beginning.")
@click.option("--reason", required=True, metavar="TEXT", help="Why the finding is accepted.")
@click.option("--by", metavar="NAME", help="Who accepts it.  [default: git's user.name, or $USER]")
@day_option("--expires", "Last day on which the waiver holds.")
@click.option("--waivers", metavar="FILE", help=f"The waiver file.  [default: {FILE_NAME}]")
@click.option("--sources", metavar="DIR", help="Folder with the texts of the cited works.")
@click.option(
    "--references", metavar="FILE", help="Reference list kept outside the article, as for check."
)
@configuration_options
@today_option
@model_option
def command(
    article: str,
    rule: str | None,
    figure: str | None,
    fingerprint: str | None,
    reason: str,
    by: str | None,
    expires: dt.date | None,
    today: dt.date | None,
    **_settings: object,
) -> int:
    """Accept one finding of ARTICLE, and write down why, by whom and until when.

    The article is audited as `check` audits it. The finding stays in every report, marked
    as waived, and the gate passes it by. It comes back when its figure or its source is
    changed (see docs/waivers.md).

    \b
    Examples:
      claimaudit waive article.md --rule S001 --figure "80–90%" --reason "Confirmed by the author."
      claimaudit waive article.md --fingerprint f1-3b9c --reason "In print." --expires 2027-01-31

    Exit codes: 0 the finding is waived, 2 it is not.
    """
    from claimaudit.acceptance import Acceptance
    from claimaudit.audit import audit_each

    day = today or dt.date.today()
    _check_usage(rule, [rule, figure, fingerprint], reason, expires, day)
    own = plan(click.get_current_context()).effective(article).settings
    path = own.waivers or find_upward(article) or _new(article)
    text = read_text(path) if os.path.lexists(path) else ""
    file = parse_waivers(text, path, {one.identifier for one in registry.rules()})
    try:
        # Without a baseline: a finding that it knows may get a reason of its own.
        report = audit_each({article: own}, Acceptance(day, (file,)))
    except SourceError as error:
        complain(str(error))
        return ExitCode.BROKEN
    for problem in report.all_errors:
        complain(str(problem))
    if report.all_errors:
        return ExitCode.BROKEN
    (audited,) = report.articles
    found = fitting(audited, rule, figure, fingerprint)
    candidates = [one for one in found if not one.waived]
    if len(candidates) != 1:
        complain(_why(audited, found, candidates))
        for line in _listed(audited, candidates):
            click.echo(line, err=True)
        return ExitCode.BROKEN
    (finding,) = candidates
    waiver = Waiver(
        rule=finding.rule,
        fingerprint=finding.fingerprint,
        path=relative(article, path),
        reason=reason.strip(),
        by=(by or "").strip() or _user(article),
        date=day,
        figure=figure_of(audited, finding),
        expires=expires,
    )
    if deliver(path, [with_waiver(text, file, waiver)], lambda: 0):
        return ExitCode.BROKEN
    until = f" until {expires}" if expires else ""
    click.echo(f"waived {_shown(audited, finding)}{until}, in {path}")
    return ExitCode.PASSED


def _check_usage(
    rule: str | None,
    chosen: Sequence[str | None],
    reason: str,
    expires: dt.date | None,
    day: dt.date,
) -> None:
    """Look at the words of the command before anything is read.

    Raises:
        click.UsageError: they name no finding, no reason, no rule that exists, or a
            day that is past.
    """
    if not any(chosen):
        raise click.UsageError("which finding? give --rule, --figure or --fingerprint")
    if not reason.strip():
        raise click.UsageError("--reason is blank; say why the finding is accepted")
    if rule and registry.get(rule) is None:
        raise click.UsageError(f"no rule '{rule}'; {registry.suggestion(rule)}")
    if expires is not None and expires < day:
        raise click.UsageError(f"--expires {expires} is past; give a later day")


def fitting(
    article: ArticleReport, rule: str | None, figure: str | None, fingerprint: str | None
) -> list[Finding]:
    """The findings of an article that a user means.

    Args:
        article: the audited article.
        rule: the rule's identifier in any case, None for every rule.
        figure: characters of the finding's figure, None for every figure.
        fingerprint: the beginning of the fingerprint, None for every one.
    """
    printed = None if figure is None else _pattern(figure)
    return [
        one
        for one in article.findings
        if one.path == article.path
        and (rule is None or one.rule == rule.strip().upper())
        and (printed is None or printed.search(_plain(figure_of(article, one))))
        and one.fingerprint.startswith(fingerprint or "")
    ]


def figure_of(article: ArticleReport, finding: Finding) -> str:
    """The stretch of an article that a finding is about, on one line."""
    return " ".join(article.document.text[finding.start : finding.end].split())


def _pattern(figure: str) -> re.Pattern[str]:
    """Finds a figure that is not a part of a longer one: no "0%" in "80%"."""
    return re.compile(rf"(?<![\d.,]){re.escape(_plain(figure))}(?![.,]?\d)")


def _plain(text: str) -> str:
    return " ".join(text.casefold().translate(_DASHES).split())


def _why(article: ArticleReport, found: Sequence[Finding], candidates: Sequence[Finding]) -> str:
    """Why no single finding is meant, in one line."""
    if candidates:
        told, mend = f"{len(candidates)} findings fit", "name one of them with --fingerprint"
    elif found:
        told = f"{_shown(article, found[0])} is accepted already: {found[0].justification}"
        mend = "there is nothing to do"
    else:
        count = sum(not one.waived for one in article.findings)
        told = f"no finding fits, of {count} that are not accepted"
        mend = f"'claimaudit check {article.path}' shows them"
    return f"{article.path}: {told}; {mend}"


def _listed(article: ArticleReport, found: Sequence[Finding]) -> Iterator[str]:
    for one in found[:_SHOWN]:
        yield f"  {one.fingerprint}  {_shown(article, one)}"
    if len(found) > _SHOWN:
        yield f"  and {len(found) - _SHOWN} more"


def _shown(article: ArticleReport, finding: Finding) -> str:
    figure = figure_of(article, finding)
    named = f" “{figure if len(figure) <= 60 else figure[:59] + '…'}”" if figure else ""
    return f"{finding.rule}{named} at {finding.path}:{finding.line}:{finding.column}"


def _new(article: str) -> str:
    """Where a new waiver file goes: beside the article's configuration, else beside the article."""
    start = Path.cwd() if article == STDIN else Path(os.path.abspath(article)).parent  # noqa: PTH100
    configuration = find(start)
    folder = start if configuration is None else configuration.parent
    return os.path.relpath(folder / FILE_NAME)


def _user(article: str) -> str:
    """Who runs the command: git's user.name in the article's folder, else the account's name."""
    try:
        done = subprocess.run(
            ["git", "config", "--get", "user.name"],
            cwd=Path(article).parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_GIT_TIMEOUT,
        )
        name = done.stdout.decode("utf-8", "replace").strip()
    except (OSError, subprocess.SubprocessError):
        name = ""
    try:
        return name or getpass.getuser()
    except (OSError, KeyError):
        raise InputError("--by", "nobody is known to git or the system", "give --by NAME") from None
