"""The verdict table, as data: the first row that fits decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checkers.model import Reason, Verdict
from checkers.relation import ValueRelation


class Same(StrEnum):
    """Whether a passage measures what the claim measures."""

    SAME = "same"
    SIBLING = "sibling"  #: the other arm, group or time point of the same comparison
    POPULATION = "population"  #: the same property of wider, narrower or other people
    TIME = "time"  #: the same property at another time
    OTHER = "other"  #: another entity or property


class Trait(StrEnum):
    """What else is known of a candidate passage."""

    CONVERTED = "converted"  #: the units had to be converted
    DERIVED = "derived"  #: the value had to be worked out
    CREDITED = "credited"  #: the passage credits another work with the figure
    OPPOSED = "opposed"  #: the passage states the opposite direction
    UNIT_SLIP = "unit-slip"  #: the digits agree and the units do not


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the verdict table.

    Attributes:
        same: the row fits a candidate with one of these.
        relations: and one of these relations of value.
        traits: and all of these traits.
        verdict, reason: what then holds.
    """

    same: frozenset[Same]
    relations: frozenset[ValueRelation]
    traits: frozenset[Trait]
    verdict: Verdict
    reason: Reason

    def fits(self, same: Same, relation: ValueRelation, traits: frozenset[Trait]) -> bool:
        """Whether the row fits a candidate."""
        return same in self.same and relation in self.relations and self.traits <= traits


_R = ValueRelation
_EXACTLY = frozenset({_R.EQUAL, _R.ROUNDED, _R.APPROXIMATE})
_FIT = _EXACTLY | {_R.CONTAINED, _R.SATISFIES, _R.FINER, _R.ONE_END}
_ANY = frozenset(_R)
_SAME = frozenset({Same.SAME})


def _row(
    same: Iterable[Same],
    relations: Iterable[ValueRelation],
    verdict: Verdict,
    reason: Reason,
    *traits: Trait,
) -> Row:
    return Row(frozenset(same), frozenset(relations), frozenset(traits), verdict, reason)


_YES, _PARTLY = Verdict.SUPPORTED, Verdict.PARTLY_SUPPORTED
_NO, _NONE = Verdict.CONTRADICTED, Verdict.UNSUPPORTED

#: Read from the top; the first row that fits decides.
TABLE: tuple[Row, ...] = (
    _row(_SAME, _FIT, _NO, Reason.DIRECTION_DIFFERS, Trait.OPPOSED),
    _row(_SAME, _FIT, _PARTLY, Reason.SECONDARY_CITATION, Trait.CREDITED),
    _row(_SAME, _EXACTLY, _YES, Reason.DERIVED, Trait.DERIVED),
    _row(_SAME, _EXACTLY, _YES, Reason.CONVERTED, Trait.CONVERTED),
    _row(_SAME, {_R.EQUAL}, _YES, Reason.VALUE_MATCH),
    _row(_SAME, {_R.ROUNDED, _R.APPROXIMATE}, _YES, Reason.ROUNDED),
    _row(_SAME, {_R.SATISFIES}, _YES, Reason.BOUND_SATISFIED),
    _row(_SAME, {_R.CONTAINED}, _YES, Reason.RANGE_COVERED),
    _row(_SAME, {_R.FINER}, _PARTLY, Reason.FINER_THAN_SOURCE),
    _row(_SAME, {_R.ONE_END}, _PARTLY, Reason.RANGE_PARTIAL),
    _row(_SAME, {_R.OVERLAPPING}, _NO, Reason.RANGE_DIFFERS),
    _row(_SAME, _ANY, _NO, Reason.UNIT_DIFFERS, Trait.UNIT_SLIP),
    _row(_SAME, _ANY, _NO, Reason.VALUE_DIFFERS),
    _row({Same.SIBLING}, _FIT, _NO, Reason.ARM_DIFFERS),
    _row({Same.POPULATION}, _FIT, _PARTLY, Reason.POPULATION_DIFFERS),
    _row({Same.TIME}, _FIT, _PARTLY, Reason.TIME_DIFFERS),
    _row({Same.POPULATION}, _ANY, _NONE, Reason.POPULATION_DIFFERS),
    _row({Same.TIME}, _ANY, _NONE, Reason.TIME_DIFFERS),
    _row({Same.OTHER}, _FIT, _NONE, Reason.ENTITY_DIFFERS),
    _row(Same, _ANY, _NONE, Reason.NO_EVIDENCE),
)

#: Over several candidates and several works the best verdict wins.
BEST_FIRST: tuple[Verdict, ...] = (
    Verdict.SUPPORTED,
    Verdict.PARTLY_SUPPORTED,
    Verdict.CONTRADICTED,
    Verdict.UNSUPPORTED,
    Verdict.UNVERIFIABLE,
    Verdict.UNCITED,
)

#: Of two unsupported readings the one that shows a tempting passage says more.
_TELLING = (
    Reason.POPULATION_DIFFERS,
    Reason.TIME_DIFFERS,
    Reason.ENTITY_DIFFERS,
    Reason.NO_EVIDENCE,
    Reason.ABSTRACT_ONLY,
    Reason.SOURCE_MISSING,
)


def decide(
    same: Same, relation: ValueRelation, traits: frozenset[Trait] = frozenset()
) -> tuple[Verdict, Reason]:
    """The verdict and reason of the first row of :data:`TABLE` that fits a candidate."""
    row = next(row for row in TABLE if row.fits(same, relation, traits))
    return row.verdict, row.reason


def rank(verdict: Verdict, reason: Reason) -> tuple[int, int]:
    """A sort key: the verdict that wins over several candidates or works comes first."""
    telling = _TELLING.index(reason) if reason in _TELLING else 0
    return BEST_FIRST.index(verdict), telling
