"""What a figure is told as: a level or a change, and how often an amount is given.

"Fell to 20%" and "fell by 20%" share every word that says what is measured,
and so do "10 mg daily" and "10 mg twice daily".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from checkers.schedules import schedules
from claims.quantity import Dimension, Quantity

_VERB = (
    r"(?:f[ae]ll(?:s|en|ing)?|drop(?:s|ped|ping)?|declin(?:es|ed|ing)|decreas(?:es|ed|ing)"
    r"|reduc(?:es|ed|ing)|lower(?:s|ed|ing)|r[io]se[sn]?|increas(?:es|ed|ing)|climb(?:s|ed)"
    r"|gr[eo]wn?|improv(?:es|ed|ing)|cut|raised|sank|shrank|went\s(?:up|down))"
)
_NOUN = (
    r"(?:reduction|decrease|drop|fall|decline|increase|rise|gain|loss|improvement|change"
    r"|difference)s?"
)
#: A text, where a figure starts and ends in it, and the figure.
Told = tuple[str, int, int, Quantity]
_MEAN = r"(?:(?:an?\s)?(?:mean|median|average|further)\s(?:of\s)?|an?\s)?$"
_REACH = 64
#: "Fell to 20%", not "from 30% to 20%", which is one quantity.
_TO = re.compile(rf"\b{_VERB}\b[^.;,()]{{0,40}}?\bto\s{_MEAN}", re.IGNORECASE)
_BY = re.compile(
    rf"\b{_VERB}\b[^.;,()]{{0,40}}?\bby\s{_MEAN}|\b{_NOUN}\s(?:of|was|is)\s{_MEAN}", re.IGNORECASE
)
_CHANGE_BEHIND = re.compile(
    rf"\s(?:[a-z]+\s)?(?:{_NOUN}|lower|higher|fewer|less|more)(?![a-z])", re.IGNORECASE
)


def is_level(text: str, start: int) -> bool:
    """Whether a figure is what something changed to: the 20% of "fell to 20%"."""
    return _TO.search(text, max(0, start - _REACH), start) is not None


def is_change(text: str, start: int, end: int) -> bool:
    """Whether a figure is by how much something changed: "fell by 20%", "a 20% reduction"."""
    before = _BY.search(text, max(0, start - _REACH), start)
    return before is not None or _CHANGE_BEHIND.match(text, end) is not None


_TIMES: Mapping[str, int] = {
    "once": 1, "twice": 2, "thrice": 3, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "": 1,
}  # fmt: skip
_PERIODS: Mapping[str, int] = {"dai": 1, "day": 1, "wee": 7, "mon": 28}
#: "10 mg daily", "10 mg by mouth twice a day", "5 mg every 8 hours"; also "once-daily 10 mg".
_OFTEN = re.compile(
    r"\s?(?:(?:orally|intravenously|subcutaneously|by\smouth|iv|po|sc|of\s[a-z-]{3,24})\s){0,2}"
    r"(?:(?:(?P<times>once|twice|thrice|(?:two|three|four|five|six|[2-6])(?=\stimes))(?:\stimes)?[\s-])?"
    r"(?:(?P<daily>daily|weekly|monthly)|(?:a|per|each|every)\s(?P<period>day|week|month))(?![a-z])"
    r"|every\s(?P<hours>4|6|8|12|24|four|six|eight|twelve)\s(?:h|hours)(?![a-z]))",
    re.IGNORECASE,
)
_HOURS: Mapping[str, int] = {"four": 4, "six": 6, "eight": 8, "twelve": 12}
_DOSED = frozenset({Dimension.MASS, Dimension.VOLUME, Dimension.DOSE})
_WITHIN = 32


def times_a_day(text: str, end: int, amount: Quantity) -> Decimal | None:
    """How many times a day an amount is given, as its unit or what stands behind it says.

    Args:
        text: the text that prints it.
        end: where it ends there.
        amount: the amount.

    Returns:
        Doses a day, None where nothing tells, or where it is no amount of a drug.
    """
    if amount.unit.endswith(" per day"):
        return Decimal(1)
    if amount.dimension not in _DOSED:
        return None
    if found := _OFTEN.match(text, end):
        return _rate(found)
    short = next(schedules(text, end, min(len(text), end + _WITHIN)), None)
    if short is None or text[end : short.start].strip(" ,"):
        return None
    return short.low


def _rate(found: re.Match[str]) -> Decimal:
    if hours := found["hours"]:
        return Decimal(24) / Decimal(_HOURS.get(hours.lower(), hours))
    period = (found["daily"] or found["period"]).lower()[:3]
    return Decimal(_TIMES[(found["times"] or "").lower()]) / _PERIODS[period]


def other_role(ours: Told, theirs: Told) -> bool:
    """Whether two figures are told as different things.

    Args:
        ours: a text, where a figure starts and ends in it, and the figure.
        theirs: the same of another text.
    """
    (text, start, end, figure), (other, at, to, stated) = ours, theirs
    often, given = times_a_day(text, end, figure), times_a_day(other, to, stated)
    if often and given and often != given:
        return True
    level, there = is_level(text, start), is_level(other, at)
    if level == there:
        return False
    return is_change(other, at, to) if level else is_change(text, start, end)
