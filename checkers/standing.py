"""How a figure stands in its sentence: found, or planned, assumed, thought of, left out.

The number of patients that a trial aimed at and the number that it enrolled share every
word that says what is counted; so do the relapses that were allowed for and those that came.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from checkers.candidate import Candidate
from checkers.index import Place, SourceIndex
from checkers.negation import clause
from checkers.same import Asked
from checkers.verdict import Same
from checkers.words import rows_of
from claims.quantity import Dimension, Relation


class Standing(StrEnum):
    """What a figure is where it is no finding of the work that prints it."""

    PLANNED = "planned"  #: aimed at, or needed for a trial's power
    ASSUMED = "assumed"  #: expected, or true if something else were
    POWER = "power"  #: the power of a trial, or its level of significance
    THOUGHT = "thought"  #: of people who considered or intended, and need not have done
    LEFT_OUT = "left out"  #: of people who were excluded
    OFFERED = "offered"  #: of people who were invited, and need not have come
    EARLIER = "earlier"  #: what earlier works had found
    SET = "set"  #: a standard, or the least that matters
    GROSS = "gross"  #: of those who were there before some were excluded


class Reach(StrEnum):
    """Which figures of its sentence a cue tells of."""

    JOINED = "joined"  #: the one right behind it
    AHEAD = "ahead"  #: the one right before it
    NEXT = "next"  #: the first behind it
    LAST = "last"  #: the last before it
    BEHIND = "behind"  #: all behind it in its clause
    LISTED = "listed"  #: all behind it up to a comma
    AROUND = "around"  #: all of its clause


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say how a figure stands.

    Attributes:
        standing: how.
        reach: which figures.
        start, end: offsets in the sentence.
    """

    standing: Standing
    reach: Reach
    start: int
    end: int


@dataclass(frozen=True)
class Standings:
    """A table of what tells how figures stand.

    Attributes:
        cues: the patterns of cues, with the standing that they tell and their reach.
        knows: what a claim says that knows of a standing.
        takes: what a claim has to say to take a figure of a standing for what it is not.
    """

    cues: Sequence[tuple[Standing, Reach, re.Pattern[str]]]
    knows: Mapping[Standing, re.Pattern[str]]
    takes: Mapping[Standing, re.Pattern[str]]


@cache
def table() -> Standings:
    """The table that is shipped with the package."""
    return parse_standings(rows_of("standings"))


def parse_standings(rows: Iterable[str]) -> Standings:
    """Read a table of standings: sections of patterns, one a line."""
    named: dict[str, str] = {}
    cued: list[tuple[Standing, Reach, re.Pattern[str]]] = []
    told: dict[str, dict[Standing, list[str]]] = {
        "knows": defaultdict(list),
        "takes": defaultdict(list),
    }
    standing = Standing.PLANNED
    for row in rows:
        if row.startswith("["):
            standing = Standing(row.strip("[]"))
        elif row.startswith("let "):
            name, _, pattern = row.removeprefix("let ").partition(" = ")
            named[f"<{name}>"] = pattern
        else:
            does, _, pattern = row.partition(": ")
            for name, meant in named.items():
                pattern = pattern.replace(name, meant)
            if does in told:
                told[does][standing].append(pattern)
            else:
                cued.append((standing, Reach(does), _compiled([pattern])))
    knows, takes = (
        {one: _compiled(patterns) for one, patterns in held.items()} for held in told.values()
    )
    return Standings(cued, knows, takes)


def _compiled(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{'|'.join(patterns)})")


#: What ends the reach of a cue.
_CUTS = re.compile(
    r"(?i)[;:]|(?<!\bvs)\.\s|\b(?:but|while|whilst|whereas|although|though|however|yet|observed|actual|actually"
    r"|in\sfact|in\sthe\s(?:end|event)|leaving|left|remaining|remained|compared\swith|against|we\s(?:enrolled|recruited"
    r"|included|randomi[sz]ed|found|observed))\b|,\s(?:and\s)?(?:the\s(?:trial|study)|only|just)\b"
)
#: What opens a clause that ends at a comma, before the main one.
_SETS_OFF = re.compile(r"(?i)(?:whereas|while|whilst|although|though|unlike)\b")
#: Letters between a cue and the one figure that it tells of.
_NEAR, _RIGHT_BEHIND = 72, 2


