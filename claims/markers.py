"""Digits that may be citation markers, weighed by the words around them.

Every weight is a log-odds: positive speaks for a marker, negative for a
number of the text.  The words are kept in tables; what the sequence of labels
and the reference list say is added by :mod:`claims.citations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.numbering import Candidate

#: Ranges wider than this are no citations.
_MAX_RANGE = 60

_LIST = r"\d{1,3}(?:\s?[,;]\s?\d{1,3}|\s?[–—‐‑-]\s?\d{1,3}){0,30}"
_PARTS = re.compile(r"(\d{1,3})(?:\s?[–—‐‑-]\s?(\d{1,3}))?")

_BRACKET = re.compile(rf"\[\s?({_LIST})\s?\]")
_PAREN = re.compile(rf"\(\s?({_LIST})\s?\)")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,˒⁻–-]{1,2}[⁰¹²³⁴⁵⁶⁷⁸⁹]+){0,30}")
_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")
_GLUED = re.compile(
    r"(?<=[^\W\d_]|[)\]’”\"'%])([.,;:]?)(\d{1,3}(?:[,–—‐‑-]\d{1,3}){0,30})(?![\d%°]|[.,–-]\d|[^\W_])"
)
_BARE = re.compile(
    r"(?<=[^\W_]|[)\].,;:’”\"'%])[ \u00a0](\d{1,3}(?:,\s?\d{1,3}|\s?[–—‐‑-]\s?\d{1,3}){0,30})"
    r"(?![\d%°′″×/=<>±–—‐‑-]|[.,:]\d|[^\W_]|\s?[%°±×=<>/])"
)

_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:[’'-][^\W\d_]+)*)\Z")
_WORD_AFTER = re.compile(r"[ \u00a0]([^\W_]+(?:[-’'][^\W_]+)*)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: A number behind one of these belongs to the sentence's grammar.
_BEFORE_QUANTITY = _words(
    """a about above additional after all almost an and another any approximately approx are around as at average be
    been before below between both by circa contained containing day days down each either equal equals equalled
    even every exactly except exceeded exceeding exclude first for from further great had has have having in include
    included including into is last least less mean median minimum maximum more most n nearly next no not of off on
    once one only onto or other our out over past per plus previous remaining roughly scored score since some
    such than that the their these this those through to total totalled totaled twice under until up upon versus
    vs was were when where which while with within without would"""
)
#: A number behind one of these is part of a name.
_BEFORE_NAME = _words(
    """age aged algorithm appendix aim aims arm art article axis box case category chapter class clause code cohort
    column criterion cycle day days dose edition eq equation experiment exp fig figs figure figures file
    footnote formula generation grade grades group groups hour hours hypothesis instalment item items issue
    level levels line lot model models module month months no nos number numbers objective option order outcome
    page pages panel part participant patient period phase phases point points protocol quartile quintile
    question ref refs reference references round row rule sample scenario scheme score scores section
    sections session sessions set site stage stages step steps strategy study subset subtype tab
    table tables task tertile tier time trial type types unit version video visit visits vol volume wave week weeks year
    years question q"""
)
_MONTHS = _words(
    """jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october
    nov november dec december"""
)
#: A number before one of these is measured in it.
_UNITS = _words(
    """s sec seconds second min mins minute minutes h hr hrs hour hours d day days wk wks week weeks mo month months
    y yr yrs year years mg g kg µg μg mcg ng pg l dl ml µl μl mm cm m km nm µm μm mmol mol µmol μmol nmol pmol iu u mu units
    unit kcal kj cal hz khz mhz kda bp kb mmhg kpa ppm gy msv cells cell copies percent per point points times
    fold items item patients patient participants subjects women men children adults people persons individuals
    infants controls cases studies trials groups arms centers centres hospitals sites sessions visits weeks doses tablets
    cycles events deaths million billion thousand hundred out of degrees am pm a.m p.m mcg/ml mg/kg mg/day met mets litres
    liters drinks cigarettes units/day h/day dimensions domains questions categories levels scales subscales
    different separate consecutive healthy male female males females pairs mice rats animals samples hours"""
)
#: Words that carry a sentence on behind a marker.
_AFTER_MARKER = _words(
    """although among an and are as at because been before being both but by can compared could did do does during for
    found from had has have however if in including indicated into is it may might nor on or reported
    show showed shown shows since so such suggest suggested suggests than that the their then there these they this
    through thus to under until was we were when where whereas which while who whose will with within would"""
)


def label_numbers(printed: str) -> tuple[int, ...]:
    """The numbers that a printed list of labels names, ranges written out.

    A range that runs backwards or too far names nothing.
    """
    numbers: list[int] = []
    for part in _PARTS.finditer(printed):
        low = int(part.group(1))
        high = int(part.group(2)) if part.group(2) else low
        if not low or not low <= high <= low + _MAX_RANGE:
            return ()
        numbers.extend(range(low, high + 1))
    return tuple(dict.fromkeys(numbers))


def brackets(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Candidates such as "[1,3-5]"."""
    for match in _BRACKET.finditer(text, start, end):
        labels = label_numbers(match.group(1))
        if labels:
            before = text[max(start, match.start() - 12) : match.start()]
            weight = 3.0 - 5.0 * bool(re.search(r"\d\s?\Z|CI\W{0,3}\Z|range\W{0,3}\Z", before))
            yield Candidate(match.start(), match.end(), labels, weight, "bracket")


