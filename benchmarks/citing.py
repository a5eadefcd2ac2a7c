"""How many right figures of citing sentences are flagged, and how many wrong ones caught.

    python benchmarks/citing.py DATA [--part first] [--command "claimaudit"] [--errors]

Reads ``benchmarks/citing/PART.jsonl`` (see the README beside it) and runs
``COMMAND verify`` on every sentence with the whole text of its source, which lies
under DATA.  A labelled figure has the verdict of the answer's quantity that
overlaps it most; it is flagged when that verdict is contradicted or unsupported.
A figure that no quantity overlaps is not flagged and is counted as not read.
``--errors`` lists the right figures that were flagged and the wrong ones that
were not, with the evidence.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent / "citing"
FLAGGED = frozenset(("contradicted", "unsupported"))
#: How a figure can end, in the order of the columns.
ENDS = ("flagged", "partly-supported", "unverifiable", "supported", "not read")

Row = Mapping[str, Any]


class Judged(NamedTuple):
    """A labelled figure with the quantity that answers it, if any."""

    row: Row
    figure: Row
    quantity: Row | None

    @property
    def end(self) -> str:
        """One of `ENDS`."""
        if self.quantity is None:
            return "not read"
        verdict = str(self.quantity["verdict"])
        return "flagged" if verdict in FLAGGED else verdict

    @property
    def mistaken(self) -> bool:
        """A right figure that is flagged or a wrong one that is not."""
        right = bool(self.figure["label"] == "right")
        return right == (self.end == "flagged")


def read_rows(path: Path) -> list[Row]:
    """The lines of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def answers(command: str, rows: Iterable[Row], data: Path) -> dict[str, Row]:
    """What ``COMMAND verify`` says to each sentence, by identifier.

    Raises:
        subprocess.CalledProcessError: the command ended with an error.
    """
    with tempfile.TemporaryDirectory() as folder:
        pairs, out = Path(folder, "pairs.jsonl"), Path(folder, "answers.jsonl")
        lines = (
            {
                "id": row["id"],
                "claim": row["claim"],
                "source_path": str((data / row["source"]).resolve()),
            }
            for row in rows
        )
        pairs.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        call = [*shlex.split(command), "verify", str(pairs), "--output", str(out)]
        subprocess.run(call, check=True)
        return {str(answer["id"]): answer for answer in read_rows(out)}


def overlap(figure: Row, quantity: Row) -> int:
    """How many characters two spans share."""
    return int(min(figure["end"], quantity["end"]) - max(figure["start"], quantity["start"]))


def judge(row: Row, answer: Row) -> Iterator[Judged]:
    """Each labelled figure of a sentence with the quantity that overlaps it most."""
    for figure in row["figures"]:
        near = [one for one in answer["quantities"] if overlap(figure, one) > 0]
        yield Judged(row, figure, max(near, key=lambda one: overlap(figure, one), default=None))


def table(title: str, groups: Mapping[str, Sequence[Judged]]) -> Iterator[str]:
    """A line a group: how many figures it has, and how they end."""
    yield f"{title:<26}{'figures':>9}" + "".join(f"{end:>18}" for end in ENDS) + f"{'share':>9}"
    for name, figures in groups.items():
        ends = Counter(one.end for one in figures)
        share = ends["flagged"] / len(figures)
        counts = "".join(f"{ends[end]:>18}" for end in ENDS)
        yield f"{name:<26}{len(figures):>9}{counts}{share:>9.3f}"


def report(judged: Sequence[Judged]) -> Iterator[str]:
    """The figures flagged: by label, then by kind within a label."""
    by_label: dict[str, list[Judged]] = {"right": [], "wrong": []}
    for one in judged:
        by_label[one.figure["label"]].append(one)
    yield from table("label", {name: some for name, some in by_label.items() if some})
    for name, some in by_label.items():
        kinds: defaultdict[str, list[Judged]] = defaultdict(list)
        for one in some:
            kinds[one.figure["kind"]].append(one)
        yield ""
        yield from table(f"{name}, by kind", dict(sorted(kinds.items())))


def error(one: Judged) -> Iterator[str]:
    """What a reader needs to see why a figure was judged badly."""
    figure = one.figure
    yield f"{one.row['id']}  {figure['label']} ({figure['kind']}), {one.end}: {figure['text']!r}"
    yield f"    {one.row['claim']}"
    yield f"    label: {figure['why']}"
    if one.quantity is not None:
        yield f"    read {one.quantity['text']!r}: {one.quantity['reason']}"
        for evidence in one.quantity["evidence"]:
            yield f"    | {' '.join(evidence['text'].split())}"


def main(argv: Sequence[str] | None = None) -> int:
    """Score one part and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder that holds sources/PMC….txt")
    parser.add_argument("--part", default="first", help="first or second")
    parser.add_argument("--command", default=f"{shlex.quote(sys.executable)} -m claimaudit")
    parser.add_argument("--errors", action="store_true", help="list each figure judged badly")
    options = parser.parse_args(argv)
    rows = read_rows(HERE / f"{options.part}.jsonl")
    said = answers(options.command, rows, options.data)
    judged = [one for row in rows for one in judge(row, said[row["id"]])]
    if options.errors:
        for one in judged:
            if one.mistaken:
                print(*error(one), "", sep="\n")
    print(*report(judged), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
