"""The contest: the best place of a claim's value against the best place of a rival.

A value that stands somewhere in a long source proves little, and a passage
about the right thing with another value next to it proves the opposite.  So
each source is asked for both, and the two are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from checkers.adjusted import less_adjusted
from checkers.apart import apart
from checkers.candidate import Candidate
from checkers.commensurable import Units
from checkers.comparable import CLOSE
from checkers.compare import Tolerance
from checkers.conditions import told_of_other
from checkers.crossed import crossing
from checkers.differ import (
    denies,
    difference,
    goes,
    gravest,
    mirrors,
    narrower,
    opposes,
    weighs_otherwise,
)
from checkers.elsewhere import named_elsewhere
from checkers.extremes import is_of_most, is_overall
from checkers.gather import gather
from checkers.greater import are_others, is_reversed, sizes_changes
from checkers.index import Place, SourceIndex, numbers_of
from checkers.leans import leans_otherwise
from checkers.limits import of_other_limit, takes_doses_for_gaps
from checkers.model import Reason, Verdict
from checkers.others import lack_the_same, of_others
from checkers.outcomes import of_other_outcome
from checkers.relation import ValueRelation
from checkers.rivalry import Rivalry, lacking, strays
from checkers.same import Asked, counted_in, counts_alike
from checkers.signals import signals
from checkers.standing import stands_alike, stands_apart
from checkers.studied import is_studied
from checkers.terms import other_terms
from checkers.tested import of_other_measure
from checkers.trees import contest_model
from checkers.verdict import Same, decide
from checkers.whose import is_of_one, whose
from claims.extract import Statement
from claims.quantity import Quantity, Relation

#: Fitting places, and rivals, that are looked at word by word.
LOOKED_AT = 4
#: Fitting places that are weighed, the second only where the first does not bear the claim out.
WEIGHED = 2
#: How alike a rival must be to contradict.
RIVAL_ENOUGH = 0.45
#: How likely a place has to be that gives one end of a claim's range, or a number inside it.
PART_MARK = 0.5
#: What such a place is to the claim.
PARTS = frozenset({ValueRelation.ONE_END, ValueRelation.CONTAINED})
#: A source of so few figures meets a value seldom by chance: what the odds are multiplied by,
#: since the trees have only seen whole articles. One end of a range, or a far bound, is met more
#: easily.
FEW_PLACES, SHORT_ODDS = 10, 4.0
#: An abstract prints so many figures at most, and seldom says a thing twice.
ABSTRACT_PLACES = 60
#: A claim of so many concepts shares more than this with a few sentences about the same thing.
SEVERAL, NEXT_TO_ALL = 4, 0.9
_NUMBER = re.compile(r"\d{2,}(?:[.,]\d+)*")
#: By what share a number may lie past a bound that is close to it.
NEAR_BOUND = 0.1
#: How sure it is what the words of a few sentences ask to be worked out.
FIRM = 0.7
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
    fitting, found = sides(asked, index, tolerance)
    rivals = _Rivals(asked, index, found)
    short = (len(index.places) if figures is None else figures) <= FEW_PLACES
    barred = partial(_is_barred_in_few, asked, index, rivals)
    best = _likeliest(weigh(asked, index, fitting, found), barred, short=short)
    return _outcome(best, rivals)


@dataclass(frozen=True)
class _Rivals:
    """Rivals, the likest first, each looked at word by word when it is asked for, and once.

    Attributes:
        asked: the claim.
        index: the source.
        found: the rivals as they were found.
    """

    asked: Asked
    index: SourceIndex
    found: Sequence[Candidate]

    @cached_property
    def _looked(self) -> dict[int, Candidate]:
        return {}

    def at(self, number: int) -> Candidate:
        """A rival with what tells it from the claim."""
        if number not in self._looked:
            self._looked[number] = _looked_at(self.asked, self.index, self.found[number])
        return self._looked[number]

    def strong(self, enough: float = RIVAL_ENOUGH) -> Iterator[Candidate]:
        """Those that may contradict: about the same thing, and as alike as is enough."""
        likest = (at for at, one in enumerate(self.found) if one.alike.score >= enough)
        return (one for one in map(self.at, likest) if one.differs is Same.SAME)

    def first(self) -> Candidate | None:
        """The likest of all."""
        return self.at(0) if self.found else None


def _is_barred_in_few(
    asked: Asked, index: SourceIndex, rivals: _Rivals, candidate: Candidate
) -> bool:
    """Whether a few sentences tell of another thing, by what they leave out or give another."""
    if len(index.places) > ABSTRACT_PLACES:
        return False
    asked_for = candidate.firm and candidate.turned  # "nobody under 70", of all who were studied
    strange = not asked_for and len(index.places) <= FEW_PLACES and _is_strange(asked, index)
    return strange or _is_anothers(candidate, rivals)


def _is_strange(asked: Asked, index: SourceIndex) -> bool:
    """Whether a source shares next to no word with a claim of several: wheat and wounds."""
    if len(asked.wide) < SEVERAL or lacking(asked, index) < NEXT_TO_ALL:
        return False
    start, end = asked.span
    rest = asked.claim.text[:start] + asked.claim.text[end:]
    if sum(_is_stated(index, one) for one in asked.order) > 1:
        return False
    stated = set(_NUMBER.findall(index.document.text))
    return stated.isdisjoint(_NUMBER.findall(rest))  # the same years are about the same thing


def _is_stated(index: SourceIndex, figure: Quantity) -> bool:
    """Whether a few sentences print a figure with its unit."""
    told = (figure.low, figure.high)
    alike = (one.quantity for one in index.places)
    return any(told == (one.low, one.high) and _is_unit(figure, one) for one in alike)


def _is_unit(figure: Quantity, stated: Quantity) -> bool:
    ours, theirs = figure.unit, stated.unit
    return bool(theirs) and (ours == theirs or ours.startswith(f"{theirs} per "))


def _is_anothers(candidate: Candidate, rivals: _Rivals) -> bool:
    """Whether a sentence gives another group the claim's number, and the claim's group another.

    An article may say elsewhere, or in other words, what a claim says; a few
    sentences hardly do.
    """
    enough = min(RIVAL_ENOUGH, candidate.alike.score)
    return candidate.differs is Same.SIBLING and any(
        one.place.passage == candidate.place.passage for one in rivals.strong(enough)
    )


def sides(
    asked: Asked, index: SourceIndex, tolerance: Tolerance
) -> tuple[list[Candidate], list[Candidate]]:
    """The places whose value fits, looked at word by word, and those that state another one.

    The likest come first.  The words of the others are looked at where they decide.
    """
    candidates = sorted(gather(asked, index, tolerance), key=_best_first)
    look = partial(_looked_at, asked, index)
    fitting = [one for one in candidates if one.comparison.fits and not _is_own(asked, one)]
    fitting = _without_nearby(asked, index, fitting)
    rivals = [one for one in candidates if _is_rival(asked, index, one)]
    likest = dict.fromkeys(rivals[:LOOKED_AT] + strays(asked, rivals)[:LOOKED_AT])
    return sorted(map(look, fitting[:LOOKED_AT]), key=_best_first), list(likest)


def _without_nearby(
    asked: Asked, index: SourceIndex, fitting: Sequence[Candidate]
) -> list[Candidate]:
    """The places that fit, without those near the value where the number itself is printed.

    In an abstract, "about 47%" is said of its 47% and not of its 50%, nor "up to 47%" of its 20%.
    """
    exact = any(one.comparison.relation in _ITSELF and not one.arithmetic for one in fitting)
    if not exact or len(index.places) > ABSTRACT_PLACES:
        return list(fitting)
    utmost = asked.claim.quantity.text.lower().startswith(_UTMOST)
    nearby = {ValueRelation.APPROXIMATE, *([ValueRelation.SATISFIES] if utmost else [])}
    return [one for one in fitting if one.comparison.relation not in nearby]


#: What tells a value that is reached, though it reads as a bound.
_UTMOST = ("as many as", "up to", "as much as", "as high as", "as few as", "as little as")
_ITSELF = frozenset({ValueRelation.EQUAL, ValueRelation.ROUNDED})


def _is_own(asked: Asked, candidate: Candidate) -> bool:
    """Whether a number inside a claim's range is one that the claim tells besides.

    The 3.1 of "3.1 days (2-5 days)" says nothing of the range.
    """
    inside = candidate.comparison.relation is ValueRelation.CONTAINED
    return inside and asked.others.keys() >= set(numbers_of(candidate.place.quantity))


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
    found: Iterable[Weighed], barred: Callable[[Candidate], bool], *, short: bool
) -> Weighed | None:
    """The first place that bears a claim out; the likest of all where none does."""
    likest: Weighed | None = None
    for one in found:
        sure = _sure(one, short=short)
        if barred(one.candidate):
            sure = min(sure, contest_model().barred)
        told = replace(one, sure=sure)
        if told.passes:
            return told
        likest = likest or told
    return likest


def _sure(one: Weighed, *, short: bool) -> float:
    """How likely a place bears the claim out, its signals read by the trees."""
    if one.candidate.firm:
        return FIRM
    told = {**one.signals, **_SAME_WAY} if one.candidate.mirrored else one.signals
    sure = contest_model().probability(told)
    if not short or one.candidate.differs is Same.SIBLING or one.signals["points-alone"]:
        return sure  # the number of another group, or of percent, is met for a reason
    odds = SHORT_ODDS if one.candidate.arithmetic or _is_close(one) else 1.0
    return odds * sure / (1 - sure + odds * sure)


def _is_close(one: Weighed) -> bool:
    """Whether a place states the claim's number, one right past its bound or in its range."""
    found = one.candidate.comparison
    past = found.relation is ValueRelation.SATISFIES and found.gap <= NEAR_BOUND
    return past or found.relation in CLOSE or found.relation is ValueRelation.CONTAINED


