"""Fetching, against a server on this machine that plays the three services, their errors included."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from click import UsageError
from click.testing import CliRunner

from claimaudit.cli import run as claimaudit
from claimaudit.commands.check import command as check_command
from claimaudit.commands.sources import command as sources_command
from claims.document import Extent
from sources.fetch.client import Client, FetchError, open_client
from sources.fetch.run import fetch
from sources.fetch.settings import FetchSettings, Service, SettingsError, with_bases
from sources.library import Record, open_library
from sources.model import NoticeKind, Reference

httpx = pytest.importorskip("httpx")

BODY = "<sec><title>Results</title><p>Nodes were involved in 85% of the patients.</p></sec>"
JATS = """<article article-type="research-article"><front><article-meta>
<article-id pub-id-type="pmid">11111111</article-id><article-id pub-id-type="pmc">1111111</article-id>
<article-id pub-id-type="doi">10.1000/nodes</article-id>
<title-group><article-title>Nodal spread of ileal tumors</article-title></title-group>
<contrib-group><contrib contrib-type="author"><collab>Example Nodal Group</collab></contrib></contrib-group>
<pub-date><year>2012</year></pub-date></article-meta></front><body>BODY</body></article>""".replace(
    "BODY", BODY
)


def pubmed(pmid: str, title: str, abstract: str, *, types=("Journal Article",), links="") -> str:
    parts = f"<Abstract><AbstractText>{abstract}</AbstractText></Abstract>" if abstract else ""
    listed = "".join(f"<PublicationType>{one}</PublicationType>" for one in types)
    return f"""<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation>
<PMID>{pmid}</PMID><Article><ArticleTitle>{title}</ArticleTitle>{parts}
<AuthorList><Author><CollectiveName>Example Group</CollectiveName></Author></AuthorList>
<PublicationTypeList>{listed}</PublicationTypeList></Article>
<CommentsCorrectionsList>{links}</CommentsCorrectionsList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList></PubmedData>
</PubmedArticle></PubmedArticleSet>"""


EUROPE_PMC = [
    {
        "pmid": "11111111",
        "pmcid": "PMC1111111",
        "doi": "10.1000/nodes",
        "title": "Nodal spread of ileal tumors.",
        "isOpenAccess": "Y",
        "pubYear": "2012",
        "authorList": {"author": [{"collectiveName": "Example Nodal Group"}]},
        "journalInfo": {"volume": "3", "journal": {"title": "Example Journal"}},
    },
    {
        "pmid": "22222222",
        "doi": "10.1000/sleep",
        "title": "Sleep of shift workers in hospitals",
        "isOpenAccess": "N",
        "pubYear": "2015",
    },
    {
        "id": "PPR1",
        "doi": "10.1000/preprint",
        "title": "Diets of shift workers in hospitals",
        "isOpenAccess": "N",
        "abstractText": "<h4>Results</h4>Diets were kept by 10<sup>2</sup> of 120 workers (p&lt;0.05).",
    },
    {
        "pmid": "33333333",
        "doi": "10.1000/bare",
        "title": "Naps of shift workers",
        "pubYear": "2001",
    },
]
PUBMED = {
    "11111111": pubmed("11111111", "Nodal spread of ileal tumors", "Nodes in most."),
    "22222222": pubmed(
        "22222222",
        "Sleep of shift workers in hospitals",
        "Sleep was short in 12% of the workers.",
        types=("Journal Article", "Retracted Publication"),
        links='<CommentsCorrections RefType="RetractionIn">'
        "<RefSource>Ex J. 2019. doi: 10.1000/sleep-retracted</RefSource></CommentsCorrections>",
    ),
    "33333333": pubmed("33333333", "Naps of shift workers", ""),
}
CROSSREF = {
    "10.1000/nodes": {"DOI": "10.1000/nodes", "title": ["Nodal spread of ileal tumors"]},
    "10.1000/sleep": {
        "DOI": "10.1000/sleep",
        "title": ["RETRACTED: Sleep of shift workers in hospitals"],
        "updated-by": [
            {
                "DOI": "10.1000/sleep-retracted",
                "type": "retraction",
                "updated": {"date-parts": [[2019, 5, 2]]},
            }
        ],
    },
    "10.1000/book": {
        "DOI": "10.1000/book",
        "title": ["A handbook of the ileum and its tumors"],
        "author": [{"name": "Example Group"}],
        "issued": {"date-parts": [[1999, 1]]},
        "container-title": ["Example Press"],
    },
}


class Services(ThreadingHTTPServer):
    """Europe PMC, PubMed and Crossref; ``faults`` come first, one for each request of a service."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.faults: dict[str, list] = defaultdict(list)
        self.pause = 0.0
        self.base = f"http://127.0.0.1:{self.server_port}"

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, bytes]:
        if path == "europepmc/search":
            found = [one for one in EUROPE_PMC if self._asked_for(one, query["query"])]
            return 200, json.dumps({"resultList": {"result": found}}).encode()
        if path == "europepmc/PMC1111111/fullTextXML":
            return 200, JATS.encode()
        if path == "ncbi/efetch.fcgi":
            return 200, PUBMED.get(query["id"], "<PubmedArticleSet></PubmedArticleSet>").encode()
        if path == "crossref/works":
            words = set(query["query.bibliographic"].lower().split())
            items = [
                one for one in CROSSREF.values() if set(one["title"][0].lower().split()) <= words
            ]
            return 200, json.dumps({"message": {"items": items}}).encode()
        work = CROSSREF.get(unquote(path.removeprefix("crossref/works/")))
        return (200, json.dumps({"message": work}).encode()) if work else (404, b"Not found")

    @staticmethod
    def _asked_for(work: dict, query: str) -> bool:
        kind, _, value = query.partition(":")
        value = value.removesuffix(" AND SRC:MED").strip('"')
        if kind == "TITLE":
            return work["title"].lower().rstrip(".") == value
        return work.get({"EXT_ID": "pmid", "PMCID": "pmcid", "DOI": "doi"}[kind]) == value


