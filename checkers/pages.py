"""Pages of documentation: one for each rule, one for each family, and their index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checkers import registry
from checkers.rule import Rule


def page(name: str) -> str | None:
    """The page of a rule ("N002") or of a family ("N"), None where there is neither.

    Args:
        name: an identifier or the letters that a family's identifiers begin
            with, in any case.
    """
    rule = registry.get(name)
    return family_page(name) if rule is None else rule.page()


def family_page(letters: str) -> str | None:
    """The page of a family: what it asks, and a line for each of its rules."""
    wanted = letters.strip().upper()
    rules = [rule for rule in registry.rules() if _letters(rule) == wanted]
    if not rules:
        return None
    return "\n".join(_opening("#", wanted)) + "".join(f"\n{_line(rule)}" for rule in rules) + "\n"


def index(rules: Iterable[Rule]) -> str:
    """The index of the rules' pages, by family.

    Args:
        rules: the rules in the order of their families.
    """
    return "\n".join(_index(tuple(rules))) + "\n"


def _index(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield "# Rules\n"
    yield "The letter is the family. `claimaudit rules` lists the rules with the severity that"
    yield "they have in your configuration, `claimaudit explain RULE` prints a page offline, and"
    yield "[Configuration](../configuration.md) says how to choose among them."
    for family in registry.FAMILIES:
        own = [rule for rule in rules if _letters(rule) == family.letter]
        if own:
            yield "\n" + "\n".join(_opening("##", family.letter))
            yield "| rule | default severity | what it tells |"
            yield "|---|---|---|"
            for rule in own:
                link = f"[{rule.identifier} {rule.name}]({rule.identifier}.md)"
                yield f"| {link} | {rule.severity.value} | {rule.summary} |"
    yield "\n```{toctree}\n:hidden:\n:glob:\n\n*\n```"


def _opening(marks: str, letters: str) -> Iterator[str]:
    family = next((one for one in registry.FAMILIES if one.letter == letters), None)
    yield f"{marks} {letters} {family.name if family else 'Rules of a plugin'}\n"
    if family:
        yield f"{family.asks}\n"


def _line(rule: Rule) -> str:
    return f"- {rule.identifier} {rule.name} ({rule.severity.value}): {rule.summary}"


def _letters(rule: Rule) -> str:
    return rule.identifier.rstrip("0123456789")
