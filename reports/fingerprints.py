"""Names of findings that hold from run to run, whatever lines move."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from checkers.model import Finding
from reports.model import ArticleReport


def fingerprinted(article: ArticleReport) -> Iterator[tuple[Finding, str]]:
    """Each finding of an article with a fingerprint that no other of its findings has.

    The fingerprint is the one that the run gave the finding, else a digest of
    its rule, figure and message.  Findings that share one are numbered in the
    order of the text, so that a line that moves changes nothing.
    """
    seen: Counter[str] = Counter()
    for finding in article.findings:
        name = finding.fingerprint or _digest(finding, article.document.text)
        seen[name] += 1
        yield finding, name if seen[name] == 1 else f"{name}.{seen[name]}"


def _digest(finding: Finding, text: str) -> str:
    parts = (finding.rule, text[finding.start : finding.end], finding.message)
    # Lone surrogates cannot be encoded strictly, and any stable bytes will do.
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]
