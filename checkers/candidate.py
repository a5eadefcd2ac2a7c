"""Candidates: places of a source that are held against a claim."""

from __future__ import annotations

from dataclasses import dataclass

from checkers.commensurable import Units
from checkers.compare import Comparison
from checkers.index import Place
from checkers.same import Likeness
from checkers.verdict import Same, Trait


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of a source, held against a claim.

    Attributes:
        place: the place.
        comparison: how its value relates to the claim's.
        alike: how like the claim's words and numbers its surroundings are.
        arithmetic: the calculation, where the value had to be worked out.
        worked: which arithmetic it is, "" where the value is printed.
        ways: how many calculations were open to the passage.
        reused: bits that the claim's other numbers tell from which it starts.
        rises: whether the arithmetic makes a value more or less, None where it does not tell.
        halved: whether the claim prints some of the numbers that it starts from, and not all.
        counted: the count that it is worked out from as a share, None where it is no share.
        turned: whether it states the rest of 100%, under the opposite name.
        unsigned: whether the values agree only without a minus sign.
        has_both_ends: whether the two ends of the claim's range stand one by one.
        differs: what tells it from the claim although it shares the claim's words.
        opposed: whether it states the opposite direction.
        groups: 1 if it gives the claim's numbers to the same groups, -1 if it exchanges
            them or gives the number to another one, 0 where nothing tells.
        mirrored: whether it sets the same two against each other from the other side.
        credited: whether its passage credits another work.
        used: where the quantities start that it is worked out from.
        firm: whether its words ask for the arithmetic, so that it fits by no chance.
    """

    place: Place
    comparison: Comparison
    alike: Likeness
    arithmetic: str = ""
    worked: str = ""
    ways: int = 0
    reused: float = 0.0
    rises: bool | None = None
    halved: bool = False
    counted: Place | None = None
    turned: bool = False
    unsigned: bool = False
    has_both_ends: bool = False
    differs: Same = Same.SAME
    opposed: bool = False
    groups: int = 0
    mirrored: bool = False
    credited: bool = False
    used: frozenset[int] = frozenset()
    firm: bool = False

    @property
    def traits(self) -> frozenset[Trait]:
        """What the verdict table asks of a candidate besides its value."""
        tests = {
            Trait.OPPOSED: self.opposed,
            Trait.CREDITED: self.credited,
            Trait.DERIVED: bool(self.arithmetic),
            Trait.CONVERTED: self.comparison.units is Units.CONVERTED,
            Trait.UNIT_SLIP: self.comparison.unit_slip,
        }
        return frozenset(trait for trait, holds in tests.items() if holds)
