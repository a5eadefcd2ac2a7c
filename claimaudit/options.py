"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from claimaudit.inputs import complain
from claims.pipeline import DEFAULT_MODEL
from reports.gate import ExitCode
from reports.write import OutputError, write

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
