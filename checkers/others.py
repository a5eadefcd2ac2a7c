"""Whether a claim and a place tell of the same whole: all patients, or those with a fistula.

Asked of short sources alone, where each number is told once and of one whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from checkers.among import Sentence, Whole, described, whole_of
from checkers.candidate import Candidate
from checkers.compare import compare
from checkers.index import Passage, Place, SourceIndex, is_plain_count
from checkers.limits import is_one_limit
from checkers.roles import is_change
from checkers.same import Asked
from claims.quantity import Dimension, Quantity, Relation

#: Fewer are no group that a share is told of.
_LEAST_GROUP = 10
#: By what share two sizes differ that are not one, rounded.
_ANOTHER_SIZE = Decimal("0.02")


def of_others(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a place that fits a claim's figure is told of another whole than the claim.

    Args:
        asked: the claim.
        index: the source.
        candidate: the place, or what a share was worked out from.
    """
    place = candidate.counted if candidate.arithmetic else candidate.place
    if _is_when(asked) or is_change(asked.claim.text, *asked.span):
        return False
    if place is None or index.passages[place.passage].is_row:
        return False
    if is_change(index.document.text, place.quantity.start, place.quantity.end):
        return False
    ours = _whole_asked(asked)
    theirs = _whole_at(index, place)
    if candidate.worked == "portion":
        return _exchanges(index, candidate, ours, theirs)
    if ours.names & theirs.lacks - ours.lacks or theirs.names & ours.lacks - theirs.lacks:
        return True
    if (
        _is_told_elsewhere(asked, index, place, ours)
        or _is_beside(asked, index, place, ours, theirs)
        or _is_one_of_two(asked, index, place, theirs)
        or (ours.is_all and _is_with_or_without(index, place))
    ):
        return True
    if not _is_share(asked.claim.quantity):
        return False
    own = place.quantity.low if place.quantity.relation is Relation.RATIO else None
    told = {size: names for size, names in _sizes(index).items() if size != own}
    theirs = _resolved(_worked_out(index, candidate, ours, theirs), told)
    return (
        _is_another_size(ours, theirs, told)
        or _is_part_of_all(ours, theirs, told)
        or _is_inverse(ours, theirs)
        or _is_wider(ours, theirs, told)
    )


def _exchanges(index: SourceIndex, candidate: Candidate, ours: Whole, theirs: Whole) -> bool:
    """Whether a share, whose group is known, is told of its part: "of the cured 40% took it"."""
    used = (one.quantity for one in index.places if one.quantity.start in candidate.used)
    size = max((one.high or one.low or Decimal(0) for one in used), default=Decimal(0))
    larger = (names for count, names in _sizes(index).items() if count >= size)
    names = theirs.names.union(*larger)
    told, taken = ours.names & theirs.outside - names, names & ours.outside - ours.names
    return bool(told) and bool(taken)


def _is_when(asked: Asked) -> bool:
    """Whether a figure says when: "on day 28", "after three weeks"."""
    if asked.claim.quantity.dimension is not Dimension.DURATION:
        return False
    text, start = asked.claim.text, asked.span[0]
    return (
        _WHEN.search(text, max(0, start - 16), start) is not None
        or _DATED.match(text, start) is not None
    )


_WHEN = re.compile(
    r"(?i)\b(?:at|after|within|by|for|over|during|until|from|on|first|last|past)\s(?:the\s|an?\s)?$"
)
_DATED = re.compile(r"(?i)(?:from\s)?(?:day|week|month|year|visit)s?\s")


def _is_share(figure: Quantity) -> bool:
    share = figure.dimension is Dimension.PROPORTION or figure.unit == "%"
    return share or figure.relation is Relation.RATIO


