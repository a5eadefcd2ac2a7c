"""The registry: which rules there are, and how they are run on an article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import cache, partial
from itertools import pairwise

from checkers import run as run_rules
from checkers import support
from checkers.model import Finding
from checkers.rule import ArticleAudit, Rule

__all__ = ["ArticleAudit", "Rule", "get", "rules", "run", "run_all", "suggestion"]

#: Every family that is applied, in the order in which rules are listed.
_FAMILIES = (support.RULES, run_rules.RULES)

_FAILED = "X002"


@cache
def rules() -> tuple[Rule, ...]:
    """All rules in the order of their identifiers.

    Raises:
        ValueError: if two rules carry one identifier.
    """
    known = sorted((rule for family in _FAMILIES for rule in family), key=_identifier)
    for before, after in pairwise(known):
        if before.identifier == after.identifier:
            raise ValueError(f"two rules are called {after.identifier}")
    return tuple(known)


def get(identifier: str) -> Rule | None:
    """The rule with this identifier (any case), or None."""
    wanted = identifier.strip().upper()
    return next((rule for rule in rules() if rule.identifier == wanted), None)


def suggestion(identifier: str) -> str:
    """What to say of an identifier that no rule carries: the nearest ones that exist."""
    known = [rule.identifier for rule in rules()]
    near = get_close_matches(identifier.strip().upper(), known, n=3, cutoff=0.5)
    return f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}"


def run(audit: ArticleAudit, selected: Iterable[Rule] | None = None) -> tuple[Finding, ...]:
    """Run rules on one article.

    Args:
        audit: the article with what was found in it.
        selected: the rules to run, all of them when None.

    Returns:
        The findings by place and rule, so that the order of rules never shows.
        A rule that raises is itself a finding (X002) and the others go on.
    """
    chosen = rules() if selected is None else tuple(selected)
    found = [
        finding
        for rule in chosen
        for finding in _guarded(rule, partial(rule.findings, audit), [audit])
    ]
    return tuple(sorted(found, key=_place))


def run_all(
    audits: Sequence[ArticleAudit], selected: Iterable[Rule] | None = None
) -> tuple[tuple[Finding, ...], ...]:
    """Run rules on the articles of a run.

    Args:
        audits: the articles in the order of the run.
        selected: the rules to run, all of them when None.

    Returns:
        The findings of each article, as :func:`run` gives them, with those that
        only a look at several articles shows.
    """
    chosen = rules() if selected is None else tuple(selected)
    across: dict[str, list[Finding]] = {audit.document.name: [] for audit in audits}
    for rule in chosen:
        for finding in _guarded(rule, partial(rule.run_findings, audits), audits):
            across[finding.path].append(finding)
    return tuple(
        tuple(sorted([*run(audit, chosen), *across[audit.document.name]], key=_place))
        for audit in audits
    )


def _guarded(
    rule: Rule, look: Callable[[], Iterator[Finding]], audits: Sequence[ArticleAudit]
) -> Iterator[Finding]:
    try:
        yield from look()
    except Exception as error:  # a broken rule must not take the others with it
        failed = get(_FAILED)
        if failed is None or not audits:
            raise
        message = f"Rule {rule.identifier} ({rule.name}) failed: {type(error).__name__}: {error}"
        yield failed.on(audits[0].document.name, message)


def _place(finding: Finding) -> tuple[int, int, int, str, str]:
    return finding.line, finding.column, finding.end, finding.rule, finding.message


def _identifier(rule: Rule) -> str:
    return rule.identifier
