"""Questions for the author: one page an article, ready to be sent.

Each doubtful figure, where it stands, what the source says, what is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checkers.model import Evidence, Judgement, Reason, Verdict
from reports.markup import marked, plain, strong
from reports.model import VERDICT_FAMILY, ArticleReport, AuditReport, RuleInfo
from reports.protocol import Options
from reports.words import claim_passage, clip, count, place, quote, told

#: Characters kept on either side of a figure.
_REACH = 400
#: Characters kept of an entry of the reference list.
_ENTRY = 160
#: Passages quoted with one figure.
_QUOTED = 3
#: Families of rules that are asked about by figure, or that no author can answer.
_NOT_ASKED = frozenset({VERDICT_FAMILY, "X"})

_WHICH_IS_RIGHT = (
    "Which of the two is right? Please correct the figure, or name the work and the passage "
    "that state it."
)
_WHERE = (
    "Which work states this figure, and where in it? Please cite that work, or change or drop "
    "the figure."
)

#: What is asked, by the reason of the verdict.
QUESTIONS: dict[Reason, str] = {
    Reason.VALUE_DIFFERS: _WHICH_IS_RIGHT,
    Reason.RANGE_DIFFERS: _WHICH_IS_RIGHT,
    Reason.UNIT_DIFFERS: "Is the unit right? Please correct it, or name the passage that gives "
    "the figure in this unit.",
    Reason.DIRECTION_DIFFERS: "The source reports the opposite direction. Please correct the "
    "sentence, or name the passage that bears it out.",
    Reason.ARM_DIFFERS: "The source gives this figure for another group. Which group is meant? "
    "Please correct the group or the figure.",
    Reason.FINER_THAN_SOURCE: "The article is more exact than its source. Please print what the "
    "source prints, or cite the work that gives the exact figure.",
    Reason.RANGE_PARTIAL: "Where does the other end of the range come from? Please cite it, or "
    "give the end that the source states.",
    Reason.POPULATION_DIFFERS: "In whom was this measured? Please name the group that the source "
    "studied, or cite a work on the group that the sentence is about.",
    Reason.TIME_DIFFERS: "At what time was this measured? Please name the time that the source "
    "gives, or cite a work on the time that the sentence is about.",
    Reason.SECONDARY_CITATION: "The cited work takes this figure from another one. Please cite "
    "the work that first reported it.",
    Reason.ENTITY_DIFFERS: "The passage that comes nearest is about something else. " + _WHERE,
    Reason.NO_EVIDENCE: _WHERE,
    Reason.ABSTRACT_ONLY: "Only the abstract was at hand. Please send the full text, or name the "
    "page that states the figure.",
    Reason.SOURCE_MISSING: "The cited work was not at hand. Please send its text, or name the page "
    "that states the figure.",
    Reason.NO_CITATION: "Which work does this figure come from? Please cite it.",
    Reason.NO_QUANTITY: _WHERE,
}


#: How the passages of the sources are brought in, by verdict.
_LEADS = {
    Verdict.CONTRADICTED: "The source says otherwise:",
    Verdict.PARTLY_SUPPORTED: "The source bears it out in part:",
    Verdict.UNSUPPORTED: "The source does not state it. What comes nearest:",
    Verdict.UNVERIFIABLE: "What was at hand says:",
    Verdict.UNCITED: "What the sources at hand say:",
}


def question(judgement: Judgement) -> str:
    """What to ask the author about a figure, "" where its sources bear it out."""
    if judgement.verdict is Verdict.SUPPORTED:
        return ""
    return QUESTIONS.get(judgement.reason, _WHERE)


def render(report: AuditReport, _options: Options) -> Iterator[str]:
    """One page an article, a rule between them."""
    rules = {rule.id: rule for rule in report.rules}
    for at, article in enumerate(report.articles):
        if at:
            yield "\n---\n\n"
        yield from _page(article, rules)
    if not report.articles:
        yield "No article was audited.\n"


def _page(article: ArticleReport, rules: Mapping[str, RuleInfo]) -> Iterator[str]:
    asked = [*_about_figures(article), *_about_the_rest(article, rules)]
    yield f"# Questions on “{plain(article.title)}”\n\n"
    yield f"Article: {plain(article.path)}\n\n"
    if asked:
        yield f"Please answer the {count(len(asked), 'question')} below.\n"
    else:
        yield "There is nothing to ask.\n"
    for number, (head, body) in enumerate(asked, 1):
        yield f"\n## {number}. {head}\n\n"
        yield "\n\n".join(body) + "\n"
    waived = [finding for finding in article.findings if finding.waived]
    if waived:
        yield "\n## Waived, not asked\n\n"
        yield from (
            f"- line {one.line}, {one.rule}: {plain(clip(told(one), _REACH))}\n" for one in waived
        )


def _about_figures(article: ArticleReport) -> Iterator[tuple[str, list[str]]]:
    """A heading and paragraphs for each doubtful figure."""
    waived, works = article.waived_claims, _works(article)
    for entry in article.claims:
        judgement, claim = entry.judgement, entry.judgement.claim
        asked = question(judgement)
        if not asked or entry.id in waived:
            continue
        where = f"line {claim.line}"
        head = f"{strong(claim.quantity.text)}, {_section(claim.section)}{where}"
        says = [f"> {marked(claim_passage(judgement, _REACH))}", *_says(judgement, works)]
        yield head, [*says, f"**We ask:** {asked}"]


def _section(heading: str) -> str:
    return f"“{plain(clip(heading, _REACH))}”, " if heading else ""


def _works(article: ArticleReport) -> dict[str, str]:
    """The sources as the author knows them: by label and entry of the reference list."""
    works: dict[str, str] = {}
    for tie in article.resolved:
        if tie.source is not None:
            entry = tie.reference.text or tie.reference.title if tie.reference else ""
            listed = clip(entry.removeprefix(f"{tie.label}.").strip(), _ENTRY)
            works.setdefault(tie.source.name, f"[{tie.label}] {listed}".rstrip())
    return works


def _origin(evidence: Evidence, works: Mapping[str, str]) -> str:
    """The work of a quote, and where in its text; a file's name where no label leads to it."""
    if evidence.source not in works:
        return f"{evidence.source}, {place(evidence)}"
    return f"{works[evidence.source]} ({evidence.source}, {place(evidence)})"


def _says(judgement: Judgement, works: Mapping[str, str]) -> Iterator[str]:
    """What the sources say: the passages, or that there are none.

    What only comes near is shown where nothing says more.
    """
    if not judgement.evidence:
        yield plain(judgement.explanation)
        return
    yield f"**{_LEADS[judgement.verdict]}**"
    true = [one for one in judgement.evidence if not one.near_miss]
    for evidence in (true or judgement.evidence)[:_QUOTED]:
        yield f"> {marked(quote(evidence, _REACH))}\n>\n> — {plain(_origin(evidence, works))}"


def _about_the_rest(
    article: ArticleReport, rules: Mapping[str, RuleInfo]
) -> Iterator[tuple[str, list[str]]]:
    """A heading and paragraphs for each finding of the rules that judge no citation."""
    for finding in article.findings:
        if finding.waived or finding.rule[:1] in _NOT_ASKED:
            continue
        rule = rules.get(finding.rule)
        text = article.document.text[finding.start : finding.end]
        name = plain(rule.name) if rule else finding.rule
        head = f"{strong(clip(text, _REACH))}, {name}, " if text.strip() else f"{name}, "
        body = [plain(finding.message)]
        if rule and rule.help:
            body.append(f"**We ask:** {plain(rule.help)}")
        yield f"{head}line {finding.line}", body
