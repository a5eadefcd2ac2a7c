"""The signals of a contest, by name: what a verdict is weighed from.

One row of numbers a claim and source.  They are computed in one place for the
judge, for ``--explain`` and for the training of the weights, so that the three
cannot drift apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from checkers.aligned import Over
from checkers.candidate import Candidate
from checkers.compare import Units, ValueRelation
from checkers.direction import (
    Directed,
    agreement,
    alignment,
    directed,
    governing,
    nearest,
    signed,
)
from checkers.foreign import Part, foreign, names_itself
from checkers.index import SourceIndex, digits_told, numbers_of
from checkers.pairing import beside, pairing
from checkers.same import Asked
from checkers.verdict import Same
from claims.quantity import Quantity, Relation

_LIKENESS = ("near", "wide", "back", "numbers", "group", "neighbours")
#: How close a fit is, from an equal value to one end of a range.
_CLOSENESS = {
    ValueRelation.EQUAL: 1.0,
    ValueRelation.ROUNDED: 0.9,
    ValueRelation.APPROXIMATE: 0.6,
    ValueRelation.SATISFIES: 0.5,
    ValueRelation.CONTAINED: 0.4,
    ValueRelation.FINER: 0.3,
    ValueRelation.ONE_END: 0.2,
}
#: Sorts of arithmetic: a share of counts or so many times an amount, a difference, how many
#: times, percent of a ratio.
_WORKED: Mapping[str, frozenset[str]] = {
    "share": frozenset({"share", "count", "part", "group", "quotient", "left", "product"}),
    "difference": frozenset({"difference", "course", "change"}),
    "relative": frozenset({"relative", "fold"}),
}
#: Signals that can only speak for a place (1) or against it (-1), whatever the data say.
MONOTONE: Mapping[str, int] = {
    **dict.fromkeys((*_LIKENESS, "close", "lead", "unit-same", "direction-same", "source-same"), 1),
    **dict.fromkeys(
        ("unit-elsewhere", "stray-lead", "laid-same", "head-same", "sign", "derived-reused"), 1
    ),
    **dict.fromkeys(
        (
            "pair-own",
            "pair-slot",
            "pair-order",
            "pair-mention",
            "pair-words",
            "pair-names",
            "pair-flow",
            "pair-sense",
        ),
        1,
    ),
    **dict.fromkeys(("pair-before", "pair-after"), 1),
    **dict.fromkeys(
        (
            "gap",
            "derived-ways",
            "foreign",
            "foreign-this",
            "opposed",
            "direction-opposite",
            "source-opposite",
            "head-opposite",
            "slip",
            "other",
            "sibling",
            "rival-slot",
            "stray",
            "stray-slot",
            "overlap",
            "points-alone",
            "laid-replaced",
            "laid-turned",
            "laid-stray",
            "end",
        ),
        -1,
    ),
}


def signals(
    asked: Asked,
    index: SourceIndex,
    fitting: Sequence[Candidate],
    rivals: Sequence[Candidate],
) -> Mapping[str, float]:
    """The signals for the best fitting place and its best rival.

    Args:
        asked: the claim.
        index: the source.
        fitting: places whose value fits, best first; at least one.
        rivals: places of the same sort whose value does not, best first.
    """
    best = fitting[0]
    found = {name: getattr(best.alike, name) for name in _LIKENESS}
    found |= _fit(asked, index, best)
    found |= _rivalry(asked, index, fitting, rivals)
    found |= _straying(asked, index, best, rivals)
    found |= _direction(asked, index, fitting)
    found |= _whose(asked, index, best)
    place = pairing(asked, index, best.place)
    found |= {f"pair-{name}": value for name, value in place._asdict().items()}
    found["trust"] = best.alike.trust
    found["told"] = max(map(digits_told, numbers_of(asked.claim.quantity)), default=0.0) / 10
    printed = [index.count(number) for number in numbers_of(asked.claim.quantity)]
    found["twins"] = math.log10(1 + max(printed, default=0))
    found["places"] = math.log10(1 + len(index.places))
    return found


def strays(asked: Asked, rivals: Iterable[Candidate]) -> list[Candidate]:
    """The rivals whose numbers the claim's sentence nowhere prints, likest first.

    That 12% stands beside 30% in both texts says nothing; that the source has 15%
    in its place does.
    """
    own = {*asked.others, *numbers_of(asked.claim.quantity)}
    return [
        one
        for one in rivals
        if own.isdisjoint(numbers_of(one.place.quantity)) or one.comparison.unit_slip
    ]


_SPANS = frozenset({Relation.RANGE, Relation.INTERVAL})
_BOUNDS = frozenset(
    {Relation.AT_LEAST, Relation.AT_MOST, Relation.GREATER_THAN, Relation.LESS_THAN}
)


def _closeness(asked: Asked, best: Candidate) -> float:
    """How close the fit is; a bound that another bound implies was hardly read off it."""
    close = _CLOSENESS[best.comparison.relation]
    both = {asked.claim.quantity.relation, best.place.quantity.relation} <= _BOUNDS
    satisfied = best.comparison.relation is ValueRelation.SATISFIES
    return close / 2 if both and satisfied else close


def _is_end(figure: Quantity, place: Quantity) -> bool:
    """Whether a number is held against one end of a range or an interval."""
    return figure.relation is Relation.EXACT and place.relation in _SPANS


def _unit_named(asked: Asked, index: SourceIndex, best: Candidate) -> float:
    """Of a place without a unit: 1 if its passage prints the claim's, -1 if another of its sort."""
    figure = asked.claim.quantity
    if best.comparison.units is not Units.UNSTATED or not figure.unit:
        return 0.0
    beside = [index.places[at].quantity for at in index.passages[best.place.passage].places]
    if any(one.unit == figure.unit for one in beside):
        return 1.0
    sort = figure.dimension
    return -float(any(one.unit and one.dimension is sort for one in beside))


