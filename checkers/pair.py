"""One verdict for a whole claim text against one source, as `verify` gives it."""

from __future__ import annotations

from dataclasses import dataclass

from checkers.judge import Judge, Works
from checkers.model import Judgement, Reason, Verdict
from claims.document import Block, BlockKind, Document, Extent
from sources.model import Resolution, Source


@dataclass(frozen=True, slots=True)
class PairVerdict:
    """The verdict on a claim text, and those on its figures.

    Attributes:
        verdict, reason, confidence: those of the central figure.
        judgements: one a figure, in the order of the text.
    """

    verdict: Verdict
    reason: Reason
    confidence: float
    judgements: tuple[Judgement, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The verdict in the keys of the JSON interface."""
        return {
            "verdict": self.verdict.value,
            "reason": self.reason.value,
            "confidence": round(self.confidence, 3),
            "quantities": [_figure(judgement) for judgement in self.judgements],
        }


def _figure(judgement: Judgement) -> dict[str, object]:
    figure = judgement.claim.quantity
    return {
        "text": figure.text,
        "start": figure.start,
        "end": figure.end,
        "verdict": judgement.verdict.value,
        "reason": judgement.reason.value,
        "evidence": [
            {"text": one.quote, "start": one.start, "end": one.end} for one in judgement.evidence
        ],
    }


#: Over the figures of one claim the worst verdict decides.
_WORST_FIRST = (
    Verdict.CONTRADICTED,
    Verdict.UNSUPPORTED,
    Verdict.UNVERIFIABLE,
    Verdict.PARTLY_SUPPORTED,
    Verdict.SUPPORTED,
    Verdict.UNCITED,
)


def verify(claim_text: str, source: Document, extent: Extent, judge: Judge) -> PairVerdict:
    """Judge a claim text against a source.

    Every figure is judged by itself.

    Args:
        claim_text: one or more sentences.
        source: the text that is asked.
        extent: whether that text is the whole work.
        judge: the judge, which keeps the indexes of its sources.
    """
    if not claim_text.strip():
        return PairVerdict(Verdict.UNVERIFIABLE, Reason.NO_QUANTITY, 1.0)
    whole = Block(BlockKind.PARAGRAPH, 0, len(claim_text))
    document = Document("claim", claim_text, blocks=(whole,))
    claims = judge.extractor.extract(document).claims
    if not claims:
        return PairVerdict(Verdict.UNVERIFIABLE, Reason.NO_QUANTITY, 1.0)
    works = Works((Source(source.name, source, extent),), (), Resolution.LABEL)
    judgements = judge.judge(claims, lambda _: works)
    central = min(judgements, key=lambda one: _WORST_FIRST.index(one.verdict))
    return PairVerdict(central.verdict, central.reason, central.confidence, judgements)
