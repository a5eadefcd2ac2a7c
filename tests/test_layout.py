"""The rooms of the house, and which way the doors open."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import distribution, entry_points
from pathlib import Path

ROOMS = ("claims", "sources", "checkers", "reports", "claimaudit")


def run_python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.strip()


def test_the_distribution_installs_exactly_the_five_rooms() -> None:
    files = distribution("claimaudit").files or []
    tops = {str(file).split("/")[0] for file in files if str(file).endswith("/py.typed")}
    assert tops <= set(ROOMS)


def test_the_command_is_installed() -> None:
    scripts = entry_points(group="console_scripts")
    assert scripts["claimaudit"].value == "claimaudit.__main__:main"


def test_help_loads_neither_spacy_nor_pandas_nor_pint() -> None:
    loaded = run_python(
        "import sys; from claimaudit.cli import run; run(['check', '--help']);"
        "print([m for m in ('spacy', 'pandas', 'pint', 'lxml') if m in sys.modules],"
        "file=sys.stderr)"
        "; assert not [m for m in ('spacy', 'pandas', 'pint') if m in sys.modules]"
    )
    assert "Audit the figures" in loaded


def test_imports_flow_one_way() -> None:
    linter = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert linter
    root = Path(__file__).parent.parent
    done = subprocess.run([linter], cwd=root, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout
