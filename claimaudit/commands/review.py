"""``claimaudit review``: the reviewer's desk, a page on this machine."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import subprocess
import webbrowser
from typing import TYPE_CHECKING

import click

from claimaudit.inputs import InputError, complain
from claimaudit.options import model_option
from reports.gate import ExitCode

if TYPE_CHECKING:
    from claimaudit.review.desk import Desk


@click.command("review")
@click.argument("article", metavar="ARTICLE")
@click.option("--sources", metavar="DIR", help="Folder with the texts of the cited works.")
@click.option("--references", metavar="FILE", help="Reference list kept outside the article.")
@click.option(
    "--reviewer", metavar="NAME", help="Who reviews.  [default: git's user.name, or the login name]"
)
@click.option("--take-over", is_flag=True, help="Take the article from the reviewer who holds it.")
@click.option(
    "--waivers", metavar="FILE", help="Where waivers go.  [default: the nearest file, or a new one]"
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port.  [default: any]")
@click.option("--no-browser", is_flag=True, help="Print the address and open no browser.")
@model_option
def command(
    article: str,
    sources: str | None,
    references: str | None,
    reviewer: str | None,
    take_over: bool,
    waivers: str | None,
    port: int,
    no_browser: bool,
    model: str,
) -> int:
    """Open ARTICLE on the reviewer's desk, a page that only this machine can reach.

    Each figure stands beside its evidence; accept it, reject it, ask the author or
    waive its finding with a reason, then sign the article off.  Decisions are kept
    in ARTICLE.review.json beside the article; `claimaudit check --require-approval`
    fails until the article is approved, and again when it or a source changes.

    \b
    Examples:
      claimaudit review article.md --sources cited-works/
      claimaudit review article.md --reviewer "desk two" --no-browser
    """
    from claimaudit.review.desk import UnreadableError
    from claimaudit.review.server import DeskServer
    from reports.write import OutputError
    from sources.folder import SourceError

    who = " ".join((reviewer or _me()).split())
    if not who:
        raise click.UsageError("--reviewer: give a name")
    desk = _desk(article, who, sources, references, waivers, model)
    try:
        held = desk.open(force=take_over)
        server = DeskServer(desk, port)
    except (UnreadableError, InputError, OutputError, SourceError) as error:
        complain(str(error))
        return ExitCode.BROKEN
    except OSError as error:
        complain(f"--port {port}: {(error.strerror or 'cannot be opened').lower()}; give another")
        return ExitCode.BROKEN
    with server:
        if held:
            click.echo(f"{held}.  Opened to read.", err=True)
        click.echo(f"The desk of {article} is open at\n  {server.address}\nCtrl+C closes it.")
        if not no_browser:
            webbrowser.open(server.address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("\nThe desk is closed.", err=True)
        finally:
            desk.close()
    return ExitCode.PASSED


def _desk(
    article: str,
    who: str,
    sources: str | None,
    references: str | None,
    waivers: str | None,
    model: str,
) -> Desk:
    from checkers import registry
    from claimaudit.audit import Settings, audit
    from claimaudit.review.desk import Desk
    from claimaudit.review.waiving import waive_card
    from reports.gate import parse_fail_on

    settings = Settings(model, sources, references)
    rules = {rule.identifier for rule in registry.rules()}
    return Desk(
        article,
        who,
        lambda: audit([article], settings),
        parse_fail_on(settings.fail_on, rules),
        lambda report, card, reason: waive_card(
            report, card, reason, who, _now().date(), waivers, rules
        ),
        lambda: _now().strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _now() -> dt.datetime:
    """The time, UTC; SOURCE_DATE_EPOCH, where set, stands for it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now(dt.UTC)


def _me() -> str:
    """The name that git knows, else the login name."""
    try:
        found = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, text=True, check=False, timeout=5
        )
        name = found.stdout.strip()
    except (OSError, subprocess.SubprocessError):
        name = ""
    return name or getpass.getuser()
