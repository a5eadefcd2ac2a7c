"""Comments are handed over by the readers and never read as words."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.citations import find_citations
from claims.document import BlockKind, Document
from claims.extract import Extractor
from claims.readers import parse


def markdown(text: str) -> Document:
    return parse(text, "a.md", "markdown")


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("<!-- alone -->\n\nWords.\n", [("alone", False)]),
        ("Words.\n<!-- under the words -->\n", [("under the words", False)]),
        ("Words. <!-- behind -->\n", [("behind", True)]),
        ("Words <!-- amid --> words.\n", [("amid", True)]),
        ("# Title <!-- behind a title -->\n", [("behind a title", True)]),
        ("- item <!-- behind an item -->\n- item\n", [("behind an item", True)]),
        ("| a |\n|---|\n| 5% <!-- behind a cell --> |\n", [("behind a cell", True)]),
        ("<p>Words. <!-- behind --></p>\n<!-- below -->\n", [("behind", True), ("below", False)]),
        ("<!-- over\n\ntwo paragraphs -->\nWords.\n", [("over\n\ntwo paragraphs", False)]),
        ("Code `<!-- shown -->` and words.\n", []),
        ("Code ``<!-- ` -->`` and <!-- real ` --> words `.\n", [("real `", True)]),
        ("```\n<!-- shown -->\n```\n", []),
        ("---\ntitle: <!-- no comment -->\n---\nWords.\n", []),
        ("Words <!-- without an end.\n", []),
    ],
)
def test_comments_of_markdown(text: str, comments: list[tuple[str, bool]]) -> None:
    document = markdown(text)
    assert [(one.text, one.inline) for one in document.comments] == comments
    for one in document.comments:
        assert document.text[one.start : one.end].startswith("<!--")
        assert document.text[one.start : one.end].endswith("-->")


def test_a_comment_is_no_part_of_the_block_that_it_closes() -> None:
    document = markdown(
        "# Title <!-- a -->\n\nWords. <!-- b --> <!-- c -->\n\n| 5% <!-- d --> |\n|-|\n"
    )
    assert [document.text[b.start : b.end] for b in document.blocks] == ["Title", "Words.", "5%"]
    assert document.title == "Title"


def test_a_comment_behind_a_heading_changes_nothing_of_what_it_opens() -> None:
    document = markdown("# T\n\n## References <!-- a -->\n\n1. One work. 2020. <!-- b -->\n")
    assert document.blocks[-1].kind is BlockKind.REFERENCE
    assert document.text[: document.blocks[-1].end].endswith("2020.")


def test_figures_and_markers_in_a_comment_are_none_of_the_article() -> None:
    text = "Of all, 5% fell <!-- or 6% [2] --> ill [1]. <!-- not 7% [3] --> Then 8% rose [4].\n"
    document = markdown(text)
    found = Extractor().extract(document)
    assert [claim.quantity.text for claim in found.claims] == ["5%", "8%"]
    assert [one.labels for one in find_citations(document)] == [("1",), ("4",)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["<!--", "-->", "`", "``", "| ", "\n", "\n\n", "5% ", "# ", "- "])))
def test_offsets_hold_for_any_markdown(parts: list[str]) -> None:
    document = markdown("words " + "".join(parts))
    ends = [0]
    for one in document.comments:
        assert ends[-1] <= one.start < one.end <= len(document.text)
        assert document.text[one.start : one.end][4:-3].strip() == one.text
        ends.append(one.end)
    assert all(block.start <= block.end for block in document.blocks)


PAGE = """<!-- claimaudit: first -->
<!doctype html><html><head><title>T</title><!-- claimaudit: head --></head><body>
<!-- not for this tool, 9% -->
<main><h1>On falls</h1><!-- claimaudit: alone -->
<p>Of all, 5% fell<!-- claimaudit: amid -- 6% --> ill. <!-- claimaudit: behind --></p>
<ul><li>one item <!-- claimaudit: item --></li></ul>
<p>Then 8% rose, and many more words follow here, so that this is the article.</p></main>
<footer><!-- claimaudit: foot --><p>Contact</p></footer></body></html><!-- claimaudit: last -->
"""


def test_comments_of_a_page_that_are_addressed_to_this_tool() -> None:
    document = parse(PAGE, "a.html", "html")
    assert "claimaudit" not in document.text
    assert "9%" not in document.text
    assert [
        (one.text.split()[1], document.text[: one.start].split()[-1:], one.inline)
        for one in document.comments
    ] == [
        ("first", [], False),
        ("head", [], False),
        ("alone", ["falls"], False),
        ("amid", ["fell"], True),
        ("behind", ["ill."], True),
        ("item", ["item"], True),
        ("foot", ["article."], False),
        ("last", ["article."], False),
    ]


def test_comments_change_nothing_else_of_a_page() -> None:
    bare = re.sub(r"<!-- .*? -->", "", PAGE)
    kept, plain = parse(PAGE, "a.html", "html"), parse(bare, "a.html", "html")
    assert (kept.text, kept.blocks, kept.title) == (plain.text, plain.blocks, plain.title)


def test_control_characters_in_the_comment_of_a_page() -> None:
    page = "<p>Of all, 5% fell. <!-- claimaudit: \x01\x0b\x00 x \ufffe --></p>"
    (comment,) = parse(page, "a.html", "html").comments
    assert comment.text.startswith("claimaudit:")


@pytest.mark.parametrize(
    "text", ["<!--", "words <!-- x -->", "<!-- x -->", "` <!--", "`<!-- x -->`"]
)
@pytest.mark.parametrize("start", ["words ", "<p>words ", ""])
def test_time_grows_with_the_length_of_the_text(start: str, text: str) -> None:
    began = time.process_time()
    parse(f"{start}{text * 20_000}\n", "a.md", "markdown")
    assert time.process_time() - began < 5
