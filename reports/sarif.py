"""The SARIF 2.1.0 report, for GitHub code scanning and for editors.

Section numbers are those of the standard (OASIS, errata 01 of 2023).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePath
from urllib.parse import quote as percent_encoded

from checkers.model import Evidence, Finding, Judgement, Place
from reports.fingerprints import fingerprinted
from reports.model import ArticleReport, AuditReport, ReportError, RuleInfo
from reports.protocol import Options
from reports.words import one_line, origin

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
#: What the paths of sources are relative to: the folder given with --sources.
_SOURCES = "SOURCES"
#: What the families of rules look at, as tags to filter by.
_TAGS = {"S": "support", "C": "citations", "N": "numbers", "T": "statistics", "X": "run"}
_BRACES = re.compile(r"[{}]")
_LINK = re.compile(r"\](?=\()")


def render(report: AuditReport, _options: Options) -> Iterator[str]:
    """The report as one indented JSON object and a newline."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    yield json.dumps(log, ensure_ascii=False, allow_nan=False, indent=2)
    yield "\n"


def _run(report: AuditReport) -> dict[str, object]:
    index = {rule.id: at for at, rule in enumerate(report.rules)}
    driver = {
        "name": "claimaudit",
        "version": report.version,
        "rules": [_rule(rule) for rule in report.rules],
    }
    return {
        "tool": {"driver": driver},
        "invocations": [
            {
                "executionSuccessful": not report.all_errors,
                "toolExecutionNotifications": [_notification(one) for one in report.all_errors],
            }
        ],
        "originalUriBaseIds": {
            _SOURCES: {"description": _message("The folder with the texts of the cited works.")}
        },
        "columnKind": "unicodeCodePoints",
        "results": [one for article in report.articles for one in _results(article, index)],
    }


def _rule(rule: RuleInfo) -> dict[str, object]:
    sections = (("", rule.finds), ("Why it matters", rule.matters), ("How to fix it", rule.help))
    told = [(title, text) for title, text in sections if text] or [("", rule.name)]
    markdown = "\n\n".join(f"## {title}\n\n{text}" if title else text for title, text in told)
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in re.findall(r"\w+", rule.name)),
        "shortDescription": _message(rule.name),
        "fullDescription": _message(rule.summary or rule.name),
        "help": {"text": "\n\n".join(text for _, text in told), "markdown": markdown},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": [_TAGS.get(rule.id[0], "other")]},
    }


def _results(article: ArticleReport, index: dict[str, int]) -> Iterator[dict[str, object]]:
    judgements = {claim.id: claim.judgement for claim in article.claims}
    for finding, fingerprint in fingerprinted(article):
        judgement = judgements.get(finding.claim)
        result: dict[str, object] = {"ruleId": finding.rule}
        if finding.rule in index:
            result["ruleIndex"] = index[finding.rule]
        yield {
            **result,
            "level": finding.severity.value,
            "message": _message(finding.message),
            "locations": [_location(article, finding)],
            "relatedLocations": _numbered(
                *map(_further, finding.related),
                *map(_quoted, judgement.evidence if judgement else ()),
            ),
            # GitHub knows an alert by the first of these alone, and without it takes two
            # findings of a rule in one line for one.
            "partialFingerprints": {
                "primaryLocationLineHash": fingerprint,
                "claimaudit/v1": fingerprint,
            },
            # 3.27.23: where one result has this, all have it.
            "suppressions": [_suppression(finding)] if finding.waived else [],
            "properties": _facts(judgement),
        }


def _suppression(finding: Finding) -> dict[str, object]:
    kind = "inSource" if finding.suppressed else "external"
    told = {"justification": one_line(finding.justification)} if finding.justification else {}
    return {"kind": kind, "status": "accepted", **told}


def _location(article: ArticleReport, finding: Finding) -> dict[str, object]:
    region: dict[str, object] = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    if finding.end > finding.start:
        region["snippet"] = {"text": article.document.text[finding.start : finding.end]}
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(finding.path)}, "region": region}}


def _numbered(*locations: dict[str, object]) -> list[dict[str, object]]:
    return [{"id": number, **location} for number, location in enumerate(locations, 1)]


def _quoted(passage: Evidence) -> dict[str, object]:
    """A passage of a source with its place."""
    return {
        "message": _message(f"{origin(passage)}: “{passage.quote}”"),
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(passage.source), "uriBaseId": _SOURCES},
            "region": {"startLine": passage.line, "snippet": {"text": passage.quote}},
        },
    }


def _further(place: Place) -> dict[str, object]:
    """A further place of the articles that a finding is about."""
    return {
        "message": _message(f"{place.path}, line {place.line}: “{place.text}”"),
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(place.path)},
            "region": {"startLine": place.line, "snippet": {"text": place.text}},
        },
    }


def _facts(judgement: Judgement | None) -> dict[str, object]:
    """What the standard has no place for."""
    if judgement is None:
        return {}
    return {
        "figure": judgement.claim.quantity.text,
        "verdict": judgement.verdict.value,
        "reason": judgement.reason.value,
        "confidence": round(judgement.confidence, 3),
    }


def _notification(error: ReportError) -> dict[str, object]:
    return {
        "level": "error",
        "message": _message(str(error)),
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(error.path)}}}],
    }


def _message(text: str) -> dict[str, object]:
    """A message that reads as the text does.

    Braces are doubled, or they would name arguments (3.11.5), and what would
    be a link is taken apart (3.11.6).
    """
    return {"text": _LINK.sub("] ", _BRACES.sub(r"\g<0>\g<0>", one_line(text)))}


def _uri(path: str) -> str:
    """A path as a URI reference: relative as it was given, or absolute."""
    pure = PurePath(path)
    encoded = percent_encoded(pure.as_posix(), errors="replace")
    return f"file:///{encoded.lstrip('/')}" if pure.is_absolute() else encoded
