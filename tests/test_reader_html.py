"""HTML pages: the article comes out, the page around it does not, and markers stay markers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.citations import find_citations
from claims.document import CLAIM_KINDS, Document, Extent
from claims.readers import ReadError, parse

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Spread - A site</title><meta charset="utf-8">
<meta name="citation_doi" content="10.1000/spread"><meta name="citation_date" content="2021/05/04">
<style>p { width: 90% }</style><script>var share = 0.75;</script></head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/a">Over 20% off</a></li></ul></nav>
<div id="cookie-consent"><p>We use cookies, as 95% of sites do.</p><button>Accept</button></div>
<main>
<header class="entry-header"><h1>How tumors spread</h1><p>Last updated: May 4, 2021</p></header>
<p>Nodes are found in <b>80&ndash;90%</b> of patients<sup><a href="#r1">1</a>,<a
href="#r3">3</a>&ndash;<a href="#r5">5</a></sup>. Counts rose to 10<sup>9</sup>/L
within 5 m<sup>2</sup>.</p>
<p>Others say 40% [<a href="#r2">2</a>, <a href="#r4">4</a>]. See
<a href="https://doi.org/10.1000/Other">another study</a>.<br>One line.<br><br>New paragraph.</p>
<ul><li>Over 2 cm<ul><li>inner item</li></ul></li></ul>
<ol start="3"><li>third step</li></ol>
<table><caption>Table 1. Rates</caption>
<thead><tr><th>Arm</th><th colspan="2">Rate</th></tr></thead>
<tr><th>Early</th><td>5%</td><td>6%</td></tr></table>
<div class="share-buttons">Share this with 100 friends</div>
<h2>References</h2>
<ol><li id="r1"><p>First work. 2001.</p><p>PMID: 12345</p></li><li id="r2">Second work.</li>
<li id="r3">Third work.</li><li id="r4">Fourth work.</li>
<li><span id="r5"></span>Fifth work. <a href="#back">Back</a></li></ol>
<h2>Closing</h2><p>It ends.</p>
</main>
<aside class="sidebar">99% of readers liked this</aside>
<footer>Copyright 2021. 100% free.</footer>
</body></html>
"""


@pytest.fixture(scope="module")
def page() -> Document:
    return parse(PAGE, "page.html")


def shown(document: Document) -> list[tuple[str, str, str]]:
    return [
        (block.kind.value, block.label, document.text[block.start : block.end])
        for block in document.blocks
    ]


def test_the_article_is_read_and_the_chrome_left_out(page: Document) -> None:
    assert shown(page) == [
        ("heading", "", "How tumors spread"),
        ("furniture", "", "Last updated: May 4, 2021"),
        (
            "paragraph",
            "",
            "Nodes are found in 80–90% of patients¹,³⁻⁵. Counts rose to 10⁹/L within 5 m².",
        ),
        ("paragraph", "", "Others say 40% [2, 4]. See another study.\nOne line."),
        ("paragraph", "", "New paragraph."),
        ("list-item", "", "Over 2 cm"),
        ("list-item", "", "inner item"),
        ("list-item", "3", "third step"),
        ("caption", "", "Table 1. Rates"),
        ("cell", "", "Arm"),
        ("cell", "", "Rate"),
        ("cell", "", "Early"),
        ("cell", "", "5%"),
        ("cell", "", "6%"),
        ("heading", "", "References"),
        ("reference", "1", "First work. 2001. PMID: 12345"),
        ("reference", "2", "Second work."),
        ("reference", "3", "Third work."),
        ("reference", "4", "Fourth work."),
        ("reference", "5", "Fifth work. Back"),
        ("heading", "", "Closing"),
        ("paragraph", "", "It ends."),
    ]


def test_markers_name_the_entries_that_they_lead_to(page: Document) -> None:
    found = [(page.text[c.start : c.end], c.labels) for c in find_citations(page)]
    assert found == [
        ("¹,³⁻⁵", ("1", "3", "4", "5")),
        ("[2, 4]", ("2", "4")),
        ("another study", ("10.1000/other",)),
    ]


