"""Rules of other packages, as they are installed: by an entry point, in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

RULES = """
from checkers.model import Severity
from checkers.rule import Rule

def check(rule, audit):
    for claim in audit.extraction.claims:
        figure = claim.quantity
        yield rule.at(audit.document, figure.start, figure.end, f"Found {figure.text}.")

def run(rule, audits):
    raise LookupError("no\\nluck")

def made(identifier, severity=Severity.WARNING, **checks):
    return Rule(identifier, "Made", severity, "Summary.", "F.", "W.", "M.", **checks)
"""


def install(
    folder: Path, source: str, target: str = "acme_rules:RULES", name: str = "acme"
) -> None:
    """Lay out a package with an entry point as an installer does."""
    (folder / f"{name}_rules.py").write_text(RULES + source, encoding="utf-8")
    data = folder / f"{name}_rules-1.0.dist-info"
    data.mkdir()
    (data / "METADATA").write_text(f"Name: {name}-rules\nVersion: 1.0\n", encoding="utf-8")
    (data / "entry_points.txt").write_text(f"[claimaudit.rules]\n{name} = {target}\n", "utf-8")


def claimaudit(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "claimaudit", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(cwd)},
        timeout=120,
    )


def test_rules_of_a_plugin_are_applied_listed_and_explained(tmp_path: Path) -> None:
    install(tmp_path, 'RULES = (made("ACME001", check=check), made("ACME002", check_run=run))')
    (tmp_path / "a.md").write_text("Relapse occurred in 12% of the patients.\n", encoding="utf-8")
    (tmp_path / "claimaudit.toml").write_text('severity = { ACME = "error" }\n', encoding="utf-8")
    done = claimaudit("check", "a.md", "--select", "ACME", "--format", "json", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    (article,) = json.loads(done.stdout)["articles"]
    told = {one["rule"]: (one["severity"], one["message"]) for one in article["findings"]}
    assert told == {
        "ACME001": ("error", "Found 12%."),
        "X002": ("error", "Rule ACME002 (Made) failed: LookupError: no luck"),
    }
    assert "ACME001  error    Made" in claimaudit("rules", cwd=tmp_path).stdout
    page = claimaudit("explain", "acme", cwd=tmp_path).stdout
    assert "- ACME002 Made (warning): Summary." in page


def test_the_rule_of_the_documentation(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "configuration.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.S)
    install(tmp_path, example)
    (tmp_path / "a.md").write_text("Relapse occurred in about 12% of them.\n", encoding="utf-8")
    done = claimaudit("check", "a.md", "--select", "ACME001", "--quiet", cwd=tmp_path)
    assert done.stdout.startswith("a.md:1:21: ACME001 note: Vague and uncited.\n"), done.stderr


@pytest.mark.parametrize(
    ("source", "target", "says"),
    [
        (
            "import no_such_module",
            "acme_rules:RULES",
            "cannot be imported: ModuleNotFoundError: No",
        ),
        ("RULES = (", "acme_rules:RULES", "cannot be imported: SyntaxError: "),
        ("raise SystemExit(3)", "acme_rules:RULES", "cannot be imported: SystemExit: 3"),
        ("", "acme_rules:RULES", "cannot be imported: AttributeError: "),
        ('RULES = "ACME001"', "acme_rules:RULES", "is no Rule and no tuple of rules"),
        ("RULES = (1, 2)", "acme_rules:RULES", "is no Rule and no tuple of rules"),
        ('RULE = made("acme1")', "acme_rules:RULE", "rule 'acme1' needs an identifier such as"),
        ('RULE = made("ACME001", "error")', "acme_rules:RULE", "and a Severity"),
        (
            'RULE = made("S001")',
            "acme_rules:RULE",
            "two rules are called S001, of claimaudit and of",
        ),
    ],
)
def test_a_plugin_that_cannot_be_used_stops_the_run_in_one_line(
    tmp_path: Path, source: str, target: str, says: str
) -> None:
    install(tmp_path, source, target)
    (tmp_path / "a.md").write_text("Relapse occurred in 12% of the patients.\n", encoding="utf-8")
    done = claimaudit("check", "a.md", "-o", "out.json", cwd=tmp_path)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("claimaudit: error: ")
    assert f"plugin acme ({target})" in line
    assert says in line
    assert done.stdout == ""
    assert not (tmp_path / "out.json").exists()


def test_two_plugins_of_one_identifier(tmp_path: Path) -> None:
    install(tmp_path, 'RULE = made("ACME001")', "acme_rules:RULE")
    install(tmp_path, 'RULE = made("ACME001")', "other_rules:RULE", "other")
    done = claimaudit("rules", cwd=tmp_path)
    assert done.returncode == 2
    assert "two rules are called ACME001, of plugin acme" in done.stderr