def _unit_elsewhere(asked: Asked, index: SourceIndex, best: Candidate) -> float:
    """Of a place without a unit: how its number is printed elsewhere.

    Returns:
        1 if with the claim's unit, -1 if only with others of its sort, 0 if with none.
    """
    figure = asked.claim.quantity
    if best.comparison.units is not Units.UNSTATED or not figure.unit:
        return 0.0
    units = {
        one.unit
        for number in numbers_of(figure)
        for one in index.printed_as(number)
        if one.dimension is figure.dimension
    }
    return 1.0 if figure.unit in units else -float(bool(units))


#: What is said of percentages that are subtracted.
_SUBTRACTED = frozenset({"difference", "absolut", "gap", "minu"})


def _points_alone(asked: Asked, index: SourceIndex, best: Candidate) -> float:
    """1 if a claim has percentage points where the source has percent of no difference."""
    units = (asked.claim.quantity.unit, best.place.quantity.unit)
    if units != ("percentage point", "%") or best.arithmetic:
        return 0.0
    passage = index.passages[best.place.passage]
    named = _SUBTRACTED & (passage.ranks.keys() | best.place.headings)
    return float(not named)


def _straying(
    asked: Asked, index: SourceIndex, best: Candidate, rivals: Sequence[Candidate]
) -> Mapping[str, float]:
    """The rivals that the claim does not print itself, and both laid under the claim."""
    over = Over(asked)
    others = strays(asked, rivals)
    likest = max((one.alike.score for one in others), default=0.0)
    spans = (
        one.alike.score for one in others if one.comparison.relation is ValueRelation.OVERLAPPING
    )
    slots = (sum(beside(asked, index, one.place)) * one.alike.score for one in others)
    laid = over.lay(index, best.place)
    replaced = [over.lay(index, one.place).replaced for one in others[:_LAID]]
    return {
        "stray": likest,
        "stray-lead": best.alike.score - likest if others else 1.0,
        "stray-slot": max(slots, default=0.0),
        "overlap": max(spans, default=0.0),
        "laid-same": laid.same,
        "laid-replaced": laid.replaced,
        "laid-turned": laid.turned,
        "laid-stray": max(replaced, default=0.0),
    }


#: As many rivals are laid under the claim.
_LAID = 2


