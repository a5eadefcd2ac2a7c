"""What a user hands to the library: texts, folders of texts and reference files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from claims.document import Extent
from claims.readers import ReadError, load, parse
from sources.files import ListedEntry, is_reference_file, read_references
from sources.folder import FolderText, each_text, source_of
from sources.holding import Origin, Record
from sources.manifest import Entry
from sources.model import Problem, Reference, Source, SourceError
from sources.notices import distinct, in_title
from sources.statements import abridged


def records_of(path: str) -> Iterator[Record | Problem]:
    """The works that a path holds, one by one.

    Args:
        path: a text in any format that can be read; a folder of texts, with or
            without a manifest; or a reference file, whose entries are works with
            the files that they name, with their abstracts, or without a text.

    Yields:
        Records to be stored, and a problem for each file or entry that could
        not be used.
    """
    if Path(path).is_dir():
        yield from (_from_folder(Path(path), found) for found in each_text(Path(path)))
    elif Path(path).is_file() and is_reference_file(path):
        yield from _listed(path)
    else:
        yield _from_file(path)


def _from_folder(folder: Path, found: FolderText | Problem) -> Record | Problem:
    if isinstance(found, Problem):
        return found
    return _record(found.source, str(folder / found.source.name), found.data)


def _from_file(path: str, entry: ListedEntry | None = None) -> Record | Problem:
    """The work whose text a file is."""
    name = PurePath(path).name
    stated = [Entry(name, reference=entry.reference)] if entry else []
    try:
        # Read once: a pipe has nothing to say the second time, and a file may have changed.
        data = load(path)
        return _record(source_of(name, parse(data, path), stated), path, data)
    except ReadError as error:
        return Problem(error.path, error.problem, error.mend)


def _listed(path: str) -> Iterator[Record | Problem]:
    """The works of a reference file."""
    try:
        listed = read_references(path)
    except SourceError as error:
        yield error.detail
        return
    yield from listed.problems
    lost: list[Problem] = []
    for entry in listed.entries:
        there = [file for file in entry.files if file.is_file()]
        gone = [file for file in entry.files if file not in there]
        lost += [Problem(path, f"there is no file {file}", "export the files too") for file in gone]
        yield from (_from_file(str(file), entry) for file in there)
        if not there:
            yield _without_file(path, entry)
    yield from abridged(lost)


def _without_file(path: str, entry: ListedEntry) -> Record | Problem:
    """The work of an entry that names no file: its abstract, or what is said of it."""
    facts = entry.reference
    name = facts.pmcid or facts.doi.replace("/", "_") or facts.pmid or facts.label or facts.title
    if not entry.abstract:
        origins = (Origin("file", path),)
        return Record(
            name, replace(facts, label=""), origins=origins, notices=in_title(facts.title)
        )
    try:
        document = parse(entry.abstract, name)
    except ReadError as error:
        return Problem(f"{path}: {name}", error.problem, error.mend)
    stated = Entry(name, reference=facts, extent=Extent.ABSTRACT)
    suffix = ".nbib" if document.format == "medline" else ".html"
    return _record(source_of(name + suffix, document, [stated]), path, entry.abstract)


def _record(source: Source, place: str, data: bytes) -> Record:
    facts = source.reference or Reference("", "")
    name = PurePath(source.name).name
    notices = distinct((*source.notices, *in_title(facts.title)))
    return Record(name, facts, data, source.extent, (Origin("file", place),), notices)
