"""Whose a number is: which group of a roster a claim tells its figure of, and which a place.

A sentence that names groups tells its numbers of them, each of the name beside it or of the one
of its rank; a list of as many numbers as an earlier sentence names groups tells them in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checkers.apart import answers, clause_at, in_order
from checkers.arms import AGAINST, LEADS_ON, parting, runs
from checkers.candidate import Candidate
from checkers.facets import Answer
from checkers.index import Passage, Place, SourceIndex
from checkers.occasions import PER
from checkers.rosters import Mention, Roster
from checkers.same import Asked
from checkers.verdict import Same
from claims.quantity import Dimension, Quantity, Relation

#: A name right behind a word of comparison is of those held against, unless a number is, too.
_AGAINST_WITHIN = 30
#: What stands between two numbers of a list, the nouns and brackets behind the first included.
LISTED = re.compile(
    r"\s?(?:[a-z]+\s?){0,2}(?:\([^()]{0,60}\))?\s?"
    r"(?:,\s?(?:(?:and|or|vs\.?|versus)\s)?|;\s|/\s?"
    r"|(?:and|or|vs\.?|versus|compared with|compared to)\s)"
)
_HEAD = re.compile(r"[^()\d]{0,30}\([^()]{0,20}$")


def whose(asked: Asked, index: SourceIndex, candidate: Candidate) -> int:
    """Whether a place tells its number of the claim's group.

    Returns:
        1 if it does, -1 if it tells it of another one, 0 where one of the texts does not say.
    """
    found = [
        (roster, way) for roster in index.rosters if (way := _way(asked, index, candidate, roster))
    ]
    rows = {way for roster, way in found if roster.are_rows}
    designs = {way for roster, way in found if roster.is_design}
    groups = designs or {way for roster, way in found if not roster.are_rows}
    return -1 if rows == {-1} else max(groups, default=0)


def is_of_one(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a claim takes the groups together and a place tells its number of one of several.

    Args:
        asked: the claim.
        index: the source.
        candidate: a place that fits the claim's figure, or the share of one group.
    """
    place = candidate.counted if candidate.worked in _OF_GROUP else candidate.place
    adds = candidate.arithmetic and candidate.worked not in _OF_GROUP
    if adds or place is None or not _TOGETHER.search(asked.claim.text):
        return False
    held = [index.places[at] for at in index.passages[place.passage].places]
    alike = [one for one in held if one.quantity.unit == place.quantity.unit]
    return any(_tells_apart(roster, index, place, alike) for roster in index.rosters)


def _tells_apart(roster: Roster, index: SourceIndex, place: Place, held: Sequence[Place]) -> bool:
    """Whether two numbers of a sentence are told of two groups, one of them a place's."""
    own = stated_of(roster, index, place)
    others = {stated_of(roster, index, one) for one in held}
    return own is not None and len(others - {None, own}) > 0


#: Arithmetic that gives the share of one group.
_OF_GROUP = frozenset({"portion", "quotient"})
_TOGETHER = re.compile(
    r"(?i)\b(?:both|the\stwo|all(?:\sthe)?|the\sthree|all\sthree)\s(?:study\s|trial\s|treatment\s)?(?:arms|groups)"
    r"\s(?:(?:are|were|is|taken|put|considered|lumped|added)\s){0,2}(?:together|combined|pooled)\b"
    r"|\b(?:taking|pooling|combining|lumping|putting|counting|adding)\s(?:both|the\stwo|all|the\sthree)\b"
    r"|\b(?:arms|groups)\s(?:pooled|combined)\b"
)


def _way(asked: Asked, index: SourceIndex, candidate: Candidate, roster: Roster) -> int:
    claim = asked.claim
    ours = told_of(roster, claim.text, claim.start, claim.quantity, asked.order)
    if ours is None:
        return 0
    theirs = {stated_of(roster, index, place) for place in _starts(index, candidate)}
    if len(theirs) != 1 or None in theirs:
        return 0
    return 1 if ours in theirs else -1


def _starts(index: SourceIndex, candidate: Candidate) -> list[Place]:
    """The places that a candidate's value is taken from."""
    if not candidate.arithmetic:
        return [candidate.place]
    passage = index.passages[candidate.place.passage]
    held = (index.places[at] for at in passage.places)
    return [one for one in held if one.quantity.start in candidate.used] or [candidate.place]


def stated_of(roster: Roster, index: SourceIndex, place: Place) -> int | None:
    """The member that a place is told of, by its rank; None where nothing says."""
    passage = index.passages[place.passage]
    if passage.is_row:
        return _of_cell(roster, index, place, passage)
    text = index.document.text[passage.start : passage.end]
    figures = [index.places[at].quantity for at in passage.places]
    own = told_of(roster, text, passage.start, place.quantity, figures)
    if own is not None or not _is_last(roster, index, passage):
        return own
    return _by_rank(roster, text, passage.start, place.quantity, figures)


