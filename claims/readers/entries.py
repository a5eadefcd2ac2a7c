"""The words of a JATS reference: as printed, or in Vancouver style where only fields are given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.readers.xmltree import (
    Element,
    attribute,
    children,
    descendants,
    entity,
    first,
    local,
    words,
)

_CITATIONS = (
    "mixed-citation",
    "element-citation",
    "citation",
    "nlm-citation",
    "citation-alternatives",
    "note",
)
#: How an identifier is printed, by the name that the file gives to its kind.
_PRINTED = {"doi": "doi:{}", "pmid": "PMID: {}", "pmcid": "PMCID: {}", "pmc": "PMCID: PMC{}"}
#: The name of an identifier, printed before the name that is put before it here.
_TWICE = re.compile(
    r"(?:\bdoi:? ?|https?://(?:dx\.)?doi\.org/)(?=doi:10\.)|\bPMC?ID:? ?(?=PMC?ID: )", re.I
)
_IDENTIFIER = re.compile(r"10\.\d{4,9}/\S+|(?:PMC)?\d+", re.I)
#: What stands between the fields of a printed reference.
_PUNCTUATION = re.compile(r"[^\W_]|[.,;:()]")
_INITIALS = re.compile(r"(?<![^\W_])[^\W\d_]")
_WHOLE = 4


def entry(reference: Element) -> str:
    """The words of a ``ref`` element, without its label."""
    found = [_cited(one) for one in children(reference, *_CITATIONS)]
    return " ".join(words for words in found if words) or _rest(reference)


def label(reference: Element) -> str:
    """The label that a ``ref`` or a citation in it prints, without stop and brackets."""
    own = first(reference, "label")
    if own is None:
        for one in children(reference, *_CITATIONS):
            own = own if own is not None else first(one, "label")
    return words(own).strip(" .[]():")


def names(reference: Element) -> Iterator[str]:
    """The ids under which a reference is cited."""
    for element in (reference, *children(reference, *_CITATIONS)):
        if element.get("id"):
            yield str(element.get("id"))


def _rest(reference: Element) -> str:
    return " ".join(words(one) for one in children(reference) if local(one) != "label")


def _cited(citation: Element) -> str:
    if local(citation) == "citation-alternatives":
        inner = sorted(children(citation, *_CITATIONS), key=lambda one: local(one)[0] != "m")
        return _cited(inner[0]) if inner else ""
    return _as_printed(citation) if _is_printed(citation) else _composed(citation)


def _is_printed(citation: Element) -> bool:
    """Whether the words between the fields print the reference: most of the fields have some."""
    fields = list(children(citation))
    if _PUNCTUATION.search(citation.text or "") or not fields:
        return True
    return 2 * sum(bool(_PUNCTUATION.search(child.tail or "")) for child in fields) >= len(fields)


# --- as printed -------------------------------------------------------------------


def _as_printed(citation: Element) -> str:
    shown = _TWICE.sub("", " ".join("".join(_printed(citation)).split()))
    return " ".join([shown, *_missing(citation, shown)])


def _printed(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local(child)
        if name == "pub-id":
            yield _identifier(child) or words(child)
        elif name == "name":
            yield from _printed_name(child)
        elif name == "person-group" and not _PUNCTUATION.search(_between(child)):
            yield ", ".join(filter(None, map(_person, child)))
            yield "" if _PUNCTUATION.search(child.tail or "") else ". "
        elif not name:
            yield entity(child)
        elif name != "label":
            yield from _printed(child)
        yield child.tail or ""


def _between(element: Element) -> str:
    """The words of an element outside its fields."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _printed_name(name: Element) -> Iterator[str]:
    """A name; its parts are set apart where the file puts nothing between them."""
    gap = " "
    for child in name:
        yield words(child)
        yield child.tail or gap
    yield ""


def _missing(citation: Element, shown: str) -> Iterator[str]:
    """The identifiers that the printed words leave out."""
    lower = shown.lower()
    for printed in _identifiers(citation):
        value = printed.rpartition(" ")[2].removeprefix("doi:")
        if value.lower() not in lower:
            yield printed


# --- composed -----------------------------------------------------------------------


