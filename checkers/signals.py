"""The signals of a contest, by name: what a verdict is weighed from.

One row of numbers a claim and source.  They are computed in one place for the
judge, for ``--explain`` and for the training of the weights, so that the three
cannot drift apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from checkers.candidate import Candidate
from checkers.commensurable import Units
from checkers.direction import alignment
from checkers.foreign import Part, foreign, names_itself
from checkers.index import GROUP_SIZES, SourceIndex
from checkers.moments import at_start, same_moment
from checkers.pairing import pairing
from checkers.relation import ValueRelation
from checkers.rivalry import ALIKE, Rivalry
from checkers.same import Asked, counted_in, counts_alike
from checkers.verdict import Same
from checkers.words import PEOPLE
from claims.quantity import Quantity, Relation

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
    "group": frozenset({"group"}),
    "sum": frozenset({"sum"}),
    "difference": frozenset({"difference", "course", "change"}),
    "relative": frozenset({"relative", "fold"}),
}
#: Signals that can only speak for a place (1) or against it (-1), whatever the data say.
MONOTONE: Mapping[str, int] = {
    **dict.fromkeys((*ALIKE, "close", "lead", "unit-same", "direction-same", "source-same"), 1),
    **dict.fromkeys(
        (
            "counted",
            "time-same",
            "both-ends",
            "unit-elsewhere",
            "stray-lead",
            "laid-same",
            "head-same",
            "sign",
            "derived-reused",
        ),
        1,
    ),
    **dict.fromkeys(
        (
            "pair-groups",
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
            "spread",
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
            "lacks-words",
            "lacks-numbers",
            "laid-replaced",
            "laid-turned",
            "laid-stray",
            "end",
        ),
        -1,
    ),
}


def signals(rivalry: Rivalry, at: int) -> Mapping[str, float]:
    """The signals for one of the places that fit a figure.

    Args:
        rivalry: the places that fit and their rivals.
        at: which of those that fit is weighed, from 0.
    """
    asked, index, best = rivalry.asked, rivalry.index, rivalry.fitting[at]
    found = {name: getattr(best.alike, name) for name in (*ALIKE, "trust")}
    found |= rivalry.signals
    found |= _fit(asked, index, best)
    found |= _whose(asked, index, best)
    found |= _among(rivalry, at)
    found |= _laid(rivalry, at)
    found |= _bound(rivalry, at)
    return found


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
    units = index.units_with(figure)
    return 1.0 if figure.unit in units else -float(bool(units))


def _counted(asked: Asked, index: SourceIndex, best: Candidate) -> float:
    """Of two counts: 1 if of the same things, -1 if of others, 0 where either names none."""
    claim, stated = asked.claim, best.place.quantity
    ours = counted_in(claim.text, asked.span[1]) if asked.is_tally else None
    if ours is None or best.arithmetic or not best.place.is_tally:
        return 0.0
    if stated.statistic in GROUP_SIZES:
        return float(ours.kind == PEOPLE)
    theirs = counted_in(index.document.text, stated.end)
    if theirs is None:
        return 0.0
    return 1.0 if counts_alike(ours, theirs) else -1.0


#: What is said of percentages that are subtracted, as concepts.
_SUBTRACTED = frozenset({"difference", "absolut", "gap", "minu"})


def _points_alone(asked: Asked, index: SourceIndex, best: Candidate) -> float:
    """1 if a claim has percentage points where the source has percent of no difference."""
    units = (asked.claim.quantity.unit, best.place.quantity.unit)
    if units != ("percentage point", "%") or best.arithmetic:
        return 0.0
    passage = index.passages[best.place.passage]
    return float(_SUBTRACTED.isdisjoint(passage.ranks.keys() | best.place.headings))


def _fit(asked: Asked, index: SourceIndex, best: Candidate) -> Mapping[str, float]:
    figure, place = asked.claim.quantity, best.place.quantity
    return {
        "close": _closeness(asked, best),
        "shape": float(figure.relation is place.relation),
        "end": float(_is_end(figure, place)),
        "spread": float(index.is_spread(best.place) and not asked.is_spread),
        "unit-converted": float(best.comparison.units is Units.CONVERTED),
        "unit-named": _unit_named(asked, index, best),
        "unit-elsewhere": _unit_elsewhere(asked, index, best),
        "points-alone": _points_alone(asked, index, best),
        "unit-used": float(not figure.unit or figure.unit in index.units),
        "unit-same": float(best.comparison.units is Units.SAME and bool(asked.claim.quantity.unit)),
        "unit-unstated": float(best.comparison.units is Units.UNSTATED),
        "unsigned": float(best.unsigned),
        "both-ends": float(best.has_both_ends),
        "derived": float(bool(best.arithmetic)),
        "derived-ways": math.log10(1 + best.ways),
        "derived-reused": best.reused / 10,
        "derived-halved": float(best.halved),
        **{f"derived-{sort}": float(best.worked in names) for sort, names in _WORKED.items()},
        "gap": best.comparison.gap,
        "counted": _counted(asked, index, best),
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


def _among(rivalry: Rivalry, at: int) -> Mapping[str, float]:
    """How far a place leads its rivals and siblings, and how like the best other fitting one is."""
    fitting, passages = rivalry.fitting, rivalry.index.passages
    best = fitting[at]
    found = {"lead": 1.0, "stray-lead": 1.0, "rival-beside": 0.0, "rival-group": 0.0}
    if rivalry.rivals:
        rival = rivalry.rivals[0]
        here, there = passages[best.place.passage], passages[rival.place.passage]
        found["lead"] = best.alike.score - rival.alike.score
        found["rival-beside"] = float(here is there)
        found["rival-group"] = float(here.group == there.group)
    if rivalry.straying:
        found["stray-lead"] = best.alike.score - rivalry.signals["stray"]
    leads = rivalry.siblings.leads(best.place)
    found |= {f"lead-{name}": value for name, value in leads._asdict().items()}
    others = [*fitting[:at], *fitting[at + 1 :]]
    found["second"] = others[0].alike.score if others else 0.0
    return found


def _bound(rivalry: Rivalry, at: int) -> Mapping[str, float]:
    """How far the clause of a place agrees with the claim's, and how far it leads its rivals."""
    mine = rivalry.clause.against(rivalry.index, rivalry.fitting[at].place)._asdict()
    best = rivalry.bound._asdict()
    return {
        **{f"bound-{name}": value for name, value in mine.items()},
        **{f"bound-{name}-lead": value - best[name] for name, value in mine.items()},
    }


def _laid(rivalry: Rivalry, at: int) -> Mapping[str, float]:
    """The claim held against the passage of a place: in order, by directions and by pairs."""
    index, place = rivalry.index, rivalry.fitting[at].place
    laid, pair = rivalry.over.lay(index, place), pairing(rivalry.asked, index, place)
    way = alignment(rivalry.governing, rivalry.stated[at])
    return {
        "time-same": same_moment(rivalry.asked, index, place),
        "time-start": at_start(rivalry.asked, index, place),
        **{f"laid-{name}": value for name, value in laid._asdict().items()},
        **{f"pair-{name}": value for name, value in pair._asdict().items()},
        "pair-groups": float(rivalry.fitting[at].groups),
        **{f"direction-{name}": value for name, value in way._asdict().items()},
    }
