"""Whether a printed value can say anything of a claim's, whatever the two numbers are.

A p value says nothing of a share, and a count nothing of weeks.  Where only
one of the two prints a unit, the other has to be known again: by the headings
of its table, or by a number that chance hardly repeats.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from checkers.commensurable import RATIOS, Units
from checkers.compare import Comparison
from checkers.foreign import sets_level
from checkers.index import GROUP_SIZES, Place, SourceIndex, digits_told, numbers_of
from checkers.relation import ValueRelation
from checkers.same import Asked, likeness
from checkers.words import stem, words
from claims.quantity import Dimension, Quantity, Relation

#: Bits that numbers must tell to be known again where one side prints no unit; more where
#: a cell prints none, since tables are full of numbers, and most for what is no percentage.
LEAST_TOLD = 3.5
CELL_TOLD = 5.0
UNIT_TOLD = 7.0
#: How alike a row must be whose cells say no unit at all.
ROW_ENOUGH = 0.3
#: Units that are as good as none: a score's points, how many times, percentage points.
_SOFT = frozenset({"", "%", "point", "point score", "unit", "fold", "time", "percentage point"})
#: How a number is printed that rounds to the claim's.
CLOSE = frozenset(
    {ValueRelation.EQUAL, ValueRelation.ROUNDED, ValueRelation.APPROXIMATE, ValueRelation.FINER}
)


def is_comparable(
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
        return _scores(index, figure, place)  # "three regions" are no end of "3-9 months"
    if figure.unit not in _SOFT and not passage.is_row and place.quantity.is_in_words:
        return False  # "five came later" are no "5 days"
    if _counts_otherwise(asked, figure, place):
        return False
    return _is_known_again(asked, index, place, figure, comparison)


def _scores(index: SourceIndex, figure: Quantity, place: Place) -> bool:
    """Whether a bare decimal is in the points of a claim: a score's difference of "0.3"."""
    decimal = place.quantity.decimals > place.quantity.scale and place.quantity.unit == ""
    return figure.dimension is Dimension.SCORE and decimal and _names_unit(figure, index, place)


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
    start, _ = asked.span
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
    if comparison.relation in CLOSE:
        shared = set(numbers_of(figure))
    told = sum(map(digits_told, shared))
    if has_unit and comparison.relation is ValueRelation.ROUNDED and told <= LEAST_TOLD:
        return _names_unit(figure, index, place)  # nobody rounds a bare 5.7 to "6 months"
    if has_unit and _is_other_unit(figure, index, told):
        return False
    printed = index.printed[place.passage]
    beside = [one for one in asked.others if one in printed and one not in shared]
    told += sum(asked.others[number] for number in beside) / 2
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
    spelled = figure.dimension is Dimension.COUNT and figure.is_in_words
    return spelled or figure.relation is Relation.RATIO or figure.statistic in GROUP_SIZES


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
    Dimension.SCORE: frozenset({"score"}),
    Dimension.PRESSURE: frozenset({"blood pressure", "pressur"}),
    Dimension.TEMPERATURE: frozenset({"temperatur"}),
    Dimension.CURRENCY: frozenset({"cost", "pric"}),
}
