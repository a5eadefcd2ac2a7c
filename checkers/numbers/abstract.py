"""N007: an abstract whose figures the body of the article does not bear out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from checkers.compare import compare
from checkers.index import digits_told, numbers_of
from checkers.model import Finding
from checkers.numbers.estimates import Estimate, estimates
from checkers.numbers.stretches import Figure, Stretch, stretches
from checkers.numbers.topics import differ, pairs, topics
from checkers.relation import ValueRelation
from checkers.rule import ArticleAudit, Rule, elsewhere
from checkers.words import rarity, words
from claims.document import BlockKind, Document
from claims.quantity import Quantity

_AGREE = frozenset({ValueRelation.EQUAL, ValueRelation.ROUNDED})
_ABSTRACTS = frozenset({"abstract", "summary", "structured abstract"})
#: Bits that the numbers around a figure tell at least where its sentence is told again.
_LEAST_TOLD, _LEAST_BESIDE = 12.0, 5.0
#: The share of the words, by what they tell, that such a sentence shares with the abstract's.
_LEAST_SHARED = 0.5
#: An abstract of more sentences with figures than this is none.
_LONGEST = 60


def abstract_of(document: Document) -> range:
    """The offsets of the abstract, to the next heading of its level; empty without one."""
    headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    for at, heading in enumerate(headings):
        title = document.text[heading.start : heading.end].strip(" #*:.\n").lower()
        if title in _ABSTRACTS:
            after = (one.start for one in headings[at + 1 :] if one.level <= heading.level)
            return range(heading.end, next(after, len(document.text)))
    return range(0)


def abstract_and_body(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """N007: figures of the abstract for which the body gives another one.

    Either both are told of the same thing, or a sentence of the body tells the
    abstract's sentence again, number by number, but for this one, or the body
    prints the interval of an estimate with another estimate.
    """
    found = stretches(audit)
    abstract = abstract_of(audit.document)
    if not abstract:
        return
    body = _Body([one for one in found if one.start >= abstract.stop])
    told: set[str] = set()
    for first, second in pairs(tuple(topics(audit, found))):
        across = first.quantity.start in abstract and second.quantity.start >= abstract.stop
        if across and differ(first.quantity, second.quantity) and not body.states(first.quantity):
            told.add(first.figure.identifier)
            yield _at(rule, audit, first.figure, second.figure)
    for stretch in [one for one in found if one.start in abstract][:_LONGEST]:
        if stretch.cell is None:
            for here, there in (*body.otherwise(stretch), *body.estimated_otherwise(stretch)):
                if here.identifier not in told:
                    told.add(here.identifier)
                    yield _at(rule, audit, here, there)


def _at(rule: Rule, audit: ArticleAudit, here: Figure, there: Figure) -> Finding:
    claim = there.claim
    sentence = " ".join(claim.text.split())
    message = (
        f"The abstract gives “{here.quantity.text}”, the body “{there.quantity.text}” "
        f"(line {claim.line}): “{sentence}”"
    )
    stretch = here.quantity.start, here.quantity.end
    against = elsewhere(audit.document, there.quantity.start, there.quantity.end)
    return rule.at(audit.document, *stretch, message, here.identifier, [against])


class _Body:
    """The sentences of an article behind its abstract."""

    def __init__(self, found: Sequence[Stretch]) -> None:
        self.all = found
        self.sentences = [one for one in found if one.cell is None]

    @cached_property
    def _numbers(self) -> list[frozenset[Decimal]]:
        return [_numbers_of(one) for one in self.sentences]

    @cached_property
    def _figures(self) -> list[Quantity]:
        return [figure.quantity for one in self.all for figure in one.figures]

    def states(self, quantity: Quantity) -> bool:
        """Whether the body prints a figure, or what rounds to it."""
        return any(compare(quantity, one).relation in _AGREE for one in self._figures)

    def otherwise(self, stretch: Stretch) -> Iterator[tuple[Figure, Figure]]:
        """The figures of a sentence in whose place a sentence of the body has another one."""
        numbers = _numbers_of(stretch)
        for sentence, printed in zip(self.sentences, self._numbers, strict=True):
            if sum(map(digits_told, numbers & printed)) < _LEAST_TOLD:
                continue
            for here, there in _in_place(stretch, sentence):
                if not self.states(here.quantity) and _is_retold(stretch, sentence):
                    yield here, there

    @cached_property
    def _estimates(self) -> Mapping[tuple[Decimal, Decimal], list[tuple[Estimate, Figure]]]:
        found = defaultdict(list)
        for one in self.all:
            for estimate in estimates(one):
                figure = next(it for it in one.figures if it.quantity is estimate.figure)
                found[estimate.interval.ends].append((estimate, figure))
        return found

    def estimated_otherwise(self, stretch: Stretch) -> Iterator[tuple[Figure, Figure]]:
        """The estimates of a sentence whose interval the body prints with another estimate."""
        for estimate in estimates(stretch):
            ends = estimate.interval.ends
            others = self._estimates.get(ends, [])
            values = {other.value for other, _ in others}
            if sum(map(digits_told, ends)) >= _LEAST_TOLD / 2 and len(values) == 1:
                here = next(it for it in stretch.figures if it.quantity is estimate.figure)
                if compare(here.quantity, others[0][1].quantity).relation not in _AGREE:
                    yield here, others[0][1]


def _numbers_of(stretch: Stretch) -> frozenset[Decimal]:
    return frozenset(number for figure in stretch.figures for number in numbers_of(figure.quantity))


def _in_place(stretch: Stretch, other: Stretch) -> Iterator[tuple[Figure, Figure]]:
    """Figures of one sort beside the same numbers, each of which only one sentence prints."""
    ours, theirs = ([_printed(one.quantity) for one in side.figures] for side in (stretch, other))
    for at, here in enumerate(ours):
        if here in theirs:
            continue
        for place, there in enumerate(theirs):
            alike = here[0] == there[0] and there not in ours
            if alike and _is_beside(ours, at, theirs, place):
                yield stretch.figures[at], other.figures[place]


_Printed = tuple[tuple[object, ...], tuple[Decimal, ...]]


def _printed(quantity: Quantity) -> _Printed:
    """The sort of a figure, and its numbers."""
    sort = quantity.unit, quantity.statistic, quantity.relation, quantity.decimals
    return sort, numbers_of(quantity)


def _is_beside(ours: Sequence[_Printed], at: int, theirs: Sequence[_Printed], place: int) -> bool:
    """Whether a number next to one figure stands next to the other, and none contradicts."""
    told = 0.0
    for step in (-1, 1):
        here, there = at + step, place + step
        if not (0 <= here < len(ours) and 0 <= there < len(theirs)):
            continue
        shared = set(ours[here][1]) & set(theirs[there][1])
        if not shared and ours[here] in theirs:
            return False
        told += sum(map(digits_told, shared))
    return told >= _LEAST_BESIDE


def _is_retold(stretch: Stretch, other: Stretch) -> bool:
    """Whether the words of a sentence are mostly those of another."""
    ours, theirs = ({word.concept for word in words(one.text)} for one in (stretch, other))
    told = sum(map(rarity, ours))
    return sum(map(rarity, ours & theirs)) >= _LEAST_SHARED * told
