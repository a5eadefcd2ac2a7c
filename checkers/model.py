"""Judgements and findings: what the checkers say of a claim."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from claims.claim import Claim
from claims.document import Extent
from claims.quantity import Quantity
from sources.model import Resolution


class Verdict(StrEnum):
    """What the cited works say of a figure."""

    SUPPORTED = "supported"
    PARTLY_SUPPORTED = "partly-supported"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    UNVERIFIABLE = "unverifiable"
    UNCITED = "uncited"


class Reason(StrEnum):
    """Why a verdict was reached; the row of the verdict table that decided."""

    VALUE_MATCH = "value-match"
    ROUNDED = "rounded"
    CONVERTED = "converted"
    DERIVED = "derived"
    BOUND_SATISFIED = "bound-satisfied"
    RANGE_COVERED = "range-covered"
    FINER_THAN_SOURCE = "finer-than-source"
    RANGE_PARTIAL = "range-partial"
    RANGE_DIFFERS = "range-differs"
    VALUE_DIFFERS = "value-differs"
    UNIT_DIFFERS = "unit-differs"
    DIRECTION_DIFFERS = "direction-differs"
    ARM_DIFFERS = "arm-differs"
    POPULATION_DIFFERS = "population-differs"
    TIME_DIFFERS = "time-differs"
    ENTITY_DIFFERS = "entity-differs"
    NO_EVIDENCE = "no-evidence"
    SECONDARY_CITATION = "secondary-citation"
    ABSTRACT_ONLY = "abstract-only"
    SOURCE_MISSING = "source-missing"
    NO_QUANTITY = "no-quantity"
    NO_CITATION = "no-citation"
    NEEDS_REVIEW = "needs-review"


class Severity(StrEnum):
    """How much a finding weighs at the gate, heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def lighter(self) -> Severity:
        """What a doubtful finding weighs: one step less."""
        return Severity.WARNING if self is Severity.ERROR else Severity.NOTE


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a source that a verdict rests on, or that tempts (a near miss).

    Attributes:
        source: the source's name.
        quote: exact characters of the source's text from ``start`` to ``end``.
        start, end: offsets of the quote in the source's text.
        line, page: place in the source's file (page None where there is none).
        quantity: the figure inside the quote, offsets in the source's text.
        near_miss: true when the passage is quoted because it tempts and does
            not bear the figure out.
    """

    source: str
    quote: str
    start: int
    end: int
    line: int
    page: int | None = None
    quantity: Quantity | None = None
    near_miss: bool = False


@dataclass(frozen=True, slots=True)
class WorkRead:
    """A work that was searched for a claim, and how much of it was at hand."""

    source: str
    extent: Extent


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one claim.

    Attributes:
        claim: the claim that was judged.
        verdict, reason: the row of the verdict table that decided.
        confidence: 0 to 1, how sure the verdict is.
        explanation: one plain sentence that an editor can send to the author.
        evidence: passages, best first.
        sources_read: works that were searched.
        resolution: how the works were found.
        missing: labels of cited works that are not at hand.
        signals: named numbers that the decision used, for ``--explain``.
    """

    claim: Claim
    verdict: Verdict
    reason: Reason
    confidence: float
    explanation: str
    evidence: tuple[Evidence, ...] = ()
    sources_read: tuple[WorkRead, ...] = ()
    resolution: Resolution = Resolution.NONE
    missing: tuple[str, ...] = ()
    signals: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A further stretch of an article that a finding is about: the other figure of two.

    ``path`` is the article as given, ``line`` counts from 1, ``start`` and
    ``end`` are offsets of ``text`` in the article's text.
    """

    path: str
    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule fired.

    ``path`` is the article as given; lines and columns count from 1 and end
    columns are exclusive; ``claim`` is the identifier of the claim in the
    report, "" when the finding is about no claim; ``start`` and ``end`` are
    offsets in the article's text; ``fingerprint`` stays the same while lines
    move and neighbours are reworded, "" until the run has given it;
    ``justification`` says why a waived finding was accepted; ``suppressed`` is
    true where a comment in the article does so, and no waiver; ``related`` are
    the further places that it is about.
    """

    rule: str
    severity: Severity
    message: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    start: int = 0
    end: int = 0
    claim: str = ""
    waived: bool = False
    fingerprint: str = ""
    justification: str = ""
    suppressed: bool = False
    related: tuple[Place, ...] = ()
