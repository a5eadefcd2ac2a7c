"""Pages that hold a record with its abstract, and works that only look like one."""

from __future__ import annotations

import pytest

from claims.document import Extent
from claims.readers import parse

DATABASE = """Skip to main content
Review
. 2018 Mar;9(2):10-20.
doi: 10.5555/example.2018.9. Epub 2018 Feb 1.

Watching small bowel tumors after surgery: an overview of practice

Affiliations
Review

Abstract

Background: Follow-up differs between centers.

Conclusions: A schedule of imaging is proposed.

Similar articles

Cited by 12 articles

MeSH terms

LinkOut - more resources
"""
CATALOGUE = """Loading…
Watching small bowel tumors after surgery
Main Author: | |
---|---|
Format: | Article |
Language: | English |
Published: | 2018 |
Subjects: | |
Online Access: | http://dx.doi.org/10.5555/example.2018.9 |
Summary: | Follow-up differs between centers. A schedule of imaging is proposed. |
"""
SPANISH = """Vigilancia de tumores
Autores principales: | |
Formato: | Artículo |
Lenguaje: | Inglés |
Publicado: | 2018 |
Sumario: | La vigilancia difiere entre centros. |
"""
MEDLINE = """PMID- 12345678
TI  - Watching small bowel tumors after surgery.
FAU - Example Group
AB  - Follow-up differs between centers.
"""
PAPER = """Watching small bowel tumors after surgery

Abstract

Follow-up differs between centers, and a schedule of imaging is proposed in this paper.

Affiliations

PMID: 12345678

Cited by 3 articles

Introduction

Small bowel tumors come back in some patients, and nobody agrees how often to look for them again.

Methods

We asked centers how they follow their patients, by a letter, and counted the answers by hand.

Results

Most centers image their patients once a year, and a few of them do so every half year instead.
"""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (DATABASE, "a database record with its abstract"),
        (CATALOGUE, "a library record with its summary"),
        (SPANISH, "a library record with its summary"),
        (MEDLINE, "a MEDLINE record"),
    ],
)
def test_a_record_page_is_an_abstract(text: str, reason: str) -> None:
    document = parse(text, "page.txt")
    assert (document.extent, document.extent_reason) == (Extent.ABSTRACT, reason)


@pytest.mark.parametrize(
    "text",
    [
        PAPER,
        "Abstract\n\nA short note on follow-up.\n",
        "Format: any\n\nLanguage matters. Summary: nothing is settled.\n",
    ],
)
def test_other_texts_are_whole_works(text: str) -> None:
    assert parse(text, "page.txt").extent is Extent.FULL


def test_a_record_states_title_and_identifiers() -> None:
    document = parse(DATABASE, "page.txt")
    assert document.title == "Watching small bowel tumors after surgery: an overview of practice"
    assert dict(document.identifiers) == {"doi": "10.5555/example.2018.9", "year": "2018"}


def test_identifiers_of_cited_works_are_not_the_work_s_own() -> None:
    text = f"{PAPER}\nReferences\n\n1. A cited work. 2001. doi:10.5555/cited.1\n"
    assert "doi" not in dict(parse(text, "page.txt").identifiers)
