"""The names of the groups that a text compares, as the text itself tells them.

"The ketamine group", "saline arm", "ketamine versus saline": what stands there
names groups wherever else the text speaks of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from checkers.words import Word, words

#: What a name of a group stands before.
_GROUP = re.compile(r"(?<=\s)(?:groups?|arms?)\b")
#: Characters before it that may hold the name, and what a name does not reach across.
_REACH = 40
_OPENS = re.compile(
    r"(?i)[^\w\s-]|\n|\b(?:the|an?|in|of|for|to|with|by|and|or|both|each|all|between|among|than|vs"
    r"|versus|from|on|at|was|were|had|two|three|four)\b|\d"
)
#: Two names that are held against each other.
_VERSUS = re.compile(r"\s(?:vs\.?|versus)\s(?:the\s)?")
#: What a group is called for short: "control group (CG)".
_SHORT = re.compile(r"\b(?:group|arm)s?\s?[(\[,]\s?([A-Z][A-Za-z0-9-]{0,6}[A-Z])\b")
#: What may stand where a name does and is none.
_NO_NAMES = frozenset(
    """patient treatment trial randomized age ages same other mean either size number study total
    parallel experiment support research focu peer baseline only""".split()
)
#: The kinds of concepts that name groups, and those that name none.
ARM = "arm"
_NO_KINDS = frozenset({"general", "measure", "outcome"})
#: "Group 2" and "arm B", as words make one name of them.
_NUMBERED = re.compile(r"(?:group|arm|cohort)(?:\d{1,2}|[a-z]|i{1,3}|iv)")
#: Names that a text tells less often are none.
_LEAST = 2
#: As many places of a text are asked for names.
_MOST = 2000


def names_a_group(word: Word, known: frozenset[str]) -> bool:
    """Whether a word names a group: by its kind, its number, or because a text says so.

    Args:
        word: a word of any text.
        known: the names that :func:`group_names` found.
    """
    return word.kind == ARM or word.concept in known or bool(_NUMBERED.fullmatch(word.concept))


def group_names(text: str, headings: Iterable[str] = ()) -> frozenset[str]:
    """The concepts that a text calls a group or an arm, or holds against each other.

    Args:
        text: a whole document.
        headings: of columns that state the size of their group.
    """
    told = Counter(_told(text))
    found = {name for name, times in told.items() if times >= _LEAST}
    found |= {one.concept for short in _SHORT.findall(text) for one in words(short)}
    found |= {one.concept for heading in set(headings) for one in _names(words(heading))}
    return frozenset(found)


def _told(text: str) -> Iterator[str]:
    for found in islice(_GROUP.finditer(text), _MOST):
        yield from {one.concept for one in _names(words(_ahead(text, found.start() - 1)))}
    for found in islice(_VERSUS.finditer(text), _MOST):
        ahead, behind = _ahead(text, found.start()), text[found.end() : found.end() + _REACH]
        first, second = words(ahead)[-1:], words(_OPENS.split(behind, maxsplit=1)[0])[:1]
        if first and second:
            yield from {one.concept for one in _names([*first, *second])}


def _ahead(text: str, end: int) -> str:
    """The words right before a place that may be one name."""
    return _OPENS.split(text[max(0, end - _REACH) : end])[-1]


def _names(found: Iterable[Word]) -> Iterator[Word]:
    return (one for one in found if one.kind not in _NO_KINDS and one.concept not in _NO_NAMES)
