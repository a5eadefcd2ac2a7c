"""Reference files: CSL-JSON, RIS, BibTeX and nbib, as Zotero, EndNote and PubMed export them.

An entry may name files that its program keeps (the texts of the work) and may
hold the work's abstract; both are handed on with it.

CSL-JSON is read with the standard library; the other formats need the
packages of the ``references`` extra, which are imported when first used.
"""

from __future__ import annotations

import importlib
import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from sources.abstracts import abstract_page
from sources.identifiers import find_identifiers, normalise_doi, normalise_pmcid, normalise_pmid
from sources.model import Problem, Reference, SourceError
from sources.names import author_year_key

#: A reference file above this size is refused.
MAX_BYTES = 50_000_000
#: So many broken entries of a file are told one by one.
MOST_PROBLEMS = 50

_EXTRA = "pip install claimaudit[references]"
#: How EndNote addresses a file of its library.
_ENDNOTE = "internal-pdf://"
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


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


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of a file as its format gives it, or why it could not be read."""

    reference: Reference | None = None
    files: tuple[str, ...] = ()
    abstract: str = ""
    record: str = ""
    problem: str = ""
    where: str = ""
    at: int = 0  #: offset in the file, where ``where`` is empty


class _EntryError(Exception):
    """An entry that is not what its format asks for; the text says why."""


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
    """Whether a file's name is that of a reference file; JSON may be anything, so it is read."""
    suffix = Path(path).suffix.lower()
    if suffix != ".json":
        return any(suffix in suffixes for _, suffixes, _ in _FORMATS)
    try:
        return bool(read_references(path).entries)
    except SourceError:
        return False


def _abstract(entry: _Entry, reference: Reference) -> bytes:
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


def _reader(path: str, text: str) -> Callable[[str, str], Iterator[_Entry]]:
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
    if attached.startswith(_ENDNOTE):
        inner = Path("PDF", *attached.removeprefix(_ENDNOTE).split("/"))
        kept = [*sorted(file.parent.glob("*.Data")), file.with_suffix(".Data")]
        places = [folder / name for name in (inner, Path(unquote(str(inner)))) for folder in kept]
        return next((place for place in places if place.exists()), places[0])
    if attached.startswith("file:"):
        attached = unquote(urlsplit(attached).path)
    return file.parent / attached.replace("\\", "/")


# CSL-JSON ---------------------------------------------------------------------------------------


def _read_csl(path: str, text: str) -> Iterator[_Entry]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(path, f"this is not JSON ({error})", "export it again") from None
    items = content.get("items", [content]) if isinstance(content, dict) else content
    if not isinstance(items, list) or not any(map(_is_csl, items)):
        raise SourceError(path, "this JSON holds no CSL entries", "export it as CSL-JSON")
    for number, item in enumerate(items, 1):
        where = f"entry {number}"
        try:
            yield _csl_entry(item)
        except _EntryError as error:
            yield _Entry(problem=str(error), where=where)


def _is_csl(item: object) -> bool:
    return isinstance(item, dict) and "id" in item and ("title" in item or "type" in item)


def _csl_entry(item: object) -> _Entry:
    if not isinstance(item, dict):
        raise _EntryError("an entry is an object in braces")
    for key in ("title", "container-title", "DOI", "note"):
        if not isinstance(item.get(key, ""), str):
            raise _EntryError(f"{key} is no text")
    files = item.get("file", item.get("files", []))
    files = [files] if isinstance(files, str) else files
    if not isinstance(files, list) or not all(isinstance(file, str) for file in files):
        raise _EntryError("file is neither a path nor a list of paths")
    said = _identifiers_in(item.get("note", ""))
    return _Entry(
        Reference(
            document="",
            label=_csl_label(item),
            authors=tuple(map(_csl_name, _list(item.get("author")))),
            title=item.get("title", ""),
            container=item.get("container-title", ""),
            year=_csl_year(item.get("issued")),
            volume=_scalar(item.get("volume")),
            pages=_scalar(item.get("page")),
            doi=normalise_doi(item.get("DOI", "")) or said.get("doi", ""),
            pmid=normalise_pmid(_scalar(item.get("PMID"))) or said.get("pmid", ""),
            pmcid=normalise_pmcid(_scalar(item.get("PMCID"))) or said.get("pmcid", ""),
        ),
        tuple(file for file in files if _is_local(file)),
        _scalar(item.get("abstract")),
    )


def _csl_label(item: Mapping[str, Any]) -> str:
    for key in ("citation-label", "citation-key", "id"):
        if label := _scalar(item.get(key)):
            return label.rpartition("/")[2]
    return ""


def _csl_name(name: object) -> str:
    if isinstance(name, str):
        return name
    if not isinstance(name, dict):
        raise _EntryError("an author is an object with family and given")
    particle = _scalar(name.get("non-dropping-particle"))
    family = f"{particle} {_scalar(name.get('family'))}".strip()
    given = _scalar(name.get("given"))
    return _scalar(name.get("literal")) or (f"{family}, {given}" if given else family)


