"""The desk's server: only the page itself may ask, and only this machine can reach it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from claimaudit.audit import Settings, audit
from claimaudit.review.desk import Desk
from claimaudit.review.server import HOST, DeskServer
from claims.pipeline import DEFAULT_MODEL
from reports.gate import parse_fail_on
from reports.model import ArticleReport
from reports.write import OutputError

NOW = "2026-01-02T03:04:05Z"
ARTICLE = "Relapse occurred in 12% of the patients [1]. Death occurred in 40% of them [1].\n"
SOURCE = "Relapse occurred in 12% of the patients. Death occurred in 4% of the patients."


def laid_out(folder: Path) -> Path:
    """An article with its source in a folder."""
    (folder / "works").mkdir()
    (folder / "works" / "1.txt").write_text(SOURCE, encoding="utf-8")
    path = folder / "a.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def article(tmp_path: Path) -> Path:
    return laid_out(tmp_path)


def desk_of(article: Path, who: str) -> Desk:
    settings = Settings(DEFAULT_MODEL, str(article.parent / "works"))

    def waive(_report: ArticleReport, _card: str, _reason: str) -> None: ...

    return Desk(
        str(article),
        who,
        lambda: audit([str(article)], settings),
        parse_fail_on("error", ()),
        waive,
        lambda: NOW,
        (str(article.parent / "works"),),
    )


@contextmanager
def served(article: Path) -> Iterator[DeskServer]:
    desk = desk_of(article, "one")
    assert desk.open() == ""
    with DeskServer(desk) as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def server(article: Path) -> Iterator[DeskServer]:
    with served(article) as made:
        yield made


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DeskServer, Path]]:
    """A desk that no request of the tests changes, and its review's file."""
    article = laid_out(tmp_path_factory.mktemp("guarded"))
    with served(article) as made:
        yield made, article.with_name("a.md.review.json")


def ask(
    server: DeskServer, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    """A request as a client of any kind would send it."""
    connection = http.client.HTTPConnection(HOST, server.server_address[1], timeout=30)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    connection.request(method, path, data, given)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.headers), text


def post(
    server: DeskServer, action: str, body: Any, origin: str | None = None
) -> tuple[int, dict[str, Any]]:
    """A request as the page sends it."""
    status, _, text = ask(
        server,
        "POST",
        f"/{server.token}/{action}",
        body,
        Origin=origin or server.origin,
        Content_Type="application/json",
    )
    return status, json.loads(text)


def state(server: DeskServer) -> dict[str, Any]:
    _, _, text = ask(server, "GET", f"/{server.token}/state")
    found: dict[str, Any] = json.loads(text)
    return found


def test_the_page_is_served_with_its_policy(guarded: tuple[DeskServer, Path]) -> None:
    server, _ = guarded
    status, headers, text = ask(server, "GET", f"/{server.token}/")
    assert status == 200
    assert "connect-src &#39;self&#39;" in text
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),
        ("/state", {}),
        ("/wrong-token/", {}),
        ("/{token}", {}),
        ("/{token}/", {"Host": "desk.example.org"}),
        ("/{token}/state", {"Host": "localhost:80"}),
    ],
)
def test_without_the_address_there_is_nothing(
    guarded: tuple[DeskServer, Path], path: str, headers: dict[str, str]
) -> None:
    server, _ = guarded
    status, _, text = ask(server, "GET", path.format(token=server.token), **headers)
    assert status == 403
    assert set(json.loads(text)) == {"error"}


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ({}, {}, 403),
        ({}, {"Origin": "https://example.org", "Content_Type": "application/json"}, 403),
        ({}, {"Origin": "null", "Content_Type": "application/json"}, 403),
        ({}, {"Origin": "own", "Content_Type": "text/plain"}, 415),
        (b"{", {"Origin": "own", "Content_Type": "application/json"}, 400),
        (b"[]", {"Origin": "own", "Content_Type": "application/json"}, 400),
        (b"[" * 60_000, {"Origin": "own", "Content_Type": "application/json"}, 400),
        (b" " * 70_000, {"Origin": "own", "Content_Type": "application/json"}, 413),
        ({"version": "1"}, {"Origin": "own", "Content_Type": "application/json"}, 422),
    ],
)
def test_what_is_not_from_the_page_changes_nothing(
    guarded: tuple[DeskServer, Path], body: Any, headers: dict[str, str], status: int
) -> None:
    server, review = guarded
    before = review.read_bytes()
    sent = {name: server.origin if it == "own" else it for name, it in headers.items()}
    assert ask(server, "POST", f"/{server.token}/approve", body, **sent)[0] == status
    assert review.read_bytes() == before


