"""Notices: that a cited work was retracted, withdrawn, doubted or corrected.

They come from three places: the updates that Crossref records (its own and
those of Retraction Watch), PubMed's publication types and links between
records, and titles that publishers set a word before ("RETRACTED: …").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from claims.document import Document
from sources.identifiers import normalise_doi
from sources.model import Notice, NoticeKind

#: Crossref's types of update; a new version or edition is no notice.
_UPDATES = {
    "retraction": NoticeKind.RETRACTION,
    "partial_retraction": NoticeKind.RETRACTION,
    "withdrawal": NoticeKind.WITHDRAWAL,
    "removal": NoticeKind.WITHDRAWAL,
    "expression_of_concern": NoticeKind.CONCERN,
    "correction": NoticeKind.CORRECTION,
    "corrigendum": NoticeKind.CORRECTION,
    "erratum": NoticeKind.CORRECTION,
    "addendum": NoticeKind.CORRECTION,
    "clarification": NoticeKind.CORRECTION,
}
#: PubMed's publication types of a work that bears a notice (those of the notice itself differ).
_PUBLICATION_TYPES = {
    "retracted publication": NoticeKind.RETRACTION,
    "withdrawn publication": NoticeKind.WITHDRAWAL,
    "corrected and republished article": NoticeKind.CORRECTION,
}
#: PubMed's links from a work to a notice about it.
_LINKS = {
    "RetractionIn": NoticeKind.RETRACTION,
    "PartialRetractionIn": NoticeKind.RETRACTION,
    "ExpressionOfConcernIn": NoticeKind.CONCERN,
    "ErratumIn": NoticeKind.CORRECTION,
    "CorrectedandRepublishedIn": NoticeKind.CORRECTION,
}
#: "RETRACTED: …", "[Retracted] …", "WITHDRAWN: …"; "Retraction: …" is the notice itself.
_TITLE = re.compile(
    r"\s*[\[(]?\s?(?P<word>RETRACTED|WITHDRAWN)(?:\s(?:ARTICLE|PAPER|CHAPTER))?\s?[\])]?\s?(?P<mark>[:.\])–—-]?)",
    re.IGNORECASE,
)
_TITLE_KINDS = {"retracted": NoticeKind.RETRACTION, "withdrawn": NoticeKind.WITHDRAWAL}


def in_title(title: str) -> tuple[Notice, ...]:
    """The notice that a title begins with, if any.

    >>> [notice.kind.value for notice in in_title("RETRACTED: Spread of ileal tumors")]
    ['retraction']
    >>> in_title("Retracted claims in nutrition research"), in_title("Retraction: Spread")
    ((), ())
    """
    found = _TITLE.match(title)
    if not found:
        return ()
    marked = found["mark"] or found.group().strip().endswith(("]", ")"))
    if not marked and (title.isupper() or not found["word"].isupper()):
        return ()
    return (Notice(_TITLE_KINDS[found["word"].lower()], "title"),)


def without_notice(title: str) -> str:
    """A title without the notice that it begins with."""
    found = _TITLE.match(title) if in_title(title) else None
    return title[found.end() :].strip() if found else title


def in_document(document: Document) -> tuple[Notice, ...]:
    """What a text says of itself, by its title and its publication types."""
    types = (value for kind, value in document.identifiers if kind == "publication-type")
    return distinct((*by_publication_types(types), *in_title(document.title)))


def by_publication_types(types: Iterable[str]) -> tuple[Notice, ...]:
    """The notices that PubMed's publication types of a work stand for."""
    known = (_PUBLICATION_TYPES.get(one.lower()) for one in types)
    return tuple(Notice(kind, "pubmed") for kind in known if kind)


def from_crossref(record: Mapping[str, Any]) -> tuple[Notice, ...]:
    """The notices about a work that its Crossref record lists.

    Args:
        record: the ``message`` of Crossref's answer.  ``updated-by`` lists the
            notices about the work; ``update-to`` lists the works that this one
            is a notice about, and says nothing against the record's own work.
    """
    listed = record.get("updated-by")
    updates = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    found = [
        Notice(
            _UPDATES[kind],
            "crossref",
            normalise_doi(str(one.get("DOI", ""))),
            _date(one.get("updated")),
        )
        for one in updates
        if (kind := str(one.get("type", "")).lower().replace("-", "_").replace(" ", "_"))
        in _UPDATES
    ]
    return distinct(found)


def from_link(kind: str, doi: str = "", date: str = "") -> Notice | None:
    """The notice that a PubMed link between records ("RetractionIn") stands for."""
    known = _LINKS.get(kind)
    return Notice(known, "pubmed", normalise_doi(doi), date) if known else None


def distinct(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Notices without repeats, the gravest first.

    One that merely says what a fuller one says too ("retracted" beside
    "retracted by this notice") is left out.
    """
    order = {kind: rank for rank, kind in enumerate(NoticeKind)}
    ranked = sorted(
        dict.fromkeys(notices),
        key=lambda one: (
            order[one.kind],
            not one.doi,
            -len(one.date),
            one.date,
            one.doi,
            one.told_by,
        ),
    )
    return tuple(_fuller(ranked))


def _fuller(ranked: Iterable[Notice]) -> Iterator[Notice]:
    seen: set[tuple[NoticeKind, str]] = set()
    kinds: set[NoticeKind] = set()
    for notice in ranked:
        if (notice.kind, notice.doi) in seen or (not notice.doi and notice.kind in kinds):
            continue
        seen.add((notice.kind, notice.doi))
        kinds.add(notice.kind)
        yield notice


def _date(stated: object) -> str:
    """The day, month or year of Crossref's ``date-parts``."""
    parts = stated.get("date-parts") if isinstance(stated, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers = [one for one in first if isinstance(one, int)] if isinstance(first, list) else []
    return "-".join(f"{number:02d}" for number in numbers[:3])
