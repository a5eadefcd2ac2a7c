"""Bounds and approximations: "at least", "<", "about", "or more"."""

from __future__ import annotations

import re
from typing import NamedTuple

from claims.quantity import Relation


class Modifier(NamedTuple):
    """What stands around a number and changes what it says.

    Attributes:
        start, end: offsets of the modifier itself.
        relation: the bound that it makes, None for an approximation.
        approximate: it says that the number is not exact.
    """

    start: int
    end: int
    relation: Relation | None
    approximate: bool = False


_PHRASES: dict[Relation | None, str] = {
    Relation.AT_LEAST: (
        "at least|no less than|no fewer than|not less than|not fewer than|a minimum of|minimum of"
        "|as few as|as low as|as little as|upwards of|from at least|greater than or equal to"
        "|more than or equal to|equal to or greater than|equal or greater than|down to|not below"
        "|not under"
    ),
    Relation.AT_MOST: (
        "at most|up to|upto|no more than|no greater than|no higher than|no longer than"
        "|no later than|not more than|not exceeding|not greater than|a maximum of|maximum of"
        "|as many as|as much as|as high as|as long as|less than or equal to|equal to or less than"
        "|lower than or equal to|within|not above|not over"
    ),
    Relation.GREATER_THAN: (
        "more than|greater than|higher than|larger than|longer than|older than|bigger than|over"
        "|above|exceeding|exceeds|exceeded|exceed|beyond|well over|in excess of|just over"
        "|well above|slightly more than|a little over|later than|heavier than|faster than"
        "|far more than|much more than|just above"
    ),
    Relation.LESS_THAN: (
        "less than|fewer than|lower than|smaller than|shorter than|younger than|under|below"
        "|just under|slightly less than|just below|well below|well under|earlier than|beneath"
        "|far less than|much less than|slightly under|not quite|lighter than"
    ),
    None: (
        "about|approximately|approx|approx.|around|roughly|nearly|almost|circa|ca|ca.|c.|some"
        "|close to|an estimated|estimated at|in the region of|of the order of|on the order of"
        "|in the order of|of order|virtually|practically|more or less|somewhere around"
        "|just about|approximately every|about every"
    ),
}
_MODIFIERS = {
    phrase: relation for relation, phrases in _PHRASES.items() for phrase in phrases.split("|")
}
_LAST_WORDS = frozenset(phrase.rsplit(" ", 1)[-1] for phrase in _MODIFIERS)
_LONGEST = max(len(phrase.split()) for phrase in _MODIFIERS)
_WINDOW = 40
_WORD = re.compile(r"[A-Za-z]+\.?")
_LAST_WORD = re.compile(r"[A-Za-z]+\.?$")
#: What bounds an age: "under the age of 5", "over age 65", "the over-70s".
_OF_AGE = re.compile(
    r"(?<![A-Za-z-])(under|over|below|above|beyond)(?:\s(?:the\s)?age(?:\sof)?\s|[-‑])$",
    re.IGNORECASE,
)

_AGE_ENDS = ("age", "of", "-", "‑")

_SIGNS = {
    "<": Relation.LESS_THAN, "＜": Relation.LESS_THAN, "≪": Relation.LESS_THAN,
    ">": Relation.GREATER_THAN, "＞": Relation.GREATER_THAN, "≫": Relation.GREATER_THAN,
    "≤": Relation.AT_MOST, "⩽": Relation.AT_MOST, "≦": Relation.AT_MOST, "≲": Relation.AT_MOST,
    "≥": Relation.AT_LEAST, "⩾": Relation.AT_LEAST, "≧": Relation.AT_LEAST,
    "≳": Relation.AT_LEAST,
}  # fmt: skip
_ABOUT_SIGNS = "~∼≈≅≃˜〜"
_OR_EQUAL = {Relation.LESS_THAN: Relation.AT_MOST, Relation.GREATER_THAN: Relation.AT_LEAST}

_UP = "more|greater|higher|above|over|older|longer|later|better|larger|heavier"
_DOWN = "less|fewer|lower|below|under|younger|shorter|smaller|earlier"
_AFTER = re.compile(
    rf"\s(?:or|and)\s(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<about>so))(?![A-Za-z-]|\sthan)|(?P<plus>\+)(?![\w/+-])"
    r"|[-‑](?:(?P<odd>odd)|(?P<more>plus))(?![A-Za-z])"
)
#: After "and" only these close a bound: "65 and over", but "5 and more recently".
_AFTER_AND = frozenset(["above", "over", "older", "below", "under", "younger"])


def before(text: str, at: int, floor: int) -> Modifier | None:
    """The modifier that ends where a number starts, a blank between them aside.

    Args:
        text: any text.
        at: where the number (or a modifier after this one) starts.
        floor: where the quantity before ends.
    """
    window = text[max(floor, at - _WINDOW) : at]
    stem = window.rstrip()
    if not stem:
        return None
    end = at - len(window) + len(stem)
    last = stem[-1]
    if last in _ABOUT_SIGNS:
        return Modifier(end - 1, end, None, approximate=True)
    if last in _SIGNS:
        return Modifier(end - 1, end, _SIGNS[last])
    if last == "=" and stem[-2:-1] in _SIGNS:
        return Modifier(end - 2, end, _OR_EQUAL.get(_SIGNS[stem[-2]], _SIGNS[stem[-2]]))
    aged = _OF_AGE.search(window) if stem.lower().endswith(_AGE_ENDS) else None
    if aged:
        return Modifier(at - len(window) + aged.start(), at, _MODIFIERS[aged[1].lower()])
    return _phrase(stem, end) if len(stem) < len(window) else None


def _phrase(stem: str, end: int) -> Modifier | None:
    """The longest phrase of the table that closes a text."""
    ends = stem[-1].isalpha() or stem[-1] == "."
    last = _LAST_WORD.search(stem, max(0, len(stem) - 16)) if ends else None
    if last is None or last[0].lower() not in _LAST_WORDS:
        return None
    words = list(_WORD.finditer(stem))[-_LONGEST:]
    for first in words:
        phrase = " ".join(stem[first.start() :].lower().split())
        if phrase in _MODIFIERS:
            start = end - len(stem) + first.start()
            relation = _MODIFIERS[phrase]
            return Modifier(start, end, relation, approximate=relation is None)
    return None


def after(text: str, at: int) -> Modifier | None:
    """The modifier that starts where a number or its unit ends: "or more", "+"."""
    found = _AFTER.match(text, at)
    if found is None:
        return None
    word = found["up"] or found["down"]
    if word and found[0].lstrip().startswith("and") and word not in _AFTER_AND:
        return None
    if found["about"] or found["odd"]:
        return Modifier(at, found.end(), None, approximate=True)
    relation = Relation.AT_MOST if found["down"] else Relation.AT_LEAST
    return Modifier(at, found.end(), relation)
