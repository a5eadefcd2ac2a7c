"""NCBI's E-utilities: the PubMed record of a work, with its abstract and its notices."""

from __future__ import annotations

from collections.abc import Iterator

from claims.readers.xmltree import attribute, descendants, first, tree, words
from sources.fetch.client import Answer, Client
from sources.fetch.settings import NCBI
from sources.identifiers import find_identifiers
from sources.model import Notice
from sources.notices import from_link


def record(client: Client, pmid: str) -> Answer:
    """The PubMed record of a work, in PubMed's XML.

    Raises:
        FetchError: the service cannot be asked.
    """
    return client.get(NCBI, "efetch.fcgi", db="pubmed", id=pmid, retmode="xml", tool="claimaudit")


def links(data: bytes, name: str) -> Iterator[Notice]:
    """The notices that a record links to, such as a retraction in another issue.

    Raises:
        claims.readers.ReadError: the XML cannot be read.
    """
    for link in descendants(tree(data, name), "CommentsCorrections"):
        source = words(first(link, "RefSource"))
        stated = (found.value for found in find_identifiers(source) if found.kind == "doi")
        if notice := from_link(attribute(link, "RefType"), next(stated, "")):
            yield notice
