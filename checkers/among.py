"""Of whom a figure is told: the 40 of "12 of 40", "of those with a fistula", "among smokers".

A share says nothing before it is known what it is a share of.  The whole stands behind the
figure, behind the count that the figure stands in brackets behind, or opens the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from checkers.index import is_plain_count
from checkers.phrases import clause_of, is_told_before, opening, phrase_end, said_of_count
from checkers.words import PEOPLE, Word, words
from claims.quantity import Dimension, Quantity, Relation


@dataclass(frozen=True, slots=True)
class Whole:
    """The people or things that a figure is told of.

    Attributes:
        names: concepts that limit them, people left out.
        lacks: those of them that are denied: "without diabetes".
        size: how many they are, None where it is not told.
        is_all: whether they are called all, or the whole of something.
        is_back: whether they are the ones just told of: "of these", "of the 45".
        is_people: whether they are said to be people or like cases.
        people: what kinds of people they are called: "women".
        outside: names of the clause that say what is told of them.
        limits: figures that limit them: "aged 75 and over".
    """

    names: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    size: Decimal | None = None
    is_all: bool = False
    is_back: bool = False
    is_people: bool = False
    people: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    limits: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its figures.

    Attributes:
        text: the sentence.
        offset: where it starts, in what the offsets of its figures count in.
        figures: its figures, in order.
    """

    text: str
    offset: int
    figures: Sequence[Quantity]

    def span(self, figure: Quantity) -> tuple[int, int]:
        """Where a figure starts and ends in the text."""
        return figure.start - self.offset, figure.end - self.offset

    def names(self, spans: Sequence[tuple[int, int]]) -> frozenset[str]:
        """The concepts that limit anybody and stand in spans of the text, figures left out."""
        skip = [self.span(one) for one in self.figures]
        return frozenset(
            word.concept
            for low, high in spans
            for word in words(self.text[low:high], [(a - low, b - low) for a, b in skip])
            if _limits(word)
        )


#: Behind a figure, behind its bracket or a bracket of its own.
_BEHIND = re.compile(r"(?i)%?\)?(?:\s\([^()]{1,60}\))?\s(?:(?P<of>of)|in|among|amongst)\s")
#: Units of figures that are so many of a whole: "500 mg of" goes on otherwise.
_SHARES = frozenset({"", "%"})
#: Behind the bracket of a count: "84 of 210 patients (40.0%) assigned to the drug".
_GOES_ON = re.compile(
    r"[^()]{0,40}\)\s(?=(?P<by>in|with|without|who|whose|after|on|not|[a-z]+ed|given|taking|receiving)\s)"
)
_PARTICIPLE = re.compile(r"[a-z]+(?:ed|en)")
#: "24 of these (25%)".
_OF_THESE = re.compile(r"(?i)\sof\s(?P<back>these|them|those|whom|which)(?=\s\()")
_LONGEST_BRACKET = 24
_NUMBERED = re.compile(
    r"(?i)(?P<back>(?:these|those|the|its|their)\s)?(?P<size>\d[\d,]*)(?![\d.%])"
)
_BACK = re.compile(r"(?i)(?:these|them|those|whom|which)\b(?=\s*(?:$|[,;(\d]))")
_ALL = re.compile(
    r"(?i)\b(?:all|every|everyone|everybody|entire|whole|overall|any|total|altogether)\b"
)
_OVERALL = re.compile(
    r"(?i)(?:overall|altogether|in\s(?:total|all)|taken\stogether|all\stold|on\sthe\swhole"
    r"|(?:taking|counting|considering|among|of|in)\s(?:everyone|everybody|all\b|the\s(?:whole|entire)|both\s(?:arms|groups))"
    r"|(?:in|across)\s(?:all|the\s(?:whole|entire))\b)"
)
_RIGHT_BEFORE = 24
_LACKS = re.compile(
    r"(?i)\b(?:without|not|no|never|neither|lacking|free\s(?:of|from))\s(?P<what>[^,;()]{2,40})"
)
#: So many words behind a denial are denied.
_DENIED = 2
#: "Those without", "those who did not": of what the text has told before.
_BARE = re.compile(r"(?i)\b(?:without|not)(?:\s(?:it|them|one))?[\s.]*$")
_WITH = re.compile(
    r"(?i)\b(?:with|given|on|taking|who\s(?:had|took|were|used|received))"
    r"\s(?P<what>[a-z][a-z\s-]{2,30}?)\s?(?=\band\b|\bthan\b|[,;(]|$)"
)
_LIKE_CASES = re.compile(r"(?i)\b(?:with|without|who|whose|aged|smokers|nonsmokers)\b")
#: Words of a noun phrase that limit nobody, and kinds of words that only say who is counted.
_IDLE = frozenset(
    (
        "among group trial study cohort sampl total contrast addition receiv assign randomized "
        "allocat had recruited includ enrol enroll analys analysi year month week day days age "
        "fact particular one two respectively respectiv baseline follow-up all overall whole "
        "entire everyon number numb took tak median mean using both time treatment given taking"
    ).split()
)
_KINDS = frozenset({PEOPLE, "arm"})


