"""The registry: which rules there are, and how they are run on articles.

Rules of other packages are found by the entry point group ``claimaudit.rules``;
each entry point names a :class:`~checkers.rule.Rule` or a tuple of them::

    [options.entry_points]
    claimaudit.rules =
        acme = acme_rules:RULES
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache, partial
from importlib.metadata import EntryPoint, entry_points

from checkers import citing, numbers, support
from checkers import run as run_rules
from checkers.model import Finding, Severity
from checkers.rule import ArticleAudit, RegistryError, Rule
from checkers.selection import ALL, covers
from checkers.statistics import rules as statistics

__all__ = [
    "FAMILIES",
    "ArticleAudit",
    "Family",
    "RegistryError",
    "Rule",
    "builtin",
    "get",
    "place",
    "prefix",
    "rules",
    "run",
    "run_all",
    "suggestion",
]

#: The entry point group of other people's rules.
GROUP = "claimaudit.rules"

#: Every family that is applied, in the order in which rules are listed.
_FAMILIES = (support.RULES, citing.RULES, numbers.RULES, run_rules.RULES, statistics.RULES)

_FAILED = "X002"
_IDENTIFIER = re.compile(r"[A-Z]{1,8}[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Family:
    """The rules whose identifiers begin with one letter.

    Attributes:
        letter: the letter.
        name: a few words, as a heading.
        asks: the question that its rules answer.
    """

    letter: str
    name: str
    asks: str


#: The families of this package.
FAMILIES = (
    Family("S", "Support", "Does the cited source bear the figure out?"),
    Family("C", "Citations", "Do citations, reference list and sources fit together?"),
    Family("N", "Numbers", "Do the numbers of an article agree with each other?"),
    Family("T", "Statistics", "Do reported statistics follow from each other?"),
    Family("X", "The run", "Did the audit itself do what it was asked to do?"),
)


def builtin() -> tuple[Rule, ...]:
    """The rules of this package in the order of their identifiers."""
    return tuple(sorted((rule for family in _FAMILIES for rule in family), key=_identifier))


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, those of plugins too, in the order of their identifiers.

    Raises:
        RegistryError: a plugin cannot be imported or holds no rules, or two
            rules carry one identifier.
    """
    known: dict[str, tuple[str, Rule]] = {}
    for origin, rule in [*(("claimaudit", rule) for rule in builtin()), *_plugins()]:
        if rule.identifier in known:
            first, _ = known[rule.identifier]
            told = f"two rules are called {rule.identifier}, of {first} and of {origin}"
            raise RegistryError(f"{told}; rename one, or uninstall its package")
        known[rule.identifier] = origin, rule
    return tuple(sorted((rule for _, rule in known.values()), key=_identifier))


def get(identifier: str) -> Rule | None:
    """The rule with this identifier (any case), or None."""
    wanted = identifier.strip().upper()
    return next((rule for rule in rules() if rule.identifier == wanted), None)


def prefix(text: str) -> str:
    """The prefix of identifiers that a user names, in capitals.

    Raises:
        ValueError: for a prefix that no rule has, with the nearest ones that exist.
    """
    wanted = text.strip().upper()
    if wanted and any(covers(wanted, rule.identifier) for rule in rules()):
        return wanted
    raise ValueError(f"no rule {text!r}; {suggestion(text)}")


def suggestion(identifier: str) -> str:
    """What to say of an identifier that no rule carries: the nearest ones that exist."""
    known = [rule.identifier for rule in rules()]
    near = get_close_matches(identifier.strip().upper(), [*known, ALL], n=3, cutoff=0.5)
    families = dict.fromkeys(one.rstrip("0123456789") for one in known)
    told = f"there are the families {', '.join(families)}; claimaudit rules lists all"
    return f"did you mean {' or '.join(near)}?" if near else told


def run(audit: ArticleAudit, selected: Iterable[Rule] | None = None) -> tuple[Finding, ...]:
    """Run rules on one article, as :func:`run_all` does on several."""
    (found,) = run_all([audit], None if selected is None else [tuple(selected)])
    return found


