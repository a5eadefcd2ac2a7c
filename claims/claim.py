"""Claims: a statement that something measured has a quantity.

The parts of a claim are those of MeasEval (Harper et al., SemEval-2021
task 8): Quantity, MeasuredEntity, MeasuredProperty and Qualifier.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from claims.quantity import Quantity, Refusal


class Scope(StrEnum):
    """The rule by which a citation covers a claim, nearest first."""

    CLAUSE = "clause"  #: the marker closes the claim's own clause
    SENTENCE = "sentence"  #: the marker stands in the claim's sentence
    PARAGRAPH = "paragraph"  #: the marker closes the paragraph
    FIRST_MENTION = "first-mention"  #: the figure repeats one that was cited before
    CELL = "cell"  #: the marker stands in the claim's table cell, row or caption


@dataclass(frozen=True, slots=True)
class Span:
    """A phrase of a document: its text and its code point offsets."""

    text: str
    start: int
    end: int

    def as_dict(self) -> dict[str, object]:
        """The phrase in the keys of the JSON interface."""
        return {"text": self.text, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation marker and the labels that it names, ranges written out.

    ``labels`` are the printed numbers ("1", "3", "4"), keys such as
    "rossi2012" for author-year, or the identifier for an inline DOI or PMID.
    """

    labels: tuple[str, ...]
    start: int
    end: int
    style: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """A citation that reaches a claim, and the rule that says so."""

    citation: Citation
    scope: Scope

    def as_dict(self) -> dict[str, object]:
        """The marker and its rule in the keys of the JSON interface."""
        return {
            "labels": list(self.citation.labels),
            "start": self.citation.start,
            "end": self.citation.end,
            "scope": self.scope.value,
        }


@dataclass(frozen=True, slots=True)
class Claim:
    """One quantity of a document with what it measures.

    Attributes:
        document: the document's name.
        quantity: the number, with its unit and modifier.
        text, start, end: the sentence (or cell) that states it.
        section: heading of the section, "" when there is none.
        line, column: place of the quantity in the file, counted from 1.
        entity, property, qualifier: MeasEval's parts, None when not stated.
        population: who or what was measured, None when not stated.
        coverage: the citations that reach the claim.
        context: further words that say what is measured but stand elsewhere
            (table headings and caption, the subject of the sentence before).
    """

    document: str
    quantity: Quantity
    text: str
    start: int
    end: int
    section: str = ""
    line: int = 1
    column: int = 1
    entity: Span | None = None
    property: Span | None = None
    qualifier: Span | None = None
    population: Span | None = None
    coverage: tuple[Coverage, ...] = ()
    context: str = ""

    def as_dict(self) -> dict[str, object]:
        """The claim in the keys of the JSON interface."""
        part = {
            name: span.as_dict() if span else None
            for name, span in (
                ("entity", self.entity),
                ("property", self.property),
                ("qualifier", self.qualifier),
            )
        }
        return {
            "document": self.document,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "line": self.line,
            "column": self.column,
            "section": self.section,
            "quantity": self.quantity.as_dict(),
            "measured": part,
            "population": self.population.as_dict() if self.population else None,
            "citations": [cover.as_dict() for cover in self.coverage],
        }


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read out of one document: claims, markers, and what was refused."""

    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    refusals: tuple[Refusal, ...] = ()
