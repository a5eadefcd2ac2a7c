"""What a quantity measures, by example."""

import json
import tomllib
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extract import Extractor
from claims.measured import measure, subject
from claims.pipeline import Parse, Piece, Pipeline
from claims.quantity import Quantity, Relation
from claims.ranker import candidates, facts
from claims.readers import parse
from claims.tree import Figure, Tree

CASES = tomllib.loads((Path(__file__).parent / "cases/measured.toml").read_text("utf-8"))["case"]
PARTS = ("entity", "property", "qualifier", "population")


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_reads_what_each_figure_measures(case, extractor):
    claims = extractor.extract(parse(case["text"], "case", "text")).claims
    for figure in case["figure"]:
        (claim,) = (one for one in claims if figure["quantity"] in one.quantity.text)
        for part in PARTS:
            if part in figure:
                span = getattr(claim, part)
                assert (span.text if span else "") == figure[part], part


def test_every_part_points_at_its_text(extractor):
    for case in CASES:
        for claim in extractor.extract(parse(case["text"], "case", "text")).claims:
            for part in PARTS:
                span = getattr(claim, part)
                assert span is None or case["text"][span.start : span.end] == span.text


def test_entity_property_and_quantity_do_not_overlap(extractor):
    for case in CASES:
        for claim in extractor.extract(parse(case["text"], "case", "text")).claims:
            held = [claim.quantity, *(one for one in (claim.entity, claim.property) if one)]
            held.sort(key=lambda one: one.start)
            assert all(low.end <= high.start for low, high in pairwise(held))


@st.composite
def parses(draw):
    """Any tree over a few words, projective or not."""
    words = draw(
        st.lists(
            st.sampled_from(
                ["5", "of", "patients", "(", ")", ",", "and", "in", "respectively", "x"]
            ),
            min_size=1,
            max_size=12,
        )
    )
    heads = [0]
    for at in range(1, len(words)):
        heads.append(draw(st.integers(0, at - 1)))
    tags = draw(
        st.lists(
            st.sampled_from(["NN", "VBD", "IN", "CD", "CC", ","]),
            min_size=len(words),
            max_size=len(words),
        )
    )
    deps = draw(
        st.lists(
            st.sampled_from(["nsubj", "pobj", "prep", "conj", "acl", "dobj", "ROOT"]),
            min_size=len(words),
            max_size=len(words),
        )
    )
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    ends = tuple(low + len(word) for low, word in zip(starts, words, strict=True))
    return Parse(tuple(starts), ends, tuple(words), tuple(tags), tuple(deps), tuple(heads))


@settings(deadline=None, max_examples=60)
@given(parses())
def test_reads_any_tree_without_raising(parsed):
    text = " ".join(parsed.words)
    quantities = [
        Quantity(word, low, high, None, None, Relation.EXACT)
        for word, low, high in zip(parsed.words, parsed.starts, parsed.ends, strict=True)
        if word == "5"
    ]
    for one in measure(text, parsed, quantities):
        for span in (one.entity, one.property, one.qualifier, one.population):
            assert span is None or text[span.start : span.end] == span.text
    assert subject(text, parsed) in text


def test_subtrees_are_whole():
    parsed = Parse((0, 2, 4), (1, 3, 5), ("a", "b", "c"), ("NN",) * 3, ("x",) * 3, (1, 1, 0))
    tree = Tree(parsed)
    assert (tree.left[1], tree.right[1]) == (0, 2)
    assert tree.chain(2) == [2, 0, 1]


def test_the_shipped_weights_know_the_features_that_are_read(extractor):
    model = json.loads(files("claims").joinpath("data/measured.json").read_text("utf-8"))
    names = {name for template in model["templates"] for name in template.split("&")}
    tree = Tree(next(Pipeline().parse([Piece("About 5 patients died.", 0, (0, 7))])))
    quantity = Quantity("About 5", 0, 7, None, None, Relation.EXACT)
    figure = Figure(tree, quantity, (0, 1), [])
    for _, features in candidates(figure):
        assert names <= set(features)
    assert {name for one in model["null"] for name in one.split("&")} <= set(facts(figure))


def test_a_parse_holds_a_vector_for_each_word_but_only_of_the_pipeline_that_is_known():
    pipeline = Pipeline()
    piece = Piece("About  5 patients died.", 0, (0, 8))
    (parsed,) = pipeline.parse([piece])
    assert parsed.vectors is not None
    assert len(parsed.vectors) == len(parsed)
    pipeline.nlp.meta["name"] = "another"
    (parsed,) = pipeline.parse([piece])
    assert parsed.vectors is None
