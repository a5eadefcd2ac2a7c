"""The documentation tells the truth: its examples are run, its links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkers.judge import Judge
from checkers.pair import verify
from claims.document import Extent
from claims.extract import Extractor
from claims.readers import parse

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")])
EXAMPLE = re.compile(r"^\| (.+?) \| (.+?) \| (\S+) \| (\S+) \|$", re.M)
EXCERPT = re.compile(r"<!-- excerpt: begin -->\n```\n(.*?)```\n<!-- excerpt: end -->", re.S)
CONFIDENCE = re.compile(r"confidence \d\.\d\d; ")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def worked_examples() -> Iterator[tuple[str, str, str, str]]:
    for found in EXAMPLE.finditer((ROOT / "docs" / "verdicts.md").read_text(encoding="utf-8")):
        claim, source, verdict, reason = found.groups()
        if claim.endswith("."):
            yield claim, source, verdict, reason


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(Extractor())


@pytest.mark.parametrize(("claim", "source", "verdict", "reason"), list(worked_examples()))
def test_worked_example(judge: Judge, claim: str, source: str, verdict: str, reason: str) -> None:
    told = verify(claim, parse(source, "source", "text"), Extent.FULL, judge)
    assert (told.verdict.value, told.reason.value) == (verdict, reason)


def test_there_are_worked_examples() -> None:
    assert len(list(worked_examples())) >= 12


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_first_command_of_the_readme_shows_every_verdict() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = readme.split("```")[1].strip()
    install, _, check = block.partition(" && ")
    assert install == "python -m pip install ."
    words = check.split()
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    for verdict in (
        *("supported", "partly supported", "contradicted"),
        *("unsupported", "unverifiable", "uncited"),
    ):
        assert re.search(rf"[1-9]\d* {verdict}\b", done.stdout), verdict


def test_the_excerpt_in_the_readme_is_what_the_command_prints() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    excerpt = re.search(
        r"<!-- excerpt: begin -->\n```\n(.*?)```\n<!-- excerpt: end -->", readme, re.S
    )
    assert excerpt
    article = "examples/ileal-nets/article.md"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "claimaudit", "check", article),
            *("--sources", "examples/ileal-nets/sources", "--fail-on", "never"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    # How sure a verdict is moves with every training of the model; what it says does not.
    shown, printed = (CONFIDENCE.sub("", text) for text in (excerpt.group(1), done.stdout))
    for part in shown.split("\n…\n"):
        assert part.strip("\n") in printed
