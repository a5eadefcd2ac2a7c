"""Exact patterns of the parse that say what a quantity measures.

Each pattern is a function from a sentence and a quantity to an entity and a
property; the first that answers decides.  What none of them reads is left to
:mod:`claims.ranker`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from claims.quantity import Dimension
from claims.ranker import LAPSE, PROPERTY_WORDS
from claims.tree import NOUN_TAGS, VERB_TAGS, Figure, Phrase, Tree

#: An entity and a property.
Pair = tuple[Phrase | None, Phrase | None]
Pattern = Callable[[Figure], Pair | None]

#: Nouns for who is studied.
PEOPLE = frozenset(
    """
    adolescents adult adults animal animals athletes babies boys carriers case cases child children
    clinicians controls couples deliveries donors employees females girls household households
    individuals infants males men mice mothers neonates newborns nurses offspring participant
    participants patient patients people persons physicians pregnancies rats recipients
    residents respondents smokers students subjects survivors twins veterans volunteers women
    workers
    """.split()
)
_HAVE = frozenset({"have", "has", "had", "having"})
#: Prepositions and relative words that belong to the name of who is studied.
_WHICH = frozenset(("with", "without", "of", "aged", "who"))
_CUTS = frozenset(
    {",", ";", "(", "[", ")", "]", "at", "while", "after", "before", "during", "than"}
)
_SAYS_MORE = frozenset({Dimension.PROPORTION, Dimension.DURATION})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "nsubj:pass"})
_OBJECTS = frozenset({"dobj", "obj", "attr", "acomp", "oprd"})


def read(figure: Figure) -> Pair | None:
    """What a quantity measures by the first pattern that fits, None where none does."""
    for pattern in PATTERNS:
        found = pattern(figure)
        if found is not None:
            return found
    return None


def complemented(tree: Tree, head: int, held: Phrase) -> Phrase:
    """A noun with what says which of its kind ("patients with ileal NETs").

    A parser likes to hang such a "with" on the verb behind it, so the word
    that follows directly counts wherever it hangs.
    """
    first, last = tree.phrases(head, held)[0]
    after = last + 1
    if after < len(tree) and tree.low[after] in _WHICH:
        return first, max(last, _clause_end(tree, after, held))
    return first, last


def _clause_end(tree: Tree, at: int, held: Phrase) -> int:
    """Last token of a subtree before it turns to something else."""
    last = tree.right[at]
    for one in range(at + 1, last + 1):
        if tree.low[one] in _CUTS or held[0] <= one <= held[1]:
            return one - 1
    return last


def _share(figure: Figure) -> Pair | None:
    """A share of people, and what is said of them ("80% of patients have lesions")."""
    tree, held = figure.tree, figure.held
    if figure.quantity.dimension is not Dimension.PROPORTION:
        return None
    anchor = tree.anchor(*held)
    people = _of_whom(tree, anchor, held)
    if people is None or tree.parse.deps[anchor] not in _SUBJECTS:
        return None
    said = _predicate(tree, tree.parse.heads[anchor], held)
    return (complemented(tree, people, held), said) if said else None


def _of_whom(tree: Tree, anchor: int, held: Phrase) -> int | None:
    for child in tree.children[anchor]:
        if tree.low[child] == "of" and child > held[1]:
            for noun in tree.children[child]:
                if tree.parse.deps[noun] == "pobj" and tree.low[noun] in PEOPLE:
                    return noun
    return None


def _predicate(tree: Tree, verb: int, held: Phrase) -> Phrase | None:
    """What a verb says of its subject: its object, else itself.

    Parsers take "had heartburn" for an auxiliary with its verb.
    """
    if tree.parse.tags[verb] in NOUN_TAGS:
        had = any(tree.low[one] in _HAVE for one in tree.children[verb])
        return tree.phrases(verb, held)[0] if had else None
    if tree.parse.tags[verb] not in VERB_TAGS:
        return None
    for child in tree.children[verb]:
        if tree.parse.deps[child] in _OBJECTS and child > held[1]:
            return tree.phrases(child, held)[0]
    return (verb, verb) if verb > held[1] else None


def _occurrence(figure: Figure) -> Pair | None:
    """What occurs in a share ("metastases are present in 40% of cases", "nodes in 80%")."""
    tree, held = figure.tree, figure.held
    anchor = tree.anchor(*held)
    above = tree.parse.heads[anchor]
    if figure.quantity.dimension is not Dimension.PROPORTION or tree.low[above] != "in":
        return None
    at = tree.parse.heads[above]
    while True:
        if tree.parse.tags[at] in NOUN_TAGS and at < held[0]:
            return tree.phrases(at, held)[0], None
        subject = _subject(tree, at, held)
        if subject is not None:
            return tree.phrases(subject, held)[0], None
        if tree.parse.heads[at] == at or tree.parse.deps[at] not in ("acomp", "xcomp", "conj"):
            return None
        at = tree.parse.heads[at]


def _subject(tree: Tree, verb: int, held: Phrase) -> int | None:
    for child in tree.children[verb]:
        outside = child < held[0] or child > held[1]
        if tree.parse.deps[child] in _SUBJECTS and outside and tree.parse.tags[child] in NOUN_TAGS:
            return child
    return None


def _lapse(figure: Figure) -> Pair | None:
    """What takes or lasts a time ("the progression from nodes to liver taking 5–7 years").

    No property of it is named.
    """
    tree, held = figure.tree, figure.held
    if figure.quantity.dimension is not Dimension.DURATION:
        return None
    verb = next((at for at in tree.chain(held[1])[:5] if tree.low[at] in LAPSE), None)
    if verb is None or verb > held[0]:
        return None
    subject = _subject(tree, verb, held)
    if subject is None and tree.parse.deps[verb] == "acl":
        subject = _outermost(tree, tree.parse.heads[verb])
    if subject is None and tree.parse.deps[verb] == "advcl":
        subject = _spoken_of(tree, tree.parse.heads[verb], verb)
    if subject is None:
        return None
    first = tree.phrases(subject, held)[0][0]
    last = min(tree.right[subject], _before(tree, verb) - 1)
    return (first, max(subject, last)), None


def _spoken_of(tree: Tree, above: int, verb: int) -> int | None:
    """What a loose participle speaks of ("we saw a progression to the liver, taking years")."""
    if tree.parse.tags[above] in NOUN_TAGS:
        return above if above < verb else None
    objects = [
        one
        for one in tree.children[above]
        if tree.parse.deps[one] in (*_SUBJECTS, "dobj", "obj") and one < verb
    ]
    nouns = [one for one in objects if tree.parse.tags[one] in NOUN_TAGS]
    return nouns[-1] if nouns else None


def _amount(figure: Figure) -> Pair | None:
    """What there is an amount of ("20 mg of atorvastatin"); a share or a time of it says more."""
    tree, held = figure.tree, figure.held
    after = held[1] + 1
    if figure.quantity.dimension in _SAYS_MORE or after >= len(tree) or tree.low[after] != "of":
        return None
    for noun in tree.children[after]:
        if tree.parse.deps[noun] == "pobj" and tree.parse.tags[noun] in NOUN_TAGS and noun > after:
            return tree.phrases(noun, held)[0], None
    return None


def _outermost(tree: Tree, at: int) -> int:
    """The noun whose complements lead down to a token ("progression" of "… to metastases")."""
    heads, deps = tree.parse.heads, tree.parse.deps
    while deps[at] in ("pobj", "prep", "acl", "dobj", "relcl") and heads[at] != at:
        above = heads[at]
        if deps[at] == "prep" and tree.parse.tags[above] in VERB_TAGS:
            break
        if deps[at] == "pobj" and deps[above] == "prep" and tree.low[above] == "with":
            break
        at = above
    return at


def _before(tree: Tree, verb: int) -> int:
    """The first of a verb and the adverbs before it."""
    at = verb
    while at > 0 and tree.parse.tags[at - 1] in ("RB", "ADV", "MD", "VBZ", "VBP", "AUX"):
        at -= 1
    return at


def _gapped(figure: Figure) -> Pair | None:
    """What stands in the place of the first figure's subject ("… 80% and liver in 40%").

    Two figures with the same preposition before them, and between them a
    conjunction and a noun phrase but no verb.
    """
    tree, held = figure.tree, figure.held
    before = [one for one in figure.others if one[1] < held[0] - 2]
    if figure.quantity.dimension is not Dimension.PROPORTION or not before:
        return None
    if held[0] == 0 or tree.parse.tags[held[0] - 1] not in ("IN", "ADP"):
        return None
    last = max(before)
    between = range(last[1] + 1, held[0] - 1)
    same = last[0] > 0 and tree.low[last[0] - 1] == tree.low[held[0] - 1]
    if not same or any(tree.parse.tags[at] in VERB_TAGS for at in between):
        return None
    joints = [at for at in between if at in tree.joints]
    if not joints:
        return None
    counted = {at for low, high in figure.others for at in range(low, high + 1)}
    nouns = [
        at
        for at in range(joints[-1] + 1, held[0] - 1)
        if tree.parse.tags[at] in NOUN_TAGS and at not in counted
    ]
    return (tree.phrases(nouns[-1], held)[0], None) if nouns else None


def respectively(tree: Tree, held: Sequence[Phrase]) -> dict[Phrase, Phrase]:
    """Which member of a list each figure of a list belongs to ("89% and 86%, respectively").

    Args:
        tree: the sentence.
        held: the tokens of its quantities, in order.

    Returns:
        For each figure of such a list, the coordinated phrase in its place.
    """
    if "respectively" not in tree.low:
        return {}
    run = _run_before(tree, held, tree.low.index("respectively"))
    inside = {at for low, high in run for at in range(low, high + 1)}
    lists = [one for one in _coordinated(tree) if len(one) == len(run) and not inside & set(one)]
    if len(run) < 2 or not lists:
        return {}
    best = min(
        lists, key=lambda one: (min(abs(one[-1] - run[0][0]), abs(one[0] - run[-1][1])), one)
    )
    return {
        figure: tree.phrases(member, figure)[0] for figure, member in zip(run, best, strict=True)
    }


def _run_before(tree: Tree, held: Sequence[Phrase], stop: int) -> list[Phrase]:
    """The last list of figures before a token: nothing but commas and "and" between them."""
    run: list[Phrase] = []
    for one in sorted((one for one in held if one[1] < stop), reverse=True):
        if run and not all(
            tree.low[at] in (",", "and", "or", "vs", "versus", ";")
            for at in range(one[1] + 1, run[0][0])
        ):
            break
        run.insert(0, one)
    return run


def _coordinated(tree: Tree) -> Iterator[list[int]]:
    """The lists of coordinated words of a sentence."""
    for at in range(len(tree)):
        if tree.parse.deps[at] == "conj" or tree.parse.tags[at] in VERB_TAGS:
            continue
        members = [at]
        while following := [
            one for one in tree.children[members[-1]] if tree.parse.deps[one] == "conj"
        ]:
            members.append(following[0])
        if len(members) > 1:
            yield members


def assigned(tree: Tree, pair: Pair, members: Collection[Phrase], own: Phrase) -> Pair:
    """Put a figure's own member of a list where another member was read."""
    entity, measured = pair
    if measured is not None and _meets(measured, members):
        if entity is None or _meets(entity, members):
            return None, own
        if _names_property(tree, entity) and not _names_property(tree, own):
            return own, entity
        return entity, own
    if entity is not None and _meets(entity, members):
        return own, measured
    if _names_property(tree, own):
        return entity, own
    return own, measured or entity


def _names_property(tree: Tree, phrase: Phrase) -> bool:
    last = tree.low[phrase[1]]
    return last in PROPERTY_WORDS or last.removesuffix("s") in PROPERTY_WORDS


def _meets(phrase: Phrase, members: Collection[Phrase]) -> bool:
    return any(phrase[0] <= one[1] and one[0] <= phrase[1] for one in members)


PATTERNS: tuple[Pattern, ...] = (_share, _gapped, _occurrence, _lapse, _amount)
