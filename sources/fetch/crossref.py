"""Crossref: what a work is, and the retractions and corrections that were published about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from sources.fetch.client import Answer, Client
from sources.fetch.settings import CROSSREF
from sources.identifiers import normalise_doi
from sources.model import Reference

#: Results that are looked at for an entry without a DOI.
_MOST = 3
#: A search counts for so many records.
_SEARCH_TURNS = 5
#: An entry is asked for by this much of it.
_LONGEST_QUERY = 400


def record(client: Client, doi: str) -> tuple[Mapping[str, Any], str]:
    """The record of a DOI, and its address.

    Raises:
        FetchError: there is no such DOI, or the service cannot be asked.
    """
    answer = client.get(CROSSREF, f"works/{quote(doi, safe='')}")
    return _message(answer), answer.address


def search(client: Client, reference: Reference) -> Iterator[Mapping[str, Any]]:
    """Records that look like an entry without identifiers, best first.

    Raises:
        FetchError: the service cannot be asked.
    """
    entry = reference.text or " ".join((*reference.authors[:1], reference.title, reference.year))
    answer = client.get(
        CROSSREF,
        "works",
        turns=_SEARCH_TURNS,
        rows=str(_MOST),
        **{"query.bibliographic": " ".join(entry.split())[:_LONGEST_QUERY]},
    )
    items = _message(answer).get("items")
    yield from (one for one in items if isinstance(one, dict)) if isinstance(items, list) else ()


def facts(record: Mapping[str, Any]) -> Reference:
    """What a record says of its work."""
    return Reference(
        document="",
        label="",
        authors=tuple(_authors(record.get("author"))),
        title=_first(record.get("title")),
        container=_first(record.get("container-title")),
        year=_year(record.get("issued")),
        volume=_scalar(record.get("volume")),
        pages=_scalar(record.get("page")),
        doi=normalise_doi(_scalar(record.get("DOI"))),
    )


def _message(answer: Answer) -> Mapping[str, Any]:
    message = answer.json().get("message")
    return message if isinstance(message, dict) else {}


def _authors(listed: object) -> Iterator[str]:
    for author in listed if isinstance(listed, list) else ():
        if isinstance(author, dict):
            family, given = _scalar(author.get("family")), _scalar(author.get("given"))
            name = f"{family}, {given}" if family and given else family
            if name or (name := _scalar(author.get("name"))):
                yield name


def _year(issued: object) -> str:
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    return str(first[0]) if isinstance(first, list) and first and first[0] else ""


def _first(values: object) -> str:
    return _scalar(values[0]) if isinstance(values, list) and values else _scalar(values)


def _scalar(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, (str, int)) else ""
