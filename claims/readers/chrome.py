"""The chrome of a web page: what stands around its article and is left out.

Pages say by elements, roles, classes and ids what a part of them is for; where
they say nothing, the share of text and of links tells.  A part that holds much
of the page's text is never left out by its name, so that a wrapper called
"with-sidebar" costs no article.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lxml import etree

from claims.readers.markup import Element
from claims.structure import opens_references

#: Elements that stand on lines of their own.
BLOCK_TAGS = frozenset(
    (
        "address article aside blockquote body caption center dd details dialog div dl dt fieldset"
        " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav"
        " ol p pre section summary table tbody td tfoot th thead tr ul"
    ).split()
)
HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Elements in which the article may stand.
_BOXES = frozenset(("article", "body", "center", "div", "form", "main", "section", "table", "tbody",
                    "td", "tr"))  # fmt: skip
#: Elements that stand on lines of their own, which no name makes chrome.
_PLAIN = frozenset("body caption h1 h2 h3 h4 h5 h6 html main pre tbody td th thead tr".split())
#: Elements that hold a reference list.
_LISTS = frozenset({"aside", "div", "dl", "footer", "ol", "section", "table", "tbody", "ul"})

_WORD = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
#: A class that says that something stands elsewhere on the page, or not at all.
_STATES = frozenset({"has", "no", "with", "without", "not", "is"})
#: A header with one of these words is that of the site and not of a section.
_SITE = frozenset({"global", "page", "site", "top"})
_NOTES = frozenset({"footnotes", "endnotes"})
_SUPER = re.compile(r"vertical-align\s*:\s*super", re.I)
_RAISED = frozenset({"sup", "super", "superscript"})
#: An element with more than this share of the article's text is no chrome by its name.
_SHARE = 0.4
#: Lists of links: at least so many, with this share of the text inside links, each so short.
_LINKS, _LINKED, _LINK_LENGTH = 4, 0.75, 60
#: The element that is taken for the article holds at least this share of the text outside links,
#: or as much text as an abstract.
_MAIN_SHARE, _MAIN_TEXT = 0.3, 800
#: Names and affiliations that are longer are something else.
_BYLINE = 3_000
#: No entry of a reference list is longer.
_ENTRY = 2_000
#: A box with this share of its parent's text outside links is where the article stands.
_DENSE = 0.8


@cache
def _table(name: str) -> frozenset[str]:
    raw = files("claims").joinpath("data", "chrome.toml").read_text(encoding="utf-8")
    words: str = tomllib.loads(raw)[name]
    return frozenset(words.split())


@cache
def _list(name: str) -> frozenset[str]:
    raw = files("claims").joinpath("data", "chrome.toml").read_text(encoding="utf-8")
    lines: list[str] = tomllib.loads(raw)[name]
    return frozenset(lines)


@dataclass(slots=True)
class Weight:
    """What an element shows.

    Attributes:
        text: characters of text.
        linked: of these, inside links.
        links: links.
        blocks: elements inside it that stand on lines of their own.
        tables: of these, tables.
        titles: of these, headings of the first level that are no links, as logos are.
        headings: of these, headings.
        references: elements made to hold references, and headings over such, itself included.
    """

    text: int = 0
    linked: int = 0
    links: int = 0
    blocks: int = 0
    tables: int = 0
    titles: int = 0
    headings: int = 0
    references: int = 0

    @property
    def plain(self) -> int:
        """Characters of text outside links."""
        return self.text - self.linked


Weights = dict[Element, Weight]


def weigh(root: Element) -> Weights:
    """The weight of every element that can be seen, in one pass from the leaves up."""
    weights: Weights = {root: Weight()}
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if is_unseen(element):
                walk.skip_subtree()
                continue
            own = weights.setdefault(element, Weight())
            own.text = len((element.text or "").strip())
            continue
        parent = element.getparent()
        above = weights.get(parent) if parent is not None else None
        if above is not None:
            above.text += len((element.tail or "").strip())
        if element in weights:
            _settle(element, weights[element])
            if above is not None:
                _add(above, weights[element], element.tag)
    return weights


def _settle(element: Element, own: Weight) -> None:
    if element.tag == "a" and element.get("href"):
        own.links, own.linked = 1, own.text
    if element.tag in HEADING_TAGS and own.text <= _LINK_LENGTH:
        own.references += opens_references(" ".join("".join(map(str, element.itertext())).split()))
    own.references += own.text > 0 and holds_references(element)


def _add(above: Weight, own: Weight, tag: str) -> None:
    above.text += own.text
    above.linked += own.linked
    above.links += own.links
    above.blocks += own.blocks + (tag in BLOCK_TAGS)
    above.tables += own.tables + (tag == "table")
    above.titles += own.titles + (tag == "h1" and own.plain > 0)
    above.headings += own.headings + (tag in HEADING_TAGS and own.text > 0)
    above.references += own.references


# --- where the article stands ----------------------------------------------------


def main_element(root: Element, weights: Weights) -> Element:
    """The element that holds the article.

    It is what the page marks as its main part, else its one large article,
    else the smallest box that holds nearly all the text outside links.
    """
    body = root.find("body")
    whole = body if body is not None and body in weights else root
    seen = [element for element in whole.iter() if element in weights]
    for marked in (_mains(seen), [element for element in seen if element.tag == "article"]):
        best = max(marked, key=lambda element: weights[element].plain, default=None)
        if best is not None and _is_enough(weights[best], weights[whole]):
            return _with_references(best, whole, weights)
    return _densest(whole, weights)


def _mains(seen: Iterable[Element]) -> list[Element]:
    return [element for element in seen if element.tag == "main" or element.get("role") == "main"]


def _is_enough(own: Weight, whole: Weight) -> bool:
    return own.plain >= min(_MAIN_SHARE * whole.plain, _MAIN_TEXT) and own.plain > 0


def _with_references(element: Element, whole: Element, weights: Weights) -> Element:
    """The element, or the nearest one around it that holds the page's references too."""
    if weights[element].references or not weights[whole].references:
        return element
    around = element
    while around is not whole and not weights[around].references:
        parent = around.getparent()
        if parent is None:
            break
        around = parent
    return around


