"""The Markdown reports: a comment on a pull request, a job summary.

Forges cut or refuse what is too long, so the heaviest findings come first and
what does not fit is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

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
    for title, entries, item, limit in _lists(report):
        if not entries:
            continue
        yield f"### {title}\n\n"
        shown = 0
        for entry in entries[:limit]:
            text = item(entry)
            budget -= len(text.encode("utf-8", "replace"))
            if budget < 0:
                break
            yield text
            shown += 1
        if shown < len(entries):
            yield f"- … and {len(entries) - shown} more\n"
        yield "\n"


#: Title and entries of a list, what makes an entry Markdown, how many may be shown.  An entry
#: becomes Markdown only when there is room for it.
_List = tuple[str, Sequence[Any], Callable[[Any], str], int | None]


def _lists(report: AuditReport) -> Iterator[_List]:
    changes = list(change_lines(report.comparison)) if report.comparison else []
    found = [finding for article in report.articles for finding in article.findings]
    weight = {severity: at for at, severity in enumerate(Severity)}
    heaviest = sorted(found, key=lambda finding: weight[finding.severity])
    yield "Not read", report.all_errors, _line, _LISTED
    yield "Since the last audit", changes, _line, _LISTED
    yield "Findings", [one for one in heaviest if not one.waived], _finding(report), None
    yield "Waived", [one for one in heaviest if one.waived], _waived, None


def _line(entry: object) -> str:
    return f"- {plain(clip(str(entry), _MESSAGE))}\n"


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


def _finding(report: AuditReport) -> Callable[[Finding], str]:
    """What makes a finding of the report an item of a list."""
    rules = {rule.id: rule for rule in report.rules}
    judgements = {
        (article.path, claim.id): claim.judgement
        for article in report.articles
        for claim in article.claims
    }
    return lambda one: _item(one, rules.get(one.rule), judgements.get((one.path, one.claim)))


def _item(finding: Finding, rule: RuleInfo | None, judgement: Judgement | None) -> str:
    name = f" {plain(rule.name)}" if rule else ""
    lines = [f"- **{finding.severity.value} {finding.rule}**{name}, {_where(finding)}"]
    if judgement:
        lines += [f"  > {marked(claim_passage(judgement, _REACH))}", ""]
    lines.append(f"  {plain(clip(finding.message, _MESSAGE))}")
    return "\n".join(lines) + "\n"


def _waived(finding: Finding) -> str:
    why = plain(clip(told(finding), _MESSAGE))
    return f"- {finding.severity.value} {finding.rule}, {_where(finding)}: {why}\n"


def _where(finding: Finding) -> str:
    return f"{plain(finding.path)} line {finding.line}"
