"""JATS and NLM articles: the XML in which PubMed Central and publishers hand articles over.

The text is what the journal prints: title, abstract, sections, captions,
tables, notes and references.  Raised digits stay raised, as on a page.  Every
``xref`` to a reference is a marker with the label of that reference; a dash
between two of them names the labels between.  Tag suite: ANSI/NISO Z39.96
(JATS), and the NLM journal archiving tag sets before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from claims.document import BlockKind, Document
from claims.furniture import opens_furniture
from claims.readers import entries, front
from claims.readers.draft import Draft
from claims.readers.errors import ReadError
from claims.readers.xmltree import (
    Element,
    attribute,
    children,
    descendants,
    entity,
    first,
    local,
    paths,
    tree,
    words,
)

#: Abstracts that say nothing of their own, or say it in another language.
_OTHER_ABSTRACTS = frozenset({"graphical", "teaser", "toc", "web-summary", "video"})
#: Elements of which nothing is printed in the text.
_UNSEEN = frozenset(
    "alt-text alt-title award-group colgroup counts graphic inline-graphic journal-meta long-desc"
    " media object-id permissions processing-meta related-article related-object response"
    " self-uri sub-article tex-math tfoot-group".split()
)
_PARAGRAPHS = frozenset("p attrib verse-line speech statement disp-formula preformat sig".split())
#: Notes that belong to a part of the article.
_OWN_NOTES = ("front", "table-wrap", "fig", "boxed-text")
_LABEL = re.compile(r"\d{1,4}(?:\s?[,;–—-]\s?\d{1,4})*\Z")
_LONGEST_HEADING = 120
_MEND = "give the article's full text, as the journal's page or a PDF"


def parse(data: bytes, name: str) -> Document:
    """Read a JATS article.

    Raises:
        ReadError: the XML is broken or beyond the bounds, or holds no article
            or several.
    """
    return read(tree(data, name), name)


def read(root: Element, name: str) -> Document:
    """The document of a file whose elements are read already.

    Raises:
        ReadError: there is no article in it, or several, or no text.
    """
    articles = [one for one in descendants(root, "article") if not _is_inner(one)]
    if len(articles) != 1:
        count = f"{len(articles)} articles" if articles else "no article"
        raise ReadError(name, f"the XML holds {count}", "give a file for each article")
    article = articles[0]
    draft = _Walk(article).written()
    if not draft.page.blocks:
        raise ReadError(name, "the article holds no text", _MEND)
    return draft.document(name, "jats", front.facts(article, whole=_has_body(article)))


def _is_inner(article: Element) -> bool:
    return any(local(above) in ("article", "sub-article") for above in article.iterancestors())


def _has_body(article: Element) -> bool:
    body = first(article, "body")
    return body is not None and bool(words(body))


@dataclass(slots=True)
class _Place:
    """What the text that follows stands in.

    Attributes:
        level: the level of the last heading.
        kind: what its paragraphs are for.
        items: how many lists it stands in.
    """

    level: int = 1
    kind: BlockKind = BlockKind.PARAGRAPH
    items: int = 0


@dataclass(slots=True)
class _Walk:
    """Writes an article element by element."""

    article: Element
    draft: Draft = field(default_factory=Draft)
    _paths: dict[Element, str] = field(default_factory=dict)
    _places: list[_Place] = field(default_factory=lambda: [_Place()])
    _labels: list[str] = field(default_factory=list)
    _notes: dict[str, Element] = field(default_factory=dict)

    def written(self) -> Draft:
        """The article's text."""
        self._paths = paths(self.article.getroottree().getroot())
        self._notes = _footnotes(self.article)
        meta = first(self.article, "front", "article-meta")
        if meta is None:
            meta = first(self.article, "front")
        if meta is not None:
            self._front(meta)
        for part in children(self.article, "body", "back", "floats-group", "floats-wrap"):
            self._children(part)
            self._end_paragraph()
        self._footnotes()
        return self.draft

    @property
    def _place(self) -> _Place:
        return self._places[-1]

    # -- the front

    def _front(self, meta: Element) -> None:
        group = first(meta, "title-group")
        if group is not None:
            self._heading(first(group, "article-title"), 1)
            self._heading(first(group, "subtitle"), 2)
        for abstract in children(meta, "abstract"):
            if attribute(abstract, "abstract-type") not in _OTHER_ABSTRACTS:
                self._abstract(abstract)

    def _abstract(self, abstract: Element) -> None:
        """An abstract, under the heading that every journal puts over it."""
        self._at(abstract)
        if first(abstract, "title") is None:
            self.draft.write("Abstract")
            self.draft.close(BlockKind.HEADING, 2)
        self._places.append(_Place(2))
        self._children(abstract)
        self._end_paragraph()
        self._places.pop()

    # -- walking

    def _at(self, element: Element) -> None:
        self.draft.place(getattr(element, "sourceline", None), self._paths.get(element))

    def _children(self, element: Element) -> None:
        """Write what an element holds."""
        self._words(element.text)
        for child in element:
            self._element(child)
            self._words(child.tail)

    def _words(self, text: str | None) -> None:
        if text:
            self.draft.write(text)

    def _element(self, element: Element) -> None:
        name = local(element)
        if not name:
            self._words(entity(element))
        elif name in _BLOCKS:
            self._end_paragraph()
            before = self.draft.page.place
            self._at(element)
            _BLOCKS[name](self, element)
            self._end_paragraph()
            self.draft.page.place = before
        elif name in _INLINE:
            _INLINE[name](self, element)
        elif name not in _UNSEEN:
            self._children(element)

    def _end_paragraph(self) -> None:
        """End the open paragraph, unless it stands in a cell, a caption or an entry."""
        place = self._place
        if place.kind is BlockKind.CELL or place.kind is BlockKind.CAPTION:
            self._words(" ")
            return
        level = place.items if place.kind is BlockKind.LIST_ITEM else 0
        label = ""
        if place.kind is BlockKind.LIST_ITEM and self._labels and self.draft.page.is_open:
            label, self._labels[-1] = self._labels[-1], ""
        self.draft.close(place.kind, level, label)

    # -- blocks

    def _paragraph(self, element: Element) -> None:
        if self._place.kind is BlockKind.PARAGRAPH and _is_bold(element):
            self._heading(element, min(self._place.level + 1, 6))
        else:
            self._children(element)

    def _heading(self, element: Element | None, level: int) -> None:
        if element is None:
            return
        self._at(element)
        self._children(element)
        furniture = self._place.kind is BlockKind.FURNITURE
        kind = BlockKind.FURNITURE if furniture else BlockKind.HEADING
        self.draft.close(kind, 0 if furniture else level)

    def _section(self, element: Element) -> None:
        title = first(element, "title")
        outer = self._place
        kind = outer.kind
        if kind is BlockKind.PARAGRAPH and opens_furniture(words(title)):
            kind = BlockKind.FURNITURE
        level = outer.level + (title is not None)
        self._places.append(_Place(level, kind, outer.items))
        self._children(element)
        self._end_paragraph()
        self._places.pop()

    def _title(self, element: Element) -> None:
        """A heading, with the number that the section's label prints before it."""
        parent = element.getparent()
        label = first(parent, "label") if parent is not None else None
        if label is not None and words(label):
            self.draft.write(f"{words(label)} ")
        self._heading(element, min(self._place.level, 6))

    def _label(self, element: Element) -> None:
        """A label; sections and entries print theirs with their words."""

    def _list(self, element: Element) -> None:
        place = self._place
        self._places.append(_Place(place.level, place.kind, place.items + 1))
        if place.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            self._place.kind = BlockKind.LIST_ITEM
        ordered = attribute(element, "list-type") not in ("", "bullet", "simple", "unordered")
        for count, item in enumerate(children(element, "list-item", "def-item"), start=1):
            printed = words(first(item, "label")).strip(" .()[]")
            self._labels.append(printed or (str(count) if ordered else ""))
            self._item(item)
            self._labels.pop()
        self._places.pop()
        self.draft.page.part()

    def _item(self, item: Element) -> None:
        self._at(item)
        if local(item) == "def-item":
            self._words(f"{words(first(item, 'term'))}: ")
            for definition in children(item, "def"):
                self._run_on(definition)
        else:
            self._run_on(item)

    def _caption(self, element: Element) -> None:
        """A figure, box or table with the label and the words that go with it."""
        caption = self._captioned(element)
        for child in children(element):
            if local(child) not in ("label", "caption"):
                if local(child) in ("alternatives", "table"):
                    self._tables(child, caption)
                else:
                    self._element(child)

    def _captioned(self, element: Element) -> str:
        """Write label and caption as one block; its words."""
        label = words(first(element, "label"))
        self._places.append(_Place(self._place.level, BlockKind.CAPTION))
        self._words(label)
        for caption in children(element, "caption"):
            for part in children(caption):
                before = self.draft.page.words.rstrip()
                if before:
                    self._words(" " if before[-1] in ".:;?!" else ". ")
                self._children(part)
        self._places.pop()
        written = self.draft.page.words.strip()
        furniture = self._place.kind is BlockKind.FURNITURE
        self.draft.close(BlockKind.FURNITURE if furniture else BlockKind.CAPTION)
        return written

    def _tables(self, element: Element, caption: str) -> None:
        for table in descendants(element, "table"):
            self._table(table, caption)

    def _table(self, table: Element, caption: str = "") -> None:
        self.draft.begin_table(caption)
        self._places.append(_Place(self._place.level, BlockKind.CELL))
        for row in descendants(table, "tr", "row"):
            self.draft.begin_row(head=_is_in(row, "thead", above=2))
            for cell in children(row, "td", "th", "entry"):
                self._at(cell)
                self.draft.begin_cell()
                self._children(cell)
                self.draft.end_cell(
                    heading=local(cell) == "th" or "scope" in cell.attrib,
                    rows=_integer(cell.get("rowspan")),
                    columns=_integer(cell.get("colspan")),
                )
        self._places.pop()
        self.draft.end_table()

    def _note(self, element: Element) -> None:
        """A footnote: an entry where the text leads to it, else what stands around the article."""
        if element.get("id") in self._notes:
            return
        self._places.append(_Place(self._place.level, _note_kind(element)))
        label = words(first(element, "label"))
        self._words(f"{label} " if label else "")
        self._run_on(element)
        self._places.pop()

    def _run_on(self, element: Element) -> None:
        """Write the parts of an element, the first behind what was written already."""
        for part in children(element):
            if local(part) == "p":
                self._children(part)
                self._end_paragraph()
            else:
                self._element(part)
        self._end_paragraph()

    def _footnotes(self) -> None:
        """The notes that the text leads to, as entries at its end."""
        for count, (name, note) in enumerate(self._notes.items(), start=1):
            self._at(note)
            self._places.append(_Place(kind=BlockKind.CAPTION))
            self._children(note)
            self._places.pop()
            label = words(first(note, "label")).strip(" .()[]") or str(count)
            self.draft.enlist(label, [name], note=True)

    # -- references

    def _references(self, element: Element) -> None:
        title = first(element, "title")
        if title is None:
            self.draft.write("References")
            self.draft.close(BlockKind.HEADING, 2)
        else:
            self._heading(title, 2)
        found = list(children(element, "ref"))
        numbered = self._is_numbered()
        for count, reference in enumerate(found, start=1):
            self._reference(reference, count, numbered=numbered)
        for inner in children(element, "ref-list"):
            self._references(inner)

    def _is_numbered(self) -> bool:
        """Whether the text cites by numbers."""
        shown = [
            words(xref).strip("[]() ")
            for xref in descendants(self.article, "xref")
            if attribute(xref, "ref-type") == "bibr"
        ]
        printed = [one for one in shown if one]
        return not printed or 2 * sum(bool(_LABEL.match(one)) for one in printed) > len(printed)

    def _reference(self, reference: Element, count: int, *, numbered: bool) -> None:
        self._at(reference)
        label = entries.label(reference)
        counted = not label and numbered
        label = label or (str(count) if numbered else "")
        text = entries.entry(reference)
        if not text:
            return
        self.draft.write(f"{label}. {text}" if label.isdigit() else text)
        self.draft.enlist(label, entries.names(reference), counted=counted)

    # -- inline

    def _sup(self, element: Element) -> None:
        targets = tuple(
            f"#{name}"
            for xref in descendants(element, "xref")
            if attribute(xref, "ref-type") == "bibr"
            for name in attribute(xref, "rid").split()
        )
        self.draft.lift(words(element), targets)

    def _xref(self, element: Element) -> None:
        kind = attribute(element, "ref-type")
        targets = tuple(f"#{name}" for name in attribute(element, "rid").split())
        if kind == "bibr":
            if next(descendants(element, "sup"), None) is not None:
                self.draft.lift(words(element), targets)
                return
            before = self.draft.page.length
            self._children(element)
            self.draft.mark(before, "link", targets)
        elif not self._notes.keys().isdisjoint(attribute(element, "rid").split()):
            self.draft.lift(words(element), targets, "footnote")
        elif kind in ("fn", "table-fn"):
            self.draft.lift(words(element))
        else:
            self._children(element)

    def _link(self, element: Element) -> None:
        before = self.draft.page.length
        self._children(element)
        address = attribute(element, "href")
        if address:
            self.draft.mark(before, "link", (address,))

    def _break(self, element: Element) -> None:  # noqa: ARG002
        self._words(" ")

    def _alternatives(self, element: Element) -> None:
        """The form that holds words."""
        for name in ("math", "textual-form", "table"):
            found = next(descendants(element, name), None)
            if found is not None:
                self._element(found)
                return


