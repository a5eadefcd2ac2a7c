"""C rules: do citations and reference list fit each other, and the works that they name?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from checkers.model import Finding, Severity
from checkers.rule import ArticleAudit, Rule
from claims.claim import Citation
from claims.document import Document
from claims.keys import fold
from claims.markers import Stretch, brackets, flat, shown
from claims.numbering import Candidate
from claims.vocabulary import Vocabulary
from sources.alike import SHORT_TITLE, one_work, plain
from sources.mismatch import mismatch
from sources.model import Notice, NoticeKind, Reference
from sources.names import bare_year, family_name
from sources.notices import distinct, in_title
from sources.works import identifier_keys

#: A number in brackets that exceeds the last entry by more is no label.
_REACH = 20
#: What a number in brackets or a raised one weighs where nothing speaks against it.
_CLEAR = 2.5
#: Markers without signs of their own, which may be misread or overlooked.
_LOOSE = frozenset({"bare", "glued", "glued-stop", "parenthesis"})
#: Markers that name a work themselves, without an entry.
_OUTRIGHT = "identifier"
#: So many labels without entry may be slips even where no other label has one.
_SLIPS = 1
#: Of so many entries one may be uncited; where more are, markers were lost.
_PER_UNCITED = 4
#: Of so many entries one may be a duplicate; where more are, the list was read twice.
_PER_DUPLICATE = 3
#: Headings of lists that hold more than what is cited.
_FURTHER = re.compile(
    r"(?i)\b(?:further|additional|suggested|recommended|selected|general|related|background)\b"
    r"|\bbibliography\b|\bsee also\b|\bconsulted\b|\breading\b"
)
#: Who writes so of a cited work knows that it was retracted.
_KNOWN = re.compile(r"(?i)\bretract|\bwithdr[ae]w|\bexpressions? of concern")
_BEFORE, _BEHIND = 200, 100
_TITLE_SHOWN = 90
_SAID = {
    NoticeKind.RETRACTION: ("was retracted", 0),
    NoticeKind.WITHDRAWAL: ("was withdrawn", 0),
    NoticeKind.CONCERN: ("bears an expression of concern", 1),
    NoticeKind.CORRECTION: ("was corrected", 2),
}
_TOLD_BY = {"crossref": "Crossref", "pubmed": "PubMed", "title": "its title"}


def _first_markers(citations: Iterable[Citation]) -> dict[str, Citation]:
    """The first marker that names each label."""
    first: dict[str, Citation] = {}
    for citation in sorted(citations, key=lambda one: one.start):
        for label in citation.labels:
            first.setdefault(label, citation)
    return first


def _beyond_list(audit: ArticleAudit) -> Iterator[Citation]:
    """Numbers in brackets, or raised, that are no markers only as they name more than is listed."""
    listed = [int(entry.label) for entry in audit.references if entry.label.isdigit()]
    markers = audit.extraction.citations
    styles = Counter(marker.style for marker in markers).most_common(1)
    if not listed or not styles:
        return
    taken = {marker.start for marker in markers}
    for one in _numbers(audit.document, styles[0][0]):
        near = max(one.labels) <= max(listed) + _REACH
        if near and one.weight >= _CLEAR and one.start not in taken:
            yield Citation(tuple(map(str, one.labels)), one.start, one.end, one.style)


def _numbers(document: Document, style: str) -> Iterator[Candidate]:
    """The numbers that a document prints in the way of its markers."""
    text = flat(document.text)
    if style == "bracket":
        vocabulary = Vocabulary.of(text)
        for block in document.claim_blocks():
            yield from brackets(Stretch(text, block.start, block.end, vocabulary))
    elif style in ("superscript", "link"):
        for marker in document.markers:
            if not marker.labels and (found := shown(text, marker)):
                yield found


def _mentioned(document: Document, entry: Reference) -> bool:
    """Whether the text names an entry in a way that makes no marker: "[3, p. 7]", "see ref. 3"."""
    if entry.label.isdigit():
        pattern = rf"\[[^\[\]]{{0,60}}(?<!\d){entry.label}(?!\d)[^\[\]]{{0,60}}\]"
        pattern += rf"|(?i:\bref(?:erence)?s?\.?\s)[\d,\s–-]{{0,40}}(?<!\d){entry.label}(?!\d)"
    elif entry.authors and entry.year:
        name = re.escape(family_name(entry.authors[0]))
        pattern = rf"\b{name}\b[^\n]{{0,80}}\b{bare_year(entry.year)}"
    else:
        return False
    looked = re.compile(pattern)
    return any(
        looked.search(document.text, block.start, block.end) for block in document.claim_blocks()
    )


def _entries(audit: ArticleAudit) -> list[Reference]:
    """The entries that the article itself lists, in order."""
    return [entry for entry in audit.references if entry.end > entry.start]


def _lighter(finding: Finding, steps: int = 1) -> Finding:
    """The finding with so many steps less weight."""
    for _ in range(steps):
        finding = replace(finding, severity=finding.severity.lighter)
    return finding


def _marked(audit: ArticleAudit, marker: Citation) -> str:
    """A marker as it is printed."""
    return f"“{' '.join(audit.document.text[marker.start : marker.end].split())}”"


def _named(entry: Reference) -> str:
    """An entry by its label and title: "entry 3 (“Spread of tumors”, 2012)"."""
    title = entry.title or entry.text
    if len(title) > _TITLE_SHOWN:
        title = f"{title[:_TITLE_SHOWN].rsplit(' ', 1)[0]} …"
    year = f", {entry.year}" if entry.year else ""
    return f"entry {entry.label} (“{title}”{year})"


def _without_entry(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """C001."""
    if not audit.references:
        return
    first = _first_markers([*audit.extraction.citations, *_beyond_list(audit)])
    named = {
        tie.label for tie in audit.resolutions if tie.reference or tie.label in audit.ambiguous
    }
    listed = {fold(entry.label) for entry in audit.references}
    lost = [
        label
        for label, marker in first.items()
        if label not in named and fold(label) not in listed and marker.style != _OUTRIGHT
    ]
    if len(lost) > max(_SLIPS, len(first) - len(lost)):
        return
    for label in lost:
        marker = first[label]
        message = f"{_marked(audit, marker)} names {label}, which {_list(audit)} does not hold."
        finding = rule.at(audit.document, marker.start, marker.end, message)
        yield _lighter(finding) if marker.style in _LOOSE else finding


def _list(audit: ArticleAudit) -> str:
    """The reference list by its extent."""
    labels = [entry.label for entry in audit.references]
    if len(labels) > 1 and labels == [str(number) for number in range(1, len(labels) + 1)]:
        return f"the reference list (1 to {len(labels)})"
    return "the reference list"


def _never_cited(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """C002."""
    markers = audit.extraction.citations
    if 2 * sum(marker.style in _LOOSE for marker in markers) > len(markers):
        return
    listed = [
        entry
        for entry in _entries(audit)
        if not _FURTHER.search(audit.document.section_at(entry.start))
    ]
    tied = {tie.reference.start for tie in audit.resolutions if tie.reference}
    labels = {fold(label) for label in _first_markers([*markers, *_beyond_list(audit)])}
    several = {title for titles in audit.ambiguous.values() for title in titles}
    uncited = [
        entry
        for entry in listed
        if entry.start not in tied
        and fold(entry.label) not in labels
        and (entry.title or entry.text) not in several
        and not _mentioned(audit.document, entry)
    ]
    if len(uncited) == len(listed) or len(uncited) > max(1, len(listed) // _PER_UNCITED):
        return
    for entry in uncited:
        message = f"No marker of the text cites {_named(entry)}."
        yield rule.at(audit.document, entry.start, entry.end, message)


def _retracted(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """C003."""
    first = _first_markers(audit.extraction.citations)
    cited = set()
    for tie in audit.resolutions:
        known = [*tie.notices, *(tie.source.notices if tie.source else ())]
        if tie.reference:
            cited.add(tie.reference.start)
            known += in_title(tie.reference.title)
        marker = first.get(tie.label)
        if not known or marker is None or _is_known(audit, marker):
            continue
        work = _named(tie.reference) if tie.reference else f"{tie.label}"
        message = f"{_marked(audit, marker)} cites {work}, which {_said(distinct(known)[0])}."
        finding = rule.at(audit.document, marker.start, marker.end, message)
        yield _lighter(finding, _SAID[distinct(known)[0].kind][1])
    for entry in _entries(audit):
        notices = in_title(entry.title) if entry.start not in cited else ()
        if notices:
            message = f"The list holds {_named(entry)}, which {_said(notices[0])}."
            finding = rule.at(audit.document, entry.start, entry.end, message)
            yield _lighter(finding, 1 + _SAID[notices[0].kind][1])


def _is_known(audit: ArticleAudit, marker: Citation) -> bool:
    """Whether the words around a marker speak of the notice."""
    around = audit.document.text[max(0, marker.start - _BEFORE) : marker.end + _BEHIND]
    return _KNOWN.search(around) is not None


def _said(notice: Notice) -> str:
    """What a notice says, and who tells it: "was retracted in 2019 (10.1/x), by PubMed"."""
    date = f" on {notice.date}" if notice.date.count("-") == 2 else ""
    date = date or (f" in {notice.date}" if notice.date else "")
    doi = f" ({notice.doi})" if notice.doi else ""
    told = _TOLD_BY.get(notice.told_by, notice.told_by)
    return f"{_SAID[notice.kind][0]}{date}{doi}, as {told} says"


def _duplicate(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """C004."""
    listed = _entries(audit)
    found = list(_pairs(listed))
    if len(found) > max(1, len(listed) // _PER_DUPLICATE):
        return
    for earlier, later, shared in found:
        named = _named(earlier)
        message = f"{named[0].upper()}{named[1:]} and entry {later.label} are one work: {shared}."
        yield rule.at(audit.document, later.start, later.end, message)


def _pairs(listed: list[Reference]) -> Iterator[tuple[Reference, Reference, str]]:
    """Every entry that repeats an earlier one, with that one and what they share."""
    held: dict[tuple[str, str], Reference] = {}
    for entry in listed:
        keys = [
            (f"the same {kind.upper()}", value) for kind, value in identifier_keys(entry).items()
        ]
        title = plain(entry.title)
        if len(title) >= SHORT_TITLE:
            keys.append(("the same title", title))
        earlier = next((held[key] for key in keys if key in held and _one(held[key], entry)), None)
        if earlier:
            shared = next(key[0] for key in keys if held.get(key) is earlier)
            yield earlier, entry, shared
        for key in keys:
            held.setdefault(key, entry)


def _one(one: Reference, other: Reference) -> bool:
    """Whether two entries are of one work, and of the same part of it."""
    pages = one.pages and other.pages and fold(one.pages) != fold(other.pages)
    return one_work(one, other) and not pages


def _another_work(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """C005."""
    first = _first_markers(audit.extraction.citations)
    for tie in audit.resolutions:
        marker = first.get(tie.label)
        if tie.reference is None or tie.source is None or marker is None:
            continue
        why = mismatch(tie.reference, tie.source)
        if why:
            message = (
                f"{_marked(audit, marker)} cites {_named(tie.reference)}, but {tie.source.name} is "
                f"another work: {why}."
            )
            yield rule.at(audit.document, marker.start, marker.end, message)


RULES: tuple[Rule, ...] = (
    Rule(
        "C001",
        "Citation without reference",
        Severity.WARNING,
        "A citation names a label that the reference list does not hold.",
        "A number, key or author and year in the text for which the reference list has no entry, "
        "told where it is named first. Only articles with a reference list are looked at, and only "
        "those of whose labels most have an entry; else the list is not the article's own or was "
        "not read in full. A number that stands bare in the text may be no marker and weighs one "
        "step less. DOIs and PMIDs in the text need no entry.",
        "Nobody can look up the work, and the figures that cite it cannot be checked. The usual "
        "cause is an entry that was removed, or a list that was renumbered without its text.",
        "Add the entry, or correct the label.",
        _without_entry,
    ),
    Rule(
        "C002",
        "Reference never cited",
        Severity.WARNING,
        "No marker of the text cites this entry of the reference list.",
        "An entry of the article's reference list that no citation names, in the text, its tables "
        "or captions. Lists of further reading and bibliographies hold more than what is cited and "
        "are left alone. Where more than a quarter of the entries is uncited, markers were "
        "probably lost on the way, and nothing is said; nor where markers are bare numbers, which "
        "are easily overlooked.",
        "The work was cited in an earlier version, or the sentence that rests on it has lost its "
        "marker.",
        "Cite the work where it is needed, or remove the entry.",
        _never_cited,
    ),
    Rule(
        "C003",
        "Retracted source",
        Severity.ERROR,
        "A cited work was retracted, withdrawn, doubted or corrected.",
        "A citation of a work that was retracted or withdrawn, as far as the sources at hand, "
        "their records (Crossref, PubMed) or the titles of entries and texts (“RETRACTED: …”) say. "
        "An expression of concern weighs one step less, a correction two, and so does a retracted "
        "entry that is cited nowhere. Nothing is said where the words around the marker speak of "
        "the retraction themselves.",
        "Figures of a retracted work are no evidence, whatever they are. Those of a corrected one "
        "may have changed.",
        "Remove the citation and what rests on it, or say in the text that the work was retracted. "
        "Compare the figures with the correction.",
        _retracted,
    ),
    Rule(
        "C004",
        "Duplicate reference",
        Severity.WARNING,
        "Two entries of the reference list are one work.",
        "Two entries with the same DOI, PMID or PMCID, or with the same title, year and first "
        "author, unless their identifiers or pages differ.",
        "The article looks better supported than it is, and two markers lead readers to one work.",
        "Keep one of the entries and let all markers name it.",
        _duplicate,
    ),
    Rule(
        "C005",
        "Source does not match its reference",
        Severity.WARNING,
        "The text that was found for an entry is of another work.",
        "A text at hand that a label, file name, manifest or identifier ties to an entry of the "
        "reference list, and whose own title, authors or DOI are those of another work.",
        "Every figure that cites the entry was checked against the wrong text.",
        "Correct the file's name or the manifest, or the identifier in the reference list.",
        _another_work,
    ),
)
