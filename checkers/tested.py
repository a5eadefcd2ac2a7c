"""Of whom a claim tells how often a test is right: the ill, the healthy, those it calls ill.

A sensitivity of 90% is no chance of 90% that whoever tests positive is ill, and what it leaves
out are the ill who are missed and not the healthy who are alarmed.  Asked of short sources alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from checkers.apart import answers_of
from checkers.candidate import Candidate
from checkers.index import Place, SourceIndex
from checkers.phrases import clause_of
from checkers.same import Asked

#: The question of the table of facets that a measure of a test answers.
_MEASURE = "sensitivity"
_WELL = (
    r"(?:(?:without|free\sof|who\s(?:(?:did|do)\snot|didn[’']t)\shave|(?:who\s)?(?:had|have|having|with)\s(?:no|neither))\b"
    r"|(?:healthy|well|disease-free|unaffected|uninfected|sound)\b)"
)
_ALARM = (
    r"(?:false\salarms?|false[\s-]positives?|(?:wrongly|falsely|mistakenly|needlessly|incorrectly)"
    r"|(?:raised|sounded)\sthe\salarm)"
)
_MISSED = r"(?:miss(?:ed|es|ing)|overlook\w*|undetected|unnoticed|false[\s-]negatives?)"
_ASKS = r"(?:if|when|whenever|once|after|given|following)"
_RIGHT = (
    r"(?:chance|likelihood|probability|odds|really|truly|actually|indeed|in\sfact|turned\sout|proved|confirmed"
    r"|were\sright|was\sright|correct(?:ly)?)"
)


#: A test that finds the ill after another test was positive is told how many it finds.
_FINDS = re.compile(
    r"(?i)\b(?:detect\w*|identif\w+|recogni[sz]\w+|found|finds?|picked\sup|spotted|caught|sensitiv\w+|specific\w*)\b"
)


def _predicts(called: str) -> str:
    """What tells how often those are ill, or well, whom a test calls so."""
    said = rf"(?:{called})\b"
    return (
        rf"\b{_ASKS}\b[^.;]{{0,60}}?\b{said}"
        rf"|\b(?:of|among)\s[^.;,]{{0,40}}?\b{said}[^.;]{{0,60}}?\b{_RIGHT}\b"
    )


#: What a claim says of a test, and the measure that tells it, the surest first.
_ASKED: Mapping[str, re.Pattern[str]] = {
    "positive predictive value": re.compile(
        rf"(?i){_predicts('positive|suspicious|alarm|flagged|abnormal')}"
    ),
    "negative predictive value": re.compile(rf"(?i){_predicts('negative|all-clear|cleared')}"),
    "specificity": re.compile(
        rf"(?i)\b{_ALARM}\b[^.;]{{0,80}}?\b{_WELL}|\b{_WELL}[^.;]{{0,80}}?\b{_ALARM}\b"
    ),
    "sensitivity": re.compile(rf"(?i)\b{_MISSED}\b"),
}


def of_other_measure(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a claim tells of other people how often a test is right than a place does.

    Args:
        asked: the claim.
        index: the source.
        candidate: a place that fits the claim's figure, or the one that it is worked out from.
    """
    measure = measured(asked.claim.text, *asked.span)
    told = _told(index, candidate) if measure else []
    answers = (answers_of(index, place).get(_MEASURE) for place in told)
    return any(answer is not None and answer.told != measure for answer in answers)


def measured(text: str, start: int, end: int) -> str:
    """The measure of a test that a figure tells in other words, "" where it tells of none.

    Args:
        text: a sentence.
        start: where the figure starts.
        end: where it ends.
    """
    low, high = clause_of(text, start, end)
    if _FINDS.search(text, low, high):
        return ""
    return next((name for name, said in _ASKED.items() if said.search(text, low, high)), "")


def leaves_out(asked: Asked, index: SourceIndex, place: Place) -> bool:
    """Whether a claim tells of those whom a place's measure of a test leaves out.

    The healthy who are alarmed are no part of its specificity, nor the ill whom it misses of its
    sensitivity.
    """
    measure = measured(asked.claim.text, *asked.span)
    if measure not in _LEAVES_OUT:
        return False
    answer = answers_of(index, place).get(_MEASURE)
    return answer is not None and answer.told == measure


_LEAVES_OUT = frozenset({"sensitivity", "specificity"})


def _told(index: SourceIndex, candidate: Candidate) -> Sequence[Place]:
    """The place that a candidate tells, or those that it is worked out from."""
    if not candidate.arithmetic or candidate.turned:
        return [candidate.place]
    held = (index.places[at] for at in index.passages[candidate.place.passage].places)
    return [one for one in held if one.quantity.start in candidate.used]
