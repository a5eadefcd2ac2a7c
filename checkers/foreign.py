"""Does a passage tell of its own work or of somebody else's?

Introductions and discussions report what others found.  Where citation markers
are lost, or a name stands in their place, the wording still tells: "et al.",
"an earlier trial", "they found", against "we", "our patients", "this study".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from claims.document import BlockKind, Document

_WORK = (
    r"(?:study|studies|trials?|surveys?|reviews?|reports?|work|research|authors?|investigators?)"
)
_FOUND = (
    r"(?:found|reported|observed|showed|shown|demonstrated|concluded|suggested|estimated|described)"
)
#: How a passage tells of others.
_OTHERS = re.compile(
    r"\bet al\b|\bco-?workers\b|\b(?:and|his|her) colleagues\b|\bmeta-?analys[ei]s\b"
    r"|\bin the literature\b|\baccording to\b|\bguidelines?\b"
    rf"|\b(?:[Pp]revious|[Ee]arlier|[Pp]rior|[Oo]ther|[Aa]nother|[Rr]ecent|[Ss]imilar|[Ss]everal)"
    rf" (?:[\w-]+ )?{_WORK}\b"
    rf"|\b(?:[Pp]reviously|[Tt]hey|[Ii]t was|[Hh]as been|[Hh]ave been|[Ww]as|[Ww]ere) {_FOUND}\b"
    rf"|\b{_WORK} (?:by|of|from|in|that|conducted|published|done)\b"
    rf"|\b(?:[Aa]n?|[Oo]ne) (?:[\w-]+ ){{0,2}}{_WORK}\b"
    rf"|\b[A-Z][a-z]{{3,}} (?:also )?{_FOUND} that\b"
)
#: How it tells of its own.
_OWN = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|[Uu]s)\b"
    rf"|\b(?:[Tt]his|[Tt]he present|[Tt]he current|[Pp]resent|[Cc]urrent) (?:[\w-]+ )?{_WORK}\b"
)
#: How a claim says that it tells of the cited work itself.
_THIS = re.compile(
    r"(?i)\b(?:in|of|during) (?:this|the) (?:[\w-]+ )?(?:trial|study)\b|'s participants"
)
#: Longer passages are looked at so far.
_LONGEST = 2_000


class Part(StrEnum):
    """The part of an article that a passage stands in."""

    BEFORE = "before"  #: introduction, background
    OWN = "own"  #: methods and results
    AFTER = "after"  #: discussion, conclusion
    UNKNOWN = "unknown"


_PARTS = (
    (re.compile(r"(?i)^[\d. ]*(?:introduction|background)"), Part.BEFORE),
    (
        re.compile(r"(?i)^[\d. ]*(?:[a-z]+(?: and|,) )?(?:methods?|methodology|results?)\b"),
        Part.OWN,
    ),
    (re.compile(r"(?i)^[\d. ]*(?:discussions?|comments?|conclusions?)\b"), Part.AFTER),
)


def parts(document: Document) -> Iterator[tuple[int, Part]]:
    """Where the parts of an article begin, in order."""
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            text = document.text[block.start : block.end].lstrip("# ")
            part = next((part for pattern, part in _PARTS if pattern.match(text)), None)
            if part is not None:
                yield block.start, part


def foreign(text: str) -> float:
    """How much a passage speaks of others' work, from 0 to 1; less where it speaks of its own."""
    text = text[:_LONGEST]
    others = sum(1 for _ in _OTHERS.finditer(text))
    own = sum(1 for _ in _OWN.finditer(text))
    return max(0.0, min(others, 2) / 2 - own / 2)


def names_itself(claim: str) -> bool:
    """Whether a claim says that it tells of the cited work ("in this trial")."""
    return _THIS.search(claim[:_LONGEST]) is not None


#: What is said of a p value that is no result: "p < 0.05 was considered significant".
_SETS = re.compile(
    r"(?i)\b(?:consider|regard|deem|accept|defin|threshold)\w*|\b(?:was|were) set\b"
    r"|\btaken? (?:as|to)\b|\bsignificance level\b|\blevel of significance\b"
)
_SIGNIFICANT = re.compile(r"(?i)\bsignifican")


def sets_level(text: str) -> bool:
    """Whether a sentence sets the level from which p values are called significant."""
    return _SIGNIFICANT.search(text) is not None and _SETS.search(text) is not None
