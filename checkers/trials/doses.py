"""Statements about what the arms of a trial receive: doses, cycles and times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, permutations

from checkers.commensurable import Units
from checkers.compare import Tolerance, compare
from checkers.relation import ValueRelation
from checkers.trials.amounts import Kind, amounts
from checkers.trials.answer import Answer, Truth, answer
from checkers.trials.places import Places
from checkers.trials.scope import Scope, trials_of
from checkers.trials.vocabulary import stems
from claims.quantity import Dimension, Quantity
from sources.trialrecord import Arm, Line, TrialRecord

_FITS = frozenset(
    {ValueRelation.EQUAL, ValueRelation.ROUNDED, ValueRelation.APPROXIMATE, ValueRelation.SATISFIES}
)
_UNTOLD = frozenset({Dimension.COUNT, Dimension.PROPORTION, Dimension.RATIO, Dimension.P_VALUE})
#: Doses of a record that are held against one another.
MOST = 60
#: Quantities of the interventions, and of a statement, that are looked at.
MOST_GIVEN = 400
MOST_ASKED = 12
#: What parts one drug of a line from the next.
_PARTED = re.compile(r"[,;+.](?=\s)| and | or | plus | with | followed ")
_OF_DRUG = re.compile(r"(?: doses?)?(?: of)? (?!of |doses? )([a-z][\w-]{4,})")


def _drug(clause: str, wanted: Quantity) -> str:
    """The stem of the drug that a dose is told of ("100 mg of aspirin"), "" where none is."""
    found = _OF_DRUG.match(clause, wanted.end) if " of " in clause[wanted.end :][:12] else None
    return min(stems(found[1]), default="") if found else ""


@dataclass(frozen=True, slots=True)
class Given:
    """A quantity of an arm: the arm's number, trial and text, the line and the words beside it."""

    arm: int
    trial: str
    line: Line
    quantity: Quantity
    words: frozenset[str]
    arm_text: str

    def is_of(self, drug: str) -> bool:
        """Whether the dose is one of a drug: nothing parts the two."""
        if not drug:
            return True
        start = self.quantity.start - self.line.start
        end = start + len(self.quantity.text)
        left = max((one.end() for one in _PARTED.finditer(self.line.text, 0, start)), default=0)
        right = _PARTED.search(self.line.text, end)
        near = self.line.text[left : right.start() if right else None]
        if drug in stems(near):
            return True
        return drug in stems(self.arm_text) - stems(self.line.text) and self.leads(drug)

    def leads(self, drug: str) -> bool:
        """Whether the arm's title or the line before names the drug."""
        lines = self.arm_text.split("\n")
        at = lines.index(self.line.text)
        return drug in stems(lines[0]) or (at > 0 and drug in stems(lines[at - 1]))

    @property
    def paced(self) -> bool:
        """Whether a time says how often, and not how long."""
        start = self.quantity.start - self.line.start
        before = self.line.text[max(0, start - 12) : start].lower()
        near = self.line.text[max(0, start - 25) : start + len(self.quantity.text) + 12].lower()
        return "every" in before or before[-1:] == "q" or "cycle" in near


def given(scope: Scope, record: TrialRecord, places: Places) -> list[Given]:
    """What the arms that a scope names receive."""
    found: list[Given] = []
    for trial in trials_of(scope, record):
        for number, arm in enumerate(trial.arms, 1):
            if scope.groups and number not in scope.groups:
                continue
            found += _of_arm(number, trial.name, arm, places)
            if len(found) > MOST_GIVEN:
                return found[:MOST_GIVEN]
    return found


def _of_arm(number: int, trial: str, arm: Arm, places: Places) -> list[Given]:
    found: list[Given] = []
    text = "\n".join(line.text for line in arm.lines)
    for line in arm.lines:
        for one in places.of(line):
            start, end = one.start - line.start, one.end - line.start
            words = stems(line.text[max(0, start - 80) : end + 60])
            found.append(Given(number, trial, line, one, words | stems(arm.title), text))
    return found