def _composed(citation: Element) -> str:
    """Authors. Title. Source. Year;volume(issue):pages. Identifiers."""
    parts = [
        _people(citation, "author") or _people(citation, ""),
        _field(citation, "article-title") or _field(citation, "chapter-title"),
        _container(citation),
        _field(citation, "edition"),
        _imprint(citation),
        _field(citation, "comment"),
        *_addresses(citation),
    ]
    shown = " ".join(_stopped(part) for part in parts if part)
    return " ".join([shown or words(citation), *_missing(citation, shown)])


def _stopped(part: str) -> str:
    return part if part.endswith((".", "?", "!")) or "://" in part else f"{part}."


def _field(citation: Element, name: str) -> str:
    return words(next(descendants(citation, name), None)).rstrip(" ,;")


def _people(citation: Element, role: str) -> str:
    """The authors, or the people of one role; "" where the reference names none."""
    if role:
        groups = [
            group
            for group in children(citation, "person-group")
            if attribute(group, "person-group-type") in (role, "")
        ]
    else:
        groups = [citation]
    found = [
        _person(one)
        for group in groups
        for one in children(group, "name", "collab", "string-name", "etal", "anonymous")
    ]
    return ", ".join(one for one in found if one)


def _person(element: Element) -> str:
    if local(element) == "etal":
        return "et al"
    family, given = first(element, "surname"), first(element, "given-names")
    if family is None:
        return words(element).strip(" ,.;")
    return " ".join(filter(None, (words(family), _short(words(given)))))


def _short(given: str) -> str:
    """Given names as initials: "Mary-Ann" is "MA", "KF" stays."""
    plain = given.replace(".", " ")
    if plain.replace(" ", "").replace("-", "").isupper() and len(plain) <= _WHOLE:
        return plain.replace(" ", "").replace("-", "")
    return "".join(_INITIALS.findall(plain)).upper()


def _container(citation: Element) -> str:
    """The journal, or the book and its editors."""
    source = _field(citation, "source")
    chaptered = _field(citation, "chapter-title") or _field(citation, "article-title")
    editors = _people(citation, "editor") if next(_editors(citation), None) is not None else ""
    if source and editors and chaptered:
        return f"In: {editors}, editors. {source}"
    return source


def _editors(citation: Element) -> Iterator[Element]:
    for group in children(citation, "person-group"):
        if attribute(group, "person-group-type") == "editor":
            yield group


def _imprint(citation: Element) -> str:
    """Year;volume(issue):first-last, or place: publisher; year."""
    year, volume, issue = (_field(citation, name) for name in ("year", "volume", "issue"))
    opening, closing = _field(citation, "fpage"), _field(citation, "lpage")
    pages = _field(citation, "page-range") or "-".join(filter(None, (opening, closing)))
    pages = pages or _field(citation, "elocation-id")
    volume += f"({issue})" if issue else ""
    if not volume and (_field(citation, "publisher-name") or _field(citation, "publisher-loc")):
        place = (_field(citation, name) for name in ("publisher-loc", "publisher-name"))
        made = "; ".join(filter(None, (": ".join(filter(None, place)), year)))
        return f"{made}. p. {pages}" if pages else made
    made = ";".join(filter(None, (year, volume)))
    return f"{made}:{pages}" if pages and made else made or pages


def _addresses(citation: Element) -> Iterator[str]:
    """Where a work stands on the web; links to its identifiers are left to them."""
    for one in descendants(citation, "ext-link", "uri"):
        parent = one.getparent()
        address = attribute(one, "href") or words(one)
        if parent is not None and local(parent) != "comment" and "doi.org/" not in address:
            yield address


def _identifiers(citation: Element) -> Iterator[str]:
    """The identifiers, printed."""
    for one in descendants(citation, "pub-id", "ext-link"):
        printed = _identifier(one)
        if printed:
            yield printed


def _identifier(element: Element) -> str:
    kind = attribute(element, "pub-id-type").lower()
    value = words(element)
    if local(element) == "ext-link":
        kind, value = attribute(element, "ext-link-type").lower(), attribute(element, "href")
    found = _IDENTIFIER.search(value)
    if kind not in _PRINTED or not found:
        return ""
    digits = found.group()
    if kind == "pmc":
        digits = digits.upper().removeprefix("PMC")
    return _PRINTED[kind].format(digits)
