"""How often a dose is given, as prescriptions shorten it: "b.i.d.", "TID", "q8h", "10 mg daily"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from claims.quantity import Dimension, Quantity, Relation

_SHORT = re.compile(
    r"(?i)(?<![\w.])(?:(?P<latin>[btq]\.?i\.?d|q\.?d|[bo]d|[tq]ds)\b\.?"
    r"|q(?P<hours>4|6|8|12|24)\s?h\b)"
    r"|(?:(?<=[mµ]g\s)|(?<=\dg\s)|(?<=\d\sg\s)|(?<=IU\s)|(?<=units\s)|(?<=tablet\s))daily\b"
)
_A_DAY: Mapping[str, int] = {
    "qd": 1, "od": 1, "bid": 2, "bd": 2, "tid": 3, "tds": 3, "qid": 4, "qds": 4,
}  # fmt: skip
_HOURS = 24


def schedules(text: str, start: int, end: int) -> Iterator[Quantity]:
    """The shortened frequencies of a stretch of text, as rates per day.

    Args:
        text: the text.
        start: where the stretch starts.
        end: where it ends.
    """
    for found in _SHORT.finditer(text, start, end):
        latin = (found["latin"] or "").replace(".", "").lower()
        often = _A_DAY.get(latin, 1) if not found["hours"] else _HOURS // int(found["hours"])
        yield Quantity(
            found.group(),
            *found.span(),
            low=Decimal(often),
            high=Decimal(often),
            relation=Relation.EXACT,
            unit="per day",
            dimension=Dimension.RATE,
        )
