"""The verdict on a figure, or on a whole statement, where the source records trials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from checkers.contest import Outcome
from checkers.index import SourceIndex
from checkers.model import Judgement, Reason, Verdict
from checkers.same import Asked
from checkers.trials.answer import Answer, Truth
from checkers.trials.places import Places
from checkers.trials.statement import Part, parts, truth_of
from claims.extract import Statement
from claims.quantity import Quantity
from sources.trialrecord import TrialRecord, read_record

#: How often what was counted proved right for statements that no rule was written on.
COUNTED = 0.67
#: A longer statement than this many characters is not counted with.
LONGEST = 2000
#: Lines of a record that are quoted for one figure.
QUOTED = 4


@dataclass(frozen=True, slots=True)
class Told:
    """What a record says of a statement.

    Attributes:
        truth: whether the statement holds.
        outcome: the verdict, None where the record is silent.
        spans: the stretches of the statement that speak of the trials.
    """

    truth: Truth
    outcome: Outcome | None
    spans: tuple[tuple[int, int], ...]

    def concerns(self, judgement: Judgement) -> bool:
        """Whether a figure stands where the statement speaks of the trials."""
        start = judgement.claim.quantity.start
        return any(low <= start < high for low, high in self.spans)


@lru_cache(maxsize=16)
def record_of(text: str) -> TrialRecord | None:
    """The record that a source's text is, None for any other text; read once and kept."""
    return read_record(text)


def told_of_claim(asked: Asked, index: SourceIndex, kept: Outcome) -> Outcome:
    """What a source says of a claim: its record's counting, else what was found without it.

    Args:
        asked: the claim.
        index: the source.
        kept: the outcome that holds where the source is no record, or is silent.
    """
    if record_of(index.document.text) is None:
        return kept
    claim = asked.claim
    at = claim.quantity.start - claim.start
    figures = [one.shifted(-claim.start) for one in asked.order]
    found = [part for part in _parts(claim.text, figures, index) if part.start <= at < part.end]
    return _outcome(found, index, kept) or kept


def told_of_statement(
    statement: str, figures: Sequence[Quantity], index: SourceIndex
) -> Told | None:
    """What a source says of a whole statement; None where it is no record of trials."""
    if record_of(index.document.text) is None:
        return None
    found = _parts(statement, figures, index)
    spans = tuple((part.start, part.end) for part in found)
    return Told(truth_of(found), _outcome(found, index, None), spans)


def _parts(statement: str, figures: Sequence[Quantity], index: SourceIndex) -> list[Part]:
    record = record_of(index.document.text)
    if record is None or len(statement) > LONGEST:
        return []
    return parts(statement, figures, record, _places(index))


def _places(index: SourceIndex) -> Places:
    return Places(tuple(one.quantity for one in index.places))


def _outcome(found: Sequence[Part], index: SourceIndex, kept: Outcome | None) -> Outcome | None:
    truth = truth_of(found)
    if truth is Truth.SILENT:
        return None
    answers = [part.answer for part in found if part.answer.truth is truth]
    lacking = not any(one.known for one in answers)
    verdict, reason = _row(truth, lacking)
    weighed = {**(kept.weighed if kept else {}), "record": 1.0 if truth is Truth.HOLDS else -1.0}
    return Outcome(
        verdict,
        reason,
        COUNTED,
        weighed=weighed,
        near_miss=lacking,
        quoted=tuple(_quoted(answers, index)),
        counted="; ".join(dict.fromkeys(one.arithmetic for one in answers if one.arithmetic)),
    )


def _row(truth: Truth, lacking: bool) -> tuple[Verdict, Reason]:
    if truth is Truth.HOLDS:
        return Verdict.SUPPORTED, Reason.DERIVED
    if lacking:
        return Verdict.UNSUPPORTED, Reason.NO_EVIDENCE
    return Verdict.CONTRADICTED, Reason.VALUE_DIFFERS


def _quoted(answers: Sequence[Answer], index: SourceIndex) -> Iterator[Statement]:
    """The lines that the answers rest on, each with a figure that it prints."""
    places = _places(index)
    lines = dict.fromkeys(line for one in answers for line in one.lines)
    for line in list(lines)[:QUOTED]:
        for quantity in places.of(line)[:1]:
            yield Statement(quantity, line.start, line.end)
