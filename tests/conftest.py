"""Fixtures that several test modules share: audits made by hand from the real types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from checkers.model import Evidence, Finding, Judgement, Reason, Severity, Verdict, WorkRead
from checkers.registry import rules
from claims.claim import Citation, Claim, Coverage, Scope
from claims.document import Block, BlockKind, Document, Extent
from claims.quantity import Dimension, Quantity, Relation
from reports.gate import decide
from reports.model import ArticleReport, AuditReport, JudgedClaim, ReportError, RuleInfo
from reports.summary import summarize, total
from sources.model import Reference, Resolution

FIGURE = re.compile(r"\{(.*?)\}", re.DOTALL)
RULE_OF = {
    Verdict.UNSUPPORTED: ("S001", Severity.ERROR),
    Verdict.CONTRADICTED: ("S002", Severity.ERROR),
    Verdict.PARTLY_SUPPORTED: ("S003", Severity.WARNING),
    Verdict.UNVERIFIABLE: ("S004", Severity.NOTE),
    Verdict.UNCITED: ("S005", Severity.WARNING),
}

ARTICLE = """\
# How ileal tumors spread

Most patients, {80–90%}, have nodal involvement at diagnosis [1].

About {80%} of metastatic patients have liver lesions [1], and in {90%} the liver
is the only site [1, 2].

- Liver metastases follow after {5–7 years}.
- Imaging is advised every {6–12 months} [3].

## Outlook