class Handler(BaseHTTPRequestHandler):
    server: Services

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        service = parts.path.split("/")[1]
        self.server.asked.append(unquote(self.path))
        self.server.agents.add(self.headers["User-Agent"])
        faults = self.server.faults[service]
        fault = faults.pop(0) if faults else None
        status, headers, body = fault(self.server) if fault else (None, {}, b"")
        if status is None:
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            status, body = self.server.answer(parts.path.lstrip("/"), query)
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for at in range(0, len(body), 50_000):
                self.wfile.write(body[at : at + 50_000])
                time.sleep(self.server.pause)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the client did not wait

    def log_message(self, *_: object) -> None:
        pass


def status(code: int, **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: (code, named, b"")


def body(data: bytes, **headers: str):
    return lambda _: (200, {name.replace("_", "-"): value for name, value in headers.items()}, data)


def trickle(server: Services):
    server.pause = 0.15
    return 200, {}, b"x" * 200_000


def slow(_):
    time.sleep(0.6)
    return None, {}, b""


@pytest.fixture
def services() -> Iterator[Services]:
    with Services() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def settings(services: Services) -> FetchSettings:
    return FetchSettings(
        services=tuple(
            Service(name, title, f"{services.base}/{name}", 0.0, contact)
            for name, title, contact in (
                ("europepmc", "Europe PMC", "email"),
                ("ncbi", "PubMed", "email"),
                ("crossref", "Crossref", "mailto"),
            )
        ),
        email="desk@example.org",
        read_seconds=0.3,
        tries=3,
        first_delay=0.01,
        most_bytes=100_000,
    )


def entry(label="1", **fields) -> Reference:
    return Reference("article.md", label, text=fields.get("title", ""), **fields)


@contextmanager
def fetching(path: Path, settings: FetchSettings):
    with open_library(path, write=True) as library, open_client(settings) as client:
        yield library, client


def run(path: Path, settings: FetchSettings, *references: Reference, again: bool = False):
    with fetching(path, settings) as (library, client):
        outcomes = [*fetch(references, library, client, again=again)]
        return outcomes, {held.name: held for held in library.holdings()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


# What is fetched --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reference",
    [
        entry(doi="10.1000/nodes"),
        entry(pmid="11111111"),
        entry(pmcid="PMC1111111"),
        entry(title="Nodal Spread of Ileal Tumors", year="2012"),
        entry(pmid="99999999", doi="10.1000/nodes"),
    ],
)
def test_an_open_work_comes_as_its_full_text(path, settings, reference):
    [outcome], works = run(path, settings, reference)
    assert (outcome.missing, outcome.failures, [*works]) == ("", (), ["PMC1111111.xml"])
    held = works["PMC1111111.xml"]
    assert held == outcome.held
    assert held.extent is Extent.FULL
    assert (held.reference.doi, held.reference.pmid) == ("10.1000/nodes", "11111111")
    assert (held.reference.container, held.reference.volume) == ("Example Journal", "3")
    with open_library(path) as library:
        assert library.data(held) == JATS.encode()
        [source] = library.candidates([reference])
        assert "85% of the patients" in source.document.text
        assert {origin.kind for origin in library.origins(held)} == {
            "europepmc",
            "ncbi",
            "crossref",
        }


def test_a_closed_work_comes_as_its_abstract_with_its_retraction(path, settings):
    reference = entry(doi="10.1000/sleep")
    [outcome], works = run(path, settings, reference)
    assert outcome.held.extent is Extent.ABSTRACT
    assert [*works] == ["pmid-22222222.xml"]
    with open_library(path) as library:
        [source] = library.candidates([reference])
        notice = library.notices(reference)[0]
    assert "Sleep was short in 12% of the workers." in source.document.text
    assert (notice.kind, notice.told_by, notice.doi, notice.date) == (
        NoticeKind.RETRACTION,
        "crossref",
        "10.1000/sleep-retracted",
        "2019-05-02",
    )


def test_pubmed_tells_of_a_retraction_that_crossref_does_not(path, settings, services):
    services.faults["crossref"] = [status(404)]
    [outcome], _ = run(path, settings, entry(pmid="22222222"))
    with open_library(path) as library:
        notice = library.noticed(outcome.held)[0]
    assert (notice.told_by, notice.doi, notice.date) == (
        "pubmed",
        "10.1000/sleep-retracted",
        "2019",
    )


def test_a_work_that_pubmed_does_not_have_comes_as_the_abstract_of_europe_pmc(path, settings):
    [outcome], works = run(path, settings, entry(doi="10.1000/preprint"))
    assert [*works] == ["10.1000_preprint.html"]
    with open_library(path) as library:
        text = library.source(outcome.held).document.text
    assert "of 120 workers (p<0.05)." in text


@pytest.mark.parametrize(
    ("reference", "missing", "names"),
    [
        (
            entry(doi="10.1000/bare"),
            "its full text is not open, and no service gives",
            ["10.1000_bare"],
        ),
        (
            entry(doi="10.1000/book"),
            "its full text is not open, and no service gives",
            ["10.1000_book"],
        ),
        (
            entry(title="A handbook of the ileum and its tumors", year="1999"),
            "its full text is not open, and no service gives",
            ["10.1000_book"],
        ),
        (entry(doi="10.1000/nowhere"), "no service knows this work", []),
        (entry(pmid="44444444"), "no service knows this work", []),
        (entry(), "its entry names neither an identifier nor a title", []),
        (
            entry(title="A talk that nobody wrote down", year="1999"),
            "no service knows this work",
            [],
        ),
        (
            entry(title="A handbook of the ileum and its tumors", year="1950"),
            "no service knows",
            [],
        ),
    ],
)
def test_a_work_without_a_text_is_told_and_what_is_known_is_kept(
    path, settings, reference, missing, names
):
    [outcome], works = run(path, settings, reference)
    assert missing in outcome.missing
    assert outcome.failures == ()
    assert [*works] == names
    assert all(held.digest == "" for held in works.values())


def test_what_was_stored_is_not_asked_for_again(path, settings, services):
    references = [
        entry("1", doi="10.1000/nodes"),
        entry("2", pmid="22222222"),
        entry("3", doi="10.1000/preprint"),
        entry("4", title="Nodal spread of ileal tumors", year="2012"),
    ]
    first, works = run(path, settings, *references)
    assert [outcome.asked for outcome in first] == [True, True, True, False]
    services.asked.clear()
    second, same = run(path, settings, *references)
    assert services.asked == []
    assert [outcome.held for outcome in second] == [outcome.held for outcome in first]
    run(path, settings, references[0], again=True)
    assert services.asked
    assert works == same


def test_a_text_of_one_s_own_is_kept_and_only_its_notices_are_asked_for(path, settings, services):
    own = Record("own.txt", Reference("", "", doi="10.1000/sleep"), b"The whole text of it.")
    with open_library(path, write=True) as library:
        library.add(own)
    [outcome], works = run(path, settings, entry(doi="10.1000/sleep"))
    assert [*works] == ["own.txt"]
    assert not any("fullTextXML" in asked for asked in services.asked)
    with open_library(path) as library:
        assert library.noticed(outcome.held)[0].kind is NoticeKind.RETRACTION


def test_a_run_that_stops_goes_on_where_it_was(path, settings, services):
    references = [entry("1", doi="10.1000/nodes"), entry("2", doi="10.1000/sleep")]
    with fetching(path, settings) as (library, client):
        assert next(fetch(references, library, client)).held
    services.asked.clear()
    run(path, settings, *references)
    assert not any("nodes" in asked for asked in services.asked)


def test_the_services_learn_who_asks(path, settings, services):
    run(path, settings, entry(doi="10.1000/nodes"))
    [agent] = services.agents
    assert agent.startswith("claimaudit/")
    assert agent.endswith("(mailto:desk@example.org)")
    named = {urlsplit(asked).path.split("/")[1]: asked for asked in services.asked}
    assert "email=desk@example.org" in named["ncbi"]
    assert "tool=claimaudit" in named["ncbi"]
    assert "mailto=desk@example.org" in named["crossref"]


def test_the_library_does_not_learn_who_asked(path, settings):
    [outcome], _ = run(path, settings, entry(doi="10.1000/nodes"))
    with open_library(path) as library:
        places = [origin.place for origin in library.origins(outcome.held)]
    assert len(places) == 4
    assert not any("desk" in place for place in places)


def test_an_abstract_of_one_s_own_gives_way_to_an_open_full_text(path, settings, services):
    own = Record(
        "own.txt", Reference("", "", doi="10.1000/nodes"), b"Nodes in most.", Extent.ABSTRACT
    )
    with open_library(path, write=True) as library:
        library.add(own)
    [outcome], works = run(path, settings, entry(doi="10.1000/nodes"))
    assert outcome.held.name == "PMC1111111.xml"
    assert [*works] == ["PMC1111111.xml", "own.txt"]
    services.asked.clear()
    run(path, settings, entry(doi="10.1000/nodes"))
    assert services.asked == []


def test_an_abstract_of_one_s_own_is_not_doubled(path, settings, services):
    own = Record("own.txt", Reference("", "", pmid="22222222"), b"Sleep, short.", Extent.ABSTRACT)
    with open_library(path, write=True) as library:
        library.add(own)
    [outcome], works = run(path, settings, entry(pmid="22222222"))
    assert ([*works], outcome.missing, outcome.fetched) == (["own.txt"], "", False)
    services.asked.clear()
    run(path, settings, entry(pmid="22222222"))
    assert services.asked == []


def test_one_service_that_fails_does_not_stand_for_the_text(path, settings, services):
    services.faults["crossref"] = [status(403)]
    [outcome], _ = run(path, settings, entry(doi="10.1000/bare"))
    assert outcome.missing == "its full text is not open, and no service gives an abstract"
    assert outcome.failures == ("Crossref answered with status 403",)


# What goes wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        status(429, Retry_After="0"),
        status(503),
        status(500),
        slow,
        body(b"not gzip", Content_Encoding="gzip"),
        status(429, Retry_After=format_datetime(datetime.now(UTC) - timedelta(hours=1))),
    ],
)
def test_a_service_that_is_busy_is_asked_again(path, settings, services, fault):
    services.faults["europepmc"] = [fault, fault]
    [outcome], works = run(path, settings, entry(doi="10.1000/nodes"))
    assert [*works] == ["PMC1111111.xml"]
    assert outcome.failures == ()


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (status(500), "Europe PMC fails (status 500) (3 tries)"),
        (status(429), "Europe PMC is busy (status 429) (3 tries)"),
        (status(403), "Europe PMC answered with status 403"),
        (status(429, Retry_After="3600"), "Europe PMC asks to wait 3600 seconds; run this again"),
        (slow, "Europe PMC did not answer in time (3 tries)"),
        (body(b"x" * 200_000), "Europe PMC answered with more than 100,000 bytes"),
        (body(b"<html>"), "Europe PMC answered with no JSON object"),
        (body(b"x", Content_Encoding="br"), "in an encoding that was not asked for"),
        (status(302, Location="http://10.0.0.1/"), "http://10.0.0.1, which is not one of the conf"),
        (
            status(302, Location="http://169.254.169.254/latest"),
            "is not one of the configured hosts",
        ),
        (status(302, Location="file:///etc/passwd"), "which is not safe"),
        (status(302, Location="https://example.org/"), "is not one of the configured hosts"),
        (
            lambda server: (302, {"Location": server.base + "/europepmc/"}, b""),
            "from one address to",
        ),
    ],
)
def test_a_service_that_fails_is_told_and_the_others_are_asked(
    path, settings, services, fault, failure
):
    services.faults["europepmc"] = [fault] * 9
    [outcome], works = run(path, settings, entry(pmid="22222222", doi="10.1000/sleep"))
    assert [*works] == ["pmid-22222222.xml"], "PubMed was asked"
    [told] = outcome.failures
    assert failure in told
    assert outcome.missing == ""


