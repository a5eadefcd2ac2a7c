"""Pairs of claim and source, as `claimaudit verify` reads them: one JSON object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from claims.document import Document, Extent
from claims.readers import ReadError, parse, read


class PairError(ValueError):
    """A line that is no pair; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and the text that is asked about it.

    Attributes:
        id: the row's own identifier, any JSON value.
        line: its line in the file, counted from 1.
        claim: the claim's text.
        source: the source's text as a document.
        extent: whether the source is a whole work or its abstract.
    """

    id: object
    line: int
    claim: str
    source: Document
    extent: Extent


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be read as a pair, kept in its place."""

    id: object
    line: int
    error: str

    def as_dict(self) -> dict[str, object]:
        """The line in the keys of the JSON interface."""
        return {"id": self.id, "line": self.line, "error": self.error}


def pairs(stream: IO[bytes], folder: Path) -> Iterator[Pair | BadLine]:
    """The pairs of a stream in order; a blank line is skipped.

    Args:
        stream: lines of UTF-8.
        folder: where a relative ``source_path`` is looked up.
    """
    for number, raw in enumerate(stream, 1):
        if not raw.strip():
            continue
        row: object = None
        try:
            row = _decoded(raw)
            yield _pair(row, number, folder)
        except PairError as error:
            given = row.get("id") if isinstance(row, dict) else None
            yield BadLine(given, number, str(error))


def _decoded(raw: bytes) -> object:
    try:
        row: object = json.loads(raw)
    except UnicodeDecodeError as error:
        raise PairError(f"not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        detail = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        raise PairError(f"not JSON: {detail}; write one object a line") from error
    return row


def _pair(row: object, line: int, folder: Path) -> Pair:
    if not isinstance(row, dict):
        raise PairError('not an object; write {"id": …, "claim": …, "source": …}')
    claim = _text(row, "claim")
    extent = _extent(row.get("extent"))
    if ("source" in row) == ("source_path" in row):
        raise PairError('give either "source" or "source_path"')
    if "source" in row:
        document = _inline(_text(row, "source"))
        return Pair(row.get("id"), line, claim, document, extent or Extent.FULL)
    document = _file(_text(row, "source_path"), folder)
    return Pair(row.get("id"), line, claim, document, extent or document.extent)


def _text(row: dict[str, object], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise PairError(f'"{key}" is missing or not a string')
    return value


def _extent(value: object) -> Extent | None:
    if value is None:
        return None
    if value not in tuple(Extent):
        raise PairError(f'"extent" is {value!r}; use "full" or "abstract"')
    return Extent(str(value))


#: Characters of a longer source would take minutes; the longest books have fewer.
MOST_CHARACTERS = 5_000_000


#: The rule under the head of a table of Markdown, its columns parted by bars.
_RULED = re.compile(r"^\|[ :]*-{2,}[ :]*\|[ |:-]*$", re.MULTILINE)


def _inline(text: str) -> Document:
    if not text.strip():
        return Document(name="source", text=text)
    _bounded(text, "the source")
    format_ = "markdown" if _RULED.search(text) else "text"
    return _readable(lambda: parse(text, "source", format_))


def _file(path: str, folder: Path) -> Document:
    document = _readable(lambda: read(folder / path))
    _bounded(document.text, path)
    return document


def _bounded(text: str, name: str) -> None:
    if len(text) > MOST_CHARACTERS:
        told = f"{name} has {len(text):,} characters, more than {MOST_CHARACTERS:,}"
        raise PairError(f"{told}; give the part that is cited")


def _readable(reading: Callable[[], Document]) -> Document:
    try:
        return reading()
    except ReadError as error:
        raise PairError(str(error)) from error
