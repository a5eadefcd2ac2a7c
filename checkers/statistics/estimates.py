"""Estimates with their interval and their p value: "OR 1.8 (95% CI 1.1–2.9; p = 0.30)".

A 95% interval that leaves out the value of no effect, 1 for ratios and 0 for
differences, belongs to a p value below .05, and one that holds it to a p value
above.  For ratios the interval gives the p value itself, nearly: Altman and
Bland, "How to obtain the P value from a confidence interval", BMJ 343, 2011.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from checkers.statistics.plain import Plain
from checkers.statistics.printed import DIGITS, Printed, printed
from checkers.statistics.recompute import Span, bounds
from checkers.statistics.reported import P_VALUE, PValue, p_value


class Measure(Enum):
    """What is estimated, by the value of no effect."""

    RATIO = 1
    DIFFERENCE = 0


_RATIO = (
    r"[am]?(?:OR|HR|RR|IRR|SHR|sHR|csHR|PR|RRR)s?"
    r"|(?i:(?:odds|hazards?|risk|rate|prevalence|incidence(?: rate)?) ratios?|relative risks?)"
)
_DIFFERENCE = (
    r"[WS]?MDs?|β|(?i:differences?|beta(?: coefficient)?|regression coefficient"
    r"|vaccine (?:efficacy|effectiveness))"
)
_NUM = rf"[-+]?\s?[£€$]?\s?{DIGITS}"
_UNIT = r"(?:\s?%|\s?(?!to\b|and\b)[A-Za-zµμ€£][\w²³/().%-]{0,14}(?:\s[A-Za-z][\w/]{0,9})?)?"
#: What a ratio is for: "per 5 years".
_PER = r"(?:\s(?:per|for (?:each|every)) [^,;:()]{1,30}?)?"
#: A dash with a space on its left side alone is a minus: "-3.1 -1.2".
_TO = r"(?:\s?(?:,|;|:|to|and)\s?|\s-\s|-|\s(?=-\d))"
_CI = r"(?:CIs?|C\.I\.|(?i:confidence (?:intervals?|limits?))(?:\s?[(\[](?i:CI)[)\]])?)"
_PERCENT = r"(?P<level>\d\d(?:\.\d)?)\s?%"
_LEVEL = rf"(?:{_PERCENT},?\s?{_CI}|{_CI}(?:\s?[(\[]?{_PERCENT.replace('level', 'level2')}[)\]]?)?)"
_ENDS = rf"(?P<low>{_NUM}){_UNIT}{_TO}(?P<high>{_NUM})(?![\d.]*\d)"
#: The estimate's name and what may stand between it and its value.
_NAMED = (
    rf"(?<![\w-])(?:(?P<ratio>{_RATIO})|(?P<difference>{_DIFFERENCE}))(?!\w)"
    r"(?:\s?[(\[][A-Za-z][A-Za-z ]{1,20}[)\]])?"
    r"(?:\s(?:in|of|between|for) [^.,;:()=\d]{3,60}?)?"
)
_IS = r"\s?(?:=|:|,|of|was|is|were|estimate:?)?\s?[(\[]?"
_P_BEHIND = re.compile(rf"{_UNIT}\s?[)\]]{{0,2}}\s?[,;:]?\s?(?:and |with )?[(\[]?\s?{P_VALUE}")
_ESTIMATES = (
    # OR 1.8 (95% CI 1.1–2.9
    re.compile(
        rf"{_NAMED}{_IS}(?P<estimate>{_NUM}){_UNIT}{_PER}\s?[,;:]?\s?[(\[]{{0,2}}{_LEVEL}"
        rf"\s?[=:,]?\s?[(\[]?{_ENDS}"
    ),
    # OR [95% CI]: 1.8 [1.1–2.9
    re.compile(
        rf"{_NAMED}\s?[,;]?\s?[(\[]?{_LEVEL}\s?[)\]]?\s?(?:=|:|;|,|was|of)?\s?(?P<estimate>{_NUM})"
        rf"{_UNIT}\s?[,;]?\s?[(\[]{_ENDS}"
    ),
    # OR 1.8 (p = 0.30; 95% CI 1.1–2.9
    re.compile(
        rf"{_NAMED}{_IS}(?P<estimate>{_NUM}){_UNIT}\s?[,;:]?\s?[(\[]?{P_VALUE}\s?[)\]]?\s?[,;:]?"
        rf"\s?[(\[]?{_LEVEL}\s?[=:,]?\s?[(\[]?{_ENDS}"
    ),
    # -1.2 (95% CI -2.3 to 0.4: only a difference goes below 0
    re.compile(
        rf"(?<![\w.])(?P<estimate>{_NUM}){_UNIT}\s?[,;:]?\s?[(\[]{{0,2}}{_LEVEL}"
        rf"\s?[=:,]?\s?[(\[]?(?=-){_ENDS}"
    ),
)
#: "RR 45%" and "HR 72 bpm" are a response rate and a heart rate.
_WITH_UNIT = re.compile(r"\s?(?:%|(?!per\b|for\b|with\b)[a-z])")
_INTERVAL = re.compile(rf"(?<![\w-]){_CI}(?!\w)\s?[^A-Za-z]{{0,6}}\d")
#: p values of something else than "no effect".
_ELSE_BEHIND = re.compile(
    r"\s?[)\]]?\s?[,;]?\s?[(\[]?\s?(?:for |of |by )?(?:the )?(?:test (?:for|of) )?"
    r"(?:interaction|trend|linear|hetero\w+|non-?inferior\w+|equivalence|superiority|difference"
    r"|I\s?\^?2|Q\b|χ|overall|one-|1-)"
)
_INFERIOR = re.compile(
    r"(?i)inferior|equivalen|one[- ](?:sided|tailed)|interaction|heterogen|trend"
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with its interval and its p value.

    Attributes:
        measure: ratio or difference.
        value, low, high: the estimate and the ends of its interval.
        percent: the interval's level as printed ("95").
        p: the printed p value.
        start, end: its place in the text that was read.
        named: whether the text calls it a ratio or a difference.
    """

    measure: Measure
    value: Printed
    low: Printed
    high: Printed
    percent: str
    p: PValue
    start: int
    end: int
    named: bool

    @property
    def level(self) -> float:
        """The interval's level as a share."""
        return float(self.percent) / 100


