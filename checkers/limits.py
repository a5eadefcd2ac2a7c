"""Which limit or dose a number is told of: above 5.5 or above 6, with 40 mg or with 80 mg.

Asked of short sources alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checkers.candidate import Candidate
from checkers.index import Place, SourceIndex
from checkers.phrases import clause_of
from checkers.same import Asked
from claims.quantity import Dimension, Quantity, Relation

_BOUNDS = frozenset(
    {Relation.AT_LEAST, Relation.AT_MOST, Relation.GREATER_THAN, Relation.LESS_THAN}
)
_DOSED = frozenset({Dimension.MASS, Dimension.DOSE})
_NO_LIMIT = frozenset(
    {Dimension.DURATION, Dimension.PROPORTION, Dimension.P_VALUE, Dimension.COUNT}
)


def of_other_limit(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a place's clause names another limit or dose than the claim, and the source both."""
    if candidate.arithmetic or index.passages[candidate.place.passage].is_row:
        return False
    if _qualifies(asked.claim.quantity):
        return False
    ours = _own(asked.claim.quantity, asked.order)
    if len(ours) != 1:
        return False
    return _is_another(index, ours[0], _beside(index, candidate.place))


def _qualifies(figure: Quantity) -> bool:
    """Whether a figure may say of whom or of which dose another one is told."""
    if figure.dimension in _DOSED and figure.relation is Relation.EXACT:
        return True
    return figure.relation in _BOUNDS and figure.dimension not in _NO_LIMIT


def _beside(index: SourceIndex, place: Place) -> Sequence[Quantity]:
    """The limits and doses of a place, in its clause."""
    passage = index.passages[place.passage]
    text, own = index.document.text[passage.start : passage.end], place.quantity
    low, high = clause_of(text, own.start - passage.start, own.end - passage.start)
    held = [index.places[at].quantity for at in passage.places]
    return _own(own, [one for one in held if low <= one.start - passage.start < high])


def _own(figure: Quantity, held: Sequence[Quantity]) -> Sequence[Quantity]:
    """The limits and doses beside a figure; of as many as there are like figures its own."""
    found = [one for one in held if one is not figure and _qualifies(one)]
    alike = [one for one in held if one.unit == figure.unit and not _qualifies(one)]
    ranked = len(found) == len(alike) > 1 and figure in alike
    return [found[alike.index(figure)]] if ranked else found


def _is_another(index: SourceIndex, ours: Quantity, theirs: Sequence[Quantity]) -> bool:
    """Whether a clause names limits of a claim's unit and not its own, which stands elsewhere."""
    alike = [one for one in theirs if one.unit == ours.unit and _is_bound(one) is _is_bound(ours)]
    if not alike or any(is_one_limit(ours, one) for one in alike):
        return False
    return any(is_one_limit(ours, place.quantity) for place in index.places)


def _is_bound(figure: Quantity) -> bool:
    return figure.relation in _BOUNDS


def is_one_limit(ours: Quantity, theirs: Quantity) -> bool:
    """Whether two limits are one: "6 or more" and "above 6" alike."""
    alike = ours.unit == theirs.unit or "" in (ours.unit, theirs.unit)
    return (
        alike
        and _is_bound(ours) is _is_bound(theirs)
        and {ours.low, ours.high, None} == {theirs.low, theirs.high, None}
    )


def takes_doses_for_gaps(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a claim tells from the first dose to the last as many gaps as there are doses.

    Five weekly doses take four weeks.

    Args:
        asked: the claim.
        index: the source, which says nothing of it.
        candidate: a place that fits the claim's figure.
    """
    del index
    is_time = asked.claim.quantity.dimension is Dimension.DURATION
    multiplied = candidate.worked == "product" and not candidate.firm
    return is_time and multiplied and _ENDS.search(asked.claim.text) is not None


_ONE = r"(?!\s(?:day|week|month|year|hour)s?\b)"
_ENDS = re.compile(
    rf"(?i)\bfirst\b{_ONE}[^.;]{{1,60}}?\b(?:last|final)\b{_ONE}"
    rf"|\b(?:last|final)\b{_ONE}[^.;]{{1,80}}?\bfirst\b{_ONE}"
)
