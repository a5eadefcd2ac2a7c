"""Places that print a value, held against a claim's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from checkers.arithmetic import TALLY
from checkers.candidate import Candidate
from checkers.commensurable import Units, conversion
from checkers.comparable import is_comparable
from checkers.compare import (
    Claimed,
    Comparison,
    Tolerance,
    compare,
    share_told,
    spoken_share,
    step,
    unsigned,
)
from checkers.index import Place, SourceIndex, numbers_of
from checkers.molar import molar_forms
from checkers.relation import ValueRelation
from checkers.roles import is_told_course
from checkers.same import Asked, likeness
from claims.quantity import Dimension, Quantity, Relation
from claims.tally import tallied


def printed(
    asked: Asked, index: SourceIndex, passages: Sequence[int], tolerance: Tolerance
) -> Iterator[Candidate]:
    """The places of some passages, and those anywhere that print a claim's number.

    Args:
        asked: the claim.
        index: the source.
        passages: the passages that are read in full, by number.
        tolerance: how much the claim may differ from a place.
    """
    places = [at for one in passages for at in index.passages[one].places]
    as_printed = [*forms(asked.claim.quantity, tolerance), *molar_forms(asked, tolerance)]
    fitting = (at for form, allowed in as_printed for at in valued(form, index, allowed))
    held = [_Form(Claimed(*form), Claimed(unsigned(form[0]), form[1])) for form in as_printed]
    for place in (index.places[at] for at in dict.fromkeys([*places, *fitting])):
        found = _held_against(asked, index, place, held)
        if found is not None:
            yield found


def forms(figure: Quantity, tolerance: Tolerance) -> list[tuple[Quantity, Tolerance]]:
    """A figure as it is printed, and a share in words as the percentage that it stands for."""
    share = spoken_share(figure)
    both = [(figure, tolerance)]
    if share is not None:
        wide = tolerance.approximation if figure.approximate else tolerance.spoken
        both.append((replace(share, approximate=True), replace(tolerance, approximation=wide)))
    return both


def closely(figure: Quantity, tolerance: Tolerance) -> Tolerance:
    """How much a figure may differ from what is worked out: nobody says "about 1,860" of 1,680."""
    digits = len((figure.low or Decimal(0)).normalize().as_tuple().digits)
    if figure.is_in_words or figure.relation is not Relation.EXACT or digits < _EXACT_DIGITS:
        return tolerance
    return replace(tolerance, approximation=min(tolerance.approximation, _NEXT_TO_NONE))


#: Who prints so many digits rounds no further, but for what was rounded before.
_EXACT_DIGITS, _NEXT_TO_NONE = 3, Decimal("0.01")


class _Form(NamedTuple):
    """A claim's figure in one of the forms in which a source may print it.

    Attributes:
        printed: the figure.
        plain: the same without its sign.
    """

    printed: Claimed
    plain: Claimed


def _held_against(
    asked: Asked, index: SourceIndex, place: Place, forms: Sequence[_Form]
) -> Candidate | None:
    """A place as a candidate, None where it can say nothing of the claim's value."""
    is_fold = forms[0].printed.quantity.unit == "fold" and not place.is_tally
    quantity = marked(index, place) if is_fold else place.quantity
    theirs = unsigned(place.quantity)
    for form in forms:
        figure, comparison = form.printed.quantity, form.printed.against(quantity)
        bare = False
        if not comparison.fits and (
            form.plain.quantity is not figure or theirs is not place.quantity
        ):
            plain = form.plain.against(theirs)
            bare = plain.fits
            comparison = plain if bare else comparison
        last = form is forms[-1]
        if last:
            comparison = _as_share(figure, quantity, comparison, form.printed.tolerance)
        comparison = _at_an_end(asked, index, place, form.printed, comparison)
        comparable = is_comparable(asked, index, place, figure, comparison)
        if comparable and (comparison.fits or last):
            return Candidate(place, comparison, likeness(asked, index, place), unsigned=bare)
    return None


def _as_share(
    figure: Quantity, stated: Quantity, found: Comparison, tolerance: Tolerance
) -> Comparison:
    """How a figure compares with a share that is told another way: 10% with "one in ten"."""
    printed = found.fits and found.units is not Units.UNSTATED
    if printed or not (stated.unit or stated.dimension is Dimension.PROPORTION):
        return found
    theirs = share_told(stated)
    ours = figure if figure.unit == "%" else share_told(figure)
    if ours is None or (theirs is None and (ours is figure or stated.unit != "%")):
        return found
    alike = compare(ours, theirs or stated, tolerance)
    return alike._replace(units=Units.CONVERTED) if alike.fits else found


def _at_an_end(
    asked: Asked,
    index: SourceIndex,
    place: Place,
    claimed: Claimed,
    found: Comparison,
) -> Comparison:
    """How a figure compares with one of the two that something changed from and to."""
    stated, figure = place.quantity, claimed.quantity
    if found.agrees or figure.relation is not Relation.EXACT:
        return found
    if not is_told_course(index.document.text, stated.start, stated):
        return found
    to = _TO.search(asked.claim.text, max(0, asked.span[0] - _TO_WITHIN), asked.span[0])
    ends = (stated.high,) if to else (stated.low, stated.high)
    as_one = (replace(stated, low=one, high=one, relation=figure.relation) for one in ends)
    compared = map(claimed.against, as_one)
    return next((one for one in compared if one.relation in _ITSELF), found)


#: "Down to 62" tells where a change ended.
_TO = re.compile(
    r"(?i)\b(?:down|up|f[ae]ll(?:en)?|r[io]sen?|drop(?:ped)?|climbed|went|(?:in|de)creased|lowered|raised)\sto\s$"
)
_TO_WITHIN = 16
_ITSELF = frozenset({ValueRelation.EQUAL, ValueRelation.ROUNDED})


def valued(figure: Quantity, index: SourceIndex, tolerance: Tolerance) -> Iterator[int]:
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
#: What a passage calls a ratio by whose number it does not print "OR" or "HR", as concepts.
_RATIO_NAMES = frozenset({"odds ratio", "hazard ratio"})
#: And what else is called so right before the number.
_RATIO_BEFORE = re.compile(r"(?i)\b(?:relative risk|(?:risk|rate) ratio)\b[^.;\d]{0,60}$")
_RATIO_WITHIN = 80


def marked(index: SourceIndex, place: Place) -> Quantity:
    """A place's quantity, marked where it is known to be a ratio, or to count things."""
    quantity = place.quantity
    if place.is_tally:
        repeats = tallied(index.document.text, quantity.end) in _REPEATS
        return quantity if repeats else replace(quantity, statistic=TALLY)
    if quantity.unit or quantity.statistic or not quantity.decimals:
        return quantity
    passage = index.passages[place.passage]
    around = passage.around if passage.is_row else frozenset()
    named = bool(_RATIO_NAMES & (place.headings | passage.ranks.keys() | around))
    first = max(passage.start, quantity.start - _RATIO_WITHIN)
    named = named or _RATIO_BEFORE.search(index.document.text, first, quantity.start) is not None
    return replace(quantity, statistic="OR") if named else quantity


#: What is done again and again, so that an amount each time adds up.
_REPEATS = frozenset(
    """times sessions classes visits doses injections treatments courses cycles lessons lectures
    bouts sets repetitions intervals infusions fractions exercises applications capsules tablets
    meals weekdays nights mornings evenings calls contacts modules meetings occasions periods
    """.split()
)
