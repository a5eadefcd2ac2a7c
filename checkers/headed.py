"""What the headings of a cell tell of its number: a unit, a p value, the size of a group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from claims.document import Cell
from claims.labels import dimension_of
from claims.quantity import Dimension, Quantity, Relation
from claims.units import lookup

#: What stands in brackets or behind a comma: "Weight (kg)", "Mean age, y (range)".
_HEADING_UNIT = re.compile(r"[(\[,]\s?([^()\[\],]{1,24}?)\s?(?=[)\],(]|$)")
_GROUP_SIZE = re.compile(r"(?i)\bn\s?=\s?(\d{1,3}(?:,\d{3})+|\d{1,6})(?![\d.])")
_P_VALUE = re.compile(r"(?i)p(?:[ -]?values?)?[*†‡a-e]?")
_PERCENT = re.compile(r"(?i)^(?:%|per ?cent(?:age)?\b)|%\s*$")
_COUNT_AND_PERCENT = re.compile(r"(?i)\b(?:n|no\.?|number)\s*[(,/]\s*%")


def group_size(headings: Sequence[str]) -> Decimal | None:
    """The number of people that the headings of a column state, the nearest heading first."""
    for heading in reversed(headings):
        found = _GROUP_SIZE.search(heading)
        if found:
            return Decimal(found.group(1).replace(",", ""))
    return None


def as_headed(quantity: Quantity, cell: Cell, text: str) -> Quantity:
    """A bare quantity of a cell as its headings say: a p value, or with their unit."""
    takes_none = dimension_of(quantity.statistic) is not None
    if quantity.unit or quantity.relation is Relation.RATIO or takes_none:
        return quantity
    if not quantity.statistic and _is_p_value(quantity, cell):
        return replace(quantity, statistic="p", dimension=Dimension.P_VALUE)
    for heading in (*reversed(cell.column_headings), *reversed(cell.row_headings)):
        unit = _heading_unit(heading, in_brackets=text[quantity.start - 1 : quantity.start] == "(")
        if unit is not None:
            return replace(quantity, unit=unit[0], dimension=unit[1])
    return quantity


def _is_p_value(quantity: Quantity, cell: Cell) -> bool:
    return any(map(_names_p, cell.column_headings)) and _may_be_p(quantity)


def _names_p(heading: str) -> bool:
    return _P_VALUE.fullmatch(heading.strip()) is not None


def _may_be_p(quantity: Quantity) -> bool:
    """Whether a number may be a p value: none is above one, none has a spread."""
    ends = [end for end in (quantity.low, quantity.high) if end is not None]
    return quantity.relation is not Relation.PLUS_MINUS and all(0 <= end <= 1 for end in ends)


def _heading_unit(heading: str, *, in_brackets: bool) -> tuple[str, Dimension] | None:
    if _COUNT_AND_PERCENT.search(heading):
        return ("%", Dimension.PROPORTION) if in_brackets else None
    for found in _HEADING_UNIT.finditer(heading):
        unit = lookup(found.group(1))
        if unit is not None:
            return unit.name, unit.dimension
    return ("%", Dimension.PROPORTION) if _PERCENT.search(heading) else None
