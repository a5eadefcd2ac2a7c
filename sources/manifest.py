"""The manifest of a sources folder: ``sources.toml``.

One table for each text::

    [[source]]
    file = "guideline.html"     # relative to the folder; the only key that is required
    label = "3"                 # or labels = ["3", "7"]: what the article's markers print
    article = "article.md"      # the article whose labels these are (with one article: optional)
    extent = "abstract"         # "full" or "abstract"; beats what the reader recognises
    doi = "10.1000/xyz123"      # any of doi, pmid, pmcid, title, authors, year
    authors = ["Example Study Group"]
    year = 2012
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from claims.document import Extent
from sources.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from sources.model import Problem, Reference

MANIFEST = "sources.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a manifest says of one text.

    Attributes:
        file: path of the text, relative to the manifest's folder.
        labels: labels that it ties to the text.
        article: the article whose labels these are, "" when not stated.
        extent: full text or abstract, None when not stated.
        reference: the bibliographic facts that it states.
    """

    file: str
    labels: tuple[str, ...] = ()
    article: str = ""
    extent: Extent | None = None
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The entries of a manifest, and what is wrong with it."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()


class _KindError(Exception):
    """A value that a key does not take: what is wrong, and what it takes."""


def _text(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise _KindError('takes text in quotes, such as "guideline.html"')


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and value:
        return tuple(_label(item) for item in value)
    raise _KindError('takes a list, such as ["3", "7"]')


def _label(value: object) -> str:
    return str(value) if type(value) is int and value >= 0 else _text(value)


def _year(value: object) -> str:
    text = str(value) if type(value) is int else _text(value)
    if text[:4].isdigit() and len(text) <= 5:
        return text
    raise _KindError("takes a year, such as 2012")


def _extent(value: object) -> Extent:
    try:
        return Extent(_text(value))
    except ValueError:
        raise _KindError('takes "full" or "abstract"') from None


def _identifier(normalise: Callable[[str], str], example: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        found = normalise(_label(value))
        if not found:
            raise _KindError(f'takes an identifier such as "{example}"')
        return found

    return read


#: What a source may say, and how each value is read.
_KEYS: Mapping[str, Callable[[object], object]] = {
    "file": _text,
    "label": _label,
    "labels": _texts,
    "article": _text,
    "extent": _extent,
    "doi": _identifier(normalise_doi, "10.1000/xyz123"),
    "pmid": _identifier(normalise_pmid, "12345678"),
    "pmcid": _identifier(normalise_pmcid, "PMC1234567"),
    "title": _text,
    "authors": _texts,
    "year": _year,
}
_FACTS = ("doi", "pmid", "pmcid", "title", "authors", "year")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a folder; a folder without one has an empty manifest.

    A broken entry, an unknown key or a value of the wrong kind is a problem
    that names the mend; whatever else the manifest says still counts.
    """
    path = folder / MANIFEST
    if not path.exists():
        return Manifest()
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError:
        return _broken(path, "the manifest is not UTF-8", "save it as UTF-8")
    except OSError as error:
        return _broken(path, f"the manifest cannot be read ({error.strerror})", "check it")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return _broken(path, f"the manifest is not TOML: {error}", "mend that place")
    return _read_tables(path, content)


def _broken(path: Path, problem: str, mend: str) -> Manifest:
    return Manifest(problems=(Problem(str(path), problem, mend),))


def _read_tables(path: Path, content: Mapping[str, object]) -> Manifest:
    problems = [
        Problem(
            str(path), f"unknown key {key!r}", _suggestion(key, ("source",), "write [[source]]")
        )
        for key in content
        if key != "source"
    ]
    tables = content.get("source", [])
    if not isinstance(tables, list):
        problems.append(Problem(str(path), "[source] is one table", "write [[source]]"))
        tables = [tables]
    entries = []
    for number, table in enumerate(tables, 1):
        entry, wrong = _read_table(str(path), number, table)
        problems += wrong
        if entry is not None:
            entries.append(entry)
    return Manifest(tuple(entries), tuple(problems))


def _read_table(path: str, number: int, table: object) -> tuple[Entry | None, list[Problem]]:
    if not isinstance(table, dict):
        return None, [Problem(path, f"source {number} is no table", "write [[source]] before it")]
    where = f"source {number}"
    values: dict[str, object] = {}
    problems = []
    for key, value in table.items():
        if key not in _KEYS:
            mend = _suggestion(key, tuple(_KEYS), f"keys are {', '.join(_KEYS)}")
            problems.append(Problem(path, f"{where}: unknown key {key!r}", mend))
            continue
        try:
            values[key] = _KEYS[key](value)
        except _KindError as wrong:
            problems.append(Problem(path, f"{where}: {key} = {value!r}", f"{key} {wrong}"))
    if "file" not in values:
        if "file" not in table:
            problems.append(Problem(path, f"{where} names no file", 'add file = "…"'))
        return None, problems
    return _entry(path, values), problems


def _entry(path: str, values: dict[str, object]) -> Entry:
    label = values.get("label")
    labels = (*([label] if label else []), *values.get("labels", ()))  # type: ignore[misc]
    facts = {key: values[key] for key in _FACTS if key in values}
    return Entry(
        file=str(values["file"]),
        labels=tuple(dict.fromkeys(labels)),
        article=str(values.get("article", "")),
        extent=values.get("extent"),  # type: ignore[arg-type]
        reference=Reference(document=path, label="", **facts) if facts else None,  # type: ignore[arg-type]
    )


def _suggestion(word: str, known: tuple[str, ...], otherwise: str) -> str:
    close = get_close_matches(word, known, n=1)
    return f"did you mean {close[0]!r}?" if close else otherwise
