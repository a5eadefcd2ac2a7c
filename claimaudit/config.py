"""Configuration: ``claimaudit.toml``, or ``[tool.claimaudit]`` in ``pyproject.toml``.

The file is sought upward from each article, and the nearest one holds for it
alone.  Every value is looked at before anything is audited; whatever cannot be
used stops the run with one line that names the file, the key and the mend.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from checkers import registry
from checkers.model import Severity
from checkers.selection import Choice
from claimaudit.inputs import InputError
from claimaudit.settings import count_or_share
from reports.gate import parse_fail_on

FILE, PROJECT = "claimaudit.toml", "pyproject.toml"
#: No configuration is as long.
_MAX_BYTES = 1_000_000
#: A folder that holds one of these is a repository; nothing above it is sought.
ROOTS = (".git", ".hg")
#: A key that TOML takes without quotes.
_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Override:
    """What a configuration says of some paths.

    Attributes:
        paths: globs, relative to the folder of the configuration.
        choice: rules and severities for these paths.
    """

    paths: tuple[str, ...]
    choice: Choice


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configuration file.

    Attributes:
        path: the file as messages show it.
        folder: its folder, absolute; the globs of overrides are relative to it.
        values: what it says of settings, by key; paths lead on from where
            ``path`` does.
        choice: what it says of rules and severities.
        overrides: what it says of some paths, in order.
    """

    path: str
    folder: str
    values: Mapping[str, object]
    choice: Choice
    overrides: tuple[Override, ...] = ()


class _KindError(ValueError):
    """A value that a key does not take: what to write instead."""


# --- values ------------------------------------------------------------------------


