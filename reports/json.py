"""The JSON report: everything that was found, for programs.

The keys are those of ``schema/report.schema.json``, which is published in the
documentation; a change that breaks a reader needs a new schema version.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from checkers.model import Evidence, Finding
from reports.fingerprints import fingerprinted
from reports.model import ArticleReport, AuditReport, Comparison, JudgedClaim, Standing
from reports.protocol import Options

SCHEMA_VERSION = "1"


def render(report: AuditReport, _options: Options) -> Iterator[str]:
    """The report as one indented JSON object and a newline."""
    yield json.dumps(as_dict(report), ensure_ascii=False, allow_nan=False, indent=2)
    yield "\n"


def as_dict(report: AuditReport) -> dict[str, object]:
    """The report in the keys of the JSON interface."""
    gate = report.gate and {"passed": report.gate.passed, "reasons": list(report.gate.reasons)}
    compared = report.comparison
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "claimaudit", "version": report.version},
        "articles": [_article(article) for article in report.articles],
        "errors": [error.as_dict() for error in report.all_errors],
        "summary": {**report.summary.as_dict(), "gate": gate},
        **({"comparison": _comparison(compared)} if compared else {}),
    }


def _comparison(comparison: Comparison) -> dict[str, object]:
    """What changed, where the audit was compared with an earlier one."""
    return {
        "unchanged": comparison.unchanged,
        "figures": [
            {
                "article": change.article,
                "before": change.before and _standing(change.before),
                "after": change.after and _standing(change.after),
            }
            for change in comparison.changes
        ],
        "findings": [
            {
                "article": change.article,
                "rule": change.rule,
                "message": change.message,
                "line": change.line,
                "new": change.new,
            }
            for change in comparison.findings
        ],
        "not_audited": list(comparison.left_out),
    }


def _standing(standing: Standing) -> dict[str, object]:
    return {
        "figure": standing.figure,
        "sentence": standing.sentence,
        "line": standing.line,
        "verdict": standing.verdict.value,
    }


def _article(article: ArticleReport) -> dict[str, object]:
    return {
        "path": article.path,
        "title": article.document.title,
        "claims": [_claim(claim) for claim in article.claims],
        "findings": [_finding(*finding) for finding in fingerprinted(article)],
        "references": [reference.as_dict() for reference in article.references],
        "summary": article.summary.as_dict(),
    }


def _claim(entry: JudgedClaim) -> dict[str, object]:
    judgement = entry.judgement
    return {
        "id": entry.id,
        **judgement.claim.as_dict(),
        "verdict": judgement.verdict.value,
        "reason": judgement.reason.value,
        "confidence": round(judgement.confidence, 3),
        "explanation": judgement.explanation,
        "resolution": judgement.resolution.value,
        "sources_read": [
            {"source": work.source, "extent": work.extent.value} for work in judgement.sources_read
        ],
        "missing": list(judgement.missing),
        "evidence": [_evidence(evidence) for evidence in judgement.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, object]:
    return {
        "source": evidence.source,
        "quote": evidence.quote,
        "start": evidence.start,
        "end": evidence.end,
        "line": evidence.line,
        "page": evidence.page,
        "quantity": evidence.quantity and evidence.quantity.as_dict(),
        "near_miss": evidence.near_miss,
    }


def _finding(finding: Finding, fingerprint: str) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "claim": finding.claim,
        "waived": finding.waived,
        "justification": finding.justification,
        "fingerprint": fingerprint,
    }
