"""Which of the things that a source counts a claim tells, where the source tells each its number.

"Steroids were needed by 19%; vomiting was seen in 5.7%": each number has the words of its own
clause, and a claim that names the steroids does not tell of the vomiting.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise

from checkers.candidate import Candidate
from checkers.index import Passage, Place, SourceIndex
from checkers.same import Asked
from checkers.standing import is_reckoned
from checkers.times import times
from checkers.words import PEOPLE, Word, rarity, words
from claims.quantity import Dimension, Quantity, Relation

#: Kinds of words that name no outcome, and what counts as telling.
_KINDS = frozenset({"general", "scope", PEOPLE, "arm"})
_OUTCOMES = frozenset({"outcome", "process", "site"})
_TELLS = 4.0
#: Kinds of what is counted or measured, and how rare a word of them is that says which.
_MEASURED, _PLAIN = frozenset({"outcome", "process", "measure"}), 7.0
_COUNTED = frozenset({"outcome", "measure"})
#: Words that stand with any outcome.
_ANY = frozenset(
    """report record occur observ experienc suffer given receiv assign achiev need requir develop
    week month day year hour minute rate risk percent proportion half third quarter respectively
    course group lead caus effect effectiv figur correspond valu against among ci high low dose
    mean median previ taken respect overall total common only all first second last after before
    alone study trial extra addition further felt feel complain troubl affect struck suffer seen
    found show becam becom happen follow among remain still stay prevent made make give gave
    took take taken brought bring carr even allow came come went going turn up out down led end
    ended drug reduct reduc increas decreas drop fell lower rais risen rose shorten lengthen
    improv wors declin differ chang return stood fewer more less test""".split()
)
#: What stands before those who are told of: "infants on budesonide".
_WHOM = re.compile(
    r"(?i)\b(?:on|with|given|taking|receiving|(?:assigned|allocated|randomi[sz]ed) to|treated with"
    r"|in the|of the|who (?:took|had|received))\s(?:(?:the|a|an)\s)?[\w-]+"
)
#: How much of what a claim names another place has to name.
_MOST_OF = 0.55


#: What tells a thing its number: "from 52 to 47 kg", too.
_TOLD = frozenset({Relation.EXACT, Relation.RATIO, Relation.RANGE})
#: "A mean of 41 kg" and "36 kg" are alike.
_CENTRES = frozenset({"", "mean", "median"})
#: A share is worked out from a count and its whole.
_PARTS_OF_SHARE = 2
#: What stands before a number that says of how many something is told.
_WHOLE = re.compile(r"(?i)\b(?:of|among)\s(?:[\w'’-]+\s){0,3}\Z")
_WHOLE_WITHIN = 50


def named_elsewhere(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a candidate, or the count that it is a share of, counts another thing."""
    place: Place | None = candidate.place
    if candidate.arithmetic and candidate.worked not in _OF_TWO:
        is_share = asked.claim.quantity.unit == "%" and len(candidate.used) <= _PARTS_OF_SHARE
        place = candidate.counted if is_share else None
    return place is not None and (
        is_named_elsewhere(asked, index, place, candidate.used)
        or is_headed_otherwise(asked, index, place)
    )


