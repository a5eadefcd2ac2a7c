"""The judge: one verdict for each claim, with its evidence."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checkers.compare import Comparison, Tolerance, Units, ValueRelation, compare
from checkers.derive import derivations
from checkers.explain import explain
from checkers.index import Place, SourceIndex, build, numbers_of, with_open_headings
from checkers.model import Evidence, Judgement, Reason, Verdict, WorkRead
from checkers.same import Asked, Likeness, ask, likeness
from checkers.verdict import Same, Trait, decide, rank
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
class Candidate:
    """A place of a source, held against a claim.

    Attributes:
        place: the place.
        comparison: how its value relates to the claim's.
        alike: how like the claim's words and numbers its surroundings are.
        arithmetic: the calculation, where the value had to be worked out.
    """

    place: Place
    comparison: Comparison
    alike: Likeness
    arithmetic: str = ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one work says of a claim."""

    source: Source
    verdict: Verdict
    reason: Reason
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    near_miss: bool = False


#: A claim without a citation is uncited unless a pair of texts was handed over.
_UNCITED = frozenset({Resolution.NONE, Resolution.FOLDER_SEARCH})
#: Passages that are compared in full for one claim.
PASSAGES = 12
#: How alike a passage must be to measure the same thing.
SAME_ENOUGH = 0.5
#: How alike a passage must be to be quoted as a near miss.
WORTH_QUOTING = 0.15
#: How much more alike a rival must be to overrule a place that fits.
MARGIN = 0.12
#: Sources that are kept indexed.
KEPT = 64


class Judge:
    """Judges claims against the works that they cite; indexes each source once.

    Args:
        extractor: reads the quantities of sources.
        tolerance: how much a claim may differ from its source.
    """

    def __init__(self, extractor: Extractor, tolerance: Tolerance | None = None) -> None:
        self.extractor = extractor
        self.tolerance = tolerance or Tolerance()
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
        asked = ask(claim, siblings)
        readings = sorted(
            (self._read(asked, source) for source in works.sources),
            key=lambda reading: (
                rank(reading.verdict, reading.reason),
                -max((one.alike.score for one in reading.candidates), default=0.0),
            ),
        )
        read = tuple(WorkRead(source.name, source.extent) for source in works.sources)
        verdict, reason, confidence = _overall(readings, works)
        if not claim.coverage and works.resolution in _UNCITED:
            verdict, reason = Verdict.UNCITED, Reason.NO_CITATION
        evidence = tuple(_evidence(readings))
        best = readings[0].candidates[0] if readings and readings[0].candidates else None
        sentence = explain(
            claim,
            reason,
            evidence,
            read,
            missing=works.missing,
            resolution=works.resolution,
            arithmetic=best.arithmetic if best else "",
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
            tuple(best.alike.signals.items()) if best else (),
        )

    def index(self, document: Document) -> SourceIndex:
        """The index of a source, built once and kept."""
        held = self._indexes.get(document.text)
        if held is None:
            opened = with_open_headings(document)
            held = build(opened, self.extractor.read(opened))
            self._indexes[document.text] = held
            if len(self._indexes) > KEPT:
                self._indexes.popitem(last=False)
        self._indexes.move_to_end(document.text)
        return held

    def _read(self, asked: Asked, source: Source) -> _Reading:
        index = self.index(source.document)
        candidates = sorted(
            self._candidates(asked, index), key=lambda one: (-one.alike.score, one.place.number)
        )
        fitting = [one for one in candidates if one.comparison.fits]
        rivals = [one for one in candidates if _is_rival(one.comparison)]
        return _contest(source, fitting, rivals)

    def _candidates(self, asked: Asked, index: SourceIndex) -> Iterator[Candidate]:
        figure = asked.claim.quantity
        numbers = (*numbers_of(figure), *asked.others)
        chosen = dict.fromkeys(index.near(asked.weights, numbers, PASSAGES))
        fitting = [
            place
            for place in index.places
            if place.passage not in chosen and compare(figure, place.quantity, self.tolerance).fits
        ]
        places = [index.places[at] for one in chosen for at in index.passages[one].places]
        for place in (*places, *fitting):
            comparison = compare(figure, place.quantity, self.tolerance)
            if comparison.relation is not ValueRelation.INCOMPARABLE or comparison.same_digits:
                yield Candidate(place, comparison, likeness(asked, index, place))
        yield from self._derived(asked, index, chosen)

    def _derived(
        self, asked: Asked, index: SourceIndex, passages: Iterable[int]
    ) -> Iterator[Candidate]:
        for number in passages:
            places = [index.places[at] for at in index.passages[number].places]
            stated = [place.quantity for place in places]
            for one in derivations(asked.claim.quantity, stated, self.tolerance):
                place = places[stated.index(one.inputs[0])]
                units = Comparison(one.relation, Units.CONVERTED)
                yield Candidate(place, units, likeness(asked, index, place), one.arithmetic)
                break


