"""The file of a library: its tables, how they came about, and how it is opened.

A library is an SQLite file with a write-ahead log, so that several processes
read and write it at once and a process that is killed leaves it whole.  Such a
log does not work on network disks; an export is the same file without one,
which is opened as unchangeable.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sources.model import SourceError

#: What marks an SQLite file as a library ("clau"), and as an export of one ("claX").
LIBRARY = 0x636C6175
EXPORT = 0x636C6158

#: How long one process waits for another to finish writing, in seconds.
PATIENCE = 30.0

#: For each version of the schema the statements that lead to it from the one before.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # What a file or a service gave, byte for byte.
        """CREATE TABLE text (
            digest TEXT PRIMARY KEY,  -- SHA-256 of the bytes, hexadecimal
            size   INTEGER NOT NULL,  -- in bytes
            packed BLOB NOT NULL      -- the bytes, deflated by zlib
        )""",
        # A cited work, with its text or without.
        """CREATE TABLE work (
            number    INTEGER PRIMARY KEY,
            name      TEXT NOT NULL UNIQUE,
            digest    TEXT UNIQUE REFERENCES text,
            extent    TEXT NOT NULL,  -- "full" or "abstract", "" without a text
            authors   TEXT NOT NULL,  -- JSON list
            title     TEXT NOT NULL,
            container TEXT NOT NULL,
            year      TEXT NOT NULL,
            volume    TEXT NOT NULL,
            pages     TEXT NOT NULL,
            doi       TEXT NOT NULL,
            pmid      TEXT NOT NULL,
            pmcid     TEXT NOT NULL,
            plain     TEXT NOT NULL   -- the title in the form that compares
        )""",
        "CREATE INDEX work_titled ON work (plain) WHERE plain <> ''",
        # Its identifiers in the forms that compare.
        """CREATE TABLE identifier (
            kind   TEXT NOT NULL,
            value  TEXT NOT NULL,
            number INTEGER NOT NULL REFERENCES work ON DELETE CASCADE,
            PRIMARY KEY (kind, value, number)
        ) WITHOUT ROWID""",
        "CREATE INDEX identifier_of ON identifier (number)",
        # The words of its title; rowid is its number.
        "CREATE VIRTUAL TABLE title USING fts5(words, detail=none)",
        # Where it came from.
        """CREATE TABLE origin (
            number INTEGER NOT NULL REFERENCES work ON DELETE CASCADE,
            kind   TEXT NOT NULL,     -- "file", or the name of a service
            place  TEXT NOT NULL,     -- path or address
            at     TEXT NOT NULL,     -- time in UTC, ISO 8601
            PRIMARY KEY (number, kind, place)
        ) WITHOUT ROWID""",
        # Its retractions and corrections.
        """CREATE TABLE notice (
            number  INTEGER NOT NULL REFERENCES work ON DELETE CASCADE,
            kind    TEXT NOT NULL,
            told_by TEXT NOT NULL,
            doi     TEXT NOT NULL,
            date    TEXT NOT NULL,
            PRIMARY KEY (number, kind, told_by, doi, date)
        ) WITHOUT ROWID""",
    ),
)

_MAGIC = b"SQLite format 3\0"
DAMAGED = ("the library is damaged", "restore it from an export")
_NO_LIBRARY = ("this is no library of claimaudit", "name another file with --library")


@contextmanager
def connected(path: str, *, write: bool) -> Iterator[sqlite3.Connection]:
    """Open a library.

    Args:
        path: the file; made when it is to be written and is not there.
        write: whether anything is to be changed.

    Raises:
        SourceError: the file is not there, is no library, is of a later
            version, or cannot be opened.
    """
    with explained(path):
        exported = _look(Path(path), write=write)
        connection = _open(path, write=write, immutable=exported)
    with closing(connection):
        with explained(path):
            _make_ready(connection, path, write=write, exported=exported)
        yield connection


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that writes: all of it is stored when the block ends, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def migrate(
    connection: sqlite3.Connection, migrations: Sequence[Sequence[str]] = MIGRATIONS
) -> None:
    """Bring a library to the latest version; one that is there already stays as it is."""
    if _version(connection) >= len(migrations):
        return
    with writing(connection):
        # Another process may have been faster.
        for number in range(_version(connection), len(migrations)):
            for statement in migrations[number]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute(f"PRAGMA application_id = {LIBRARY}")


def export(connection: sqlite3.Connection, path: str) -> None:
    """Write a library's present state to a new file without a log, marked as an export."""
    connection.execute("VACUUM INTO ?", (path,))
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute(f"PRAGMA application_id = {EXPORT}")
        copy.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn SQLite's errors into one line that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        said = str(error)
        known = next((what for sign, what in _EXPLAINED if sign in said), None)
        raise SourceError(path, *(known or (f"the library failed ({said})", "check it"))) from error


