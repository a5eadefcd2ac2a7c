"""The Markdown reports: a comment on a pull request, a job summary.

Forges cut or refuse what is too long, so the heaviest findings come first and
what does not fit is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checkers.model import Finding, Judgement, Severity
from reports.compare import change_lines
from reports.markup import marked, plain
from reports.model import AuditReport, RuleInfo
from reports.protocol import Options
from reports.words import VERDICT_WORDS, claim_passage, clip, count, told

#: By this comment a workflow finds its own comment again.
MARKER = "<!-- claimaudit -->"
#: Bytes for the lists: a comment may have 65,536 characters, a summary 1 MiB.
_COMMENT, _SUMMARY = 60_000, 950_000
#: Characters kept of a message, and on either side of a figure.
_MESSAGE, _REACH = 600, 160
#: Entries kept of the lists before the findings, so that these have room.
_LISTED = 30


def render_comment(report: AuditReport, _options: Options) -> Iterator[str]:
    """The report as a comment."""
    yield f"{MARKER}\n"
    yield from _body(report, _COMMENT)


def render_summary(report: AuditReport, _options: Options) -> Iterator[str]:
    """The report as a job summary."""
    return _body(report, _SUMMARY)


def _body(report: AuditReport, budget: int) -> Iterator[str]:
    yield f"## claimaudit: {_outcome(report)}\n\n"
    if report.gate and report.gate.reasons:
        yield f"The gate failed: {plain(clip('; '.join(report.gate.reasons), _MESSAGE))}.\n\n"
    yield f"{str(report.summary).capitalize()} in {count(len(report.articles), 'article')}.\n\n"
    yield from _verdicts(report)
    for title, items in _lists(report):
        if not items:
            continue
        yield f"### {title}\n\n"
        for at, item in enumerate(items):
            budget -= len(item.encode("utf-8", "replace"))
            if budget < 0:
                yield f"- … and {len(items) - at} more\n"
                break
            yield item
        yield "\n"


def _lists(report: AuditReport) -> Iterator[tuple[str, list[str]]]:
    """The lists of the report: their titles, and their entries as Markdown."""
    changes = change_lines(report.comparison) if report.comparison else ()
    found = [finding for article in report.articles for finding in article.findings]
    yield "Not read", _first(plain(clip(str(error), _MESSAGE)) for error in report.all_errors)
    yield "Since the last audit", _first(plain(clip(line, _MESSAGE)) for line in changes)
    yield "Findings", _items(report, (finding for finding in found if not finding.waived))
    yield "Waived", [f"- {_waived(finding)}\n" for finding in found if finding.waived]


def _first(lines: Iterable[str]) -> list[str]:
    items = [f"- {line}\n" for line in lines]
    if len(items) > _LISTED:
        return [*items[:_LISTED], f"- … and {len(items) - _LISTED} more\n"]
    return items


def _outcome(report: AuditReport) -> str:
    if report.gate is None:
        return "report"
    return "the gate passed" if report.gate.passed else "the gate failed"


def _verdicts(report: AuditReport) -> Iterator[str]:
    """The figures by verdict, as a table."""
    counted = [
        (VERDICT_WORDS[v], number) for v, number in report.summary.verdicts.items() if number
    ]
    if counted:
        yield "| verdict | figures |\n|---|--:|\n"
        yield from (f"| {word} | {number} |\n" for word, number in counted)
        yield "\n"


def _items(report: AuditReport, findings: Iterable[Finding]) -> list[str]:
    """The findings, heaviest first."""
    weight = {severity: at for at, severity in enumerate(Severity)}
    rules = {rule.id: rule for rule in report.rules}
    judgements = {
        (article.path, claim.id): claim.judgement
        for article in report.articles
        for claim in article.claims
    }
    return [
        _item(one, rules.get(one.rule), judgements.get((one.path, one.claim)))
        for one in sorted(findings, key=lambda finding: weight[finding.severity])
    ]


def _item(finding: Finding, rule: RuleInfo | None, judgement: Judgement | None) -> str:
    name = f" {plain(rule.name)}" if rule else ""
    lines = [f"- **{finding.severity.value} {finding.rule}**{name}, {_where(finding)}"]
    if judgement:
        lines += [f"  > {marked(claim_passage(judgement, _REACH))}", ""]
    lines.append(f"  {plain(clip(finding.message, _MESSAGE))}")
    return "\n".join(lines) + "\n"


def _waived(finding: Finding) -> str:
    why = plain(clip(told(finding), _MESSAGE))
    return f"{finding.severity.value} {finding.rule}, {_where(finding)}: {why}"


def _where(finding: Finding) -> str:
    return f"{plain(finding.path)} line {finding.line}"
