"""How long a library of many works takes to list and to search, beside `import spacy`.

    python benchmarks/library.py                  # 5,000 works with texts of 20 kB, made here
    python benchmarks/library.py --links DATA     # also: do articles find the articles they cite,
                                                  # and is a wrong text told from the right one?

Every time is that of a process of its own, from start to end, the best of five;
`--links` reads `links.jsonl` (citing, cited, ref_id) beside articles as JATS files.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from claims.readers import read
from sources.intake import records_of
from sources.library import Record, open_library
from sources.mismatch import mismatch
from sources.model import Reference, Source
from sources.reflist import references
from sources.resolve import resolve
from sources.works import described_by

WORDS = """adenoma adult after analysis biopsy cancer care cases children clinical cohort colon
comparison control diagnosis diet disease dose early effect elderly follow gastric growth health
hepatic hospital imaging incidence infection kidney lesions liver long lung management markers
metastases mortality multicentre national nodal outcome pain patients phase population prevalence
quality randomised rectal recurrence registry resection response review risk scan screening severe
small spread stage stent stroke surgery survival term therapy time treatment trial tumors women
""".split()

#: What each process does; the title's fifth word is misspelled in the last.
TASKS = {
    "python -c 'import spacy'": "import spacy",
    "list all works": "print(sum(1 for _ in library.holdings()))",
    "resolve by DOI": "resolve(Reference('', '1', doi={doi!r}))",
    "resolve by title": "resolve(Reference('', '1', title={title!r}))",
    "list all works and resolve by a misspelled title": (
        "sum(1 for _ in library.holdings()); resolve(Reference('', '1', title={wrong!r}))"
    ),
}
PRELUDE = """
from sources.library import open_library
from sources.model import Reference
from sources.resolve import resolve as tie
def resolve(reference):
    found = tie(['1'], [reference], library.candidates([reference])).by_label['1']
    assert found.source and found.source.name == {name!r}, found
with open_library({path!r}) as library:
    """


def works(count: int) -> Iterator[Record]:
    """Made-up works: no two titles are alike."""
    chance = random.Random(7)
    for number in range(count):
        title = " ".join(chance.sample(WORDS, 11)).capitalize()
        body = " ".join(chance.choices(WORDS, k=2_600))
        reference = Reference(
            "", "", title=title, year=str(1990 + number % 30), doi=f"10.5555/bench.{number}"
        )
        yield Record(f"{number}.md", reference, f"# {title}\n\n{body}\n".encode())


def best(code: str, tries: int = 5) -> float:
    """Seconds that a fresh interpreter takes for some code, the best of several."""
    times = []
    for _ in range(tries):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return min(times)


def measure(path: str, count: int) -> None:
    """Make a library and print what each task takes."""
    start = time.perf_counter()
    with open_library(path, write=True) as library:
        library.add(*works(count))
    print(f"{count:,} works stored in {time.perf_counter() - start:.1f} s")
    wanted = next(record for record in works(count) if record.name == f"{count // 2}.md")
    title = wanted.reference.title
    fields = {
        "path": path,
        "name": wanted.name,
        "doi": wanted.reference.doi,
        "title": title,
        "wrong": title.replace(title.split()[4], title.split()[4][::-1]),
    }
    for task, code in TASKS.items():
        prelude = "" if code.startswith("import") else PRELUDE
        print(f"{best((prelude + code).format(**fields)):6.2f} s  {task}")


def follow(folder: Path, path: str) -> None:
    """Print which citing articles find the articles that they cite."""
    with open_library(path, write=True) as library:
        for file in sorted(folder.glob("*.nxml")):
            library.add(*(one for one in records_of(str(file)) if isinstance(one, Record)))
        lines = (folder / "links.jsonl").read_text("utf-8").splitlines()
        found = 0
        for link in map(json.loads, lines):
            listed = references(read(folder / f"{link['citing']}.nxml"))
            labels = [entry.label for entry in listed]
            ties = resolve(labels, listed, library.candidates(listed, labels)).by_label.values()
            named = {tie.source.name: tie for tie in ties if tie.source}
            tie = named.get(f"{link['cited']}.nxml")
            found += tie is not None
            how = f"[{tie.label}] by {tie.resolution.value}: {tie.reason}" if tie else "not found"
            print(f"{link['citing']} -> {link['cited']}: {how}")
        print(f"{found} of {len(lines)} links")


def exchange(folder: Path) -> None:
    """Print how often the text of another article is told, and the right one is taken for wrong."""
    texts = [Source(file.name, read(file)) for file in sorted(folder.glob("*.nxml"))]
    told = {True: 0, False: 0}
    for text in texts:
        own = described_by(text.document)
        for other in texts:
            reference = replace(own, text=own.title, doi="", pmid="", pmcid="")
            told[other is text] += mismatch(reference, other) is not None
    right, wrong = len(texts), len(texts) * (len(texts) - 1)
    print(
        f"told as another work: {told[False]} of {wrong} wrong texts, {told[True]} of {right} right"
    )


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=5_000)
    parser.add_argument("--links", type=Path, metavar="DATA")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(str(Path(folder, "made.db")), arguments.works)
        if arguments.links:
            follow(arguments.links, str(Path(folder, "linked.db")))
            exchange(arguments.links)


if __name__ == "__main__":
    main()
