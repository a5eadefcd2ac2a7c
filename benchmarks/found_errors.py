"""List what the rules on numbers find in texts as they are, to be read one by one.

    python benchmarks/found_errors.py FILE... [--sample 40] [--seed 1]

Prints one finding a line: the file, the rule, the stretch of text, the message, and the text
around it.  The claims are read without a parse and without citations of sources: N001, N007 and
N008 compare words, the other rules numbers.  With ``--sample`` as many findings are drawn by lot.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from checkers.model import Finding
from checkers.numbers import RULES
from checkers.rule import ArticleAudit
from claims.citations import find_citations
from claims.claim import Extraction
from claims.extract import Extractor, claim_of
from claims.measured import Measured
from claims.readers import read

BEFORE, BEHIND = 100, 60


def audit(path: str, extractor: Extractor) -> ArticleAudit:
    """An article with its figures, what they measure left out."""
    document = read(path)
    citations = find_citations(document)
    statements = extractor.read(document, citations)
    claims = tuple(claim_of(document, one, Measured()) for one in statements)
    return ArticleAudit(document, Extraction(claims, citations))


def line(finding: Finding, text: str) -> str:
    """A finding with the text around it, on one line."""
    around = text[max(0, finding.start - BEFORE) : finding.end + BEHIND]
    told = text[finding.start : finding.end], finding.message, around
    return " | ".join(
        (Path(finding.path).name, finding.rule, *(" ".join(one.split()) for one in told))
    )


def main() -> None:
    """Read, check, list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--sample", type=int, help="print as many findings, drawn by lot")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    extractor = Extractor()
    audits = [audit(path, extractor) for path in sorted(options.files)]
    found = [
        (finding, one.document.text)
        for one in audits
        for rule in RULES
        for finding in rule.findings(one)
    ]
    drawn = found
    if options.sample is not None and options.sample < len(found):
        drawn = random.Random(options.seed).sample(found, options.sample)
    for finding, text in drawn:
        print(line(finding, text))
    counts = Counter(finding.rule for finding, _ in found)
    told = ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items()))
    print(f"{len(found)} findings in {len(audits)} files: {told}")


if __name__ == "__main__":
    main()
