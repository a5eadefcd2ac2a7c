"""Which of two values a claim makes the greater one: "46 more after exercise than without"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from checkers.arms import Sides
from checkers.commensurable import conversion
from checkers.direction import DEGREE, directions, is_change
from checkers.index import Place, SourceIndex, centre
from checkers.same import Asked, of_one_sort
from checkers.words import concepts_in


class _Said(NamedTuple):
    """What a claim says of two.

    Attributes:
        of: of whom it says so.
        against: those whom they are set against.
        way: 1 where it says more, -1 for less, 0 where its words do not agree.
        last: the same by the word right before "than".
    """

    of: frozenset[str]
    against: frozenset[str]
    way: int
    last: int = 0


#: What stands between two that are compared.
_PIVOT = re.compile(
    r"(?i)\b(?:than|versus|vs\.?|relative\sto|(?:as\s)?(?:compared|opposed)\s(?:with|to))\s"
    r"(?!\s?\d|(?:one|two|three|four|five|ten|twice|half|usual|expected|before)\b)"
)
_ENDS = re.compile(r"[,;:.()]\s|\b(?:but|while|whereas)\b", re.IGNORECASE)
#: What two points in time are called, which names neither of them.
_TIMES = frozenset({"season", "year", "month", "week", "days", "decad", "wave", "duration"})
#: So far before a figure's word of comparison, or around a figure, its direction is told.
_NEAR, _RIGHT = 50, 8
#: Pairs of opposites that tell of more or less: "more", "longer", and "faster", which takes less.
_MORE, _LONGER, _FASTER = (directions(one)[0].pair for one in ("more", "longer", "faster"))


def is_reversed(asked: Asked, index: SourceIndex, one: Place, other: Place) -> bool:
    """Whether a claim makes the smaller one of two values of a source the greater.

    Args:
        asked: the claim, which tells by how much, or how many times, they differ.
        index: the source.
        one: one of the two places.
        other: the other one.
    """
    if centre(one) == _in_unit_of(one, other):
        return False
    greater, smaller = (one, other) if centre(one) > _in_unit_of(one, other) else (other, one)
    said = _said(asked)
    if one.passage != other.passage and not said.against:
        return False  # what two sentences do not share is more than whom they tell of
    first, last = sorted((one, other), key=lambda place: place.number)
    from_to = _goes_from_to(index, first, last)
    if from_to or (one.passage == other.passage and _is_course(index, one)):
        way = said.way if from_to or _LATER.search(asked.claim.text) else 0
        return way * (centre(last) - centre(first)) < 0  # "before the ban" names both
    sides = _sides(index, greater, smaller)
    more, less = sides.first - sides.second - _TIMES, sides.second - sides.first - _TIMES
    straight = len(said.of & more) + len(said.against & less)
    turned = len(said.of & less) + len(said.against & more)
    changes = _is_change(index, one) and _is_change(index, other)
    way = (_size(asked) or said.way or said.last) if changes else said.way
    if not way or bool(straight) == bool(turned):
        return False
    return (way > 0) == bool(turned)


def _in_unit_of(one: Place, other: Place) -> float:
    """The value of another place in the unit of one: half an hour as 30 minutes."""
    ours, theirs = one.quantity.unit, other.quantity.unit
    scale = conversion(theirs, ours) if ours and theirs and ours != theirs else None
    return centre(other) * float(scale[0]) if scale and not scale[1] else centre(other)


def _is_course(index: SourceIndex, one: Place) -> bool:
    """Whether a sentence tells of one thing before and after something."""
    passage = index.passages[one.passage]
    return _COURSE.search(index.document.text, passage.start, passage.end) is not None


def _goes_from_to(index: SourceIndex, first: Place, last: Place) -> bool:
    """Whether a sentence takes a value from one number to the other: "from 8% in May to 12%"."""
    passage, text = index.passages[first.passage], index.document.text
    if first.passage != last.passage or passage.is_row:
        return False
    begins = _FROM.search(text, passage.start, first.quantity.start)
    reaches = _TO.search(text, first.quantity.end, last.quantity.start)
    return begins is not None and reaches is not None


#: What stands right before the number that a value goes from, and before the one that it goes to.
_FROM = re.compile(r"(?i)\bfrom\s(?:an?\s)?(?:[a-z]+\s)?\Z")
_TO = re.compile(r"(?i)\bto\s(?:an?\s)?(?:[a-z]+\s)?\Z")


_COURSE = re.compile(
    r"(?i)\bbefore\b[^.;]{1,120}?\b(?:thereafter|afterwards?|since|after\s(?:it|that|this)|later)\b"
)


_LATER = re.compile(
    r"(?i)\b(?:after|once|since|following|then|with|thereafter|afterwards|became)\b"
)


def _is_change(index: SourceIndex, place: Place) -> bool:
    """Whether a place tells by how much something changes: "lowered more" is a greater change."""
    start, passage = place.quantity.start, index.passages[place.passage]
    text = index.document.text[passage.start : passage.end]
    return is_change(text, start - passage.start, place.quantity.end - passage.start)


#: What makes a change itself a greater one, or a smaller one: "fell 3 kg further".
_LARGER = re.compile(r"(?i)\b(?:more|further|greater|larger|bigger|extra|steeper)\b")
_SMALLER = re.compile(r"(?i)\b(?:less|smaller|lesser)\b")
_SIZE_WITHIN = 24


def _size(asked: Asked) -> int:
    """1 where the words behind a figure make a change greater, -1 smaller, 0 for neither."""
    _, end = asked.span
    behind = asked.claim.text[end : end + _SIZE_WITHIN]
    return (_LARGER.search(behind) is not None) - (_SMALLER.search(behind) is not None)


def sizes_changes(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether a claim tells how much greater one change is than another that a place tells."""
    is_row = index.passages[place.passage].is_row
    return not is_row and _is_change(index, place) and _size(asked) != 0


