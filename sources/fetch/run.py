"""A run of fetching: the references that the library lacks, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claims.document import Extent
from sources.fetch.client import Client
from sources.fetch.gather import gather
from sources.fetch.settings import CROSSREF, EUROPE_PMC
from sources.holding import Holding
from sources.library import Library
from sources.model import Reference


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one reference.

    Attributes:
        reference: the entry.
        held: the work in the library, None when no service knows it.
        asked: whether any service was asked.
        fetched: whether a service gave its text.
        missing: why there is no text, "" when there is one.
        failures: services that could not be asked.
    """

    reference: Reference
    held: Holding | None
    asked: bool
    fetched: bool = False
    missing: str = ""
    failures: tuple[str, ...] = ()


def fetch(
    references: Sequence[Reference], library: Library, client: Client, *, again: bool = False
) -> Iterator[Outcome]:
    """Fetch what the library lacks of some references.

    Each work is stored as soon as it was gathered, so that a run that is
    stopped goes on where it was.

    Args:
        references: the entries; those that lead to nothing are told as well.
        library: what is there, and where new works go.
        client: asks the services.
        again: whether to ask for works that are there, too.

    Yields:
        One outcome for each reference, in order.
    """
    for reference in references:
        here = next(iter(library.matching(reference)), None)
        told_by = _told_by(library, reference, here)
        text = again or _lacks_text(here, told_by)
        if not text and _is_complete(reference, here, told_by):
            yield Outcome(reference, here, asked=False)
            continue
        gathered = gather(client, reference, text=text)
        record = gathered.record
        if record and here and record.extent is not Extent.FULL:
            record = replace(record, data=None)  # an abstract is here already
        stored = library.add(record)[0] if record else None
        fetched = bool(record and record.data is not None)
        yield Outcome(
            reference,
            held=here if here and not fetched else stored,
            asked=True,
            fetched=fetched,
            missing="" if here else gathered.missing,
            failures=gathered.failures,
        )


def _told_by(library: Library, reference: Reference, here: Holding | None) -> frozenset[str]:
    """The services that told the library something of a work, and "file" for the user."""
    works = [*library.identified(reference)]
    if here:
        works += [here, *library.identified(here.reference)]
    return frozenset(origin.kind for work in works for origin in library.origins(work))


def _lacks_text(here: Holding | None, told_by: frozenset[str]) -> bool:
    """Whether a full text may be had: none is here, and Europe PMC was not asked for it."""
    return here is None or (here.extent is not Extent.FULL and EUROPE_PMC not in told_by)


def _is_complete(reference: Reference, here: Holding | None, told_by: frozenset[str]) -> bool:
    """Whether Crossref was asked about a work, or has nothing to be asked by."""
    named = reference.doi or (here and here.reference.doi)
    return CROSSREF in told_by or (not named and told_by != {"file"})
