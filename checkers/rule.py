"""Rules: what a rule is, and what it looks at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from checkers.cases import Case, Cases, Expected, cases
from checkers.model import Finding, Judgement, Place, Severity
from claims.claim import Extraction
from claims.document import Document
from sources.model import Reference, Resolved, Source


class RegistryError(ValueError):
    """Rules that cannot be used; one line: which, what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class ArticleAudit:
    """Everything that the rules may look at in one article.

    Attributes:
        document: the article.
        extraction: its claims, citation markers and refused numbers.
        references: the entries of its reference list.
        resolutions: which source each label was tied to, and why.
        judgements: claim identifiers ("c1", in document order) with their verdicts.
        ambiguous: labels that fit several works, with the names of these works.
        sources: every work at hand for the article, cited or not.
    """

    document: Document
    extraction: Extraction
    references: tuple[Reference, ...] = ()
    resolutions: tuple[Resolved, ...] = ()
    judgements: tuple[tuple[str, Judgement], ...] = ()
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()


Check = Callable[["Rule", ArticleAudit], Iterable[Finding]]
RunCheck = Callable[["Rule", Sequence[ArticleAudit]], Iterable[Finding]]


def elsewhere(document: Document, start: int, end: int) -> Place:
    """A stretch of an article as a further place of a finding."""
    line = document.position(start).line
    return Place(document.name, line, start, end, document.text[start:end])


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and its page of documentation.

    Attributes:
        identifier: stable, the letter is the family ("S001").
        name: a few words, as a heading.
        severity: severity unless the configuration says otherwise.
        summary: one line for lists.
        finds, matters, mend: the page: what it finds, why that matters, how to
            fix it.  The page's examples are the rule's cases.
        check: looks for the rule's findings in one article.
        check_run: looks for them in all articles of a run together.  A rule
            with neither is told by the run itself (a file that cannot be read).
        examples: the rule's cases, those of its file ``cases/IDENTIFIER.toml``
            when None; a plugin's rule brings its own.
    """

    identifier: str
    name: str
    severity: Severity
    summary: str
    finds: str
    matters: str
    mend: str
    check: Check | None = None
    check_run: RunCheck | None = None
    examples: Cases | None = None

    @property
    def cases(self) -> Cases:
        """Passages that fire and passages that do not."""
        return cases(self.identifier) if self.examples is None else self.examples

    def page(self) -> str:
        """The rule's documentation as Markdown."""
        head = f"# {self.identifier} {self.name}\n\n{self.summary}\n\n"
        head += f"Default severity: {self.severity.value}.\n"
        parts = (
            ("What it finds", self.finds),
            ("Why it matters", self.matters),
            ("Examples that fire", "\n\n".join(map(_shown, self.cases.fires))),
            ("Examples that do not", "\n\n".join(map(_shown, self.cases.passes))),
            ("How to fix it", self.mend),
        )
        return head + "".join(f"\n## {title}\n\n{text}\n" for title, text in parts if text)

    def findings(self, audit: ArticleAudit) -> Iterator[Finding]:
        """The places of an article where the rule fires."""
        if self.check is not None:
            yield from self.check(self, audit)

    def run_findings(self, audits: Sequence[ArticleAudit]) -> Iterator[Finding]:
        """The places where the rule fires because of several articles of a run."""
        if self.check_run is not None:
            yield from self.check_run(self, audits)

    def at(
        self,
        document: Document,
        start: int,
        end: int,
        message: str,
        claim: str = "",
        related: Iterable[Place] = (),
    ) -> Finding:
        """A finding of this rule on a stretch of a document's text, and the further places."""
        first, last = document.position(start), document.position(max(start, end))
        return Finding(
            self.identifier,
            self.severity,
            message,
            document.name,
            first.line,
            first.column,
            last.line,
            last.column,
            start,
            end,
            claim,
            related=tuple(related),
        )

    def on(self, path: str, message: str) -> Finding:
        """A finding of this rule on a whole file, read or not."""
        return Finding(self.identifier, self.severity, message, path, 1, 1, 1, 1)


def _shown(case: Case) -> str:
    """A case as Markdown: why, the texts, and what the rule says of them."""
    texts = [("", case.article), *case.others.items(), *case.sources.items(), *case.files.items()]
    shown = [case.says]
    if case.options:
        shown.append(f"With `{' '.join(case.options)}`:")
    for name, text in texts:
        shown += [f"`{name}`:", _fenced(text)] if name else [_fenced(text)]
    shown.append("\n".join(f"- {_quoted(one)}" for one in case.finds))
    return "\n\n".join(part for part in shown if part)


def _fenced(text: str) -> str:
    """A text as it is, in a fence that is longer than any in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    body = text.strip("\n")
    return f"{fence}\n{body}\n{fence}"


def _quoted(one: Expected) -> str:
    return f"`{' '.join(one.text.split())}`: {one.message}" if one.text else one.message
