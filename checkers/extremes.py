"""What holds at every centre, held against the range over them: "at no site more than 12%"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from checkers.candidate import Candidate
from checkers.commensurable import Units
from checkers.compare import Comparison
from checkers.index import Place, SourceIndex
from checkers.relation import ValueRelation
from checkers.same import Asked, likeness
from claims.quantity import Quantity, Relation

_WHERE = (
    r"(?:cent(?:er|re)|hospital|site|clinic|region|countr(?:y|ie)|ward|unit|practice|school|district"
    r"|stud(?:y|ie)|trial|surgeon|state|province|laborator(?:y|ie)|county|countie|communit(?:y|ie)"
    r"|village|cit(?:y|ie)|town|farm|plot|household|patient|participant|child|infant|case|person"
    r"|individual|subject|animal|sample|specimen|year|month|week|day)s?"
)
_OF = r"(?:of\s)?(?:the\s)?(?:(?:\d{1,3}|[a-z]+)\s)?"
_EVERYWHERE = re.compile(
    rf"(?i)\b(?:(?P<none>no|none|not\sa\ssingle|neither)|every|each|all)\s{_OF}{_WHERE}\b"
)
_MORE = frozenset({Relation.GREATER_THAN, Relation.AT_LEAST})
_LESS = frozenset({Relation.LESS_THAN, Relation.AT_MOST})


def bounds_all(asked: Asked) -> int:
    """Whether a claim says that a value is nowhere above its figure (1), or below it (-1)."""
    relation = asked.claim.quantity.relation
    if relation not in _MORE | _LESS:
        return 0
    found = _EVERYWHERE.search(asked.claim.text)
    if found is None:
        return 0
    return 1 if (relation in _MORE) == bool(found["none"]) else -1


def over_all(asked: Asked, index: SourceIndex, passages: Sequence[int]) -> Iterator[Candidate]:
    """The ranges of some passages over centres that bear out what a claim says of every one.

    Args:
        asked: the claim.
        index: the source.
        passages: the passages that are searched, by number.
    """
    way = bounds_all(asked)
    if not way:
        return
    for place in (index.places[at] for one in passages for at in index.passages[one].places):
        end = _end(place.quantity, way)
        if end is None or place.quantity.unit != asked.claim.quantity.unit:
            continue
        if way * (_bound(asked.claim.quantity) - end) >= 0:
            told = Comparison(ValueRelation.SATISFIES, Units.SAME)
            yield Candidate(place, told, likeness(asked, index, place), turned=True)


def is_overall(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether a place tells of all together, its passage giving the range that a claim asks for."""
    if not bounds_all(asked):
        return False
    held = (index.places[at].quantity for at in index.passages[place.passage].places)
    return any(
        one.relation is Relation.RANGE and one.unit == asked.claim.quantity.unit for one in held
    )


def _end(stated: Quantity, way: int) -> Decimal | None:
    """The end of a range that a bound over all has to hold for."""
    if stated.relation is not Relation.RANGE:
        return None
    return stated.high if way > 0 else stated.low


def _bound(figure: Quantity) -> Decimal:
    return (figure.low if figure.high is None else figure.high) or Decimal(0)
