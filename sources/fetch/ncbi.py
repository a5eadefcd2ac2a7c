"""NCBI's E-utilities: the PubMed record of a work, with its abstract and its notices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.readers.xmltree import attribute, descendants, first, tree, words
from sources.fetch.client import Answer, Client, FetchError
from sources.fetch.settings import NCBI
from sources.identifiers import find_identifiers
from sources.model import Notice
from sources.names import bare_year
from sources.notices import from_link

#: A set of records that holds none.
_EMPTY = re.compile(rb"<PubmedArticleSet\s?/>|<PubmedArticleSet>\s*</PubmedArticleSet>")


def record(client: Client, pmid: str) -> Answer:
    """The PubMed record of a work, in PubMed's XML.

    Raises:
        FetchError: there is no such record, or the service cannot be asked.
    """
    answer = client.get(NCBI, "efetch.fcgi", db="pubmed", id=pmid, retmode="xml", tool="claimaudit")
    if _EMPTY.search(answer.data):
        raise FetchError(f"{answer.service.title} does not have it", absent=True)
    return answer


def links(data: bytes, name: str) -> Iterator[Notice]:
    """The notices that a record links to, such as a retraction in another issue.

    Raises:
        claims.readers.ReadError: the XML cannot be read.
    """
    for link in descendants(tree(data, name), "CommentsCorrections"):
        source = words(first(link, "RefSource"))
        stated = (found.value for found in find_identifiers(source) if found.kind == "doi")
        kind = attribute(link, "RefType")
        if notice := from_link(kind, next(stated, ""), bare_year(source)):
            yield notice
