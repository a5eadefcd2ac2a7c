"""``claimaudit text``: the text that offsets count in."""

from __future__ import annotations

import click

from claimaudit.inputs import Inputs
from claimaudit.options import deliver, output_option


@click.command("text")
@click.argument("file", metavar="FILE")
@output_option
def command(file: str, output: str) -> int:
    """Print the text of FILE as claimaudit reads it.

    The offsets of all other commands count Unicode code points of this text.

    \b
    Examples:
      claimaudit text article.html
      claimaudit text article.html --output article.txt
    """
    inputs = Inputs([file])
    documents = list(inputs.documents())
    if inputs.failed:
        # Nothing was read, so nothing may stand where a text is expected.
        return deliver("-", [], lambda: inputs.failed)
    return deliver(output, (document.text for document in documents), lambda: 0)
