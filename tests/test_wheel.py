"""The wheel that users install: the five rooms, their data, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {"claims", "sources", "checkers", "reports", "claimaudit"}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built from a copy of the tracked files."""
    tree = tmp_path_factory.mktemp("tree")
    for name in (*ROOMS, "tests", "setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        origin = ROOT / name
        if origin.is_dir():
            skip = shutil.ignore_patterns("__pycache__")
            shutil.copytree(origin, tree / name, ignore=skip)
        else:
            shutil.copy(origin, tree / name)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist", "."],
        cwd=tree,
        check=True,
        capture_output=True,
        timeout=300,
    )
    (wheel,) = (tree / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_top_level_names_are_the_rooms(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == ROOMS


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_each_room_is_typed(names: set[str], room: str) -> None:
    assert f"{room}/py.typed" in names


def test_every_module_and_data_file_is_in_the_wheel(names: set[str]) -> None:
    expected = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert expected <= names
