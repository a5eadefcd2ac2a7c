"""Statements about what trials found, worked out from the rows of a record's results."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from checkers.trials.amounts import Amount, Bound, Kind, amounts, without
from checkers.trials.answer import Answer, Truth, answer
from checkers.trials.clauses import Clause
from checkers.trials.outcome_pairs import compared, differs, ranked
from checkers.trials.readings import (
    UNIT_AFTER,
    Reading,
    Sort,
    admits,
    labelled,
    lines_of,
    number,
    printed_ends,
    readings_of,
    rows_of_groups,
    scaled_to,
    told_of,
)
from checkers.trials.scope import How, Scope
from sources.trialrecord import TrialRecord


def answer_outcomes(part: Clause, record: TrialRecord) -> Answer:
    """What a record's results say of one clause.

    Args:
        part: part of a statement.
        record: the record.
    """
    clause, scope = part.text, part.scope
    rows = readings_of(clause, scope, record)
    if not rows:
        return Answer(Truth.SILENT)
    if scope.groups and not any(row.number in scope.groups for row in rows):
        return Answer(Truth.FAILS, f"no results are recorded for group {scope.groups[0]}")
    more = _too_many(clause, rows)
    if more:
        return Answer(Truth.FAILS, more, lines_of(rows))
    for way in (differs, compared, ranked, _extreme, _stated):
        found = way(part, rows)
        if found:
            return found
    return Answer(Truth.SILENT)


_EXTREME = re.compile(
    r"\b(?P<way>shortest|briefest|minimum|lowest|smallest|longest|maximum|highest|"
    r"largest)\b(?! (?:tolerated|plasma|of \d))"
)
_FROM_CENTRE = re.compile(
    r" ?\w+ (?:below|above|less(?:er)? than|more than|under|over|"
    r"from)(?: the)? (?:average|mean|median)"
)
_LOW = frozenset({"shortest", "briefest", "minimum", "lowest", "smallest"})


def _extreme(part: Clause, rows: Sequence[Reading]) -> Answer | None:
    """As in "The shortest survival in cohort 1 was under 7 months"."""
    clause, scope, carried = part.text, part.scope, part.carried
    found = _EXTREME.search(clause) or (
        _EXTREME.search(carried) if re.search(r"\bit\b", clause) else None
    )
    begin = found.start() if found and found.string == clause else 0
    asked = [one for one in amounts(clause) if found and one.start > begin]
    if not found or not asked or found.string.startswith(" of", found.end()):
        return None
    kept = labelled(clause, rows_of_groups(clause, scope, rows))
    digits = re.findall(r"\d+", clause[asked[0].start : asked[0].end])
    if not kept or any(set(digits) & set(re.findall(r"\d+", row.value.label)) for row in kept):
        return None
    ends = [
        (end, row)
        for row in kept
        for end in (
            *row.ends,
            *(
                Fraction(one) * row.factor
                for one in row.value.spread
                if row.sort is Sort.MEASURE and len(row.value.spread) == 2
            ),
        )
    ]
    value, row = (
        min(ends, key=lambda one: one[0])
        if found["way"] in _LOW
        else max(ends, key=lambda one: one[0])
    )
    scaled = scaled_to(clause, asked[0], row)
    if scaled is None:
        return None
    if _FROM_CENTRE.match(clause[asked[0].end :]):
        value = abs(row.amount - value)
    return answer(
        admits(scaled, value, row),
        f"{row.told}: {found['way']} {number(value, row)}",
        lines_of([row]),
    )


_NEGATED = re.compile(r"\b(?:not|cannot|fail(?:ed|s)? to)\b")


def _stated(part: Clause, rows: Sequence[Reading]) -> Answer | None:
    """As in "12 patients in cohort 1 had a response", "the median survival was 27 months"."""
    clause, scope, carried = part.text, part.scope, part.carried
    asked = amounts(clause)
    kept = rows_of_groups(clause, scope, rows)
    told = without(clause, [(one.start, one.end) for one in asked[:1]])
    named = labelled(told, kept)
    if not asked or not named:
        return None
    if named[0].sort is Sort.MEASURE:
        return _measured(clause, asked, scope, named, carried)
    return _people(clause, scope, asked, named)


_SOMEONE = re.compile(
    r"\b(?:participants?|patients?|subjects?|women|woman|one)\b[^.;]*\b(?:had|survived|"
    r"with|achieved|died|lived|recorded|exhibited|showed)\b"
)


def _measured(
    clause: str, asked: Sequence[Amount], scope: Scope, rows: Sequence[Reading], carried: str
) -> Answer | None:
    """A value with a unit: the record's own, or one between the ends that it prints."""
    for amount in _in_unit(asked, clause, rows[0]):
        scaled = scaled_to(clause, amount, rows[0])
        if scaled is None or amount.worded:
            continue
        people = bool(_SOMEONE.search(f"{carried} {clause}")) and not _CENTRE.search(clause)
        lead = next((one for one in amounts(f"{carried} {clause}") if one.worded), None)
        none = people and lead is not None and lead.value == 0 and lead.kind is Kind.COUNT
        fits = [_reaches(scaled, row) if people else _valued(scaled, row) for row in rows]
        together = any if scope.how is How.TOGETHER else all
        everyone = lead is not None and lead.kind is Kind.SHARE and lead.value == 1
        if people and everyone:
            fits = [all(admits(scaled, end, row) for end in printed_ends(row)) for row in rows]
        denied = none or bool(_NEGATED.search(clause[: amount.start]))
        return answer(not any(fits) if denied else together(fits), told_of(rows), lines_of(rows))
    return None


