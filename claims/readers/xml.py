"""XML files whose first element does not tell what they hold: the article may stand inside."""

from __future__ import annotations

from claims.document import Document
from claims.readers import jats, pubmed
from claims.readers.errors import ReadError
from claims.readers.xmltree import descendants, local, tree

_MEND = "give the article as JATS or PubMed XML, as its web page, or as text"
_SHOWN = 40


def parse(data: bytes, name: str) -> Document:
    """Read the article that an XML file wraps.

    Raises:
        ReadError: the XML is broken or beyond the bounds, or of a kind that
            has no reader.
    """
    root = tree(data, name)
    if next(descendants(root, "article"), None) is not None:
        return jats.read(root, name)
    if next(descendants(root, "PubmedArticle"), None) is not None:
        return pubmed.read(root, name)
    problem = f"this XML is no article (its first element is <{local(root)[:_SHOWN]}>)"
    raise ReadError(name, problem, _MEND)
