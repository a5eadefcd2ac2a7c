"""Times that a source tells in the name of a measure: the five years of "5-year survival".

Such a name is no figure of its own, and so no place; a claim that says "alive after five
years" is borne out by it all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkers.compare import compare
from checkers.contest import Outcome
from checkers.differ import complements
from checkers.index import Passage, SourceIndex
from checkers.model import Reason, Verdict
from checkers.same import Asked
from claims.extract import Statement
from claims.grammar import find_quantities
from claims.quantity import Dimension, Quantity, Relation

_NAMED = re.compile(
    r"(?i)(?<![\w-])(?:[0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)"
    r"[-‑](?:year|month|week|day|hour)(?=[\s-])"
)
_SETTLED = frozenset({Verdict.SUPPORTED, Verdict.PARTLY_SUPPORTED})
#: How sure a verdict is that rests on a name.
_SURE = 0.9


def named_outcome(asked: Asked, index: SourceIndex, outcome: Outcome) -> Outcome:
    """What a source says of a time, the names of its measures looked at as well.

    Args:
        asked: the claim.
        index: the source.
        outcome: what the places of the source say.

    Returns:
        That a name bears the time out, where no place does; else the same outcome.
    """
    figure = asked.claim.quantity
    is_time = figure.dimension is Dimension.DURATION and figure.relation is Relation.EXACT
    if not is_time or outcome.verdict in _SETTLED:
        return outcome
    for name, passage in _names(index):
        if compare(figure, name).agrees and _shares(asked, passage):
            quoted = Statement(name, passage.start, passage.end)
            told = Verdict.SUPPORTED, Reason.VALUE_MATCH, _SURE
            return Outcome(*told, weighed=outcome.weighed, quoted=(quoted,))
    return outcome


def _names(index: SourceIndex) -> Iterator[tuple[Quantity, Passage]]:
    """The times in the names of measures, each with its passage."""
    for passage in index.passages:
        for found in _NAMED.finditer(index.document.text, passage.start, passage.end):
            for time in find_quantities(found[0]).quantities[:1]:
                yield time.shifted(found.start()), passage


def _shares(asked: Asked, passage: Passage) -> bool:
    """Whether a passage measures what the claim tells, or the rest of it: the dead, say."""
    rest = {theirs for ours, theirs in complements() if ours in asked.near}
    return not passage.known.keys().isdisjoint(asked.near.keys() | rest)
