"""The rows of a record's results, as they are computed with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from checkers.trials.amounts import Amount, Kind
from checkers.trials.scope import Scope, trials_of
from checkers.trials.vocabulary import is_said, stems
from sources.trialrecord import Line, Outcome, OutcomeGroup, Trial, TrialRecord, Value


class Sort(StrEnum):
    """What a row's value is."""

    COUNT = "count"  #: participants
    SHARE = "share"  #: percent of participants
    MEASURE = "measure"  #: anything with a unit of its own


@dataclass(frozen=True, slots=True)
class Reading:
    """A row of a group, as it is computed with.

    Attributes:
        group: the group, ``number`` of it and its trial's name.
        value: the row.
        sort: what the value is.
        factor: days in one unit where the value is a time, else 1.
    """

    group: OutcomeGroup
    number: int
    trial: str
    value: Value
    sort: Sort
    factor: Fraction
    title: str = ""

    @property
    def amount(self) -> Fraction:
        """The value: a count, a fraction of one, days, or in its own unit."""
        value = Fraction(self.value.value)
        return value / 100 if self.sort is Sort.SHARE else value * self.factor

    @property
    def ends(self) -> tuple[Fraction, ...]:
        """The value, and both ends where the record prints the whole range."""
        ends = [self.amount]
        if "range" in self.group.measure.lower() and len(self.value.spread) == 2:
            ends += [Fraction(one) * self.factor for one in self.value.spread]
        return tuple(ends)

    @property
    def told(self) -> str:
        """The row in words."""
        label = f"{self.value.label}: " if self.value.label else ""
        of = f" of {self.group.analysed}" if self.sort is Sort.COUNT and self.group.analysed else ""
        return f"{self.group.title}: {label}{self.value.value}{of} {self.group.unit}".rstrip()


DAYS = {
    "hour": Fraction(1, 24), "hr": Fraction(1, 24), "day": Fraction(1), "week": Fraction(7),
    "month": Fraction(487, 16), "year": Fraction(1461, 4),
}  # fmt: skip
_TIME = re.compile(r"\b(hour|hr|day|week|month|year)s?\b")
UNIT_AFTER = re.compile(r" ?-?(hour|hr|day|week|month|year)s?\b")
_PEOPLE = re.compile(
    r"(?i)\b(?:participants?|patients?|subjects?|women|people|persons?|dlts?|"
    r"dose limiting|toxicit|events?|responders|individuals)"
)
_PERCENT = re.compile(r"(?i)percent|%|proportion")
_COUNTED = re.compile(r"(?i)(?:total )?number of (?:participants|patients|subjects|women|people)")
_CHANGE = re.compile(r"(?i)change|decrease|increase|decline|density|difference|retention of")
#: Rows of results that are looked at.
MOST_ROWS = 300


def readings_of(clause: str, scope: Scope, record: TrialRecord) -> list[Reading]:
    """The rows of the outcome that a clause is about, in each trial of a scope."""
    rows = [
        _reading(trial.name, number, group, value, outcome)
        for trial in trials_of(scope, record)
        for outcome in _outcomes(clause, trial)
        for number, group in enumerate(outcome.groups, 1)
        for value in group.values
    ]
    return rows[:MOST_ROWS]


def _outcomes(clause: str, trial: Trial) -> Sequence[Outcome]:
    """The outcome of a trial whose title has the most of a clause's words, the first of equals."""
    if len(trial.outcomes) < 2:
        return trial.outcomes
    said = stems(clause)
    return [max(trial.outcomes, key=lambda one: len(said & stems(one.title)))]


def _reading(
    trial: str, number: int, group: OutcomeGroup, value: Value, outcome: Outcome
) -> Reading:
    unit = group.unit
    sort, factor = Sort.MEASURE, Fraction(1)
    time = _TIME.search(unit.lower())
    if _PERCENT.search(unit) and not _CHANGE.search(unit):
        sort = Sort.SHARE
    elif time:
        factor = DAYS[time[1]]
    elif (
        _PEOPLE.search(f"{unit} {value.label}")
        or _COUNTED.match(f"{outcome.title}")
        or unit.lower() == "number of"
    ):
        sort = Sort.COUNT
    return Reading(group, number, trial, value, sort, factor, outcome.title)


def titled(text: str, rows: Sequence[Reading]) -> list[tuple[str, int]]:
    """The groups whose title a stretch names, as trial and number; [] where it names none.

    A word that stands in every title tells none of them.
    """
    for field in ("title", "description"):
        found = _called(
            text, {(row.trial, row.number): stems(getattr(row.group, field)) for row in rows}
        )
        if found:
            return found
    return []


