"""Noun phrases that say of whom a sentence tells, found by marks and verbs, without a parse."""

from __future__ import annotations

import re

#: Where one clause ends and the next begins.
_PARTED = re.compile(
    r"(?i);\s|\.\s(?=[A-Z])|,?\s(?:but|while|whilst|whereas|(?:as\s)?compared\s(?:with|to)|versus|vs\.?)\s"
)
#: "Among smokers, 12%": what opens a clause with a noun phrase, up to a mark or a figure.
_OPENS = re.compile(
    r"(?:(?:^|(?<=[;.]\s))(?:(?i:even|overall|and|but|however|similarly|conversely),?\s)?"
    r"|(?<=,\s)(?:(?:and|but|while|whereas)\s)?|(?<=\s)(?:and|but|while|whereas)\s)"
    r"(?:(?i:of|in|among|amongst|within|for)\s|(?=(?i:without)\s))(?=(?:[^,;()]|,\d){3,140}?(?:,\s|\s\(|\s\d))"
)
#: What ends such a phrase.
_OPENED = re.compile(r",(?!\d)|[;(]|\s(?:it|they|there|we)\s")
#: "Patients with asthma coughed".
_SUBJECT = re.compile(
    r"(?i)(?:the\s)?(?:[a-z-]{1,40}\s)?"
    r"(?P<head>patients|people|participants|women|men|children|infants|adults|those|individuals|babies)"
    r"\s(?=(?:with|without|who|whose|aged|in|on|not|given|taking|older|younger|[a-z]+ed)\s)"
)
#: What a figure stands behind that is the subject of its clause.
_SUBJECT_AT = re.compile(
    r"(?i)(?:^|[,;:.(]|\bthat|,\s(?:and|but|so)|\b(?:but|while|whereas))\s?"
    r"(?:(?:about|only|some|nearly|almost|over|the|another|just|approximately|a\sfurther|around)\s){0,2}$"
)
#: What ends any noun phrase; "and 31%" goes on with another figure.
_MARK = re.compile(r",(?!\d)|[;:()]|\s(?:and|or)\s(?=(?:only\s|in\s)?\d)|\s(?:it|they|there|we)\s")
_AUXILIARY = (
    r"(?:was|were|is|are|had|has|have|did|does|do|could|can|would|will|may|might)(?:n[’']t)?\b"
)
#: Verbs that tell of those who are named before them; "the injured" are people.
_VERB = re.compile(
    rf"(?i)\b(?:{_AUXILIARY}"
    r"(?:\s(?:not|been|also|never|only|still|already|be|known|to)){0,6}(?:\s[a-z]{2,}(?:ed|en|wn|ne))?"
    r"|(?<!-)(?<!\bthe\s)(?!aged|need\b|seed|speed|bed\b|red\b)[a-z]{2,}ed"
    r"|went|took|came|gave|got|fell|rose|lost|left|kept|made|said|found|felt|began"
    r"|underwent|became|bled|grew|met|chose|knew|saw|spent)\b"
)
_HELPS = re.compile(rf"(?i){_AUXILIARY}")
_RELATIVE = re.compile(r"(?i)\b(?:who|that|whose|which|whom)\b")
_HEAD = re.compile(r"(?i)\b(?:those|[a-z-]{2,40}s|people|women|men|children|group|arm)\b")
#: What is no group of people: "in this trial", "in terms of".
_STUDY = re.compile(
    r"(?i)\b(?:stud(?:y|ies)|trials?|analys[ei]s|surveys?|registr(?:y|ies)|terms|models?|reviews?)\b"
)


