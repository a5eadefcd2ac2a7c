"""The contest: the best place of a claim's value against the best place of a rival.

A value that stands somewhere in a long source proves little, and a passage
about the right thing with another value next to it proves the opposite.  So
each source is asked for both, and the two are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial

from checkers.candidate import Candidate
from checkers.compare import (
    RATIOS,
    Comparison,
    Tolerance,
    Units,
    ValueRelation,
    compare,
    conversion,
    end_step,
    in_common,
    spoken_share,
    step,
    units_of,
    unsigned,
)
from checkers.derive import TALLY, Derivation, complement, derivations, of_groups, relative_interval
from checkers.differ import denies, difference, goes, narrower, of_the_rest, opposes, same_side
from checkers.direction import compares, is_change, is_timed
from checkers.foreign import sets_level
from checkers.index import Place, SourceIndex, digits_told, numbers_of
from checkers.model import Reason, Verdict
from checkers.rivalry import Rivalry, strays
from checkers.same import Asked, likeness, numbers_told
from checkers.signals import signals
from checkers.trees import contest_model
from checkers.verdict import Same, decide
from checkers.words import stem, words
from claims.extract import Statement
from claims.quantity import Dimension, Quantity, Relation
from claims.tally import tallied

#: Passages whose every place is compared for one claim.
PASSAGES = 12
#: Passages in which arithmetic is tried.
DERIVED_IN = 20
#: Fitting places, and rivals, that are looked at word by word.
LOOKED_AT = 4
#: Fitting places that are weighed, the second only where the first does not bear the claim out.
WEIGHED = 2
#: How alike a rival must be to contradict.
RIVAL_ENOUGH = 0.45
#: A fitting place as like as this makes arithmetic needless.
LIKE_ENOUGH = 0.5
#: Bits that numbers must tell to be known again where one side prints no unit; more where
#: a cell prints none, since tables are full of numbers, and most for what is no percentage.
LEAST_TOLD = 3.5
CELL_TOLD = 5.0
UNIT_TOLD = 7.0
#: How alike a row must be whose cells say no unit at all.
ROW_ENOUGH = 0.3
#: How likely a place has to be that gives one end of a claim's range, or a number inside it.
PART_MARK = 0.5
#: What such a place is to the claim.
PARTS = frozenset({ValueRelation.ONE_END, ValueRelation.CONTAINED})
#: A source of so few figures meets a value seldom by chance, and by arithmetic still more seldom:
#: what the odds of either are multiplied by, since the trees have only seen whole articles. One
#: end of a range, or a far bound, is met more easily.
FEW_PLACES, SHORT_ODDS, WORKED_ODDS = 10, 4.0, 8.0
#: By what share a number may lie past a bound that is close to it.
NEAR_BOUND = 0.1
#: How alike a place must be to be quoted as a near miss.
WORTH_QUOTING = 0.15


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one source says of a claim.

    Attributes:
        verdict, reason: the row of the verdict table that decided.
        confidence: 0 to 1.
        candidates: the passages that it rests on, best first.
        weighed: the signals that the decision was taken from.
        near_miss: whether the passages only tempt.
        quoted: passages that no candidate stands for: those of a confidence level, and
            the lines of a trial's record.
        counted: what was worked out from such lines.
    """

    verdict: Verdict
    reason: Reason
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    weighed: Mapping[str, float] = field(default_factory=dict)
    near_miss: bool = False
    quoted: tuple[Statement, ...] = ()
    counted: str = ""


def contest(
    asked: Asked, index: SourceIndex, tolerance: Tolerance, figures: int | None = None
) -> Outcome:
    """Ask a source for a claim.

    Args:
        asked: the claim.
        index: the source.
        tolerance: how much the claim may differ from it.
        figures: how many the claim might meet by chance; those of the source where None.
    """
    fitting, rivals = sides(asked, index, tolerance)
    short = (len(index.places) if figures is None else figures) <= FEW_PLACES
    best = _likeliest(weigh(asked, index, fitting, rivals), rivals, short=short)
    return _outcome(best, rivals)


def _is_anothers(candidate: Candidate, rivals: Sequence[Candidate]) -> bool:
    """Whether a sentence gives another group the claim's number, and the claim's group another.

    An article may say elsewhere, or in other words, what a claim says; a few
    sentences hardly do.
    """
    return candidate.differs is Same.SIBLING and any(
        one.place.passage == candidate.place.passage
        and one.differs is Same.SAME
        and one.alike.score >= RIVAL_ENOUGH
        for one in rivals
    )


