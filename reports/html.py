"""The HTML report: one page in one file that asks nothing of the network.

Whatever comes from an article, a source or a file name passes through Jinja's
autoescape.  The only trusted text is the style sheet and the script shipped
with this package, and the page's policy allows exactly these two by their
hashes and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checkers.model import Verdict
from reports.desk import DeskView
from reports.model import AuditReport
from reports.page import page
from reports.protocol import Options
from reports.words import VERDICT_WORDS, count

_TEMPLATES = "templates"
#: Template events in one chunk, so that writing is not one call a word.
_BUFFERED = 256


def render(report: AuditReport, _options: Options) -> Iterator[str]:
    """The report as one self-contained HTML page."""
    return _render(report, None, ("report.css",), ("report.js",))


def render_desk(report: AuditReport, desk: DeskView) -> Iterator[str]:
    """The report of one article as a page to decide on, for a server that takes decisions."""
    return _render(report, desk, ("report.css", "desk.css"), ("report.js", "desk.js"))


def _render(
    report: AuditReport, desk: DeskView | None, styles: Sequence[str], scripts: Sequence[str]
) -> Iterator[str]:
    environment = _environment()
    style = Markup("").join(_source(environment, name) for name in styles)
    script = Markup("").join(_source(environment, name) for name in scripts)
    stream = environment.get_template("report.html.j2").stream(
        page=page(report),
        desk=desk,
        verdicts=tuple(Verdict),
        style=style,
        script=script,
        policy=_policy(style, script, connects=desk is not None),
    )
    stream.enable_buffering(_BUFFERED)
    yield from stream


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports", _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["word"] = VERDICT_WORDS.__getitem__
    environment.filters["count"] = count
    return environment


def _source(environment: Environment, name: str) -> Markup:
    """A file of this package to be inlined as it is."""
    assert environment.loader is not None
    text, _, _ = environment.loader.get_source(environment, name)
    return Markup(text)


def _policy(style: str, script: str, *, connects: bool) -> str:
    """A content security policy that forbids all but the page's own style and script.

    A page that ``connects`` may also speak with the server that it came from.
    """
    connect = "connect-src 'self'; " if connects else ""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; {connect}"
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
