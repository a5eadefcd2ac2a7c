"""Rules: what a rule is, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from checkers.model import Finding, Judgement, Severity
from claims.claim import Extraction
from claims.document import Document
from sources.model import Reference, Resolved


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
    """

    document: Document
    extraction: Extraction
    references: tuple[Reference, ...] = ()
    resolutions: tuple[Resolved, ...] = ()
    judgements: tuple[tuple[str, Judgement], ...] = ()
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Check = Callable[["Rule", ArticleAudit], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and its page of documentation.

    Attributes:
        identifier: stable, the letter is the family ("S001").
        name: a few words, as a heading.
        severity: severity unless the configuration says otherwise.
        summary: one line for lists.
        finds, matters, fires, passes, mend: the page: what it finds, why that
            matters, an example that fires, one that does not, how to fix it.
        check: looks for the rule's findings in one article, or None for what
            the run itself reports (a file that cannot be read, say).
    """

    identifier: str
    name: str
    severity: Severity
    summary: str
    finds: str
    matters: str
    fires: str
    passes: str
    mend: str
    check: Check | None = None

    def page(self) -> str:
        """The rule's documentation as Markdown."""
        parts = (
            ("What it finds", self.finds),
            ("Why it matters", self.matters),
            ("An example that fires", self.fires),
            ("An example that does not", self.passes),
            ("How to fix it", self.mend),
        )
        head = f"# {self.identifier} {self.name}\n\n{self.summary}\n\n"
        head += f"Default severity: {self.severity.value}.\n"
        return head + "".join(f"\n## {title}\n\n{text}\n" for title, text in parts)

    def findings(self, audit: ArticleAudit) -> Iterator[Finding]:
        """The places of an article where the rule fires."""
        if self.check is not None:
            yield from self.check(self, audit)

    def at(
        self, document: Document, start: int, end: int, message: str, claim: str = ""
    ) -> Finding:
        """A finding of this rule on a stretch of a document's text."""
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
        )

    def on(self, path: str, message: str) -> Finding:
        """A finding of this rule on a whole file, read or not."""
        return Finding(self.identifier, self.severity, message, path, 1, 1, 1, 1)
