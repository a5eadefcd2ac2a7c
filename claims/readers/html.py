"""HTML pages: the article without the page around it.

The text is what a reader sees of the article: headings, paragraphs, lists,
tables and references in order.  Raised digits stay raised ("metastasis¹,³"),
so that labels and powers never run into a word or a number; an identifier
that an entry of the reference list only links to is written behind it.  The
position of a block is the line of its element; columns count in the block.
"""

from __future__ import annotations

from collections.abc import Iterator

from claims import records, structure
from claims.document import BlockKind, Comment, Document, Extent
from claims.readers import chrome, linked, markup
from claims.readers.chrome import Weights
from claims.readers.errors import ReadError
from claims.readers.flow import Flow
from claims.readers.markup import Element

#: A whole page with more text is no record.
_LONGEST_RECORD = 30_000
_MEND = "save the page when it has loaded, or give its text"


def parse(data: bytes, name: str) -> Document:
    """Read an HTML page.

    Raises:
        ReadError: the page is not in its encoding, has too much markup, nests
            too deeply, or holds no text.
    """
    root = markup.tree(data, name)
    weights = chrome.weigh(root)
    flow = Flow(root, weights)
    flow.read(chrome.main_element(root, weights))
    if not _has_text(flow):
        flow = _whole(root, weights)
    if not _has_text(flow):
        raise ReadError(name, "the page holds no text", _MEND)
    return _document(flow, root, weights, name)


def _has_text(flow: Flow) -> bool:
    return any(block.kind is not BlockKind.FURNITURE for block in flow.page.blocks)


def _whole(root: Element, weights: Weights) -> Flow:
    """All that the page shows, chrome included."""
    flow = Flow(root, weights, whole=True)
    flow.read(root)
    return flow


def _document(flow: Flow, root: Element, weights: Weights, name: str) -> Document:
    text = flow.page.text
    counted = tuple(
        linked.relabelled(
            text, flow.page.blocks, flow.marks, flow.entries, flow.counted, flow.notes
        )
    )
    blocks = tuple(structure.label_entries(text, counted))
    record = records.describe(text, blocks)
    stated = markup.stated(root)
    kinds = {kind for kind, _ in stated}
    titles = [value for kind, value in stated if kind == "title"]
    own = [pair for pair in stated if pair[0] != "title"]
    own += [pair for pair in record.identifiers if pair[0] not in kinds]
    extent, reason = record.extent, record.reason
    if extent is Extent.FULL and markup.is_database(root):
        extent, reason = Extent.ABSTRACT, "a database record with its abstract"
    elif extent is Extent.FULL and kinds & {"title", "doi", "pmid"}:
        extent, reason = _extent(root, weights)
    return Document(
        name=name,
        text=text,
        format="html",
        title=(titles or [""])[0] or record.title or _title(root, weights),
        blocks=blocks,
        tables=tuple(flow.tables),
        markers=linked.markers(text, blocks, flow.marks, flow.entries, own),
        anchors=tuple(flow.page.anchors),
        extent=extent,
        extent_reason=reason,
        language=markup.language(root),
        identifiers=tuple(own),
        comments=tuple(_comments(flow, root)),
    )


def _comments(flow: Flow, root: Element) -> Iterator[Comment]:
    """The comments in order; those around the article stand where it starts or ends."""
    outside = 0
    for element in root.iter(markup.NOTE, flow.main.tag):
        if element is flow.main:
            outside = flow.page.length
        elif element.tag == markup.NOTE:
            words = element.get("words") or ""
            yield flow.comments.get(element) or Comment(words, outside, outside)


def _title(root: Element, weights: Weights) -> str:
    """The first heading of the page that is no logo, wherever it stands, or its head's title."""
    for heading in root.iter("h1"):
        if heading in weights and weights[heading].plain:
            return " ".join("".join(map(str, heading.itertext())).split())
    return markup.page_title(root)


def _extent(root: Element, weights: Weights) -> tuple[Extent, str]:
    """What the chrome of a page that states its work says of the work's extent."""
    if weights[root].text > _LONGEST_RECORD:
        return Extent.FULL, ""
    page = _whole(root, weights).page
    record = records.describe(page.text, page.blocks)
    return record.extent, record.reason
