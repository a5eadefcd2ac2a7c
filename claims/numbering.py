"""The order in which numbered references are first cited.

Numbered styles count references in the order of their first citation, so the
fresh labels of true markers form one ascending chain: 1, then 2-4, then 5.
Numbers that are no markers seldom fall into it.  The chain is the heaviest
ascending path through the candidates, found in one pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: What a label adds that is exactly the next one, or the next after a gap.
FRESH = 3.0
_GAP = 0.8
#: The longest run of labels that may be cited out of sight (in tables, in figures).
_MAX_GAP = 6
#: What beginning at another label than 1 costs (excerpts begin anywhere).
_LATE_START = 4.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Digits that may be a citation marker.

    Attributes:
        start, end: their span.
        labels: the numbers that they would name, in print order.
        weight: log-odds of being a marker, from the words around alone.
        style: how the marker would be printed.
    """

    start: int
    end: int
    labels: tuple[int, ...]
    weight: float
    style: str


@dataclass(frozen=True, slots=True)
class Step:
    """A candidate's place in the chain: what it adds, and the highest label so far."""

    fresh: bool
    highest: int


def chain(candidates: Sequence[Candidate], excerpt: bool) -> list[Step]:
    """The place of each candidate with regard to the heaviest chain.

    Args:
        candidates: in text order.
        excerpt: true when the chain may begin at any label.
    """
    best: dict[int, tuple[float, int]] = {0: (0.0, -1)}
    back: list[int] = []
    for index, candidate in enumerate(candidates):
        score, before = _extend(best, candidate, excerpt)
        back.append(before)
        top = max(candidate.labels)
        if score > best.get(top, (0.0, 0))[0]:
            best[top] = (score, index)
    _, last = max(best.values())
    members: set[int] = set()
    while last >= 0:
        members.add(last)
        last = back[last]
    return _steps(candidates, members)


def _extend(
    best: dict[int, tuple[float, int]], candidate: Candidate, excerpt: bool
) -> tuple[float, int]:
    """The best score of a chain that ends with the candidate, and its member before."""
    labels = sorted(set(candidate.labels))
    top_score, top_before = (candidate.weight - _LATE_START, -1) if excerpt else (0.0, -1)
    for at, first in enumerate(labels):
        floor = labels[at - 1] if at else 0
        for gap in range(_MAX_GAP + 1):
            highest = first - 1 - gap
            if highest < floor:
                break
            if highest in best:
                score = best[highest][0] + candidate.weight + FRESH - _GAP * gap
                if score > top_score:
                    top_score, top_before = score, best[highest][1]
    return top_score, top_before


def _steps(candidates: Sequence[Candidate], members: set[int]) -> list[Step]:
    steps = []
    highest = 0
    for index, candidate in enumerate(candidates):
        if index in members:
            highest = max(highest, *candidate.labels)
        steps.append(Step(index in members, highest))
    return steps