def estimates(stretch: Plain, level: str = "") -> Iterator[Estimate]:
    """The estimates in a sentence that print an interval and a p value.

    Where a sentence holds an interval without a p value of its own, only ratios
    and differences that are called so are read: the p behind the last of several
    intervals may compare what they are intervals of.

    Args:
        stretch: the sentence.
        level: the level of intervals that are printed without one ("95"), "" to
            leave them out.
    """
    text = stretch.text
    if _INFERIOR.search(text):
        return
    found = [one for pattern in _ESTIMATES for one in _matching(pattern, text, level)]
    distinct = {one.end: one for one in sorted(found, key=lambda one: -one.start)}
    each = len(_INTERVAL.findall(text)) <= len(distinct)
    yield from (distinct[end] for end in sorted(distinct) if each or distinct[end].named)


def _matching(pattern: re.Pattern[str], text: str, level: str) -> Iterator[Estimate]:
    """What a pattern matches, where a p value of the estimate itself stands inside or behind."""
    for found in pattern.finditer(text):
        names = found.groupdict()
        p = found if "p" in names else _P_BEHIND.match(text, found.end())
        percent = names["level"] or names["level2"] or level
        if p is None or not percent or _ELSE_BEHIND.match(text, p.end()):
            continue
        if names.get("ratio") and _WITH_UNIT.match(text, found.end("estimate")):
            continue
        estimate = _estimate(names, percent, p_value(p), (found.start(), p.end()))
        if estimate:
            yield estimate


def _estimate(
    names: dict[str, str | None], percent: str, p: PValue | None, place: tuple[int, int]
) -> Estimate | None:
    """The estimate of a match, None where its numbers are none."""
    value, low, high = (_printed(names[name] or "") for name in ("estimate", "low", "high"))
    ratio, difference = bool(names.get("ratio")), bool(names.get("difference"))
    if p is None or low.value >= high.value or (ratio and low.value < 0):
        return None
    measure = Measure.RATIO if ratio else Measure.DIFFERENCE
    return Estimate(measure, value, low, high, percent, p, *place, ratio or difference)


