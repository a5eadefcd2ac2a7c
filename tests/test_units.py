"""Units: names, dimensions and codes of printed forms, and conversion."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.quantity import Dimension
from claims.unit_table import table
from claims.units import convert, lookup, match

D = Dimension


@pytest.mark.parametrize(
    ("printed", "name", "dimension", "ucum"),
    [
        ("%", "%", D.PROPORTION, "%"),
        ("per cent", "%", D.PROPORTION, "%"),
        ("percentage points", "percentage point", D.PROPORTION, ""),
        ("basis points", "basis point", D.PROPORTION, ""),
        ("years", "year", D.DURATION, "a"),
        ("yrs", "year", D.DURATION, "a"),
        ("years old", "year", D.DURATION, "a"),
        ("month", "month", D.DURATION, "mo"),
        ("mmHg", "millimetre of mercury", D.PRESSURE, "mm[Hg]"),
        ("mm Hg", "millimetre of mercury", D.PRESSURE, "mm[Hg]"),
        ("IU", "international unit", D.DOSE, "[IU]"),
        ("mEq/L", "milliequivalent per litre", D.CONCENTRATION, "meq/L"),
        ("mmol/L", "millimole per litre", D.CONCENTRATION, "mmol/L"),
        ("mg/dL", "milligram per decilitre", D.CONCENTRATION, "mg/dL"),
        ("μg/ml", "microgram per millilitre", D.CONCENTRATION, "ug/mL"),
        ("mg/kg", "milligram per kilogram", D.DOSE, "mg/kg"),
        ("mg/m²", "milligram per square metre", D.DOSE, "mg/m2"),
        ("mg/kg/day", "milligram per kilogram per day", D.DOSE, "mg/kg/d"),
        ("kg/m2", "kilogram per square metre", D.OTHER, "kg/m2"),
        ("m s−1", "metre per second", D.RATE, "m/s"),
        ("g cm-3", "gram per cubic centimetre", D.CONCENTRATION, "g/cm3"),
        ("cubic metres", "cubic metre", D.VOLUME, "m3"),
        ("mm3", "cubic millimetre", D.VOLUME, "mm3"),
        ("°C", "degree celsius", D.TEMPERATURE, "Cel"),
        ("kcal", "kilocalorie", D.ENERGY, "kcal"),
        ("fold", "fold", D.RATIO, ""),
        ("times a day", "per day", D.RATE, "/d"),
        ("times daily", "per day", D.RATE, "/d"),
        ("per 100,000", "per 100000", D.RATE, ""),
        ("per 1,000 live births", "per 1000 live birth", D.RATE, ""),
        ("events per 100 person-years", "event per 100 person-year", D.RATE, ""),
        ("cells/µL", "cell per microlitre", D.CONCENTRATION, ""),
        ("$", "dollar", D.CURRENCY, ""),
        ("US dollars", "dollar", D.CURRENCY, ""),
        ("dollars a barrel", "dollar per barrel", D.CURRENCY, ""),
        ("points", "point", D.SCORE, ""),
        (
            "mL/min/1.73 m2",
            "millilitre per minute per 1.73 square metre",
            D.RATE,
            "mL/min/{1.73}m2",
        ),
    ],
)
def test_looks_up_printed_forms(printed: str, name: str, dimension: Dimension, ucum: str) -> None:
    unit = lookup(printed)
    assert unit is not None
    assert (unit.name, unit.dimension, unit.ucum) == (name, dimension, ucum)
    assert lookup(unit.name) == unit


@pytest.mark.parametrize("printed", ["", "patients", "and", "per se", "mgg", "5", "x y", "/"])
def test_what_is_no_unit(printed: str) -> None:
    assert lookup(printed) is None


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("mg of it", "mg"),
        ("mg/kg/day for", "mg/kg/day"),
        ("m–3 m", "m"),
        ("kg. We saw", "kg"),
        ("years of age and", "years of age"),
        ("% of women", "%"),
        ("days per protocol", "days"),
        ("percent per year.", "percent per year"),
    ],
)
def test_matches_the_longest_form(text: str, printed: str) -> None:
    found = match(text, 0)
    assert found is not None
    assert text[found.start : found.end] == printed


def names() -> list[str]:
    return sorted({form.unit.name for forms in table().forms.values() for form in forms})


def test_every_name_is_a_printed_form_of_its_unit() -> None:
    assert [name for name in names() if (unit := lookup(name)) is None or unit.name != name] == []


def test_pint_knows_what_the_table_says_it_knows() -> None:
    from pint import UnitRegistry

    registry = UnitRegistry()
    for forms in table().forms.values():
        for form in forms:
            if form.unit.pint_name:
                registry.parse_units(form.unit.pint_name)


@pytest.mark.parametrize(
    ("value", "given_unit", "wanted", "expected"),
    [
        ("500", "milligram", "gram", "0.5"),
        ("0.025", "g", "mg", "25"),
        ("6", "month", "year", "0.5"),
        ("2", "week", "day", "14"),
        ("36", "hour", "day", "1.5"),
        ("5", "milligram per decilitre", "gram per litre", "0.05"),
        ("12", "per 100000", "per 1000", "0.12"),
        ("1.3", "per 100 person-year", "per 1000 person-year", "13"),
        ("90", "%", "per 1000", "900"),
        ("98.6", "degree fahrenheit", "degree celsius", "37"),
        ("1", "cubic centimetre", "millilitre", "1"),
        ("3", "mIU/L", "IU/mL", "0.000003"),
        ("1", "kilocalorie", "kilojoule", "4.184"),
        ("7", "shekel", "shekel", "7"),
        ("12", "per 100000 person", "per 100000 inhabitant", "12"),
        ("120", "case per 1000000 person", "per 100000", "12"),
        ("4500", "cell per microlitre", "per litre", "4500000000"),
    ],
)
def test_converts(value: str, given_unit: str, wanted: str, expected: str) -> None:
    assert convert(Decimal(value), given_unit, wanted) == Decimal(expected)


@pytest.mark.parametrize(
    ("given_unit", "wanted"),
    [
        ("kilogram", "year"),
        ("millimole per litre", "milligram per decilitre"),
        ("dollar", "euro"),
        ("%", "percentage point"),
        ("per 1000 person", "per 1000 birth"),
        ("birth per 1000 person", "death per 1000 person"),
        ("copy per millilitre", "cell per millilitre"),
        ("job", "%"),
        ("", "%"),
        ("%", ""),
        ("foo", "bar of gold"),
    ],
)
def test_incomparable_units(given_unit: str, wanted: str) -> None:
    assert convert(Decimal(1), given_unit, wanted) is None


@given(
    st.decimals("0.001", 10**6, places=3),
    st.sampled_from(
        [
            ("milligram", "kilogram"),
            ("minute", "week"),
            ("per 1000", "per 100000"),
            ("mile", "metre"),
        ]
    ),
)
@settings(deadline=None, max_examples=40)
def test_conversion_comes_back(value: Decimal, units: tuple[str, str]) -> None:
    there = convert(value, *units)
    assert there is not None
    back = convert(there, *reversed(units))
    assert back is not None
    assert abs(back - value) <= value * Decimal("1e-20")


def test_pint_is_loaded_only_to_relate_units() -> None:
    code = (
        "import sys, claims.grammar, claims.units as u; from decimal import Decimal\n"
        "claims.grammar.find_quantities('5 mg/kg'); u.convert(Decimal(5), 'milligram', 'gram')\n"
        "sys.exit('pint' in sys.modules or 'spacy' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
