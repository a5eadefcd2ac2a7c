"""Citation markers that a page makes links or raises, tied to the entries they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from claims.document import Block, BlockKind, Marker
from claims.markers import label_numbers

_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_LIST = re.compile(r"[\[(]?\s*(\d{1,3}(?:\s?[,;–—-]+\s?\d{1,3})*)\s*[\])]?\.?\Z")
#: What may stand between two links of one marker.
_BETWEEN = re.compile(r"[\s,;˒]*\Z")
_RANGE = re.compile(r"\s*[–—⁻-]\s*\Z")
_IDENTIFIED = re.compile(
    r"doi\.org/(?P<doi>10\.\d{4,9}/[^\s?#]+)|ncbi\.nlm\.nih\.gov/(?:pubmed/)?(?P<pmid>\d{4,9})\b"
    r"|/(?P<pmcid>PMC\d{4,9})\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A link or a raised phrase in the text.

    Attributes:
        start, end: its span.
        kind: "superscript", "link" or "footnote".
        targets: where its links lead, as written.
    """

    start: int
    end: int
    kind: str
    targets: tuple[str, ...] = ()


def markers(
    text: str, blocks: Sequence[Block], marks: Sequence[Mark], entries: Mapping[str, int]
) -> tuple[Marker, ...]:
    """The marks that cite.

    Args:
        text: the document's text.
        blocks: its blocks, entries labelled.
        marks: the links and raised phrases, in order of their ends.
        entries: ids of elements to the start of the reference entry that they
            stand in.
    """
    labels = {block.start: block.label for block in blocks if block.kind is BlockKind.REFERENCE}
    listed = frozenset(labels.values())
    by_id = {name: labels[start] for name, start in entries.items() if labels.get(start)}
    spans = [(block.start, block.end) for block in blocks if block.kind is BlockKind.REFERENCE]
    found = []
    for mark in _outermost(marks):
        if not any(start <= mark.start < end for start, end in spans[:1] + spans[-1:]) and not (
            spans and spans[0][0] <= mark.start < spans[-1][1]
        ):
            made = _marker(text, mark, by_id, listed)
            if made:
                found.append(made)
    return tuple(_joined(text, found))


def _outermost(marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks in order, those inside another left out; the outer one takes their targets."""
    held: Mark | None = None
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        if held and mark.end <= held.end:
            kind = mark.kind if mark.kind == "superscript" else held.kind
            held = Mark(held.start, held.end, kind, (*held.targets, *mark.targets))
            continue
        if held:
            yield held
        held = mark
    if held:
        yield held


def _marker(
    text: str, mark: Mark, by_id: Mapping[str, str], listed: frozenset[str]
) -> Marker | None:
    printed = text[mark.start : mark.end].translate(_LOWERED)
    match = _LIST.match(printed)
    numbers = tuple(map(str, label_numbers(match.group(1)))) if match else ()
    led = tuple(dict.fromkeys(label for name in _names(mark) if (label := by_id.get(name))))
    if led:
        known = numbers if numbers and set(led) <= set(numbers) else led
        return Marker(mark.start, mark.end, known, mark.kind)
    if mark.kind == "superscript":
        return Marker(mark.start, mark.end, (), mark.kind) if numbers else None
    identified = tuple(_identifiers(mark))
    if numbers and listed.issuperset(numbers):
        return Marker(mark.start, mark.end, numbers, mark.kind)
    if identified:
        return Marker(mark.start, mark.end, identified, mark.kind)
    return Marker(mark.start, mark.end, (), mark.kind) if numbers else None


def _names(mark: Mark) -> Iterator[str]:
    """The fragments that the links of a mark name."""
    for target in mark.targets:
        _, _, name = target.partition("#")
        if name:
            yield name
            yield unquote(name)


def _identifiers(mark: Mark) -> Iterator[str]:
    for target in mark.targets:
        found = _IDENTIFIED.search(unquote(target))
        if found and found.lastgroup:
            value = found[found.lastgroup]
            yield value.lower() if found.lastgroup == "doi" else value.upper()


def _joined(text: str, found: Sequence[Marker]) -> Iterator[Marker]:
    """Links side by side as one marker, with the brackets around them."""
    held: Marker | None = None
    for marker in found:
        if held and marker.labels and held.labels and marker.kind == held.kind:
            between = text[held.end : marker.start]
            labels = _spanned(held, marker, between)
            if labels:
                held = Marker(held.start, marker.end, labels, held.kind)
                continue
        if held:
            yield _bracketed(text, held)
        held = marker
    if held:
        yield _bracketed(text, held)


def _spanned(left: Marker, right: Marker, between: str) -> tuple[str, ...]:
    """The labels of two neighbours as one marker, () where they are two."""
    if len(between) > 4 or "\n" in between:
        return ()
    if _BETWEEN.match(between):
        return tuple(dict.fromkeys((*left.labels, *right.labels)))
    low, high = left.labels[-1], right.labels[0]
    if _RANGE.match(between) and low.isdigit() and high.isdigit():
        run = label_numbers(f"{low}-{high}") if len(low) < 4 and len(high) < 4 else ()
        return tuple(dict.fromkeys((*left.labels, *map(str, run), *right.labels))) if run else ()
    return ()


def _bracketed(text: str, marker: Marker) -> Marker:
    pair = text[marker.start - 1 : marker.start] + text[marker.end : marker.end + 1]
    if pair in ("[]", "()"):
        return Marker(marker.start - 1, marker.end + 1, marker.labels, marker.kind)
    return marker
