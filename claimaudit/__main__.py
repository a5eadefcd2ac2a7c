"""The command ``claimaudit``."""

from __future__ import annotations

import gc
import sys

#: So many new objects are made before the collector looks for cycles, instead of 700: an audit
#: makes hundreds of thousands, nearly none of them in cycles, and a look walks the tables, too.
_COLLECTED_AFTER = 50_000


def main() -> None:
    """Run the command line and end the process with its exit code."""
    from claimaudit.cli import run

    gc.set_threshold(_COLLECTED_AFTER)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
