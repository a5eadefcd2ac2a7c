"""Under which condition a figure is told where a number says it: a dose, a weight, a limit.

"2% with 70 mg and 5% with 140 mg" gives each share its dose, and "14% were above 5.5 mmol/L" tells
nothing of 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkers.index import Place, SourceIndex
from checkers.rosters import Member, Roster, are_equal
from checkers.same import Asked
from checkers.whose import told_of
from claims.quantity import Dimension, Quantity, Relation

#: What a condition is measured in.
_MEASURED = frozenset(
    {
        Dimension.DOSE,
        Dimension.MASS,
        Dimension.VOLUME,
        Dimension.LENGTH,
        Dimension.CONCENTRATION,
        Dimension.PRESSURE,
        Dimension.TEMPERATURE,
        Dimension.ENERGY,
        Dimension.DURATION,
    }
)
#: What stands before a number that is a condition, and behind it.
_LEADS = re.compile(
    r"(?i)(?:\b(?:with|on|for|taking|receiving|received|given|above|below|under|over|exceeding|beyond"
    r"|the|and|or|nor|neither|assigned to|than)\s|[(]\s?)\Z"
)
_FOLLOWS = re.compile(
    r"(?i)[\s-](?:dose|group|arm|tablet|regimen|course|schedule|strength|daily|once|twice|a day"
    r"|patients|infants|children)\b"
)
_LEADS_WITHIN = 24
#: What stands before a range that is one: "infants of 1000 to 1500 g".
_OF = re.compile(r"(?i)\b(?:of|aged|weighing|between|from|in)\s\Z")
_BOUNDS = frozenset(
    {Relation.AT_LEAST, Relation.AT_MOST, Relation.GREATER_THAN, Relation.LESS_THAN}
)
#: As many conditions of one sort are told apart.
_MOST = 12


def told_of_other(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether a place is told under one condition, and a claim under another that the source has.

    Args:
        asked: the claim.
        index: a source of a few paragraphs.
        place: a place that prints the claim's number.
    """
    passage = index.passages[place.passage]
    if passage.is_row:
        return False
    claim, text = asked.claim, index.document.text[passage.start : passage.end]
    figures = [index.places[at].quantity for at in passage.places]
    for sort in {_sort(one) for one in _conditions(claim.text, claim.start, asked)}:
        roster = _roster(index, sort)
        ours = told_of(roster, claim.text, claim.start, claim.quantity, asked.order)
        theirs = told_of(roster, text, passage.start, place.quantity, figures)
        if ours is not None and theirs is not None and theirs != ours:
            return True
    return False


#: What conditions have in common that exclude each other.
_Sort = tuple[Dimension, str]


def _sort(one: Quantity) -> _Sort:
    return one.dimension, one.unit


def _conditions(text: str, offset: int, asked: Asked) -> Iterator[Quantity]:
    """The quantities of a claim under which its figure is told."""
    figure = asked.claim.quantity
    for one in asked.order:
        if one.dimension is not figure.dimension and _is_condition(text, offset, one):
            yield one


def _is_condition(text: str, offset: int, one: Quantity) -> bool:
    """Whether a text tells something under a quantity: "with 20 mg", "the 10-day course"."""
    if one.dimension not in _MEASURED or one.statistic:
        return False
    start, end = one.start - offset, one.end - offset
    led = _LEADS.search(text[max(0, start - _LEADS_WITHIN) : start]) is not None
    ranged = one.relation is Relation.RANGE and _OF.search(text[max(0, start - 12) : start])
    return bool(led or ranged or one.relation in _BOUNDS or _FOLLOWS.match(text, end))


def _roster(index: SourceIndex, sort: _Sort) -> Roster:
    """The conditions of one sort that a source tells of, as groups."""
    text = index.document.text
    stated = (one.quantity for one in index.places if _sort(one.quantity) == sort)
    found: list[Quantity] = []
    for one in stated:
        known = any(are_equal(one, other) for other in found)
        if not known and len(found) < _MOST and _is_condition(text, 0, one):
            found.append(one)
    members = tuple(Member(frozenset(), (one,)) for one in found)
    return Roster(members, frozenset(), 0, is_design=False)
