"""Europe PMC: what a work is, its full text where that is open, its abstract otherwise.

The interface is that of the Articles RESTful API: a search whose results hold
the facts of a work, and the full text of open-access works as JATS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from claims.document import Document
from sources.alike import plain
from sources.fetch.client import Answer, Client
from sources.fetch.settings import EUROPE_PMC
from sources.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from sources.model import Reference, Source
from sources.resolve import candidates
from sources.works import identifier_keys

#: Results that are looked at for one question.
_MOST = 5


def find(client: Client, reference: Reference) -> tuple[Mapping[str, Any], str] | None:
    """The record of a work, and the address of the answer that holds it.

    Identifiers are asked for first, then the title.  A result counts only when
    it has the identifier, or a title that resolution would take.

    Raises:
        FetchError: the service cannot be asked.
    """
    for query in _queries(reference):
        answer = client.get(
            EUROPE_PMC,
            "search",
            query=query,
            resultType="core",
            format="json",
            pageSize=str(_MOST),
        )
        for record in _results(answer):
            if fits(reference, facts(record)):
                return record, answer.address
    return None


def full_text(client: Client, pmcid: str) -> Answer:
    """The open full text of a work, as JATS.

    Raises:
        FetchError: it is not there, or the service cannot be asked.
    """
    return client.get(EUROPE_PMC, f"{pmcid}/fullTextXML")


def is_open(record: Mapping[str, Any]) -> bool:
    """Whether the full text of a work may be had."""
    return record.get("isOpenAccess") == "Y" and bool(facts(record).pmcid)


def abstract(record: Mapping[str, Any]) -> str:
    """The abstract of a work with its tags, "" when there is none."""
    return _text(record, "abstractText")


def publication_types(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The publication types of a work, such as "Retracted Publication"."""
    listed = _within(record, "pubTypeList", "pubType")
    return tuple(map(str, listed)) if isinstance(listed, list) else ()


def facts(record: Mapping[str, Any]) -> Reference:
    """What a record says of its work."""
    return Reference(
        document="",
        label="",
        authors=tuple(_authors(record)),
        title=_text(record, "title").removesuffix("."),
        container=_text(_within(record, "journalInfo", "journal"), "title"),
        year=_text(record, "pubYear"),
        volume=_text(_within(record, "journalInfo"), "volume"),
        pages=_text(record, "pageInfo"),
        doi=normalise_doi(_text(record, "doi")),
        pmid=normalise_pmid(_text(record, "pmid")),
        pmcid=normalise_pmcid(_text(record, "pmcid")),
    )


def fits(reference: Reference, found: Reference) -> bool:
    """Whether a record is of the work that was asked for."""
    if identifier_keys(reference).items() & identifier_keys(found).items():
        return True
    stub = Source("", Document("", ""), reference=found)
    return bool(candidates(reference, [stub]))


def _queries(reference: Reference) -> Iterator[str]:
    if reference.pmid:
        yield f"EXT_ID:{reference.pmid} AND SRC:MED"
    if reference.pmcid:
        yield f"PMCID:{reference.pmcid}"
    if reference.doi:
        yield 'DOI:"{}"'.format(reference.doi.replace('"', ""))
    if words := plain(reference.title):
        yield f'TITLE:"{words}"'


def _results(answer: Answer) -> list[Mapping[str, Any]]:
    listed = _within(answer.json(), "resultList", "result")
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _authors(record: Mapping[str, Any]) -> Iterator[str]:
    listed = _within(record, "authorList", "author")
    for author in listed if isinstance(listed, Sequence) else ():
        if name := _text(author, "fullName") or _text(author, "collectiveName"):
            yield name


def _within(record: object, *keys: str) -> object:
    for key in keys:
        record = record.get(key) if isinstance(record, dict) else None
    return record


def _text(record: object, key: str) -> str:
    value = record.get(key) if isinstance(record, dict) else None
    return str(value) if isinstance(value, (str, int)) else ""
