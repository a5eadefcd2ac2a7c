"""Labels that the files of a folder have by their names, and the articles that they hold for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from sources.identifiers import file_name_identifiers
from sources.manifest import Entry

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


def labels_of(name: str, stated: Sequence[Entry] = ()) -> tuple[Label, ...]:
    """The labels of a source; the file's name counts where nothing else is stated."""
    labels = [Label(text, entry.article) for entry in stated for text in entry.labels]
    if not labels:
        stem = stem_of(name)
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


def stem_of(name: str) -> str:
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