def test_a_redirect_within_the_configured_hosts_is_followed(path, settings, services):
    target = "/europepmc/search?query=DOI:%2210.1000/nodes%22"
    services.faults["europepmc"] = [lambda server: (301, {"Location": target}, b"")]
    _, works = run(path, settings, entry(doi="10.1000/nodes"))
    assert [*works] == ["PMC1111111.xml"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "10.1.2.3"])
def test_no_answer_leads_from_the_public_network_into_a_private_one(settings, host):
    private = Service("ncbi", "PubMed", f"http://{host}:8080/ncbi", 0.0)
    with httpx.Client() as http:
        client = Client(replace(settings, services=(settings.services[0], private)), http)
        with pytest.raises(FetchError, match="which is in a private network"):
            client._permitted(private, "http://8.8.8.8/rest", private.base)


def test_an_answer_that_trickles_in_is_cut_off(path, settings, services):
    services.faults["europepmc"] = [trickle] * 9
    hasty = replace(settings, answer_seconds=0.2, tries=2, most_bytes=1_000_000)
    [outcome], _ = run(path, hasty, entry(doi="10.1000/nowhere"))
    assert outcome.failures == ("Europe PMC did not end its answer in 0.2 s (2 tries)",)


def test_a_full_text_that_is_broken_gives_way_to_the_abstract(path, settings, services):
    searched = lambda server: (None, {}, b"")  # noqa: E731
    services.faults["europepmc"] = [searched, body(b"<article><front>")]
    [outcome], works = run(path, settings, entry(doi="10.1000/nodes"))
    assert [*works] == ["pmid-11111111.xml"]
    [told] = outcome.failures
    assert told.startswith("Europe PMC gave a text that is broken: ")


