"""Resolution: from a citation's label over its reference to the text at hand.

Three ties are tried in order, the surest first: a label that a manifest or a
file name ties to a source; an identifier that reference and source share; the
title, with year and first author as a check.  Two sources that fit about
equally well are ambiguous, and none of them is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from claims.document import Extent
from claims.keys import fold
from sources.alike import (
    SHORT_TITLE,
    authors_agree,
    one_work,
    other_work,
    plain,
    title_forms,
    years_agree,
)
from sources.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from sources.model import Notice, Reference, Resolution, Resolved, Source
from sources.names import bare_year, family_name, split_key
from sources.notices import distinct, in_title
from sources.works import facts_of, identifier_keys

#: A title must score at least this (0 to 1) to be taken for the same work.
TITLE_THRESHOLD = 0.90
#: Two sources whose scores are closer than this are ambiguous.
TITLE_MARGIN = 0.03
#: A title that merely begins another, or stands somewhere in an entry, needs this many.
LONG_TITLE = 30
#: The likeness of a title to a reference that leaves its subtitle off.
WITHOUT_SUBTITLE = 0.95
#: The likeness of a title that stands in an entry whose own title was not made out.
IN_ENTRY = 0.97
#: Taken off the score of a title whose year, or whose first author, disagrees.
DISAGREEMENT = 0.15

_KINDS = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID"}


@dataclass(frozen=True, slots=True)
class Resolutions:
    """What an article's labels resolve to.

    Attributes:
        by_label: every label with its source, or with the reason why there is
            none.
        folder_search: true when labels were given and none of them has a
            source, so that every source is to be searched.
        ambiguous: labels that fit several sources or references, each with
            the names or titles of what it fits.
    """

    by_label: Mapping[str, Resolved]
    folder_search: bool = False
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _none_known(_: Reference) -> tuple[Notice, ...]:
    return ()


def resolve(
    labels: Iterable[str],
    references: Sequence[Reference],
    sources: Sequence[Source],
    notices: Callable[[Reference], Sequence[Notice]] = _none_known,
) -> Resolutions:
    """Tie each label to the source that it names.

    Args:
        labels: the labels of an article's citations: printed numbers, author-year
            keys ("rossi2012"), or the identifier of an inline DOI or PMID.
        references: the article's reference list.
        sources: the works at hand, with the labels that hold for this article
            (:meth:`sources.folder.SourceFolder.for_article`,
            :meth:`sources.library.Library.candidates`).
        notices: what is known of a cited work that may not be at hand
            (:meth:`sources.library.Library.notices`).

    Returns:
        A resolution for every label, in the order given.
    """
    listed, shelf = _List(references), _Shelf(sources)
    ties = {label: _resolve_one(label, listed, shelf) for label in dict.fromkeys(labels)}
    search = bool(ties and sources) and all(tie.resolved.source is None for tie in ties.values())
    found = {label: _with_notices(tie.resolved, notices) for label, tie in ties.items()}
    if search:
        found = {
            label: replace(one, resolution=Resolution.FOLDER_SEARCH) for label, one in found.items()
        }
    ambiguous = {label: tie.candidates for label, tie in ties.items() if tie.candidates}
    return Resolutions(found, search, ambiguous)


def candidates(reference: Reference, sources: Sequence[Source]) -> tuple[Source, ...]:
    """The sources that a reference may mean, best first.

    That is the one that shares an identifier, or else those whose titles fit
    too closely to tell apart.  The texts are not looked at.
    """
    shelf = _Shelf(sources)
    if found := shelf.with_identifier(reference):
        return (found.source,)
    near = shelf.with_title(reference)
    return tuple(one.source for one in near if near[0].score - one.score < TITLE_MARGIN)


def wanted(labels: Iterable[str], references: Sequence[Reference]) -> tuple[Reference, ...]:
    """The works that an article cites: its references, then its inline DOIs and PMIDs."""
    known = {entry.label for entry in references}
    inline = (_as_identifier(label) for label in dict.fromkeys(labels) if label not in known)
    return (*references, *(one for one in inline if one is not None))


def _with_notices(tie: Resolved, notices: Callable[[Reference], Sequence[Notice]]) -> Resolved:
    """The tie with what is known of the cited work from all sides."""
    cited = tie.reference or _as_identifier(tie.label)
    found = facts_of(tie.source) if tie.source else None
    known = list(tie.source.notices) if tie.source else []
    for work in filter(None, (cited, found)):
        known += [*in_title(work.title), *notices(work)]
    return replace(tie, notices=distinct(known)) if known else tie


@dataclass(frozen=True, slots=True)
class _Tie:
    """A resolution, and what else the label would fit."""

    resolved: Resolved
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A source that may be the work that a reference describes."""

    source: Source
    score: float
    reason: str


