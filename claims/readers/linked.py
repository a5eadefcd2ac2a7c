"""Citation markers that a page makes links or raises, tied to the entries they lead to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from urllib.parse import unquote

from claims.document import CLAIM_KINDS, Block, BlockKind, Marker
from claims.markers import label_numbers, superscript_weight

_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_LIST = re.compile(r"[\[(]?\s*(\d{1,3}(?:\s?[,;–—-]+\s?\d{1,3})*)\s*[\])]?\.?\Z")
_BRACKETS = re.compile(r"\[(\d{1,3}(?:\s?[,;–—-]\s?\d{1,3}){0,30})\]")
_FEW = 2
#: What may stand between two links of one marker.
_BETWEEN = re.compile(r"[\s,;˒]*\Z")
_RANGE = re.compile(r"\s?\]?\s?[–—⁻-]\s?\[?\s?\Z")
_IDENTIFIED = re.compile(
    r"doi\.org/(?P<doi>10\.\d{4,9}/[^\s?#]+)|(?:pubmed\.ncbi\.nlm\.nih\.gov/|/pubmed/|[?&;](?:list_uids|pmid)=)(?P<pmid>\d{4,9})\b"
    r"|/(?P<pmcid>PMC\d{4,9})\b",
    re.I,
)


#: Blocks in which a marker cites.
_CITING = CLAIM_KINDS | {BlockKind.HEADING}
#: The label of a note, printed where it is cited.
_NOTE = re.compile(
    r"[\[(]?\s*((?:notes?|nb|n|fn)\s?\d{1,3}|\d{1,4}|[a-z]{1,2}|[ivx]{1,5}|[*†‡§¶]{1,3})\s*[\])]?\Z",
    re.I,
)
#: Names that pages give to the entries of their reference lists.
_ENTRY_NAME = re.compile(
    r"(?:cite_?note|cite|ref|reference|bib|cr|b|r|c|fn|footnote|endnote|note)[-_.:]?(?:[a-z]{1,4}[-_.:]?)?"
    r"\d{1,4}(?:_\d+)?\Z",
    re.I,
)
_LONGEST_TARGET = 2_000
#: What a mark inside another makes of it, the strongest last.
_KINDS = ("link", "superscript", "footnote")
#: No marker names more labels.
_MOST_LABELS = 100


@dataclass(frozen=True, slots=True)
class _List:
    """The reference list that marks may lead to: labels by id, all labels, the page's own names."""

    by_id: Mapping[str, str]
    labels: frozenset[str]
    own: frozenset[str]


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


def relabelled(
    text: str,
    blocks: Sequence[Block],
    marks: Sequence[Mark],
    entries: Mapping[str, int],
    counted: Set[int],
    notes: Set[int],
) -> Iterator[Block]:
    """The blocks, counted entries labelled as the text prints their labels.

    A page may number its notes by letters, or several lists in one row, by a
    style sheet; what the raised links show is what the reader sees.  A
    footnote that bears the label of a reference, listed here or elsewhere, is
    "fn" and its label.

    Args:
        text: the document's text.
        blocks: its blocks.
        marks: the links and raised phrases.
        entries: ids of elements to the start of the entry that they stand in.
        counted: starts of the entries whose label is only the count of their list.
        notes: starts of the entries that are footnotes.
    """
    shown: dict[int, str] = {}
    entry = BlockKind.REFERENCE
    labels = {b.label for b in blocks if b.kind is entry and b.start not in notes}
    labels |= _bracketed_labels(text) if notes else set()
    for mark in _outermost(marks):
        led = {entries[name] for name in _names(mark) if name in entries}
        printed = text[mark.start : mark.end].translate(_LOWERED)
        note = _NOTE.match(printed)
        if mark.targets and not led and (numbers := _LIST.match(printed)):
            labels.update(map(str, label_numbers(numbers[1])))
        if note and len(led) == 1 and led <= counted:
            shown.setdefault(led.pop(), note[1])
    for block in blocks:
        label = shown.get(block.start, block.label) if block.kind is entry else block.label
        if label and block.start in notes and label in labels:
            label = f"fn{label}"
        yield replace(block, label=label)


