"""The contest: the best place of a claim's value against the best place of a rival.

A value that stands somewhere in a long source proves little, and a passage
about the right thing with another value next to it proves the opposite.  So
each source is asked for both, and the two are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from checkers.candidate import Candidate
from checkers.compare import Comparison, Tolerance, Units, ValueRelation, compare, conversion, step
from checkers.derive import derivations
from checkers.differ import difference, narrower, opposes
from checkers.index import SourceIndex, digits_told, numbers_of
from checkers.model import Reason, Verdict
from checkers.same import Asked, likeness
from checkers.verdict import Same, decide
from claims.quantity import Quantity

#: Passages whose every place is compared for one claim.
PASSAGES = 12
#: Passages in which arithmetic is tried.
DERIVED_IN = 4
#: Fitting places, and rivals, that are looked at word by word.
LOOKED_AT = 4
#: How alike a place must be to measure the same thing.
SAME_ENOUGH = 0.5
#: By how much a value of many digits lowers that mark: chance hardly prints it twice.
TELLING_VALUE = 0.25
#: How alike a rival must be to contradict.
RIVAL_ENOUGH = 0.55
#: How much more alike a rival must be to overrule a place that fits.
MARGIN = 0.2
#: How alike a place must be to be quoted as a near miss.
WORTH_QUOTING = 0.15


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one source says of a claim.

    Attributes:
        verdict, reason: the row of the verdict table that decided.
        confidence: 0 to 1.
        candidates: the passages that it rests on, best first.
        near_miss: whether they only tempt.
    """

    verdict: Verdict
    reason: Reason
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    near_miss: bool = False


def contest(asked: Asked, index: SourceIndex, tolerance: Tolerance) -> Outcome:
    """Ask a source for a claim.

    Args:
        asked: the claim.
        index: the source.
        tolerance: how much the claim may differ from it.
    """
    candidates = sorted(
        _candidates(asked, index, tolerance), key=lambda one: (-_worth(one), one.place.number)
    )
    fitting = [one for one in candidates if one.comparison.fits][:LOOKED_AT]
    rivals = [one for one in candidates if _is_rival(asked, one)][:LOOKED_AT]
    look = partial(_looked_at, asked, index)
    return _outcome(asked, [look(one) for one in fitting], [look(one) for one in rivals])


def _looked_at(asked: Asked, index: SourceIndex, candidate: Candidate) -> Candidate:
    """The candidate with what tells it from the claim."""
    differs = difference(asked, index, candidate.place)
    if differs is Same.SAME and narrower(asked, index, candidate.place):
        differs = Same.POPULATION
    fits = candidate.comparison.fits
    return replace(
        candidate,
        differs=differs,
        opposed=fits and opposes(asked, index, candidate.place),
        credited=fits and index.cites(index.passages[candidate.place.passage]),
    )


def _outcome(asked: Asked, fitting: list[Candidate], rivals: list[Candidate]) -> Outcome:
    mark = _mark(asked.claim.quantity)
    alike = [one for one in fitting if one.alike.score >= mark and one.differs is not Same.OTHER]
    alike.sort(key=lambda one: (one.differs is not Same.SAME, one.opposed, one.credited))
    strong = [one for one in rivals if one.alike.score >= RIVAL_ENOUGH and one.differs is Same.SAME]
    best, rival = _first(alike), _first(strong)
    lead = rival.alike.score - best.alike.score if best and rival else 0.0
    if best and best.differs is Same.SAME and lead <= MARGIN:
        return _decided(best, Same.SAME)
    if best and best.differs is Same.SIBLING:
        return _decided(best, Same.SIBLING)
    if rival:
        return _decided(rival, Same.SAME)
    if best:
        return _decided(best, best.differs)
    tempting = _first(fitting) or _first(rivals)
    if tempting is None or tempting.alike.score < WORTH_QUOTING:
        return Outcome(Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, 0.6)
    return _decided(tempting, Same.OTHER, near_miss=True)


