"""When a figure was measured: at baseline, "at 6 months", "(week 12)".

Of the times that a sentence names a figure has one: the one right behind it, or
else the last before it.  A cell has those of its headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from checkers.compare import Tolerance, compare
from checkers.index import Place, SourceIndex
from checkers.same import Asked
from claims.grammar import find_quantities
from claims.quantity import Dimension, Quantity, Relation

#: What makes a time a point in time: words before it, or behind it.
_LEADS = re.compile(
    r"(?i)\b(?:at|after|by|following|within|until|on|since|from|past|post|end of)"
    r"(?:\s(?:the|about|around|only|just|first|an?|additional))*[\s-]*$"
)
_FOLLOWS = re.compile(
    r"(?i)[\s-]*(?:follow|visit|post|later|after|mark|assess|evaluat|time|on\b|into\b|from\b)"
)
#: Characters before a time in which its leading words stand.
_LEADS_WITHIN = 40
#: Three months are told of 12 weeks.
_ROUGHLY = Tolerance(calendar=Decimal("0.1"))
#: What parts a figure from a time behind it.
_PARTED = re.compile(r"[,;:.]\s|\d|\b(?:and|but|while|whereas|versus|vs|against)\b")
_START = re.compile(
    r"(?i)\b(?:baseline|at entry|enrol?lment|admission|at the (?:start|outset|beginning)|initial"
    r"|initially|pre-?(?:treatment|test|intervention)|before|pre)\b"
)


def _is_moment(text: str, offset: int, one: Quantity) -> bool:
    """Whether a time is a point in time: "at 6 months", "week 6", "the 6-month follow-up"."""
    if one.dimension is not Dimension.DURATION or one.relation is not Relation.EXACT:
        return False
    start, end = one.start - offset, one.end - offset
    if one.text[:1].isalpha() and one.text[-1:].isdigit():
        return True
    before = text[max(0, start - _LEADS_WITHIN) : start]
    return _LEADS.search(before) is not None or _FOLLOWS.match(text, end) is not None


def _moment(
    text: str, offset: int, figure: Quantity, stated: Iterable[Quantity]
) -> Quantity | None:
    """The point in time that a figure of a sentence was measured at."""
    found = [one for one in stated if one is not figure and _is_moment(text, offset, one)]
    behind = next((one for one in found if one.start >= figure.end), None)
    if behind is not None:
        between = text[figure.end - offset : behind.start - offset]
        if not _PARTED.search(between):
            return behind
    before = [one for one in found if one.end <= figure.start]
    return before[-1] if before else None


def same_moment(asked: Asked, index: SourceIndex, place: Place) -> float:
    """1 where a claim and a place were measured at one time, -1 at two, 0 if one says nothing."""
    claim = asked.claim
    if claim.quantity.dimension is Dimension.DURATION:
        return 0.0
    ours = _moment(claim.text, claim.start, claim.quantity, asked.order)
    theirs = _moments_of(index, place)
    if ours is None or not theirs:
        return 0.0
    return 1.0 if any(compare(ours, one, _ROUGHLY).fits for one in theirs) else -1.0


def _moments_of(index: SourceIndex, place: Place) -> Sequence[Quantity]:
    passage = index.passages[place.passage]
    if passage.is_row:
        return [one for title in place.titles for one in _times_of(title)]
    text = index.document.text[passage.start : passage.end]
    stated = (index.places[at].quantity for at in passage.places)
    found = _moment(text, passage.start, place.quantity, stated)
    return () if found is None else (found,)


@lru_cache(maxsize=4096)
def _times_of(title: str) -> tuple[Quantity, ...]:
    """The times that a heading names."""
    found = find_quantities(title).quantities
    exact = (one for one in found if one.relation is Relation.EXACT)
    return tuple(one for one in exact if one.dimension is Dimension.DURATION)


def at_start(asked: Asked, index: SourceIndex, place: Place) -> float:
    """1 where only the place was measured at the start, -1 where only the claim says so."""
    claim = asked.claim
    ours = _START.search(claim.text) is not None
    if index.passages[place.passage].is_row:
        theirs = any(map(_START.search, place.titles))
    else:
        passage = index.passages[place.passage]
        theirs = _START.search(index.document.text, passage.start, passage.end) is not None
    return float(theirs) - float(ours)