def _limits(word: Word) -> bool:
    return word.kind not in _KINDS and word.concept not in _IDLE


def whole_of(told: Sentence, figure: Quantity) -> Whole:
    """The whole that a figure of a sentence is told of."""
    clause = clause_of(told.text, *told.span(figure))
    start = told.span(figure)[0]
    spans = list(_inner(told, figure, clause))
    own = _said(told, spans)
    opens = opening(told.text, clause, start)
    if opens and not own.size and not own.is_back:
        spans.append(opens)
    whole = _said(told, spans)
    return replace(
        whole,
        size=own.size or whole.size,
        is_all=whole.is_all or _is_overall(told.text, clause[0], start, own),
        outside=told.names([clause]) - whole.names,
        limits=tuple(one for one in told.figures if one is not figure and _is_in(told, one, spans)),
    )


def _is_overall(text: str, low: int, start: int, own: Whole) -> bool:
    """Whether the clause of a figure opens with "overall", or says so right before it."""
    if _OVERALL.match(text, low):
        return True
    return not own.names and _ALL.search(text, max(low, start - _RIGHT_BEFORE), start) is not None


def _is_in(told: Sentence, figure: Quantity, spans: Sequence[tuple[int, int]]) -> bool:
    start, end = told.span(figure)
    inside = any(low <= start and end <= high for low, high in spans)
    return inside and not is_plain_count(figure)


