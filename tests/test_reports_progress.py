"""Progress: on a terminal that can show it, after a while, and gone at the end."""

from __future__ import annotations

import io
import os
import re
import select
import subprocess
import sys
import time

import pytest

from reports.progress import progress

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
COLOUR = re.compile(r"\x1b\[[0-9;]*[0-9]m")

RUN = """
import sys, time
from reports.progress import progress

with progress(3, delay=float(sys.argv[1]), quiet=sys.argv[2:] == ["quiet"]) as step:
    for name in ("one.md", "two\\x1b[2J\\nlines.md", "three.md"):
        step(name)
        time.sleep(0.3)
print("the report")
"""


def on_terminal(*arguments: str, **variables: str) -> str:
    """What a run writes to standard error on a terminal."""
    main, side = os.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, *arguments],
        stdout=subprocess.PIPE,
        stderr=side,
        env={**environment, "TERM": "xterm", **variables},
    )
    os.close(side)
    written = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        ready, _, _ = select.select([main], [], [], 1)
        try:
            chunk = os.read(main, 65536) if ready else b""
        except OSError:  # the other side was closed
            break
        if not chunk and run.poll() is not None:
            break
        written += chunk
    os.close(main)
    output, _ = run.communicate(timeout=60)
    assert (run.returncode, output) == (0, b"the report\n")
    return written.decode()


@POSIX
def test_a_long_run_shows_how_far_it_is():
    text = on_terminal("0")
    assert "one.md" in text
    assert "0/3" in text
    assert "2/3" in text
    assert COLOUR.search(text)
    assert text.endswith("\x1b[?25h\r\x1b[1A\x1b[2K")


@POSIX
def test_names_cannot_write_to_the_terminal():
    text = on_terminal("0")
    assert "two\\x1b[2J lines.md" in text
    assert "\x1b[2J" not in text


@POSIX
@pytest.mark.parametrize(
    ("arguments", "variables"),
    [(("60",), {}), (("0", "quiet"), {}), (("0",), {"TERM": "dumb"})],
    ids=["a short run", "quiet", "a dumb terminal"],
)
def test_nothing_is_shown(arguments, variables):
    assert on_terminal(*arguments, **variables) == ""


@POSIX
def test_no_color_is_obeyed():
    text = on_terminal("0", NO_COLOR="1")
    assert "2/3" in text
    assert not COLOUR.search(text)


def test_nothing_is_written_to_a_file():
    stream = io.StringIO()
    with progress(2, stream=stream, delay=0) as step:
        step("a.md")
    assert stream.getvalue() == ""


def test_an_exception_goes_through():
    with pytest.raises(KeyboardInterrupt), progress(1):
        raise KeyboardInterrupt
