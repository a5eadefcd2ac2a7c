"""What changed between two audits: figures that are new, gone or judged otherwise.

Lines and offsets move with every edit, so figures are matched by what stands
around them: first where sentence and figure are the same, then where the
sentence was reworded or the figure was corrected.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from checkers.model import Verdict
from reports.json import SCHEMA_VERSION, as_dict
from reports.model import VERDICT_FAMILY, AuditReport, Change, Comparison, FindingChange, Standing
from reports.words import VERDICT_WORDS, passage

#: Sentences that are alike to this percentage are taken for one.
_ALIKE = 75.0
#: What an equal figure counts, in the same percent.
_SAME_FIGURE = 5.0
#: Stands for the figure in its sentence: long, so that another place in it weighs.
_HERE = "\0" * 16
#: Characters on either side of a figure that are compared.
_REACH = 300

Item = TypeVar("Item")


class CompareError(ValueError):
    """A file that holds no audit to compare with."""


@dataclass(frozen=True, slots=True)
class _Finding:
    rule: str
    message: str
    line: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Article:
    path: str
    title: str
    figures: tuple[Standing, ...]
    findings: tuple[_Finding, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier audit, as :func:`read_report` reads it."""

    articles: tuple[_Article, ...]


def read_report(path: str) -> Earlier:
    """Read the JSON report of an earlier audit.

    Raises:
        CompareError: one line, when the file cannot be read or is no such report.
    """
    try:
        found = json.loads(Path(path).read_text("utf-8-sig"))
    except OSError as error:
        told = error.strerror or str(error)
        raise CompareError(f"{path}: {told}; name the JSON report of an audit") from error
    except (ValueError, RecursionError) as error:
        raise CompareError(f"{path}: is not JSON; name a report of --format json") from error
    version = found.get("schema_version") if isinstance(found, dict) else None
    if version != SCHEMA_VERSION:
        told = f"has schema version {version!r}" if version else "is no report of an audit"
        raise CompareError(f"{path}: {told}; write it anew with --format json")
    try:
        return Earlier(_articles(found))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        told = "lacks what a report of an audit has"
        raise CompareError(f"{path}: {told}; write it anew with --format json") from error


def compare(earlier: Earlier, report: AuditReport) -> Comparison:
    """Compare an audit with an earlier one.

    Args:
        earlier: the earlier audit.
        report: the audit as it is now.

    Returns:
        The figures and findings that are new, gone or judged or printed
        otherwise, whatever lines moved.  Articles are matched by path, else by
        title; the only one of each audit is the same article.
    """
    articles = _articles(as_dict(report))
    same, left_out = _same_articles(earlier.articles, articles)
    changes: list[Change] = []
    findings: list[FindingChange] = []
    unchanged = 0
    for article in articles:
        before = same.get(article.path, _Article("", "", (), ()))
        pairs, gone, new = _paired_figures(before.figures, article.figures)
        found = [Change(article.path, *pair) for pair in pairs if _differ(*pair)]
        found += [Change(article.path, None, one) for one in new]
        changes += sorted(found, key=_line_now)
        changes += [Change(article.path, one, None) for one in gone]
        unchanged += sum(not _differ(*pair) for pair in pairs)
        findings += _other_findings(before, article)
    return Comparison(tuple(changes), tuple(findings), unchanged, left_out)


def change_lines(comparison: Comparison) -> Iterator[str]:
    """The changes in words, a line each, the count first."""
    changes = comparison.changes
    new = sum(change.before is None for change in changes)
    gone = sum(change.after is None for change in changes)
    changed = len(changes) - new - gone
    yield f"figures: {new} new, {gone} gone, {changed} changed, {comparison.unchanged} as before"
    yield from map(_change_line, changes)
    for finding in comparison.findings:
        kind = "new" if finding.new else "gone"
        yield f"{kind}: {finding.article}:{finding.line}: {finding.rule} {finding.message}"
    yield from (f"not audited this time: {path}" for path in comparison.left_out)


def _change_line(change: Change) -> str:
    before, after = change.before, change.after
    both = [one for one in (before, after) if one]
    kind = "changed" if len(both) == 2 else "new" if after else "gone"
    figures = " → ".join(dict.fromkeys(one.figure for one in both))
    verdicts = " → ".join(dict.fromkeys(VERDICT_WORDS[one.verdict].lower() for one in both))
    return f"{kind}: {change.article}:{both[-1].line}: {figures}, {verdicts}"