def _bracketed_labels(text: str) -> set[str]:
    """The labels that a text cites in brackets, none where it does so once or twice."""
    found = _BRACKETS.findall(text)
    several = len(found) > _FEW
    return {str(n) for printed in found for n in label_numbers(printed)} if several else set()


def markers(
    text: str,
    blocks: Sequence[Block],
    marks: Sequence[Mark],
    entries: Mapping[str, int],
    own: Sequence[tuple[str, str]] = (),
) -> tuple[Marker, ...]:
    """The marks that cite.

    Args:
        text: the document's text.
        blocks: its blocks, entries labelled.
        marks: the links and raised phrases.
        entries: ids of elements to the start of the reference entry that they
            stand in.
        own: the document's identifiers, which cite no other work.
    """
    labels = {block.start: block.label for block in blocks if block.kind is BlockKind.REFERENCE}
    by_id = {name: labels[start] for name, start in entries.items() if labels.get(start)}
    list_ = _List(by_id, frozenset(labels.values()), frozenset(value.lower() for _, value in own))
    starts = [block.start for block in blocks]
    found = []
    for mark in _outermost(marks):
        at = bisect_right(starts, mark.start) - 1
        if at >= 0 and blocks[at].kind in _CITING and mark.end <= blocks[at].end:
            made = _marker(text, mark, list_)
            if made:
                found.append(made)
    return tuple(_joined(text, found))


def _outermost(marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks in order, those inside another left out; the outer one takes their targets."""
    held: Mark | None = None
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        if held and mark.end <= held.end:
            kind = max(mark.kind, held.kind, key=_KINDS.index)
            held = Mark(held.start, held.end, kind, (*held.targets, *mark.targets))
            continue
        if held:
            yield held
        held = mark
    if held:
        yield held


def _marker(text: str, mark: Mark, list_: _List) -> Marker | None:
    match = _LIST.match(text[mark.start : mark.end].translate(_LOWERED))
    numbers = tuple(map(str, label_numbers(match[1]))) if match else ()
    names = tuple(_names(mark))
    led = tuple(dict.fromkeys(label for name in names if (label := list_.by_id.get(name))))
    if led:
        known = numbers if numbers and set(led) <= set(numbers) else led
        return Marker(mark.start, mark.end, known, mark.kind)
    if numbers:
        power = mark.kind == "superscript" and not mark.targets
        if power and superscript_weight(text[max(0, mark.start - 12) : mark.start]) < 0:
            return None
        listed = bool(mark.targets) and list_.labels.issuperset(numbers)
        known = numbers if listed or _named(names) else ()
        return Marker(mark.start, mark.end, known, mark.kind)
    identified = dict.fromkeys(value for _, value in identifiers(mark.targets))
    cited = tuple(value for value in identified if value.lower() not in list_.own)
    return Marker(mark.start, mark.end, cited, mark.kind) if cited else None


def _named(names: Sequence[str]) -> bool:
    """Whether links lead to entries by their names, though the list is not on the page."""
    return bool(names) and all(_ENTRY_NAME.match(name) for name in names)


def _names(mark: Mark) -> Iterator[str]:
    """The fragments that the links of a mark name."""
    for target in mark.targets:
        _, _, name = target.partition("#")
        if name:
            yield name
            yield unquote(name)


def identifiers(targets: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The identifiers that links lead to, as pairs of "doi", "pmid" or "pmcid" and a value."""
    for target in targets:
        found = _IDENTIFIED.search(unquote(target[:_LONGEST_TARGET]))
        if found and found.lastgroup:
            value = found[found.lastgroup]
            yield found.lastgroup, value.lower() if found.lastgroup == "doi" else value.upper()


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
    if len(between) > 5 or "\n" in between or len(left.labels) > _MOST_LABELS:
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
