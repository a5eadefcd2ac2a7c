"""The names that a sentence has for the groups that it sets side by side.

"(n = 80)" stands behind a name, "assigned to" before a list of them, "12% with" and "17% with"
before one each.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

#: Those who are told of, where a name stands behind them.
_PEOPLE = r"(?:patients|participants|people|subjects|those|women|men|children|infants|them|adults)"
_GIVEN = (
    r"(?:underwent|received|had|got|took|to|were\s(?:given|offered|taught|treated\swith"
    r"|(?:assigned|allocated|randomi[sz]ed|switched)\sto|(?:placed|put|kept|started|left)\son))"
)
#: As many names of one sentence are looked at.
_MOST = 5
#: What a name does not reach across, ahead of it and behind it.
_OPENS = re.compile(
    r"(?i)[,;:()\[\]]|\b(?:and|or|to|either|with|received?|receiving|given|were|was|into|vs|versus|of"
    r"|in|than|from|the|an?|underwent|both(?=\s(?:the|groups))|for(?=\s(?:the|an?)\b))\s"
)
_CLOSES = re.compile(
    r"(?i)[,;:.()\[\]]|\s(?:and|but|vs\.?|versus|compared|while|whereas|than|at|was|were|had|or|as"
    r"|in|with|on|who|after|during|by|within|over|before|until)\b"
)
_SIZED = re.compile(r"\s?[(\[]\s?n\s?=\s?\d[\d,]*[^()\[\]]{0,20}[)\]]", re.I)
_REACH = 70


def _sized(text: str) -> list[str]:
    """The names before "(n = 120)"."""
    found, last = [], 0
    for size in _SIZED.finditer(text):
        found.append(_OPENS.split(text[max(last, size.start() - _REACH) : size.start()])[-1])
        last = size.end()
    return found


_ASSIGNED = re.compile(
    r"(?i)\b(?:(?:assigned|allocated|randomi[sz]ed)\b[^.;()]{0,40}?\bto|received|treated with)\s"
    r"(?:(?:receive|undergo|have|take|either|one of)\s){0,2}(?P<names>[^.;]{3,160})"
)
_ASIDE = re.compile(r"\s?\([^()]*\)")
#: A list of names, the last of them behind "or"; what goes on behind it names nobody.
_LIST = re.compile(
    r"(?i)(?P<head>[^,]{2,80}?(?:,\s[^,]{2,40}?){0,3}?),?\s(?:or|versus|vs\.?)\s(?P<last>[^,]{2,60})"
)
_NAME_STARTS = re.compile(r"(?i)^(?:(?:to|the|an?|receive|either|or|with)\s)+")
_NAME_GOES = re.compile(
    r"(?i)\s(?:for|in|at|on|during|by|within|every|once|twice|three|after|before|subcutaneously|orally"
    r"|daily|weekly|as|was|were)\b.*"
)
#: What may stand before a noun that two names share: "laparoscopic or open surgery".
_QUALIFIES = re.compile(
    r"(?i)(?:ic|al|ive|ed|ar|ary|ous|en|ing|ly|ard|dual|triple|single|long|short)$"
)
_LONGEST_NAME = 40


def _assigned(text: str) -> list[str]:
    """The names that people were assigned to: "to A or to B"."""
    told = _ASSIGNED.search(text)
    found = _LIST.match(_ASIDE.sub("", told["names"])) if told else None
    if found is None:
        return []
    parts = [*found["head"].split(", "), found["last"]]
    names = [_NAME_GOES.sub("", _NAME_STARTS.sub("", one)).strip() for one in parts]
    if _QUALIFIES.search(names[0]) and " " not in names[0]:
        names[-1] = names[-1].rpartition(" ")[0] or names[-1]
    return names if all(0 < len(one) <= _LONGEST_NAME for one in names) else []


_GROUP = re.compile(r"\b(?:groups?|arms?)\b")
_JOINED = re.compile(
    r"\b(?:the\s)?([\w-]{1,40}(?:\s[\w-]{1,40})?)\s(?:and|or)\s([\w-]{1,40}(?:\s[\w-]{1,40})?)\s(?:groups|arms)\b"
)


def _grouped(text: str) -> list[str]:
    """The names before "group" and "arm"."""
    both = _JOINED.search(text)
    if both:
        return list(both.groups())
    found = [
        _OPENS.split(text[max(0, one.start() - _LONGEST_NAME) : one.start()])[-1].strip()
        for one in islice(_GROUP.finditer(text), _MOST + 1)
    ]
    return list(dict.fromkeys(one for one in found if one))


#: What leads from a number to the name of its group.
_CUE = re.compile(
    r"(?i)(?<![\d.:])\d[\d.,]{0,12}\s?%?\)?"
    r"(?:\s\([^()]{0,60}\)|\sof\s\d[\d,]{0,12}(?:\s[a-z]+)?|\sat\s\d{1,4}\s[a-z]+"
    rf"|\s(?:days?|months?|years?|hours?|minutes|points|of|{_PEOPLE})){{0,3}}"
    rf"\s?(?:;\s)?(?:(?:{_PEOPLE}\s)?(?:who\swere\s)?(?!aged)[a-z]{{3,16}}ed\s)?"
    r"(?P<cue>in|with|on|to|for|after|under|among|of|receiving|taking|given|using|by"
    r"|assigned to|treated with|allocated to)"
    rf"\s(?:(?:the|who|given|taking|receiving|on|with|{_PEOPLE})\s){{0,3}}"
    r"(?P<name>[^\d,;:.()\[\]]{2,40})"
)
#: Words that lead on to people alike.
_ALIKE = frozenset(
    ("in", "of", "among", "with", "on", "to", "by", "receiving", "taking", "given", "using")
).union(("assigned to", "treated with", "allocated to"))


def _led(text: str) -> list[str]:
    """The names that numbers lead on to with the same word: "30% with A and 12% with B"."""
    found = list(islice(_CUE.finditer(text), _MOST + 1))
    cues = {one["cue"].lower() for one in found}
    if len(cues - _ALIKE) + bool(cues & _ALIKE) != 1:
        return []
    names = [_CLOSES.split(one["name"])[0].strip() for one in found]
    shared = names[-1].partition(" ")
    if len(names) == _TWO and " " not in names[0] and _PROCEDURE.fullmatch(shared[2]):
        names[0] += f" {shared[2]}"
    return names


_TWO = 2
#: A noun that two names share: "after keyhole and after open repair".
_PROCEDURE = re.compile(
    r"(?i)(?:(?:[a-z]+\s)?(?:surgery|repairs?|operations?|procedures?|treatments?|therapy|access|approach|delivery"
    r"|techniques?|resections?|schedules?|regimens?|courses?|births?|feeding|implants?))"
)


_COUNTED = re.compile(
    rf"(?i)\b\d[\d,]{{0,12}}\s(?:{_PEOPLE}\s)?{_GIVEN}\s(?P<one>[^\d,;:.()\[\]]{{3,40}}?),?"
    rf"\s(?:and|or)\s\d[\d,]{{0,12}}\s(?:{_GIVEN}\s)?(?P<other>[^\d,;:.()\[\]]{{3,40}})"
)


def _counted(text: str) -> list[str]:
    """The names of two groups that are counted: "450 underwent A and 450 B"."""
    found = _COUNTED.search(text)
    return [_CLOSES.split(one)[0] for one in found.groups()] if found else []


#: What two groups are given, or what is held against what, told at the start of a text.
_TRIED = (
    r"(?:was|were)\s(?:given|worn|used|applied|taken|offered|tested|injected|performed|prescribed"
    r"|administered|fitted|compared)"
)
_NAME = r"[^\d,;:.()\[\]]{3,40}?"
_SIDE_BY_SIDE = re.compile(
    rf"(?:^(?:[A-Z][a-z]+:\s)?(?P<one>{_NAME})\s(?:or|and|versus)\s(?P<other>{_NAME})\s{_TRIED}\b"
    rf"|^(?P<first>{_NAME})\s(?:was|were)\scompared\s(?:with|to|against)\s(?P<second>{_NAME})(?=[,.;(]|\s(?:in|for|as|among)\s)"
    rf"|\b(?:[Ww]e|trial|study)\scompared\s(?P<this>{_NAME})\s(?:with|and|to|against|versus)\s(?P<that>{_NAME})(?=[,.;(]|\s(?:in|for|as|among)\s))"
)


def _side_by_side(text: str) -> list[str]:
    """The names of two things that a trial holds against each other: "A or B was given"."""
    found = _SIDE_BY_SIDE.search(text)
    if found is None:
        return []
    one, other = (_NAME_STARTS.sub("", told) for told in found.groups() if told)
    if " " not in one and " " in other:
        other = other.rpartition(" ")[0]  # "acupressure or sham bands"
    return [one, other]


#: Ways to find names, and whether what they find are groups of a study.
FINDERS: tuple[tuple[Callable[[str], list[str]], bool], ...] = (
    (_sized, True),
    (_assigned, True),
    (_counted, True),
    (_grouped, True),
    (_side_by_side, True),
    (_led, False),
)
