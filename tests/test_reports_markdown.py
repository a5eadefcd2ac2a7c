"""The Markdown reports: read back as HTML, where no text of an article may mean anything."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from checkers.model import Finding, Reason, Severity, Verdict
from reports.markup import marked, plain, strong
from reports.model import ReportError
from reports.protocol import Options, reporters
from reports.queries import question
from reports.words import Passage, one_line
from sources.model import Reference, Resolution, Resolved, Source

FORMATS = ("markdown", "github-summary", "queries")
#: The elements that the reports are made of; none of them has an attribute but alignment.
ELEMENTS = {
    *("h1", "h2", "h3", "p", "ul", "li", "blockquote", "strong", "b", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.text = ""
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def rendered(name: str, report) -> str:
    return "".join(reporters()[name].render(report, Options()))


def page(markdown: str) -> Page:
    return Page(MarkdownIt("commonmark", {"html": True}).enable(["table"]).render(markdown))


def bare(text: str) -> str:
    """Text without what only keeps a forge from linking it."""
    return re.sub(r"\s+", " ", text.replace("\u200b", "")).strip()


COMMENT = """\
<!-- claimaudit -->
## claimaudit: the gate failed

The gate failed: 1 finding of S001; 1 finding of S002.

Checked 4 of 5 cited figures in 1 article.

| verdict | figures |
|---|--:|
| Supported | 1 |
| Partly supported | 1 |
| Contradicted | 1 |
| Unsupported | 1 |
| Unverifiable | 1 |
| Uncited | 1 |

### Not read

- gone.md: no such file; check the path

### Findings

- **error S001** Unsupported figure, article.md line 3
  > Most patients, **80–90%**, have nodal involvement at diagnosis \\[1\\].

  What the sources say of 80–90%: entity-differs.
"""


def test_the_comment_tells_gate_counts_and_findings(audit_report):
    assert rendered("markdown", audit_report).startswith(COMMENT)


def test_the_summary_is_the_comment_without_its_marker(audit_report):
    comment = rendered("markdown", audit_report)
    assert comment == "<!-- claimaudit -->\n" + rendered("github-summary", audit_report)


def test_the_heaviest_findings_come_first(audit_report):
    told = re.findall(r"^- \*\*(\w+) [A-Z]\d{3}\*\*", rendered("markdown", audit_report), re.M)
    assert told == ["error", "error", "warning", "warning", "warning", "note"]


def test_waived_findings_stand_apart_with_the_reason(waived_report):
    text = rendered("markdown", waived_report)
    findings, _, waived = text.partition("\n### Waived\n\n")
    assert "S001" not in findings
    assert waived == (
        "- error S001, article.md line 3: What the sources say of 80–90%: entity-differs. "
        "(waived: agreed (editors, 2026-01-02))\n\n"
    )


@pytest.mark.parametrize(("name", "limit"), [("markdown", 65_536), ("github-summary", 1_048_576)])
def test_a_forge_takes_the_longest_report(article, run_of, name, limit):
    found = article()
    findings = tuple(
        Finding("S001", Severity.ERROR, "[é]" * 900, found.path, at, 1, at, 2, waived=at % 2 == 0)
        for at in range(1, 4000)
    )
    report = run_of(replace(found, findings=findings))
    report = replace(report, errors=(ReportError("a.md", "is empty" * 400),) * 500)
    text = rendered(name, report)
    assert limit * 0.8 < len(text.encode()) < limit
    left = sum(map(int, re.findall(r"^- … and (\d+) more$", text, re.M)))
    assert left + text.count("- **error S001**") == 3999 + 500 - 30


@pytest.mark.parametrize("name", FORMATS)
def test_no_text_becomes_an_element_a_link_or_a_mention(name, hostile_report):
    text = rendered(name, hostile_report)
    found = page(text)
    assert set(found.elements) <= ELEMENTS
    assert found.attributes <= {"style"}
    assert "<script>alert(1)</script>" in found.text
    assert "@someone" not in text
    assert "#12" not in text
    assert "http://" not in text


def test_a_report_has_as_many_items_whatever_the_text(hostile_report):
    found = page(rendered("markdown", hostile_report))
    findings = hostile_report.articles[0].findings
    assert found.elements.count("li") == len(findings) + 1
    assert found.elements.count("td") == 2 * 3


QUERIES = """\
# Questions on “How ileal tumors spread”

Article: article.md

Please answer the 5 questions below.

## 1. **80–90%**, “How ileal tumors spread”, line 3

> Most patients, **80–90%**, have nodal involvement at diagnosis \\[1\\].

**The source does not state it. What comes nearest:**

> Some **80%** of metastatic patients have liver lesions.
>
> — liver-review.html, line 7

