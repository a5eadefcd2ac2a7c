"""The reviewer's desk in a real browser: decide, sign off, and what others see meanwhile."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import browser, overflows, violations, watched
from playwright.sync_api import Browser, Page, expect

ARTICLE = """# Relapse after surgery

Relapse occurred in 12% of the patients [1]. Death occurred in 40% of the patients [1].

Healing took about 6 weeks.
"""
SOURCE = "Relapse occurred in 12% of the patients. Death occurred in 4% of the patients.\n"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as made:
        yield made


@pytest.fixture
def article(tmp_path: Path) -> Path:
    (tmp_path / "works").mkdir()
    (tmp_path / "works" / "1.txt").write_text(SOURCE, encoding="utf-8")
    path = tmp_path / "relapse <b>.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def claimaudit(article: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "claimaudit", *words, article.name, "--sources", "works"]


@pytest.fixture
def desk(article: Path) -> Iterator[Callable[..., str]]:
    """Opens a desk as its command does; gives the page's address."""
    opened: list[subprocess.Popen[str]] = []

    def start(reviewer: str, *words: str) -> str:
        command = [*claimaudit(article, "review"), "--reviewer", reviewer, "--no-browser", *words]
        running = subprocess.Popen(
            command,
            cwd=article.parent,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        opened.append(running)
        assert running.stdout is not None
        for line in running.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+/\S+/", line):
                return found[0]
        raise AssertionError("the desk printed no address")

    yield start
    for running in opened:
        running.send_signal(signal.SIGINT)
        running.wait(timeout=20)
        if running.stdout:
            running.stdout.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[[str], tuple[Page, list[str]]]]:
    contexts = []

    def opened(address: str) -> tuple[Page, list[str]]:
        context = chromium.new_context(viewport={"width": 1400, "height": 900})
        contexts.append(context)
        page = context.new_page()
        problems = watched(page)
        page.goto(address)
        expect(page.locator("#holder")).not_to_be_empty()
        return page, problems

    yield opened
    for context in contexts:
        context.close()


def card(page: Page, figure: str) -> str:
    """The selector of a figure's card."""
    found = page.locator(".card", has=page.locator("h4 bdi", has_text=figure))
    return f"#{found.get_attribute('id')}"


def review_of(article: Path) -> dict[str, object]:
    path = article.with_name(f"{article.name}.review.json")
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return found


def gate(article: Path) -> int:
    """How ``check --require-approval`` ends."""
    command = [*claimaudit(article, "check"), "--require-approval"]
    return subprocess.run(command, cwd=article.parent, capture_output=True, check=False).returncode


def test_from_the_first_figure_to_the_sign_off(
    desk: Callable[..., str],
    visit: Callable[[str], tuple[Page, list[str]]],
    article: Path,
) -> None:
    assert gate(article) == 1
    page, problems = visit(desk("desk one"))
    expect(page.locator(".steps [aria-current]")).to_have_text("Under Review")
    expect(page.get_by_role("button", name="Approve and sign off")).to_be_disabled()
    expect(page.locator("#open summary")).to_contain_text("open points")

    page.locator("main a.figure", has_text="40%").click()
    wrong = page.locator(card(page, "40%"))
    expect(wrong.locator(".evidence mark")).to_have_text("4%")
    expect(wrong.get_by_role("button", name="Accept")).to_be_disabled()
    wrong.get_by_role("button", name="Ask the author").click()
    expect(wrong.locator(".decided")).to_contain_text("The author is asked by desk one")
    expect(wrong.locator("textarea")).not_to_have_value("")
    wrong.locator("textarea").fill("")
    wrong.get_by_role("button", name="Waive").click()
    expect(page.locator("#told")).to_have_text("Say why in a few words first.")
    wrong.locator("textarea").fill("4% at one year, 40% at ten: the registry's own table")
    wrong.get_by_role("button", name="Waive").click()
    expect(page.locator(card(page, "40%")).locator(".rule")).to_contain_text("waived")

    uncited = page.locator(card(page, "6 weeks"))
    uncited.get_by_role("button", name="Accept").click()
    expect(uncited.locator(".decided")).to_contain_text("Accepted by desk one")
    page.get_by_role("button", name="Approve and sign off").click()
    expect(page.locator(".steps [aria-current]")).to_have_text("Approved")
    assert problems == []

    stored = review_of(article)
    assert (stored["state"], stored["holder"]) == ("approved", "")
    assert gate(article) == 0
    article.write_text(ARTICLE.replace("about 6", "about 7"), encoding="utf-8")
    assert gate(article) == 1


