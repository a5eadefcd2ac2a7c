"""The chrome of a web page: what stands around its article and is left out."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lxml import etree

Element = etree._Element

#: Elements that stand on lines of their own.
BLOCK_TAGS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
        ),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "header", "hgroup", "hr", "li", "main", "ol", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)

_TOKEN = re.compile(r"[a-z]+(?:-[a-z]+)*")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
#: An element that holds more than this share of the page's text is no chrome by its name alone.
_SHARE = 0.4
#: Lists of links: at least so many, with this share of the text inside links.
_LINKS, _LINKED = 4, 0.75
#: The element that is taken for the article holds at least this share of the text.
_MAIN_SHARE = 0.3


@cache
def _table(name: str) -> frozenset[str]:
    raw = files("claims").joinpath("data", "chrome.toml").read_text(encoding="utf-8")
    words: str = tomllib.loads(raw)[name]
    return frozenset(words.split())


@dataclass(slots=True)
class Weight:
    """What an element holds.

    Attributes:
        text: characters of text.
        linked: of these, inside links.
        links: links.
        blocks: elements inside it that stand on lines of their own.
        tables: of these, tables.
    """

    text: int = 0
    linked: int = 0
    links: int = 0
    blocks: int = 0
    tables: int = 0


Weights = dict[Element, Weight]


def weigh(root: Element) -> Weights:
    """The weight of every element, in one pass from the leaves up."""
    weights: Weights = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        own = weights.setdefault(element, Weight())
        if element.tag not in ("script", "style", "noscript", "template"):
            own.text += len((element.text or "").strip())
        if element.tag == "a":
            own.links, own.linked = 1, own.text
        parent = element.getparent()
        if parent is not None:
            above = weights.setdefault(parent, Weight())
            above.text += own.text + len((element.tail or "").strip())
            above.linked += own.linked
            above.links += own.links
            above.blocks += own.blocks + (element.tag in BLOCK_TAGS)
            above.tables += own.tables + (element.tag == "table")
    return weights


def main_element(root: Element, weights: Weights) -> Element:
    """The element that holds the article: main, a single article, or the body."""
    body = root.find("body")
    whole = root if body is None else body
    least = _MAIN_SHARE * weights[whole].text
    mains = [
        element
        for element in whole.iter("main", "div", "section", "article")
        if element.tag == "main"
        or element.get("role") == "main"
        or element.get("itemprop") == "articleBody"
    ]
    articles = list(whole.iter("article"))
    for found in (mains, articles if len(articles) == 1 else []):
        best = max(found, key=lambda element: weights[element].text, default=None)
        if best is not None and weights[best].text >= least:
            return best
    return whole


def is_chrome(element: Element, weights: Weights, total: int) -> bool:
    """Whether an element is left out.

    Args:
        element: any element.
        weights: of all elements.
        total: characters of the page's main element.
    """
    if element.tag in _table("tags"):
        return True
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    if element.get("aria-hidden") == "true" and element.tag not in ("sup", "a"):
        return True
    if weights[element].text > _SHARE * total:
        return False
    if element.get("role") in _table("roles"):
        return True
    names = tokens(element)
    if names & _table("references"):
        return False
    return bool(names & _table("tokens")) or _is_link_list(element, weights)


def _is_link_list(element: Element, weights: Weights) -> bool:
    own = weights[element]
    if element.tag not in ("ul", "ol", "div", "p") or own.links < _LINKS:
        return False
    return own.linked >= _LINKED * own.text and own.text < 60 * own.links


def holds_references(element: Element) -> bool:
    """Whether an element is made to hold a reference list or footnotes."""
    role = element.get("role") or ""
    return role in _table("references") or bool(tokens(element) & _table("references"))


def tokens(element: Element) -> set[str]:
    """The words of an element's class and id."""
    if element.tag in ("html", "body", "main", "article"):
        return set()
    named = f"{element.get('class') or ''} {element.get('id') or ''}"[:400]
    spaced = re.sub(r"([a-z])([A-Z])", r"\1-\2", named).lower().replace("_", "-")
    found: set[str] = set()
    for name in _TOKEN.findall(spaced):
        found.add(name)
        found.update(name.split("-"))
    return found
