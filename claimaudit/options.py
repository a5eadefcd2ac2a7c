"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from claimaudit.inputs import complain
from claims.pipeline import DEFAULT_MODEL
from reports.gate import ExitCode
from reports.write import OutputError, write

if TYPE_CHECKING:
    from claimaudit.plan import Plan
    from claims.cache import Cache
    from sources.fetch.settings import FetchSettings

Command = TypeVar("Command", bound=Callable[..., Any])


def files_argument(command: Command) -> Command:
    """FILE..., any number from one on; "-" is standard input."""
    return click.argument("files", nargs=-1, required=True, metavar="FILE...")(command)


def output_option(command: Command) -> Command:
    """--output OUT, standard output when absent."""
    return click.option(
        "-o", "--output", default="-", metavar="OUT", help="Where to write; '-' is standard output."
    )(command)


def style_option(unit: str) -> Callable[[Command], Command]:
    """--format text|jsonl, as the parameter ``style``.

    Args:
        unit: what one JSON object stands for, with its article ("a claim").
    """
    return click.option(
        "--format",
        "style",
        type=click.Choice(["text", "jsonl"]),
        default="text",
        show_default=True,
        help=f"Lines to read, or one JSON object {unit}.",
    )


def model_option(command: Command) -> Command:
    """--model NAME, any installed spaCy pipeline."""
    return click.option(
        "--model",
        default=DEFAULT_MODEL,
        show_default=True,
        metavar="NAME",
        help="Installed spaCy pipeline that parses sentences, such as en_core_sci_sm.",
    )(command)


def cache_options(command: Command) -> Command:
    """--cache-dir and --no-cache, as the parameters ``cache_dir`` and ``use_cache``."""
    for option in (
        click.option(
            "--no-cache",
            "use_cache",
            flag_value=False,
            default=True,
            help="Compute everything anew, and keep nothing of it.",
        ),
        click.option(
            "--cache-dir",
            envvar="CLAIMAUDIT_CACHE_DIR",
            show_envvar=True,
            type=click.Path(file_okay=False),
            metavar="DIR",
            help="Where to keep what was computed of texts.  [default: the user's cache folder]",
        ),
    ):
        command = option(command)
    return command


def cache_at(cache_dir: str | None, use_cache: bool) -> AbstractContextManager[Cache]:
    """The cache that the values of :func:`cache_options` ask for."""
    import platformdirs

    from claims.cache import NO_CACHE, open_cache

    if not use_cache:
        return nullcontext(NO_CACHE)
    return open_cache(cache_dir or platformdirs.user_cache_dir("claimaudit", appauthor=False))


def fetch_options(command: Command) -> Command:
    """--email and --service, as the parameters ``email`` and ``bases``."""
    for option in (
        click.option(
            "--service",
            "bases",
            multiple=True,
            envvar="CLAIMAUDIT_SERVICES",
            show_envvar=True,
            metavar="NAME=URL",
            help="Another address of europepmc, ncbi or crossref, such as a mirror's.",
        ),
        click.option(
            "--email",
            default="",
            envvar="CLAIMAUDIT_EMAIL",
            show_envvar=True,
            metavar="ADDRESS",
            help="Your address; the services ask for one, to write before they block.",
        ),
    ):
        command = option(command)
    return command


def fetch_settings(email: str, bases: Sequence[str]) -> FetchSettings:
    """How the services are asked, from the values of :func:`fetch_options`.

    Raises:
        click.BadParameter: --service names no service, or no address.
    """
    from sources.fetch.settings import FetchSettings, SettingsError, with_bases

    try:
        return with_bases(FetchSettings(email=email), bases)
    except SettingsError as error:
        raise click.BadParameter(str(error), param_hint="--service") from None


def _prefixes(
    ctx: click.Context, param: click.Parameter, values: Sequence[str]
) -> tuple[str, ...] | None:
    """Prefixes of rules, from options that are repeated or hold commas; None without any."""
    from checkers.registry import RegistryError, prefix

    if not values:
        return None
    try:
        return tuple(prefix(word) for value in values for word in value.split(","))
    except RegistryError:
        raise
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from error


_WORKS = (
    click.option(
        "--sources",
        metavar="DIR",
        help="Folder with the texts of the cited works (see docs/sources.md).",
    ),
    click.option(
        "--references",
        metavar="FILE",
        help="Reference list kept outside the article: CSL-JSON, BibTeX, RIS or nbib.",
    ),
    click.option(
        "--library",
        metavar="FILE",
        help="Library of cited works, as `claimaudit sources` keeps it.",
    ),
)


def works_options(command: Command) -> Command:
    """--sources, --references, --library: where the cited works are; read with :func:`plan`."""
    for option in reversed(_WORKS):
        command = option(command)
    return command


_CONFIGURATION = (
    click.option(
        "--select",
        multiple=True,
        metavar="RULE,…",
        callback=_prefixes,
        help="Rules to apply, by the beginning of their identifiers: S,N001.  [default: all]",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="RULE,…",
        callback=_prefixes,
        help="Rules to leave out.",
    ),
    click.option(
        "--config",
        metavar="FILE",
        help="Configuration for every article, instead of the file nearest to each.",
    ),
    click.option("--no-config", is_flag=True, help="Use no configuration file."),
)


def day_option(name: str, meaning: str) -> Callable[[Command], Command]:
    """An option that takes a day such as 2027-01-31, None when absent."""
    return click.option(name, callback=_day, metavar="YYYY-MM-DD", help=meaning)


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    try:
        return None if value is None else dt.date.fromisoformat(value.strip())
    except ValueError:
        told = f"{value!r} is no day; give one such as 2027-01-31"
        raise click.BadParameter(told, ctx, param) from None


#: --today, None for the day of the machine's clock.
today_option = day_option("--today", "The day by which waivers expire.  [default: today]")


def configuration_options(command: Command) -> Command:
    """--select, --ignore, --config, --no-config; read them with :func:`plan`."""
    for option in reversed(_CONFIGURATION):
        command = option(command)
    return command


_GIVEN = frozenset({ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT})


def plan(ctx: click.Context) -> Plan:
    """What the configuration options of a command, and its other options, ask for.

    An option counts when the user gave it, in a variable of the environment or as a
    word; the configuration speaks for the others.

    Raises:
        click.UsageError: --config and --no-config are both given.
        InputError: the configuration that --config names cannot be used.
    """
    from checkers.selection import Choice
    from claimaudit.config import VALUES
    from claimaudit.plan import Plan

    held = ctx.params
    if held["config"] and held["no_config"]:
        raise click.UsageError("--config and --no-config exclude each other; give one of them")
    named = {key: key.replace("-", "_") for key in VALUES}
    given = {
        key: held[name] for key, name in named.items() if ctx.get_parameter_source(name) in _GIVEN
    }
    choice = Choice(held["select"], held["ignore"] or ())
    return Plan(given, choice, file=held["config"], seek=not held["no_config"])


def deliver(output: str, chunks: Iterable[str], failed: Callable[[], int]) -> int:
    """Write a command's result.

    Args:
        output: path, or "-" for standard output.
        chunks: the text, in pieces.
        failed: how many inputs could not be read, asked after the last piece.

    Returns:
        The exit code: 0, or 2 when an input or the output failed.
    """
    try:
        write(output, chunks)
    except OutputError as error:
        complain(str(error))
        return ExitCode.BROKEN
    return ExitCode.BROKEN if failed() else 0
