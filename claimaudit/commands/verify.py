"""``claimaudit verify``: text pairs from anywhere."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import click

from checkers.judge import Judge
from checkers.pair import verify
from claimaudit.inputs import complain
from claimaudit.options import deliver, output_option
from claimaudit.pairs import BadLine, Pair, pairs
from claimaudit.rows import json_lines
from claims.extract import Extractor
from reports.gate import ExitCode


@click.command("verify")
@click.argument("file", metavar="PAIRS.jsonl")
@output_option
@click.option(
    "--explain",
    "explained",
    is_flag=True,
    help="Add to each figure its confidence, a sentence and the signals that were weighed.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    metavar="SHARE",
    help="A contradiction that is less sure becomes a request for review (needs-review).",
)
def command(file: str, output: str, explained: bool, min_confidence: float) -> int:
    """Judge pairs of a claim and a source text, one JSON object a line.

    \b
    In:  {"id": 1, "claim": "…", "source": "…"}
         {"id": 2, "claim": "…", "source_path": "works/2.txt", "extent": "abstract"}
    Out, in the same order: {"id", "verdict", "reason", "confidence", "quantities"},
    or {"id", "line", "error"} for a line that could not be read (exit code 2).

    \b
    Examples:
      claimaudit verify pairs.jsonl --output verdicts.jsonl
      claimaudit verify - < pairs.jsonl
    """
    bad = 0

    def answers(stream: IO[bytes]) -> Iterator[dict[str, object]]:
        nonlocal bad
        judge = Judge(Extractor(), min_confidence=min_confidence)
        for number, pair in enumerate(pairs(stream, _folder(file))):
            answer = pair if isinstance(pair, BadLine) else _answer(pair, judge, explained)
            if not number:
                gc.freeze()  # the tables that the first pair loaded stay: nothing to collect there
            if isinstance(answer, BadLine):
                bad += 1
                complain(f"{file}:{answer.line}: {answer.error}")
                yield answer.as_dict()
            else:
                yield answer

    try:
        with _open(file) as stream:
            return deliver(output, json_lines(answers(stream)), lambda: bad)
    except OSError as error:
        complain(f"{file}: {error.strerror or error}; name a readable file of JSON lines")
        return ExitCode.BROKEN


def _answer(pair: Pair, judge: Judge, explained: bool) -> dict[str, object] | BadLine:
    try:
        verdict = verify(pair.claim, pair.source, pair.extent, judge)
    except Exception as error:  # one pair must not take the others with it
        told = f"could not be judged: {type(error).__name__}: {error}; report it as a bug"
        return BadLine(pair.id, pair.line, told)
    return {"id": pair.id, **verdict.as_dict(explained=explained)}


def _folder(file: str) -> Path:
    return Path() if file == "-" else Path(file).parent


def _open(file: str) -> contextlib.AbstractContextManager[IO[bytes]]:
    if file == "-":
        return contextlib.nullcontext(sys.stdin.buffer)
    return Path(file).open("rb")
