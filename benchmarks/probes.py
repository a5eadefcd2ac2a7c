"""How many true probes pass, and how many false ones are stopped.

    python benchmarks/probes.py [--part first] [--command "claimaudit"] [--errors]

Reads ``benchmarks/probes/PART.jsonl`` (see the README beside it) and runs ``COMMAND
verify`` on every pair of a claim and a short source.  A probe passes when each of its
figures is supported, and is stopped otherwise.  ``--errors`` lists the true probes
that are stopped and the false ones that pass, with what is said of each figure.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from citing import Row, read_rows

HERE = Path(__file__).parent / "probes"


def answers(command: str, rows: Iterable[Row]) -> dict[str, Row]:
    """What ``COMMAND verify`` says to each probe, by identifier.

    Raises:
        subprocess.CalledProcessError: the command ended with an error.
    """
    with tempfile.TemporaryDirectory() as folder:
        pairs, out = Path(folder, "pairs.jsonl"), Path(folder, "answers.jsonl")
        lines = ({name: row[name] for name in ("id", "claim", "source")} for row in rows)
        pairs.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        call = [*shlex.split(command), "verify", str(pairs), "--output", str(out)]
        subprocess.run(call, check=True)
        return {str(answer["id"]): answer for answer in read_rows(out)}


def is_right(row: Row, answer: Row) -> bool:
    """Whether a true probe passes, or a false one is stopped."""
    return bool((answer["verdict"] == "supported") == (row["label"] == "t"))


def report(rows: Sequence[Row], said: Mapping[str, Row]) -> Iterator[str]:
    """True probes that pass and false ones that are stopped: in all, then by sort."""
    found = Counter[tuple[str, str, bool]]()
    for row in rows:
        right = is_right(row, said[row["id"]])
        found.update([("all", row["label"], right), (row["sort"], row["label"], right)])
    yield f"{'sort':<34}{'true':>6}{'passed':>8}{'false':>8}{'stopped':>9}"
    for sort in ("all", *sorted({sort for sort, _, _ in found} - {"all"})):
        cells = []
        for label in ("t", "f"):
            good, bad = found[sort, label, True], found[sort, label, False]
            cells += [good + bad, good]
        yield "{:<34}{:>6}{:>8}{:>8}{:>9}".format(sort, *cells)


def error(row: Row, answer: Row) -> Iterator[str]:
    """What a reader needs to see why a probe was judged badly."""
    told = "borne out" if row["label"] == "t" else f"wrong: {row['figure']!r}"
    yield f"{row['id']} ({row['sort']}), {told} - {row['why']}"
    yield f"    {row['claim']}"
    yield f"    | {' '.join(row['source'].split())}"
    for one in answer["quantities"]:
        yield f"    {one['text']!r}: {one['verdict']}, {one['reason']}"


def main(argv: Sequence[str] | None = None) -> int:
    """Score one part and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", default="first", help="first, second, third or fourth")
    parser.add_argument("--command", default=f"{shlex.quote(sys.executable)} -m claimaudit")
    parser.add_argument("--errors", action="store_true", help="list each probe judged badly")
    options = parser.parse_args(argv)
    rows = read_rows(HERE / f"{options.part}.jsonl")
    said = answers(options.command, rows)
    if options.errors:
        for row in rows:
            if not is_right(row, said[row["id"]]):
                print(*error(row, said[row["id"]]), "", sep="\n")
    print(*report(rows, said), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