def standings(text: str, start: int, end: int, others: Iterable[int] = ()) -> frozenset[Standing]:
    """How a figure stands in its sentence, empty where it is plainly found.

    Args:
        text: a sentence.
        start: where the figure starts.
        end: where it ends.
        others: where the figures of the sentence start.
    """
    starts = [at for at in others if at != start]
    return frozenset(cue.standing for cue in cues(text) if _reaches(cue, text, start, end, starts))


@lru_cache(maxsize=512)
def cues(text: str) -> tuple[Cue, ...]:
    """The cues of a sentence."""
    text = text[:_LONGEST]
    return tuple(
        Cue(standing, reach, *found.span())
        for standing, reach, pattern in table().cues
        for found in pattern.finditer(text)
    )


_LONGEST = 2_000


def _reaches(cue: Cue, text: str, start: int, end: int, others: Sequence[int]) -> bool:
    """Whether a cue tells of the figure between two offsets."""
    behind = start >= cue.start
    between = text[min(cue.end, start) : start] if behind else text[end : cue.start]
    if _CUTS.search(between) or (behind and "," in between and _SETS_OFF.match(text)):
        return False
    if cue.reach is Reach.AROUND:
        return True
    if cue.reach is Reach.AHEAD:
        return not behind and len(between) <= _RIGHT_BEHIND
    if cue.reach is Reach.LAST:
        return end <= cue.end and (start >= cue.start or _is_beside(cue, between, end, others))
    if not behind:
        return False
    if cue.reach is Reach.LISTED:
        return "," not in between
    if cue.reach is Reach.BEHIND:
        return True
    first = not any(cue.start <= at < start for at in others)
    return first and len(between) <= (_RIGHT_BEHIND if cue.reach is Reach.JOINED else _NEAR)


def _is_beside(cue: Cue, between: str, end: int, others: Sequence[int]) -> bool:
    """Whether a figure is the last before a cue, but for one in brackets behind it."""
    nearer = [at for at in others if end <= at < cue.start]
    in_brackets = re.match(r"\s?(?:[a-z]+\s)?\([^()]*\)", between)
    told = end + (in_brackets.end() if in_brackets else 0)
    return len(between) <= _NEAR and all(at < told for at in nearer)


#: What is told of in few words: elsewhere an article may say it in others.
_IN_FEW = frozenset({Standing.THOUGHT, Standing.OFFERED, Standing.SET, Standing.GROSS})
#: Standings that are much the same: what is reckoned with.
_RECKONED = frozenset({Standing.PLANNED, Standing.ASSUMED})
#: Doses that are aimed at are mostly given, too.
_AMOUNTS = frozenset({Dimension.MASS, Dimension.VOLUME, Dimension.DOSE, Dimension.RATE})


def stands_apart(asked: Asked, index: SourceIndex, candidate: Candidate, *, few: bool) -> Same:
    """What tells a place from a claim that takes what was planned, say, for what was found.

    Args:
        asked: the claim.
        index: the source.
        candidate: the place.
        few: whether the source is a few sentences long.
    """
    if index.passages[candidate.place.passage].is_row:
        return Same.SAME
    place = candidate.place
    theirs = frozenset() if candidate.turned else _at(index, place)
    if _is_part(asked, place):
        theirs -= {Standing.PLANNED}
    if few and candidate.arithmetic:
        theirs = theirs - {Standing.GROSS} | _printed_as(asked, index, place)
    if any(_takes(asked, one) for one in theirs if few or one not in _IN_FEW):
        return Same.OTHER
    printed = few and not candidate.arithmetic and not theirs
    return Same.OTHER if printed and _is_found(asked, index, place) else Same.SAME


def _printed_as(asked: Asked, index: SourceIndex, place: Place) -> frozenset[Standing]:
    """How the claim's own number stands where the sentence that it is worked out from prints it."""
    held = (index.places[at] for at in index.passages[place.passage].places)
    figure = asked.claim.quantity
    alike = (
        one for one in held if (one.quantity.low, one.quantity.unit) == (figure.low, figure.unit)
    )
    return frozenset().union(*(_at(index, one) for one in alike))


def _is_part(asked: Asked, place: Place) -> bool:
    """Whether a claim's figure is the 31 of "31 of the 48 that were planned"."""
    ours, stated = asked.claim.quantity, place.quantity
    return stated.relation is Relation.RATIO and ours.low == stated.low


