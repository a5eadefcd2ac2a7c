"""``claimaudit sources``: the library of cited works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimaudit.inputs import Inputs, complain
from claimaudit.options import (
    deliver,
    fetch_options,
    fetch_settings,
    output_option,
    style_option,
)
from claimaudit.rows import json_lines
from reports.gate import ExitCode
from reports.words import one_line
from sources.model import Problem, Reference, SourceError

if TYPE_CHECKING:
    from sources.library import Holding, Library

#: `add` stores works in one transaction until there are so many of them, or so many bytes.
MOST_WORKS, MOST_BYTES = 50, 20_000_000


def default_library() -> str:
    """The library in the user's own folder of data."""
    from platformdirs import user_data_path

    return str(user_data_path("claimaudit", appauthor=False) / "library.db")


library_option = click.option(
    "--library",
    "path",
    default=default_library,
    envvar="CLAIMAUDIT_LIBRARY",
    show_envvar=True,
    metavar="FILE",
    help="The library.  [default: library.db in your folder of application data]",
)


class _Group(click.Group):
    """A group whose commands end with one line when the library cannot be used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order in which a library is made and used."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        """Run a subcommand; its value is the exit code."""
        try:
            return super().invoke(ctx)
        except SourceError as error:
            complain(str(error))
            return ExitCode.BROKEN


@click.group("sources", cls=_Group)
def command() -> None:
    """Keep the texts of cited works in a library.

    `check --library FILE` audits articles against it.

    \b
    Examples:
      claimaudit sources add paper.pdf zotero-export.bib cited-works/
      claimaudit sources fetch article.md --email you@example.org
      claimaudit sources list
      claimaudit sources export team.db
    """


@command.command("add")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@library_option
def add(files: tuple[str, ...], path: str) -> int:
    """Store the texts of cited works.

    FILE is a text in any format that `check` reads; a folder of texts, with its
    sources.toml if it has one; or a reference file (CSL-JSON, BibTeX, RIS, nbib), whose
    entries are stored with the files or abstracts that they bring.

    \b
    Examples:
      claimaudit sources add cited-works/
      claimaudit sources add zotero-export.bib --library team.db
    """
    from sources.intake import records_of
    from sources.library import Record, open_library

    failed = 0
    waiting: list[Record] = []
    with open_library(path, write=True) as library:

        def store() -> None:
            for held in library.add(*waiting):
                click.echo(_line(library, held), nl=False)
            waiting.clear()

        for file in dict.fromkeys(files):
            for found in records_of(file):
                if isinstance(found, Problem):
                    failed += 1
                    complain(str(found))
                    continue
                waiting.append(found)
                held = sum(len(one.data or b"") for one in waiting)
                if len(waiting) >= MOST_WORKS or held >= MOST_BYTES:
                    store()
        store()
    return ExitCode.BROKEN if failed else ExitCode.PASSED


@command.command("fetch")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@library_option
@fetch_options
@click.option("--again", is_flag=True, help="Ask for works that are stored, too.")
def fetch(
    articles: tuple[str, ...], path: str, email: str, bases: tuple[str, ...], again: bool
) -> int:
    """Fetch the works that articles cite, and store what is open.

    ARTICLE is an article in any format that `check` reads, or a reference file. Europe
    PMC is asked for full texts, PubMed for abstracts, Crossref for retractions and
    corrections. What is stored is not asked for again, so an interrupted run goes on.

    \b
    Examples:
      claimaudit sources fetch article.md --email you@example.org
      claimaudit sources fetch zotero-export.bib --library team.db
    """
    from claimaudit.fetching import fetch_works

    settings = fetch_settings(email or _configured_email(articles), bases)
    works, failed = _cited(articles)
    tally = fetch_works(works, path, settings, again=again)
    click.echo(str(tally), err=True)
    return ExitCode.BROKEN if failed or tally.failed else ExitCode.PASSED


def _configured_email(articles: Sequence[str]) -> str:
    """The address that the configuration of the articles gives, "" when none does."""
    from claimaudit.plan import Plan

    plan = Plan({})
    return next(filter(None, (plan.effective(one).settings.email for one in articles)), "")


def _cited(articles: Sequence[str]) -> tuple[list[Reference], int]:
    """The works that articles and reference files name, and how many could not be read."""
    from claimaudit.fetching import cited_works
    from sources.files import ReferenceFile, is_reference_file, read_references

    inputs = Inputs([one for one in articles if not is_reference_file(one)])
    works = [work for document in inputs.documents() for work in cited_works(document)]
    for file in dict.fromkeys(one for one in articles if is_reference_file(one)):
        try:
            listed = read_references(file)
        except SourceError as error:
            listed = ReferenceFile(problems=(error.detail,))
        works += listed.references
        for problem in listed.problems:
            inputs.failed += 1
            complain(str(problem))
    return works, inputs.failed


@command.command("list")
@style_option("a work")
@output_option
@library_option
def list_(style: str, output: str, path: str) -> int:
    """List the works of the library, in the order of their names.

    \b
    Examples:
      claimaudit sources list
      claimaudit sources list --format jsonl --output works.jsonl
    """
    from sources.library import open_library

    with open_library(path) as library:
        works = library.holdings()
        chunks = (
            (_line(library, held) for held in works)
            if style == "text"
            else json_lines(_row(library, held) for held in works)
        )
        return deliver(output, chunks, lambda: 0)


@command.command("show")
@click.argument("works", nargs=-1, required=True, metavar="WORK...")
@click.option("--text", is_flag=True, help="The text as `check` reads it, and nothing else.")
@output_option
@library_option
def show(works: tuple[str, ...], text: bool, output: str, path: str) -> int:
    """Show what is known of a work, and where it came from.

    WORK is a name as `list` prints it, a DOI, PMID or PMCID, or the beginning of the
    text's SHA-256.

    \b
    Examples:
      claimaudit sources show paper.pdf
      claimaudit sources show 10.1000/xyz123 --text
    """
    from sources.library import open_library

    with open_library(path) as library:
        found = [_one(library, work) for work in works]
        chunks = (_text(library, held) if text else _page(library, held) for held in found)
        code = deliver(output, chunks, lambda: len(library.problems))
        for problem in library.problems:
            complain(str(problem))
        return code


@command.command("remove")
@click.argument("works", nargs=-1, required=True, metavar="WORK...")
@library_option
def remove(works: tuple[str, ...], path: str) -> int:
    """Take works out of the library, with their texts.

    \b
    Examples:
      claimaudit sources remove paper.pdf
    """
    from sources.library import open_library

    with open_library(path, write=True) as library:
        for held in [_one(library, work) for work in works]:
            library.remove(held)
            click.echo(f"removed {one_line(held.name)}")
    return ExitCode.PASSED


@command.command("export")
@click.argument("out", metavar="OUT")
@library_option
def export(out: str, path: str) -> int:
    """Write the library to one file that teams and CI read.

    An export needs no write access and no locks, so it may lie on a network disk.

    \b
    Examples:
      claimaudit sources export /srv/team/cited-works.db
      claimaudit check article.md --library /srv/team/cited-works.db
    """
    from sources.library import open_library

    with open_library(path) as library:
        library.export(Path(out))
        count = sum(1 for _ in library.holdings())
    click.echo(f"{one_line(out)}: {count} {'work' if count == 1 else 'works'}")
    return ExitCode.PASSED


def _one(library: Library, asked: str) -> Holding:
    """The work that a user names."""
    found = library.find(asked)
    if len(found) == 1:
        return found[0]
    if not found:
        raise SourceError(library.path, f"there is no work {asked}", "claimaudit sources list")
    names = ", ".join(held.name for held in found)
    raise SourceError(library.path, f"several works fit {asked}", f"name one of {names}")


def _line(library: Library, held: Holding) -> str:
    """A work in one line: name, extent, first author and year, title, identifiers, notices."""
    facts = held.reference
    first = facts.authors[0] if facts.authors else ""
    more = " et al." if len(facts.authors) > 1 else ""
    parts = (
        _extent(held),
        f"{first}{more} {facts.year}".strip(),
        facts.title,
        *(f"{kind} {value}" for kind, value in _identifiers(held)),
        *(notice.kind.value for notice in library.noticed(held)),
    )
    return one_line(f"{held.name}: " + " · ".join(part for part in parts if part)) + "\n"


def _page(library: Library, held: Holding) -> str:
    """All that is known of a work, one fact a line."""
    facts = held.reference
    notices = (
        " ".join(part for part in (one.kind.value, one.doi, one.date, f"({one.told_by})") if part)
        for one in library.noticed(held)
    )
    origins = (f"{one.kind} {one.place}, {one.at}" for one in library.origins(held))
    rows: Sequence[tuple[str, Sequence[str]]] = (
        ("text", [_extent(held)]),
        ("sha256", [held.digest]),
        ("title", [facts.title]),
        ("authors", ["; ".join(facts.authors)]),
        ("in", [" ".join(filter(None, (facts.container, facts.volume, facts.pages)))]),
        ("year", [facts.year]),
        *((kind, [value]) for kind, value in _identifiers(held)),
        ("notice", [*notices]),
        ("from", [*origins]),
    )
    lines = (
        f"  {name:<8}{one_line(value)}\n" for name, values in rows for value in values if value
    )
    return one_line(held.name) + "\n" + "".join(lines)


def _text(library: Library, held: Holding) -> str:
    source = library.source(held) if held.digest else None
    return source.document.text if source else ""


def _row(library: Library, held: Holding) -> dict[str, object]:
    """A work in the keys of the JSON lines; times are left out, so that runs compare."""
    facts = held.reference.as_dict()
    return {
        "name": held.name,
        "sha256": held.digest,
        "extent": held.extent.value if held.extent else None,
        **{key: value for key, value in facts.items() if key not in ("document", "label", "text")},
        "notices": [
            {"kind": one.kind.value, "told_by": one.told_by, "doi": one.doi, "date": one.date}
            for one in library.noticed(held)
        ],
        "origins": [{"kind": one.kind, "place": one.place} for one in library.origins(held)],
    }


def _extent(held: Holding) -> str:
    return {"full": "full text", "abstract": "abstract"}.get(held.extent or "", "no text")


def _identifiers(held: Holding) -> Iterator[tuple[str, str]]:
    for kind in ("doi", "pmid", "pmcid"):
        if value := getattr(held.reference, kind):
            yield kind, value
