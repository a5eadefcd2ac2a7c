"""Numeric markers with signs of their own: brackets, parentheses, raised digits.

Every weight is a log-odds, from the words around alone: positive speaks for a
marker, negative for a number of the text.  What the sequence of labels and
the reference list say is added by :mod:`claims.citations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from claims.document import Marker
from claims.numbering import Candidate
from claims.vocabulary import Vocabulary

#: Ranges wider than this are no citations.
_MAX_RANGE = 60

_LIST = r"\d{1,3}(?:\s?[,;]\s?\d{1,3}|\s?[–—‐‑-]\s?\d{1,3}){0,30}"
_ONLY_LABELS = re.compile(_LIST + r"\Z")
_TAG = re.compile(r"<[^<>]{0,200}>")
_PARTS = re.compile(r"(\d{1,3})(?:\s?[–—‐‑-]\s?(\d{1,3}))?")

_BLANKS = "\t\n\r\f\v\u00a0\u2002\u2003\u2007\u2009\u200a\u202f"

#: "[1,3]", and brackets that a comma or a dash joins: "[1],[3]–[5]".
_BRACKET = re.compile(rf"\[\s?{_LIST}\s?\](?:\s?[,;–—‐‑-]\s?\[\s?{_LIST}\s?\]){{0,30}}")
_JOINTS = re.compile(r"[\[\]\s]+")
_NUMBER_BEFORE = re.compile(r"\d\s?\Z")
_INTERVAL_BEFORE = re.compile(r"(?:\bCI|\brange|\bIQR)\W{0,3}\Z", re.I)

_PAREN = re.compile(rf"(?<!\^)\(\s?({_LIST})\s?\)")
#: A range in parentheses that names more labels is likelier a range of values.
_LONG = 8
_AFTER_PARENTHESIS = {"": 1.5, ".": 1.5, ",": 0.5, ";": 0.5}

_RAISED = re.compile(r"(?<!⁻)[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,˒⁻–-]{1,2}[⁰¹²³⁴⁵⁶⁷⁸⁹]+){0,30}")
#: As plain text writes what it cannot raise: "metastasis^(1,3–5)".
_CARET = re.compile(rf"\^\(({_LIST})\)")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")
_POWER = re.compile(
    r"(?:(?<![\d.])(?:10|2)|(?:^|[\s/·⋅*(\dΔ])(?:[kcmµμnd]?m|s|kg|[xXRrNnηχΧ])\)?"
    r"|\(m\)|[×·]\s?\d+)\s?\Z"
)


class Stretch(NamedTuple):
    """A stretch of a text that is searched, usually a block.

    Attributes:
        text: the whole text, :func:`flat`.
        start, end: the stretch.
        vocabulary: the words of the whole text.
    """

    text: str
    start: int
    end: int
    vocabulary: Vocabulary

    def before(self, at: int, count: int) -> str:
        """At most ``count`` characters of the stretch before an offset."""
        return self.text[max(self.start, at - count) : at]

    def after(self, at: int, count: int) -> str:
        """At most ``count`` characters of the stretch from an offset on."""
        return self.text[at : min(self.end, at + count)]


def flat(text: str) -> str:
    """The text with every kind of white space as a space, offsets kept.

    A line break inside a block is a soft one: markers and the words around
    them do not mind it.
    """
    for blank in _BLANKS:  # sooner than str.translate, which looks at every character
        text = text.replace(blank, " ")
    return text


def label_numbers(printed: str) -> tuple[int, ...]:
    """The numbers that a printed list of labels names, ranges written out.

    A range that runs backwards or too far names nothing.
    """
    numbers: list[int] = []
    for part in _PARTS.finditer(printed):
        low = int(part.group(1))
        high = int(part.group(2)) if part.group(2) else low
        if part.group().startswith("0") or not low <= high <= low + _MAX_RANGE:
            return ()
        numbers.extend(range(low, high + 1))
    return tuple(dict.fromkeys(numbers))


def brackets(view: Stretch) -> Iterator[Candidate]:
    """Candidates such as "[1,3-5]"."""
    for match in _BRACKET.finditer(view.text, view.start, view.end):
        labels = label_numbers(_JOINTS.sub("", match.group()))
        if labels:
            before = view.before(match.start(), 12)
            weight = 4.0 - 2.0 * bool(_NUMBER_BEFORE.search(before))
            weight -= 5.0 * bool(_INTERVAL_BEFORE.search(before))
            yield Candidate(match.start(), match.end(), labels, weight, "bracket")


def parentheses(view: Stretch) -> Iterator[Candidate]:
    """Candidates such as "(1, 2)"; enumerations "(1) …; (2) …" and counts weigh against."""
    found = list(_PAREN.finditer(view.text, view.start, view.end))
    enumerators = _enumerators(view, found)
    for match in found:
        labels = label_numbers(match.group(1))
        if labels:
            after = view.after(match.end(), 1)
            weight = 1.0 + _before_parenthesis(view.before(match.start(), 2))
            weight += _AFTER_PARENTHESIS.get(after, 0.0)
            weight -= 4.0 * after.isalnum() + 2.0 * (len(labels) > _LONG)
            weight -= 2.0 * (match.start() in enumerators)
            yield Candidate(match.start(), match.end(), labels, weight, "parenthesis")


def _enumerators(view: Stretch, found: Sequence[re.Match[str]]) -> set[int]:
    """Where runs "(1) first, (2) second" stand that begin at 1, each before a word."""
    runs: set[int] = set()
    run: list[int] = []
    for match in found:
        if match.group(1) == str(len(run) + 1) and view.after(match.end(), 2).strip().isalpha():
            run.append(match.start())
        elif match.group(1) == "1":
            run = [match.start()]
        if len(run) > 1:
            runs.update(run)
    return runs


def _before_parenthesis(before: str) -> float:
    last = before.rstrip()[-1:]
    if not last or last in ":;":
        return -4.0
    if before[-1].isalnum():
        return -3.0
    return -2.0 if last in ",’'\"”" or last.isdigit() else 0.0


def raised(view: Stretch) -> Iterator[Candidate]:
    """Candidates in Unicode superscript digits, or in brackets behind a caret."""
    for match in _CARET.finditer(view.text, view.start, view.end):
        labels = label_numbers(match.group(1))
        if labels and match.start() > view.start:
            weight = superscript_weight(view.before(match.start(), 12))
            yield Candidate(match.start(), match.end(), labels, weight, "superscript")
    for match in _RAISED.finditer(view.text, view.start, view.end):
        labels = label_numbers(match.group().translate(_LOWERED))
        if labels and match.start() > view.start:
            weight = superscript_weight(view.before(match.start(), 12))
            weight -= 5.0 * view.after(match.end(), 1).isalnum()
            yield Candidate(match.start(), match.end(), labels, weight, "superscript")


def shown(text: str, marker: Marker) -> Candidate | None:
    """The candidate in a marker that the format raises or links, None where it has no digits."""
    printed = _TAG.sub("", text[marker.start : marker.end]).strip("[]()^ ").translate(_LOWERED)
    labels = label_numbers(printed) if _ONLY_LABELS.match(printed) else ()
    if not labels:
        return None
    before = text[max(0, marker.start - 12) : marker.start]
    weight = 4.0 if marker.kind == "link" else superscript_weight(before)
    weight -= 5.0 * text[marker.end : marker.end + 1].isalnum()
    return Candidate(marker.start, marker.end, labels, weight, marker.kind)


def superscript_weight(before: str) -> float:
    """The weight of raised digits behind these characters: "cm²" and "10⁹" are powers."""
    if _POWER.search(before):
        return -4.0
    return 1.0 if before[-1:].isdigit() else 3.0
