"""The grammar of quantities: from text to numbers with their bounds, units and modifiers.

Numbers are found from left to right and read with their units; neighbours
join to ranges, intervals, ratios and "± spreads"; what stands around them
makes bounds, approximations and statistics.  Everything that looks back does
so over a bounded stretch, so that time grows with the number of numbers.

Conventions that the printed text leaves open:

* a spelled or printed fraction ("half", "a quarter of", "one third", "½") is
  an exact value without a unit and of dimension proportion; thirds are
  quotients to 28 digits;
* "120 of 345", "120/345", "one in five", "one patient in five" are ratios of
  dimension proportion, "1:1000" one of dimension ratio, "120/80 mmHg" one of
  dimension pressure; "one nurse for every 3,700 inhabitants" is a rate;
* "from 8 to 7" keeps the printed order, so that ``low`` may exceed ``high``;
* "twofold", "doubled", "double the rate", "half as common again" (1.5) have the unit "fold",
  "14 times" has "time", "twice daily" is 2 "per day"; what "more than halved" is
  less than 0.5 fold;
* an article counts a unit of time that lasts ("more than a year", "a day less"),
  not one that tells which or how often ("a day case", "5 mg an hour");
* an age without a unit is in years: "aged 65", "women over 50", "the under-5s";
* a counted noun is no unit: "345 patients" is the count 345 (the nouns of a
  rate are: "events per 100 person-years", and the few of the table that the
  news counts in: "1,200 jobs", "158 seats");
* "$2.05 a share" and "$64 per barrel" are prices, in "dollar per share";
* two whole numbers that are set against each other are a ratio: "3-for-1",
  "a 10-2 vote", "won 3-1";
* a unit of time before a number ("week 24") is its unit and part of its span;
* numbers of a list ("5 and 6 kg") are quantities of their own with the unit
  that they share;
* a unit that a like number before prints is understood: "93% at one year and 62% at ten";
* "nine burns per 1,000 visits" is a rate, whatever stands between, and "at least once" none;
* a unit behind a bracketed spread is that of its centre too: "61.5 (14.2) years";
* an interval behind its estimate is a quantity of its own, and so is its
  confidence level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from claims.ages import with_ages
from claims.context import counts_people, is_year, name_behind, refused_in_context
from claims.drafts import Draft, read_lead, single
from claims.ellipsis import with_left_out
from claims.every import with_every
from claims.labels import dimension_of, is_interval
from claims.nouns import counted_behind
from claims.numbers import Form, read_number
from claims.numerals import SPACE, decimals_of
from claims.pairs import pair
from claims.parts import Part, read_part
from claims.quantity import LEVEL, Dimension, Quantity, Refusal, Relation
from claims.refusals import Reason, Refused, refused_at
from claims.scan import candidates, mask
from claims.spreads import with_units


@dataclass(frozen=True, slots=True)
class Reading:
    """The quantities of a text and the numbers that are none; sorted, not overlapping."""

    quantities: tuple[Quantity, ...]
    refusals: tuple[Refusal, ...]


_DOSED = (Dimension.MASS, Dimension.VOLUME)
_LIST_JOINT = re.compile(
    r"(?P<comma>,\s?)|;\s?|\s?[/×x]\s?"
    r"|(?:,\s|\s|-\s)(?:and|or|vs\.?|versus|v\.?|to|by|compared\s(?:with|to))\s(?:the\s)?"
)
_OR = re.compile(r",\sor\s(?:the\s)?")
_DIGITS = re.compile(r"[0-9]+(?:[.·][0-9]+)?")
_UPWARD = (Relation.AT_LEAST, Relation.GREATER_THAN)
_DOWNWARD = (Relation.AT_MOST, Relation.LESS_THAN)


def find_quantities(text: str, *, skip: Sequence[tuple[int, int]] = ()) -> Reading:
    """Find the quantities of a text, and the numbers that are none.

    Args:
        text: any text.
        skip: spans that count as blanks (citation markers, references, furniture).

    Returns:
        Quantities and refusals with offsets in ``text``; both sorted by start,
        and no two of them overlap.
    """
    masked = mask(text, skip)
    parts, refused = _read_parts(masked)
    drafts = _shared_units(masked, with_units(masked, _joined(masked, parts)))
    drafts = list(with_left_out(masked, drafts))
    drafts, bases = with_every(masked, list(with_ages(masked, drafts)))
    refused += [Refused(one.start, one.end, Reason.MEASURE_NAME) for one in bases]
    quantities: list[Quantity] = []
    refusals = [
        Refusal(text[no.start : no.end], no.start, no.end, no.reason)
        for no in refused
        if no.reason is not Reason.CONFIDENCE_LEVEL
    ]
    end = 0
    for draft in drafts:
        quantity = _quantity(text, draft)
        reason = _refused(masked, draft, end)
        if reason:
            refusals.append(Refusal(quantity.text, quantity.start, quantity.end, reason, quantity))
        else:
            quantities.append(quantity)
        end = draft.end
    levels = [_level(text, no) for no in refused if no.reason is Reason.CONFIDENCE_LEVEL]
    if levels:
        quantities = sorted((*quantities, *levels), key=lambda one: one.start)
    return Reading(tuple(quantities), tuple(_apart(refusals, quantities)))


def _level(text: str, found: Refused) -> Quantity:
    """A confidence level as a quantity: the "95%" of "95% CI"."""
    printed = text[found.start : found.end].rstrip(f"{SPACE}\n-")
    digits = _DIGITS.match(printed)
    value = Decimal(digits[0].replace("·", ".")) if digits else Decimal(0)
    unit_text = printed[digits.end() :].strip() if digits else ""
    return Quantity(
        printed, found.start, found.start + len(printed), value, value, Relation.EXACT,
        decimals=decimals_of(value), unit_text=unit_text, unit="%",
        dimension=Dimension.STATISTIC, statistic=LEVEL,
    )  # fmt: skip


def _apart(refusals: list[Refusal], quantities: list[Quantity]) -> Iterator[Refusal]:
    """The refusals in order, without those that a quantity or another refusal overlaps."""
    taken = sorted((one.start, one.end) for one in quantities)
    at = end = 0
    for no in sorted(refusals, key=lambda one: (one.start, -one.end)):
        while at < len(taken) and taken[at][1] <= no.start:
            at += 1
        if no.start >= end and (at == len(taken) or no.end <= taken[at][0]):
            yield no
            end = no.end


def _read_parts(text: str) -> tuple[list[Part], list[Refused]]:
    """The numbers with their units, and the spans that hold none."""
    parts: list[Part] = []
    refused: list[Refused] = []
    end = 0
    for start, stop in candidates(text):
        at = max(start, end)
        while at < stop:
            read = _read_one(text, at, end)
            if read is None:
                break
            if isinstance(read, Part):
                parts.append(read)
            else:
                refused.append(read)
            at = end = max(read.end, at + 1)
            while at < stop and not "0" <= text[at] <= "9":
                at += 1
    return parts, refused


def _read_one(text: str, at: int, floor: int) -> Part | Refused | None:
    refused = refused_at(text, at, floor)
    if refused:
        return refused
    number = read_number(text, at, floor)
    if number is None:
        return None
    part = read_part(text, number, floor)
    name_end = name_behind(text, part)
    return Refused(part.start, name_end, Reason.NAME) if name_end else part


def _joined(text: str, parts: Sequence[Part]) -> list[Draft]:
    """Neighbouring numbers joined to ranges, ratios, spreads and intervals."""
    drafts: list[Draft] = []
    end = at = 0
    inner = ""
    while at < len(parts):
        part = parts[at]
        if part.start < end:
            at += 1
            continue
        lead = read_lead(text, part, end)
        estimate = drafts[-1] if drafts and _opens_behind(text, drafts[-1], lead.start) else None
        following = parts[at + 1] if at + 1 < len(parts) else None
        draft = pair(text, lead, part, following, estimate, inner) if following else None
        if draft is None:
            draft = single(text, lead, part)
            if estimate and inner and not draft.statistic and not is_interval(inner):
                draft = draft._replace(statistic=inner)
        inner = lead.label.inner if lead.label else inner if estimate is None else ""
        drafts.append(draft)
        end = draft.end
        at += 1
    return drafts


def _opens_behind(text: str, draft: Draft, at: int) -> bool:
    """Whether only an opening bracket stands between a quantity and an offset."""
    return text[draft.end : at].strip() in ("(", "[") and at - draft.end <= 4


def _shared_units(text: str, drafts: list[Draft]) -> list[Draft]:
    """Units of lists given to every member: "5, 10 and 20 mg", "weeks 4 and 8"."""
    closed = False  # the list ends in "and", so that a comma joins too
    for at in range(len(drafts) - 2, -1, -1):
        draft, donor = drafts[at], drafts[at + 1]
        joint = _LIST_JOINT.fullmatch(text, draft.end, donor.first.start)
        closed = bool(joint) and (
            closed or not (joint and joint["comma"]) or _fill_brackets(text, draft, donor)
        )
        closed = closed and _can_share(text, draft, donor)
        closed = closed and not (joint and _multiplies(joint[0], donor))
        closed = closed and not (joint and _says_again(text, drafts, at, joint[0]))
        if closed:
            drafts[at] = draft._replace(unit=donor.unit, unit_text=donor.unit_text)
    _lend_time_points(text, drafts)
    return drafts


def _multiplies(joint: str, donor: Draft) -> bool:
    """Whether doses are counted ("2 × 500 mg") and no sides are joined ("3 × 4 m")."""
    unit = donor.unit
    return joint.strip() in ("×", "x") and unit is not None and unit.dimension in _DOSED


def _lend_time_points(text: str, drafts: list[Draft]) -> None:
    """Give the unit before a list of time points to the whole list: "months 3, 6 and 12".

    A comma lists only behind a plural, since "at month 0, 72 had it" does not.
    """
    lender: Draft | None = None
    for at in range(1, len(drafts)):
        donor, draft = drafts[at - 1], drafts[at]
        lender = donor if _is_time_point(donor) else lender
        joint = _LIST_JOINT.fullmatch(text, donor.end, draft.start)
        if lender is None or not joint or draft.unit or not _lists(lender, joint[0]):
            lender = None
        elif not counts_people(text, draft.end):
            drafts[at] = draft._replace(unit=lender.unit, unit_text=lender.unit_text)


def _says_again(text: str, drafts: Sequence[Draft], at: int, joint: str) -> bool:
    """Whether a share says again what the count before it says: "12, or 5%"."""
    draft, donor = drafts[at], drafts[at + 1]
    shares = donor.unit is not None and donor.unit.dimension is Dimension.PROPORTION
    if not shares or draft.decimals > draft.scale or not _OR.fullmatch(joint):
        return False
    return not at or not _LIST_JOINT.fullmatch(text, drafts[at - 1].end, draft.start)


def _lists(lender: Draft, joint: str) -> bool:
    """Whether what stands behind a time point lists another one."""
    return lender.unit_text.endswith("s") or not joint.startswith((",", ";"))


def _fill_brackets(text: str, first: Draft, last: Draft) -> bool:
    """Whether two quantities fill a pair of brackets: "(0.4, 16.2%)"."""
    opens, closes = text[first.start - 1 : first.start], text[last.end : last.end + 1]
    return opens in ("(", "[") and closes in (")", "]")


def _is_time_point(draft: Draft) -> bool:
    """Whether a unit of time leads a number: "week 4"."""
    unit = draft.unit if draft.first.leads else None
    return unit is not None and unit.dimension is Dimension.DURATION


def _can_share(text: str, draft: Draft, donor: Draft) -> bool:
    """Whether a bare number can have the unit of the next one."""
    if draft.unit is not None or donor.unit is None or donor.first.leads:
        return False
    if draft.statistic in ("n", "N", "p") or draft.is_year or draft.dimension is not None:
        return False
    if draft.first.number.form in (Form.MULTIPLE, Form.FRACTION) or donor.dimension is not None:
        return False
    if donor.first.number.form is Form.MULTIPLE:
        return False  # "doubled in 12 and tripled in 3"
    return not is_year(text, draft.first, 0)


def _refused(text: str, draft: Draft, floor: int) -> Reason | None:
    """Why a draft is no claim, as far as its surroundings show."""
    if draft.is_year:
        return Reason.YEAR
    if _is_ever(draft):
        return Reason.ADVERB
    if draft.is_pair or draft.statistic or draft.relation is not Relation.EXACT:
        return None
    part = draft.first
    if part.unit is not draft.unit:
        part = part._replace(unit=draft.unit)
    return refused_in_context(text, part, floor)


def _is_ever(draft: Draft) -> bool:
    """Whether "at least once" says that something happened at all."""
    once = draft.first.number.form is Form.MULTIPLE and draft.high == 1
    return once and draft.relation is Relation.AT_LEAST and draft.unit_text in ("", "once")


def _quantity(text: str, draft: Draft) -> Quantity:
    """The finished quantity of a draft."""
    return Quantity(
        text=text[draft.start : draft.end],
        start=draft.start,
        end=draft.end,
        low=None if draft.relation in _DOWNWARD else draft.low,
        high=None if draft.relation in _UPWARD else draft.high,
        relation=draft.relation,
        approximate=draft.approximate,
        decimals=draft.decimals,
        unit_text=draft.unit_text,
        unit=draft.unit.name if draft.unit else "",
        dimension=_dimension(draft),
        statistic=draft.statistic,
        scale=draft.scale,
        counted=_counted(text, draft),
    )


def _counted(text: str, draft: Draft) -> str:
    """The noun behind a plain count."""
    plain = draft.unit is None and not draft.statistic and _dimension(draft) is Dimension.COUNT
    return counted_behind(text, draft.end) if plain else ""


def _dimension(draft: Draft) -> Dimension:
    if draft.dimension is not None:
        return draft.dimension
    if draft.unit is not None:
        return draft.unit.dimension
    form = draft.first.number.form
    if form is Form.FRACTION and 0 < draft.high <= 1:
        return Dimension.PROPORTION
    is_whole = not draft.decimals or draft.scale > 0
    is_count = is_whole and form is not Form.SCIENTIFIC and draft.high == int(draft.high)
    return dimension_of(draft.statistic) or (Dimension.COUNT if is_count else Dimension.OTHER)
