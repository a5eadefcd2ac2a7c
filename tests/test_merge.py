"""An article's own list and a reference file: what each adds to the other."""

from __future__ import annotations

from sources.merge import merged
from sources.model import Reference

TITLE = "Nodal spread of small bowel tumors in a national cohort"


def entry(label, **fields):
    return Reference("", label, **fields)


def test_an_article_without_a_list_has_that_of_the_file():
    listed = [entry("alder2012"), entry("birch2015")]
    assert merged([], listed, ["alder2012"]) == tuple(listed)


def test_the_file_completes_the_entries_of_the_article():
    own = [
        entry("1", title=TITLE, year="2012", authors=("Alder A",)),
        entry("2", pmid="12345678", title="As it is printed"),
        entry("3", title="A work that the file does not have"),
    ]
    listed = [
        entry(
            "alder2012", title=TITLE + ".", year="2012", authors=("Alder, Ash",), doi="10.1000/a"
        ),
        entry("birch2015", title="As the file has it", pmid="12345678", year="2015"),
    ]
    first, second, third = merged(own, listed, ["1", "2", "3"])
    assert (first.label, first.doi, first.title) == ("1", "10.1000/a", TITLE)
    assert (second.title, second.year) == ("As it is printed", "2015")
    assert third == own[2]


def test_of_the_file_only_what_the_article_names_is_added():
    own = [entry("1", title=TITLE)]
    listed = [entry("1", title="Another first"), entry("alder2012"), entry("birch2015")]
    assert merged(own, listed, ["1", "birch2015"]) == (own[0], listed[2])


def test_two_works_of_one_title_are_not_mixed():
    own = [entry("1", title=TITLE, year="2012", doi="10.1000/a")]
    listed = [entry("x", title=TITLE, year="2012", doi="10.1000/b", pmid="12345678")]
    assert merged(own, listed, ["1"]) == tuple(own)