def test_decisions_are_saved_and_the_article_is_approved(server: DeskServer, article: Path) -> None:
    shown = state(server)
    assert shown["state"] == "under-review"
    assert shown["holder"] == "one"
    assert shown["openPoints"] == ["“40%” (line 1) is not decided on (S002)"]
    seen = {"version": shown["version"], "texts": shown["texts"]}
    refused = post(server, "decide", {**seen, "card": "a1-c2", "choice": "accept"})
    assert refused[0] == 422
    assert "S002 stops this figure" in refused[1]["error"]
    status, asked = post(
        server, "decide", {**seen, "card": "a1-c2", "choice": "ask", "note": "Is it 4%?"}
    )
    assert (status, asked["items"]["a1-c2"]["choice"]) == (200, "ask")
    late = post(server, "decide", {**seen, "card": "a1-c1", "choice": "accept"})
    assert late[0] == 409
    article.write_text(ARTICLE.replace("40%", "4%"), encoding="utf-8")
    stale = post(server, "approve", {"version": asked["version"], "texts": shown["texts"]})
    assert stale[0] == 409
    fresh = state(server)
    assert fresh["openPoints"] == []
    status, signed = post(server, "approve", {"version": fresh["version"], "texts": fresh["texts"]})
    assert (status, signed["state"], signed["holder"]) == (200, "approved", "")
    stored = json.loads(article.with_name("a.md.review.json").read_text(encoding="utf-8"))
    assert stored["history"][-1] == {"state": "approved", "by": "one", "at": NOW, "note": ""}


def test_a_second_reviewer_can_read_and_not_decide(server: DeskServer, article: Path) -> None:
    second = desk_of(article, "two")
    assert second.open() == (
        f"one holds this article since {NOW}; wait, or take it over with --take-over"
    )
    shown = second.state()
    assert (shown["holder"], shown["reviewer"]) == ("one", "two")
    with pytest.raises(Exception, match="one holds this article, not two"):
        second.act(
            "decide",
            {
                "version": shown["version"],
                "texts": shown["texts"],
                "card": "a1-c1",
                "choice": "accept",
            },
        )
    assert second.open(force=True) == ""
    seen = {"version": shown["version"], "texts": shown["texts"]}
    status, answer = post(server, "decide", {**seen, "card": "a1-c1", "choice": "accept"})
    assert (status, answer["error"]) == (409, "two has changed this review; load it again")


def test_nobody_signs_off_on_sources_that_have_changed(server: DeskServer, article: Path) -> None:
    article.write_text(ARTICLE.replace("40%", "4%"), encoding="utf-8")
    shown = state(server)
    assert shown["openPoints"] == []
    source = article.parent / "works" / "1.txt"
    before = source.stat()
    source.write_text(SOURCE.replace(" 4%", " 5%"), encoding="utf-8")
    # Neither size nor time of change tell of it.
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    seen = {"version": shown["version"], "texts": shown["texts"]}
    status, answer = post(server, "approve", seen)
    assert (status, answer["error"]) == (
        409,
        "the article or a source has changed since this page was made; load it again",
    )
    fresh = state(server)
    assert fresh["state"] == "under-review"
    assert fresh["openPoints"] == ["“4%” (line 1) is not decided on (S002)"]


def test_a_changed_source_is_noticed_without_a_request_to_sign_off(
    server: DeskServer, article: Path
) -> None:
    before = state(server)["texts"]
    (article.parent / "works" / "2.txt").write_text("Another work.", encoding="utf-8")
    assert state(server)["texts"] != before


def test_what_goes_missing_under_an_open_desk_is_told(server: DeskServer, article: Path) -> None:
    works = article.parent / "works"
    works.rename(article.parent / "elsewhere")
    status, _, text = ask(server, "GET", f"/{server.token}/state")
    assert (status, "there is no such folder" in json.loads(text)["error"]) == (500, True)
    article.unlink()
    status, _, text = ask(server, "GET", f"/{server.token}/")
    assert (status, json.loads(text)["error"]) == (500, f"{article}: no such file or directory")
    server.desk.close()
    stored = json.loads(article.with_name("a.md.review.json").read_text(encoding="utf-8"))
    assert stored["holder"] == ""


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_desk_that_is_closed_from_outside_lets_go_of_its_article(
    article: Path, name: str
) -> None:
    command = [sys.executable, "-m", "claimaudit", "review", article.name, "--sources", "works"]
    running = subprocess.Popen(
        [*command, "--reviewer", "one", "--no-browser"],
        cwd=article.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert running.stdout
    assert running.stderr
    with running, running.stdout as printed:
        while b"closes it" not in printed.readline():
            pass
        running.stderr.close()
        running.send_signal(getattr(signal, name))
        assert running.wait(timeout=20) == 0
    stored = json.loads(article.with_name("a.md.review.json").read_text(encoding="utf-8"))
    assert stored["holder"] == ""


def test_a_waiver_that_cannot_be_written_is_no_decision(article: Path) -> None:
    desk = desk_of(article, "one")

    def refused(*_: object) -> None:
        raise OutputError("claimaudit-waivers.toml", "the disk is full", "free some space")

    desk._waive = refused
    assert desk.open() == ""
    shown = desk.state()
    seen = {"version": shown["version"], "texts": shown["texts"], "card": "a1-c2"}
    with pytest.raises(OutputError):
        desk.act("decide", {**seen, "choice": "waive", "note": "known to the registry"})
    assert desk.state()["items"]["a1-c2"]["choice"] == ""
    desk.close()