def test_a_full_text_that_is_too_long_gives_way_to_the_abstract(path, settings, services):
    services.faults["europepmc"] = [lambda _: (None, {}, b""), body(b"x" * 200_000)]
    [outcome], works = run(path, settings, entry(doi="10.1000/nodes"))
    assert [*works] == ["pmid-11111111.xml"]
    assert outcome.failures == ("Europe PMC answered with more than 100,000 bytes",)


def test_a_full_text_that_did_not_come_is_asked_for_next_time(path, settings, services):
    services.faults["europepmc"] = [lambda _: (None, {}, b""), *[status(500)] * 3]
    [outcome], works = run(path, settings, entry(doi="10.1000/nodes"))
    assert outcome.missing == "Europe PMC fails (status 500) (3 tries)"
    assert [held.digest for held in works.values()] == [""]
    [outcome], works = run(path, settings, entry(doi="10.1000/nodes"))
    assert outcome.missing == ""
    assert [*works] == ["PMC1111111.xml"]


def test_notices_that_could_not_be_asked_for_are_asked_for_next_time(path, settings, services):
    services.faults["crossref"] = [status(500)] * 3
    [outcome], _ = run(path, settings, entry(doi="10.1000/sleep"))
    assert outcome.failures == ("Crossref fails (status 500) (3 tries)",)
    [outcome], _ = run(path, settings, entry(doi="10.1000/sleep"))
    assert (outcome.asked, outcome.failures) == (True, ())
    with open_library(path) as library:
        assert library.noticed(outcome.held)[0].told_by == "crossref"


