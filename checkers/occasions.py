"""Facets that no list holds: groups named by a letter, points in time, what a rate counts by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from checkers.facets import Answer
from checkers.times import times
from checkers.verdict import Same

_LETTER = r"(?:[A-H]|I{1,3}|IV|V|\d{1,2})"
#: "Group A", "arms 1 and 2", "stage III", "type 2".
_NAMED = re.compile(
    rf"\b(?P<what>(?i:group|arm|cohort|regimen|drug|stage|grade|type|phase|class|visit))"
    rf"s?[\s-](?P<names>{_LETTER}(?:(?:,\s|,?\s(?:and|or|vs\.?|versus)\s|/){_LETTER})*)(?![\w%]|[.,]\d|-[a-z0-9])"
)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
#: Two names of one sort, and what differs; other sorts are told of something else.
_SORTS: Mapping[str, tuple[str, Same]] = {
    **dict.fromkeys(("group", "arm", "cohort", "regimen", "drug"), ("group", Same.SIBLING)),
    **dict.fromkeys(("stage", "grade", "type", "class"), ("", Same.POPULATION)),
    **dict.fromkeys(("visit", "phase"), ("", Same.TIME)),
}


#: The facets whose answers a number may name.
NUMBERED = frozenset(facet or sort for sort, (facet, _) in _SORTS.items())


def named(text: str) -> Iterator[Answer]:
    """The groups, stages and visits that a text names by a letter or a number."""
    for found in _NAMED.finditer(text):
        sort = found["what"].lower()
        facet, what = _SORTS[sort]
        for name in re.finditer(_LETTER, found["names"]):
            start = found.start("names") + name.start()
            told = _ROMAN.get(name.group(), name.group())
            yield Answer(facet or sort, told, what, start, found.start("names") + name.end())


_TREATED = (
    r"(?:the\s)?(?:treatment|therapy|surgery|operation|intervention|training|programme|program|vaccination"
    r"|course|injection|procedure|exercise|transplantation|dialysis|delivery|birth)\b"
)
_OVER = (
    r"(?:stud(?:y|ies)|trial|treatment|therapy|follow-up|programme|program|course|intervention)\b"
)
#: Points in time that a course begins and ends at; "from baseline" tells of a change.
_COURSE = re.compile(
    rf"(?i)(?<!from\s)(?<!to\s)(?<!than\s)(?<!with\s)(?<!versus\s)(?<!vs\s)(?<!of\s)(?<!over\s)(?<!the\s)"
    rf"\b(?:(?P<start>(?:at\s|\()baseline|baseline(?=\s(?:was|were|of)\b)|before\s{_TREATED}|pre-?treatment\b"
    rf"|before(?=,?\s(?:and|to)\s)|^before$|pre-?operative(?:ly)?\b|at\s(?:entry|admission|enrol?ment|study\sentry|the\s(?:start|beginning|outset))\b)"
    rf"|(?P<end>after\s(?:{_TREATED}|it\b|(?=(?:the|this|that)\b))|^after$|post-?treatment\b|post-?operative(?:ly)?\b|at\s(?:the\send\sof\s(?:the\s)?{_OVER}"
    rf"|(?:the\s)?(?:end|follow-up|discharge|(?:\d{{1,2}}|one|two|three|six|twelve)[\s-](?:week|month|year)s?)\b)))"
)


#: The question whether a course begins or ends.
COURSE = "course"


def _course(text: str) -> Iterator[Answer]:
    """The points in time that a course begins and ends at."""
    for found in _COURSE.finditer(text):
        told = "start" if found["start"] else "end"
        yield Answer(COURSE, told, Same.TIME, *found.span())


_PER = re.compile(
    r"(?i)(?:(?:(?<!within\s)(?<!after\s)(?<!for\s)(?<!of\s)(?<!in\s)(?<!half\s)(?<!over\s)(?<!than\s)\ba"
    r"|\bper|\beach|\bevery)\s|/\s?)(?P<unit>hour|day|night|week|month|year)\b(?!\s(?:after|before|later|of))"
    r"|\b(?P<form>hourly|daily|nightly|weekly|monthly|yearly|annually)\b"
)
#: The facet that holds only of the figure right beside it.
PER = "per"
_FORMS = {
    "hourly": "hour", "daily": "day", "nightly": "day", "night": "day", "weekly": "week",
    "monthly": "month", "yearly": "year", "annually": "year",
}  # fmt: skip


def _rates(text: str) -> Iterator[Answer]:
    """What a text counts by: "a day", "each week"."""
    for found in _PER.finditer(text):
        told = (found["unit"] or found["form"]).lower()
        yield Answer(PER, _FORMS.get(told, told), Same.OTHER, *found.span())


_PEOPLE = (
    r"(?:those|patients|people|women|men|participants|children|adults|individuals|persons"
    r"|subjects|infants)"
)
#: "Those who took aspirin" and "those who did not": the two sides of one question, whichever.
_SIDES = re.compile(
    rf"(?i)\b(?:(?P<without>{_PEOPLE}\s(?:(?:who|that)\s(?:(?:did|do|had|have|were|are|was)\s(?:not|never)|never)"
    r"|not|without|neither)\b|non-?users\b)"
    rf"|(?P<with>{_PEOPLE}\s(?:(?:who|that)\s(?!(?:did|do|had|have|were|are|was)\s(?:not|never)\b|never\b)[a-z]+"
    r"|with|on|taking|using|given|receiving)\b|(?<!non-)users\b))"
)


def _parties(text: str) -> Iterator[Answer]:
    """Those with something and those without, whatever it is."""
    for found in _SIDES.finditer(text):
        told = "without" if found["without"] else "with"
        yield Answer(PARTIES, told, Same.SIBLING, *found.span())


#: The facet that holds only between two parties of one sentence.
PARTIES = "parties"


#: Whether other things were allowed for; "accounted for 12%" tells of a share.
_ALLOWED = re.compile(
    r"(?i)\b(?:(?P<crude>unadjusted|crude(?=\s(?:analys|model|odds|hazard|risk|relative|rate|estimate|or\b|hr\b|rr\b))"
    r"|univaria(?:te|ble)|(?:before|without|prior\sto)\s(?:any\s|further\s)?adjust(?:ment|ing))"
    r"|(?P<adjusted>(?<!-)adjusted(?=\s(?:for\b|analys|model|odds|hazard|risk|relative|rate|estimate|difference|or\b|hr\b|rr\b))"
    r"|(?:after|with|following|upon|further)\s(?:[a-z]+\s)?adjust(?:ment|ing)|multivaria(?:te|ble)"
    r"|(?:after|when|even|once|by|on)\s(?:controlling|allowing|accounting|correcting|adjusting)\sfor|controlled\sfor"
    r"|(?:was|were|is|are|been)\s(?:accounted|corrected|allowed)\sfor"
    r"|tak(?:ing|en)\s(?:[a-z]+,?\s){0,8}?into\saccount|taking\saccount\sof|independent(?:ly)?\sof))\b"
)


def allowances(text: str) -> Iterator[Answer]:
    """Whether other things were allowed for: a crude figure and an adjusted one."""
    for found in _ALLOWED.finditer(text):
        told = "crude" if found["crude"] else "adjusted"
        yield Answer("adjusted", told, Same.OTHER, *found.span())


_GONE = r"(?:left\sout|excluded|omitted|removed|disregarded|set\saside)"
_LOT = r"(?:population|sample|cohort|group|set|analysis|series)"
#: With some people or without them, which counts only between two figures of one sentence.
_KEPT = re.compile(
    rf"(?i)\b(?:(?P<without>(?:excluding|leaving\s(?:out|aside)|omitting|disregarding|ignoring|setting\saside|not\scounting|exclusion\sof)"
    rf"|(?:was|were|being|are|is)\s{_GONE}|{_GONE}(?=,))"
    rf"|(?P<with>(?:with|when|once|after)\s(?:them|these|those|they)(?:\swere|\sare)?\s(?:included|counted|retained|added)"
    rf"|(?:full|whole|entire)\s(?:[a-z-]+\s)?{_LOT}|including|included|(?:was|were)\scounted|(?<!not\s)counting|all\s(?:the\s)?(?:randomi[sz]ed|assigned|enrolled)))\b"
)


def _kept(text: str) -> Iterator[Answer]:
    """Whether some people are counted in or left out, whoever they are."""
    for found in _KEPT.finditer(text):
        told = "without" if found["without"] else "with"
        yield Answer("kept", told, Same.POPULATION, *found.span())


def occasions(text: str) -> Iterator[Answer]:
    """What a text answers by names, times, rates and who is counted in, in no order."""
    for found in (named, _course, times, _rates, _parties, allowances, _kept):
        yield from found(text)
