"""Record pages: does a text hold a whole work, or a record with its abstract?

Databases and library catalogues show a work's abstract among the fields of its
record.  What gives them away is that furniture: the field names of a catalogue,
the links of a database, the offer to buy the rest.  A text that has the section
headings of a paper is a paper, whatever stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claims.document import Block, BlockKind, Extent


@dataclass(frozen=True, slots=True)
class Record:
    """What a page says of the work that it shows.

    Attributes:
        title: the work's title, "" when the page states none.
        extent: whether the page holds the whole work.
        reason: why it was taken for an abstract, else "".
        identifiers: pairs of "doi", "pmid", "pmcid", "year" and a value.
    """

    title: str = ""
    extent: Extent = Extent.FULL
    reason: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record page.

    Attributes:
        name: what it is called in reports.
        signs: patterns of its furniture; each counts once.
        needed: how many of them must be there.
    """

    name: str
    signs: tuple[re.Pattern[str], ...]
    needed: int


def _lines(*alternatives: str) -> tuple[re.Pattern[str], ...]:
    """Patterns for words that open a line; one sign each."""
    return tuple(
        re.compile(rf"^[ \t|*_#>]*(?:{words})(?![^\W_])", re.I | re.M) for words in alternatives
    )


def _fields(*alternatives: str) -> tuple[re.Pattern[str], ...]:
    """Patterns for the name of a field: it opens a line and a colon or a bar follows."""
    return tuple(
        re.compile(rf"^[ \t|*_]*(?:{words})[ \t*_]*[:|]", re.I | re.M) for words in alternatives
    )


KINDS: tuple[Kind, ...] = (
    Kind(
        "a database record with its abstract",
        _lines(
            r"abstract",
            r"affiliations?",
            r"pubmed disclaimer",
            r"mesh terms|publication types|substances",
            r"linkout|full[- ]text (?:links|sources)|related information",
            r"similar articles|cited by|see all (?:similar|\"cited)",
            r"pmid:? ?\d+|pmcid: ?pmc\d+",
            r"conflict of interest statement|grants? and funding|copyright ©?",
        ),
        4,
    ),
    Kind(
        "a library record with its summary",
        _fields(
            r"summary|abstract|description|sumario|resumen|resumo|résumé|zusammenfassung|riassunto"
            r"|samenvatting|sammanfattning|beschreibung",
            r"(?:main |other |corporate )?authors?|autor(?:es)?(?: principal(?:es)?)?|otros autores"
            r"|auteurs?(?: principa(?:l|ux))?|(?:haupt)?verfasser|autor[ei](?: principali)?"
            r"|contributors?|creators?",
            r"formato?|type|document type|tipo|medientyp|dokumenttyp",
            r"language|lenguaje|idioma|langue|sprache|lingua|taal|språk",
            r"published|publication(?: date)?|publisher|publicado(?: em)?|publié|veröffentlicht"
            r"|pubblicazione|gepubliceerd|utgiven",
            r"subjects?|topics?|keywords?|materias?|assuntos?|sujets?|schlagw(?:orte|örter)"
            r"|soggetti|onderwerpen|ämnen",
            r"online access|acceso en línea|acesso em linha|accès en ligne|online[- ]zugang"
            r"|accesso online|online toegang|länkar",
            r"issn|isbn|doi|call number|signatura|cote|signatur|collection|series",
        ),
        4,
    ),
    Kind(
        "the abstract page of a journal",
        _lines(
            r"abstract",
            r"get access|(?:buy|rent) (?:this )?article|purchase (?:access|article|pdf)"
            r"|access through your institution|log in to (?:read|access)|subscribe",
            r"references? ?\(\d+\)|cited by ?\(?\d+|metrics|article metrics",
            r"(?:download|export) citation|recommended articles|section snippets",
        ),
        3,
    ),
    Kind("a MEDLINE record", _lines(r"PMID- ?\d+", r"TI {2}-", r"AB {2}-", r"FAU ?-"), 3),
)

#: Headings of a paper's own sections; this many of them make a whole work.
_BODY = re.compile(
    r"(?:\d{1,2}\.?\s+)?(?:introduction|(?:materials?|patients|subjects) and methods|methods?"
    r"|results(?: and discussion)?|discussion|case (?:report|presentation)|statistical analysis)"
    r"\s*:?\Z",
    re.I,
)
_SECTIONS_OF_A_PAPER = 3
#: A record holds less text than this many characters, its own furniture included.
_LONGEST_RECORD = 25_000
#: Where a work states its own identifiers: within this many characters.
_HEAD = 4_000

_IDENTIFIERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("doi", re.compile(r"\bdoi(?:\.org/|:?\s{0,2})(10\.\d{4,9}/[^\s\"'<>|]{1,200})", re.I)),
    (
        "pmid",
        re.compile(r"(?:\bPMID[:-]?\s{0,2}|pubmed(?:\.ncbi\.nlm\.nih\.gov)?/)(\d{1,8})\b", re.I),
    ),
    ("pmcid", re.compile(r"\b(PMC\d{1,9})\b")),
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


def describe(text: str, blocks: Sequence[Block]) -> Record:
    """What a text says of the work that it holds.

    Args:
        text: the document's text.
        blocks: its blocks.
    """
    kind = _kind(text, blocks)
    return Record(
        _title(text, blocks, record=kind is not None),
        Extent.ABSTRACT if kind else Extent.FULL,
        kind.name if kind else "",
        tuple(_identifiers(text, blocks, record=kind is not None)),
    )


def _kind(text: str, blocks: Sequence[Block]) -> Kind | None:
    if len(text) > _LONGEST_RECORD or _has_body(text, blocks):
        return None
    for kind in KINDS:
        if sum(sign.search(text) is not None for sign in kind.signs) >= kind.needed:
            return kind
    return None


def _has_body(text: str, blocks: Sequence[Block]) -> bool:
    """Whether the headings are those of a paper, each with more than a line beneath it."""
    found = 0
    for block, following in pairwise(blocks):
        if block.kind is BlockKind.HEADING and following.kind is not BlockKind.HEADING:
            long = following.end - following.start > 80
            found += bool(long and _BODY.match(text[block.start : block.end].strip("#* \t")))
    return found >= _SECTIONS_OF_A_PAPER


def _title(text: str, blocks: Sequence[Block], *, record: bool) -> str:
    """The heading of the first level; on a record page the longest heading will do."""
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    first = [block for block in headings if block.level == 1]
    if not first and record:
        first = sorted(headings, key=lambda block: block.start - block.end)
    return " ".join(text[first[0].start : first[0].end].split()).strip("#* ") if first else ""


def _identifiers(text: str, blocks: Sequence[Block], *, record: bool) -> Iterator[tuple[str, str]]:
    """The work's own identifiers: the first of each kind before the reference list."""
    listed = (block.start for block in blocks if block.kind is BlockKind.REFERENCE)
    end = min(next(listed, len(text)), len(text) if record else _HEAD)
    for name, pattern in _IDENTIFIERS:
        found = pattern.search(text, 0, end)
        if found:
            yield name, found.group(1).rstrip(".,;:)]")
    year = _YEAR.search(text, 0, end) if record else None
    if year:
        yield "year", year.group(1)
