"""The table of units, read once from ``data/units.tsv``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from claims.quantity import Dimension


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit.

    Attributes:
        name: canonical name, singular ("milligram per decilitre", "%").
        dimension: what it counts in.
        ucum: its code in the Unified Code for Units of Measure, "" where there is none.
        pint_name: the expression by which pint knows it, "" where it does not.
    """

    name: str
    dimension: Dimension
    ucum: str = ""
    pint_name: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One printed form of a unit; a word is read in any case, a symbol only as it is."""

    printed: str
    unit: Unit
    is_word: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The table, indexed for reading.

    Attributes:
        forms: printed forms by their first two characters in lower case, longest first.
        bases: the name of a unit with a prefix to its unit without, and the power of ten.
    """

    forms: dict[str, tuple[Form, ...]]
    bases: dict[str, tuple[Unit, int]] = field(default_factory=dict)


#: Prefix as printed to its name, its UCUM code and its power of ten.
_PREFIXES = {
    "E": ("exa", "E", 18), "P": ("peta", "P", 15), "T": ("tera", "T", 12), "G": ("giga", "G", 9),
    "M": ("mega", "M", 6), "k": ("kilo", "k", 3), "h": ("hecto", "h", 2), "d": ("deci", "d", -1),
    "c": ("centi", "c", -2), "m": ("milli", "m", -3), "µ": ("micro", "u", -6),
    "μ": ("micro", "u", -6), "u": ("micro", "u", -6), "mc": ("micro", "u", -6),
    "n": ("nano", "n", -9), "p": ("pico", "p", -12), "f": ("femto", "f", -15),
}  # fmt: skip
#: Marks a symbol that is read only with a prefix: "*F" stands for µF and not for F.
_PREFIXED_ONLY = "*"


@cache
def table() -> Table:
    """The table, read at the first call."""
    text = resources.files("claims").joinpath("data/units.tsv").read_text(encoding="utf-8")
    forms: dict[str, dict[str, Form]] = {}
    bases: dict[str, tuple[Unit, int]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            for form in _row(cells, bases):
                forms.setdefault(form.printed[:2].lower(), {}).setdefault(form.printed, form)
    longest_first = {
        key: tuple(sorted(group.values(), key=lambda form: -len(form.printed)))
        for key, group in forms.items()
    }
    return Table(longest_first, bases)


def _row(cells: list[str], bases: dict[str, tuple[Unit, int]]) -> Iterator[Form]:
    """Every printed form of a row; the units with prefixes are noted in ``bases``."""
    name, dimension, ucum, pint_name, symbols, words, prefixes = cells
    unit = Unit(name, Dimension(dimension), ucum, pint_name)
    yield from _forms(unit, [one for one in _split(symbols) if one[0] != "*"], _split(words))
    for prefix in _split(prefixes):
        long, code, power = _PREFIXES[prefix]
        joint = " " if " " in name else ""
        bigger = Unit(
            f"{long}{joint}{name}",
            unit.dimension,
            f"{code}{ucum}" if ucum else "",
            f"{long}{pint_name}" if pint_name else "",
        )
        bases[bigger.name] = unit, power
        printed = [prefix + one.removeprefix(_PREFIXED_ONLY) for one in _split(symbols)]
        yield from _forms(bigger, printed, [f"{long}{joint}{one}" for one in _split(words)])


def _forms(unit: Unit, symbols: list[str], words: list[str]) -> Iterator[Form]:
    for symbol in symbols:
        yield Form(symbol, unit, is_word=False)
    for word in (*words, unit.name):
        yield Form(word.lower(), unit, is_word=True)
        if word[-1].isalpha() and word[-1] != "s":
            yield Form(f"{word.lower()}s", unit, is_word=True)


def _split(cell: str) -> list[str]:
    return cell.split("|") if cell else []
