"""The judge: one verdict for each claim, with its evidence."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checkers.compare import Tolerance
from checkers.contest import Outcome, contest
from checkers.explain import explain
from checkers.index import SourceIndex
from checkers.indexing import build, with_open_headings
from checkers.levels import level_outcome
from checkers.model import Evidence, Judgement, Reason, Verdict, WorkRead
from checkers.named_times import named_outcome
from checkers.same import Asked, ask
from checkers.search import doubted, is_search, most_promising
from checkers.trials.verdict import told_of_claim
from checkers.verdict import rank
from claims.cache import NO_CACHE, Cache
from claims.citations import find_citations
from claims.claim import Claim
from claims.document import Document, Extent
from claims.extract import Extractor
from claims.quantity import Quantity
from sources.model import Resolution, Source


@dataclass(frozen=True, slots=True)
class Works:
    """The works that a claim is judged against.

    Attributes:
        sources: the works at hand.
        missing: labels of cited works that are not at hand.
        resolution: how the works were found.
    """

    sources: tuple[Source, ...]
    missing: tuple[str, ...] = ()
    resolution: Resolution = Resolution.NONE


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one work says of a claim."""

    source: Source
    outcome: Outcome


#: Sources that are kept indexed.
KEPT = 64


class Judge:
    """Judges claims against the works that they cite; indexes each source once.

    Args:
        extractor: reads the quantities of sources.
        tolerance: how much a claim may differ from its source.
        min_confidence: a contradiction that is less sure than this, from 0 to
            1, becomes a request for review.
        cache: keeps the indexes of sources, and judgements.
    """

    def __init__(
        self,
        extractor: Extractor,
        tolerance: Tolerance | None = None,
        min_confidence: float = 0.0,
        cache: Cache = NO_CACHE,
    ) -> None:
        self.extractor = extractor
        self.tolerance = tolerance or Tolerance()
        self.min_confidence = min_confidence
        self.cache = cache
        self._indexes: OrderedDict[str, SourceIndex] = OrderedDict()

    def judge(
        self, claims: Sequence[Claim], works: Callable[[Claim], Works]
    ) -> tuple[Judgement, ...]:
        """Judge claims, in their order.

        Args:
            claims: the claims of one document.
            works: which works each claim is to be judged against.
        """
        sentences: Mapping[tuple[int, int], list[Quantity]] = defaultdict(list)
        for claim in claims:
            sentences[claim.start, claim.end].append(claim.quantity)
        return tuple(
            self.judge_claim(claim, works(claim), sentences[claim.start, claim.end])
            for claim in claims
        )

    def judge_claim(
        self, claim: Claim, works: Works, siblings: Sequence[Quantity] = ()
    ) -> Judgement:
        """Judge one claim.

        Args:
            claim: the claim.
            works: the works to judge it against.
            siblings: the quantities of the same sentence.
        """
        found = self.cache.kept(
            "judgement",
            lambda: "\n".join(
                (
                    repr((self.tolerance, self.min_confidence)),
                    _told(claim, siblings),
                    _told_works(works),
                )
            ),
            lambda: self._judged(claim, works, siblings),
        )
        return replace(found, claim=claim)

    def _judged(self, claim: Claim, works: Works, siblings: Sequence[Quantity]) -> Judgement:
        asked = ask(claim, [one for one in siblings if not one.is_level])
        readings = sorted(self._readings(asked, works), key=_order)
        read = tuple(WorkRead(source.name, source.extent) for source in works.sources)
        verdict, reason, confidence = _overall(readings, works, self.min_confidence)
        if not claim.coverage and works.resolution is Resolution.NONE:
            verdict, reason = Verdict.UNCITED, Reason.NO_CITATION
        evidence = tuple(one for reading in readings for one in self._evidence(reading))
        best = readings[0].outcome if readings else None
        sentence = explain(
            claim,
            reason,
            evidence,
            read,
            missing=works.missing,
            resolution=works.resolution,
            arithmetic=_arithmetic(best) if best else "",
        )
        return Judgement(
            claim,
            verdict,
            reason,
            confidence,
            sentence,
            evidence,
            read,
            works.resolution,
            works.missing,
            tuple(sorted(best.weighed.items())) if best else (),
        )

    def settled(self, outcome: Outcome, works: Works) -> tuple[Verdict, Reason, float]:
        """The verdict, the reason and the confidence that follow from what the first work says."""
        return _overall([_Reading(works.sources[0], outcome)], works, self.min_confidence)

    def _readings(self, asked: Asked, works: Works) -> Iterator[_Reading]:
        """What each work says that the claim cites; of those that it might mean, the likeliest."""
        search = is_search(works.resolution)
        if not search:
            for source in works.sources:
                yield _Reading(source, self._outcome(asked, self.index(source.document)))
            return
        chosen = most_promising(asked, works.sources, self.index)
        figures = sum(len(self.index(one.document).places) for one in chosen)
        for source in chosen:
            outcome = self._outcome(asked, self.index(source.document), figures)
            yield _Reading(source, doubted(outcome, len(works.sources)))

    def _outcome(self, asked: Asked, index: SourceIndex, figures: int | None = None) -> Outcome:
        if asked.claim.quantity.is_level:
            return level_outcome(asked, index)
        outcome = named_outcome(asked, index, contest(asked, index, self.tolerance, figures))
        return told_of_claim(asked, index, outcome)

    def _evidence(self, reading: _Reading) -> Iterator[Evidence]:
        """The passages that a reading rests on, each a sentence or a table row."""
        source, outcome = reading.source, reading.outcome
        passages = self.index(source.document).passages
        held = [
            (one.place.quantity, passages[one.place.passage].start, passages[one.place.passage].end)
            for one in outcome.candidates
        ]
        held += [(one.quantity, one.start, one.end) for one in outcome.quoted]
        for quantity, start, end in held:
            position = source.document.position(quantity.start)
            quote = source.document.text[start:end]
            place = position.line, position.page
            yield Evidence(source.name, quote, start, end, *place, quantity, outcome.near_miss)

    def index(self, document: Document) -> SourceIndex:
        """The index of a source, built once and kept."""
        held = self._indexes.get(document.text)
        if held is None:
            held = self.cache.kept(
                "index", lambda: document.digest, lambda: self._indexed(document)
            )
            self._indexes[document.text] = held
            if len(self._indexes) > KEPT:
                self._indexes.popitem(last=False)
        self._indexes.move_to_end(document.text)
        return held

    def _indexed(self, document: Document) -> SourceIndex:
        opened = with_open_headings(document)
        citations = find_citations(opened)
        return build(opened, self.extractor.read(opened, citations), citations)


