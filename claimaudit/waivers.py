"""Waivers: findings that somebody accepted, with the reason and a date.

A waived finding is marked, kept and counted; the gate passes it by.  A waiver
that has expired, or that no finding needs any more, is itself a finding.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from checkers.fingerprint import digest
from checkers.model import Finding
from checkers.rule import Rule

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Waiver:
    """One accepted finding.

    Attributes:
        rule: the rule's identifier.
        fingerprint: of the finding.
        path: the article, relative to the folder of the waiver file.
        reason, by, date: why, by whom and when it was accepted.
        figure: the figure as printed, for the reader.
        expires: the last day on which it holds, None when it holds for good.
        line: line of the entry in its file, 1 when it cannot be told.
    """

    rule: str
    fingerprint: str
    path: str
    reason: str
    by: str
    date: dt.date
    figure: str = ""
    expires: dt.date | None = None
    line: int = 1

    @property
    def justification(self) -> str:
        """Why, who and when, as reports show it."""
        return f"{self.reason} ({self.by}, {self.date})"

    def expired(self, today: dt.date) -> bool:
        """Whether its last day has passed."""
        return self.expires is not None and today > self.expires


@dataclass(frozen=True)
class WaiverFile:
    """The waivers of one file; a file that does not exist holds none."""

    path: str
    waivers: tuple[Waiver, ...] = ()

    @cached_property
    def by_article(self) -> Mapping[str, Sequence[Waiver]]:
        """The waivers of each article, by its real path."""
        found: dict[str, list[Waiver]] = {}
        for waiver in self.waivers:
            found.setdefault(self.place(waiver), []).append(waiver)
        return found

    def place(self, waiver: Waiver) -> str:
        """The real path of the article that a waiver names, "-" for standard input."""
        return _real(waiver.path, os.path.dirname(self.path))  # noqa: PTH120


def waive(
    findings: Iterable[Finding], article: str, file: WaiverFile, today: dt.date
) -> tuple[Finding, ...]:
    """The findings of an article, those that a waiver covers marked; none is dropped.

    Args:
        findings: the findings, each with its fingerprint.
        article: the article.
        file: the waivers that hold for it.
        today: the day of the run.
    """
    covers = file.by_article.get(_real(article), ())
    held = {waiver.fingerprint: waiver for waiver in covers if not waiver.expired(today)}
    return tuple(_waived(finding, held.get(finding.fingerprint)) for finding in findings)


def _fits(waiver: Waiver, finding: Finding) -> bool:
    return (waiver.rule, waiver.fingerprint) == (finding.rule, finding.fingerprint)


def _waived(finding: Finding, waiver: Waiver | None) -> Finding:
    if waiver is None or finding.waived or not _fits(waiver, finding):
        return finding
    return replace(finding, waived=True, justification=waiver.justification)


#: Each article of a run with all its findings and the rules that were applied to it.
Outcomes = Mapping[str, tuple[Collection[Finding], Collection[str]]]


def stale(
    rule: Rule, file: WaiverFile, outcomes: Outcomes, today: dt.date, *, whole: bool = True
) -> tuple[tuple[str, Finding], ...]:
    """The waivers of a file that have expired or that no finding needs any more.

    A waiver of a rule that was not applied, or of an article that is not part of
    the run, is not judged, unless the article is gone from the disk.

    Args:
        rule: the rule to tell them by (X005).
        file: the waivers.
        outcomes: the articles of the run.
        today: the day of the run.
        whole: whether every figure was judged, so that a missing finding is gone.

    Returns:
        Pairs of the article that the waiver is for (the first one of the run
        when it is gone) and the finding, which stands in the waiver file.
    """
    articles = {_real(article): article for article in outcomes}
    found = []
    for waiver in file.waivers:
        place = file.place(waiver)
        home = articles.get(place)
        if home is not None:
            told = _told(waiver, *outcomes[home], today, whole=whole)
        else:
            told = "" if _exists(place) else "names no article"
            home = next(iter(outcomes), "")
        if told and home:
            found.append((home, _at(rule, file, waiver, f"{_named(waiver)} {told}.")))
    return tuple(found)


def _exists(place: str) -> bool:
    return place == STDIN or os.path.lexists(place)


def _named(waiver: Waiver) -> str:
    figure = f" on “{waiver.figure}”" if waiver.figure else ""
    return f"The waiver of {waiver.rule}{figure} in {waiver.path}"


def _told(
    waiver: Waiver,
    findings: Collection[Finding],
    applied: Collection[str],
    today: dt.date,
    *,
    whole: bool,
) -> str:
    """What is to be said of a waiver, "" when it holds."""
    if any(_fits(waiver, finding) for finding in findings):
        if not waiver.expired(today):
            return ""
        return f"expired on {waiver.expires}, and its finding counts again"
    if waiver.rule not in applied or not whole:
        return ""
    return "fits no finding: what it accepted was mended or changed"


def _at(rule: Rule, file: WaiverFile, waiver: Waiver, message: str) -> Finding:
    line = waiver.line
    name = digest(rule.identifier, waiver.rule, waiver.fingerprint, waiver.path)
    return Finding(
        rule.identifier, rule.severity, message, file.path, line, 1, line, 1, fingerprint=name
    )


def relative(article: str, file: str) -> str:
    """An article's path as a file beside or above it writes it: relative, with slashes."""
    if article == STDIN:
        return STDIN
    folder = os.path.realpath(os.path.dirname(file))  # noqa: PTH120
    try:
        return Path(os.path.relpath(_real(article), folder)).as_posix()
    except ValueError:  # another drive
        return Path(_real(article)).as_posix()


def _real(path: str, folder: str = "") -> str:
    return path if path == STDIN else os.path.realpath(os.path.join(folder, path))  # noqa: PTH118