def _printed(text: str) -> Printed:
    return printed(text.translate(_CURRENCY))


_CURRENCY = str.maketrans("", "", "£€$+")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An estimate whose interval and p value disagree.

    Attributes:
        excludes: whether the interval leaves out the value of no effect.
        decides: whether interval and p disagree about significance; else p is
            merely far from the one that the interval gives.
        implied: the p values that follow from the interval of a ratio.
        close: whether the interval's own p is so near the level of significance
            that another method may decide otherwise.
    """

    excludes: bool
    decides: bool
    implied: Span | None
    close: bool = False


_TOLERANCE = 1e-9
#: Both ends of a ratio's interval are as far from it, on the log scale, but for this share.
_LOPSIDED = 0.15
#: Two p values whose normal quantiles differ by more than this are not those of one effect.
_FAR = 0.75
#: A p value between these multiples of the level of significance is close to it.
_CLOSE = (0.5, 1.6)


def disagreement(estimate: Estimate, one_tailed: bool = False) -> Disagreement | None:
    """What is wrong between an estimate's interval and its p value, None for nothing.

    Args:
        estimate: the estimate.
        one_tailed: whether its p value may be that of a one-tailed test, half
            of what the interval gives.
    """
    null, alpha = estimate.measure.value, 1 - estimate.level
    low, high = estimate.low, estimate.high
    excluded = low.low > null or high.high < null
    included = low.high < null < high.low
    stated = bounds(estimate.p.sign, estimate.p.number)
    implied = _implied(estimate)
    above = stated.low > alpha + _TOLERANCE
    below = stated.high <= (alpha / 2 if one_tailed else alpha) + _TOLERANCE
    if (excluded and above) or (included and below):
        return Disagreement(excluded, True, implied, _is_close(estimate, alpha))
    if implied and not one_tailed and _far(implied, stated):
        return Disagreement(excluded, False, implied)
    return None


def _is_close(estimate: Estimate, alpha: float) -> bool:
    """Whether the interval ends near the value of no effect, measured by its width."""
    scale = math.log if estimate.measure is Measure.RATIO and estimate.low.value > 0 else float
    low, high = scale(float(estimate.low.value)), scale(float(estimate.high.value))
    null = scale(float(estimate.measure.value))
    error = (high - low) / 2 / _quantile(alpha)
    p = 2 * _tail(abs((low + high) / 2 - null) / error)
    return _CLOSE[0] * alpha <= p <= _CLOSE[1] * alpha


def _implied(estimate: Estimate) -> Span | None:
    """The p values that a ratio's interval gives, None where it is not symmetric."""
    if estimate.measure is not Measure.RATIO or estimate.low.low <= 0 or estimate.value.low <= 0:
        return None
    low, value, high = (
        (math.log(float(number.low)), math.log(float(number.high)))
        for number in (estimate.low, estimate.value, estimate.high)
    )
    below, above = value[0] - low[1], high[0] - value[1]
    most_below, most_above = value[1] - low[0], high[1] - value[0]
    if below <= 0 or above <= 0:
        return None
    if below > most_above * (1 + _LOPSIDED) or above > most_below * (1 + _LOPSIDED):
        return None
    factor = 2 * _quantile(1 - estimate.level)
    least, most = (high[0] - low[1]) / factor, (high[1] - low[0]) / factor
    near = 0.0 if value[0] <= 0 <= value[1] else min(abs(value[0]), abs(value[1]))
    far = max(abs(value[0]), abs(value[1]))
    return Span(2 * _tail(far / least), 2 * _tail(near / most))


def _far(implied: Span, stated: Span) -> bool:
    """Whether two p values are farther apart than methods differ."""
    if implied.meets(stated):
        return False
    one, other = (
        (implied.high, stated.low) if implied.high < stated.low else (stated.high, implied.low)
    )
    return _quantile(max(one, 1e-12)) - _quantile(max(other, 1e-12)) > _FAR


def _quantile(p: float) -> float:
    """The normal quantile that a two-tailed p value cuts off."""
    from scipy import special

    return float(-special.ndtri(p / 2))


def _tail(quantile: float) -> float:
    """The share of a normal distribution above a quantile."""
    from scipy import special

    return float(special.ndtr(-quantile))
