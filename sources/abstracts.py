"""Abstracts that come without a page of their own, as a page that the readers understand.

Reference files and services give an abstract as a string beside the facts of its
work.  Kept as a page with the same facts, it is a text like any other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from sources.model import Reference

#: What services mark sections of an abstract with; anything else is text.
_BREAK = re.compile(r"(?i)<(?:h\d|p|jats:p|jats:title|jats:sec)>|</(?:h\d|p|jats:p|jats:title)>|\n")
_TAG = re.compile(r"(?i)</?(?:i|b|em|strong|u|br|jats:(?!su[bp]>)[a-z]{1,20})\s?/?>")
#: Raised and lowered digits tell 10⁹ from 109, so these tags stay.
_RAISED = re.compile(r"(?i)&lt;(/?)(?:jats:)?(su[bp])&gt;")

_PAGE = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>{title}</title>
{facts}
</head><body><main><article>
<h1>{title}</h1>
<h2>Abstract</h2>
{paragraphs}
</article></main></body></html>
"""


def abstract_page(reference: Reference, abstract: str) -> bytes:
    """A page with a work's title, facts and abstract.

    Args:
        reference: the work.
        abstract: its abstract, with or without the tags that services leave in it.
    """
    facts = "\n".join(
        f'<meta name="citation_{name}" content="{html.escape(value)}">'
        for name, value in _facts(reference)
    )
    texts = [" ".join(_TAG.sub("", part).split()) for part in _BREAK.split(abstract)]
    paragraphs = "\n".join(f"<p>{_escaped(text)}</p>" for text in texts if text)
    title = html.escape(reference.title or "Abstract")
    return _PAGE.format(title=title, facts=facts, paragraphs=paragraphs).encode("utf-8", "replace")


def _escaped(text: str) -> str:
    return _RAISED.sub(r"<\1\2>", html.escape(html.unescape(text)))


def _facts(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "title", reference.title
    yield from (("author", author) for author in reference.authors)
    if reference.year:
        yield "publication_date", reference.year
    for kind in ("doi", "pmid", "pmcid"):
        if value := getattr(reference, kind):
            yield kind, value