def test_cells_know_their_headings(page: Document) -> None:
    (table,) = page.tables
    assert table.caption == "Table 1. Rates"
    assert [
        (page.text[cell.start : cell.end], cell.row_headings, cell.column_headings)
        for cell in table.cells
    ] == [("5%", ("Early",), ("Rate",)), ("6%", ("Early",), ("Rate",))]


def test_what_the_page_states_of_itself(page: Document) -> None:
    assert page.title == "How tumors spread"
    assert page.language == "en"
    assert dict(page.identifiers) == {"doi": "10.1000/spread", "year": "2021"}


def test_positions_are_lines_and_elements(page: Document) -> None:
    place = page.position(page.text.index("80–90%"))
    assert (place.line, place.element) == (10, "(//p)[3]")


@pytest.mark.parametrize(
    ("body", "labels"),
    [
        # an encyclopedia: brackets inside the raised link, entries in a marked list
        (
            (
                '<p>Half of them<sup class="reference"><a href="#cite_note-1">[1]</a></sup> do.</p>'
                '<div class="reflist"><ol class="references"><li id="cite_note-1">'
                '<a href="#b">^</a> <span>A work. 2001.</span></li></ol></div>'
            ),
            [("1",)],
        ),
        # an archive: labels in spans of their own
        (
            (
                '<p>Half of them (<a href="#B1">1</a>,<a href="#B2">2</a>) do.</p>'
                '<div class="ref-list"><ul><li id="B1"><span class="label">1.</span>'
                "<cite>A work. 2001.</cite></li>"
                '<li id="B2"><span class="label">2.</span><cite>B work. 2002.</cite></li>'
                "</ul></div>"
            ),
            [("1", "2")],
        ),
        # authors and years, the entries without numerals
        (
            (
                '<p>Half of them (<a href="#x">Rossi 2012</a>) do.</p><h2>References</h2>'
                '<p id="x">Rossi A. A work. 2012.</p>'
            ),
            [("rossi2012",)],
        ),
        # footnotes
        (
            (
                '<p>Half of them<a href="#fn1" class="footnote-ref"><sup>1</sup></a> do.</p>'
                '<section class="footnotes" role="doc-endnotes"><ol><li id="fn1"><p>A work. 2001. '
                '<a href="#fnref1">back</a></p></li></ol></section>'
            ),
            [("1",)],
        ),
        # labels that lead to other sites, with no list
        (
            (
                '<p>It spreads to the liver <a href="https://example.org/a">1</a>. It improves '
                'outcomes <a href="https://example.org/b">2</a>, <a href="https://example.org/c">3</a>.</p>'
            ),
            [("1",), ("2",), ("3",)],
        ),
    ],
)
def test_styles_of_linked_markers(body: str, labels: list[tuple[str, ...]]) -> None:
    document = parse(f"<html><body><h1>T</h1>{body}</body></html>", "page.html")
    assert [citation.labels for citation in find_citations(document)] == labels


@pytest.mark.parametrize(
    "chrome",
    [
        '<div role="navigation">Over 70% of all pages</div>',
        '<div class="breadcrumbs">Home / 70%</div>',
        (
            '<ul><li><a href="/1">One 70%</a></li><li><a href="/2">Two</a></li><li><a '
            'href="/3">Three</a></li><li><a href="/4">Four</a></li></ul>'
        ),
        '<div style="display: none">70% hidden</div>',
        "<div hidden>70% hidden</div>",
        '<section class="newsletter">Join 70% of doctors</section>',
        "<form><select><option>70%</option></select></form>",
        "<!-- 70% -->",
        "<template><p>70%</p></template>",
    ],
)
def test_chrome_is_left_out_wherever_it_stands(chrome: str) -> None:
    words = "The liver follows the nodes in most patients. " * 10
    document = parse(f"<html><body><div>{chrome}<p>{words}</p></div></body></html>", "page.html")
    assert "70%" not in document.text
    assert "liver follows" in document.text


def test_an_element_with_most_of_the_text_is_no_chrome() -> None:
    body = f'<div class="sidebar-left"><p>{"Nodes first, in 80% of patients. " * 20}</p></div>'
    assert "80%" in parse(f"<html><body>{body}</body></html>", "page.html").text


