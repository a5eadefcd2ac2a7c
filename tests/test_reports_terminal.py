"""The terminal report: a finding as a linter prints it, safe to show, whatever the text."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from checkers.model import Reason, Verdict
from reports.protocol import Options, reporters
from reports.words import one_line, passage, visible

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
SUPPORTED = ((Verdict.SUPPORTED, Reason.VALUE_MATCH, ()),)

GOLD = """\
error[S002] Contradicted figure: 90%
  --> article.md:5:65
   |
   | About 80% of metastatic patients have liver lesions [1], and in 90% the
   |                                                                 ^^^
   | liver is the only site [1, 2].
   |
  ::: liver-review.html, line 7
   |
   | In about 50% the liver is the only site.
   |          ---
   |
   = note: What the sources say of 90%: value-differs.
   = basis: value-differs; confidence 0.90; found by label; read 1 work
   = help: Compare the quoted passage with the article and correct the figure,
           its unit or the group that it is given for.
"""

SUMMARY = """\
Checked 4 of 5 cited figures in 1 article.
1 supported, 1 partly supported, 1 contradicted, 1 unsupported, 1 unverifiable, 1 uncited.
2 errors, 3 warnings, 1 note.
not read: gone.md: no such file; check the path
The gate failed: 1 finding of S001; 1 finding of S002.
"""


def rendered(report, **options):
    return "".join(reporters()["terminal"].render(report, Options(**options)))


def one_finding(article, run_of, text, passages=(), **names):
    figures = ((Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, passages),)
    return rendered(run_of(article(text, figures, **names)))


def test_a_finding_shows_place_sentence_evidence_and_help(audit_report):
    assert GOLD in rendered(audit_report)


def test_a_near_miss_is_called_one(audit_report):
    assert "  ::: near miss in liver-review.html, line 7\n" in rendered(audit_report)


def test_the_report_ends_with_the_summary(audit_report):
    assert rendered(audit_report).endswith("\n\n" + SUMMARY)


def test_a_finding_about_no_claim_shows_its_message(audit_report):
    assert (
        "warning[X003] Labels could not be resolved\n"
        "  --> article.md:1:1\n"
        "   = note: 1 of 3 labels lead to no source.\n"
    ) in rendered(audit_report)


def test_quiet_is_one_line_a_finding_and_the_gate(audit_report):
    lines = rendered(audit_report, quiet=True).splitlines()
    assert lines.pop(-2) == "not read: gone.md: no such file; check the path"
    assert len(lines) == len(audit_report.articles[0].findings) + 1
    assert lines[1] == ("article.md:5:65: S002 error: What the sources say of 90%: value-differs.")
    assert lines[-1].startswith("The gate failed: ")


def test_statistics_say_how_often_each_rule_fired(article, run_of):
    lines = rendered(run_of(article(), article(name="b.md")), statistics=True).splitlines()
    assert lines[:2] == ["2  S001  Unsupported figure", "2  S002  Contradicted figure"]
    assert "Checked 8 of 10 cited figures in 2 articles." in lines


def test_waived_findings_are_counted_and_take_a_line_each(audit_report):

    from reports.summary import summarize

    shown = audit_report.articles[0]
    findings = tuple(
        replace(finding, waived=True, justification="agreed with the author (editors, 2026-01-02)")
        for finding in shown.findings
    )
    summary = summarize(shown.claims, findings)
    report = replace(
        audit_report,
        articles=(replace(shown, findings=findings, summary=summary),),
        summary=summary,
    )
    text = rendered(report)
    assert "-->" not in text
    assert "No findings (6 waived)." in text
    assert text.startswith("Waived\n   = article.md:3:16: S001 What the sources say of 80–90%: ")
    assert text.count(" (waived: agreed with the author (editors, 2026-01-02))\n") == 6
    assert "Waived" not in rendered(report, quiet=True)


def test_without_colour_there_is_no_escape_sequence(audit_report):
    assert "\x1b" not in rendered(audit_report)


@pytest.mark.parametrize("variable", ["NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"])
def test_only_the_options_decide(audit_report, monkeypatch, variable):
    plain = rendered(audit_report)
    coloured = rendered(audit_report, color=True)
    monkeypatch.setenv(variable, "12")
    assert rendered(audit_report) == plain
    assert rendered(audit_report, color=True) == coloured


def test_colour_adds_nothing_but_colour(audit_report):
    coloured = rendered(audit_report, color=True)
    assert "\x1b[1;31merror[S001]\x1b[0m" in coloured
    assert ESCAPES.sub("", coloured) == rendered(audit_report)


@pytest.mark.parametrize("width", [1, 40, 80, 120, 10_000])
def test_passages_keep_within_the_width(article, run_of, width):
    text = "A long sentence about nodes, " * 9 + "{80–90%}, and " + "肝转移" * 60 + "."
    figures = ((Verdict.UNSUPPORTED, Reason.NO_EVIDENCE, ()),)
    lines = rendered(run_of(article(text, figures)), width=width).splitlines()
    quoted = [line for line in lines if line.startswith("   |")]
    assert max(map(cell_len, quoted)) <= min(max(width, 40), 120)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("肝转移见于约 {80%} 的患者。", "   | 肝转移见于约 80% 的患者。\n   |              ^^^\n"),
        ("Frei {八成} frei.", "   | Frei 八成 frei.\n   |      ^^^^\n"),
        ("אצל {80%} מן החולים", "   | אצל [[80%]] מן החולים\n   |\n"),
        ("Two\n   lines\tof {5 days}.", "   | Two lines of 5 days.\n   |              ^^^^^^\n"),
    ],
)
def test_the_figure_is_marked_in_any_script(article, run_of, text, quoted):
    assert quoted in one_finding(article, run_of, text)


def test_an_article_cannot_write_to_the_terminal(article, run_of):
    hostile = "\x1b]0;owned\x07\x1b[2J\x9b1m\r\x08\x7f\u202e\u2066\udc80"
    passages = ((f"{hostile}.html", f"{hostile} {{4}} {hostile}", False),)
    text = one_finding(
        article,
        run_of,
        f"Text {hostile} {{80%}} {hostile} end.",
        passages,
        name=f"{hostile}.md",
        title=hostile,
    )
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text
    )
    assert r"\x1b[2J" in text
    assert "[[" not in text


def test_long_passages_are_clipped_around_the_figure(article, run_of):
    text = one_finding(article, run_of, "x" * 10_000 + " {80%} " + "y" * 10_000)
    assert len(text) < 2_000
    assert re.search(r"x 80%\n   \| +\^\^\^\n", text)


def test_a_run_without_articles_ends_with_its_summary(run_of):
    assert rendered(run_of(fail_on="never")).startswith(
        "Checked 0 of 0 cited figures in 0 articles.\nNo figure was found.\nNo findings.\n"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", r"a\x00b"),
        ("bell\x07", r"bell\x07"),
        ("\u202eabc", r"\u202eabc"),
        ("\udfff", r"\udfff"),
        ("soft\u00adhyphen", "soft\u00adhyphen"),
        ("می\u200cشود", "می\u200cشود"),
        ("é 肝 😀", "é 肝 😀"),
    ],
)
def test_hidden_characters_are_written_out(text, shown):
    assert visible(text) == shown


@settings(deadline=None, max_examples=50)
@given(st.text(), st.integers(-5, 60), st.integers(-5, 60), st.integers(1, 20))
def test_a_passage_is_one_safe_line_for_any_offsets(text, start, end, reach):
    parts = passage(text, start, end, reach)
    whole = parts.before + parts.figure + parts.after
    assert "\n" not in whole
    assert one_line(whole).split() == whole.split()


def on_terminal(folder, **variables: str) -> str:
    """What ``claimaudit check`` writes to a terminal as standard output."""
    main, side = os.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    run = subprocess.Popen(
        [sys.executable, "-m", "claimaudit", "check", "article.md", "--fail-on", "never"],
        cwd=folder,
        env={**environment, "TERM": "xterm", **variables},
        stdout=side,
        stderr=subprocess.DEVNULL,
    )
    os.close(side)
    written = b""
    with suppress(OSError):  # that the other side was closed
        while chunk := os.read(main, 65536):
            written += chunk
    os.close(main)
    assert run.wait(timeout=120) == 0
    return written.decode()


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False)],
)
def test_colour_is_for_terminals_that_want_it(tmp_path, variables, coloured):
    (tmp_path / "article.md").write_text("Nodes were involved in 80% of the patients.\n")
    text = on_terminal(tmp_path, **variables)
    assert "S005" in text
    assert bool(ESCAPES.search(text)) is coloured


def test_a_baseline_does_not_bury_the_report(audit_report):
    article = audit_report.articles[0]
    waived = tuple(replace(article.findings[0], waived=True) for _ in range(500))
    report = replace(audit_report, articles=(replace(article, findings=waived),))
    text = rendered(report)
    assert text.count("S001") == 20 + 1
    assert "   = and 480 more\n" in text
