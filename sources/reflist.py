"""Reference lists: the entries of an article, parsed to bibliographic fields.

An entry is read from both ends.  Its authors stand at the head
(:mod:`sources.authors`), its imprint (year, volume, pages) near the tail in
one of a few forms, and what is left between is title and container.  Vancouver,
AMA, APA, Harvard, the journals' numbered styles and plain web entries differ
only in which form they use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from claims.document import BlockKind, Document
from sources.authors import AuthorList, is_organisation, read_authors, read_spelled_authors
from sources.identifiers import find_identifiers
from sources.model import Reference
from sources.names import author_year_key

#: An entry longer than this is no entry; only its beginning is parsed.
LONGEST_ENTRY = 4000

_LABEL = re.compile(
    r"\s*(?:\[\^?(\w{1,40})\]:?|\((\d{1,4})\)|(\d{1,4})[.):\]]?)(?:\s+|(?=[A-Z\[]))"
)
_LIST_BULLET = re.compile(r"^\s*[-*•]\s+")
_LINK = re.compile(r"\[([^\[\]]{1,500})\]\(([^()\s]{1,500}(?:\([^()\s]{0,100}\)[^()\s]{0,300})?)\)")
_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|</?(?:i|em|b|strong)>")
_CHROME = re.compile(
    r"\[(?:PubMed|Cross\s?Ref|Google Scholar|PMC free article|DOI|Article|Free Full Text|Medline"
    r"|ISI|Web of Science|Full Text)\]"
    r"|(?:\s(?:CrossRef|PubMed|Google Scholar|Medline)){1,9}\s?\.?$",
    re.IGNORECASE,
)
_DATE_WORDS = (
    r"(?:(?:Article\s)?First published|Published|Updated|Posted|Reviewed"
    r"|Last (?:reviewed|updated|modified))"
)
_PUBLISHED = re.compile(rf"\b{_DATE_WORDS}(?:\sonline)?:?\s[^.;\]]{{0,25}}?\b((?:19|20)\d\d)\b")
_URL = re.compile(
    r"<?\b(?:https?://|www\.)(?:[^\s<>().,;:\]]|[.,;:\]](?=[\w/(%#?&=~+@-])"
    r"|\([^\s<>()]{0,100}\))+>?",
    re.IGNORECASE,
)
_ASIDES = re.compile(
    r"\[(?:Internet|Online|Web(?:site| page)?|cited|accessed|updated|homepage)\b[^\[\]]{0,60}\]"
    rf"|\b{_DATE_WORDS}(?:\sonline)?:?\s[^.;\]]{{0,25}}?\b(?:19|20)\d\d\b"
    r"|\(?\b(?:Last\s)?(?:Date\s)?(?:Accessed|Retrieved|Cited|Viewed)\b(?:\son)?:?"
    r"(?:\s(?:(?:19|20)\d\d(?:-\d\d-\d\d)?|\d{1,2}[a-z]{0,2}|[A-Z][a-z]{2,8}\.?|of)\b,?){0,4}(?:\sfrom)?\)?"
    r"|\bAvailable\s(?:from|at|online|via)(?:\sat)?:?"
    r"|\b(?:Epub|E-pub|eCollection)\b[^.;]{0,30}|\b(?:Online|Epub) ahead of print\b",
    re.IGNORECASE,
)
#: What identifiers and links leave behind: their names, empty brackets.
_LEFT_OVER = re.compile(r"\b(?:doi|PMID|PMCID|URL)\b\s?:?(?=\s|$)|[\[(]\s{0,9}[\])]", re.IGNORECASE)
_SPACED_STOP = re.compile(r"\s([.,;])(?:\s?[.,;])*(?=\s|$)")
_SPACES = re.compile(r"\s+")

_YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)[a-z]?"
_MONTH = r"(?:\s?[\s/–-]\s?(?:[A-Z][a-z]{2,8}\.?|\d{1,2})){0,5}"
_VOLUME = (
    r"(?P<volume>[A-Z]{0,2}\d{1,5}[A-Z]{0,2}|[IVXLC]{1,8})"
    r"(?:\s?(?:Suppl|Pt|Spec No|Part)\.?[\s\w]{0,10})?"
)
_ISSUE = r"(?:\s?\((?P<issue>[^()]{1,60})\))?"
_PAGE = r"[A-Za-z]{0,4}\.?\d\w{0,12}(?:\.[A-Za-z0-9]{1,8})?"
_PAGES = rf"(?:pp?\.?\s?|Article\s)?(?P<pages>{_PAGE}(?:\s?[–—‐−-]{{1,2}}\s?{_PAGE})?)"
_VOL_NO = rf"\bvol\.?\s?{_VOLUME}(?:,\s(?:no|iss(?:ue)?)\.?\s?(?P<issue>[^,]{{1,20}}))?"
_LATE = r"(?:,\s[^,]{0,20}?(?P<late>(?:19|20)\d\d))?"

#: Forms of an imprint, most telling first; the last place that fits is taken.
_IMPRINTS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}{_MONTH}\s?[;,]\s?{_VOLUME}{_ISSUE}\s?:\s?{_PAGES}",
        rf"{_YEAR}{_MONTH}\s?;\s?(?:Suppl\b[^:;.]{{0,10}}|\((?P<issue>[^()]{{1,60}})\))\s?:\s?{_PAGES}",
        rf"\b{_VOLUME}{_ISSUE}\s?[:,]\s?{_PAGES},?\s?\({_YEAR}\)",
        rf"{_VOL_NO}(?:,\s[^,.]{{0,20}}?{_YEAR})?,\s{_PAGES}{_LATE}",
        rf"{_YEAR}{_MONTH}\s?;\s?{_VOLUME}{_ISSUE}(?=\s?(?:[.;,]|$))",
        rf"{_YEAR}{_MONTH}\s?:\s?{_PAGES}(?=\s?[.;,]|\s?$)",
        rf"{_YEAR}\.\s?(?=pp?\.){_PAGES}(?=\s?[.;,]|\s?$)",
        rf",\s{_VOLUME}{_ISSUE}\s?[,:]\s?{_PAGES}(?=\s?[.;,]|\s?$)",
        rf"\s{_VOLUME}{_ISSUE}\s?:\s?{_PAGES}(?=\s?[.;,]|\s?$)",
        rf"\b{_VOLUME}{_ISSUE}\s\({_YEAR}\)[,:]?\s{_PAGES}(?=\s?[.;,]|\s?$)",
        rf"{_YEAR},\s{_VOLUME}{_ISSUE},\s{_PAGES}(?=\s?[.;]|\s?$)",
        rf"\s{_VOLUME}{_ISSUE},\s{_PAGES}(?=\s?[.;]?\s?$)",
        rf",\s{_VOLUME}{_ISSUE}(?=\s?\.?\s?$)",
        rf"{_YEAR}\s?\((?P<issue>[^()]{{1,20}})\)(?=\s?\.?\s?$)",
        rf"(?:(?<=[.;,:?!]\s)|(?<=\s))\(?{_YEAR}{_MONTH}\)?(?=\s?[.;,]?\s?$)",
        rf"(?<=[;.]\s){_YEAR}{_MONTH}(?=[.;,:])",
        rf"(?<=;\s){_YEAR}\b",
    )
)

_IMPRINTS_OF_VOLUMES = tuple(
    form for form in _IMPRINTS if {"year", "volume"} <= set(form.groupindex)
)

_HEAD_YEAR = re.compile(
    r"\s?[\[(](?P<year>(?:1[6-9]|20)\d\d[a-z]?|n\.\s?d\.|in press|forthcoming)"
    r"(?:[,;/-][^()]{0,40})?[)\]]\s?[.:,;]?\s?|(?P<plain>(?:1[6-9]|20)\d\d[a-z]?)[.:,](?:\s|$)",
    re.IGNORECASE,
)
_TITLE_YEAR = re.compile(r"(?<=[.?!])\s\(((?:1[6-9]|20)\d\d)(?:,[^()]{0,30})?\)(?=\.)")
_YEAR_IN_BRACKETS = re.compile(r"\s?[\[(](?:(?:1[6-9]|20)\d\d[a-z]?|n\.\s?d\.)(?=[,;/)\]-])")
_QUOTED = re.compile(
    r"(?:[\"“](?P<title>.{8,500}?)(?:(?<=[,.?!])[\"”]|[\"”](?=\s?[,.]\s))"
    r"|['‘](?P<single>.{8,500}?)['’](?=\s?[,.]\s))"
    r"\s?[,.]?\s?"
)
_BOUNDARY = re.compile(
    r"(?<!\bU\.[SK])[.?!][\"”’)\]]?\s?\.?\s+(?=[\"“(\[¿A-ZÀ-ÖØ-Þ0-9]|[a-z]{1,3}[A-Z]|npj\s)"
)
_IN_BOOK = re.compile(r"(?:^|(?<=[.?!]\s))In:?\s(?=[A-Z])|(?<=\s)In:\s(?=[A-Z])")
_EDITION = re.compile(r"\d{1,2}(?:st|nd|rd|th) ed(?:ition)?\.?|Version\s[\d.]{1,12}", re.IGNORECASE)
#: A journal named behind a comma: capitals throughout.
_PROPER_WORD = r"(?:[A-Z][\w&-]{0,30}|of|and|the|in|for|&)"
_PROPER = re.compile(rf"{_PROPER_WORD}(?:\s{_PROPER_WORD}){{0,7}}")
_PLACE = re.compile(r"[A-Z][\w.,()'’-]{1,25}(?:\s[\w.,()'’-]{1,15}){0,3}:\s?[^:]{2,90}$")
_ABBREVIATED = re.compile(r"(?:[A-Z][A-Za-z]{0,11}|[A-Z][a-z]{0,5}\s[A-Z][a-z]{0,5})")
_JOURNAL_START = re.compile(
    r"(?:The\s)?(?:[A-Z]\w+\s){0,3}(?:[Jj]ournal|[Aa]nnals|[Aa]rchives|[Rr]eviews?|[Pp]roceedings"
    r"|Acta|[Bb]ulletin|[Tt]ransactions)(?:\sof(?:\s\w+){1,3}|\s\w+)?"
)
_EDGES = " .,;:\"“”'’"


@dataclass(frozen=True, slots=True)
class _Head:
    """What an entry begins with, and the rest of it.

    ``commas`` tells that a comma closes the authors, as it does between all
    parts in some journals' style.
    """

    authors: tuple[str, ...]
    year: str
    rest: str
    commas: bool = False


@dataclass(frozen=True, slots=True)
class _Imprint:
    """Where and when a work appeared, and where in the entry that stands."""

    start: int
    year: str = ""
    volume: str = ""
    pages: str = ""


def references(document: Document) -> tuple[Reference, ...]:
    """The entries of a document's reference list, in order.

    An entry is a block that the reader marked as one.  Its label is the
    printed one, or the author-year key ("rossi2012") where none is printed;
    two entries of one key keep it both.
    """
    entries = [
        replace(
            parse_entry(document.text[block.start : block.end], block.label),
            document=document.name,
            start=block.start,
            end=block.end,
        )
        for block in document.blocks
        if block.kind is BlockKind.REFERENCE
    ]
    return tuple(
        replace(entry, label=entry.label or author_year_key(entry.authors, entry.year))
        for entry in entries
    )


def parse_entry(text: str, label: str = "") -> Reference:
    """Parse one entry of a reference list.

    Args:
        text: the entry as printed, with or without its label.
        label: the entry's label, "" when it has none.

    Returns:
        What could be read; fields that the entry does not state stay empty.
        Only the first :data:`LONGEST_ENTRY` characters are parsed.
    """
    body = _without_label(_LINK.sub(_unlinked, text[:LONGEST_ENTRY]), label)
    found = {item.kind: item.value for item in reversed(list(find_identifiers(body)))}
    dated = _PUBLISHED.search(body)
    body = _without_asides(body)
    head = _head(body)
    imprint = _imprint(head.rest, bool(head.year))
    title, container = _title(head.rest[: imprint.start].strip(), head, imprint)
    return Reference(
        document="",
        label=label,
        authors=head.authors,
        title=title,
        container=container,
        year=head.year or imprint.year or (dated[1] if dated else ""),
        volume=imprint.volume,
        pages=imprint.pages,
        doi=found.get("doi", ""),
        pmid=found.get("pmid", ""),
        pmcid=found.get("pmcid", ""),
        text=text,
    )


def _without_label(text: str, label: str) -> str:
    text = _LIST_BULLET.sub("", text)
    printed = _LABEL.match(text)
    if printed and (label in printed.groups() if label else printed.group().strip()[-1] in "]).:"):
        return text[printed.end() :]
    return text


def _unlinked(link: re.Match[str]) -> str:
    """A Markdown link as text: a title that is the link's text ends like a sentence."""
    ends = link.string[link.end() : link.end() + 1].strip()
    return f"{link[1]}{'' if ends or link[1][-1] in '.?!' else '.'} {link[2]}"


