"""The tutorial's commands, run one after another as a reader would run them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
STEP = re.compile(r"^## (\d)\.|^```(console|toml)\n(.*?)^```", re.M | re.S)


def mend(article: Path) -> None:
    """What step 4 asks for."""
    text = article.read_text(encoding="utf-8")
    first = text.index("The mesenteric lymph nodes")
    last = text.index("Liver metastases follow nodal")
    shares = "About 80% of metastatic patients have liver lesions [1]. "
    text = text[:first] + shares + text[last:]
    mended = text.replace("about 12 months", "about six months")
    article.write_text(mended, encoding="utf-8")


PREPARED: Mapping[str, Callable[[Path], None]] = {"4": mend}


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = shlex.split(line)
    assert command[0] == "claimaudit"
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_tutorial_can_be_followed(tmp_path: Path) -> None:
    folder = tmp_path / "ileal-nets"
    shutil.copytree(ROOT / "examples" / "ileal-nets", folder)
    tutorial = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    followed = 0
    for found in STEP.finditer(tutorial):
        step, kind, block = found.groups()
        if step in PREPARED:
            PREPARED[step](folder / "article.md")
        elif kind == "toml":
            (folder / "claimaudit.toml").write_text(block, encoding="utf-8")
        elif kind == "console":
            first, *lines = block.splitlines()
            told = run(first.removeprefix("$ "), folder)
            assert lines.pop() == f"[exit code {told.returncode}]", told.stdout + told.stderr
            assert [line for line in lines if line != "…" and line not in told.stdout] == []
            followed += 1
    assert followed >= 6
