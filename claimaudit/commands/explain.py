"""``claimaudit explain``: the page of one rule."""

from __future__ import annotations

import click

from checkers.registry import get, suggestion
from claimaudit.options import deliver, output_option


@click.command("explain")
@click.argument("rule", metavar="RULE")
@output_option
def command(rule: str, output: str) -> int:
    """Print the page of RULE: what it finds, why it matters, examples, how to mend it.

    \b
    Examples:
      claimaudit explain S001
      claimaudit rules
    """
    found = get(rule.upper())
    if found is None:
        raise click.UsageError(f"no rule '{rule}'; {suggestion(rule)}")
    return deliver(output, [found.page()], lambda: 0)