def _called(text: str, titles: Mapping[tuple[str, int], frozenset[str]]) -> list[tuple[str, int]]:
    if len(titles) < 2:
        return []
    said = stems(text)
    scores = {}
    for place, title in titles.items():
        hits = len(title & said)
        share = hits / min(len(title), 5) if title else 0.0
        scores[place] = (min(share, 1.0), hits)
    best = max(scores.values())
    named = [place for place, score in scores.items() if score == best]
    return named if best[0] >= 0.5 and len(named) < len(titles) else []


def rows_of_groups(text: str, scope: Scope, rows: Sequence[Reading]) -> list[Reading]:
    """The rows of the groups that a stretch is about, by number or by title."""
    trials = set(scope.trials)
    kept = [row for row in rows if not trials or not row.trial or row.trial in trials]
    if scope.groups:
        numbered = [row for row in kept if row.number in scope.groups]
        lettered = _by_letter(scope, kept)
        return lettered or numbered
    called = titled(text, kept)
    return [row for row in kept if (row.trial, row.number) in called] if called else kept


def _by_letter(scope: Scope, rows: Sequence[Reading]) -> list[Reading]:
    """Rows of groups whose titles number themselves ("Arm 2" may stand first)."""
    mark = re.compile(r"(?i)\b(?:arm|group|cohort) ?(\d)\b")
    numbers = {row.group.title: mark.search(row.group.title) for row in rows}
    if not all(numbers.values()):
        return []
    return [
        row for row in rows if (one := numbers[row.group.title]) and int(one[1]) in scope.groups
    ]


def labelled(text: str, rows: Sequence[Reading]) -> list[Reading]:
    """Of several rows of a group those whose label the statement names, all where none is.

    A word of one label tells more than one that several have.
    """
    labels = {row.value.label: stems(row.value.label) | _signs(row.value.label) for row in rows}
    if len(labels) < 2:
        return list(rows)
    said = stems(text) | _signs(text)
    scores = {label: _likeness(own, said, list(labels.values())) for label, own in labels.items()}
    best = max(scores.values())
    if best < (0.4, 0.0):
        return list(rows)
    return [row for row in rows if scores[row.value.label] == best]


_SIGN = re.compile(
    r"(?i)(?P<over>>=?|≥|greater than|more than|over|at least) ?(?=\d)|(?:<=?|≤|less than|"
    r"under|at most) ?(?=\d)"
)


def _signs(text: str) -> frozenset[str]:
    """Which way a label bounds a number: "> 2 years" and "greater than 2 years" alike."""
    return frozenset("over" if one["over"] else "under" for one in _SIGN.finditer(text))


def _likeness(
    own: frozenset[str], said: frozenset[str], labels: Sequence[frozenset[str]]
) -> tuple[float, float]:
    weights = {word: 1 / sum(word in one for one in labels) for word in own}
    whole = sum(weights.values())
    hit = sum(weight for word, weight in weights.items() if is_said(word, said))
    return (round(hit / whole, 2), hit) if whole else (0.0, 0.0)


def told_of(rows: Iterable[Reading]) -> str:
    """The rows in words, for the arithmetic that is told."""
    return "; ".join(row.told for row in rows)


def lines_of(rows: Iterable[Reading]) -> tuple[Line, ...]:
    """The lines of some rows, each once."""
    return tuple(dict.fromkeys(row.value.line for row in rows))


def scaled_to(clause: str, amount: Amount, row: Reading) -> Amount | None:
    """The amount in what the row's value is read in; None where it cannot be."""
    after = UNIT_AFTER.match(clause, amount.end)
    timed = row.factor != 1 or _TIME.search(row.group.unit.lower()) is not None
    if after:
        if not timed:
            return None
        days = DAYS[after[1]]
        converted = days != row.factor
        slack = abs(amount.value) * days / 100 if converted else Fraction(0)
        exact = amount.step * days if not converted else max(amount.step * days, slack)
        return replace(amount, value=amount.value * days, step=exact)
    if timed and amount.kind is Kind.COUNT:
        return None
    return amount


def number(value: Fraction, row: Reading) -> str:
    """A value as the row's unit prints it."""
    shown = value * 100 if row.sort is Sort.SHARE else value / row.factor
    return f"{float(shown):g}"


def admits(amount: Amount, value: Fraction, row: Reading) -> bool:
    """Whether a value of a row is what an amount says, percent and shares alike."""
    if amount.kind is Kind.SHARE and row.sort is Sort.MEASURE:
        return amount.admits(value / 100)
    if amount.kind is Kind.COUNT and row.sort is Sort.SHARE:
        return amount.admits(value * 100)
    return amount.admits(value)


def printed_ends(row: Reading) -> list[Fraction]:
    """A row's value, and the ends of the interval or range after it."""
    if len(row.value.spread) != 2:
        return [row.amount]
    return [row.amount, *(Fraction(one) * row.factor for one in row.value.spread)]