_EXPLAINED = (
    ("not a database", _NO_LIBRARY),
    ("locked", ("another process keeps the library locked", "try again when it is done")),
    ("malformed", DAMAGED),
    ("full", ("the disk is full", "free some space")),
    (
        "unable to open",
        (
            "the library cannot be opened",
            "check the permissions of its folder, or read an export of it",
        ),
    ),
    (
        "readonly",
        (
            "a library in use needs write access to its file and folder",
            "check their permissions, or read an export of it",
        ),
    ),
)


def _look(path: Path, *, write: bool) -> bool:
    """Whether a file is an export, judged by its header.

    An export never has a log, so its header is what counts; that of a library
    in use may be older than its log.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
    except FileNotFoundError:
        if not write:
            mend = "check the path, or make it with claimaudit sources add"
            raise SourceError(str(path), "there is no such library", mend) from None
        return False
    except IsADirectoryError:
        raise SourceError(str(path), "this is a folder", "name a file with --library") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(str(path), f"cannot be read ({reason})", "check the path") from None
    if head and not head.startswith(_MAGIC):
        raise SourceError(str(path), *_NO_LIBRARY)
    exported = int.from_bytes(head[68:72], "big") == EXPORT
    if exported and write:
        mend = "change the library that it was made from, and export it again"
        raise SourceError(str(path), "this is an export, which is only read", mend)
    return exported


def _open(path: str, *, write: bool, immutable: bool) -> sqlite3.Connection:
    mode = "immutable=1" if immutable else "mode=rwc" if write else "mode=ro"
    connection = sqlite3.connect(
        f"{Path(path).absolute().as_uri()}?{mode}",
        uri=True,
        timeout=PATIENCE,
        isolation_level=None,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _turn_log_on(connection: sqlite3.Connection, path: str) -> None:
    if _switch_log_on(connection) != "wal":
        mend = "keep it on a local disk, and share an export of it"
        raise SourceError(path, "this disk cannot hold a library in use", mend)
    connection.execute("PRAGMA synchronous = FULL")


def _make_ready(connection: sqlite3.Connection, path: str, *, write: bool, exported: bool) -> None:
    """Make sure that a file is a library of this version, or make it one."""
    fresh = write and not connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    if not fresh:
        _identify(connection, path, EXPORT if exported else LIBRARY)
    if write:
        _turn_log_on(connection, path)
        migrate(connection)
    elif _version(connection) < len(MIGRATIONS):
        mend = "run claimaudit sources add or fetch on it once, or export it again"
        raise SourceError(path, "an earlier claimaudit made this library", mend)


def _switch_log_on(connection: sqlite3.Connection) -> str:
    """The journal mode after asking for a log; SQLite does not wait for its lock here."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _identify(connection: sqlite3.Connection, path: str, marked: int) -> None:
    """Make sure that a file is a library, and of no later version."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != marked:
        raise SourceError(path, *_NO_LIBRARY)
    version = _version(connection)
    if version > len(MIGRATIONS):
        mend = "update claimaudit, or name another library"
        raise SourceError(path, f"a later claimaudit made this library (version {version})", mend)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
