"""Which rules are applied, and how much their findings weigh: choices by prefix.

A prefix is the beginning of identifiers: "S" is the whole family, "S00" its
first nine rules, "S001" one rule, "ALL" every rule.  Choices are made in
layers (configuration, its overrides, command line); within one layer the
longest prefix decides, and a later layer beats an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from checkers.model import Severity
from checkers.rule import Rule

#: The prefix of every rule.
ALL = "ALL"
#: Nobody may leave out that a file could not be read or a rule failed: findings are missing.
ALWAYS = frozenset({"X001", "X002"})


@dataclass(frozen=True, slots=True)
class Choice:
    """What one layer says of rules.

    Attributes:
        select: prefixes of the rules to apply, whatever the layers before said;
            None leaves those as they are.
        ignore: prefixes of the rules to leave out.
        severity: prefixes and the severity of their rules.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()


def covers(prefix: str, identifier: str) -> bool:
    """Whether a prefix means the rule with this identifier."""
    return prefix == ALL or identifier.startswith(prefix)


def choose(rules: Iterable[Rule], choices: Sequence[Choice]) -> tuple[Rule, ...]:
    """The rules that are applied, each with the severity that it has.

    Args:
        rules: the rules that exist.
        choices: the layers, the last one the strongest; without any, every
            rule is applied with its own severity.
    """
    return tuple(
        replace(rule, severity=severity(rule, choices))
        for rule in rules
        if is_chosen(rule.identifier, choices)
    )


def is_chosen(identifier: str, choices: Sequence[Choice]) -> bool:
    """Whether the rule with this identifier is applied."""
    chosen = True
    for choice in choices:
        unwanted = _longest(choice.ignore, identifier)
        if choice.select is not None:
            chosen = _longest(choice.select, identifier) > unwanted
        elif unwanted >= 0:
            chosen = False
    return chosen or identifier in ALWAYS


def severity(rule: Rule, choices: Sequence[Choice]) -> Severity:
    """How much the findings of a rule weigh."""
    for choice in reversed(choices):
        weights = dict(choice.severity)
        named = [prefix for prefix in weights if covers(prefix, rule.identifier)]
        if named:
            return weights[max(named, key=_weight)]
    return rule.severity


def _longest(prefixes: Iterable[str], identifier: str) -> int:
    """How long the longest prefix is that covers an identifier, -1 where none does."""
    return max((_weight(prefix) for prefix in prefixes if covers(prefix, identifier)), default=-1)


def _weight(prefix: str) -> int:
    return 0 if prefix == ALL else len(prefix)
