"""One audit run: articles and sources in, one report out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import chain

from checkers import registry
from checkers.judge import Judge, Works
from checkers.model import Finding, Severity
from checkers.rule import ArticleAudit, Rule
from checkers.selection import choose
from claimaudit import tool_version
from claimaudit.acceptance import Acceptance, judged, settled
from claimaudit.gating import gated
from claimaudit.review.approval import with_approvals
from claimaudit.settings import Settings
from claimaudit.shelf import Key, Shelf, key_of, open_shelves
from claimaudit.suppress import suppress
from claims.cache import NO_CACHE, Cache
from claims.citations import find_citations
from claims.claim import Claim
from claims.document import Document
from claims.extract import Extractor
from claims.pipeline import ModelError
from claims.readers import ReadError, read
from reports.model import ArticleReport, AuditReport, JudgedClaim, ReportError, RuleInfo
from reports.summary import summarize, total
from sources.model import Problem, Resolution, Source
from sources.resolve import Resolutions, resolve

__all__ = ["Settings", "audit", "audit_each", "works_of"]


def audit(paths: Sequence[str], settings: Settings) -> AuditReport:
    """Audit articles that are all asked the same; see :func:`audit_each`.

    Args:
        paths: the articles, "-" for standard input; one named twice is read once.
        settings: what to do.
    """
    return audit_each(dict.fromkeys(paths, settings))


def audit_each(
    plan: Mapping[str, Settings],
    acceptance: Acceptance | None = None,
    step: Callable[[str], None] = lambda _path: None,
    cache: Cache = NO_CACHE,
) -> AuditReport:
    """Audit articles, each with settings of its own.

    Args:
        plan: the articles ("-" for standard input), and what to do with each.
        acceptance: which findings are accepted, and which figures are asked about.
        step: is told each article before it is audited.
        cache: keeps what was computed of texts.

    Returns:
        The report.  Articles and sources that could not be read stand in its
        errors; the others are audited all the same.

    Raises:
        sources.folder.SourceError: when a sources folder does not exist or
            holds nothing readable, or a library cannot be used; nothing was
            audited.
        checkers.registry.RegistryError: when a plugin's rules cannot be used.
        claimaudit.inputs.InputError: when the baseline to be written would grow.
    """
    acceptance = acceptance or Acceptance()
    rules = registry.rules()
    with ExitStack() as stack:
        shelves = open_shelves(plan.values(), stack, cache)
        outcomes = list(_outcomes(plan, shelves, acceptance, step, cache))
        told = chain.from_iterable(shelf.problems() for shelf in shelves.values())
        errors = [_error(problem) for problem in dict.fromkeys(told)]
    errors += [one for one in outcomes if isinstance(one, ReportError)]
    audited = [one for one in outcomes if isinstance(one, ArticleAudit)]
    applied = [choose(rules, plan[one.document.name].choices) for one in audited]
    findings = registry.run_all(audited, applied)
    findings = _suppressed(audited, findings, applied, plan)
    findings = settled(audited, findings, applied, acceptance)
    articles = tuple(
        _report(judged(one, acceptance), found, acceptance.changed_since)
        for one, found in zip(audited, findings, strict=True)
    )
    report = AuditReport(
        version=tool_version(),
        articles=articles,
        errors=tuple(errors),
        summary=total(article.summary for article in articles),
        rules=tuple(_rules(rules, applied)),
    )
    return with_approvals(gated(report, plan, applied), plan, applied)


def _outcomes(
    plan: Mapping[str, Settings],
    shelves: Mapping[Key, Shelf],
    acceptance: Acceptance,
    step: Callable[[str], None],
    cache: Cache,
) -> Iterator[ArticleAudit | ReportError]:
    """The audit of each article, or why there is none."""
    extractors = {one.model: Extractor(one.model, cache) for one in plan.values()}
    judges = {
        (one.model, one.min_confidence): Judge(
            extractors[one.model], min_confidence=one.min_confidence, cache=cache
        )
        for one in plan.values()
    }
    users = Counter(one.sources for one in plan.values())
    for path, own in plan.items():
        step(path)
        shelf, single = shelves[key_of(own)], users[own.sources] == 1
        asked = acceptance.concerns(path)
        judge = judges[own.model, own.min_confidence]
        yield _outcome(path, shelf, judge, single=single, asked=asked)


def _suppressed(
    audited: Sequence[ArticleAudit],
    findings: Sequence[tuple[Finding, ...]],
    applied: Sequence[Sequence[Rule]],
    plan: Mapping[str, Settings],
) -> tuple[tuple[Finding, ...], ...]:
    """The findings, those marked that a comment in their article accepts."""
    return tuple(
        suppress(one.document, found, rules) if plan[one.document.name].suppressions else found
        for one, found, rules in zip(audited, findings, applied, strict=True)
    )


def _outcome(
    path: str, shelf: Shelf, judge: Judge, *, single: bool, asked: bool
) -> ArticleAudit | ReportError:
    """The audit of one article, or why there is none; the others go on either way."""
    try:
        return _audit_article(
            read(path, cache=judge.cache), shelf, judge, single=single, asked=asked
        )
    except ReadError as error:
        return ReportError(error.path, error.problem, error.mend)
    except ModelError:
        raise
    except Exception as error:
        told = f"the audit stopped with {type(error).__name__}: {error}"
        return ReportError(path, told, "report it as a bug, with the article")


def _audit_article(
    document: Document, shelf: Shelf, judge: Judge, *, single: bool, asked: bool
) -> ArticleAudit:
    """What was found in an article; its figures are judged where they are asked about."""
    citations = find_citations(document)
    extraction = judge.extractor.extract(document, citations)
    labels = tuple(dict.fromkeys(label for one in citations for label in one.labels))
    listed = shelf.references(document, labels)
    sources = shelf.sources(document, listed, labels, single=single)
    resolutions = resolve(labels, listed, sources, shelf.notices)
    works = partial(works_of, resolutions=resolutions, sources=sources)
    judgements = judge.judge(extraction.claims, works) if asked else ()
    named = tuple((f"c{number}", one) for number, one in enumerate(judgements, 1))
    resolved = tuple(resolutions.by_label.values())
    return ArticleAudit(
        document, extraction, listed, resolved, named, resolutions.ambiguous, sources
    )


def _report(
    audit: ArticleAudit, findings: tuple[Finding, ...], changed_since: str
) -> ArticleReport:
    claims = tuple(JudgedClaim(name, one) for name, one in audit.judgements)
    return ArticleReport(
        document=audit.document,
        claims=claims,
        findings=findings,
        summary=summarize(claims, findings, changed_since),
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


def _rules(rules: Iterable[Rule], applied: Sequence[Sequence[Rule]]) -> Iterator[RuleInfo]:
    """The rules that exist, with the severity that they have wherever they are applied."""
    given: dict[str, set[Severity]] = {}
    for rule in chain.from_iterable(applied):
        given.setdefault(rule.identifier, set()).add(rule.severity)
    for rule in rules:
        severities = given.get(rule.identifier, set())
        severity = severities.pop() if len(severities) == 1 else rule.severity
        yield RuleInfo(
            rule.identifier,
            rule.name,
            severity,
            rule.mend,
            rule.summary,
            rule.finds,
            rule.matters,
        )


def _error(problem: Problem) -> ReportError:
    return ReportError(problem.path, problem.problem, problem.mend)
