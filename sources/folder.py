"""A folder with the texts of cited works.

Every text in the folder is a source.  A label is tied to one by the manifest
(``sources.toml``), by an entry of a reference file that lies in the folder and
names the text, or by the file's own name: ``smith2012.html``,
``pmid-12345678.txt``, ``PMC1234567.html``, ``10.1000_xyz.txt``, ``1.txt``.  An
entry that names no text but holds an abstract is a source by that.

Two articles number their references apart, so a bare number holds for one
article only: for the only article of a run, for the article that the manifest
names, or, where a file lies in ``DIR/<article's name without suffix>/``, for
that article.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from claims.cache import NO_CACHE, Cache
from claims.document import Document, Extent
from claims.readers import ReadError, load, parse
from sources.files import ENDNOTE_FILES, is_reference_file
from sources.identifiers import file_name_identifiers
from sources.labels import Label, labels_of, stem_of
from sources.manifest import Entry
from sources.model import Problem, Reference, Source, SourceError
from sources.notices import in_document
from sources.statements import statements
from sources.works import described_by, fill

__all__ = ["SourceError", "SourceFolder", "open_folder"]

#: Files that lie beside texts and are none; anything else in the folder is read.
_NO_TEXTS = re.compile(
    r"\.(?:bib|bibtex|css|csv|db|gif|ico|ipynb|jpe?g|js|jsonl?|map|nbib|ndjson|parquet"
    r"|png|py|ris|svg|tiff?|toml|tsv|ttf|webp|woff2?|xlsx?|ya?ml)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """The texts of a folder.

    Attributes:
        path: the folder, as given.
        sources: its texts, by name; their labels are set by :meth:`for_article`.
        problems: files and manifest entries that could not be used.
        labels: for each source's name the labels tied to it.
    """

    path: str
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...] = ()
    labels: dict[str, tuple[Label, ...]] = field(default_factory=dict)

    def for_article(self, article_path: str, *, single: bool) -> tuple[Source, ...]:
        """The sources with the labels that hold for one article.

        Args:
            article_path: the article, as given.
            single: whether it is the only article of the run.
        """
        return tuple(
            replace(
                source,
                labels=tuple(
                    label.text
                    for label in self.labels.get(source.name, ())
                    if label.holds_for(article_path, single=single)
                ),
            )
            for source in self.sources
        )


def open_folder(path: str | Path, cache: Cache = NO_CACHE) -> SourceFolder:
    """Read the texts of a folder.

    Args:
        path: the folder; its subfolders are read too, hidden ones aside.
        cache: keeps the texts that take long to read.

    Returns:
        The sources in order of their names.  A file that cannot be read is a
        problem, and the others go on.

    Raises:
        SourceError: there is no such folder, or nothing in it can be read.
    """
    folder = Path(path)
    if not folder.is_dir():
        what = "this is a file, not a folder" if folder.exists() else "there is no such folder"
        raise SourceError(str(path), what, "give --sources the folder with the cited texts")
    sources: list[Source] = []
    problems: list[Problem] = []
    labels: dict[str, tuple[Label, ...]] = {}
    for found in each_text(folder, cache):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            sources.append(found.source)
            labels[found.source.name] = found.labels
    if not sources:
        first = f" ({problems[0]})" if problems else ""
        raise SourceError(
            str(path),
            f"nothing in this folder can be read{first}",
            "put the texts of the cited works there, or a reference file with their abstracts",
        )
    return SourceFolder(str(path), tuple(sources), tuple(problems), labels)


@dataclass(frozen=True, slots=True)
class FolderText:
    """One text of a folder.

    Attributes:
        source: the text with the facts that are stated of it.
        labels: the labels that the folder ties to it.
        data: what the text was read from: its file, or an abstract in a
            reference file.
    """

    source: Source
    labels: tuple[Label, ...]
    data: bytes


def each_text(folder: Path, cache: Cache = NO_CACHE) -> Iterator[FolderText | Problem]:
    """The texts of a folder one by one, in order, with what could not be used of it."""
    listed, texts = [], []
    for name in sorted(_files(folder)):
        if _waits(folder / name):
            yield Problem(str(folder / name), "this is no ordinary file", "put a file in its place")
        elif is_reference_file(folder / name):
            listed.append(name)
        elif not _NO_TEXTS.fullmatch(PurePath(name).suffix):
            texts.append(name)
    yield from _tied(folder, listed, texts, cache)


def _tied(
    folder: Path, listed: Sequence[str], texts: Sequence[str], cache: Cache
) -> Iterator[FolderText | Problem]:
    """The texts of a folder with what its reference files and its manifest state."""
    exported = [name for name in listed if not name.lower().endswith(ENDNOTE_FILES)]
    stated = statements(folder, exported or listed, texts)
    yield from stated.problems
    for name in sorted({*texts, *stated.by_file}):
        said = stated.by_file.get(name, [])
        try:
            data = load(str(folder / name))
            source = source_of(name, parse(data, str(folder / name), cache=cache), said)
        except ReadError as error:
            yield Problem(error.path, error.problem, error.mend)
        else:
            yield FolderText(source, labels_of(name, said), data)
    for name, entry in stated.abstracts.items():
        said = [Entry(name, reference=entry.reference, extent=Extent.ABSTRACT)]
        labels = (Label(entry.reference.label),) if entry.reference.label else ()
        try:
            source = source_of(name, parse(entry.abstract, name), said)
        except ReadError as error:
            yield Problem(str(folder / name), error.problem, error.mend)
        else:
            yield FolderText(source, labels, entry.abstract)


def _files(folder: Path) -> Iterator[str]:
    """The names of the files in a folder and below, relative to it; hidden ones aside."""
    for place, inner, files in os.walk(folder):
        inner[:] = [one for one in inner if not one.startswith((".", "__")) and not _assets(one)]
        for file in files:
            if not file.startswith("."):
                yield (Path(place) / file).relative_to(folder).as_posix()


def _waits(path: Path) -> bool:
    """Whether reading may never end: a pipe or a device. A broken link is told when read."""
    return path.exists() and not path.is_file()


def _assets(folder_name: str) -> bool:
    """Whether a folder holds what a browser saved beside a page."""
    return folder_name.endswith(("_files", ".files", "-Dateien"))


def source_of(name: str, document: Document, stated: Sequence[Entry] = ()) -> Source:
    """A text with what is stated of it, then what its name and the text itself say."""
    facts = Reference(document=name, label="")
    for entry in stated:
        facts = fill(facts, entry.reference) if entry.reference else facts
    named = file_name_identifiers(stem_of(name))
    facts = fill(
        facts,
        Reference(
            document=name,
            label="",
            doi=named.get("doi", ""),
            pmid=named.get("pmid", ""),
            pmcid=named.get("pmcid", ""),
        ),
    )
    facts = fill(facts, described_by(document))
    extents = [entry.extent for entry in stated if entry.extent is not None]
    extent = extents[0] if extents else document.extent
    return Source(name, document, extent, reference=facts, notices=in_document(document))
