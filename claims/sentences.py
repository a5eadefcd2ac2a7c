"""Sentences and clauses, found in characters.

A tokenizer keeps "liver.1,2" whole and a model needs loading; figures and
markers stand at the very places where both go wrong.  So the ends of
sentences are read from the characters around each full stop.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

#: Abbreviations that a capital or a digit may follow without ending a sentence.
_ABBREVIATIONS = frozenset(
    """
    al approx ca cf chap col dept diam dr ed eds e.g eg eq eqs esp etc fig figs gen hon i.e ie incl jr max min
    mr mrs ms mt no nos op p pp prof ref refs resp sec sect sr st subsp supp suppl tab var viz vol vols vs
    i.v i.m s.c p.o b.i.d t.i.d q.d a.m p.m u.s u.k ph.d m.d b.sc m.sc jan feb mar apr jun jul aug sep sept oct nov dec
    """.split()
)
#: Of these, the ones that close a sentence when a capitalised word follows.
_MAY_END = frozenset("al etc a.m p.m u.s u.k i.v i.m s.c p.o b.i.d t.i.d q.d ph.d m.d max min no".split())

_STOP = re.compile(r"[.!?…。]+")
_CLOSERS = re.compile(r"[\"'”’»)\]]{0,3}")
_MARKS = re.compile(r"(?:\d{1,3}(?:[,–—-]\s?\d{1,3}){0,12}|\[\^?[^\]\n]{1,40}\])(?=\s|$)")
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+\Z")
_NEXT = re.compile(r"[\"'“‘«(\[*_]{0,4}(?:[^\W_]|[<>≤≥~≈±$€£#+−-])")
_BREAK = re.compile(r"\n[ \t]*(?:\n|[•‣◦●▪∙○■]\s|[-*+–—]\s|\(?\d{1,3}[.)]\s)")


def sentences(
    text: str,
    start: int = 0,
    end: int | None = None,
    markers: Sequence[tuple[int, int]] = (),
) -> Iterator[tuple[int, int]]:
    """The sentences of a stretch of text, in order.

    Args:
        text: the whole text.
        start, end: the stretch, usually a block.
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
        if boundary > at:
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


def _boundaries(
    text: str, start: int, end: int, markers: Sequence[tuple[int, int]]
) -> Iterator[int]:
    starts = [span[0] for span in markers]
    breaks = _BREAK.finditer(text, start, end)
    broken = next(breaks, None)
    for stop in _STOP.finditer(text, start, end):
        while broken and broken.start() < stop.start():
            yield broken.start() + 1
            broken = next(breaks, None)
        boundary = _boundary(text, stop.start(), stop.end(), start, end, markers, starts)
        if boundary:
            yield boundary
    while broken:
        yield broken.start() + 1
        broken = next(breaks, None)


def _boundary(
    text: str,
    dot: int,
    after: int,
    start: int,
    end: int,
    markers: Sequence[tuple[int, int]],
    starts: Sequence[int],
) -> int:
    """The end of the sentence that the stop at ``dot`` closes, 0 if it closes none."""
    inside = bisect_left(starts, dot + 1) - 1
    if inside >= 0 and markers[inside][1] > dot:
        return 0
    at = _CLOSERS.match(text, after, end).end()  # type: ignore[union-attr]
    at, marked = _skip_markers(text, at, end, markers, starts)
    if at < end and not text[at].isspace():
        return 0
    following = at
    while following < end and text[following].isspace():
        following += 1
    if following >= end:
        return 0
    if marked:
        return 0 if text[following].islower() else at
    return at if _closes(text, dot, after, following, start, end) else 0


def _skip_markers(
    text: str, at: int, end: int, markers: Sequence[tuple[int, int]], starts: Sequence[int]
) -> tuple[int, bool]:
    """Past the markers that follow a full stop, and whether there were any."""
    marked = False
    while True:
        near = at
        while near < end and text[near] in " \u00a0\u2009\u202f":
            near += 1
        index = bisect_left(starts, near)
        if index < len(markers) and markers[index][0] == near and markers[index][1] <= end:
            at, marked = markers[index][1], True
            continue
        if not marked and not markers and at < end and text[at - 1 : at] in ".!?":
            glued = _MARKS.match(text, at, end)
            if glued and not text[at - 2 : at - 1].isdigit():
                return glued.end(), True
        if marked and at < end and text[at] in ".":
            at += 1
        return at, marked


def _closes(text: str, dot: int, after: int, following: int, start: int, end: int) -> bool:
    """Whether a plain stop followed by white space ends a sentence."""
    if not _NEXT.match(text, following, end) or text[following].islower():
        return False
    if text[dot] != "." or after - dot > 1:
        return True
    before = _WORD_BEFORE.search(text, max(start, dot - 24), dot)
    if before is None:
        head = text[max(start, dot - 5) : dot]
        return not (head.strip("( ").isdigit() and dot - len(head) <= start)
    word = before.group()
    if word.lower() in _ABBREVIATIONS:
        return word.lower() in _MAY_END and _capitalised(text, following) and word.lower() != "no"
    if len(word) == 1 and word.isupper():
        return False if before.start() > start and _initials(text, before.start()) else before.start() > start
    return "." not in word or _capitalised(text, following)


def _capitalised(text: str, at: int) -> bool:
    """Whether a capitalised word of running text starts here, not a name's initial."""
    return text[at : at + 1].isupper() and text[at + 1 : at + 2].islower()


def _initials(text: str, at: int) -> bool:
    """Whether the single letter at ``at`` stands behind a name or another initial."""
    before = text[max(0, at - 2) : at]
    return before in (". ", ", ") or before.endswith(".")
