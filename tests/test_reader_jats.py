"""JATS and NLM articles: text, structure, tables and markers come out as the journal prints them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.citations import find_citations
from claims.document import Document, Extent
from claims.readers import ReadError, parse

ARTICLE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving DTD v1.0//EN" "JATS.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article" xml:lang="en">
<front><journal-meta><journal-id>none</journal-id></journal-meta><article-meta>
<article-id pub-id-type="doi">10.5555/nodes.1</article-id>
<article-id pub-id-type="pmid">99000001</article-id>
<article-id pub-id-type="pmc">9900001</article-id>
<title-group><article-title>Nodes in ileal tumors<xref ref-type="fn" rid="n0">*</xref>
</article-title></title-group>
<contrib-group><contrib contrib-type="author"><collab>The Node Group</collab>
<xref ref-type="aff" rid="a1">1</xref></contrib></contrib-group>
<aff id="a1"><label>1</label>Ward 12</aff>
<pub-date pub-type="epub"><year>2020</year></pub-date>
<pub-date pub-type="ppub"><year>2021</year></pub-date>
<abstract><sec><title>Results</title><p>Nodes were found in 80% of 120 patients.</p></sec></abstract>
<abstract abstract-type="graphical"><p>A picture of 7 nodes.</p></abstract>
</article-meta></front>
<body>
<sec><label>1</label><title>Background</title>
<p>Nodes are common [<xref ref-type="bibr" rid="r1">1</xref>,<xref ref-type="bibr"
rid="r3">3</xref>&#8211;<xref ref-type="bibr" rid="r5">5</xref>], counts of 10<sup>9</sup>/L are
not.<sup><xref ref-type="bibr" rid="r2">2</xref></sup> Figure <xref ref-type="fig" rid="f1">1</xref>
shows more.<xref ref-type="fn" rid="n1">a</xref>
<list list-type="order"><list-item><p>small nodes</p></list-item><list-item><p>large nodes</p>
</list-item></list> and the rest.</p>
<fig id="f1"><label>Figure 1</label><caption><title>Survival</title><p>Median 7 years.</p></caption>
<graphic xlink:href="f1.jpg"/></fig>
</sec>
<sec><title>Results</title>
<table-wrap id="t1"><label>Table 1</label><caption><p>Rates by arm</p></caption>
<table><thead><tr><th rowspan="2">Outcome</th><th colspan="2">Arm</th></tr>
<tr><th>Early</th><th>Late</th></tr></thead>
<tbody><tr><td>Response</td><td>12 (40%)<xref ref-type="bibr" rid="r4">[4]</xref></td><td>9 (30%)</td>
</tr></tbody></table>
<table-wrap-foot><fn><label>*</label><p>Of 30 patients.</p></fn></table-wrap-foot></table-wrap>
<sec><title>Safety</title><p>None died.</p></sec>
</sec>
</body>
<back>
<ack><title>Acknowledgements</title><p>Thanks.</p></ack>
<fn-group><fn id="n1"><label>a</label><p>Maker, 12 Main Road.</p></fn></fn-group>
<ref-list><title>References</title>
<ref id="r1"><label>1.</label><element-citation publication-type="journal"><person-group
person-group-type="author"><name><surname>Muster</surname><given-names>Ada B.</given-names></name>
<name><surname>Modell</surname><given-names>C</given-names></name></person-group>
<article-title>First work</article-title><source>J Nodes</source><year>2001</year><volume>4</volume>
<issue>2</issue><fpage>10</fpage><lpage>19</lpage><pub-id pub-id-type="pmid">99000002</pub-id>
</element-citation></ref>
<ref id="r2"><label>2.</label><mixed-citation>Muster A (2002) Second work. J Nodes 5: 3. doi:
<pub-id pub-id-type="doi">10.5555/nodes.2</pub-id></mixed-citation></ref>
<ref id="r3"><label>3.</label><mixed-citation>Third work. 2003.</mixed-citation></ref>
<ref id="r4"><label>4.</label><mixed-citation>Fourth work. 2004.</mixed-citation></ref>
<ref id="r5"><label>5.</label><mixed-citation>Fifth work. 2005.</mixed-citation></ref>
</ref-list></back></article>
"""


@pytest.fixture(scope="module")
def article() -> Document:
    return parse(ARTICLE, "article.nxml")


def shown(document: Document) -> list[tuple[str, int, str, str]]:
    return [
        (block.kind.value, block.level, block.label, document.text[block.start : block.end])
        for block in document.blocks
    ]


