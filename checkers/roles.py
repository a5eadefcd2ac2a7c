"""What a figure is told as: a level or a change, and how often an amount is given.

"Fell to 20%" and "fell by 20%" share every word that says what is measured,
and so do "10 mg daily" and "10 mg twice daily".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from checkers.schedules import schedules
from claims.quantity import Dimension, Quantity, Relation

_VERB = (
    r"(?:f[ae]ll(?:s|en|ing)?|drop(?:s|ped|ping)?|declin(?:es|ed|ing)|decreas(?:es|ed|ing)"
    r"|reduc(?:es|ed|ing)|lower(?:s|ed|ing)|r[io]se[sn]?|rising|increas(?:es|ed|ing)|climb(?:s|ed|ing)"
    r"|gr[eo]wn?|improv(?:es|ed|ing)|cut(?:s|ting)?|rais(?:es|ed|ing)|sank|shr[au]nk|plung(?:es|ed)"
    r"|jump(?:s|ed)|soar(?:s|ed)|surg(?:es|ed)|dip(?:s|ped)|slip(?:s|ped)|shorten(?:s|ed|ing)"
    r"|lengthen(?:s|ed|ing)|prolong(?:s|ed|ing)|extend(?:s|ed)|diminish(?:es|ed)|boost(?:s|ed|ing)"
    r"|widen(?:s|ed)|narrow(?:s|ed)|worsen(?:s|ed)|slash(?:es|ed|ing)|eas(?:es|ed|ing)|lessen(?:s|ed|ing)"
    r"|trim(?:s|med|ming)|curb(?:s|ed|ing)|slump(?:s|ed)|(?:went|g(?:o|oes|oing|one)|c[ao]m(?:e|es|ing)"
    r"|brought|push(?:ed|es)|edg(?:ed|es)|crept|mov(?:ed|es)|driv(?:en|es)|drove)\s(?:up|down))"
)
_NOUN = (
    r"(?:reduction|decrease|drop|fall|decline|increase|rise|gain|loss|improvement|change"
    r"|difference)s?"
)
#: A text, where a figure starts and ends in it, and the figure.
Told = tuple[str, int, int, Quantity]
_MEAN = (
    r"(?:(?:an?\s)?(?:mean|median|average|further)\s(?:of\s)?|an?\s|(?:only|just|some|fully)\s)?$"
)
_REACH = 80
#: "Fell to 20%", not "from 30% to 20%", which is one quantity.
_TO = re.compile(
    rf"\b{_VERB}\b(?:[^.;,()]{{0,40}}?|[^.;,()]{{0,20}}?\bby\s[^;,()]{{1,24}},)\s?\bto\s{_MEAN}",
    re.IGNORECASE,
)
#: "Were left with 3.8", "down to 3.8": how much there was in the end.
_HELD = re.compile(
    r"\b(?:left\swith|ended\sup\s(?:at|with)|settled\sat|stood\sat|still\shad|down\sto)\s(?:only\s|just\s)?$",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"\b(?:{_VERB}\b[^.;,()]{{0,56}}?|(?<!en\s)up\s|down\s)\bby\s{_MEAN}"
    rf"|(?<!for\s)\b{_NOUN}\s(?:of|was|is)\s{_MEAN}",
    re.IGNORECASE,
)
_CHANGE_BEHIND = re.compile(
    rf"\s(?:(?!(?:or|and|was|were|is|are|had|has|in|at|of|for|with|which|that)\b)[a-z]+\s)?(?:{_NOUN}|lower|higher|fewer|less|more|shorter|longer|slower|quicker"
    r"|faster|heavier|lighter|bigger|smaller|larger|taller|off(?=\s(?:the|their|its|an?)\b)"
    r"|(?:earlier|later|sooner|older|younger)(?=\sthan\b))(?![a-z])",
    re.IGNORECASE,
)


def is_level(text: str, start: int) -> bool:
    """Whether a figure is what something changed to: the 20% of "fell to 20%"."""
    found = _TO.search(text, max(0, start - _REACH), start)
    return found is not None and not _OF_CHANGE.search(text, 0, found.start())


#: "The difference shrank to 20%" tells of a difference.
_OF_CHANGE = re.compile(rf"(?i)\b(?:{_NOUN}|gaps?|advantage|effect)\b[^.;,]{{0,40}}$")


def is_change(text: str, start: int, end: int) -> bool:
    """Whether a figure is by how much something changed: "fell by 20%", "a 20% reduction"."""
    before = _BY.search(text, max(0, start - _REACH), start)
    behind = before or _CHANGE_BEHIND.match(text, end)
    if behind is not None:
        return True
    far = max(0, start - _FAR)
    return "by" in text[far:start].lower() and _GOES_ON.search(text, far, start) is not None


#: "Fell by 2.9 days with the low dose, 3.8 days with the high one".
_GOES_ON = re.compile(
    rf"\b{_VERB}\sby\s{_MEAN[:-1]}\d(?:(?!\b(?:to|from|was|were|is|had|has)\b|[.;]\s)[^()]){{1,80}}"
    r"(?:,\s(?:and\s)?|\sand\s)(?:by\s)?$",
    re.IGNORECASE,
)
_FAR = 128


#: What tells of a change or an effect.  A sentence without such a word states how things are,
#: unless it goes on from another one.
_CHANGES = re.compile(
    rf"(?i)\b(?:{_VERB}|{_NOUN}|(?<!or\s)less|lessen\w*|(?<!or\s)more|gain\w*|los[est]\w*|sav(?:ed|es|ing|ings)|add(?:s|ed|ing)"
    r"|extra|additional\w*|further|off|chang\w*|differ\w*|effect\w*|effica\w*|protect\w*|prevent\w*|avert\w*"
    r"|avoid\w*|benefit\w*|relative|ratio|odds|hazard|coefficient|slope|margin|gap|excess|shift\w*|halv\w*|doubl\w*"
    r"|up|down|above|below|over|under|exceed\w*|behind|ahead|delta|net|delay\w*\sby|advance\w*|decrement\w*|increment\w*"
    r"|elevat\w*|deteriorat\w*|recover\w*|accelerat\w*|deepen\w*|attribut\w*|trim\w*|slash\w*|suppress\w*|thin\w*"
    r"|outperform\w*|declin\w*|decreas\w*|increas\w*|reduc\w*|improv\w*|shrink\w*|grow\w*|weaken\w*|strengthen\w*)\b"
    r"|[βΔ]|^(?:it|this|that|these|they|the\sfigures?)\b"
)
#: What sets one level beside another.
_COMPARED = re.compile(
    r"(?i)\b(?:than|lower|higher|fewer|shorter|longer|slower|quicker|faster|heavier|lighter|bigger|smaller"
    r"|larger|greater|taller|better|worse|earlier|later|sooner|older|younger)\b"
)
_VERSUS = r"\s?(?:vs\.?|versus|compared\swith|as\sagainst)\s"
_PAIRED = re.compile(rf"[^.;,()\d]{{0,20}}{_VERSUS}")
_PAIRED_BEFORE = re.compile(rf"\d[^.;,()\d]{{0,20}}{_VERSUS}$")


def is_state(text: str, start: int, end: int) -> bool:
    """Whether a sentence states how things are, and not by how much they changed or differ.

    "The stay was 5 days versus 8 days"; "shorter (5 days versus 8 days)".

    Args:
        text: a sentence.
        start: where a figure starts.
        end: where it ends.
    """
    if text[max(0, start - 1) : start + 1].strip("( ").startswith(_SIGNS) or _CHANGES.search(text):
        return False
    paired = _PAIRED.match(text, end) or _PAIRED_BEFORE.search(text, max(0, start - 40), start)
    return paired is not None or _COMPARED.search(text) is None


_SIGNS = ("-", "−", "–", "+", "±")


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
    if _is_than(text, start, end) and is_equal_in_all(other, at, to):
        return True
    level, there = is_level(text, start), is_level(other, at)
    if level or _HELD.search(f"{text[max(0, start - _REACH) : start]}{_way(figure)}"):
        opens = level and is_course(stated) and figure.low == _opens_with(stated)
        return opens or (not there and is_change(other, at, to))
    if not is_change(text, start, end) or is_change(other, at, to):
        return False
    by = _BY.search(text, max(0, start - _REACH), start) is not None
    sure = by or _is_measured(figure)
    return there or is_course(stated) or (sure and is_state(other, at, to))


def _is_than(text: str, start: int, end: int) -> bool:
    """Whether a figure is by how much one group has more than another: "4 fewer days than"."""
    before = text[max(0, start - _REACH) : start]
    behind = _MORE_THAN.match(text, end)
    named = _BY_SO_MUCH.search(before) or _WITHIN_FIGURE.search(text, start, end)
    return behind is not None or (named is not None and _THAN.match(text, end) is not None)


_MORE = (
    r"(?:more|fewer|less|lower|higher|shorter|longer|slower|quicker|faster|heavier|lighter|bigger|smaller"
    r"|larger|greater|taller|better|worse|earlier|later|sooner|older|younger)"
)
#: Those whom a group is held against, which is no earlier time of its own.
_THAN = re.compile(
    r"(?i)[^.;,()\d]{0,60}\sthan\s(?!(?:at|before|in\s(?:19|20)|when)\b|[^.;,()]{0,24}\b(?:baseline|entry|start|outset|earlier)\b)"
)
_MORE_THAN = re.compile(rf"(?i)\s(?:[a-z]+\s){{0,2}}{_MORE}\b{_THAN.pattern[4:]}")
#: "5.5 fewer days" is one figure.
_WITHIN_FIGURE = re.compile(rf"(?i)\s{_MORE}\b")
_BY_SO_MUCH = re.compile(rf"(?i)\b{_MORE}\b[^.;,()]{{0,30}}\bby\s{_MEAN}")


def is_equal_in_all(text: str, start: int, end: int) -> bool:
    """Whether a figure is told alike of all groups: "was the same in both, at 4 days".

    Args:
        text: a sentence.
        start: where the figure starts.
        end: where it ends.
    """
    before = text[max(0, start - _REACH) : start]
    return _IN_EACH.match(text, end) is not None or _ALIKE.search(before) is not None


#: "7.8 kg in each arm", "the same in both groups, at 7.8 kg", "did not differ (7.8 kg".
_IN_EACH = re.compile(
    r"(?i)\s(?:[a-z]+\s){0,2}(?:in|for|with|on|under|after)\s(?:each\b|both\b|either\b"
    r"|(?:all\s)?(?:the\s)?(?:two|three)\s(?:arms|groups)\b)"
)
_ALIKE = re.compile(
    r"(?i)(?:\b(?:the\ssame|equal|identical|alike|no\sdifferent|did\snot\sdiffer|was\snot\sdifferent)\b"
    r"[^.;()\d]{0,40}[,(:]\s?(?:at|with|of|being)?|\b(?:both|each)\s(?:arms?|groups?)\s[^.;,()\d]{0,30})"
    r"\s?(?:(?:an?\s)?(?:mean|median|average)\s(?:of\s)?)?$"
)


def _way(figure: Quantity) -> str:
    """The "down to " of "down to 30%", which is read as a bound."""
    return figure.text[: len(_DOWN)] if figure.text.lower().startswith(_DOWN) else ""


_DOWN = "down to "


def is_course(stated: Quantity) -> bool:
    """Whether a figure tells what something changed from and to: "from 60% to 45%"."""
    return stated.relation is Relation.RANGE and stated.text.lower().startswith("from")


def is_told_course(text: str, start: int, stated: Quantity) -> bool:
    """Whether a sentence says that something changed from and to: it then was at both.

    Args:
        text: what prints it.
        start: where the figure starts.
        stated: the figure.
    """
    return is_course(stated) and _CHANGED.search(text, max(0, start - _REACH), start) is not None


#: "Fell from 9 to 3", "fell by 64%, from".
_CHANGED = re.compile(
    rf"(?i)\b(?:{_VERB}|went|moved|changed)\s(?:[a-z]+\s){{0,3}}(?:\d[^;()]{{0,24}}\s)?$"
)


def _opens_with(stated: Quantity) -> Decimal | None:
    """The number that a course starts from."""
    lower, higher = stated.low, stated.high
    if lower is None or higher is None:
        return None
    printed = stated.text.removeprefix("from ")
    return lower if printed.startswith(f"{lower}") else higher


def _is_measured(figure: Quantity) -> bool:
    """Whether a figure is no plain number: people who left are told in many ways."""
    return figure.unit != "" or (figure.low or 0) >= _MANY


_MANY = 1000