def _articles(report: Mapping[str, Any]) -> tuple[_Article, ...]:
    return tuple(
        _Article(
            str(article["path"]),
            str(article["title"]),
            tuple(map(_standing, article["claims"])),
            tuple(
                _Finding(
                    str(one["rule"]),
                    str(one["message"]),
                    int(one["line"]),
                    one.get("fingerprint", ""),
                )
                for one in article["findings"]
                if not str(one["rule"]).startswith(VERDICT_FAMILY)
            ),
        )
        for article in report["articles"]
    )


def _standing(claim: Mapping[str, Any]) -> Standing:
    figure, first = claim["quantity"], int(claim["start"])
    start, end = int(figure["start"]) - first, int(figure["end"]) - first
    return Standing(
        str(figure["text"]),
        str(claim["text"]),
        start,
        end,
        int(claim["line"]),
        Verdict(claim["verdict"]),
    )


def _same_articles(
    old: Sequence[_Article], new: Sequence[_Article]
) -> tuple[dict[str, _Article], tuple[str, ...]]:
    """The earlier article of each path, and the paths of those that have no later one."""
    by_path, old, new = _paired(old, new, lambda article: article.path)
    by_title, old, new = _paired(old, new, lambda article: article.title or article.path)
    pairs = by_path + by_title
    if not pairs and len(old) == len(new) == 1:
        pairs, old = [(old[0], new[0])], []
    return {after.path: before for before, after in pairs}, tuple(one.path for one in old)


def _paired_figures(
    old: Sequence[Standing], new: Sequence[Standing]
) -> tuple[list[tuple[Standing, Standing]], list[Standing], list[Standing]]:
    same, old, new = _paired(old, new, lambda one: (one.figure, _around(one)))
    pairs = dict(_alike(old, new))
    gone = [one for at, one in enumerate(old) if at not in pairs]
    fresh = [one for at, one in enumerate(new) if at not in pairs.values()]
    return [*same, *((old[at], new[to]) for at, to in pairs.items())], gone, fresh


def _alike(old: Sequence[Standing], new: Sequence[Standing]) -> Iterator[tuple[int, int]]:
    """Figures in reworded sentences, or corrected ones, those most alike first."""
    if not old or not new:
        return
    from rapidfuzz import fuzz, process

    scores = process.cdist(
        [_around(one) for one in old],
        [_around(one) for one in new],
        scorer=fuzz.ratio,
        score_cutoff=_ALIKE,
        workers=1,
    )
    candidates = sorted(
        (-float(scores[at, to]) - _SAME_FIGURE * (old[at].figure == new[to].figure), at, to)
        for at, to in zip(*map(list, scores.nonzero()), strict=True)
    )
    taken: set[int] = set()
    given: set[int] = set()
    for _, at, to in candidates:
        if at not in taken and to not in given:
            taken.add(at)
            given.add(to)
            yield at, to


def _around(one: Standing) -> str:
    """The sentence with its figure left out, on one line."""
    excerpt = passage(one.sentence, one.start, one.end, _REACH)
    return f"{excerpt.before}{_HERE}{excerpt.after}"


def _differ(before: Standing, after: Standing) -> bool:
    return (before.figure, before.verdict) != (after.figure, after.verdict)


def _line_now(change: Change) -> int:
    return change.after.line if change.after else 0


def _other_findings(old: _Article, new: _Article) -> Iterator[FindingChange]:
    """The findings that only one of the two has."""
    _, gone, fresh = _paired(old.findings, new.findings, lambda one: one.fingerprint or one)
    # Reports of other versions have other fingerprints, or none.
    _, gone, fresh = _paired(gone, fresh, lambda one: (one.rule, one.message))
    for one in fresh:
        yield FindingChange(new.path, one.rule, one.message, one.line, True)
    for one in gone:
        yield FindingChange(new.path, one.rule, one.message, one.line, False)


def _paired(
    old: Sequence[Item], new: Sequence[Item], key: Callable[[Item], Hashable]
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """What both have of equal keys, one for one in order, then what only either has."""
    waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for at, item in enumerate(old):
        waiting[key(item)].append(at)
    pairs, fresh, taken = [], [], set()
    for item in new:
        matches = waiting.get(key(item))
        if matches:
            taken.add(matches[0])
            pairs.append((old[matches.popleft()], item))
        else:
            fresh.append(item)
    return pairs, [item for at, item in enumerate(old) if at not in taken], fresh
