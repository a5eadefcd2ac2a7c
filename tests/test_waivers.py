"""Waivers: accepted findings, and the file that holds them."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.model import Finding, Severity
from checkers.registry import get
from claimaudit.inputs import InputError
from claimaudit.waiverfile import (
    FILE_NAME,
    find_upward,
    parse_waivers,
    read_waivers,
    with_waiver,
)
from claimaudit.waivers import Waiver, WaiverFile, relative, stale, waive

TODAY = dt.date(2026, 11, 21)
RULES = ("S001", "S002", "N001")
ONE, TWO = "f1-0123456789abcdef", "f1-fedcba9876543210.2"
ENTRY = f"""[[waiver]]
rule = "S001"
fingerprint = "{ONE}"
path = "article.md"
figure = "80–90%"
reason = "The author sent the registry table."
by = "editorial desk"
date = 2026-11-01
expires = 2027-01-31
"""
WAIVER = Waiver(
    "S001", ONE, "article.md", "Seen.", "editorial desk", dt.date(2026, 11, 1), "80–90%", None
)


def finding(rule: str = "S001", fingerprint: str = ONE, path: str = "article.md") -> Finding:
    return Finding(rule, Severity.ERROR, "Told.", path, 3, 1, 3, 5, fingerprint=fingerprint)


def test_an_entry_is_read_with_its_line() -> None:
    file = parse_waivers(f"# Ours.\n\n{ENTRY}", "w.toml", RULES)
    assert file.waivers == (
        Waiver(
            "S001",
            ONE,
            "article.md",
            "The author sent the registry table.",
            "editorial desk",
            dt.date(2026, 11, 1),
            "80–90%",
            dt.date(2027, 1, 31),
            3,
        ),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet\n",
        ENTRY.replace("2027-01-31", '"2027-01-31"'),
        ENTRY.replace("\n", "\r\n"),
    ],
    ids=["empty", "comment", "day as text", "CRLF"],
)
def test_what_is_no_fault(text: str) -> None:
    parse_waivers(text, "w.toml", RULES)


ENTRY_2 = ENTRY.replace(ONE, TWO)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ENTRY.replace("reason", "# reason"), "waiver 1 (line 1): has no reason; add reason = …"),
        (ENTRY.replace("The author sent the registry table.", " "), "waiver 1 (line 1): reason = ' '; give some text in quotes"),
        (ENTRY.replace('by = "editorial desk"', "by = 7"), "waiver 1 (line 1): by = 7; give some text in quotes"),
        (ENTRY.replace('by = "editorial desk"\n', ""), "waiver 1 (line 1): has no by; add by = …"),
        (ENTRY.replace("2027-01-31", '"next year"'), "waiver 1 (line 1): expires = 'next year'; give a day such as 2027-01-31"),
        (ENTRY.replace("2027-01-31", "2027-01-31T00:00:00"), "waiver 1 (line 1): expires = datetime.datetime(2027, 1, 31, 0, 0); give a day such as 2027-01-31"),
        (ENTRY.replace("2027-01-31", "true"), "waiver 1 (line 1): expires = True; give a day such as 2027-01-31"),
        (ENTRY.replace("2027-01-31", "2026-10-31"), "waiver 1 (line 1): expires before its date; give a later day, or drop expires"),
        (ENTRY.replace("expires", "expire"), "waiver 1 (line 1): unknown key 'expire'; did you mean 'expires'?"),
        (ENTRY.replace('"S001"', '"S01"'), "waiver 1 (line 1): unknown rule 'S01'; did you mean 'S001'?"),
        (ENTRY.replace('"S001"', '"Q999"'), "waiver 1 (line 1): unknown rule 'Q999'; 'claimaudit rules' lists them"),
        (ENTRY.replace(ONE, "80%"), "waiver 1 (line 1): fingerprint = '80%'; give a fingerprint as 'claimaudit waive' writes it"),
        (ENTRY + "\n" + ENTRY, f"waiver 2 (line 11): has the fingerprint of the one in line 1, {ONE}; drop one of them"),
        (ENTRY + "\n" + ENTRY_2.replace("2026-11-01", "2026-11-41"), "is not TOML: "),
        ("waiver = 1\n", "[waiver] is one table; write [[waiver]]"),
        ("waiver = [1]\n", "waiver 1 (line 1): is no table; begin it with [[waiver]]"),
        ("[waiver]\nrule = 'S001'\n", "[waiver] is one table; write [[waiver]]"),
        ("[[waivers]]\n", "unknown key 'waivers'; each entry begins with [[waiver]]"),
        ("[[waiver]\n", "is not TOML: "),
        (f"x = {'9' * 5000}\n", "is not TOML: "),
        (f"x = {'[' * 5000}", "is not TOML: "),
    ],
)  # fmt: skip
def test_a_broken_entry_is_one_line(text: str, says: str) -> None:
    with pytest.raises(InputError) as error:
        parse_waivers(text, "w.toml", RULES)
    assert str(error.value).startswith(f"w.toml: {says}")
    assert "\n" not in str(error.value)


def test_lines_are_not_guessed_where_text_imitates_entries() -> None:
    text = ENTRY.replace('"The author sent the registry table."', "'''Because\n[[waiver]]\nso'''")
    assert [one.line for one in parse_waivers(text, "w.toml", RULES).waivers] == [1]


@pytest.mark.parametrize(
    ("data", "says"), [(None, "no such file"), (b"\xff\xfe", "is not UTF-8")], ids=["gone", "bytes"]
)
def test_a_file_that_cannot_be_read_is_one_line(
    tmp_path: Path, data: bytes | None, says: str
) -> None:
    path = tmp_path / "w.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=says):
        read_waivers(str(path), RULES)
    with pytest.raises(InputError, match="cannot be read"):
        read_waivers(str(tmp_path), RULES)


def test_the_nearest_file_upward_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site" / "old").mkdir(parents=True)
    (tmp_path / FILE_NAME).write_text("")
    (tmp_path / "site" / FILE_NAME).write_text("")
    monkeypatch.chdir(tmp_path)
    assert find_upward("article.md") == FILE_NAME
    assert find_upward("-") == FILE_NAME
    assert find_upward("site/old/a.md") == f"site/{FILE_NAME}"
    (tmp_path / "site" / "other" / ".git").mkdir(parents=True)
    assert find_upward("site/other/a.md") is None, "another repository"


@pytest.mark.parametrize(
    ("one", "article", "waived"),
    [
        (finding(), "article.md", True),
        (finding(), "./article.md", True),
        (finding(), "other.md", False),
        (finding(fingerprint=TWO), "article.md", False),
        (finding("S002"), "article.md", False),
    ],
    ids=["it", "its path in other words", "another article", "another finding", "another rule"],
)
def test_a_waiver_marks_its_finding_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one: Finding, article: str, waived: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    file = WaiverFile("claimaudit-waivers.toml", (WAIVER,))
    (found,) = waive([one], article, file, TODAY)
    assert found.waived is waived
    assert found.justification == ("Seen. (editorial desk, 2026-11-01)" if waived else "")


@pytest.mark.parametrize(
    ("expires", "waived"),
    [
        (None, True),
        (TODAY, True),
        (TODAY + dt.timedelta(1), True),
        (TODAY - dt.timedelta(1), False),
    ],
)
def test_a_waiver_holds_to_the_end_of_its_last_day(expires: dt.date | None, waived: bool) -> None:
    waiver = Waiver("S001", ONE, "article.md", "Seen.", "desk", TODAY, expires=expires)
    (found,) = waive([finding()], "article.md", WaiverFile("w.toml", (waiver,)), TODAY)
    assert found.waived is waived


def told(
    waiver: Waiver,
    *findings: Finding,
    whole: bool = True,
    applied: tuple[str, ...] = RULES,
    article: str = "article.md",
) -> list[tuple[str, str]]:
    rule = get("X005")
    assert rule is not None
    file = WaiverFile("w.toml", (waiver,))
    outcomes = {article: (findings, applied)}
    return [(home, one.message) for home, one in stale(rule, file, outcomes, TODAY, whole=whole)]


OLD = Waiver("S001", ONE, "article.md", "Seen.", "desk", TODAY, "80%", TODAY - dt.timedelta(1))
UNUSED = "The waiver of S001 on “80–90%” in article.md fits no finding: what it accepted was mended or changed."


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.md").write_text("x")


@pytest.mark.usefixtures("article")
def test_a_stale_waiver_is_told() -> None:
    expired = "The waiver of S001 on “80%” in article.md expired on 2026-11-20, and its finding counts again."
    assert told(OLD, finding()) == [("article.md", expired)]
    assert told(WAIVER) == [("article.md", UNUSED)]
    assert told(WAIVER, finding(fingerprint=TWO)) == [("article.md", UNUSED)]


@pytest.mark.usefixtures("article")
def test_a_waiver_that_was_not_asked_for_is_not_judged() -> None:
    assert told(WAIVER, finding()) == []
    assert told(WAIVER, applied=("S002",)) == []
    assert told(WAIVER, article="other.md") == []
    assert told(WAIVER, whole=False) == []
    assert told(OLD, finding(), whole=False) != []


def test_a_waiver_of_an_article_that_is_gone_is_told_with_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    message = "The waiver of S001 on “80–90%” in article.md names no article."
    assert told(WAIVER, article="other.md") == [("other.md", message)]


def test_a_stale_waiver_stands_in_its_file() -> None:
    rule = get("X005")
    assert rule is not None
    file = parse_waivers(f"\n\n{ENTRY}", "w.toml", RULES)
    ((_, found),) = stale(rule, file, {"article.md": ((), RULES)}, TODAY)
    assert (found.rule, found.path, found.line, found.severity) == (
        "X005",
        "w.toml",
        3,
        Severity.WARNING,
    )
    assert found.fingerprint.startswith("f1-")


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("", ""),
        ("# Ours.", "\n\n"),
        ("# Ours.\n", "\n"),
        ("# Ours.\n\n", ""),
        (ENTRY_2, "\n"),
        (ENTRY_2 + "# the end", "\n\n"),
    ],
)
def test_a_waiver_is_added_below_what_stands_there(text: str, added: str) -> None:
    written = with_waiver(text, parse_waivers(text, "w.toml", RULES), WAIVER)
    assert written.startswith(text + added + "[[waiver]]\n")
    *_, last = parse_waivers(written, "w.toml", RULES).waivers
    assert last.fingerprint == ONE
    assert last.expires is None


def test_the_line_ends_of_the_file_are_kept() -> None:
    text = ENTRY_2.replace("\n", "\r\n")
    written = with_waiver(text, parse_waivers(text, "w.toml", RULES), WAIVER)
    assert written.count("\n") == written.count("\r\n")


def test_an_older_waiver_is_renewed_where_it_stands() -> None:
    text = f"# Ours.\n{ENTRY}\n# And theirs.\n{ENTRY_2}# The end.\n"
    text = text.replace('reason = "The', '# why we do\nreason = "The', 1)
    written = with_waiver(text, parse_waivers(text, "w.toml", RULES), WAIVER)
    renewed, other = parse_waivers(written, "w.toml", RULES).waivers
    assert (renewed.reason, renewed.expires, other.fingerprint) == ("Seen.", None, TWO)
    for comment in ("# Ours.\n", "# why we do\n", "# And theirs.\n", "# The end.\n"):
        assert comment in written
    again = with_waiver(
        written,
        parse_waivers(written, "w.toml", RULES),
        Waiver("S001", ONE, "./article.md", "New.", "desk", TODAY, expires=TODAY),
    )
    renewed, other = parse_waivers(again, "w.toml", RULES).waivers
    assert (renewed.reason, renewed.expires, renewed.figure) == ("New.", TODAY, "")


def test_waivers_that_are_no_tables_are_not_added_to() -> None:
    entry = tomllib.loads(ENTRY_2)["waiver"][0]
    inline = ", ".join(f'{key} = "{value}"' for key, value in entry.items())
    text = f"waiver = [{{ {inline} }}]\n"
    with pytest.raises(InputError, match="begin each with"):
        with_waiver(text, parse_waivers(text, "w.toml", RULES), WAIVER)


def test_what_utf_8_cannot_hold_is_not_written() -> None:
    waiver = replace(WAIVER, path="article-\udcff.md")
    with pytest.raises(InputError, match="UTF-8 cannot hold"):
        with_waiver("", WaiverFile("w.toml"), waiver)


@settings(deadline=None, max_examples=60)
@given(
    *(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(str.strip)
        for _ in range(3)
    ),
    st.dates(TODAY) | st.none(),
    st.sampled_from(["", ENTRY, ENTRY_2, "# Ours."]),
)
def test_what_is_written_is_read_again(
    reason: str, by: str, figure: str, expires: dt.date | None, text: str
) -> None:
    waiver = Waiver(
        "N001", ONE, "article.md", reason.strip(), by.strip(), TODAY, figure.strip(), expires
    )
    written = with_waiver(text, parse_waivers(text, "w.toml", RULES), waiver)
    found = parse_waivers(written, "w.toml", RULES).waivers
    (mine,) = (one for one in found if one.fingerprint == ONE)
    assert (mine.reason, mine.by, mine.figure, mine.expires) == (
        waiver.reason, waiver.by, waiver.figure, waiver.expires,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("article", "file", "expected"),
    [
        ("a.md", "w.toml", "a.md"),
        ("site/a.md", "w.toml", "site/a.md"),
        ("site/../a.md", "w.toml", "a.md"),
        ("a.md", "site/w.toml", "../a.md"),
        ("-", "w.toml", "-"),
    ],
)
def test_paths_are_written_from_the_folder_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, article: str, file: str, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert relative(article, file) == expected
    assert relative(article if article == "-" else os.path.abspath(article), file) == expected  # noqa: PTH100
