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
from difflib import get_close_matches
from pathlib import Path, PurePath

from claims.document import Document, Extent
from claims.readers import ReadError, parse, read
from sources.files import ListedEntry, is_reference_file, read_references
from sources.identifiers import file_name_identifiers
from sources.manifest import MANIFEST, Entry, read_manifest
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
    sources: list[Source] = []
    problems: list[Problem] = []
    labels: dict[str, tuple[Label, ...]] = {}
    for found in each_text(folder):
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
        abstract: the text itself where it is no file of the folder but an
            abstract in a reference file.
    """

    source: Source
    labels: tuple[Label, ...]
    abstract: bytes = b""


def each_text(folder: Path) -> Iterator[FolderText | Problem]:
    """The texts of a folder one by one, in order, with what could not be used of it."""
    stated = _statements(folder)
    yield from stated.problems
    for name in sorted({*_texts(folder), *stated.by_file}):
        said = stated.by_file.get(name, [])
        try:
            yield FolderText(source_of(name, read(folder / name), said), _labels(name, said))
        except ReadError as error:
            yield Problem(error.path, error.problem, error.mend)
    for name, entry in stated.abstracts.items():
        said = [Entry(name, reference=entry.reference, extent=Extent.ABSTRACT)]
        labels = (Label(entry.reference.label),) if entry.reference.label else ()
        try:
            source = source_of(name, parse(entry.abstract, name), said)
        except ReadError as error:
            yield Problem(str(folder / name), error.problem, error.mend)
        else:
            yield FolderText(source, labels, entry.abstract)


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


@dataclass(slots=True)
class _Statements:
    """What the manifest and the reference files of a folder say of its texts.

    Attributes:
        by_file: what is said of each file, the manifest first.
        abstracts: entries without a file, by the names that their abstracts get.
        problems: what could not be read, and files that are not there.
    """

    by_file: dict[str, list[Entry]] = field(default_factory=dict)
    abstracts: dict[str, ListedEntry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def _statements(folder: Path) -> _Statements:
    manifest = read_manifest(folder)
    stated = _Statements(problems=list(manifest.problems))
    for entry in manifest.entries:
        _tie(stated, folder, folder / MANIFEST, entry)
    named = {label.text: name for name in _texts(folder) for label in _labels(name, [])}
    for path in sorted(folder.iterdir()):
        for number, listed in enumerate(_listed(path, stated.problems), 1):
            reference = listed.reference
            labels = (reference.label,) if reference.label else ()
            files = [_relative(file, folder) for file in listed.files]
            if reference.label in named and not files:
                files = [named[reference.label]]
            tied = [
                _tie(stated, folder, path, Entry(file, labels, reference=reference))
                for file in files
            ]
            if listed.abstract and not any(tied):
                stated.abstracts[f"{path.name}#{reference.label or number}"] = listed
    return stated


def _listed(path: Path, problems: list[Problem]) -> tuple[ListedEntry, ...]:
    """The entries of a reference file; other files have none."""
    if not path.is_file() or not is_reference_file(path):
        return ()
    try:
        listed = read_references(path)
    except SourceError as error:
        problems.append(error.detail)
        return ()
    problems += listed.problems
    return listed.entries


def _tie(stated: _Statements, folder: Path, origin: Path, entry: Entry) -> bool:
    """Note what is said of a file; a file that is not there is a problem."""
    there = (folder / entry.file).is_file()
    if there:
        stated.by_file.setdefault(_relative(folder / entry.file, folder), []).append(entry)
    else:
        problem = f"there is no file {entry.file}"
        stated.problems.append(Problem(str(origin), problem, _near(folder, entry)))
    return there


def _relative(file: Path, folder: Path) -> str:
    return Path(os.path.relpath(file, folder)).as_posix()


def _near(folder: Path, entry: Entry) -> str:
    close = get_close_matches(entry.file, sorted(_texts(folder)), n=1, cutoff=0.75)
    return f"did you mean {close[0]}?" if close else "add the file or take the entry out"


def source_of(name: str, document: Document, stated: Sequence[Entry] = ()) -> Source:
    """A text with what is stated of it, then what its name and the text itself say."""
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


def _labels(name: str, stated: Sequence[Entry]) -> tuple[Label, ...]:
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
