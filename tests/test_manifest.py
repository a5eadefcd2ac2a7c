"""The manifest: what an entry may say, and what is told of a broken one."""

from __future__ import annotations

import pytest

from claims.document import Extent
from sources.manifest import MANIFEST, read_manifest


def manifest(tmp_path, text):
    (tmp_path / MANIFEST).write_text(text, "utf-8")
    return read_manifest(tmp_path)


def test_a_folder_without_a_manifest(tmp_path):
    found = read_manifest(tmp_path)
    assert (found.entries, found.problems) == ((), ())


def test_all_that_an_entry_may_say(tmp_path):
    found = manifest(
        tmp_path,
        """
        [[source]]
        file = "texts/guideline.html"
        label = "3"
        labels = [7, "alder2012"]
        article = "article.md"
        extent = "abstract"
        doi = "https://doi.org/10.1000/XYZ"
        pmid = 12345678
        pmcid = "PMC1234567"
        title = "A guideline"
        authors = ["Alder A", "Birch B"]
        year = 2012

        [[source]]
        file = "other.txt"
        """,
    )
    assert found.problems == ()
    first, second = found.entries
    assert first.file == "texts/guideline.html"
    assert first.labels == ("3", "7", "alder2012")
    assert (first.article, first.extent) == ("article.md", Extent.ABSTRACT)
    work = first.reference
    assert (work.doi, work.pmid, work.pmcid) == ("10.1000/xyz", "12345678", "PMC1234567")
    assert (work.title, work.authors, work.year) == ("A guideline", ("Alder A", "Birch B"), "2012")
    assert (second.labels, second.extent, second.reference) == ((), None, None)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('lable = "1"', "source 1: unknown key 'lable'; did you mean 'label'?"),
        ('colour = "red"', "source 1: unknown key 'colour'; keys are file, label"),
        ("label = true", 'label takes text in quotes, such as "guideline.html"'),
        ('labels = "1"', 'labels takes a list, such as ["3", "7"]'),
        ('extent = "summary"', 'extent takes "full" or "abstract"'),
        ('doi = "pending"', 'doi takes an identifier such as "10.1000/xyz123"'),
        ('pmid = "none"', 'pmid takes an identifier such as "12345678"'),
        ('year = "soon"', "year takes a year, such as 2012"),
        ('authors = "Alder A"', "authors takes a list"),
        ('title = ""', "title takes text in quotes"),
    ],
)
def test_a_broken_value_is_a_problem_and_the_rest_counts(tmp_path, line, problem):
    found = manifest(tmp_path, f'[[source]]\nfile = "a.txt"\n{line}\n')
    [told] = found.problems
    assert problem in str(told)
    assert str(told).startswith(str(tmp_path / MANIFEST))
    assert [entry.file for entry in found.entries] == ["a.txt"]


@pytest.mark.parametrize(
    ("text", "problem", "entries"),
    [
        ("[[source]\n", "the manifest is not TOML", 0),
        ('[[source]]\nlabel = "1"\n', 'source 1 names no file; add file = "…"', 0),
        ('[[sources]]\nfile = "a.txt"\n', "unknown key 'sources'; did you mean 'source'?", 0),
        ('[source]\nfile = "a.txt"\n', "[source] is one table; write [[source]]", 1),
        ("source = [1]\n", "source 1 is no table", 0),
        ('source = 1\n[[x]]\nfile="a"\n', "write [[source]]", 0),
    ],
)
def test_a_broken_manifest_is_told(tmp_path, text, problem, entries):
    found = manifest(tmp_path, text)
    assert problem in " ".join(map(str, found.problems))
    assert len(found.entries) == entries


def test_a_manifest_that_is_not_utf8(tmp_path):
    (tmp_path / MANIFEST).write_bytes(b'[[source]]\nfile = "\xe9"\n')
    [told] = read_manifest(tmp_path).problems
    assert "not UTF-8; save it as UTF-8" in str(told)
