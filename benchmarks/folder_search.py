"""Measure the search among works that nobody cites: what passes with the right work, and without.

    python benchmarks/folder_search.py TREE [--works 30] [--statements 40]

TREE holds mutations.jsonl and sources/.  True statements of abstracts are held
against the body of their article among as many other bodies, and against the
others alone, where whatever passes does so by chance.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from checkers import judge as judging
from checkers.judge import Judge, Works
from checkers.model import Verdict
from claims.claim import Claim
from claims.document import Block, BlockKind, Document
from claims.extract import Extractor
from claims.readers import read
from sources.model import Resolution, Source

_PASSES = frozenset({Verdict.SUPPORTED, Verdict.PARTLY_SUPPORTED})


def claims(text: str, judge: Judge) -> list[Claim]:
    """The figures of a statement, without a parse."""
    document = Document("claim", text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))
    return [
        Claim("claim", one.quantity, text[one.start : one.end], one.start, one.end)
        for one in judge.extractor.read(document)
    ]


def passing(judge: Judge, text: str, sources: Sequence[Source], how: Resolution) -> list[bool]:
    """Whether each figure of a statement passes."""
    found = judge.judge(claims(text, judge), lambda _: Works(tuple(sources), (), how))
    return [one.verdict in _PASSES for one in found]


def statements(tree: Path, most: int) -> list[dict[str, Any]]:
    """True statements whose numbers all stand in their source, one a source."""
    rows = [json.loads(line) for line in (tree / "mutations.jsonl").open(encoding="utf-8")]
    true = [one for one in rows if one["kind"] == "original" and one["all_numbers_in_source"]]
    random.Random(6).shuffle(true)
    return list({one["source_path"]: one for one in true}.values())[:most]


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tree", type=Path)
    parser.add_argument("--works", type=int, default=30)
    parser.add_argument("--statements", type=int, default=40)
    args = parser.parse_args()
    rows = statements(args.tree, args.statements)
    paths = sorted((args.tree / "sources").glob("*.txt"))
    judging.KEPT = len(paths)
    judge = Judge(Extractor())
    held = {path: Source(path.name, read(path)) for path in paths}
    cited, found, chance = [], [], []
    started = time.process_time()
    for row in rows:
        own = args.tree / row["source_path"]
        others = random.Random(row["id"]).sample([one for one in paths if one != own], args.works)
        rest = [held[one] for one in others]
        search = Resolution.FOLDER_SEARCH
        cited += passing(judge, row["claim"], [held[own]], Resolution.LABEL)
        found += passing(judge, row["claim"], [held[own], *rest[1:]], search)
        chance += passing(judge, row["claim"], rest, search)
    seconds = time.process_time() - started
    print(f"{len(cited)} figures, {args.works} works, {seconds / len(cited) / 2:.3f} s a figure")
    for told, passes in (
        ("right work, cited", cited),
        ("right work among the others", found),
        ("the others alone", chance),
    ):
        print(f"{told:30}{sum(passes) / len(passes):.3f}")


if __name__ == "__main__":
    main()
