"""``claimaudit explain``: the page of one rule, or of a family."""

from __future__ import annotations

import click

from checkers.pages import page
from checkers.registry import suggestion
from claimaudit.options import deliver, output_option


@click.command("explain")
@click.argument("rule", metavar="RULE")
@output_option
def command(rule: str, output: str) -> int:
    """Print the page of RULE: what it finds, why it matters, examples, how to mend it.

    The letter alone prints what the rules of its family ask.

    \b
    Examples:
      claimaudit explain S001
      claimaudit explain N
      claimaudit rules
    """
    found = page(rule)
    if found is None:
        raise click.UsageError(f"no rule {rule!r}; {suggestion(rule)}")
    return deliver(output, [found], lambda: 0)
