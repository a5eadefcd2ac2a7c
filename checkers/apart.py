"""Whether a claim and a place that share their words tell of two things, as their sentences say.

Each figure of a sentence is given its own answer to each facet: that of its clause, or, of
several, the one that the order of answers and figures leaves it.  Where a sentence leaves
doubt a figure has none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from checkers.candidate import Candidate
from checkers.commensurable import Units
from checkers.facets import Answer, facets
from checkers.index import Place, SourceIndex
from checkers.occasions import NUMBERED, PARTIES, PER, occasions
from checkers.same import Asked
from checkers.times import AFTER, are_one_time
from checkers.verdict import Same
from claims.quantity import Dimension, Quantity

#: Where a sentence turns to something else.
_TURNS = re.compile(r"(?i);|(?<!\bvs)\.\s|\b(?:but|while|whilst|whereas)\b")


@dataclass(frozen=True, slots=True)
class Apart:
    """What tells a place from a claim.

    Attributes:
        what: what differs, ``Same.SAME`` if nothing does.
        crossed: whether the place's sentence answers as the claim does, of another figure.
    """

    what: Same = Same.SAME
    crossed: bool = False


def apart(asked: Asked, index: SourceIndex, candidate: Candidate) -> Apart:
    """What tells a place from a claim where both answer a question, and not alike."""
    claim = asked.claim
    place = candidate.counted if candidate.arithmetic else candidate.place
    share = claim.quantity.dimension is Dimension.PROPORTION
    if place is None or (candidate.comparison.units is Units.CONVERTED and not share):
        return Apart()
    ours = dict(told(claim.text, claim.start, claim.quantity, asked.order))
    if _is_rated_otherwise(ours, place.quantity):
        return Apart(Same.OTHER)
    if claim.quantity.dimension is Dimension.DURATION:
        ours.pop(AFTER, None)  # a time is told after no other one
    if not ours:
        return Apart()
    theirs, named = _stated(index, place)
    pairs = ((one, theirs.get(facet)) for facet, one in ours.items())
    found = (
        _between(one, named[one.facet])
        for one, other in pairs
        if other and not are_one(one, other.told)
    )
    return next((one for one in found if one is not None), Apart())


def _is_rated_otherwise(ours: Mapping[str, Answer], stated: Quantity) -> bool:
    """Whether a claim counts by the day, say, what a place's own unit counts by the week."""
    per = stated.unit.rpartition(" per ")[2] if " per " in stated.unit else ""
    return per in _PERIODS and PER in ours and ours[PER].told != per


_PERIODS = frozenset({"hour", "day", "week", "month", "year"})


def _between(one: Answer, named: frozenset[str]) -> Apart | None:
    """What a claim's answer tells it from a place of another one, None where that says nothing.

    Args:
        one: the claim's answer.
        named: all answers that the place's sentence names.
    """
    is_named = any(are_one(one, told) for told in named)
    if one.facet == PARTIES and not is_named:
        return None
    crossed = one.what is Same.SIBLING or (one.what is not Same.OTHER and is_named)
    return Apart(Same.SIBLING if crossed else one.what, crossed)


def are_one(one: Answer, told: str) -> bool:
    """Whether two answers of one facet are one."""
    return one.told == told or (one.facet == AFTER and are_one_time(one.told, told))


def answers_of(index: SourceIndex, place: Place) -> Mapping[str, Answer]:
    """The answers of a place of a source, by their facets."""
    return _stated(index, place)[0]


def _stated(
    index: SourceIndex, place: Place
) -> tuple[Mapping[str, Answer], Mapping[str, frozenset[str]]]:
    """The answers of a place, and all that its sentence or its headings name of each facet."""
    passage = index.passages[place.passage]
    if passage.is_row:
        found = [answers(title) for title in place.titles]
        named = _by_facet(one for title in found for one in title)
        alone = (held[0] for held in named.values() if len({one.told for one in held}) == 1)
        own = {one.facet: one for one in alone}
    else:
        text = index.document.text[passage.start : passage.end]
        figures = [index.places[at].quantity for at in passage.places]
        named = _by_facet(_beside_figures(text, passage.start, figures))
        own = dict(told(text, passage.start, place.quantity, figures))
    return own, {facet: frozenset(one.told for one in held) for facet, held in named.items()}


