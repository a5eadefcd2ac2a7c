"""The two sides of a figure in one source: the places that fit it, and its rivals.

The places that fit are weighed one by one.  What does not hang on which of them it
is, most of all the claim and the rivals, is worked out here, once a figure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from checkers.aligned import Over
from checkers.candidate import Candidate
from checkers.clauses import Bound, Clause, most
from checkers.direction import Directed, agreement, alignment, directed, governing, nearest, signed
from checkers.index import SourceIndex, digits_told, numbers_of
from checkers.pairing import beside
from checkers.relation import ValueRelation
from checkers.same import Asked
from checkers.siblings import Siblings

Told = TypeVar("Told")
#: Signals of how like the claim's the surroundings of a place are.
ALIKE = ("near", "wide", "back", "numbers", "group", "neighbours")
#: As many rivals are laid under the claim.
_LAID = 2
#: As many have their clauses held against the claim's.
_BOUND = 4


@dataclass(frozen=True)
class Rivalry:
    """The places of a source that fit a figure, and those that state another value.

    Attributes:
        asked: the claim.
        index: the source.
        fitting: places whose value fits, best first.
        rivals: places of the same sort whose value does not, best first.
    """

    asked: Asked
    index: SourceIndex
    fitting: Sequence[Candidate]
    rivals: Sequence[Candidate]

    @cached_property
    def straying(self) -> Sequence[Candidate]:
        """The rivals whose numbers the claim's sentence nowhere prints."""
        return strays(self.asked, self.rivals)

    @cached_property
    def over(self) -> Over:
        """The claim, to be laid over passages."""
        return Over(self.asked)

    @cached_property
    def clause(self) -> Clause:
        """The clause of the figure, to be held against those of places."""
        return Clause(self.asked)

    @cached_property
    def siblings(self) -> Siblings:
        """The claim, to be held against places and the numbers beside them."""
        return Siblings(self.asked, self.index)

    @cached_property
    def bound(self) -> Bound:
        """How far the clauses of those rivals agree with the claim's that it does not print."""
        found = self.straying[:_BOUND]
        return most(self.clause.against(self.index, one.place) for one in found)

    @cached_property
    def claimed(self) -> Sequence[Directed]:
        """The direction words of the claim."""
        text = self.asked.claim.text
        return list(directed(text, 0, len(text)))

    @cached_property
    def governing(self) -> Sequence[Directed]:
        """Those of them that the figure belongs to."""
        return governing(self.claimed, *self.asked.span)

    @cached_property
    def stated(self) -> Sequence[Sequence[Directed]]:
        """The direction words of the passage of each fitting place."""
        passages = (self.index.passages[one.place.passage] for one in self.fitting)
        return [
            [one for one in self.index.directions if held.start <= one.word.start < held.end]
            for held in passages
        ]

    @cached_property
    def signals(self) -> Mapping[str, float]:
        """The signals that are the same whichever fitting place is weighed; at least one fits."""
        return {**_of_claim(self), **_of_rivals(self), **_of_strays(self), **_of_directions(self)}


def strays(asked: Asked, rivals: Iterable[Candidate]) -> list[Candidate]:
    """The rivals whose numbers the claim's sentence nowhere prints, likest first.

    That 12% stands beside 30% in both texts says nothing; that the source has 15%
    in its place does.
    """
    own = {*asked.others, *numbers_of(asked.claim.quantity)}
    return [
        one
        for one in rivals
        if own.isdisjoint(numbers_of(one.place.quantity)) or one.comparison.unit_slip
    ]


def _of_claim(rivalry: Rivalry) -> Mapping[str, float]:
    """How much the figure tells, and how often the source prints it among how many others."""
    index, numbers = rivalry.index, numbers_of(rivalry.asked.claim.quantity)
    others = rivalry.asked.others
    length = min(1.0, len(index.vocabulary) / _LONG)
    return {
        "lacks-words": length * lacking(rivalry.asked, index),
        "lacks-numbers": length * _share(others, [one for one in others if not index.count(one)]),
        "told": max(map(digits_told, numbers), default=0.0) / 10,
        "twins": math.log10(1 + max(map(index.count, numbers), default=0)),
        "places": math.log10(1 + len(index.places)),
    }


#: A source of so many concepts lacks none by being short.
_LONG = 500


def lacking(asked: Asked, index: SourceIndex) -> float:
    """How much of a claim's words a source has nowhere, the rarer the more, from 0 to 1."""
    return _share(asked.wide, asked.wide.keys() - index.vocabulary)


def _share(told: Mapping[Told, float], lacking: Iterable[Told]) -> float:
    """How much of what a claim tells a source lacks."""
    total = math.fsum(told.values())
    return math.fsum(told[one] for one in lacking) / total if total else 0.0


def _of_rivals(rivalry: Rivalry) -> Mapping[str, float]:
    """What the best rival is like, and the others; all zero where there is none."""
    rivals = rivalry.rivals
    found = {f"rival-{name}": 0.0 for name in ALIKE} | {"rival-range": 0.0}
    if rivals:
        found |= {f"rival-{name}": getattr(rivals[0].alike, name) for name in ALIKE}
        found["rival-range"] = float(_overlaps(rivals[0]))
    found["rival-slot"] = max((_slot(rivalry, one) for one in rivals), default=0.0)
    slips = (one.alike.score for one in rivals if one.comparison.unit_slip)
    found["slip"] = max(slips, default=0.0)
    return found


def _of_strays(rivalry: Rivalry) -> Mapping[str, float]:
    """The rivals that the claim does not print itself, the likest laid under it."""
    found, index = rivalry.straying, rivalry.index
    told = {(one.low, one.high) for one in rivalry.asked.order}
    spans = (
        one.alike.score
        for one in rivalry.rivals
        if _overlaps(one) and (one.place.quantity.low, one.place.quantity.high) not in told
    )
    slots = (_slot(rivalry, one) * one.alike.score for one in found)
    replaced = (rivalry.over.lay(index, one.place).replaced for one in found[:_LAID])
    return {
        "stray": max((one.alike.score for one in found), default=0.0),
        "stray-slot": max(slots, default=0.0),
        "overlap": max(spans, default=0.0),
        "laid-stray": max(replaced, default=0.0),
        **{f"rival-bound-{name}": value for name, value in rivalry.bound._asdict().items()},
    }


def _of_directions(rivalry: Rivalry) -> Mapping[str, float]:
    """Whether the directions of the claim are those of the source, and of any place that fits."""
    asked, fitting = rivalry.asked, rivalry.fitting
    anywhere = alignment(rivalry.governing, rivalry.index.directions)
    head = nearest(rivalry.claimed, *asked.span)
    heads = [
        agreement(head, nearest(stated, *_span(one))) * one.alike.score
        for one, stated in zip(fitting, rivalry.stated, strict=True)
    ]
    return {
        "source-same": anywhere.same,
        "source-opposite": anywhere.opposite,
        "opposed": max(one.alike.score * one.opposed for one in fitting),
        "head-same": max(0.0, *heads),
        "head-opposite": -min(0.0, *heads),
        "sign": signed(asked.claim.text, asked.span[0], asked.claim.quantity, head),
    }


def _slot(rivalry: Rivalry, rival: Candidate) -> float:
    """1 for each number beside a rival that is beside the figure, too, -1 for one that is not."""
    return sum(beside(rivalry.asked, rivalry.index, rival.place))


def _overlaps(rival: Candidate) -> bool:
    return rival.comparison.relation is ValueRelation.OVERLAPPING


def _span(candidate: Candidate) -> tuple[int, int]:
    return candidate.place.quantity.start, candidate.place.quantity.end
