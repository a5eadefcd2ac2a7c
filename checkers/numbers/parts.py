"""N003: parts that exceed their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from checkers.compare import step
from checkers.model import Finding
from checkers.numbers.columns import is_told, table_columns
from checkers.numbers.shares import Share, is_count, is_percent, shares
from checkers.numbers.stretches import Figure, Stretch, spanned, stretches
from checkers.rule import ArticleAudit, Rule
from claims.quantity import Quantity, Relation

_HUNDRED = Decimal(100)
#: From a count to what it is of, where nothing but a whole can follow: "45 of the 40".
_OF = re.compile(r"(?:\s[^\W\d]+)? (?:of (?:the|these|those|our)|out of(?: the| all)?) ")
_SEX = r"(?:(?P<one>wom[ae]n|females?|girls?)|(?P<other>m[ae]n|males?|boys?))\b"
#: Behind a figure: "60% were women", "60% women"; "60% of women" is a share of the women.
_BEHIND = re.compile(rf"(?i)\s?[)\]]?\s(?:(?:of (?:the |all )?\w+ )?(?:were|was|are) )?{_SEX}")
_SEX_ROW = re.compile(rf"(?i)\W*{_SEX}")
_REST = re.compile(r"(?i)\b(?:remaining|remainder|the rest)\b")
_NESTED = re.compile(r"(?i)\b(?:of|among) (?:these|those|them|whom|which|the (?:former|latter))\b")

_Told = tuple[Figure, Figure, str]


def exceeding(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """N003: counts above their whole, and exclusive parts that make up more than it."""
    found = stretches(audit)
    for stretch in found:
        told = (*_above(stretch), *_sexes(stretch), *_with_the_rest(stretch))
        for first, last, message in told:
            span = spanned(audit.document.text, first.quantity, last.quantity)
            yield rule.at(audit.document, *span, message, first.identifier)
    for share, message in _rows(found):
        yield rule.at(audit.document, share.start, share.end, message, share.claim)


def _above(stretch: Stretch) -> Iterator[_Told]:
    """Counts that are greater than what they are said to be of."""
    for share in shares(stretch):
        held = [
            figure
            for figure in stretch.figures
            if share.start <= figure.quantity.start < share.end
            and figure.quantity.relation is Relation.RATIO
        ]
        if held and share.whole is not None and share.count > share.whole > 0:
            yield held[0], held[0], f"The part, {share.count}, exceeds the whole, {share.whole}."
    for place, (one, two) in enumerate(pairwise(stretch.figures), 1):
        part, whole = one.quantity, two.quantity
        counts = is_count(part) and is_count(whole) and _OF.fullmatch(stretch.before(place))
        if counts and (part.low or 0) > (whole.low or 0):
            yield one, two, f"The part, {part.low}, exceeds the whole, {whole.low}."


def _sexes(stretch: Stretch) -> Iterator[_Told]:
    """Shares of women and of men in the same people that make up more than all of them."""
    text = stretch.document.text
    told: dict[str, Figure] = {}
    percents = [figure for figure in stretch.figures if is_percent(figure.quantity)]
    for figure in percents:
        match = _BEHIND.match(text, figure.quantity.end, stretch.end)
        if match:
            told[match.lastgroup or ""] = figure
    if len(percents) == len(told) == 2:
        message = _over(tuple(told.values()))
        if message:
            yield percents[0], percents[1], message


def _with_the_rest(stretch: Stretch) -> Iterator[_Told]:
    """Shares that make up more than the whole together with "the remaining"."""
    rest = _REST.search(stretch.text)
    if rest is None or _NESTED.search(stretch.text):
        return
    place = stretch.start + rest.start()
    percents = [figure for figure in stretch.figures if is_percent(figure.quantity)]
    before = [figure for figure in percents if figure.quantity.start < place]
    after = [figure for figure in percents if figure.quantity.start > place]
    if before and after:
        message = _over((*before, after[0]))
        if message:
            yield before[0], after[0], message


def _over(figures: Sequence[Figure]) -> str:
    """What is wrong with percentages that should make up the whole at most, "" if nothing."""
    return _sum_told([figure.quantity for figure in figures])


def _sum_told(percents: Sequence[Quantity]) -> str:
    total = sum((one.low or Decimal(0) for one in percents), Decimal(0))
    slack = sum((step(one) / 2 for one in percents), Decimal(0))
    if total - slack <= _HUNDRED or any(one.approximate for one in percents):
        return ""
    told = " + ".join(format(one.low or 0, "f") for one in percents)
    return f"The parts make up {total}% ({told}), more than the whole."


def _rows(found: Sequence[Stretch]) -> Iterator[tuple[Share, str]]:
    """The rows for the two sexes where they make up more than the whole."""
    for cells in table_columns(found):
        for (one, first), (two, second) in pairwise(cells):
            sexes = {_sex(one), _sex(two)}
            partial = _HUNDRED not in (first.percent.low, second.percent.low)
            partial = partial and is_told(one) and is_told(two)
            message = _sum_told((first.percent, second.percent)) if partial else ""
            if sexes == {"one", "other"} and message:
                yield second, message


def _sex(cell: Stretch) -> str:
    match = _SEX_ROW.match(cell.row[-1]) if cell.row else None
    return match.lastgroup or "" if match else ""