def test_a_database_page_holds_an_abstract() -> None:
    source = (
        '<html><head><link rel="canonical" href="https://pubmed.ncbi.nlm.nih.gov/12345678/">'
        "</head><body><main><h1>A work</h1><h2>Abstract</h2><p>Half of them do.</p></main>"
    )
    assert parse(source, "page.html").extent is Extent.ABSTRACT


def test_tables_for_layout_are_paragraphs() -> None:
    source = "<html><body><table><tr><td><p>Nodes in 80%.</p><p>Liver in 40%.</p></td></tr></table>"
    document = parse(source, "page.html")
    assert not document.tables
    assert [kind for kind, _, _ in shown(document)] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"<html><body><script>1</script></body></html>", "holds no text"),
        (b"<html><body></body></html>", "holds no text"),
        (b"<html><p>caf\xe9 80%</p></html>", "byte 12 (0xe9) is not valid UTF-8"),
        (b"<html><body>" + b"<div>" * 10_000 + b"80%", "nests its elements too deeply"),
    ],
)
def test_pages_that_cannot_be_read(data: bytes, problem: str) -> None:
    with pytest.raises(ReadError, match=r"page\.html: ") as caught:
        parse(data, "page.html")
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_declared_encoding_is_used() -> None:
    source = '<html><head><meta charset="windows-1252"></head><body><p>80\x9690%</p></body></html>'
    assert "80–90%" in parse(source.encode("latin-1"), "page.html").text


def test_entities_and_network_are_left_alone() -> None:
    source = (
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        '<html><body><p>Nodes in 80% &x;</p><img src="http://127.0.0.1:9/x"></body></html>'
    )
    assert parse(source, "page.html").text.endswith("Nodes in 80% &x;")


TAGS = ["p", "div", "li", "ul", "ol", "sup", "a href='#r1'", "td", "tr", "table", "h2", "br", "b"]
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag.split()[0]}>" for tag in TAGS]),
    st.sampled_from(["word ", "80%", "1", " ", "\n", "References", "[1]", "é", "&amp;", "id"]),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_soup_gives_ordered_blocks_or_one_clear_error(soup: str) -> None:
    try:
        document = parse(f"<html><body>{soup}", "soup.html", "html")
    except ReadError:
        return
    edges = [edge for block in document.blocks for edge in (block.start, block.end)]
    assert edges == sorted(edges)
    assert edges[-1] <= len(document.text)
    for block in document.blocks:
        words = document.text[block.start : block.end]
        assert words == words.strip()
        assert words or block.kind not in CLAIM_KINDS
    for marker in document.markers:
        assert 0 <= marker.start < marker.end <= len(document.text)
    for table in document.tables:
        assert all(table.start <= cell.start < cell.end <= table.end for cell in table.cells)


def test_headings_and_their_links_are_words_whatever_they_are_called() -> None:
    body = '<h1 id="t"><a class="header" href="#t">Spread</a></h1><p>Nodes in 80%.</p>'
    document = parse(f"<html><body><main>{body}</main></body></html>", "page.html")
    assert [kind for kind, _, _ in shown(document)] == ["heading", "paragraph"]
    assert not find_citations(document)


def test_a_note_does_not_take_the_label_of_a_reference_that_is_listed_elsewhere() -> None:
    page = (
        "<html><body><main><h1>On nodes</h1><p>Ada Muster<a href='#fn1' class='footnote-ref'"
        " role='doc-noteref'><sup>1</sup></a></p><p>Nodes are common in tumors of the ileum"
        " <span class='citation' data-cites='a'>[1]</span>, as others say <span class='citation'"
        " data-cites='b'>[2]</span>.</p></main><section class='footnotes' role='doc-endnotes'><ol>"
        "<li id='fn1'><p>She made the plan.</p></li></ol></section></body></html>"
    )
    document = parse(page, "a.html")
    found = [(c.labels, c.style) for c in find_citations(document) if c.style != "footnote"]
    assert [labels for labels, _ in found] == [("1",), ("2",)]
