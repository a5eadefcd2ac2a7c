"""What a quantity measures: entity, property, qualifier and population.

The parts are MeasEval's (Harper et al., SemEval-2021 task 8) and the
population, which medical claims need.  Exact patterns of the parse come
first; where none fits, the trained ranking of :mod:`claims.ranker` decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from claims.claim import Span
from claims.pipeline import Parse
from claims.quantity import Dimension, Quantity
from claims.ranker import Ranking, rank, stretch
from claims.tree import NOUN_TAGS, VERB_TAGS, Phrase, Tree

#: Nouns for who is studied.
PEOPLE = frozenset(
    """
    adolescents adult adults animal animals athletes babies boys carriers case cases child children
    clinicians controls couples deliveries donors employees females girls household households
    individuals infants males men mice mothers neonates newborns nurses offspring participant
    participants patient patients people persons physicians population pregnancies rats recipients
    residents respondents smokers students subjects survivors twins veterans volunteers women workers
    """.split()
)
#: Prepositions that tie a time, a condition or a comparison to a figure.
_CONDITION = frozenset(
    """
    after among as at before between by compared despite during except following for from in
    per since than through throughout under until upon versus vs when while with within without
    """.split()
)
#: Words that make a phrase after such a preposition a qualifier.
_SETTING = frozenset(
    """
    admission age arm arms baseline birth completion cohort conditions control controls country
    course day days diagnosis discharge end enrolment enrollment entry examination exposure
    follow-up followup group groups hour hours hospitalization inclusion initiation intake interim
    intervention median minute minutes month months onset operation period placebo pregnancy
    presentation procedure randomisation randomization recruitment rest resection screening
    season start state stage study surgery time therapy transplantation treatment trial trials
    visit week weeks withdrawal year years
    """.split()
)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_OBJECTS = ("dobj", "obj", "attr", "acomp", "oprd")
#: Shares of a head's probability below which a head plays no part, and of a
#: span's expected overlap below which it is better left unsaid.
_FAINT = 0.03
_ENOUGH = 0.2


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
    result = []
    for quantity, here in zip(quantities, held, strict=True):
        if here is None:
            result.append(Measured())
            continue
        others = [one for one in held if one is not None and one != here]
        result.append(_measure_one(text, tree, quantity, here, others))
    return tuple(result)


def _measure_one(
    text: str, tree: Tree, quantity: Quantity, held: Phrase, others: Sequence[Phrase]
) -> Measured:
    population = _population(tree, held)
    pair = _share(tree, quantity, held) or decode(
        tree, rank(tree, quantity, held, others), held
    )
    taken = [held, *(one for one in (*pair, population) if one)]
    qualifier = _qualifier(tree, held, taken)
    entity, measured = pair
    return Measured(
        _span(text, tree, entity),
        _span(text, tree, measured),
        _span(text, tree, qualifier),
        _span(text, tree, population),
    )


def _span(text: str, tree: Tree, phrase: Phrase | None) -> Span | None:
    if phrase is None:
        return None
    start, end = tree.parse.starts[phrase[0]], tree.parse.ends[phrase[1]]
    return Span(text[start:end], start, end)


def decode(tree: Tree, ranking: Ranking, held: Phrase) -> tuple[Phrase | None, Phrase | None]:
    """Choose the two phrases of most expected overlap that do not overlap each other."""
    plain = {head: tree.phrases(head, held)[0] for head in ranking.heads}
    entities = _expected(tree, ranking, ranking.entity, plain, held)
    properties = _expected(tree, ranking, ranking.property, plain, held)
    best: tuple[float, Phrase | None, Phrase | None] = (0.0, None, None)
    for entity, low in (*entities, (None, _ENOUGH)):
        for measured, high in (*properties, (None, _ENOUGH)):
            if low + high > best[0] and not _meet(entity, measured):
                best = (low + high, entity, measured)
    return best[1], best[2]


def _expected(
    tree: Tree,
    ranking: Ranking,
    shares: Sequence[float],
    plain: dict[int, Phrase],
    held: Phrase,
) -> list[tuple[Phrase, float]]:
    """Phrases with their expected overlap with the true one, best first."""
    likely = [
        (head, share) for head, share in zip(ranking.heads, shares, strict=True) if share > _FAINT
    ]
    spans = dict.fromkeys(phrase for head, _ in likely for phrase in tree.phrases(head, held))
    worth = [
        (phrase, sum(share * overlap(phrase, plain[head]) for head, share in likely))
        for phrase in spans
    ]
    return sorted(worth, key=lambda one: (-one[1], one[0]))[:12]


def overlap(one: Phrase, other: Phrase) -> float:
    """F1 of the tokens that two phrases share."""
    both = min(one[1], other[1]) - max(one[0], other[0]) + 1
    return 2 * both / (one[1] - one[0] + other[1] - other[0] + 2) if both > 0 else 0.0


def _meet(one: Phrase | None, other: Phrase | None) -> bool:
    return bool(one and other and one[0] <= other[1] and other[0] <= one[1])


def _share(
    tree: Tree, quantity: Quantity, held: Phrase
) -> tuple[Phrase | None, Phrase | None] | None:
    """A share of people: who they are, and what is said of them ("80% of patients have …")."""
    if quantity.dimension is not Dimension.PROPORTION:
        return None
    anchor = tree.anchor(*held)
    people = _complement(tree, anchor, ("of",), held)
    if people is None:
        return None
    head, phrase = people
    above = tree.parse.heads[anchor]
    if head_noun_is_people(tree, head) and tree.parse.deps[anchor] in _SUBJECTS:
        said = _predicate(tree, above, held)
        return (phrase, said) if said else None
    if tree.low[above] == "in" and tree.parse.deps[anchor] == "pobj":
        return _occurrence(tree, tree.parse.heads[above], held)
    return None


def head_noun_is_people(tree: Tree, head: int) -> bool:
    """Whether a noun stands for people or animals that are studied."""
    return tree.low[head] in PEOPLE


def _complement(
    tree: Tree, at: int, words: Iterable[str], held: Phrase
) -> tuple[int, Phrase] | None:
    """The noun after a preposition that hangs on a token, with its whole phrase."""
    for child in tree.children[at]:
        if tree.low[child] in words and child > held[1]:
            for noun in tree.children[child]:
                if tree.parse.deps[noun] == "pobj":
                    return noun, _with_complements(tree, noun, held)
    return None


def _with_complements(tree: Tree, head: int, held: Phrase) -> Phrase:
    """A noun with the prepositional phrases that say which ("patients with ileal NETs")."""
    options = [one for one in tree.phrases(head, held) if one[1] <= tree.right[head]]
    plain = options[0]
    last = plain[1]
    for child in tree.children[head]:
        if child > last and tree.low[child] in ("with", "without", "of", "aged", "who"):
            last = max(last, _clause_end(tree, child))
    return plain[0], last


def _clause_end(tree: Tree, at: int) -> int:
    """Last token of a subtree before its first comma, bracket or second preposition of time."""
    last = tree.right[at]
    for one in range(at + 1, last + 1):
        if tree.low[one] in (",", ";", "(", "[", "at", "while", "after", "before", "during"):
            return one - 1
    return last


def _predicate(tree: Tree, verb: int, held: Phrase) -> Phrase | None:
    """What a verb says of its subject: its object, or itself with what follows."""
    if tree.parse.tags[verb] not in VERB_TAGS:
        return None
    for child in tree.children[verb]:
        if tree.parse.deps[child] in _OBJECTS and child > held[1]:
            return tree.phrases(child, held)[0]
    return (verb, verb) if verb > held[1] else None


def _occurrence(
    tree: Tree, verb: int, held: Phrase
) -> tuple[Phrase | None, Phrase | None] | None:
    """What occurs in a share of people ("metastases are present in 40%")."""
    while tree.parse.tags[verb] not in VERB_TAGS and tree.parse.heads[verb] != verb:
        if tree.parse.tags[verb] in NOUN_TAGS:
            return tree.phrases(verb, held)[0], None
        verb = tree.parse.heads[verb]
    for child in tree.children[verb]:
        if tree.parse.deps[child] in _SUBJECTS and not held[0] <= child <= held[1]:
            return tree.phrases(child, held)[0], None
    return None


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

    return _with_complements(tree, min(people, key=far), held)


def _qualifier(tree: Tree, held: Phrase, taken: Sequence[Phrase]) -> Phrase | None:
    """The nearest time, condition or arm that a preposition ties to the quantity's clause."""
    found = []
    for at in range(len(tree)):
        if tree.low[at] not in _CONDITION or held[0] <= at <= held[1]:
            continue
        noun = next((one for one in tree.children[at] if tree.parse.deps[one] == "pobj"), None)
        if noun is None or tree.low[noun] not in _SETTING:
            continue
        phrase = (at, tree.phrases(noun, held)[0][1])
        if phrase[1] > at and not any(_meet(phrase, one) for one in taken):
            found.append(phrase)
    gap = lambda one: one[0] - held[1] if one[0] > held[1] else held[0] - one[1]  # noqa: E731
    return min(found, key=lambda one: (gap(one), one), default=None)


def shifted(measured: Measured, **parts: Span | None) -> Measured:
    """The same with some parts replaced."""
    return replace(measured, **parts)
