"""Asking a service over HTTP: politely, within bounds, and nowhere else.

Requests go to the configured hosts alone, also when an answer sends on to
another address.  An answer has a longest size and a longest time.  A service
that is busy is asked again after the wait that it asks for, or after delays
that double; nothing is random, so that a run can be repeated.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urljoin, urlsplit

from sources.fetch.settings import FetchSettings, Service
from sources.model import SourceError

if TYPE_CHECKING:
    import httpx

_PORTS = {"http": 80, "https": 443}
_ABSENT = frozenset({404, 410})
_BUSY = frozenset({429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class FetchError(Exception):
    """A question that got no answer; the text says why, in one phrase.

    Attributes:
        absent: the service answered, and has no such work.
        down: the service did not answer, whatever it was asked.
    """

    def __init__(self, reason: str, *, absent: bool = False, down: bool = False) -> None:
        super().__init__(reason)
        self.absent = absent
        self.down = down


class _BusyError(Exception):
    """A try that may succeed when it is repeated.

    Attributes:
        delay: seconds that the service asks to wait, None when it does not say.
    """

    def __init__(self, reason: str, delay: float | None = None) -> None:
        super().__init__(reason)
        self.delay = delay


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service gave, and for which address; that of the user is left out."""

    service: Service
    data: bytes
    address: str

    def json(self) -> Mapping[str, Any]:
        """The JSON object that the answer is.

        Raises:
            FetchError: it is none.
        """
        try:
            content = json.loads(self.data)
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            raise FetchError(f"{self.service.title} answered with no JSON object")
        return content


@contextmanager
def open_client(settings: FetchSettings) -> Iterator[Client]:
    """A client for one run.

    Raises:
        SourceError: httpx is not installed.
    """
    with _http(settings) as http:
        yield Client(settings, http)


