"""Markers that name their work outright: Pandoc keys, footnotes, DOIs, PMIDs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.claim import Citation

_KEY = r"@(?:\{[^{}\s]{1,200}\}|[\w][\w:.#$%&+?<>~/-]{0,200})"
_KEY_GROUP = re.compile(rf"\[[^\[\]@]{{0,80}}{_KEY}[^\[\]]{{0,400}}\]")
_KEY_ALONE = re.compile(rf"(?<![\w.@[(-]){_KEY}(?: \[[^\[\]]{{1,80}}\])?")
_ONE_KEY = re.compile(rf"(?<![\w.])-?({_KEY})")
_FOOTNOTE = re.compile(r"\[\^([^\]\s^]{1,60})\](?!:)")

_NCBI = r"(?:https?://)?(?:www\.)?ncbi\.nlm\.nih\.gov"
_IDENTIFIERS: tuple[re.Pattern[str], ...] = (
    re.compile(
        r"(?:https?://(?:dx\.)?doi\.org/|\bdoi(?::\s{0,2}|\.org/|\s))?"
        r"(?P<doi>\b10\.\d{4,9}/[^\s\"<>|]{1,200})",
        re.I,
    ),
    re.compile(
        rf"(?:\bPMID[:\s]{{0,3}}|(?:https?://)?pubmed\.ncbi\.nlm\.nih\.gov/|{_NCBI}/pubmed/)"
        r"(?P<pmid>[1-9]\d{4,8})\b/?",
        re.I,
    ),
    re.compile(rf"(?:\bPMCID:?\s{{0,2}}|{_NCBI}/pmc/articles/)?\b(?P<pmcid>PMC[1-9]\d{{3,9}})\b/?"),
)
#: What every identifier holds; the forms above are slow to look for.
_HINT = re.compile(r"[1Pp](?:0\.\d{4}|(?i:MC\d|MID|ubmed))")
_TRAILING = ".,;:'’”*_`"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def keys(text: str, start: int, end: int) -> Iterator[Citation]:
    """Pandoc's markers: "[@rossi2012; @lee2015, p. 3]" and "@rossi2012"."""
    if text.find("@", start, end) < 0:
        return
    taken = start
    for match in _KEY_GROUP.finditer(text, start, end):
        labels = dict.fromkeys(map(_label, _ONE_KEY.findall(match.group())))
        if labels:
            yield from _alone(text, taken, match.start())
            yield Citation(tuple(labels), match.start(), match.end(), "key")
            taken = match.end()
    yield from _alone(text, taken, end)


def _alone(text: str, start: int, end: int) -> Iterator[Citation]:
    """Keys in the running text; one without a digit is somebody's handle."""
    for match in _KEY_ALONE.finditer(text, start, end):
        found = _ONE_KEY.search(match.group())
        label = _label(found.group(1)) if found else ""
        if any(char.isdigit() for char in label):
            close = match.end() - (0 if match.group().endswith("]") else _loose(match.group()))
            yield Citation((label,), match.start(), close, "key")


def _label(key: str) -> str:
    return key.lstrip("@").strip("{}").rstrip(".:?,")


def _loose(key: str) -> int:
    """How many characters of punctuation a key alone drags along."""
    return len(key) - len(key.rstrip(".:?,"))


def footnotes(text: str, start: int, end: int) -> Iterator[Citation]:
    """Markdown's footnotes: "[^1]"; their definitions are no markers."""
    for match in _FOOTNOTE.finditer(text, start, end):
        yield Citation((match.group(1),), match.start(), match.end(), "footnote")


#: What stands before a work's own identifier.
_OWN = re.compile(
    r"\b(?:(?:of|cite) this (?:article|paper|work)|this (?:article|paper) (?:is|as):?)\b"
    r"[^.]{0,200}\Z",
    re.I,
)


def identifiers(text: str, start: int, end: int) -> Iterator[Citation]:
    """DOIs, PMIDs and PMCIDs in running text, with prefix or resolver."""
    if not _HINT.search(text, start, end):
        return
    for pattern in _IDENTIFIERS:
        for match in pattern.finditer(text, start, end):
            if _OWN.search(text, max(start, match.start() - 260), match.start()):
                continue
            kind = match.lastgroup or ""
            value = match[kind]
            if kind == "doi":
                value = _trimmed(value)
            close = match.start(kind) + len(value) if kind == "doi" else match.end()
            label = value.lower() if kind == "doi" else value
            yield Citation((label,), match.start(), close, "identifier")


def _trimmed(doi: str) -> str:
    """A DOI without the punctuation of the sentence around it."""
    while doi:
        last = doi[-1]
        opening = _PAIRS.get(last)
        if last in _TRAILING or (opening and doi.count(opening) < doi.count(last)):
            doi = doi[:-1]
        else:
            break
    return doi
