"""From the bytes of an XML file to its elements, within bounds.

Nothing outside the file is read and no entity is replaced; what a file of
honest origin never needs (entities of its own, hundreds of nested elements,
millions of tags) is refused in one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from lxml import etree

from claims.readers.errors import ReadError

Element = etree._Element

#: Files with more tags, or elements that nest deeper, are refused.
MAX_TAGS = 600_000
MAX_DEPTH = 120

_LONGEST_REASON = 120
_MEND = "give the article as its publisher exports it, or as HTML or text"


def tree(data: bytes, name: str) -> Element:
    """The root of a file's elements.

    Raises:
        ReadError: the file is not well-formed, declares entities of its own,
            nests too deeply, or has too many tags.
    """
    if data.count(b"<") > MAX_TAGS:
        raise ReadError(name, f"the XML has more than {MAX_TAGS:,} tags", _MEND)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(name, _problem(str(error)), _MEND) from None
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and declared.entities():
        mend = "remove the ENTITY declarations from its DOCTYPE"
        raise ReadError(name, "the XML declares entities of its own, which are not expanded", mend)
    _check_depth(root, name)
    return root


def _problem(reason: str) -> str:
    lower = reason.lower()
    if "excessive depth" in lower:
        return "the XML nests its elements too deeply"
    if "amplification" in lower or ("entity" in lower and "loop" in lower):
        return "the XML declares entities that expand without end"
    return f"the XML is not well-formed ({reason[:_LONGEST_REASON]})"


def _check_depth(root: Element, name: str) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise ReadError(name, "the XML nests its elements too deeply", _MEND)


def local(element: Element) -> str:
    """An element's name without its namespace, "" for what is no element."""
    tag: Any = element.tag  # a function for what is no element
    return _bare(tag) if isinstance(tag, str) else ""


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def children(element: Element, *names: str) -> Iterator[Element]:
    """The children that bear one of these names, all where none is given."""
    for child in element:
        if not names or local(child) in names:
            yield child


def first(element: Element | None, *path: str) -> Element | None:
    """The first element under this one along a path of names."""
    for name in path:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """The elements inside this one, and itself, that bear one of these names."""
    for one in element.iter():
        if local(one) in names:
            yield one


def attribute(element: Element, name: str) -> str:
    """An attribute's value whatever its namespace, "" where there is none."""
    named = (value for key, value in element.attrib.items() if _bare(str(key)) == name)
    return str(element.get(name) or next(named, ""))


def entity(element: Element) -> str:
    """The character that an entity names which HTML knows, "" for any other node."""
    tag: Any = element.tag
    if tag is not etree.Entity:
        return ""
    return html5.get(f"{(element.text or '').strip('&;')};", "")


def words(element: Element | None) -> str:
    """All the text of an element, white space collapsed."""
    if element is None:
        return ""
    found: list[str] = []
    for node in element.iter():
        found.append((node.text or "") if local(node) else entity(node))
        if node is not element:
            found.append(node.tail or "")
    return " ".join("".join(found).split())


def paths(root: Element) -> dict[Element, str]:
    """Elements by their place among their kind, an XPath that any tool takes."""
    counts: Counter[str] = Counter()
    named: dict[Element, str] = {}
    for element in root.iter():
        name = local(element)
        if name:
            counts[name] += 1
            step = name if element.tag == name else f"*[local-name()='{name}']"
            named[element] = f"(//{step})[{counts[name]}]"
    return named