def sides(
    asked: Asked, index: SourceIndex, tolerance: Tolerance
) -> tuple[list[Candidate], list[Candidate]]:
    """The places whose value fits, and those that state another one, the likest first."""
    candidates = sorted(_candidates(asked, index, tolerance), key=_best_first)
    look = partial(_looked_at, asked, index)
    fitting = [one for one in candidates if one.comparison.fits][:LOOKED_AT]
    rivals = [one for one in candidates if _is_rival(asked, index, one)]
    likest = dict.fromkeys(rivals[:LOOKED_AT] + strays(asked, rivals)[:LOOKED_AT])
    return sorted(map(look, fitting), key=_best_first), list(map(look, likest))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A fitting place with its signals.

    Attributes:
        candidate: the place.
        signals: what it is weighed by.
        sure: how likely it is that the claim is borne out, from 0 to 1.
    """

    candidate: Candidate
    signals: Mapping[str, float]
    sure: float = 0.0

    @property
    def passes(self) -> bool:
        """Whether the place bears the claim out."""
        return not is_barred(self.candidate) and self.sure >= _mark(self.candidate)


def weigh(
    asked: Asked, index: SourceIndex, fitting: Sequence[Candidate], rivals: Sequence[Candidate]
) -> Iterator[Weighed]:
    """The likest fitting places with their signals, each held against the others."""
    rivalry = Rivalry(asked, index, fitting, rivals)
    for at, candidate in enumerate(fitting[:WEIGHED]):
        yield Weighed(candidate, signals(rivalry, at))


def _likeliest(
    found: Iterable[Weighed], rivals: Sequence[Candidate], *, short: bool
) -> Weighed | None:
    """The first place that bears a claim out; the likest of all where none does."""
    likest: Weighed | None = None
    for one in found:
        sure = _sure(one, short=short)
        if short and _is_anothers(one.candidate, rivals):
            sure = min(sure, contest_model().barred)
        told = replace(one, sure=sure)
        if told.passes:
            return told
        likest = likest or told
    return likest


def _sure(one: Weighed, *, short: bool) -> float:
    """How likely a place bears the claim out, its signals read by the trees."""
    sure = contest_model().probability(one.signals)
    if not short or one.candidate.differs is Same.SIBLING or one.signals["points-alone"]:
        return sure  # the number of another group, or of percent, is met for a reason
    odds = WORKED_ODDS if one.candidate.arithmetic else SHORT_ODDS if _is_close(one) else 1.0
    return odds * sure / (1 - sure + odds * sure)


def _is_close(one: Weighed) -> bool:
    """Whether a place states the claim's number, one right past its bound or in its range."""
    found = one.candidate.comparison
    past = found.relation is ValueRelation.SATISFIES and found.gap <= NEAR_BOUND
    return past or found.relation in _CLOSE or found.relation is ValueRelation.CONTAINED


def _mark(candidate: Candidate) -> float:
    """From which probability on a place bears a claim out."""
    mark = contest_model().mark
    return max(mark, PART_MARK) if candidate.comparison.relation in PARTS else mark


def _best_first(candidate: Candidate) -> tuple[float, int]:
    return -_worth(candidate), candidate.place.number


def _looked_at(asked: Asked, index: SourceIndex, candidate: Candidate) -> Candidate:
    """The candidate with what tells it from the claim."""
    if candidate.turned:
        return candidate
    differs = difference(asked, index, candidate.place)
    if differs is Same.SAME and narrower(asked, index, candidate.place):
        differs = Same.POPULATION
    fits = candidate.comparison.fits
    against = candidate.rises is not None and goes(asked) == (-1 if candidate.rises else 1)
    return replace(
        candidate,
        differs=differs,
        opposed=fits and (against or _says_otherwise(asked, index, candidate)),
        credited=fits and index.cites(index.passages[candidate.place.passage]),
    )


