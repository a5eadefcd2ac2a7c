"""RIS, as Zotero and EndNote write it, read by rispy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sources.formats.entry import (
    Entry,
    identifiers_in,
    is_local,
    joined,
    one_line,
    package,
    year_in,
)
from sources.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from sources.model import Reference

#: How a file of this format begins.
BEGINNING = re.compile(r"\s*TY {1,2}-")
_START = re.compile(r"^TY {1,2}- ?", re.MULTILINE)
#: Tags that name files; each may stand several times.
_FILES = {"L1": "file_attachments1", "L2": "file_attachments2"}
_NUMBER = re.compile(r"^ID {1,2}- ?(\d{1,9})\s*$", re.MULTILINE)
_END = re.compile(r"^ER {1,2}-", re.MULTILINE)


def read(path: str, text: str) -> Iterator[Entry]:
    """The entries of an RIS file.

    Raises:
        SourceError: rispy is not installed.
    """
    rispy = package("rispy", path)
    lists = [*rispy.LIST_TYPE_TAGS, *_FILES]
    numbers = _NUMBER.findall(text)
    counted = numbers == [str(number) for number in range(1, len(numbers) + 1)]
    starts = [found.start() for found in _START.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if not _END.search(text, start, end):
            yield Entry(problem='the entry has no "ER  -" at its end', at=start)
            continue
        try:
            [record] = rispy.loads(text[start:end], list_tags=lists)
        except Exception as error:  # rispy raises whatever its tables meet
            problem = f"the entry cannot be read ({one_line(error)})"
            yield Entry(problem=problem, at=start)
        else:
            yield _entry(record, counted=counted)


def _entry(record: Mapping[str, Any], *, counted: bool) -> Entry:
    """An entry; its number is a label only where the file's numbers count its entries.

    Any other is the record's number in the library that wrote the file, and
    says nothing about an article.
    """

    def first(*keys: str) -> str:
        return next((joined(record[key]) for key in keys if record.get(key)), "")

    said = identifiers_in(" ".join(map(joined, (record.get("notes", ""), record.get("urls", "")))))
    pages = [first("start_page"), first("end_page")]
    files = [file for key in _FILES.values() for file in record.get(key, ())]
    label = first("id")
    reference = Reference(
        document="",
        label=label if counted or not label.isdigit() else "",
        authors=tuple(record.get("authors") or record.get("first_authors") or ()),
        title=first("title", "primary_title"),
        container=first("secondary_title", "journal_name", "alternate_title3"),
        year=year_in(first("year", "publication_year", "date")),
        volume=first("volume"),
        pages="-".join(page for page in pages if page),
        doi=normalise_doi(first("doi")) or said.get("doi", ""),
        pmid=normalise_pmid(first("accession_number")) or said.get("pmid", ""),
        pmcid=normalise_pmcid(first("custom2")) or said.get("pmcid", ""),
    )
    local = tuple(file for file in files if is_local(file))
    return Entry(reference, local, first("abstract", "notes_abstract"))
