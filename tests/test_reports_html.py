"""The HTML report: one file, nothing from outside, every figure marked, nothing trusted."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import html

from checkers.model import Evidence, Finding, Reason, Severity, Verdict
from claims.document import Block, BlockKind, Cell, Document, Table
from reports.body import Mark, body
from reports.page import page
from reports.protocol import Options, reporters
from sources.model import Reference, Resolution, Resolved

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{7*7}}"


def rendered(report):
    return "".join(reporters()["html"].render(report, Options()))


def parsed(report):
    return html.document_fromstring(rendered(report).encode("utf-8", "replace"))


def text_of(element):
    return " ".join(element.text_content().split())


def test_the_same_audit_gives_the_same_page(audit_report):
    assert rendered(audit_report) == rendered(audit_report)


def test_the_page_asks_nothing_of_the_network(audit_report):
    tree = parsed(audit_report)
    assert not tree.xpath("//link | //img | //iframe | //object | //script[@src] | //@style")
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    text = rendered(audit_report)
    assert "url(" not in text
    assert "@import" not in text


def test_the_policy_allows_the_pages_own_style_and_script_alone(audit_report):
    tree = parsed(audit_report)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for kind, tag in (("style-src", "style"), ("script-src", "script")):
        (inlined,) = re.findall(f"<{tag}>(.*?)</{tag}>", rendered(audit_report), re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inlined.encode()).digest()).decode()
        assert rules[kind] == f"'sha256-{digest}'"


def test_every_figure_is_marked_by_verdict_and_linked_to_its_card(audit_report):
    tree = parsed(audit_report)
    figures = tree.xpath("//main//a[contains(@class, 'figure')]")
    assert [text_of(figure) for figure in figures] == [
        "80–90% (unsupported)",
        "80% (supported)",
        "90% (contradicted)",
        "5–7 years (uncited)",
        "6–12 months (unverifiable)",
        "34.8% (partly supported)",
    ]
    for number, figure in enumerate(figures, 1):
        assert figure.get("href") == f"#a1-c{number}"
        assert len(tree.xpath(f"//*[@id='a1-c{number}']")) == 1


def test_a_card_shows_verdict_source_quote_and_its_figure(audit_report):
    (card,) = parsed(audit_report).xpath("//*[@id='a1-c1']")
    text = text_of(card)
    assert "Unsupported" in text
    assert "S001 error" in text
    assert "Near miss in liver-review.html, line 7" in text
    assert [text_of(mark) for mark in card.xpath(".//mark")] == ["80–90%", "80%"]
    assert card.get("data-rules") == "S001"


def test_a_finding_about_no_figure_has_a_card(audit_report):
    (card,) = parsed(audit_report).xpath("//*[@id='a1-f1']")
    assert "1 of 3 labels lead to no source." in text_of(card)
    assert card.get("data-verdict") == ""


def test_a_finding_in_another_file_names_it(article, run_of):
    one = article()
    stale = Finding("X005", Severity.WARNING, "Stale.", "waivers.toml", 7, 1, 7, 1)
    shown = parsed(run_of(replace(one, findings=(*one.findings, stale))))
    assert "waivers.toml:7:1" in [
        text_of(link) for link in shown.xpath("//a[starts-with(@href, '#')]")
    ]


def test_ids_are_unique_and_every_link_and_label_leads_somewhere(article, run_of):
    tree = parsed(run_of(article(), article(name="b.md"), fail_on="never"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [href[1:] for href in tree.xpath("//@href")] + tree.xpath("//@aria-labelledby")
    assert set(targets) <= set(ids)


def test_headings_leave_out_no_level(article, run_of):
    text = "### Deep\n\nSome {80%}.\n\n###### Deeper\n\n# Up\n"
    figures = ((Verdict.SUPPORTED, Reason.VALUE_MATCH, ()),)
    tree = parsed(run_of(article(text, figures), fail_on="never"))
    levels = [
        int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_nothing_from_an_article_or_a_source_becomes_markup(article, run_of):
    text = f"# {HOSTILE}\n\nText {HOSTILE} and {{80%}} {HOSTILE} end.\n".replace("{{7*7}}", "7*7")
    quoted = HOSTILE.replace("{{7*7}}", "")
    figures = ((Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, ((HOSTILE, f"{quoted} {{4}}", True),)),)
    made = article(text, figures, name=HOSTILE, title=HOSTILE)
    hostile = replace(made.findings[0], message=HOSTILE)
    reference = Reference(HOSTILE, HOSTILE, text=HOSTILE)
    tie = Resolved(HOSTILE, reference, None, Resolution.NONE, HOSTILE)
    report = run_of(replace(made, findings=(hostile,), resolved=(tie,)), fail_on="never")
    tree = parsed(report)
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//img | //@onerror")
    assert "{{7*7}}" in text_of(tree.xpath("//h1")[0])
    assert "49" not in text_of(tree.xpath("//h1")[0])


def test_control_and_reordering_characters_are_written_out(article, run_of):
    hostile = "\x00\x1b[31m\u202e\udc80"
    figures = ((Verdict.UNCITED, Reason.NO_CITATION, ()),)
    made = article(f"Some {{80%}} {hostile}.", figures, title=hostile, name=hostile)
    text = rendered(run_of(made, fail_on="never"))
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text
    )
    assert r"\x1b[31m\u202e\udc80" in text


def test_the_charts_tell_verdicts_by_section_and_what_rests_on_each_source(audit_report):
    sections, sources = page(audit_report).charts
    assert [(bar.name, bar.total) for bar in sections.bars] == [
        ("How ileal tumors spread", 5),
        ("Outlook", 1),
    ]
    assert [(bar.name, bar.total) for bar in sources.bars] == [
        ("liver-review.html", 3),
        ("registry.txt", 2),
    ]
    for bar in sections.bars + sources.bars:
        assert sum(segment.number for segment in bar.segments) == bar.total
        assert bar.segments[-1].at + bar.segments[-1].width <= 100.01


def test_after_a_search_of_the_folder_only_quoted_works_carry_a_figure(article, run_of):
    from checkers.model import WorkRead
    from claims.document import Extent

    made = article()
    entry = made.claims[0]
    judgement = replace(
        entry.judgement,
        resolution=Resolution.FOLDER_SEARCH,
        sources_read=tuple(WorkRead(name, Extent.FULL) for name in ("x.md", "liver-review.html")),
    )
    claims = (replace(entry, judgement=judgement),)
    assert page(run_of(replace(made, claims=claims, findings=()))).sources == ("liver-review.html",)


def test_several_articles_are_compared(article, run_of):
    shown = page(run_of(article(), article(name="b.md"), fail_on="never"))
    assert shown.title == "2 articles"
    assert [(bar.name, bar.anchor) for bar in shown.charts[0].bars] == [
        ("article.md", "a1"),
        ("b.md", "a2"),
    ]


def test_a_run_without_articles_is_a_page(run_of):
    tree = parsed(run_of(fail_on="never"))
    assert "No article was audited." in text_of(tree.xpath("//main")[0])
    assert "gone.md: no such file" in text_of(tree.xpath("//main")[0])


# --- the article's text ---------------------------------------------------


def shown_text(groups):
    return " ".join(piece.text for group in groups for part in group.parts for piece in part.pieces)


def marked(groups):
    return [
        (piece.mark.anchor, piece.text)
        for group in groups
        for part in group.parts
        for piece in part.pieces
        if piece.mark
    ]


def mark(start, end, anchor="m"):
    return Mark(start, end, anchor, Verdict.SUPPORTED)


@pytest.mark.parametrize(
    ("blocks", "marks", "expected"),
    [
        pytest.param((), [(3, 6, "a")], [("a", "345")], id="no blocks at all"),
        pytest.param(((0, 4),), [(6, 8, "a")], [("a", "67")], id="a figure after the last block"),
        pytest.param(((4, 9),), [(0, 2, "a")], [("a", "01")], id="a figure before the first block"),
        pytest.param(((0, 4),), [(2, 6, "a")], [("a", "23")], id="a figure over the block's end"),
        pytest.param(
            ((0, 9),),
            [(2, 4, "b"), (1, 6, "a")],
            [("a", "12345"), ("b", "")],
            id="a figure in another",
        ),
        pytest.param(
            ((0, 9),), [(1, 4, "a"), (3, 6, "b")], [("a", "123"), ("b", "45")], id="overlapping"
        ),
    ],
)
def test_no_figure_is_lost(blocks, marks, expected):
    document = Document(
        "a.txt",
        "0123456789",
        blocks=tuple(Block(BlockKind.PARAGRAPH, start, end) for start, end in blocks),
    )
    assert marked(body(document, [mark(*one) for one in marks])) == expected


def test_blocks_are_shown_as_what_they_are():
    lines = [
        (BlockKind.METADATA, "title: x"),
        (BlockKind.FURNITURE, "Home"),
        (BlockKind.HEADING, "## Results ##"),
        (BlockKind.LIST_ITEM, "- one"),
        (BlockKind.LIST_ITEM, "2. two"),
        (BlockKind.CODE, "x = 1\n\ty"),
        (BlockKind.REFERENCE, "An entry"),
    ]
    text, blocks = "", []
    for kind, line in lines:
        label = "7" if kind is BlockKind.REFERENCE else ""
        blocks.append(Block(kind, len(text), len(text) + len(line), 2, label))
        text += line + "\n"
    groups = body(Document("a.md", text, blocks=tuple(blocks)), ())
    assert [(group.kind, len(group.parts)) for group in groups] == [
        ("furniture", 2),
        ("heading", 1),
        ("list", 2),
        ("code", 1),
        ("references", 1),
    ]
    assert groups[1].parts[0].pieces[0].text.startswith("Results")
    assert [(part.label, part.pieces[0].text) for part in groups[2].parts] == [
        ("•", "one"),
        ("", "2. two"),
    ]
    assert groups[3].parts[0].pieces[0].text == "x = 1\n    y"
    assert groups[4].parts[0].label == "7."


def table_document(headings):
    text, cells, blocks = "", [], []
    for row, column in headings:
        cells.append(Cell(len(text), len(text) + 2, (row,) if row else (), (column,)))
        blocks.append(Block(BlockKind.CELL, len(text), len(text) + 2))
        text += f"{len(cells):02} "
    table = Table(0, len(text), "", tuple(cells))
    return Document("a.md", text, blocks=tuple(blocks), tables=(table,))


@pytest.mark.parametrize(
    ("headings", "columns", "rows"),
    [
        ([("r1", "a"), ("r1", "b"), ("r2", "a"), ("r2", "b")], ("a", "b"), [2, 2]),
        ([("", "a"), ("", "b"), ("", "a"), ("", "b")], ("a", "b"), [2, 2]),
        ([("r1", "a"), ("r1", "b"), ("r2", "a")], (), [2, 1]),
    ],
)
def test_a_table_is_rebuilt_from_the_headings_of_its_cells(headings, columns, rows):
    (group,) = body(table_document(headings), ())
    assert (group.kind, group.columns) == ("table", columns)
    assert [len(row) for row in group.rows()] == rows


def test_a_finding_shows_the_text_that_it_is_about(article, run_of):
    made = article()
    start = made.document.text.index("nodal")
    finding = Finding("N001", Severity.ERROR, "Two figures.", "a.md", 3, 1, 3, 6, start, start + 5)
    (card,) = parsed(run_of(replace(made, findings=(finding,)))).xpath("//*[@id='a1-f1']")
    assert [text_of(one) for one in card.xpath(".//mark")] == ["nodal"]


def test_a_quote_without_a_figure_is_shown_whole(article, run_of):
    made = article()
    quote = Evidence("work.txt", "Nothing is counted here.", 5, 29, 1)
    judgement = replace(made.claims[0].judgement, evidence=(quote,))
    claims = (replace(made.claims[0], judgement=judgement),)
    (card,) = parsed(run_of(replace(made, claims=claims))).xpath("//*[@id='a1-c1']")
    assert text_of(card.xpath(".//blockquote")[1]) == "Nothing is counted here."


def test_long_passages_are_clipped_and_the_article_is_not(article, run_of):
    word = "x" * 10_000
    figures = ((Verdict.UNCITED, Reason.NO_CITATION, ()),)
    report = run_of(article(f"Some {{80%}} of {word}.", figures), fail_on="never")
    assert rendered(report).count(word) == 1


def test_no_hostile_text_leaves_a_control_character(hostile_report):
    text = rendered(hostile_report)
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text
    )
