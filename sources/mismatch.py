"""A text that was found for a reference, and is of another work.

A file under the wrong name, a manifest entry with the wrong label or a mistyped
PMID ties a reference to the wrong text, and every verdict on it is then worth
nothing.  The text's own title, authors and DOI tell.
"""

from __future__ import annotations

from rapidfuzz import fuzz

from claims.document import BlockKind, Document
from sources.alike import authors_agree, other_work, plain, title_forms, years_agree
from sources.model import Reference, Source
from sources.names import bare_year, family_name
from sources.works import described_by, identifier_keys

#: Titles that score at least this (0 to 1) in one of their forms are the same.
ALIKE = 0.85
#: Titles that score less than this in all of them are of different works.
UNLIKE = 0.6
#: Titles of fewer words ("Results", "Home page") say nothing about a work.
FEWEST_WORDS = 3
#: A title that merely begins another needs this many characters.
LONG = 30
#: A title and an author are looked for in this much of a text, in characters.
HEAD = 20_000


def mismatch(reference: Reference, source: Source) -> str | None:
    """Why a source's text is not the work that a reference describes.

    What counts is what the text says of itself: facts that a manifest, a file
    name or a record states about it are what may be wrong.

    Args:
        reference: the entry of the article's list.
        source: the text that was found for it.

    Returns:
        A phrase about the text, such as ``its title is “…”, not “…”``, or None
        when nothing speaks against it.
    """
    own = described_by(source.document)
    head = _head(source.document)
    title = _titles_agree(reference, own, head)
    if title:
        return None
    if title is False and _translated(reference, source.document):
        title = None
    author = _authors_agree(reference, own, head)
    if title is False:
        kept = author and _shares_identifier(reference, own)
    elif other_work(reference, own):
        kept = author
    else:
        years = years_agree(bare_year(reference.year), bare_year(own.year))
        kept = author is not False or years is not False
    return None if kept else _told(reference, own, title, author)


def _head(document: Document) -> str:
    """The beginning of a text for comparison, without the works that it cites."""
    texts = (
        document.text[block.start : block.end]
        for block in document.blocks
        if block.kind is not BlockKind.REFERENCE and block.start < HEAD
    )
    return f" {plain(' '.join(texts)[:HEAD])} " if document.blocks else ""


def _titles_agree(reference: Reference, own: Reference, head: str) -> bool | None:
    """Whether the text bears the reference's title; None where that cannot be told."""
    cited = title_forms(reference.title)
    forms = [form for form in title_forms(own.title) if _tells(form)]
    entry = f" {plain(reference.text)} "
    if any(f" {form} " in entry for form in forms):
        return True
    if not cited or not _tells(cited[0]):
        return None
    if f" {cited[0]} " in head:
        return True
    best = max((_likeness(one, other) for one in forms for other in cited), default=None)
    if best is None or UNLIKE <= best < ALIKE:
        return None
    return best >= ALIKE


def _translated(reference: Reference, document: Document) -> bool:
    """Whether a title may be cited in another language than the text has it."""
    foreign = document.language[:2].lower() not in ("", "en")
    return foreign or reference.title.startswith("[")


def _tells(title: str) -> bool:
    return len(title.split()) >= FEWEST_WORDS


def _likeness(one: str, other: str) -> float:
    """How alike two titles are, 0 to 1, where one may lack the other's subtitle."""
    shorter = min(len(one), len(other))
    begins = fuzz.ratio(one[:shorter], other[:shorter]) if shorter >= LONG else 0
    return max(fuzz.ratio(one, other), begins) / 100


def _authors_agree(reference: Reference, own: Reference, head: str) -> bool | None:
    """Whether the text has the reference's first author; None where that cannot be told."""
    if reference.authors and f" {plain(family_name(reference.authors[0]))} " in head:
        return True
    return authors_agree(reference, own)


def _shares_identifier(one: Reference, other: Reference) -> bool:
    return bool(identifier_keys(one).items() & identifier_keys(other).items())


def _told(reference: Reference, own: Reference, title: bool | None, author: bool | None) -> str:
    """What differs, the most telling first."""
    parts = []
    if title is False:
        parts.append(f"its title is “{own.title}”, not “{reference.title}”")
    for kind, theirs in identifier_keys(own).items():
        ours = identifier_keys(reference).get(kind)
        if ours and ours != theirs:
            name = kind.upper()
            parts.append(f"its {name} is {getattr(own, kind)}, not {getattr(reference, kind)}")
    if author is False:
        parts.append(f"its first author is {own.authors[0]}, not {reference.authors[0]}")
        if title is None and own.year and reference.year:
            parts.append(f"its year is {own.year}, not {reference.year}")
    return " and ".join(parts)
