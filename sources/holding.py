"""What a library keeps of a work, and how it stands in a row of its tables."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from claims.document import Extent
from claims.readers import MAX_BYTES
from sources.model import Notice, Reference
from sources.works import IDENTIFIERS

Row = tuple[Any, ...]

FACTS = ("title", "container", "year", "volume", "pages", *IDENTIFIERS)
COLUMNS = ("number", "name", "digest", "extent", "authors", *FACTS)
DIGEST = COLUMNS.index("digest")

_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a work came from.

    Attributes:
        kind: "file", or the service that gave it ("europepmc", "ncbi", "crossref").
        place: the path or the address.
        at: when, in UTC (ISO 8601); "" for now.
    """

    kind: str
    place: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What is to be stored of one work.

    Attributes:
        name: what to call it, such as the file's name; made unique by the library.
        reference: its bibliographic facts.
        data: its text as a file of any format that can be read, None when the
            text is not at hand.
        extent: how much of the work the text is.
        origins: where this came from.
        notices: retractions and corrections that are known of it.
    """

    name: str
    reference: Reference
    data: bytes | None = None
    extent: Extent = Extent.FULL
    origins: tuple[Origin, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Holding:
    """A work of the library.

    Attributes:
        number: its number in this library.
        name: its name, unique in this library.
        digest: SHA-256 of its text in hexadecimal, "" when the text is not at hand.
        extent: how much of the work the text is, None without a text.
        reference: its bibliographic facts.
    """

    number: int
    name: str
    digest: str
    extent: Extent | None
    reference: Reference


def holding_of(row: Row) -> Holding:
    """The work of a row."""
    number, name, digest, extent, authors, *facts = row
    reference = Reference(
        document=name,
        label="",
        authors=tuple(map(str, json.loads(authors))),
        **dict(zip(FACTS, facts, strict=True)),
    )
    return Holding(number, name, digest or "", Extent(extent) if extent else None, reference)


def facts_row(facts: Reference) -> tuple[str, ...]:
    """What a row says of a work: its authors, then the columns of :data:`FACTS`."""
    authors = json.dumps(facts.authors, ensure_ascii=False)
    return tuple(map(storable, (authors, *(getattr(facts, name) for name in FACTS))))


def storable(text: str) -> str:
    """Text as UTF-8 can hold it: a lone surrogate, which JSON can smuggle in, becomes "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


def pack(data: bytes | None) -> tuple[str, int, bytes]:
    """Digest, size and deflated bytes of a text."""
    if data is None:
        return "", 0, b""
    return sha256(data).hexdigest(), len(data), zlib.compress(data)


def unpack(packed: bytes, digest: str) -> bytes | None:
    """The bytes that were deflated, None when they are not those of the digest."""
    try:
        data = zlib.decompressobj().decompress(packed, MAX_BYTES)
    except zlib.error:
        return None
    return data if sha256(data).hexdigest() == digest else None


def printable(name: str) -> str:
    """A name for lists and reports: one line, not too long."""
    return "".join(char for char in name if char.isprintable()).strip()[-_LONGEST_NAME:]