def stands_alike(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether a claim and a place say of a figure that it was planned or assumed."""
    theirs = _at(index, place) & _RECKONED
    return bool(theirs) and (bool(_ours(asked) & _RECKONED) or _knows(asked, min(theirs)))


def is_reckoned(index: SourceIndex, place: Place) -> bool:
    """Whether a place tells of what was planned or assumed."""
    return not index.passages[place.passage].is_row and bool(_at(index, place) & _RECKONED)


def _at(index: SourceIndex, place: Place) -> frozenset[Standing]:
    """How the figure of a place stands."""
    passage, figure = index.passages[place.passage], place.quantity
    text = index.document.text[passage.start : passage.end]
    if not cues(text):
        return frozenset()
    starts = (index.places[at].quantity.start - passage.start for at in passage.places)
    told = standings(text, figure.start - passage.start, figure.end - passage.start, starts)
    amount = figure.dimension in _AMOUNTS and _PER_MANY.search(figure.unit) is None
    return told - {Standing.PLANNED} if amount else told


#: "Per 100,000 people" rates no dose.
_PER_MANY = re.compile(r"per \d")


def _takes(asked: Asked, standing: Standing) -> bool:
    """Whether a claim takes a figure of a standing for a finding."""
    takes = table().takes.get(standing)
    if takes is not None and not takes.search(_side(asked.claim.text, *asked.span)):
        return False
    alike = _RECKONED if standing in _RECKONED else {standing}
    return not _knows(asked, standing) and not _ours(asked) & alike


def _side(text: str, start: int, end: int) -> str:
    """The side of a comparison that a figure stands on."""
    cuts = [cut.end() for cut in _SIDES.finditer(text, 0, start)]
    stop = _SIDES.search(text, end)
    return text[cuts[-1] if cuts else 0 : stop.start() if stop else len(text)]


_SIDES = re.compile(r"(?i);|\b(?:but|while|whereas|against|compared|versus|vs|than|from)\b")


def _ours(asked: Asked) -> frozenset[Standing]:
    start = asked.claim.start
    return standings(asked.claim.text, *asked.span, (one.start - start for one in asked.order))


def _knows(asked: Asked, standing: Standing) -> bool:
    """Whether a claim's words near its figure say how it stands, however loosely."""
    text, (start, end), offset = asked.claim.text, asked.span, asked.claim.start
    starts = [one.start - offset for one in asked.order]
    sort = asked.claim.quantity.dimension
    others = [one.start - offset for one in asked.order if one.dimension is sort]
    for word in _known(standing).finditer(text):
        low, high = (end, word.start()) if word.start() >= end else (word.end(), start)
        between = [at for at in others if low <= at < high and at != start]
        if between and (word.start() >= end or _PARTS.search(text, low, high)):
            continue  # it tells of the figure in between
        if not _ties(text, word, starts, start):
            return True
    return False


def _known(standing: Standing) -> re.Pattern[str]:
    """What knows of a standing: what is assumed is told of as what is planned."""
    return table().knows[Standing.PLANNED if standing in _RECKONED else standing]


_PARTS = re.compile(r"[,;]|\b(?:but|while|whereas)\b")


def _ties(text: str, word: re.Match[str], starts: Sequence[int], start: int) -> bool:
    """Whether a cue that holds a word tells of one other figure alone: "786 of a planned 840"."""
    one_alone = {Reach.JOINED, Reach.AHEAD, Reach.NEXT}
    holding = [
        cue for cue in cues(text) if cue.start <= word.start() < cue.end and cue.reach in one_alone
    ]
    return any(
        at != start and _reaches(cue, text, at, at + 1, [other for other in starts if other != at])
        for cue in holding
        for at in starts
    )


def _is_found(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether a claim says planned, assumed or excluded of what was found, where others were so."""
    ours = _ours(asked) & {Standing.PLANNED, Standing.ASSUMED, Standing.LEFT_OUT}
    if not ours:
        return False
    passage = index.passages[place.passage]
    text = index.document.text[passage.start : passage.end]
    told = clause(text, place.quantity.start - passage.start, place.quantity.end - passage.start)
    wanted = ours | _RECKONED if ours & _RECKONED else ours
    if any(_known(one).search(told) for one in wanted):
        return False
    return any(_at(index, other) & wanted for other in index.places)
