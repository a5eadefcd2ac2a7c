"""How fast claims are extracted, against spaCy's pipeline and quantulum3, in one run.

    python benchmarks/extraction_speed.py FILE... [--characters 200000] [--against quantulum3]

Reads text files, and measures over the same texts in one process: the scan for
candidates, the grammar, the full extraction with what is measured, spaCy's
``nlp.pipe`` of the same pipeline (all its components, and the parser alone), and
quantulum3 where it is asked for and installed.  Each runs once to warm up; the
best of three is told, as characters a second and against the full extraction.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from claims.document import Document
from claims.extract import Extractor
from claims.grammar import find_quantities
from claims.pipeline import DEFAULT_MODEL
from claims.readers import read
from claims.scan import candidates

Work = Callable[[Sequence[Document]], None]


def scan(documents: Sequence[Document]) -> None:
    """Find the candidates."""
    for document in documents:
        for _ in candidates(document.text):
            pass


def grammar(documents: Sequence[Document]) -> None:
    """Find the quantities."""
    for document in documents:
        find_quantities(document.text)


def extraction() -> Work:
    """Extract the claims with what they measure and their citations."""
    extractor = Extractor()

    def work(documents: Sequence[Document]) -> None:
        for document in documents:
            extractor.extract(document)

    return work


def pipeline(without: Sequence[str] = ()) -> Work:
    """Run spaCy over the texts."""
    import spacy

    nlp = spacy.load(DEFAULT_MODEL, exclude=list(without))

    def work(documents: Sequence[Document]) -> None:
        for _ in nlp.pipe(one.text for one in documents):
            pass

    return work


def quantulum3() -> Work:
    """Parse the texts with quantulum3; its classifier is off."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False

    def work(documents: Sequence[Document]) -> None:
        for one in documents:
            parser.parse(one.text)

    return work


def seconds(work: Work, documents: Sequence[Document], rounds: int) -> float:
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work(documents)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Measure and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--characters", type=int, default=200_000)
    arguments.add_argument("--against", choices=["quantulum3"])
    options = arguments.parse_args()
    documents, size = [], 0
    for path in options.files:
        if size < options.characters:
            documents.append(read(str(path)))
            size += len(documents[-1].text)
    works: dict[str, Callable[[], Work]] = {
        "full extraction": extraction,
        "scan": lambda: scan,
        "grammar": lambda: grammar,
        "nlp.pipe": pipeline,
        "nlp.pipe, without ner": lambda: pipeline(["ner"]),
    }
    if options.against:
        works["quantulum3"] = quantulum3
    print(f"{len(documents)} files, {size} characters")
    base = 0.0
    for name, make in works.items():
        work = make()
        work(documents[:2])
        took = seconds(work, documents, 1 if name == "quantulum3" else 3)
        base = base or took
        print(f"{name:<22}{size / took:>14,.0f} characters a second{took / base:>9.2f} × full")


if __name__ == "__main__":
    main()