**We ask:** The passage that comes nearest is about something else. Which work states this figure, and where in it? Please cite that work, or change or drop the figure.
"""


def test_queries_ask_about_each_doubtful_figure(audit_report):
    text = rendered("queries", audit_report)
    assert text.startswith(QUERIES)
    assert re.findall(r"^## \d\. \*\*(.+?)\*\*", text, re.M) == [
        *("80–90%", "90%", "5–7 years", "6–12 months", "34.8%")
    ]
    assert "X003" not in text


def test_queries_name_a_source_as_the_article_cites_it(audit_report):
    article = audit_report.articles[0]
    source = Source("liver-review.html", article.document)
    entry = Reference("article.md", "1", text="1. Example Group. A [review] of the liver. 2020.")
    tie = Resolved("1", entry, source, Resolution.LABEL)
    report = replace(audit_report, articles=(replace(article, resolved=(tie,)),))
    cited = r"> — \[1\] Example Group. A \[review\] of the liver. 2020. (liver-review.html, line 7)"
    assert cited in rendered("queries", report)


def test_queries_ask_about_what_the_other_rules_found(audit_report):
    article = audit_report.articles[0]
    finding = Finding(
        "N004", Severity.ERROR, "The range runs down.", article.path, 3, 16, 3, 22, 42, 48
    )
    report = replace(audit_report, articles=(replace(article, findings=(finding,)),))
    text = rendered("queries", report)
    assert (
        "\n## 6. **80–90%**, Range reversed, line 3\n\nThe range runs down.\n\n**We ask:** " in text
    )


def test_waived_figures_are_listed_and_not_asked(waived_report):
    text = rendered("queries", waived_report)
    assert "Please answer the 4 questions below." in text
    assert text.endswith(
        "## Waived, not asked\n\n- line 3, S001: What the sources say of 80–90%: entity-differs. "
        "(waived: agreed (editors, 2026-01-02))\n"
    )


def test_an_article_without_doubt_has_no_questions(article, run_of):
    figures = ((Verdict.SUPPORTED, Reason.VALUE_MATCH, ()),)
    assert "There is nothing to ask.\n" in rendered(
        "queries", run_of(article("Some {4}.", figures))
    )


def test_each_article_has_its_page(article, run_of):
    text = rendered("queries", run_of(article(), article(name="b.md", title="Another one")))
    assert re.findall(r"^# .+$", text, re.M) == [
        "# Questions on “How ileal tumors spread”",
        "# Questions on “Another one”",
    ]


def test_every_doubtful_reason_has_its_question(audit_report):
    judgement = audit_report.articles[0].claims[0].judgement
    supported = {
        *(Reason.VALUE_MATCH, Reason.ROUNDED, Reason.CONVERTED, Reason.DERIVED),
        *(Reason.BOUND_SATISFIED, Reason.RANGE_COVERED),
    }
    for reason in set(Reason) - supported:
        asked = question(replace(judgement, reason=reason))
        assert asked.endswith((".", "?"))
        assert "lease" in asked
    assert question(replace(judgement, verdict=Verdict.SUPPORTED)) == ""


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("80–90% of patients", "80–90% of patients"),
        ("p_value * 2 < 3 & more", r"p\_value \* 2 \< 3 \& more"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("2012) item", r"2012\) item"),
        ("3.html", "3.html"),
        ("# head", r"\# head"),
        ("=====", r"\====="),
        ("a | b", r"a \| b"),
        ("@name and #12", "@\u200bname and \\#\u200b12"),
        ("see https://bad.example", r"see https:\//bad.example"),
        ("see www.bad.example", r"see www\.bad.example"),
        ("two\nlines", "two lines"),
    ],
)
def test_text_is_escaped(text, markdown):
    assert plain(text) == markdown


@pytest.mark.parametrize(
    ("before", "figure", "after", "markdown"),
    [
        ("in ", "80%", " of", "in **80%** of"),
        ("(", "80%", ")", "(**80%**)"),
        ("約", "80%", "の患者", "約<b>80%</b>の患者"),
        ("", "80%", "ige", "<b>80%</b>ige"),
        ("no ", "", "figure", "no figure"),
    ],
)
def test_a_figure_is_bold_beside_any_character(before, figure, after, markdown):
    assert marked(Passage(before, figure, after)) == markdown


ANY = st.text(st.characters() | st.sampled_from("\\`*_[]<>&|~$#!@:/-+=.)(w1 \n"), max_size=40)


@settings(deadline=None, max_examples=300)
@given(ANY)
def test_any_text_is_shown_as_it_is(text):
    found = page(plain(text))
    assert set(found.elements) <= {"p"}
    assert bare(found.text) == bare(one_line(text))


@settings(deadline=None, max_examples=300)
@given(ANY)
def test_any_text_is_one_item_of_a_list_and_one_cell(text):
    item = page(f"- {plain(text)}\n- next")
    assert item.elements[0] == "ul"
    assert item.elements.count("li") == 2
    assert set(item.elements) <= {"ul", "li", "p"}
    cell = page(f"| a | b |\n|---|---|\n| {plain(text)} | c |")
    assert cell.elements.count("td") == 2
    assert set(cell.elements) <= {"table", "thead", "tbody", "tr", "th", "td"}


@settings(deadline=None, max_examples=300)
@given(ANY, ANY, ANY)
def test_any_figure_is_bold(before, figure, after):
    excerpt = Passage(*map(one_line, (before, figure, after)))
    found = page(marked(excerpt))
    bold = found.elements.count("strong") + found.elements.count("b")
    assert bold == (1 if excerpt.figure.strip() else 0)
    assert set(found.elements) <= {"p", "strong", "b"}
    told = excerpt.before + excerpt.figure + excerpt.after
    assert bare(found.text).replace(" ", "") == bare(told).replace(" ", "")


def test_bold_of_nothing_is_nothing():
    assert strong(" ") == ""
