"""What the gate asks of a review: is each article approved as it is now?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from checkers.rule import Rule
from claimaudit.gating import headed
from claimaudit.inputs import InputError
from claimaudit.review.figures import content_of
from claimaudit.review.record import unapproved
from claimaudit.review.store import load, review_path
from claimaudit.settings import Settings
from reports.model import ArticleReport, AuditReport, Gate, ReportError
from reports.summary import total
from reports.words import one_line

_RULE = "X008"


def with_approvals(
    report: AuditReport, plan: Mapping[str, Settings], applied: Sequence[Sequence[Rule]]
) -> AuditReport:
    """The report with the gate closed for articles that are not approved.

    Args:
        report: an audit whose gate has been asked.
        plan: what each article asks.
        applied: the rules that were applied to each article of the report.

    Returns:
        The report, with a finding (X008) on each article that is not approved;
        a review that cannot be read stands in its errors.
    """
    reasons = list(report.gate.reasons if report.gate else ())
    articles: list[ArticleReport] = []
    errors: list[ReportError] = []
    for article, rules in zip(report.articles, applied, strict=True):
        problem = ""
        if plan[article.path].require_approval:
            try:
                problem = unapproved(load(review_path(article.path)), content_of(article))
            except InputError as error:
                errors.append(ReportError(error.path, error.problem, error.mend))
                problem = "has a review that cannot be read"
        reasons += [one_line(f"{article.path} {problem}")] if problem else []
        rule = next((rule for rule in rules if rule.identifier == _RULE and problem), None)
        finding = rule and rule.on(article.path, f"This article {problem}.")
        articles.append(headed(article, finding) if finding else article)
    return replace(
        report,
        articles=tuple(articles),
        summary=total(article.summary for article in articles),
        gate=Gate(not reasons, tuple(reasons)),
        errors=(*report.errors, *errors),
    )
