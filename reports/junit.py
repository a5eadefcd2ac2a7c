"""The JUnit report: one test suite an article, one test case a figure.

A figure fails with its errors, and is skipped where it was waived or could not
be checked.  Case names hold no line numbers, so that a case keeps its history
while the text around it moves.
"""

# mypy: allow-untyped-calls
# (junitparser leaves some of its methods without types)

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite
from junitparser.junitparser import FinalResult

from checkers.model import Evidence, Finding, Judgement, Severity, Verdict
from reports.model import ArticleReport, AuditReport, ReportError
from reports.protocol import Options
from reports.words import VERDICT_WORDS, clip, one_line, origin, told

#: Characters of a sentence in the name of a case.
_NAMED = 120
#: Printable to Python, and yet no character of XML.
_NO_XML = str.maketrans({"\ufffe": "\\ufffe", "\uffff": "\\uffff"})


def render(report: AuditReport, _options: Options) -> Iterator[str]:
    """The report as one XML document."""
    document = JUnitXml("claimaudit")
    rules = {rule.id: rule.name for rule in report.rules}
    for article in report.articles:
        document.append(_suite(article.path, _cases(article, rules)))
    if report.errors:
        document.append(_suite("inputs", map(_unread, report.errors)))
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield document.tostring().decode("utf-8")
    yield "\n"


def _suite(name: str, cases: Iterable[TestCase]) -> TestSuite:
    suite = TestSuite(_safe(name))
    names = Counter[str]()
    for case in cases:
        names[case.name] += 1
        if names[case.name] > 1:
            case.name = f"{case.name} ({names[case.name]})"
        suite.append(case)
    suite.update_statistics()
    return suite


def _cases(article: ArticleReport, rules: dict[str, str]) -> Iterator[TestCase]:
    """The figures, then what was found about none of them, then what went wrong."""
    found: dict[str, list[Finding]] = {}
    for finding in article.findings:
        found.setdefault(finding.claim, []).append(finding)
    for claim in article.claims:
        judgement, findings = claim.judgement, found.get(claim.id, [])
        name = f"{judgement.claim.quantity.text}: {clip(judgement.claim.text, _NAMED)}"
        result = _result(findings) or _unchecked(judgement)
        yield _case(article, name, result, [*_said(judgement), *map(_line, findings)])
    for finding in found.get("", ()):
        name = f"{finding.rule} {rules.get(finding.rule, '')}: {clip(finding.message, _NAMED)}"
        yield _case(article, name, _result([finding]), [_line(finding)])
    yield from map(_unread, article.problems)


def _case(
    article: ArticleReport, name: str, result: FinalResult | None, lines: Iterable[str]
) -> TestCase:
    case = TestCase(_safe(name), _safe(article.path))
    if result is not None:
        case.append(result)
    case.system_out = "\n".join(map(_safe, lines))
    return case


def _result(findings: list[Finding]) -> FinalResult | None:
    """A failure for errors, a skip where all was waived, else none."""
    errors = [one for one in findings if not one.waived and one.severity is Severity.ERROR]
    waived = [one for one in findings if one.waived]
    if errors:
        return Failure(_messages(errors), errors[0].rule)
    if waived and len(waived) == len(findings):
        return Skipped(_messages(waived), waived[0].rule)
    return None


def _unchecked(judgement: Judgement) -> FinalResult | None:
    if judgement.verdict in (Verdict.UNVERIFIABLE, Verdict.UNCITED):
        return Skipped(_safe(judgement.explanation), judgement.verdict.value)
    return None


def _unread(error: ReportError) -> TestCase:
    case = TestCase(_safe(error.path), "inputs")
    case.append(Error(_safe(str(error)), "X001"))
    return case


def _said(judgement: Judgement) -> Iterator[str]:
    yield f"{VERDICT_WORDS[judgement.verdict]}: {judgement.explanation}"
    yield from map(_quoted, judgement.evidence)


def _quoted(evidence: Evidence) -> str:
    return f"{origin(evidence)}: “{evidence.quote}”"


def _line(finding: Finding) -> str:
    where = f"{finding.path}:{finding.line}:{finding.column}"
    return f"{where}: {finding.severity.value} {finding.rule}: {told(finding)}"


def _messages(findings: Iterable[Finding]) -> str:
    return _safe(" ".join(map(told, findings)))


def _safe(text: str) -> str:
    return one_line(text).translate(_NO_XML)