def answer_doses(
    clause: str,
    scope: Scope,
    quantities: Sequence[Quantity],
    record: TrialRecord,
    places: Places,
) -> Answer:
    """What a record's interventions say of one clause.

    Args:
        clause: part of a statement, in lower case.
        scope: whom it is about.
        quantities: the clause's quantities, offsets in it.
        record: the record.
        places: the quantities of the record.
    """
    trials = trials_of(scope, record)
    if not any(trial.arms for trial in trials):
        return Answer(Truth.SILENT)
    if scope.groups and all(max(scope.groups) > len(trial.arms) for trial in trials):
        return Answer(Truth.FAILS, f"no intervention {max(scope.groups)} is recorded")
    have = given(scope, record, places)
    parts = [
        _cycles(clause, scope, record),
        _times(clause, have),
        _share(clause),
        *(_dose(clause, one, have) for one in quantities[:MOST_ASKED]),
    ]
    found = [one for one in parts if one]
    if not found:
        return Answer(Truth.SILENT)
    worst = [one for one in found if one.truth is Truth.FAILS]
    kept = worst or found
    lines = tuple(dict.fromkeys(line for one in kept for line in one.lines))
    if not worst and _REFUSED.search(clause):
        return Answer(Truth.SILENT)
    known = any(one.known for one in kept)
    return Answer(
        kept[0].truth, "; ".join(dict.fromkeys(one.arithmetic for one in kept)), lines, known
    )


def _dose(clause: str, wanted: Quantity, have: Sequence[Given]) -> Answer | None:
    """Whether an arm is given such a dose of what the clause names beside it."""
    how_often = _HOW_OFTEN.match(wanted.text.lower())
    if wanted.dimension in _UNTOLD or wanted.unit == "" or how_often:
        return None
    margin = _MARGIN.match(clause[wanted.end :])
    if margin:
        return _apart(wanted, have)
    said = stems(clause[max(0, wanted.start - 60) : wanted.end + 60])
    alike = [(compare(wanted, one.quantity, Tolerance()), one) for one in have]
    same = [(how, one) for how, one in alike if how.units in (Units.SAME, Units.CONVERTED)]
    if not same:
        return answer(
            False, f"no intervention states {wanted.text} or another dose in its unit", ()
        )
    drug = _drug(clause, wanted)
    named = [(how, one) for how, one in same if said & one.words and one.is_of(drug)]
    if wanted.dimension is Dimension.DURATION:
        named = [(how, one) for how, one in named if _paced(clause, wanted) == one.paced]
        if not named:
            return None
    fitting = [one for how, one in named if how.relation in _FITS]
    if fitting:
        return answer(True, f"{fitting[0].quantity.text} is given", (fitting[0].line,))
    others = [one for _, one in same if drug and one.is_of(drug)]
    if others:
        shown = others[0]
        return answer(False, f"{shown.quantity.text} is given, not {wanted.text}", (shown.line,))
    shown = (named or same)[0][1]
    printed = [one for how, one in same if how.relation in _FITS]
    if printed:
        return Answer(Truth.SILENT, "", (printed[0].line,))
    return answer(False, f"{shown.quantity.text} is given, not {wanted.text}", (shown.line,))


_LASTING = re.compile(r"\b(?:total of|lasts?|duration|spans?|takes?|period)\b")


def _paced(clause: str, wanted: Quantity) -> bool:
    """Whether a time says how often ("every 14 days"), and not how long."""
    before = clause[max(0, wanted.start - 40) : wanted.start]
    after = clause[wanted.end : wanted.end + 14]
    if re.search(r"\bevery |\bonce |\beach ", before) or re.match(
        r"[ -]*(?:treatment )?(?:cycles?|course)", after
    ):
        return True
    return "cycle" in clause and not _LASTING.search(before)


_MARGIN = re.compile(r"(?: \w+){0,2} (?:less|more|higher|lower|fewer)\b(?!.{0,20}\bthan \d)")


def _apart(wanted: Quantity, have: Sequence[Given]) -> Answer | None:
    """As in "400 mg a day less than the high dose": two doses that are so far apart."""
    doses = [
        one
        for one in have
        if one.quantity.unit == wanted.unit and one.quantity.low == one.quantity.high
    ]
    for one, other in combinations(doses[:MOST], 2):
        if abs(_low(one) - _low(other)) == wanted.low:
            told = f"{one.quantity.text} and {other.quantity.text} are given"
            return answer(True, told, (one.line, other.line))
    told = f"no two doses are {wanted.text} apart"
    return answer(False, told, tuple(dict.fromkeys(one.line for one in doses)))


