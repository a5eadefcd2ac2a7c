"""Do a claim and a place of a source measure the same thing?

Each question is a signal between 0 and 1 with a name, so that a verdict can be
taken apart.  The signals compare words as concepts (stems and synonyms) and the
other numbers of the claim's sentence; nothing is parsed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from checkers.index import (
    Passage,
    Place,
    SourceIndex,
    digits_told,
    is_plain_count,
    is_spread,
    numbers_of,
)
from checkers.words import PEOPLE, Word, rarity, words
from claims.claim import Claim
from claims.quantity import Quantity
from claims.tally import tallied

#: A claim's words at this many words' distance from its number count half.
HALF_DISTANCE = 6.0
#: What a mark between a word and a number adds to their distance, in words.
PARTED: Mapping[str, float] = {"(": 3.0, ")": 3.0, "[": 3.0, "]": 3.0, ";": 4.0, ",": 1.0}
#: What another number between them adds.
NUMBER_PARTS = 1.5
#: Words of a passage count in full up to this distance, then less and less.
FIRM_DISTANCE = 6
#: The least that a word of the passage counts, and what governs it from outside.
LEAST = 0.4
#: Words on each side of a number that say what it is.
CLOSE = 5
_LONGEST_ACRONYM = 8
#: Bits of other numbers at which words and numbers are trusted alike.
TRUST_HALF = 12.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim prepared for being looked up.

    Attributes:
        claim: the claim.
        order: the quantities of its sentence, in order.
        words: the words of its sentence.
        near: its concepts; the rarer and the nearer to the number, the more.
        wide: its concepts by rarity alone.
        others: the other numbers of its sentence, with what each tells in bits.
        before, after: the numbers that stand next to the figure, None at the ends.
        names: its groups in the order of their first mention: "placebo", "MO", "group 2".
        is_tally: whether its figure counts things: "22 older men".
        is_spread: whether its figure is the spread of the one before: "13.8 (8.1) days".
    """

    claim: Claim
    order: tuple[Quantity, ...]
    words: tuple[Word, ...]
    near: Mapping[str, float]
    wide: Mapping[str, float]
    others: Mapping[Decimal, float]
    before: Decimal | None
    after: Decimal | None
    names: tuple[str, ...]
    is_tally: bool
    is_spread: bool

    @property
    def span(self) -> tuple[int, int]:
        """Where the figure starts and ends in the claim's text."""
        figure, start = self.claim.quantity, self.claim.start
        return figure.start - start, figure.end - start


def ask(claim: Claim, siblings: Sequence[Quantity] = ()) -> Asked:
    """Prepare a claim: the words and numbers of its sentence around its figure.

    Args:
        claim: the claim.
        siblings: the quantities of the same sentence, its own included or not.
    """
    order = sorted({claim.quantity, *siblings}, key=lambda one: one.start)
    skip = [(one.start - claim.start, one.end - claim.start) for one in order]
    # "there were 20 falls per 1,000 visits" names what it counts in its unit alone
    found = words(claim.text, skip, claim.start) or words(claim.text, (), claim.start)
    near: dict[str, float] = {}
    for word, distance in zip(found, ways(found, claim, order), strict=True):
        told = rarity(word.concept) / (1 + distance / HALF_DISTANCE)
        near[word.concept] = max(near.get(word.concept, 0.0), told)
    at = order.index(claim.quantity)
    return Asked(
        claim,
        tuple(order),
        tuple(found),
        near,
        {concept: rarity(concept) for concept in near},
        _others(order, at),
        numbers_of(order[at - 1])[-1] if at else None,
        numbers_of(order[at + 1])[0] if at + 1 < len(order) else None,
        tuple(dict.fromkeys(word.concept for word in found if _is_name(word, claim))),
        _is_tally(claim),
        is_spread(claim.text, order[at - 1] if at else None, claim.quantity, claim.start),
    )


def _is_tally(claim: Claim) -> bool:
    """Whether a claim's figure counts things."""
    end = claim.quantity.end - claim.start
    return is_plain_count(claim.quantity) and tallied(claim.text, end) != ""


def counted_in(text: str, at: int) -> Word | None:
    """What a plain number counts that ends at an offset, None where no plural says it."""
    return next(iter(words(tallied(text, at))), None)


def counts_alike(ours: Word, theirs: Word) -> bool:
    """Whether two counts are of the same things; those of people are, whatever they are called."""
    return ours.concept == theirs.concept or ours.kind == theirs.kind == PEOPLE