def run_all(
    audits: Sequence[ArticleAudit], selected: Sequence[Sequence[Rule]] | None = None
) -> tuple[tuple[Finding, ...], ...]:
    """Run rules on the articles of a run.

    Args:
        audits: the articles in the order of the run, their names unique.
        selected: for each article the rules to apply to it, each with the
            severity that it has there; all rules when None.

    Returns:
        The findings of each article by place and rule, so that the order of
        rules never shows.  A rule that raises, or that yields what is no
        finding of its own in these articles, is itself a finding (X002) and
        the others go on.
    """
    chosen = [rules()] * len(audits) if selected is None else selected
    applied = {
        audit.document.name: {rule.identifier: rule for rule in own}
        for audit, own in zip(audits, chosen, strict=True)
    }
    found: dict[str, list[Finding]] = {name: [] for name in applied}
    for audit in audits:
        for rule in applied[audit.document.name].values():
            found[audit.document.name] += _guarded(rule, partial(rule.findings, audit), [audit])
    for rule in {key: rule for own in applied.values() for key, rule in own.items()}.values():
        held = [one for one in audits if rule.identifier in applied[one.document.name]]
        for finding in _guarded(rule, partial(rule.run_findings, held), held):
            own = applied[finding.path].get(finding.rule)
            if own is not None and finding.severity is rule.severity:
                finding = replace(finding, severity=own.severity)
            found[finding.path].append(finding)
    return tuple(
        tuple(sorted((_weighed(one, applied[name]) for one in found[name]), key=place))
        for name in found
    )


def _weighed(finding: Finding, applied: dict[str, Rule]) -> Finding:
    """The finding with the severity that the user gives to its rule, if any."""
    own, usual = applied.get(finding.rule), get(finding.rule)
    if own is None or usual is None or own.severity is usual.severity:
        return finding
    return replace(finding, severity=own.severity)


def _guarded(
    rule: Rule, look: Callable[[], Iterator[Finding]], audits: Sequence[ArticleAudit]
) -> Iterator[Finding]:
    documents = {audit.document.name: audit.document for audit in audits}
    try:
        for finding in look():
            if not isinstance(finding, Finding) or finding.rule != rule.identifier:
                raise TypeError(f"{finding!r:.60} is no finding of {rule.identifier}")
            text = documents[finding.path].text
            if not 0 <= finding.start <= finding.end <= len(text):
                raise ValueError(f"no stretch {finding.start}-{finding.end} in {finding.path}")
            yield finding
    except (Exception, SystemExit) as error:  # a broken rule must not take the others with it
        failed = get(_FAILED)
        if failed is None or not audits:
            raise
        told = " ".join(f"{type(error).__name__}: {error}".split())
        message = f"Rule {rule.identifier} ({rule.name}) failed: {told}"
        yield failed.on(audits[0].document.name, message)


def _plugins() -> Iterator[tuple[str, Rule]]:
    """The rules of other packages, each with what to call its origin."""
    for point in sorted(entry_points(group=GROUP), key=lambda one: (one.name, one.value)):
        origin = f"plugin {point.name} ({point.value})"
        yield from ((origin, rule) for rule in _loaded(point, origin))


def _loaded(point: EntryPoint, origin: str) -> tuple[Rule, ...]:
    try:
        found = point.load()
    except (Exception, SystemExit) as error:  # whatever a stranger's module may do
        told = " ".join(f"{type(error).__name__}: {error}".split())
        raise RegistryError(f"{origin} cannot be imported: {told}; {_mend(point)}") from error
    held = (found,) if isinstance(found, Rule) else found
    if not isinstance(held, tuple | list) or not all(isinstance(one, Rule) for one in held):
        raise RegistryError(f"{origin} is no Rule and no tuple of rules; {_mend(point)}")
    for rule in held:
        if not _IDENTIFIER.fullmatch(rule.identifier) or not isinstance(rule.severity, Severity):
            wanted = "an identifier such as ACME001 and a Severity"
            raise RegistryError(f"{origin}: rule {rule.identifier!r} needs {wanted}")
    return tuple(held)


def _mend(point: EntryPoint) -> str:
    package = f" {point.dist.name}" if point.dist else ""
    return f"mend or uninstall the package{package}"


def place(finding: Finding) -> tuple[int, int, int, str, str]:
    """The key that puts findings in the order of their places."""
    return finding.line, finding.column, finding.end, finding.rule, finding.message


def _identifier(rule: Rule) -> str:
    return rule.identifier
