"""Reference files: CSL-JSON, RIS, BibTeX and nbib, as Zotero, EndNote and PubMed export them.

An entry may name files that its program keeps (the texts of the work) and may
hold the work's abstract; both are handed on with it.

CSL-JSON is read with the standard library; the other formats need the
packages of the ``references`` extra, which are imported when first used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sources.abstracts import abstract_page
from sources.formats import bibtex, csl, nbib, ris
from sources.formats.entry import ENDNOTE, Entry
from sources.model import Problem, Reference, SourceError
from sources.names import author_year_key

#: A reference file above this size is refused.
MAX_BYTES = 50_000_000
#: So many broken entries of a file are told one by one.
MOST_PROBLEMS = 50

#: How each format is recognised (first characters, suffixes) and read.
_FORMATS: Sequence[
    tuple[re.Pattern[str], tuple[str, ...], Callable[[str, str], Iterator[Entry]]]
] = (
    (re.compile(r"\s*[\[{]"), (".json", ".csljson"), csl.read),
    (ris.BEGINNING, (".ris",), ris.read),
    (re.compile(r"\s*PMID *-"), (".nbib",), nbib.read),
    (re.compile(r"\s*[@%]"), (".bib", ".bibtex"), bibtex.read),
)
#: Suffixes of files in which EndNote keeps references for itself.
ENDNOTE_FILES = (".enl", ".enw")


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One entry of a reference file.

    Attributes:
        reference: what it says of the work; the label is the entry's key
            ("rossi2012", "3"), or the author-year key where it has none.
        files: the files that it names, in order; they need not exist.
        abstract: the work's abstract as a file that can be read, empty when
            it gives none.
    """

    reference: Reference
    files: tuple[Path, ...] = ()
    abstract: bytes = b""


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """What a reference file holds: its entries, and those that could not be read."""

    entries: tuple[ListedEntry, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def references(self) -> tuple[Reference, ...]:
        """What the entries say of their works, in order."""
        return tuple(entry.reference for entry in self.entries)


def read_references(path: str | Path) -> ReferenceFile:
    """Read a reference file; the format is recognised by content, then by suffix.

    Args:
        path: a CSL-JSON, RIS, BibTeX or nbib file in UTF-8.

    Returns:
        Its entries.  A broken entry is a problem that names the entry, and
        the others are read.

    Raises:
        SourceError: the file cannot be read, is of no known format, or its
            format needs packages that are not installed.
    """
    if Path(path).suffix.lower() in ENDNOTE_FILES:
        mend = "export the references as RIS"
        raise SourceError(str(path), "EndNote's own files are not read", mend)
    text = _load(Path(path))
    entries, problems, broken = [], [], 0
    for entry in _reader(str(path), text)(str(path), text):
        if entry.reference is None:
            broken += 1
            if broken <= MOST_PROBLEMS:
                where = entry.where or f"line {text.count(chr(10), 0, entry.at) + 1}"
                problem = f"{where}: {entry.problem}"
                problems.append(Problem(str(path), problem, "mend this entry"))
        else:
            reference = _labelled(replace(entry.reference, document=str(path)))
            files = tuple(_place(Path(path), file) for file in entry.files)
            entries.append(ListedEntry(reference, files, _abstract(entry, reference)))
    if broken > MOST_PROBLEMS:
        problem = f"{broken - MOST_PROBLEMS} more entries cannot be read"
        problems.append(Problem(str(path), problem, "export the file again"))
    return ReferenceFile(tuple(entries), tuple(problems))


def is_reference_file(path: str | Path) -> bool:
    """Whether a file is a reference file, by its name as far as that tells.

    JSON may be anything, so it is read; EndNote calls an RIS file ".txt", so
    the beginning of such a file tells.
    """
    suffix = Path(path).suffix.lower()
    if suffix == ".json":
        try:
            return bool(read_references(path).entries)
        except SourceError:
            return False
    if suffix == ".txt":
        return _begins_like_ris(Path(path))
    return suffix in ENDNOTE_FILES or any(suffix in suffixes for _, suffixes, _ in _FORMATS)


def _begins_like_ris(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            head = stream.read(200).decode("utf-8-sig", "ignore")
    except OSError:
        return False
    return ris.BEGINNING.match(head) is not None


def _abstract(entry: Entry, reference: Reference) -> bytes:
    """A record that has a reader of its own as it stands, otherwise a page."""
    if not entry.abstract:
        return b""
    return entry.record.encode() or abstract_page(reference, entry.abstract)


def _labelled(reference: Reference) -> Reference:
    label = reference.label or author_year_key(reference.authors, reference.year)
    return replace(reference, label=label)


def _load(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(str(path), f"larger than {MAX_BYTES:,} bytes", "export fewer entries")
        text = path.read_bytes().decode("utf-8-sig")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError:
        raise SourceError(str(path), "there is no such file", "check the path") from None
    except IsADirectoryError:
        raise SourceError(str(path), "this is a folder", "name the reference file in it") from None
    except UnicodeDecodeError:
        raise SourceError(str(path), "this is not UTF-8 text", "export it again as UTF-8") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(
            str(path), f"cannot be read ({reason})", "check its permissions"
        ) from None


def _reader(path: str, text: str) -> Callable[[str, str], Iterator[Entry]]:
    for sign, suffixes, reader in _FORMATS:
        if sign.match(text) or path.lower().endswith(suffixes):
            return reader
    raise SourceError(
        path,
        "this is no reference file that is known here",
        "export the references as CSL-JSON, RIS, BibTeX or nbib",
    )


def _place(file: Path, attached: str) -> Path:
    """Where an attached file lies: relative to the reference file unless absolute.

    EndNote names the files of a library by its own address; they lie in the
    library's folder of data beside the export.
    """
    if attached.startswith(ENDNOTE):
        inner = Path("PDF", *attached.removeprefix(ENDNOTE).split("/"))
        kept = [*sorted(file.parent.glob("*.Data")), file.with_suffix(".Data")]
        places = [folder / name for name in (inner, Path(unquote(str(inner)))) for folder in kept]
        return next((place for place in places if place.exists()), places[0])
    if attached.startswith("file:"):
        attached = unquote(urlsplit(attached).path)
    return file.parent / attached.replace("\\", "/")
