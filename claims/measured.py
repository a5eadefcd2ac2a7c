"""What a quantity measures: entity, property, qualifier and population."""

from __future__ import annotations

from dataclasses import dataclass

from claims.claim import Span
from claims.pipeline import Parse

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "NOUN", "PROPN"})
PHRASE_DEPS = frozenset({"amod", "compound", "nmod", "poss", "nn"})


@dataclass(frozen=True, slots=True)
class Measured:
    """The parts of MeasEval that a quantity belongs to, and its population."""

    entity: Span | None = None
    property: Span | None = None
    qualifier: Span | None = None
    population: Span | None = None


def measure(text: str, parse: Parse, start: int, end: int) -> Measured:
    """Read what the quantity ``text[start:end]`` measures from its sentence's parse."""
    inside = parse.within(start, end)
    if not inside:
        return Measured()
    nouns = [at for at in range(len(parse)) if parse.tags[at] in NOUN_TAGS and at not in inside]
    if not nouns:
        return Measured()
    nearest = min(nouns, key=lambda at: (min(abs(at - inside[0]), abs(at - inside[-1])), at))
    first = nearest
    while (
        first - 1 >= 0
        and first - 1 not in inside
        and parse.heads[first - 1] == nearest
        and parse.deps[first - 1] in PHRASE_DEPS
    ):
        first -= 1
    low, high = parse.starts[first], parse.ends[nearest]
    return Measured(entity=Span(text[low:high], low, high))
