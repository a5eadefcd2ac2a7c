"""What a change touched: the lines of an article that differ from a git revision.

The file as it lies on the disk is compared with the revision's, so that work
that is not committed counts, too.
"""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from checkers.model import Finding
from checkers.rule import ArticleAudit
from claimaudit.inputs import InputError
from claimaudit.waivers import STDIN
from claims.claim import Claim
from claims.document import Anchor, Document

#: A file with a zero byte in its first part is no text, as git has it.
_HEAD = 8000
_TIMEOUT = 60  # seconds; git answers in a blink, unless it hangs on a network disk
_HUNK = re.compile(rb"@@ -[0-9]+(?:,[0-9]+)? \+([0-9]{1,9})(?:,([0-9]{1,9}))? @@")
#: Of a hook that runs inside another repository; the article's own is meant.
_ELSEWHERE = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"}
)
#: What settings of the user could otherwise make of a comparison.
_PLAIN = (
    "--unified=0",
    "--inter-hunk-context=0",
    "--text",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
)
#: Beyond the last line of any file.
_LAST_LINE = 2**31


@dataclass(frozen=True, slots=True)
class Changes:
    """The lines of one file that differ from a revision.

    Attributes:
        spans: first and last line of each stretch, from 1 and in order; lines
            that were taken out between lines 4 and 5 are the span (5, 4).
        comparable: whether the file has lines; one that has none (DOCX, PDF)
            is audited whole.
    """

    spans: tuple[tuple[int, int], ...] = ()
    comparable: bool = True

    def touch(self, first: int, last: int) -> bool:
        """Whether a change lies in these lines, or between two of them."""
        return any(first <= end and start <= last for start, end in self.spans)


WHOLE = Changes(((1, _LAST_LINE),))


def changes_since(paths: Iterable[str], revision: str) -> dict[str, Changes]:
    """The lines of files that a git change touched.

    Args:
        paths: the files; one that git does not follow has changed as a whole.
        revision: a commit, as git names it ("main", "HEAD~2", "v1.0").

    Raises:
        InputError: git is not installed, a file lies in no repository, or its
            repository has no such revision.
    """
    commits: dict[Path, str] = {}
    changes = {}
    for path in paths:
        if path == STDIN:
            raise InputError("--changed-since", "standard input has no history", "give a file")
        file = Path(os.path.realpath(path))
        if not file.is_file():
            changes[path] = WHOLE  # the reader of articles tells what is wrong with it
            continue
        if file.parent not in commits:
            commits[file.parent] = _commit(path, file, revision)
        changes[path] = _changes(path, file, commits[file.parent])
    return changes


def _commit(path: str, file: Path, revision: str) -> str:
    _git(path, file, "rev-parse", "--show-toplevel")
    if not revision.startswith("-"):  # git would take it for an option
        with suppress(InputError):
            found = _git(path, file, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
            return found.decode("ascii").strip()
    told = f"no revision {revision!r} in the repository of {path}"
    raise InputError("--changed-since", told, "give a commit, branch or tag")


def _changes(path: str, file: Path, commit: str) -> Changes:
    if not _is_text(file):
        return Changes(WHOLE.spans, comparable=False)
    if not _git(path, file, "ls-files", "--", file.name):
        return WHOLE
    return Changes(tuple(_spans(_git(path, file, "diff", *_PLAIN, commit, "--", file.name))))


def _is_text(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return True  # the reader of articles tells it
    return b"\0" not in head and not head.startswith(b"%PDF-")


def _git(path: str, file: Path, *words: str) -> bytes:
    """What git answers in the folder of a file.

    Raises:
        InputError: git is missing, or it says no.
    """
    command = ["git", "--literal-pathspecs", "--no-pager", "-c", "core.fsmonitor=false", *words]
    environment = {key: value for key, value in os.environ.items() if key not in _ELSEWHERE}
    try:
        done = subprocess.run(
            command,
            cwd=file.parent,
            env={**environment, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=_TIMEOUT,
        )
    except subprocess.CalledProcessError as error:
        first = (error.stderr.decode("utf-8", "replace").splitlines() or ["git failed"])[0]
        told = first.removeprefix("fatal: ").rstrip(".")
        raise InputError(path, told, "--changed-since needs a file in a git repository") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        told = f"git does not answer ({type(error).__name__})"
        raise InputError("--changed-since", told, "install git, or leave the option out") from None
    return done.stdout


def _spans(diff: bytes) -> Iterator[tuple[int, int]]:
    """The stretches of new lines that a comparison without context names."""
    for line in diff.split(b"\n"):
        if hunk := _HUNK.match(line):
            start, count = int(hunk[1]), int(hunk[2] or 1)
            yield (start, start + count - 1) if count else (start + 1, start)


def touched_claims(audit: ArticleAudit, changes: Changes) -> frozenset[Claim]:
    """The claims that a change touched.

    A change touches a figure where it lies in the sentence or cell that states
    the figure, in a marker that cites for it, or in the entry of the reference
    list that the marker names.
    """
    entries = {one.label: (one.start, one.end) for one in audit.references if one.end > one.start}

    def stretches(claim: Claim) -> Iterator[tuple[int, int]]:
        yield claim.start, claim.end
        yield claim.quantity.start, claim.quantity.end
        for cover in claim.coverage:
            yield cover.citation.start, cover.citation.end
            yield from (entries[label] for label in cover.citation.labels if label in entries)

    return frozenset(
        claim
        for claim in audit.extraction.claims
        if any(_touched(audit.document, *one, changes) for one in stretches(claim))
    )


def left(findings: Iterable[Finding], audit: ArticleAudit, changes: Changes) -> tuple[Finding, ...]:
    """The findings of an article that a change touched.

    Findings on a whole file stay when anything in it has changed.
    """
    touched = touched_claims(audit, changes)
    names = {name for name, judgement in audit.judgements if judgement.claim in touched}
    return tuple(
        finding
        for finding in findings
        if finding.claim in names or _stays(finding, audit.document, changes)
    )


def _stays(finding: Finding, document: Document, changes: Changes) -> bool:
    if finding.end == finding.start:
        return bool(changes.spans)
    others = ((one.start, one.end) for one in finding.related if one.path == document.name)
    stretches = ((finding.start, finding.end), *others)
    return any(_touched(document, *stretch, changes) for stretch in stretches)


def _touched(document: Document, start: int, end: int, changes: Changes) -> bool:
    first, last = _lines(document, start, max(start, end - 1))
    return changes.touch(first, last)


def _lines(document: Document, start: int, end: int) -> tuple[int, int]:
    """First and last line in the file of a stretch of text, both included.

    Where the text is not the file itself only the lines are known in which
    blocks begin, so that a stretch reaches to the next block.
    """
    first, last = document.position(start).line, document.position(end).line
    anchors = document.anchors
    if not anchors:
        return first, last
    after = bisect_right(anchors, end, key=_start)
    at = bisect_right(anchors, start, key=_start) - 1
    if at >= 0 and anchors[at].line is None:
        return 1, _LAST_LINE
    following = anchors[after].line if after < len(anchors) else None
    return first, max(last, following - 1 if following else _LAST_LINE)


def _start(anchor: Anchor) -> int:
    return anchor.start
