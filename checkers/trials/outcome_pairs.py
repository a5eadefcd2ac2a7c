"""Statements that compare results: two groups, two rows, or a difference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from checkers.trials.amounts import Amount, Bound, Kind, amounts
from checkers.trials.answer import Answer, answer
from checkers.trials.clauses import Clause
from checkers.trials.readings import (
    UNIT_AFTER,
    Reading,
    Sort,
    labelled,
    lines_of,
    number,
    rows_of_groups,
    scaled_to,
    titled,
    told_of,
)
from checkers.trials.scope import Scope, scope_of

_NEARLY_NONE = re.compile(
    r"\b(?:no|without|zero|0%) (?:recorded |significant )?(?:difference|discrepancy|"
    r"disparity|variation|deviation)|\bidentical\b|\bthe same results?\b"
)
_SLIGHT = re.compile(
    r"\b(?:minimal|slight|small|minor|insignificant|negligible|"
    r"little)\b[^.;]*\b(?:difference|discrepancy|disparity|variation|deviation|gap)"
)
_LARGE = re.compile(
    r"\b(?:significant|big|large|huge|vast|considerable|substantial|"
    r"marked)\b[^.;]*\b(?:difference|discrepancy|disparity|variation|gap)"
)
_DIFFERENCE = re.compile(
    r"\b(?:difference|discrepancy|disparity|variation|gap|differ|differs|differed)\b"
)


def differs(part: Clause, rows: Sequence[Reading]) -> Answer | None:
    """As in "There is a 13% difference between the two cohorts"."""
    clause, scope = part.text, part.scope
    if not _DIFFERENCE.search(clause):
        return None
    ends = re.search(r"\bm(?:in|ax)imum\b[^.;]*\bm(?:in|ax)imum\b|shortest[^.;]*longest", clause)
    asked = [one for one in amounts(clause) if not (one.worded and one.kind is Kind.COUNT)]
    if ends:
        return _range(clause, scope, rows, asked)
    kept = labelled(clause, rows_of_groups(clause, scope, rows))
    kept = kept if len(kept) > 1 else labelled(clause, rows)
    groups = {(row.trial, row.number) for row in kept}
    if len(groups) != 2 or len(kept) % 2:
        return None
    half = len(kept) // 2
    pairs = list(zip(kept[:half], kept[half:], strict=True))
    gaps = [abs(one.amount - other.amount) for one, other in pairs]
    told = "; ".join(
        f"{told_of(pair)}: {number(gap, pair[0])} apart"
        for pair, gap in zip(pairs, gaps, strict=True)
    )
    if _NEARLY_NONE.search(clause):
        return answer(not any(gaps), told, lines_of(kept))
    largest = [max(abs(one.amount), abs(other.amount)) for one, other in pairs]
    if not asked and _SLIGHT.search(clause):
        return answer(
            all(gap <= whole / 10 for gap, whole in zip(gaps, largest, strict=True)),
            told,
            lines_of(kept),
        )
    if not asked and _LARGE.search(clause):
        return answer(
            any(gap > whole / 5 for gap, whole in zip(gaps, largest, strict=True)),
            told,
            lines_of(kept),
        )
    for amount in _nearest(asked, clause):
        scaled = scaled_to(clause, amount, kept[0])
        if scaled is None:
            return None
        fits = any(_gap_fits(scaled, gap, pair) for gap, pair in zip(gaps, pairs, strict=True))
        return answer(fits, told, lines_of(kept))
    return None


def _nearest(asked: Sequence[Amount], clause: str) -> Sequence[Amount]:
    """The amount of a difference: the one right before the word, else the last."""
    word = _DIFFERENCE.search(clause)
    before = [one for one in asked if word and 0 <= word.start() - one.end < 25]
    return (before or asked)[-1:]


def _gap_fits(amount: Amount, gap: Fraction, pair: tuple[Reading, Reading]) -> bool:
    row = pair[0]
    if amount.kind is Kind.SHARE and row.sort is Sort.COUNT:
        shares = [Fraction(one.amount, one.group.analysed) for one in pair if one.group.analysed]
        return len(shares) == 2 and amount.admits(abs(shares[0] - shares[1]))
    if amount.kind is Kind.SHARE and row.sort is Sort.MEASURE:
        if "%" in row.group.unit or "percent" in row.group.unit.lower():
            return amount.admits(gap / 100)
        return any(one.amount and amount.admits(gap / abs(one.amount)) for one in pair)
    if amount.kind is Kind.COUNT and row.sort is Sort.SHARE:
        return amount.admits(gap * 100)
    return amount.admits(gap)


def _range(
    clause: str, scope: Scope, rows: Sequence[Reading], asked: Sequence[Amount]
) -> Answer | None:
    kept = labelled(clause, rows_of_groups(clause, scope, rows))
    wide = [row for row in kept if len(row.value.spread) == 2]
    if not wide or not asked:
        return None
    ends = [Fraction(one) * row.factor for row in wide for one in row.value.spread]
    scaled = scaled_to(clause, asked[0], wide[0])
    gap = max(ends) - min(ends)
    if scaled is None:
        return None
    return answer(
        scaled.admits(gap),
        f"{told_of(wide)}: {number(gap, wide[0])} from end to end",
        lines_of(wide),
    )


_COMPARATIVE = re.compile(
    r"\b(?P<way>higher|lower|longer|shorter|better|worse|more|less|fewer|greater|larger|"
    r"smaller|outperform(?:ed|s)|increas(?:es|ed?)|reduc(?:es|ed?)|decreas(?:es|ed?))\b"
)
_UP = ("higher", "longer", "better", "more", "greater", "larger", "outperform", "increas")
_THAN = re.compile(r"\b(?:than|compared (?:to|with)|relative to|over the|versus|vs\.?)\b")


def compared(part: Clause, rows: Sequence[Reading]) -> Answer | None:
    """As in "Cohort 1 lived 44 days longer than cohort 2", "twice as many as in cohort 1"."""
    clause, scope = part.text, part.scope
    times = next((one for one in amounts(clause) if one.kind is Kind.TIMES), None)
    joint = _joint(clause, times)
    if joint is None:
        return None
    middle, after, way = joint
    if not times and (bound := _against(clause[after:], way, scope, rows, clause[:middle])):
        return bound
    begun = clause[:middle]
    if begun.startswith(",") and not titled(begun, rows):
        begun = f"{part.carried} {begun}"
    ours = _side(begun, scope, rows)
    theirs = _side(clause[after:], scope, rows, beside=ours)
    kept, others = labelled(clause, ours), labelled(clause, theirs)
    if not kept or not others:
        return None
    pairs = [
        (one, other) for one in kept for other in others if _comparable(one, other, kept, others)
    ]
    if not pairs:
        return None
    if {row.number for row in ours} == {row.number for row in theirs}:
        return _rows_compared(clause[:middle], clause[after:], way, ours)
    if any((one.trial, one.number) == (other.trial, other.number) for one, other in pairs):
        return None
    told = "; ".join(f"{one.told} and {other.told}" for one, other in pairs)
    amount = times or _margin(clause, way)
    held = all(_exceeds(clause, way, amount, one, other) for one, other in pairs)
    return answer(held, told, lines_of([*kept, *others]))


def _comparable(
    one: Reading, other: Reading, ours: Sequence[Reading], theirs: Sequence[Reading]
) -> bool:
    """Whether two rows of two groups are of the same outcome."""
    alone = len({row.value.label for row in ours}) == len({row.value.label for row in theirs}) == 1
    return one.sort is other.sort and (alone or one.value.label == other.value.label)


def _against(
    after: str, way: str, scope: Scope, rows: Sequence[Reading], before: str
) -> Answer | None:
    """As in "Much longer than the study's 38 months": a comparison with an amount and no group."""
    asked = amounts(after)
    own = scope_of(after)
    if not asked or own.groups or own.trials or titled(after, rows):
        return None
    kept = labelled(before, rows_of_groups(before, scope, rows))
    scaled = scaled_to(after, asked[0], kept[0]) if kept else None
    if scaled is None or not UNIT_AFTER.match(after, asked[0].end):
        return None
    bound = Bound.OVER if way.startswith(_UP) else Bound.UNDER
    moved = replace(scaled, bound=bound, step=Fraction(0))
    return answer(any(moved.admits(row.amount) for row in kept), told_of(kept), lines_of(kept))


def _rows_compared(before: str, after: str, way: str, rows: Sequence[Reading]) -> Answer | None:
    """As in "More had no response than a partial one": two rows of the same groups."""
    first, second = labelled(before, rows), labelled(after, rows)
    if set(map(id, first)) & set(map(id, second)):
        return None
    ours = sum((row.amount for row in first), Fraction(0))
    theirs = sum((row.amount for row in second), Fraction(0))
    held = ours > theirs if way.startswith(_UP) else ours < theirs
    return answer(held, f"{told_of(first)} and {told_of(second)}", lines_of([*first, *second]))


def _margin(clause: str, way: str) -> Amount | None:
    """By how much: "44 days longer", "10% higher", "reduced … by 8%"."""
    word = clause.find(way)
    for one in amounts(clause):
        beside = 0 <= word - one.end <= 12
        by = clause[: one.start].endswith(" by ") and one.start > word
        if (beside or by) and not (one.worded and one.value in (0, 1)):
            return one
    return None


def _joint(clause: str, times: Amount | None) -> tuple[int, int, str] | None:
    if times:
        many = re.compile(r"\bas (?:many|much|long|likely|high|often)\b").search(clause, times.end)
        joint = re.compile(r"\b(?:as|than)\b(?= )").search(
            clause, many.end() if many else times.end
        )
        return (joint.start(), joint.end(), "times") if joint else None
    for way in _COMPARATIVE.finditer(clause):
        joint = _THAN.search(clause, way.end())
        bound = joint and joint.start() - way.end() <= 1 and _AMOUNT_NEXT.match(clause, joint.end())
        if joint and not bound:
            return joint.start(), joint.end(), way["way"]
    return None


_AMOUNT_NEXT = re.compile(
    r" (?:a |an |the )?(?:[-−.]?\d|half|one |two |three |four |five |six |twice)"
)


def _side(
    text: str, scope: Scope, rows: Sequence[Reading], beside: Sequence[Reading] = ()
) -> list[Reading]:
    """The rows that one side of a comparison is about; the other groups where it names none."""
    own = scope_of(text)
    trials = own.trials or scope.trials
    if beside and not own.groups and not own.trials and not titled(text, rows):
        held = {(row.trial, row.number) for row in beside}
        return [row for row in rows if (row.trial, row.number) not in held]
    return rows_of_groups(text, Scope(trials, own.groups), rows)


def _exceeds(clause: str, way: str, amount: Amount | None, one: Reading, other: Reading) -> bool:
    first, second = one.amount, other.amount
    if (
        one.sort is Sort.COUNT
        and other.sort is Sort.COUNT
        and one.group.analysed
        and other.group.analysed
        and amount
        and amount.kind is Kind.SHARE
    ):
        first, second = first / one.group.analysed, second / other.group.analysed
    if way == "times":
        return bool(amount and second and amount.admits(first / second))
    sign = 1 if way.startswith(_UP) else -1
    if first < 0 and second < 0:
        first, second = -first, -second
    gap = sign * (first - second)
    if gap <= 0:
        return False
    scaled = scaled_to(clause, amount, one) if amount else None
    if scaled is None:
        return True
    if scaled.kind is Kind.SHARE and one.sort is Sort.MEASURE:
        return bool(second) and (scaled.admits(gap / abs(second)) or scaled.admits(gap / 100))
    return scaled.admits(gap)


_BEST = re.compile(r"\b(?P<way>highest|lowest|best|worst|greatest|longest|shortest)\b")


def ranked(part: Clause, rows: Sequence[Reading]) -> Answer | None:
    """As in "The share was highest in cohort 2": the group, or the row, with the largest value."""
    clause, scope = part.text, part.scope
    found = _BEST.search(clause)
    if not found or any(one.start > found.start() for one in amounts(clause)):
        return None
    places = {(row.trial, row.number) for row in rows}
    labels = {row.value.label for row in rows}
    after = clause[found.end() :]
    named = scope_of(after)
    pick = max if found["way"] in ("highest", "best", "greatest", "longest") else min
    best = pick(rows, key=lambda row: row.amount)
    if len(places) > 1 and len(labels) == 1:
        ours = rows_of_groups(after, Scope(scope.trials, named.groups), rows)
        if not ours or len(ours) == len(rows):
            return None
        return answer(any(row.amount == best.amount for row in ours), told_of(rows), lines_of(rows))
    ours = labelled(after.partition(" and ")[0], rows)
    if len(places) == 1 and len(ours) == 1:
        return answer(ours[0].amount == best.amount, told_of(rows), lines_of(rows))
    return None