def test_a_service_that_is_down_is_not_asked_for_ever(path, settings, services):
    services.faults["europepmc"] = [status(500)] * 99
    references = [entry(str(number), doi=f"10.1000/x{number}") for number in range(6)]
    outcomes, _ = run(path, settings, *references)
    asked = [one for one in services.asked if one.startswith("/europepmc")]
    assert len(asked) == settings.patience * settings.tries
    assert outcomes[-1].failures == ("Europe PMC does not answer and is not asked any more",)


def test_a_service_that_asks_for_a_long_wait_is_left_alone(path, settings, services):
    services.faults["europepmc"] = [status(429, Retry_After="3600")]
    references = [entry(str(number), doi=f"10.1000/x{number}") for number in range(3)]
    run(path, settings, *references)
    assert len([one for one in services.asked if one.startswith("/europepmc")]) == 1


def test_a_question_that_is_refused_says_nothing_of_the_next(path, settings, services):
    services.faults["europepmc"] = [status(400)] * 5
    references = [entry(str(number), doi=f"10.1000/x{number}") for number in range(5)]
    _, works = run(path, settings, *references, entry(doi="10.1000/nodes"))
    assert [*works] == ["PMC1111111.xml"]


def test_nobody_listens(path, settings):
    closed = with_bases(settings, [f"{one.name}=http://127.0.0.1:9" for one in settings.services])
    [outcome], works = run(path, closed, entry(doi="10.1000/nodes"))
    assert works == {}
    assert "Europe PMC could not be reached" in outcome.missing


