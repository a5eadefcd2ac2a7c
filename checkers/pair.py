"""One verdict for a whole claim text against one source, as `verify` gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checkers.judge import Judge, Works
from checkers.model import Judgement, Reason, Verdict
from checkers.trials.verdict import told_of_statement
from claims.document import Block, BlockKind, Document, Extent
from claims.extract import claim_of
from claims.measured import Measured
from claims.quantity import LEVEL, Dimension, Quantity, Relation
from sources.model import Resolution, Source


@dataclass(frozen=True, slots=True)
class PairVerdict:
    """The verdict on a claim text, and those on its figures.

    Attributes:
        verdict, reason, confidence: those of the figure that decides.
        judgements: one a figure, in the order of the text.
    """

    verdict: Verdict
    reason: Reason
    confidence: float
    judgements: tuple[Judgement, ...] = ()

    def as_dict(self, *, explained: bool = False) -> dict[str, object]:
        """The verdict in the keys of the JSON interface.

        Args:
            explained: with each figure's confidence, explanation and signals.
        """
        return {
            "verdict": self.verdict.value,
            "reason": self.reason.value,
            "confidence": round(self.confidence, 3),
            "quantities": [_figure(judgement, explained) for judgement in self.judgements],
        }


def _figure(judgement: Judgement, explained: bool) -> dict[str, object]:
    figure = judgement.claim.quantity
    told: dict[str, object] = {
        "text": figure.text,
        "start": figure.start,
        "end": figure.end,
        "verdict": judgement.verdict.value,
        "reason": judgement.reason.value,
        "evidence": [
            {"text": one.quote, "start": one.start, "end": one.end} for one in judgement.evidence
        ],
    }
    if explained:
        told["confidence"] = round(judgement.confidence, 3)
        told["explanation"] = judgement.explanation
        told["signals"] = {name: round(value, 3) for name, value in judgement.signals}
    return told


#: Over the central figures of one claim the worst verdict decides.
_WORST_FIRST = (
    Verdict.CONTRADICTED,
    Verdict.UNSUPPORTED,
    Verdict.UNVERIFIABLE,
    Verdict.PARTLY_SUPPORTED,
    Verdict.SUPPORTED,
    Verdict.UNCITED,
)
_SIDE_STATISTICS = frozenset({"p", "n", "N", "SD", "SE", "SEM", "IQR", LEVEL})


def is_side(figure: Quantity, others: Sequence[Quantity]) -> bool:
    """Whether a figure only qualifies what the claim's other figures say.

    Side figures are p values, sample sizes, spreads and intervals with their levels, and a time
    ("at 6 months") beside a figure that is no time.
    """
    if figure.relation is Relation.INTERVAL or figure.dimension is Dimension.P_VALUE:
        return True
    if figure.statistic in _SIDE_STATISTICS:
        return True
    timed = figure.dimension is Dimension.DURATION
    return timed and any(other.dimension is not Dimension.DURATION for other in others)


def _refuted(judgement: Judgement) -> bool:
    """Whether a figure is contradicted that is no time; another time shows at what it qualifies."""
    timed = judgement.claim.quantity.dimension is Dimension.DURATION
    return judgement.verdict is Verdict.CONTRADICTED and not timed


def central(judgements: Sequence[Judgement]) -> Judgement:
    """The judgement that stands for the whole claim.

    Side figures are left out where the claim has others, unless the source
    contradicts one that is no time; of the rest the one with the worst verdict
    decides, the first of equal ones.
    """
    figures = [one.claim.quantity for one in judgements]
    main = [one for one in judgements if not is_side(one.claim.quantity, figures) or _refuted(one)]
    return min(main or judgements, key=lambda one: _WORST_FIRST.index(one.verdict))


def verify(claim_text: str, source: Document, extent: Extent, judge: Judge) -> PairVerdict:
    """Judge a claim text against a source.

    Every figure is judged by itself; :func:`central` says which one decides.
    Nothing is parsed: the judge compares words and numbers.

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
    claims = [claim_of(document, one, Measured()) for one in judge.extractor.read(document)]
    if not claims:
        return PairVerdict(Verdict.UNVERIFIABLE, Reason.NO_QUANTITY, 1.0)
    works = Works((Source(source.name, source, extent),), (), Resolution.LABEL)
    judgements = judge.judge(claims, lambda _: works)
    told = told_of_statement(claim_text, [one.quantity for one in claims], judge.index(source))
    if told and told.outcome:
        return PairVerdict(*judge.settled(told.outcome, works), judgements)
    main = central([one for one in judgements if not told or told.concerns(one)] or judgements)
    return PairVerdict(main.verdict, main.reason, main.confidence, judgements)
