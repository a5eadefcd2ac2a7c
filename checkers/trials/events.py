"""Statements about adverse events, counted in the rows of a record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from checkers.trials.amounts import Amount, Bound, Kind, amounts
from checkers.trials.answer import Answer, Truth, answer
from checkers.trials.clauses import Clause
from checkers.trials.event_kinds import peak, ranked, shared, types, varieties
from checkers.trials.event_pairs import compared
from checkers.trials.event_rows import (
    ANY_EVENT,
    Cell,
    Unit,
    counted,
    lines_of,
    named,
    risked,
    shown,
    taken,
    units_of,
)
from checkers.trials.scope import Scope, scope_of, trials_of
from sources.trialrecord import Event, Line, TrialRecord


def answer_events(part: Clause, record: TrialRecord) -> Answer:
    """What a record's adverse events say of one clause.

    Args:
        part: part of a statement.
        record: the record.
    """
    for way in (shared, varieties, peak, types, ranked, compared, _located, _plain):
        found = way(part, record)
        if found:
            return found
    return Answer(Truth.SILENT)


_NONE = re.compile(r"\bnot (?:\w+ ){0,2}any\b|\bdid not occur\b")
_NOT = re.compile(r"\b(?:did|do|does|were|was|had|have|has|could) not\b|\bdidn't\b|\bnever\b")


def _plain(part: Clause, record: TrialRecord) -> Answer | None:
    """As in "3 patients in cohort 1 had anaemia": a count or a share of a group."""
    clause, scope, carried = part.text, part.scope, part.carried
    units = units_of(scope, record)
    if not units and scope.groups and any(trial.events for trial in trials_of(scope, record)):
        return Answer(Truth.FAILS, f"no group {scope.groups[0]} is recorded")
    asked = [one for one in amounts(clause) if one.kind is not Kind.TIMES]
    if not asked and (found := _NONE.search(clause)):
        asked = [
            Amount(Bound.EXACT, Fraction(0), Kind.COUNT, found.start(), len(clause), worded=True)
        ]
    if not asked or not units:
        return None
    what = named(clause, carried, units)
    if not what.keys and not what.absent and not ANY_EVENT.search(f"{carried} {clause}"):
        return _enrolled(asked[0], units)
    amount = asked[0]
    whole = asked[1] if len(asked) > 1 and _is_whole(clause, amount, asked[1]) else None
    if what.absent and not what.keys:
        holds = amount.is_upper
        nothing = f"no row of the record is about {what.words}"
        return Answer(Truth.HOLDS if holds else Truth.FAILS, nothing, (), known=False)
    turned = bool(_NOT.search(clause, amount.end))
    told: list[str] = []
    lines: list[Line] = []
    verdicts: list[bool] = []
    for unit in units:
        cell, rows = counted(unit, what)
        if turned:
            cell = Cell(cell.at_risk - cell.affected, cell.at_risk)
        fits = _fits(amount, cell) and (whole is None or whole.value == cell.at_risk)
        verdicts.append(fits)
        told.append(f"{unit[0]}: {_sum(rows)}{shown(cell)}")
        lines += lines_of(rows)
    held = taken(scope.how, verdicts)
    return answer(held, "; ".join(told), tuple(dict.fromkeys(lines)))


def _enrolled(amount: Amount, units: Sequence[Unit]) -> Answer | None:
    """As in "The trial had a total of 6 patients": those at risk."""
    if amount.kind is not Kind.COUNT or amount.worded:
        return None
    whole = [sum(map(risked, groups)) for _, groups in units]
    told = "; ".join(
        f"{unit[0]}: {count} at risk" for unit, count in zip(units, whole, strict=True)
    )
    rows = tuple(group.total for _, groups in units for group in groups if group.total)
    return answer(all(amount.admits(Fraction(one)) for one in whole), told, lines_of(rows))


def _is_whole(clause: str, part: Amount, whole: Amount) -> bool:
    return bool(re.fullmatch(r" (?:out )?of (?:the |all )?", clause[part.end : whole.start]))


def _fits(amount: Amount, cell: Cell) -> bool:
    if amount.kind is Kind.SHARE:
        return cell.at_risk > 0 and amount.admits(cell.share)
    return amount.admits(Fraction(cell.affected))


def _sum(rows: Sequence[Event]) -> str:
    parts = " + ".join(str(one.affected) for one in rows) or "0"
    return f"{parts} = {sum(one.affected for one in rows)}" if len(rows) > 1 else parts


_LOCATED = re.compile(
    r"\ball (?:the |of the |\d+ )?.*\b(?:were in|occurred in|occured in|was in|were from|"
    r"happened in|found in)\b"
)


def _located(part: Clause, record: TrialRecord) -> Answer | None:
    """As in "All 4 of the cases were in cohort 1": the rest of the groups have none."""
    clause, scope, carried = part.text, part.scope, part.carried
    if not _LOCATED.search(clause) or not scope.groups:
        return None
    cut = max(clause.rfind(" in "), clause.rfind(" from "))
    where = scope_of(clause, cut)
    place = units_of(Scope(where.trials or scope.trials, where.groups or scope.groups), record)
    everyone = units_of(Scope(scope.trials), record)
    what = named(clause, carried, everyone)
    if not place or not everyone or not what.keys:
        return None
    inside = sum(counted(unit, what)[0].affected for unit in place)
    rows = [row for unit in everyone for row in counted(unit, what)[1]]
    whole = sum(row.affected for row in rows)
    numbers = [one for one in amounts(clause) if one.kind is Kind.COUNT]
    fits = all(one.admits(Fraction(whole)) for one in numbers)
    return answer(
        inside == whole and fits and whole > 0, f"{inside} of {whole} cases", lines_of(rows)
    )