def _text(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise _KindError('write text in quotes, such as "works"')


def _switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _KindError("write true or false")


def _amount(value: object) -> int | float:
    try:
        return count_or_share(value)
    except ValueError:
        raise _KindError('write a count such as 5, or a share such as "80%"') from None


def _confidence(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    raise _KindError("write a number from 0 to 1, such as 0.8")


def _fail_on(value: object) -> str:
    text = _text(value)
    try:
        parse_fail_on(text, {rule.identifier for rule in registry.rules()})
    except ValueError as error:
        raise _KindError(str(error).removeprefix("--fail-on: ")) from None
    return text


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        raise _KindError(f"write a list: [{json.dumps(value, ensure_ascii=False)}]")
    if isinstance(value, list) and value:
        return tuple(map(_text, value))
    raise _KindError('write a list of texts, such as ["S", "N001"]')


def _prefix(text: str) -> str:
    try:
        return registry.prefix(text)
    except ValueError as error:
        raise _KindError(str(error)) from None


def _prefixes(value: object) -> tuple[str, ...]:
    return tuple(map(_prefix, _texts(value)))


def _ignored(value: object) -> tuple[str, ...]:
    return () if value == [] else _prefixes(value)


def _severities(value: object) -> tuple[tuple[str, Severity], ...]:
    if not isinstance(value, dict):
        raise _KindError('write a table, such as { N001 = "error", T = "warning" }')
    return tuple((_prefix(prefix), _severity(word)) for prefix, word in value.items())


def _severity(value: object) -> Severity:
    try:
        return Severity(_text(value))
    except ValueError:
        known = ", ".join(f'"{one.value}"' for one in Severity)
        raise _KindError(f"a severity is one of {known}") from None


_Reader = Callable[[object], Any]

#: Keys that hold one value each, named as their options.
VALUES: Mapping[str, _Reader] = {
    "sources": _text,
    "references": _text,
    "library": _text,
    "model": _text,
    "min-confidence": _confidence,
    "fail-on": _fail_on,
    "min-checked": _amount,
    "max-unsupported": _amount,
    "waivers": _text,
    "baseline": _text,
    "suppressions": _switch,
    "require-approval": _switch,
    "email": _text,
}
#: Those whose value is a path, relative to the configuration file.
_PATHS = frozenset({"sources", "references", "library", "waivers", "baseline"})
#: Keys that choose rules.
CHOICES: Mapping[str, _Reader] = {
    "select": _prefixes,
    "ignore": _ignored,
    "severity": _severities,
}
_OVERRIDE: Mapping[str, _Reader] = {"paths": _texts, **CHOICES}
_TOP: Mapping[str, _Reader] = {**VALUES, **CHOICES, "overrides": lambda value: value}


# --- files -------------------------------------------------------------------------


def find(start: Path) -> Path | None:
    """The configuration file that holds for the articles in a folder, or None.

    Args:
        start: the folder, absolute; what stands above it is sought, too, up to
            the root of its repository or of the file system.

    Raises:
        InputError: a file on the way cannot be read.
    """
    for folder in (start, *start.parents):
        own, project = folder / FILE, folder / PROJECT
        if exists(own):
            return own
        if os.path.isfile(project) and _section(_parsed(project, str(project))) is not None:  # noqa: PTH113
            return project
        if any(exists(folder / root) for root in ROOTS):
            break
    return None


def exists(path: str | Path) -> bool:
    """Whether there is something at a path, as far as this user may know."""
    return os.path.exists(path)  # noqa: PTH110  (Path.exists raises where it may not look)


def load(path: Path, shown: str) -> Configuration:
    """Read a configuration file.

    Args:
        path: the file.
        shown: what messages call it; the paths that it holds lead on from there.

    Raises:
        InputError: the file cannot be read, or says what cannot be used.
    """
    table: object = _parsed(path, shown)
    where = shown
    if path.name == PROJECT:
        table = _section(table)
        where = f"{shown}: [tool.claimaudit]"
        if table is None:
            raise InputError(shown, "there is no [tool.claimaudit] in it", "add that table")
    if not isinstance(table, dict):
        raise InputError(shown, "tool.claimaudit is no table", "write [tool.claimaudit] above it")
    read = _read(where, table, _TOP)
    base = os.path.dirname(shown)  # noqa: PTH120
    values = {
        key: os.path.normpath(os.path.join(base, value)) if key in _PATHS else value  # noqa: PTH118
        for key, value in read.items()
        if key in VALUES
    }
    overrides = tuple(_overrides(where, read.get("overrides", [])))
    folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120
    return Configuration(shown, folder, values, _choice(read), overrides)


def _parsed(path: Path, shown: str) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise InputError(shown, f"it is larger than {_MAX_BYTES:,} bytes", "check the path")
        return tomllib.loads(data.decode("utf-8-sig"))
    except IsADirectoryError:
        raise InputError(shown, "this is a directory", f"rename it; {FILE} is a file") from None
    except OSError as error:
        told = f"the configuration cannot be read ({error.strerror})"
        raise InputError(shown, told, "check the path and its permissions") from None
    except UnicodeDecodeError:
        raise InputError(shown, "the configuration is not UTF-8", "save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        told = f"the configuration is not TOML: {error}".rstrip(".")
        raise InputError(shown, told, "mend that place") from None


def _section(content: object) -> object:
    """What ``[tool.claimaudit]`` holds, None where there is none."""
    tool = content.get("tool") if isinstance(content, dict) else None
    return tool.get("claimaudit") if isinstance(tool, dict) else None


def _read(where: str, table: Mapping[str, object], keys: Mapping[str, _Reader]) -> dict[str, Any]:
    """The values of a table, each read as its key asks.

    Raises:
        InputError: an unknown key, or a value that its key does not take.
    """
    values = {}
    for key, value in table.items():
        if key not in keys:
            raise InputError(where, f"unknown key {key!r}", _instead(key, keys))
        try:
            values[key] = keys[key](value)
        except _KindError as wrong:
            raise InputError(where, f"{key} = {toml(value)}", str(wrong)) from None
    return values


def _instead(key: str, keys: Iterable[str]) -> str:
    if key == "tool":
        return f"in {FILE} the keys stand at the top, without [tool.claimaudit]"
    near = get_close_matches(key.lower().replace("_", "-"), keys, n=1)
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(keys)}"


def _overrides(where: str, value: object) -> Iterator[Override]:
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise InputError(where, "overrides is no list of tables", "write [[overrides]]")
    for number, table in enumerate(value, 1):
        place = f"{where}: overrides {number}"
        read = _read(place, table, _OVERRIDE)
        if "paths" not in read:
            raise InputError(place, "it names no paths", 'add paths = ["drafts/**"]')
        yield Override(read["paths"], _choice(read))


def _choice(read: Mapping[str, Any]) -> Choice:
    return Choice(**{key: read[key] for key in CHOICES if key in read})


def toml(value: object) -> str:
    """A value as TOML writes it, on one line."""
    if value is None:
        return "(none)"
    if isinstance(value, dict):
        pairs = ", ".join(f"{_key(key)} = {toml(one)}" for key, one in value.items())
        return f"{{ {pairs} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, str | bool):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)
