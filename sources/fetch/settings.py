"""Which services are asked, where they are, and how politely."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

EUROPE_PMC = "europepmc"
NCBI = "ncbi"
CROSSREF = "crossref"


class SettingsError(ValueError):
    """A setting that cannot be used; the text says which and how to mend it."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service.

    Attributes:
        name: what it is called in settings and in the library.
        title: what people call it.
        base: the address that its paths are joined to, without a closing slash.
        interval: seconds between two requests, from the service's own rules.
        contact: the parameter by which it asks for a contact address.
    """

    name: str
    title: str
    base: str
    interval: float
    contact: str = "email"


#: Europe PMC allows ten requests a second and 500 a minute, NCBI three a second, Crossref's
#: public pool five a second for records and one for searches.
SERVICES = (
    Service(EUROPE_PMC, "Europe PMC", "https://www.ebi.ac.uk/europepmc/webservices/rest", 0.13),
    Service(NCBI, "PubMed", "https://eutils.ncbi.nlm.nih.gov/entrez/eutils", 0.35),
    Service(CROSSREF, "Crossref", "https://api.crossref.org", 0.21, "mailto"),
)


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How the services are asked.

    Attributes:
        services: the services.
        email: contact address that is sent along, as the services ask; "" for none.
        connect_seconds: how long a connection may take.
        read_seconds: how long a service may be silent.
        answer_seconds: how long a whole answer may take.
        most_bytes: the longest answer.
        tries: how often one question is asked while the service is busy or failing.
        first_delay: seconds before the second try; each further delay is twice as long.
        longest_delay: a service that asks for a longer wait is not waited for.
        patience: a service that failed this often in a row is not asked any more.
        redirects: how many times one answer may send on to another address.
    """

    services: tuple[Service, ...] = SERVICES
    email: str = ""
    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    answer_seconds: float = 120.0
    most_bytes: int = 50_000_000
    tries: int = 4
    first_delay: float = 1.0
    longest_delay: float = 60.0
    patience: int = 3
    redirects: int = 3

    def service(self, name: str) -> Service:
        """The service of that name."""
        return next(service for service in self.services if service.name == name)


def with_bases(settings: FetchSettings, stated: Iterable[str]) -> FetchSettings:
    """Settings with other addresses for some services.

    Args:
        settings: the settings to change.
        stated: texts such as ``europepmc=https://mirror.example.org/rest``.

    Raises:
        SettingsError: there is no such service, or the address is no http address.
    """
    bases = {service.name: service.base for service in settings.services}
    for text in stated:
        name, _, base = text.partition("=")
        if name not in bases:
            raise SettingsError(f"{text}: there is no service {name!r}; name {', '.join(bases)}")
        parts = urlsplit(base)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(f"{text}: give an address that begins with http:// or https://")
        bases[name] = base.rstrip("/")
    services = tuple(replace(one, base=bases[one.name]) for one in settings.services)
    return replace(settings, services=services)