class _List:
    """A reference list, by label, by author-year key and by identifier."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._by_label: dict[str, list[Reference]] = defaultdict(list)
        self._by_year: dict[str, list[Reference]] = defaultdict(list)
        self._by_identifier: dict[tuple[str, str], list[Reference]] = defaultdict(list)
        for reference in references:
            self._by_label[fold(reference.label)].append(reference)
            self._by_year[bare_year(reference.year)].append(reference)
            for item in identifier_keys(reference).items():
                self._by_identifier[item].append(reference)
        self.empty = not references

    def find(self, label: str) -> list[Reference]:
        """The entries that a label may mean: one, none, or several."""
        if found := self._by_label.get(fold(label)):
            return found
        named = _as_identifier(label)
        for item in identifier_keys(named).items() if named else ():
            if entries := self._by_identifier.get(item):
                return entries[:1]
        key = split_key(label)
        if key is None:
            return []
        close = [entry for entry in self._by_year[key[1]] if _same_family(key[0], entry)]
        same_letter = [entry for entry in close if entry.year.endswith(key[1] + key[2])]
        return same_letter or close


class _Shelf:
    """The sources at hand, by label, identifier and title."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._facts = [(source, facts_of(source)) for source in sources]
        self._by_label: dict[str, list[Source]] = defaultdict(list)
        self._by_identifier: dict[tuple[str, str], list[Source]] = defaultdict(list)
        self._titles: dict[tuple[int, int], str] = {}
        self._main_titles: dict[tuple[int, int], str] = {}
        for number, (source, facts) in enumerate(self._facts):
            for label in source.labels:
                self._by_label[fold(label)].append(source)
            for item in identifier_keys(facts).items():
                self._by_identifier[item].append(source)
            for part, title in enumerate(title_forms(facts.title)):
                self._titles[number, part] = title
            main = plain(facts.title.partition(": ")[0])
            if ": " in facts.title and len(main) >= LONG_TITLE:
                self._main_titles[number, 0] = main

    def with_label(self, label: str) -> list[Source]:
        """The sources that a manifest or a file name ties to a label."""
        return self._by_label.get(fold(label), [])

    def with_identifier(self, reference: Reference) -> _Candidate | None:
        """The source that shares an identifier; of two copies the fuller one."""
        for kind, value in identifier_keys(reference).items():
            if copies := self._by_identifier.get((kind, value)):
                return _Candidate(_fullest(copies), 1.0, f"same {_KINDS[kind]}")
        return None

    def with_title(self, reference: Reference) -> list[_Candidate]:
        """The sources whose title fits, best first, at most one a source."""
        best: dict[int, _Candidate] = {}
        for number, likeness in self._alike(reference):
            source, facts = self._facts[number]
            if other_work(reference, facts):
                continue
            found = _weigh(source, facts, reference, likeness)
            if found.score >= TITLE_THRESHOLD and (
                number not in best or found.score > best[number].score
            ):
                best[number] = found
        return sorted(best.values(), key=lambda one: (-one.score, one.source.name))

    def _alike(self, reference: Reference) -> Iterator[tuple[int, float]]:
        """Numbers of sources with the likeness (0 to 1) of their title."""
        wanted = plain(reference.title)
        for forms, most in ((self._titles, 1.0), (self._main_titles, WITHOUT_SUBTITLE)):
            for _, score, (number, _) in process.extract(
                wanted, forms, scorer=fuzz.ratio, score_cutoff=100 * TITLE_THRESHOLD, limit=8
            ):
                yield number, most * score / 100
        entry = f" {plain(reference.text)} "
        for (number, _), title in self._titles.items():
            if len(title) >= LONG_TITLE and f" {title} " in entry:
                yield number, IN_ENTRY


