"""``claimaudit rules``: the rules that `check` applies."""

from __future__ import annotations

import click

from checkers.registry import rules
from claimaudit.options import deliver, output_option, style_option
from claimaudit.rows import json_lines


@click.command("rules")
@style_option("a rule")
@output_option
def command(style: str, output: str) -> int:
    """List the rules: identifier, severity, name and what each finds.

    \b
    Examples:
      claimaudit rules
      claimaudit explain S002
    """
    known = rules()
    width = max(len(rule.name) for rule in known)
    chunks = (
        (
            f"{rule.identifier}  {rule.severity.value:<7}  {rule.name:<{width}}  {rule.summary}\n"
            for rule in known
        )
        if style == "text"
        else json_lines(
            {
                "rule": rule.identifier,
                "name": rule.name,
                "severity": rule.severity.value,
                "summary": rule.summary,
            }
            for rule in known
        )
    )
    return deliver(output, chunks, lambda: 0)
