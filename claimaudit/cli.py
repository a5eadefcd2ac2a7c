"""The command line: the group of commands, and how errors of usage are told."""

from __future__ import annotations

import difflib
import importlib
import sys
from collections.abc import Sequence

import click

from checkers.rule import RegistryError
from claimaudit import tool_version
from claimaudit.inputs import InputError
from claims.pipeline import ModelError
from reports.gate import ExitCode
from sources.model import SourceError

#: Command name -> module of claimaudit.commands that defines `command`; imported when first used.
COMMANDS = {
    "check": "check",
    "extract": "extract",
    "citations": "citations",
    "references": "references",
    "verify": "verify",
    "sources": "sources",
    "text": "text",
    "review": "review",
    "waive": "waive",
    "rules": "rules",
    "explain": "explain",
}


class CommandGroup(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order in which a new user meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"claimaudit.commands.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's own, with a suggestion for a mistyped command."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            close = difflib.get_close_matches(args[0], COMMANDS, n=1)
            mend = f"did you mean '{close[0]}'?" if close else f"choose from {', '.join(COMMANDS)}"
            raise click.UsageError(f"no command '{args[0]}'; {mend}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=CommandGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(tool_version(), message="%(prog)s %(version)s")
def cli() -> None:
    """Audit the figures of an article against the sources that it cites.

    \b
    Start here:
      claimaudit check article.md --sources cited-works/
      claimaudit check article.html --sources cited-works/ --format html --output audit.html
      claimaudit explain S001

    Exit codes: 0 the gate passed, 1 it did not, 2 the usage is broken or an input
    could not be read.
    """


def run(arguments: Sequence[str]) -> int:
    """Run the command line.

    Args:
        arguments: the words after the command's name.

    Returns:
        The exit code; an error of usage is told in one line on standard error.
    """
    try:
        code = cli.main(args=list(arguments), prog_name="claimaudit", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return ExitCode.BROKEN
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "claimaudit"
        message = error.format_message().rstrip(".").replace("\n", " ")
        click.echo(f"{path}: error: {message} (see '{path} --help')", err=True)
        return ExitCode.BROKEN
    except click.ClickException as error:
        click.echo(f"claimaudit: error: {error.format_message()}", err=True)
        return ExitCode.BROKEN
    except (ModelError, InputError, RegistryError, SourceError) as error:
        click.echo(f"claimaudit: error: {error}", err=True)
        return ExitCode.BROKEN
    except click.Abort:
        click.echo("claimaudit: interrupted; no report was written", err=True)
        return ExitCode.BROKEN
    except BrokenPipeError:
        # The reader of our output went away; what it asked for was delivered.
        sys.stderr.close()
        return 0
    return int(code or 0)
