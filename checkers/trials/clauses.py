"""A statement about trials in its parts, each with an amount."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from checkers.trials.amounts import amounts
from checkers.trials.scope import How, Scope, is_total, scope_of


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a statement.

    Attributes:
        text: its words, in lower case.
        start, end: offsets in the statement.
        scope: whom it is about, with what it takes from its neighbours.
        carried: the words of the part before it.
    """

    text: str
    start: int
    end: int
    scope: Scope
    carried: str = ""


_ASIDE = re.compile(r" (?:is|are|was) (?:an?|any|the)\b")
_CONCERNED = re.compile(
    r"\b(?:trials?|cohorts?|study|stud(?:y|ies)|interventions?|she|he|they|"
    r"patients? (?:with|who|in)|participants?)\b"
)
_STOP = re.compile(r"(?<=[^\W\d_.][\w)%])[.!?](?=\s)|[.!?](?=\s+[A-Z])")
_JOINT = re.compile(
    r";|,? (?:but|whereas|while|however|although|compared (?:to|with)|"
    r"in contrast(?: to)?)\b|,(?= (?!occur|for which|of which|\d+ ?mg)"
    r"(?:and |which |affecting |impacting |in |with )?[^,;]{0,60}"
    r"\b(?:patients?|participants?|subjects?|cohorts?|trials?|arms?|"
    r"groups?|cases|which|affecting|common|longest|shortest|highest|lowest)\b)|"
    r"(?<!cohort \d)(?<!cohorts \d)(?<!arm \d)(?<!arms \d)(?<!group \d)(?<!groups \d) and"
    r" (?=there |"
    r"\d|no |only |just |at |less |more |over |one |two |three |four |five |six |seven |"
    r"eight |nine |ten |a total |an? )"
)


def sentences(statement: str) -> list[tuple[int, int]]:
    """The sentences of a statement that speak of the trial; all where none does.

    One that only says what a term means is an aside.
    """
    ends = [found.end() for found in _STOP.finditer(statement)]
    cuts = [0, *ends, len(statement)]
    found = [
        (start, end) for start, end in itertools.pairwise(cuts) if statement[start:end].strip()
    ]
    low = lowered(statement)
    kept = [one for one in found if not _is_aside(low[one[0] : one[1]])]
    return kept or found


def _is_aside(sentence: str) -> bool:
    return bool(_ASIDE.search(sentence)) and not _CONCERNED.search(sentence)


def lowered(text: str) -> str:
    """A text in lower case, its length kept."""
    low = text.lower()
    return (
        low
        if len(low) == len(text)
        else "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    )


def clauses(statement: str) -> list[Clause]:
    """The parts of a statement, in its order.

    A stretch without an amount belongs to the one before it.  A part that names no trial
    or group is about those of the part before, else of the part after.
    """
    low = lowered(statement)
    found: list[Clause] = []
    for start, end in sentences(statement):
        parts = _parts(low, start, end)
        found += _scoped(low, parts)
    return found


def _parts(low: str, start: int, end: int) -> list[tuple[int, int]]:
    joints = [
        one for one in _JOINT.finditer(low, start, end) if not _weighs(low[start : one.end()])
    ]
    cuts = [start, *(one.start() for one in joints), end]
    parts: list[tuple[int, int]] = []
    for left, right in itertools.pairwise(cuts):
        if parts and not (_says(low[left:right]) and _says(low[slice(*parts[-1])])):
            parts[-1] = (parts[-1][0], right)
        else:
            parts.append((left, right))
    return parts


_WEIGHS = re.compile(
    r"\b(?:more|fewer|less|higher|lower|greater|better|worse|longer|"
    r"shorter)\b.*\bcompared (?:to|with)$"
)


def _weighs(text: str) -> bool:
    """Whether a stretch compares one group with the one that follows."""
    return bool(_WEIGHS.search(text[-200:]))


_RELATION = re.compile(r"\b(?:same|more|fewer|less|higher|lower|most|least|not (?:\w+ )?any)\b")


def _says(text: str) -> bool:
    return bool(amounts(text)) or bool(_RELATION.search(text))


def _scoped(low: str, parts: list[tuple[int, int]]) -> list[Clause]:
    scopes = [scope_of(low, start, end) for start, end in parts]
    found: list[Clause] = []
    for at, (start, end) in enumerate(parts):
        scope = scopes[at]
        others = [*reversed(scopes[:at]), *scopes[at + 1 :]]
        if not scope.trials:
            scope = replace(scope, trials=next((one.trials for one in others if one.trials), ()))
        if scope.start < 0:
            near = next((one for one in others if one.groups or one.start >= 0), scope)
            how = How.TOGETHER if is_total(low[start:end]) else near.how
            scope = replace(scope, groups=near.groups, how=how)
        carried = low[parts[at - 1][0] : parts[at - 1][1]] if at else ""
        found.append(Clause(low[start:end], start, end, scope, carried))
    return found
