"""Fetching the works that articles cite into a library, and telling what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from claims.citations import find_citations
from claims.document import Document, Extent
from reports.words import count, one_line
from sources.fetch.client import open_client
from sources.fetch.run import Outcome, fetch
from sources.fetch.settings import FetchSettings
from sources.library import open_library
from sources.model import Reference
from sources.reflist import references
from sources.resolve import wanted

#: Of an entry without a title this much is told, in characters.
_TOLD = 80


@dataclass(slots=True)
class Tally:
    """What came of a run: how many works, and how many services could not be asked."""

    full: int = 0
    abstracts: int = 0
    here: int = 0
    missing: int = 0
    failed: int = 0

    def __str__(self) -> str:
        """One line for the end of a run."""
        said = f"fetched {count(self.full, 'full text')} and {count(self.abstracts, 'abstract')}"
        return f"{said}; {self.here} already there, {self.missing} not to be had"

    def count(self, outcome: Outcome) -> None:
        """Add what became of one reference."""
        self.failed += bool(outcome.failures)
        if outcome.missing:
            self.missing += 1
        elif not outcome.fetched:
            self.here += 1
        elif outcome.held and outcome.held.extent is Extent.FULL:
            self.full += 1
        else:
            self.abstracts += 1


def cited_works(document: Document) -> tuple[Reference, ...]:
    """The works that an article cites: its reference list, and the DOIs and PMIDs in its text."""
    labels = (label for one in find_citations(document) for label in one.labels)
    works = wanted(labels, references(document))
    return tuple(replace(work, document=document.name) for work in works)


def fetch_works(
    works: Sequence[Reference], library: str, settings: FetchSettings, *, again: bool = False
) -> Tally:
    """Fetch what a library lacks of some works, with a line on standard error for each.

    Args:
        works: the references, such as those of :func:`cited_works`.
        library: path of the library, made when it is not there.
        settings: which services are asked, and how.
        again: whether to ask for works that are there, too.

    Raises:
        sources.model.SourceError: the library cannot be written, or httpx is missing.
    """
    tally = Tally()
    with (
        open_library(library, write=True) as opened,
        open_client(settings) as client,
        _bar(len(works)) as step,
    ):
        for outcome in fetch(works, opened, client, again=again):
            tally.count(outcome)
            step(_lines(outcome))
    return tally


def _lines(outcome: Outcome) -> Iterator[str]:
    """What is to be told of one reference: what was stored, what is missing and why."""
    entry = outcome.reference
    title = entry.title or entry.text[:_TOLD] or entry.doi or entry.pmid or entry.pmcid
    where = one_line(f"{entry.document} [{entry.label}] {title}".strip())
    if outcome.missing:
        yield f"{where}: no text: {outcome.missing}"
    elif outcome.fetched and outcome.held:
        kind = "full text" if outcome.held.extent is Extent.FULL else "abstract"
        yield f"{where}: {kind} stored as {one_line(outcome.held.name)}"
    for failure in outcome.failures:
        if failure not in outcome.missing:
            yield f"{where}: {failure}"


@contextmanager
def _bar(total: int) -> Iterator[Callable[[Iterable[str]], None]]:
    """A progress bar on standard error, if that is a terminal.

    The value moves it on by one and tells lines, which stand above it.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    with Progress(
        TextColumn("fetching"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as progress:
        task = progress.add_task("", total=total)

        def step(lines: Iterable[str]) -> None:
            for line in lines:
                console.out(line, highlight=False)
            progress.advance(task)

        yield step
