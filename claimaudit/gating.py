"""The gate of a run whose articles may each ask something else of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from checkers.model import Finding
from checkers.rule import Rule
from claimaudit.settings import Settings
from reports.gate import NEVER, decide
from reports.model import ArticleReport, AuditReport, Gate
from reports.summary import summarize, total

#: A count, a share, or nothing asked.
Share = int | float | None

_TOO_FEW = "X007"


def gated(
    report: AuditReport, plan: Mapping[str, Settings], applied: Sequence[Sequence[Rule]]
) -> AuditReport:
    """The report with the gate's decision; articles that ask the same of it pass it together.

    Args:
        report: the run, its gate not asked yet.
        plan: what each article asks, those included that could not be read.
        applied: the rules that were applied to each article of the report.

    Returns:
        The report, with a finding (X007) on each article too little of which
        was checked, where that closes the gate.
    """
    rules = dict(zip((article.path for article in report.articles), applied, strict=True))
    asked: dict[tuple[str, Share, Share], list[ArticleReport]] = {}
    for own in plan.values():
        asked.setdefault((own.fail_on, own.min_checked, own.max_unsupported), [])
    for article in report.articles:
        own = plan[article.path]
        asked[own.fail_on, own.min_checked, own.max_unsupported].append(article)
    reasons: list[str] = []
    told: dict[str, ArticleReport] = {}
    for (fail_on, least, most), articles in asked.items():
        part = _part(report, articles)
        reasons += decide(part, fail_on, least, most).reasons
        short = not decide(part, NEVER, least).passed
        for article in articles:
            told[article.path] = _short(article, report, least, rules) if short else article
    whole = _part(report, [told[article.path] for article in report.articles])
    return replace(whole, gate=Gate(not reasons, tuple(reasons)))


def _part(report: AuditReport, articles: Sequence[ArticleReport]) -> AuditReport:
    """The report of some of its articles."""
    summary = total(article.summary for article in articles)
    return replace(report, articles=tuple(articles), summary=summary)


def _short(
    article: ArticleReport, report: AuditReport, least: Share, rules: Mapping[str, Sequence[Rule]]
) -> ArticleReport:
    """The article with a finding (X007, where it is applied) if too little of it was checked."""
    reasons = decide(_part(report, [article]), NEVER, least).reasons
    rule = next((rule for rule in rules[article.path] if rule.identifier == _TOO_FEW), None)
    if rule is None or not reasons:
        return article
    return headed(article, rule.on(article.path, f"{reasons[0][0].upper()}{reasons[0][1:]}."))


def headed(article: ArticleReport, finding: Finding) -> ArticleReport:
    """The article with a finding about the whole of it."""
    findings = (finding, *article.findings)
    summary = summarize(article.claims, findings, article.summary.changed_since)
    return replace(article, findings=findings, summary=summary)
