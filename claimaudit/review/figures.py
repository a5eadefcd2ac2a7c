"""What of an audit a reviewer decides on: every figure, and every finding about none."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from checkers.model import Finding, Severity
from claimaudit.review.record import Content, Figure
from reports.fingerprints import fingerprinted
from reports.gate import FailOn
from reports.model import ArticleReport
from reports.queries import question

#: Findings below this severity need no decision.
_DOUBTFUL = frozenset({Severity.ERROR, Severity.WARNING})


def content_of(article: ArticleReport) -> Content:
    """What the review of an article is about: the texts, by their hashes."""
    sources = {source.name: sha256(source.document.text) for source in article.sources}
    return Content(sha256(article.document.text), tuple(sorted(sources.items())))


def digest_of(content: Content) -> str:
    """One hash for all texts of a content."""
    return sha256(json.dumps([content.text, content.sources]))


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def figures_of(article: ArticleReport, fail_on: FailOn) -> Mapping[str, Figure]:
    """The figures of an article by the identifiers of their cards, in the order of the text.

    A finding about no figure stands among them under its own identifier.
    """
    about: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in article.findings:
        about[finding.claim].append(finding)
    known = {entry.id for entry in article.claims}
    items = {**dict(_claims(article, about, fail_on)), **dict(_others(article, known, fail_on))}
    return dict(sorted(items.items(), key=lambda item: item[1].line))


def _claims(
    article: ArticleReport, about: Mapping[str, list[Finding]], fail_on: FailOn
) -> Iterator[tuple[str, Figure]]:
    seen: Counter[str] = Counter()
    for entry in article.claims:
        claim = entry.judgement.claim
        name = sha256(f"{claim.quantity.text}\0{claim.text}")[:16]
        seen[name] += 1
        findings = about.get(entry.id, [])
        yield (
            entry.id,
            Figure(
                name if seen[name] == 1 else f"{name}.{seen[name]}",
                claim.quantity.text,
                claim.line,
                entry.judgement.verdict.value,
                _stopping(findings, fail_on),
                _doubting(findings),
                question(entry.judgement),
            ),
        )


def _others(
    article: ArticleReport, known: set[str], fail_on: FailOn
) -> Iterator[tuple[str, Figure]]:
    number = 0
    for finding, name in fingerprinted(article):
        if finding.claim in known:
            continue
        number += 1
        text = article.document.text[finding.start : finding.end] or finding.rule
        yield (
            f"f{number}",
            Figure(
                name,
                " ".join(text.split()),
                finding.line,
                finding.rule,
                _stopping([finding], fail_on),
                _doubting([finding]),
                finding.message,
            ),
        )


def _stopping(findings: list[Finding], fail_on: FailOn) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.rule for one in findings if fail_on.stops(one)))


def _doubting(findings: list[Finding]) -> tuple[str, ...]:
    doubtful = (one for one in findings if one.severity in _DOUBTFUL and not one.waived)
    return tuple(dict.fromkeys(one.rule for one in doubtful))