# The command ------------------------------------------------------------------------------------

ARTICLE = """# Spread and sleep

Nodes were involved in 85% of the patients [1]. Sleep was short in 12% [2], and naps in 3% [3].
Diets are another matter (doi:10.1000/preprint).

## References

1. Example Nodal Group. Nodal spread of ileal tumors. Ex J. 2012;3:1-9. doi:10.1000/nodes
2. Example Group. Sleep of shift workers in hospitals. Ex J. 2015;6:2-8. PMID: 22222222
3. Example Group. A talk that nobody wrote down. Ex J. 1999;1:1-2.
"""


def command(settings: FetchSettings, *arguments: str):
    bases = [f"--service={one.name}={one.base}" for one in settings.services]
    words = ["fetch", *arguments, *bases, "--library", "library.db", "--email", "desk@example.org"]
    return CliRunner().invoke(sources_command, words, standalone_mode=False)


def test_fetch_tells_what_it_got_and_why_it_did_not_get_the_rest(settings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("article.md").write_text(ARTICLE)
    done = command(settings, "article.md")
    assert done.stderr.splitlines() == [
        "article.md [1] Nodal spread of ileal tumors: full text stored as PMC1111111.xml",
        "article.md [2] Sleep of shift workers in hospitals: abstract stored as pmid-22222222.xml",
        "article.md [3] A talk that nobody wrote down: no text: no service knows this work",
        "article.md [10.1000/preprint] 10.1000/preprint: abstract stored as 10.1000_preprint.html",
        "fetched 1 full text and 2 abstracts; 0 already there, 1 not to be had",
    ]
    assert (done.return_value, done.stdout) == (0, "")
    done = command(settings, "article.md")
    assert done.stderr.splitlines()[-1] == (
        "fetched 0 full texts and 0 abstracts; 3 already there, 1 not to be had"
    )


def test_fetch_takes_reference_files_and_goes_on_after_bad_inputs(settings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    entries = [{"id": "nodes", "type": "book", "title": "Nodal spread", "DOI": "10.1000/nodes"}]
    Path("export.json").write_text(json.dumps(entries))
    Path("broken.ris").write_bytes(b"\xff\xfe")
    done = command(settings, "gone.md", "broken.ris", "export.json")
    assert done.return_value == 2
    assert done.stderr.splitlines() == [
        "claimaudit: error: gone.md: there is no such file; check the path",
        "claimaudit: error: broken.ris: this is not UTF-8 text; export it again as UTF-8",
        "export.json [nodes] Nodal spread: full text stored as PMC1111111.xml",
        "fetched 1 full text and 0 abstracts; 0 already there, 0 not to be had",
    ]


def test_fetch_ends_with_2_when_a_service_could_not_be_asked(
    settings, services, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    Path("article.md").write_text(ARTICLE)
    services.faults["crossref"] = [status(403)]
    done = command(settings, "article.md")
    assert done.return_value == 2
    assert (
        "article.md [1] Nodal spread of ileal tumors: Crossref answered with status 403"
    ) in done.stderr.splitlines()


def test_an_audit_may_fetch_first(settings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("article.md").write_text(ARTICLE)
    bases = [f"--service={one.name}={one.base}" for one in settings.services]
    words = ["article.md", "--fetch", "--library", "library.db", *bases, "--format", "json"]
    done = CliRunner().invoke(check_command, words, standalone_mode=False)
    [article] = json.loads(done.stdout)["articles"]
    verdicts = {claim["quantity"]["text"]: claim["verdict"] for claim in article["claims"]}
    assert verdicts == {"85%": "supported", "12%": "supported", "3%": "unverifiable"}
    assert "C003" in {finding["rule"] for finding in article["findings"]}


def test_a_service_that_does_not_exist_is_a_mistake_of_usage():
    with pytest.raises(UsageError, match="there is no service 'pubmed'"):
        CliRunner().invoke(
            sources_command,
            ["fetch", "a.md", "--service", "pubmed=https://example.org"],
            standalone_mode=False,
            catch_exceptions=False,
        )


def test_without_httpx_the_mend_is_told(settings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "httpx", None)
    Path("article.md").write_text(ARTICLE)
    done = command(settings, "article.md")
    assert done.return_value == 2
    assert done.stderr == (
        "claimaudit: error: fetching: this needs the package httpx; pip install claimaudit[fetch]\n"
    )


# Manners ----------------------------------------------------------------------------------------


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds


def ask(settings: FetchSettings, clock: Clock, times: int = 1) -> None:
    with httpx.Client() as http:
        client = Client(settings, http, clock, clock.sleep)
        for _ in range(times):
            client.get("crossref", "works/10.1000%2Fnodes")


def test_delays_double_and_a_stated_wait_is_kept(settings, services):
    clock = Clock()
    services.faults["crossref"] = [status(500), status(503), status(429, Retry_After="7")]
    ask(replace(settings, first_delay=1.0, tries=4), clock)
    assert clock.waits == [1.0, 2.0, 7.0]


def test_a_service_is_asked_no_more_often_than_it_allows(settings):
    clock = Clock()
    slowly = tuple(replace(one, interval=0.2) for one in settings.services)
    ask(replace(settings, services=slowly), clock, times=3)
    assert clock.waits == [0.2, 0.2]


@pytest.mark.parametrize(
    ("stated", "problem"),
    [
        (
            "pubmed=https://example.org",
            "there is no service 'pubmed'; name europepmc, ncbi, crossref",
        ),
        ("ncbi=ftp://example.org", "give an address that begins with http:// or https://"),
        ("ncbi=https:///eutils", "give an address"),
        ("ncbi", "give an address"),
    ],
)
def test_addresses_that_cannot_be_used(stated, problem):
    with pytest.raises(SettingsError, match=problem):
        with_bases(FetchSettings(), [stated])


def test_the_services_are_public_and_safe_by_default():
    assert all(one.base.startswith("https://") for one in FetchSettings().services)
    changed = with_bases(FetchSettings(), ["ncbi=https://mirror.example.org/eutils/"])
    assert changed.service("ncbi").base == "https://mirror.example.org/eutils"
    assert changed.service("crossref") == FetchSettings().service("crossref")


def test_the_configuration_gives_the_address(settings, services, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("claimaudit.toml").write_text('email = "editors@example.org"\n')
    Path("article.md").write_text(ARTICLE)
    bases = [f"--service={one.name}={one.base}" for one in settings.services]
    assert claimaudit(["sources", "fetch", "article.md", *bases, "--library", "library.db"]) == 0
    assert any("editors" in path for path in services.asked)


def test_check_fetches_what_it_lacks_and_audits_against_it(settings, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("article.md").write_text(
        "Sleep was short in 12% of the workers [1]. Sleep was short in 21% of the workers [1].\n\n"
        "## References\n\n"
        "1. Example Group. Sleep of shift workers in hospitals. Ex J. 2015;6:2-8. PMID: 22222222\n"
    )
    words = ["check", "article.md", "--library", "library.db", "--fetch"]
    words += [f"--service={one.name}={one.base}" for one in settings.services]
    code = claimaudit([*words, "--format", "json", "--output", "audit.json"])
    (article,) = json.loads(Path("audit.json").read_text(encoding="utf-8"))["articles"]
    assert article["claims"][0]["verdict"] == "supported"
    assert "C003" in {finding["rule"] for finding in article["findings"]}
    assert code == 1
    assert "fetched 0 full texts and 1 abstract" in capsys.readouterr().err