def _without_asides(text: str) -> str:
    """Take out what is no part of the description: links, identifiers, dates of access."""
    spans = [(item.start, item.end) for item in find_identifiers(text)]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[end:]
    for pattern in (_URL, _CHROME, _ASIDES, _LEFT_OVER):
        text = pattern.sub(" ", text)
    text = _SPACES.sub(" ", _EMPHASIS.sub("", text))
    return _SPACED_STOP.sub(r"\1", text).strip()


def _head(text: str) -> _Head:
    """Authors, the year where it follows them or the title, and the rest."""
    listed = read_authors(text)
    if not listed.authors:
        listed = _other_authors(text)
    rest = text[listed.end :]
    if not listed.authors:
        year = _TITLE_YEAR.search(text)
        if year is None:
            return _Head((), "", text)
        return _Head((), year[1], text[: year.start()] + text[year.end() :])
    year = _HEAD_YEAR.match(rest)
    if year is None:
        return _Head(listed.authors, "", rest, text[: listed.end].rstrip().endswith(","))
    printed = year["year"] or year["plain"]
    return _Head(listed.authors, printed if printed[0].isdigit() else "", rest[year.end() :])


def _other_authors(text: str) -> AuthorList:
    """Authors with spelled names, or a body that publishes."""
    year = _YEAR_IN_BRACKETS.search(text, 0, 400)
    quoted = _QUOTED.search(text, 0, 400)
    for sign in (year, quoted):
        if sign is None or not text[: sign.start()].strip(_EDGES):
            continue
        head = text[: sign.start()]
        if is_organisation(head) or head.startswith("The "):
            return AuthorList((head.strip(_EDGES),), sign.start())
        listed = read_spelled_authors(head)
        if listed.authors and not head[listed.end :].strip(_EDGES):
            return AuthorList(listed.authors, sign.start())
        if _BOUNDARY.search(head) is None and _names_a_body(head, text[sign.end() :]):
            return AuthorList((head.strip(_EDGES),), sign.start())
    first = _BOUNDARY.search(text)
    if first and (is_organisation(text[: first.start()]) or _names_a_site(text, first)):
        return AuthorList((text[: first.start()].strip(_EDGES),), first.end())
    return AuthorList((), 0)


