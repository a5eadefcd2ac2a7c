"""How fast claims are extracted, against spaCy's pipeline and quantulum3, in one run.

    python benchmarks/extraction_speed.py FILE... [--characters 200000] [--against quantulum3]

Reads text files, and measures over the same texts in one process: the scan for
candidates, the grammar, the full extraction with what is measured, spaCy's
``nlp.pipe`` of the same pipeline (all its components, and the parser alone), and
quantulum3, on the first of them, where it is asked for and installed.  Each
runs once to warm up, then they take turns; the best of three is told, as
characters a second of processor time (which other programs on the machine
disturb less than the clock) and against the full extraction.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from claims.document import Document
from claims.extract import Extractor
from claims.grammar import find_quantities
from claims.pipeline import DEFAULT_MODEL
from claims.readers import read
from claims.scan import candidates

Work = Callable[[Sequence[Document]], None]
ROUNDS = 3
#: Characters that quantulum3 reads.
SLOW = 40_000


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


def seconds(work: Work, documents: Sequence[Document]) -> float:
    """The processor time of one run, in seconds."""
    start = time.process_time()
    work(documents)
    return time.process_time() - start


def first(documents: Iterable[Document], characters: int) -> Iterator[Document]:
    """The first documents that together have so many characters."""
    size = 0
    for document in documents:
        if size >= characters:
            return
        size += len(document.text)
        yield document


def main() -> None:
    """Measure and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--characters", type=int, default=200_000)
    arguments.add_argument("--against", choices=["quantulum3"])
    options = arguments.parse_args()
    documents = list(first((read(str(path)) for path in options.files), options.characters))
    size = sum(len(one.text) for one in documents)
    works: dict[str, Callable[[], Work]] = {
        "full extraction": extraction,
        "scan": lambda: scan,
        "grammar": lambda: grammar,
        "nlp.pipe": pipeline,
        "nlp.pipe, without ner": lambda: pipeline(["ner"]),
    }
    print(f"{len(documents)} files, {size} characters")
    made = {name: make() for name, make in works.items()}
    for work in made.values():
        work(documents[:1])
    took: dict[str, list[float]] = {name: [] for name in made}
    for _ in range(ROUNDS):
        for name, work in made.items():
            took[name].append(seconds(work, documents) / size)
    if options.against:
        some, work = list(first(documents, SLOW)), quantulum3()
        work(some[:1])
        took["quantulum3"] = [seconds(work, some) / sum(len(one.text) for one in some)]
    base = min(took["full extraction"])
    for name, each in took.items():
        speed = 1 / min(each)
        print(f"{name:<22}{speed:>14,.0f} characters a second{min(each) / base:>9.2f} × full")


if __name__ == "__main__":
    main()