def _csl_year(issued: object) -> str:
    if isinstance(issued, dict):
        parts = issued.get("date-parts") or issued.get("raw") or issued.get("literal") or ""
        issued = parts
    return _year(str(issued or ""))


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, list):
        return value
    raise _EntryError("author is a list of names")


def _scalar(value: object) -> str:
    return str(value).strip() if isinstance(value, (str, int)) else ""


# RIS --------------------------------------------------------------------------------------------

_RIS_START = re.compile(r"^TY {1,2}- ?", re.MULTILINE)
#: Tags that name files; each may stand several times.
_RIS_FILES = {"L1": "file_attachments1", "L2": "file_attachments2"}
_RIS_NUMBER = re.compile(r"^ID {1,2}- ?(\d{1,9})\s*$", re.MULTILINE)
_RIS_END = re.compile(r"^ER {1,2}-", re.MULTILINE)


def _read_ris(path: str, text: str) -> Iterator[_Entry]:
    rispy = _package("rispy", path)
    lists = [*rispy.LIST_TYPE_TAGS, *_RIS_FILES]
    numbers = _RIS_NUMBER.findall(text)
    counted = numbers == [str(number) for number in range(1, len(numbers) + 1)]
    starts = [found.start() for found in _RIS_START.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if not _RIS_END.search(text, start, end):
            yield _Entry(problem='the entry has no "ER  -" at its end', at=start)
            continue
        try:
            [record] = rispy.loads(text[start:end], list_tags=lists)
        except Exception as error:  # rispy raises whatever its tables meet
            problem = f"the entry cannot be read ({_one_line(error)})"
            yield _Entry(problem=problem, at=start)
        else:
            yield _ris_entry(record, counted=counted)


def _ris_entry(record: Mapping[str, Any], *, counted: bool) -> _Entry:
    """An entry; its number is a label only where the file's numbers count its entries.

    Any other is the record's number in the library that wrote the file, and
    says nothing about an article.
    """

    def first(*keys: str) -> str:
        return next((_joined(record[key]) for key in keys if record.get(key)), "")

    said = _identifiers_in(
        " ".join(map(_joined, (record.get("notes", ""), record.get("urls", ""))))
    )
    pages = [first("start_page"), first("end_page")]
    files = [file for key in _RIS_FILES.values() for file in record.get(key, ())]
    label = first("id")
    reference = Reference(
        document="",
        label=label if counted or not label.isdigit() else "",
        authors=tuple(record.get("authors") or record.get("first_authors") or ()),
        title=first("title", "primary_title"),
        container=first("secondary_title", "journal_name", "alternate_title3"),
        year=_year(first("year", "publication_year", "date")),
        volume=first("volume"),
        pages="-".join(page for page in pages if page),
        doi=normalise_doi(first("doi")) or said.get("doi", ""),
        pmid=normalise_pmid(first("accession_number")) or said.get("pmid", ""),
        pmcid=normalise_pmcid(first("custom2")) or said.get("pmcid", ""),
    )
    local = tuple(file for file in files if _is_local(file))
    return _Entry(reference, local, first("abstract", "notes_abstract"))


# BibTeX -----------------------------------------------------------------------------------------


_ESCAPED = re.compile(r"\\([%&_$#])")
_LATEX = re.compile(r"[\\{}$~^%]|--|``|''")


def _read_bibtex(path: str, text: str) -> Iterator[_Entry]:
    bibtexparser = _package("bibtexparser", path)
    if not hasattr(bibtexparser, "parse_string"):
        raise SourceError(path, "BibTeX needs bibtexparser 2", _EXTRA)
    # Failed blocks are reported as problems; the library's own warnings would double them.
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    library = bibtexparser.parse_string(text)
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        yield _Entry(problem=_one_line(block.error), where=f"line {line}")
    plain = _package("pylatexenc.latex2text", path).LatexNodes2Text(keep_comments=True)
    for entry in library.entries:
        fields = {field.key.lower(): str(field.value) for field in entry.fields}
        try:
            yield _bibtex_entry(entry.key, fields, partial(_from_latex, plain.latex_to_text))
        except (ValueError, RecursionError) as error:  # braces a thousand deep
            problem = f"the entry cannot be read ({_one_line(error)})"
            yield _Entry(problem=problem, where=f"line {(entry.start_line or 0) + 1}")


def _from_latex(decode: Callable[[str], str], text: str) -> str:
    """Text as LaTeX prints it; what merely escapes a character needs no parser."""
    if not _LATEX.search(_ESCAPED.sub("", text)):
        return _ESCAPED.sub(r"\1", text)
    return decode(text)


def _bibtex_entry(key: str, raw: Mapping[str, str], decode: Callable[[str], str]) -> _Entry:
    def text(*keys: str) -> str:
        value = next((raw[name] for name in keys if raw.get(name)), "")
        return " ".join(decode(value).split())

    said = _identifiers_in(text("note", "annote", "url", "eprint"))
    names = re.split(r"\s+and\s+", raw.get("author", ""), flags=re.IGNORECASE)
    reference = Reference(
        document="",
        label=key,
        authors=tuple(_bibtex_name(name.strip(), decode) for name in names if name.strip()),
        title=text("title"),
        container=text("journal", "journaltitle", "booktitle"),
        year=_year(text("year", "date")),
        volume=text("volume"),
        pages=text("pages"),
        doi=normalise_doi(text("doi")) or said.get("doi", ""),
        pmid=normalise_pmid(text("pmid")) or said.get("pmid", ""),
        pmcid=normalise_pmcid(text("pmcid")) or said.get("pmcid", ""),
    )
    return _Entry(reference, tuple(_bibtex_files(raw.get("file", ""))), text("abstract"))


def _bibtex_name(raw: str, decode: Callable[[str], str]) -> str:
    """Family name first: "Carla Rossi" becomes "Rossi, Carla"; a body stays as it is."""
    name = " ".join(decode(raw).split())
    if raw[0] == "{" or "," in name or " " not in name:
        return name
    given, _, family = name.rpartition(" ")
    return f"{family}, {given}"


def _bibtex_files(field: str) -> Iterator[str]:
    """The paths of Zotero's and JabRef's "title:path:type;…", or of a plain path."""
    for part in re.split(r"(?<!\\);", field):
        pieces = re.split(r"(?<!\\):(?!\\\\)", part.strip())
        path = pieces[1] if len(pieces) >= 3 else part.strip()
        path = re.sub(r"\\([:;_\\])", r"\1", path)
        if _is_local(path):
            yield path


# nbib -------------------------------------------------------------------------------------------


def _read_nbib(path: str, text: str) -> Iterator[_Entry]:
    nbib = _package("nbib", path)
    for found in re.finditer(r"(?:^[^\n]*\S[^\n]*(?:\n|\Z))+", text, re.MULTILINE):
        try:
            [record] = nbib.read(found.group().rstrip("\n") + "\n")
        except Exception as error:  # nbib raises its own errors and dateutil's
            problem = f"the entry cannot be read ({_one_line(error)})"
            yield _Entry(problem=problem, at=found.start())
        else:
            abstract = _joined(record.get("abstract", ""))
            yield _Entry(_nbib_reference(record), abstract=abstract, record=found.group())


def _nbib_reference(record: Mapping[str, Any]) -> Reference:
    names = [
        str(one.get("author_abbreviated") or one["author"]) for one in record.get("authors", ())
    ]
    body = _joined(record.get("corporate_author", ""))
    pmcid = _scalar(record.get("pmcid"))
    return Reference(
        document="",
        label="",
        authors=tuple(names) or ((body,) if body else ()),
        title=_joined(record.get("title", "")).rstrip("."),
        container=_joined(record.get("journal") or record.get("journal_abbreviated", "")),
        year=_year(_joined(record.get("publication_date", ""))),
        volume=_scalar(record.get("journal_volume")),
        pages=_joined(record.get("pages", "")),
        doi=normalise_doi(_joined(record.get("doi", ""))),
        pmid=_scalar(record.get("pubmed_id")),
        pmcid=normalise_pmcid(pmcid),
    )


# Shared -----------------------------------------------------------------------------------------

#: How each format is recognised (first characters, suffixes) and read.
_FORMATS: Sequence[
    tuple[re.Pattern[str], tuple[str, ...], Callable[[str, str], Iterator[_Entry]]]
] = (
    (re.compile(r"\s*[\[{]"), (".json", ".csljson"), _read_csl),
    (re.compile(r"\s*TY {1,2}-"), (".ris",), _read_ris),
    (re.compile(r"\s*PMID *-"), (".nbib",), _read_nbib),
    (re.compile(r"\s*[@%]"), (".bib", ".bibtex"), _read_bibtex),
)


def _package(name: str, path: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError:
        needed = name.partition(".")[0]
        raise SourceError(path, f"this format needs the package {needed}", _EXTRA) from None


def _identifiers_in(text: str) -> dict[str, str]:
    return {found.kind: found.value for found in find_identifiers(text)}


def _is_local(file: str) -> bool:
    """Whether an attachment is a path and not an address of the web or of another program."""
    return bool(file) and (file.startswith(("file:", _ENDNOTE)) or "://" not in file)


def _year(text: str) -> str:
    found = _YEAR.search(text)
    return found[1] if found else ""


def _joined(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _one_line(error: object) -> str:
    return " ".join(str(error).split())[:200]
