"""The order in which numbered references are first cited.

Numbered styles count references in the order of their first citation, so the
fresh labels of true markers form one ascending chain: 1, then 2-4, then 5.
Numbers that are no markers seldom fall into it.  The chain is the heaviest
ascending path through the candidates, found in one pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: What the next label in turn adds, what each further one adds, up to a limit.
FRESH = 3.0
_MORE = 2.5
_MOST = 11.0
#: What each label that is left out costs.
_GAP = 0.8
#: A number that its neighbours speak against this strongly joins no chain.
_REFUSED = -3.0
#: How many labels that are cited out of sight (in tables, in figures) are counted one by one.
_MAX_GAP = 6
#: What a longer gap costs.
_LEAP = 6.5
#: Labels are below this.
_TOP = 1 << 10
#: What beginning at another label than 1 costs (excerpts begin anywhere).
_LATE_START = 4.0


class Candidate(NamedTuple):
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
    """A candidate's place in the chain.

    Attributes:
        fresh: whether it is a member.
        beyond: how far its labels pass those that the members up to and with
            the next one name; 0 for a label that may well be cited here.
    """

    fresh: bool
    beyond: int


class _Chains:
    """The best chain for every highest label so far: its score and its last member."""

    def __init__(self) -> None:
        self.best: dict[int, tuple[float, int]] = {0: (0.0, -1)}
        self._tree: list[tuple[float, int]] = [(0.0, -1)] * _TOP

    def add(self, top: int, score: float, last: int) -> None:
        """Keep a chain if it beats the one with the same highest label."""
        if score <= self.best.get(top, (0.0, 0))[0]:
            return
        self.best[top] = (score, last)
        node = top
        while node < _TOP:
            self._tree[node] = max(self._tree[node], (score, last))
            node += node & -node

    def below(self, label: int) -> tuple[float, int]:
        """The best chain whose labels are all below this one (a Fenwick tree of maxima)."""
        found = (0.0, -1)
        node = label - 1
        while node > 0:
            found = max(found, self._tree[node])
            node &= node - 1
        return found


def chain(candidates: Sequence[Candidate], excerpt: bool) -> list[Step]:
    """The place of each candidate with regard to the heaviest chain.

    Args:
        candidates: in text order.
        excerpt: true when the chain may begin at any label.
    """
    chains = _Chains()
    back: list[int] = []
    for index, candidate in enumerate(candidates):
        score, before = _extend(chains, candidate, excerpt)
        back.append(before)
        chains.add(max(candidate.labels), score, index)
    _, last = max(chains.best.values())
    members: set[int] = set()
    while last >= 0:
        members.add(last)
        last = back[last]
    return _steps(candidates, members)


def _extend(chains: _Chains, candidate: Candidate, excerpt: bool) -> tuple[float, int]:
    """The best score of a chain that ends with the candidate, and its member before."""
    if candidate.weight <= _REFUSED:
        return 0.0, -1
    top_score, top_before = (candidate.weight - _LATE_START, -1) if excerpt else (0.0, -1)
    labels = sorted(set(candidate.labels))
    for at, first in enumerate(labels):
        gain = candidate.weight + min(FRESH + _MORE * (len(labels) - at - 1), _MOST)
        floor = labels[at - 1] if at else 0
        score, before = chains.below(first) if at == 0 else (0.0, -1)
        if before >= 0 and score + gain - _LEAP > top_score:
            top_score, top_before = score + gain - _LEAP, before
        for highest in range(first - 1, max(floor, first - 1 - _MAX_GAP) - 1, -1):
            if highest in chains.best:
                score, before = chains.best[highest]
                score += gain - _GAP * (first - 1 - highest)
                if score > top_score:
                    top_score, top_before = score, before
    return top_score, top_before


def _steps(candidates: Sequence[Candidate], members: set[int]) -> list[Step]:
    """Each candidate's step, read from the end to know the member that comes next."""
    tops = [0]
    for index in sorted(members):
        tops.append(max(tops[-1], *candidates[index].labels))
    steps = []
    passed = len(members)
    for index in range(len(candidates) - 1, -1, -1):
        reach = tops[min(passed + 1, len(members))]
        passed -= index in members
        steps.append(Step(index in members, max(0, max(candidates[index].labels) - reach)))
    return steps[::-1]
