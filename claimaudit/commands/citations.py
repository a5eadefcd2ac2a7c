"""``claimaudit citations``: the citation markers of documents."""

from __future__ import annotations

from collections.abc import Iterator

import click

from claimaudit.inputs import Inputs
from claimaudit.options import deliver, files_argument, output_option, style_option
from claimaudit.rows import json_lines
from claims.citations import find_citations
from claims.document import Document
from reports.words import one_line


def rows(document: Document) -> Iterator[dict[str, object]]:
    """One row a marker, in the keys of the JSON interface."""
    for citation in find_citations(document):
        yield {
            "document": document.name,
            "start": citation.start,
            "end": citation.end,
            "labels": list(citation.labels),
        }


def lines(document: Document) -> Iterator[str]:
    """One line a marker: place, the marker as printed, its labels."""
    for citation in find_citations(document):
        place = document.position(citation.start)
        printed = document.text[citation.start : citation.end]
        labels = ", ".join(citation.labels)
        told = f"{document.name}:{place.line}:{place.column}: “{printed}” names {labels}"
        yield one_line(told) + "\n"


@click.command("citations")
@files_argument
@style_option("a marker")
@output_option
def command(files: tuple[str, ...], style: str, output: str) -> int:
    """List the citation markers of each FILE and the labels that they name.

    \b
    Examples:
      claimaudit citations article.md
      claimaudit citations *.html --format jsonl --output markers.jsonl
    """
    inputs = Inputs(files)
    found = inputs.documents()
    chunks = (
        (line for document in found for line in lines(document))
        if style == "text"
        else json_lines(row for document in found for row in rows(document))
    )
    return deliver(output, chunks, lambda: inputs.failed)
