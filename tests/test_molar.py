"""Concentrations by mass and by amount."""

from decimal import Decimal

from checkers.molar import molar_masses
from checkers.words import words


def test_knows_what_laboratories_measure() -> None:
    masses = molar_masses()
    for name in ("cholesterol", "blood sugar", "haemoglobin", "uric acid", "oestradiol"):
        assert {one.concept for one in words(name)} & masses.keys(), name


def test_takes_no_everyday_word_for_a_substance() -> None:
    for text in ("breastfeeding mothers lead", "they drank alcohol with the drug"):
        assert not {one.concept for one in words(text)} & molar_masses().keys(), text


def test_masses_are_positive() -> None:
    assert min(molar_masses().values()) > Decimal(1)