class Client:
    """Asks the services of some settings; see :func:`open_client`.

    Args:
        settings: which services, and how.
        http: what sends the requests.
        clock: seconds that go by.
        sleep: waits some seconds.
    """

    def __init__(
        self,
        settings: FetchSettings,
        http: httpx.Client,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings
        self._http = http
        self._clock = clock
        self._sleep = sleep
        self._next: dict[str, float] = {}
        self._failures: Counter[str] = Counter()

    def get(self, name: str, path: str, *, turns: int = 1, **parameters: str) -> Answer:
        """Ask a service.

        Args:
            name: the service.
            path: the path below its base address, quoted.
            turns: how many ordinary questions this one counts for.
            parameters: the query; empty ones are left out.

        Raises:
            FetchError: there is no such work, or no answer could be had.
        """
        service = self.settings.service(name)
        if self._failures[name] >= self.settings.patience:
            raise FetchError(f"{service.title} does not answer and is not asked any more")
        query = {key: value for key, value in parameters.items() if value}
        address = f"{service.base}/{path}"
        contact = {service.contact: self.settings.email} if self.settings.email else {}
        try:
            data = self._patiently(service, _url(address, {**query, **contact}), turns)
        except FetchError as error:
            self._failures[name] = self._failures[name] + 1 if error.down else 0
            raise
        self._failures[name] = 0
        return Answer(service, data, str(_url(address, query)))

    def _patiently(self, service: Service, url: httpx.URL, turns: int) -> bytes:
        """Ask until there is an answer or no try is left."""
        delay = self.settings.first_delay
        tries = 1
        while True:
            self._take_turn(service, turns)
            try:
                return self._once(service, url)
            except _BusyError as busy:
                if tries >= self.settings.tries:
                    reason = f"{service.title} {busy} ({tries} tries)"
                    raise FetchError(reason, down=True) from None
                wait = delay if busy.delay is None else busy.delay
            if wait > self.settings.longest_delay:
                self._failures[service.name] = self.settings.patience
                reason = f"{service.title} asks to wait {wait:.0f} seconds; run this again then"
                raise FetchError(reason, down=True)
            self._sleep(wait)
            delay *= 2
            tries += 1

    def _take_turn(self, service: Service, turns: int) -> None:
        """Wait until the service may be asked again; services of one host share their turns."""
        host = urlsplit(service.base).netloc
        now = self._clock()
        turn = max(now, self._next.get(host, now))
        self._next[host] = turn + turns * service.interval
        if turn > now:
            self._sleep(turn - now)

    def _once(self, service: Service, url: httpx.URL) -> bytes:
        """One try, redirects followed."""
        httpx = _httpx()
        until = self._clock() + self.settings.answer_seconds
        try:
            for _ in range(self.settings.redirects + 1):
                with self._http.stream("GET", url) as response:
                    if response.status_code not in _REDIRECTS:
                        return self._body(service, response, until)
                    location = response.headers.get("Location", "")
                url = httpx.URL(self._permitted(service, str(url), location))
        except httpx.TimeoutException:
            raise _BusyError("did not answer in time") from None
        except httpx.DecodingError:
            raise _BusyError("sent an answer that cannot be decoded") from None
        except httpx.TransportError as error:
            raise _BusyError(f"could not be reached ({_told(error)})") from None
        except httpx.InvalidURL as error:
            raise FetchError(f"{service.title} sends on to no address ({error})") from None
        raise FetchError(f"{service.title} sends on from one address to the next")

    def _body(self, service: Service, response: httpx.Response, until: float) -> bytes:
        status = response.status_code
        if status in _ABSENT:
            raise FetchError(f"{service.title} does not have it", absent=True)
        if status in _BUSY:
            what = "is busy" if status == 429 else "fails"
            raise _BusyError(f"{what} (status {status})", _delay(response.headers))
        if status != 200:
            raise FetchError(f"{service.title} answered with status {status}")
        if response.headers.get("Content-Encoding", "identity") not in ("identity", "gzip"):
            raise FetchError(f"{service.title} answered in an encoding that was not asked for")
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            size += len(part)
            if size > self.settings.most_bytes:
                most = self.settings.most_bytes
                raise FetchError(f"{service.title} answered with more than {most:,} bytes")
            if self._clock() > until:
                raise _BusyError(f"did not end its answer in {self.settings.answer_seconds:g} s")
            parts.append(part)
        return b"".join(parts)

    def _permitted(self, service: Service, origin: str, location: str) -> str:
        """The address that an answer sends on to, if it may be asked.

        Raises:
            FetchError: it is no configured host, or leads into a private network.
        """
        address = urljoin(origin, location)
        parts = urlsplit(address)
        bases = [urlsplit(one.base) for one in self.settings.services]
        refused = f"{service.title} sends on to {parts.scheme}://{parts.netloc}"
        if parts.scheme not in _PORTS or (
            parts.scheme == "http" and urlsplit(origin).scheme == "https"
        ):
            raise FetchError(f"{refused}, which is not safe")
        if not any(_host(parts) == _host(base) for base in bases):
            raise FetchError(f"{refused}, which is not one of the configured hosts")
        if _is_private(parts) and not _is_private(urlsplit(origin)):
            raise FetchError(f"{refused}, which is in a private network")
        return address


def _http(settings: FetchSettings) -> httpx.Client:
    package = _httpx()
    contact = f" (mailto:{settings.email})" if settings.email else ""
    local = {urlsplit(one.base).hostname for one in settings.services}
    client: httpx.Client = package.Client(
        headers={
            "User-Agent": f"claimaudit/{_version()}{contact}",
            "Accept-Encoding": "gzip",
        },
        timeout=package.Timeout(settings.read_seconds, connect=settings.connect_seconds),
        follow_redirects=False,
        # A proxy cannot reach what this machine alone can reach.
        mounts={f"all://{host}": None for host in local if host and _is_loopback(host)},
    )
    return client


def _url(address: str, query: Mapping[str, str]) -> httpx.URL:
    url: httpx.URL = _httpx().URL(address, params=query or None)
    return url


def _httpx() -> ModuleType:
    try:
        import httpx
    except ImportError:
        mend = "pip install claimaudit[fetch]"
        raise SourceError("fetching", "this needs the package httpx", mend) from None
    return httpx


def _version() -> str:
    try:
        return metadata.version("claimaudit")
    except metadata.PackageNotFoundError:
        return "0"


def _host(parts: SplitResult) -> tuple[str | None, int | None]:
    return parts.hostname, parts.port or _PORTS.get(parts.scheme)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_private(parts: SplitResult) -> bool:
    """Whether a host is, or its name leads to, an address outside the public network."""
    try:
        found = socket.getaddrinfo(parts.hostname, None)
    except OSError:
        return False  # asking it will tell
    return any(
        not ipaddress.ip_address(str(one[4][0]).partition("%")[0]).is_global for one in found
    )


def _delay(headers: Mapping[str, str]) -> float | None:
    """The seconds that ``Retry-After`` asks for, given as seconds or as a date."""
    stated = headers.get("Retry-After", "").strip()
    if stated.isdigit():
        return float(stated[:9])
    try:
        until = parsedate_to_datetime(stated)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