def _mark(candidate: Candidate) -> float:
    """From which probability on a place bears a claim out."""
    mark = contest_model().mark
    return max(mark, PART_MARK) if candidate.comparison.relation in PARTS else mark


def _best_first(candidate: Candidate) -> tuple[float, int]:
    return -_worth(candidate), candidate.place.number


def _looked_at(asked: Asked, index: SourceIndex, candidate: Candidate) -> Candidate:
    """The candidate with what tells it from the claim."""
    if candidate.turned:
        few = len(index.places) <= ABSTRACT_PLACES
        amiss = few and of_other_measure(asked, index, candidate)
        standing = Same.OTHER if amiss else stands_apart(asked, index, candidate, few=few)
        return replace(candidate, differs=standing)
    place = candidate.place
    differs = difference(asked, index, place, candidate.used)
    added = candidate.firm and candidate.worked in _ADDED
    if differs is Same.SAME and not added and narrower(asked, index, place):
        differs = Same.POPULATION
    told = apart(asked, index, candidate)
    if differs is Same.SIBLING and _is_of_those_without(asked, index, candidate):
        differs = Same.SAME
    if added and differs is Same.SIBLING:
        differs = Same.SAME  # who adds groups up, or goes back to the whole, tells of several
    studied = differs in _ALIKE and is_studied(asked, index, candidate)
    if studied:
        differs = Same.SAME
    fits = candidate.comparison.fits
    against = candidate.rises is not None and goes(asked) == (-1 if candidate.rises else 1)
    looked = replace(
        candidate,
        differs=gravest((_differs(differs, told.what), _standing(asked, index, candidate))),
        opposed=fits
        and (against or _leans(asked, index, candidate) or _says_otherwise(asked, index, candidate))
        and not stands_alike(asked, index, place),
        groups=-1
        if told.crossed or _of_another(asked, index, candidate)
        else _crossing(asked, index, candidate),
        mirrored=fits and mirrors(asked, index, place),
        credited=fits and index.cites(index.passages[place.passage]),
        firm=candidate.firm or studied,
    )
    return replace(looked, differs=Same.OTHER) if _is_of_others(asked, index, looked) else looked