def parentheses(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Candidates such as "(1, 2)"; enumerations "(1) …; (2) …" weigh against."""
    for match in _PAREN.finditer(text, start, end):
        labels = label_numbers(match.group(1))
        if not labels:
            continue
        before = text[max(start, match.start() - 2) : match.start()].rstrip()
        after = text[match.end() : min(end, match.end() + 2)]
        weight = 0.5
        if not before or before[-1] in ":;,":
            weight -= 4.0
        elif before[-1].isdigit():
            weight -= 2.0
        if not after or after[0] in ".,;":
            weight += 1.5
        elif after[0].isalnum():
            weight -= 4.0
        yield Candidate(match.start(), match.end(), labels, weight, "parenthesis")


def raised(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Candidates in Unicode superscript digits."""
    for match in _RAISED.finditer(text, start, end):
        labels = label_numbers(match.group().translate(_RAISED_DIGITS))
        if labels:
            weight = superscript_weight(text[max(start, match.start() - 12) : match.start()])
            yield Candidate(match.start(), match.end(), labels, weight, "superscript")


_POWER = re.compile(r"(?:\d|(?:^|[\s/·(\d])(?:[kcmµμnd]?m|s|kg|h|min|L|x|R|r|χ|Χ|X))\s?\Z")


def superscript_weight(before: str) -> float:
    """The weight of raised digits behind these characters: "cm²" and "10⁹" are powers."""
    return -4.0 if _POWER.search(before) else 3.0


def glued(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Candidates such as "metastasis1,3–5" and "metastasis.1,3–5"."""
    for match in _GLUED.finditer(text, start, end):
        labels = label_numbers(match.group(2))
        if not labels:
            continue
        before = _WORD_BEFORE.search(text, max(start, match.start() - 40), match.start())
        word = before.group(1) if before else ""
        head = before.start() if before else match.start()
        weight = _glued_weight(
            text, word, match.group(1), text[head - 1 : head] if head > start else ""
        )
        weight += _after_glued(text, match.end(), end)
        yield Candidate(
            match.start(2),
            match.end(2),
            labels,
            weight,
            "glued-stop" if match.group(1) else "glued",
        )


_STOPPED_NAMES = _words("fig figs no nos vol p pp ref refs eq tab sec ch v ver s suppl n")


def _glued_weight(text: str, word: str, stop: str, lead: str) -> float:
    if stop:
        if word.lower() in _STOPPED_NAMES:
            return -4.0
        return 2.0 if stop == "." else 1.0
    if not word:
        return 2.0
    if word.islower() and len(word) > 3:
        return 3.0
    if lead and lead in "-/.":
        return -0.5
    if word[0].isupper() and word[1:].islower() and len(word) > 3:
        return 2.0
    return -0.5 if len(word) > 2 else -1.5


def _after_glued(text: str, at: int, end: int) -> float:
    after = text[at : min(end, at + 2)]
    if not after or after[0].isspace():
        return 0.5
    if after[0] in ".,;:)":
        return 1.0
    return -2.0


def bare(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Candidates such as "the liver 1. The" and "outcomes 2, 3."."""
    for match in _BARE.finditer(text, start, end):
        low, high = match.span(1)
        weight = _bare_before(text, start, match.start()) + _bare_after(text, high, end)
        if _is_measure(text, high, end) and "," in match.group(1):
            high = text.rindex(",", low, high)
            weight = _bare_before(text, start, match.start()) + _bare_after(text, high, end)
        labels = label_numbers(text[low:high])
        if labels:
            printed = text[low:high]
            weight += 0.5 if "," in printed else 0.0
            yield Candidate(low, high, labels, weight, "bare")


def _bare_before(text: str, start: int, at: int) -> float:
    last = text[at - 1]
    if last == ".":
        return 1.5
    if last in ",;:":
        return 0.0 if last == "," else -1.5
    if last in ")]%’”\"'":
        return 0.5
    if last.isdigit():
        return -0.5
    match = _WORD_BEFORE.search(text, max(start, at - 40), at)
    word = match.group(1).lower() if match else ""
    if word in _MONTHS or word in _BEFORE_NAME:
        return -4.0
    if word in _BEFORE_QUANTITY:
        return -4.0
    return 1.0


def _is_measure(text: str, at: int, end: int) -> bool:
    match = _WORD_AFTER.match(text, at, end)
    return bool(match) and match.group(1).lower() in _UNITS  # type: ignore[union-attr]


def _bare_after(text: str, at: int, end: int) -> float:
    if at >= end or text[at] == "\n":
        return 1.5
    if text[at] in ".;:!?)":
        return 2.0
    if text[at] == ",":
        return 1.0
    match = _WORD_AFTER.match(text, at, end)
    if not match:
        return 0.0
    word = match.group(1)
    if word.lower() in _UNITS or word[0].isdigit():
        return -4.0
    if word in _AFTER_MARKER:
        return 1.0
    if word[0].isupper():
        return 0.0
    return -2.0 if word.endswith("s") else -1.0
