"""Figures that name no work at hand: which works to ask, and how sure an answer has to be.

Whoever asks thirty works finds a number that fits by chance in some of them.
So only the most promising are asked, and the more there are to choose from,
the surer an answer has to be (as in any test that is tried many times).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from checkers.contest import Outcome
from checkers.index import SourceIndex
from checkers.model import Reason, Verdict
from checkers.same import Asked, numbers_told
from checkers.trees import contest_model
from claims.document import Document
from sources.model import Resolution, Source

#: So many works are asked: those with the passage that shares the most with the figure.
MOST_ASKED = 8
_PASSES = frozenset({Verdict.SUPPORTED, Verdict.PARTLY_SUPPORTED})


def is_search(resolution: Resolution) -> bool:
    """Whether nothing but the texts themselves tells which work a figure is from."""
    return resolution in (Resolution.FOLDER_SEARCH, Resolution.NONE)


def most_promising(
    asked: Asked, sources: Sequence[Source], index: Callable[[Document], SourceIndex]
) -> Sequence[Source]:
    """The works to ask for a figure, of all that are at hand.

    Args:
        asked: the claim.
        sources: the works at hand.
        index: gives the index of a work.
    """
    if len(sources) <= MOST_ASKED:
        return sources
    numbers = numbers_told(asked)
    return sorted(sources, key=lambda one: -index(one.document).promise(asked.near, numbers))[
        :MOST_ASKED
    ]


def doubted(outcome: Outcome, works: int) -> Outcome:
    """What a work says of a figure, where it is one of several that might have said it.

    The odds that a passing figure needs grow with the square root of the number
    of works: with the number itself would hold if each were as likely to be the
    one, which the search makes untrue.

    Args:
        outcome: what the work says, taken alone.
        works: how many works there were to choose from.
    """
    mark = contest_model().mark
    needed = mark * math.sqrt(works) / (1 - mark + mark * math.sqrt(works))
    if outcome.verdict not in _PASSES or outcome.confidence >= needed:
        return outcome
    return replace(
        outcome,
        verdict=Verdict.UNSUPPORTED,
        reason=Reason.ENTITY_DIFFERS,
        confidence=1 - outcome.confidence,
        near_miss=True,
    )
