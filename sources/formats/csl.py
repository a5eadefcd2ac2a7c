"""CSL-JSON, as Zotero and pandoc write it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sources.formats.entry import Entry, EntryError, identifiers_in, is_local, scalar, year_in
from sources.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from sources.model import Reference, SourceError


def read(path: str, text: str) -> Iterator[Entry]:
    """The entries of a CSL-JSON file.

    Raises:
        SourceError: the file is no JSON, or holds no CSL entries.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(path, f"this is not JSON ({error})", "export it again") from None
    items = content.get("items", [content]) if isinstance(content, dict) else content
    if not isinstance(items, list) or not any(map(_is_entry, items)):
        raise SourceError(path, "this JSON holds no CSL entries", "export it as CSL-JSON")
    for number, item in enumerate(items, 1):
        where = f"entry {number}"
        try:
            yield _entry(item)
        except EntryError as error:
            yield Entry(problem=str(error), where=where)


def _is_entry(item: object) -> bool:
    return isinstance(item, dict) and "id" in item and ("title" in item or "type" in item)


def _entry(item: object) -> Entry:
    if not isinstance(item, dict):
        raise EntryError("an entry is an object in braces")
    for key in ("title", "container-title", "DOI", "note"):
        if not isinstance(item.get(key, ""), str):
            raise EntryError(f"{key} is no text")
    files = item.get("file", item.get("files", []))
    files = [files] if isinstance(files, str) else files
    if not isinstance(files, list) or not all(isinstance(file, str) for file in files):
        raise EntryError("file is neither a path nor a list of paths")
    said = identifiers_in(item.get("note", ""))
    return Entry(
        Reference(
            document="",
            label=_label(item),
            authors=tuple(map(_name, _list(item.get("author")))),
            title=item.get("title", ""),
            container=item.get("container-title", ""),
            year=_issued(item.get("issued")),
            volume=scalar(item.get("volume")),
            pages=scalar(item.get("page")),
            doi=normalise_doi(item.get("DOI", "")) or said.get("doi", ""),
            pmid=normalise_pmid(scalar(item.get("PMID"))) or said.get("pmid", ""),
            pmcid=normalise_pmcid(scalar(item.get("PMCID"))) or said.get("pmcid", ""),
        ),
        tuple(file for file in files if is_local(file)),
        scalar(item.get("abstract")),
    )


def _label(item: Mapping[str, Any]) -> str:
    for key in ("citation-label", "citation-key", "id"):
        if label := scalar(item.get(key)):
            return label.rpartition("/")[2]
    return ""


def _name(name: object) -> str:
    if isinstance(name, str):
        return name
    if not isinstance(name, dict):
        raise EntryError("an author is an object with family and given")
    particle = scalar(name.get("non-dropping-particle"))
    family = f"{particle} {scalar(name.get('family'))}".strip()
    given = scalar(name.get("given"))
    return scalar(name.get("literal")) or (f"{family}, {given}" if given else family)


def _issued(issued: object) -> str:
    if isinstance(issued, dict):
        parts = issued.get("date-parts") or issued.get("raw") or issued.get("literal") or ""
        issued = parts
    return year_in(str(issued or ""))


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, list):
        return value
    raise EntryError("author is a list of names")
