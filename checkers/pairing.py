"""Two numbers of one comparison: does each stand for the same group in both texts?

"30% and 12%" may be printed the other way round in the source, and the groups
with them.  So the order of the numbers is held against the order in which the
groups are named, and the words that belong to each number against each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from checkers.arms import Sides, owned, sides
from checkers.compare import Claimed
from checkers.direction import directed, governing
from checkers.index import Place, SourceIndex, numbers_of
from checkers.relation import ValueRelation
from checkers.same import Asked
from checkers.words import rarity
from claims.quantity import Dimension, Quantity

_AGREE = frozenset({ValueRelation.EQUAL, ValueRelation.ROUNDED})
#: Rows before and behind a place in which its partner may stand.
_ROWS = 4
#: As many numbers of the figure's sort are looked for, the nearest first.
_PARTNERS = 5
#: Words that compare two numbers, the first with the second.
_COMPARATIVES = frozenset(
    """higher lower greater smaller larger bigger more less fewer longer shorter faster slower
    earlier later stronger weaker exceeded above below""".split()
)
#: "from" stands at most this many characters before a number.
_FROM = 8
#: As many words of a claim are held against the order of a passage.
_MENTIONS = 30


class Pairing(NamedTuple):
    """How a claim's figure and its partner stand to their counterparts.

    Each value is 1 where the texts agree, -1 where they are crossed, 0 where
    they do not tell.

    Attributes:
        found: 1 if the passage prints the partner, too.
        order: the numbers of one sort come in the same order.
        mention: the group of the first number is named first.
        words: the words around each number are those around its counterpart.
        own: the groups that each number is printed for are those of its counterpart.
        slot: the words around the place name the figure's group, not its partner's.
        names: the groups are named in the same order where the numbers are, and
            the other way round where they are not.
        flow: the same of all words that the two texts share.
        sense: "higher … (30% vs. 12%)" goes with the numbers, "lower …" does not.
        before, after: the numbers next to the two are the same.
    """

    found: float = 0.0
    order: float = 0.0
    mention: float = 0.0
    words: float = 0.0
    own: float = 0.0
    slot: float = 0.0
    names: float = 0.0
    flow: float = 0.0
    sense: float = 0.0
    before: float = 0.0
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Partner:
    """The partner of a figure in the claim, and of a place in the source."""

    claimed: Quantity
    stated: Place


def pairing(asked: Asked, index: SourceIndex, place: Place) -> Pairing:
    """Hold a claim's figure and its neighbours against a place and its neighbours."""
    before, after = beside(asked, index, place)
    slot = _slot(asked, index, place)
    partners = list(_partners(asked, index, place))
    if not partners:
        return Pairing(slot=slot, before=before, after=after)
    order = _order(asked, index, place, partners)
    partner = partners[0]
    ours = 1.0 if asked.claim.quantity.start < partner.claimed.start else -1.0
    mine, other = _told_apart(index, place, partner.stated)
    ranks = _ranks(index, place)
    shared = dict.fromkeys(word.concept for word in asked.words)
    return Pairing(
        1.0,
        order,
        ours * _named_first(asked, mine, other),
        _shared_words(asked, partner.claimed, mine, other),
        _own(asked, index, partner.claimed, place, partner.stated),
        slot,
        order * _concordance(asked.names, ranks),
        order * _concordance(shared, ranks),
        _sense(asked, partner.claimed),
        before,
        after,
    )


def _order(asked: Asked, index: SourceIndex, place: Place, partners: Sequence[Partner]) -> float:
    """How far the figure stands on the same side of its partners in both texts."""
    total = weight = 0.0
    for rank, partner in enumerate(partners, 1):
        ours = 1.0 if asked.claim.quantity.start < partner.claimed.start else -1.0
        total += ours * _side(index, place, partner.stated) / rank**2
        weight += 1 / rank**2
    return total / weight


def _sense(asked: Asked, partner: Quantity) -> float:
    """Whether a comparison of the claim goes with its two numbers, which the source prints.

    "Increased from 3 to 5" names the lower number first, "higher (5 vs. 3)" the
    higher one.
    """
    claim = asked.claim
    first, second = sorted((claim.quantity, partner), key=lambda one: one.start)
    if first.low is None or second.low is None or first.low == second.low:
        return 0.0
    at = first.start - claim.start
    moves = claim.text[max(0, at - _FROM) : at].rstrip().endswith("from")
    found = list(directed(claim.text, 0, len(claim.text)))
    words = [
        one
        for one in governing(found, at, at)
        if moves or claim.text[one.word.start : one.word.end].lower() in _COMPARATIVES
    ]
    if not words:
        return 0.0
    wanted = words[-1].word.way * (-1 if moves else 1)
    return float(wanted if first.low > second.low else -wanted)


