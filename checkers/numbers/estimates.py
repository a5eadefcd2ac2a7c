"""Estimates and the intervals that are printed with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from checkers.compare import step
from checkers.numbers.stretches import Stretch
from claims.quantity import Dimension, Quantity, Relation

_CI = re.compile(
    r"(?i)\b(?:CI|C\.I\.|CrI|confidence (?:interval|limit)s?|credible intervals?)(?!\w)"
)
_IQR = re.compile(r"(?i)\bIQR\b|inter-?quartile|\bquartile|\bQ1\b|\b25(?:th)?\b.{1,8}\b75th\b")
_RANGE = re.compile(r"(?i)\brang(?:e|es|ing)\b|\bmin(?:imum)?\W{1,3}max")
_MEAN = re.compile(r"(?i)\b(?:means?|average)\b")
_MEDIAN = re.compile(r"(?i)\bmedians?\b")
#: A range that is not that of the values.
_OTHER_RANGE = re.compile(
    r"(?i)\b(?:normal|reference|target|possible|potential|theoretical|therapeutic|scales?|scor\w+"
    r"|recommended|acceptable|allowed|expected|optim\w+)\W{1,3}(?:values?\W{1,3})?range"
)
#: Words between an estimate and its interval that part the two.
_PARTS = re.compile(
    r"(?i)\b(?:vs|versus|and|or|compared|than|whereas|while|but|for|in|at|among|respectively"
    r"|with(?! (?:an? )?\d))\b|\.\s"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST_WORDS = 9
_LONGEST_GAP, _LONGEST_CAPTION = 90, 500
#: Figures that may stand between an estimate and its interval.
_BESIDE = frozenset({"p", "n", "N", "SD", "SE", "SEM", "z", "t", "F", "χ²", "df", "IQR", "range"})
_BESIDE_TEXT = re.compile(r"\bper\s$|[^\W\d_]/$|(?:\b[FtzTZQ]|\bWald|χ[²2])\b[^=]{0,12}=\s?$")
_LEVELS = frozenset({Decimal(90), Decimal(95), Decimal(99)})
_LEVEL_ENDS = re.compile(r"\s?%?[,\s]{0,2}(?:CI\b|C\.I\.|confidence\b|$)")
_SPREAD = re.compile(r"(?i)\bSDs?\b|\bs\.d\.|standard (?:deviation|error)|\bSEM?\b")
_BRACKET = re.compile(r"\s?[(\[]\s?$")
#: A list of intervals for a list of estimates.
_LISTED = re.compile(r"[^()\[\]]{0,80}\brespectively\b")
#: A number that goes on behind an interval: a third figure, or a slip of the pen.
_GOES_ON = re.compile(r"\s?[,;]\s?[-−–]?\d|[.,]{1,2}\d")
_SIGN = frozenset("-−–")
#: What makes a duration a time point and no estimate.
_AT_A_TIME = re.compile(r"(?i)\b(?:at|after|within|by|over|during|for|from|to|in|every|than|of)\s$")
#: A figure behind one of these is the second of a comparison, and the interval that of both.
_COMPARED = re.compile(r"(?i)(?:\bvs\.?|\bversus|\band|\bthan|\bwith|\bto|\bor|[/,;])\s?$")
_SEPARATOR = re.compile(r"\s?(?:–|—|-|−|to|,|;)\s?")
_CLOSED = re.compile(r"\s?%?\s?[)\]]")
#: "a loss of 1.2 (95% CI −2.0 to −0.4)": the words carry the sign.
_LESS = re.compile(
    r"(?i)\b(?:reduc\w+|decreas\w+|declin\w+|los[st]\w*|lower\w*|fewer|less|fell|fall\w*|drop\w*"
    r"|improv\w+|smaller|shorter|diminish\w*|worse\w*|below|under|minus|deteriorat\w+)\b"
)
_EFFECTS = frozenset({"OR", "HR", "RR", "IRR", "MD", "SMD", "WMD", "RD", "β"})
_COEFFICIENT = re.compile(r"(?:\b[bB]|\bbeta|\bcoefficient|β)\s?[=:]?\s?$")
_GREATEST_LOGARITHM = 50
_HUNDRED = Decimal(100)
#: An interval without a unit is of another scale if it is this many times off.
_FAR = 4


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends as printed, in the order of the print.

    Attributes:
        first, last: places of its first and last figure in the stretch.
        ends: the two numbers.
        step: one unit of the last digit that they print.
        unit: their unit, "" for bare numbers.
        label: "CI", "IQR" or "range", "" where nothing says what it is.
        start, end: its span.
        claim: identifier of its claim.
    """

    first: int
    last: int
    ends: tuple[Decimal, Decimal]
    step: Decimal
    unit: str
    label: str
    start: int
    end: int
    claim: str

    @property
    def is_reversed(self) -> bool:
        """Whether the greater end comes first."""
        return self.ends[0] > self.ends[1]