def test_the_blocks_are_those_that_a_journal_prints(article: Document) -> None:
    assert shown(article) == [
        ("heading", 1, "", "Nodes in ileal tumors*"),
        ("heading", 2, "", "Abstract"),
        ("heading", 3, "", "Results"),
        ("paragraph", 0, "", "Nodes were found in 80% of 120 patients."),
        ("heading", 2, "", "1 Background"),
        (
            "paragraph",
            0,
            "",
            "Nodes are common [1,3–5], counts of 10⁹/L are not.² Figure 1 shows more.ᵃ",
        ),
        ("list-item", 1, "1", "small nodes"),
        ("list-item", 1, "2", "large nodes"),
        ("paragraph", 0, "", "and the rest."),
        ("caption", 0, "", "Figure 1. Survival. Median 7 years."),
        ("heading", 2, "", "Results"),
        ("caption", 0, "", "Table 1. Rates by arm"),
        ("cell", 0, "", "Outcome"),
        ("cell", 0, "", "Arm"),
        ("cell", 0, "", "Early"),
        ("cell", 0, "", "Late"),
        ("cell", 0, "", "Response"),
        ("cell", 0, "", "12 (40%)[4]"),
        ("cell", 0, "", "9 (30%)"),
        ("paragraph", 0, "", "* Of 30 patients."),
        ("heading", 3, "", "Safety"),
        ("paragraph", 0, "", "None died."),
        ("heading", 2, "", "Acknowledgements"),
        ("paragraph", 0, "", "Thanks."),
        ("heading", 2, "", "References"),
        (
            "reference",
            0,
            "1",
            "1. Muster AB, Modell C. First work. J Nodes. 2001;4(2):10-19. PMID: 99000002",
        ),
        (
            "reference",
            0,
            "2",
            "2. Muster A (2002) Second work. J Nodes 5: 3. doi:10.5555/nodes.2",
        ),
        ("reference", 0, "3", "3. Third work. 2003."),
        ("reference", 0, "4", "4. Fourth work. 2004."),
        ("reference", 0, "5", "5. Fifth work. 2005."),
        ("reference", 0, "a", "Maker, 12 Main Road."),
    ]


def test_what_the_front_states(article: Document) -> None:
    assert article.format == "jats"
    assert article.title == "Nodes in ileal tumors"
    assert article.language == "en"
    assert article.extent is Extent.FULL
    assert article.identifiers == (
        ("doi", "10.5555/nodes.1"),
        ("pmid", "99000001"),
        ("pmcid", "PMC9900001"),
        ("year", "2021"),
        ("author", "The Node Group"),
        ("publication-type", "research-article"),
    )


def test_every_reference_to_the_list_is_a_marker(article: Document) -> None:
    found = [
        (c.style, c.labels, article.text[c.start : c.end])
        for c in find_citations(article)
        if c.style != "identifier"
    ]
    assert found == [
        ("link", ("1", "3", "4", "5"), "[1,3–5]"),
        ("superscript", ("2",), "²"),
        ("footnote", ("a",), "ᵃ"),
        ("link", ("4",), "[4]"),
    ]


def test_a_cell_knows_its_headings(article: Document) -> None:
    (table,) = article.tables
    assert table.caption == "Table 1. Rates by arm"
    cells = [
        (article.text[cell.start : cell.end], cell.row_headings, cell.column_headings)
        for cell in table.cells
    ]
    assert cells == [
        ("12 (40%)[4]", ("Response",), ("Arm", "Early")),
        ("9 (30%)", ("Response",), ("Arm", "Late")),
    ]


def test_an_offset_leads_back_to_line_and_element(article: Document) -> None:
    place = article.position(article.text.index("None died"))
    line = next(at for at, row in enumerate(ARTICLE.split("\n"), 1) if "None died" in row)
    assert (place.line, place.column, place.element) == (line, 1, "(//p)[9]")


BODY = '<article article-type="x"><front/><body>{}</body><back><ref-list>{}</ref-list></back></article>'


def cited(body: str, references: str) -> list[tuple[str, tuple[str, ...]]]:
    document = parse(BODY.format(f"<sec><p>{body}</p></sec>", references), "a.xml")
    return [(document.text[c.start : c.end], c.labels) for c in find_citations(document)]


