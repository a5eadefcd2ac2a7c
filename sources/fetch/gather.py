"""One cited work, gathered from the services into one record for the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from claims.document import Document, Extent
from claims.readers import ReadError, parse
from sources.abstracts import abstract_page
from sources.fetch import crossref, europepmc, ncbi
from sources.fetch.client import Answer, Client, FetchError
from sources.fetch.settings import CROSSREF, EUROPE_PMC, NCBI
from sources.holding import Origin, Record
from sources.model import Notice, Reference
from sources.notices import by_publication_types, distinct, from_crossref, in_document, in_title
from sources.works import described_by, fill, identifier_keys

Got = TypeVar("Got")

NOWHERE = "no service knows this work"
NAMELESS = "its entry names neither an identifier nor a title"
NOT_OPEN = "its full text is not open, and no service gives an abstract"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What could be had of one work.

    Attributes:
        record: what to store, None when no service knows the work.
        missing: why there is no text, "" when there is one.
        failures: services that could not be asked, one phrase each; asking
            again may give more.
    """

    record: Record | None
    missing: str = ""
    failures: tuple[str, ...] = ()


@dataclass(slots=True)
class _Gathering:
    """What is known of a work so far; the facts of services, not those of the citing article."""

    facts: Reference = field(default_factory=lambda: Reference("", ""))
    name: str = ""
    data: bytes | None = None
    extent: Extent = Extent.FULL
    origins: list[Origin] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    failures: list[tuple[str, FetchError]] = field(default_factory=list)
    delayed: bool = False  #: the full text is there but did not come

    def ask(self, service: str, question: Callable[[], Got]) -> Got | None:
        """The answer of a service, None when there is none; a failure is noted."""
        try:
            return question()
        except FetchError as error:
            if not error.absent:
                self.failures.append((service, error))
        return None

    def told(self, *services: str) -> tuple[str, ...]:
        """Why some services could not be asked."""
        said = (str(error) for service, error in self.failures if service in services)
        return tuple(dict.fromkeys(said))

    def learn(self, facts: Reference, service: str, address: str) -> None:
        """Add what a service says of the work."""
        self.facts = fill(self.facts, facts)
        self.origins.append(Origin(service, address))


def gather(client: Client, reference: Reference, *, text: bool = True) -> Gathered:
    """Ask the services for a work.

    Europe PMC says what the work is and gives its open full text; PubMed gives
    its record otherwise, with the abstract; Crossref gives its notices.

    Args:
        client: asks the services.
        reference: the entry that cites the work.
        text: whether its text is wanted, or its notices alone.
    """
    if not (identifier_keys(reference) or reference.title or reference.text):
        return Gathered(None, NAMELESS)
    found = _Gathering()
    known = found.ask(EUROPE_PMC, lambda: europepmc.find(client, reference))
    if known:
        found.learn(europepmc.facts(known[0]), EUROPE_PMC, known[1])
        found.notices += by_publication_types(europepmc.publication_types(known[0]))
        if text and europepmc.is_open(known[0]):
            _full_text(client, found)
    _pubmed(client, reference, found, text=text)
    _crossref(client, reference, found)
    if text and known and found.data is None and not found.delayed:
        _abstract(found, europepmc.abstract(known[0]), known[1])
    return _finished(reference, found, text=text)


def _full_text(client: Client, found: _Gathering) -> None:
    """The open full text from Europe PMC."""
    pmcid = found.facts.pmcid
    answer = found.ask(EUROPE_PMC, lambda: europepmc.full_text(client, pmcid))
    found.delayed = any(error.down for _, error in found.failures)
    document = answer and _read(answer, f"{pmcid}.xml", found)
    if answer and document:
        _keep(found, answer, document, Extent.FULL, EUROPE_PMC)