def intervals(stretch: Stretch) -> Iterator[Interval]:
    """The intervals and ranges of a sentence or cell.

    A reversed interval without a label is read as two numbers: "(0.9–0.4)".
    """
    text = stretch.document.text
    for at, figure in enumerate(stretch.figures):
        one = figure.quantity
        before = text[max(0, one.start - 1) : one.start]
        if one.low is None or one.high is None or before == "." or before in _SIGN:
            continue
        if one.relation in (Relation.INTERVAL, Relation.RANGE):
            ends, last = (one.low, one.high), at
        elif _begins_reversed(stretch, at):
            ends, last = (one.low, stretch.figures[at + 1].quantity.low or one.low), at + 1
        else:
            continue
        other = stretch.figures[last].quantity
        if _GOES_ON.match(text, other.end):
            continue
        finest = min(step(one), step(other))
        unit, label = one.unit or other.unit, _label(stretch, at)
        span = one.start, other.end
        yield Interval(at, last, ends, finest, unit, label, *span, figure.identifier)


def _begins_reversed(stretch: Stretch, at: int) -> bool:
    """Whether two numbers in brackets are the two ends of an interval, the greater first."""
    gap = stretch.before(at)
    if at + 1 >= len(stretch.figures) or not (_BRACKET.fullmatch(gap) or _CI.search(gap)):
        return False
    one, two = stretch.figures[at].quantity, stretch.figures[at + 1].quantity
    exact = one.relation is two.relation is Relation.EXACT and one.decimals == two.decimals
    return (
        exact
        and (one.low or 0) > (two.low or 0)
        and not (one.statistic or two.statistic)
        and bool(_SEPARATOR.fullmatch(stretch.after(at)))
        and bool(_CLOSED.match(stretch.after(at + 1)))
    )