def _resolve_one(label: str, listed: _List, shelf: _Shelf) -> _Tie:
    entries = listed.find(label)
    reference = entries[0] if len(entries) == 1 else None
    named = shelf.with_label(label)
    if len(named) == 1:
        reason = "its file name or the manifest names the label"
        return _Tie(Resolved(label, reference, named[0], Resolution.LABEL, reason))
    if named and _copies(named):
        reason = "the manifest or a reference file names the label for several copies"
        return _Tie(Resolved(label, reference, _fullest(named), Resolution.LABEL, reason))
    if named:
        return _ambiguous(label, reference, "several sources have the label", _names(named))
    if len(entries) > 1:
        titles = tuple(entry.title or entry.text for entry in entries)
        return _ambiguous(label, None, "several references have the label", titles)
    wanted = reference or _as_identifier(label)
    if wanted is None:
        missing = "the article has no reference list" if listed.empty else "no reference has it"
        return _Tie(Resolved(label, None, None, Resolution.NONE, missing, 0.0))
    return _find(label, reference, wanted, shelf)


def _find(label: str, reference: Reference | None, wanted: Reference, shelf: _Shelf) -> _Tie:
    """The source of one work, by identifier and then by title."""
    if found := shelf.with_identifier(wanted):
        tied = Resolved(label, reference, found.source, Resolution.IDENTIFIER, found.reason)
        return _Tie(tied)
    near = shelf.with_title(wanted)
    if not near:
        reason = "no text of this work is at hand"
        return _Tie(Resolved(label, reference, None, Resolution.NONE, reason, 0.0))
    best = near[0]
    rivals = [one for one in near if best.score - one.score < TITLE_MARGIN]
    if len(rivals) > 1:
        full = [one for one in rivals if one.source.extent is Extent.FULL]
        if len(full) != 1 or len({plain(facts_of(one.source).title) for one in rivals}) > 1:
            names = _names([one.source for one in rivals])
            return _ambiguous(label, reference, "several titles are about equally alike", names)
        best = full[0]
    return _Tie(
        Resolved(label, reference, best.source, Resolution.TITLE, best.reason, round(best.score, 3))
    )


def _copies(sources: Sequence[Source]) -> bool:
    """Whether texts are surely of one work, such as a page and its PDF."""
    first, *others = map(facts_of, sources)
    return all(one_work(first, other) for other in others)


def _fullest(copies: Sequence[Source]) -> Source:
    """Of the copies of one work a full text, the longest, the first by name."""
    return min(
        copies,
        key=lambda one: (one.extent is not Extent.FULL, -len(one.document.text), one.name),
    )


def _ambiguous(
    label: str, reference: Reference | None, reason: str, candidates: tuple[str, ...]
) -> _Tie:
    return _Tie(Resolved(label, reference, None, Resolution.NONE, reason, 0.0), candidates)


def _names(sources: Sequence[Source]) -> tuple[str, ...]:
    return tuple(sorted(source.name for source in sources))


def _as_identifier(label: str) -> Reference | None:
    """The work that an inline DOI, PMID or PMCID names."""
    if doi := normalise_doi(label):
        return Reference("", label, doi=doi)
    if not label.isdigit() and (pmcid := normalise_pmcid(label)):
        return Reference("", label, pmcid=pmcid)
    pmid = normalise_pmid(label)
    return Reference("", label, pmid=pmid) if len(pmid) > 4 or (pmid and label != pmid) else None


def _same_family(key: str, reference: Reference) -> bool:
    """Whether a key's name is that of the first author, a particle or an acronym aside."""
    if not reference.authors:
        return False
    name = family_name(reference.authors[0])
    family = plain(name).replace(" ", "")
    acronym = "".join(word[0] for word in name.split() if word[0].isupper())
    return (
        family == key
        or (len(key) > 3 and family.endswith(key))
        or (len(family) > 3 and key.endswith(family))
        or (len(acronym) > 1 and acronym.lower() == key)
    )


def _weigh(source: Source, facts: Reference, wanted: Reference, likeness: float) -> _Candidate:
    """Score a title, less what year and first author speak against it."""
    signs = {
        "year": years_agree(bare_year(wanted.year), bare_year(facts.year)),
        "first author": authors_agree(wanted, facts),
    }
    agree = [name for name, sign in signs.items() if sign]
    differ = [name for name, sign in signs.items() if sign is False]
    if 0 < len(plain(wanted.title)) < SHORT_TITLE and len(agree) < len(signs):
        likeness = 0.0
    told = [f"title {likeness:.0%} alike"]
    told += [f"{' and '.join(agree)} the same"] if agree else []
    told += [f"{' and '.join(differ)} different"] if differ else []
    return _Candidate(source, likeness - DISAGREEMENT * len(differ), ", ".join(told))