def _inner(told: Sentence, figure: Quantity, clause: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Where the whole of a figure stands that is told with it."""
    text, (start, end) = told.text, told.span(figure)
    ratio = figure.relation is Relation.RATIO
    counted = figure if ratio else _before_bracket(told, figure)
    predicated = is_told_before(text, clause[0], told.span(counted or figure)[0])
    high = _next_share(told, figure, clause[1])
    if counted is not None and counted.relation is Relation.RATIO:
        yield (
            _size_at(told, counted),
            phrase_end(text, told.span(counted)[1], high, predicated=predicated),
        )
        found = None if ratio else _GOES_ON.match(text, start)
        if found and (predicated or not _PARTICIPLE.fullmatch(found["by"])):
            yield found.end(), phrase_end(text, found.end(), high, predicated=predicated)
    elif (
        counted is not None
        and not ratio
        and (found := _OF_THESE.match(text, told.span(counted)[1]))
    ):
        yield found.start("back"), found.end()
    elif (found := _BEHIND.match(text, end)) and not (found["of"] and figure.unit not in _SHARES):
        yield found.end(), phrase_end(text, found.end(), high, predicated=predicated)


def _size_at(told: Sentence, ratio: Quantity) -> int:
    """Where the whole of a ratio starts: the "these 45" of "36 of these 45"."""
    start, end = told.span(ratio)
    found = _OUT_OF.search(told.text, start, end)
    return found.end() if found else start


_OUT_OF = re.compile(r"(?i)\b(?:out\s)?(?:of|in|among)\s|/\s?")


def _next_share(told: Sentence, figure: Quantity, high: int) -> int:
    """Where the next figure starts that has a whole of its own."""
    alike = (
        told.span(one)[0]
        for one in told.figures
        if one.start >= figure.end
        and (one.unit == figure.unit or one.dimension is Dimension.PROPORTION)
        and not is_plain_count(one)
    )
    return min(alike, default=high)


def _before_bracket(told: Sentence, figure: Quantity) -> Quantity | None:
    """The count that a figure stands in brackets behind."""
    text, (start, _) = told.text, told.span(figure)
    opened = text.rfind("(", max(0, start - _LONGEST_BRACKET), start)
    if opened < 0 or ")" in text[opened:start]:
        return None
    before = [one for one in told.figures if told.span(one)[1] <= opened]
    last = max(before, key=lambda one: one.end, default=None)
    if last is None or not {",", ";", ":"}.isdisjoint(text[told.span(last)[1] : opened]):
        return None
    return last


def _said(told: Sentence, spans: Sequence[tuple[int, int]]) -> Whole:
    """What noun phrases say of the whole."""
    said = [told.text[low:high] for low, high in spans]
    sizes = [found for one in said if (found := _NUMBERED.match(one))]
    names = told.names(spans)
    lacks = _lacked(told, spans)
    return Whole(
        names | lacks,
        lacks,
        Decimal(sizes[0]["size"].replace(",", "")) if sizes else None,
        is_all=any(_ALL.search(one) for one in said),
        is_back=any(_BACK.match(one) for one in said)
        or bool(sizes and sizes[0]["back"] and not names),
        is_people=any(map(_are_people, said)),
        people=frozenset(
            word.concept for one in said for word in words(one) if word.kind == PEOPLE
        ),
    )


def _lacked(told: Sentence, spans: Sequence[tuple[int, int]]) -> frozenset[str]:
    """What noun phrases deny, by their words or by what the text has told before."""
    found = [one for span in spans for one in _LACKS.finditer(told.text, *span)]
    lacks = {
        word.concept for one in found for word in words(one["what"])[:_DENIED] if _limits(word)
    }
    for low, high in spans:
        before = list(_WITH.finditer(told.text, 0, low))
        if before and _BARE.search(told.text, low, high):
            lacks |= told.names([before[-1].span("what")])
    return frozenset(lacks)


def _are_people(phrase: str) -> bool:
    return _LIKE_CASES.search(phrase) is not None or any(
        word.kind == PEOPLE for word in words(phrase)
    )


def described(told: Sentence) -> Iterator[tuple[Decimal, frozenset[str]]]:
    """What a sentence says of each number of people that it counts.

    "216 had antibodies", "fever was seen in 216", "151 of 540 drug users".
    """
    for one in told.figures:
        ratio = one.relation is Relation.RATIO
        if ratio and (whole := whole_of(told, one)).size:
            yield whole.size or Decimal(0), whole.names
        if one.low is not None and (ratio or is_plain_count(one)):
            span = told.span(one)
            within = _between_counts(told, one, clause_of(told.text, *span))
            said = said_of_count(told.text, span, within)
            yield one.low, told.names([said]) or told.names([(within[0], span[0])])


def _between_counts(told: Sentence, figure: Quantity, clause: tuple[int, int]) -> tuple[int, int]:
    """Where the count before a figure ends and the one behind it starts, in its clause."""
    counts = [
        told.span(one)
        for one in told.figures
        if one is not figure and (is_plain_count(one) or one.relation is Relation.RATIO)
    ]
    start, end = told.span(figure)
    return (
        max((high for _, high in counts if clause[0] <= high <= start), default=clause[0]),
        min((low for low, _ in counts if end <= low < clause[1]), default=clause[1]),
    )
