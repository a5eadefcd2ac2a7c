"""Abbreviations that a document explains: "neuroendocrine tumors (NETs)".

scispaCy's algorithm (Schwartz and Hearst, 2003: "A simple algorithm for
identifying abbreviation definitions in biomedical text") matches the letters.
Its detector's search for brackets grows faster than the text, so brackets are
found in characters here and it is shown each with the words before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from claims.document import Document

if TYPE_CHECKING:
    from spacy.language import Language

#: A short form in brackets, or a long form in brackets behind a word with two capitals.
_BRACKET = re.compile(
    r"\((?=\S{0,12}[A-Z])[^\W\d_][\w./-]{1,9}(?: [\w./-]{1,9}){0,2}\)"
    r"|(?<=[A-Z]{2} )\([^()\n=<>%\d]{8,80}\)|(?<=[A-Z]s )\([^()\n=<>%\d]{8,80}\)"
)
#: Characters before a bracket in which its long form is sought.
_BEFORE = 160


def find_abbreviations(document: Document, nlp: Language | None = None) -> dict[str, str]:
    """The abbreviations that a document explains.

    Args:
        document: any document; its claim-bearing blocks are read.
        nlp: a pipeline whose tokenizer to use, a blank English one if None.

    Returns:
        Short form to long form, both as printed at the first explanation.
    """
    windows = list(_windows(document))
    if not windows:
        return {}
    nlp = nlp or _tokens()
    found: dict[str, str] = {}
    for text, at in windows:
        for short, long in _pairs(nlp, text, at):
            found.setdefault(short, long)
    return found


@cache
def _tokens() -> Language:
    import spacy

    return spacy.blank("en")


def _windows(document: Document) -> Iterator[tuple[str, int]]:
    """Each bracket that may explain something, with the words before it and its place."""
    for block in document.claim_blocks():
        for bracket in _BRACKET.finditer(document.text, block.start, block.end):
            start = max(block.start, bracket.start() - _BEFORE)
            before, printed = document.text[start : bracket.start()], bracket[0]
            before = _last_words(before, _most_words(len(printed)))
            if _may_explain(before, printed[1:-1]):
                yield before + printed, len(before)


def _most_words(length: int) -> int:
    """As many words before a bracket of that length scispaCy may look at, and one more."""
    return min(length + 5, 2 * length) + 1


def _last_words(text: str, count: int) -> str:
    """The last words of a text as they are printed, or all of it where it has no more."""
    pieces = text.rsplit(None, count)
    return text[len(pieces[0]) :].lstrip() if len(pieces) > count else text


def _may_explain(before: str, short: str) -> bool:
    """Whether the letters of a short form stand in the words before it, in order.

    A bracket of several words may be the long form itself.
    """
    letters = iter([letter.lower() for letter in before])
    return not short.isalnum() or all(letter.lower() in letters for letter in short)


def _pairs(nlp: Language, text: str, at: int) -> Iterator[tuple[str, str]]:
    """Short and long form, where the bracket that opens at ``at`` and closes the text has them."""
    from scispacy.abbreviation import filter_matches, find_abbreviation

    doc = nlp.make_doc(text)
    opening = next((token.i for token in doc if token.idx == at), None)
    if opening is None or doc[-1].text != ")":
        return
    for candidate, short in filter_matches([(0, opening + 1, len(doc) - 1)], doc):
        _, long = find_abbreviation(candidate, short)
        if long is not None and long.text and long.text != short.text:
            yield short.text, long.text


def spelled_out(text: str, abbreviations: dict[str, str]) -> list[str]:
    """The long forms of the abbreviations that a text uses, in the order of their entries.

    Args:
        text: a sentence.
        abbreviations: as :func:`find_abbreviations` returns them.
    """
    words = set(re.findall(r"[^\W_](?:[\w-]*[^\W_])?", text))
    words |= {word[:-1] for word in words if word.endswith("s")}
    return [
        long
        for short, long in abbreviations.items()
        if (short in words or short.removesuffix("s") in words) and long not in text
    ]