A five-year survival of {34.8%} has been reported [2].
"""

#: Verdict, reason and passages (source, text with the figure in braces, near miss?) a figure.
FIGURES: tuple[tuple[Verdict, Reason, tuple[tuple[str, str, bool], ...]], ...] = (
    (
        Verdict.UNSUPPORTED,
        Reason.ENTITY_DIFFERS,
        (("liver-review.html", "Some {80%} of metastatic patients have liver lesions.", True),),
    ),
    (
        Verdict.SUPPORTED,
        Reason.VALUE_MATCH,
        (
            ("liver-review.html", "Some {80%} of metastatic patients have liver lesions.", False),
            ("registry.txt", "Lesions of the liver were seen in {four out of five}.", False),
        ),
    ),
    (
        Verdict.CONTRADICTED,
        Reason.VALUE_DIFFERS,
        (("liver-review.html", "In about {50%} the liver is the only site.", False),),
    ),
    (Verdict.UNCITED, Reason.NO_CITATION, ()),
    (Verdict.UNVERIFIABLE, Reason.SOURCE_MISSING, ()),
    (
        Verdict.PARTLY_SUPPORTED,
        Reason.FINER_THAN_SOURCE,
        (("registry.txt", "At five years, about {35%} were alive.", False),),
    ),
)


def quantity(text: str, start: int) -> Quantity:
    """The figure at an offset, read just well enough for a report."""
    low, *high = (Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", text) or ["4"])
    return Quantity(
        text=text,
        start=start,
        end=start + len(text),
        low=low,
        high=high[0] if high else low,
        relation=Relation.RANGE if high else Relation.EXACT,
        unit_text="%" if "%" in text else "",
        unit="%" if "%" in text else "",
        dimension=Dimension.PROPORTION if "%" in text else Dimension.OTHER,
    )


def _evidence(source: str, marked: str, near_miss: bool) -> Evidence:
    quote = marked.replace("{", "").replace("}", "")
    at = marked.find("{")
    figure = FIGURE.search(marked)
    return Evidence(
        source=source,
        quote=quote,
        start=100,
        end=100 + len(quote),
        line=7,
        page=2 if source.endswith(".txt") else None,
        quantity=quantity(figure.group(1), 100 + at) if figure else None,
        near_miss=near_miss,
    )


def _blocks(text: str) -> tuple[Block, ...]:
    def kind(line: str) -> BlockKind:
        if line.startswith("#"):
            return BlockKind.HEADING
        return BlockKind.LIST_ITEM if line.startswith("- ") else BlockKind.PARAGRAPH

    return tuple(
        Block(kind(m.group()), m.start(), m.end(), level=m.group().count("#"))
        for m in re.finditer(r"(?m)^(?:[#-].*|[^\s#-].*(?:\n(?![#-]).+)*)", text)
    )


def make_article(
    marked: str = ARTICLE,
    figures: tuple[tuple[Verdict, Reason, tuple[tuple[str, str, bool], ...]], ...] = FIGURES,
    name: str = "article.md",
    title: str = "How ileal tumors spread",
) -> ArticleReport:
    """An audited article; its figures stand in braces, one entry of ``figures`` each."""
    text = marked.replace("{", "").replace("}", "")
    document = Document(name, text, "markdown", title, _blocks(text))
    cover = (Coverage(Citation(("1",), 0, 0), Scope.SENTENCE),)
    claims, findings = [], []
    for index, (match, (verdict, reason, passages)) in enumerate(
        zip(FIGURE.finditer(marked), figures, strict=True)
    ):
        start = match.start() - 2 * index
        figure = quantity(match.group(1), start)
        block = document.block_at(start)
        place = document.position(start)
        first, last = (block.start, block.end) if block else (start, figure.end)
        claim = Claim(
            document=name,
            quantity=figure,
            text=text[first:last],
            start=first,
            end=last,
            section=document.section_at(start),
            line=place.line,
            column=place.column,
            coverage=() if verdict is Verdict.UNCITED else cover,
        )
        evidence = tuple(_evidence(*passage) for passage in passages)
        judgement = Judgement(
            claim=claim,
            verdict=verdict,
            reason=reason,
            confidence=0.9,
            explanation=f"What the sources say of {figure.text}: {reason.value}.",
            evidence=evidence,
            sources_read=tuple(WorkRead(e.source, Extent.FULL) for e in evidence),
            resolution=Resolution.LABEL if evidence else Resolution.NONE,
            missing=("3",) if reason is Reason.SOURCE_MISSING else (),
        )
        claims.append(JudgedClaim(f"c{index + 1}", judgement))
        if verdict in RULE_OF:
            rule, severity = RULE_OF[verdict]
            end = document.position(figure.end)
            findings.append(
                Finding(
                    rule=rule,
                    severity=severity,
                    message=judgement.explanation,
                    path=name,
                    line=place.line,
                    column=place.column,
                    end_line=end.line,
                    end_column=end.column,
                    start=figure.start,
                    end=figure.end,
                    claim=f"c{index + 1}",
                )
            )
    findings.append(
        Finding("X003", Severity.WARNING, "1 of 3 labels lead to no source.", name, 1, 1, 1, 1)
    )
    return ArticleReport(
        document=document,
        claims=tuple(claims),
        findings=tuple(findings),
        summary=summarize(claims, findings),
        references=(Reference(name, "1", ("rossi",), "Liver lesions", year="2012", text="1."),),
    )


def make_report(*articles: ArticleReport, fail_on: str = "error") -> AuditReport:
    """A run over articles, the gate asked; one input could not be read."""
    report = AuditReport(
        version="0.1.0",
        articles=articles,
        errors=(ReportError("gone.md", "no such file", "check the path"),),
        summary=total(article.summary for article in articles),
        rules=tuple(RuleInfo(r.identifier, r.name, r.severity, r.mend) for r in rules()),
    )
    return replace(report, gate=decide(report, fail_on))


@pytest.fixture(scope="session", autouse=True)
def _cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Commands that the tests run keep what they compute in a folder of the tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMAUDIT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def audit_report() -> AuditReport:
    """A run that shows every verdict, a near miss, findings without a claim, and an error."""
    return make_report(make_article())


@pytest.fixture
def article() -> Callable[..., ArticleReport]:
    """Makes an audited article from a text with its figures in braces."""
    return make_article


@pytest.fixture
def run_of() -> Callable[..., AuditReport]:
    """Makes a run of articles."""
    return make_report


#: What could end a cell, a line, a command, an element or a sentence of any format.
HOSTILE = (
    "a | b `c` **d** _e_ <script>alert(1)</script> ]]> &amp; [x](http://bad.example) {0} \\ "
    "\r\n::error file=x::boom\n##[error]boom\n\n# head\n- item\n1. item\n=1+1\t@someone #12 "
    "\x00\x07\x1b[31m\x7f\x85\u2028\u202e\ufffe\uffff\udc80 \"quoted\", 'quoted'; $x$ ~~y~~ end"
)


@pytest.fixture
def hostile_report() -> AuditReport:
    """A run whose article, source, path, title, rule names and errors are all hostile."""
    passages = ((f"{HOSTILE}.html", f"{HOSTILE} {{4%}} {HOSTILE}", False),)
    figures = (
        (Verdict.CONTRADICTED, Reason.VALUE_DIFFERS, passages),
        (Verdict.UNSUPPORTED, Reason.ENTITY_DIFFERS, (*passages, *passages)),
        (Verdict.UNCITED, Reason.NO_CITATION, ()),
    )
    marked = f"{HOSTILE.replace('{0}', '0')} {{=4%|`*<b>}} {HOSTILE.replace('{0}', '0')}"
    article = make_article("\n\n".join([marked] * 3), figures, f"{HOSTILE}.md", HOSTILE)
    findings = tuple(
        replace(one, message=f"{HOSTILE} {one.message}", justification=HOSTILE)
        for one in article.findings
    )
    findings = (*findings[:-1], replace(findings[-1], waived=True))
    report = make_report(replace(article, findings=findings))
    return replace(
        report,
        errors=(ReportError(HOSTILE, HOSTILE, HOSTILE),),
        rules=tuple(replace(rule, name=HOSTILE, help=HOSTILE) for rule in report.rules),
    )


@pytest.fixture
def waived_report() -> AuditReport:
    """The run of ``audit_report`` with its unsupported figure waived."""
    article = make_article()
    findings = tuple(
        replace(one, waived=True, justification="agreed (editors, 2026-01-02)")
        if one.rule == "S001"
        else one
        for one in article.findings
    )
    summary = summarize(article.claims, findings)
    return make_report(replace(article, findings=findings, summary=summary))
