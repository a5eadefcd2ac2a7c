"""What the gate asks of a review: is each article approved as it is now?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from claimaudit.inputs import InputError
from claimaudit.review.figures import content_of
from claimaudit.review.record import unapproved
from claimaudit.review.store import load, review_path
from claimaudit.settings import Settings
from reports.model import AuditReport, Gate, ReportError


def with_approvals(report: AuditReport, plan: Mapping[str, Settings]) -> AuditReport:
    """The report with the gate closed for articles that are not approved.

    Args:
        report: an audit whose gate has been asked.
        plan: what each article asks.

    Returns:
        The report; a review that cannot be read stands in its errors.
    """
    reasons: list[str] = []
    errors: list[ReportError] = []
    for article in report.articles:
        if not plan[article.path].require_approval:
            continue
        try:
            problem = unapproved(load(review_path(article.path)), content_of(article))
        except InputError as error:
            errors.append(ReportError(error.path, error.problem, error.mend))
        else:
            reasons += [f"{article.path} {problem}"] if problem else []
    before = report.gate.reasons if report.gate else ()
    told = (*before, *reasons)
    return replace(report, gate=Gate(not told, told), errors=(*report.errors, *errors))
