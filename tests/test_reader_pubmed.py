"""PubMed records: title and abstract, with what the database states of the work."""

from __future__ import annotations

import pytest

from claims.document import Document, Extent
from claims.readers import ReadError, parse

XML = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://example.org/p.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">99000001</PMID>
<Article><Journal><JournalIssue><PubDate><Year>2021</Year><Month>May</Month></PubDate>
</JournalIssue></Journal>
<ArticleTitle>Nodes in <i>ileal</i> tumors.</ArticleTitle>
<ELocationID EIdType="doi">10.5555/nodes.1</ELocationID>
<Abstract><AbstractText Label="RESULTS">Nodes were found in 80% of 120 patients, counts of
10<sup>9</sup>/L in none.</AbstractText>
<AbstractText Label="CONCLUSIONS">Nodes are common.</AbstractText></Abstract>
<AuthorList><Author><LastName>Muster</LastName><ForeName>Ada</ForeName></Author>
<Author><CollectiveName>The Node Group</CollectiveName></Author></AuthorList>
<Language>eng</Language>
<PublicationTypeList><PublicationType>Journal Article</PublicationType>
<PublicationType>Retracted Publication</PublicationType></PublicationTypeList></Article>
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pubmed">99000001</ArticleId>
<ArticleId IdType="pmc">PMC9900001</ArticleId></ArticleIdList>
<ReferenceList><Reference><Citation>Another work.</Citation><ArticleIdList>
<ArticleId IdType="pubmed">99000002</ArticleId></ArticleIdList></Reference></ReferenceList>
</PubmedData></PubmedArticle></PubmedArticleSet>
"""

MEDLINE = """
PMID- 99000001
OWN - NLM
DP  - 2021 May
TI  - Nodes in ileal
      tumors.
LID - 10.5555/nodes.1 [doi]
AB  - RESULTS: Nodes were found in 80% of 120
      patients, counts of 10(9)/L in none. CONCLUSIONS: Nodes are common.
FAU - Muster, Ada
AU  - Muster A
CN  - The Node Group
LA  - eng
PT  - Journal Article
PT  - Retracted Publication
PMC - PMC9900001
"""

STATED = {
    ("pmid", "99000001"),
    ("doi", "10.5555/nodes.1"),
    ("pmcid", "PMC9900001"),
    ("year", "2021"),
    ("author", "Muster, Ada"),
    ("author", "The Node Group"),
    ("publication-type", "Journal Article"),
    ("publication-type", "Retracted Publication"),
}


def shown(document: Document) -> list[tuple[str, int, str]]:
    return [
        (block.kind.value, block.level, document.text[block.start : block.end])
        for block in document.blocks
    ]


@pytest.mark.parametrize(
    ("data", "form", "reason"),
    [(XML, "pubmed", "a PubMed record"), (MEDLINE, "medline", "a MEDLINE record")],
)
def test_a_record_is_an_abstract_with_what_is_stated(data: str, form: str, reason: str) -> None:
    document = parse(data, "record.txt")
    assert document.format == form
    assert document.title == "Nodes in ileal tumors"
    assert document.extent is Extent.ABSTRACT
    assert document.extent_reason == reason
    assert document.language == "en"
    assert len(document.identifiers) == len(STATED)
    assert set(document.identifiers) == STATED


def test_the_text_of_an_xml_record() -> None:
    assert shown(parse(XML, "record.xml")) == [
        ("heading", 1, "Nodes in ileal tumors."),
        ("heading", 2, "Abstract"),
        ("heading", 3, "RESULTS"),
        ("paragraph", 0, "Nodes were found in 80% of 120 patients, counts of 10⁹/L in none."),
        ("heading", 3, "CONCLUSIONS"),
        ("paragraph", 0, "Nodes are common."),
    ]


def test_the_text_of_tagged_lines() -> None:
    document = parse(MEDLINE, "record.nbib")
    assert shown(document) == [
        ("heading", 1, "Nodes in ileal tumors."),
        ("heading", 2, "Abstract"),
        (
            "paragraph",
            0,
            (
                "RESULTS: Nodes were found in 80% of 120 patients, counts of 10(9)/L in none."
                " CONCLUSIONS: Nodes are common."
            ),
        ),
    ]


@pytest.mark.parametrize("words", ["Nodes in", "tumors", "80%", "patients", "Nodes are common"])
def test_an_offset_leads_back_to_line_and_column(words: str) -> None:
    document = parse(MEDLINE, "record.nbib")
    place = document.position(document.text.index(words))
    lines = MEDLINE.split("\n")
    line = next(at for at, row in enumerate(lines, 1) if words in row)
    assert (place.line, place.column) == (line, lines[line - 1].index(words) + 1)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (MEDLINE + MEDLINE, "holds 2 records of PubMed; give a file for each record"),
        (
            XML.replace("</PubmedArticleSet>", XML[XML.index("<PubmedArticle>") :]),
            "holds 2 records of PubMed",
        ),
        ("<?xml version='1.0'?><PubmedArticleSet/>", "holds no record of PubMed"),
        (
            "PMID- 99000001\nOWN - NLM\nSTAT- none\nDP  - 2021\nPT  - Journal Article\n",
            "neither title nor abstract",
        ),
    ],
)
def test_what_is_no_single_record_is_told(data: str, problem: str) -> None:
    with pytest.raises(ReadError) as caught:
        parse(data, "records")
    assert problem in str(caught.value)
