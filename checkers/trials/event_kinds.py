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
    tally,
    units_of,
)
from checkers.trials.scope import trials_of
from sources.trialrecord import Event, Line, TrialRecord

#: Tables with more kinds of events than this are not held against each other.
MOST_KINDS = 1000
#: "Two of the most common" are among the first so many.
AMONG = 4
_MOST = re.compile(
    r"\b(?:the |one of the |(?P<some>two|three|four|five|\d) of the )?(?P<way>most|"
    r"least) (?:common|frequent|prevalent|often|regular|reported)|"
    r"(?P<freq>most frequently|most commonly)"
)


def ranked(part: Clause, record: TrialRecord) -> Answer | None:
    """As in "Anaemia was the most common adverse event in both cohorts"."""
    clause, scope, carried = part.text, part.scope, part.carried
    asked = _MOST.search(clause)
    units = units_of(scope, record)
    if not asked or not units:
        return None
    what = named(clause, carried, units)
    if not what.keys:
        told_none = f"no row of the record is about {what.words}"
        return Answer(Truth.FAILS, told_none, known=False) if what.absent else None
    some = re.search(r"(one|two|three|four|five|\d) of the most", clause)
    held: list[bool] = []
    told: list[str] = []
    lines: list[Line] = []
    for unit in units:
        counts = sorted((cell.affected for cell in tally(unit[1]).values()), reverse=True) or [0]
        mark = counts[min(len(counts), AMONG) - 1] if some else counts[0]
        for key in sorted(what.keys, key=sorted):
            cell, rows = cell_of(unit[1], {key})
            if asked["way"] == "least":
                held.append(cell.affected == counts[-1])
            else:
                held.append(cell.affected >= mark and cell.affected > 0)
            told.append(f"{unit[0]}: {cell.affected}, the most of any event {counts[0]}")
            lines += lines_of(rows)
    return answer(all(held), "; ".join(dict.fromkeys(told)), tuple(dict.fromkeys(lines)))


_VARIETIES = re.compile(
    r"\b(?:(?:different |distinct |individual )?(?:types?|kinds?|categories) of"
    r"|(?:different|distinct)) (?P<what>[^.;,]*)"
)
_NONE_HAD = re.compile(
    r"\b(?:not|no|none|zero)\b[^.;]*\b(?:affect|influence|impact|occur|occurr?ences?|patients?|any)"
)


def varieties(part: Clause, record: TrialRecord) -> Answer | None:
    """As in "Three types of infections are recorded": how many rows name them."""
    clause, scope = part.text, part.scope
    found = _VARIETIES.search(clause)
    units = units_of(scope, record)
    lead = [one for one in amounts(clause) if found and one.end <= found.start() + 1]
    if not found or not units or not lead:
        return None
    keys = keys_of(units)
    said = mentions(found["what"])
    asked = {key for one in said for key in rows_named(one, keys) if one.concepts & key} or keys
    after = clause[found.start("what") :]
    nothing = [one for one in amounts(after) if one.value == 0 and one.kind is Kind.COUNT]
    idle = bool(nothing) or bool(
        _NONE_HAD.search(after) or _NONE_HAD.search(clause[: lead[-1].start])
    )
    counts = []
    for unit in units:
        cells = [cell.affected for key, cell in tally(unit[1]).items() if key in asked]
        listed = asked == keys
        counts.append(sum(count == 0 if idle else count > 0 or listed for count in cells))
    told = "; ".join(f"{unit[0]}: {count} kinds" for unit, count in zip(units, counts, strict=True))
    verdicts = [lead[-1].admits(Fraction(count)) for count in counts]
    lines = lines_of(row for unit in units for row in cell_of(unit[1], asked)[1])
    return answer(taken(scope.how, verdicts), told, lines)


_PEAK = re.compile(r"\b(?:maximum|highest|largest) number of (?:occ\w+|cases|patients|times)\b")


def peak(part: Clause, record: TrialRecord) -> Answer | None:
    """As in "The highest number of cases of one event was 3"."""
    clause, scope = part.text, part.scope
    found = _PEAK.search(clause)
    units = units_of(scope, record)
    asked = [one for one in amounts(clause) if found and one.start > found.end()]
    if not asked or not units:
        return None
    rows = [_largest(unit) for unit in units]
    counts = [sum(row.affected for row in some) for some in rows]
    told = "; ".join(f"{unit[0]}: {count}" for unit, count in zip(units, counts, strict=True))
    fits = all(asked[0].admits(Fraction(one)) for one in counts)
    return answer(fits, told, lines_of(row for some in rows for row in some))


_TYPES = re.compile(
    r"\b(?:adverse events?|aes|side effects|adverse event types?|"
    r"individual adverse events?|single type of adverse event)\b"
    r"[^.;]*?\b(?:occur(?:red|s)?|affect(?:s|ed|ing)?|impact(?:s|ed|ing)?|recorded|record|"
    r"happened|exceed(?:s|ed)?|has an impact|have an impact|influences?|experienced?)\b"
)


def types(part: Clause, record: TrialRecord) -> Answer | None:
    """As in "No adverse event occurred in more than 5%": how many kinds an amount fits."""
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
    held, told, lines = list[bool](), list[str](), list[Line]()
    for unit in units:
        cells = tally(unit[1])
        fitting = {key for key, cell in cells.items() if _often(mark, cell)}
        told.append(f"{unit[0]}: {len(fitting)} of {len(cells)} kinds of events")
        ok = not fitting if denied else _kinds(lead, len(fitting), len(cells))
        held.append(ok and (of is None or int(of[1]) == len(cells)))
        lines += lines_of(cell_of(unit[1], fitting or set(cells))[1])
    return answer(taken(scope.how, held), "; ".join(told), tuple(dict.fromkeys(lines)))


_SINGLE = re.compile(
    r"\b(?:experienced?|suffer(?:ed)?(?: from)?|by|from) individual (?:adverse events|aes)\b"
)


def _any_kind(clause: str, units: Sequence[Unit]) -> Answer | None:
    """As in "Over 300 patients had individual adverse events": one kind alone."""
    asked = amounts(clause)
    if not asked or not _SINGLE.search(clause):
        return None
    cells = [cell for _, groups in units for cell in tally(groups).values()]
    most = max((cell.affected for cell in cells), default=0)
    fits = any(_often(asked[0], cell) for cell in cells)
    rows = [row for unit in units for row in _largest(unit)]
    return answer(fits, f"the most of any kind of event: {most}", lines_of(rows))


def _largest(unit: Unit) -> tuple[Event, ...]:
    """The rows of the event that befell the most."""
    cells = tally(unit[1])
    most = max(cells, key=lambda key: (cells[key].affected, sorted(key)), default=None)
    return cell_of(unit[1], {most})[1] if most is not None else ()


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
    """As in "The trials record only 2 of the same adverse events"."""
    clause, scope = part.text, part.scope
    asked = amounts(clause)
    if not _SAME.search(clause) or not asked or len(trials_of(scope, record)) < 2:
        return None
    units: list[Unit] = [(trial.name, trial.events) for trial in trials_of(scope, record)]
    sets = [keys_of([unit]) for unit in units]
    if len(sets) != 2 or max(map(len, sets)) > MOST_KINDS:
        return None
    common = {key for key in sets[0] if any(key <= one or one <= key for one in sets[1])}
    told = f"{len(common)} kinds of events stand in both"
    lines = lines_of(cell_of(units[0][1], common or sets[0])[1])
    return answer(asked[0].admits(Fraction(len(common))), told, lines)
