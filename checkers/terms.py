"""In what terms a change is told: relative or absolute, above a limit or below it.

From 40% to 20% is 20 points less in absolute terms and 50% less in relative ones; 40% above
a limit is not 40% below it.
"""

from __future__ import annotations

import re

from checkers.arithmetic import POINTS
from checkers.candidate import Candidate
from checkers.index import SourceIndex
from checkers.negation import clause
from checkers.roles import is_change, is_level
from checkers.same import Asked
from checkers.verdict import Same

_CHANGE = (
    r"(?:reductions?|increases?|decreases?|rises?|falls?|drops?|gains?|declines?|improvements?|differences?"
    r"|changes?|risk\s(?:reduction|increase|difference)|benefit)"
)
_RELATIVE = re.compile(
    rf"(?i)\bin\srelative\sterms\b|\brelative(?:ly)?\s{_CHANGE}\b|\bproportion(?:al|ately|ate)\b"
    r"|\b(?:hazards?|odds)\b(?!\sratio)"
)
_ABSOLUTE = re.compile(
    rf"(?i)\bin\sabsolute\sterms\b|\babsolute\s(?:{_CHANGE}|risk)\b|\b(?:percentage\s)?points\b"
)
#: Arithmetic that tells by what share of itself a value changed.
_OF_ITSELF = frozenset({"change", "relative"})


def other_terms(asked: Asked, index: SourceIndex, candidate: Candidate) -> Same:
    """What tells a place from a claim that is told in other terms.

    Args:
        asked: the claim.
        index: the source.
        candidate: a place whose value fits.
    """
    if _is_of_itself(asked, candidate) and is_level(asked.claim.text, asked.span[0]):
        return Same.OTHER  # from 50 to 30 is 40% less, and down to 60%
    if _is_of_ratio(asked, candidate):
        return Same.OTHER
    told = _terms(asked.claim.text, *asked.span)
    place, passage = candidate.place, index.passages[candidate.place.passage]
    if asked.claim.quantity.unit in ("%", POINTS) and told and told != _shown(index, candidate):
        return Same.OTHER if _shown(index, candidate) else Same.SAME
    if passage.is_row or candidate.arithmetic:
        return Same.SAME
    text = index.document.text[passage.start : passage.end]
    start, end = place.quantity.start - passage.start, place.quantity.end - passage.start
    ours, theirs = beside_limit(asked.claim.text, *asked.span), beside_limit(text, start, end)
    return Same.OTHER if ours * theirs < 0 else Same.SAME


def _is_of_itself(asked: Asked, candidate: Candidate) -> bool:
    """Whether by what share of itself a value changed is what was worked out."""
    course = candidate.worked == "course" and " − " not in candidate.arithmetic
    return candidate.worked in _OF_ITSELF or (course and asked.claim.quantity.unit == "%")


def _is_of_ratio(asked: Asked, candidate: Candidate) -> bool:
    """Whether a claim takes a ratio for a share, or what a ratio leaves for what it takes away.

    A hazard ratio of 1.4 is no risk of 40%, and one of 0.85 no fall by 85%.
    """
    text, span = asked.claim.text, asked.span
    if candidate.worked == "relative":
        return _MORE_OR_LESS.search(text) is None
    return candidate.worked == "of-one" and is_change(text, *span)


_MORE_OR_LESS = re.compile(
    r"(?i)\b(?:more|less|fewer|higher|lower|greater|smaller|larger|increas\w*|decreas\w*|reduc\w*|r[io]se[sn]?|rais\w*"
    r"|risks?|likel\w*|odds|hazards?|chances?|excess|extra|above|below|over|than|cut\w*|f[ae]ll\w*|drop\w*|protect\w*"
    r"|prevent\w*|effic\w*|effect\w*|avert\w*|sav\w*|up|down|lessen\w*|shr[iau]nk\w*|slash\w*|boost\w*|better|worse"
    r"|benefit\w*|eas\w*|halv\w*|doubl\w*|compared|versus|relative\w*|off|improv\w*|gain\w*|rarer|commoner|oftener"
    r"|grew|grow\w*|climb\w*|jump\w*|dip\w*|low|high|link\w*|associat\w*|tied|added|advantage|edge|differ\w*)\b"
)


def _terms(text: str, start: int, end: int) -> str:
    """The terms that the clause of a figure names, "" where it names none or both."""
    part = _NUMBER.split(text[max(0, start - _RIGHT_BEFORE) : start])[-1]
    if bool(_RELATIVE.search(part)) == bool(_ABSOLUTE.search(part)):
        part = clause(text, start, end)
    relative, absolute = _RELATIVE.search(part), _ABSOLUTE.search(part)
    if bool(relative) == bool(absolute):
        return ""
    return "relative" if relative else "absolute"


_NUMBER = re.compile(r"\d[\d.,]*%?")
_RIGHT_BEFORE = 60


def _shown(index: SourceIndex, candidate: Candidate) -> str:
    """The terms that a place is told in, as far as they are plain."""
    place = candidate.place
    if candidate.arithmetic:
        if candidate.worked in _OF_ITSELF:
            return "relative"
        return (
            "absolute"
            if candidate.worked in ("difference", "course") and " − " in candidate.arithmetic
            else ""
        )
    if place.quantity.unit == POINTS:
        return "absolute"
    passage = index.passages[place.passage]
    text = index.document.text[passage.start : passage.end]
    start, end = place.quantity.start - passage.start, place.quantity.end - passage.start
    return "" if passage.is_row else _terms(text, start, end)


_SET = r"(?:recommended|permitted|permissible|allowed|safe|legal|statutory|maximum|minimum)"
#: What is set: "the recommended daily amount", "its upper limit".
_LIMIT = (
    rf"(?:the|its|their|a)\s(?:(?:[a-z-]+\s){{0,2}}?(?:limit|maximum|ceiling|recommendation|threshold|target"
    rf"|guideline|cut-?off|norm|standard|goal|average|allowance|minimum)s?\b|{_SET}\s[a-z]+)"
)
_BESIDE = re.compile(
    r"(?i)\s?(?:of\s[a-z]+\s)?(?:(?P<over>above|over|beyond|more|higher|greater|in\sexcess|past)"
    r"|(?P<under>below|under|less|lower|fewer|short|beneath))\b"
    rf"(?:\s[a-z]+){{0,2}}?\s(?:than\s|of\s)?{_LIMIT}"
)
_BY = re.compile(
    r"(?i)\b(?:(?P<over>exceed(?:ed|s|ing)?|surpass(?:ed|es)|overshot|topped|over|above|beyond)"
    r"|(?P<under>f[ae]ll(?:s|en)?\sshort|undershot|missed|below|under|short))\s(?:of\s)?"
    rf"{_LIMIT}[^.;,\d]{{0,24}}\bby\s(?:about\s|some\s)?$"
)
_WITHIN = 96


def beside_limit(text: str, start: int, end: int) -> int:
    """Whether a figure tells how far above a limit something lies (1), or below it (-1), else 0.

    Args:
        text: a sentence.
        start: where the figure starts.
        end: where it ends.
    """
    found = _BESIDE.match(text, end) or _BY.search(text, max(0, start - _WITHIN), start)
    return 0 if found is None else 1 if found["over"] else -1