def told(
    text: str, offset: int, figure: Quantity, figures: Sequence[Quantity]
) -> Mapping[str, Answer]:
    """The answers of a figure, by their facets.

    Args:
        text: a sentence.
        offset: where it starts.
        figure: one of its figures.
        figures: all of them.
    """
    found = _beside_figures(text, offset, figures)
    if not found:
        return {}
    start, end = figure.start - offset, figure.end - offset
    low, high = clause_at(text, start)
    near = [one for one in figures if low <= one.start - offset < high]
    alike = [one.start - offset for one in near if _sort(one) == _sort(figure)]
    after = [one.start - offset for one in near if one.start > figure.start]
    beside = [one for one in found if one.facet != PER or _is_beside(text, start, end, one)]
    own = {
        facet: _own(held, (low, high), alike, after, start)
        for facet, held in _by_facet(beside).items()
    }
    return {facet: one for facet, one in own.items() if one}


def clause_at(text: str, start: int) -> tuple[int, int]:
    """Where the clause of an offset starts and ends."""
    cuts = [0, *(cut.end() for cut in _TURNS.finditer(text)), len(text)]
    return max(cut for cut in cuts if cut <= start), min(cut for cut in cuts if cut > start)


def _beside_figures(text: str, offset: int, figures: Sequence[Quantity]) -> Sequence[Answer]:
    """What a text answers; what counts names nothing: "in the placebo group 14 fell"."""
    return [one for one in answers(text) if not _counts(text, offset, one, figures)]


def _counts(text: str, offset: int, one: Answer, figures: Sequence[Quantity]) -> bool:
    """Whether the number that seems to name a group is one of the figures."""
    if one.facet not in NUMBERED or not text[one.start : one.start + 1].isdigit():
        return False
    return any(figure.start <= offset + one.start < figure.end for figure in figures)


def _is_beside(text: str, start: int, end: int, one: Answer) -> bool:
    """Whether an answer stands right behind a figure, or right before it: "each year over 80"."""
    low, high = (end, one.start) if one.start >= end else (one.end, start)
    return low <= high <= low + _BESIDE and _APART.search(text, low, high) is None


_BESIDE = 24
_APART = re.compile(r"[,;:()\d]\s?|\b(?:and|or|for|with|in|at|to|on)\b")


def _sort(figure: Quantity) -> tuple[str, str]:
    """What figures have in common that a list may hold: a share is one in words, too."""
    share = figure.dimension is Dimension.PROPORTION
    return "%" if share else figure.unit, figure.statistic


def _own(
    held: Sequence[Answer],
    clause: tuple[int, int],
    alike: Sequence[int],
    after: Sequence[int],
    start: int,
) -> Answer | None:
    """The one of the answers of a sentence that a figure has.

    Args:
        held: the answers, in order.
        clause: where the clause of the figure starts and ends.
        alike: where the figures of its sort stand in it.
        after: where other figures stand behind it.
        start: where the figure stands.
    """
    inside = [one for one in held if clause[0] <= one.start < clause[1]]
    mine = inside or [one for one in held if one.start < clause[0]]
    if len({one.told for one in mine}) > 1:
        return in_order(inside, alike, start) if inside else None
    free = (one for one in mine if one.start < start or not _is_taken(one, after))
    return next(free, None)


def _is_taken(one: Answer, after: Sequence[int]) -> bool:
    """Whether another figure stands right behind an answer: "a specificity of 80%"."""
    return any(one.end <= at <= one.end + _RIGHT_BEHIND for at in after)


#: Letters between an answer and a figure that it is told of.
_RIGHT_BEHIND = 16


def in_order(held: Sequence[Answer], figures: Sequence[int], start: int) -> Answer | None:
    """The answer of a figure among several: the one before each, behind each, or of its rank.

    "4% of women and 9% of men", "women 4% and men 9%", "women and men (4% and 9%)".
    """
    steps = sorted([*((one.start, one) for one in held), *((at, None) for at in figures)], key=_at)
    names: list[Answer] = []
    order = ""
    for _, one in steps:
        if one is None:
            order += "n"
        elif not order.endswith("w") or names[-1].told != one.told:
            order += "w"
            names.append(one)
    if len(names) != len(figures) or not _TOLD_IN_ORDER.fullmatch(order):
        return None
    return names[list(figures).index(start)]


def _at(step: tuple[int, Answer | None]) -> int:
    return step[0]


_TOLD_IN_ORDER = re.compile(r"(?:wn)+|(?:nw)+|w+n+|n+w+|wnnw|nwwn")


@lru_cache(maxsize=1024)
def answers(text: str) -> tuple[Answer, ...]:
    """All that a text answers, in order."""
    found = [*facets().answers(text), *occasions(text)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _by_facet(found: Iterable[Answer]) -> Mapping[str, list[Answer]]:
    held: dict[str, list[Answer]] = defaultdict(list)
    for one in found:
        held[one.facet].append(one)
    return held
