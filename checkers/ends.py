"""Places where both numbers of a claim's range, interval, spread or ratio stand one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from checkers.apart import answers_of
from checkers.candidate import Candidate
from checkers.commensurable import Units, units_of
from checkers.comparable import LEAST_TOLD
from checkers.compare import Claimed, Comparison, Tolerance, step, unsigned
from checkers.index import Place, SourceIndex, digits_told, numbers_of
from checkers.occasions import COURSE
from checkers.printed import valued
from checkers.relation import ValueRelation, end_step
from checkers.same import Asked, likeness
from claims.quantity import Quantity, Relation


def spelled_out(asked: Asked, index: SourceIndex) -> Iterator[Candidate]:
    """Both places of each pair that prints the two numbers of a claim's figure.

    Args:
        asked: the claim; one whose figure has no two numbers is spelled out nowhere.
        index: the source.
    """
    ends = _ends(asked.claim.quantity)
    if ends is None:
        return
    first, second = ends
    equal = Comparison(ValueRelation.EQUAL, Units.SAME, same_digits=True)
    relation = asked.claim.quantity.relation
    is_course = asked.claim.quantity.text.lower().startswith("from")
    told = min(map(digits_told, numbers_of(asked.claim.quantity)))
    within = WITHIN_TOLD if told > LEAST_TOLD else WITHIN
    first_end, second_end = Claimed(first), Claimed(second)
    seconds = _InColumns(index, second_end)
    for at in dict.fromkeys(valued(first, index, Tolerance())):
        place = index.places[at]
        if not _is_end(first_end, place):
            continue
        near = range(max(0, at - within), min(at + within + 1, len(index.places)))
        column = seconds.of(place) if is_course else ()
        others = (index.places[one] for one in (*near, *column))
        for other in others:
            closes = _is_end(second_end, other) or _is_part(second, other, relation)
            turned = is_course and _is_turned(index, place, other)
            if closes and not turned and _are_ends(index, place, other, relation):
                for one in (place, other):
                    alike = likeness(asked, index, one)
                    yield Candidate(one, equal, alike, has_both_ends=True)
                break
    if relation is Relation.RATIO and (first.low or 0) >= _LEAST_PART:
        yield from _parts_of_group(asked, index, first, second)


def _parts_of_group(
    asked: Asked, index: SourceIndex, part: Quantity, whole: Quantity
) -> Iterator[Candidate]:
    """Places that count as many people as a claim says are a part of a group of the source."""
    if not index.tells_of_group(whole.low):
        return
    equal = Comparison(ValueRelation.EQUAL, Units.SAME, same_digits=True)
    claimed = Claimed(part)
    for place in (index.places[at] for at in dict.fromkeys(valued(part, index, Tolerance()))):
        if index.counts_people(place) and _is_end(claimed, place):
            yield Candidate(place, equal, likeness(asked, index, place), has_both_ends=True)


#: Fewer people are counted of any group by chance.
_LEAST_PART = 10


class _InColumns:
    """Where the columns of a source print one end of a range, each column read once."""

    def __init__(self, index: SourceIndex, end: Claimed) -> None:
        self._index, self._end = index, end
        self._found: dict[int, Sequence[int]] = {}

    def of(self, place: Place) -> Sequence[int]:
        """The first places of a place's column that print the end, by number."""
        column = self._index.column_of(place)
        if column and column[0] not in self._found:
            ends = (at for at in column if _is_end(self._end, self._index.places[at]))
            self._found[column[0]] = tuple(islice(ends, _MOST_ENDS))
        return self._found[column[0]] if column else ()


#: More places of a column that print one number are not looked at.
_MOST_ENDS = 40


def _are_ends(index: SourceIndex, one: Place, other: Place, relation: Relation) -> bool:
    """Whether two places of a sentence or a table may be the ends of one range."""
    ours, theirs = one.quantity, other.quantity
    here, there = index.passages[one.passage], index.passages[other.passage]
    apart = here is not there and not (here.is_row and here.group == there.group)
    if one.number == other.number or apart:
        return False
    whole = theirs.relation is Relation.RATIO or opens_whole(index.document.text, theirs.start)
    before = other.number < one.number and not whole
    fractions = ours.decimals > ours.scale or theirs.decimals > theirs.scale
    if relation is Relation.RATIO and (here is not there or before or fractions):
        return False  # "in five wards two women" are not two in five
    alike = ours.unit != "" and (ours.unit, ours.relation) == (theirs.unit, theirs.relation)
    return alike or ours.decimals == theirs.decimals


def _is_turned(index: SourceIndex, first: Place, second: Place) -> bool:
    """Whether a source tells the first number after the second: "6.5 after and 5.0 before"."""
    ours, theirs = (answers_of(index, one).get(COURSE) for one in (first, second))
    return bool(ours and theirs and ours.told == "end" and theirs.told == "start")


def opens_whole(text: str, start: int) -> bool:
    """Whether a number says of how many another one is told: "of the 40 patients, two".

    Args:
        text: what it stands in.
        start: where it starts.
    """
    return _OF_WHOLE.search(text, max(0, start - 24), start) is not None


_OF_WHOLE = re.compile(
    r"\b(?:of|among)\s(?:(?:the|these|those|all|our|a total of)\s){0,2}$", re.IGNORECASE
)
#: How many numbers apart the two ends of a range may stand, and ends of two digits or more.
WITHIN, WITHIN_TOLD = 3, 5
#: "A minimum of 6 and a maximum of 24 months" are ends, "at least 6 months" is a bound.
_LIMIT = re.compile(r"(?i)(?:an?\s|the\s)?(?:min|max)imum\b")
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


def _is_end(end: Claimed, place: Place) -> bool:
    """Whether a place prints one number of a claim's range, in its unit or in none."""
    if place.quantity.relation in _TWO_ENDED:
        return False
    if units_of(end.quantity, place.quantity) not in (Units.SAME, Units.UNSTATED):
        return False
    if _LIMIT.match(place.quantity.text):
        value = place.quantity.high if place.quantity.low is None else place.quantity.low
        exact = replace(place.quantity, relation=Relation.EXACT, low=value, high=value)
        return _agrees(end.against(exact))
    if _agrees(end.against(place.quantity)):
        return True
    plain = unsigned(place.quantity)
    return plain is not place.quantity and _agrees(end.against(plain))


def _is_part(end: Quantity, place: Place, relation: Relation) -> bool:
    """Whether a claim's whole is a part that a place tells: the 17 of "17 of 21, 3 of them"."""
    stated = place.quantity
    return relation is stated.relation is Relation.RATIO and stated.low == end.low


def _agrees(found: Comparison) -> bool:
    """Whether an end is the printed number: of "1 to 1.8" the 1 is no finer than "1"."""
    same = found.relation is ValueRelation.FINER and found.same_digits
    return same or found.relation in (ValueRelation.EQUAL, ValueRelation.ROUNDED)