def _first(candidates: list[Candidate]) -> Candidate | None:
    return candidates[0] if candidates else None


def _decided(candidate: Candidate, same: Same, *, near_miss: bool = False) -> Outcome:
    verdict, reason = decide(same, candidate.comparison.relation, candidate.traits)
    confidence = min(0.95, max(0.5, candidate.alike.score))
    return Outcome(verdict, reason, confidence, (candidate,), near_miss)


def _mark(figure: Quantity) -> float:
    """How alike a fitting place must be: a telling value needs fewer words."""
    told = max((digits_told(number) for number in numbers_of(figure)), default=0.0)
    return SAME_ENOUGH - TELLING_VALUE * max(0.0, told - 3.3) / 6.7


#: What a looser fit costs against a closer one.
_COST = {
    ValueRelation.FINER: 0.1,
    ValueRelation.ONE_END: 0.1,
    ValueRelation.APPROXIMATE: 0.05,
    ValueRelation.SATISFIES: 0.1,
    ValueRelation.CONTAINED: 0.1,
}


def _worth(candidate: Candidate) -> float:
    return candidate.alike.score - _COST.get(candidate.comparison.relation, 0.0)


def _is_rival(asked: Asked, candidate: Candidate) -> bool:
    """Whether a place states another value of the same sort."""
    comparison = candidate.comparison
    if comparison.unit_slip:
        return True
    if comparison.relation not in (ValueRelation.DISJOINT, ValueRelation.OVERLAPPING):
        return False
    ours, theirs = asked.claim.quantity, candidate.place.quantity
    return (
        comparison.units is not Units.UNSTATED
        and ours.statistic == theirs.statistic
        and bool(ours.decimals) == bool(theirs.decimals)
        if not ours.unit
        else comparison.units is not Units.UNSTATED
    )


def _candidates(asked: Asked, index: SourceIndex, tolerance: Tolerance) -> Iterator[Candidate]:
    figure = asked.claim.quantity
    own = {number: digits_told(number) for number in numbers_of(figure)}
    chosen = index.near(asked.near, {**asked.others, **own})[:PASSAGES]
    places = [at for one in chosen for at in index.passages[one].places]
    seen = dict.fromkeys([*places, *_valued(figure, index, tolerance)])
    direct = False
    for place in (index.places[at] for at in seen):
        comparison = compare(figure, place.quantity, tolerance)
        if comparison.relation is ValueRelation.INCOMPARABLE and not comparison.same_digits:
            continue
        alike = likeness(asked, index, place)
        direct = direct or (comparison.fits and alike.score >= SAME_ENOUGH)
        yield Candidate(place, comparison, alike)
    if not direct:
        yield from _derived(asked, index, chosen[:DERIVED_IN], tolerance)


def _valued(figure: Quantity, index: SourceIndex, tolerance: Tolerance) -> Iterator[int]:
    """The places that print a claim's number, in its own unit or converted."""
    share = tolerance.approximation if figure.approximate else tolerance.calendar / 2
    for unit in index.units:
        scale = conversion(unit, figure.unit) if unit and figure.unit else (1, 0)
        if scale is None or not scale[0]:
            continue
        for number in numbers_of(figure):
            middle = float((number - scale[1]) / scale[0])
            reach = abs(middle * float(share)) + float(step(figure)) / 2 / abs(float(scale[0]))
            yield from index.between(middle - reach, middle + reach)


def _derived(
    asked: Asked, index: SourceIndex, passages: Sequence[int], tolerance: Tolerance
) -> Iterator[Candidate]:
    for number in passages:
        places = [index.places[at] for at in index.passages[number].places]
        stated = [place.quantity for place in places]
        for one in derivations(asked.claim.quantity, stated, tolerance):
            place = places[stated.index(one.inputs[0])]
            comparison = Comparison(one.relation, Units.SAME)
            yield Candidate(place, comparison, likeness(asked, index, place), one.arithmetic)
            break
