"""What a statement names and a record does not."""

from __future__ import annotations

import re
from difflib import get_close_matches
from fractions import Fraction

from checkers.trials.amounts import Kind, amounts, without
from checkers.trials.readings import DAYS, UNIT_AFTER
from checkers.trials.scope import Scope, spans, trials_of
from checkers.trials.vocabulary import _WORD, is_event, is_said, name_of, stems
from sources.trialrecord import TrialRecord


def unknown(clause: str, record: TrialRecord, scope: Scope) -> frozenset[str]:
    """The words of a clause that no line of its trials has."""
    blanked = without(clause, [*spans(clause), *((one.start, one.end) for one in amounts(clause))])
    said = {one for one in stems(blanked) if not one.isdigit()}
    text = " ".join(line.text for trial in trials_of(scope, record) for line in trial.lines)
    return frozenset(said - stems(text))


_WHEN = re.compile(r"\b(?:after|at|within|by)(?: the)?(?: first| week| month| year| day)? $")


_DEFINED = re.compile(
    r"^(?: minimum| in(?: the)?| of| or more| at least| fraction)* ?(?:decrease|increase|"
    r"reduction|decline|drop|shrinkage|growth|fall)"
)


_DEFINED_BEFORE = re.compile(
    r"(?:decrease|increase|reduction|reduced|decline|decreased|shrinkage|diminution|"
    r"fall)s?(?: of| by| that is| equal to| or)*(?: more than| equal to or more than)? ?$"
)


_STATED = re.compile(
    r"(\d+(?:\.\d+)?) ?(%|percent|-?(?:hour|hr|day|week|month|year)s?\b)|\b(hour|day|week|"
    r"month|year)s? (\d+)"
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
        if defines and amount.kind is Kind.SHARE and not amount.worded and shares:
            if amount.value not in shares:
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


def foreign(clause: str, scope: Scope, record: TrialRecord) -> str:
    """An adverse event that a clause names and its trials do not, or ""."""
    text = " ".join(line.text for trial in trials_of(scope, record) for line in trial.lines)
    known = {concept for concept, _, _ in name_of(text)}
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
    text = stems(" ".join(line.text for trial in trials_of(scope, record) for line in trial.lines))
    for found in _GIVEN.finditer(clause):
        for word in _WORD.findall(found["given"] or found["group"]):
            roots = stems(word)
            if len(word) >= 6 and word.isalpha() and not any(is_said(one, text) for one in roots):
                if roots and not get_close_matches(min(roots), text, 1, 0.8):
                    return word
    return ""
