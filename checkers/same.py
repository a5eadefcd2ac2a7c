"""Do a claim and a passage measure the same thing?

Each question is a signal between 0 and 1 with a name, so that a verdict can be
taken apart.  The signals compare words as concepts (stems and synonyms), the
other numbers of the claim's sentence, and direction words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from checkers.index import Passage, Place, SourceIndex, digits_told, numbers_of
from checkers.words import EXCLUSIVE, Word, rarity, words
from claims.claim import Claim
from claims.quantity import Quantity

#: Words at this many words' distance from the number count half.
HALF_DISTANCE = 6.0
#: What governs a passage from outside counts this much.
AROUND = 0.4


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim prepared for being looked up.

    Attributes:
        claim: the claim.
        weights: its concepts; the rarer and the nearer to the number, the more.
        kinds: the kind of each concept that has one.
        others: the other numbers of its sentence, with what each tells in bits.
        order: all quantities of the sentence in order.
    """

    claim: Claim
    weights: Mapping[str, float]
    wide: Mapping[str, float]
    kinds: Mapping[str, str]
    others: Mapping[Decimal, float]
    order: tuple[Quantity, ...]


def ask(claim: Claim, siblings: Sequence[Quantity] = ()) -> Asked:
    """Prepare a claim: the words and numbers of its sentence around its figure.

    Args:
        claim: the claim.
        siblings: the quantities of the same sentence, itself included or not.
    """
    order = tuple(sorted({claim.quantity, *siblings}, key=lambda one: one.start))
    skip = [(one.start - claim.start, one.end - claim.start) for one in order]
    text = claim.text
    found = words(text, skip, claim.start)
    weights: dict[str, float] = {}
    wide: dict[str, float] = {}
    for word, distance in zip(found, distances(found, claim.quantity), strict=True):
        told = rarity(word.concept)
        near = told / (1 + distance / HALF_DISTANCE)
        weights[word.concept] = max(weights.get(word.concept, 0.0), near)
        wide[word.concept] = told
    own = set(numbers_of(claim.quantity))
    others = {
        number: digits_told(number)
        for one in order
        if one is not claim.quantity
        for number in numbers_of(one)
        if number not in own
    }
    kinds = {word.concept: word.kind for word in found if word.kind}
    return Asked(claim, weights, wide, kinds, others, order)


def distances(found: Sequence[Word], quantity: Quantity) -> list[int]:
    """How many words stand between each word and a quantity."""
    before = sum(word.start < quantity.start for word in found)
    return [before - 1 - at if at < before else at - before for at in range(len(found))]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a claim and a place are: the signals, and their sum.

    Attributes:
        signals: named numbers.
        conflicts: concepts of the claim that the passage replaces by others of
            their kind ("node" where the passage speaks of "liver").
    """

    signals: Mapping[str, float]
    conflicts: frozenset[str] = field(default_factory=frozenset)

    @property
    def score(self) -> float:
        """How alike, from 0 to 1."""
        return self.signals["score"]


def likeness(asked: Asked, index: SourceIndex, place: Place) -> Likeness:
    """Compare what a claim measures with what a place states."""
    passage = index.passages[place.passage]
    held = _held(passage, place)
    near = _share(asked.weights, held)
    wide = _share(asked.wide, {concept: 1.0 if v > 0.3 else v for concept, v in held.items()})
    numbers = numbers_shared(asked, index, passage)
    told = sum(asked.others.values())
    trust = told / (told + 15.0)
    text = 0.6 * near + 0.4 * wide
    score = (1 - 0.5 * trust) * text + 0.5 * trust * numbers
    signals = {"near": near, "wide": wide, "numbers": numbers, "score": score}
    return Likeness(signals, conflicts(asked, passage, place))


def _held(passage: Passage, place: Place) -> Mapping[str, float]:
    """How firmly a passage holds each concept for one of its places."""
    held: dict[str, float] = dict.fromkeys(passage.around, AROUND)
    if passage.is_row:
        held.update(dict.fromkeys(passage.concepts | place.headings, 1.0))
        return held
    for word, distance in zip(passage.words, distances(passage.words, place.quantity), strict=True):
        firm = max(1 / (1 + max(0, distance - HALF_DISTANCE) / (2 * HALF_DISTANCE)), AROUND)
        held[word.concept] = max(held.get(word.concept, 0.0), firm)
    return held


def _share(wanted: Mapping[str, float], held: Mapping[str, float]) -> float:
    total = sum(wanted.values())
    got = sum(weight * held.get(concept, 0.0) for concept, weight in wanted.items())
    return got / total if total else 0.0


def numbers_shared(asked: Asked, index: SourceIndex, passage: Passage) -> float:
    """The share of the claim's other numbers that the passage prints, by what they tell."""
    total = sum(asked.others.values())
    if not total:
        return 0.0
    printed = {number for at in passage.places for number in numbers_of(index.places[at].quantity)}
    return sum(told for number, told in asked.others.items() if number in printed) / total


def conflicts(asked: Asked, passage: Passage, place: Place) -> frozenset[str]:
    """The claim's sites and events that the passage replaces by others of their kind."""
    mentioned = passage.concepts | place.headings | passage.around
    strong = _strongest(asked)
    kinds_there = {word.kind: word.concept for word in passage.words if word.kind in EXCLUSIVE}
    return frozenset(
        concept for kind, concept in strong if concept not in mentioned and kind in kinds_there
    )


def _strongest(asked: Asked) -> Iterable[tuple[str, str]]:
    """For each exclusive kind the concept of the claim that stands nearest to its number."""
    best: dict[str, str] = {}
    for concept, kind in asked.kinds.items():
        if kind in EXCLUSIVE:
            held = best.get(kind)
            if held is None or asked.weights[concept] > asked.weights[held]:
                best[kind] = concept
    return best.items()