def _in_unit(asked: Sequence[Amount], clause: str, row: Reading) -> list[Amount]:
    """The amounts that the row's unit follows, the last first; all where it follows none."""
    unit = set(row.group.unit.lower().split())
    after = [(one, clause[one.end :].split(" ", 2)) for one in asked]
    fitting = [one for one, words in after if unit & {word.strip(".,") for word in words[:2]}]
    return list(reversed(fitting or asked))


_CENTRE = re.compile(r"\b(?:median|mean|average)\b")


def _valued(amount: Amount, row: Reading) -> bool:
    """Whether an amount is the row's value; a fall may be told without its sign."""
    return admits(amount, row.amount, row) or (row.amount < 0 and admits(amount, -row.amount, row))


def _reaches(amount: Amount, row: Reading) -> bool:
    """Whether someone of the group may have the amount: it lies within what is printed."""
    ends = printed_ends(row)
    if max(ends) <= 0:
        ends = [-one for one in ends]
    if amount.bound is Bound.EXACT:
        slack = amount.step
        return min(ends) - slack <= amount.value <= max(ends) + slack
    return any(admits(amount, end, row) for end in ends)


_SOME_PEOPLE = re.compile(r" (?:of the )?(?:patients|participants|subjects|women)\b")


def _too_many(clause: str, rows: Sequence[Reading]) -> str:
    """More participants than the groups have, or ""."""
    whole = sum({(row.trial, row.number): row.group.analysed for row in rows}.values())
    for one in amounts(clause):
        people = one.kind is Kind.COUNT and _SOME_PEOPLE.match(clause, one.end)
        upward = one.bound in (Bound.EXACT, Bound.FROM, Bound.OVER)
        if whole and people and upward and one.value > whole:
            return f"{clause[one.start : one.end].strip()} of {whole} participants"
    return ""


def _people(
    clause: str, scope: Scope, asked: Sequence[Amount], rows: Sequence[Reading]
) -> Answer | None:
    """A count or a share of participants."""
    amount = next(
        (
            one
            for one in asked
            if one.kind is not Kind.TIMES and not UNIT_AFTER.match(clause, one.end)
        ),
        None,
    )
    if amount is None:
        return None
    places = list(dict.fromkeys((row.trial, row.number) for row in rows))
    units = [[row for row in rows if (row.trial, row.number) == place] for place in places]
    if scope.how is How.TOGETHER and len(units) > 1:
        units = [list(rows)]
    fits = [_people_fit(amount, unit) for unit in units]
    if any(one is None for one in fits):
        return None
    denied = bool(_NEGATED.search(clause[: amount.start]))
    if _turned(clause, amount, rows):
        fits = [_people_fit(amount, unit, turned=True) for unit in units]
    held = [bool(one) != denied for one in fits]
    taken = (
        not any(held) if scope.how is How.NONE else any(held) if scope.how is How.ANY else all(held)
    )
    return answer(taken, told_of(rows), lines_of(rows))


_LEFT_OUT = re.compile(r"\b(?:did|do|does|were|was|had|have|has) not\b|\bhad no\b|\bwithout\b")


def _turned(clause: str, amount: Amount, rows: Sequence[Reading]) -> bool:
    """Whether a statement counts those whom the record's row leaves out."""
    row = rows[0]
    printed = f"{row.value.label} {row.group.unit} {row.title}".lower()
    return bool(_LEFT_OUT.search(clause, amount.end)) and not re.search(
        r"\b(?:no|not|without|non)\b|free", printed
    )


def _people_fit(amount: Amount, rows: Sequence[Reading], *, turned: bool = False) -> bool | None:
    groups = {(row.trial, row.number): row.group.analysed for row in rows}
    whole = sum(groups.values())
    if turned and rows[0].sort is Sort.SHARE and amount.kind is Kind.SHARE:
        return any(amount.admits(1 - row.amount) for row in rows)
    if turned and rows[0].sort is Sort.COUNT and whole:
        rest = whole - sum((row.amount for row in rows), Fraction(0))
        return amount.admits(rest / whole if amount.kind is Kind.SHARE else rest)
    if rows[0].sort is Sort.SHARE:
        if amount.kind is Kind.SHARE:
            if len(groups) == 1 or not whole:
                return any(amount.admits(row.amount) for row in rows) or amount.admits(
                    sum((row.amount for row in rows), Fraction(0))
                )
            mean = (
                sum((row.amount * groups[row.trial, row.number] for row in rows), Fraction(0))
                / whole
            )
            return amount.admits(mean) or all(amount.admits(row.amount) for row in rows)
        counts = [row.amount * groups[row.trial, row.number] for row in rows]
        if not whole:
            return None
        near = sum(counts, Fraction(0))
        return amount.admits(Fraction(round(near)))
    total = sum((row.amount for row in rows), Fraction(0))
    if amount.kind is Kind.SHARE:
        return bool(whole) and amount.admits(total / whole)
    return amount.admits(total)