def _densest(whole: Element, weights: Weights) -> Element:
    at = whole
    while True:
        own = weights[at]
        inner = (child for child in at if child.tag in _BOXES and child in weights)
        best = max(inner, key=lambda child: weights[child].plain, default=None)
        if best is None:
            return at
        held = weights[best]
        lost = held.titles < own.titles or held.references < own.references
        if lost or held.plain < _DENSE * own.plain:
            return at
        at = best


# --- what is left out ------------------------------------------------------------


def is_unseen(element: Element) -> bool:
    """Whether a browser shows nothing of an element, or only a widget."""
    if not isinstance(element.tag, str) or element.tag in _table("unseen_tags"):
        return True
    attributes = element.attrib
    if not attributes:
        return False
    if attributes.get("hidden", "until-found") != "until-found":
        return True
    if _HIDDEN.search(attributes.get("style", "")):
        return True
    if attributes.get("aria-hidden") == "true" and element.tag not in ("sup", "a"):
        return True
    names = attributes.get("class")
    return bool(names) and not _table("unseen_names").isdisjoint(str(names)[:400].lower().split())


def is_chrome(element: Element, own: Weight, article: Weight) -> bool:
    """Whether an element is left out by what the page says of it.

    Args:
        element: any element.
        own: its weight.
        article: the weight of the page's main element.
    """
    if not element.attrib and element.tag not in _table("tags"):
        return False
    if own.text > _SHARE * article.text or (own.references and element.tag != "nav"):
        return False
    if own.titles and own.titles == article.titles:
        return False
    return _is_around(element, own)


def is_link_list(element: Element, own: Weight) -> bool:
    """Whether an element holds links and little else."""
    if own.links < _LINKS or element.tag not in ("ul", "ol", "div", "p", "section", "table"):
        return False
    return own.linked >= _LINKED * own.text and own.text < _LINK_LENGTH * own.links


