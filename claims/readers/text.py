"""Plain text: the document's text is the file as it is."""

from __future__ import annotations

from claims import records, structure
from claims.document import Document
from claims.readers.errors import decode


def parse(data: bytes, name: str) -> Document:
    """Read plain text.

    Raises:
        ReadError: the data is not UTF-8.
    """
    text = decode(data, name)
    layout = structure.outline(text)
    record = records.describe(text, layout.blocks)
    return Document(
        name=name,
        text=text,
        format="text",
        title=record.title,
        blocks=layout.blocks,
        tables=layout.tables,
        extent=record.extent,
        extent_reason=record.reason,
        identifiers=record.identifiers,
    )
