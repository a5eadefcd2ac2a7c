"""Whether lay and clinical names are read as one concept, and like ones as several."""

import pytest

from checkers.words import concepts_in


@pytest.mark.parametrize(
    ("lay", "clinical"),
    [
        ("had the gallbladder removed", "underwent cholecystectomy"),
        ("a racing heart", "tachycardia"),
        ("thrush", "candidiasis"),
        ("pins and needles", "paraesthesia"),
        ("fluid on the lung", "pleural effusion"),
        ("ran a temperature", "fever"),
        ("nosebleeds", "epistaxis"),
        ("an underactive thyroid", "hypothyroidism"),
        ("a collapsed lung", "pneumothorax"),
        ("getting up at night", "nocturia"),
        ("fed through a tube", "tube feeding"),
        ("a tummy bug", "gastroenteritis"),
        ("a new hip", "hip arthroplasty"),
        ("light treatment", "phototherapy"),
        ("heavy periods", "menorrhagia"),
    ],
)
def test_are_one(lay: str, clinical: str) -> None:
    assert concepts_in(lay) & concepts_in(clinical)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cholecystectomy", "appendicectomy"),
        ("tachycardia", "bradycardia"),
        ("hypokalaemia", "hypocalcaemia"),
        ("hypothyroidism", "hyperthyroidism"),
        ("a number of patients", "pins and needles"),
        ("the colonised patients", "a colonoscopy"),
        ("hearing aids", "HIV"),
        ("a narrowing gap", "a stricture"),
    ],
)
def test_are_several(one: str, other: str) -> None:
    assert not concepts_in(one) & concepts_in(other)
