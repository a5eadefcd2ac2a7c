"""Whom a statement is about: which trial of a record, which of its groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sources.trialrecord import Trial, TrialRecord


class How(StrEnum):
    """How a statement takes several groups together."""

    TOGETHER = "together"  #: all of them as one, or the single one that is named
    EACH = "each"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Scope:
    """The trials and groups that a stretch of a statement names.

    Attributes:
        trials: names of trials, empty where none is named.
        groups: numbers of groups from 1, empty where none is named.
        how: how they are taken together.
        start: where the first of them is named.
    """

    trials: tuple[str, ...] = ()
    groups: tuple[int, ...] = ()
    how: How = How.TOGETHER
    start: int = -1


_TRIAL = re.compile(
    r"(?:the )?\b(?P<name>(?:primary|secondary)(?=(?: clinical)? (?:trial|study))|nct\d{8})"
    r"(?:(?: clinical)? (?:trial|study))?(?:'s)?"
)
#: Stands for all trials of a record: "both trials".
EVERY = "every"
_BOTH_TRIALS = re.compile(
    r"\b(?:both|either|each|all|two|"
    r"neither) (?:of (?:the )?)?(?:the )?(?:clinical )?(?:trials|studies)\b"
)
_WORD = r"(?:cohorts?|arms?|groups?|interventions?|teams?)"
_ONE = r"(?:\d{1,2}|one|two|three|four|five|i{1,3}|iv|[a-e])"
_NUMBERED = re.compile(
    rf"\b{_WORD} ?#?(?P<first>{_ONE})\b(?:(?:,| and| or| &|"
    rf", and)? (?:{_WORD} )?(?P<second>{_ONE})\b(?!\w| ?%|\.\d))?"
    rf"(?: (?:and|or|&) (?:{_WORD} )?(?P<third>{_ONE})\b)?"
)
_ORDINAL = re.compile(rf"\b(?P<ordinal>first|initial|second|third|fourth) {_WORD}\b")
_TAKEN = re.compile(
    r"\b(?P<how>both|either|each|every|all|neither|none|no|one|any|"
    r"a particular)(?: single)?(?: of)?(?: the)?(?: two| three)?"
    r"(?: primary trial| secondary trial| study)?(?: patient| treatment| trial|"
    r" clinical)? (?:cohorts?|arms?|groups?|interventions?|teams?|treatments?)\b(?! \d)"
)
_HOW = {
    "both": How.EACH, "a particular": How.EACH, "either": How.EACH, "each": How.EACH,
    "every": How.EACH, "all": How.TOGETHER,
    "neither": How.NONE, "none": How.NONE, "no": How.NONE, "one": How.ANY, "any": How.ANY,
}  # fmt: skip
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "i": 1, "ii": 2, "iii": 3, "iv": 4,
    "a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "first": 1, "initial": 1, "second": 2, "third": 3,
    "fourth": 4,
}  # fmt: skip
_TOGETHER = re.compile(
    r"\b(?:in total|a total of|total|altogether|combined|together|across|over (?:both|all))\b"
)


def spans(text: str) -> list[tuple[int, int]]:
    """Where a statement names trials and groups."""
    found = [one.span() for one in _TRIAL.finditer(text)]
    for pattern in (_BOTH_TRIALS, _NUMBERED, _ORDINAL, _TAKEN):
        found += [one.span() for one in pattern.finditer(text)]
    return found


def is_total(text: str) -> bool:
    """Whether a stretch counts several groups as one: "in total", "across"."""
    return bool(_TOGETHER.search(text))


def scope_of(text: str, start: int = 0, end: int | None = None) -> Scope:
    """The trials and groups that a stretch of a statement names.

    Args:
        text: the statement, in lower case.
        start: where the stretch begins.
        end: where it ends, None for the end of the statement.
    """
    end = len(text) if end is None else end
    places: list[int] = []
    trials: list[str] = []
    for one in _TRIAL.finditer(text, start, end):
        trials.append(one["name"])
        places.append(one.start())
    both = _BOTH_TRIALS.search(text, start, end)
    if both:
        trials.append(EVERY)
        places.append(both.start())
    groups, how = list[int](), How.TOGETHER
    for pattern in (_NUMBERED, _ORDINAL):
        for one in pattern.finditer(text, start, end):
            groups += [_number(word) for word in one.groups() if word]
            places.append(one.start())
    taken = _TAKEN.search(text, start, end)
    if taken:
        how = _HOW[taken["how"]]
        places.append(taken.start())
        if how is How.EACH and is_total(text[start:end]):
            how = How.TOGETHER
    elif len(groups) > 1:
        how = How.EACH if re.search(r"\bboth\b", text[start:end]) else How.TOGETHER
    return Scope(
        tuple(dict.fromkeys(trials)), tuple(dict.fromkeys(groups)), how, min(places, default=-1)
    )


def _number(word: str) -> int:
    return _NUMBERS.get(word) or int(word)


def trials_of(scope: Scope, record: TrialRecord) -> Sequence[Trial]:
    """The trials that a scope names; all of the record where it names none."""
    if EVERY in scope.trials:
        return record.trials
    named = [trial for trial in record.trials if trial.name in scope.trials]
    if named:
        return named
    if len(record.trials) == 1 and scope.trials in ((), ("primary",)):
        return record.trials
    return () if scope.trials else record.trials