def _says_otherwise(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a passage states the opposite direction, or what the claim denies."""
    place = candidate.place
    denied = not candidate.arithmetic and denies(asked, index, place)
    return denied or opposes(asked, index, place)


def _outcome(best: Weighed | None, rivals: list[Candidate]) -> Outcome:
    model = contest_model()
    sure, told = model.absent, best.signals if best else {}
    if best:
        same = _sameness(best)
        sure = min(best.sure, model.barred) if is_barred(best.candidate) else best.sure
        if same is not Same.OTHER:
            return _decided(best.candidate, same, sure, told)
    strong = [one for one in rivals if one.alike.score >= RIVAL_ENOUGH and one.differs is Same.SAME]
    if strong:
        return _decided(strong[0], Same.SAME, sure, told)
    tempting = best.candidate if best else _first(rivals)
    if tempting is None or tempting.alike.score < WORTH_QUOTING:
        return Outcome(Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, 1 - sure, (), told)
    return _decided(tempting, Same.OTHER, sure, told)


def _sameness(best: Weighed) -> Same:
    """Whether the best place measures what the claim does, and what differs if not.

    Where the place bears the claim out but for one family of signals, it is
    that family which tells the two apart.
    """
    candidate, mark = best.candidate, _mark(best.candidate)
    if candidate.differs is Same.OTHER:
        return candidate.differs
    if best.sure >= mark:
        return Same.SAME if candidate.differs is Same.SIBLING else candidate.differs
    probability = contest_model().probability
    if candidate.opposed and probability({**best.signals, **_SAME_WAY}) >= mark:
        return Same.SAME
    crossed = [name for name in _PAIRING if best.signals[name] < 0]
    if candidate.differs is Same.SIBLING and candidate.alike.score >= RIVAL_ENOUGH:
        return Same.SIBLING
    if crossed and probability({**best.signals, **dict.fromkeys(crossed, 1.0)}) >= mark:
        return Same.SIBLING
    return Same.OTHER


#: Signals as they are where the directions agree.
_SAME_WAY = {
    "opposed": 0.0,
    "direction-opposite": 0.0,
    "source-opposite": 0.0,
    "head-opposite": 0.0,
    "laid-turned": 0.0,
    "pair-sense": 0.0,
}
#: Signals that fall below zero where two groups are crossed.
_PAIRING = ("pair-order", "pair-mention", "pair-words", "pair-names", "pair-flow")


def is_barred(candidate: Candidate) -> bool:
    """Whether a word tells a place from the claim, so that no likeness lets it pass."""
    return candidate.differs is Same.OTHER or candidate.opposed


def _first(candidates: list[Candidate]) -> Candidate | None:
    return candidates[0] if candidates else None


def _decided(
    candidate: Candidate, same: Same, sure: float, weighed: Mapping[str, float]
) -> Outcome:
    verdict, reason = decide(same, candidate.comparison.relation, candidate.traits)
    passes = verdict in (Verdict.SUPPORTED, Verdict.PARTLY_SUPPORTED)
    confidence = sure if passes else 1 - sure
    return Outcome(verdict, reason, confidence, (candidate,), weighed, same is Same.OTHER)


#: What a gap of the whole value costs, and that a value had to be worked out.
_GAP, _WORKED = 0.5, 0.05
#: What a looser fit costs against a closer one.
_LOOSE: Mapping[ValueRelation, float] = {
    ValueRelation.APPROXIMATE: 0.1,
    ValueRelation.SATISFIES: 0.15,
    ValueRelation.CONTAINED: 0.2,
    ValueRelation.FINER: 0.25,
    ValueRelation.ONE_END: 0.2,
}
#: What it costs that something is known to differ.
_DIFFERS: Mapping[Same, float] = {
    Same.TIME: 0.1,
    Same.POPULATION: 0.1,
    Same.SIBLING: 0.3,
    Same.OTHER: 0.5,
}


#: What it costs that a passage states the opposite direction: little, since a
#: passage that is otherwise the likest is the one that contradicts.
_OPPOSED = 0.1


def _worth(candidate: Candidate) -> float:
    """How good a place is as evidence: its likeness less what speaks against it."""
    cost = _LOOSE.get(candidate.comparison.relation, 0.0) + _DIFFERS.get(candidate.differs, 0.0)
    cost += _GAP * candidate.comparison.gap + (_WORKED if candidate.arithmetic else 0.0)
    return candidate.alike.score - cost - (_OPPOSED if candidate.opposed else 0.0)


def _is_rival(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a place states another value of the same sort."""
    if asked.is_tally and candidate.place.is_tally and _counts_others(asked, index, candidate):
        return False  # "45 patients" say nothing of "two groups"
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
    ranked = index.near(asked.near, numbers_told(asked))
    places = [at for one in ranked[:PASSAGES] for at in index.passages[one].places]
    forms = _forms(figure, tolerance)
    valued = (at for form, allowed in forms for at in _valued(form, index, allowed))
    direct = False
    for place in (index.places[at] for at in dict.fromkeys([*places, *valued])):
        found = _held_against(asked, index, place, forms)
        if found is not None:
            direct = direct or (found.comparison.agrees and found.alike.score >= LIKE_ENOUGH)
            yield found
    yield from _spelled_out(asked, index)
    if not direct:
        met = (*_of_ratios(figure, index), *_of_differences(figure, index))
        searched = dict.fromkeys((*ranked[:DERIVED_IN], *met))
        yield from _derived(asked, index, list(searched), tolerance)
        yield from _of_groups(asked, index, ranked[:DERIVED_IN], tolerance)


def _forms(figure: Quantity, tolerance: Tolerance) -> list[tuple[Quantity, Tolerance]]:
    """A figure as it is printed, and a share in words as the percentage that it stands for."""
    share = spoken_share(figure)
    forms = [(figure, tolerance)]
    if share is not None:
        wide = tolerance.approximation if figure.approximate else tolerance.spoken
        forms.append((replace(share, approximate=True), replace(tolerance, approximation=wide)))
    return forms


def _held_against(
    asked: Asked,
    index: SourceIndex,
    place: Place,
    forms: Sequence[tuple[Quantity, Tolerance]],
) -> Candidate | None:
    """A place as a candidate, None where it can say nothing of the claim's value."""
    is_fold = forms[0][0].unit == "fold" and not place.is_tally
    quantity = _marked(index, place) if is_fold else place.quantity
    for figure, tolerance in forms:
        comparison = compare(figure, quantity, tolerance)
        bare = False
        if not comparison.fits:
            ours, theirs = unsigned(figure), unsigned(place.quantity)
            if ours is not figure or theirs is not place.quantity:
                plain = compare(ours, theirs, tolerance)
                bare = plain.fits
                comparison = plain if bare else comparison
        comparable = _is_comparable(asked, index, place, figure, comparison)
        last = figure is forms[-1][0]
        if comparable and (comparison.fits or last):
            return Candidate(place, comparison, likeness(asked, index, place), unsigned=bare)
    return None


def _counts_others(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a claim and a place count things of different names, people aside."""
    claim, stated = asked.claim, candidate.place.quantity
    nouns = (
        tallied(claim.text, claim.quantity.end - claim.start),
        tallied(index.document.text, stated.end),
    )
    ours, theirs = (next(iter(words(noun)), None) for noun in nouns)
    if ours is None or theirs is None or ours.concept == theirs.concept:
        return False
    return not ours.kind == theirs.kind == "people"


#: Units that are as good as none: a score's points, how many times, percentage points.
_SOFT = frozenset({"", "%", "point", "point score", "unit", "fold", "time", "percentage point"})
#: How a number is printed that rounds to the claim's.
_CLOSE = frozenset(
    {ValueRelation.EQUAL, ValueRelation.ROUNDED, ValueRelation.APPROXIMATE, ValueRelation.FINER}
)


def _is_comparable(
    asked: Asked, index: SourceIndex, place: Place, figure: Quantity, comparison: Comparison
) -> bool:
    """Whether a place can say anything of a claim's value."""
    if comparison.relation is ValueRelation.INCOMPARABLE:
        return comparison.same_digits
    if figure.dimension is Dimension.P_VALUE and not _tells_p(asked, index, place):
        return False
    if place.quantity.relation is Relation.INTERVAL and not _tells_interval(asked, figure):
        return False
    bare = not figure.unit and not place.quantity.unit
    if comparison.units is not Units.UNSTATED:
        return not (bare and _counts_otherwise(asked, figure, place))
    passage = index.passages[place.passage]
    if comparison.fits and not comparison.agrees and not passage.is_row:
        return False  # "three regions" are no end of "3-9 months"
    if _counts_otherwise(asked, figure, place):
        return False
    return _is_known_again(asked, index, place, figure, comparison)


def _tells_p(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether a place may state the p value of a result.

    A sentence names it as one, and no level that it sets is one, unless the claim sets it, too.
    """
    passage = index.passages[place.passage]
    if passage.is_row:
        return True
    stated = index.document.text[passage.start : passage.end]
    is_set = sets_level(stated) and not sets_level(asked.claim.text)
    return not is_set and _P.search(stated) is not None


_P = re.compile(r"(?i)\bp\b|\bprobabilit")


def _tells_interval(asked: Asked, figure: Quantity) -> bool:
    """Whether a claim's figure may be an end of an interval: no "OR 0.54" is one."""
    if figure.relation is not Relation.EXACT:
        return True
    start = figure.start - asked.claim.start
    before = asked.claim.text[max(0, start - _TOLD_WITHIN) : start]
    return figure.statistic not in RATIOS and _INTERVAL.search(before) is not None


_TOLD_WITHIN = 140
_INTERVAL = re.compile(
    r"(?i)\bCIs?\b|\bC\.I|\bCrI|interval|range|IQR|quartile|percentile|limits?\b"
)


def _is_known_again(
    asked: Asked, index: SourceIndex, place: Place, figure: Quantity, comparison: Comparison
) -> bool:
    """Whether a number may be the claim's although one of the two prints no unit.

    The headings have to name it, or the number has to be one that chance hardly repeats.
    """
    passage = index.passages[place.passage]
    has_unit = figure.unit not in _SOFT
    shared = set(numbers_of(figure)).intersection(numbers_of(place.quantity))
    if comparison.relation in _CLOSE:
        shared = set(numbers_of(figure))
    told = sum(map(digits_told, shared))
    if has_unit and comparison.relation is ValueRelation.ROUNDED and told <= LEAST_TOLD:
        return _names_unit(figure, index, place)  # nobody rounds a bare 5.7 to "6 months"
    if has_unit and _is_other_unit(figure, index, told):
        return False
    beside = index.printed[place.passage] - shared
    told += sum(weight for number, weight in asked.others.items() if number in beside) / 2
    least = CELL_TOLD if figure.unit and passage.is_row else LEAST_TOLD
    least = UNIT_TOLD if has_unit else least
    if told > least or _names_unit(figure, index, place):
        return True
    told_alike = comparison.agrees and passage.is_row and told > LEAST_TOLD
    return told_alike and likeness(asked, index, place).near >= ROW_ENOUGH


def _is_other_unit(figure: Quantity, index: SourceIndex, told: float) -> bool:
    """Whether a bare number is none in a claim's unit, by how the source prints it elsewhere.

    Where it has "64.3 minutes", a bare 64.3 are no hours.
    """
    units = index.units_with(figure) if told > UNIT_TOLD else frozenset()
    return bool(units) and figure.unit not in units


def _counts_otherwise(asked: Asked, figure: Quantity, place: Place) -> bool:
    """Whether one of two numbers counts things and the other is nothing of the kind.

    "12 of 15" and "15 men" are no weeks and no percentage, and 11.6 or 11% no eleven men.
    """
    stated = place.quantity
    if figure.unit and figure.dimension not in _COUNTED:
        lone = figure.relation is not Relation.RATIO
        return lone and (stated.relation is Relation.RATIO or place.is_tally)
    is_tally = asked.is_tally and figure is asked.claim.quantity
    counts = is_tally or (not figure.unit and _is_whole(figure))
    measures = stated.unit != "" and stated.dimension not in _COUNTED
    return counts and (measures or stated.decimals > stated.scale)


def _is_whole(figure: Quantity) -> bool:
    """Whether a bare number counts: "7 of 10", "n = 12", and what is told in words."""
    spelled = figure.dimension is Dimension.COUNT and not any(map(str.isdigit, figure.text))
    return spelled or figure.relation is Relation.RATIO or figure.statistic in _SIZES


_SIZES = frozenset({"n", "N"})
#: What the unit of a count is taken for: "20 per arm", "6 capsules per day".
_COUNTED = frozenset({Dimension.COUNT, Dimension.OTHER, Dimension.RATE})


def _names_unit(figure: Quantity, index: SourceIndex, place: Place) -> bool:
    """Whether the headings of a cell, or the words of a passage, name a claim's unit."""
    passage = index.passages[place.passage]
    named = {word.concept for word in words(figure.unit_text)} | {stem(figure.unit)}
    named |= _MEASURED.get(figure.dimension, frozenset())
    return (figure.unit == "%" and passage.is_row) or any(
        one in place.headings or one in passage.known for one in named
    )


#: What is measured in units of a sort, as concepts: an "age" is in years wherever it stands.
_MEASURED: Mapping[Dimension, frozenset[str]] = {
    Dimension.DURATION: frozenset({"age", "duration"}),
    Dimension.MASS: frozenset({"weight"}),
    Dimension.PRESSURE: frozenset({"blood pressure", "pressur"}),
    Dimension.TEMPERATURE: frozenset({"temperatur"}),
    Dimension.CURRENCY: frozenset({"cost", "pric"}),
}


def _valued(figure: Quantity, index: SourceIndex, tolerance: Tolerance) -> Iterator[int]:
    """The places that print a claim's number, with or without a sign, or converted."""
    share = tolerance.approximation if figure.approximate else tolerance.calendar / 2
    past = _PAST.get(figure.relation, (0.0, 0.0))
    for unit in index.units:
        scale = conversion(unit, figure.unit) if unit and figure.unit else (1, 0)
        if scale is None or not scale[0]:
            continue
        for number in numbers_of(figure):
            middle = float((number - scale[1]) / scale[0])
            reach = abs(middle * float(share)) + float(step(figure)) / 2 / abs(float(scale[0]))
            less, more = (reach + abs(middle) * one for one in past)
            yield from index.between(middle - less, middle + more)
            yield from index.between(-middle - more, -middle + less)


#: By what share of itself a number may lie below or above a bound that is told of it.
_PAST: Mapping[Relation, tuple[float, float]] = {
    **dict.fromkeys((Relation.AT_LEAST, Relation.GREATER_THAN), (0.0, 0.1)),
    **dict.fromkeys((Relation.AT_MOST, Relation.LESS_THAN), (0.1, 0.0)),
}


def _spelled_out(asked: Asked, index: SourceIndex) -> Iterator[Candidate]:
    """Places where both numbers of a claim's range, interval, spread or ratio stand one by one."""
    ends = _ends(asked.claim.quantity)
    if ends is None:
        return
    first, second = ends
    equal = Comparison(ValueRelation.EQUAL, Units.SAME, same_digits=True)
    relation = asked.claim.quantity.relation
    is_course = asked.claim.quantity.text.lower().startswith("from")
    told = min(map(digits_told, numbers_of(asked.claim.quantity)))
    within = WITHIN_TOLD if told > LEAST_TOLD else WITHIN
    for at in dict.fromkeys(_valued(first, index, Tolerance())):
        place = index.places[at]
        if not _is_end(first, place):
            continue
        near = range(max(0, at - within), min(at + within + 1, len(index.places)))
        column = index.column_of(place) if is_course else ()
        others = (index.places[one] for one in (*near, *column))
        for other in others:
            if _are_ends(index, place, other, relation) and _is_end(second, other):
                for one in (place, other):
                    alike = likeness(asked, index, one)
                    yield Candidate(one, equal, alike, has_both_ends=True)
                break


def _are_ends(index: SourceIndex, one: Place, other: Place, relation: Relation) -> bool:
    """Whether two places of a sentence or a table may be the ends of one range."""
    ours, theirs = one.quantity, other.quantity
    here, there = index.passages[one.passage], index.passages[other.passage]
    apart = here is not there and not (here.is_row and here.group == there.group)
    if one.number == other.number or apart:
        return False
    before = other.number < one.number and not _opens_whole(index, other)
    fractions = ours.decimals > ours.scale or theirs.decimals > theirs.scale
    if relation is Relation.RATIO and (here is not there or before or fractions):
        return False  # "in five wards two women" are not two in five
    alike = ours.unit != "" and (ours.unit, ours.relation) == (theirs.unit, theirs.relation)
    return alike or ours.decimals == theirs.decimals


def _opens_whole(index: SourceIndex, place: Place) -> bool:
    """Whether a number says of how many another one is told: "of the 40 patients, two"."""
    start = place.quantity.start
    return _OF_WHOLE.search(index.document.text, max(0, start - 24), start) is not None


_OF_WHOLE = re.compile(
    r"\b(?:of|among)\s(?:(?:the|these|those|all|our|a total of)\s){0,2}$", re.IGNORECASE
)
#: How many numbers apart the two ends of a range may stand, and ends of two digits or more.
WITHIN, WITHIN_TOLD = 3, 5
_TWO_ENDED = frozenset({Relation.RANGE, Relation.INTERVAL, Relation.RATIO})


def _ends(figure: Quantity) -> tuple[Quantity, Quantity] | None:
    """Both numbers of a range, an interval, a spread or "n of N" as quantities of their own."""
    if figure.relation is Relation.PLUS_MINUS:
        low, *rest = numbers_of(figure)
        high = rest[-1] if rest else low
    elif figure.relation in _TWO_ENDED and figure.low is not None and figure.high is not None:
        low, high = figure.low, figure.high
    else:
        return None
    return _end(figure, low), _end(figure, high)


def _end(figure: Quantity, number: Decimal) -> Quantity:
    """One number of a range, by the digits that it prints itself."""
    last = end_step(number, step(figure))
    return replace(
        figure,
        low=number,
        high=number,
        relation=Relation.EXACT,
        statistic="",
        approximate=False,
        decimals=figure.scale - last.adjusted(),
    )


def _is_end(end: Quantity, place: Place) -> bool:
    """Whether a place prints one number of a claim's range, in its unit or in none."""
    if units_of(end, place.quantity) not in (Units.SAME, Units.UNSTATED):
        return False
    if place.quantity.relation in _TWO_ENDED:
        return False
    agree = (ValueRelation.EQUAL, ValueRelation.ROUNDED)
    forms = dict.fromkeys((place.quantity, unsigned(place.quantity)))
    return any(compare(end, one).relation in agree for one in forms)


def _derived(
    asked: Asked, index: SourceIndex, passages: Sequence[int], tolerance: Tolerance
) -> Iterator[Candidate]:
    figure = asked.claim.quantity
    told = [one for one in asked.order if one is not figure]
    wide = replace(tolerance, approximation=_forms(figure, tolerance)[-1][1].approximation)
    form = figure if spoken_share(figure) is None else replace(figure, approximate=True)
    claim = asked.claim
    span = figure.start - claim.start, figure.end - claim.start
    is_time = figure.dimension is Dimension.DURATION and is_timed(claim.text, span[0])
    changes = not is_time and compares(claim.text, *span)
    shares = not is_change(claim.text, *span)
    for number in passages:
        places = [index.places[at] for at in index.passages[number].places]
        places = [one for one in places if not index.is_spread(one)]
        stated = [_marked(index, place) for place in places]
        wholes = [place.whole for place in places]
        yield from _complements(asked, index, places, tolerance)
        yield from _changes(asked, index, places, stated, tolerance)
        rest = not places or not same_side(asked, index, places[0])
        asks = {
            "compares": changes,
            "rest": rest,
            "shares": shares,
            "adds_up": not index.passages[number].is_row,
        }
        for one in derivations(form, stated, wide, wholes, told, **asks):
            if not _is_refuted(index, places, one):
                yield _worked_out(asked, index, places, one)
                break


def _of_ratios(figure: Quantity, index: SourceIndex) -> Iterator[int]:
    """The passages that print a ratio by which something changes by a claim's percentage."""
    if figure.unit == "%":
        for number in numbers_of(figure)[:1]:
            share, reach = float(number) / 100, float(step(figure)) / 200
            for middle in (1 - share, 1 + share):
                for at in index.between(middle - reach, middle + reach):
                    yield index.places[at].passage


#: Arithmetic that divides a count by the size of a group.
_DIVIDES = frozenset({"part", "group", "quotient", "left"})


def _is_refuted(index: SourceIndex, places: Sequence[Place], one: Derivation) -> bool:
    """Whether a count has a share printed behind it that is not the one worked out of it."""
    if one.name not in _DIVIDES or one.value is None:
        return False
    starts = {given.start for given in one.inputs}
    shares = [index.own_share(place) for place in places if place.quantity.start in starts]
    printed = [share for share in shares if share is not None]
    return bool(printed) and all(abs(share - one.value) > 1 for share in printed)


def _of_differences(figure: Quantity, index: SourceIndex) -> Iterator[int]:
    """The passages where two values side by side differ by a claim's number."""
    if figure.relation is not Relation.EXACT or figure.unit in ("", "%"):
        return
    for number in numbers_of(figure):
        middle, reach = abs(float(number)), float(step(figure)) / 2
        for unit, passage in index.apart(middle - reach, middle + reach):
            alike = len(set(in_common(unit, figure.unit))) == 1 or (not unit and _is_scored(figure))
            if alike and digits_told(number) > LEAST_TOLD:
                yield passage


def _is_scored(figure: Quantity) -> bool:
    """Whether a figure counts points, which tables leave out."""
    return figure.dimension is Dimension.SCORE


def _worked_out(
    asked: Asked, index: SourceIndex, places: Sequence[Place], one: Derivation
) -> Candidate:
    """A derivation as a candidate, told of the likest place that it starts from."""
    starts = {given.start for given in one.inputs}
    from_here = [place for place in places if place.quantity.start in starts]
    alike = [(likeness(asked, index, place), place) for place in from_here or places[:1]]
    like, place = max(alike, key=lambda pair: pair[0].score)
    used = {number for given in one.inputs for number in numbers_of(given)}
    reused = sum(told for number, told in asked.others.items() if number in used)
    return Candidate(
        place,
        Comparison(one.relation, Units.SAME),
        like,
        one.arithmetic,
        one.name,
        one.ways,
        reused,
        one.rises,
        halved=0 < len(used & asked.others.keys()) < len(used),
    )


#: What a passage calls a ratio by whose number it does not print "OR" or "HR".
_RATIO_NAMES = frozenset({"odds ratio", "hazard ratio", "risk ratio", "rate ratio"})


def _marked(index: SourceIndex, place: Place) -> Quantity:
    """A place's quantity, marked where it is known to be a ratio, or to count things."""
    quantity = place.quantity
    if place.is_tally:
        repeats = tallied(index.document.text, quantity.end) in _REPEATS
        return quantity if repeats else replace(quantity, statistic=TALLY)
    if quantity.unit or quantity.statistic or not quantity.decimals:
        return quantity
    passage = index.passages[place.passage]
    around = passage.around if passage.is_row else frozenset()
    named = _RATIO_NAMES & (place.headings | passage.ranks.keys() | around)
    return replace(quantity, statistic="OR") if named else quantity


#: What is done again and again, so that an amount each time adds up.
_REPEATS = frozenset(
    """times sessions classes visits doses injections treatments courses cycles lessons lectures
    bouts sets repetitions intervals infusions fractions exercises applications capsules tablets
    meals weekdays nights mornings evenings calls contacts modules meetings occasions periods
    """.split()
)


def _changes(
    asked: Asked,
    index: SourceIndex,
    places: Sequence[Place],
    stated: Sequence[Quantity],
    tolerance: Tolerance,
) -> Iterator[Candidate]:
    """Intervals of a ratio as by how many percent it changes: 0.19 to 0.92 are 8% to 81% less."""
    for place, quantity in zip(places, stated, strict=True):
        change = relative_interval(asked.claim.quantity, quantity)
        found = compare(asked.claim.quantity, change, tolerance) if change else None
        if change and found and found.fits:
            told = f"{quantity.text} times is {change.low} to {change.high}%"
            alike = likeness(asked, index, place)
            yield Candidate(place, found, alike, told, "relative", len(places))


def _of_groups(
    asked: Asked, index: SourceIndex, passages: Sequence[int], tolerance: Tolerance
) -> Iterator[Candidate]:
    """A percentage as a count in a group whose size the source tells elsewhere.

    The count is one of a near passage, or stands beside the percentage in the
    claim itself ("194 participants (91.9%)").
    """
    figure = asked.claim.quantity
    span = figure.start - asked.claim.start, figure.end - asked.claim.start
    if figure.unit != "%" or is_change(asked.claim.text, *span):
        return
    wholes = index.wholes(figure)
    for number in passages:
        for place in (index.places[at] for at in index.passages[number].places):
            one = of_groups(figure, place.quantity, wholes, tolerance)
            if one is not None and not _is_refuted(index, [place], one):
                yield _worked_out(asked, index, [place], one)
    at = asked.order.index(figure)
    for own in (*asked.order[max(0, at - 1) : at], *asked.order[at + 1 : at + 2]):
        for whole in wholes:
            one = of_groups(figure, own, (whole,), tolerance)
            holder = next(iter(index.passages_with(whole)), None) if one else None
            if one is not None and holder is not None:
                places = [index.places[at] for at in index.passages[holder].places]
                stated = [place for place in places if whole in numbers_of(place.quantity)]
                yield _worked_out(asked, index, stated, one)


def _complements(
    asked: Asked, index: SourceIndex, places: Sequence[Place], tolerance: Tolerance
) -> Iterator[Candidate]:
    """Places that state the rest of 100% of those whom the claim leaves out."""
    for place in places:
        found = complement(asked.claim.quantity, place.quantity, tolerance)
        turned = of_the_rest(asked, index, place) if found else None
        if found and turned is None and denies(asked, index, place):
            turned = asked  # "88% had no relapse" where 12% relapsed
        if found and turned:
            yield Candidate(
                place,
                Comparison(found.relation, Units.SAME),
                likeness(turned, index, place),
                found.arithmetic,
                found.name,
                len(places),
                turned=True,
            )
