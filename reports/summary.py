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


def summarize(
    claims: Iterable[JudgedClaim], findings: Iterable[Finding], changed_since: str = ""
) -> Summary:
    """Count the verdicts and the findings of one article."""
    judged = [claim.judgement for claim in claims]
    found = tuple(findings)
    cited = [one for one in judged if one.claim.coverage]
    verdicts = Counter(one.verdict for one in judged)
    severities = Counter(finding.severity for finding in found if not finding.waived)
    return Summary(
        figures=len(judged),
        cited=len(cited),
        checked=sum(one.verdict in CHECKED for one in cited),
        verdicts={verdict: verdicts[verdict] for verdict in Verdict},
        findings={severity: severities[severity] for severity in Severity},
        waived=sum(finding.waived for finding in found),
        changed_since=changed_since,
    )


def total(summaries: Iterable[Summary]) -> Summary:
    """Add the counts of several articles."""
    parts = tuple(summaries)
    return Summary(
        figures=sum(part.figures for part in parts),
        cited=sum(part.cited for part in parts),
        checked=sum(part.checked for part in parts),
        verdicts={v: sum(part.verdicts[v] for part in parts) for v in Verdict},
        findings={s: sum(part.findings[s] for part in parts) for s in Severity},
        waived=sum(part.waived for part in parts),
        changed_since=next((part.changed_since for part in parts), ""),
    )
