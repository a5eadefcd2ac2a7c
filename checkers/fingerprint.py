"""Fingerprints: the name of a finding that holds from run to run.

A waiver, a baseline and the code scanners of GitHub and GitLab know a finding by
its fingerprint, "f1-" and 16 hexadecimal digits.  It is a digest of what the
finding rests on, and of nothing else:

* the rule;
* the figure as it is meant: bounds, relation, unit, statistic, whether it is
  approximate, and how finely it is printed ("80-90%" and "80 to 90 percent" are
  one figure, "about 80%", "80%" and "80.0%" are three);
* the words of what it measures (entity and property), as a set of word beginnings;
* what its citations name: the text of the cited work, else the identifier or the
  title of the reference, else the label.  Where no label leads to a work and the
  whole folder was searched, the text of the work that is quoted, and of every work
  that was searched where none is.  An uncited figure rests on no source, and rules
  that look at the article alone (N and T) have in place of it the other numbers of
  the sentence, and those of the figure that they hold against it.

A finding without a claim has, in the place of the figure, the reference that it
is about, else its own stretch of the article, else (a finding on a whole file)
its message.

Line numbers, paths, labels and the rest of the sentence do not count, so that a
fingerprint survives moved lines, renumbered references and reworded neighbours,
and no longer fits when the figure or its source is changed.  Findings of one
article that are otherwise equal are numbered in the order of the text: "f1-….2".

A change of this recipe needs a new :data:`VERSION`: it orphans every waiver.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Context, Decimal
from functools import lru_cache

from checkers.model import Finding, Judgement, Verdict
from checkers.rule import ArticleAudit
from claims.claim import Claim
from claims.document import BlockKind
from claims.quantity import Quantity
from sources.model import Reference, Resolution, Source

VERSION = "f1"
#: What a fingerprint looks like, of this and of every other version.
PATTERN = re.compile(r"f[0-9]{1,4}-[0-9a-f]{16}(?:\.[1-9][0-9]{0,8})?")

_DIGITS = 16
#: Families that look at the article alone.
_SELF_CONTAINED = re.compile(r"[NT][0-9]")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"[0-9]+(?:[.,·][0-9]+)*")
#: Words are compared by this many letters, so that their endings do not count.
_STEM = 5
_SHORTEST = 4
#: The longer words of English that say nothing of what is measured.
_EMPTY = frozenset(
    "about after also among been before being both does during each from have having into more "
    "most only other over some such than that their them then there these they this those "
    "through under were what when where which while whose will with within without would".split()
)
_PLAIN = Context(prec=1000)


def digest(*parts: object) -> str:
    """The fingerprint of what stands in these parts (strings and lists of them)."""
    text = json.dumps([VERSION, *parts], ensure_ascii=True, separators=(",", ":"))
    return f"{VERSION}-{hashlib.sha256(text.encode('ascii')).hexdigest()[:_DIGITS]}"


def parted(fingerprint: str) -> tuple[str, int]:
    """A fingerprint without its number among equals, and that number (1 when it has none)."""
    base, _, number = fingerprint.partition(".")
    return base, int(number or 1)


def with_fingerprints(findings: Iterable[Finding], audit: ArticleAudit) -> tuple[Finding, ...]:
    """The findings of one article with their fingerprints, no two the same.

    Args:
        findings: all findings of the article in the order of the text.
        audit: the article that they are about.
    """
    recipe = _Recipe(audit)
    seen: Counter[str] = Counter()
    named = []
    for finding in findings:
        base = recipe.base(finding)
        seen[base] += 1
        number = f".{seen[base]}" if seen[base] > 1 else ""
        named.append(replace(finding, fingerprint=base + number))
    return tuple(named)


def fingerprint(finding: Finding, audit: ArticleAudit) -> str:
    """The fingerprint of one finding, as if no other finding were equal to it."""
    return _Recipe(audit).base(finding)


class _Recipe:
    """What the findings of one article rest on."""

    def __init__(self, audit: ArticleAudit) -> None:
        self._document = audit.document
        self._references = tuple(one for one in audit.references if one.end > one.start)
        self._claims = {f"c{at}": one for at, one in enumerate(audit.extraction.claims, 1)}
        self._judgements: Mapping[str, Judgement] = dict(audit.judgements)
        self._markers = sorted((one.start, one.end) for one in audit.extraction.citations)
        self._ties = {tie.label: tie for tie in audit.resolutions}
        self._sources = {source.name: source for source in audit.sources}

    def base(self, finding: Finding) -> str:
        claim = self._claims.get(finding.claim)
        if claim is None:
            return digest(finding.rule, *self._subject(finding))
        return digest(
            finding.rule,
            _figure(claim.quantity),
            self._measured(claim),
            self._beside(finding, claim),
            self._basis(finding, claim),
        )

    def _subject(self, finding: Finding) -> tuple[object, ...]:
        """What a finding without a claim is about."""
        entry = self._entry(finding)
        if entry is not None:
            return _identity(entry), self._cited([entry.label])
        stretch = " ".join(self._stretch(finding).casefold().split())
        return (stretch,) if stretch else ("", finding.message)

    def _entry(self, finding: Finding) -> Reference | None:
        """The entry of the reference list in which a finding stands."""
        for entry in self._references:
            if entry.start <= finding.start < finding.end <= entry.end:
                return entry
        return None

    def _stretch(self, finding: Finding) -> str:
        return self._document.text[finding.start : finding.end]

    def _beside(self, finding: Finding, claim: Claim) -> list[str]:
        """The other numbers that a finding on a figure rests on."""
        if _SELF_CONTAINED.match(finding.rule):
            beside = [
                self._unmarked(claim.start, claim.end),
                *(one.text for one in finding.related),
            ]
            return _NUMBER.findall(" ".join(beside))
        if finding.start < claim.quantity.start or claim.quantity.end < finding.end:
            return _NUMBER.findall(self._unmarked(finding.start, finding.end))
        return []

    def _unmarked(self, start: int, end: int) -> str:
        """A stretch of the article without the citation markers in it."""
        kept, at = [], start
        for marker in self._markers[bisect_left(self._markers, (start, start)) :]:
            if marker[0] >= end:
                break
            kept.append(self._document.text[at : marker[0]])
            at = marker[1]
        return " ".join([*kept, self._document.text[at:end]])

    def _measured(self, claim: Claim) -> list[str]:
        """The words of what a claim measures; a cell may leave them to its headings."""
        parts = [part.text for part in (claim.entity, claim.property) if part is not None]
        block = self._document.block_at(claim.quantity.start)
        if not parts and block is not None and block.kind is BlockKind.CELL:
            parts = [claim.context]
        return _words(" ".join(parts))

    def _basis(self, finding: Finding, claim: Claim) -> list[str]:
        """The works that a finding on a figure rests on."""
        judgement = self._judgements.get(finding.claim)
        uncited = judgement is not None and judgement.verdict is Verdict.UNCITED
        if uncited or _SELF_CONTAINED.match(finding.rule):
            return []
        named = self._cited([label for one in claim.coverage for label in one.citation.labels])
        if judgement is not None and judgement.resolution is Resolution.FOLDER_SEARCH:
            searched = judgement.evidence[:1] or judgement.sources_read
            works = (self._sources.get(one.source) for one in searched)
            named += sorted({_text(work) for work in works if work is not None})
        return named

    def _cited(self, labels: Sequence[str]) -> list[str]:
        """What labels name, whatever their order and their numbers."""
        return sorted({self._work(label) for label in labels})

    def _work(self, label: str) -> str:
        tie = self._ties.get(label)
        if tie is None:
            return f"label:{label}"
        if tie.source is not None:
            return _text(tie.source)
        return f"label:{label}" if tie.reference is None else _identity(tie.reference)


def _text(source: Source) -> str:
    """A work by its words; how they are wrapped does not count."""
    return f"text:{_words_digest(source.document.text)}"


@lru_cache(maxsize=1024)
def _words_digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()


def _figure(quantity: Quantity) -> list[str]:
    return [
        _plain(quantity.low),
        _plain(quantity.high),
        quantity.relation.value,
        quantity.unit,
        quantity.statistic,
        "about" if quantity.approximate else "",
        str(quantity.decimals - quantity.scale),
    ]


def _plain(number: Decimal | None) -> str:
    return "" if number is None else str(number.normalize(_PLAIN))


def _words(text: str) -> list[str]:
    words = (word for word in _WORD.findall(text) if word.casefold() not in _EMPTY)
    long = {word.casefold()[:_STEM] for word in words if len(word) >= _SHORTEST or word.isupper()}
    return sorted(long)


def _identity(entry: Reference) -> str:
    """A reference by what stays when its label or its layout is changed."""
    for kind in ("doi", "pmid", "pmcid"):
        if value := getattr(entry, kind):
            return f"{kind}:{value}"
    words = _WORD.findall((entry.title or entry.text).casefold())
    return f"entry:{' '.join(words)} {entry.year}"
