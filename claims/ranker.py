"""Which word heads the phrase that a quantity measures.

A conditional log-linear model ranks the words of a sentence as the head of
the measured entity, and of the measured property or none, by features of the
dependency parse; the weights are trained on the MeasEval corpus (Harper et
al., SemEval-2021 task 8) by ``benchmarks/train_measured.py``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import exp
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from claims.quantity import Dimension, Quantity
from claims.tree import MODIFIER_TAGS, NOUN_TAGS, VERB_TAGS, Figure, Phrase, Tree

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Nouns and adjectives that name what can be measured of a thing.
PROPERTY_WORDS = frozenset(
    """
    abundance accuracy age aged altitude amount amplitude angle area average bandwidth capacity
    charge coefficient composition concentration content correlation count current deep deformation
    density depth diameter difference dimension dimensions distance dose duration efficiency
    elevation energy error estimate factor faster flow flux follow-up force fraction frequency gain
    gradient greater growth half-life height high higher incidence increase intensity interval
    larger latitude length level levels lifetime limit long longer longitude lower mass maximum mean
    median minimum modulus mortality number odds old order p peak percentage period ph population
    porosity potential power precision pressure prevalence probability proportion r r2 radius range
    rate ratio reduction resolution risk salinity scale score sensitivity separation share shorter
    size slope slower smaller spacing specificity speed strain strength stress stronger surface
    survival tall temperature tension thick thickness threshold time times total toughness
    uncertainty value values variance velocity viscosity voltage volume wavelength weight wide width
    yield
    """.split()
)
#: Verbs that say how long something takes.
LAPSE = frozenset(
    ("take", "takes", "took", "taking", "taken", "last", "lasts", "lasted", "lasting")
)
#: Forms of auxiliary verbs and relative words, which head nothing that is measured.
_HOLLOW = frozenset(
    ("is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "which", "that", "%")
)

_DISTANCE = ((3, 3), (5, 4), (8, 6), (14, 9))
#: Words further from the quantity than this are never ranked.
_REACH = 60


#: Weights of a feature for the entity and for the property.
Pair = tuple[float, float]
#: The values of a template's features: one alone, or several in order.
Value = str | tuple[str, ...]


#: Features that are looked up together: what takes their values out of all
#: features, and what knows the weights of the values.
Lookup = tuple[Callable[[Mapping[str, str]], Value], Callable[[Value], Pair | None]]


@dataclass(frozen=True, slots=True)
class Weights:
    """The trained model.

    Attributes:
        templates: what is known of candidates.
        null: what is known of quantities that measure no property.
        bias: the weights of there being no property, whatever the quantity.
        vectors: the weights of a token's vector, a column each for entity and property.
        origin: what these give the average token, which counts nothing.
    """

    templates: tuple[Lookup, ...]
    null: tuple[Lookup, ...]
    bias: Pair
    vectors: NDArray[np.float64]
    origin: Pair


@dataclass(frozen=True, slots=True)
class Ranking:
    """Probabilities of the words of a sentence to head what a quantity measures.

    Attributes:
        heads: token indices.
        entity, property: their probabilities; those of ``property`` leave
            room for there being none.
    """

    heads: tuple[int, ...]
    entity: tuple[float, ...]
    property: tuple[float, ...]


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that the package ships."""
    data = json.loads(resources.files("claims").joinpath("data/measured.json").read_text("utf-8"))
    return unpack(data)


def unpack(data: Mapping[str, Any]) -> Weights:
    """Make the model of its JSON form: templates and, for each value, two scaled weights.

    The features of a template are joined by "&", their values by spaces,
    which no token holds.
    """
    import numpy as np

    scale = data["scale"]

    def template(printed: str, values: Mapping[str, Sequence[float]]) -> Lookup:
        names = tuple(printed.split("&"))
        table: dict[Value, Pair] = {
            key if len(names) == 1 else tuple(key.split(" ")): (low / scale, high / scale)
            for key, (low, high) in values.items()
        }
        return itemgetter(*names), table.get

    low, high = data["bias"]
    return Weights(
        tuple(template(*item) for item in data["templates"].items()),
        tuple(template(*item) for item in data["null"].items()),
        (low / scale, high / scale),
        np.array(data["vectors"]) / scale,
        (data["origin"][0] / scale, data["origin"][1] / scale),
    )


