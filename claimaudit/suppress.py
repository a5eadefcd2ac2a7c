"""Suppressions: findings that a comment in the article accepts, with the reason.

    <!-- claimaudit: ignore S001 -- counted by the authors themselves -->
    <!-- claimaudit: ignore-file S004, T -- the works are not at hand here -->

``ignore`` behind words, in their paragraph, item or cell, covers that block;
on its own it covers the next block, and the whole table before a table.
``ignore-file`` covers the file wherever it stands.  A suppressed finding is
kept and counted, and never closes the gate.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from checkers import registry
from checkers.model import Finding
from checkers.rule import Rule
from checkers.selection import covers
from claims.document import Block, Comment, Document

#: The rule that tells of a suppression that suppresses nothing.
UNUSED = "X006"

#: An article with more suppressions wants waivers, or another rule set.
MOST = 1_000

_ADDRESSED = re.compile(r"claimaudit\s{0,20}(:|(?=ignor))(.*)", re.I | re.S)
_REASON = re.compile(r"\s(?:--+|–|—)")
_WORDS = ("ignore", "ignore-file")
_FORM = "write `<!-- claimaudit: ignore S001 -- reason -->`"


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that accepts findings.

    Attributes:
        comment: the comment.
        rules: prefixes of the rules that it accepts.
        reason: why.
        whole: whether it covers the file, and what is told of the file itself.
        start, end: else the stretch of the text that it covers.
        problem: why it is not applied, "" where it is.
    """

    comment: Comment
    rules: tuple[str, ...] = ()
    reason: str = ""
    whole: bool = False
    start: int = 0
    end: int = 0
    problem: str = ""

    def holds(self, finding: Finding) -> bool:
        """Whether it accepts a finding."""
        there = self.whole or (finding.start < self.end and finding.end > self.start)
        return there and any(covers(prefix, finding.rule) for prefix in self.rules)


class _FormError(ValueError):
    """A suppression that cannot be read: what is wrong with it, and the mend."""


def suppressions(document: Document) -> Iterator[Suppression]:
    """The suppressions of a document in order; those that cannot be applied say why."""
    addressed = (
        (comment, found)
        for comment in document.comments
        if (found := _ADDRESSED.match(comment.text))
    )
    for number, (comment, found) in enumerate(addressed):
        if number == MOST:
            many = f"there are more than {MOST:,}; ignore the rule in the configuration"
            yield Suppression(comment, problem=many)
            return
        try:
            if not found[1]:
                raise _FormError(f"the colon behind claimaudit is missing; {_FORM}")
            yield _read(document, comment, found[2])
        except _FormError as error:
            yield Suppression(comment, problem=str(error))


def suppress(
    document: Document, findings: Iterable[Finding], rules: Sequence[Rule]
) -> tuple[Finding, ...]:
    """The findings of an article, those marked that a comment accepts.

    Args:
        document: the article.
        findings: what the rules found in it.
        rules: the rules that were applied to it.

    Returns:
        The findings by place; with them a note (X006, where it is applied) for
        each suppression that cannot be applied or that no finding needs.  What
        a rule that was not applied would have found is not known, so its
        suppressions are left in peace.
    """
    held = tuple(suppressions(document))
    marked = [_marked(finding, held) for finding in findings]
    unused = next((rule for rule in rules if rule.identifier == UNUSED), None)
    if unused is not None:
        applied = {rule.identifier for rule in rules}
        marked += _notes(document, held, marked, applied, unused)
    return tuple(sorted(marked, key=registry.place))


def _marked(finding: Finding, held: Sequence[Suppression]) -> Finding:
    for one in held:
        if one.holds(finding):
            return replace(finding, waived=True, suppressed=True, justification=one.reason)
    return finding


def _notes(
    document: Document,
    held: Sequence[Suppression],
    findings: Sequence[Finding],
    applied: Collection[str],
    unused: Rule,
) -> Iterator[Finding]:
    """A note for each suppression that is not applied, or not needed."""
    for one in held:
        told = f"Suppression not applied: {_sentence(one.problem)}" if one.problem else ""
        fired = {finding.rule for finding in findings if one.holds(finding)}
        idle = [prefix for prefix in one.rules if _is_idle(prefix, fired, applied)]
        if idle:
            where = "file" if one.whole else "block"
            told = f"Nothing to suppress: {', '.join(idle)} finds nothing in this {where}."
        if told:
            yield unused.at(document, one.comment.start, one.comment.end, told)


def _sentence(problem: str) -> str:
    return problem if problem.endswith("?") else f"{problem}."


def _is_idle(prefix: str, fired: Iterable[str], applied: Collection[str]) -> bool:
    """Whether rules were applied and found nothing that a prefix covers."""
    meant = {rule.identifier for rule in registry.rules() if covers(prefix, rule.identifier)}
    return meant <= set(applied) and not any(covers(prefix, rule) for rule in fired)


# --- reading a comment -----------------------------------------------------------------


def _read(document: Document, comment: Comment, said: str) -> Suppression:
    """A suppression as its comment says it.

    Raises:
        _FormError: the comment names no rule or none that exists, gives no
            reason, or stands before nothing.
    """
    head, *rest = _REASON.split(said, maxsplit=1)
    word, *names = head.replace(",", " ").split() or [""]
    if word.lower() not in _WORDS:
        near = get_close_matches(word.lower(), _WORDS, n=1)
        mend = f"did you mean {near[0]}?" if near else _FORM
        raise _FormError(f"unknown word {word[:40]!r}; {mend}")
    if not names:
        raise _FormError(f"it names no rule; {_FORM}")
    try:
        rules = tuple(dict.fromkeys(registry.prefix(name[:40]) for name in names))
    except ValueError as error:
        raise _FormError(str(error)) from None
    reason = " ".join(" ".join(rest).split())
    if not reason:
        raise _FormError(f"it gives no reason; {_FORM}")
    if word.lower() == "ignore-file":
        return Suppression(comment, rules, reason, whole=True)
    return Suppression(comment, rules, reason, False, *_scope(document, comment))


def _scope(document: Document, comment: Comment) -> tuple[int, int]:
    """The stretch of the text that a comment covers.

    Raises:
        _FormError: it stands on its own with nothing behind it.
    """
    blocks = document.blocks
    if comment.inline:
        block = blocks[max(0, bisect_right(blocks, comment.start, key=_start) - 1)]
        return block.start, max(block.end, comment.end)
    at = bisect_left(blocks, comment.end, key=_start)
    if at == len(blocks):
        raise _FormError("nothing follows it; move it before or behind what it is about")
    block = blocks[at]
    table = next((one for one in document.tables if one.start <= block.start < one.end), None)
    return (block.start, block.end) if table is None else (table.start, table.end)


def _start(block: Block) -> int:
    return block.start
