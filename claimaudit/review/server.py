"""The desk's server: loopback only, a token in the address, same-origin checks.

The page can change files on this machine, so a request must know the token,
name this server as its host (against DNS rebinding) and, to change anything,
come from the page itself (against other sites in the same browser).
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from claimaudit.inputs import InputError
from claimaudit.review.desk import Desk, UnreadableError
from claimaudit.review.record import ReviewError
from claimaudit.review.store import ConflictError
from reports.write import OutputError
from sources.model import SourceError

HOST = "127.0.0.1"
#: A request's body is a few lines.
_LARGEST_BODY = 64 * 1024
_ACTIONS = frozenset({"decide", "undo", "approve", "take"})
#: What went wrong, and the answer's status.
_STATUS: Mapping[type[Exception], HTTPStatus] = {
    ConflictError: HTTPStatus.CONFLICT,
    ReviewError: HTTPStatus.UNPROCESSABLE_ENTITY,
    InputError: HTTPStatus.INTERNAL_SERVER_ERROR,
    OutputError: HTTPStatus.INTERNAL_SERVER_ERROR,
    SourceError: HTTPStatus.INTERNAL_SERVER_ERROR,
    UnreadableError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


class DeskServer(ThreadingHTTPServer):
    """Serves one desk on a free port of the loopback address.

    Args:
        desk: the desk.
        port: the port, 0 for any free one.

    Raises:
        OSError: when the port is taken.
    """

    daemon_threads = True

    def __init__(self, desk: Desk, port: int = 0) -> None:
        super().__init__((HOST, port), _Handler)
        self.desk = desk
        self.token = secrets.token_urlsafe(24)
        self.origin = f"http://{HOST}:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A page that is closed while it is answered is no error to tell."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def address(self) -> str:
        """The page's address, with its token."""
        return f"{self.origin}/{self.token}/"


class _Handler(BaseHTTPRequestHandler):
    server: DeskServer
    server_version = "claimaudit"
    sys_version = ""
    #: A client that sends nothing is let go.
    timeout = 30

    def do_GET(self) -> None:
        """The page and its state."""
        path = self._path()
        if path == "":
            self._answer(lambda: self.server.desk.page())
        elif path == "state":
            self._answer(lambda: self.server.desk.state())
        elif path is not None:
            self._fail(HTTPStatus.NOT_FOUND, "no such page")

    def do_POST(self) -> None:
        """An action of the page."""
        path = self._path()
        if path is None:
            return
        if self.headers.get("Origin") != self.server.origin:
            self._fail(HTTPStatus.FORBIDDEN, "the request comes from another page")
        elif path not in _ACTIONS:
            self._fail(HTTPStatus.NOT_FOUND, "no such action")
        elif (request := self._body()) is not None:
            self._answer(lambda: self.server.desk.act(path, request))

    def _path(self) -> str | None:
        """What stands behind the token, None when the request was refused."""
        if self.headers.get("Host") != urlsplit(self.server.origin).netloc:
            self._fail(HTTPStatus.FORBIDDEN, "this is not the desk's address")
            return None
        token, _, rest = urlsplit(self.path).path.lstrip("/").partition("/")
        known = secrets.compare_digest(token.encode(), self.server.token.encode())
        if not known or not urlsplit(self.path).path.startswith(f"/{token}/"):
            self._fail(HTTPStatus.FORBIDDEN, "open the address that the command printed")
            return None
        return rest

    def _body(self) -> Mapping[str, object] | None:
        """The request's JSON object, None when the request was refused."""
        if self.headers.get_content_type() != "application/json":
            self._fail(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send JSON")
            return None
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > _LARGEST_BODY:
            self._fail(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the request is too long")
            return None
        try:
            data = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            self._fail(HTTPStatus.BAD_REQUEST, "send a JSON object")
            return None
        return data

    def _answer(self, make: Callable[[], str | Mapping[str, object]]) -> None:
        try:
            made = make()
        except tuple(_STATUS) as error:
            status = next(code for kind, code in _STATUS.items() if isinstance(error, kind))
            self._fail(status, str(error))
            return
        except Exception as error:
            told = f"the desk failed ({type(error).__name__}: {error}); report it as a bug"
            self._fail(HTTPStatus.INTERNAL_SERVER_ERROR, told)
            return
        if isinstance(made, str):
            self._send(HTTPStatus.OK, made, "text/html")
        else:
            self._send(HTTPStatus.OK, json.dumps(made, ensure_ascii=False), "application/json")

    def _fail(self, status: HTTPStatus, problem: str) -> None:
        self._send(status, json.dumps({"error": problem}, ensure_ascii=False), "application/json")

    def _send(self, status: HTTPStatus, text: str, kind: str) -> None:
        body = text.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "DENY")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.close_connection = True

    def log_message(self, *_args: object) -> None:
        """Say nothing: the terminal belongs to the command."""
