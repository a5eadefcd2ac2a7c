"""Confidence levels: the "95%" of "95% CI 1.2 to 3.4" against a source.

A level belongs to a whole paper, not to a passage of it: it is borne out
wherever the source prints an interval of the same level.
"""

from __future__ import annotations

from collections.abc import Sequence

from checkers.contest import Outcome
from checkers.index import SourceIndex
from checkers.model import Reason, Verdict
from checkers.same import Asked
from claims.extract import Statement
from claims.quantity import Relation


def level_outcome(asked: Asked, index: SourceIndex) -> Outcome:
    """Ask a source for the confidence level of a claim's interval.

    Args:
        asked: the claim, a level.
        index: the source.
    """
    wanted = asked.claim.quantity.low
    same = [one for one in index.levels if one.quantity.low == wanted]
    if same:
        return _told(Verdict.SUPPORTED, Reason.VALUE_MATCH, _likest(same, asked, index))
    if index.levels:
        other = _likest(index.levels, asked, index)
        return _told(Verdict.CONTRADICTED, Reason.VALUE_DIFFERS, other)
    for place in index.places:
        if place.quantity.relation is Relation.INTERVAL:
            passage = index.passages[place.passage]
            plain = Statement(place.quantity, passage.start, passage.end)
            return _told(Verdict.PARTLY_SUPPORTED, Reason.FINER_THAN_SOURCE, plain)
    return Outcome(Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, 1.0)


def _told(verdict: Verdict, reason: Reason, quoted: Statement) -> Outcome:
    return Outcome(verdict, reason, 1.0, quoted=(quoted,))


def _likest(levels: Sequence[Statement], asked: Asked, index: SourceIndex) -> Statement:
    """The statement that prints the most of the sentence's figures, the first of equal ones."""
    text = index.document.text
    return max(
        levels,
        key=lambda one: sum(figure.text in text[one.start : one.end] for figure in asked.order),
    )
