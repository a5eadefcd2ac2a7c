"""How many were studied in all: the 640 of "640 adults were randomised" and of "the trial's 640".

Such a number stands in a claim as a whole that something else is told of, or as a remark, and
few of the claim's words are told of it; it is known by how both texts introduce it.
"""

from __future__ import annotations

import re

from checkers.candidate import Candidate
from checkers.index import SourceIndex, is_plain_count
from checkers.relation import ValueRelation
from checkers.same import Asked
from checkers.words import PEOPLE, words

_STUDIED = (
    r"(?:randomi[sz]ed|enroll?ed|recruited|included|studied|analy[sz]ed|followed|surveyed|evaluated"
    r"|assessed|examined|interviewed|tested|monitored|reviewed|involved)"
)
_ALL = r"(?:(?:a\stotal\sof|all|the|these|those|our|its)\s){0,2}$"
#: "The trial enrolled 640", "the trial's 640".
_BEFORE = re.compile(
    rf"(?i)(?:\b{_STUDIED}\s|\b(?:trial|study|survey|cohort|sample|project)(?:[’']s|\sof)\s){_ALL}"
)
#: "Of the 640", as a claim says that need not tell how they were found.
_OF = re.compile(rf"(?i)\b(?:of|among|in)\s{_ALL}")
#: "In this trial, 640 patients".
_IN_THIS = re.compile(
    r"(?i)\bin\s(?:this|our|the\spresent)\s[^.;,]{0,60}?\b(?:trial|study|survey|cohort),\s$"
)
#: "640 adults with asthma were randomised", "640 took part".
_BEHIND = re.compile(
    r"(?i)(?:\s[^\s.;:,()]+){0,10}?\s(?:(?:was|were|had\sbeen|have\sbeen)\s(?:[a-z]+ly\s|then\s)?"
    rf"(?:{_STUDIED}|assigned|allocated)|took\spart|participated)\b"
)
_ENDS = re.compile(
    r"[,.;:()]|\b(?:was|were|had|has|have|did|took|is|are|died|participated|at|after|during|on|by)\b"
)
_WINDOW, _FEWEST = 90, 20
_SAME_VALUE = frozenset({ValueRelation.EQUAL, ValueRelation.ROUNDED})


def is_studied(asked: Asked, index: SourceIndex, candidate: Candidate) -> bool:
    """Whether a claim and a place both tell how many people a work studied in all.

    Args:
        asked: the claim.
        index: the source.
        candidate: a place that prints the claim's number.
    """
    figure, stated = asked.claim.quantity, candidate.place.quantity
    if candidate.arithmetic or candidate.comparison.relation not in _SAME_VALUE:
        return False
    if not (is_plain_count(figure) and is_plain_count(stated)) or (figure.low or 0) < _FEWEST:
        return False
    text, (start, end) = asked.claim.text, asked.span
    told = tells_studied(text, start, end) or _looks_back(_OF, text, start)
    passage = index.passages[candidate.place.passage]
    source = index.document.text[passage.start : passage.end]
    low, high = stated.start - passage.start, stated.end - passage.start
    if not told or not (tells_studied(source, low, high) or _looks_back(_IN_THIS, source, low)):
        return False
    return all(
        word.kind == PEOPLE or word.concept in passage.known for word in words(_named(text, end))
    )


def tells_studied(text: str, start: int, end: int) -> bool:
    """Whether a sentence says that so many were studied.

    Args:
        text: a sentence.
        start: where the number starts.
        end: where it ends.
    """
    return _looks_back(_BEFORE, text, start) or _BEHIND.match(text, end) is not None


def _looks_back(pattern: re.Pattern[str], text: str, start: int) -> bool:
    return pattern.search(text, max(0, start - _WINDOW), start) is not None


def _named(text: str, end: int) -> str:
    """What is counted: "adults with asthma", up to the verb."""
    stop = _ENDS.search(text, end)
    return text[end : stop.start() if stop else len(text)]
