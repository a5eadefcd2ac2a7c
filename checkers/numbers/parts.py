"""N003: parts that exceed their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from checkers.compare import step
from checkers.model import Finding
from checkers.numbers.columns import is_told, table_columns, whole_numbers
from checkers.numbers.shares import Share, is_count, is_percent, shares
from checkers.numbers.stretches import Figure, Stretch, spanned, stretches
from checkers.rule import ArticleAudit, Rule
from checkers.words import words
from claims.quantity import Quantity, Relation

_HUNDRED = Decimal(100)
#: From a count to what it is of, where nothing but a whole can follow: "45 of the 40".
_OF = re.compile(r"(?:\s[^\W\d]+)? (?:of (?:the|these|those|our)|out of(?: the| all)?) ")
#: From the whole at the head of a sentence to a part of it: "Of the 40 patients, 45 (90%) had".
_LEADS = re.compile(r"(?i)\A\W{0,3}(?:of|among) (?:(?:the|all|these|those|our) )?")
_LED = re.compile(r" (?P<people>[^\W\d]+), ")
_TOLD = re.compile(
    r"(?: \(\d[\d.]{0,6} ?%\))? (?:had|have|were|was|are|died|did|received|developed|underwent"
    r"|relapsed|responded|survived|reported|showed|experienced|completed)\b"
)
_SEX = r"(?:(?P<one>wom[ae]n|females?|girls?)|(?P<other>m[ae]n|males?|boys?))\b"
#: Behind a figure: "60% were women", "60% women"; "60% of women" is a share of the women.
_BEHIND = re.compile(rf"(?i)\s?[)\]]?\s(?:(?:of (?:the |all )?\w+ )?(?:were|was|are) )?{_SEX}")
_SEX_ROW = re.compile(rf"(?i)\W*{_SEX}")
#: Nouns of people of which each may be several.
_SEVERAL = re.compile(
    r"(?i)(?:famil|couple|pair|twin|triplet|trio|household|group|cohort|kindred|pedigree|sib|team)"
)
#: Women and men in brackets behind all of them: "50 patients (30 men and 25 women".
_ALL_OPENS = re.compile(r" (?P<people>[^\W\d]+) ?[(\[]")
_SEX_BETWEEN = re.compile(rf"(?i) {_SEX}(?:,| and|, and|/|;) ?")
_SEX_LAST = re.compile(rf"(?i) {_SEX}")
_REST = re.compile(r"(?i)\b(?:remaining|remainder|the rest)\b")
_NESTED = re.compile(r"(?i)\b(?:of|among) (?:these|those|them|whom|which|the (?:former|latter))\b")

_Told = tuple[Figure, Figure, str]


def exceeding(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """N003: counts above their whole, and exclusive parts that make up more than it."""
    found = stretches(audit)
    for stretch in found:
        shared = (*_sexes(stretch), *_with_the_rest(stretch))
        told = (*_above(stretch), *_above_the_lead(stretch), *_more_sexes(stretch), *shared)
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


def _above_the_lead(stretch: Stretch) -> Iterator[_Told]:
    """A count that is greater than the people at the head of its sentence."""
    if len(stretch.figures) < 2 or not _LEADS.fullmatch(stretch.before(0)):
        return
    one, two = stretch.figures[:2]
    whole, part = one.quantity, two.quantity
    if not (is_count(whole) and is_count(part) and _TOLD.match(stretch.document.text, part.end)):
        return
    if _of_people(_LED.fullmatch(stretch.before(1))) and (part.low or 0) > (whole.low or 0):
        yield one, two, f"The part, {part.low}, exceeds the whole, {whole.low}."


def _more_sexes(stretch: Stretch) -> Iterator[_Told]:
    """Women and men who are more than all people that the sentence has named before them."""
    text, figures = stretch.document.text, stretch.figures
    for at, three in enumerate(zip(figures, figures[1:], figures[2:], strict=False)):
        between = _SEX_BETWEEN.fullmatch(stretch.before(at + 2))
        last = _SEX_LAST.match(text, three[2].quantity.end, stretch.end)
        if between is None or last is None or between.lastgroup == last.lastgroup:
            continue
        opened = _of_people(_ALL_OPENS.fullmatch(stretch.before(at + 1)))
        if not opened or not all(is_count(one.quantity) for one in three):
            continue
        named = [one.quantity.low or Decimal(0) for one in figures[: at + 3]]
        total = named[-2] + named[-1]
        if total > sum(named[:-2]):
            told = f"{total} ({named[-2]} + {named[-1]})"
            message = f"The parts make up {told}, more than the whole, {named[-3]}."
            yield three[0], three[2], message


def _of_people(match: re.Match[str] | None) -> bool:
    """Whether the noun that a pattern found is of people, one by one."""
    noun = match["people"] if match else ""
    return not _SEVERAL.match(noun) and any(one.kind == "people" for one in words(noun))


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
    if before and after and ";" not in stretch.document.text[place : after[0].quantity.start]:
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
            partial = (
                partial and is_told(one) and is_told(two) and _share_a_whole(one, first, second)
            )
            message = _sum_told((first.percent, second.percent)) if partial else ""
            if sexes == {"one", "other"} and message:
                yield second, message


def _share_a_whole(cell: Stretch, first: Share, second: Share) -> bool:
    """Whether two cells of a column follow from one whole that their heading or caption states.

    Men and women may have a whole each, where percentages count along the rows.
    """
    said = (*cell.headings, cell.table.caption if cell.table else "")
    wholes = [whole for text in said for whole in whole_numbers(text)]
    return any(first.follows(whole) and second.follows(whole) for whole in wholes)


def _sex(cell: Stretch) -> str:
    match = _SEX_ROW.match(cell.row[-1]) if cell.row else None
    return match.lastgroup or "" if match else ""
