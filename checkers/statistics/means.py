"""Means, shares and standard deviations of whole numbers whose n a sentence states.

Only what is plainly counted is read: a share of so many people, a mean number
of things, a rating that the sentence calls a whole number or a single item.
Means of lengths, of times or of several items say nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checkers.statistics.plain import Plain
from checkers.statistics.printed import DIGITS, Printed, printed

_COUNTED = (
    r"(?:patients?|participants|subjects|women|men|children|adults|infants|newborns|babies|girls|boys"
    r"|people|persons|individuals|adolescents|respondents|students|volunteers|users|mothers|couples"
    r"|physicians|doctors|nurses|surgeons|clinicians|teachers|families|households|pregnancies"
    r"|hospitals|centres|centers|clinics|schools|practices|facilities|studies|trials|reviews"
    r"|samples|specimens|isolates|tumou?rs|lesions|biopsies|eyes|teeth|animals|mice|rats|cases)"
)
_PEOPLE = (
    r"(?P<n>\d{1,3}(?:,\d{3})+|\d{1,6}) "
    rf"(?:(?!million|thousand|billion)[a-z]+(?:-[a-z]+)? ){{0,2}}{_COUNTED}\b(?!['’])"
)
_SHARE = re.compile(
    rf"(?<![\d.,-])(?P<mean>\d{{1,3}}(?:\.\d{{1,4}})?)\s?(?:%|percent|per cent) of "
    rf"(?:all |our |these |those )?(?:the )?{_PEOPLE}"
)
_SD = (
    r"(?:\s?(?:\(?±|[,(]\s?(?:SD|[sS]\.\s?[dD]\.?|standard deviation)\s?[=:,]?)"
    rf"\s?(?P<sd>{DIGITS})\)?)?"
)
_MEAN_NUMBER = re.compile(
    r"\b(?:[Mm]ean|[Aa]verage)(?: \((?:±\s?)?SD\))? (?:number|count) of [^.;:()=\d]{3,60}?"
    rf"\s?(?:was|were|of|=|:)\s?(?P<mean>{DIGITS})(?!\d|\s?%){_SD}"
)
#: What people have a whole number of.
_THINGS = (
    r"(?:visits|episodes|errors|words|attacks|falls|relapses|admissions|readmissions|sessions"
    r"|cigarettes|drinks|tablets|meals|siblings|children|pregnancies|seizures|exacerbations|calls"
    r"|contacts|consultations|messages|operations|injections|transfusions|lesions|metastases|nodes"
    r"|symptoms|complications|infections|recurrences|correct answers)"
)
_MEAN_OF = re.compile(
    rf"\b(?:[Mm]ean|[Aa]verage)(?: \((?:±\s?)?SD\))? of (?P<mean>{DIGITS})(?!\d|\s?%){_SD}"
    rf"\s(?:[a-z]+(?:-[a-z]+)? )?{_THINGS}\b"
)
_M = re.compile(rf"(?<![\w.])M\s?=\s?(?P<mean>{DIGITS})(?!\d|\s?%){_SD}")
_N_BEHIND = re.compile(r"\s?[,;(]\s?[nN]\s?=\s?(?P<n>\d{1,6})\b")
_N = re.compile(r"(?<![\w.])[nN]\s?=\s?(?P<n>\d{1,6})\b")
_N_PEOPLE = re.compile(rf"(?<![\w.,-]){_PEOPLE}")
_WHOLE = re.compile(
    r"(?i)\bwhole[- ](?:numbers?|points?)\b|\bintegers?\b|\bnumbers? of\b|\bcounts? of\b"
)
_RATED = re.compile(r"(?i)\bsingle[- ]item\b|\blikert\b|-point (?:\w+ )?(?:scale|item)\b")
#: Measured, averaged or modelled, so that no whole numbers stand behind it.
_NOT_COUNTED = re.compile(
    r"(?i)\b(?:weighted|adjusted|estimated|expected|predicted|imputed|model\w*|items|subscales?"
    r"|composite|averaged|index|total scores?|sum scores?|years|hours|minutes)\b"
    r"|\b(?:per|each|every|a) (?:day|week|month|year|hour|night|minute|cycle)"
)
_ABOUT = re.compile(
    r"(?i)(?:about|approximately|around|nearly|almost|roughly|some|circa|over|under|than|least|most"
    r"|to|[~≈<>≤≥±])\s?$"
)
#: A mean of the shares of several people is no share of one number.
_SHARES_OF_EACH = re.compile(
    r"(?i)\b(?:mean|average|median|completed|attended|adherence|compliance|each|every)\b"
)


@dataclass(frozen=True, slots=True)
class CountedMean:
    """A mean or share of whole numbers.

    Attributes:
        mean: as printed.
        sd: the standard deviation as printed, if any.
        n: how many people or things.
        percent: whether the mean is a share in percent.
        rated: whether it is a mean of ratings, which may have been of several items.
        start, end: its place in the text that was read.
    """

    mean: Printed
    sd: Printed | None
    n: int
    percent: bool
    rated: bool
    start: int
    end: int


def counted_means(stretch: Plain) -> Iterator[CountedMean]:
    """The means and shares of whole numbers in a sentence, in order."""
    text = stretch.text
    if _NOT_COUNTED.search(text):
        return
    found = [] if _SHARES_OF_EACH.search(text) else [*map(_share, _exact_shares(text))]
    n = _only_n(text)
    for pattern in (_MEAN_NUMBER, _MEAN_OF):
        found += [_mean(one, text, n, rated=False) for one in pattern.finditer(text)]
    whole, rated = _WHOLE.search(text), _RATED.search(text)
    if whole or rated:
        found += [_mean(one, text, n, rated=not whole) for one in _M.finditer(text)]
    yield from sorted((one for one in found if one), key=lambda one: one.start)


def _exact_shares(text: str) -> Iterator[re.Match[str]]:
    """The shares of a stated number, those left out that are only about right."""
    for one in _SHARE.finditer(text):
        if not _ABOUT.search(text[max(0, one.start() - 16) : one.start()]):
            yield one


def _share(found: re.Match[str]) -> CountedMean | None:
    n = _whole(found["n"])
    return (
        CountedMean(printed(found["mean"]), None, n, True, False, found.start(), found.end())
        if n
        else None
    )


def _mean(found: re.Match[str], text: str, only: int, rated: bool) -> CountedMean | None:
    behind = _N_BEHIND.match(text, found.end())
    n = _whole(behind["n"]) if behind else only
    if not n:
        return None
    sd = printed(found["sd"]) if found["sd"] else None
    end = behind.end() if behind else found.end()
    return CountedMean(printed(found["mean"]), sd, n, False, rated, found.start(), end)


def _only_n(text: str) -> int:
    """The one sample size that a sentence states, 0 for none or several."""
    stated = [*_N.finditer(text), *_N_PEOPLE.finditer(text)]
    return _whole(stated[0]["n"]) if len(stated) == 1 else 0


def _whole(text: str) -> int:
    return int(text.replace(",", ""))