def _pubmed(client: Client, reference: Reference, found: _Gathering, *, text: bool) -> None:
    """The record of PubMed: its notices, and its abstract where there is no full text."""
    pmid = found.facts.pmid or reference.pmid
    answer = found.ask(NCBI, lambda: ncbi.record(client, pmid)) if pmid else None
    document = answer and _read(answer, f"pmid-{pmid}.xml", found)
    if not answer or not document:
        return
    found.notices += [*in_document(document), *ncbi.links(answer.data, document.name)]
    if text and found.data is None and not found.delayed and _has_abstract(document):
        _keep(found, answer, document, Extent.ABSTRACT, NCBI)
    else:
        found.learn(described_by(document), NCBI, answer.address)


def _crossref(client: Client, reference: Reference, found: _Gathering) -> None:
    """The notices of Crossref, and its facts where no other service knows the work."""
    doi = found.facts.doi or reference.doi
    known: tuple[Mapping[str, Any], str] | None = None
    if doi:
        known = found.ask(CROSSREF, lambda: crossref.record(client, doi))
        if not known and not found.told(CROSSREF):  # it answered that it has none
            found.origins.append(Origin(CROSSREF, doi))
    elif not found.origins and not (reference.pmid or reference.pmcid):
        listed = found.ask(CROSSREF, lambda: [*crossref.search(client, reference)]) or []
        likely = next((one for one in listed if _is_it(reference, one)), None)
        if likely is not None and (doi := crossref.facts(likely).doi):
            known = found.ask(CROSSREF, lambda: crossref.record(client, doi))
    if known:
        found.learn(crossref.facts(known[0]), CROSSREF, known[1])
        found.notices += from_crossref(known[0])


def _is_it(reference: Reference, record: Mapping[str, Any]) -> bool:
    return europepmc.fits(reference, crossref.facts(record))


def _abstract(found: _Gathering, abstract: str, address: str) -> None:
    """The abstract of a work that PubMed does not have, such as a preprint."""
    if not abstract:
        return
    facts = found.facts
    name = facts.pmcid or facts.doi.replace("/", "_") or facts.pmid or "abstract"
    found.name = f"{name}.html"
    found.data, found.extent = abstract_page(facts, abstract), Extent.ABSTRACT
    found.origins.append(Origin(EUROPE_PMC, address))


def _read(answer: Answer, name: str, found: _Gathering) -> Document | None:
    try:
        return parse(answer.data, name)
    except ReadError as error:
        broken = FetchError(f"{answer.service.title} gave a text that is broken: {error.problem}")
        found.failures.append((answer.service.name, broken))
        return None


def _keep(
    found: _Gathering, answer: Answer, document: Document, extent: Extent, service: str
) -> None:
    """Take an answer for the work's text, and believe what the text says of itself first."""
    found.name, found.data, found.extent = document.name, answer.data, extent
    found.facts = fill(described_by(document), found.facts)
    found.origins.append(Origin(service, answer.address))


def _has_abstract(document: Document) -> bool:
    return any(document.text[block.start : block.end].strip() for block in document.claim_blocks())


def _finished(reference: Reference, found: _Gathering, *, text: bool) -> Gathered:
    failures = found.told(EUROPE_PMC, NCBI, CROSSREF)
    if found.facts == Reference("", "") and found.data is None:
        return Gathered(None, "; ".join(failures) or NOWHERE, failures)
    facts = replace(found.facts, document="", label="", text="")
    name = facts.pmcid or facts.doi.replace("/", "_") or facts.pmid or reference.label
    # What did not come is to be asked for again, so nothing may say that it was.
    origins = [one for one in found.origins if not (found.delayed and one.kind == EUROPE_PMC)]
    record = Record(
        found.name or name,
        facts,
        found.data,
        found.extent,
        tuple(dict.fromkeys(origins)),
        distinct((*found.notices, *in_title(facts.title))),
    )
    if found.data is not None or not text:
        return Gathered(record, "", failures)
    return Gathered(record, "; ".join(found.told(EUROPE_PMC, NCBI)) or NOT_OPEN, failures)