def _fit(asked: Asked, index: SourceIndex, best: Candidate) -> Mapping[str, float]:
    figure, place = asked.claim.quantity, best.place.quantity
    return {
        "close": _closeness(asked, best),
        "shape": float(figure.relation is place.relation),
        "end": float(_is_end(figure, place)),
        "unit-converted": float(best.comparison.units is Units.CONVERTED),
        "unit-named": _unit_named(asked, index, best),
        "unit-elsewhere": _unit_elsewhere(asked, index, best),
        "points-alone": _points_alone(asked, index, best),
        "unit-used": float(not figure.unit or figure.unit in index.units),
        "unit-same": float(best.comparison.units is Units.SAME and bool(asked.claim.quantity.unit)),
        "unit-unstated": float(best.comparison.units is Units.UNSTATED),
        "unsigned": float(best.unsigned),
        "derived": float(bool(best.arithmetic)),
        "derived-ways": math.log10(1 + best.ways),
        "derived-reused": best.reused / 10,
        **{f"derived-{sort}": float(best.worked in names) for sort, names in _WORKED.items()},
        "gap": best.comparison.gap,
        "row": float(index.passages[best.place.passage].is_row),
        "other": float(best.differs is Same.OTHER),
        "sibling": float(best.differs is Same.SIBLING),
        "elsewhere": float(best.differs in (Same.TIME, Same.POPULATION)),
    }


def _whose(asked: Asked, index: SourceIndex, best: Candidate) -> Mapping[str, float]:
    """Whether the passage tells of its own work, and whether the claim says that it does."""
    passage = index.passages[best.place.passage]
    part = index.part(passage)
    others = 0.0
    if not passage.is_row:
        others = foreign(index.document.text[passage.start : passage.end])
    return {
        "foreign": others,
        "foreign-this": others * names_itself(asked.claim.text),
        "part-before": float(part is Part.BEFORE),
        "part-own": float(part is Part.OWN),
        "part-after": float(part is Part.AFTER),
    }


def _rivalry(
    asked: Asked,
    index: SourceIndex,
    fitting: Sequence[Candidate],
    rivals: Sequence[Candidate],
) -> Mapping[str, float]:
    """How the best rival compares; all zero where there is none."""
    best = fitting[0]
    found = {f"rival-{name}": 0.0 for name in _LIKENESS}
    found |= {"lead": 1.0, "rival-beside": 0.0, "rival-group": 0.0, "rival-range": 0.0}
    if rivals:
        rival = rivals[0]
        found |= {f"rival-{name}": getattr(rival.alike, name) for name in _LIKENESS}
        found["lead"] = best.alike.score - rival.alike.score
        found["rival-beside"] = float(rival.place.passage == best.place.passage)
        found["rival-range"] = float(rival.comparison.relation is ValueRelation.OVERLAPPING)
        group = index.passages[rival.place.passage].group
        found["rival-group"] = float(group == index.passages[best.place.passage].group)
    found["rival-slot"] = max((sum(beside(asked, index, one.place)) for one in rivals), default=0.0)
    slips = [one.alike.score for one in rivals if one.comparison.unit_slip]
    found["slip"] = max(slips, default=0.0)
    found["second"] = fitting[1].alike.score if len(fitting) > 1 else 0.0
    return found


def _direction(
    asked: Asked, index: SourceIndex, fitting: Sequence[Candidate]
) -> Mapping[str, float]:
    """Whether the directions of the claim are those of the passage, and of the whole source."""
    claim = asked.claim
    figure = claim.quantity
    best = fitting[0]
    found = list(directed(claim.text, 0, len(claim.text)))
    start, end = figure.start - claim.start, figure.end - claim.start
    ours = governing(found, start, end)
    here = alignment(ours, _directions_in(index, best))
    anywhere = alignment(ours, index.directions)
    head = nearest(found, start, end)
    heads = [
        agreement(head, nearest(_directions_in(index, one), *_span(one))) * one.alike.score
        for one in fitting
    ]
    return {
        "opposed": max(one.alike.score * one.opposed for one in fitting),
        "direction-same": here.same,
        "direction-opposite": here.opposite,
        "source-same": anywhere.same,
        "source-opposite": anywhere.opposite,
        "head-same": max(0.0, *heads),
        "head-opposite": -min(0.0, *heads),
        "sign": signed(claim.text, start, figure, head),
    }


def _directions_in(index: SourceIndex, candidate: Candidate) -> list[Directed]:
    passage = index.passages[candidate.place.passage]
    return [one for one in index.directions if passage.start <= one.word.start < passage.end]


def _span(candidate: Candidate) -> tuple[int, int]:
    return candidate.place.quantity.start, candidate.place.quantity.end
