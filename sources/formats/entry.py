"""What an entry of a reference file is, whatever its format, and how fields are read."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from types import ModuleType

from sources.identifiers import find_identifiers
from sources.model import Reference, SourceError

EXTRA = "pip install claimaudit[references]"
#: How EndNote addresses a file of its library.
ENDNOTE = "internal-pdf://"
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file as its format gives it, or why it could not be read.

    Attributes:
        reference: what it says of the work, None when it could not be read.
        files: the files that it names, as it names them.
        abstract: the work's abstract, as it stands in the entry.
        record: the entry itself, where it is a record that a reader knows.
        problem: why it could not be read.
        where: which entry that is, "" for the line of ``at``.
        at: its offset in the file.
    """

    reference: Reference | None = None
    files: tuple[str, ...] = ()
    abstract: str = ""
    record: str = ""
    problem: str = ""
    where: str = ""
    at: int = 0


class EntryError(Exception):
    """An entry that is not what its format asks for; the text says why."""


def package(name: str, path: str) -> ModuleType:
    """A package of the ``references`` extra.

    Raises:
        SourceError: it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError:
        needed = name.partition(".")[0]
        raise SourceError(path, f"this format needs the package {needed}", EXTRA) from None


def identifiers_in(text: str) -> dict[str, str]:
    """The identifiers that a note or an address holds, by kind."""
    return {found.kind: found.value for found in find_identifiers(text)}


def is_local(file: str) -> bool:
    """Whether an attachment is a path and not an address of the web or of another program."""
    return bool(file) and (file.startswith(("file:", ENDNOTE)) or "://" not in file)


def year_in(text: str) -> str:
    """The year that a date holds, "" when it holds none."""
    found = _YEAR.search(text)
    return found[1] if found else ""


def scalar(value: object) -> str:
    """A text or a number as text; anything else is nothing."""
    return str(value).strip() if isinstance(value, (str, int)) else ""


def joined(value: object) -> str:
    """A text, or the texts of a list in one."""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def one_line(error: object) -> str:
    """What an error says, in one line that is not too long."""
    return " ".join(str(error).split())[:200]
