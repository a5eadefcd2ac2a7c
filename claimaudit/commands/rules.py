"""``claimaudit rules``: the rules that `check` applies."""

from __future__ import annotations

from collections.abc import Iterator

import click

from checkers.registry import rules
from checkers.rule import Rule
from checkers.selection import is_chosen, severity
from claimaudit.options import (
    configuration_options,
    deliver,
    output_option,
    plan,
    style_option,
)
from claimaudit.rows import json_lines
from claimaudit.settings import Settings


@click.command("rules")
@click.argument("article", default="-", required=False)
@style_option("a rule")
@configuration_options
@output_option
def command(article: str, style: str, output: str, **_configuration: object) -> int:
    """List the rules, each with the severity that it has in ARTICLE, or "off".

    Without ARTICLE, the configuration of the current folder counts.

    \b
    Examples:
      claimaudit rules
      claimaudit rules drafts/article.md --select S,N
      claimaudit explain S002
    """
    settings = plan(click.get_current_context()).effective(article).settings
    known = rules()
    chunks = lines(known, settings) if style == "text" else json_lines(rows(known, settings))
    return deliver(output, chunks, lambda: 0)


def lines(known: tuple[Rule, ...], settings: Settings) -> Iterator[str]:
    """The rules as lines to read."""
    width = max(len(rule.name) for rule in known)
    for rule in known:
        chosen = is_chosen(rule.identifier, settings.choices)
        weight = severity(rule, settings.choices).value if chosen else "off"
        yield f"{rule.identifier}  {weight:<7}  {rule.name:<{width}}  {rule.summary}\n"


def rows(known: tuple[Rule, ...], settings: Settings) -> Iterator[dict[str, object]]:
    """The rules as objects; "severity" holds where a rule is selected."""
    for rule in known:
        yield {
            "rule": rule.identifier,
            "name": rule.name,
            "severity": severity(rule, settings.choices).value,
            "default_severity": rule.severity.value,
            "selected": is_chosen(rule.identifier, settings.choices),
            "summary": rule.summary,
        }