#: What may tell a place from a claim in a few sentences: whose it is, of what, with which dose.
_OTHERS = (
    of_others,
    of_other_outcome,
    of_other_limit,
    of_other_measure,
    is_of_one,
    takes_doses_for_gaps,
)


def _is_of_others(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a few sentences give the claim's number to others than the claim does."""
    if len(index.places) > ABSTRACT_PLACES or not candidate.comparison.fits:
        return False
    if is_barred(candidate):
        return False
    return any(told(asked, index, candidate) for told in _OTHERS)


def _is_of_those_without(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a few sentences tell a number of those without what a claim's people lack."""
    few = len(index.places) <= ABSTRACT_PLACES
    return few and candidate.comparison.fits and lack_the_same(asked, index, candidate.place)


def _standing(asked: Asked, index: SourceIndex, candidate: Candidate) -> Same:
    """What tells a place from a claim that takes what was planned for what was found, say."""
    few = len(index.places) <= ABSTRACT_PLACES
    if is_overall(asked, index, candidate.place) or (few and is_of_most(asked, index, candidate)):
        return Same.OTHER
    terms = other_terms(asked, index, candidate) if candidate.comparison.fits else Same.SAME
    less = less_adjusted(asked, index, candidate.place) if few else Same.SAME
    return gravest((terms, less, stands_apart(asked, index, candidate, few=few)))


_ALIKE = frozenset({Same.SAME, Same.SIBLING, Same.POPULATION})
#: Arithmetic that takes several groups together, or a part of one for a part of another.
_ADDED = frozenset({"sum", "quotient"})


def _differs(differs: Same, told: Same) -> Same:
    """What differs: what a place is told of without doubt goes before whose words stand nearer."""
    sure = differs is Same.SIBLING and told in (Same.TIME, Same.POPULATION)
    return told if sure else gravest((differs, told))


def _of_another(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a few paragraphs tell the claim's number of another thing than the claim's."""
    few = len(index.places) <= ABSTRACT_PLACES
    return few and candidate.comparison.fits and named_elsewhere(asked, index, candidate)


def _crossing(asked: Asked, index: SourceIndex, candidate: Candidate) -> int:
    """Whether a place that prints the claim's number gives it to the claim's group."""
    if not candidate.comparison.fits:
        return 0
    printed = not candidate.arithmetic
    if len(index.places) <= ABSTRACT_PLACES:
        if printed and told_of_other(asked, index, candidate.place):
            return -1
        if way := whose(asked, index, candidate):
            return way
    return crossing(asked, index, candidate.place) if printed else 0


def _leans(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a few paragraphs give less to whom a claim gives more, or call it no sure thing."""
    is_short = len(index.places) <= ABSTRACT_PLACES
    if is_short and weighs_otherwise(asked, index, candidate.place):
        return True
    of_two = is_short and bool(candidate.used) and candidate.worked in _OF_TWO
    return of_two and leans_otherwise(asked, index, candidate)


def _says_otherwise(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a passage states the opposite direction, or what the claim denies."""
    if candidate.worked in _OF_TWO:
        if _turns_two(asked, index, candidate):
            return True
        if candidate.firm and _SETS_AGAINST.search(asked.claim.text):
            return False  # "fell by 4 more than" goes another way than "fell"
    counts = _counts(asked, index, candidate)
    sized = candidate.worked == "difference" and sizes_changes(asked, index, candidate.place)
    return any(denies(asked, index, one) for one in counts) or opposes(
        asked, index, candidate.place, sized=sized
    )


#: What tells that a claim sets one against another.
_SETS_AGAINST = re.compile(r"(?i)\b(?:than|compared\s(?:with|to)|relative\sto|over\sand\sabove)\b")
#: Arithmetic that tells how far apart two values are.
_OF_TWO = frozenset({"difference", "fold"})


def _turns_two(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a claim makes the smaller of the two values greater that it tells the distance of."""
    near = range(candidate.place.passage - 1, candidate.place.passage + 2)
    found = [
        index.places[at]
        for number in near
        if 0 <= number < len(index.passages)
        for at in index.passages[number].places
        if index.places[at].quantity.start in candidate.used
    ]
    return len(found) == _TWO and (
        is_reversed(asked, index, *found) or are_others(asked, index, *found)
    )


_TWO = 2


def _counts(asked: Asked, index: SourceIndex, candidate: Candidate) -> Sequence[Place]:
    """The places that say how many a candidate counts: the 12 of "12 of 40"."""
    if candidate.arithmetic:
        return [candidate.counted] if candidate.counted else []
    figure, place = asked.claim.quantity, candidate.place
    if figure.relation is not Relation.RATIO:
        return [place]
    passage = index.passages[place.passage]
    held = (index.places[at] for at in passage.places)
    return [one for one in held if one.quantity.low == figure.low]


def _outcome(best: Weighed | None, rivals: _Rivals) -> Outcome:
    model = contest_model()
    sure, told = model.absent, best.signals if best else {}
    if best:
        same = _sameness(best)
        sure = min(best.sure, model.barred) if is_barred(best.candidate) else best.sure
        if same is not Same.OTHER:
            return _decided(best.candidate, same, sure, told)
    strong = next(rivals.strong(), None)
    if strong:
        return _decided(strong, Same.SAME, sure, told)
    tempting = best.candidate if best else rivals.first()
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
    if candidate.groups < 0:
        return Same.SAME if candidate.opposed else Same.SIBLING
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
    return candidate.differs is Same.OTHER or candidate.opposed or candidate.groups < 0


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
#: What it costs that a place leaves the unit to be guessed.
_UNSTATED = 0.1


def _worth(candidate: Candidate) -> float:
    """How good a place is as evidence: its likeness less what speaks against it."""
    cost = _LOOSE.get(candidate.comparison.relation, 0.0) + _DIFFERS.get(candidate.differs, 0.0)
    cost += _GAP * candidate.comparison.gap + (_WORKED if candidate.arithmetic else 0.0)
    cost += _UNSTATED if candidate.comparison.units is Units.UNSTATED else 0.0
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


def _counts_others(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a claim and a place count things of different names, people aside."""
    ours = counted_in(asked.claim.text, asked.span[1])
    theirs = counted_in(index.document.text, candidate.place.quantity.end)
    return ours is not None and theirs is not None and not counts_alike(ours, theirs)
