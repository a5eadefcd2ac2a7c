"""The gate: does a run pass, and with which exit code does it end?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum

from checkers.model import Finding, Severity
from reports.model import AuditReport, Gate, Summary

NEVER = "never"


class ExitCode(IntEnum):
    """How a command ends; the greatest that applies wins."""

    PASSED = 0  #: the gate passed, or the command did its work
    FAILED = 1  #: the gate did not pass
    BROKEN = 2  #: usage or configuration is broken, or an input could not be read


@dataclass(frozen=True, slots=True)
class FailOn:
    """What closes the gate: findings of these severities, or of these rules."""

    severities: frozenset[Severity] = frozenset()
    rules: frozenset[str] = frozenset()

    def stops(self, finding: Finding) -> bool:
        """Whether a finding closes the gate; a waived one never does."""
        return not finding.waived and (
            finding.severity in self.severities or finding.rule in self.rules
        )


#: A severity closes the gate together with all that weigh more.
_SEVERITIES = {
    severity.value: frozenset(list(Severity)[: at + 1]) for at, severity in enumerate(Severity)
}


def parse_fail_on(text: str, known_rules: Collection[str]) -> FailOn:
    """Read a ``--fail-on`` value.

    Args:
        text: "never", a severity ("error", "warning", "note"; the heavier ones
            are meant with it), rule identifiers, or several with commas.
        known_rules: the identifiers that exist.

    Raises:
        ValueError: for anything else, with the nearest words that exist.
    """
    severities: frozenset[Severity] = frozenset()
    rules: set[str] = set()
    words = [word.strip() for word in text.split(",")]
    if words == [NEVER]:
        return FailOn()
    for word in words:
        if word.lower() in _SEVERITIES:
            severities |= _SEVERITIES[word.lower()]
        elif word.upper() in known_rules:
            rules.add(word.upper())
        else:
            raise ValueError(_unknown(word, known_rules))
    return FailOn(severities, frozenset(rules))


def decide(report: AuditReport, fail_on: str, min_checked: int | float | None = None) -> Gate:
    """Decide whether a run passes.

    Args:
        report: the run; its ``rules`` say which rule identifiers exist.
        fail_on: as for :func:`parse_fail_on`.
        min_checked: how many of the cited figures must have been checked: an
            int is a count, a float from 0 to 1 a share; None asks nothing.
            A run that cites no figure passes every share.

    Raises:
        ValueError: when ``fail_on`` or ``min_checked`` cannot be read.
    """
    wanted = parse_fail_on(fail_on, {rule.id for rule in report.rules})
    stopping = Counter(
        finding.rule
        for article in report.articles
        for finding in article.findings
        if wanted.stops(finding)
    )
    reasons = [
        f"{count} finding{'s' * (count != 1)} of {rule}" for rule, count in sorted(stopping.items())
    ]
    if too_few := _too_few(report.summary, min_checked):
        reasons.append(too_few)
    return Gate(not reasons, tuple(reasons))


def exit_code(report: AuditReport) -> ExitCode:
    """How ``check`` ends: broken inputs beat a closed gate."""
    if report.all_errors:
        return ExitCode.BROKEN
    if report.gate is not None and not report.gate.passed:
        return ExitCode.FAILED
    return ExitCode.PASSED


def _too_few(summary: Summary, wanted: int | float | None) -> str:
    if wanted is None:
        return ""
    if wanted < 0 or (isinstance(wanted, float) and not wanted <= 1):
        raise ValueError(f"--min-checked {wanted}: give a count, or a share between 0.0 and 1.0")
    if isinstance(wanted, float):
        if summary.checked >= wanted * summary.cited:
            return ""
        return f"{summary}, fewer than {wanted:.0%}"
    return "" if summary.checked >= wanted else f"{summary}, fewer than {wanted}"


def _unknown(word: str, known_rules: Collection[str]) -> str:
    words = [NEVER, *_SEVERITIES, *sorted(known_rules)]
    near = get_close_matches(word, words, 1, 0.5) or get_close_matches(word.upper(), words, 1, 0.5)
    if word.lower() == NEVER:
        return f"--fail-on: {NEVER!r} stands alone"
    hint = f"; did you mean {near[0]!r}?" if near else f"; use one of {', '.join(words)}"
    return f"--fail-on: {word!r} is neither a severity nor a rule{hint}"