def _low(one: Given) -> Decimal:
    return one.quantity.low or Decimal(0)


def _times(clause: str, have: Sequence[Given]) -> Answer | None:
    """As in "4 times as much of one as of the other": two doses with that ratio."""
    asked = [one for one in amounts(clause) if one.kind is Kind.TIMES]
    if not asked or not re.search(r"\bas much|\bthe dose\b|\bhigher dose", clause):
        return None
    said = stems(clause)
    doses = [
        one
        for one in have
        if one.quantity.low and one.quantity.dimension not in _UNTOLD and said & one.words
    ]
    for one, other in permutations(doses[:MOST], 2):
        same = one.quantity.unit == other.quantity.unit
        if same and asked[0].admits(Fraction(_low(one)) / Fraction(_low(other))):
            told = f"{one.quantity.text} and {other.quantity.text} are given"
            return answer(True, told, (one.line, other.line))
    told = "no two doses have that ratio"
    return answer(False, told, tuple(dict.fromkeys(one.line for one in doses))) if doses else None


#: How often is printed in many ways ("BID", "twice daily"), and is no dose.
_HOW_OFTEN = re.compile(r"(?:once|twice|thrice|daily|weekly)\b")
_REFUSED = re.compile(r"\b(?:do|does|did|will|are|were) not\b|\bnone of\b|\bwithout\b")
_RECEIVED = re.compile(
    r"\b(?:received?|receiving|given|provided|administered|administering|got|took)\b"
)


def _share(clause: str) -> Answer | None:
    """As in "80% of the patients received it": a record says what is given, not to how many."""
    asked = [one for one in amounts(clause) if one.kind is Kind.SHARE and not one.worded]
    if not asked or not _RECEIVED.search(clause):
        return None
    share = asked[0]
    people = re.match(
        r" (?:fraction )?(?:of|to) |(?: of)?(?: \w+)? (?:patients|participants)",
        clause[share.end :],
    )
    to = clause[: share.start].endswith(" to ")
    if not people and not to:
        return None
    return Answer(
        Truth.FAILS, "the interventions do not say how many received them", (), known=False
    )


_CYCLE_RANGE = re.compile(r"\bcycles? (\d{1,3})(?: ?(?:-|–|to|through) ?(\d{1,3}))?")
_ASKED_CYCLES = re.compile(r" (?!days? |weeks? )(?:\w+ )?(?:cycles|courses)\b")


def _cycles(clause: str, scope: Scope, record: TrialRecord) -> Answer | None:
    """As in "A total of 17 cycles": the last cycle that the arms name, or their sum."""
    asked = [one for one in amounts(clause) if _ASKED_CYCLES.match(clause, one.end)]
    if not asked:
        return None
    told: list[str] = []
    fits = False
    some = False
    lines: list[Line] = []
    for trial in trials_of(scope, record):
        for number, arm in enumerate(trial.arms, 1):
            if scope.groups and number not in scope.groups:
                continue
            counts = _cycle_counts(arm)
            if counts:
                some = True
                fits = fits or any(asked[0].admits(one) for one in counts)
                told.append(f"intervention {number}: {max(counts)} cycles")
                lines += [line for line in arm.lines if "cycle" in line.text.lower()][:1]
    if some:
        return answer(fits, "; ".join(told), tuple(lines))
    return Answer(Truth.FAILS, "the interventions state no number of cycles", (), known=False)


def _cycle_counts(arm: Arm) -> set[Fraction]:
    """What the cycles of an arm may be counted to: the last number, a printed count, the sum."""
    found: set[Fraction] = set()
    last, total = 0, 0
    for line in arm.lines:
        low = line.text.lower()
        for one in _CYCLE_RANGE.finditer(low):
            last = max(last, int(one[2] or one[1]))
        for amount in amounts(low):
            if re.match(r" (?:additional |overall |more )?(?:cycles|courses)\b", low[amount.end :]):
                found.add(amount.value)
                total += int(amount.value)
    return found | {Fraction(one) for one in (last, total) if one}
