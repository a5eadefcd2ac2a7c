"""``claimaudit extract``: the numeric claims of documents."""

from __future__ import annotations

from collections.abc import Iterator

import click

from claimaudit.inputs import Inputs
from claimaudit.options import deliver, files_argument, model_option, output_option, style_option
from claimaudit.rows import json_lines
from claims.claim import Claim, Extraction
from claims.document import Document
from claims.extract import Extractor
from claims.quantity import Quantity, Refusal
from reports.words import one_line


def refusal_row(document: Document, refusal: Refusal) -> dict[str, object]:
    """A refused number as a row of its own, told apart by its key "refused"."""
    place = document.position(refusal.start)
    return {
        "document": document.name,
        "start": refusal.start,
        "end": refusal.end,
        "text": refusal.text,
        "line": place.line,
        "column": place.column,
        "section": document.section_at(refusal.start),
        "quantity": refusal.quantity.as_dict() if refusal.quantity else None,
        "refused": refusal.reason,
    }


def rows(document: Document, found: Extraction, everything: bool) -> Iterator[dict[str, object]]:
    """The rows of one document, in the order of its text."""
    result = [(claim.quantity.start, claim.as_dict()) for claim in found.claims]
    if everything:
        result += [(no.start, refusal_row(document, no)) for no in found.refusals]
    yield from (row for _, row in sorted(result, key=lambda pair: pair[0]))


def reading(quantity: Quantity) -> str:
    """How a quantity was understood, in a few words."""
    low = "" if quantity.low is None else format(quantity.low, "f")
    high = "" if quantity.high is None else format(quantity.high, "f")
    bounds = low if low == high else f"{low}..{high}"
    about = "about " if quantity.approximate else ""
    return f"{quantity.relation.value} {about}{bounds} {quantity.unit}".rstrip()


def claim_line(claim: Claim) -> str:
    """A claim in one line: place, figure as printed, as understood, what it measures."""
    measured = ", ".join(
        f"{name} {span.text!r}"
        for name, span in (
            ("entity", claim.entity),
            ("property", claim.property),
            ("qualifier", claim.qualifier),
            ("population", claim.population),
        )
        if span
    )
    labels = ", ".join(label for cover in claim.coverage for label in cover.citation.labels)
    cited = f" [{labels}]" if labels else ""
    return one_line(
        f"{claim.document}:{claim.line}:{claim.column}: {claim.quantity.text}{cited} "
        f"({reading(claim.quantity)}) {measured}".rstrip()
    )


def lines(document: Document, found: Extraction, everything: bool) -> Iterator[str]:
    """The lines of one document, in the order of its text."""
    result = [(claim.quantity.start, claim_line(claim)) for claim in found.claims]
    for refusal in found.refusals if everything else ():
        place = document.position(refusal.start)
        told = f"{document.name}:{place.line}:{place.column}: {refusal.text} "
        result.append((refusal.start, one_line(f"{told}refused: {refusal.reason}")))
    yield from (f"{line}\n" for _, line in sorted(result, key=lambda pair: pair[0]))


@click.command("extract")
@files_argument
@style_option("a claim")
@click.option(
    "--all",
    "--explain",
    "everything",
    is_flag=True,
    help="Show the numbers that are no claims too, each with the reason.",
)
@model_option
@output_option
def command(files: tuple[str, ...], style: str, everything: bool, model: str, output: str) -> int:
    """List every numeric claim of each FILE: the figure, its bounds and unit, what it measures.

    `claimaudit check` judges exactly the claims that this command lists.

    \b
    Examples:
      claimaudit extract article.md
      claimaudit extract article.md --explain
      claimaudit extract *.html --format jsonl --output claims.jsonl
    """
    inputs = Inputs(files)
    extractor = Extractor(model)
    found = ((document, extractor.extract(document)) for document in inputs.documents())
    chunks = (
        (line for document, claims in found for line in lines(document, claims, everything))
        if style == "text"
        else json_lines(
            row for document, claims in found for row in rows(document, claims, everything)
        )
    )
    return deliver(output, chunks, lambda: inputs.failed)
