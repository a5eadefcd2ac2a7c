"""What a statement names and a record does not."""

from __future__ import annotations

import re
from collections.abc import Set
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache

from checkers.trials.amounts import Kind, amounts
from checkers.trials.readings import DAYS, UNIT_AFTER
from checkers.trials.scope import Scope, trials_of
from checkers.trials.vocabulary import WORD, is_event, is_said, name_of, stems
from sources.trialrecord import Line, TrialRecord

#: Words of a record among which a misspelling is looked for.
LOOKED_AT = 1000
_WHEN = re.compile(r"\b(?:after|at|within|by)(?: the)?(?: first| week| month| year| day)? $")
_DEFINED = re.compile(
    r"^(?: minimum| in(?: the)?| of| or more| at least| fraction)* ?(?:decrease|increase|"
    r"reduction|decline|drop|shrinkage|growth|rise|gain|loss|fall)"
)
_DEFINED_BEFORE = re.compile(
    r"(?:decrease|increase|reduction|reduced|decline|decreased|shrinkage|diminution|rise|gain|loss|"
    r"fall)s?(?: of| by| that is| equal to| or)*(?: more than| equal to or more than)? ?$"
)
_STATED = re.compile(
    r"(?<!\d)(\d{1,12}(?:\.\d{1,8})?) ?(%|percent|-?(?:hour|hr|day|week|month|year)s?\b)"
    r"|\b(hour|day|week|month|year)s? (\d{1,12})"
)


def unfounded(clause: str, scope: Scope, record: TrialRecord) -> str:
    """A figure of a clause's time point or definition that its trials do not print, or ""."""
    lines = [line.text.lower() for trial in trials_of(scope, record) for line in trial.lines]
    shares, days = _figures(" ".join(lines))
    for amount in amounts(clause):
        unit = UNIT_AFTER.match(clause, amount.end)
        before = clause[: amount.start]
        if unit and _WHEN.search(before):
            wanted = amount.value * DAYS[unit[1]]
            if days and not any(abs(one - wanted) <= wanted / 20 for one in days):
                return clause[amount.start : unit.end()]
        defines = _DEFINED.match(clause[amount.end :]) or _DEFINED_BEFORE.search(before)
        share = amount.kind is Kind.SHARE and not amount.worded
        if defines and share and shares and amount.value not in shares:
            return clause[amount.start : amount.end]
    return ""


def _figures(text: str) -> tuple[frozenset[Fraction], frozenset[Fraction]]:
    """The percentages of a text, and its times in days."""
    shares, days = set[Fraction](), set[Fraction]()
    for found in _STATED.finditer(text):
        number = Fraction(found[1] or found[4])
        unit = (found[2] or found[3]).strip("-").rstrip("s")
        if unit in ("%", "percent"):
            shares.add(number / 100)
        else:
            days.add(number * DAYS[unit])
    return frozenset(shares), frozenset(days)


@lru_cache(maxsize=32)
def _events_of(lines: tuple[Line, ...]) -> frozenset[str]:
    return frozenset(concept for line in lines for concept, _, _ in name_of(line.text))


@lru_cache(maxsize=32)
def _stems_of(lines: tuple[Line, ...]) -> frozenset[str]:
    return frozenset(one for line in lines for one in stems(line.text))


def foreign(clause: str, scope: Scope, record: TrialRecord) -> str:
    """An adverse event that a clause names and its trials do not, or ""."""
    known = {one for trial in trials_of(scope, record) for one in _events_of(trial.lines)}
    for concept, start, end in name_of(clause):
        if is_event(concept) and concept not in known:
            return clause[start:end]
    return ""


_GIVEN = re.compile(
    r"\b(?:receiving|treated with|taking|given|mg of)(?P<given>(?: (?!and |or |in |had |"
    r"were |the )[^\s,;.()]{1,40}){1,4})"
    r"|\bthe (?P<group>(?:[^\s,;.()]{1,40} ){1,4})(?:group|arm|cohort)\b"
)


def other_treatment(clause: str, scope: Scope, record: TrialRecord) -> str:
    """A word for what a group received that its trials do not print, or ""."""
    text = {one for trial in trials_of(scope, record) for one in _stems_of(trial.lines)}
    for found in _GIVEN.finditer(clause):
        for word in WORD.findall(str(found["given"] or found["group"])):
            if len(word) >= 6 and word.isalpha() and _is_strange(word, text):
                return str(word)
    return ""


def _is_strange(word: str, text: Set[str]) -> bool:
    """Whether no word of a text is the word, begins like it or is nearly spelt like it."""
    root = min(stems(word), default="")
    if not root or any(is_said(one, text) for one in stems(word)):
        return False
    return not get_close_matches(root, sorted(text)[:LOOKED_AT], 1, 0.8)
