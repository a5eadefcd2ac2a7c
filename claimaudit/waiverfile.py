"""The file that holds waivers: found, read and added to.

One table for each waiver::

    [[waiver]]
    rule = "S001"
    fingerprint = "f1-3b9c0d21f4a7e586"
    path = "articles/ileal-nets.md"    # relative to this file
    figure = "80–90%"                  # for the reader; the fingerprint decides
    reason = "The author sent the registry table."
    by = "editorial desk"
    date = 2026-11-21
    expires = 2027-11-30               # optional, the last day on which it holds

``claimaudit waive`` writes them.  A broken entry stops the run before anything
is audited, because a waiver that is read wrongly hides an error.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from checkers.fingerprint import PATTERN
from claimaudit.config import ROOTS, exists, find
from claimaudit.inputs import InputError
from claimaudit.waivers import STDIN, Waiver, WaiverFile
from reports.write import write

FILE_NAME = "claimaudit-waivers.toml"
_PATIENCE = 5.0  # seconds to wait for another writer; a write takes milliseconds

#: Where an entry begins; counted, so that a finding can name its line.
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*waiver[ \t]*\]\]", re.MULTILINE)


def find_upward(article: str) -> str | None:
    """The nearest waiver file beside an article or above it in its repository, or None."""
    start = Path.cwd() if article == STDIN else Path(os.path.abspath(article)).parent  # noqa: PTH100
    for folder in (start, *start.parents):
        if exists(folder / FILE_NAME):
            return os.path.relpath(folder / FILE_NAME)
        if any(exists(folder / root) for root in ROOTS):
            break
    return None


def waiver_target(article: str, named: str | None) -> str:
    """Where a new waiver goes.

    Args:
        article: the article.
        named: the file that the settings name, None for the nearest file, else
            one beside the article's configuration, else one beside the article.
    """
    if near := named or find_upward(article):
        return near
    start = Path.cwd() if article == STDIN else Path(os.path.abspath(article)).parent  # noqa: PTH100
    configuration = find(start)
    folder = start if configuration is None else configuration.parent
    return os.path.relpath(folder / FILE_NAME)


def read_waivers(path: str, rules: Collection[str]) -> WaiverFile:
    """Read a waiver file.

    Args:
        path: the file.
        rules: identifiers of the rules that exist.

    Raises:
        InputError: the file cannot be read, is no TOML, or holds a broken
            entry; the first one is told, with its number and line.
    """
    return parse_waivers(read_text(path), path, rules)


def read_text(path: str) -> str:
    """The text of a waiver file with its line ends as they are.

    Raises:
        InputError: the file is missing, unreadable or not UTF-8.
    """
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(path, "no such file", "check the path of the waivers") from None
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})", "check the file") from None
    except UnicodeDecodeError:
        raise InputError(path, "is not UTF-8", "save it as UTF-8") from None


def parse_waivers(text: str, path: str, rules: Collection[str]) -> WaiverFile:
    """Read the text of a waiver file; errors as for :func:`read_waivers`."""
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(path, f"is not TOML: {error}", "mend that place") from None
    for key in content.keys() - {"waiver"}:
        raise InputError(path, f"unknown key {key!r}", "each entry begins with [[waiver]]")
    tables = content.get("waiver", [])
    if not isinstance(tables, list):
        raise InputError(path, "[waiver] is one table", "write [[waiver]]")
    lines = _lines(text, len(tables))
    waivers: dict[tuple[str, str], Waiver] = {}
    for number, (table, line) in enumerate(zip(tables, lines, strict=True), 1):
        try:
            waiver = replace(_read(table, rules), line=line)
            name = waiver.fingerprint, os.path.normpath(waiver.path)
            if name in waivers:
                told = f"has the fingerprint of the one in line {waivers[name].line}"
                raise _EntryError(f"{told}, {waiver.fingerprint}", "drop one of them")
        except _EntryError as error:
            where = f"waiver {number} (line {line})"
            raise InputError(path, f"{where}: {error.problem}", error.mend) from None
        waivers[name] = waiver
    return WaiverFile(path, tuple(waivers.values()))


class _EntryError(Exception):
    """What is wrong with an entry, and what to do."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem, mend)
        self.problem = problem
        self.mend = mend


def _lines(text: str, count: int) -> list[int]:
    """The line of each entry, 1 for all where the headers do not tell."""
    starts = [header.start() for header in _HEADER.finditer(text)]
    if len(starts) != count:
        return [1] * count
    lines, line, at = [], 1, 0
    for start in starts:
        line += text.count("\n", at, start)
        at = start
        lines.append(line)
    return lines


