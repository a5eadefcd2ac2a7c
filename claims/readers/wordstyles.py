"""What a Word document's styles and lists say of its paragraphs and runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from claims.document import BlockKind
from claims.readers.xmltree import Element, attribute, children, descendants, first
from claims.structure import printed_label

_HEADING = re.compile(r"heading ([1-9])\Z")
#: Built-in styles, and those that pandoc and reference managers write.
_KINDS = {
    "caption": BlockKind.CAPTION,
    "image caption": BlockKind.CAPTION,
    "table caption": BlockKind.CAPTION,
    "bibliography": BlockKind.REFERENCE,
    "endnote bibliography": BlockKind.REFERENCE,
    "author": BlockKind.METADATA,
    "date": BlockKind.METADATA,
    "source code": BlockKind.CODE,
    "html preformatted": BlockKind.CODE,
}
_TITLES = frozenset({"title"})
_OFF = frozenset({"0", "false", "off", "none"})
#: A run that is lifted by at least so many half points is raised.
_LIFTED = 4
#: No style is based on more others, no list counts further.
_MOST_BASES, _MOST_ITEMS = 20, 10_000
_SIGNED = re.compile(r"[\[(]\d|\d{1,4}[.)\]]")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def value(element: Element | None) -> str:
    """The value of a property, "" where the property has none or is not given."""
    return "" if element is None else attribute(element, "val")


@dataclass(slots=True)
class Styles:
    """The styles of a document, by their ids.

    Attributes:
        by_id: their elements.
        titled: whether a paragraph of the document bears the style of its title.
    """

    by_id: dict[str, Element] = field(default_factory=dict)
    titled: bool = False

    @classmethod
    def of(cls, package: Any) -> Styles:
        """The styles of an opened document."""
        listed = children(package.styles.element, "style")
        styles = cls({attribute(one, "styleId"): one for one in listed})
        styles.titled = any(
            styles.name(paragraph) in _TITLES
            for paragraph in descendants(package.element.body, "p")
        )
        return styles

    def name(self, paragraph: Element) -> str:
        """The name of a paragraph's style, in lower case."""
        style = self._style(paragraph)
        return value(first(style, "name")).lower() if style is not None else ""

    def level(self, paragraph: Element) -> int:
        """The heading level of a paragraph, 0 where it is none; 1 is the title."""
        if self.name(paragraph) in _TITLES:
            return 1
        for style in self._bases(self._style(paragraph)):
            found = _HEADING.match(value(first(style, "name")).lower())
            if found:
                return min(int(found[1]) + self.titled, 6)
        outline = self.paragraph_property(paragraph, "outlineLvl")
        printed = value(outline)
        return int(printed) + 1 + self.titled if printed in set("01234") else 0

    def kind(self, paragraph: Element) -> BlockKind:
        """What a paragraph's style says that it is for."""
        return _KINDS.get(self.name(paragraph), BlockKind.PARAGRAPH)

    def paragraph_property(self, paragraph: Element, name: str) -> Element | None:
        """A property of a paragraph, its own or that of its style."""
        own = first(paragraph, "pPr", name)
        if own is not None:
            return own
        bases = self._bases(self._style(paragraph))
        found = (first(style, "pPr", name) for style in bases)
        return next((one for one in found if one is not None), None)

    def is_raised(self, properties: Element | None) -> bool:
        """Whether a run with these properties stands above the line."""
        if value(self._run_property(properties, "vertAlign")) == "superscript":
            return True
        lifted = value(self._run_property(properties, "position"))
        return lifted.isdigit() and int(lifted) >= _LIFTED

    def is_on(self, properties: Element | None, name: str) -> bool:
        """Whether a run with these properties has one that is on or off."""
        found = self._run_property(properties, name)
        return found is not None and value(found).lower() not in _OFF

    def _run_property(self, properties: Element | None, name: str) -> Element | None:
        if properties is None:
            return None
        own = first(properties, name)
        if own is not None:
            return own
        bases = self._bases(self.by_id.get(value(first(properties, "rStyle"))))
        found = (first(style, "rPr", name) for style in bases)
        return next((one for one in found if one is not None), None)

    def _style(self, paragraph: Element) -> Element | None:
        return self.by_id.get(value(first(paragraph, "pPr", "pStyle")))

    def _bases(self, style: Element | None) -> Iterator[Element]:
        for _ in range(_MOST_BASES):
            if style is None:
                return
            yield style
            style = self.by_id.get(value(first(style, "basedOn")))


@dataclass(slots=True)
class Numbering:
    """The lists of a document, which Word counts and does not write.

    Attributes:
        levels: the levels of each list.
        counts: how far each list has counted.
    """

    levels: dict[str, dict[str, Element]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Any) -> Numbering:
        """The lists of an opened document."""
        relations = package.part.rels.values()
        found = [one for one in relations if str(one.reltype).endswith("/numbering")]
        if not found or found[0].is_external:
            return cls()
        root = found[0].target_part.element
        abstract = {
            attribute(one, "abstractNumId"): {
                attribute(level, "ilvl"): level for level in children(one, "lvl")
            }
            for one in children(root, "abstractNum")
        }
        return cls(
            {
                attribute(one, "numId"): abstract.get(value(first(one, "abstractNumId")), {})
                for one in children(root, "num")
            }
        )

    def next(self, paragraph: Element, styles: Styles) -> tuple[str, int]:
        """The numeral and the depth of a paragraph in a list, ("", 0) where it is in none."""
        properties = styles.paragraph_property(paragraph, "numPr")
        list_ = value(first(properties, "numId"))
        if list_ in ("", "0") or list_ not in self.levels:
            return "", 0
        printed = value(first(properties, "ilvl"))
        depth = int(printed) if printed.isdigit() and len(printed) == 1 else 0
        level = self.levels[list_].get(str(depth))
        start = value(first(level, "start"))
        begin = int(start) if start.isdigit() and len(start) < 5 else 1
        count = self.counts.get((list_, depth), begin - 1) + 1
        self.counts[list_, depth] = min(count, _MOST_ITEMS)
        for key in [key for key in self.counts if key[0] == list_ and key[1] > depth]:
            del self.counts[key]
        return _numeral(value(first(level, "numFmt")), count), depth + 1

    @staticmethod
    def printed(words: str) -> str:
        """The label that an entry prints itself, "" where it prints none."""
        return printed_label(words) if _SIGNED.match(words) else ""


def _numeral(style: str, count: int) -> str:
    """A count as a list prints it, "" for bullets."""
    if style == "bullet" or style == "none":
        return ""
    if style.endswith("Letter"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if style.startswith("lower") else letter.upper()
    if style.endswith("Roman"):
        printed = ""
        for size, sign in _ROMAN:
            printed += sign * (count // size)
            count %= size
        return printed if style.startswith("lower") else printed.upper()
    return str(count)
