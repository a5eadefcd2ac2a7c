"""The HTML report in a real browser: filters, keys, evidence, hostile texts, many figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browser import browser, overflows, violations, watched
from playwright.sync_api import Browser, Page, expect

from checkers.model import Reason, Verdict
from reports.model import ArticleReport, AuditReport
from reports.protocol import Options, reporters

WIDTHS = (1400, 800, 380)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as made:
        yield made


@pytest.fixture
def show(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., tuple[Page, list[str]]]]:
    """Writes a report as HTML and opens it, with the list of what goes wrong in it."""
    contexts = []

    def opened(report: AuditReport, **looks: object) -> tuple[Page, list[str]]:
        path = tmp_path / "report.html"
        text = "".join(reporters()["html"].render(report, Options()))
        path.write_bytes(text.encode("utf-8", "replace"))
        context = chromium.new_context(viewport={"width": 1400, "height": 900}, **looks)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        problems = watched(page)
        page.goto(path.as_uri())
        return page, problems

    yield opened
    for context in contexts:
        context.close()


def shown(page: Page) -> list[str]:
    """The headings of the cards that are to be seen."""
    return page.locator(".card:visible h4 bdi").all_inner_texts()


def test_a_clicked_figure_shows_its_evidence(
    show: Callable[..., tuple[Page, list[str]]], audit_report: AuditReport
) -> None:
    page, problems = show(audit_report)
    page.locator("main a.figure", has_text="80–90%").click()
    card = page.locator(".card.current")
    expect(card).to_be_in_viewport()
    expect(card.locator("h4")).to_contain_text("80–90%")
    expect(card.locator(".evidence mark")).to_have_text("80%")
    expect(card).to_be_focused()
    assert page.url.endswith("#a1-c1")
    card.locator(".back").click()
    expect(page.locator("#a1-c1-text")).to_be_focused()
    assert problems == []


def test_filters_by_verdict_rule_source_and_text(
    show: Callable[..., tuple[Page, list[str]]], audit_report: AuditReport
) -> None:
    page, _ = show(audit_report)
    assert len(shown(page)) == 7
    page.locator(".chip", has_text="Contradicted").click()
    assert shown(page) == ["90%"]
    expect(page.locator("#shown")).to_have_text("1 of 7 shown")
    expect(page.locator("#a1-c1-text")).to_have_class("figure v-unsupported off")
    page.get_by_role("button", name="Show all").click()
    page.locator("select[name=rule]").select_option("S005")
    assert shown(page) == ["5–7 years"]
    page.get_by_role("button", name="Show all").click()
    page.locator("select[name=source]").select_option(label="registry.txt")
    assert shown(page) == ["80%", "34.8%"]
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("searchbox").fill("FOUR out  of")
    assert shown(page) == ["80%"]
    page.get_by_role("searchbox").fill("nothing of the kind")
    expect(page.locator("#none")).to_be_visible()


def test_keys_go_from_figure_to_figure_and_from_finding_to_finding(
    show: Callable[..., tuple[Page, list[str]]], audit_report: AuditReport
) -> None:
    page, _ = show(audit_report)
    seen = []
    for key in ("j", "j", "n", "n", "p", "k"):
        page.keyboard.press(key)
        seen.append(page.locator(".card.current").get_attribute("id"))
    assert seen == ["a1-f1", "a1-c1", "a1-c3", "a1-c4", "a1-c3", "a1-c2"]
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("jn")
    expect(page.get_by_role("searchbox")).to_have_value("jn")


def test_a_deep_link_opens_its_figure_even_when_it_is_filtered_away(
    show: Callable[..., tuple[Page, list[str]]], audit_report: AuditReport
) -> None:
    page, _ = show(audit_report)
    page.locator(".chip", has_text="Contradicted").click()
    page.goto(page.url.split("#")[0] + "#a1-c4")
    expect(page.locator("#a1-c4")).to_be_visible()
    expect(page.locator("#a1-c4")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    show: Callable[..., tuple[Page, list[str]]], audit_report: AuditReport, scheme: str
) -> None:
    page, problems = show(audit_report, color_scheme=scheme)
    assert violations(page) == []
    page.locator(".chip", has_text="Contradicted").click()
    page.keyboard.press("j")
    assert violations(page) == []
    assert problems == []


def test_a_dark_page_prints_dark_on_white(
    show: Callable[..., tuple[Page, list[str]]], audit_report: AuditReport
) -> None:
    page, _ = show(audit_report, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 31, 38)"


def test_an_article_without_figures_says_so(
    show: Callable[..., tuple[Page, list[str]]],
    article: Callable[..., ArticleReport],
    run_of: Callable[..., AuditReport],
) -> None:
    bare = replace(article("# Nothing\n\nNo number here.\n", ()), findings=())
    page, problems = show(run_of(bare))
    expect(page.locator("#none")).to_have_text("No figure was found.")
    expect(page.locator("#none")).to_be_visible()
    assert violations(page) == []
    assert problems == []


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_text_runs_nothing_and_breaks_nothing(
    show: Callable[..., tuple[Page, list[str]]], hostile_report: AuditReport, width: int
) -> None:
    page, problems = show(hostile_report)
    page.set_viewport_size({"width": width, "height": 900})
    assert page.locator("script").count() == 1
    assert overflows(page) == []
    assert violations(page) == []
    assert problems == []


@pytest.mark.parametrize("width", WIDTHS)
def test_long_words_and_words_from_right_to_left_stay_inside(
    show: Callable[..., tuple[Page, list[str]]],
    article: Callable[..., ArticleReport],
    run_of: Callable[..., AuditReport],
    width: int,
) -> None:
    long, arabic = "w" * 10_000, "نسبة المرضى \u202e"
    passage = ((f"{long}.txt", f"{arabic} {long} {{4%}} {long}", False),)
    figures = ((Verdict.CONTRADICTED, Reason.VALUE_DIFFERS, passage),)
    marked = f"# {long}\n\n{arabic} {{40%}} {long}\n"
    report = run_of(article(marked, figures, name=f"{long}.md", title=f"{arabic} {long}"))
    page, problems = show(report)
    page.set_viewport_size({"width": width, "height": 900})
    assert overflows(page) == []
    assert problems == []


def test_five_hundred_figures_stay_fluid(
    show: Callable[..., tuple[Page, list[str]]],
    article: Callable[..., ArticleReport],
    run_of: Callable[..., AuditReport],
) -> None:
    """A step and a filter over 500 figures cost little more than over 50."""

    def report(count: int) -> AuditReport:
        passages = (("a.txt", "Some {12%} had it.", False),)
        figures = ((Verdict.CONTRADICTED, Reason.VALUE_DIFFERS, passages),) * count
        return run_of(article("Some {13%} of the patients had it.\n\n" * count, figures))

    def cost(page: Page) -> float:
        return float(
            page.evaluate(
                """() => {
                  const press = (key) => document.body.dispatchEvent(
                    new KeyboardEvent("keydown", { key, bubbles: true }));
                  const field = document.querySelector("input[type=search]");
                  const times = [];
                  for (let round = 0; round < 9; round++) {
                    const start = performance.now();
                    for (const key of "jjjjj") { press(key); document.body.offsetHeight; }
                    field.value = "some " + "1".repeat(round % 2);
                    field.dispatchEvent(new Event("input", { bubbles: true }));
                    document.body.offsetHeight;
                    times.push(performance.now() - start);
                  }
                  return times.sort((a, b) => a - b)[4];
                }"""
            )
        )

    few, _ = show(report(50))
    base = cost(few)
    many, problems = show(report(500))
    assert cost(many) < 25 * max(base, 1.0)
    assert problems == []
