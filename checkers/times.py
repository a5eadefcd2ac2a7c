"""After which time a figure is told, in the words of papers and of people.

"At 12 months", "a year on", "week 52", "the one-year follow-up", "in the first year of life",
"at the age of two" and "half a year later" all answer one question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from checkers.facets import Answer
from checkers.verdict import Same

#: The question after which time a figure is told; its answers are numbers with a unit.
AFTER = "after"
_SMALL: Mapping[str, float] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18,
    "twenty": 20, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "half a": 0.5,
    "half": 0.5, "one and a half": 1.5, "two and a half": 2.5,
}  # fmt: skip
_NUMBER = (
    r"(?:\d{1,3}(?:\.\d)?|(?:one|two) and a half|half(?:\sa)?|an?(?:\s(?:full|whole|entire))?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty)"
)
_SPAN = r"(?:day|week|fortnight|month|year|decade)"
_UNIT = rf"(?P<unit>{_SPAN})s?"
_ORDINAL = r"(?:first|second|third|fourth|fifth)"
#: Numbers of a list that share their unit: "1, 3 and 5 years".
_LIST = rf"(?P<list>{_NUMBER}(?:(?:,\s|,?\s(?:and|or)\s){_NUMBER}){{0,4}})"
_TOLD = re.compile(
    rf"(?i)(?<![\w.])(?:"
    # "at 12 months", "by the age of 2 years"
    rf"(?:at|after|within|until|till|up\sto|by(?=\s(?:the\s)?age)|(?<=[.;]\s)by|^by|(?<=\d\s)by"
    rf"|by(?=\s{_NUMBER}\s{_SPAN}s?,?\s\d))\s"
    rf"(?:(?:the\s)?age\sof\s|age\s|(?:only|just|about|around)\s)?{_LIST}[\s-]{_UNIT}\b"
    rf"(?!\s(?:before|earlier|ago|old|course|treatment|regimen))"
    # "two years later", "a year on", "six months after giving birth"
    rf"|(?P<later>{_NUMBER})[\s-](?P<later_unit>{_SPAN})s?\s(?:later|afterwards?|after|into|post\b|following"
    rf"|(?:on|out)(?=[,.;]|\s(?:from|after)|$)|of\s(?:age|life)(?=[,.;]|$))"
    # "five-year survival", "the 3-month follow-up"
    rf"|(?P<noun>{_NUMBER})[\s-](?P<noun_unit>{_SPAN})\s(?:[a-z-]+\s){{0,3}}?"
    rf"(?:survival|mortality|risk|rate|recurrence|incidence|prevalence|follow-up|visit|assessment|mark|point|check-up)\b"
    # "in the first year of life"
    rf"|(?:in|during|over|through|throughout|within|for|(?:at|by|until)\sthe\s(?:end|close)\sof|in\sthe\scourse\sof)"
    rf"\s(?:the|their|its)\s(?P<first>{_ORDINAL})\s"
    rf"(?:(?P<many>{_NUMBER})\s)?(?P<first_unit>{_SPAN})s?\b"
    # "6 months" as a heading
    rf"|^(?P<bare>{_NUMBER})[\s-](?P<bare_unit>{_SPAN})s?(?=\s?[(,:;]|$)"
    # "week 12", "day 28"
    rf"|(?P<named>day|week|month|year)\s(?P<which>\d{{1,3}})(?![\w%]|[.,]\d|-[a-z0-9]))"
)
#: "At the age of two", "by age 5", "their second birthday".
_AGED = re.compile(
    rf"(?i)\b(?:(?:at|by|until|up\sto|before)\s(?:(?:the\s)?age\sof|age)\s(?P<age>{_NUMBER})"
    rf"(?![\s-](?:day|week|month|year)|[\d.]|[–-]\d|\sto\s\d)|(?P<birthday>{_ORDINAL})\sbirthday)\b"
)

#: "In the first", beside "in the second year".
_SHORTLY = re.compile(rf"(?i)\b(?:in|during|for|over)\sthe\s(?P<which>{_ORDINAL})(?!\s?[a-z]|-)")


_NUMBERS = ("later", "noun", "bare", "which", "many", "first")
_UNITS = ("unit", "later_unit", "noun_unit", "first_unit", "bare_unit", "named")


def times(text: str) -> Iterator[Answer]:
    """The times that a text tells figures after, one answer each."""
    told = list(_TOLD.finditer(text))
    for found in told:
        yield from _each(found, next(one for one in map(found.group, _UNITS) if one).lower())
    counted = next((one["first_unit"] for one in told if one["first_unit"]), "")
    for found in _SHORTLY.finditer(text) if counted else ():
        yield _answer(found["which"], counted.lower(), *found.span())
    for found in _AGED.finditer(text):
        yield _answer(found["age"] or found["birthday"], "year", *found.span())


def _each(found: re.Match[str], unit: str) -> Iterator[Answer]:
    if found["list"]:
        start = found.start("list")
        for one in re.finditer(rf"(?i)\b{_NUMBER}\b", found["list"]):
            yield _answer(one.group(), unit, start + one.start(), found.end())
    else:
        told = next((one for one in map(found.group, _NUMBERS) if one), "one")
        yield _answer(told, unit, *found.span())


_IN_FULL = re.compile(r"\s(?:full|whole|entire)$")
#: Units that are told in others.
_OF: Mapping[str, tuple[int, str]] = {
    "year": (12, "month"), "decade": (120, "month"), "fortnight": (2, "week"),
}  # fmt: skip


def _answer(number: str, unit: str, start: int, end: int) -> Answer:
    low = _IN_FULL.sub("", number.lower())
    value = _SMALL[low] if low in _SMALL else float(low)
    times, plain = _OF.get(unit, (1, unit))
    told = f"{value * times:g} {plain}"
    return Answer(AFTER, told, Same.TIME, start, end)


_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4}
#: Three months are told of 12 weeks, and a year of 52; 28 days are not 30.
_ROUGHLY = 0.1


def are_one_time(one: str, other: str) -> bool:
    """Whether two answers name one time, which two units seldom do to the day."""
    (mine, unit), (theirs, their_unit) = one.split(), other.split()
    if unit == their_unit:
        return mine == theirs
    first, second = float(mine) * _DAYS[unit], float(theirs) * _DAYS[their_unit]
    return abs(first - second) <= _ROUGHLY * max(first, second)
