"""What was computed for a text, kept between runs under the hash of all that it hangs on.

A cache is a convenience: whatever is wrong with its file, the value is
computed as if there were none, and nothing that it holds changes a result.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import is_dataclass
from enum import Enum
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar, cast

Value = TypeVar("Value")

#: The file in the cache folder.
FILE = "computed.sqlite"
#: A larger file than this loses what was not used for longest, in bytes.
MOST_BYTES = 500_000_000
#: A value larger than this, unpacked, is not kept.
MOST_VALUE = 50_000_000
#: Packages whose code makes the values, and whose types may be read back.
ROOMS = ("claims", "sources", "checkers")
#: Libraries that the values hang on.
BELOW = tuple(
    """spacy scispacy numpy pint lxml markdown-it-py rapidfuzz pypdfium2 python-docx""".split()
)
#: Types of the standard library that values hold.
_PLAIN = frozenset(
    {
        ("builtins", "frozenset"),
        ("builtins", "range"),
        ("builtins", "set"),
        ("collections", "defaultdict"),
        ("builtins", "list"),
        ("decimal", "Decimal"),
    }
)
_DAY = 86_400
_BUSY = 2.0  # seconds
_SCHEMA = """
CREATE TABLE IF NOT EXISTS kept (
    key BLOB PRIMARY KEY, value BLOB NOT NULL, used INTEGER NOT NULL
)
"""


class Cache:
    """Values by what they were computed from; see :func:`open_cache`.

    Args:
        connection: the open file, None for a cache that keeps nothing.
    """

    def __init__(self, connection: sqlite3.Connection | None = None) -> None:
        self._connection = connection
        self._recipe = recipe() if connection else ""
        self._today = int(time.time() / _DAY)

    def kept(self, kind: str, parts: Callable[[], str], make: Callable[[], Value]) -> Value:
        """A value, computed when it is not there.

        Args:
            kind: what it is, such as "index".
            parts: tells all that it is computed from, but for the code; asked
                only where something is kept.
            make: computes it.
        """
        if self._connection is None:
            return make()
        told = "\0".join((self._recipe, kind, parts()))
        key = hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()
        found = self._get(key)
        if found is None:
            value = make()
            self._put(key, value)
            return value
        return cast(Value, found[0])

    def _get(self, key: bytes) -> tuple[object] | None:
        """What is kept under a key, None when there is nothing that can be read."""
        row = self._asked("SELECT value, used FROM kept WHERE key = ?", (key,))
        if row is None:
            return None
        if row[1] != self._today:
            self._asked("UPDATE kept SET used = ? WHERE key = ?", (self._today, key))
        try:
            return (unpacked(row[0]),)
        except Exception:  # a damaged value can fail in any way
            return None

    def _put(self, key: bytes, value: object) -> None:
        with suppress(ValueError):
            row = (key, packed(value), self._today)
            self._asked("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", row)

    def _asked(self, query: str, values: tuple[object, ...]) -> Any:
        """The first row of an answer; a file that fails, or is held by others, is let be."""
        try:
            return self._connection and self._connection.execute(query, values).fetchone()
        except sqlite3.Error:
            self._connection = None
            return None


#: Keeps nothing.
NO_CACHE = Cache()


@contextmanager
def open_cache(folder: str | Path) -> Iterator[Cache]:
    """Open the cache in a folder, or make one; where that fails, one that keeps nothing.

    Args:
        folder: made when it is not there.
    """
    path = Path(folder) / FILE
    connection = _connected(path)
    try:
        yield Cache(connection) if connection else NO_CACHE
    finally:
        if connection is not None:
            with suppress(sqlite3.Error):
                _trimmed(connection)
            connection.close()


def _connected(path: Path) -> sqlite3.Connection | None:
    """The open file; one that is damaged is made anew."""
    for _ in range(2):
        connection = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=_BUSY, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_SCHEMA)
            connection.execute("SELECT count(*) FROM kept WHERE key IS NULL")
        except sqlite3.OperationalError:
            break  # cannot be opened or written: a read-only folder, a lock
        except sqlite3.DatabaseError:
            if connection is not None:
                connection.close()
            with suppress(OSError):
                path.unlink()
        except OSError:
            break
        else:
            return connection
    return None


def _trimmed(connection: sqlite3.Connection) -> None:
    """Drop what was not used for longest where the file has grown too large."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    if pages * size <= MOST_BYTES:
        return
    connection.execute(
        "DELETE FROM kept WHERE key IN (SELECT key FROM kept ORDER BY used, key LIMIT"
        " (SELECT (count(*) + 1) / 2 FROM kept))"
    )
    connection.execute("VACUUM")


def packed(value: object) -> bytes:
    """A value as bytes.

    Raises:
        ValueError: it is too large.
    """
    data = pickle.dumps(value, protocol=5)
    if len(data) > MOST_VALUE:
        raise ValueError(f"{len(data)} bytes are too much for the cache")
    return zlib.compress(data, 1)


def unpacked(data: bytes) -> object:
    """A value from bytes that :func:`packed` made.

    Only plain data and the values of this project are read back: a cache file
    from elsewhere can run nothing.

    Raises:
        pickle.UnpicklingError: it holds anything else.
        zlib.error: it is damaged.
    """
    unpacker = zlib.decompressobj()
    plain = unpacker.decompress(data, MOST_VALUE)
    return _Plain(io.BytesIO(plain)).load()


class _Plain(pickle.Unpickler):
    """Reads plain data and the types of this project."""

    def find_class(self, module: str, name: str) -> object:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if module.partition(".")[0] in ROOMS and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module and _is_value(found):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value that is kept")


def _is_value(found: type) -> bool:
    """Whether a type only holds data: a dataclass, an enumeration, a named tuple."""
    return is_dataclass(found) or issubclass(found, Enum) or hasattr(found, "_fields")


def recipe() -> str:
    """What computes the values: the code of the rooms, and the versions below them."""
    told = [sys.version, *map(_version, BELOW)]
    for room in ROOMS:
        spec = find_spec(room)
        assert spec is not None
        for folder in spec.submodule_search_locations or ():
            for path in sorted(Path(folder).rglob("*")):
                if path.is_file() and path.suffix != ".pyc":
                    state = path.stat()
                    told.append(f"{path} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _version(library: str) -> str:
    """The version of an installed library, nothing where it is missing."""
    try:
        return f"{library} {metadata.version(library)}"
    except metadata.PackageNotFoundError:
        return ""
