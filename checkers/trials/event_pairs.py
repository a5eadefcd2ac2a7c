"""Statements that compare adverse events: of two groups, of two trials, or one with another."""

from __future__ import annotations

import re
from fractions import Fraction

from checkers.trials.amounts import Amount, Kind, amounts
from checkers.trials.answer import Answer, Truth, answer
from checkers.trials.clauses import Clause
from checkers.trials.event_rows import Cell, cell_of, counted, lines_of, named, shown, units_of
from checkers.trials.scope import How, Scope, scope_of
from sources.trialrecord import TrialRecord

_COMPARED = re.compile(
    r"\b(?P<way>more|fewer|less|higher|lower|greater|larger|smaller|worse|"
    r"better)\b(?P<between>[^.;]*?)\b(?P<joint>than|compared (?:to|with))\b(?! (?:half|"
    r"\d))"
)
_TIMES_MORE = re.compile(r" (?:more|higher|greater|as|larger)\b")
_JOINT = re.compile(r"\b(?:as|than)\b(?= )")
_AS_MANY = re.compile(
    r"\b(?:as (?:many|much|often|common|likely|prevalent)|the (?:number|rate|incidence|"
    r"amount|occurr?ence rate|prevalence))\b"
)
_EQUAL = re.compile(r"\b(?:the same|equal|identical|evenly|equally)\b")
_UPWARD = frozenset({"more", "higher", "greater", "larger"})


def compared(part: Clause, record: TrialRecord) -> Answer | None:
    """As in "One more case in cohort 1 than in cohort 2", "twice as many falls as fractures"."""
    clause, scope, carried = part.text, part.scope, part.carried
    cut = _cut(clause)
    if cut is None:
        return _equal(part, record)
    middle, after, way = cut
    left, right = scope_of(clause, 0, middle), scope_of(clause, after)
    if right.start < 0 and len(left.groups) == 2 and left.how is not How.EACH:
        left, right = Scope(left.trials, left.groups[:1]), Scope(left.trials, left.groups[1:])
    left, right = _completed(left, right, scope)
    ours, theirs = units_of(left, record), units_of(right, record)
    if len(ours) != 1 or len(theirs) != 1:
        return None
    what = named(clause[:middle], carried, ours)
    other = named(clause[after:], clause[:middle], theirs)
    if not other.keys and what.keys:
        other = named(clause[:middle], carried, theirs)
    if (what.absent and not what.keys) or (what.absent and other.absent):
        return Answer(Truth.FAILS, f"no row of the record is about {what.words}", known=False)
    first, rows = counted(ours[0], what)
    second, more = counted(theirs[0], other)
    if (ours[0] == theirs[0]) and what.keys == other.keys:
        return None
    leading = [
        one for one in amounts(clause[:middle]) if not (one.worded and one.kind is Kind.COUNT)
    ]
    amount = leading[-1] if leading else None
    shares = "percent" in clause or "proportion" in clause
    told = "; ".join(
        f"{unit[0]}: {cell.affected}{shown(cell)}"
        for unit, cell in ((ours[0], first), (theirs[0], second))
    )
    held = _holds(amount, way, first, second, shares=shares)
    return answer(held, told, lines_of([*rows, *more]))


def _completed(left: Scope, right: Scope, scope: Scope) -> tuple[Scope, Scope]:
    """Each side's trial and groups, where only one of them names them."""
    trials = left.trials or right.trials or scope.trials
    ours = Scope(left.trials or trials, left.groups)
    theirs = Scope(right.trials or trials, right.groups if right.start >= 0 else left.groups)
    if right.start < 0 and not left.groups:
        theirs = Scope(right.trials or trials, ())
    if left.start < 0 and right.start >= 0:
        ours = Scope(trials, right.groups)
    return ours, theirs


def _cut(clause: str) -> tuple[int, int, str] | None:
    """Where the first side of a comparison ends, where the second begins, and its word."""
    times = [one for one in amounts(clause) if one.kind is Kind.TIMES]
    if times:
        many = _AS_MANY.search(clause, times[0].end)
        begin = many.end() if many else times[0].end
        joint = _JOINT.search(clause, begin) if many or _TIMES_MORE.match(clause, begin) else None
        if joint:
            return joint.start(), joint.end(), "times"
        return None
    found = _COMPARED.search(clause)
    return (found.start("joint"), found.end(), found["way"]) if found else None


def _holds(amount: Amount | None, way: str, first: Cell, second: Cell, *, shares: bool) -> bool:
    if way == "times":
        times = amount
        return bool(
            times and second.affected and times.admits(Fraction(first.affected, second.affected))
        )
    up = way in _UPWARD
    if amount is None or amount.kind is Kind.TIMES:
        if shares:
            return first.share > second.share if up else first.share < second.share
        return first.affected > second.affected if up else first.affected < second.affected
    sign = 1 if up else -1
    if amount.kind is Kind.COUNT:
        return amount.admits(Fraction(sign * (first.affected - second.affected)))
    gaps = [sign * (first.share - second.share)]
    if second.affected:
        gaps.append(sign * Fraction(first.affected - second.affected, second.affected))
    return any(amount.admits(gap) and gap > 0 for gap in gaps)


def _equal(part: Clause, record: TrialRecord) -> Answer | None:
    """As in "Both cohorts had the same number of falls"."""
    clause, scope, carried = part.text, part.scope, part.carried
    if not _EQUAL.search(clause):
        return None
    apart = Scope(scope.trials, scope.groups, How.EACH)
    units = units_of(apart, record)
    if len(units) < 2:
        return None
    what = named(clause, carried, units)
    if not what.keys:
        return None
    cells = [
        [cell_of(unit[1], {key})[0].affected for unit in units]
        for key in sorted(what.keys, key=sorted)
    ]
    rows = [row for unit in units for row in counted(unit, what)[1]]
    told = "; ".join(" and ".join(map(str, row)) for row in cells)
    return answer(all(len(set(row)) == 1 for row in cells), told, lines_of(rows))
