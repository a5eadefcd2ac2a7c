"""References and sources: what an article cites, and the texts at hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from claims.document import Document, Extent


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a reference list.

    Attributes:
        document: name of the document (or reference file) that holds it.
        label: its label in the text ("3", "rossi2012").
        authors: family names first, as printed, in order.
        title, container, year, volume, pages, doi, pmid, pmcid: as printed,
            normalised where the field has a normal form (DOI in lower case
            without resolver, PMID as digits, PMCID with its prefix), "" when
            not stated.
        text: the entry as printed.
        start, end: offsets of the entry in the document, 0 and 0 for an entry
            of a reference file.
    """

    document: str
    label: str
    authors: tuple[str, ...] = ()
    title: str = ""
    container: str = ""
    year: str = ""
    volume: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    text: str = ""
    start: int = 0
    end: int = 0

    def as_dict(self) -> dict[str, object]:
        """The entry in the keys of the JSON interface."""
        return {
            "document": self.document,
            "label": self.label,
            "authors": list(self.authors),
            "title": self.title,
            "container": self.container,
            "year": self.year,
            "volume": self.volume,
            "pages": self.pages,
            "doi": self.doi,
            "pmid": self.pmid,
            "pmcid": self.pmcid,
            "text": self.text,
        }


class NoticeKind(StrEnum):
    """What was said of a work after it appeared, the gravest first."""

    RETRACTION = "retraction"  #: retracted, in part or whole
    WITHDRAWAL = "withdrawal"  #: withdrawn or removed by its publisher
    CONCERN = "expression-of-concern"
    CORRECTION = "correction"  #: erratum, corrigendum, addendum


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice about a work: that it was retracted, withdrawn, doubted or corrected.

    Attributes:
        kind: what it says.
        told_by: where it was found: "crossref", "pubmed", or "title" for a
            work whose own title says so.
        doi: the notice's own DOI, "" when not stated.
        date: its date as far as stated ("2019", "2019-05", "2019-05-02"), or "".
    """

    kind: NoticeKind
    told_by: str
    doi: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A cited work that is at hand.

    Attributes:
        name: short name for reports, the path relative to the sources folder.
        document: its text.
        extent: what was decided about its extent (a manifest beats the reader).
        labels: labels that a manifest or the file name ties to it.
        reference: bibliographic facts from the manifest or the text itself.
        notices: retractions and corrections that are known of it.
    """

    name: str
    document: Document
    extent: Extent = Extent.FULL
    labels: tuple[str, ...] = ()
    reference: Reference | None = None
    notices: tuple[Notice, ...] = ()


class Resolution(StrEnum):
    """How the works behind a claim were found."""

    LABEL = "label"  #: manifest or file name names the label
    IDENTIFIER = "identifier"  #: DOI, PMID or PMCID
    TITLE = "title"  #: title, year and first author
    FOLDER_SEARCH = "folder-search"  #: labels resolve to nothing; every source was searched
    NONE = "none"  #: nothing at hand


@dataclass(frozen=True, slots=True)
class Resolved:
    """A label tied to its source, or not, and why.

    ``source`` is None when the cited work is not at hand; ``reason`` says in
    one phrase how the tie was made or why it failed.  ``notices`` holds what
    is known of the cited work, at hand or not.
    """

    label: str
    reference: Reference | None
    source: Source | None
    resolution: Resolution
    reason: str = ""
    score: float = 1.0
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that one file or entry suffers from, while the rest goes on.

    Attributes:
        path: the file.
        problem: what is wrong, one phrase.
        mend: what to do about it, one phrase.
    """

    path: str
    problem: str
    mend: str

    def __str__(self) -> str:
        """One line for a terminal."""
        return f"{self.path}: {self.problem}; {self.mend}"


class SourceError(Exception):
    """A folder or file of sources that cannot be used at all.

    Attributes:
        detail: the path, what is wrong and what to do.
    """

    def __init__(self, path: str, problem: str, mend: str) -> None:
        self.detail = Problem(path, problem, mend)
        super().__init__(str(self.detail))
