"""BibTeX, as Zotero, JabRef and EndNote write it, read by bibtexparser."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from sources.formats.entry import EXTRA, Entry, identifiers_in, is_local, one_line, package, year_in
from sources.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from sources.model import Reference, SourceError

_ESCAPED = re.compile(r"\\([%&_$#])")
_LATEX = re.compile(r"[\\{}$~^%]|--|``|''")


def read(path: str, text: str) -> Iterator[Entry]:
    """The entries of a BibTeX file.

    Raises:
        SourceError: bibtexparser 2 is not installed.
    """
    bibtexparser = package("bibtexparser", path)
    if not hasattr(bibtexparser, "parse_string"):
        raise SourceError(path, "BibTeX needs bibtexparser 2", EXTRA)
    # Failed blocks are reported as problems; the library's own warnings would double them.
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    library = bibtexparser.parse_string(text)
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        # An entry that breaks off gives its reason there and no message.
        problem = one_line(getattr(block.error, "abort_reason", "") or block.error)
        yield Entry(problem=problem, where=f"line {line}")
    plain = package("pylatexenc.latex2text", path).LatexNodes2Text(keep_comments=True)
    for entry in library.entries:
        fields = {field.key.lower(): str(field.value) for field in entry.fields}
        try:
            yield _entry(entry.key, fields, partial(_from_latex, plain.latex_to_text))
        except (ValueError, RecursionError) as error:  # braces a thousand deep
            problem = f"the entry cannot be read ({one_line(error)})"
            yield Entry(problem=problem, where=f"line {(entry.start_line or 0) + 1}")


def _from_latex(decode: Callable[[str], str], text: str) -> str:
    """Text as LaTeX prints it; what merely escapes a character needs no parser."""
    if not _LATEX.search(_ESCAPED.sub("", text)):
        return _ESCAPED.sub(r"\1", text)
    return decode(text)


def _entry(key: str, raw: Mapping[str, str], decode: Callable[[str], str]) -> Entry:
    def text(*keys: str) -> str:
        value = next((raw[name] for name in keys if raw.get(name)), "")
        return " ".join(decode(value).split())

    said = identifiers_in(text("note", "annote", "url", "eprint"))
    names = re.split(r"\s+and\s+", raw.get("author", ""), flags=re.IGNORECASE)
    reference = Reference(
        document="",
        label=key,
        authors=tuple(_name(name.strip(), decode) for name in names if name.strip()),
        title=text("title"),
        container=text("journal", "journaltitle", "booktitle"),
        year=year_in(text("year", "date")),
        volume=text("volume"),
        pages=text("pages"),
        doi=normalise_doi(text("doi")) or said.get("doi", ""),
        pmid=normalise_pmid(text("pmid")) or said.get("pmid", ""),
        pmcid=normalise_pmcid(text("pmcid")) or said.get("pmcid", ""),
    )
    return Entry(reference, tuple(_files(raw.get("file", ""))), text("abstract"))


def _name(raw: str, decode: Callable[[str], str]) -> str:
    """Family name first: "Carla Rossi" becomes "Rossi, Carla"; a body stays as it is."""
    name = " ".join(decode(raw).split())
    if raw[0] == "{" or "," in name or " " not in name:
        return name
    given, _, family = name.rpartition(" ")
    return f"{family}, {given}"


def _files(field: str) -> Iterator[str]:
    """The paths of Zotero's and JabRef's "title:path:type;…", or of a plain path."""
    for part in re.split(r"(?<!\\);", field):
        pieces = re.split(r"(?<!\\):(?!\\\\)", part.strip())
        path = pieces[1] if len(pieces) >= 3 else part.strip()
        path = re.sub(r"\\([:;_\\])", r"\1", path)
        if is_local(path):
            yield path
