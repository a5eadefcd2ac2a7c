"""``claimaudit waive``: accept one finding, with a reason."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import click

from checkers import registry
from checkers.model import Finding
from claimaudit.acceptance import Acceptance
from claimaudit.inputs import complain
from claimaudit.options import (
    cache_at,
    cache_options,
    configuration_options,
    day_option,
    model_option,
    plan,
    today_option,
    works_options,
)
from claimaudit.settings import Settings
from claimaudit.user import user_name
from claimaudit.waiverfile import FILE_NAME, add_waivers, read_waivers, waiver_target
from claimaudit.waivers import Waiver, WaiverFile, relative
from claims.cache import Cache
from reports.gate import ExitCode
from reports.model import ArticleReport
from reports.write import OutputError
from sources.model import SourceError

#: Hyphens, dashes and the minus sign are one character to whoever types a figure.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
#: More candidates than these are counted and not shown.
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user says of the finding that is meant; None leaves it open.

    Attributes:
        rule: the rule's identifier, in any case.
        figure: characters of the figure as the article prints it.
        fingerprint: the beginning of the fingerprint.
    """

    rule: str | None = None
    figure: str | None = None
    fingerprint: str | None = None

    def fits(self, candidate: Candidate) -> bool:
        """Whether a finding may be the one."""
        finding = candidate.finding
        return (
            (self.rule is None or finding.rule == self.rule.strip().upper())
            and finding.fingerprint.startswith(self.fingerprint or "")
            and (self.figure is None or _prints(candidate.figure, self.figure))
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding, and the article that it stands in."""

    article: ArticleReport
    finding: Finding

    @property
    def figure(self) -> str:
        """The stretch of the article that the finding is about, on one line."""
        text = self.article.document.text
        return " ".join(text[self.finding.start : self.finding.end].split())

    def __str__(self) -> str:
        """Rule, figure and place."""
        figure = self.figure if len(self.figure) <= 60 else f"{self.figure[:59]}…"
        named = f" “{figure}”" if figure else ""
        place = f"{self.finding.path}:{self.finding.line}:{self.finding.column}"
        return f"{self.finding.rule}{named} at {place}"


def _prints(text: str, figure: str) -> bool:
    """Whether a text prints a figure, and not as a part of a longer one ("0%" in "80%")."""
    pattern = rf"(?<![\d.,]){re.escape(_plain(figure))}(?![.,]?\d)"
    return re.search(pattern, _plain(text)) is not None


def _plain(text: str) -> str:
    return " ".join(text.casefold().translate(_DASHES).split())


@click.command("waive")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option("--rule", metavar="RULE", help="Rule of the finding, such as S001.")
@click.option("--figure", metavar="TEXT", help="The figure as the article prints it.")
@click.option("--fingerprint", metavar="F1-…", help="The finding's fingerprint, or its beginning.")
@click.option("--reason", required=True, metavar="TEXT", help="Why the finding is accepted.")
@click.option("--by", metavar="NAME", help="Who accepts it.  [default: git's user.name, or $USER]")
@day_option("--expires", "Last day on which the waiver holds.")
@click.option("--waivers", metavar="FILE", help=f"The waiver file.  [default: {FILE_NAME}]")
@works_options
@configuration_options
@today_option
@cache_options
@model_option
def command(
    articles: tuple[str, ...],
    rule: str | None,
    figure: str | None,
    fingerprint: str | None,
    reason: str,
    by: str | None,
    expires: dt.date | None,
    today: dt.date | None,
    cache_dir: str | None,
    use_cache: bool,
    **_settings: object,
) -> int:
    """Accept one finding of ARTICLE, and write down why, by whom and until when.

    The article is audited as `check` audits it. The finding stays in every report, marked
    as waived, and the gate passes it by. It comes back when its figure or its source is
    changed (see docs/waivers.md).

    Give several articles where `check` is given several: what a bare number cites may
    depend on it, and so do the findings that two articles disagree on.

    \b
    Examples:
      claimaudit waive article.md --rule S001 --figure "80–90%" --reason "Confirmed by the author."
      claimaudit waive article.md --fingerprint f1-3b9c --reason "In print." --expires 2027-01-31

    Exit codes: 0 the finding is waived, 2 it is not.
    """
    wanted = Wanted(rule, figure, fingerprint)
    day = today or dt.date.today()
    _check_usage(wanted, reason, expires, day)
    plans = plan(click.get_current_context()).settings(articles)
    targets = {path: waiver_target(path, own.settings.waivers) for path, own in plans.items()}
    files = {path: _held(path) for path in dict.fromkeys(targets.values())}
    settings = {path: own.settings for path, own in plans.items()}
    waivers = {article: files[path] for article, path in targets.items()}
    found = _found(settings, Acceptance(day, waivers), cache_at(cache_dir, use_cache))
    chosen = None if found is None else _the_one(list(filter(wanted.fits, found)))
    if chosen is None:
        return ExitCode.BROKEN
    path = targets[chosen.article.path]
    waiver = Waiver(
        rule=chosen.finding.rule,
        fingerprint=chosen.finding.fingerprint,
        path=relative(chosen.article.path, path),
        reason=reason.strip(),
        by=(by or "").strip() or user_name(chosen.article.path, "--by"),
        date=day,
        figure=chosen.figure,
        expires=expires,
    )
    try:
        add_waivers(path, [waiver], {one.identifier for one in registry.rules()})
    except OutputError as error:
        complain(str(error))
        return ExitCode.BROKEN
    until = f" until {expires}" if expires else ""
    click.echo(f"waived {chosen}{until}, in {path}")
    return ExitCode.PASSED


def _check_usage(wanted: Wanted, reason: str, expires: dt.date | None, day: dt.date) -> None:
    """Look at the words of the command before anything is read.

    Raises:
        click.UsageError: they name no finding, no reason, no rule that exists, or a
            day that is past.
    """
    if not (wanted.rule or wanted.figure or wanted.fingerprint):
        raise click.UsageError("which finding? give --rule, --figure or --fingerprint")
    if not reason.strip():
        raise click.UsageError("--reason is blank; say why the finding is accepted")
    if wanted.rule and registry.get(wanted.rule) is None:
        raise click.UsageError(f"no rule '{wanted.rule}'; {registry.suggestion(wanted.rule)}")
    if expires is not None and expires < day:
        raise click.UsageError(f"--expires {expires} is past; give a later day")


def _held(path: str) -> WaiverFile:
    """What a waiver file holds that may not exist yet."""
    rules = {rule.identifier for rule in registry.rules()}
    return read_waivers(path, rules) if os.path.lexists(path) else WaiverFile(path)


def _found(
    settings: Mapping[str, Settings],
    acceptance: Acceptance,
    opened: AbstractContextManager[Cache],
) -> list[Candidate] | None:
    """The findings of an audit, None when an input could not be read."""
    from claimaudit.audit import audit_each

    try:
        with opened as cache:
            report = audit_each(settings, acceptance, cache=cache)
    except SourceError as error:
        complain(str(error))
        return None
    for problem in report.all_errors:
        complain(str(problem))
    if report.all_errors:
        return None
    return [
        Candidate(article, finding)
        for article in report.articles
        for finding in article.findings
        if finding.path == article.path
    ]


def _the_one(found: Sequence[Candidate]) -> Candidate | None:
    """The finding that is meant, None (and told) when it is not clear."""
    candidates = [one for one in found if not one.finding.waived]
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        complain(f"{len(candidates)} findings fit; name one of them with --fingerprint")
    elif found:
        complain(f"{found[0]} is accepted already: {found[0].finding.justification}")
    else:
        complain("no finding fits; 'claimaudit check' with the same options shows them")
    for one in candidates[:_SHOWN]:
        click.echo(f"  {one.finding.fingerprint}  {one}", err=True)
    if len(candidates) > _SHOWN:
        click.echo(f"  and {len(candidates) - _SHOWN} more", err=True)
    return None
