"""Does a plain number count things, or is it a bare value?"""

from __future__ import annotations

from claims.nouns import BEHIND, STOPS, is_plural
from claims.units import lookup

#: More words at which a noun phrase ends: what follows is said of the number.
_ENDS = STOPS | frozenset(
    """but because both each between among within without through since until when while whereas
    then if it its they we this these those there also only respectively versus vs
    compared""".split()
)
#: Words in "s" that are no plurals of things.
_VERBS = frozenset(
    """is was has does includes remains shows indicates represents suggests means rises falls
    scores always perhaps afterwards diabetes series thus""".split()
)


def tallied(text: str, at: int) -> str:
    """The plural behind a plain number that counts things ("22 older men"), "" where none is.

    "3 consecutive weeks" are a measure.

    Args:
        text: any text.
        at: where the number ends.
    """
    found = BEHIND.match(text, at)
    for word in found.groups() if found else ():
        if word is None or word in _ENDS or word in _VERBS:
            break
        if is_plural(word):
            return word if lookup(word) is None else ""
    return ""
