"""Units behind a bracketed spread, which its centre is measured in too: "61.5 (SD 14.2) years"."""

from __future__ import annotations

import re

from claims.drafts import Draft
from claims.numbers import Form
from claims.numerals import SPACE
from claims.parts import unit_behind
from claims.quantity import Dimension, Relation
from claims.units import Match, Unit

#: What may stand between a number and its spread.
_OPENS = re.compile(
    rf"[{SPACE}]?[(\[][{SPACE}]?"
    rf"(?:(?:±|\+/[-−–]|SDs?|SEM?|IQR|interquartile\srange|range|9[059]%[{SPACE}]CI)[{SPACE}:=,]{{0,3}}){{0,2}}"
)
#: What joins a spread to the next member of its list; a comma only where the list ends in "and".
_JOINT = re.compile(
    r"[)\]](?:(?P<comma>,\s)|,?\s(?:vs\.|(?:and|or|to|vs|versus|compared\s(?:with|to))\s)\s?)"
)
#: The unit is part of a longer one that is not understood: "nmol.d/L".
_GOES_ON = re.compile(r"[^\s,;:)\]][A-Za-z]")
_CLOSES = (")", "]")
_DIGITS = (Form.INTEGER, Form.DECIMAL)
#: Letters that are a unit alone; another one may be a footnote or a column of a table.
_LETTERS = frozenset("hgLl%")
_CELL = ("\t", "\n")
_SPREADS = (Relation.EXACT, Relation.RANGE, Relation.INTERVAL, Relation.PLUS_MINUS)


def with_units(text: str, drafts: list[Draft]) -> list[Draft]:
    """The drafts, the unit behind a bracketed spread given to the spread and to its centre.

    Args:
        text: any text.
        drafts: its quantities in their order, changed in place.

    Returns:
        The same list; of "13.8 (8.1) and 17.5 (14.5) days" all four are in days.
    """
    behind: Match | None = None
    member, closed = 0, False  # the centre that has the unit; its list ends in "and"
    for at in range(len(drafts) - 1, 0, -1):
        centre, spread = drafts[at - 1], drafts[at]
        if not _spreads(text, centre, spread):
            continue
        found = unit_behind_bracket(text, spread.end + 1)
        if found is None and at + 1 == member:
            joint = _JOINT.fullmatch(text, spread.end, drafts[member].start)
            closed = joint is not None and (closed or not joint["comma"])
            found = behind if closed else None
        else:
            closed = False
        if found and _measures(found.unit, centre, spread):
            behind, member = found, at - 1
            printed = text[found.start : found.end]
            drafts[at - 1] = centre._replace(unit=found.unit, unit_text=printed)
            if spread.statistic != "CV":
                drafts[at] = spread._replace(unit=found.unit, unit_text=printed)
    return drafts


def _spreads(text: str, centre: Draft, spread: Draft) -> bool:
    """Whether the second of two quantities fills a bracket behind the first one."""
    if centre.unit or spread.unit or text[spread.end : spread.end + 1] not in _CLOSES:
        return False
    plain = centre.relation is Relation.EXACT and centre.dimension is None is spread.dimension
    plain = plain and spread.relation in _SPREADS and centre.statistic not in ("n", "N", "p")
    digits = centre.first.number.form in _DIGITS and spread.first.number.form in _DIGITS
    return plain and digits and bool(_OPENS.fullmatch(text, centre.end, spread.start))


def unit_behind_bracket(text: str, at: int) -> Match | None:
    """The unit that is printed behind a closing bracket, in the same line."""
    found = unit_behind(text, at) if text[at : at + 1] in (*SPACE, "%") else None
    if found is None or _GOES_ON.match(text, found.end):
        return None
    printed = text[found.start : found.end]
    if len(printed) == 1 and (printed not in _LETTERS or text[found.end : found.end + 1] in _CELL):
        return None
    return found


def _measures(unit: Unit, centre: Draft, spread: Draft) -> bool:
    """Whether a unit measures both: "12 (34)%" may be a count and its share."""
    if unit.dimension is Dimension.PROPORTION:
        return bool(centre.decimals and spread.decimals)
    return unit.dimension is not Dimension.COUNT
