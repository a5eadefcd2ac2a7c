"""The pages of the rules say what the code says."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from checkers import registry
from checkers.pages import family_page, index, page

SCRIPT = Path(__file__).parent.parent / "docs" / "make_rules.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_rules", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_in_the_documentation_are_not_stale(script: ModuleType) -> None:
    assert script.stale() == [], "run python docs/make_rules.py"


def test_writing_mends_what_is_stale_and_removes_what_belongs_to_no_rule(
    script: ModuleType, tmp_path: Path
) -> None:
    script.write(tmp_path)
    assert script.stale(tmp_path) == []
    (tmp_path / "S001.md").write_text("old", encoding="utf-8")
    (tmp_path / "Q001.md").write_text("of no rule", encoding="utf-8")
    assert script.stale(tmp_path) == ["Q001.md", "S001.md"]
    script.write(tmp_path)
    assert script.stale(tmp_path) == []


def test_the_page_of_a_family_lists_its_rules() -> None:
    told = family_page("s")
    assert told is not None
    assert told.startswith("# S Support\n\nDoes the cited source")
    for rule in registry.builtin():
        line = f"- {rule.identifier} {rule.name} ({rule.severity.value}): {rule.summary}\n"
        assert (line in told) is rule.identifier.startswith("S")


def test_a_page_shows_the_cases_of_its_rule() -> None:
    rule = registry.get("X006")
    assert rule is not None
    told = page("x006")
    assert told is not None
    for case in (*rule.cases.fires, *rule.cases.passes):
        assert case.says in told
        assert case.article.strip() in told
    assert page("S00") is None
    assert page("S") == family_page("S")


def test_the_index_links_every_rule() -> None:
    told = index(registry.builtin())
    assert all(f"]({rule.identifier}.md)" in told for rule in registry.builtin())
