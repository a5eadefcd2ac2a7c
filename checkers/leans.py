"""Which of two groups has more, where a claim says by how much one has more or less.

"The drug reduced deaths by 1.1 points" is the opposite of 21.4% with the drug and 20.3% without,
although the difference is right.
"""

from __future__ import annotations

from checkers.candidate import Candidate
from checkers.differ import goes
from checkers.greater import LEAD
from checkers.index import Place, SourceIndex, numbers_of
from checkers.rosters import Roster
from checkers.same import Asked
from checkers.whose import leads, stated_of


def leans_otherwise(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a source gives more to the group that a claim gives less, or the other way round.

    Args:
        asked: the claim.
        index: the source.
        candidate: a place whose value is worked out from two numbers.
    """
    way = goes(asked)
    passage = index.passages[candidate.place.passage]
    held = (index.places[at] for at in passage.places)
    used = [one for one in held if one.quantity.start in candidate.used]
    if not way or len(used) != len(_BOTH) or LEAD.search(asked.claim.text):
        return False
    return any(_sign(asked, index, used, roster) == -way for roster in index.rosters)


_BOTH = (0, 1)


def _sign(asked: Asked, index: SourceIndex, used: list[Place], roster: Roster) -> int:
    """1 where the group that a claim is about has more than the other one, -1 where it has less."""
    whose = [stated_of(roster, index, one) for one in used]
    ours = leads(roster, asked)
    if None in whose or whose[0] == whose[1] or ours not in whose:
        return 0
    mine = used[whose.index(ours)].quantity
    other = used[1 - whose.index(ours)].quantity
    first, second = numbers_of(mine)[0], numbers_of(other)[0]
    return (first > second) - (first < second)
