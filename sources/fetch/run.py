"""A run of fetching: the references that the library lacks, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sources.fetch.client import Client
from sources.fetch.gather import gather
from sources.fetch.settings import CROSSREF
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
        if here and not again and _asked(library, reference, here):
            yield Outcome(reference, here, asked=False)
            continue
        gathered = gather(client, reference, text=again or here is None)
        stored = library.add(gathered.record)[0] if gathered.record else None
        fetched = bool(gathered.record and gathered.record.data is not None)
        yield Outcome(
            reference,
            held=here if here and not fetched else stored,
            asked=True,
            fetched=fetched,
            missing="" if here else gathered.missing,
            failures=gathered.failures,
        )


def _asked(library: Library, reference: Reference, held: Holding) -> bool:
    """Whether Crossref was asked about a work, or has nothing to be asked by."""
    works = (held, *library.identified(reference), *library.identified(held.reference))
    told_by = {origin.kind for work in works for origin in library.origins(work)}
    named = bool(reference.doi) or any(work.reference.doi for work in works)
    return CROSSREF in told_by or (not named and told_by != {"file"})