_Writer = Callable[[_Walk, Element], None]
_BLOCKS: dict[str, _Writer] = {
    **dict.fromkeys(_PARAGRAPHS, _Walk._paragraph),
    **dict.fromkeys(
        ("sec", "ack", "app", "glossary", "notes", "bio", "boxed-text", "fn-group"), _Walk._section
    ),
    **dict.fromkeys(("list", "def-list"), _Walk._list),
    **dict.fromkeys(
        ("fig", "table-wrap", "chem-struct-wrap", "supplementary-material"), _Walk._caption
    ),
    "title": _Walk._title,
    "table": _Walk._table,
    "fn": _Walk._note,
    "ref-list": _Walk._references,
}
_INLINE: dict[str, _Writer] = {
    "sup": _Walk._sup,
    "xref": _Walk._xref,
    "ext-link": _Walk._link,
    "break": _Walk._break,
    "label": _Walk._label,
    "alternatives": _Walk._alternatives,
}


def _footnotes(article: Element) -> dict[str, Element]:
    """The footnotes that the running text leads to, in order."""
    cited = {
        name
        for xref in descendants(article, "xref")
        if attribute(xref, "ref-type") == "fn" and not _is_in(xref, "front", "td", "th")
        for name in attribute(xref, "rid").split()
    }
    found = ((str(note.get("id")), note) for note in descendants(article, "fn"))
    return {name: note for name, note in found if name in cited and not _is_in(note, *_OWN_NOTES)}


def _note_kind(note: Element) -> BlockKind:
    """A note under a table belongs to the article, one at its end to what stands around it."""
    inside = _is_in(note, *_OWN_NOTES[1:])
    return BlockKind.PARAGRAPH if inside else BlockKind.FURNITURE


def _is_in(element: Element, *names: str, above: int = 100) -> bool:
    found: Iterator[Element] = element.iterancestors()
    return any(local(one) in names for one, _ in zip(found, range(above), strict=False))


def _is_bold(paragraph: Element) -> bool:
    """Whether a paragraph is a heading in all but its element."""
    inner = list(paragraph)
    if len(inner) != 1 or local(inner[0]) != "bold":
        return False
    text = words(paragraph)
    outside = (paragraph.text or "") + (inner[0].tail or "")
    short = 1 < len(text) <= _LONGEST_HEADING and not re.search(r"\d|[.,;!]\Z", text)
    return short and not outside.strip(" :\n\t")


def _integer(printed: str | None) -> int:
    found = re.match(r"\s*(\d{1,3})", printed or "")
    return max(int(found[1]), 1) if found else 1
