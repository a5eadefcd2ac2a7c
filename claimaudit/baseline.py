"""Baselines: the findings that an archive had when the tool was adopted.

A baseline lists, for each article, rule and fingerprint, how many findings are
known.  Known findings are marked as waived; a new one stops the gate.  Findings
that were mended leave the baseline, and none enters it unless somebody says so,
so that a baseline can only shrink.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from checkers.fingerprint import parted
from checkers.model import Finding
from claimaudit.inputs import InputError
from claimaudit.waivers import relative

SCHEMA_VERSION = "1"
JUSTIFICATION = "baseline"

_ANEW = "make a new one with --write-baseline, or name another file"
#: What goes wrong with a run is never known from before.
_NEVER = frozenset({"X001", "X002", "X005", "X007", "X008"})

#: Of one article: rule -> fingerprint without its number among equals -> how many.
Known = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The known findings.

    Attributes:
        path: the file; the articles' paths are relative to its folder.
        articles: the known findings of each article.
    """

    path: str
    articles: Mapping[str, Known] = field(default_factory=dict)


def read_baseline(path: str) -> Baseline:
    """Read a baseline file.

    Raises:
        InputError: the file is missing, unreadable, or no baseline.
    """
    try:
        content = json.loads(Path(path).read_bytes())
    except FileNotFoundError:
        mend = f"make one with --write-baseline {path}"
        raise InputError(path, "no such baseline", mend) from None
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})", "check the file") from None
    except (ValueError, RecursionError) as error:
        raise InputError(path, f"is not JSON: {error}", _ANEW) from None
    if not isinstance(content, dict) or content.get("schema_version") != SCHEMA_VERSION:
        told = "is no baseline of this version of claimaudit"
        raise InputError(path, told, _ANEW)
    return Baseline(path, _articles(content.get("articles"), path))


def _articles(value: object, path: str) -> dict[str, Known]:
    """The articles of a baseline; whatever has another form is told."""
    return {
        article: {
            rule: {
                name: _count(count, path, f"{article}, {rule}, {name}")
                for name, count in _table(counts, path, f"{article}, {rule}")
            }
            for rule, counts in _table(rules, path, article)
        }
        for article, rules in _table(value, path, "articles")
    }


def _table(value: object, path: str, where: str) -> Iterable[tuple[str, object]]:
    if not isinstance(value, dict):
        raise InputError(path, f"{where} is no object", _ANEW)
    return value.items()


def _count(value: object, path: str, where: str) -> int:
    if type(value) is not int or value < 1:
        raise InputError(path, f"{where}: {value!r} is no count", _ANEW)
    return value


def mark(findings: Iterable[Finding], article: str, baseline: Baseline) -> tuple[Finding, ...]:
    """The findings of an article, the known ones marked as waived; none is dropped."""
    known = baseline.articles.get(relative(article, baseline.path), {})
    return tuple(_marked(finding, known) for finding in findings)


def _marked(finding: Finding, known: Known) -> Finding:
    name, number = parted(finding.fingerprint)
    if finding.waived or number > known.get(finding.rule, {}).get(name, 0):
        return finding
    return replace(finding, waived=True, justification=JUSTIFICATION)


def renewed(
    old: Baseline, run: Iterable[tuple[str, Iterable[Finding], Collection[str]]]
) -> Baseline:
    """The baseline after a run.

    Args:
        old: the baseline before it, an empty one at adoption.
        run: each article that was audited with its findings and the identifiers
            of the rules that were applied to it.

    Returns:
        What the run found and no waiver or comment accepts.  Of articles that
        were not audited, and of rules that were not applied, what was known
        stays, unless the article is gone.
    """
    folder = Path(old.path).parent
    articles = {name: known for name, known in old.articles.items() if (folder / name).exists()}
    for article, findings, applied in run:
        name = relative(article, old.path)
        before = articles.pop(name, {})
        untold = {rule: counts for rule, counts in before.items() if rule not in applied}
        if known := {**untold, **_counts(findings)}:
            articles[name] = known
    return Baseline(old.path, articles)


def _counts(findings: Iterable[Finding]) -> dict[str, Counter[str]]:
    known: dict[str, Counter[str]] = {}
    for finding in findings:
        accepted = finding.waived and finding.justification != JUSTIFICATION
        if finding.rule not in _NEVER and not accepted:
            name, _ = parted(finding.fingerprint)
            known.setdefault(finding.rule, Counter())[name] += 1
    return known


def growth(old: Baseline, new: Baseline) -> Counter[str]:
    """How many findings each article of a new baseline has that the old one does not know."""
    before = dict(_flat(old))
    grown: Counter[str] = Counter()
    for (article, rule, name), count in _flat(new):
        more = count - before.get((article, rule, name), 0)
        if more > 0:
            grown[article] += more
    return grown


def _flat(baseline: Baseline) -> Iterator[tuple[tuple[str, str, str], int]]:
    for article, known in baseline.articles.items():
        for rule, counts in known.items():
            for name, count in counts.items():
                yield (article, rule, name), count


def check_growth(old: Baseline, new: Baseline) -> None:
    """See that a baseline only shrinks.

    Raises:
        InputError: it would grow; says by how much and where.
    """
    if grown := growth(old, new):
        count, (first, _) = grown.total(), min(grown.items())
        told = f"would grow by {count} finding{'s' * (count != 1)}, the first in {first}"
        raise InputError(old.path, told, "mend or waive them, or give --allow-growth")


def rendered(baseline: Baseline) -> str:
    """The text of a baseline file, the same for the same findings."""
    content = {"schema_version": SCHEMA_VERSION, "articles": baseline.articles}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
