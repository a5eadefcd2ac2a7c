"""What an estimate is adjusted for, where a source adjusts it for less and for more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkers.index import Passage, Place, SourceIndex
from checkers.occasions import allowances
from checkers.same import Asked
from checkers.verdict import Same
from checkers.words import concepts_in

_ALSO = r"(?:further|additional(?:ly)?|also|full|fully|mutual)"
#: What stands behind "adjusted for", up to a comma or a verb; a list goes on behind commas.
_FOR = re.compile(
    rf"(?i)\b(?:adjust(?:ed|ing|ment)s?\s(?:{_ALSO}\s)?for|controll(?:ed|ing)\sfor|allow(?:ed|ing)\sfor"
    r"|account(?:ed|ing)\sfor(?!\s\d)|correct(?:ed|ing)\sfor|taking\saccount\sof|independent(?:ly)?\sof)\s"
    r"(?P<what>[^.;:()\d]{2,120})"
)
#: "Once smoking was accounted for", "taking smoking into account".
_WAS = re.compile(
    r"(?i)\b(?:once|after|when|with|even\swhen)\s(?P<what>[a-z][a-z, -]{1,60}?)"
    r"\s(?:was|were|is|are|had\sbeen|has\sbeen|have\sbeen|being)\s(?:adjusted|accounted|allowed|controlled|corrected)\sfor\b"
    r"|\btak(?:ing|en?)\s(?P<taken>[a-z][a-z, -]{1,60}?)\sinto\saccount\b"
)
#: Where a list of what is adjusted for ends.
_END = re.compile(
    r"(?i),\s(?!(?:and|or)\b)(?=[^,]*\b(?:was|were|is|are|had|has|have|went|did|the)\b)|\b(?:was|were|is|are|had|attenuated"
    r"|reduced|did|made|left|gave|yielded|showed|weakened|lowered|raised|changed)\b"
)


def less_adjusted(asked: Asked, index: SourceIndex, place: Place) -> Same:
    """What tells a place from a claim that allows for what only another passage allows for.

    Args:
        asked: the claim.
        index: the source, a few sentences long.
        place: the place.
    """
    passage = index.passages[place.passage]
    if not passage.is_row:
        text = index.document.text[passage.start : passage.end]
        if _crosses_turn(asked, text, place.quantity.end - passage.start):
            return Same.OTHER
    claimed = frozenset() if passage.is_row else allowed_for(asked.claim.text)
    if not claimed or not _told(index, passage):
        return Same.SAME
    missing = claimed - {word.concept for word in passage.words}
    later = index.passages[place.passage + 1 :]  # what is allowed for is added to
    return Same.OTHER if any(missing & _told(index, one) for one in later) else Same.SAME


def is_before_turn(text: str, end: int) -> bool | None:
    """Whether a figure stands before what it became by adjustment: "was 1.9 and fell to 1.2 after".

    Args:
        text: a sentence.
        end: where the figure ends.

    Returns:
        None where the sentence tells of no such turn.
    """
    turn = _TURN.search(text)
    if turn is None:
        return None
    found = list(allowances(text))
    if not found or any(one.told == "crude" or one.start < turn.start() for one in found):
        return None
    return end <= turn.start()


_TURN = re.compile(
    r"(?i)\b(?:f[ae]ll|dropped|attenuated|declined|decreased|reduced|shrank|weakened|rose|increased|changed"
    r"|went\s(?:up|down)|became)\b[^.;\d]{0,30}?(?:\bto\s|(?<=became\s))(?=\d)"
)


def _crosses_turn(asked: Asked, text: str, end: int) -> bool:
    """Whether a claim calls adjusted what is crude at a place, or the other way round."""
    before = is_before_turn(text, end)
    told = {one.told for one in allowances(asked.claim.text)}
    return before is not None and told == {"adjusted" if before else "crude"}


def _told(index: SourceIndex, passage: Passage) -> frozenset[str]:
    if passage.is_row:
        return frozenset()
    return allowed_for(index.document.text[passage.start : passage.end])


def allowed_for(text: str) -> frozenset[str]:
    """The concepts of what a sentence says that it allows for."""
    return frozenset(concept for what in _lists(text) for concept in concepts_in(what))


def _lists(text: str) -> Iterator[str]:
    for found in _FOR.finditer(text):
        end = _END.search(found["what"])
        yield found["what"][: end.start() if end else None]
    for found in _WAS.finditer(text):
        yield found["what"] or found["taken"]
