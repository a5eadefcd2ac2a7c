"""What the front of a JATS article states of it: title, identifiers, year, authors, kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.document import Extent
from claims.readers.draft import Facts
from claims.readers.xmltree import Element, attribute, children, descendants, first, local, words

#: Names of identifiers, as tag suites spell them, and what their values look like.
_KINDS = {
    "doi": ("doi", re.compile(r"10\.\d{4,9}/\S+")),
    "pmid": ("pmid", re.compile(r"\d{1,9}\Z")),
    "pmc": ("pmcid", re.compile(r"(?:PMC)?\d{1,9}\Z", re.I)),
    "pmcid": ("pmcid", re.compile(r"(?:PMC)?\d{1,9}\Z", re.I)),
}
_ORDER = ("doi", "pmid", "pmc", "pmcid")
#: Dates of publication, the one that references print first.
_DATES = ("ppub", "pub", "collection", "epub", "epub-ppub", "ecorrected", "")
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")


def facts(article: Element, *, whole: bool) -> Facts:
    """What an article's front states.

    Args:
        article: the ``article`` element.
        whole: whether the file holds its body.
    """
    front = first(article, "front")
    meta = first(front, "article-meta") if front is not None else None
    meta = meta if meta is not None else front
    language = attribute(article, "lang").strip()
    own = () if meta is None else (*_identifiers(meta), *_year(meta), *_authors(meta))
    kind = attribute(article, "article-type")
    return Facts(
        title="" if meta is None else _title(meta),
        extent=Extent.FULL if whole else Extent.ABSTRACT,
        extent_reason="" if whole else "the file has no body, only the front with its abstract",
        language=language if _LANGUAGE.match(language) else "",
        identifiers=(*own, ("publication-type", kind)) if kind else own,
    )


def _title(meta: Element) -> str:
    group = first(meta, "title-group")
    if group is None:
        return ""
    parts = (words(first(group, name)).rstrip(" *†") for name in ("article-title", "subtitle"))
    return ": ".join(part for part in parts if part)


def _identifiers(meta: Element) -> Iterator[tuple[str, str]]:
    stated = {attribute(one, "pub-id-type"): words(one) for one in children(meta, "article-id")}
    found: dict[str, str] = {}
    for name in _ORDER:
        kind, pattern = _KINDS[name]
        match = pattern.match(stated.get(name, ""))
        if match and kind not in found:
            value = match.group()
            found[kind] = f"PMC{value.upper().removeprefix('PMC')}" if kind == "pmcid" else value
    yield from found.items()


def _year(meta: Element) -> Iterator[tuple[str, str]]:
    years: dict[str, str] = {}
    for date in children(meta, "pub-date"):
        found = _YEAR.search(words(first(date, "year")))
        kind = attribute(date, "pub-type") or attribute(date, "date-type")
        if found:
            years.setdefault(kind if kind in _DATES else "", found.group())
    chosen = next((years[kind] for kind in _DATES if kind in years), "")
    if chosen:
        yield "year", chosen


def _authors(meta: Element) -> Iterator[tuple[str, str]]:
    for group in children(meta, "contrib-group"):
        for person in children(group, "contrib"):
            if attribute(person, "contrib-type") in ("author", ""):
                name = _name(person)
                if name:
                    yield "author", name


def _name(person: Element) -> str:
    for one in descendants(person, "surname", "collab", "string-name"):
        if local(one) != "surname":
            return words(one)
        parent = one.getparent()
        given = words(first(parent, "given-names"))
        return f"{words(one)}, {given}" if given else words(one)
    return ""