def _side(index: SourceIndex, place: Place, partner: Place) -> float:
    """1 if the partner stands behind a place, -1 before it, 0 if the value is on both sides."""
    numbers = index.numbers[place.number]
    twins = [at for at in index.passages[place.passage].places if index.numbers[at] == numbers]
    sides = {1.0 if at < partner.number else -1.0 for at in twins}
    return sides.pop() if len(sides) == 1 else 0.0


def _ranks(index: SourceIndex, place: Place) -> Mapping[str, int]:
    """Where a passage first names each concept; a row by its columns."""
    passage = index.passages[place.passage]
    if passage.is_row:
        there = [one for at in passage.places for one in sorted(index.owned(index.places[at]))]
    else:
        there = [word.concept for word in passage.words]
    return {concept: at for at, concept in reversed(list(enumerate(there)))}


def _concordance(names: Iterable[str], ranks: Mapping[str, int]) -> float:
    """1 if both texts first name things in the same order, -1 if in the opposite one.

    The rank correlation of the first mentions (Kendall 1938).
    """
    ours = [ranks[name] for name in names if name in ranks]
    pairs = [(one, two) for one, two in combinations(ours[:_MENTIONS], 2) if one != two]
    if not pairs:
        return 0.0
    return sum(1.0 if one < two else -1.0 for one, two in pairs) / len(pairs)


def beside(asked: Asked, index: SourceIndex, place: Place) -> tuple[float, float]:
    """Whether the numbers right before and right after are the same in both texts.

    Returns:
        1 where they are, -1 where they are not, 0 where there is none to compare.
    """
    at = asked.order.index(asked.claim.quantity)
    found = []
    for step in (-1, 1):
        here, there = at + step, place.number + step
        within = there in index.passages[place.passage].places
        if not 0 <= here < len(asked.order) or not within:
            found.append(0.0)
            continue
        printed = index.numbers[there]
        agree = any(number in printed for number in numbers_of(asked.order[here]))
        found.append(1.0 if agree else -1.0)
    return found[0], found[1]


def _partners(asked: Asked, index: SourceIndex, place: Place) -> Iterator[Partner]:
    """The numbers of the claim of the same sort that stand by the place, too, nearest first.

    In the passage itself, or in the same column of a neighbouring row.
    """
    for one in _near(asked):
        stated = stated_beside(index, place, one)
        if stated is not None:
            yield Partner(one, stated)


def stated_beside(index: SourceIndex, place: Place, number: Quantity) -> Place | None:
    """The place nearest to another one that prints a number, too, in its passage or around it."""
    claimed = Claimed(number)
    for nearby in (_inside, _beyond):
        stated = [
            at for at in nearby(index, place) if claimed.against(at.quantity).relation in _AGREE
        ]
        if stated:
            return min(stated, key=lambda it: abs(it.number - place.number))
    return None


def _inside(index: SourceIndex, place: Place) -> list[Place]:
    """The other places of a passage."""
    return [index.places[at] for at in index.passages[place.passage].places if at != place.number]


def _beyond(index: SourceIndex, place: Place) -> list[Place]:
    """The places of the passages around, of a table those in the same column."""
    passage = index.passages[place.passage]
    first, last = max(0, place.passage - _ROWS), place.passage + _ROWS + 1
    return [
        index.places[at]
        for other in index.passages[first:last]
        if other is not passage and other.group == passage.group
        for at in other.places
        if index.places[at].headings == place.headings
    ]


def _near(asked: Asked) -> list[Quantity]:
    """The numbers of the claim of the same sort as its figure, the nearest first."""
    figure = asked.claim.quantity
    if figure.dimension is Dimension.P_VALUE:
        return []
    at = asked.order.index(figure)
    return sorted(
        (one for one in asked.order if one is not figure and alike(figure, one)),
        key=lambda one: (abs(asked.order.index(one) - at), one.start),
    )[:_PARTNERS]


def _claimed_sides(asked: Asked, partner: Quantity) -> Sides:
    """The words that belong to a claim's figure, and to its partner."""
    claim, figure = asked.claim, asked.claim.quantity
    if figure.start < partner.start:
        return sides(claim.text, claim.start, asked.words, figure, partner)
    return sides(claim.text, claim.start, asked.words, partner, figure).turned()


