"""Choosing a reader by content, and the one clear line for what cannot be read."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.readers import READERS, ReadError, parse, read


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        ("<!DOCTYPE html><html><body><p>80%</p></body></html>", "page.html", "html"),
        ("<!DOCTYPE html><html><body><p>80%</p></body></html>", "page.txt", "html"),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>80%</p>', "a", "html"),
        ("<div><p>80% of them</p></div>", "fragment", "html"),
        ("\ufeff<html><p>80%</p></html>", "bom.html", "html"),
        (
            "# Title\n\nSome **bold** words and [a link](https://example.org).\n",
            "a.txt",
            "markdown",
        ),
        ("# Title\n\nWords.\n", "a.md", "markdown"),
        ("Words alone.\n", "a.md", "markdown"),
        ("---\ntitle: A\n---\n\n# Title\n", "-", "markdown"),
        ("Words alone, 80% of them.\n", "a.html", "text"),
        ("Size < 2 cm and > 1 cm\n", "a", "text"),
        ("1. One thing\n2. Another\n", "a.txt", "text"),
    ],
)
def test_content_decides_the_format(data: str, name: str, expected: str) -> None:
    assert parse(data, name).format == expected


def test_a_format_can_be_given() -> None:
    assert parse("<p>80%</p>", "a.html", "text").text == "<p>80%</p>"
    with pytest.raises(ValueError, match="no reader for format 'odt'; there are pdf"):
        parse("x", "a", "odt")


@pytest.mark.parametrize(
    "text", ["a\r\nb 80%\r\n", "\ufeffTitle\n\n80%", "é\u0301 80%\u2028x", " 80% "]
)
def test_the_text_of_a_text_file_is_the_file(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("utf-8"))
    document = read(path)
    assert document.text == text
    assert document.name == str(path)


@pytest.mark.parametrize(
    ("data", "problem", "mend"),
    [
        (b"", "the file is empty", "holds the article's text"),
        (b" \n\t\n", "the file is empty", "holds the article's text"),
        (b"caf\xe9 80%", "byte 3 (0xe9) is not valid UTF-8", "save the file as UTF-8"),
        (b"%PDF-1.7\n\x00\x01", "the PDF is damaged or cut short", "fetch or save it again"),
        (b"PK\x03\x04\x00\x00", "damaged or cut short", "fetch or save it again"),
        (
            b"\xd0\xcf\x11\xe0\x00",
            "an old Word document, or one with a password",
            "save it as DOCX",
        ),
        ("80%".encode("utf-16"), "the text is UTF-16", "save the file as UTF-8"),
        (b"\x01\x02\x03", "the data is binary (control character at byte 0)", "convert it"),
        (b"x" * 101, "the file is larger than 100 bytes", "split it"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(
    data: bytes, problem: str, mend: str, tmp_path: Path
) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read(path, max_bytes=100)
    line = str(caught.value)
    assert line.startswith(f"{path}: ")
    assert problem in line
    assert mend in line
    assert "\n" not in line


def test_missing_files_and_directories(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="there is no such file; check the path"):
        read(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="this is a directory; name the files in it"):
        read(tmp_path)
    with pytest.raises(ReadError, match="cannot be read"):
        read("nul\0byte.txt")


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    with path.open("wb") as stream:
        stream.write(b"<?xml version='1.0'?><article>")
        stream.truncate(200_000_000)
    with pytest.raises(ReadError, match="larger than 50,000,000 bytes; split it"):
        read(path)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Some 80% of them.")))
    document = read("-")
    assert (document.name, document.text) == ("-", "Some 80% of them.")


def test_parsers_are_imported_when_first_needed() -> None:
    code = "import claims.readers, sys; print([m for m in ('lxml', 'markdown_it') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.md", "a.html", "-"]))
def test_any_bytes_give_a_document_or_one_clear_line(data: bytes, name: str) -> None:
    try:
        document = parse(data, name)
    except ReadError as error:
        assert "\n" not in str(error)
        return
    assert all(0 <= block.start <= block.end <= len(document.text) for block in document.blocks)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200), st.sampled_from([reader.format for reader in READERS]))
def test_any_text_in_any_format(text: str, wanted: str) -> None:
    try:
        document = parse(text, "a", wanted)
    except ReadError:
        return
    edges = [edge for block in document.blocks for edge in (block.start, block.end)]
    assert edges == sorted(edges)


#: Formats that take any text.
TYPED = ("html", "markdown", "text")


@pytest.mark.parametrize(
    "unit",
    ["> ", "- ", "* a\n", "| a ", "[a](", "`", "<b>", "#", "a\tb\n", "1. a\n", "\n\n\n", "&amp;"],
)
@pytest.mark.parametrize("wanted", [reader.format for reader in READERS])
def test_hostile_text_ends(unit: str, wanted: str) -> None:
    try:
        parse("80% " + unit * (30_000 // len(unit)), "long", wanted)
    except ReadError as error:
        assert wanted not in TYPED or "too deeply" in str(error)