NUMBERED = "".join(
    f'<ref id="b{n}"><mixed-citation>Work {n}.</mixed-citation></ref>' for n in range(1, 10)
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('As seen <xref ref-type="bibr" rid="b2">[2]</xref>.', [("[2]", ("2",))]),
        (
            (
                'As seen <xref ref-type="bibr" rid="b2">[2]</xref>–<xref ref-type="bibr"'
                ' rid="b4">[4]</xref>.'
            ),
            [("[2]–[4]", ("2", "3", "4"))],
        ),
        (
            (
                'As seen [<xref ref-type="bibr" rid="b2">2</xref>]-[<xref ref-type="bibr"'
                ' rid="b4">4</xref>].'
            ),
            [("[2]-[4]", ("2", "3", "4"))],
        ),
        (
            'As seen <xref ref-type="bibr" rid="b2 b3 b4">[2-4]</xref>.',
            [("[2-4]", ("2", "3", "4"))],
        ),
        ('As seen [<xref ref-type="bibr" rid="b3">3-5</xref>].', [("[3-5]", ("3", "4", "5"))]),
        (
            (
                'As seen<xref ref-type="bibr" rid="b1"><sup>1</sup></xref><sup>,</sup><xref'
                ' ref-type="bibr" rid="b6"><sup>6</sup></xref>.'
            ),
            [("¹,⁶", ("1", "6"))],
        ),
        (
            (
                'As seen<sup><xref ref-type="bibr" rid="b1">1</xref>–<xref ref-type="bibr"'
                ' rid="b3">3</xref></sup>.'
            ),
            [("¹⁻³", ("1", "2", "3"))],
        ),
        (
            (
                'As seen [<xref ref-type="bibr" rid="b2">2</xref>–<xref ref-type="bibr" rid="b3"/>'
                '<xref ref-type="bibr" rid="b4">4</xref>].'
            ),
            [("[2–4]", ("2", "3", "4"))],
        ),
    ],
)
def test_markers_without_labels_of_their_own_count_the_list(
    body: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert cited(body, NUMBERED) == expected


def test_authors_and_years_lead_to_keys() -> None:
    references = (
        '<ref id="x"><mixed-citation>Muster A. First work. J Nodes. 2001;4:1.</mixed-citation></ref>'
        '<ref id="y"><mixed-citation>Modell B. Next work. J Nodes. 2007;9:2.</mixed-citation></ref>'
    )
    body = (
        'As seen (<xref ref-type="bibr" rid="x">Muster, 2001</xref>; <xref ref-type="bibr"'
        ' rid="y">Modell, 2007</xref>).'
    )
    assert cited(body, references) == [
        ("(Muster, 2001; Modell, 2007)", ("muster2001", "modell2007"))
    ]


def test_an_article_without_body_is_an_abstract() -> None:
    front = "<article-meta><abstract><p>80% of them.</p></abstract></article-meta>"
    document = parse(f'<article article-type="x"><front>{front}</front></article>', "a.xml")
    assert document.extent is Extent.ABSTRACT
    assert "no body" in document.extent_reason


def test_an_article_may_stand_in_an_answer_of_a_service() -> None:
    wrapped = (
        '<?xml version="1.0"?><OAI xmlns="urn:oai"><record><article xmlns="urn:jats"><front/>'
        "<body><p>80% of them.</p></body></article></record></OAI>"
    )
    document = parse(wrapped, "a.xml")
    assert (document.format, document.text) == ("jats", "80% of them.")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("<?xml version='1.0'?><feed><entry>80%</entry></feed>", "no article (its first element"),
        ("<pmc-articleset><article/><article/></pmc-articleset>", "holds 2 articles"),
        ('<article article-type="x"><front/><body/></article>', "holds no text"),
        ('<article article-type="x"><front></article>', "not well-formed"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(data: str, problem: str) -> None:
    with pytest.raises(ReadError, match=r"a\.xml: ") as caught:
        parse(data, "a.xml")
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nested_elements_are_bounded() -> None:
    for root in ("a", "article"):
        nested = f"<?xml version='1.0'?><{root} article-type='x'>" + "<b>" * 10_000
        nested += "</b>" * 10_000 + f"</{root}>"
        with pytest.raises(ReadError, match="nests its elements too deeply; give the article"):
            parse(nested, "deep.xml")


def test_entities_are_not_expanded() -> None:
    lines = ['<!ENTITY e0 "ha">', *(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))]
    for use in ("<p>&e11;</p>", '<p id="&e11;">80%</p>'):
        bomb = f'<!DOCTYPE article [{"".join(lines)}]><article article-type="x">{use}</article>'
        with pytest.raises(ReadError, match="declares entities"):
            parse(bomb, "bomb.xml")


def test_entities_are_not_expanded_behind_a_long_type() -> None:
    declared = f'<!ENTITY e "{"ha" * 50_000}">'
    data = (
        f'<!DOCTYPE article [{declared}]><article article-type="x"><p>{"&e;" * 9_000}</p></article>'
    )
    with pytest.raises(ReadError, match="declares entities"):
        parse(data, "bomb.xml")


def test_an_xml_of_tags_alone_is_refused() -> None:
    data = f'<article article-type="x"><body>{"<p/>" * 700_000}</body></article>'
    with pytest.raises(ReadError, match="more than 600,000 tags; give the article"):
        parse(data, "many.xml")


def test_no_file_is_read_from_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words", encoding="utf-8")
    data = (
        f'<!DOCTYPE article [<!ENTITY x SYSTEM "file://{secret}">]>'
        '<article article-type="x"><body><p>&x; 80%</p></body></article>'
    )
    with pytest.raises(ReadError, match="declares entities"):
        parse(data, "outside.xml")


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet='<>/&;"= abprefsu[]!-', max_size=200))
def test_whatever_the_file_holds_it_is_read_or_refused(tail: str) -> None:
    try:
        document = parse(ARTICLE[:400] + tail, "a.nxml")
    except ReadError:
        return
    assert all(0 <= block.start < block.end <= len(document.text) for block in document.blocks)
