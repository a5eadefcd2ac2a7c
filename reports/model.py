"""What a report is made from: plain data that the application puts together.

Reporters only read these values.  Paths stand here as the user gave them, and
nothing here depends on the time or the machine, so that the same audit gives
the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checkers.model import Finding, Judgement, Severity, Verdict
from claims.claim import Citation
from claims.document import Document
from sources.model import Reference, Resolved, Source

#: The family of the rules that follow from verdicts.
VERDICT_FAMILY = "S"


@dataclass(frozen=True, slots=True)
class ReportError:
    """An input that could not be read, or a step that failed.

    Attributes:
        path: the file as the user gave it.
        problem: what is wrong, one line, no full stop ("is a directory").
        mend: what the user can do, one line ("give the files in it").
    """

    path: str
    problem: str
    mend: str = ""

    def __str__(self) -> str:
        """One line: the file, the problem and the mend."""
        line = f"{self.path}: {self.problem}"
        return f"{line}; {self.mend}" if self.mend else line

    def as_dict(self) -> dict[str, object]:
        """The error in the keys of the JSON interface."""
        return {"path": self.path, "problem": self.problem, "mend": self.mend}


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of one article or of a whole run.

    Attributes:
        figures: figures that were judged.
        cited: figures that a citation reaches.
        checked: cited figures on which a source could be asked, so that their
            verdict is supported, partly-supported, contradicted or unsupported.
        verdicts: figures per verdict, every verdict present.
        findings: findings per severity, waived ones left out, every severity
            present.
        waived: findings that a waiver covers.
        changed_since: the git revision since which a figure must have changed
            to be judged, "" when every figure was.
    """

    figures: int
    cited: int
    checked: int
    verdicts: Mapping[Verdict, int]
    findings: Mapping[Severity, int]
    waived: int = 0
    changed_since: str = ""

    def __str__(self) -> str:
        """The sentence that every report shows."""
        told = f"checked {self.checked} of {self.cited} cited figure{'s' * (self.cited != 1)}"
        return f"{told} that changed" if self.changed_since else told

    def as_dict(self) -> dict[str, object]:
        """The counts in the keys of the JSON interface."""
        return {
            "figures": self.figures,
            "cited": self.cited,
            "checked": self.checked,
            "verdicts": {verdict.value: self.verdicts[verdict] for verdict in Verdict},
            "findings": {severity.value: self.findings[severity] for severity in Severity},
            "waived": self.waived,
            **({"changed_since": self.changed_since} if self.changed_since else {}),
        }


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether the run passes, and if not, why (one short phrase a reason)."""

    passed: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule as reports show it.

    Attributes:
        id: the stable identifier ("S001").
        name: a few words ("Unsupported figure").
        severity: the severity that it has in this run.
        help: what an editor can do about a finding.
        summary: one line for lists.
        finds: what it looks for.
        matters: why that matters.
    """

    id: str
    name: str
    severity: Severity
    help: str = ""
    summary: str = ""
    finds: str = ""
    matters: str = ""


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim's verdict, and its identifier in the report ("c1", in document order)."""

    id: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """What was found in one article.

    Attributes:
        document: the article; its name is the path as given.
        claims: the judged claims in document order.
        citations: the markers of the text.
        references: the entries of the reference list.
        resolved: which source each label was tied to.
        findings: findings in document order.
        summary: counts, by :func:`reports.summary.summarize`.
        problems: what went wrong on the way without stopping the audit.
        sources: every work at hand for the article.
    """

    document: Document
    claims: tuple[JudgedClaim, ...]
    findings: tuple[Finding, ...]
    summary: Summary
    citations: tuple[Citation, ...] = ()
    references: tuple[Reference, ...] = ()
    resolved: tuple[Resolved, ...] = ()
    problems: tuple[ReportError, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def path(self) -> str:
        """The path as the user gave it, "-" for standard input."""
        return self.document.name

    @property
    def title(self) -> str:
        """The article's own title, else its path."""
        return self.document.title or self.document.name

    @property
    def waived_claims(self) -> frozenset[str]:
        """The claims whose verdict is waived: a waiver covers every finding that it led to."""
        judged = [one for one in self.findings if one.rule.startswith(VERDICT_FAMILY)]
        kept = {finding.claim for finding in judged if not finding.waived}
        return frozenset({finding.claim for finding in judged} - kept)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a figure stood in one audit, as far as two audits are compared.

    Attributes:
        figure: the figure as printed.
        sentence: the sentence that states it.
        start, end: where the figure stands in the sentence, end exclusive.
        line: its line in the article at that time.
        verdict: what the sources said of it.
    """

    figure: str
    sentence: str
    start: int
    end: int
    line: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is new, gone, or judged or printed otherwise than before.

    Attributes:
        article: the path of the article in the audit that has it, the newer first.
        before: how it stood, None when it is new.
        after: how it stands, None when it is gone.
    """

    article: str
    before: Standing | None
    after: Standing | None


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding of a rule that judges no citation, new or gone.

    Attributes:
        article: the path of the article.
        rule: its rule.
        message: what it said.
        line: where it stood or stands.
        new: whether it is new, else it is gone.
    """

    article: str
    rule: str
    message: str
    line: int
    new: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since an earlier audit, by :func:`reports.compare.compare`.

    Attributes:
        changes: figures, article by article: in the order of the text as it is
            now, then those that are gone.
        findings: the findings of the other rules, in the same order.
        unchanged: figures that stand as they stood.
        left_out: articles of the earlier audit that this one did not look at.
    """

    changes: tuple[Change, ...] = ()
    findings: tuple[FindingChange, ...] = ()
    unchanged: int = 0
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditReport:
    """One run of ``claimaudit check``.

    Attributes:
        version: version of the tool.
        articles: the audited articles in the order given.
        errors: inputs that could not be read; their articles are not above.
        summary: counts over all articles, by :func:`reports.summary.total`.
        gate: the gate's decision, None before it was asked.
        rules: the rules that exist in this run.
        comparison: what changed since an earlier audit, None when none was named.
    """

    version: str
    articles: tuple[ArticleReport, ...]
    errors: tuple[ReportError, ...]
    summary: Summary
    gate: Gate | None = None
    rules: tuple[RuleInfo, ...] = ()
    comparison: Comparison | None = None

    @property
    def all_errors(self) -> tuple[ReportError, ...]:
        """Unreadable inputs, then the problems of each article."""
        return self.errors + tuple(p for article in self.articles for p in article.problems)