def lack_the_same(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether a claim and a place both tell of those without one thing."""
    lacks = _whole_asked(asked).lacks
    is_row = index.passages[place.passage].is_row
    return bool(lacks) and not is_row and _whole_at(index, place).lacks == lacks


def _whole_asked(asked: Asked) -> Whole:
    told = Sentence(asked.claim.text, asked.claim.start, asked.order)
    return whole_of(told, asked.claim.quantity)


def _whole_at(index: SourceIndex, place: Place) -> Whole:
    told = _sentence(index, index.passages[place.passage])
    whole = whole_of(told, place.quantity)
    return whole if whole.size else replace(whole, size=_implied(told, place.quantity))


_BRACKETED = re.compile(r"(?i)(?:\sof\s(?:these|them|those|whom|which))?\s\(")


def _implied(told: Sentence, share: Quantity) -> Decimal | None:
    """How many a share is told of, by the count that it stands behind: the 200 of "80 (40%)"."""
    before = next((one for one in reversed(told.figures) if one.end <= share.start), None)
    if before is None or not before.low or not is_plain_count(before):
        return None
    between = told.text[told.span(before)[1] : told.span(share)[0]]
    if share.unit != "%" or not share.low or not _BRACKETED.fullmatch(between):
        return None
    return (100 * before.low / share.low).to_integral_value()


def _sentence(index: SourceIndex, passage: Passage) -> Sentence:
    figures = [index.places[at].quantity for at in passage.places]
    return Sentence(index.document.text[passage.start : passage.end], passage.start, figures)


def _sizes(index: SourceIndex) -> Mapping[Decimal, frozenset[str]]:
    """What a source says of each number of people that it counts."""
    found: dict[Decimal, frozenset[str]] = {}
    for passage in index.passages:
        if not passage.is_row:
            for size, names in described(_sentence(index, passage)):
                if size >= _LEAST_GROUP:
                    found[size] = found.get(size, frozenset()) | names
    return found


def _worked_out(index: SourceIndex, candidate: Candidate, ours: Whole, theirs: Whole) -> Whole:
    """The whole of a share that is worked out: the largest number that goes into it.

    That of the claim if it is among them.
    """
    if not candidate.arithmetic:
        return theirs
    used = (one.quantity for one in index.places if one.quantity.start in candidate.used)
    counts = {count for one in used if not one.unit for count in (one.low, one.high) if count}
    size = ours.size if ours.size in counts else max(counts, default=None)
    if (
        len(counts) < _TWO
        or size is None
        or size == theirs.size
        or (theirs.size or 0) > max(counts)
    ):
        return theirs
    return Whole(size=size, outside=theirs.outside)


_TWO = 2


def _resolved(whole: Whole, told: Mapping[Decimal, frozenset[str]]) -> Whole:
    """A whole with what the source says of as many people elsewhere."""
    if whole.size is None:
        return whole
    near = [names for size, names in told.items() if _is_one_size(size, whole.size)]
    names = whole.names.union(*near)
    return replace(whole, names=names, outside=whole.outside - names)


def _is_one_size(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _ANOTHER_SIZE * max(one, other)


def _is_another_size(ours: Whole, theirs: Whole, told: Mapping[Decimal, frozenset[str]]) -> bool:
    """Whether both say of how many a share is told, and not of as many."""
    one, other = ours.size, theirs.size
    if one is None or other is None or min(one, other) < _LEAST_GROUP or one not in told:
        return False
    return not _is_one_size(one, other)


_SEXES = frozenset({"women", "men"})


def _is_part_of_all(ours: Whole, theirs: Whole, told: Mapping[Decimal, frozenset[str]]) -> bool:
    """Whether a claim tells of all what a place tells of some."""
    main = told[max(told)] if told else frozenset()
    limits = theirs.names - ours.names - main
    if not ours.is_all or theirs.is_all:
        return False
    if theirs.size is not None:
        return bool(limits) and any(size > theirs.size * (1 + _ANOTHER_SIZE) for size in told)
    if theirs.people & _SEXES and not ours.people & _SEXES:
        return True
    bounded = len(theirs.limits) > _limits_shared(theirs.limits, ours.limits)
    return bounded or bool(limits if ours.names else limits - ours.outside)


def _is_inverse(ours: Whole, theirs: Whole) -> bool:
    """Whether a claim's whole is what a place tells of its own: "of the cured 40% took it"."""
    if ours.size is not None and ours.size == theirs.size:
        return False
    told, taken = ours.names & theirs.outside, theirs.names & ours.outside
    return bool(told) and bool(taken)


def _is_wider(ours: Whole, theirs: Whole, told: Mapping[Decimal, frozenset[str]]) -> bool:
    """Whether the source counts a claim's whole elsewhere, as another number of people."""
    if theirs.size is None or theirs.size == ours.size or not theirs.names - ours.names:
        return False
    held = theirs.names & ours.names
    return any(
        not _is_one_size(size, theirs.size)
        and names & ours.names > held
        and 2 * len(names & ours.names) >= len(ours.names)
        for size, names in told.items()
    )


def _is_told_elsewhere(asked: Asked, index: SourceIndex, place: Place, ours: Whole) -> bool:
    """Whether another sentence tells of the claim's part of the people, and this one does not."""
    passage = index.passages[place.passage]
    if _says_again(index, passage):
        return False
    stated = [one for one in _sentence(index, passage).figures if one is not place.quantity]
    here = len(ours.names & passage.known.keys()) + _limits_shared(ours.limits, stated)
    for theirs, limited in _parts_told(asked, index, passage, ours):
        shared = len(theirs.names & ours.names) + limited
        if shared > here and 2 * shared >= len(ours.names):
            return True
    return False


def _is_beside(asked: Asked, index: SourceIndex, place: Place, ours: Whole, theirs: Whole) -> bool:
    """Whether another figure of the sentence is told of the claim's whole, and this one is not."""
    told = _sentence(index, index.passages[place.passage])
    held = theirs.names & ours.names
    if not theirs.names - ours.names or (ours.size and ours.size == theirs.size):
        return False
    if not (ours.is_people or theirs.is_people):
        return False
    figure = asked.claim.quantity
    others = (one for one in told.figures if one is not place.quantity and one.unit == figure.unit)
    return any(
        whole_of(told, one).names & ours.names > held and not compare(figure, one).fits
        for one in others
    )


def _is_one_of_two(asked: Asked, index: SourceIndex, place: Place, theirs: Whole) -> bool:
    """Whether a sentence tells of those with something and of those without, a claim of neither."""
    told = _sentence(index, index.passages[place.passage])
    if not theirs.names - theirs.lacks - asked.near.keys() and not theirs.lacks - asked.near.keys():
        return False
    others = (
        whole_of(told, one)
        for one in told.figures
        if one is not place.quantity and one.unit == place.quantity.unit
    )
    split = (
        one.lacks & theirs.names - theirs.lacks | theirs.lacks & one.names - one.lacks
        for one in others
    )
    return any(names and names.isdisjoint(asked.near) for names in split)


def _is_with_or_without(index: SourceIndex, place: Place) -> bool:
    """Whether a number is told of those with something or without: "31% with and 17% without"."""
    passage, text = index.passages[place.passage], index.document.text
    found = {
        at: one[1].lower()
        for at in passage.places
        if (one := _WITH.match(text, index.places[at].quantity.end, passage.end))
    }
    return place.number in found and len(set(found.values())) == _TWO


_WITH = re.compile(r"(?i)%?\s(?:of\sthose\s|in\sthose\s)?(with|without)\b")


def _parts_told(
    asked: Asked, index: SourceIndex, besides: Passage, ours: Whole
) -> Iterator[tuple[Whole, int]]:
    """The wholes of like figures of other sentences, and how many limits they share."""
    figure = asked.claim.quantity
    if not ours.is_people or not (ours.names or ours.limits):
        return
    for passage in index.passages:
        if passage.is_row or passage is besides:
            continue
        if not ours.outside & passage.known.keys() and not _says_again(index, passage):
            continue
        told = _sentence(index, passage)
        for one in told.figures:
            if one.unit == figure.unit and not is_plain_count(one):
                whole = whole_of(told, one)
                yield whole, _limits_shared(ours.limits, whole.limits)


def _says_again(index: SourceIndex, passage: Passage) -> bool:
    """Whether a sentence tells of what the one before it did: "in smokers it was 12%"."""
    return _AGAIN.search(index.document.text, passage.start, passage.end) is not None


_AGAIN = re.compile(
    r"(?i)\b(?:it|they|(?:figures?|rates?|values?|results?)\s(?:was|were)|corresponding)\b"
)


def _limits_shared(ours: Iterable[Quantity], theirs: Sequence[Quantity]) -> int:
    return sum(any(is_one_limit(a, b) for b in theirs) for a in ours)
