"""Records of PubMed in MEDLINE's tagged lines, as PubMed exports them (``.nbib``).

The text is title and abstract; every line of the record is anchored, so that
an offset leads back to its line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.document import Anchor, BlockKind, Document
from claims.readers.draft import Draft
from claims.readers.errors import ReadError, decode
from claims.readers.pubmed import KINDS, LANGUAGES, ONE, YEAR, finished

#: A line of a record: its tag, and where its words begin.
_TAGGED = re.compile(r"([A-Z]{2,4}) {0,2}- ?")
_CONTINUED = re.compile(r" {6}")
_AID = re.compile(r"(\S+) \[(doi|pmc|pmcid|pubmed)\]")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a record's field: its number and its words, and the column where they begin."""

    number: int
    column: int
    words: str


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a record."""

    tag: str
    lines: tuple[_Line, ...]

    @property
    def value(self) -> str:
        """The words of the field."""
        return " ".join(line.words for line in self.lines)


def parse(data: bytes, name: str) -> Document:
    """Read a record in MEDLINE's tagged lines, as PubMed exports it (``.nbib``).

    Raises:
        ReadError: the data is not UTF-8, or holds no record, several, or one
            without title and abstract.
    """
    fields = list(_fields(decode(data, name).removeprefix("\ufeff")))
    count = sum(field.tag == "PMID" for field in fields)
    if count > 1:
        raise ReadError(name, f"the file holds {count} records of PubMed", ONE)
    draft = Draft()
    title = _write(draft, fields, "TI", BlockKind.HEADING, 1)
    for field in (field for field in fields if field.tag == "AB"):
        draft.place(field.lines[0].number)
        draft.write("Abstract")
        draft.close(BlockKind.HEADING, 2)
    _write(draft, fields, "AB", BlockKind.PARAGRAPH)
    return finished(draft, name, "medline", _facts(fields), title)


def _fields(text: str) -> Iterator[_Field]:
    tag, lines = "", list[_Line]()
    for number, line in enumerate(text.split("\n"), start=1):
        opened = _TAGGED.match(line)
        begins = opened or (_CONTINUED.match(line) if tag else None)
        if opened:
            if tag:
                yield _Field(tag, tuple(lines))
            tag, lines = opened[1], []
        if begins:
            lines.append(_Line(number, begins.end() + 1, line[begins.end() :].rstrip()))
    if tag:
        yield _Field(tag, tuple(lines))


def _write(
    draft: Draft, fields: Sequence[_Field], tag: str, kind: BlockKind, level: int = 0
) -> str:
    """Write the first field of a tag as a block, every line of it anchored; its words."""
    field = next((field for field in fields if field.tag == tag), None)
    if field is None:
        return ""
    for line in field.lines:
        draft.write(" ")
        draft.anchor(Anchor(0, line.number, column=line.column))
        draft.write(line.words)
    draft.close(kind, level)
    return field.value


def _facts(fields: Sequence[_Field]) -> Iterator[tuple[str, str]]:
    full = any(field.tag == "FAU" for field in fields)
    for field in fields:
        value = field.value.strip()
        if field.tag == "PMID":
            yield "pmid", value
        elif field.tag == "PMC":
            yield "pmcid", value
        elif field.tag in ("AID", "LID"):
            yield from ((KINDS[found[2]], found[1]) for found in _AID.finditer(value))
        elif field.tag == "DP" and YEAR.match(value):
            yield "year", value[:4]
        elif field.tag in ("FAU", "CN") or (field.tag == "AU" and not full):
            yield "author", value
        elif field.tag == "PT":
            yield "publication-type", value
        elif field.tag == "LA" and value in LANGUAGES:
            yield "language", LANGUAGES[value]
