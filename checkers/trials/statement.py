"""What a record says of a whole statement: each part is answered by the section it is about."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from checkers.trials.amounts import without
from checkers.trials.answer import Answer, Truth
from checkers.trials.clauses import Clause, clauses, lowered, sentences
from checkers.trials.criteria import answer_criteria
from checkers.trials.doses import answer_doses
from checkers.trials.events import answer_events
from checkers.trials.lacking import foreign, other_treatment, unfounded
from checkers.trials.outcomes import answer_outcomes
from checkers.trials.places import Places
from checkers.trials.vocabulary import stems
from claims.quantity import Quantity
from sources.trialrecord import Section, Trial, TrialRecord


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a statement, and what the record answers to it."""

    start: int
    end: int
    answer: Answer


def parts(
    statement: str, quantities: Sequence[Quantity], record: TrialRecord, places: Places
) -> list[Part]:
    """The answers of a record to the parts of a statement.

    Args:
        statement: one or more sentences.
        quantities: its quantities, offsets in it.
        record: the record.
        places: the quantities of the record.
    """
    section = section_of(lowered(statement), record)
    if section is Section.CRITERIA:
        return _criteria(statement, quantities, record, places)
    return [
        Part(one.start, one.end, _of_clause(one, section, quantities, record, places))
        for one in clauses(statement)
    ]


#: Words that only statements of who may take part have.
_ELIGIBILITY = re.compile(
    r"\b(?:eligib|ineligib|exclu|enrol|candidates?\b|criteri|(?:take|taking) part\b)"
)


def section_of(statement: str, record: TrialRecord) -> Section:
    """The section that a statement is about: the one whose words are the statement's.

    Args:
        statement: a statement, in lower case.
        record: the record.
    """
    held = {name: words for name in Section if (words := _words_of(record, name))}
    if Section.CRITERIA in held and _ELIGIBILITY.search(statement):
        return Section.CRITERIA
    said = stems(statement)
    return max(held, key=lambda name: len(said & held[name]), default=Section.EVENTS)


def _words_of(record: TrialRecord, section: Section) -> frozenset[str]:
    return frozenset(word for trial in record.trials for word in _words_in(trial, section))


@lru_cache(maxsize=64)
def _words_in(trial: Trial, section: Section) -> frozenset[str]:
    return frozenset(word for line in trial.of(section) for word in stems(line.text))


def _of_clause(
    clause: Clause,
    section: Section,
    quantities: Sequence[Quantity],
    record: TrialRecord,
    places: Places,
) -> Answer:
    if section is Section.EVENTS:
        return answer_events(clause, record)
    if section is Section.OUTCOMES:
        return _lacking(clause, record) or answer_outcomes(clause, record)
    word = other_treatment(clause.text, clause.scope, record)
    if word:
        return _unnamed(word)
    own = [
        one.shifted(-clause.start) for one in quantities if clause.start <= one.start < clause.end
    ]
    return answer_doses(clause.text, clause.scope, own, record, places)


def _unnamed(word: str) -> Answer:
    return Answer(Truth.FAILS, f"the record names no {word.strip()}", known=False)


def _lacking(clause: Clause, record: TrialRecord) -> Answer | None:
    """A thing that a clause about results names and the record does not."""
    for find in (unfounded, foreign, other_treatment):
        word = find(clause.text, clause.scope, record)
        if word:
            return _unnamed(word)
    return None


def _criteria(
    statement: str, quantities: Sequence[Quantity], record: TrialRecord, places: Places
) -> list[Part]:
    """The statement as one: who is spoken of and what is said of them may be two sentences."""
    kept = sentences(statement)
    low = lowered(statement)
    asides = itertools.pairwise([0, *(edge for span in kept for edge in span), len(low)])
    spoken = without(low, list(asides)[::2])
    own = [one for one in quantities if any(start <= one.start < end for start, end in kept)]
    given = answer_criteria(spoken, own, record, places)
    return [Part(start, end, given) for start, end in kept]


def truth_of(found: Sequence[Part]) -> Truth:
    """Whether a statement holds: no part fails, and one at least holds."""
    truths = {part.answer.truth for part in found}
    if Truth.FAILS in truths:
        return Truth.FAILS
    return Truth.HOLDS if Truth.HOLDS in truths else Truth.SILENT