def _label(stretch: Stretch, at: int) -> str:
    """What kind of interval a figure is: by its statistic, the headings, or the sentence."""
    figure = stretch.figures[at].quantity
    gap = stretch.before(at)
    sentence = stretch.document.text[stretch.start : figure.start]
    caption = stretch.table.caption[:_LONGEST_CAPTION] if stretch.table else ""
    headings = " | ".join((*stretch.row, *stretch.headings))
    if _OTHER_RANGE.search(gap) or _OTHER_RANGE.search(headings):
        return ""
    places = (figure.statistic, gap, headings, caption) if stretch.cell else (
        figure.statistic, gap, sentence
    )  # fmt: skip
    for place in places:
        for label, pattern in (("CI", _CI), ("IQR", _IQR), ("range", _RANGE)):
            if pattern.search(place):
                return label
    before = stretch.figures[at - 1].quantity.statistic if at else ""
    return "CI" if before.lstrip("a") in _EFFECTS else ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number and the interval that is printed with it."""

    value: Decimal
    figure: Quantity
    interval: Interval

    @property
    def is_outside(self) -> bool:
        """Whether none of the values that the print stands for lies in the interval."""
        low, high = sorted(self.interval.ends)
        slack = (step(self.figure) + self.interval.step) / 2
        return not low - slack <= self.value <= high + slack


def estimates(stretch: Stretch) -> Iterator[Estimate]:
    """The estimates of a sentence or cell with the intervals that are printed with them."""
    for interval in intervals(stretch):
        figure = _before(stretch, interval) if interval.label else None
        if figure is None or not _is_comparable(figure, interval):
            continue
        if interval.label != "CI" and not _is_average(stretch, figure, interval.label):
            continue
        value = ((figure.low or Decimal(0)) + (figure.high or Decimal(0))) / 2
        estimate = Estimate(value, figure, interval)
        if not _is_on_other_scale(stretch, estimate):
            yield estimate


def _before(stretch: Stretch, interval: Interval) -> Quantity | None:
    """The number that an interval is printed with: the nearest before it that may be one."""
    gap = ""
    for at in range(interval.first - 1, -1, -1):
        gap = stretch.after(at) + gap
        figure = stretch.figures[at].quantity
        if len(gap) > _LONGEST_GAP:
            return None
        if _is_beside(stretch, at):
            continue
        exact = figure.relation in (Relation.EXACT, Relation.PLUS_MINUS)
        whole = figure.low is not None and figure.high is not None
        return figure if exact and whole and _joins(stretch, at, gap) else None
    return None


def _is_beside(stretch: Stretch, at: int) -> bool:
    """Whether a figure may stand between an estimate and its interval, and is neither."""
    figure, before = stretch.figures[at].quantity, stretch.before(at)
    if figure.statistic in _BESIDE or figure.relation is Relation.RATIO:
        return True
    if figure.low in _LEVELS and _LEVEL_ENDS.match(stretch.after(at)):
        return True
    if _BESIDE_TEXT.search(stretch.document.text[max(0, figure.start - 20) : figure.start]):
        return True
    said = " ".join((*stretch.row, *stretch.headings)) if stretch.cell else stretch.text
    return bool(at and _BRACKET.fullmatch(before) and _SPREAD.search(said))


def _joins(stretch: Stretch, at: int, gap: str) -> bool:
    """Whether a figure and an interval belong together, by what stands around and between."""
    figure, before = stretch.figures[at].quantity, stretch.before(at)
    if figure.dimension is Dimension.DURATION and _AT_A_TIME.search(before):
        return False
    if at and _COMPARED.search(before) and _is_alike(stretch.figures[at - 1].quantity, figure):
        return False
    depth = 0
    for mark in gap:
        depth += (mark in "([") - (mark in ")]")
        if depth < 0:
            return False
    if _LISTED.match(stretch.document.text, figure.end + len(gap)):
        return False
    return not _PARTS.search(gap) and len(_WORD.findall(gap)) <= _MOST_WORDS


def _is_alike(one: Quantity, other: Quantity) -> bool:
    exact = Relation.EXACT, Relation.PLUS_MINUS
    return one.relation in exact and (one.unit, one.statistic) == (other.unit, other.statistic)


def _is_comparable(figure: Quantity, interval: Interval) -> bool:
    """Whether the units agree; an interval without one has that of its estimate."""
    if interval.unit and figure.unit != interval.unit:
        return False
    if interval.unit or not figure.unit:
        return True
    low, high = sorted(interval.ends)
    value, greatest = figure.low or Decimal(0), max(map(abs, interval.ends))
    if figure.scale or not abs(value) / _FAR <= greatest <= abs(value) * _FAR:
        return False
    if figure.unit != "%":
        return True
    ratios = (value / _HUNDRED, 1 - value / _HUNDRED, 1 + value / _HUNDRED)
    return not any(low <= one <= high for one in ratios)


def _is_average(stretch: Stretch, figure: Quantity, label: str) -> bool:
    """Whether a number is one that lies in the range, or between the quartiles.

    A mean lies in the range, but may lie outside of the quartiles.
    """
    said = " ".join(
        (figure.statistic, *stretch.row, *stretch.headings)
        if stretch.cell
        else (figure.statistic, stretch.document.text[stretch.start : figure.start])
    )
    mean = bool(_MEAN.search(said)) or figure.relation is Relation.PLUS_MINUS
    median = bool(_MEDIAN.search(said))
    return median and not mean if label == "IQR" else median or mean


def _is_on_other_scale(stretch: Stretch, estimate: Estimate) -> bool:
    """Whether an estimate is printed without its sign, or as a logarithm, and its interval not.

    "A loss of 1.2 (95% CI −2.0 to −0.4)"; "b = 0.81 (95% CI 1.05 to 4.84)".
    """
    low, high = sorted(estimate.interval.ends)
    if estimate.value > 0 and low <= -estimate.value <= high:
        return stretch.cell is not None or bool(_LESS.search(stretch.text))
    text = stretch.document.text
    start = estimate.figure.start
    if low <= 0 or abs(estimate.value) > _GREATEST_LOGARITHM:
        return False
    before = text[max(0, start - 16) : start]
    coefficient = estimate.figure.statistic == "β" or _COEFFICIENT.search(before)
    return bool(coefficient) and low <= estimate.value.exp() <= high
