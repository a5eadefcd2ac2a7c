"""The library: cited works that are kept, with their texts and where these came from.

A text is stored as it was given, byte for byte, under the SHA-256 of its bytes;
what is read out of it is computed when it is needed.  Works are found by
identifier and by title without opening any text, so that a large library costs
an audit no more than the works that it cites.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePath
from secrets import token_hex

from claims.cache import NO_CACHE, Cache
from claims.document import Document, Extent
from claims.readers import ReadError, parse
from sources.alike import one_work, plain
from sources.holding import (
    COLUMNS,
    DIGEST,
    FACTS,
    Holding,
    Origin,
    Record,
    Row,
    facts_row,
    holding_of,
    pack,
    printable,
    storable,
    unpack,
)
from sources.model import Notice, NoticeKind, Problem, Reference, Source, SourceError
from sources.notices import distinct, in_document
from sources.resolve import candidates, wanted
from sources.schema import DAMAGED, connected, explained, export, writing
from sources.works import described_by, fill, identifier_keys

__all__ = ["Holding", "Library", "Origin", "Record", "open_library"]

#: Works that are looked at for a title, those that share its rarest words first.
NEAR = 24
#: Words of a title or an entry that are searched for.
_MOST_WORDS = 48
_SHORTEST_WORD = 3
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM work"
#: Texts that are kept read.
KEPT = 256


@contextmanager
def open_library(
    path: str | Path, *, write: bool = False, cache: Cache = NO_CACHE
) -> Iterator[Library]:
    """Open a library, or make one.

    Args:
        path: an SQLite file that ``claimaudit sources`` made, or an export.
        write: whether works are to be added or removed; the file and its
            folder are made when they are not there.
        cache: keeps the texts that take long to read.

    Raises:
        SourceError: the file is not there, is no library, is damaged, is
            locked or is of a later version; one line says what to do.
    """
    if write:
        with suppress(OSError):  # what is wrong with the folder, opening will tell
            Path(path).absolute().parent.mkdir(parents=True, exist_ok=True)
    with connected(str(path), write=write) as connection:
        yield Library(str(path), connection, cache)


class Library:
    """The works of one library file; see :func:`open_library`."""

    def __init__(self, path: str, connection: sqlite3.Connection, cache: Cache = NO_CACHE) -> None:
        self.path = path
        self._cache = cache
        self._connection = connection
        self._sources: dict[int, Source | None] = {}
        self.problems: list[Problem] = []

    # Looking ---------------------------------------------------------------------------------

    def holdings(self) -> Iterator[Holding]:
        """The works in the order of their names."""
        return iter(self._held(self._rows("ORDER BY name")))

    def find(self, text: str) -> tuple[Holding, ...]:
        """The works that a name, an identifier or the beginning of a digest names."""
        text = storable(text)
        named = self._rows("WHERE name = ?", text)
        for one in wanted([text], ()) if not named else ():
            named += self._identified(one)
        if not named and len(text) >= 6:
            named = self._rows("WHERE substr(digest, 1, ?) = ? ORDER BY name", len(text), text)
        return self._held(named)

    def origins(self, holding: Holding) -> tuple[Origin, ...]:
        """Where a work came from, in order."""
        rows = self._query(
            "SELECT kind, place, at FROM origin WHERE number = ? ORDER BY kind, place",
            holding.number,
        )
        return tuple(Origin(*row) for row in rows)

    def noticed(self, holding: Holding) -> tuple[Notice, ...]:
        """The retractions and corrections that are stored with a work."""
        rows = self._query(
            "SELECT kind, told_by, doi, date FROM notice WHERE number = ?", holding.number
        )
        known = {kind.value: kind for kind in NoticeKind}
        return distinct(Notice(known[kind], *rest) for kind, *rest in rows if kind in known)

    def data(self, holding: Holding) -> bytes:
        """The text of a work as the file that it was.

        Raises:
            SourceError: the stored bytes are not those of the digest.
        """
        rows = self._query("SELECT packed FROM text WHERE digest = ?", holding.digest)
        data = unpack(rows[0][0], holding.digest) if rows else None
        if data is None:
            where = f"{self.path}: {holding.name}"
            raise SourceError(where, "the stored text is damaged", "add it again")
        return data

    # Resolving -------------------------------------------------------------------------------

    def candidates(
        self,
        references: Sequence[Reference],
        labels: Iterable[str] = (),
        taken: Collection[str] = (),
    ) -> tuple[Source, ...]:
        """The texts that an article's references may mean, read.

        Every other text stays closed.  Give them to
        :func:`sources.resolve.resolve` together with other sources.  A text
        that cannot be read any more is left out and told in ``problems``.

        Args:
            references: the article's reference list.
            labels: its labels, of which inline DOIs and PMIDs name works too.
            taken: names that other sources of the audit have; a work of such a
                name is called "library:" and its name.
        """
        found: dict[int, Holding] = {}
        for work in wanted(labels, references):
            for holding in self.matching(work):
                found[holding.number] = holding
        read = (self.source(holding) for holding in found.values())
        sources = (
            replace(one, name=f"library:{one.name}") if one.name in taken else one
            for one in read
            if one is not None
        )
        return tuple(sorted(sources, key=lambda one: one.name))

    def matching(self, reference: Reference) -> tuple[Holding, ...]:
        """The works with a text that a reference may mean, best first; none is opened."""
        for rows in (self._identified(reference), self._titled(reference)):
            with_text = self._held(row for row in rows if row[DIGEST])
            if found := _matching(reference, with_text):
                return found
        return ()

    def identified(self, reference: Reference) -> tuple[Holding, ...]:
        """The works that share an identifier with a reference, with their texts or without."""
        return self._held(self._identified(reference))

    def notices(self, reference: Reference) -> tuple[Notice, ...]:
        """What is known of a cited work, whether its text is at hand or not."""
        if not self._query("SELECT 1 FROM notice LIMIT 1"):
            return ()
        holdings = self.identified(reference)
        if not holdings:
            holdings = _matching(reference, self._held(self._titled(reference)))
        return distinct(notice for holding in holdings for notice in self.noticed(holding))

    def source(self, holding: Holding) -> Source | None:
        """A work as a source, its text read; None when it cannot be read any more."""
        if holding.number not in self._sources:
            while len(self._sources) >= KEPT:
                self._sources.pop(next(iter(self._sources)))
            self._sources[holding.number] = self._read(holding)
        return self._sources[holding.number]

    def _read(self, holding: Holding) -> Source | None:
        try:
            document = parse(self.data(holding), holding.name, cache=self._cache)
        except ReadError as error:
            where = f"{self.path}: {holding.name}"
            self.problems.append(Problem(where, error.problem, error.mend))
        except SourceError as error:
            self.problems.append(error.detail)
        else:
            return Source(
                holding.name,
                document,
                holding.extent or Extent.FULL,
                reference=fill(holding.reference, described_by(document)),
                notices=distinct((*self.noticed(holding), *in_document(document))),
            )
        return None

    # Changing --------------------------------------------------------------------------------

    def add(self, *records: Record) -> tuple[Holding, ...]:
        """Store works, all of them or none.

        A text that is there already is not stored twice; a work that is there
        without its text gets it; facts, origins and notices are added to what
        is known.  When this returns, the works are on the disk.
        """
        packs = [pack(record.data) for record in records]
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with explained(self.path), writing(self._connection):
            numbers = [
                self._store(record, *packed, now)
                for record, packed in zip(records, packs, strict=True)
            ]
        stored = (self._first("WHERE number = ?", number) for number in numbers)
        return self._held(row for row in stored if row)

    def remove(self, holding: Holding) -> None:
        """Take a work out, with its text and all that is stored about it."""
        with explained(self.path), writing(self._connection):
            self._connection.execute("DELETE FROM work WHERE number = ?", (holding.number,))
            self._connection.execute("DELETE FROM title WHERE rowid = ?", (holding.number,))
            self._connection.execute("DELETE FROM text WHERE digest = ?", (holding.digest,))
        self._sources.pop(holding.number, None)

    def export(self, path: str | Path) -> None:
        """Write the library to one file that is read without locks, log or write access.

        The file is replaced at once or stays as it was.

        Raises:
            SourceError: the file cannot be written.
        """
        target = Path(path)
        if target.exists() and target.samefile(self.path):
            raise SourceError(str(path), "this is the library itself", "name another file")
        if not target.absolute().parent.is_dir():
            raise SourceError(str(path), "its folder does not exist", "create it or name another")
        temporary = target.with_name(f".claimaudit-{token_hex(8)}.tmp")
        try:
            with explained(str(path)):
                export(self._connection, str(temporary))
            with temporary.open("rb") as stream:
                os.fsync(stream.fileno())
            temporary.replace(target)
        except OSError as error:
            reason = error.strerror or str(error)
            mend = "name a file in a folder that you may write"
            raise SourceError(str(path), f"cannot be written ({reason})", mend) from None
        finally:
            temporary.unlink(missing_ok=True)

    def _store(self, record: Record, digest: str, size: int, packed: bytes, now: str) -> int:
        if digest:
            self._connection.execute(
                "INSERT OR IGNORE INTO text VALUES (?, ?, ?)", (digest, size, packed)
            )
        row = self._same(record, digest)
        if row is None:
            number = self._insert(record, digest)
        else:
            number = row[0]
            self._update(holding_of(row), record, digest)
        self._connection.executemany(
            "INSERT OR REPLACE INTO origin VALUES (?, ?, ?, ?)",
            [(number, one.kind, storable(one.place), one.at or now) for one in record.origins],
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO notice VALUES (?, ?, ?, ?, ?)",
            [
                (number, one.kind, one.told_by, storable(one.doi), one.date)
                for one in record.notices
            ],
        )
        return number

    def _same(self, record: Record, digest: str) -> Row | None:
        """The row that a record adds to: the same text, or the same work without one."""
        if digest and (row := self._first("WHERE digest = ?", digest)):
            return row
        title = plain(record.reference.title)
        near = self._identified(record.reference)
        near += self._rows("WHERE plain = ? AND plain <> ''", title)
        same = [row for row in near if one_work(record.reference, holding_of(row).reference)]
        if digest:
            same = [row for row in same if not row[DIGEST]]
        return min(same, key=lambda row: (not row[DIGEST], row[0]), default=None)

    def _insert(self, record: Record, digest: str) -> int:
        facts = record.reference
        extent = record.extent.value if digest else ""
        name = self._free_name(record.name, digest or sha256(repr(facts).encode()).hexdigest())
        row = (name, digest or None, extent, *facts_row(facts), plain(facts.title))
        number = self._connection.execute(
            f"INSERT INTO work ({', '.join(COLUMNS[1:])}, plain) "
            f"VALUES ({', '.join('?' * len(row))})",
            row,
        ).lastrowid
        assert number is not None
        self._index(number, facts)
        return number

    def _update(self, held: Holding, record: Record, digest: str) -> None:
        facts = fill(held.reference, record.reference)
        if digest and not held.digest:
            facts = fill(record.reference, held.reference)
            name = self._free_name(record.name, digest)
            self._set(held, name=name, digest=digest, extent=record.extent.value)
        elif digest:
            self._set(held, extent=record.extent.value)
        changes = dict(zip(("authors", *FACTS), facts_row(facts), strict=True))
        self._set(held, **changes, plain=plain(facts.title))
        self._index(held.number, facts)
        self._sources.pop(held.number, None)

    def _set(self, held: Holding, **values: str) -> None:
        columns = ", ".join(f"{column} = ?" for column in values)
        self._connection.execute(
            f"UPDATE work SET {columns} WHERE number = ?", (*values.values(), held.number)
        )

    def _index(self, number: int, facts: Reference) -> None:
        """Make a work findable by its identifiers and its title."""
        run = self._connection.execute
        run("DELETE FROM identifier WHERE number = ?", (number,))
        run("DELETE FROM title WHERE rowid = ?", (number,))
        for kind, value in identifier_keys(facts).items():
            run("INSERT INTO identifier VALUES (?, ?, ?)", (kind, value, number))
        if words := plain(facts.title):
            run("INSERT INTO title (rowid, words) VALUES (?, ?)", (number, words))

    def _free_name(self, name: str, digest: str) -> str:
        """A name that no work has yet: the one wished for, or that with some of the digest."""
        wished = PurePath(printable(name) or digest[:8])
        for wish in (
            wished.name,
            f"{wished.stem}-{digest[:8]}{wished.suffix}",
            f"{wished.stem}-{digest}{wished.suffix}",
        ):
            if not self._first("WHERE name = ?", wish):
                return wish
        raise SourceError(self.path, f"there is a work {wished.name} already", "remove it first")

    def _identified(self, reference: Reference) -> list[Row]:
        """The works that share an identifier with a reference."""
        rows = {
            row[0]: row
            for kind, value in identifier_keys(reference).items()
            for row in self._rows(
                "WHERE number IN (SELECT number FROM identifier WHERE kind = ? AND value = ?)",
                kind,
                value,
            )
        }
        return list(rows.values())

    def _titled(self, reference: Reference) -> list[Row]:
        """The works whose title shares the rarest words with a reference."""
        text = plain(reference.title) or plain(reference.text)
        words = [word for word in dict.fromkeys(text.split()) if len(word) >= _SHORTEST_WORD]
        if not words:
            return []
        asked = " OR ".join(f'"{word}"' for word in words[:_MOST_WORDS])
        return self._rows(
            "WHERE number IN (SELECT rowid FROM title WHERE title MATCH ? "
            "ORDER BY rank LIMIT ?) ORDER BY number",
            asked,
            NEAR,
        )

    def _rows(self, condition: str, *values: object) -> list[Row]:
        return self._query(f"{_SELECT} {condition}", *values)

    def _held(self, rows: Iterable[Row]) -> tuple[Holding, ...]:
        """The works of some rows."""
        try:
            return tuple(map(holding_of, rows))
        except (TypeError, ValueError):
            raise SourceError(self.path, *DAMAGED) from None

    def _query(self, statement: str, *values: object) -> list[Row]:
        with explained(self.path):
            return self._connection.execute(statement, values).fetchall()

    def _first(self, condition: str, *values: object) -> Row | None:
        return next(iter(self._rows(condition, *values)), None)


def _matching(reference: Reference, holdings: Iterable[Holding]) -> tuple[Holding, ...]:
    """The works among some that a reference may mean, judged by their facts alone."""
    by_name = {holding.name: holding for holding in holdings}
    stubs = [
        Source(one.name, Document(one.name, ""), one.extent or Extent.ABSTRACT, (), one.reference)
        for one in by_name.values()
    ]
    return tuple(by_name[source.name] for source in candidates(reference, stubs))
