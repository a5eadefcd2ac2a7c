"""What a sentence denies of those whom a figure counts: "12% did not respond"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkers.phrases import between
from checkers.words import words

_DENIES = (
    r"(?:(?:do|does|did|has|have|had|is|are|was|were|will|would|could|can|should)(?:\snot|n[’']t|\snever)"
    r"|cannot|never|neither|nobody|no\sone|without|no\slonger|free\s(?:of|from)|(?:failed|unable)\sto|lacked"
    r"|(?<!to\s)(?<!with\s)(?<!than\s)no|not(?=\s(?:yet\s|been\s|fully\s)?[a-z]{3,}(?:ed|en)\b))"
)
#: Denials that say nothing of whom a figure counts.
_ASIDE = (
    r"(?!\s(?:more|less|fewer|greater|higher|lower|later|earlier|only|significant|significantly|statistically"
    r"|difference|differ|different|change|effect|association|evidence|reported|available|stated|known"
    r"|included|assessed|measured|recorded|specified|clear|data)\b)"
)
#: Behind a figure, without a mark or another number between them.
_BEHIND = re.compile(rf"(?i)[^.;:,()\d]{{0,40}}?\b{_DENIES}\b{_ASIDE}(?P<what>[^.;:,()\d]{{1,40}})")
_OPENS = r"(?i)(?:^|(?<=[.;,]\s)|\band\s)"
_IN = r"\s(?:in|of|for|from|among|by)\s(?:the\s)?$"
#: Before it.
_AHEAD = (
    # "no relapse was seen in 88%"
    re.compile(rf"{_OPENS}(?:no|without|neither)\b{_ASIDE}(?P<what>[^.;:,()\d]{{1,40}}){_IN}"),
    # "relapse was not seen in 88%", "relapse was absent in 88%"
    re.compile(
        rf"{_OPENS}(?P<what>[^.;:,()\d]{{1,40}})\s(?:was|were|is|are)\s(?:absent|lacking|(?:not|never)"
        rf"\s(?:seen|observed|found|present|detected|noted|given|used|needed|required)){_IN}"
    ),
    # "of those not vaccinated, 12%"
    re.compile(
        r"(?i)\b(?:of|in|among|for)\s(?:the\s)?[a-z]{2,20}\s(?:(?:who|that)\s(?:were|are|had|have)\s)?(?:not|never)"
        r"\s(?:been\s)?(?P<what>[^.;:,()\d]{1,40}),?\s$"
    ),
)
_WINDOW = 80
#: So many words behind a denial are denied.
_DENIED = 2


#: What denies in any way, as a part of a word too: a text without it affirms what it says.
_NEGATIVE = re.compile(
    r"(?i)n[’']t\b|\b(?:no|not|nor|none|never|neither|nobody|without|cannot|naive|free|few|fewer|half|rest"
    r"|(?:non|un)-?[a-z]{4,}|in(?:abilit|activ|adequa|complet|effect|eligib|frequent|sufficien|suscept)[a-z]*"
    r"|(?P<verb>(?:absen|avoid|declin|deficien|dispens|drop|escap|exclu|fail|forg[eo]t|lack|left|loss|lost|miss|refus|remain|skip|spar|stop|withdr)[a-z]*)"
    r"|[a-z]{3,}(?:less|free))\b"
)


def affirms(text: str, besides: frozenset[str] = frozenset()) -> bool:
    """Whether nothing in a text denies anything.

    Args:
        text: a sentence.
        besides: concepts that may be told of, though their words deny: "stopped".
    """
    return all(
        found["verb"] and {one.concept for one in words(found["verb"])} & besides
        for found in _NEGATIVE.finditer(text)
    )


_PARTED = re.compile(r";|,\sand\s|\b(?:but|while|whereas)\b|(?<!\bvs)\.\s", re.IGNORECASE)


def clause(text: str, start: int, end: int) -> str:
    """The part of a sentence that a figure stands in.

    Args:
        text: a sentence.
        start: where the figure starts.
        end: where it ends.
    """
    return text[slice(*between(_PARTED, text, start, end))]


_ALL = re.compile(
    r"(?i)\b(?:(?P<none>none|neither)|all|both|each|every)\s(?:of\s)?(?:the\s|these\s)?$"
)


def of_all(text: str, start: int) -> bool | None:
    """Whether a sentence tells of all of a figure ("all of the 40") or of none, else None.

    Args:
        text: a sentence.
        start: where the figure starts.
    """
    found = _ALL.search(text, max(0, start - _DENIED_WITHIN), start) or _BOTH.search(text)
    return None if found is None else found["none"] is None


_DENIED_WITHIN = 24
_BOTH = re.compile(
    r"(?i)\b(?:(?P<none>neither)\s(?!of\b)[a-z]+(?!\snor)|both\s(?!of\b)[a-z]+s)\b(?!\sand\b)"
)
#: "Did not lower the pressure by 9 mmHg."
_UNCHANGED = re.compile(
    r"(?i)\b(?:(?:did|does|do|has|have|had|was|were|is|are|could)(?:\snot|n[’']t)|never|failed\sto)\s(?:been\s)?"
    r"(?P<what>[a-z]+)\b[^.;:,()\d]{0,50}\bby\s(?:about\s|an?\s(?:mean|average)\s(?:of\s)?)?$"
)


def unchanged(text: str, start: int) -> bool:
    """Whether a sentence denies that something changed by a figure.

    Args:
        text: a sentence.
        start: where the figure starts.
    """
    found = _UNCHANGED.search(text, max(0, start - _WINDOW), start)
    return found is not None and found["what"].lower() not in _COMPARED


#: "Did not differ by more" tells of a difference, not of a change.
_COMPARED = frozenset({"differ", "different"})


def denied(text: str, start: int, end: int) -> frozenset[str]:
    """The concepts that a sentence denies of those whom a figure counts.

    Args:
        text: a sentence.
        start: where the figure starts.
        end: where it ends.
    """
    return frozenset(_denied(text, start, end))


def _denied(text: str, start: int, end: int) -> Iterator[str]:
    first = max(0, start - _WINDOW)
    ahead = (pattern.search(text, first, start) for pattern in _AHEAD)
    for found in (_BEHIND.match(text, end), *ahead):
        if found is not None:
            told = [one.concept for one in words(found["what"])[:_DENIED]]
            yield from [one for one in told if one not in _LIGHT] or told


#: "Did not need a drip" denies the drip.
_LIGHT = frozenset(
    """need requir receiv get got take took tak use had have hav show develop experienc undergo
    underw suffer want report given""".split()
)


_SIGNIFICANT = re.compile(
    r"(?i)(?P<no>\b(?:no|not|nor|without|never|neither|fail(?:ed|ing)?\sto|short\sof|n[’']t)\b[^.;:()]{0,48}?"
    r"|\b(?:non|in)-?|n[’']t\s(?:[a-z]+\s){0,3})?\b(?:statistical(?:ly)?\s)?signific\w*"
)


def significance(text: str) -> bool | None:
    """Whether a sentence calls something significant or not, None where it does neither or both."""
    found = {one["no"] is None for one in _SIGNIFICANT.finditer(text)}
    return found.pop() if len(found) == 1 else None
