"""nbib, as PubMed writes it, read by the package of that name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sources.formats.entry import Entry, joined, one_line, package, scalar, year_in
from sources.identifiers import normalise_doi, normalise_pmcid
from sources.model import Reference


def read(path: str, text: str) -> Iterator[Entry]:
    """The entries of an nbib file.

    Raises:
        SourceError: nbib is not installed.
    """
    nbib = package("nbib", path)
    for found in re.finditer(r"(?:^[^\n]*\S[^\n]*(?:\n|\Z))+", text, re.MULTILINE):
        try:
            [record] = nbib.read(found.group().rstrip("\n") + "\n")
        except Exception as error:  # nbib raises its own errors and dateutil's
            problem = f"the entry cannot be read ({one_line(error)})"
            yield Entry(problem=problem, at=found.start())
        else:
            abstract = joined(record.get("abstract", ""))
            yield Entry(_reference(record), abstract=abstract, record=found.group())


def _reference(record: Mapping[str, Any]) -> Reference:
    names = [
        str(one.get("author_abbreviated") or one["author"]) for one in record.get("authors", ())
    ]
    body = joined(record.get("corporate_author", ""))
    pmcid = scalar(record.get("pmcid"))
    return Reference(
        document="",
        label="",
        authors=tuple(names) or ((body,) if body else ()),
        title=joined(record.get("title", "")).rstrip("."),
        container=joined(record.get("journal") or record.get("journal_abbreviated", "")),
        year=year_in(joined(record.get("publication_date", ""))),
        volume=scalar(record.get("journal_volume")),
        pages=joined(record.get("pages", "")),
        doi=normalise_doi(joined(record.get("doi", ""))),
        pmid=scalar(record.get("pubmed_id")),
        pmcid=normalise_pmcid(pmcid),
    )
