"""What the HTML page shows, worked out before any markup is written."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checkers.model import Evidence, Finding, Judgement, Verdict
from claims.document import Extent
from reports.body import Group, Mark, body
from reports.compare import change_lines
from reports.model import ArticleReport, AuditReport, Gate, JudgedClaim, RuleInfo, Summary
from reports.words import Passage, basis, claim_passage, count, one_line, passage, place, quote
from sources.model import Resolution, Resolved

#: Rows of a chart; what is left is told in words.
_CHART_ROWS = 8

#: Characters of a passage that a card shows on either side of the figure.
_REACH = 600

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a bar, in percent of the chart's width."""

    verdict: Verdict
    number: int
    at: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: a name, how many figures, and its verdicts."""

    name: str
    total: int
    segments: tuple[Segment, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars on one scale; ``more`` rows are left out."""

    title: str
    bars: tuple[Bar, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage of a source as a card shows it."""

    source: str
    place: str
    passage: Passage
    near_miss: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding as a card shows it."""

    rule: str
    name: str
    severity: str
    message: str
    help: str
    waived: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One figure, or one finding that is about no figure.

    Attributes:
        anchor: the card's id in the page; the figure in the text has
            ``anchor`` with "-text".
        verdict: the figure's verdict, None for a finding about no figure.
        heading: the figure as printed, or the rule's name.
        where: place in the article.
        passage: the sentence around the figure, None where there is none.
        explanation, basis: what the verdict says and rests on.
        details: what is measured and what is cited, as terms and texts.
        evidence: passages of sources.
        remarks: findings.
        sources: numbers of the sources in the page's list.
    """

    anchor: str
    verdict: Verdict | None
    heading: str
    where: str
    passage: Passage | None
    explanation: str = ""
    basis: str = ""
    details: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Quotation, ...] = ()
    remarks: tuple[Remark, ...] = ()
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """A label of the article, its reference, and the source at hand for it."""

    label: str
    reference: str
    source: str
    how: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the page."""

    anchor: str
    path: str
    language: str
    summary: Summary
    text: tuple[Group, ...]
    cards: tuple[Card, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page."""

    title: str
    version: str
    summary: Summary
    gate: Gate | None
    errors: tuple[str, ...]
    changes: tuple[str, ...]
    verdicts: Bar
    charts: tuple[Chart, ...]
    articles: tuple[Article, ...]
    rules: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


def page(report: AuditReport) -> Page:
    """Work out the page of a report."""
    rests = _rests(report)
    sources = tuple(sorted(rests, key=lambda name: (-rests[name].total(), name)))
    rules = {rule.id: rule for rule in report.rules}
    numbers = {name: number for number, name in enumerate(sources)}
    articles = tuple(
        _article(f"a{number}", article, rules, numbers)
        for number, article in enumerate(report.articles, 1)
    )
    fired = {finding.rule for article in report.articles for finding in article.findings}
    return Page(
        title=_title(report),
        version=report.version,
        summary=report.summary,
        gate=report.gate,
        errors=tuple(one_line(str(error)) for error in report.all_errors),
        changes=tuple(map(one_line, change_lines(report.comparison))) if report.comparison else (),
        verdicts=_bar("All figures", report.summary.verdicts, report.summary.figures),
        charts=_charts(report, rests, sources),
        articles=articles,
        rules=tuple(
            (one_line(rule), one_line(rules[rule].name) if rule in rules else "")
            for rule in sorted(fired)
        ),
        sources=tuple(one_line(name) for name in sources),
    )


def _title(report: AuditReport) -> str:
    if len(report.articles) == 1:
        return one_line(report.articles[0].title)
    return count(len(report.articles), "article")


# --- charts ---------------------------------------------------------------


def _rests(report: AuditReport) -> dict[str, Counter[Verdict]]:
    """How many figures rest on each source, by verdict.

    A figure rests on the works that were read for it.  A search of the whole
    folder reads everything, so there only the works that are quoted count.
    """
    rests: defaultdict[str, Counter[Verdict]] = defaultdict(Counter)
    for article in report.articles:
        for claim in article.claims:
            for source in _bases(claim.judgement):
                rests[source][claim.judgement.verdict] += 1
    return dict(rests)


def _bases(judgement: Judgement) -> set[str]:
    quoted = {evidence.source for evidence in judgement.evidence}
    if judgement.resolution is Resolution.FOLDER_SEARCH or judgement.verdict is Verdict.UNCITED:
        return quoted
    return quoted | {work.source for work in judgement.sources_read}


def _charts(
    report: AuditReport, rests: Mapping[str, Counter[Verdict]], sources: Sequence[str]
) -> tuple[Chart, ...]:
    if len(report.articles) == 1:
        first = _chart("Verdicts by section", _by_section(report.articles[0]))
    else:
        rows = [
            (article.path, article.summary.verdicts, f"a{number}")
            for number, article in enumerate(report.articles, 1)
        ]
        first = _chart("Verdicts by article", rows)
    rows = [(source, rests[source], "") for source in sources]
    return tuple(c for c in (first, _chart("What rests on each source", rows)) if c.bars)


def _by_section(article: ArticleReport) -> list[tuple[str, Mapping[Verdict, int], str]]:
    sections: defaultdict[str, Counter[Verdict]] = defaultdict(Counter)
    for claim in article.claims:
        sections[claim.judgement.claim.section][claim.judgement.verdict] += 1
    return [(name or "Before the first heading", n, "") for name, n in sections.items()]


def _chart(title: str, rows: Sequence[tuple[str, Mapping[Verdict, int], str]]) -> Chart:
    longest = max((sum(verdicts.values()) for _, verdicts, _ in rows), default=0)
    bars = tuple(
        _bar(one_line(name), verdicts, longest, anchor)
        for name, verdicts, anchor in rows[:_CHART_ROWS]
    )
    return Chart(title, bars, max(len(rows) - _CHART_ROWS, 0))


def _bar(name: str, verdicts: Mapping[Verdict, int], full: int, anchor: str = "") -> Bar:
    at = 0
    segments = []
    for verdict in Verdict:
        number = verdicts.get(verdict, 0)
        if number:
            segments.append(
                Segment(verdict, number, round(100 * at / full, 3), round(100 * number / full, 3))
            )
            at += number
    return Bar(name, at, tuple(segments), anchor)


# --- articles and cards ---------------------------------------------------


def _article(
    anchor: str, article: ArticleReport, rules: Mapping[str, RuleInfo], sources: Mapping[str, int]
) -> Article:
    about: defaultdict[str, list[Remark]] = defaultdict(list)
    known = {claim.id for claim in article.claims}
    for finding in article.findings:
        if finding.claim in known:
            about[finding.claim].append(_remark(finding, rules))
    others = [finding for finding in article.findings if finding.claim not in known]
    document = article.document
    return Article(
        anchor=anchor,
        path=one_line(article.path),
        language=document.language if _LANGUAGE.fullmatch(document.language) else "",
        summary=article.summary,
        text=body(document, _marks(anchor, article.claims)),
        cards=tuple(
            [_other(f"{anchor}-f{n}", article, f, rules) for n, f in enumerate(others, 1)]
            + [_card(anchor, claim, about[claim.id], sources) for claim in article.claims]
        ),
        ties=tuple(_tie(resolved) for resolved in article.resolved),
    )


def _marks(anchor: str, claims: Iterable[JudgedClaim]) -> list[Mark]:
    return [
        Mark(figure.start, figure.end, f"{anchor}-{claim.id}", claim.judgement.verdict)
        for claim in claims
        for figure in [claim.judgement.claim.quantity]
    ]


def _card(
    anchor: str, entry: JudgedClaim, remarks: Sequence[Remark], sources: Mapping[str, int]
) -> Card:
    judgement = entry.judgement
    claim = judgement.claim
    return Card(
        anchor=f"{anchor}-{entry.id}",
        verdict=judgement.verdict,
        heading=one_line(claim.quantity.text),
        where=f"{claim.line}:{claim.column}",
        passage=claim_passage(judgement, _REACH),
        explanation=one_line(judgement.explanation),
        basis=one_line(basis(judgement)),
        details=_details(judgement),
        evidence=tuple(_quotation(evidence) for evidence in judgement.evidence),
        remarks=tuple(remarks),
        sources=tuple(sorted(sources[name] for name in _bases(judgement))),
    )


def _other(
    anchor: str, article: ArticleReport, finding: Finding, rules: Mapping[str, RuleInfo]
) -> Card:
    remark = _remark(finding, rules)
    document = article.document
    around = None
    if finding.end > finding.start:
        block = document.block_at(finding.start)
        first, last = (block.start, block.end) if block else (finding.start, finding.end)
        around = passage(
            document.text[first:last], finding.start - first, finding.end - first, _REACH
        )
    elsewhere = "" if finding.path == article.path else f"{one_line(finding.path)}:"
    return Card(
        anchor=anchor,
        verdict=None,
        heading=remark.name or remark.rule,
        where=f"{elsewhere}{finding.line}:{finding.column}",
        passage=around,
        remarks=(remark,),
    )


def _details(judgement: Judgement) -> tuple[tuple[str, str], ...]:
    claim = judgement.claim
    spans = (
        ("of", claim.entity),
        ("property", claim.property),
        ("qualifier", claim.qualifier),
        ("in", claim.population),
    )
    details = [(term, one_line(span.text)) for term, span in spans if span]
    cited = [
        f"{', '.join(cover.citation.labels)} ({cover.scope.value})" for cover in claim.coverage
    ]
    if cited:
        details.append(("cites", one_line("; ".join(cited))))
    read = [
        work.source + (" (abstract)" if work.extent is Extent.ABSTRACT else "")
        for work in judgement.sources_read
    ]
    if read:
        details.append(("read", one_line(", ".join(read))))
    return tuple(details)


def _quotation(evidence: Evidence) -> Quotation:
    return Quotation(
        one_line(evidence.source), place(evidence), quote(evidence, _REACH), evidence.near_miss
    )


def _remark(finding: Finding, rules: Mapping[str, RuleInfo]) -> Remark:
    rule = rules.get(finding.rule)
    return Remark(
        rule=one_line(finding.rule),
        name=one_line(rule.name) if rule else "",
        severity=finding.severity.value,
        message=one_line(finding.message),
        help=one_line(rule.help) if rule else "",
        waived=finding.waived,
    )


def _tie(resolved: Resolved) -> Tie:
    reference = resolved.reference
    return Tie(
        label=one_line(resolved.label),
        reference=one_line(reference.text or reference.title) if reference else "",
        source=one_line(resolved.source.name) if resolved.source else "",
        how=one_line(resolved.reason or resolved.resolution.value),
    )
