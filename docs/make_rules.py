"""Write the pages of the rules, ``docs/rules``, from the text beside the rules' code.

    python docs/make_rules.py            # write them
    python docs/make_rules.py --check    # exit code 1 when a page is stale

``claimaudit explain RULE`` prints the same pages.
"""

from __future__ import annotations

import sys
from pathlib import Path

from checkers.pages import index
from checkers.registry import builtin

FOLDER = Path(__file__).parent / "rules"


def pages() -> dict[str, str]:
    """The text of each page by the name of its file."""
    rules = builtin()
    return {"index.md": index(rules), **{f"{rule.identifier}.md": rule.page() for rule in rules}}


def stale(folder: Path = FOLDER) -> list[str]:
    """The names of pages that are missing, differ, or belong to no rule."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    wanted = pages()
    names = kept.keys() | wanted.keys()
    return sorted(name for name in names if kept.get(name) != wanted.get(name))


def write(folder: Path = FOLDER) -> None:
    """Write the pages that are stale, and remove those of no rule."""
    folder.mkdir(exist_ok=True)
    wanted = pages()
    for name in stale(folder):
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8", newline="\n")
        else:
            (folder / name).unlink()


def main(arguments: list[str]) -> int:
    """Write the pages, or name the stale ones."""
    if "--check" not in arguments:
        write()
    for name in stale():
        sys.stderr.write(f"docs/rules/{name} is stale; run python docs/make_rules.py\n")
    return len(stale()) > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
