"""Makes the pictures of the report and the desk: ``python docs/make_screenshots.py``.

Needs Playwright and a Chromium; the example is audited and opened as a user would.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
IMAGES = HERE / "images"
LOOKS = {"width": 1280, "height": 800}


def run(*words: str, folder: Path) -> subprocess.Popen[str]:
    """Start a command in the example's folder."""
    return subprocess.Popen(
        [sys.executable, "-m", "claimaudit", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "SOURCE_DATE_EPOCH": "1767225600"},
    )


def report(page: Page, folder: Path) -> None:
    """The HTML report with a contradicted figure in view."""
    words = ("check", "article.md", "--sources", "sources", "--format", "html")
    run(*words, "--output", "audit.html", folder=folder).wait()
    page.goto((folder / "audit.html").as_uri())
    page.locator("main a.figure", has_text="80–90%").click()
    page.wait_for_timeout(300)
    page.screenshot(path=IMAGES / "report.png")


def desk(page: Page, folder: Path) -> None:
    """The desk while its first figure is decided on."""
    words = ("review", "article.md", "--sources", "sources", "--reviewer", "desk one")
    running = run(*words, "--no-browser", folder=folder)
    assert running.stdout is not None
    address = next(filter(None, (re.search(r"http://\S+", line) for line in running.stdout)))[0]
    page.goto(address)
    page.locator("#a1-c1 button[value=ask]").click()
    page.locator("#told").filter(has_text="Saved").wait_for()
    page.locator("#a1-c1").scroll_into_view_if_needed()
    page.screenshot(path=IMAGES / "desk.png")
    running.send_signal(signal.SIGINT)
    running.wait()


def main() -> None:
    """Write both pictures."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name) / "example"
        shutil.copytree(HERE.parent / "examples" / "ileal-nets", folder)
        found = os.environ.get("CLAIMAUDIT_BROWSER") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(viewport=LOOKS)  # type: ignore[arg-type]
        report(page, folder)
        desk(page, folder)
        browser.close()


if __name__ == "__main__":
    main()