def _told(claim: Claim, siblings: Sequence[Quantity]) -> str:
    """All of a claim that a judgement hangs on: its place in the article is no part of it."""
    start = claim.start
    figures = [one.shifted(-start) for one in (claim.quantity, *siblings)]
    coverage = [(one.citation.labels, one.scope) for one in claim.coverage]
    bare = replace(
        claim,
        document="",
        quantity=figures[0],
        start=0,
        end=claim.end - start,
        section="",
        line=0,
        column=0,
        coverage=(),
    )
    return repr((bare, figures[1:], coverage))


def _told_works(works: Works) -> str:
    """All of the works that a judgement hangs on."""
    held = [(one.name, one.document.digest, one.extent) for one in works.sources]
    return repr((held, works.missing, works.resolution))


def _arithmetic(outcome: Outcome) -> str:
    """The calculation that a verdict rests on."""
    return outcome.counted or "; ".join(one.arithmetic for one in outcome.candidates)


def _order(reading: _Reading) -> tuple[int, int, float]:
    """The best verdict first; of equal ones the likest passage."""
    outcome = reading.outcome
    alike = max((one.alike.score for one in outcome.candidates), default=0.0)
    return *rank(outcome.verdict, outcome.reason), -alike


def _overall(
    readings: Sequence[_Reading], works: Works, min_confidence: float
) -> tuple[Verdict, Reason, float]:
    """The best verdict over the works, what an absence means, and what is too unsure to say."""
    if not readings:
        return Verdict.UNVERIFIABLE, Reason.SOURCE_MISSING, 1.0
    best = readings[0].outcome
    silent = best.verdict is Verdict.UNSUPPORTED
    if silent and works.resolution is not Resolution.FOLDER_SEARCH:
        if works.missing:
            return Verdict.UNVERIFIABLE, Reason.SOURCE_MISSING, 1.0
        if any(one.source.extent is Extent.ABSTRACT for one in readings):
            return Verdict.UNVERIFIABLE, Reason.ABSTRACT_ONLY, 1.0
    if best.verdict is Verdict.CONTRADICTED and best.confidence < min_confidence:
        return Verdict.PARTLY_SUPPORTED, Reason.NEEDS_REVIEW, best.confidence
    return best.verdict, best.reason, best.confidence
