"""Sentences, found in characters.

A tokenizer keeps "liver.1,2" whole and a model needs loading; figures and
markers stand at the very places where both go wrong.  So the ends of
sentences are read from the characters around each full stop.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from claims.vocabulary import words

_STOP = re.compile(r"[.!?…。]+")
_CLOSERS = re.compile(r"[\"'”’»)\]]{0,3}")
#: Labels on the stop ("liver.1,2 Patients"), for callers that know no markers.
_MARKS = re.compile(r"(?:\d{1,3}(?:[,–—-]\s?\d{1,3}){0,12}|\[\^?[^\]\n]{1,40}\])(?=\s|$)")
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+\Z")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_NEXT = re.compile(r"[\"'“‘«(\[*_]{0,4}(?:[^\W_]|[<>≤≥~≈±$€£#+−-])")
#: A blank line, a bullet, or a numeral behind a closed line.
_BREAK = re.compile(
    r"\n[ \t]*(?:\n|[•‣◦●▪∙○■]\s|[-*+–—]\s)|(?<=[.:;!?])\s?\n[ \t]*(?=\(?\d{1,3}[.)]\s)"
)
#: "1." of a list: the sentence goes on behind it.
_NUMERAL = re.compile(r"\s*\(?\d{1,3}[.)]")
_SPACES = " \u00a0\u2009\u202f"
#: Words are sought within this many characters.
_REACH = 24

Spans = Sequence[tuple[int, int]]


def sentences(
    text: str, start: int = 0, end: int | None = None, markers: Spans = ()
) -> Iterator[tuple[int, int]]:
    """The sentences of a stretch of text, in order.

    Args:
        text: the whole text.
        start: where the stretch starts.
        end: where it ends, exclusive; None for the end of the text.
        markers: spans of citation markers, in order; a marker behind a full
            stop belongs to the sentence that the stop ends, and no sentence
            ends inside a marker.

    Yields:
        Offsets without the white space around the sentence; together they
        hold every character of the stretch that is no white space.
    """
    stop = len(text) if end is None else end
    at = start
    for boundary in _boundaries(text, start, stop, markers):
        if boundary > at and not _NUMERAL.fullmatch(text, at, boundary):
            yield from _trimmed(text, at, boundary)
            at = boundary
    yield from _trimmed(text, at, stop)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _boundaries(text: str, start: int, end: int, markers: Spans) -> Iterator[int]:
    breaks = _BREAK.finditer(text, start, end)
    broken = next(breaks, None)
    for stop in _STOP.finditer(text, start, end):
        while broken and broken.start() < stop.start():
            yield broken.start() + 1
            broken = next(breaks, None)
        boundary = _boundary(text, stop, start, end, markers)
        if boundary:
            yield boundary
    while broken:
        yield broken.start() + 1
        broken = next(breaks, None)


def _boundary(text: str, stop: re.Match[str], start: int, end: int, markers: Spans) -> int:
    """The end of the sentence that a full stop closes, 0 if it closes none."""
    inside = _first(markers, stop.start() + 1) - 1
    if inside >= 0 and markers[inside][1] > stop.start():
        return 0
    closers = _CLOSERS.match(text, stop.end(), end)
    closed = closers.end() if closers else stop.end()
    at = _past_markers(text, closed, end, markers)
    if at < end and not text[at].isspace():
        return 0
    following = at
    while following < end and text[following].isspace():
        following += 1
    if following >= end or text[following].islower():
        return 0
    return at if at > closed or _closes(text, stop, following, start, end) else 0


def _first(markers: Spans, at: int) -> int:
    """The index of the first marker that starts at an offset or behind it."""
    return bisect_left(markers, at, key=lambda span: span[0])


def _past_markers(text: str, at: int, end: int, markers: Spans) -> int:
    """The end of the markers that follow a full stop directly; ``at`` where there are none."""
    if not markers:
        glued = None if text[at - 2 : at - 1].isdigit() else _MARKS.match(text, at, end)
        return glued.end() if glued else at
    past = at
    while True:
        near = past
        while near < end and text[near] in _SPACES:
            near += 1
        index = _first(markers, near)
        if index == len(markers) or markers[index][0] != near or markers[index][1] > end:
            break
        past = markers[index][1]
    return past + 1 if past > at and text[past : past + 1] == "." else past


def _closes(text: str, stop: re.Match[str], following: int, start: int, end: int) -> bool:
    """Whether a plain stop followed by white space ends a sentence."""
    if not _NEXT.match(text, following, end):
        return False
    if stop.group() != ".":
        return True
    dot = stop.start()
    before = _WORD_BEFORE.search(text, max(start, dot - _REACH), dot)
    if before is None:
        return True
    word = before.group()
    if word.lower() in words("abbreviated"):
        return _ends_abbreviated(text, word.lower(), following)
    if len(word) == 1 and word.isupper():
        return before.start() > start and _ends_letter(text, before.start(), start)
    return "." not in word or _capitalised(text, following)


def _ends_abbreviated(text: str, word: str, following: int) -> bool:
    if word in words("ending"):
        return _capitalised(text, following)
    opener = _WORD_AFTER.match(text, following)
    return "." in word and bool(opener) and opener.group() in words("openers")  # type: ignore[union-attr]


def _ends_letter(text: str, at: int, start: int) -> bool:
    """Whether a capital letter before a stop is no initial: "vitamin D.", not "by A. Other"."""
    lead = text[max(start, at - _REACH) : at].rstrip(_SPACES)
    if lead.endswith((".", ",", "&")):
        return False
    before = _WORD_BEFORE.search(lead)
    name = before.group() if before else ""
    if name[:1].isupper() and not name.isupper():
        return name.lower() in words("before_name") | words("before_either")
    return name.lower() not in words("initialled")


def _capitalised(text: str, at: int) -> bool:
    """Whether a capitalised word of running text starts here, not a name's initial."""
    return text[at : at + 1].isupper() and text[at + 1 : at + 2].islower()
