"""What a run accepts: waivers, baselines, and what no change touched."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from checkers import registry
from checkers.fingerprint import with_fingerprints
from checkers.model import Finding
from checkers.rule import ArticleAudit, Rule
from claimaudit.baseline import Baseline, check_growth, mark, read_baseline, renewed
from claimaudit.changed import Changes, changes_since, left, touched_claims
from claimaudit.inputs import InputError
from claimaudit.settings import Settings
from claimaudit.waiverfile import find_upward, read_waivers
from claimaudit.waivers import WaiverFile, stale, waive

_STALE = "X005"
#: Rules that find nothing where no source is at hand.
_NEED_SOURCES = frozenset({"S001", "S002", "S003", "C003", "C005"})


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the user decided about findings before the run.

    Attributes:
        today: the day of the run, by which waivers expire.
        waivers: for each article, the waiver file that holds for it.
        baselines: for each article, the findings that were known before.
        adopted: the baseline that the run writes anew, None for none.
        may_grow: whether that baseline may take in what was not known.
        changed_since: the revision from which changes are counted, "" to judge
            every figure.
        changes: the lines of each article that a change touched, if they count.
    """

    today: dt.date = field(default_factory=dt.date.today)
    waivers: Mapping[str, WaiverFile] = field(default_factory=dict)
    baselines: Mapping[str, Baseline] = field(default_factory=dict)
    adopted: Baseline | None = None
    may_grow: bool = False
    changed_since: str = ""
    changes: Mapping[str, Changes] = field(default_factory=dict)

    def concerns(self, article: str) -> bool:
        """Whether any figure of an article is to be judged."""
        return not self.changed_since or bool(self.changes[article].spans)

    @property
    def without_lines(self) -> tuple[str, ...]:
        """The articles that are audited whole, because nobody can tell what changed in them."""
        return tuple(path for path, one in self.changes.items() if not one.comparable)


def prepare(
    plan: Mapping[str, Settings],
    today: dt.date | None = None,
    *,
    changed_since: str | None = None,
    adopt: str | None = None,
    may_grow: bool = False,
) -> Acceptance:
    """Read what holds for the articles of a run, before anything is audited.

    Args:
        plan: the articles and their settings.
        today: the day of the run, None for the day of the machine's clock.
        changed_since: a git revision, None to judge every figure.
        adopt: the baseline file to write, None for none.
        may_grow: whether it may take in findings that it does not know.

    Raises:
        InputError: a file is broken, or git does not know the revision.
    """
    if may_grow and adopt is None:
        told = "there is no baseline to grow"
        raise InputError("--allow-growth", told, "give --write-baseline FILE with it")
    if adopt is not None and changed_since is not None:
        told = "a baseline is written from whole articles"
        raise InputError("--write-baseline", told, "leave out --changed-since")
    rules = {rule.identifier for rule in registry.rules()}
    paths = {article: own.waivers or find_upward(article) for article, own in plan.items()}
    files = {path: read_waivers(path, rules) for path in set(paths.values()) if path is not None}
    baselines = {own.baseline: read_baseline(own.baseline) for own in plan.values() if own.baseline}
    adopted = None
    if adopt is not None:
        adopted = read_baseline(adopt) if os.path.lexists(adopt) else Baseline(adopt)
        may_grow = may_grow or not os.path.lexists(adopt)
    return Acceptance(
        today=today or dt.date.today(),
        waivers={article: files[path] for article, path in paths.items() if path is not None},
        baselines={path: baselines[own.baseline] for path, own in plan.items() if own.baseline},
        adopted=adopted,
        may_grow=may_grow,
        changed_since=changed_since or "",
        changes={} if changed_since is None else changes_since(plan, changed_since),
    )


def settled(
    audits: Sequence[ArticleAudit],
    findings: Sequence[Sequence[Finding]],
    applied: Sequence[Sequence[Rule]],
    acceptance: Acceptance,
) -> tuple[tuple[Finding, ...], ...]:
    """The findings of each article as the run reports them.

    Args:
        audits: the articles.
        findings: of each article, all that the rules found.
        applied: the rules that were applied to each article.
        acceptance: what the user decided before.

    Returns:
        The findings with their fingerprints, the accepted ones marked, and with
        them the waivers that have had their day.  None is dropped but what lies
        outside of the changed lines.

    Raises:
        InputError: the baseline to be written would grow.
    """
    told: dict[str, tuple[Finding, ...]] = {}
    for audit, found in zip(audits, findings, strict=True):
        path = audit.document.name
        told[path] = with_fingerprints(found, audit)
        if path in acceptance.waivers:
            told[path] = waive(told[path], path, acceptance.waivers[path], acceptance.today)
        if path in acceptance.baselines:
            told[path] = mark(told[path], path, acceptance.baselines[path])
        if acceptance.changed_since:
            told[path] = left(told[path], audit, acceptance.changes[path])
    if (baseline := rewritten(acceptance, told, applied)) is not None:
        told = {path: mark(found, path, baseline) for path, found in told.items()}
    for path, finding in _stale(audits, told, applied, acceptance):
        told[path] += (finding,)
    return tuple(told.values())


def rewritten(
    acceptance: Acceptance,
    told: Mapping[str, Iterable[Finding]],
    applied: Iterable[Iterable[Rule]],
) -> Baseline | None:
    """The baseline after a run, None where none is to be written.

    Args:
        acceptance: what the user decided before.
        told: the articles of the run and their findings.
        applied: the rules that were applied to each of them.

    Raises:
        InputError: it would grow.
    """
    old = acceptance.adopted
    if old is None:
        return None
    rules = ({rule.identifier for rule in own} for own in applied)
    new = renewed(old, [(*one, own) for one, own in zip(told.items(), rules, strict=True)])
    if not acceptance.may_grow:
        check_growth(old, new)
    return new


def judged(audit: ArticleAudit, acceptance: Acceptance) -> ArticleAudit:
    """The article with the verdicts on those figures alone that the run is about."""
    if not acceptance.changed_since:
        return audit
    touched = touched_claims(audit, acceptance.changes[audit.document.name])
    return replace(
        audit, judgements=tuple(one for one in audit.judgements if one[1].claim in touched)
    )


def _stale(
    audits: Sequence[ArticleAudit],
    told: Mapping[str, tuple[Finding, ...]],
    applied: Sequence[Sequence[Rule]],
    acceptance: Acceptance,
) -> list[tuple[str, Finding]]:
    """Waivers that have had their day, with the severity that an article gives to it."""
    usual = registry.get(_STALE)
    assert usual is not None
    rules: dict[str, Mapping[str, Rule]] = {}
    files = {file.path: file for file in acceptance.waivers.values()}
    governed: dict[str, dict[str, tuple[tuple[Finding, ...], Collection[str]]]] = {}
    for audit, own in zip(audits, applied, strict=True):
        path = audit.document.name
        rules[path] = {rule.identifier: rule for rule in own}
        asked = rules[path].keys() - (() if audit.sources else _NEED_SOURCES)
        if path in acceptance.waivers:
            outcomes = governed.setdefault(acceptance.waivers[path].path, {})
            outcomes[path] = told[path], asked
    whole = not acceptance.changed_since
    return [
        (path, replace(finding, severity=rules[path][_STALE].severity))
        for file, outcomes in governed.items()
        for path, finding in stale(usual, files[file], outcomes, acceptance.today, whole=whole)
        if _STALE in rules[path]
    ]
