"""Counting verdicts and findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from checkers.model import Finding, Severity, Verdict
from reports.model import JudgedClaim, Summary

#: Verdicts for which a source could be asked.
CHECKED = frozenset(
    {Verdict.SUPPORTED, Verdict.PARTLY_SUPPORTED, Verdict.CONTRADICTED, Verdict.UNSUPPORTED}
)


def summarize(claims: Iterable[JudgedClaim], findings: Iterable[Finding]) -> Summary:
    """Count the verdicts and the findings of one article."""
    found = tuple(findings)
    return _summary(
        Counter(claim.judgement.verdict for claim in claims),
        Counter(finding.severity for finding in found if not finding.waived),
        sum(finding.waived for finding in found),
    )


def total(summaries: Iterable[Summary]) -> Summary:
    """Add the counts of several articles."""
    parts = tuple(summaries)
    verdicts: Counter[Verdict] = Counter()
    findings: Counter[Severity] = Counter()
    for part in parts:
        verdicts.update(part.verdicts)
        findings.update(part.findings)
    return _summary(verdicts, findings, sum(part.waived for part in parts))


def _summary(verdicts: Counter[Verdict], findings: Counter[Severity], waived: int) -> Summary:
    figures = verdicts.total()
    return Summary(
        figures=figures,
        cited=figures - verdicts[Verdict.UNCITED],
        checked=sum(verdicts[verdict] for verdict in CHECKED),
        verdicts={verdict: verdicts[verdict] for verdict in Verdict},
        findings={severity: findings[severity] for severity in Severity},
        waived=waived,
    )