def test_decisions_outlive_the_page_and_the_desk(
    desk: Callable[..., str], visit: Callable[[str], tuple[Page, list[str]]], article: Path
) -> None:
    address = desk("desk one")
    page, _ = visit(address)
    sound = page.locator(card(page, "12%"))
    sound.locator("textarea").fill("seen in <b>table</b> 2 \u202e")
    sound.get_by_role("button", name="Accept").click()
    expect(sound.locator(".decided")).to_contain_text("Accepted")
    page.reload()
    expect(sound.locator(".decided")).to_contain_text("seen in <b>table</b> 2")
    page.emulate_media(media="print")
    expect(sound.locator(".decided")).to_be_visible()
    expect(sound.locator("textarea")).to_be_hidden()
    expect(page.locator(card(page, "40%")).locator(".decision")).to_be_hidden()
    page.emulate_media(media="screen")
    sound.get_by_role("button", name="Undo").click()
    expect(sound.locator(".decided")).to_be_empty()
    assert review_of(article)["decisions"] == []


def test_a_page_of_texts_that_have_changed_signs_nothing_off(
    desk: Callable[..., str], visit: Callable[[str], tuple[Page, list[str]]], article: Path
) -> None:
    article.write_text(ARTICLE.replace("40%", "4%"), encoding="utf-8")
    page, _ = visit(desk("desk one"))
    page.locator(card(page, "6 weeks")).get_by_role("button", name="Accept").click()
    approve = page.get_by_role("button", name="Approve and sign off")
    expect(approve).to_be_enabled()
    (article.parent / "works" / "1.txt").write_text(SOURCE + "More of it.\n", encoding="utf-8")
    approve.click()
    expect(page.locator("#told")).to_contain_text("a source has changed since this page was made")
    assert review_of(article)["state"] == "under-review"
    page.reload()
    expect(page.locator("#holder")).not_to_be_empty()
    approve.click()
    expect(page.locator(".steps [aria-current]")).to_have_text("Approved")


def test_a_second_reviewer_is_told_who_holds_the_article(
    desk: Callable[..., str], visit: Callable[[str], tuple[Page, list[str]]], article: Path
) -> None:
    first, _ = visit(desk("desk one"))
    second, _ = visit(desk("desk two"))
    expect(second.locator("#holder")).to_contain_text("desk one holds this article since")
    expect(
        second.locator(card(second, "12%")).get_by_role("button", name="Accept")
    ).to_be_disabled()
    second.get_by_role("button", name="Take over").click()
    expect(second.locator("#holder")).to_have_text("You hold this article.")
    late = first.locator(card(first, "12%"))
    late.get_by_role("button", name="Accept").click()
    expect(first.locator("#told")).to_have_text("desk two has changed this review; load it again")
    assert review_of(article)["decisions"] == []


def test_axe_finds_nothing_on_the_desk(
    desk: Callable[..., str], visit: Callable[[str], tuple[Page, list[str]]]
) -> None:
    page, problems = visit(desk("desk one"))
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="Next undecided figure").click()
    assert violations(page) == []
    page.set_viewport_size({"width": 380, "height": 800})
    assert overflows(page) == []
    assert problems == []
