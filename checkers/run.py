"""X rules: what went wrong with the run itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checkers.model import Finding, Severity
from checkers.rule import ArticleAudit, Rule
from sources.model import Resolution


def _unresolved(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """One finding an article: which of its labels lead to no source."""
    lost: dict[str, list[str]] = {}
    for tie in audit.resolutions:
        if tie.source is None and tie.label not in audit.ambiguous:
            lost.setdefault(tie.reason, []).append(tie.label)
    if not lost:
        return
    searched = any(
        judgement.resolution is Resolution.FOLDER_SEARCH for _, judgement in audit.judgements
    )
    ending = "; every source of the folder was searched instead" if searched else ""
    number = sum(map(len, lost.values()))
    told = "; ".join(f"{_in_short(one)}{f' ({why})' if why else ''}" for why, one in lost.items())
    counted = f"{number} of {len(audit.resolutions)} labels lead to no source"
    yield rule.on(audit.document.name, f"{counted}: {told}{ending}.")


def _in_short(labels: Sequence[str]) -> str:
    """Labels in a row, numbers that follow one another as a range: "1, 3–5"."""
    parts: list[list[str]] = []
    for label in labels:
        last = parts[-1][-1] if parts else ""
        if label.isdecimal() and last.isdecimal() and int(label) == int(last) + 1:
            parts[-1].append(label)
        else:
            parts.append([label])
    shown = (f"{part[0]}–{part[-1]}" if len(part) > 2 else ", ".join(part) for part in parts)
    return ", ".join(shown)


def _ambiguous(rule: Rule, audit: ArticleAudit) -> Iterator[Finding]:
    """One finding a label that several works fit."""
    for label, works in audit.ambiguous.items():
        yield rule.on(audit.document.name, f"Label {label} fits several works: {', '.join(works)}.")


RULES: tuple[Rule, ...] = (
    Rule(
        "X001",
        "Input could not be read",
        Severity.ERROR,
        "A file of the run could not be read; the others were audited.",
        "An article, source or manifest that is missing, empty, binary, in an unknown encoding or "
        "otherwise unreadable. It has no text to put a finding on, so it stands under `errors` in "
        "the report and ends the run with exit code 2, whatever rules are selected.",
        "What was not read was not checked.",
        "The message names the file and the mend: the right path, UTF-8, or another format.",
    ),
    Rule(
        "X002",
        "A rule failed",
        Severity.ERROR,
        "A rule stopped with an error on this article; the other rules were run.",
        "A rule that raised an exception, or that told what is no finding of its own. The message "
        "names the rule and the error. It is told whatever rules are selected or ignored.",
        "Whatever the rule would have found is missing from the report.",
        "Report the message together with the article to the rule's author; ignore that rule until "
        "it is mended.",
    ),
    Rule(
        "X003",
        "Labels could not be resolved",
        Severity.WARNING,
        "Citation labels of the article lead to no source at hand.",
        "Labels for which neither the manifest, the file names, an identifier nor a title ties a "
        "file of the sources folder to the label.",
        "Figures that cite these labels are judged against every source of the folder, or not at "
        "all.",
        "Tie each label to its file in `sources.toml`, or name the files after their labels.",
        _unresolved,
    ),
    Rule(
        "X004",
        "Resolution is ambiguous",
        Severity.WARNING,
        "More than one source fits a label.",
        "A label or reference that two or more files of the sources folder fit equally well.",
        "The figure may be judged against the wrong work.",
        "Name the right file in `sources.toml`, or remove the other.",
        _ambiguous,
    ),
    Rule(
        "X005",
        "Waiver expired or unused",
        Severity.WARNING,
        "A waiver has had its day, or accepts nothing that is still found.",
        "An entry of the waiver file whose last day has passed, or for which the article that it "
        "names has no such finding any more: the fault was mended, or the figure or its source was "
        "changed, so that what was accepted is no longer what stands there. Waivers of articles "
        "and rules outside the run are not judged, unless the article is gone.",
        "A waiver that nobody needs hides the next error that looks like it, and one that has "
        "expired was meant to be looked at again.",
        "Delete the entry, or look at the finding again and renew the waiver with "
        "`claimaudit waive`.",
    ),
    Rule(
        "X006",
        "Suppression unused",
        Severity.NOTE,
        "A comment suppresses findings that are not there, or cannot be applied.",
        "A comment `<!-- claimaudit: ignore RULE -- reason -->` whose rule finds nothing in the "
        "block that it covers (`ignore-file`: in the file), or that names no rule, a rule that "
        "does not exist, or no reason.",
        "A comment that suppresses nothing today hides the next finding without anybody's "
        "decision; one that is not applied does not do what its author believes.",
        "Remove the comment, or mend it as the message says.",
    ),
    Rule(
        "X007",
        "Too few figures could be checked",
        Severity.ERROR,
        "Fewer cited figures than asked for could be checked against a source.",
        "An article that stays under `--min-checked`, the count or the share of its cited figures "
        "that a source must have been asked about, in a run that stays under it as a whole. The "
        "gate closes on `--min-checked` itself, whether this rule is applied or not.",
        "A report without findings means little when hardly anything was checked.",
        "Add the missing texts to the sources folder, or lower `--min-checked`.",
    ),
    Rule(
        "X008",
        "Article not approved",
        Severity.ERROR,
        "No reviewer has approved the article as it is now.",
        "An article that `--require-approval` asks a reviewer's approval of, and that was never "
        "reviewed, is under review, or has changed since: its text, or one of the texts that it is "
        "checked against. The gate closes on `--require-approval` itself, whether this rule is "
        "applied or not.",
        "An approval speaks of the article and the sources that the reviewer saw, of no others.",
        "Open it with `claimaudit review`, decide what is open and approve it.",
    ),
)
