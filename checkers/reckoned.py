"""What a reader works out in the head from a few sentences, clause by clause.

:mod:`checkers.derive` searches the numbers of one passage for any that give a
claim's value, which whole articles do by chance.  Here each sum has words that
ask for it: a share and the group that it is told of, "a further 21" and what
stood before, the parts of a whole that add up, one course and the next.  So few
sums are open that one which gives the claim's value is no chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checkers import dosing, folds, parts, reach, rest, steps, wholes
from checkers.candidate import Candidate
from checkers.commensurable import Units
from checkers.compare import Comparison, Tolerance, compare_exact, spoken_share
from checkers.index import SourceIndex
from checkers.printed import closely
from checkers.relation import ValueRelation
from checkers.same import Asked, likeness
from checkers.scene import Reckoning, Scene, is_crowded
from claims.quantity import Quantity, Relation

#: What is reckoned, in this order.
_KINDS = (
    *wholes.KINDS,
    *parts.KINDS,
    *steps.KINDS,
    *folds.KINDS,
    *rest.KINDS,
    *dosing.KINDS,
    *reach.KINDS,
)
#: How alike a place has to be, but for sources of so few figures that they tell of one thing.
_ENOUGH, _FEW = 0.1, 12


def reckoned(
    asked: Asked, index: SourceIndex, passages: Sequence[int], tolerance: Tolerance
) -> Iterator[Candidate]:
    """The places from which a claim's value follows by what their words ask to be worked out.

    Args:
        asked: the claim.
        index: the source.
        passages: the passages that are read, by number.
        tolerance: how much the claim may differ from what is worked out.
    """
    passages = [one for one in passages if not is_crowded(index, one)]
    if not passages:
        return
    quantity = asked.claim.quantity
    share = spoken_share(quantity)
    figure = replace(share, approximate=True) if share else quantity
    near = closely(quantity, replace(tolerance, approximation=tolerance.spoken))
    scene = Scene(asked, index, figure, passages)
    for reckon in _KINDS:
        for found in reckon(scene):
            relation = compare_exact(_as_number(figure, found.kind), found.value, near)
            candidate = _as_candidate(scene, found, relation) if relation in _MET else None
            if candidate and (candidate.alike.score >= _ENOUGH or len(index.places) <= _FEW):
                yield candidate
                break


#: Arithmetic that starts from how many of a group something is said of.
_SHARES = frozenset({"count", "quotient", "portion"})
#: Arithmetic that says something of its first place alone, the others being its group.
_OF_ONE = frozenset({"count", "quotient", "portion", "product"})
_MET = frozenset({ValueRelation.EQUAL, ValueRelation.ROUNDED, ValueRelation.APPROXIMATE})


def _as_number(figure: Quantity, kind: str) -> Quantity:
    """The first number of "55 of 1,120", which is the one that is worked out, or a bound's own."""
    if kind == "bound":
        value = figure.high if figure.low is None else figure.low
        return replace(figure, relation=Relation.EXACT, low=value, high=value)
    if figure.relation is not Relation.RATIO:
        return figure
    return replace(figure, relation=Relation.EXACT, high=figure.low)


def _as_candidate(scene: Scene, found: Reckoning, relation: ValueRelation) -> Candidate:
    """A reckoning as a candidate, told of the likest place that it starts from."""
    told_of = found.inputs[:1] if found.kind in _OF_ONE else found.inputs
    alike = [(likeness(scene.asked, scene.index, one), one) for one in told_of]
    like, place = max(alike, key=lambda pair: pair[0].score)
    return Candidate(
        place,
        Comparison(relation, Units.SAME),
        like,
        arithmetic=found.told,
        worked=found.kind,
        used=frozenset(one.quantity.start for one in found.inputs),
        ways=1,
        turned=found.turned,
        rises=found.rises,
        counted=found.inputs[0] if found.kind in _SHARES else None,
        firm=True,
    )
