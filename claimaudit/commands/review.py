"""``claimaudit review``: the reviewer's desk, a page on this machine."""

from __future__ import annotations

import datetime as dt
import os
import signal
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from claimaudit.inputs import InputError, complain
from claimaudit.options import (
    cache_at,
    cache_options,
    configuration_options,
    model_option,
    plan,
    works_options,
)
from claimaudit.user import user_name
from claimaudit.waiverfile import waiver_target
from reports.gate import ExitCode

if TYPE_CHECKING:
    from claimaudit.review.desk import Desk
    from claimaudit.review.server import DeskServer
    from claimaudit.settings import Settings
    from claims.cache import Cache
    from reports.model import ArticleReport, AuditReport


@click.command("review")
@click.argument("article", metavar="ARTICLE")
@works_options
@click.option(
    "--reviewer", metavar="NAME", help="Who reviews.  [default: git's user.name, or the login name]"
)
@click.option("--take-over", is_flag=True, help="Take the article from the reviewer who holds it.")
@click.option(
    "--waivers", metavar="FILE", help="Where waivers go.  [default: the nearest file, or a new one]"
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port.  [default: any]")
@click.option("--no-browser", is_flag=True, help="Print the address and open no browser.")
@configuration_options
@cache_options
@model_option
def command(
    article: str,
    reviewer: str | None,
    take_over: bool,
    port: int,
    no_browser: bool,
    cache_dir: str | None,
    use_cache: bool,
    **_settings: object,
) -> int:
    """Open ARTICLE on the reviewer's desk, a page that only this machine can reach.

    Each figure stands beside its evidence; accept it, reject it, ask the author or
    waive its finding with a reason, then sign the article off.  Decisions are kept
    in ARTICLE.review.json beside the article; `claimaudit check --require-approval`
    fails until the article is approved, and again when it or a source changes.

    The article is audited as `check` audits it, its configuration included.

    \b
    Examples:
      claimaudit review article.md --sources cited-works/
      claimaudit review article.md --reviewer "desk two" --no-browser
    """
    from claimaudit.review.desk import UnreadableError
    from reports.words import one_line
    from reports.write import OutputError
    from sources.model import SourceError

    if article == "-":
        raise click.UsageError("a review is kept beside its article; give a file")
    who = one_line(reviewer or user_name(article, "--reviewer")).strip()
    if not who:
        raise click.UsageError("--reviewer: give a name")
    own = plan(click.get_current_context()).effective(article).settings
    try:
        desk = _desk(article, who, own, partial(cache_at, cache_dir, use_cache))
        with _closable(), _served(desk, port) as server:
            return _kept(server, take_over=take_over, browser=not no_browser)
    except (InputError, OutputError, SourceError, UnreadableError) as error:
        complain(str(error))
    return ExitCode.BROKEN


def _served(desk: Desk, port: int) -> DeskServer:
    from claimaudit.review.server import DeskServer

    try:
        return DeskServer(desk, port)
    except OSError as error:
        told = (error.strerror or "cannot be opened").lower()
        raise InputError(f"--port {port}", told, "give another") from error


def _kept(server: DeskServer, *, take_over: bool, browser: bool) -> int:
    """Keep the desk open until Ctrl+C or a signal closes it; its article is let go of."""
    desk = server.desk
    try:
        if held := desk.open(force=take_over):
            click.echo(f"{held}.  Opened to read.", err=True)
        click.echo(f"The desk of {desk.path} is open at\n  {server.address}\nCtrl+C closes it.")
        if browser:
            webbrowser.open(server.address)
        server.serve_forever()
    except KeyboardInterrupt:
        with suppress(OSError):  # the terminal may be gone
            click.echo("\nThe desk is closed.", err=True)
    finally:
        desk.close()
    return ExitCode.PASSED


@contextmanager
def _closable() -> Iterator[None]:
    """Let a signal to end, or a terminal that is closed, do what Ctrl+C does."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _desk(
    article: str,
    who: str,
    settings: Settings,
    opened: Callable[[], AbstractContextManager[Cache]],
) -> Desk:
    from checkers import registry
    from claimaudit.acceptance import prepare
    from claimaudit.audit import audit_each
    from claimaudit.review.desk import Desk
    from claimaudit.review.waiving import waive_card
    from reports.gate import parse_fail_on

    rules = {rule.identifier for rule in registry.rules()}
    # Approval is what the desk is there to give, so its own gate does not ask for it.
    plan = {article: replace(settings, require_approval=False)}

    waivers = waiver_target(article, settings.waivers)
    inputs = (
        *(settings.sources, settings.references, settings.library),
        *(settings.baseline, waivers),
    )

    def audit() -> AuditReport:
        with opened() as cache:  # by each audit: the desk answers in threads
            return audit_each(plan, prepare(plan, _now().date()), cache=cache)

    def waive(report: ArticleReport, card: str, reason: str) -> None:
        waive_card(report, card, reason, who, _now().date(), waivers, rules)

    return Desk(
        article,
        who,
        audit,
        parse_fail_on(settings.fail_on, rules),
        waive,
        lambda: _now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        tuple(filter(None, inputs)),
    )


def _now() -> dt.datetime:
    """The time, UTC; SOURCE_DATE_EPOCH, where set, stands for it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now(dt.UTC)
