"""Rates told in two steps.

The three of "for every 1,000 kits returned, about three cancers" and of "three cases of cancer
per 1,000 kits returned".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from claims.drafts import Draft
from claims.numbers import Form
from claims.quantity import Dimension
from claims.unit_table import Unit

_EVERY = re.compile(r"(?i)\b(?:for|(?:out\s)?of|in|among)\s(?:every|each)\s$")
#: What stands between a count and what it is told of: "nine falls in the ward per 1,000 days".
_BEHIND = re.compile(
    r"(?:\s(?!and\b|or\b|to\b|of\b|per\b)[a-z][a-z-]{0,24}(?:\s(?!and\b|or\b|but\b|while\b|per\b)[a-z][a-z-]{0,24}){0,7}?)?"
    r"\s(?:per|(?:for|(?:out\s)?of|in|among)\s(?:every|each))\s"
)
_BEHIND_WITHIN = 120
_POWERS = frozenset(map(Decimal, (100, 1_000, 10_000, 100_000, 1_000_000)))
_YEARLY = " per year"
_PARTED = re.compile(r"[.;:()]|\b(?:and|but|while|whereas)\b")
#: From so many on things are counted by; a rate stands so far behind them at most.
_FEWEST, _WITHIN = 10, 80
_COUNTS = (Form.INTEGER, Form.WORD)
_RATED = (*_COUNTS, Form.DECIMAL)


def with_every(text: str, drafts: list[Draft]) -> tuple[list[Draft], list[Draft]]:
    """The drafts, with counts behind "for every 1,000" as rates, and those left out for it.

    Args:
        text: any text.
        drafts: its quantities in their order.
    """
    found: list[Draft] = []
    bases: list[Draft] = []
    at = 0
    while at < len(drafts):
        here = drafts[at]
        there = drafts[at + 1] if at + 1 < len(drafts) else None
        if there is not None and _is_told_of(text, here, there):
            told = text[there.start : there.end]
            found.append(here._replace(unit=_unit_of(there), unit_text=told))
            bases.append(there)
            at += 2
        elif there is not None and _is_base(text, here) and _is_told(text, here, there):
            unit = Unit(f"per {here.high:f}", Dimension.RATE)
            found.append(there._replace(unit=unit, unit_text=text[here.start : here.end]))
            bases.append(here)
            at += 2
        else:
            found.append(here)
            at += 1
    return found, bases


def _is_told_of(text: str, draft: Draft, base: Draft) -> bool:
    """Whether a number counts among so many that stand behind it: "9 burns per 1,000 visits"."""
    between = text[draft.end : base.start]
    if len(between) > _BEHIND_WITHIN or draft.unit or draft.dimension or draft.statistic:
        return False
    plain = base.high == base.low and base.high in _POWERS and not base.statistic
    rated = base.unit is not None and base.unit.dimension is Dimension.RATE
    if not (plain and (base.unit is None or rated) and _BEHIND.fullmatch(between)):
        return False
    return draft.first.number.form in _RATED and draft.high <= base.high


def _unit_of(base: Draft) -> Unit:
    """The unit of what is told of so many, by the year where they are of a year."""
    yearly = base.unit is not None and base.unit.name.endswith(_YEARLY)
    return Unit(f"per {base.high:f}{' person-year' if yearly else ''}", Dimension.RATE)


def _is_base(text: str, draft: Draft) -> bool:
    return (
        _is_count(draft)
        and draft.high >= _FEWEST
        and _EVERY.search(text, max(0, draft.start - 20), draft.start) is not None
    )


def _is_told(text: str, base: Draft, draft: Draft) -> bool:
    between = text[base.end : draft.start]
    near = len(between) <= _WITHIN and _PARTED.search(between) is None
    return near and _is_count(draft, _RATED) and draft.high <= base.high


def _is_count(draft: Draft, forms: Sequence[Form] = _COUNTS) -> bool:
    """Whether a draft is a number without a unit, and a whole one where no other form is named."""
    bare = draft.unit is None and draft.dimension is None and not draft.statistic
    return bare and not draft.is_pair and draft.first.number.form in forms
