"""What is stated of the texts of a folder: its manifest, and reference files that lie in it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from sources.files import ListedEntry, read_references
from sources.labels import labels_of
from sources.manifest import MANIFEST, Entry, read_manifest
from sources.model import Problem, SourceError

#: So many files that one reference file names in vain are told one by one.
MOST_LOST = 5


@dataclass(slots=True)
class Statements:
    """What the manifest and the reference files of a folder say of its texts.

    Attributes:
        by_file: what is said of each file, the manifest first.
        abstracts: entries without a file, by the names that their abstracts get.
        problems: what could not be read, and files that are not there.
    """

    by_file: dict[str, list[Entry]] = field(default_factory=dict)
    abstracts: dict[str, ListedEntry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def statements(folder: Path, files: Sequence[str], texts: Sequence[str]) -> Statements:
    """What the manifest and the reference files of a folder say.

    Args:
        folder: the folder.
        files: names of the reference files in it, relative to it.
        texts: names of the texts in it.
    """
    manifest = read_manifest(folder)
    stated = Statements(problems=list(manifest.problems))
    for entry in manifest.entries:
        _tie(stated, folder, folder / MANIFEST, entry, texts, stated.problems)
    named = {label.text: name for name in texts for label in labels_of(name) if not label.article}
    for name in files:
        lost: list[Problem] = []
        for number, one in enumerate(_read(folder / name, stated.problems), 1):
            entries = _entries(one, folder, named)
            tied = [_tie(stated, folder, folder / name, entry, texts, lost) for entry in entries]
            if one.abstract and not any(tied):
                stated.abstracts[_abstract_name(name, one, number, stated)] = one
        stated.problems += abridged(lost)
    return stated


def abridged(lost: Sequence[Problem]) -> tuple[Problem, ...]:
    """The first few files that one reference file names in vain, and how many more there are."""
    if len(lost) <= MOST_LOST:
        return tuple(lost)
    more = f"{len(lost) - MOST_LOST} more files that it names are not there"
    return (*lost[:MOST_LOST], Problem(lost[0].path, more, "export the files too"))


def _abstract_name(file: str, entry: ListedEntry, number: int, stated: Statements) -> str:
    name = f"{file}#{entry.reference.label or number}"
    return name if name not in stated.abstracts else f"{name}-{number}"


def _entries(listed: ListedEntry, folder: Path, named: Mapping[str, str]) -> Iterator[Entry]:
    """What an entry says of the files that it names, or of the one that has its label."""
    label = listed.reference.label
    files = [relative(file, folder) for file in listed.files]
    if not files and label in named:
        files = [named[label]]
    for file in files:
        yield Entry(file, (label,) if label else (), reference=listed.reference)


def _read(path: Path, problems: list[Problem]) -> tuple[ListedEntry, ...]:
    """The entries of a reference file."""
    try:
        listed = read_references(path)
    except SourceError as error:
        problems.append(error.detail)
        return ()
    problems += listed.problems
    return listed.entries


def _tie(
    stated: Statements,
    folder: Path,
    origin: Path,
    entry: Entry,
    texts: Sequence[str],
    lost: list[Problem],
) -> bool:
    """Note what is said of a file; a file that is not there is a problem."""
    there = (folder / entry.file).is_file()
    if there:
        stated.by_file.setdefault(relative(folder / entry.file, folder), []).append(entry)
    else:
        problem = f"there is no file {entry.file}"
        lost.append(Problem(str(origin), problem, _near(entry, texts)))
    return there


def relative(file: Path, folder: Path) -> str:
    """The name of a file as seen from a folder."""
    return Path(os.path.relpath(file, folder)).as_posix()


def _near(entry: Entry, texts: Sequence[str]) -> str:
    close = get_close_matches(entry.file, texts, n=1, cutoff=0.75)
    return f"did you mean {close[0]}?" if close else "add the file or take the entry out"
