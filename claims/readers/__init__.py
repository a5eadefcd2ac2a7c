"""Readers: a file becomes a document.

The reader is chosen by what the file holds; its name only breaks a tie.  To
add a format, write a module with ``parse(data: bytes, name: str) -> Document``
and give it a row in :data:`READERS`.
"""

from __future__ import annotations

import hashlib
import importlib
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from claims.cache import NO_CACHE, Cache
from claims.document import Document
from claims.readers.errors import ReadError
from claims.readers.sniff import (
    is_html,
    is_jats,
    is_markdown,
    is_medline,
    is_pdf,
    is_pubmed,
    is_text,
    is_xml,
    is_zip,
)

__all__ = ["MAX_BYTES", "READERS", "ReadError", "Reader", "load", "parse", "read"]

#: Files above this size are refused: no article is that long.
MAX_BYTES = 50_000_000

#: Formats that are read as fast as a cache is.
QUICK = frozenset({"text", "markdown"})

#: The sniffers see this much of a file.
HEAD_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Reader:
    """One format.

    Attributes:
        format: the name that :attr:`Document.format` carries.
        sniff: true when a file that starts with these bytes and bears this
            name is of the format.
        module: the module whose ``parse`` reads it, imported when first needed.
    """

    format: str
    sniff: Callable[[bytes, str], bool]
    module: str

    def parse(self, data: bytes, name: str) -> Document:
        """The document that ``data`` holds.

        Raises:
            ReadError: the data cannot be read as this format.
        """
        document = importlib.import_module(self.module).parse(data, name)
        assert isinstance(document, Document)
        return document


#: Tried in order; the last takes any text.
READERS: tuple[Reader, ...] = (
    Reader("pdf", is_pdf, "claims.readers.pdf"),
    Reader("docx", is_zip, "claims.readers.docx"),
    Reader("jats", is_jats, "claims.readers.jats"),
    Reader("pubmed", is_pubmed, "claims.readers.pubmed"),
    Reader("medline", is_medline, "claims.readers.medline"),
    Reader("xml", is_xml, "claims.readers.xml"),
    Reader("html", is_html, "claims.readers.html"),
    Reader("markdown", is_markdown, "claims.readers.markdown"),
    Reader("text", is_text, "claims.readers.text"),
)


def read(path: str | Path, *, max_bytes: int = MAX_BYTES, cache: Cache = NO_CACHE) -> Document:
    """Read a file ("-" is standard input).

    Args:
        path: the file.
        max_bytes: refuse anything larger.
        cache: keeps the documents of formats that take long to read.

    Raises:
        ReadError: the file is missing, no file, too large, empty, binary, not
            UTF-8, or holds no text; one line says which and how to mend it.
    """
    name = str(path)
    return parse(load(name, max_bytes=max_bytes), name, cache=cache)


def parse(
    data: bytes | str,
    name: str,
    format: str | None = None,  # noqa: A002
    cache: Cache = NO_CACHE,
) -> Document:
    """Make a document of data at hand.

    Args:
        data: the file's content; a string is taken as its UTF-8 bytes.
        name: what to call the document in reports.
        format: a reader's format, to skip the choice by content.
        cache: keeps the documents of formats that take long to read.

    Raises:
        ReadError: no reader can make a text of it.
        ValueError: there is no such format.
    """
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if not raw.strip():
        raise ReadError(name, "the file is empty", "give a file that holds the article's text")
    reader = _choose(raw, name, format)
    if reader.format in QUICK:
        return reader.parse(raw, name)
    return cache.kept(
        "document",
        lambda: "\n".join((reader.format, name, hashlib.sha256(raw).hexdigest())),
        lambda: reader.parse(raw, name),
    )


def _choose(data: bytes, name: str, wanted: str | None) -> Reader:
    if wanted is not None:
        for reader in READERS:
            if reader.format == wanted:
                return reader
        known = ", ".join(reader.format for reader in READERS)
        raise ValueError(f"no reader for format {wanted!r}; there are {known}")
    head = data[:HEAD_BYTES]
    for reader in READERS:
        if reader.sniff(head, name):
            return reader
    raise ReadError(name, *_binary_kind(head))


_CONVERT = "convert it to text, Markdown or HTML first"

#: First bytes of files that people hand over by mistake, what those are and the mend.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0",
        "this is an old Word document, or one with a password",
        "save it as DOCX, without a password",
    ),
    (b"\x1f\x8b", "this is a gzip archive, which has no reader here", "unpack it first"),
    (b"\xff\xfe", "the text is UTF-16", "save the file as UTF-8"),
    (b"\xfe\xff", "the text is UTF-16", "save the file as UTF-8"),
)


def _binary_kind(head: bytes) -> tuple[str, str]:
    """What data that no reader takes is, and how to mend it."""
    for magic, problem, mend in _MAGIC:
        if head.startswith(magic):
            return problem, mend
    nul = re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head)
    where = nul.start() if nul else 0
    return f"the data is binary (control character at byte {where})", _CONVERT


def load(name: str, *, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file ("-" is standard input), for :func:`parse`.

    Args:
        name: the file.
        max_bytes: refuse anything larger.

    Raises:
        ReadError: the file is missing, no file, or too large.
    """
    try:
        if name == "-":
            data = sys.stdin.buffer.read(max_bytes + 1)
        else:
            with Path(name).open("rb") as stream:
                data = stream.read(max_bytes + 1)
    except FileNotFoundError:
        raise ReadError(name, "there is no such file", "check the path") from None
    except IsADirectoryError:
        raise ReadError(name, "this is a directory", "name the files in it") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        mend = "check the path and its permissions"
        raise ReadError(name, f"the file cannot be read ({reason})", mend) from None
    if len(data) > max_bytes:
        problem = f"the file is larger than {max_bytes:,} bytes"
        raise ReadError(name, problem, "split it, or extract its text first")
    return data
