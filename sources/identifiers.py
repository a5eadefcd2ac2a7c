"""Identifiers of works: DOI, PMID and PMCID in text and in file names.

Normal forms: a DOI in lower case without resolver, a PMID as digits, a PMCID
with its prefix ("PMC1234567").  The DOI pattern follows Crossref's advice for
matching DOIs (prefix of 4 to 9 digits), widened to the characters of the old
SICI suffixes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

Kind = Literal["doi", "pmid", "pmcid"]

_LONGEST_DOI = 300
_DOI = re.compile(r"(?<![0-9A-Za-z.])10\.\d{4,9}(?:\.\d{1,9}){0,3}(?:/|%2[Ff])[^\s\"|]{1,300}")
_DOI_ENDS = re.compile(r"\]\(|[,;](?:10\.|PMC?ID|https?:|doi)", re.IGNORECASE)
_PMID = re.compile(
    r"(?:\bPMID|\bPubMed(?:\s(?:ID|PMID))?|pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)"
    r"\s?[:/\s]\s?(?P<pmid>[1-9]\d{0,8})(?!\d)",
    re.IGNORECASE,
)
_PMCID = re.compile(
    r"(?<![A-Za-z0-9])PMC(?:ID:?\s?(?:PMC)?)?\s?(?P<pmcid>[1-9]\d{3,9})(?!\d)", re.IGNORECASE
)
_RESOLVER = re.compile(r"^(?:https?://)?(?:dx\.)?doi\.org/|^doi:?\s*", re.IGNORECASE)
_TRAILING = ".,;:'’”*_`"
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}

_NAMED_PMID = re.compile(r"(?:pmid|pubmed)[-_ :]?([1-9]\d{0,8})", re.IGNORECASE)
_BARE_PMID = re.compile(r"[1-9]\d{5,8}")
_NAMED_PMCID = re.compile(r"PMC(?:ID)?[-_ :]?([1-9]\d{3,9})", re.IGNORECASE)
_NAMED_DOI = re.compile(r"(?:doi[-_ :]?)?(10\.\d{4,9})[-_:@+ ∕⁄](.{1,300})", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier found in a text.

    Attributes:
        kind: "doi", "pmid" or "pmcid".
        value: its normal form.
        start, end: offsets of the printed form with its prefix or resolver.
    """

    kind: Kind
    value: str
    start: int
    end: int


def normalise_doi(text: str) -> str:
    """The DOI in lower case without resolver, entities or closing punctuation.

    >>> normalise_doi("https://doi.org/10.1000/XYZ.12).")
    '10.1000/xyz.12'

    Returns "" when the text holds no DOI.
    """
    plain = unquote(html.unescape(_RESOLVER.sub("", text.strip()[: 2 * _LONGEST_DOI])))
    found = _DOI.match(plain)
    return _trim(found.group()).lower() if found else ""


def normalise_pmid(text: str) -> str:
    """The digits of a PMID, "" when the text is none."""
    digits = _PMID.search(text)
    value = digits["pmid"] if digits else text.strip()
    return value if re.fullmatch(r"[1-9]\d{0,8}", value) else ""


def normalise_pmcid(text: str) -> str:
    """The PMCID with its prefix ("PMC1234567"), "" when the text is none."""
    digits = re.search(r"(?:PMC|^)\s?([1-9]\d{3,9})(?!\d)", text.strip(), re.IGNORECASE)
    return f"PMC{digits[1]}" if digits else ""


def doi_key(doi: str) -> str:
    """A form in which DOIs compare even when a file name replaced their punctuation.

    >>> doi_key("10.1000/S0140(02)7") == doi_key("10.1000_s0140_02_7")
    True
    """
    return _NOT_WORD.sub("_", doi.lower()).strip("_")


def find_identifiers(text: str) -> Iterator[Identifier]:
    """The identifiers of a text, in order of kind and then of place.

    Resolver and prefix ("doi:", "https://doi.org/", "PMID:") belong to the
    span, closing punctuation does not.  Takes time linear in the text.
    """
    for found in _DOI.finditer(text):
        end = found.start() + len(_trim(found.group()))
        value = normalise_doi(text[found.start() : end])
        if value:
            yield Identifier("doi", value, _with_prefix(text, found.start()), end)
    for found in _PMID.finditer(text):
        yield Identifier("pmid", found["pmid"], found.start(), found.end())
    for found in _PMCID.finditer(text):
        yield Identifier("pmcid", f"PMC{found['pmcid']}", found.start(), found.end())


def file_name_identifiers(stem: str) -> dict[Kind, str]:
    """The identifiers that a file name (without suffix) states.

    ``pmid-12345678``, ``12345678`` (six digits or more), ``PMC1234567`` and
    ``10.1000_xyz`` are understood.  A file name cannot hold a slash, so the
    DOI's first separator is read as one; compare such DOIs by :func:`doi_key`.
    """
    stem = unquote(stem.strip())
    if found := _NAMED_DOI.fullmatch(stem) or _DOI.fullmatch(stem):
        doi = "/".join(found.groups()) if found.groups() else found.group()
        return {"doi": _trim(doi).lower()}
    if found := _NAMED_PMCID.fullmatch(stem):
        return {"pmcid": f"PMC{found[1]}"}
    if found := _NAMED_PMID.fullmatch(stem):
        return {"pmid": found[1]}
    if _BARE_PMID.fullmatch(stem):
        return {"pmid": stem}
    return {}


def _trim(doi: str) -> str:
    """Take off the end of a DOI what belongs to the sentence or to markup."""
    if ends := _DOI_ENDS.search(doi):
        doi = doi[: ends.start()]
    while doi:
        last = doi[-1]
        opening = _PAIRS.get(last)
        unopened = opening is not None and doi.count(last) > doi.count(opening)
        if last not in _TRAILING and not unopened:
            break
        doi = doi[:-1]
    return doi


def _with_prefix(text: str, start: int) -> int:
    """Where the resolver or "doi:" before a DOI begins."""
    before = text[max(0, start - 24) : start]
    prefix = re.search(r"(?:https?://)?(?:dx\.)?doi\.org/$|\bdoi:?\s{0,2}$", before, re.IGNORECASE)
    return start - len(prefix.group()) if prefix else start
