"""``claimaudit references``: the entries of reference lists."""

from __future__ import annotations

import click

from claimaudit.inputs import Inputs
from claimaudit.options import deliver, files_argument, output_option, style_option
from claimaudit.rows import json_lines
from reports.words import one_line
from sources.model import Reference
from sources.reflist import references


def line(reference: Reference) -> str:
    """A reference in one line: label, authors, year, title, container, identifiers."""
    first = reference.authors[0] if reference.authors else ""
    authors = first + (" et al." if len(reference.authors) > 1 else "")
    identifiers = (
        f"{name} {value}"
        for name, value in (
            ("doi", reference.doi),
            ("pmid", reference.pmid),
            ("pmcid", reference.pmcid),
        )
        if value
    )
    parts = (authors, reference.year, reference.title, reference.container, *identifiers)
    label = reference.label or "?"
    facts = " · ".join(part for part in parts if part)
    return one_line(f"{reference.document}: [{label}] {facts}") + "\n"


@click.command("references")
@files_argument
@style_option("an entry")
@output_option
def command(files: tuple[str, ...], style: str, output: str) -> int:
    """List the entries of the reference list of each FILE.

    \b
    Examples:
      claimaudit references article.md
      claimaudit references article.md --format jsonl --output references.jsonl
    """
    inputs = Inputs(files)
    entries = (entry for document in inputs.documents() for entry in references(document))
    chunks = (
        (line(entry) for entry in entries)
        if style == "text"
        else json_lines(entry.as_dict() for entry in entries)
    )
    return deliver(output, chunks, lambda: inputs.failed)