def _is_rival(comparison: Comparison) -> bool:
    return comparison.relation in (ValueRelation.DISJOINT, ValueRelation.OVERLAPPING) or (
        comparison.unit_slip
    )


def _contest(source: Source, fitting: Sequence[Candidate], rivals: Sequence[Candidate]) -> _Reading:
    """The best place of the value against the best place of another value."""
    best = fitting[0] if fitting else None
    rival = rivals[0] if rivals else None
    if best and _is_same(best):
        beaten = rival and _is_same(rival) and rival.alike.score > best.alike.score + MARGIN
        if not beaten:
            return _reading(source, best, Same.SAME)
    if rival and _is_same(rival):
        return _reading(source, rival, Same.SAME)
    tempting = best or rival
    if tempting is None or tempting.alike.score < WORTH_QUOTING:
        return _Reading(source, Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, 0.6)
    return _reading(source, tempting, Same.OTHER, near_miss=True)


def _is_same(candidate: Candidate) -> bool:
    return candidate.alike.score >= SAME_ENOUGH and not candidate.alike.conflicts


def _reading(
    source: Source, candidate: Candidate, same: Same, *, near_miss: bool = False
) -> _Reading:
    verdict, reason = decide(same, candidate.comparison.relation, _traits(candidate))
    confidence = min(0.95, max(0.5, candidate.alike.score))
    return _Reading(source, verdict, reason, confidence, (candidate,), near_miss)


def _traits(candidate: Candidate) -> frozenset[Trait]:
    comparison = candidate.comparison
    tests = {
        Trait.DERIVED: bool(candidate.arithmetic),
        Trait.CONVERTED: comparison.units is Units.CONVERTED,
        Trait.UNIT_SLIP: comparison.unit_slip,
    }
    return frozenset(trait for trait, holds in tests.items() if holds)


def _overall(readings: Sequence[_Reading], works: Works) -> tuple[Verdict, Reason, float]:
    """The best verdict over the works, and what an absence means."""
    if not readings:
        return Verdict.UNVERIFIABLE, Reason.SOURCE_MISSING, 1.0
    best = readings[0]
    silent = best.verdict is Verdict.UNSUPPORTED
    if silent and works.resolution is not Resolution.FOLDER_SEARCH:
        if works.missing:
            return Verdict.UNVERIFIABLE, Reason.SOURCE_MISSING, 1.0
        if any(one.source.extent is Extent.ABSTRACT for one in readings):
            return Verdict.UNVERIFIABLE, Reason.ABSTRACT_ONLY, 1.0
    return best.verdict, best.reason, best.confidence


def _evidence(readings: Sequence[_Reading]) -> Iterator[Evidence]:
    """The passages of all works, those of the best work first."""
    for reading in readings:
        document = reading.source.document
        for candidate in reading.candidates:
            figure = candidate.place.quantity
            start, end = _quote_span(document, figure)
            position = document.position(figure.start)
            yield Evidence(
                reading.source.name,
                document.text[start:end],
                start,
                end,
                position.line,
                position.page,
                figure,
                reading.near_miss,
            )


def _quote_span(document: Document, figure: Quantity) -> tuple[int, int]:
    block = document.block_at(figure.start)
    return (block.start, block.end) if block else (figure.start, figure.end)