def clause_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause starts and ends that holds a stretch of a sentence."""
    return between(_PARTED, text, start, end)


def between(cuts: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int]:
    """Where the part of a text starts and ends that holds a stretch of it.

    Args:
        cuts: what parts the text.
        text: any text.
        start: where the stretch starts.
        end: where it ends.
    """
    low = max((cut.end() for cut in cuts.finditer(text, 0, start)), default=0)
    stop = cuts.search(text, end)
    return low, stop.start() if stop else len(text)


def is_told_before(text: str, low: int, start: int) -> bool:
    """Whether the verb of a figure's clause stands before the figure: "was seen in 12% of".

    Args:
        text: a sentence.
        low: where the clause starts.
        start: where the figure does.
    """
    if _SUBJECT_AT.search(text, low, start):
        return False
    return _VERB.search(text, low, start) is not None


def phrase_end(text: str, start: int, high: int, *, predicated: bool) -> int:
    """Where a noun phrase ends: at a mark, or at the verb of which it is the subject.

    Args:
        text: a sentence.
        start: where the phrase starts.
        high: where it ends at the latest.
        predicated: whether the verb of its clause stands before it.
    """
    mark = _MARK.search(text, start, high)
    stop = mark.start() if mark else high
    if predicated:
        return stop
    head = _HEAD.search(text, start, stop)
    at = head.end() if head else start
    found = _VERB.finditer(text, start, stop)
    verbs = [one for one in found if one.start() >= at or _HELPS.match(one[0])]
    if not verbs:
        return stop
    relative = _RELATIVE.match(text, at + 1) or _RELATIVE.match(text, start)
    participle = len(verbs) > 1 and verbs[0].start() == at + 1 and verbs[0][0].endswith("ed")
    rest = verbs[1:] if relative or participle else verbs
    return rest[0].start() if rest else stop


def opening(text: str, clause: tuple[int, int], start: int) -> tuple[int, int] | None:
    """Where the noun phrase stands that says of whom a clause tells: "Among smokers, 12%".

    Args:
        text: a sentence.
        clause: where the clause of a figure starts and ends.
        start: where the figure starts.
    """
    found = [one for one in _OPENS.finditer(text, clause[0]) if one.end() < start]
    if not found and clause[0]:
        found = [one for one in (_OPENS.match(text),) if one]
    if found:
        at = found[-1].end()
        mark = _OPENED.search(text, at)
        stop = min(mark.start() if mark else start, start)
        return None if _is_no_phrase(text, at, stop) else (at, stop)
    subject = _SUBJECT.match(text, clause[0])
    if subject is None or subject.end() > start:
        return None
    return subject.end(), phrase_end(text, subject.start("head"), start, predicated=False)


def _is_no_phrase(text: str, at: int, stop: int) -> bool:
    """Whether what seems to open a clause holds its verb, or names a study and no people."""
    verb = next((one for one in _VERB.finditer(text, at, stop) if _HELPS.match(one[0])), None)
    relative = verb and _RELATIVE.search(text, at, verb.start())
    return bool(verb and not relative) or _STUDY.search(text, at, stop) is not None


_COUNT_LED = re.compile(r"(?i)\b(?:in|by|for|from|to)\s(?:the\s|these\s|only\s|all\s){0,2}$")
_COUNT_OPENS = re.compile(r"(?i)(?:^|\s)(?:of|among|amongst|in)\s(?:the\s|these\s|all\s){0,2}$")
_LONGEST_LEAD = 24


def said_of_count(text: str, span: tuple[int, int], within: tuple[int, int]) -> tuple[int, int]:
    """Where it stands what is told of those counted: behind the count, or before "in 40".

    Args:
        text: a sentence.
        span: where the count starts and ends.
        within: where the count before it ends and the one behind it starts, in its clause.
    """
    (start, end), (low, high) = span, within
    if _COUNT_LED.search(text, low, start) and _VERB.search(text, low, start):
        return low, start
    if _COUNT_OPENS.search(text, max(0, start - _LONGEST_LEAD), start):
        mark = _MARK.search(text, end, high)
        opens = mark is not None and mark[0] == ","
        return end, phrase_end(text, end, high, predicated=opens)
    return end, high