def _stated_sides(index: SourceIndex, place: Place, partner: Place) -> Sides:
    """The words that belong to a place, and to the place of the partner."""
    passage, other = index.passages[place.passage], index.passages[partner.passage]
    if passage.is_row:
        mine = place.headings | passage.ranks.keys()
        theirs = partner.headings | other.ranks.keys()
        return Sides(frozenset(mine - theirs), frozenset(theirs - mine))
    if place.passage != partner.passage:
        mine, theirs = frozenset(passage.ranks), frozenset(other.ranks)
        return Sides(mine - theirs, theirs - mine)
    return index.told_apart(place, partner)


def _own(asked: Asked, index: SourceIndex, claimed: Quantity, place: Place, stated: Place) -> float:
    """How much more the groups of the two numbers agree straight than crossed, from -1 to 1."""
    ours = _claimed_sides(asked, claimed)
    theirs = _stated_sides(index, place, stated)
    straight = _weight(ours.first & theirs.first) + _weight(ours.second & theirs.second)
    crossed = _weight(ours.first & theirs.second) + _weight(ours.second & theirs.first)
    total = straight + crossed
    return (straight - crossed) / total if total else 0.0


def is_exchanged(asked: Asked, index: SourceIndex, place: Place, partner: Partner) -> bool:
    """Whether a passage tells of a claim's partner what the claim tells of its figure, and back."""
    if partner.stated.passage != place.passage:
        return False
    ours = _claimed_sides(asked, partner.claimed)
    theirs = _stated_sides(index, place, partner.stated)
    straight = ours.first & theirs.first or ours.second & theirs.second
    return bool(ours.first & theirs.second and ours.second & theirs.first and not straight)


#: Words of a passage on either side of a place that may name its group.
_SLOT = 5


def _slot(asked: Asked, index: SourceIndex, place: Place) -> float:
    """How much more the words at a place name the figure's group than its partner's."""
    near = _near(asked)
    if not near:
        return 0.0
    ours = _claimed_sides(asked, near[0])
    passage = index.passages[place.passage]
    if passage.is_row:
        held = place.headings | passage.ranks.keys()
    else:
        window = passage.words[max(0, place.rank - _SLOT) : place.rank + _SLOT]
        held = frozenset(word.concept for word in window)
    mine, theirs = _weight(ours.first & held), _weight(ours.second & held)
    return (mine - theirs) / (mine + theirs) if mine + theirs else 0.0


def alike(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers of a claim are of one sort, and not the same."""
    same = (one.unit, one.statistic, one.relation) == (other.unit, other.statistic, other.relation)
    return (
        same and bool(one.decimals) == bool(other.decimals) and numbers_of(one) != numbers_of(other)
    )


def _told_apart(
    index: SourceIndex, place: Place, partner: Place
) -> tuple[frozenset[str], frozenset[str]]:
    """The concepts that belong to a place and not to its partner, and the other way round."""
    mine, other = index.owned(place), index.owned(partner)
    return mine - other, other - mine


def _named_first(asked: Asked, mine: frozenset[str], other: frozenset[str]) -> float:
    """1 if the claim names the group of the place first, or it alone; -1 for the other."""
    first = _first_mention(asked, mine)
    second = _first_mention(asked, other)
    if first == second:
        return 0.0
    return 1.0 if first < second else -1.0


def _first_mention(asked: Asked, concepts: frozenset[str]) -> int:
    nowhere = len(asked.words)
    return next((at for at, word in enumerate(asked.words) if word.concept in concepts), nowhere)


def _shared_words(
    asked: Asked, partner: Quantity, mine: frozenset[str], other: frozenset[str]
) -> float:
    """How much more the words of each number agree straight than crossed, from -1 to 1."""
    claim = asked.claim
    pair = sorted((claim.quantity, partner), key=lambda one: one.start)
    sets = owned(claim.text, claim.start, asked.words, pair)
    ours = dict(zip(pair, sets, strict=True))
    return _balance(ours, claim.quantity, partner, mine, other)


def _balance(
    ours: Mapping[Quantity, frozenset[str]],
    figure: Quantity,
    partner: Quantity,
    mine: frozenset[str],
    other: frozenset[str],
) -> float:
    straight = _weight(ours[figure] & mine) + _weight(ours[partner] & other)
    crossed = _weight(ours[figure] & other) + _weight(ours[partner] & mine)
    total = straight + crossed
    return (straight - crossed) / total if total else 0.0


def _weight(concepts: frozenset[str]) -> float:
    return math.fsum(rarity(concept) for concept in concepts)