def are_others(asked: Asked, index: SourceIndex, one: Place, other: Place) -> bool:
    """Whether a claim sets a third value of a sentence against one of two, and not the other.

    Args:
        asked: the claim, which tells by how much, or how many times, two values differ.
        index: the source.
        one: one of the two places.
        other: the other one.
    """
    against, passage = _said(asked).against, index.passages[one.passage]
    if not against or one.passage != other.passage or passage.is_row:
        return False
    if against & (index.owned(one) | index.owned(other)):
        return False
    alike = (index.places[at] for at in passage.places)
    return any(
        against & index.owned(two)
        for two in alike
        if two not in (one, other) and of_one_sort(one.quantity, two.quantity)
    )


def names_one(asked: Asked, index: SourceIndex, one: Place, other: Place) -> bool:
    """Whether a claim names one of two groups of a sentence, so that it tells not of both.

    Args:
        asked: the claim.
        index: the source.
        one: the number of one group.
        other: that of the other one.
    """
    told = index.told_apart(one, other)
    named = not asked.near.keys().isdisjoint(told.first ^ told.second)
    return named and TOGETHER.search(asked.claim.text) is None


#: What tells of several groups as one.
TOGETHER = re.compile(
    r"(?i)\b(?:across|all\stold|in\sall|altogether|(?:in\s)?total|overall|together|combined"
    r"|both|whole|all\s(?:the\s)?(?:groups|arms|\w+\s(?:groups|arms))|between\sthem)\b"
)


def _sides(index: SourceIndex, one: Place, other: Place) -> Sides:
    """The words of each of two places that are none of the other's."""
    if one.passage == other.passage:
        told = index.told_apart(one, other)
        return told if told.first or told.second else _in_order(index, one, other)
    ours, theirs = (index.passages[place.passage].ranks.keys() for place in (one, other))
    return Sides(frozenset(ours - theirs), frozenset(theirs - ours))


def _in_order(index: SourceIndex, one: Place, other: Place) -> Sides:
    """The names that the last sentence gave to two numbers which one without names repeats."""
    for number in range(one.passage - 1, max(-1, one.passage - 1 - _BACK), -1):
        held = [index.places[at] for at in index.passages[number].places]
        for first, second in _neighbours(held):
            told = index.told_apart(first, second)
            if 0 < len(told.first) <= _NAME and 0 < len(told.second) <= _NAME:
                return told if one.number < other.number else told.turned()
    return Sides()


def _neighbours(held: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """The places of a sentence with the next one of their sort."""
    for at, one in enumerate(held):
        alike = (two for two in held[at + 1 :] if of_one_sort(one.quantity, two.quantity))
        yield from ((one, two) for two in islice(alike, 1))


#: So many sentences before may name the groups, by as many words.
_BACK, _NAME = 6, 3


def _said(asked: Asked) -> _Said:
    """What a claim says of whom around its figure."""
    text, (start, end) = asked.claim.text, asked.span
    pivot = min(_PIVOT.finditer(text), key=lambda found: abs(found.start() - end), default=None)
    if pivot is None:
        return _Said(
            concepts_in(text), frozenset(), _way(asked, text[max(0, start - _NEAR) : end + _NEAR])
        )
    behind = _ENDS.split(text[pivot.end() :], maxsplit=1)
    against = concepts_in(behind[0])
    rest = f"{text[: pivot.start()]} . {' '.join(behind[1:])}"
    of = concepts_in(rest)
    said = text[max(0, min(start, pivot.start() - _NEAR)) : max(end, pivot.start())]
    near = directions(text[max(0, pivot.start() - _RIGHT) : pivot.start()])
    last = near[-1].way if near and near[-1].pair == _MORE else 0
    return _Said(of - against, against - of, _way(asked, said), last)


#: "Dropped out" is no fall.
_NO_FALL = re.compile(r"(?i)\bdropp?(?:ed|ing)?[\s-]out\b|\blost\sto\b|\bfell\s(?:ill|asleep)\b")
#: A lead that shrinks is one all the same.
LEAD = re.compile(
    r"(?i)\b(?:lead|gap|margin|difference|advantage|distance)\b[^.;\d]{0,80}"
    r"\b(?:shr[aiu]nk|narrow\w*|clos\w+|f[ae]ll\w*|dwindled|halved|decreas\w+|widen\w*|gr[eo]w\w*"
    r"|rose|increas\w+)\b"
)


def _way(asked: Asked, said: str) -> int:
    """Whether words make something more (1) or less (-1), 0 where they do not tell."""
    said = LEAD.sub(" ", _NO_FALL.sub(" ", said))
    ways = {one.way for one in directions(said) if one.pair in (_MORE, _LONGER)}
    ways |= {-one.way for one in directions(said) if one.pair == _FASTER}
    ways |= {1 if one["up"] else -1 for one in DEGREE.finditer(said)}
    if len(ways) == 1:
        return ways.pop()
    figure = asked.claim.quantity
    told = figure.low if figure.high is None else figure.high
    is_fold = not ways and figure.unit == "fold" and told is not None
    return 0 if not is_fold or told is None else (1 if told > 1 else -1)