def _of_cell(roster: Roster, index: SourceIndex, place: Place, passage: Passage) -> int | None:
    for titles in (place.titles, (index.document.text[passage.start : place.quantity.start],)):
        found = {one.member for title in titles for one in roster.titled(title)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _is_last(roster: Roster, index: SourceIndex, passage: Passage) -> bool:
    """Whether of the rosters of its length it is the last one before a passage."""
    size = len(roster.members)
    before = [
        one
        for one in index.rosters
        if one.start < passage.start and len(one.members) == size and not one.are_rows
    ]
    designs = [one for one in before if one.is_design]
    return bool(before) and roster is (designs or before)[-1]


def told_of(
    roster: Roster, text: str, offset: int, figure: Quantity, figures: Sequence[Quantity]
) -> int | None:
    """The member that a figure is told of where its sentence names any, by its rank.

    Args:
        roster: the groups.
        text: a sentence.
        offset: where it starts.
        figure: one of its figures.
        figures: all of them.
    """
    found = roster.mentions(text, offset, figures)
    if not found or any(
        one.start < figure.end - offset and figure.start - offset < one.end for one in found
    ):
        return None
    alike = [one for one in figures if _sort(one) == _sort(figure)]
    ranked = _in_order(found, [one.start - offset for one in alike], figure.start - offset)
    return _beside(text, offset, figure, alike, found) if ranked is None else ranked


def leads(roster: Roster, asked: Asked) -> int | None:
    """The member that a claim is about, others held against it, by its rank."""
    text, start = asked.claim.text, asked.claim.start
    found = roster.mentions(text, start, asked.order)
    against = {one.member for one in found if _is_against(text, one)}
    own = {one.member for one in found if not _is_against(text, one)}
    if not own and len(against) == 1 and len(roster.members) == _TWO:
        own = {*range(_TWO)} - against
    return own.pop() if len(own) == 1 else None


_TWO = 2


def _sort(figure: Quantity) -> tuple[str, str, bool]:
    """What the figures of a list have in common."""
    share = figure.dimension is Dimension.PROPORTION
    spread = figure.relation in (Relation.INTERVAL, Relation.RANGE)
    return "%" if share else figure.unit, figure.statistic, spread


def _in_order(found: Sequence[Mention], figures: Sequence[int], start: int) -> int | None:
    """The member of a figure where a sentence names as many in turn as it has figures."""
    held = [Answer("", str(one.member), Same.SIBLING, one.start, one.end) for one in found]
    told = in_order(held, figures, start) if len(figures) > 1 else None
    return int(told.told) if told else None


def _beside(
    text: str, offset: int, figure: Quantity, alike: Sequence[Quantity], found: Sequence[Mention]
) -> int | None:
    """The member that a sentence names beside a figure, or for all figures of its clause."""
    start, end = figure.start - offset, figure.end - offset
    low, high = clause_at(text, start)
    spans = [(one.start - offset, one.end - offset) for one in alike]
    before = [one for one in spans if low <= one[0] < start]
    behind = [one for one in spans if start < one[0] < high]
    opens = parting(text, before[-1][1], start) if before else low
    shuts = parting(text, end, behind[0][0]) if behind else high
    own = [one for one in found if not _is_against(text, one) and not _is_aside(text, end, one)]
    mine = [one for one in own if opens <= one.start < shuts]
    if LEADS_ON.match(text, end):
        mine = [one for one in mine if one.start >= end] or mine
    if not mine and before:
        if AGAINST.search(text, before[-1][1] - 1, start):
            return None  # "34% of those with support, against 33%"
        mine = [one for one in own if low <= one.start < high]
        mine = mine if all(one.start < before[0][0] for one in mine) else []
    told = {one.member for one in mine}
    return told.pop() if len(told) == 1 else None


def _is_aside(text: str, end: int, one: Mention) -> bool:
    """Whether a name stands in a bracket that opens behind a figure: "(vaccine efficacy, 60%)"."""
    between = text[end : one.start]
    return between.count("(") > between.count(")")


def _is_against(text: str, one: Mention) -> bool:
    """Whether a name is of those that others are held against: "compared with placebo"."""
    low = max(0, one.start - _AGAINST_WITHIN)
    signs = list(AGAINST.finditer(text, low, one.start + 1))
    return bool(signs) and not any(map(str.isdigit, text[signs[-1].end() : one.start]))


def _by_rank(
    roster: Roster, text: str, offset: int, figure: Quantity, figures: Sequence[Quantity]
) -> int | None:
    """The member of a figure of a list that has as many as the roster and names nobody."""
    low, high = clause_at(text, figure.start - offset)
    if any(low <= one.start < high for one in roster.mentions(text, offset, figures)):
        return None
    if _lists_other(text[low:high]):
        return None
    size = len(roster.members)
    for head in _heads(text, offset, figure, figures):
        alike = [one for one in figures if _sort(one) == _sort(head)]
        run = next((run for run in runs(text, offset, alike, LISTED) if head in run), [])
        if len(run) == size:
            return run.index(head)
    return None


def _lists_other(text: str) -> bool:
    """Whether a clause tells its numbers of other things: of women and men, of two times."""
    told = [(one.facet, one.told) for one in answers(text) if one.facet != PER]
    return len(set(told)) > len({facet for facet, _ in told})


def _heads(
    text: str, offset: int, figure: Quantity, figures: Sequence[Quantity]
) -> Iterator[Quantity]:
    """The figure, and the one that it stands in brackets behind: the 12 of "12 (7.5%)"."""
    yield figure
    before = [one for one in figures if one.end <= figure.start]
    if before and _HEAD.fullmatch(text, before[-1].end - offset, figure.start - offset):
        yield before[-1]
