"""What all formats share: the same bytes twice, nothing dropped, nothing broken by a text."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace

import pytest

from reports.protocol import Options, Reporter, reporters
from reports.write import write

NAMES = tuple(reporters())
#: Formats that list findings, or the figures that carry them.
BY_FIGURE = ("csv", "parquet")


def rendered(name: str, report) -> bytes:
    chunks = reporters()[name].render(report, Options())
    return b"".join(
        chunk if isinstance(chunk, bytes) else chunk.encode("utf-8", "replace") for chunk in chunks
    )


def shown(name: str, report) -> str:
    """The report as text, the cells of a Parquet file one after the other."""
    content = rendered(name, report)
    if not reporters()[name].binary:
        return content.decode("utf-8")
    import pandas as pd

    return pd.read_parquet(io.BytesIO(content)).to_csv()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("which", ["audit_report", "hostile_report"])
def test_the_same_audit_gives_the_same_bytes(name, which, request):
    report = request.getfixturevalue(which)
    assert rendered(name, report) == rendered(name, report)


@pytest.mark.parametrize("name", NAMES)
def test_every_format_can_be_written_to_a_file(name, hostile_report, tmp_path):
    write(str(tmp_path / "report"), reporters()[name].render(hostile_report, Options()))
    content = (tmp_path / "report").read_bytes()
    assert content
    assert content.endswith(b"PAR1" if reporters()[name].binary else b"\n")


@pytest.mark.parametrize("name", [one for one in NAMES if one != "html" and "parquet" not in one])
def test_no_text_brings_in_control_characters(name, hostile_report):
    text = shown(name, hostile_report)
    assert not set(text) & set("\x00\x07\x1b\r")
    if name not in ("json", "sarif"):  # these quote the text as it is
        assert not set(text) & set("\x7f\x85\u2028\u202e")


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("html", "terminal")])
def test_a_waived_finding_is_kept_and_marked(name, waived_report, audit_report):
    text = shown(name, waived_report)
    assert text != shown(name, audit_report)
    assert "80–90%" in text
    if name in BY_FIGURE:
        assert text.lower().count(",true\n") == 1
    else:
        assert "agreed (editors, 2026-01-02)" in text or "agreed \\(editors" in text


@pytest.mark.parametrize("name", NAMES)
def test_a_run_of_nothing_gives_a_report(name, run_of):
    assert rendered(name, replace(run_of(fail_on="never"), errors=())) or name == "github"


def test_the_first_reporter_of_an_extension_is_the_usual_one():
    first = {}
    for reporter in reporters().values():
        first.setdefault(reporter.extension, reporter.name)
    assert first == {
        ".txt": "terminal",
        ".json": "json",
        ".html": "html",
        ".csv": "csv",
        ".parquet": "parquet",
        ".sarif": "sarif",
        ".xml": "junit",
        ".md": "markdown",
    }


def test_a_reporter_says_what_to_install_for_it():
    missing = Reporter("a", ".a", "", lambda *_: iter(()), package="no_such_package", extra="some")
    assert missing.unavailable() == (
        "--format a needs the package 'no_such_package'; "
        "install it with: pip install 'claimaudit[some]'"
    )
    assert {name: reporters()[name].unavailable() for name in NAMES} == dict.fromkeys(NAMES, "")


def test_no_reporter_is_imported_before_it_renders():
    code = (
        "import sys; from reports.protocol import reporters; reporters();"
        "assert not {'pandas', 'rich', 'jinja2', 'lxml', 'rapidfuzz'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