def stretch(tree: Tree, quantity: Quantity) -> Phrase | None:
    """First and last token of a quantity, None where the sentence does not hold it."""
    inside = tree.parse.within(quantity.start, quantity.end)
    return (inside[0], inside[-1]) if inside else None


def rank(figure: Figure, model: Weights | None = None) -> Ranking:
    """Rank the words of a sentence as heads of what a quantity measures.

    Args:
        figure: the quantity in its sentence.
        model: weights to use instead of those that the package ships.
    """
    used = model or weights()
    seen = list(candidates(figure))
    leans = _leanings(used, figure.tree)
    scores = [_score(used, features, leans[at] if leans else (0.0, 0.0)) for at, features in seen]
    none = _none(used, facts(figure))
    return Ranking(
        tuple(at for at, _ in seen),
        tuple(_softmax([entity for entity, _ in scores])),
        tuple(_softmax([*(measured for _, measured in scores), none]))[:-1],
    )


def _leanings(model: Weights, tree: Tree) -> list[Pair]:
    """What the vectors of a sentence's words say, nothing where it has none."""
    if tree.parse.vectors is None:
        return []
    return [tuple(row) for row in (tree.parse.vectors @ model.vectors - model.origin).tolist()]


def _score(model: Weights, features: Mapping[str, str], lean: Pair) -> Pair:
    entity, measured = lean
    for read, weigh in model.templates:
        hit = weigh(read(features))
        if hit:
            entity += hit[0]
            measured += hit[1]
    return entity, measured


def _none(model: Weights, shared: Mapping[str, str]) -> float:
    hits = (weigh(read(shared)) for read, weigh in model.null)
    return model.bias[1] + sum(hit[1] for hit in hits if hit)


def _softmax(scores: Sequence[float]) -> list[float]:
    if not scores:
        return []
    top = max(scores)
    raised = [exp(score - top) for score in scores]
    total = sum(raised)
    return [one / total for one in raised]


def facts(figure: Figure) -> dict[str, str]:
    """The features of a quantity, the same for every candidate."""
    tree, (first, last) = figure.tree, figure.held
    parse, low = tree.parse, tree.low
    anchor = tree.anchor(first, last)
    above = parse.heads[anchor]
    after = last + 1 < len(tree)
    return {
        "kind": _kind(figure.quantity),
        "q_dep": parse.deps[anchor],
        "q_tag": parse.tags[anchor],
        "q_head": low[above],
        "q_head_tag": parse.tags[above],
        "q_prev": low[first - 1] if first else "<s>",
        "q_next_tag": parse.tags[last + 1] if after else "</s>",
        "q_next": low[last + 1] if after else "</s>",
        "q_prev_tag": parse.tags[first - 1] if first else "<s>",
        "q_bracket": str(min(tree.depth[anchor], 2)),
        "q_count": str(min(len(figure.others), 4)),
        "q_order": str(min(sum(other[0] < first for other in figure.others), 3)),
    }


def _kind(quantity: Quantity) -> str:
    if quantity.dimension in (Dimension.COUNT, Dimension.OTHER):
        unit = quantity.unit_text
        if not unit:
            return "year" if _is_year(quantity) else "none"
        return "noun" if len(unit) > 3 and unit.replace(" ", "").isalpha() else "symbol"
    return quantity.dimension.value


def _is_year(quantity: Quantity) -> bool:
    digits = quantity.text[-4:]
    return digits.isdigit() and 1800 <= int(digits) <= 2100


def candidates(figure: Figure) -> Iterator[tuple[int, dict[str, str]]]:
    """The words that may head what a quantity measures, with their features."""
    tree, held, others = figure.tree, figure.held, figure.others
    first, last = held
    shared = facts(figure)
    taken = {at for low, high in others for at in range(low, high + 1)}
    chain = tree.chain(tree.anchor(first, last))
    place = {at: up for up, at in enumerate(chain)}
    edges = sorted(low for low, _ in others)
    for at in range(max(0, first - _REACH), min(len(tree), last + 1 + _REACH)):
        if first <= at <= last or not _can_head(tree, at, held, taken):
            continue
        own = tree.features.get(at) or tree.features.setdefault(at, _own(tree, at))
        features = {**shared, **own, "counted": _flag(at in taken)}
        _add_place(features, tree, at, held, edges)
        _add_path(features, tree, at, chain, place)
        yield at, features


