"""Statements about kinds of adverse events: how many there are, and which is the commonest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from checkers.trials.amounts import Amount, Kind, amounts
from checkers.trials.answer import Answer, Truth, answer
from checkers.trials.clauses import Clause
from checkers.trials.event_rows import (
    Cell,
    Unit,
    cell_of,
    keys_of,
    lines_of,
    mentions,
    named,
    names_event,
    rows_named,
    taken,
    units_of,
)
from checkers.trials.scope import trials_of
from sources.trialrecord import Line, TrialRecord

_MOST = re.compile(
    r"\b(?:the |one of the |(?P<some>two|three|four|five|\d) of the )?(?P<way>most|"
    r"least) (?:common|frequent|prevalent|often|regular|reported)|"
    r"(?P<freq>most frequently|most commonly)"
)


def ranked(part: Clause, record: TrialRecord) -> Answer | None:
    """ "Anaemia was the most common adverse event in both cohorts"."""
    clause, scope, carried = part.text, part.scope, part.carried
    asked = _MOST.search(clause)
    units = units_of(scope, record)
    if not asked or not units:
        return None
    what = named(clause, carried, units)
    if not what.keys:
        return (
            Answer(Truth.FAILS, f"no row is about {what.words}", known=False)
            if what.absent
            else None
        )
    some = re.search(r"(one|two|three|four|five|\d) of the most", clause)
    held: list[bool] = []
    told: list[str] = []
    lines: list[Line] = []
    for unit in units:
        ranks = sorted(
            ((cell_of(unit[1], {key})[0].affected, sorted(key)) for key in keys_of([unit])),
            reverse=True,
        )
        counts = [count for count, _ in ranks]
        mark = counts[min(len(counts), 4) - 1] if some and counts else max(counts, default=0)
        for key in what.keys:
            cell, rows = cell_of(unit[1], {key})
            held.append(cell.affected >= mark and cell.affected > 0)
            told.append(
                f"{unit[0]}: {cell.affected}, the most of any event {max(counts, default=0)}"
            )
            lines += lines_of(rows)
    return answer(all(held), "; ".join(dict.fromkeys(told)), tuple(dict.fromkeys(lines)))


_VARIETIES = re.compile(
    r"\b(?:different |distinct |individual )?(?:types?|kinds?|categories) of (?P<what>[^.;,]*)"
)


_NONE_HAD = re.compile(
    r"\b(?:not|no|none|zero)\b[^.;]*\b(?:affect|influence|impact|occur|occurr?ences?|patients?|any)"
)


def varieties(part: Clause, record: TrialRecord) -> Answer | None:
    """ "Three types of infections are recorded": how many rows name them."""
    clause, scope = part.text, part.scope
    found = _VARIETIES.search(clause)
    units = units_of(scope, record)
    lead = [one for one in amounts(clause) if found and one.end <= found.start() + 1]
    if not found or not units or not lead:
        return None
    keys = keys_of(units)
    asked = {key for one in mentions(found["what"]) for key in rows_named(one, keys)}
    asked = {
        key for key in asked if any(one.concepts & key for one in mentions(found["what"]))
    } or keys
    after = clause[found.start("what") :]
    idle = bool(_NONE_HAD.search(after) or _NONE_HAD.search(clause[: lead[-1].start]))
    counts = []
    for unit in units:
        cells = [cell_of(unit[1], {key})[0].affected for key in sorted(asked, key=sorted)]
        counts.append(
            sum((count == 0) if idle else (count > 0 or asked == keys) for count in cells)
        )
    told = "; ".join(f"{unit[0]}: {count} kinds" for unit, count in zip(units, counts, strict=True))
    verdicts = [lead[-1].admits(Fraction(count)) for count in counts]
    return answer(taken(scope.how, verdicts), told, ())


_PEAK = re.compile(r"\b(?:maximum|highest|largest) number of (?:occ\w+|cases|patients|times)\b")


def peak(part: Clause, record: TrialRecord) -> Answer | None:
    """ "The highest number of cases of one event was 3"."""
    clause, scope = part.text, part.scope
    found = _PEAK.search(clause)
    units = units_of(scope, record)
    asked = [one for one in amounts(clause) if found and one.start > found.end()]
    if not asked or not units:
        return None
    counts = [
        max((cell_of(groups, {key})[0].affected for key in keys_of([(name, groups)])), default=0)
        for name, groups in units
    ]
    told = "; ".join(f"{unit[0]}: {count}" for unit, count in zip(units, counts, strict=True))
    return answer(all(asked[0].admits(Fraction(one)) for one in counts), told, ())


_TYPES = re.compile(
    r"\b(?:adverse events?|aes|side effects|adverse event types?|"
    r"individual adverse events?|single type of adverse event)\b"
    r"[^.;]*?\b(?:occur(?:red|s)?|affect(?:s|ed|ing)?|impact(?:s|ed|ing)?|recorded|record|"
    r"happened|exceed(?:s|ed)?|has an impact|have an impact|influences?|experienced?)\b"
)


def types(part: Clause, record: TrialRecord) -> Answer | None:
    """ "No adverse event occurred in more than 5%": how many kinds of events an amount fits."""
    clause, scope = part.text, part.scope
    found = _TYPES.search(clause)
    units = units_of(scope, record)
    if units and (single := _any_kind(clause, units)):
        return single
    if not found or not units:
        return None
    asked = amounts(clause)
    each = [one for one in asked if one.start >= found.start()]
    lead = [one for one in asked if one.end <= found.start() + 30 and one not in each[-1:]]
    if not each or mentions_event(clause, units):
        return None
    mark = each[-1]
    of = re.search(r"of the (\d{1,3}) (?:different )?adverse event", clause)
    denied = bool(re.search(r"\bnot\b[^.;]*\bany\b", clause))
    held, told = list[bool](), list[str]()
    for unit in units:
        keys = keys_of([unit])
        cells = {key: cell_of(unit[1], {key})[0] for key in keys}
        fitting = [key for key, cell in cells.items() if _often(mark, cell)]
        told.append(f"{unit[0]}: {len(fitting)} of {len(keys)} kinds of events")
        ok = not fitting if denied else _kinds(lead, len(fitting), len(keys))
        held.append(ok and (of is None or int(of[1]) == len(keys)))
    how = scope.how
    return answer(taken(how, held), "; ".join(told), ())


_SINGLE = re.compile(
    r"\b(?:experienced?|suffer(?:ed)?(?: from)?|by|from) individual (?:adverse events|aes)\b"
)


def _any_kind(clause: str, units: Sequence[Unit]) -> Answer | None:
    """ "Over 300 patients had individual adverse events": whether one kind alone had so many."""
    asked = amounts(clause)
    if not asked or not _SINGLE.search(clause):
        return None
    cells = [
        (name, cell_of(groups, {key})[0])
        for name, groups in units
        for key in keys_of([(name, groups)])
    ]
    most = max((cell.affected for _, cell in cells), default=0)
    fits = any(_often(asked[0], cell) for _, cell in cells)
    return answer(fits, f"the most of any kind of event: {most}", ())


def _often(mark: Amount, cell: Cell) -> bool:
    if mark.kind is Kind.SHARE:
        return mark.admits(cell.share)
    return mark.admits(Fraction(cell.affected))


def _kinds(lead: Sequence[Amount], fitting: int, every: int) -> bool:
    if not lead:
        return fitting > 0
    first = lead[0]
    if first.kind is Kind.SHARE and not first.of:
        return every > 0 and first.admits(Fraction(fitting, every))
    if first.of:
        return first.of == every and first.value * first.of == fitting
    return first.admits(Fraction(fitting))


def mentions_event(clause: str, units: Sequence[Unit]) -> bool:
    """Whether a clause names an event of the record."""
    keys = keys_of(units)
    return any(
        rows_named(one, keys) and (names_event(one) or one.concepts in keys)
        for one in mentions(clause)
    )


_SAME = re.compile(
    r"\b(?:of the same|in common|shared|same)(?: types of| kinds of)? adverse events?|"
    r"adverse events? in common"
)


def shared(part: Clause, record: TrialRecord) -> Answer | None:
    """ "The trials record only 2 of the same adverse events"."""
    clause, scope = part.text, part.scope
    asked = amounts(clause)
    if not _SAME.search(clause) or not asked or len(scope.trials) < 2:
        return None
    sets = []
    for trial in trials_of(scope, record):
        units = [("", trial.events)]
        sets.append(set(keys_of(units)))
    if len(sets) != 2:
        return None
    common = [key for key in sets[0] if any(key <= one or one <= key for one in sets[1])]
    return answer(
        asked[0].admits(Fraction(len(common))), f"{len(common)} kinds of events stand in both", ()
    )
