"""A folder with the texts of cited works.

Every text in the folder is a source.  A label is tied to one by the manifest
(``sources.toml``), by the ``file`` field of a CSL-JSON entry, or by the file's
own name: ``smith2012.html``, ``pmid-12345678.txt``, ``PMC1234567.html``,
``10.1000_xyz.txt``, ``1.txt``.

Two articles number their references apart, so a bare number holds for one
article only: for the only article of a run, for the article that the manifest
names, or, where a file lies in ``DIR/<article's name without suffix>/``, for
that article.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path, PurePath

from claims.document import Document
from claims.readers import ReadError, read
from sources.files import read_references
from sources.identifiers import file_name_identifiers
from sources.manifest import MANIFEST, Entry, Manifest, read_manifest
from sources.model import Problem, Reference, Source, SourceError
from sources.notices import in_document
from sources.works import described_by, fill

__all__ = ["SourceError", "SourceFolder", "open_folder"]

#: Files that lie beside texts and are none; anything else in the folder is read.
_NO_TEXTS = re.compile(
    r"\.(?:bib|bibtex|css|csv|enl|enw|gif|ico|ipynb|jpe?g|js|json|map|nbib|png|py|ris|svg|tiff?"
    r"|toml|tsv|ttf|webp|woff2?|xlsx?|ya?ml)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,4}")
_STEM_NUMBER = re.compile(r"(?:ref(?:erence)?|source|citation)?[-_ .]?0{0,3}([1-9]\d{0,3})", re.I)
_STEM_KEY = re.compile(
    r"([a-z]+)(?:[-_ .]*et[-_ .]*al)?[-_ .]*((?:19|20)\d\d)[-_ .]*([a-z]?)", re.I
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label that the folder ties to a source, and the article that it holds for.

    Attributes:
        text: the label.
        article: path or stem of the article, "" for every article (a number
            then holds only for the single article of a run).
    """

    text: str
    article: str = ""

    def holds_for(self, article_path: str, *, single: bool) -> bool:
        """Whether the label is one of this article's."""
        if self.article:
            return _same_article(self.article, article_path)
        return single or not _NUMBER.fullmatch(self.text)


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


def open_folder(path: str | Path) -> SourceFolder:
    """Read the texts of a folder.

    Args:
        path: the folder; its subfolders are read too, hidden ones aside.

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
    manifest = read_manifest(folder)
    entries, problems = _entries(folder, manifest)
    sources: list[Source] = []
    labels: dict[str, tuple[Label, ...]] = {}
    for name in sorted({*_texts(folder), *entries}):
        try:
            document = read(folder / name)
        except ReadError as error:
            problems.append(Problem(error.path, error.problem, error.mend))
            continue
        stated = entries.get(name, [])
        sources.append(_source(name, document, stated))
        labels[name] = _labels(name, stated)
    if not sources:
        first = f" ({problems[0]})" if problems else ""
        raise SourceError(
            str(path),
            f"nothing in this folder can be read{first}",
            "put the texts of the cited works there as text, Markdown or HTML",
        )
    return SourceFolder(str(path), tuple(sources), tuple(problems), labels)


def _texts(folder: Path) -> Iterator[str]:
    """The names of the files that may be texts, relative to the folder."""
    for place, inner, files in os.walk(folder):
        inner[:] = [one for one in inner if not one.startswith((".", "__")) and not _assets(one)]
        for file in files:
            if not file.startswith(".") and not _NO_TEXTS.fullmatch(PurePath(file).suffix):
                yield (Path(place) / file).relative_to(folder).as_posix()


def _assets(folder_name: str) -> bool:
    """Whether a folder holds what a browser saved beside a page."""
    return folder_name.endswith(("_files", ".files", "-Dateien"))


def _entries(folder: Path, manifest: Manifest) -> tuple[dict[str, list[Entry]], list[Problem]]:
    """What the manifest and the CSL-JSON files of the folder say, by file."""
    problems = list(manifest.problems)
    origin = str(folder / MANIFEST)
    stated = [(origin, entry) for entry in manifest.entries]
    for path in sorted(folder.glob("*.json")):
        try:
            listed = read_references(path)
        except SourceError:
            continue  # some other JSON file: nothing in it speaks of the texts
        problems += listed.problems
        by_label = {reference.label: reference for reference in listed.references}
        stated += [
            (str(path), Entry(_relative(file, folder), (label,), reference=by_label.get(label)))
            for label, file in listed.attached
        ]
    entries: dict[str, list[Entry]] = {}
    for where, entry in stated:
        if (folder / entry.file).is_file():
            entries.setdefault(_relative(folder / entry.file, folder), []).append(entry)
        else:
            problems.append(Problem(where, f"there is no file {entry.file}", _near(folder, entry)))
    return entries, problems


def _relative(file: Path, folder: Path) -> str:
    return Path(os.path.relpath(file, folder)).as_posix()


def _near(folder: Path, entry: Entry) -> str:
    close = get_close_matches(entry.file, sorted(_texts(folder)), n=1, cutoff=0.75)
    return f"did you mean {close[0]}?" if close else "add the file or take the entry out"


def _source(name: str, document: Document, stated: list[Entry]) -> Source:
    """A source with what is stated of it, the manifest before the text itself."""
    facts = Reference(document=name, label="")
    for entry in stated:
        facts = fill(facts, entry.reference) if entry.reference else facts
    named = file_name_identifiers(_stem(name))
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


def _labels(name: str, stated: list[Entry]) -> tuple[Label, ...]:
    """The labels of a source; the file's name counts where nothing else is stated."""
    labels = [Label(text, entry.article) for entry in stated for text in entry.labels]
    if not labels:
        stem = _stem(name)
        parent = PurePath(name).parent
        number = _STEM_NUMBER.fullmatch(stem)
        key = _STEM_KEY.fullmatch(stem)
        if number:
            labels = [Label(number[1], "" if parent == PurePath() else parent.name)]
        elif key:
            labels = [Label("".join(key.groups()).lower())]
        elif not file_name_identifiers(stem):
            labels = [Label(stem)]
    return tuple(dict.fromkeys(labels))


def _stem(name: str) -> str:
    """A file's name without its suffix; the dots of a DOI are no suffix."""
    path = PurePath(name)
    return path.stem if path.suffix and not path.suffix[1:].isdigit() else path.name


def _same_article(stated: str, article_path: str) -> bool:
    """Whether a stated article (path, file name or stem) is the one at this path."""
    wanted, given = PurePath(stated).parts, PurePath(article_path).parts
    if not wanted or not given:
        return False
    tail = given[-len(wanted) :]
    stems = (*tail[:-1], PurePath(tail[-1]).stem)
    return wanted in (tail, stems)
