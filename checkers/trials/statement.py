"""What a record says of a whole statement: each part is answered by the section it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checkers.trials.answer import Answer, Truth
from checkers.trials.clauses import Clause, clauses, lowered, sentences
from checkers.trials.criteria import answer_criteria
from checkers.trials.doses import answer_doses
from checkers.trials.events import answer_events
from checkers.trials.lacking import foreign, other_treatment, unfounded, unknown
from checkers.trials.outcomes import answer_outcomes
from checkers.trials.scope import trials_of
from claims.quantity import Quantity
from sources.trialrecord import TrialRecord


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a statement, what the record answers to it, and the words that it lacks."""

    start: int
    end: int
    answer: Answer
    unknown: frozenset[str] = frozenset()
    section: str = ""


def parts(
    statement: str, quantities: Sequence[Quantity], record: TrialRecord, places: Sequence[Quantity]
) -> list[Part]:
    """The answers of a record to the parts of a statement.

    Args:
        statement: one or more sentences.
        quantities: its quantities, offsets in it.
        record: the record.
        places: the quantities of the record, offsets in its text.
    """
    found = [
        part
        for clause in clauses(statement)
        for part in _of_clause(clause, quantities, record, places)
    ]
    if any(trial.criteria for trial in record.trials):
        found += _criteria(statement, quantities, record, places)
    return found


def _of_clause(
    clause: Clause, quantities: Sequence[Quantity], record: TrialRecord, places: Sequence[Quantity]
) -> list[Part]:
    trials = trials_of(clause.scope, record)
    found: list[Part] = []
    lacks = unknown(clause.text, record, clause.scope)

    def add(section: str, given: Answer) -> None:
        found.append(Part(clause.start, clause.end, given, lacks, section))

    if any(trial.events for trial in trials):
        add("events", answer_events(clause, record))
    if any(trial.outcomes for trial in trials):
        given = _lacking(clause, record)
        add("outcomes", given or answer_outcomes(clause, record))
    if any(trial.arms for trial in trials):
        own = [
            shifted(one, -clause.start)
            for one in quantities
            if clause.start <= one.start < clause.end
        ]
        word = other_treatment(clause.text, clause.scope, record)
        told = f"the record names no {word}"
        given = Answer(Truth.FAILS, told, (), known=False) if word else None
        add("arms", given or answer_doses(clause.text, clause.scope, own, record, places))
    return found


def _lacking(clause: Clause, record: TrialRecord) -> Answer | None:
    """A thing that a clause about results names and the record does not."""
    for find in (unfounded, foreign, other_treatment):
        word = find(clause.text, clause.scope, record)
        if word:
            return Answer(Truth.FAILS, f"the record names no {word.strip()}", (), known=False)
    return None


def _criteria(
    statement: str, quantities: Sequence[Quantity], record: TrialRecord, places: Sequence[Quantity]
) -> list[Part]:
    low = lowered(statement)
    found: list[Part] = []
    for start, end in sentences(statement):
        own = [shifted(one, -start) for one in quantities if start <= one.start < end]
        given = answer_criteria(low[start:end], own, record, places)
        found.append(Part(start, end, given, section="criteria"))
    return found


def shifted(quantity: Quantity, by: int) -> Quantity:
    """A quantity with its offsets moved."""
    return replace(quantity, start=quantity.start + by, end=quantity.end + by)


def truth_of(found: Sequence[Part]) -> Truth:
    """Whether a statement holds: no part fails, and one at least holds."""
    truths = {part.answer.truth for part in found}
    if Truth.FAILS in truths:
        return Truth.FAILS
    return Truth.HOLDS if Truth.HOLDS in truths else Truth.SILENT