def _can_head(tree: Tree, at: int, held: Phrase, taken: set[int]) -> bool:
    tag, word = tree.parse.tags[at], tree.low[at]
    if word in _HOLLOW or word in LAPSE or not any(character.isalpha() for character in word):
        return False
    if tag in NOUN_TAGS:
        return True
    if tag in ("RB", "ADV"):
        return at in (held[0] - 1, held[1] + 1)
    if tag in ("CD", "NUM"):
        return at not in taken and not word[0].isdigit()
    return tag in VERB_TAGS or tag in MODIFIER_TAGS or tag in ("XX", "SYM", "ADD", "LS")


def _own(tree: Tree, at: int) -> dict[str, str]:
    """What a word is by itself and beside its neighbours."""
    parse, low = tree.parse, tree.low
    head = parse.heads[at]
    word = low[at]
    return {
        "word": word,
        "suffix": word[-3:],
        "tag": parse.tags[at],
        "dep": parse.deps[at],
        "head": low[head],
        "next": low[at + 1] if at + 1 < len(tree) else "</s>",
        "prev": low[at - 1] if at else "<s>",
        "names": _flag(word in PROPERTY_WORDS),
        "head_names": _flag(low[head] in PROPERTY_WORDS),
        "capital": _flag(parse.words[at][:1].isupper()),
        "of": _flag(any(low[child] == "of" for child in tree.children[at])),
        "subject": _flag(parse.deps[at].startswith("nsubj")),
    }


def _add_place(
    features: dict[str, str], tree: Tree, at: int, held: Phrase, edges: Sequence[int]
) -> None:
    """Where a word stands from the quantity, in the order of the sentence."""
    first, last = held
    before = at < first
    low, high = (at + 1, first) if before else (last + 1, at)
    anchor_bracket = tree.bracket[first]
    features["side"] = "b" if before else "a"
    features["distance"] = features["side"] + _bin(first - at if before else at - last)
    features["commas"] = _bin(tree.commas[high] - tree.commas[low])
    features["verbs"] = _bin(tree.verbs[high] - tree.verbs[low])
    features["nouns"] = features["side"] + _bin(tree.nouns[high] - tree.nouns[low])
    features["between"] = _bin(sum(low <= edge < high for edge in edges))
    features["same_bracket"] = _flag(tree.bracket[at] == anchor_bracket)
    features["opens"] = _flag(anchor_bracket >= 0 and at == anchor_bracket - 1)


def _add_path(
    features: dict[str, str], tree: Tree, at: int, chain: list[int], place: dict[int, int]
) -> None:
    """The way through the parse from the quantity up to the common head and down to a word."""
    deps, low = tree.parse.deps, tree.low
    down = []
    while at not in place and tree.parse.heads[at] != at:
        down.append(at)
        at = tree.parse.heads[at]
    up = place.get(at, len(chain) - 1)
    rising = [deps[one] for one in chain[:up]]
    falling = [deps[one] for one in reversed(down)]
    short = len(rising) + len(falling) <= 5
    features["path"] = "^".join(rising) + "|" + "v".join(falling) if short else "long"
    features["up1"] = rising[0] if rising else "-"
    features["up_last"] = rising[-1] if rising else "-"
    features["down1"] = falling[0] if falling else "-"
    features["down2"] = falling[1] if len(falling) > 1 else "-"
    features["up_word"] = next((low[one] for one in chain[: up + 1] if deps[one] == "prep"), "-")
    features["down_word"] = next((low[one] for one in reversed(down) if deps[one] == "prep"), "-")
    features["top"] = tree.parse.tags[at]


def _flag(holds: bool) -> str:
    return "1" if holds else "0"


def _bin(count: int) -> str:
    """Small counts as they are, larger ones in steps."""
    for limit, name in _DISTANCE:
        if count <= limit:
            return str(count if count <= 3 else name)
    return "15"
