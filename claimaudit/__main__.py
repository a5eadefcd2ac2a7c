"""The command ``claimaudit``."""

from __future__ import annotations


def main() -> None:
    """Run the command line (imported late, so that ``--version`` is quick)."""
    from claimaudit.cli import cli

    cli.main(prog_name="claimaudit")


if __name__ == "__main__":
    main()
