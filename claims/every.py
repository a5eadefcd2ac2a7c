"""Rates told in two steps: the three of "for every 1,000 kits returned, about three cancers"."""

from __future__ import annotations

import re

from claims.drafts import Draft
from claims.numbers import Form
from claims.quantity import Dimension
from claims.unit_table import Unit

_EVERY = re.compile(r"(?i)\b(?:for|(?:out\s)?of|in|among)\s(?:every|each)\s$")
_PARTED = re.compile(r"[.;:()]|\b(?:and|but|while|whereas)\b")
#: From so many on things are counted by; a rate stands so far behind them at most.
_FEWEST, _WITHIN = 10, 80
_COUNTS = (Form.INTEGER, Form.WORD)


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
        if there is not None and _is_base(text, here) and _is_told(text, here, there):
            unit = Unit(f"per {here.high:f}", Dimension.RATE)
            found.append(there._replace(unit=unit, unit_text=text[here.start : here.end]))
            bases.append(here)
            at += 2
        else:
            found.append(here)
            at += 1
    return found, bases


def _is_base(text: str, draft: Draft) -> bool:
    return (
        _is_count(draft)
        and draft.high >= _FEWEST
        and _EVERY.search(text, max(0, draft.start - 20), draft.start) is not None
    )


def _is_told(text: str, base: Draft, draft: Draft) -> bool:
    between = text[base.end : draft.start]
    near = len(between) <= _WITHIN and _PARTED.search(between) is None
    return near and _is_count(draft) and draft.high <= base.high


def _is_count(draft: Draft) -> bool:
    """Whether a draft is a whole number without a unit."""
    bare = draft.unit is None and draft.dimension is None and not draft.statistic
    return bare and not draft.is_pair and draft.first.number.form in _COUNTS