def _text(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise ValueError("give some text in quotes")


def _fingerprint(value: object) -> str:
    if isinstance(value, str) and PATTERN.fullmatch(value):
        return value
    raise ValueError("give a fingerprint as 'claimaudit waive' writes it")


def read_date(value: object) -> dt.date:
    """A day, from TOML or from text such as 2027-01-31.

    Raises:
        ValueError: for anything else.
    """
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ValueError("give a day such as 2027-01-31") from None


#: What an entry may say, and how each value is read.
_KEYS: Mapping[str, Callable[[object], str | dt.date]] = {
    "rule": _text,
    "fingerprint": _fingerprint,
    "path": _text,
    "figure": _text,
    "reason": _text,
    "by": _text,
    "date": read_date,
    "expires": read_date,
}
_OPTIONAL = frozenset({"figure", "expires"})


def _read(table: object, rules: Collection[str]) -> Waiver:
    if not isinstance(table, dict):
        raise _EntryError("is no table", "begin it with [[waiver]]")
    for key in table:
        if key not in _KEYS:
            mend = _suggestion(key, _KEYS, f"the keys are {', '.join(_KEYS)}")
            raise _EntryError(f"unknown key {key!r}", mend)
    values = {}
    for key, read in _KEYS.items():
        if key not in table:
            if key in _OPTIONAL:
                continue
            raise _EntryError(f"has no {key}", f"add {key} = …")
        try:
            values[key] = read(table[key])
        except ValueError as error:
            raise _EntryError(f"{key} = {_shown(table[key])}", str(error)) from None
    waiver = Waiver(**values)  # type: ignore[arg-type]
    if waiver.rule not in rules:
        mend = _suggestion(waiver.rule, rules, "'claimaudit rules' lists them")
        raise _EntryError(f"unknown rule {waiver.rule!r}", mend)
    if waiver.expired(waiver.date):
        raise _EntryError("expires before its date", "give a later day, or drop expires")
    return waiver


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"


def _suggestion(word: str, known: Iterable[str], otherwise: str) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f"did you mean {close[0]!r}?" if close else otherwise


def add_waivers(path: str, waivers: Iterable[Waiver], rules: Collection[str]) -> None:
    """Add waivers to a file, so that of two writers none loses what the other wrote.

    Args:
        path: the file, made when it does not exist.
        waivers: the waivers; their paths are relative to the file.
        rules: identifiers of the rules that exist.

    Raises:
        InputError: the file is broken, or another process keeps it.
        reports.write.OutputError: it cannot be written; it is as it was.
    """
    with _locked(path):
        text = read_text(path) if os.path.lexists(path) else ""
        for waiver in waivers:
            text = with_waiver(text, parse_waivers(text, path, rules), waiver)
        write(path, [text])


@contextmanager
def _locked(path: str) -> Iterator[None]:
    """Keep other writers waiting; nothing is left beside the file."""
    from filelock import SoftFileLock, Timeout

    target = Path(os.path.realpath(path))
    lock = SoftFileLock(target.with_name(f".{target.name}.lock"))
    # What is wrong with a folder, the writer tells; the lock would make one that is missing.
    with suppress(OSError):
        try:
            if target.parent.is_dir():
                lock.acquire(timeout=_PATIENCE)
        except Timeout:
            mend = f"try again, or remove {lock.lock_file} if none is"
            raise InputError(path, "another process is writing it", mend) from None
    try:
        yield
    finally:
        lock.release()


def with_waiver(text: str, file: WaiverFile, waiver: Waiver) -> str:
    """The text of a waiver file with one more waiver.

    Whatever else the file says, its comments included, stays as it is.  An
    older waiver of the same finding is renewed where it stands.

    Args:
        text: the file's text, "" for a new file.
        file: the waivers that the text holds.
        waiver: the waiver to add; its path is relative to the file.

    Raises:
        InputError: the file writes its waivers in another form than [[waiver]], or
            UTF-8 cannot hold what the waiver says.
    """
    values = {key: value for key in _KEYS if (value := getattr(waiver, key))}
    old = next((at for at, one in enumerate(file.waivers) if _same(file, one, waiver)), None)
    written = _appended(text, values) if old is None else _renewed(text, old, values)
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        told = f"UTF-8 cannot hold the waiver of {waiver.path!r}"
        raise InputError(file.path, told, "rename the article, or mend the words") from None
    try:
        tomllib.loads(written)
    except ValueError:
        raise InputError(
            file.path, "its waivers are not tables of their own", "begin each with [[waiver]]"
        ) from None
    return written


def _same(file: WaiverFile, one: Waiver, other: Waiver) -> bool:
    return one.fingerprint == other.fingerprint and file.place(one) == file.place(other)


def _appended(text: str, values: Mapping[str, object]) -> str:
    import tomlkit

    end = "\r\n" if "\r\n" in text else "\n"
    entry = tomlkit.dumps({"waiver": [values]}).replace("\n", end)
    if not text.strip():
        return text + entry
    return text + end * (2 - min(2, _blank_ends(text))) + entry


def _blank_ends(text: str) -> int:
    """How many line ends close a text."""
    return text.replace("\r", "")[-2:].count("\n") if text.endswith("\n") else 0


def _renewed(text: str, at: int, values: Mapping[str, object]) -> str:
    import tomlkit

    content = tomlkit.parse(text)
    table = content["waiver"][at]
    for key in _OPTIONAL - values.keys():
        table.pop(key, None)
    table.update(values)
    return tomlkit.dumps(content)
