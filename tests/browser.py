"""What the tests of pages share: a real browser, and the rules of accessibility."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

#: Debian's name first; CLAIMAUDIT_BROWSER names another Chromium.
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium, the machine's own; without one the tests are skipped.

    Where CLAIMAUDIT_BROWSER is set they are not skipped but fail.
    """
    named = os.environ.get("CLAIMAUDIT_BROWSER")
    found = next(filter(None, map(shutil.which, [named] if named else _NAMES)), None)
    if found is None and named is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        # Inside a container there is no second sandbox to be had.
        made = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield made
        made.close()


def watched(page: Page) -> list[str]:
    """What goes wrong in a page from now on: errors, dialogs, refused or foreign requests."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"error: {error}"))
    page.on(
        "console",
        lambda said: problems.append(said.text) if said.type in ("error", "warning") else None,
    )
    page.on("dialog", lambda dialog: (problems.append(dialog.message), dialog.dismiss()))
    page.on("requestfailed", lambda request: problems.append(f"request: {request.url}"))
    return problems


def violations(page: Page) -> list[str]:
    """What axe finds in a page, a line each."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def overflows(page: Page) -> list[str]:
    """Elements that stick out of the page to the side, outside what scrolls by itself."""
    found: list[str] = page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth + 1;
          const scrolls = (e) => e && (["auto", "scroll"].includes(getComputedStyle(e).overflowX)
            || scrolls(e.parentElement));
          return [...document.body.querySelectorAll("*")]
            .filter((e) => e.getBoundingClientRect().right > wide && !scrolls(e))
            .map((e) => e.outerHTML.slice(0, 120));
        }"""
    )
    return found