def _is_around(element: Element, own: Weight) -> bool:
    """Whether the page says that an element is no part of the article."""
    role = element.get("role") or ""
    if element.tag == "aside":
        return not role.startswith("doc-") and _table("asides").isdisjoint(words(element))
    if element.tag in _table("tags") or role in _table("roles"):
        return True
    if element.tag == "header" and own.linked > own.plain:
        return True
    if element.tag in _PLAIN or (element.tag not in BLOCK_TAGS and "-" not in element.tag):
        return False
    return any(_is_chrome_name(name, own) for name in _split_names(element))


def _is_chrome_name(name: tuple[str, ...], own: Weight) -> bool:
    if not _STATES.isdisjoint(name):
        return False
    if not _table("words").isdisjoint(name):
        return True
    named = {word for word in name if len(word) > 1}
    known = _table("maybe") | _table("companions")
    if named.isdisjoint(_table("maybe")) or not named <= known:
        return False
    return "header" not in named or not own.headings or bool(named & _SITE and not own.titles)


# --- names -------------------------------------------------------------------------


def holds_references(element: Element) -> bool:
    """Whether an element is made to hold a reference list or footnotes."""
    if element.tag not in _LISTS or not element.attrib:
        return False
    if (element.get("role") or "") in _table("references"):
        return True
    return any(
        name and (name[-1] in _table("reference_ends") or "-".join(name) in _table("references"))
        for name in _split_names(element)
    )


def is_entry(element: Element, own: Weight) -> bool:
    """Whether an element is made to hold one entry of a reference list."""
    if element.tag not in ("div", "section", "article") or own.text > _ENTRY:
        return False
    return _is_named(element, "entries")


def leads_back(element: Element) -> bool:
    """Whether a link of an entry leads back to where the entry is cited."""
    if element.tag != "a" or not (element.get("href") or "").startswith("#"):
        return False
    return not any(char.isalnum() for words in element.itertext() for char in str(words)[:_LINKS])


def database(element: Element) -> str:
    """The name of the database that a link of an entry shows, "" where it shows something else."""
    if element.tag != "a":
        return ""
    words = " ".join("".join(map(str, element.itertext())).split()).lower().strip("[]()")
    return words if words in _list("reference_links") else ""


def holds_notes(element: Element) -> bool:
    """Whether an element that holds references holds footnotes."""
    return (element.get("role") or "") == "doc-endnotes" or any(
        name and name[-1] in _NOTES for name in _split_names(element)
    )


def is_note(element: Element) -> bool:
    """Whether an element is made to hold one footnote, wherever it stands."""
    return element.tag in ("aside", "div", "p", "section") and _is_named(element, "notes")


def is_raised(element: Element) -> bool:
    """Whether a style or a class raises an element above the line."""
    style = element.get("style")
    if style and _SUPER.search(style):
        return True
    names = element.get("class")
    return bool(names) and not _RAISED.isdisjoint(str(names).lower().split())


def is_byline(element: Element, own: Weight) -> bool:
    """Whether an element says who wrote the article and when, and little else."""
    if own.titles or own.headings > 1 or own.text > _BYLINE:
        return False
    return any(
        "-".join(name) in _table("bylines") or "-".join(name[-2:]) in _table("bylines")
        for name in _split_names(element)
    )


def is_caption(element: Element, own: Weight) -> bool:
    """Whether an element holds the words under a figure or over a table."""
    if element.tag in ("caption", "figcaption"):
        return True
    if element.tag not in ("div", "p") or own.tables:
        return False
    return any(
        "caption" in name[-2:] and _STATES.isdisjoint(name) for name in _split_names(element)
    )


def _is_named(element: Element, table: str) -> bool:
    if not element.attrib:
        return False
    if (element.get("role") or "") in _table(table):
        return True
    return any("-".join(name) in _table(table) for name in _split_names(element))


def words(element: Element) -> set[str]:
    """The words of an element's class and id."""
    return {word for name in _split_names(element) for word in name}


def _split_names(element: Element) -> Iterator[tuple[str, ...]]:
    """Each class, the id, and the tag that a site has made up, as their words."""
    if "-" in element.tag:
        yield tuple(element.tag.split("-"))
    for attribute in ("class", "id"):
        value = element.get(attribute)
        for name in value[:400].split() if value else ():
            yield tuple(_WORD.findall(_CAMEL.sub("-", name).lower()))
