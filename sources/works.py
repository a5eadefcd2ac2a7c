"""What a text says of itself: the bibliographic facts of a source."""

from __future__ import annotations

from dataclasses import replace

from claims.document import Document
from sources.identifiers import doi_key, normalise_doi, normalise_pmcid, normalise_pmid
from sources.model import Reference, Source

IDENTIFIERS = ("doi", "pmid", "pmcid")
_FACTS = ("authors", "title", "container", "year", "volume", "pages", *IDENTIFIERS)
_NORMAL = {"doi": normalise_doi, "pmid": normalise_pmid, "pmcid": normalise_pmcid}


def described_by(document: Document) -> Reference:
    """The facts that a reader found in a document: title, identifiers, year, authors."""
    found: dict[str, str] = {}
    authors: list[str] = []
    for kind, value in document.identifiers:
        if kind == "author":
            authors.append(value)
        else:
            found.setdefault(kind, _NORMAL[kind](value) if kind in _NORMAL else value)
    return Reference(
        document=document.name,
        label="",
        authors=tuple(authors),
        title=document.title,
        year=found.get("year", ""),
        doi=found.get("doi", ""),
        pmid=found.get("pmid", ""),
        pmcid=found.get("pmcid", ""),
    )


def facts_of(source: Source) -> Reference:
    """A source's bibliographic facts, stated or read from its text."""
    return source.reference or described_by(source.document)


def fill(stated: Reference, other: Reference) -> Reference:
    """``stated`` with the facts that it leaves empty taken from ``other``."""
    return replace(
        stated, **{name: getattr(stated, name) or getattr(other, name) for name in _FACTS}
    )


def identifier_keys(reference: Reference) -> dict[str, str]:
    """The identifiers of a work in the forms that compare, by kind."""
    keys = {kind: getattr(reference, kind) for kind in IDENTIFIERS if getattr(reference, kind)}
    if "doi" in keys:
        keys["doi"] = doi_key(keys["doi"])
    return keys
