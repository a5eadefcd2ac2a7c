"""Records of PubMed in its XML: a work's title and abstract.

A record is an abstract (:attr:`Document.extent`), with what the database
states of the work as identifiers.  Its publication types are among these, a
pair "publication-type" for each, so that a retracted work can be told by its
own record ("Retracted Publication").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claims.document import BlockKind, Document, Extent
from claims.readers.draft import Draft, Facts
from claims.readers.errors import ReadError
from claims.readers.xmltree import (
    Element,
    attribute,
    children,
    descendants,
    first,
    paths,
    tree,
    words,
)

_REASONS = {"pubmed": "a PubMed record", "medline": "a MEDLINE record"}
_RECORDS = ("PubmedArticle", "PubmedBookArticle")
#: What to do about several records in a file.
ONE = "give a file for each record"
_MEND = "give the work's full text, or a record with a title"
#: How identifiers of the two formats are called here.
KINDS = {"doi": "doi", "pmc": "pmcid", "pmcid": "pmcid", "pubmed": "pmid"}
YEAR = re.compile(r"(?:18|19|20)\d\d")
_BRACKETED = re.compile(r"\[(.{1,2000})\]\.?\Z", re.S)
#: Languages by the codes of the database.
LANGUAGES = {"eng": "en", "fre": "fr", "ger": "de", "ita": "it", "spa": "es", "por": "pt"}


def parse(data: bytes, name: str) -> Document:
    """Read a record in PubMed's XML.

    Raises:
        ReadError: the XML is broken or beyond the bounds, or holds no record,
            several, or one without a title.
    """
    return read(tree(data, name), name)


def read(root: Element, name: str) -> Document:
    """The document of a file whose elements are read already.

    Raises:
        ReadError: there is no record in it, or several, or one without words.
    """
    records = list(descendants(root, *_RECORDS))
    if len(records) != 1:
        count = f"{len(records)} records" if records else "no record"
        raise ReadError(name, f"the file holds {count} of PubMed", ONE)
    draft = Draft()
    named = paths(root)
    title = next(descendants(records[0], "ArticleTitle", "BookTitle"), None)
    if title is not None:
        _place(draft, title, named)
        draft.write(words(title))
        draft.close(BlockKind.HEADING, 1)
    _abstract(records[0], draft, named)
    return finished(draft, name, "pubmed", _facts(records[0]), words(title))


def _place(draft: Draft, element: Element, named: dict[Element, str]) -> None:
    draft.place(getattr(element, "sourceline", None), named.get(element))


def _abstract(record: Element, draft: Draft, named: dict[Element, str]) -> None:
    abstract = next(descendants(record, "Abstract"), None)
    parts = list(children(abstract, "AbstractText")) if abstract is not None else []
    for at, part in enumerate(parts):
        _place(draft, part, named)
        if at == 0:
            draft.write("Abstract")
            draft.close(BlockKind.HEADING, 2)
        if attribute(part, "Label"):
            draft.write(attribute(part, "Label"))
            draft.close(BlockKind.HEADING, 3)
        _paragraph(part, draft)
        draft.close(BlockKind.PARAGRAPH)


def _paragraph(element: Element, draft: Draft) -> None:
    """The words of an element, raised ones raised."""
    draft.write(element.text or "")
    for child in element:
        if child.tag == "sup":
            draft.lift(words(child))
        else:
            draft.write(words(child))
        draft.write(child.tail or "")


def finished(
    draft: Draft,
    name: str,
    kind: str,
    stated: Iterable[tuple[str, str]],
    title: str,
) -> Document:
    """The document of a record.

    Args:
        draft: its title and abstract.
        name: the file's name.
        kind: the format's name, "pubmed" or "medline".
        stated: what it states of the work, as pairs.
        title: its title.

    Raises:
        ReadError: the record has no words.
    """
    if not draft.page.blocks:
        raise ReadError(name, "the record holds neither title nor abstract", _MEND)
    pairs = tuple(dict.fromkeys(stated))
    whole = _BRACKETED.match(title)
    facts = Facts(
        title=(whole[1] if whole else title).rstrip("."),
        extent=Extent.ABSTRACT,
        extent_reason=_REASONS[kind],
        language=next((value for key, value in pairs if key == "language"), ""),
        identifiers=tuple(pair for pair in pairs if pair[0] != "language"),
    )
    return draft.document(name, kind, facts)


def _facts(record: Element) -> Iterator[tuple[str, str]]:
    citation = next(descendants(record, "MedlineCitation", "BookDocument"), record)
    yield from (("pmid", words(one)) for one in children(citation, "PMID"))
    yield from _identifiers(record, citation)
    dates = (one for one in descendants(citation, "PubDate", "ArticleDate"))
    years = (found.group() for date in dates if (found := YEAR.search(words(date))))
    yield from (("year", year) for year in list(years)[:1])
    authors = next(descendants(citation, "AuthorList"), None)
    if authors is not None:
        yield from (("author", _author(one)) for one in children(authors, "Author") if _author(one))
    for one in descendants(citation, "PublicationType"):
        yield "publication-type", words(one)
    for one in descendants(citation, "Language"):
        if words(one) in LANGUAGES:
            yield "language", LANGUAGES[words(one)]


def _identifiers(record: Element, citation: Element) -> Iterator[tuple[str, str]]:
    """The record's own identifiers; those of its references stand deeper."""
    data = first(record, "PubmedData")
    if data is None:
        data = first(record, "PubmedBookData")
    own = [first(one, "ArticleIdList") for one in (data, citation) if one is not None]
    for element in (child for one in own if one is not None for child in children(one)):
        kind = KINDS.get(attribute(element, "IdType"))
        if kind and words(element):
            yield kind, words(element)
    for element in descendants(citation, "ELocationID"):
        if attribute(element, "EIdType") == "doi":
            yield "doi", words(element)


def _author(author: Element) -> str:
    family, given = words(first(author, "LastName")), words(first(author, "ForeName"))
    given = given or words(first(author, "Initials"))
    if not family:
        return words(first(author, "CollectiveName"))
    return f"{family}, {given}" if given else family
