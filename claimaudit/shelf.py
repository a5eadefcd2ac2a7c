"""What the articles of a run share: a folder of texts, a reference file, a library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimaudit.settings import Settings
from claims.cache import NO_CACHE, Cache
from claims.document import Document
from sources.files import ReferenceFile, read_references
from sources.folder import SourceFolder, open_folder
from sources.library import Library, open_library
from sources.merge import merged
from sources.model import Notice, Problem, Reference, Source
from sources.reflist import references

#: Sources folder, reference file and library, as the settings name them.
Key = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The works at hand for some articles; any part may be missing."""

    folder: SourceFolder | None = None
    listed: ReferenceFile | None = None
    library: Library | None = None

    def problems(self) -> Iterator[Problem]:
        """What could not be read of any part, as far as it was needed yet."""
        for part in (self.folder, self.listed, self.library):
            if part is not None:
                yield from part.problems

    def references(self, document: Document, labels: Iterable[str]) -> tuple[Reference, ...]:
        """An article's own list, completed by the reference file.

        Args:
            document: the article.
            labels: the labels that it cites.
        """
        listed = self.listed.references if self.listed else ()
        return merged(references(document), listed, labels)

    def sources(
        self,
        document: Document,
        listed: Sequence[Reference],
        labels: Iterable[str],
        *,
        single: bool,
    ) -> tuple[Source, ...]:
        """The texts that an article may mean, with the labels that hold for it.

        The folder's come first; the article itself is none of them.

        Args:
            document: the article.
            listed: its references.
            labels: the labels that it cites.
            single: whether it is the only article that uses the folder.
        """
        own = Path(document.name).resolve()
        in_folder = self.folder.for_article(document.name, single=single) if self.folder else ()
        found = [one for one in in_folder if Path(one.document.name).resolve() != own]
        if self.library is not None:
            found += self.library.candidates(listed, labels, {one.name for one in found})
        return tuple(found)

    def notices(self, reference: Reference) -> tuple[Notice, ...]:
        """What the library knows of retractions and corrections of a cited work."""
        return self.library.notices(reference) if self.library else ()


def key_of(settings: Settings) -> Key:
    """Which shelf an article's settings name."""
    return settings.sources, settings.references, settings.library


def open_shelves(
    asked: Iterable[Settings], stack: ExitStack, kept: Cache = NO_CACHE
) -> dict[Key, Shelf]:
    """The shelves that some settings name; each part is opened once.

    Args:
        asked: the settings of the articles.
        stack: closes the libraries.
        kept: keeps the texts that take long to read.

    Raises:
        sources.folder.SourceError: a folder does not exist or holds nothing
            readable, or a library cannot be used.
    """
    folder, listed = cache(lambda path: open_folder(path, kept)), cache(read_references)
    library = cache(lambda path: stack.enter_context(open_library(path, cache=kept)))
    return {
        key_of(one): Shelf(
            folder(one.sources) if one.sources else None,
            listed(one.references) if one.references else None,
            library(one.library) if one.library else None,
        )
        for one in asked
    }
