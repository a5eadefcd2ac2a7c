"""The terminal report: findings as a modern linter prints them.

Structure is plain ASCII and the figures are underlined by a line of their own,
so that a log file or a screen without colour loses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from checkers.model import Finding, Judgement, Severity
from claims.document import Document
from reports.compare import change_lines
from reports.model import ArticleReport, AuditReport
from reports.protocol import Options
from reports.words import (
    VERDICT_WORDS,
    Passage,
    basis,
    claim_passage,
    clip,
    count,
    one_line,
    origin,
    passage,
    quote,
    right_to_left,
    told,
)

#: Passages shown for one finding; the other reports show them all.
_SHOWN_EVIDENCE = 2
#: Waived findings that take a line; a baseline can waive hundreds.
_SHOWN_WAIVED = 20
#: Characters kept on either side of a figure.
_REACH = 240
_MIN_WIDTH, _MAX_WIDTH = 40, 120

_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.NOTE: "bold cyan",
}
_EVIDENCE_STYLE = "bold blue"
_GUTTER = "blue"


def render(report: AuditReport, options: Options) -> Iterator[str]:
    """The report, one chunk a finding, then the summary."""
    console = _console(options)
    if options.statistics:
        yield _printed(console, _statistics(report))
    else:
        for article in report.articles:
            yield from _findings(console, report, article, options)
    if not (options.quiet or options.statistics):
        yield from _asides(console, report)
    yield _printed(console, _last_lines(report) if options.quiet else _summary(report))


def _console(options: Options) -> Console:
    return Console(
        force_terminal=options.color,
        color_system="standard" if options.color else None,
        no_color=not options.color,
        width=min(max(options.width, _MIN_WIDTH), _MAX_WIDTH),
        legacy_windows=False,
        _environ={},
    )


def _printed(console: Console, lines: list[Text]) -> str:
    with console.capture() as capture:
        for line in lines:
            console.print(line, no_wrap=True, overflow="ignore", crop=False, highlight=False)
    return capture.get()


def _findings(
    console: Console, report: AuditReport, article: ArticleReport, options: Options
) -> Iterator[str]:
    names = {rule.id: rule for rule in report.rules}
    judgements = {claim.id: claim.judgement for claim in article.claims}
    for finding in article.findings:
        if finding.waived:
            continue
        if options.quiet:
            yield _printed(console, [_concise(finding)])
            continue
        rule = names.get(finding.rule)
        judgement = judgements.get(finding.claim)
        lines = [
            _headline(finding, one_line(rule.name) if rule else "", judgement),
            *_located(console, finding, article.document, judgement),
            *_evidence(console, judgement),
            *_note(console, "note", finding.message),
            *(_note(console, "basis", basis(judgement)) if judgement else ()),
            *(_note(console, "help", rule.help) if rule and rule.help else ()),
            Text(),
        ]
        yield _printed(console, lines)


def _asides(console: Console, report: AuditReport) -> Iterator[str]:
    """The waived findings, and what changed since an earlier audit, a line each."""
    waived = [one for article in report.articles for one in article.findings if one.waived]
    changes = list(change_lines(report.comparison)) if report.comparison else []
    listed = [f"{_where(one)}: {one.rule} {told(one)}" for one in waived[:_SHOWN_WAIVED]]
    if len(waived) > _SHOWN_WAIVED:
        listed.append(f"and {len(waived) - _SHOWN_WAIVED} more")
    for title, lines in (("Waived", listed), ("Since the last audit", changes)):
        if lines:
            shown = [Text.assemble(("   = ", _GUTTER), one_line(line)) for line in lines]
            yield _printed(console, [Text(title, style="bold"), *shown, Text()])


def _concise(finding: Finding) -> Text:
    return Text.assemble(
        (_where(finding), "bold"),
        ": ",
        (finding.rule, _STYLES[finding.severity]),
        f" {finding.severity.value}: {one_line(finding.message)}",
    )


def _where(finding: Finding) -> str:
    return f"{one_line(finding.path)}:{finding.line}:{finding.column}"


def _headline(finding: Finding, name: str, judgement: Judgement | None) -> Text:
    figure = one_line(clip(judgement.claim.quantity.text, 60)) if judgement else ""
    parts = [part for part in (name, figure) if part]
    return Text.assemble(
        (f"{finding.severity.value}[{finding.rule}]", _STYLES[finding.severity]),
        (" " + ": ".join(parts) if parts else "", "bold"),
    )


def _located(
    console: Console, finding: Finding, document: Document, judgement: Judgement | None
) -> list[Text]:
    lines = [Text.assemble(("  --> ", _GUTTER), _where(finding))]
    if judgement:
        excerpt = claim_passage(judgement, _REACH)
    elif finding.end > finding.start:
        excerpt = _around(document, finding.start, finding.end)
    else:
        return lines
    return lines + _quoted(console, excerpt, _STYLES[finding.severity], "^")


def _evidence(console: Console, judgement: Judgement | None) -> Iterator[Text]:
    if judgement is None:
        return
    for evidence in judgement.evidence[:_SHOWN_EVIDENCE]:
        yield Text.assemble(("  ::: ", _GUTTER), one_line(origin(evidence)))
        yield from _quoted(console, quote(evidence, _REACH), _EVIDENCE_STYLE, "-")
    more = len(judgement.evidence) - _SHOWN_EVIDENCE
    if more > 0:
        yield Text.assemble(("  ::: ", _GUTTER), f"and {count(more, 'further passage')}")


def _around(document: Document, start: int, end: int) -> Passage:
    """The line or the block of a text in which a stretch stands."""
    block = document.block_at(start)
    if block:
        first, last = block.start, block.end
    else:
        first = document.text.rfind("\n", 0, start) + 1
        last = document.text.find("\n", end)
    text = document.text[first : last if last >= end else len(document.text)]
    return passage(text, start - first, end - first, _REACH)


def _quoted(console: Console, excerpt: Passage, style: str, underline: str) -> list[Text]:
    """The passage behind a gutter, wrapped, a line of marks under its figure."""
    before, figure, after = excerpt.before, excerpt.figure, excerpt.after
    if figure and right_to_left(before + figure + after):
        # A terminal reorders the line, so marks below it would point elsewhere.
        before, after, underline = before + "[[", "]]" + after, ""
    text = Text.assemble(before, (figure, style), after)
    lines = [_gutter(Text())]
    for line in text.wrap(console, console.width - len("   | ")):
        line.rstrip()
        lines.append(_gutter(line))
        lines += [_gutter(marks) for marks in _marks(line, style, underline)]
    return [*lines, _gutter(Text())]


def _marks(line: Text, style: str, underline: str) -> Iterator[Text]:
    for span in line.spans:
        width = cell_len(line.plain[span.start : span.end])
        if underline and width:
            indent = " " * cell_len(line.plain[: span.start])
            yield Text.assemble(indent, (underline * width, style))


def _gutter(line: Text) -> Text:
    return Text.assemble(("   | " if line else "   |", _GUTTER), line)


def _note(console: Console, word: str, text: str) -> list[Text]:
    """A remark with a hanging indent."""
    head = f"   = {word}: "
    wrapped = Text(one_line(text)).wrap(console, console.width - len(head))
    for line in wrapped:
        line.rstrip()
    first = [Text.assemble(("   = ", _GUTTER), (f"{word}: ", "bold"), *wrapped[:1])]
    return first + [Text.assemble(" " * len(head), line) for line in wrapped[1:]]


def _statistics(report: AuditReport) -> list[Text]:
    found = [f for article in report.articles for f in article.findings if not f.waived]
    fired = Counter(finding.rule for finding in found)
    names = {rule.id: rule.name for rule in report.rules}
    width = len(str(max(fired.values(), default=0)))
    return [
        Text.assemble(f"{number:>{width}}  ", (rule, "bold"), f"  {names.get(rule, '')}".rstrip())
        for rule, number in sorted(fired.items(), key=lambda item: (-item[1], item[0]))
    ]


def _summary(report: AuditReport) -> list[Text]:
    summary = report.summary
    found = [
        count(number, severity.value) for severity, number in summary.findings.items() if number
    ]
    told = ", ".join(found) or "No findings"
    waived = f" ({summary.waived} waived)" if summary.waived else ""
    verdicts = [
        f"{number} {VERDICT_WORDS[verdict].lower()}"
        for verdict, number in summary.verdicts.items()
        if number
    ]
    lines = [
        Text(
            f"{str(summary).capitalize()} in {count(len(report.articles), 'article')}.",
            style="bold",
        ),
        Text(", ".join(verdicts) + "." if verdicts else "No figure was found."),
        Text(f"{told}{waived}."),
    ]
    return [*lines, *_unread(report), *_gate(report)]


def _last_lines(report: AuditReport) -> list[Text]:
    gate = _gate(report) or [Text(f"{str(report.summary).capitalize()}.")]
    return [*_unread(report), *gate]


def _unread(report: AuditReport) -> list[Text]:
    return [
        Text.assemble(("not read: ", "bold red"), one_line(str(error)))
        for error in report.all_errors
    ]


def _gate(report: AuditReport) -> list[Text]:
    if report.gate is None:
        return []
    if report.gate.passed and not report.articles:
        return [Text("Nothing was audited.", style="bold red")]
    if report.gate.passed and report.all_errors:
        return [Text("The gate passed for what could be read.", style="bold yellow")]
    if report.gate.passed:
        return [Text("The gate passed.", style="bold green")]
    return [Text.assemble(("The gate failed: ", "bold red"), "; ".join(report.gate.reasons) + ".")]
