"""Change one figure of a true statement, so that trees learn what a wrong one looks like."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checkers.words import rows_of
from claims.quantity import Dimension, Quantity, Relation

#: What stands between two numbers that are compared, within so many characters.
_AGAINST = re.compile(r"\b(?:vs|versus|and|compared|than|against|while|whereas|but)\b")
_BETWEEN = 90
_DIGITS = re.compile(r"\d+(?:[.·]\d+)?")


@dataclass(frozen=True, slots=True)
class Change:
    """A changed statement: its text, and where the wrong figure stands in it."""

    kind: str
    text: str
    start: int
    end: int


def changes(
    text: str, figures: Sequence[Quantity], stated: Sequence[str], seed: str
) -> Iterator[Change]:
    """Changed copies of a statement, one or more a figure.

    Args:
        text: the statement.
        figures: its quantities, offsets in the text.
        stated: numbers as the source prints them, to put in a figure's place.
        seed: makes the choice of numbers repeatable.
    """
    chance = random.Random(seed)
    for figure in figures:
        yield from _swap(text, figure, figures)
        yield from _other_value(text, figure, stated, chance)
        yield from _range_end(text, figure, chance)
        yield from _other_way(text, figure)
        yield from _other_unit(text, figure, chance)


def _swap(text: str, figure: Quantity, figures: Sequence[Quantity]) -> Iterator[Change]:
    """The figure changes places with the one that it is compared with."""
    alike = [
        one
        for one in figures
        if one is not figure
        and (one.unit, one.statistic, one.relation)
        == (figure.unit, figure.statistic, figure.relation)
        and bool(one.decimals) == bool(figure.decimals)
        and (one.low, one.high) != (figure.low, figure.high)
        and _compares(text, figure, one)
    ]
    if not alike:
        return
    partner = min(alike, key=lambda one: (abs(one.start - figure.start), one.start))
    mine, theirs = _DIGITS.search(figure.text), _DIGITS.search(partner.text)
    if mine is None or theirs is None:
        return
    first = (figure.start + mine.start(), figure.start + mine.end(), theirs.group())
    second = (partner.start + theirs.start(), partner.start + theirs.end(), mine.group())
    changed, start = _put(text, [first, second])
    yield Change("swap", changed, start, start + len(theirs.group()))


def _compares(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether a sentence holds two numbers against each other."""
    first, second = sorted((one, other), key=lambda figure: figure.start)
    between = text[first.end : second.start]
    return len(between) <= _BETWEEN and _AGAINST.search(between) is not None


def _put(text: str, parts: Sequence[tuple[int, int, str]]) -> tuple[str, int]:
    """The text with some stretches replaced, and where the first of them then stands."""
    at, moved, out = 0, 0, []
    ordered = sorted(parts)
    for start, end, new in ordered:
        out.append(text[at:start])
        if (start, end, new) == parts[0]:
            moved = sum(map(len, out))
        out.append(new)
        at = end
    return "".join(out) + text[at:], moved


def _other_value(
    text: str, figure: Quantity, stated: Sequence[str], chance: random.Random
) -> Iterator[Change]:
    """Another value: a digit or two off, doubled or halved, or one that the source prints."""
    found = _DIGITS.search(figure.text)
    if found is None or figure.relation in (Relation.RANGE, Relation.INTERVAL):
        return
    bound = figure.low is None or figure.high is None
    if bound and figure.dimension is Dimension.P_VALUE:
        return  # "p < 0.002" is borne out by "p < 0.001"
    printed = found.group()
    alike = [one for one in stated if one != printed and ("." in one) == ("." in printed)]
    near = _nudged(printed, chance)
    wanted = [near, chance.choice(alike) if alike else near]
    for kind, new in zip(("value", "other-number"), wanted, strict=True):
        start = figure.start + found.start()
        changed, at = _put(text, [(start, start + len(printed), new)])
        yield Change(kind, changed, at, at + len(new))


def _nudged(printed: str, chance: random.Random) -> str:
    digits = len(printed.split(".")[1]) if "." in printed else 0
    value = float(printed.replace("·", "."))
    step = 10.0**-digits
    new = chance.choice(
        [value + step, max(value - step, 0.0), value * 1.1 + step, value * 2, value / 2]
    )
    text = f"{new:.{digits}f}"
    return text if text != printed else f"{value + step:.{digits}f}"


def _range_end(text: str, figure: Quantity, chance: random.Random) -> Iterator[Change]:
    """One end of a range or an interval is another."""
    if figure.relation not in (Relation.RANGE, Relation.INTERVAL):
        return
    ends = list(_DIGITS.finditer(figure.text))[-2:]
    if len(ends) < 2:
        return
    end = chance.choice(ends)
    start = figure.start + end.start()
    new = _nudged(end.group(), chance)
    changed, _ = _put(text, [(start, start + len(end.group()), new)])
    yield Change("range-end", changed, figure.start, figure.end)


def _opposites() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows_of("directions"):
        more, less = (side.split(",") for side in row.split("|"))
        for one, other in zip(more, less, strict=False):
            found.setdefault(one.strip(), other.strip())
            found.setdefault(other.strip(), one.strip())
    return found


def _other_way(text: str, figure: Quantity) -> Iterator[Change]:
    """The direction word nearest before the figure, or right behind it, is turned round."""
    table = _opposites()
    near = [
        (abs(word.start() - figure.start), word)
        for word in re.finditer(r"[a-z]+", text)
        if word.group() in table and -120 < word.start() - figure.end < 60
    ]
    if not near:
        return
    _, word = min(near, key=lambda one: one[0])
    new = table[word.group()]
    changed, _ = _put(text, [(word.start(), word.end(), new)])
    moved = len(new) - len(word.group()) if word.start() < figure.start else 0
    yield Change("direction", changed, figure.start + moved, figure.end + moved)


#: Units that are mistaken for each other.
_UNITS = (
    ("minutes", "hours", "days", "weeks", "months", "years"),
    ("minute", "hour", "day", "week", "month", "year"),
    ("min", "h", "days", "weeks"),
    ("µg", "mg", "g", "kg"),
    ("ml", "l"),
    ("mm", "cm", "m"),
    ("%", "per 1000", "percentage points"),
    ("mg/kg", "µg/kg", "g/kg"),
    ("mg/day", "g/day", "µg/day"),
    ("mg/dl", "g/dl", "mg/l"),
    ("mmol/l", "µmol/l", "mol/l"),
    ("mmol/L", "µmol/L", "nmol/L"),
    ("ng/ml", "µg/ml", "pg/ml"),
    ("ng/mL", "µg/mL", "pg/mL"),
)


def _other_unit(text: str, figure: Quantity, chance: random.Random) -> Iterator[Change]:
    """The figure's unit is another of the same sort."""
    rows = [row for row in _UNITS if figure.unit_text in row]
    at = figure.text.rfind(figure.unit_text)
    if not rows or at < 0:
        return
    new = chance.choice([unit for unit in rows[0] if unit != figure.unit_text])
    start = figure.start + at
    gap = "" if text[start - 1].isspace() or not new[0].isalpha() else " "
    changed, _ = _put(text, [(start, start + len(figure.unit_text), gap + new)])
    yield Change("unit", changed, figure.start, start + len(gap + new))
