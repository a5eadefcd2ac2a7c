"""What a quantity measures: entity, property, qualifier and population.

The parts are MeasEval's (Harper et al., SemEval-2021 task 8) and the
population, which medical claims need.  Exact patterns of the parse come
first; where none fits, the trained ranking of :mod:`claims.ranker` decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claims.claim import Span
from claims.patterns import PEOPLE, Pair, assigned, complemented, read, respectively
from claims.pipeline import Parse
from claims.quantity import Quantity
from claims.ranker import Ranking, rank, stretch
from claims.tree import NOUN_TAGS, Figure, Phrase, Tree

_TIMES = frozenset(
    """
    admission baseline birth completion day days diagnosis discharge end enrolment enrollment entry
    examination follow-up followup hospitalization hour hours inclusion initiation intake minute
    minutes month months onset operation period presentation procedure randomisation randomization
    recruitment rest resection screening season start surgery therapy time transplantation treatment
    visit week weeks withdrawal year years
    """.split()
)
_ARMS = frozenset(
    """
    age analysis arm arms cohort condition conditions control controls country exposure group groups
    intervention placebo population pregnancy stage state subgroup trial trials
    """.split()
)
#: Prepositions that tie a time, a condition or an arm to a figure, and the
#: nouns after them that name one.
_CONDITIONS = {
    **dict.fromkeys(("after", "before", "during", "following", "since", "until", "upon", "from"),
                    _TIMES | _ARMS),
    **dict.fromkeys(("at", "by", "within", "over", "throughout", "per"), _TIMES),
    **dict.fromkeys(("in", "among", "under"), _ARMS),
}  # fmt: skip
#: Directly behind a figure these qualify it, whatever follows ("11% near the pole").
_ADJOINED = frozenset(("after", "at", "before", "during", "following", "near"))
#: The probability below which a head plays no part, and what saying a phrase
#: that shares no word with the true one costs, where one that is right gains 1.
_FAINT = 0.05
_RISK = 0.2
#: Phrases of each role that are weighed against those of the other.
_OPTIONS = 8


@dataclass(frozen=True, slots=True)
class Measured:
    """The parts of MeasEval that a quantity belongs to, and its population."""

    entity: Span | None = None
    property: Span | None = None
    qualifier: Span | None = None
    population: Span | None = None


def measure(text: str, parse: Parse, quantities: Sequence[Quantity]) -> tuple[Measured, ...]:
    """Read what the quantities of one sentence measure.

    Args:
        text: the document's text.
        parse: the parse of the sentence.
        quantities: all quantities that the sentence holds.
    """
    tree = Tree(parse)
    held = [stretch(tree, one) for one in quantities]
    places = [one for one in held if one is not None]
    lists = respectively(tree, places)
    result = []
    for quantity, here in zip(quantities, held, strict=True):
        if here is None:
            result.append(Measured())
            continue
        others = [one for one in places if one != here]
        figure = Figure(tree, quantity, here, others)
        pair = read(figure) or decode(tree, rank(figure), here)
        if here in lists:
            pair = assigned(tree, pair, lists.values(), lists[here])
        result.append(_parts(text, tree, here, others, pair))
    return tuple(result)


def _parts(text: str, tree: Tree, held: Phrase, others: Sequence[Phrase], pair: Pair) -> Measured:
    population = _population(tree, held)
    taken = [held, *(one for one in (*pair, population) if one)]
    return Measured(
        _span(text, tree, pair[0]),
        _span(text, tree, pair[1]),
        _span(text, tree, _qualifier(tree, held, others, taken)),
        _span(text, tree, population),
    )


def _span(text: str, tree: Tree, phrase: Phrase | None) -> Span | None:
    if phrase is None:
        return None
    start, end = tree.parse.starts[phrase[0]], tree.parse.ends[phrase[1]]
    return Span(text[start:end], start, end)


def decode(tree: Tree, ranking: Ranking, held: Phrase) -> Pair:
    """Choose the two phrases of most expected gain that do not overlap each other."""
    shares = list(zip(ranking.heads, ranking.entity, ranking.property, strict=True))
    spans = {
        head: tree.phrases(head, held)
        for head, entity, measured in shares
        if max(entity, measured) > _FAINT
    }
    entities = _expected(spans, {head: share for head, share, _ in shares})
    properties = _expected(spans, {head: share for head, _, share in shares})
    best: tuple[float, Phrase | None, Phrase | None] = (0.0, None, None)
    for entity, low in (*entities, (None, 0.0)):
        for measured, high in (*properties, (None, 0.0)):
            if low + high > best[0] and not _meet(entity, measured):
                best = (low + high, entity, measured)
    return best[1], best[2]


def _expected(
    spans: Mapping[int, Sequence[Phrase]], shares: Mapping[int, float]
) -> list[tuple[Phrase, float]]:
    """Phrases with what saying them is expected to gain over silence, best first."""
    likely = [(held[0], shares[head]) for head, held in spans.items() if shares[head] > _FAINT]
    options = {phrase for head, held in spans.items() if shares[head] > _FAINT for phrase in held}
    worth = []
    for phrase in options:
        hits = [(share, overlap(phrase, plain)) for plain, share in likely]
        missed = 1 - sum(share for share, shared in hits if shared)
        worth.append((phrase, sum(share * shared for share, shared in hits) - _RISK * missed))
    return sorted(worth, key=lambda one: (-one[1], one[0]))[:_OPTIONS]


def overlap(one: Phrase, other: Phrase) -> float:
    """F1 of the tokens that two phrases share."""
    both = min(one[1], other[1]) - max(one[0], other[0]) + 1
    return 2 * both / (one[1] - one[0] + other[1] - other[0] + 2) if both > 0 else 0.0


def _meet(one: Phrase | None, other: Phrase | None) -> bool:
    return bool(one and other and one[0] <= other[1] and other[0] <= one[1])


def _belongs(tree: Tree, phrase: Phrase, held: Phrase, others: Sequence[Phrase]) -> bool:
    apart = [one for one in others if not _meet(one, phrase)]
    if phrase[1] < held[0]:
        earlier = [one for one in apart if one[1] < phrase[0]]
        if not earlier:
            return True
        cut_off = any(at in tree.joints for at in range(max(earlier)[1] + 1, phrase[0]))
        return cut_off and not any(at in tree.joints for at in range(phrase[1] + 1, held[0]))
    return not any(held[1] < one[0] < phrase[0] for one in apart)


def _gap(one: Phrase, other: Phrase) -> int:
    low, high = sorted((one, other))
    return high[0] - low[1]


def _population(tree: Tree, held: Phrase) -> Phrase | None:
    """The people nearest to a quantity on the parse."""
    people = [
        at
        for at in range(len(tree))
        if tree.low[at] in PEOPLE
        and tree.parse.tags[at] in NOUN_TAGS
        and not held[0] <= at <= held[1]
    ]
    if not people:
        return None
    chain = tree.chain(tree.anchor(*held))
    place = {at: up for up, at in enumerate(chain)}

    def far(at: int) -> tuple[int, int]:
        steps = 0
        here = at
        while here not in place and tree.parse.heads[here] != here:
            here = tree.parse.heads[here]
            steps += 1
        return steps + place.get(here, len(chain)), abs(at - held[0])

    return complemented(tree, min(people, key=far), held)


def _qualifier(
    tree: Tree, held: Phrase, others: Sequence[Phrase], taken: Sequence[Phrase]
) -> Phrase | None:
    """What follows the quantity directly, else the nearest time, condition or arm.

    What stands before the first figure of a sentence qualifies all of them;
    what stands between two belongs to the former, unless a comma or a
    conjunction cuts it off from that one alone.
    """
    adjoined = _adjoined(tree, held, others)
    if adjoined is not None and not any(_meet(adjoined, one) for one in taken):
        return adjoined
    found: list[tuple[int, Phrase]] = []
    for at in range(len(tree)):
        settings = _CONDITIONS.get(tree.low[at])
        noun = next((one for one in tree.children[at] if tree.parse.deps[one] == "pobj"), None)
        if settings is None or noun is None or tree.low[noun] not in settings:
            continue
        phrase = (at, tree.phrases(noun, held)[0][1])
        if phrase[1] <= at or any(_meet(phrase, one) for one in taken):
            continue
        if _belongs(tree, phrase, held, others):
            found.append((_gap(phrase, held), phrase))
    return min(found)[1] if found else None


def _adjoined(tree: Tree, held: Phrase, others: Sequence[Phrase]) -> Phrase | None:
    """The prepositional phrase directly behind a quantity ("1.2 g/L at 20 °C")."""
    at = held[1] + 1
    if at >= len(tree) or tree.low[at] not in _ADJOINED:
        return None
    figure = next((one for one in others if one[0] == at + 1), None)
    if figure is not None:
        return at, figure[1]
    noun = next((one for one in tree.children[at] if tree.parse.deps[one] == "pobj"), None)
    return None if noun is None else (at, tree.phrases(noun, held)[0][1])


def subject(text: str, parse: Parse) -> str:
    """The subject of a sentence with its complements, the whole sentence where it has none."""
    if not len(parse):
        return ""
    tree = Tree(parse)
    nowhere = (len(tree), len(tree))
    root = next((at for at, head in enumerate(parse.heads) if head == at), 0)
    for child in tree.children[root]:
        if parse.deps[child].startswith("nsubj") and parse.tags[child] in NOUN_TAGS:
            first, last = complemented(tree, child, nowhere)
            return text[parse.starts[first] : parse.ends[last]]
    return text[parse.starts[0] : parse.ends[-1]]
