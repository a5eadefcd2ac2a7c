"""The gate: does a run pass, and with which exit code does it end?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import IntEnum
from fractions import Fraction

from checkers.model import Finding, Severity, Verdict
from checkers.selection import covers
from reports.model import AuditReport, Gate, Summary
from reports.summary import CHECKED

NEVER = "never"
#: The rule that tells of unsupported figures, which --max-unsupported counts.
_UNSUPPORTED = "S001"


class ExitCode(IntEnum):
    """How a command ends; the greatest that applies wins."""

    PASSED = 0  #: the gate passed, or the command did its work
    FAILED = 1  #: the gate did not pass
    BROKEN = 2  #: usage or configuration is broken, or an input could not be read


@dataclass(frozen=True, slots=True)
class FailOn:
    """What closes the gate: findings of these severities or rules, figures of these verdicts.

    Attributes:
        severities: findings that weigh as much.
        rules: findings of these rules.
        verdicts: figures with these verdicts.
        counted: rules whose findings are counted elsewhere, so that their
            severity alone closes nothing.
    """

    severities: frozenset[Severity] = frozenset()
    rules: frozenset[str] = frozenset()
    verdicts: frozenset[Verdict] = frozenset()
    counted: frozenset[str] = frozenset()

    def stops(self, finding: Finding) -> bool:
        """Whether a finding closes the gate; a waived one never does."""
        heavy = finding.severity in self.severities and finding.rule not in self.counted
        return not finding.waived and (heavy or finding.rule in self.rules)


#: A severity closes the gate together with all that weigh more.
_SEVERITIES = {
    severity.value: frozenset(list(Severity)[: at + 1]) for at, severity in enumerate(Severity)
}
#: Verdicts that can close the gate.
_VERDICTS = {one.value: one for one in Verdict if one is not Verdict.SUPPORTED}


def parse_fail_on(text: str, known_rules: Collection[str]) -> FailOn:
    """Read a ``--fail-on`` value.

    Args:
        text: "never", a severity ("error", "warning", "note"; the heavier ones
            are meant with it), a verdict ("contradicted"), rules by the beginning
            of their identifiers ("S001", "N"), or several with commas.
        known_rules: the identifiers that exist.

    Raises:
        ValueError: for anything else, with the nearest words that exist.
    """
    severities: frozenset[Severity] = frozenset()
    verdicts: set[Verdict] = set()
    rules: set[str] = set()
    words = [word.strip() for word in text.split(",")]
    if words == [NEVER]:
        return FailOn()
    for word in words:
        if word.lower() in _SEVERITIES:
            severities |= _SEVERITIES[word.lower()]
        elif word.lower() in _VERDICTS:
            verdicts.add(_VERDICTS[word.lower()])
        elif meant := {rule for rule in known_rules if word and covers(word.upper(), rule)}:
            rules |= meant
        else:
            raise ValueError(_unknown(word, known_rules))
    return FailOn(severities, frozenset(rules), frozenset(verdicts))


def decide(
    report: AuditReport,
    fail_on: str,
    min_checked: int | float | None = None,
    max_unsupported: int | float | None = None,
) -> Gate:
    """Decide whether a run passes.

    Args:
        report: the run; its ``rules`` say which rule identifiers exist.
        fail_on: as for :func:`parse_fail_on`.
        min_checked: how many of the cited figures must have been checked: an
            int is a count, a float from 0 to 1 a share; None asks nothing.
            A run that cites no figure passes every share.
        max_unsupported: how many figures may be unsupported: an int is a count,
            a float from 0 to 1 a share of the figures on which a source could
            be asked; None asks nothing.  Given, it takes the place of the
            severity of S001; S001 or "unsupported" in ``fail_on`` still holds.

    Returns:
        The decision with its reasons.  Waived findings, and figures whose
        verdict is waived, close nothing.

    Raises:
        ValueError: when one of the arguments cannot be read.
    """
    wanted = parse_fail_on(fail_on, {rule.id for rule in report.rules})
    if max_unsupported is not None:
        wanted = replace(wanted, counted=frozenset({_UNSUPPORTED}))
    figures = _verdicts(report)
    reasons = (
        *_stopping(report, wanted),
        *_doubtful(figures, wanted),
        _too_many(figures, max_unsupported),
        _too_few(report.summary, min_checked),
    )
    told = tuple(reason for reason in reasons if reason)
    return Gate(not told, told)


def _stopping(report: AuditReport, wanted: FailOn) -> Iterator[str]:
    """A reason for each rule that closes the gate."""
    stopping = Counter(
        finding.rule
        for article in report.articles
        for finding in article.findings
        if wanted.stops(finding)
    )
    for rule, number in sorted(stopping.items()):
        yield f"{number} finding{'s' * (number != 1)} of {rule}"


def _verdicts(report: AuditReport) -> Counter[Verdict]:
    """The figures by verdict, those left out whose verdict is waived."""
    return Counter(
        claim.judgement.verdict
        for article in report.articles
        for waived in [article.waived_claims]
        for claim in article.claims
        if claim.id not in waived
    )


def _doubtful(figures: Counter[Verdict], wanted: FailOn) -> Iterator[str]:
    """A reason for each verdict that closes the gate."""
    for verdict in Verdict:
        if verdict in wanted.verdicts and figures[verdict]:
            number = figures[verdict]
            yield f"{number} {verdict.value.replace('-', ' ')} figure{'s' * (number != 1)}"


def exit_code(report: AuditReport) -> ExitCode:
    """How ``check`` ends: broken inputs beat a closed gate."""
    if report.all_errors:
        return ExitCode.BROKEN
    if report.gate is not None and not report.gate.passed:
        return ExitCode.FAILED
    return ExitCode.PASSED


def _too_many(figures: Counter[Verdict], wanted: int | float | None) -> str:
    if wanted is None:
        return ""
    _check("--max-unsupported", wanted)
    number, asked = figures[Verdict.UNSUPPORTED], sum(figures[verdict] for verdict in CHECKED)
    if isinstance(wanted, float):
        told = f"{number} of {asked} checked figures unsupported, more than {wanted * 100:g}%"
        return told if number > _share(wanted, asked) else ""
    return f"{number} unsupported, more than {wanted}" if number > wanted else ""


def _too_few(summary: Summary, wanted: int | float | None) -> str:
    if wanted is None:
        return ""
    _check("--min-checked", wanted)
    if isinstance(wanted, float):
        told = f"{summary}, fewer than {wanted * 100:g}%"
        return told if summary.checked < _share(wanted, summary.cited) else ""
    return f"{summary}, fewer than {wanted}" if summary.checked < wanted else ""


def _share(part: float, number: int) -> Fraction:
    """A share of a number, exact: 29% of 100 is 29, which floats make a little less."""
    return Fraction(str(part)) * number


def _check(option: str, wanted: int | float) -> None:
    if wanted < 0 or (isinstance(wanted, float) and not wanted <= 1):
        raise ValueError(f"{option} {wanted}: give a count, or a share between 0.0 and 1.0")


def _unknown(word: str, known_rules: Collection[str]) -> str:
    words = [NEVER, *_SEVERITIES, *_VERDICTS, *sorted(known_rules)]
    shown = [NEVER, *_SEVERITIES, *_VERDICTS, "rules such as S001 or N"]
    near = get_close_matches(word, words, 1, 0.5) or get_close_matches(word.upper(), words, 1, 0.5)
    if word.lower() == NEVER:
        return f"--fail-on: {NEVER!r} stands alone"
    hint = f"; did you mean {near[0]!r}?" if near else f"; use one of {', '.join(shown)}"
    return f"--fail-on: {word!r} is no severity, verdict or rule{hint}"
