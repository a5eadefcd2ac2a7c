"""Counts with their percentages, as an article prints them.

Three forms state the whole beside the two: "12 of 40 (30%)", "12 (30%) of 40"
and "of 40 patients, 12 (30%)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from checkers.compare import step
from checkers.numbers.stretches import Stretch, spanned
from claims.quantity import Dimension, Quantity, Relation

#: What "about" lets a percentage differ by, as a share of itself.
_ABOUT = Decimal("0.1")
_HUNDRED = Decimal(100)
#: Numbers past any count of cases, or with more digits, are not reckoned with.
_GREATEST, _MOST_DECIMALS = Decimal(10) ** 12, 8
#: The statistics that say how many.
GROUP_SIZES = frozenset({"n", "N"})

_WORDS = r"(?:\s[^\W\d][\w'’-]*){0,6}"
_LEAD_IN = r"(?:n\s?=\s?|i\.e\.,?\s|or\s|=\s?)?"
#: From a count to the bracket that holds its percentage: "12 women in all (".
_OPENS = re.compile(rf"{_WORDS}\s?[(\[]\s*{_LEAD_IN}")
#: Side by side: "34/40, 85%".
_BESIDE = re.compile(rf"\s?[,;=:]\s?{_LEAD_IN}")
#: From one member of a list to the next: "12 women and ", "25% vs. ".
_LISTED = re.compile(
    rf"{_WORDS}\s?(?:,|;|/|vs\.?|versus|and|or|compared (?:with|to))(?:\s[^\W\d][\w'’-]*){{0,4}}\s?"
)
#: What may follow a percentage of the count before it.
_CLOSES = re.compile(r"\s?(?:[)\],;]|(?:vs|versus|and|or|respectively|of|in)\b)")
#: From a percentage to the bracket with its count; "1% gel (n = 30)" is none.
_OF_THEM = re.compile(r"\s?(?:[(\[]|of\b|in\b)")
#: "30% of the women": a share of something else than the whole of the sentence.
_OF_OTHERS = re.compile(r"\s?(?:of|in)\b")
#: From a percentage to the whole behind it: ") women out of the 40".
_OF_WHOLE = re.compile(
    r"\s?[)\]](?:\s[^\W\d]+){0,2}? (?:out )?of (?:(?:the|all|these|those|our|a total of) )?"
)
#: From a count to its whole: "16 subjects among the 25".
_AMONG = re.compile(
    r"(?:\s[^\W\d]+){0,3}? (?:(?:out )?of|among) (?:(?:the|all|these|those|our|a total of) )?"
)
#: What stands before a whole that leads: "of the 40".
_LEADS = re.compile(r"(?i)\b(?:of|among)(?: (?:the|all|these|those|our|a total of))? $")
#: What then says how many remained: "4 were lost (74%) (n = 31)".
_REMAINED = re.compile(r"[)\]] [(\[]n\s?=")
#: Words before a number in brackets that is a spread and no share.
_AVERAGED = re.compile(r"(?i)\b(?:mean|median|average|SDs?|s\.d\.|IQR|±|blocks?|cycles?)(?=\W)")
_DIGIT = re.compile(r"\d")
#: "Seven in ten" with its percentage is a manner of speaking.
_SPOKEN = Decimal(10)


class Tie(StrEnum):
    """How the whole of a share is stated."""

    FIRM = "firm"  #: beside the count: "12 of 40 (30%)"
    LED = "led"  #: at the head of the sentence: "of 40 patients, 12 (30%)"
    FREE = "free"  #: not in this sentence


@dataclass(frozen=True, slots=True)
class Share:
    """A count and the percentage that it is printed with.

    Attributes:
        count, percent: the two; ``percent`` counts in percent.
        whole: what the count is of, None where the sentence does not say.
        tie: how it says so.
        start, end: the span from the one to the other.
        claim: identifier of the percentage's claim.
    """

    count: Decimal
    percent: Quantity
    whole: Decimal | None
    tie: Tie
    start: int
    end: int
    claim: str

    def follows(self, whole: Decimal) -> bool:
        """Whether the percentage, as printed, follows from the count and a whole."""
        low, high = _printed(self.percent)
        return whole > 0 and low * whole <= self.count * _HUNDRED <= high * whole

    def wholes(self) -> tuple[Decimal, Decimal | None]:
        """The least and the greatest whole number that it follows from, None if unbounded."""
        low, high = _printed(self.percent)
        part = self.count * _HUNDRED
        least = (part / high).to_integral_value(ROUND_CEILING) if high > 0 else Decimal(0)
        most = (part / low).to_integral_value(ROUND_FLOOR) if low > 0 else None
        return max(least, self.count), most

    def agrees(self, other: Share) -> bool:
        """Whether two shares follow from one whole number."""
        (low, high), (least, most) = self.wholes(), other.wholes()
        return high is not None and most is not None and max(low, least) <= min(high, most)

    @property
    def possible(self) -> bool:
        """Whether it follows from any whole number at all."""
        least, most = self.wholes()
        return most is None or least <= most


def _printed(percent: Quantity) -> tuple[Decimal, Decimal]:
    """The interval that a printed percentage stands for, both ways of rounding a tie in it."""
    value = percent.low or Decimal(0)
    about = abs(value) * _ABOUT if percent.approximate else Decimal(0)
    half = max(step(percent) / 2, about)
    return value - half, value + half


def is_count(quantity: Quantity) -> bool:
    """Whether a quantity is a whole number of cases.

    A unit that it shares with its neighbours ("at month 0, 72 (26%)") is not its own.
    """
    counted = quantity.dimension in (Dimension.COUNT, Dimension.OTHER) and not quantity.unit
    return (
        quantity.relation is Relation.EXACT
        and (counted or (quantity.text.isdecimal() and bool(quantity.unit)))
        and quantity.statistic in ("", *GROUP_SIZES)
        and not (quantity.approximate or quantity.decimals or quantity.scale)
        and quantity.low is not None
        and 0 <= quantity.low < _GREATEST
    )


def is_percent(quantity: Quantity) -> bool:
    """Whether a quantity is one percentage."""
    return (
        quantity.relation is Relation.EXACT
        and quantity.unit == "%"
        and not quantity.statistic
        and quantity.decimals <= _MOST_DECIMALS
        and quantity.low is not None
        and 0 <= quantity.low < _GREATEST
    )


def is_part(quantity: Quantity) -> bool:
    """Whether a quantity is "n of N" in whole numbers."""
    return (
        quantity.relation is Relation.RATIO
        and quantity.dimension in (Dimension.PROPORTION, Dimension.RATIO)
        and not (quantity.decimals or quantity.scale)
        and max(quantity.low or 0, quantity.high or 0) < _GREATEST
        and ":" not in quantity.text
        and (bool(_DIGIT.search(quantity.text)) or (quantity.high or 0) > _SPOKEN)
    )


def shares(stretch: Stretch) -> Iterator[Share]:
    """The counts of a sentence or cell that are printed with a percentage."""
    kinds = [_kind(figure.quantity) for figure in stretch.figures]
    pairs: list[tuple[int, int]] = []
    at = 0
    while at < len(kinds):
        first = _run(stretch, kinds, at)
        second = _run(stretch, kinds, first.stop) if first.stop < len(kinds) else first
        joined = _pairs(stretch, kinds, first, second)
        pairs += joined
        at = second.stop if joined else first.stop
    counted = frozenset(number for number, _ in pairs)
    for number, percent in pairs:
        yield _share(stretch, kinds, number, percent, counted)


def _kind(quantity: Quantity) -> str:
    tests = (("part", is_part), ("percent", is_percent), ("count", is_count))
    return next((name for name, test in tests if test(quantity)), "")


def _run(stretch: Stretch, kinds: Sequence[str], start: int) -> range:
    """The figures from one on that are members of one list."""
    stop = start + 1
    while (
        stop < len(kinds)
        and kinds[stop] == kinds[start] != ""
        and _LISTED.fullmatch(stretch.after(stop - 1))
    ):
        stop += 1
    return range(start, stop)


def _pairs(
    stretch: Stretch, kinds: Sequence[str], first: range, second: range
) -> list[tuple[int, int]]:
    """Counts and their percentages out of two lists that stand one behind the other."""
    sorts = {kinds[first.start], kinds[second.start]}
    if first == second or sorts not in ({"part", "percent"}, {"count", "percent"}):
        return []
    gap = stretch.after(first.stop - 1)
    joined = _OPENS.fullmatch(gap) or ("part" in sorts and _BESIDE.fullmatch(gap))
    if not joined or not _CLOSES.match(stretch.after(second.stop - 1)):
        return []
    led = kinds[first.start] == "percent"
    if led and "count" in sorts and not _is_number_of(stretch, second.start, gap):
        return []
    if led and len(second) == 1 and _is_listed(stretch, kinds, second.stop):
        return []
    if len(first) != len(second):
        if len(second) != 1:
            return []
        first = first[-1:]
    return [(two, one) if led else (one, two) for one, two in zip(first, second, strict=True)]


def _is_number_of(stretch: Stretch, at: int, gap: str) -> bool:
    """Whether a count behind a percentage is its number of cases: "25% of them (n = 30)"."""
    return stretch.figures[at].quantity.statistic in GROUP_SIZES and bool(_OF_THEM.match(gap))


def _is_listed(stretch: Stretch, kinds: Sequence[str], at: int) -> bool:
    """Whether the bracket goes on with another share, as in "21% and 70% (45/211, …; 29/41)"."""
    for place in range(at, len(kinds)):
        if any(mark in stretch.before(place) for mark in ")]"):
            return False
        if kinds[place] == "part":
            return True
    return False


def _share(
    stretch: Stretch, kinds: Sequence[str], number: int, percent: int, counted: frozenset[int]
) -> Share:
    count, share = stretch.figures[number].quantity, stretch.figures[percent]
    whole, tie = count.high, Tie.FIRM
    if kinds[number] == "count":
        whole, tie = _whole(stretch, kinds, number, percent, counted)
        if tie is Tie.FIRM and whole == count.low and number:  # "16 subjects among 25 (64%)"
            count = stretch.figures[number - 1].quantity
    span = spanned(stretch.document.text, count, share.quantity)
    return Share(count.low or Decimal(0), share.quantity, whole, tie, *span, share.identifier)


def _whole(
    stretch: Stretch, kinds: Sequence[str], number: int, percent: int, counted: frozenset[int]
) -> tuple[Decimal | None, Tie]:
    """What a count is of: the number beside it, or the one that leads the sentence."""
    own, after = stretch.figures[number].quantity, stretch.after(percent)
    behind = percent + 1
    if behind < len(kinds) and kinds[behind] == "count" and _OF_WHOLE.fullmatch(after):
        return stretch.figures[behind].quantity.low, Tie.FIRM
    if number and kinds[number - 1] == "count" and _AMONG.fullmatch(stretch.before(number)):
        return own.low, Tie.FIRM
    if _OF_OTHERS.match(after):
        return None, Tie.FREE
    for at in range(number - 1, -1, -1):
        quantity = stretch.figures[at].quantity
        leads = quantity.statistic in GROUP_SIZES or _LEADS.search(stretch.before(at))
        if kinds[at] == "count" and leads and at not in counted:
            return quantity.low, Tie.LED
    return None, Tie.FREE


def is_doubtful(stretch: Stretch, share: Share) -> bool:
    """Whether what looks like a count with its percentage may be something else.

    A mean with its spread, or a percentage of another thing than the count.
    """
    text = stretch.document.text
    if _AVERAGED.search(text[max(stretch.start, share.start - 60) : share.start]):
        return True
    behind = text[share.percent.end : share.percent.end + 10]
    return bool(_OF_OTHERS.match(behind) or _REMAINED.match(behind))
