"""Resolution: which source a label means, how sure that is, and when it is no guess."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claims.document import Document, Extent
from sources.model import Notice, NoticeKind, Reference, Resolution, Source
from sources.resolve import candidates, resolve, wanted

TITLE = "Nodal spread of small bowel tumors in a national cohort"


def source(name, *, labels=(), extent=Extent.FULL, title="", **facts):
    identifiers = tuple((kind.rstrip("_"), value) for kind, value in facts.items())
    document = Document(name=name, text="…", title=title, identifiers=identifiers)
    return Source(name, document, extent, tuple(labels))


def entry(label="1", text="", **fields):
    return Reference("article.md", label, text=text or fields.get("title", ""), **fields)


def one(label, references, sources):
    return resolve([label], references, sources).by_label[label]


@pytest.mark.parametrize(
    ("reference", "found", "how", "reason"),
    [
        (entry(), source("a", labels=["1"]), Resolution.LABEL, "names the label"),
        (entry(doi="10.1/x"), source("a", doi="10.1000/x"), None, ""),
        (
            entry(doi="10.1000/s0140(02)7"),
            source("a", doi="10.1000/S0140(02)7"),
            Resolution.IDENTIFIER,
            "same DOI",
        ),
        (entry(pmid="123456"), source("a", pmid="123456"), Resolution.IDENTIFIER, "same PMID"),
        (
            entry(pmcid="PMC12345"),
            source("a", pmcid="PMC12345"),
            Resolution.IDENTIFIER,
            "same PMCID",
        ),
        (
            entry(title=TITLE, year="2012", authors=("Alder A",)),
            source("a", title=TITLE.upper() + ".", year="2013", author="Alder, Ash"),
            Resolution.TITLE,
            "title 100% alike, year and first author the same",
        ),
        (entry(title=TITLE), source("a", title=TITLE + " | Example Health"), Resolution.TITLE, ""),
        (entry(title=TITLE), source("a", title=TITLE + ": final report"), Resolution.TITLE, "95%"),
        (
            entry(text=f"Alder A {TITLE} Example J"),
            source("a", title=TITLE),
            Resolution.TITLE,
            "97%",
        ),
        (
            entry(title="Typhoid fever", year="2002", authors=("Alder A",)),
            source("a", title="Typhoid fever", year="2002", author="Alder A"),
            Resolution.TITLE,
            "",
        ),
    ],
)
def test_ties(reference, found, how, reason):
    tie = one("1", [reference], [source("other", title="Something else entirely"), found])
    assert (tie.source is found) == (how is not None)
    if how:
        assert tie.resolution is how
        assert reason in tie.reason
        assert tie.reference is reference
        assert 0.9 <= tie.score <= 1


@pytest.mark.parametrize(
    ("reference", "other"),
    [
        (entry(title=TITLE), source("a", title="Nodal spread of skin tumors in a single clinic")),
        (entry(title=TITLE, year="2012"), source("a", title=TITLE, year="1999")),
        (entry(title=TITLE, authors=("Alder A",)), source("a", title=TITLE, author="Birch B")),
        (entry(title=TITLE, doi="10.1000/x"), source("a", title=TITLE, doi="10.1000/y")),
        (entry(title="Typhoid fever"), source("a", title="Typhoid fever")),
        (entry(title=""), source("a", title="")),
        (entry(title=TITLE + ": part 2"), source("a", title=TITLE + ": results of part 1 in men")),
    ],
)
def test_another_work_is_not_taken(reference, other):
    tie = one("1", [reference], [other])
    assert tie.source is None
    assert tie.reason == "no text of this work is at hand"


def test_a_label_tie_beats_an_identifier():
    tied, same = source("tied", labels=["1"]), source("same", doi="10.1000/x")
    assert one("1", [entry(doi="10.1000/x")], [same, tied]).source is tied


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_copies_the_full_text_is_taken(order):
    for facts in ({"doi": "10.1000/x"}, {"title": TITLE}):
        record = source("record", extent=Extent.ABSTRACT, **facts)
        full = source("full", **facts)
        assert one("1", [entry(**facts)], [record, full][::order]).source is full


@pytest.mark.parametrize(
    ("references", "sources", "candidates"),
    [
        ([entry()], [source("b", labels=["1"]), source("a", labels=["1"])], ("a", "b")),
        ([entry(title=TITLE)], [source("b", title=TITLE), source("a", title=TITLE)], ("a", "b")),
        ([entry(title="One"), entry(title="Two")], [source("a")], ("One", "Two")),
    ],
)
def test_what_is_too_close_to_call_is_ambiguous(references, sources, candidates):
    found = resolve(["1"], references, sources)
    assert found.ambiguous == {"1": candidates}
    assert found.by_label["1"].source is None


def test_author_year_keys_find_their_entry():
    references = [
        entry("", authors=("van der Alder, A.",), year="2012a", doi="10.1000/a"),
        entry("", authors=("van der Alder, A.",), year="2012b", doi="10.1000/b"),
        entry("", authors=("World Health Organization",), year="2020", doi="10.1000/w"),
        entry("7", authors=("Ørbirch B",), year="2001", doi="10.1000/o"),
    ]
    sources = [source(name, doi=f"10.1000/{name}") for name in "abwo"]
    found = resolve(
        ["vanderalder2012b", "alder2012a", "who2020", "orbirch2001"], references, sources
    )
    assert [tie.source.name for tie in found.by_label.values()] == ["b", "a", "w", "o"]
    assert resolve(["alder2012"], references, sources).ambiguous


@pytest.mark.parametrize("label", ["10.1000/X", "doi:10.1000/x", "12345678", "PMC1234567"])
def test_an_inline_identifier_needs_no_reference_list(label):
    work = source("a", doi="10.1000/x", pmid="12345678", pmcid="PMC1234567")
    tie = one(label, [], [work])
    assert (tie.source, tie.resolution) == (work, Resolution.IDENTIFIER)


def test_labels_that_resolve_to_nothing_are_searched_for_in_the_whole_folder():
    found = resolve(["1", "2"], [], [source("a")])
    assert found.folder_search
    assert {tie.resolution for tie in found.by_label.values()} == {Resolution.FOLDER_SEARCH}
    assert found.by_label["1"].reason == "the article has no reference list"


def test_one_label_with_a_source_forbids_the_search():
    found = resolve(["1", "2"], [entry("2")], [source("a", labels=["1"])])
    assert not found.folder_search
    assert found.by_label["2"].resolution is Resolution.NONE
    assert one("3", [entry("2")], [source("a", labels=["1"])]).reason == "no reference has it"


@pytest.mark.parametrize(("labels", "sources"), [([], [source("a")]), (["1"], [])])
def test_nothing_to_search(labels, sources):
    assert not resolve(labels, [], sources).folder_search


def test_every_label_is_answered_in_order():
    found = resolve(["2", "1", "2"], [], [source("a", labels=["1"])])
    assert list(found.by_label) == ["2", "1"]


RETRACTED = Notice(NoticeKind.RETRACTION, "crossref", "10.1000/r")


def test_a_tie_bears_the_notices_of_its_work():
    work = replace(source("a", doi="10.1000/x"), notices=(RETRACTED,))
    assert one("1", [entry(doi="10.1000/x")], [work]).notices == (RETRACTED,)


def test_a_work_that_is_not_at_hand_may_be_known_to_be_retracted():
    def known(reference):
        return (RETRACTED,) if reference.doi == "10.1000/x" else ()

    listed = [entry("1", doi="10.1000/x"), entry("2", title="RETRACTED: " + TITLE), entry("3")]
    found = resolve(["1", "2", "3", "10.1000/x"], listed, [], known).by_label
    told = [[notice.told_by for notice in tie.notices] for tie in found.values()]
    assert told == [["crossref"], ["title"], [], ["crossref"]]


def test_a_text_that_says_retracted_is_still_the_cited_work():
    tie = one("1", [entry(title=TITLE)], [source("a", title="RETRACTED: " + TITLE)])
    assert tie.source is not None
    assert [notice.told_by for notice in tie.notices] == ["title"]


@pytest.mark.parametrize(
    ("reference", "names"),
    [
        (entry(doi="10.1000/a", title=TITLE), ["a"]),
        (entry(title=TITLE), ["b", "c"]),
        (entry(title=TITLE, year="2012"), ["b"]),
        (entry(title="Something else entirely"), []),
    ],
)
def test_candidates(reference, names):
    sources = [
        source("a", doi="10.1000/a"),
        source("b", title=TITLE, year="2012"),
        source("c", title=TITLE, year="1999"),
    ]
    assert [found.name for found in candidates(reference, sources)] == names


def test_the_works_that_an_article_wants():
    listed = [entry("1", title=TITLE)]
    works = wanted(["1", "2", "10.1000/x", "PMC12345"], listed)
    assert [(work.label, work.doi, work.pmcid) for work in works] == [
        ("1", "", ""),
        ("10.1000/x", "10.1000/x", ""),
        ("PMC12345", "", "PMC12345"),
    ]
