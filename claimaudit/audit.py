"""One audit run: articles and sources in, one report out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from checkers import registry
from checkers.judge import Judge, Works
from checkers.model import Finding
from checkers.rule import ArticleAudit
from claimaudit import tool_version
from claims.citations import find_citations
from claims.claim import Claim
from claims.document import Document
from claims.extract import Extractor
from claims.pipeline import ModelError
from claims.readers import ReadError, read
from reports.gate import decide, parse_fail_on
from reports.model import ArticleReport, AuditReport, JudgedClaim, ReportError, RuleInfo
from reports.summary import summarize, total
from sources.files import ReferenceFile, read_references
from sources.folder import SourceFolder, open_folder
from sources.model import Problem, Reference, Resolution, Source
from sources.reflist import references
from sources.resolve import Resolutions, resolve


@dataclass(frozen=True, slots=True)
class Settings:
    """What an audit run is asked to do.

    Attributes:
        model: name of an installed spaCy pipeline.
        sources: folder with the texts of the cited works, or None.
        references: file with a reference list kept outside the articles, or None.
        fail_on: which findings close the gate, as for :func:`reports.gate.decide`.
        min_checked: a count or a share of the cited figures, or None.
    """

    model: str
    sources: str | None = None
    references: str | None = None
    fail_on: str = "error"
    min_checked: int | float | None = None


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What all articles of a run share: the sources folder and the reference file."""

    folder: SourceFolder | None
    listed: ReferenceFile | None

    def problems(self) -> Iterator[Problem]:
        """What could not be read of either."""
        for part in (self.folder, self.listed):
            if part is not None:
                yield from part.problems


def audit(paths: Sequence[str], settings: Settings) -> AuditReport:
    """Audit articles.

    Args:
        paths: the articles, "-" for standard input; one named twice is read once.
        settings: what to do.

    Returns:
        The report.  Articles and sources that could not be read stand in its
        errors; the others are audited all the same.

    Raises:
        sources.folder.SourceError: when the sources folder does not exist or
            holds nothing readable; nothing was audited.
    """
    shelf = _Shelf(
        open_folder(settings.sources) if settings.sources else None,
        read_references(settings.references) if settings.references else None,
    )
    judge = Judge(Extractor(settings.model))
    audited: list[ArticleAudit] = []
    errors = [_error(problem) for problem in shelf.problems()]
    named = tuple(dict.fromkeys(paths))
    for path in named:
        outcome = _outcome(path, shelf, judge, single=len(named) == 1)
        if isinstance(outcome, ReportError):
            errors.append(outcome)
        else:
            audited.append(outcome)
    findings = registry.run_all(audited)
    articles = tuple(map(_report, audited, findings))
    report = AuditReport(
        version=tool_version(),
        articles=articles,
        errors=tuple(errors),
        summary=total(article.summary for article in articles),
        rules=_rules(),
    )
    return replace(report, gate=decide(report, settings.fail_on, settings.min_checked))


def check_fail_on(text: str) -> None:
    """Look at a ``--fail-on`` value before anything is read.

    Raises:
        ValueError: for a word that is neither a severity nor a rule.
    """
    parse_fail_on(text, {rule.identifier for rule in registry.rules()})


def _outcome(path: str, shelf: _Shelf, judge: Judge, *, single: bool) -> ArticleAudit | ReportError:
    """The audit of one article, or why there is none; the others go on either way."""
    try:
        return _audit_article(read(path), shelf, judge, single=single)
    except ReadError as error:
        return ReportError(error.path, error.problem, error.mend)
    except ModelError:
        raise
    except Exception as error:
        told = f"the audit stopped with {type(error).__name__}: {error}"
        return ReportError(path, told, "report it as a bug, with the article")


def _audit_article(
    document: Document, shelf: _Shelf, judge: Judge, *, single: bool
) -> ArticleAudit:
    citations = find_citations(document)
    extraction = judge.extractor.extract(document, citations)
    listed = _references(document, shelf)
    sources = _sources(document, shelf, single=single)
    labels = tuple(dict.fromkeys(label for one in citations for label in one.labels))
    resolutions = resolve(labels, listed, sources)
    works = partial(works_of, resolutions=resolutions, sources=sources)
    judgements = judge.judge(extraction.claims, works)
    named = tuple((f"c{number}", one) for number, one in enumerate(judgements, 1))
    resolved = tuple(resolutions.by_label.values())
    return ArticleAudit(
        document, extraction, listed, resolved, named, resolutions.ambiguous, sources
    )


def _report(audit: ArticleAudit, findings: tuple[Finding, ...]) -> ArticleReport:
    claims = tuple(JudgedClaim(name, one) for name, one in audit.judgements)
    return ArticleReport(
        document=audit.document,
        claims=claims,
        findings=findings,
        summary=summarize(claims, findings),
        citations=audit.extraction.citations,
        references=audit.references,
        resolved=audit.resolutions,
        sources=audit.sources,
    )


def works_of(claim: Claim, resolutions: Resolutions, sources: Sequence[Source]) -> Works:
    """The works that a claim is judged against.

    The works that its citations name; every source at hand where the article's
    labels resolve to nothing, or where no citation reaches the claim.
    """
    if resolutions.folder_search:
        return Works(tuple(sources), (), Resolution.FOLDER_SEARCH)
    labels = dict.fromkeys(label for cover in claim.coverage for label in cover.citation.labels)
    ties = [resolutions.by_label[label] for label in labels]
    at_hand = {tie.source.name: tie.source for tie in ties if tie.source is not None}
    missing = tuple(tie.label for tie in ties if tie.source is None)
    if not labels:
        return Works(tuple(sources), (), Resolution.NONE)
    how = next((tie.resolution for tie in ties if tie.source is not None), Resolution.NONE)
    return Works(tuple(at_hand.values()), missing, how)


def _references(document: Document, shelf: _Shelf) -> tuple[Reference, ...]:
    """The article's own list, then what only the reference file lists."""
    own = references(document)
    if shelf.listed is None:
        return own
    labels = {entry.label for entry in own}
    return own + tuple(entry for entry in shelf.listed.references if entry.label not in labels)


def _sources(document: Document, shelf: _Shelf, *, single: bool) -> tuple[Source, ...]:
    """The sources with the labels that hold for this article, without the article itself."""
    if shelf.folder is None:
        return ()
    own = Path(document.name).resolve()
    return tuple(
        source
        for source in shelf.folder.for_article(document.name, single=single)
        if Path(source.document.name).resolve() != own
    )


def _rules() -> tuple[RuleInfo, ...]:
    return tuple(
        RuleInfo(rule.identifier, rule.name, rule.severity, rule.mend) for rule in registry.rules()
    )


def _error(problem: Problem) -> ReportError:
    return ReportError(problem.path, problem.problem, problem.mend)
