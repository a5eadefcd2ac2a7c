"""N002: percentages against their counts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from checkers.model import Finding
from checkers.numbers.columns import odd_cells, whole_numbers
from checkers.numbers.shares import GROUP_SIZES, Share, Tie, is_count, is_doubtful, is_part, shares
from checkers.numbers.stretches import Stretch, paragraphs, stretches
from checkers.rule import ArticleAudit, Rule

_HUNDRED = Decimal(100)
#: Rates that are worked out from times or weights do not follow from the counts alone.
_MODELLED = re.compile(
    r"\bHR\b|(?i:\bhazard|kaplan|actuarial|log-?rank|\bcumulative|\bweighted"
    r"|\badjusted (?:rate|proportion|percentage|prevalence))"
)
#: A sentence with more counts than this is a listing; their sums say nothing.
_MOST_COUNTS = 12
#: As many counts of the paragraph before a sentence may be its whole.
_MOST_EARLIER = 300


def percentages(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """N002: percentages that do not follow from their counts."""
    found = stretches(audit)
    known = sorted(_stated_wholes(audit, found))
    for paragraph in paragraphs(found):
        earlier: deque[Decimal] = deque(maxlen=_MOST_EARLIER)
        for stretch in paragraph:
            here = _counts(stretch)
            held = () if _MODELLED.search(stretch.text) else tuple(shares(stretch))
            sums = [sum(pair, Decimal(0)) for pair in combinations(here[:_MOST_COUNTS], 2)]
            for share in held:
                wholes = sorted((*earlier, *here, *sums))
                is_known = _has_whole(share, known) or _has_whole(share, wholes)
                if message := _told(stretch, share, held, is_known=is_known):
                    place = audit.document, share.start, share.end
                    yield rule.at(*place, message, share.claim)
            earlier.extend(here)
    for share, whole in odd_cells(found):
        message = _of_none(share)
        if whole and (share.possible or _is_near(share, whole)):
            told = f"{share.count} of the column’s {whole} is {percentage(share, whole)}"
            message = f"{told}, not “{share.percent.text}”."
        yield rule.at(audit.document, share.start, share.end, message, share.claim)


def _has_whole(share: Share, numbers: Sequence[Decimal]) -> bool:
    """Whether a share follows from one of these numbers, which are sorted."""
    least, most = share.wholes()
    at = bisect_left(numbers, least)
    return at < len(numbers) and (most is None or numbers[at] <= most)


def _counts(stretch: Stretch) -> list[Decimal]:
    """The whole numbers of a sentence that may be a whole, those of "n of N" among them."""
    found = (
        quantity.high if is_part(quantity) else quantity.low
        for quantity in (figure.quantity for figure in stretch.figures)
        if is_part(quantity) or is_count(quantity)
    )
    return [one for one in found if one is not None]


def _stated_wholes(audit: ArticleAudit, found: Iterable[Stretch]) -> set[Decimal]:
    """The sizes of groups that an article states: "(n = 40)", "of 40", in headings of tables."""
    wholes = {
        quantity.high if is_part(quantity) else quantity.low
        for stretch in found
        for quantity in (figure.quantity for figure in stretch.figures)
        if quantity.statistic in GROUP_SIZES or is_part(quantity)
    }
    headings = {
        heading
        for table in audit.document.tables
        for cell in table.cells
        for heading in (*cell.column_headings, *cell.row_headings)
    }
    stated = {whole for heading in headings for whole in whole_numbers(heading)}
    return stated | {one for one in wholes if one is not None}


def _told(stretch: Stretch, share: Share, others: Sequence[Share], *, is_known: bool) -> str:
    """What is wrong with a share of a sentence, "" if nothing is.

    Args:
        stretch: the sentence.
        share: a count with its percentage.
        others: the shares of the sentence.
        is_known: whether it follows from a number that it may be of.
    """
    whole = share.whole
    if share.tie is not Tie.FIRM:
        if is_known:
            return ""
        if not share.possible and not (whole and _is_near(share, whole)):
            doubtful = stretch.cell is not None or is_doubtful(stretch, share)
            return "" if doubtful else _of_none(share)
        if whole is not None and _are_of_others(share, others, whole):
            return ""
    if not whole or share.count > whole or share.follows(whole):
        return ""  # of nobody, no percentage follows
    return f"{share.count} of {whole} is {percentage(share, whole)}, not “{share.percent.text}”."


def _are_of_others(share: Share, others: Sequence[Share], whole: Decimal) -> bool:
    """Whether another share of the sentence shows that a share is not of its whole.

    Either the two are of groups that make up the whole ("of 26 children, 12 (63%)
    on the drug and 1 (14%) on placebo": 19 and 7), or neither follows from it and
    both follow from another.
    """
    least, most = share.wholes()
    for other in others:
        low, high = other.wholes()
        if other is share or most is None or high is None:
            continue
        if max(least, whole - high) <= min(most, whole - low):
            return True
        if other.count != share.count and not other.follows(whole) and share.agrees(other):
            return True
    return False


def _of_none(share: Share) -> str:
    """Names the two wholes that come nearest."""
    ideal = Fraction(share.count) * 100 / Fraction(_value(share) or 1)
    below = Decimal(max(int(ideal), int(share.count)))
    near = " and ".join(
        f"{share.count} of {one} is {percentage(share, one)}" for one in (below, below + 1)
    )
    return f"{share.count} is “{share.percent.text}” of no whole number: {near}."


def _exact(share: Share, whole: Decimal) -> Decimal:
    return share.count * _HUNDRED / whole


def _is_near(share: Share, whole: Decimal) -> bool:
    """Whether a percentage is off by less than one point."""
    return abs(_exact(share, whole) - _value(share)) < 1


def _value(share: Share) -> Decimal:
    return share.percent.low or Decimal(0)


#: As many digits more than the article's may be needed to show which way a share rounds.
_MOST_DIGITS = 6


def percentage(share: Share, whole: Decimal) -> str:
    """A share as a percentage, with the digits that show how it rounds to the article's."""
    exact = _exact(share, whole)
    printed = share.percent.decimals
    for digits in range(printed + 1, printed + _MOST_DIGITS):
        shown = round(exact, digits)
        if round(shown, printed) == round(exact, printed):
            break
    return f"{shown:.{digits}f}%"