def _names_a_site(text: str, first: re.Match[str]) -> bool:
    """Whether a web entry begins with a proper name and goes on with a plain sentence."""
    if any(form.search(text) for form in _IMPRINTS_OF_VOLUMES):
        return False
    second = _segments(text[first.end() :])[:1]
    return (
        _PROPER.fullmatch(text[: first.start()]) is not None
        and bool(second)
        and _PROPER.fullmatch(second[0].strip(_EDGES)) is None
        and len(second[0].split()) > 2
    )


def _names_a_body(head: str, rest: str) -> bool:
    """Whether what stands before the year is an author and not the title."""
    words = head.split()
    capitals = sum(word[:1].isupper() for word in words)
    return len(words) <= 5 and capitals > len(words) / 2 and bool(rest.strip(_EDGES))


def _imprint(text: str, dated: bool) -> _Imprint:
    """The imprint of an entry: the last place that the most telling form fits."""
    for form in _IMPRINTS:
        if not dated and "year" not in form.groupindex:
            continue
        hits = list(form.finditer(text))
        if hits:
            parts = hits[-1].groupdict()
            return _Imprint(
                hits[-1].start(),
                parts.get("year") or parts.get("late") or "",
                parts.get("volume") or "",
                parts.get("pages") or "",
            )
    return _Imprint(len(text))


