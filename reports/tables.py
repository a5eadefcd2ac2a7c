"""Claims and findings as rows of a table, for CSV and Parquet.

The columns are an interface: they are described in ``docs/formats.md``, and a
new one is added at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from claims.claim import Claim, Span
from reports.fingerprints import fingerprinted
from reports.model import ArticleReport, AuditReport, JudgedClaim

Row = dict[str, object]


class Kind(StrEnum):
    """What a column holds; every kind but text may be missing."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it holds, and what that means."""

    name: str
    kind: Kind
    meaning: str


def _columns(table: str) -> tuple[Column, ...]:
    """Read columns from lines of name, kind and meaning."""
    rows = (line.split(maxsplit=2) for line in table.strip().splitlines())
    return tuple(Column(name, Kind(kind), meaning) for name, kind, meaning in rows)


CLAIM_COLUMNS = _columns("""
article          text     path of the article, as it was given
title            text     title of the article
claim            text     identifier of the claim in this report
line             integer  line of the figure in the article
column           integer  column of the figure
section          text     heading of the section
sentence         text     sentence or table cell that states the figure
figure           text     the figure as printed
start            integer  offset of the figure in the text of the article
end              integer  where it ends, exclusive
low              number   lower bound in the printed unit
high             number   upper bound in the printed unit
relation         text     how the bounds are to be read
approximate      boolean  whether the text says about or nearly
decimals         integer  decimals as printed
unit             text     canonical unit, or the counted noun
dimension        text     what the unit counts in
entity           text     what was measured
property         text     which of its properties
qualifier        text     under which condition
population       text     in whom
labels           text     labels of the citations that reach the figure
verdict          text     verdict
reason           text     why
confidence       number   how sure the verdict is, 0 to 1
explanation      text     one sentence that says so
resolution       text     how the cited works were found
sources_read     text     works that were searched
missing          text     labels of cited works that are not at hand
evidence_source  text     work of the best passage
evidence_line    integer  its line in that work
evidence_page    integer  its page
evidence_quote   text     the passage
evidence_figure  text     the figure in it
near_miss        boolean  whether the passage only tempts
rules            text     rules that fired on the figure
waived           boolean  whether the verdict is waived
""")

FINDING_COLUMNS = _columns("""
article        text     path of the article, as it was given
title          text     title of the article
rule           text     identifier of the rule
name           text     name of the rule
severity       text     error, warning or note
message        text     what was found
line           integer  first line
column         integer  first column
end_line       integer  last line
end_column     integer  column after the last
start          integer  offset in the text of the article
end            integer  where it ends, exclusive
text           text     the text that it is about
claim          text     identifier of the claim that it is about
verdict        text     verdict of that claim
waived         boolean  whether it is waived
justification  text     why it was accepted
fingerprint    text     name that holds from run to run
""")


def claim_rows(report: AuditReport) -> Iterator[Row]:
    """One row a judged figure, in the order of the articles and their text."""
    for article in report.articles:
        waived = article.waived_claims
        rules: dict[str, dict[str, None]] = {}
        for finding in article.findings:
            rules.setdefault(finding.claim, {})[finding.rule] = None
        for entry in article.claims:
            yield _claim_row(article, entry, rules.get(entry.id, {}), entry.id in waived)


def finding_rows(report: AuditReport) -> Iterator[Row]:
    """One row a finding, in the order of the articles and their text."""
    names = {rule.id: rule.name for rule in report.rules}
    for article in report.articles:
        verdicts = {entry.id: entry.judgement.verdict.value for entry in article.claims}
        for finding, fingerprint in fingerprinted(article):
            yield {
                "article": article.path,
                "title": article.title,
                "rule": finding.rule,
                "name": names.get(finding.rule, ""),
                "severity": finding.severity.value,
                "message": finding.message,
                "line": finding.line,
                "column": finding.column,
                "end_line": finding.end_line,
                "end_column": finding.end_column,
                "start": finding.start,
                "end": finding.end,
                "text": article.document.text[finding.start : finding.end],
                "claim": finding.claim,
                "verdict": verdicts.get(finding.claim, ""),
                "waived": finding.waived,
                "justification": finding.justification,
                "fingerprint": fingerprint,
            }


def _claim_row(
    article: ArticleReport, entry: JudgedClaim, rules: Iterable[str], waived: bool
) -> Row:
    judgement = entry.judgement
    claim, figure = judgement.claim, judgement.claim.quantity
    return {
        "article": article.path,
        "title": article.title,
        "claim": entry.id,
        "line": claim.line,
        "column": claim.column,
        "section": claim.section,
        "sentence": claim.text,
        "figure": figure.text,
        "start": figure.start,
        "end": figure.end,
        "low": figure.low,
        "high": figure.high,
        "relation": figure.relation.value,
        "approximate": figure.approximate,
        "decimals": figure.decimals,
        "unit": figure.told_unit,
        "dimension": figure.dimension.value,
        "entity": _words(claim.entity),
        "property": _words(claim.property),
        "qualifier": _words(claim.qualifier),
        "population": _words(claim.population),
        "labels": "; ".join(_labels(claim)),
        "verdict": judgement.verdict.value,
        "reason": judgement.reason.value,
        "confidence": round(judgement.confidence, 3),
        "explanation": judgement.explanation,
        "resolution": judgement.resolution.value,
        "sources_read": "; ".join(
            f"{work.source} ({work.extent.value})" for work in judgement.sources_read
        ),
        "missing": "; ".join(judgement.missing),
        **_evidence(entry),
        "rules": "; ".join(rules),
        "waived": waived,
    }


def _evidence(entry: JudgedClaim) -> Row:
    best = next(iter(entry.judgement.evidence), None)
    return {
        "evidence_source": best.source if best else "",
        "evidence_line": best.line if best else None,
        "evidence_page": best.page if best else None,
        "evidence_quote": best.quote if best else "",
        "evidence_figure": best.quantity.text if best and best.quantity else "",
        "near_miss": best.near_miss if best else None,
    }


def _words(span: Span | None) -> str:
    return span.text if span else ""


def _labels(claim: Claim) -> Iterable[str]:
    return dict.fromkeys(label for cover in claim.coverage for label in cover.citation.labels)
