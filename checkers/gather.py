"""All places of a source that are held against a claim: printed, spelled out, and worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checkers.candidate import Candidate
from checkers.compare import Tolerance
from checkers.differ import has_other_role
from checkers.ends import spelled_out
from checkers.extremes import at_an_end, over_all
from checkers.index import SourceIndex
from checkers.printed import printed
from checkers.reckoned import reckoned
from checkers.relation import ValueRelation
from checkers.same import Asked, numbers_told
from checkers.worked import worked_out
from claims.quantity import Relation

#: Passages whose every place is compared for one claim.
PASSAGES = 12
#: A fitting place as like as this makes arithmetic needless.
LIKE_ENOUGH = 0.5
#: Passages in which arithmetic is tried.
DERIVED_IN = 20
#: The likest passages are read clause by clause, and all of them where there are but a few figures.
RECKONED_IN, ALL_OF = 6, 30
#: In sources of more figures than an abstract's only where no printed value comes near.
ABSTRACT = 60


def gather(asked: Asked, index: SourceIndex, tolerance: Tolerance) -> Iterator[Candidate]:
    """The places of a source that can say anything of a claim's value, whether it fits or not.

    Args:
        asked: the claim.
        index: the source.
        tolerance: how much the claim may differ from it.
    """
    ranked = index.near(asked.near, numbers_told(asked))
    direct = exactly = False
    for found in printed(asked, index, ranked[:PASSAGES], tolerance):
        agrees = found.comparison.agrees and not _is_whole_alone(asked, found)
        likely = agrees and found.alike.score >= LIKE_ENOUGH
        likely = likely and not has_other_role(asked, index, found.place)
        direct = direct or likely
        exactly = exactly or (likely and found.comparison.relation is not ValueRelation.APPROXIMATE)
        yield found
    yield from spelled_out(asked, index)
    yield from over_all(asked, index, ranked[:PASSAGES])
    yield from at_an_end(asked, index, ranked[:PASSAGES])
    if not (direct if len(index.places) > ABSTRACT else exactly):
        yield from reckoned(asked, index, _read_closely(index, ranked), tolerance)
    if not direct:
        yield from worked_out(asked, index, ranked[:DERIVED_IN], tolerance)


def _read_closely(index: SourceIndex, ranked: Sequence[int]) -> Sequence[int]:
    """The passages that are read clause by clause."""
    rest = range(len(index.passages)) if len(index.places) <= ALL_OF else ()
    return tuple(dict.fromkeys((*ranked[:RECKONED_IN], *rest)))


def _is_whole_alone(asked: Asked, found: Candidate) -> bool:
    """Whether a place prints one number of "12 of 40" and says nothing of the other."""
    is_share = asked.claim.quantity.relation is Relation.RATIO
    return is_share and found.comparison.relation is ValueRelation.ONE_END
