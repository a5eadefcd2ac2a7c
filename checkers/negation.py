"""What a sentence denies of those whom a figure counts: "12% did not respond"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkers.words import words

_DENIES = (
    r"(?:(?:do|does|did|has|have|had|is|are|was|were|will|would|could|can|should)(?:\snot|n[’']t|\snever)"
    r"|cannot|never|without|no\slonger|free\s(?:of|from)|failed\sto|lacked|(?<!to\s)(?<!with\s)(?<!than\s)no)"
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
    re.compile(rf"{_OPENS}(?:no|without)\b{_ASIDE}(?P<what>[^.;:,()\d]{{1,40}}){_IN}"),
    # "relapse was not seen in 88%", "relapse was absent in 88%"
    re.compile(
        rf"{_OPENS}(?P<what>[^.;:,()\d]{{1,40}})\s(?:was|were|is|are)\s(?:absent|lacking|(?:not|never)"
        rf"\s(?:seen|observed|found|present|detected|noted|given|used|needed|required)){_IN}"
    ),
)
_WINDOW = 80
#: So many words behind a denial are denied.
_DENIED = 2


#: What denies in any way, as a part of a word too: a text without it affirms what it says.
_NEGATIVE = re.compile(
    r"(?i)n[’']t\b|\b(?:no|not|nor|none|never|neither|nobody|without|cannot|naive|free|few|fewer|half|rest"
    r"|(?:non|un)-?[a-z]{4,}|in(?:abilit|activ|adequa|complet|effect|eligib|frequent|sufficien|suscept)[a-z]*"
    r"|(?:absen|avoid|declin|drop|exclu|fail|forg[eo]t|lack|left|loss|lost|miss|refus|remain|skip|stop|withdr)[a-z]*"
    r"|[a-z]{3,}(?:less|free))\b"
)


def affirms(text: str) -> bool:
    """Whether nothing in a text denies anything."""
    return _NEGATIVE.search(text) is None


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
            yield from (one.concept for one in words(found["what"])[:_DENIED])
