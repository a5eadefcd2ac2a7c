"""N004, N005 and N006: reversed ranges, impossible values, estimates outside their interval."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from checkers.model import Finding
from checkers.numbers.estimates import Interval, estimates, intervals
from checkers.numbers.shares import GROUP_SIZES, shares
from checkers.numbers.stretches import Stretch, closed, stretches
from checkers.rule import ArticleAudit, Rule
from checkers.words import words
from claims.quantity import Dimension, Quantity, Relation

_HUNDRED = Decimal(100)


def reversed_ranges(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """N004: ranges and intervals whose greater end comes first."""
    for stretch in stretches(audit):
        for interval in intervals(stretch):
            if interval.is_reversed and _is_meant_to_rise(stretch, interval):
                text = audit.document.text[interval.start : interval.end]
                message = f"“{text}” names its greater end first."
                yield rule.at(audit.document, interval.start, interval.end, message, interval.claim)


#: "from 8 to 7" is a fall, unless values range so.
_FALL = re.compile(r"(?i)from\b")
_POWER_OF_TEN = re.compile(r"10[–-]\d{1,2}(?!\d)")
_RANGES = re.compile(r"(?i)\b(?:rang\w+|var(?:y|ies|ied|ying)|spann\w*)\W{1,3}(?:\w+\s)?$")
_DASHED = re.compile(r"\d\s?%?(?:–|-)\d|\d\s?%? to \d")
#: What makes two numbers with a dash or "to" no range: a change, a sum of money, a formula.
_NO_RANGE = re.compile(
    r"(?i)(?:\b(?:decreas|reduc|declin|fell|fall|drop|lower|taper|improv|chang|went|shift|cut)\w*"
    r"\b[^.;]{0,40}|[\d$€£.:/]\s?)$"
)
_GOES_ON = re.compile(r"[^\W\d_]?\w*\s?[:=+×^/]|[a-z]\b")
#: Time is told backwards: "8–4 weeks before birth", "300–200 BC".
_BACKWARDS = re.compile(r"\s(?:\w{1,12}\s)?(?:before|prior to|ago|BCE?|preceding)\b")


def _is_meant_to_rise(stretch: Stretch, interval: Interval) -> bool:
    """Whether a reversed range is none of those that may be printed so."""
    if interval.first != interval.last:
        return interval.label != ""
    quantity = stretch.figures[interval.first].quantity
    before = stretch.document.text[stretch.start : interval.start]
    if quantity.statistic or interval.label == "CI":
        if _has_before(stretch, interval, -1):
            return False
        signed = interval.label in ("CI", "IQR") or _has_before(stretch, interval, 1)
        return signed or min(interval.ends) >= 0
    if _POWER_OF_TEN.match(quantity.text):
        return False
    if _FALL.match(quantity.text):
        listed = "respectively" in stretch.document.text[interval.end : stretch.end]
        return bool(_RANGES.search(before)) and min(interval.ends) >= 0 and not listed
    dashed = _DASHED.search(quantity.text) and min(interval.ends) >= 0
    after = stretch.document.text[interval.end : interval.end + 30]
    other = _NO_RANGE.search(before[-60:]) or _GOES_ON.match(after) or _BACKWARDS.match(after)
    return bool(dashed) and not other


def _has_before(stretch: Stretch, interval: Interval, sign: int) -> bool:
    """Whether a number right before lies in a negative interval, as printed or but for its sign.

    A loss may be told by its amount, and its interval with signs: "lost 7 kg (−6 to −9)".
    """
    low, high = sorted(interval.ends)
    before = stretch.figures[max(0, interval.first - 2) : interval.first]
    return high < 0 and any(low <= sign * (one.quantity.low or 0) <= high for one in before)


def outside_interval(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """N006: estimates that lie outside the interval that is printed with them."""
    for stretch in stretches(audit):
        for estimate in estimates(stretch):
            if estimate.is_outside:
                interval, figure = estimate.interval, estimate.figure
                text = audit.document.text[interval.start : interval.end]
                message = f"“{figure.text}” lies outside its {interval.label}, “{text}”."
                start, end = closed(audit.document.text, figure.start, interval.end)
                yield rule.at(audit.document, start, end, message, interval.claim)


def impossible(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """N005: values that the thing measured cannot have."""
    for stretch in stretches(audit):
        over = {share.percent.start for share in shares(stretch)}
        for at, figure in enumerate(stretch.figures):
            quantity = figure.quantity
            message = _told(stretch, at, is_share=quantity.start in over)
            if message:
                yield rule.at(
                    audit.document, quantity.start, quantity.end, message, figure.identifier
                )


#: What a statistic can be at least and at most.
_BOUNDS: Mapping[str, tuple[int, int]] = {
    "r": (-1, 1), "ρ": (-1, 1), "κ": (-1, 1), "ICC": (-1, 1), "R²": (-1, 1), "η²": (0, 1),
    "AUC": (0, 1),
}  # fmt: skip
#: The area under a curve of concentrations has no upper bound.
_CURVE = re.compile(r"(?i)\bROC\b|\bAUROC\b|receiver|discriminat|\bc-(?:statistic|index)")
_WHOSE = re.compile(r"(?i)\s?%?\s?of (?:(?:the|all|our|these|those|their) )?([^\W\d]+)")
#: People whom others are held against: "110% of controls".
_REFERENCE = re.compile(r"(?i)(?:control|sham|vehicle|untreated|healthy|reference)")
_SHARE_BEFORE = re.compile(
    r"(?i)\b(?:sensitivity|specificity|prevalence|predictive value|mortality|case fatality"
    r"|(?:survival|response|remission|cure|detection|participation) rate)"
    r"(?: (?:of|was|is|were|rate|to be|reached|at))*[ :=(]{1,3}$"
)
#: Words with which a percentage is no share of a whole.
_GROWTH = re.compile(
    r"(?i)\b(?:increas|high|great|more|rise|rising|rose|exceed|chang|excess|grow|grew|fold|relative"
    r"|predicted|baseline|gain|target|planned|expected|required|goal|recommended|normal|ideal|up)"
)
_AGED = re.compile(
    r"(?i)\b(?:aged?|(?:of|hospital|mean|median) stay|duration|survival|follow-up)\b[^.;]{0,20}$"
)
_DIFFERENCE = re.compile(r"(?i)\b(?:differ|chang|reduc|decreas|improv|short|gain|versus|minus)")


def _told(stretch: Stretch, at: int, *, is_share: bool) -> str:
    """Why a figure cannot be, "" if it can."""
    quantity = stretch.figures[at].quantity
    ends = [end for end in (quantity.low, quantity.high) if end is not None]
    if quantity.relation in (Relation.PLUS_MINUS, Relation.RATIO) or not ends:
        return ""
    if quantity.dimension is Dimension.P_VALUE:
        printed = quantity.decimals > 0 and not quantity.unit and not quantity.scale
        wrong = printed and not all(0 <= end <= 1 for end in ends)
        return f"“{quantity.text}” is no p value: one lies between 0 and 1." if wrong else ""
    if quantity.unit == "%":
        wrong = max(ends) > _HUNDRED and (is_share or _is_share(stretch, at))
        return f"“{quantity.text}” is more than the whole." if wrong else ""
    if quantity.statistic in _BOUNDS:
        return _out_of_bounds(stretch, quantity, ends)
    return _negative(stretch, at, ends)


def _is_share(stretch: Stretch, at: int) -> bool:
    """Whether a percentage is a share of people, or of a kind that is a share by its name."""
    quantity, text = stretch.figures[at].quantity, stretch.document.text
    if _GROWTH.search(stretch.text):
        return False
    whose = _WHOSE.match(text, quantity.end)
    if whose is not None and _REFERENCE.match(whose.group(1)):
        return False
    people = whose is not None and any(one.kind == "people" for one in words(whose.group(1)))
    return people or bool(_SHARE_BEFORE.search(text[stretch.start : quantity.start]))


def _out_of_bounds(stretch: Stretch, quantity: Quantity, ends: Sequence[Decimal]) -> str:
    low, high = _BOUNDS[quantity.statistic]
    named = quantity.statistic != "AUC" or _CURVE.search(stretch.text)
    bare = not quantity.unit and quantity.decimals > 0 and not quantity.scale
    if not (bare and named) or all(low <= end <= high for end in ends):
        return ""
    return f"“{quantity.text}” cannot be: {quantity.statistic} lies between {low} and {high}."


def _negative(stretch: Stretch, at: int, ends: Sequence[Decimal]) -> str:
    """What is wrong with a negative number of cases, age or length of time."""
    quantity = stretch.figures[at].quantity
    if min(ends) >= 0 or quantity.relation is not Relation.EXACT:
        return ""
    if quantity.statistic in GROUP_SIZES:
        return f"“{quantity.text}” is no number of cases: it is negative."
    before = stretch.document.text[stretch.start : quantity.start]
    lasting = quantity.dimension is Dimension.DURATION and _AGED.search(before)
    if lasting and not _DIFFERENCE.search(stretch.text):
        return f"“{quantity.text}” is no length of time: it is negative."
    return ""