def of_one_sort(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers have the same unit and are called the same."""
    return (one.unit, one.statistic) == (other.unit, other.statistic)


def numbers_told(asked: Asked) -> Mapping[Decimal, float]:
    """The numbers of a claim's sentence, its figure's included, with what each tells in bits."""
    own = {number: digits_told(number) for number in numbers_of(asked.claim.quantity)}
    return {**asked.others, **own}


def ways(found: Sequence[Word], claim: Claim, order: Sequence[Quantity]) -> list[float]:
    """How far each word is from the figure: the words between, and what parts the two.

    A bracket or a semicolon parts more than a comma; so does another number.
    """
    figure = claim.quantity
    before = sum(word.start < figure.start for word in found)
    ways = [0.0] * len(found)
    for side in (range(before - 1, -1, -1), range(before, len(found))):
        way, at = 0.0, figure.start if side.step < 0 else figure.end
        for rank in side:
            edge = found[rank].end if side.step < 0 else found[rank].start
            low, high = sorted((at, edge))
            between = claim.text[low - claim.start : high - claim.start]
            way += sum(PARTED.get(mark, 0.0) for mark in between)
            way += sum(NUMBER_PARTS for one in order if low <= one.start and one.end <= high)
            ways[rank] = way
            way += 1.0
            at = edge
    return ways


def _is_name(word: Word, claim: Claim) -> bool:
    """Whether a word names a group: of the table's arms, an acronym, or numbered."""
    printed = claim.text[word.start - claim.start : word.end - claim.start]
    acronym = printed.isupper() and 2 <= len(printed) <= _LONGEST_ACRONYM
    return word.kind in ("arm", "people") or acronym or printed[-1].isdigit()


def _others(order: Sequence[Quantity], at: int) -> Mapping[Decimal, float]:
    """The other numbers of a sentence; the nearer to the figure, the more they tell."""
    own = set(numbers_of(order[at]))
    told: dict[Decimal, float] = {}
    for place, quantity in enumerate(order):
        distance = max(0, abs(place - at) - 1)
        for number in numbers_of(quantity):
            if place != at and number not in own:
                weight = digits_told(number) / (1 + distance / 4)
                told[number] = max(told.get(number, 0.0), weight)
    return told


def distances(found: Sequence[Word], quantity: Quantity) -> list[int]:
    """How many words stand between each word and a quantity."""
    before = sum(word.start < quantity.start for word in found)
    return [before - 1 - at if at < before else at - before for at in range(len(found))]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a claim and a place are.

    Attributes:
        near: share of the claim's words, the nearest most, that stand near the place.
        wide: share of all its words that the passage names.
        back: share of the words close to the place that the claim names.
        numbers: share of the claim's other numbers that the passage prints.
        group: share of them that its paragraph or table prints.
        neighbours: whether the numbers next to the figure are next to the place too.
        trust: how much the claim's other numbers tell.
    """

    near: float
    wide: float
    back: float
    numbers: float
    group: float
    neighbours: float
    trust: float

    @property
    def words(self) -> float:
        """How alike the words are, from 0 to 1."""
        return 0.5 * self.near + 0.25 * self.wide + 0.25 * self.back

    @property
    def figures(self) -> float:
        """How alike the other numbers are, from 0 to 1."""
        return 0.5 * self.numbers + 0.2 * self.group + 0.3 * self.neighbours

    @property
    def score(self) -> float:
        """How alike, from 0 to 1."""
        share = 0.6 * self.trust
        return (1 - share) * self.words + share * self.figures


def likeness(asked: Asked, index: SourceIndex, place: Place) -> Likeness:
    """Compare what a claim measures with what a place states."""
    passage = index.passages[place.passage]
    held = firmly(asked, passage, place)
    told = sum(asked.others.values())
    return Likeness(
        _share(asked.near, held),
        sum(asked.wide[concept] for concept in held) / (sum(asked.wide.values()) or 1.0),
        _back(asked, passage, place),
        _printed(asked, index.printed[place.passage]),
        _printed(asked, index.group_printed[passage.group]),
        _neighbours(asked, index, passage, place),
        told / (told + TRUST_HALF),
    )


def firmly(asked: Asked, passage: Passage, place: Place) -> Mapping[str, float]:
    """How firmly a passage holds each of the claim's concepts for one of its places."""
    held: dict[str, float] = {}
    for concept in asked.near:
        ranks = passage.known.get(concept)
        if concept in place.headings or (ranks and passage.is_row):
            held[concept] = 1.0
        elif ranks:
            distance = min(_gap(rank, place.rank) for rank in ranks)
            held[concept] = max(1 / (1 + max(0, distance - FIRM_DISTANCE) / 12), LEAST)
        elif concept in passage.around:
            held[concept] = LEAST
    return held


def _gap(rank: int, place: int) -> int:
    return place - 1 - rank if rank < place else rank - place


def _share(wanted: Mapping[str, float], held: Mapping[str, float]) -> float:
    total = sum(wanted.values())
    return sum(wanted[concept] * firm for concept, firm in held.items()) / total if total else 0.0


def _back(asked: Asked, passage: Passage, place: Place) -> float:
    """The share of what stands close to the place that the claim speaks of."""
    if passage.is_row:
        close = {word.concept for word in passage.words} | place.headings
    else:
        window = passage.words[max(0, place.rank - CLOSE) : place.rank + CLOSE]
        close = {word.concept for word in window}
    total = math.fsum(rarity(concept) for concept in close)
    got = math.fsum(rarity(one) for one in close if one in asked.near)
    return got / total if total else 0.0


def _printed(asked: Asked, numbers: frozenset[Decimal]) -> float:
    """The share of the claim's other numbers among those printed, by what they tell."""
    total = sum(asked.others.values())
    got = sum(told for number, told in asked.others.items() if number in numbers)
    return got / total if total else 0.0


def _neighbours(asked: Asked, index: SourceIndex, passage: Passage, place: Place) -> float:
    """The share of the numbers next to the claim's figure that are next to the place."""
    wanted = [number for number in (asked.before, asked.after) if number is not None]
    beside = {
        number
        for at in range(place.number - 2, place.number + 3)
        if at in passage.places and at != place.number
        for number in index.numbers[at]
    }
    return sum(number in beside for number in wanted) / len(wanted) if wanted else 0.0
