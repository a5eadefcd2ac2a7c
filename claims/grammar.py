"""The grammar of quantities: from text to numbers with their bounds, units and modifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from claims.quantity import Dimension, Quantity, Refusal, Relation
from claims.scan import mask
from claims.units import lookup


@dataclass(frozen=True, slots=True)
class Reading:
    """The quantities of a text and the numbers that are none; sorted, not overlapping."""

    quantities: tuple[Quantity, ...]
    refusals: tuple[Refusal, ...]


_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.·]\d+)?"
_QUANTITY = re.compile(
    rf"(?:(?P<word>[A-Za-z]\w*-?)(?=\d)|(?P<modifier>about|approximately|nearly|around|~|≈|<|>|≤|≥|"
    rf"at least|at most|up to|more than|less than|over|under)?\s?)"
    rf"(?P<low>{_NUMBER})(?:\s?(?:%\s?)?(?:[-–‑]|to)\s?(?P<high>{_NUMBER}))?"
    rf"\s?(?P<unit>%|[A-Za-zµμ]+)?",
)
_RELATION = {
    "<": Relation.LESS_THAN, "less than": Relation.LESS_THAN, "under": Relation.LESS_THAN,
    ">": Relation.GREATER_THAN, "more than": Relation.GREATER_THAN, "over": Relation.GREATER_THAN,
    "≤": Relation.AT_MOST, "at most": Relation.AT_MOST, "up to": Relation.AT_MOST,
    "≥": Relation.AT_LEAST, "at least": Relation.AT_LEAST,
}  # fmt: skip
_APPROXIMATE = {"about", "approximately", "nearly", "around", "~", "≈"}


def _value(printed: str) -> Decimal:
    return Decimal(printed.replace(",", "").replace("·", "."))


def _quantity(text: str, found: re.Match[str]) -> Quantity:
    unit = lookup(found["unit"] or "")
    end = found.end() if unit else found.end("high") if found["high"] else found.end("low")
    start = found.start("modifier") if found["modifier"] else found.start("low")
    low = _value(found["low"])
    high = _value(found["high"]) if found["high"] else low
    relation = _RELATION.get(found["modifier"] or "", Relation.EXACT)
    if found["high"]:
        relation = Relation.RANGE
    up, down = (Relation.AT_LEAST, Relation.GREATER_THAN), (Relation.AT_MOST, Relation.LESS_THAN)
    return Quantity(
        text=text[start:end],
        start=start,
        end=end,
        low=None if relation in down else low,
        high=None if relation in up else high,
        relation=relation,
        approximate=found["modifier"] in _APPROXIMATE,
        decimals=max(-int(value.as_tuple().exponent) for value in (low, high)),
        unit_text=found["unit"] if unit else "",
        unit=unit.name if unit else "",
        dimension=unit.dimension if unit else Dimension.COUNT,
    )


def find_quantities(text: str, *, skip: Sequence[tuple[int, int]] = ()) -> Reading:
    """The quantities of a text; characters in ``skip`` spans count as blanks."""
    quantities, refusals = [], []
    for found in _QUANTITY.finditer(mask(text, skip)):
        if found["word"]:
            start, end = found.span("word")[0], found.end("low")
            refusals.append(Refusal(text[start:end], start, end, "name with digits"))
        else:
            quantities.append(_quantity(text, found))
    return Reading(tuple(quantities), tuple(refusals))
