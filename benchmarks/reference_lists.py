"""How many entries of reference lists are found, and how many of their identifiers are right.

    python benchmarks/reference_lists.py TREE

TREE holds references.jsonl (file, references with label, doi and pmid) and the
texts that it names.  An entry is found when its label is; a DOI or PMID is
right when the entry of that label states it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from claims.readers import read
from sources.reflist import references


def main() -> None:
    """Measure and print one line each."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("tree", type=Path)
    tree = arguments.parse_args().tree
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for line in (tree / "references.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = {one.label: one for one in references(read(str(tree / row["file"])))}
        for entry in row["references"]:
            wanted["entries"] += 1
            mine = found.get(entry["label"])
            right["entries"] += mine is not None
            for kind in ("doi", "pmid"):
                if entry[kind]:
                    wanted[kind] += 1
                    stated = getattr(mine, kind) if mine else ""
                    right[kind] += stated == entry[kind].lower()
    for kind, number in wanted.items():
        print(f"{kind:<8} {right[kind]} of {number} ({right[kind] / number:.4f})")


if __name__ == "__main__":
    main()