def is_headed_otherwise(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether a claim names the heading of another cell in the row or column of a small table.

    Args:
        asked: the claim.
        index: a source of a few paragraphs.
        place: a place that fits the claim's figure.
    """
    if not index.passages[place.passage].is_row or _SETS_TWO.search(asked.claim.text):
        return False
    if sum(_are_alike(one, asked.claim.quantity) for one in asked.order) > 1:
        return False
    ours = _telling(asked.words) | _times(asked.claim.text)
    near = (one for one in index.places if one.passage != place.passage or one is not place)
    return any(
        (ours & theirs) > (ours & mine) and (ours & theirs) - mine
        for one in near
        for mine, theirs in _headings_apart(index, place, one)
    )


#: What names two headings at once.
_SETS_TWO = re.compile(
    r"(?i)\b(?:without|than|compared|versus|vs|against|rather|instead|respectively)\b"
)


def _headings_apart(
    index: SourceIndex, one: Place, other: Place
) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """What the headings of two cells tell that differ in one heading, none of others."""
    first, second = one.titles, other.titles
    rows = index.passages[other.passage].is_row
    if rows and len(first) == len(second) and sum(map(operator.ne, first, second)) == 1:
        yield from (
            (_heading(mine), _heading(theirs))
            for mine, theirs in zip(first, second, strict=True)
            if mine != theirs
        )


def _heading(title: str) -> frozenset[str]:
    return _telling(words(title)) | _times(title)


def _times(text: str) -> frozenset[str]:
    """The times that a text tells something after."""
    return frozenset(one.told for one in times(text))


#: What is given names who is told of, and is no outcome.
_GIVEN = frozenset({Dimension.DOSE, Dimension.MASS, Dimension.VOLUME})
#: Arithmetic with two values of one thing, that of the place.
_OF_TWO = frozenset({"difference", "course", "change"})


def is_named_elsewhere(
    asked: Asked, index: SourceIndex, place: Place, used: Set[int] = frozenset()
) -> bool:
    """Whether a place counts something else, and another place what a claim names.

    Args:
        asked: the claim.
        index: a source of a few paragraphs.
        place: a place that fits the claim's figure.
        used: where the numbers start that the figure is worked out from: what they tell of is told.
    """
    figure, counts = asked.claim.quantity, place.quantity.relation in _TOLD  # no "below 90%"
    if sum(_are_alike(one, figure) for one in asked.order) > 1:
        return False  # each has words of its own in the claim
    if not counts or figure.dimension in _GIVEN:
        return False
    if _WHOLE.search(asked.claim.text[: asked.span[0]][-_WHOLE_WITHIN:]):
        return False
    ahead, aside = _ahead(index, place), _groups(index) | _setting(index, place)
    named = _named(asked) - aside - ahead
    mine = _around(index, place) | _taken_up(index, place) if named else frozenset()
    if not mine or named & mine - aside or _sorts(asked, _COUNTED) & ahead:
        return False
    others = {
        _around(index, one)
        for one in index.places
        if one.quantity.relation in _TOLD
        and _are_alike(one.quantity, place.quantity)
        and one.number != place.number
        and one.quantity.start not in used
        and not is_reckoned(index, one)
    }
    sorts = _sorts(asked, _MEASURED) & named
    return any(
        _weight(named & theirs) >= _MOST_OF * _weight(named) or (sorts and sorts <= theirs)
        for theirs in others
    )


def _are_alike(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers have one unit, and are called the same but for what centre they are."""
    called = {one.statistic, other.statistic}
    return one.unit == other.unit and (len(called) == 1 or called <= _CENTRES)


def _sorts(asked: Asked, kinds: frozenset[str]) -> frozenset[str]:
    """What a claim calls the thing that it counts or measures: "readmission", "length of stay"."""
    figure = asked.claim.quantity
    low = max((one.end for one in asked.order if one.end <= figure.start), default=0)
    high = min((one.start for one in asked.order if one.start >= figure.end), default=None)
    return frozenset(
        one.concept
        for one in asked.words
        if one.kind in kinds and rarity(one.concept) >= _PLAIN and not _RATIO.search(one.concept)
        if low <= one.start and (high is None or one.end <= high)
    )


_RATIO = re.compile(r"ratio|rate|risk")


def _setting(index: SourceIndex, place: Place) -> frozenset[str]:
    """The words that open a sentence and tell all its numbers: "After the guidance, 12%"."""
    passage = index.passages[place.passage]
    found = None
    if not passage.is_row:
        found = _SETS.match(index.document.text, passage.start, place.quantity.start)
    return _told(passage, 0, found.end() - passage.start) if found else frozenset()


_SETS = re.compile(
    r"(?i)(?:after|before|with|during|since|following|under|when|once|in|of|among|for|over|at|by|on|within)"
    r"\s[^,;.()]{3,120},\s"
)


def _taken_up(index: SourceIndex, place: Place) -> frozenset[str]:
    """The words of the sentence before that a place takes up: "in our clinic it was 34%"."""
    passage = index.passages[place.passage]
    if passage.is_row or not place.passage:
        return frozenset()
    if not _TAKES_UP.search(index.document.text, passage.start, place.quantity.start):
        return frozenset()
    return _telling(index.passages[place.passage - 1].words)


_TAKES_UP = re.compile(
    r"(?i)\b(?:it|this|they|these|the\s(?:figures?|rates?|shares?|proportions?|values?|results?))"
    r"\s(?:was|were|is|are|had|has|reached|rose|fell|came|stood|dropped|went)\b"
)


def _groups(index: SourceIndex) -> frozenset[str]:
    """The names of the groups that a source lists."""
    held = [roster for roster in index.rosters if not roster.are_rows]
    names = (name for roster in held for one in roster.members for name in one.names)
    return frozenset(names).union(*(roster.shared for roster in held))


def _weight(names: Iterable[str]) -> float:
    return math.fsum(map(rarity, names))


def _named(asked: Asked) -> frozenset[str]:
    """What a claim says was counted: its words but for those that say of whom."""
    text, start = asked.claim.text, asked.claim.start
    whom = [found.span() for found in _WHOM.finditer(text)]
    free = (
        one for one in asked.words if not any(low <= one.start - start < high for low, high in whom)
    )
    return _telling(free)


def _telling(found: Iterable[Word]) -> frozenset[str]:
    return frozenset(
        one.concept
        for one in found
        if one.kind not in _KINDS
        and one.concept not in _ANY
        and (one.kind in _OUTCOMES or rarity(one.concept) >= _TELLS)
    )


def _around(index: SourceIndex, place: Place) -> frozenset[str]:
    """What a place counts: the words of its row's heading, or of its part of a sentence."""
    passage = index.passages[place.passage]
    if passage.is_row:
        return _telling(words(place.titles[-1])) if place.titles[1:] else frozenset()
    edges, text = _edges(index, place), index.document.text[passage.start : passage.end]
    start = place.quantity.start - passage.start
    at = next(at for at, (_, end) in enumerate(edges) if start < end)
    opens = _parted(text, edges[at - 1][1], edges[at][0]) if at else 0
    parted = at > 0 and opens < edges[at][0] and bool(_own_behind(index, passage, edges))
    if at and opens == edges[at][0]:
        opens = edges[at - 1][1]  # what nothing parts is told of both
    shuts = _parted(text, edges[at][1], edges[at + 1][0]) if at + 1 < len(edges) else len(text)
    if not at and _ahead(index, place):
        opens = edges[0][1]
    of_them = _OF_THEM.match(text, edges[at][1])
    if at and (of_them or not (parted or _ahead(index, place) or _PARTS[0].match(text, opens))):
        opens = 0  # "was 2.7 and dropped to 1.3" goes on
    return _told(passage, opens, shuts)


#: "Thirty fell, 8 of them on ice": those of the number before.
_OF_THEM = re.compile(r"(?i)\s?%?\sof\s(?:them|these|those|whom|which)\b")


def _ahead(index: SourceIndex, place: Place) -> frozenset[str]:
    """The words ahead of all numbers of a sentence whose numbers have words of their own behind.

    "The vaccine was 91% effective against death and 55% against infection" is about the vaccine.
    """
    passage = index.passages[place.passage]
    edges = [] if passage.is_row else _edges(index, place)
    if len(edges) <= 1:
        return frozenset()
    behind = _own_behind(index, passage, edges)
    return _told(passage, 0, edges[0][0]) if behind else frozenset()


def _own_behind(
    index: SourceIndex, passage: Passage, edges: Sequence[tuple[int, int]]
) -> frozenset[str]:
    """The words behind the first list of numbers of a sentence, which are its own."""
    text = index.document.text[passage.start : passage.end]
    return _told(passage, edges[0][1], _parted(text, edges[0][1], edges[1][0]))


def _edges(index: SourceIndex, place: Place) -> list[tuple[int, int]]:
    """Where the lists of numbers of a place's sort start and end in its sentence."""
    passage = index.passages[place.passage]
    alike = [
        (one.start - passage.start, one.end - passage.start)
        for one in (index.places[at].quantity for at in passage.places)
        if _are_alike(one, place.quantity)
    ]
    return list(_runs(passage, alike))


def _runs(passage: Passage, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where the lists of numbers of a clause start and end, with no word that tells inside."""
    first = spans[0][0]
    for one, other in pairwise(spans):
        if _told(passage, one[1], other[0]):
            yield first, one[1]
            first = other[0]
    yield first, spans[-1][1]


#: What parts two numbers of a sentence, the strongest first; the last one of a kind does.
_PARTS = (
    re.compile(r"(?i);|\b(?:but|while|whilst|whereas)\b"),
    re.compile(r"(?i),(?:\sand)?|\b(?:and|versus|vs|than)\b"),
)


def _parted(text: str, start: int, end: int) -> int:
    """Where the stretch between two lists of a sentence is cut."""
    for parts in _PARTS:
        cuts = [cut.start() for cut in parts.finditer(text, start, end)]
        if cuts:
            return cuts[-1]
    return end


def _told(passage: Passage, start: int, end: int) -> frozenset[str]:
    """The words of a stretch of a sentence that tell what is counted."""
    return _telling(one for one in passage.words if start <= one.start - passage.start < end)
