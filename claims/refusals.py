"""What is printed in figures and is no claim, found at a number and its neighbours.

The tables are in :mod:`claims.reasons`.  What needs the reading of the number
itself, such as years and the pronoun "one", is decided in
:mod:`claims.context`.  Every check looks at a bounded stretch of text around a
number, so that the time grows with the number of numbers alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from claims.reasons import (
    BEFORE_NAMES,
    BLANKS,
    CAPITALISED,
    COUNTS_BEHIND,
    FORM,
    FORMS,
    GAP,
    GREEK,
    LEADS,
    MANY_GROUPS,
    PLACES,
    PROGRAM,
    UNITLESS,
    Reason,
    lead_of,
)
from claims.units import match

__all__ = ["Reason", "Refused", "refused_at"]


class Refused(NamedTuple):
    """A span of the text that holds no claim, and why."""

    start: int
    end: int
    reason: Reason


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STATISTIC_BEFORE = re.compile(r"(?<![A-Za-z])(?:t|F|r|z|Q|H|χ2|χ²|X2|chi2|χ\^2)[\s]?\($")
_FREEDOM_CLOSED = re.compile(
    r"(?:[0-9.]{1,9})(?:\s?,\s?(?:[NnDdFf]{1,2}\s?=\s?)?[0-9.]{1,9})?\s?\)(?=\s?[=<>≈])"
)
_BRACKETED = re.compile(r"[0-9]{1,3}(?P<more>(?:\s?[,;–‑-]\s?[0-9]{1,3}){0,30})\s?(?:,\s?)?\]")
#: What is left of a marker whose links were cut out: "[, 20]", "[,18,]".
_CUT_OPEN = re.compile(r"\[(?:\s?[,;–-]){1,3}\s?$")
_COUNT_BEFORE = re.compile(r"[0-9]\.[0-9]{1,4}\s?$|\([0-9.]{1,8}\)\s?$")
_MEASURE_BEFORE = re.compile(r"(?<![\w.])([0-9]{1,6}(?:\.[0-9]{1,6})?)\s?(?:%|[a-z]{1,7})\s?$")
_LIST_NUMBER = re.compile(
    r"[0-9]{1,2}(?P<parts>(?:\.[0-9]{1,2}){0,3})(?:[.)](?=\s)|[ \t]+(?=[A-Z]))"
)
_INLINE_NUMERAL = re.compile(r"(?:[1-9]|1[0-9])\)(?=\s?[A-Za-z])")
_PHONE_ABROAD = re.compile(
    r"[0-9]{1,3}[\s-]\(?[0-9]{1,4}\)?(?:[\s-][0-9]{2,5}){1,5}(?![0-9%]|\.[0-9])"
)
_NAME_REST = re.compile(
    rf"[0-9]{{1,40}}(?:\.[0-9]{{1,9}}){{0,3}}[A-Za-z0-9{GREEK}]{{0,40}}(?:[-‑/+][A-Za-z0-9{GREEK}]{{1,40}}){{0,4}}"
    r"(?:–[0-9]{1,3}(?![0-9.]|\s?%))?"
)
#: What may stand directly before a number without making it a name.
_PREFIXES = _words(
    "USD US Sfr SFr Dh Dhs EUR GBP CHF JPY CNY RMB AUD CAD INR SEK NOK DKK Rs CI x X × "
    "day- week- month- year- Day- Week- Month- Year- hour- Hour- age- aged- for- "
    "over- under- Over- Under- "
    "to of vs than and was with by from"
)
#: What may stand directly before a decimal: a statistic whose sign of equality got lost.
_DECIMAL_PREFIXES = _words("p P n SD SE OR HR RR r β- κ- ρ-")
_MAIL = re.compile(r"[A-Za-z0-9]@[A-Za-z0-9-]{1,63}\.[A-Za-z]")
_DECIMAL = re.compile(r"[0-9]{0,9}\.[0-9]")
_WORD_AND_POINT = re.compile(r"([a-z]+)\.$")
#: Members of a family behind its capitals: "MEK 1/2", "HPV 16/18", but "in the US 1/2 of them".
_MEMBERS = re.compile(r"(?:[1-4]/[1-4]|16/18)(?![0-9/.%]|\s(?:of|in|were|had)\s)")
_CAPITALS = re.compile(r"[A-Z][A-Za-z]{0,8}[A-Z]\Z")
#: A raised marker that lost its place: "the liver. 4 However, …", "the liver., 4".
_LOST_MARKER = re.compile(
    r"(?<=[a-z)]\.\s)[0-9]{1,3}(?=\s(?:Moreover|However|Furthermore|Although|Nevertheless|Therefore"
    r"|Thus|This|These|That|Those|The|In|It|There|Our|We|While|Whereas|Indeed|Additionally)\s?[a-z,])"
    r"|(?<=[a-z)]\.,\s)[0-9]{1,3}(?:[,–-][0-9]{1,3}){0,9}(?=\s[A-Z]|\s*$)"
)
_FORMULA_DIGIT = re.compile(r"[0-9]{1,2}(?![0-9]|[.,][0-9]|\s?[%°]|\s?[±–-][0-9])")
_GLUED_MARKER = re.compile(r"[0-9]{1,3}(?:[,–-][0-9]{1,3}){0,9}(?![0-9A-Za-z]|[.,][0-9]|\s?%)")
_WHOLE = re.compile(r"[0-9]{1,4}(?![0-9A-Za-z])")
_FACTOR_BEFORE = re.compile(r"[0-9)]\s?$")
#: The end of a range behind what looks like a label: "region 1065–1280 cm−1".
_RANGE_END = re.compile(r"\s?[-–−‑]\s?[0-9]{1,6}(?:\.[0-9]{1,4})?(?![0-9])")
_LONGEST_NAME = 40
#: What ends the word before a number.
_PARTED = re.compile(r"[\s()\[\],;/–]")


def refused_at(text: str, at: int, floor: int = 0) -> Refused | None:
    """Why the number that starts at an offset is no quantity, as far as its form shows.

    Args:
        text: any text.
        at: offset of its first digit, or of the first letter of a number word.
        floor: where the quantity before ends; a refusal does not reach back over it.

    Returns:
        The refused span, which may hold several numbers, or None.
    """
    if not text[at].isalpha():
        shown = _joined(text, at, floor) or _enclosed(text, at, floor)
        shown = shown or _after_lead(text, at, floor)
        if shown:
            return shown
    found = FORM.match(text, at)
    if found and found.lastgroup:
        return Refused(at, found.end(), FORMS[int(found.lastgroup[1:])][0])
    return None


def _joined(text: str, at: int, floor: int) -> Refused | None:
    """A number that continues what stands directly before it."""
    if at <= floor:
        return None
    before = text[at - 1]
    hangs = before in "-‑" and at - 1 > floor and text[at - 2].isalpha()
    if before.isalpha() or before == "_" or hangs:
        return _address(text, at, floor) or _name(text, at, floor)
    if before == ".":
        return _marker(text, at, floor) or _address(text, at, floor)
    if before in ")]−–+":
        return _of_formula(text, at, floor)
    return _address(text, at, floor) if before in "/=&?@" else None


def _name(text: str, at: int, floor: int) -> Refused | None:
    """A word with digits: "HER2", "Ki-67"."""
    start = at - 1
    while start > floor and at - start < _LONGEST_NAME and _is_name(text[start - 1]):
        start -= 1
    prefix = text[start:at].lstrip("-‑/")
    if prefix == "X" and not _FACTOR_BEFORE.search(text, max(floor, start - 3), start):
        return Refused(start, _name_end(text, at), Reason.NAME)  # "X0", but "3 X10"
    if prefix in _PREFIXES or (prefix in _DECIMAL_PREFIXES and _DECIMAL.match(text, at)):
        return None
    if prefix[-1:] in ("x", "X") and prefix[:-1].isdigit():
        return None  # "2x2", "3x10"
    return Refused(start, _name_end(text, at), Reason.NAME)


def _name_end(text: str, at: int) -> int:
    rest = _NAME_REST.match(text, at)
    return rest.end() if rest else at + 1


def _marker(text: str, at: int, floor: int) -> Refused | None:
    """A marker that is glued to the end of a sentence: "the liver.4"."""
    word = _WORD_AND_POINT.search(text, max(floor, at - 8), at)
    if word is None or word[1] in _PREFIXES or word[0] in ("vs.", "ca."):
        return None
    found = _GLUED_MARKER.match(text, at)
    return Refused(at, found.end(), Reason.CITATION) if found else None


def _of_formula(text: str, at: int, floor: int) -> Refused | None:
    """A digit of a formula: "Ca(OH)2", "n−1", "(Mg ha−1)"."""
    found = _FORMULA_DIGIT.match(text, at)
    closes = text[at - 1] in ")]" or (at - 2 >= floor and text[at - 2].isalpha())
    if found is None or not closes or _has_unit(text, found.end()):
        return None
    return Refused(at, found.end(), Reason.NAME)


def _is_name(character: str) -> bool:
    return character.isalnum() or character in "-‑_/"


def _address(text: str, at: int, floor: int) -> Refused | None:
    """A number inside a web or mail address."""
    start = at
    while start > floor and at - start < 200 and not text[start - 1].isspace():
        start -= 1
    end = at
    while end < len(text) and end - at < 200 and not text[end].isspace():
        end += 1
    before = text[start:at]
    if not ("://" in before or "www." in before or _MAIL.search(text, start, end)):
        return None
    while text[start] in "([<" and start < at:
        start += 1
    while text[end - 1] in ".,;:)]>" and end > at + 1:
        end -= 1
    return Refused(start, end, Reason.CODE)


def _enclosed(text: str, at: int, floor: int) -> Refused | None:
    """A number that its bracket or its place in the line gives away."""
    before = text[at - 1] if at > floor else "\n"
    if before == "[":
        return _citation(text, at)
    if before in ", ;–-" and (cut := _CUT_OPEN.search(text, max(floor, at - 6), at)):
        closed = _BRACKETED.match(text, at)
        return Refused(cut.start(), closed.end(), Reason.CITATION) if closed else None
    if before == "+" and (phone := _PHONE_ABROAD.match(text, at)):
        return Refused(at - 1, phone.end(), Reason.PHONE)
    if before == "(":
        if _STATISTIC_BEFORE.search(text, max(floor, at - 8), at):
            closed = _FREEDOM_CLOSED.match(text, at)
            if closed:
                return Refused(at - 1, closed.end(), Reason.DEGREES_OF_FREEDOM)
        return _list_numeral(text, at, floor)
    if before == " " and (lost := _LOST_MARKER.match(text, at)):
        return Refused(at, lost.end(), Reason.CITATION)
    return _list_numeral(text, at, floor) if before in "\n \t#" else None


def _citation(text: str, at: int) -> Refused | None:
    """A marker, "[3]" or "[3–5, 7]"; a pair that stands behind a number is read as an interval."""
    found = _BRACKETED.match(text, at)
    if found is None:
        return None
    before = text[max(0, at - 3) : at - 1].rstrip()[-1:]
    if not found["more"] and _COUNT_BEFORE.search(text, max(0, at - 16), at - 1):
        return None  # "8.72 (0.43) [391]"
    is_pair = sum(sign in ",;–‑-" for sign in found["more"]) == 1
    if is_pair and (before.isdigit() or before in ("=", ":") or _spreads(text, at, found[0])):
        return None
    return Refused(at - 1, found.end(), Reason.CITATION)


def _spreads(text: str, at: int, printed: str) -> bool:
    """Whether a bracketed pair spreads around the measure before it: "6 days [3–11]"."""
    measure = _MEASURE_BEFORE.search(text, max(0, at - 24), at - 1)
    ends = [int(end) for end in re.findall("[0-9]+", printed)]
    return measure is not None and ends[0] <= float(measure[1]) <= ends[-1]


def _list_numeral(text: str, at: int, floor: int) -> Refused | None:
    """A numeral, "1." or "(2)" at the start of a line, "(1)" after a colon or a comma."""
    line = text.rfind("\n", max(0, at - 9), at) + 1
    if (line or at <= 8) and line >= floor and not text[line:at].strip(" \t(#"):
        found = _LIST_NUMBER.match(text, at)
        if found and (found["parts"] or text[found.end() - 1] in ".)"):
            return Refused(at, found.end(), Reason.LIST_NUMERAL)
    inline = _INLINE_NUMERAL.match(text, at)
    if inline is None:
        return None
    start = at - 1 if text[at - 1 : at] == "(" else at
    before = text[max(floor, start - 60) : start]
    opens = before.rstrip().endswith((":", ";", ",", ".", " and", " or"))
    if not opens or before[-1] not in f"{BLANKS}:" or before.count("(") > before.count(")"):
        return None
    return Refused(start, inline.end(), Reason.LIST_NUMERAL)


def _after_lead(text: str, at: int, floor: int) -> Refused | None:
    """A number that the word before it makes a name: "Fig. 3", "grade 2", "May 5"."""
    window = text[max(floor, at - 28) : at]
    stem = window.rstrip(GAP)
    members = _MEMBERS.match(text, at)
    if not stem or (len(stem) == len(window) and not members):
        return None
    words = _PARTED.split(stem)
    program = PROGRAM.search(stem) if stem[-1] == "." else None
    word = program[0] if program else words[-1]  # "STATA v. 13.0"
    if members and _CAPITALS.match(word):
        return Refused(at, members.end(), Reason.NAME)
    lead = LEADS["version"] if program else lead_of(words)
    if lead is None or len(stem) == len(window) or window[len(stem) :].strip(lead.gap):
        return None
    if word.lower().rstrip(".") in CAPITALISED and not word[0].isupper():
        return None
    in_brackets = lead.reason is Reason.FIGURE and text[at - 1] == "("
    found = lead.form.match(text, at - 1 if in_brackets else at)
    single = lead.reason is Reason.LABEL
    if found is None or (single and _is_counted(text, at, words)):
        return None
    if lead.reason in UNITLESS:
        span = _RANGE_END.match(text, found.end())
        ends = (found.end(), span.end()) if span else (found.end(),)
        if any(_has_unit(text, end, single=single) for end in ends):
            return None
    return Refused(at - len(window) + len(stem) - len(word), found.end(), lead.reason)


def _is_counted(text: str, at: int, words: Sequence[str]) -> bool:
    """Whether a number behind "group" or "trial" counts people: "in the placebo group 12 fell"."""
    if words[-1].lower() not in PLACES or len(words) < 2:
        return False
    before, number = words[-2], _WHOLE.match(text, at)
    if number is None or not before.isalpha() or before.lower() in BEFORE_NAMES:
        return False
    is_many = before.islower() and int(number[0]) >= MANY_GROUPS
    return is_many or bool(COUNTS_BEHIND.match(text, number.end()))


def _has_unit(text: str, at: int, *, single: bool = False) -> bool:
    """Whether a unit stands behind a number; of single letters only small ones may count."""
    blank = text[at : at + 1] in BLANKS and at < len(text)
    found = match(text, at + 1 if blank else at) if at < len(text) else None
    if found is None or found.end - found.start > 1:
        return found is not None
    return text[found.start] in "%°" or (single and blank and text[found.start].islower())
