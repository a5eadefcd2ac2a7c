"""The runs of a Word paragraph: what is printed, what is raised, what is linked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from claims.readers.wordstyles import Styles
from claims.readers.xmltree import Element, attribute, children, first, local

#: Elements whose runs are part of the paragraph.
_HOLDERS = frozenset(
    "bdo customXml dir fldSimple hyperlink ins moveTo oMath oMathPara p sdt sdtContent smartTag"
    " num den e sup sub deg fName r sSup sSub sSubSup f d func nary rad".split()
)
#: Characters of the Symbol font that articles take from it.
_SYMBOLS = {
    "A3": "≤", "B3": "≥", "B1": "±", "B4": "×", "B9": "≠", "BB": "≈", "D7": "⋅", "61": "α",
    "62": "β", "63": "χ", "64": "δ", "67": "γ", "6B": "κ", "6C": "λ", "6D": "μ", "72": "ρ",
    "73": "σ", "44": "Δ", "B0": "°", "A5": "∞", "2D": "−", "A2": "′", "C5": "⊕",
}  # fmt: skip
_CHARACTERS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
#: A field that links: to an address, to a bookmark, or to what a bookmark numbers.
_FIELD = re.compile(
    r"\s*(?:HYPERLINK\s+(?:\\l\s+)?\"(?P<address>[^\"]{1,2000})\"(?:\s+\\l\s+\"(?P<mark>[^\"]{1,200})\")?"
    r"|(?:PAGE)?REF\s+(?P<name>\S{1,200}))"
)
_LOCAL = re.compile(r"\s*HYPERLINK\s+\\l\s")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a paragraph in one style.

    Attributes:
        text: its words; of a note's mark those that the author typed.
        raised: whether it stands above the line.
        bold: whether it is bold.
        targets: where its link leads.
        note: the name of the note that it marks, "" for words.
    """

    text: str
    raised: bool = False
    bold: bool = False
    targets: tuple[str, ...] = ()
    note: str = ""


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction so far, and whether its result has begun."""

    instruction: str = ""
    shown: bool = False


def segments(paragraph: Element, styles: Styles, targets: dict[str, str]) -> Iterator[Segment]:
    """The stretches of a paragraph in order, without what is deleted or hidden.

    Args:
        paragraph: the paragraph.
        styles: the document's styles.
        targets: where its links lead, by the id of their relationship.
    """
    yield from _walked(paragraph, styles, targets, (), [])


def merged(parts: Iterable[Segment]) -> Iterator[Segment]:
    """The stretches, raised neighbours as one, so that "1", "," and "3" are one marker."""
    held: Segment | None = None
    for part in parts:
        if held and held.raised and part.raised and not (held.note or part.note):
            together = tuple(dict.fromkeys((*held.targets, *part.targets)))
            held = replace(held, text=held.text + part.text, targets=together)
            continue
        if held:
            yield held
        held = part
    if held:
        yield held


def _walked(
    holder: Element,
    styles: Styles,
    targets: dict[str, str],
    linked: tuple[str, ...],
    fields: list[_Field],
) -> Iterator[Segment]:
    for child in children(holder):
        name = local(child)
        if name == "r":
            yield from _run(child, styles, linked, fields)
        elif name == "hyperlink":
            yield from _walked(child, styles, targets, _led(child, targets) or linked, fields)
        elif name == "fldSimple":
            field = _field(attribute(child, "instr"))
            yield from _walked(child, styles, targets, field or linked, fields)
        elif name in ("sup", "sub") and local(holder).startswith("s"):
            raised = name == "sup"
            for part in _walked(child, styles, targets, linked, fields):
                yield replace(part, raised=raised)
        elif name in _HOLDERS:
            yield from _walked(child, styles, targets, linked, fields)


def _run(
    run: Element, styles: Styles, linked: tuple[str, ...], fields: list[_Field]
) -> Iterator[Segment]:
    properties = first(run, "rPr")
    if styles.is_on(properties, "vanish"):
        return
    raised, bold = styles.is_raised(properties), styles.is_on(properties, "b")
    for child in children(run):
        name = local(child)
        if name == "fldChar":
            _step(attribute(child, "fldCharType"), fields)
        elif name == "instrText" and fields:
            fields[-1].instruction += child.text or ""
        elif fields and not all(field.shown for field in fields):
            continue
        elif name in ("footnoteReference", "endnoteReference"):
            yield Segment("", note=f"{name.removesuffix('Reference')} {attribute(child, 'id')}")
        else:
            words = _words(child)
            if words:
                yield Segment(words, raised, bold, linked or _shown(fields))


def _words(element: Element) -> str:
    name = local(element)
    if name == "t":
        return element.text or ""
    if name == "sym":
        return _SYMBOLS.get(attribute(element, "char")[-2:].upper(), "")
    return _CHARACTERS.get(name, "")


def _step(kind: str, fields: list[_Field]) -> None:
    """Open a field, begin its result, or end it."""
    if kind == "begin":
        fields.append(_Field())
    elif fields and kind == "separate":
        fields[-1].shown = True
    elif fields and kind == "end":
        fields.pop()


def _shown(fields: list[_Field]) -> tuple[str, ...]:
    """Where the open fields lead."""
    return next((led for field in reversed(fields) if (led := _field(field.instruction))), ())


def _field(instruction: str) -> tuple[str, ...]:
    found = _FIELD.match(instruction[:3000])
    if not found:
        return ()
    name = found["name"] or found["mark"]
    if _LOCAL.match(instruction):
        name = found["address"]
    return (f"#{name}",) if name else (found["address"],)


def _led(link: Element, targets: dict[str, str]) -> tuple[str, ...]:
    """Where a link leads."""
    anchor = attribute(link, "anchor")
    address = targets.get(attribute(link, "id"), "")
    if address and anchor:
        return (f"{address}#{anchor}",)
    return (f"#{anchor}",) if anchor else (address,) if address else ()