def _title(text: str, head: _Head, imprint: _Imprint) -> tuple[str, str]:
    """Split what stands between authors and imprint into title and container."""
    if quoted := _QUOTED.match(text):
        title = quoted["title"] or quoted["single"]
        return title.strip(_EDGES), text[quoted.end() :].strip(_EDGES)
    if inside := _IN_BOOK.search(text):
        return text[: inside.start()].strip(_EDGES), _book_title(text[inside.end() :])
    segments = _segments(text)
    placed = text.endswith(";") and not imprint.volume
    book = placed or (head.year and not imprint.pages)
    if book and len(segments) > 1 and _PLACE.match(segments[-1]):
        segments.pop()
    if head.commas and imprint.pages:
        return _at_comma(text)
    if len(segments) == 1:
        return _one_segment(segments[0].strip(_EDGES), imprint)
    at = _container_start(segments)
    return " ".join(segments[:at]).strip(_EDGES), " ".join(segments[at:]).strip(_EDGES)


def _one_segment(text: str, imprint: _Imprint) -> tuple[str, str]:
    """A title, a title with its journal behind a comma, or a journal alone."""
    title, container = _at_comma(text)
    journal = container[:1].isupper() if imprint.pages else _PROPER.fullmatch(container)
    if journal and len(title.split()) > 2:
        return title, container
    if imprint.volume and imprint.pages and len(text.split()) <= 6:
        return "", text
    return text, ""


def _at_comma(text: str) -> tuple[str, str]:
    title, _, container = text.strip(_EDGES).rpartition(", ")
    return (title.strip(_EDGES), container) if title else (container, "")


def _segments(text: str) -> list[str]:
    """The sentences of a description, with their closing marks."""
    starts = [0, *(hit.end() for hit in _BOUNDARY.finditer(text)), len(text)]
    parts = [text[start:end].strip() for start, end in pairwise(starts)]
    return [part for part in parts if part.strip(_EDGES) and not _EDITION.fullmatch(part)]


def _container_start(segments: list[str]) -> int:
    """Which segment the container begins with; a dotted journal name is several."""
    at = len(segments) - 1
    while at > 1 and (
        _ABBREVIATED.fullmatch(segments[at - 1].rstrip("."))
        or _JOURNAL_START.fullmatch(segments[at - 1].rstrip("."))
    ):
        at -= 1
    return max(at, 1)


def _book_title(text: str) -> str:
    """The book behind "In:", without its editors and its place of publication."""
    text = text[read_authors(text).end :]
    segments = _segments(re.sub(r"^\(?[Ee]d(?:itor)?s?\.?\)?[.,:]?\s", "", text))
    return segments[0].strip(_EDGES) if segments else ""
