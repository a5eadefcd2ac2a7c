"""Which words of a sentence belong to which of its numbers.

"30% of the placebo group and 12% of the group on the drug": the sentence is cut
between its numbers, and the words that stand behind each number, or before it
where none follow, tell one number from the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from checkers.words import Word
from claims.quantity import Quantity

#: What parts two numbers, the strongest first.
_PARTINGS = (
    re.compile(r";"),
    re.compile(
        r"(?i),?\s(?:but|while|whereas|against|vs\.?|versus|compared (?:with|to)|than)\s|,\sand\s"
    ),
    re.compile(r"(?i)\sand\s|\sor\s"),
    re.compile(r","),
)
#: What ends the words that stand behind a number.
_CLOSE = re.compile(r"(?<=[^\W\d_])[,;)]")
#: As many words on either side may belong to a number.
_OWN_WORDS = 6
_RESPECTIVELY = re.compile(r"(?i)\brespectively\b")


def owned(
    text: str, offset: int, found: Sequence[Word], numbers: Sequence[Quantity]
) -> list[frozenset[str]]:
    """The concepts that belong to each number of a sentence, and to it alone.

    Args:
        text: the sentence.
        offset: where it starts.
        found: its words.
        numbers: its quantities, in order.

    Returns:
        One set a number; empty where the sentence does not tell, as in
        "30% and 12%, respectively".
    """
    if _RESPECTIVELY.search(text):
        return [frozenset()] * len(numbers)
    cuts = [
        _parting(text, before.end - offset, after.start - offset) + offset
        for before, after in pairwise(numbers)
    ]
    starts, ends = [offset, *cuts], [*cuts, offset + len(text)]
    parts = []
    for place, number in enumerate(numbers):
        stop = _CLOSE.search(text, number.end - offset, ends[place] - offset)
        last = stop.start() + offset if stop else ends[place]
        behind = [word.concept for word in found if number.end <= word.start < last]
        ahead = [word.concept for word in found if starts[place] <= word.start < number.start]
        parts.append((set(ahead[-_OWN_WORDS:]), set(behind[:_OWN_WORDS])))
    if any(not _between(found, *pair) for pair in pairwise(numbers)):
        return [frozenset()] * len(numbers)
    follow = all(behind for _, behind in parts)
    lead = all(ahead for ahead, _ in parts)
    if follow:
        mine = [behind | (ahead if place else set()) for place, (ahead, behind) in enumerate(parts)]
    elif lead:
        mine = [ahead | behind for ahead, behind in parts]
    else:
        return [frozenset()] * len(numbers)
    return [
        frozenset(one - set().union(*(other for other in mine if other is not one))) for one in mine
    ]


def _between(found: Sequence[Word], before: Quantity, after: Quantity) -> bool:
    """Whether a word stands between two numbers; "30% vs. 12%" tells nothing of either."""
    return any(before.end <= word.start < after.start for word in found if word.kind != "general")


def _parting(text: str, start: int, end: int) -> int:
    """Where the stretch between two numbers is best cut."""
    for parting in _PARTINGS:
        cut = parting.search(text, start, end)
        if cut:
            return cut.start()
    return end
