"""The rows of a record's adverse events: which a statement names, and whom they befell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache

from checkers.trials.amounts import amounts, without
from checkers.trials.scope import How, Scope, spans, trials_of
from checkers.trials.vocabulary import is_event, name_of
from sources.trialrecord import Event, EventGroup, Line, TrialRecord


@dataclass(frozen=True, slots=True)
class Mention:
    """An event that a statement names: its concepts, and where."""

    concepts: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of the groups that are asked about an event befell."""

    affected: int
    at_risk: int

    @property
    def share(self) -> Fraction:
        """The share of those at risk, 0 where the record does not say how many they are."""
        return Fraction(self.affected, self.at_risk) if self.at_risk else Fraction(0)


#: Words of a record among which a misspelling is looked for, and things that a clause names.
LOOKED_AT = 1000
MOST_NAMED = 12
Key = frozenset[str]


#: Groups that count as one: the groups, and what they are called.
Unit = tuple[str, Sequence[EventGroup]]


def units_of(scope: Scope, record: TrialRecord) -> list[Unit]:
    """The groups that a scope asks, as one or one by one."""
    found: list[Unit] = []
    trials = trials_of(scope, record)
    for trial in trials:
        named = f" of the {trial.name} trial" if trial.name else ""
        numbers = scope.groups or range(1, len(trial.events) + 1)
        groups = [(one, trial.events[one - 1]) for one in numbers if 0 < one <= len(trial.events)]
        apart = scope.how is not How.TOGETHER
        if apart:
            found += [(f"group {one}{named}", [group]) for one, group in groups]
        elif groups:
            one = scope.groups and len(groups) == 1
            label = f"group {groups[0][0]}{named}" if one else f"all groups{named}"
            found.append((label, [group for _, group in groups]))
    return found


def cell_of(groups: Iterable[EventGroup], keys: set[Key]) -> tuple[Cell, tuple[Event, ...]]:
    """Those whom the events of some keys befell, over groups."""
    affected = at_risk = 0
    rows: list[Event] = []
    for group in groups:
        hits = [one for one in group.events if key_of(one.name) in keys]
        affected += sum(one.affected for one in hits)
        at_risk += risked(group)
        rows += hits
    return Cell(affected, at_risk), tuple(rows)


def tally(groups: Iterable[EventGroup]) -> dict[Key, Cell]:
    """Those whom each kind of event befell, over groups."""
    groups = list(groups)
    at_risk = sum(map(risked, groups))
    affected: dict[Key, int] = {}
    for group in groups:
        for one in group.events:
            key = key_of(one.name)
            affected[key] = affected.get(key, 0) + one.affected
    return {key: Cell(count, at_risk) for key, count in affected.items()}


def risked(group: EventGroup) -> int:
    """The participants of a group, 0 where the record does not say."""
    rows = [*([group.total] if group.total else []), *group.events]
    return max((one.at_risk for one in rows), default=0)


def total_of(groups: Iterable[EventGroup]) -> tuple[Cell, tuple[Event, ...]]:
    """Those whom any event befell, over groups."""
    rows = tuple(group.total for group in groups if group.total)
    at_risk = sum(risked(group) for group in groups)
    return Cell(sum(one.affected for one in rows), at_risk), rows


@lru_cache(maxsize=8192)
def key_of(name: str) -> Key:
    """The concepts of an event's name."""
    return frozenset(concept for concept, _, _ in name_of(name))


def keys_of(units: Iterable[Unit]) -> set[Key]:
    """The concepts of each kind of event that some groups have a row of."""
    return {key_of(one.name) for _, groups in units for group in groups for one in group.events}


def mentions(clause: str) -> list[Mention]:
    """The things that a clause may name as events: runs of words that say something."""
    blanked = without(clause, [*spans(clause), *((one.start, one.end) for one in amounts(clause))])
    found: list[Mention] = []
    for concept, start, end in name_of(blanked):
        between = blanked[found[-1].end : start] if found else ","
        if found and re.fullmatch(r"[ \-']*(?:of |the |in |to |a |an |their )*", between):
            last = found.pop()
            found.append(Mention(last.concepts | {concept}, last.start, end))
        else:
            found.append(Mention(frozenset({concept}), start, end))
    return found


def rows_named(mention: Mention, keys: set[Key]) -> set[Key]:
    """The rows whose event a mention names; the closest reading that any row fits."""
    wanted = mention.concepts
    if wanted in keys:
        return {wanted}
    wider = {key for key in keys if wanted <= key}
    if wider:
        return wider
    heads = {concept for concept in wanted if is_event(concept)}
    headed = {key for key in keys if heads and heads <= key}
    if headed:
        return headed
    inside = [key for key in keys if key and key < wanted and (not heads or key & heads)]
    if inside:
        return {max(inside, key=lambda key: (len(key), sorted(key)))}
    return _misspelt(wanted, keys) if not heads else set()


def _misspelt(wanted: Key, keys: set[Key]) -> set[Key]:
    """Rows with a word that is nearly one of the wanted, which are long enough to tell."""
    words = sorted({word for key in keys for word in key})[:LOOKED_AT]
    near = {
        close
        for concept in wanted
        if len(concept) >= 5
        for close in get_close_matches(concept, words, 1, 0.8)
    }
    return {key for key in keys if near & key}


@dataclass(frozen=True, slots=True)
class Named:
    """The events that a clause names."""

    keys: frozenset[Key]
    words: str
    absent: bool  #: it names a thing that no row is about


ANY_EVENT = re.compile(
    r"\b(?:adverse event|adverse effect|adverse reaction|side effect|aes?\b|toxicit)"
)


def named(clause: str, carried: str, units: Sequence[Unit]) -> Named:
    """The events that a clause, or else the one before it, names."""
    keys = keys_of(units)
    for text in (clause, carried):
        found = mentions(text)[:MOST_NAMED]
        hits = [(one, rows_named(one, keys)) for one in found]
        rows = {key for _, some in hits for key in some}
        if rows:
            words = ", ".join(text[one.start : one.end] for one, some in hits if some)
            lacking = any(not some and names_event(one) for one, some in hits)
            return Named(frozenset(rows), words, lacking)
        if found and not ANY_EVENT.search(text):
            return Named(frozenset(), text[found[0].start : found[0].end], True)
        if found or ANY_EVENT.search(text):
            lacking = any(map(names_event, found))
            return Named(frozenset(), "any adverse event", lacking)
    return Named(frozenset(), "any adverse event", False)


def names_event(mention: Mention) -> bool:
    """Whether a mention is of an adverse event, as far as the table knows them."""
    return any(map(is_event, mention.concepts))


def counted(unit: Unit, what: Named) -> tuple[Cell, tuple[Event, ...]]:
    """Those whom the events that a clause names befell; any event where it names none."""
    return cell_of(unit[1], set(what.keys)) if what.keys else total_of(unit[1])


def lines_of(rows: Iterable[Event]) -> tuple[Line, ...]:
    """The lines of some rows, each once."""
    return tuple(dict.fromkeys(one.line for one in rows))


def taken(how: How, verdicts: Sequence[bool]) -> bool:
    """What is true of groups that are taken together in a way, from what is true of each."""
    if how is How.NONE:
        return not any(verdicts)
    return any(verdicts) if how is How.ANY else all(verdicts)


def shown(cell: Cell) -> str:
    """The group's size and the share of it, for the arithmetic that is told."""
    return f" of {cell.at_risk} ({float(cell.share * 100):.2f}%)" if cell.at_risk else ""
