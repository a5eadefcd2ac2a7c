"""DOI, PMID and PMCID: in text, normalised, in file names."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.identifiers import (
    doi_key,
    file_name_identifiers,
    find_identifiers,
    normalise_doi,
    normalise_pmcid,
    normalise_pmid,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see doi:10.1000/Xyz.12.", [("doi", "10.1000/xyz.12", "doi:10.1000/Xyz.12")]),
        (
            "at https://doi.org/10.1000/xyz), too",
            [("doi", "10.1000/xyz", "https://doi.org/10.1000/xyz")],
        ),
        ("(10.1000/a(b)c)", [("doi", "10.1000/a(b)c", "10.1000/a(b)c")]),
        ("<http://dx.doi.org/10.1000/x>", [("doi", "10.1000/x", "http://dx.doi.org/10.1000/x")]),
        ("[10.1000/x](https://doi.org/10.1000/x)", [("doi", "10.1000/x", "10.1000/x")]),
        (
            "10.1000/x;PMID:123456",
            [("doi", "10.1000/x", "10.1000/x"), ("pmid", "123456", "PMID:123456")],
        ),
        ("PMID 12345678; PMCID: PMC1234567", [
            ("pmid", "12345678", "PMID 12345678"),
            ("pmcid", "PMC1234567", "PMCID: PMC1234567"),
        ]),
        (
            "https://pubmed.ncbi.nlm.nih.gov/12345678/",
            [("pmid", "12345678", "pubmed.ncbi.nlm.nih.gov/12345678")],
        ),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/", [
            ("pmcid", "PMC1234567", "PMC1234567")
        ]),
        ("version 10.2, in 10.5 of 12 patients, pages 10.1/3", []),
        ("PMID: none", []),
    ],
)  # fmt: skip
def test_identifiers_in_text(text, found):
    seen = [(one.kind, one.value, text[one.start : one.end]) for one in find_identifiers(text)]
    assert seen[: len(found)] == found
    assert bool(seen) == bool(found)


@pytest.mark.parametrize(
    ("normalise", "text", "value"),
    [
        (normalise_doi, "DOI: 10.1000/ABC", "10.1000/abc"),
        (normalise_doi, "https://doi.org/10.1000%2Fabc", "10.1000/abc"),
        (normalise_doi, "10.1000/a&lt;b&gt;c", "10.1000/a<b>c"),
        (normalise_doi, "doi pending", ""),
        (normalise_pmid, "12345678", "12345678"),
        (normalise_pmid, "PMID: 12345678 [indexed]", "12345678"),
        (normalise_pmid, "0123", ""),
        (normalise_pmcid, "1234567", "PMC1234567"),
        (normalise_pmcid, "pmc1234567", "PMC1234567"),
        (normalise_pmcid, "none", ""),
    ],
)
def test_normal_forms(normalise, text, value):
    assert normalise(text) == value


@pytest.mark.parametrize(
    ("stem", "found"),
    [
        ("10.1000_xyz", {"doi": "10.1000/xyz"}),
        ("doi-10.1000-xyz.7", {"doi": "10.1000/xyz.7"}),
        ("10.1000%2Fxyz", {"doi": "10.1000/xyz"}),
        ("pmid-12345678", {"pmid": "12345678"}),
        ("PMID12345678", {"pmid": "12345678"}),
        ("12345678", {"pmid": "12345678"}),
        ("PMC1234567", {"pmcid": "PMC1234567"}),
        ("1", {}),
        ("2012", {}),
        ("smith2012", {}),
    ],
)
def test_identifiers_in_file_names(stem, found):
    assert file_name_identifiers(stem) == found


def test_dois_compare_though_a_file_name_replaced_their_punctuation():
    [named] = file_name_identifiers("10.1000_s0140-6736_02_07952-7").values()
    assert doi_key(named) == doi_key("10.1000/S0140-6736(02)07952-7")
    assert doi_key("10.1000/ab1") != doi_key("10.1000/ab2")


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="10./()<>;,aPMIDC: ", max_size=60))
def test_spans_lie_in_the_text_and_values_are_normal(text):
    for one in find_identifiers(text):
        assert 0 <= one.start < one.end <= len(text)
        if one.kind == "doi":
            assert normalise_doi(one.value) == one.value


@pytest.mark.parametrize("seed", ["10.1000/", "10.1000/a(", "10.", "PMID ", "1,1,1,", "PMC"])
def test_a_megabyte_takes_linear_time(seed):
    text = seed * (1_000_000 // len(seed))
    start = time.perf_counter()
    for _ in find_identifiers(text):
        pass
    assert time.perf_counter() - start < 2
