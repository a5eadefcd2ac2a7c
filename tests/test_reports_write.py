"""Writing: the old file or the new one, never a half, and one clear line of error."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reports.write import OutputError, write

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals and devices")

#: Writes one chunk, says so, and waits to be ended.
SLOW = """
import sys, time
from reports.write import write

def chunks():
    yield "half"
    print("writing", flush=True)
    time.sleep(60)

write(sys.argv[1], chunks())
"""


def failing():
    yield "half"
    raise RuntimeError("the report broke")


def interrupted():
    yield "half"
    raise KeyboardInterrupt


def test_a_file_is_written_whole(tmp_path):
    write(str(tmp_path / "a.json"), ["{", "“é”", "}\n"])
    assert (tmp_path / "a.json").read_bytes() == "{“é”}\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_bytes_are_written_as_they_are(tmp_path):
    write(str(tmp_path / "a.parquet"), [b"\xff\x00", b"\r\n"])
    assert (tmp_path / "a.parquet").read_bytes() == b"\xff\x00\r\n"


def test_a_new_file_may_be_read_by_others_as_the_umask_says(tmp_path):
    (tmp_path / "ordinary").touch()
    write(str(tmp_path / "a"), ["new"])
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "ordinary").stat().st_mode


def test_an_old_file_is_replaced_and_keeps_its_mode(tmp_path):
    target = tmp_path / "a"
    target.write_text("old")
    target.chmod(0o640)
    write(str(target), ["new"])
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640


@POSIX
def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write(str(tmp_path / "link"), ["new"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


@pytest.mark.parametrize("chunks", [failing, interrupted])
@pytest.mark.parametrize("old", [None, "old"])
def test_an_exception_leaves_the_old_file_or_none(tmp_path, chunks, old):
    target = tmp_path / "a"
    if old:
        target.write_text(old)
    with pytest.raises((RuntimeError, KeyboardInterrupt)):
        write(str(target), chunks())
    assert [path.read_text() for path in tmp_path.iterdir()] == ([old] if old else [])


@POSIX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_killed_process_leaves_the_old_file(tmp_path, number):
    target = tmp_path / "a"
    target.write_text("old")
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, str(target)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        process.send_signal(number)
        assert process.wait(20) == -number
    assert target.read_text() == "old"
    if number != signal.SIGKILL:
        assert [path.name for path in tmp_path.iterdir()] == ["a"]


@POSIX
def test_a_handler_of_the_caller_is_left_alone(tmp_path):
    caught = []
    before = signal.signal(signal.SIGTERM, lambda *_: caught.append("TERM"))
    try:

        def chunks():
            os.kill(os.getpid(), signal.SIGTERM)
            yield "whole"

        write(str(tmp_path / "a"), chunks())
    finally:
        signal.signal(signal.SIGTERM, before)
    assert caught == ["TERM"]
    assert (tmp_path / "a").read_text() == "whole"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("missing/a.json", "its folder does not exist"),
        ("folder", "is a directory"),
        ("folder/", "is a directory"),
        ("new/", "is a directory"),
        ("file/a.json", "its folder is a file"),
        ("x" * 300, "the name is too long"),
        ("", "is a directory"),
    ],
)
def test_a_path_that_cannot_be_written_is_told_in_one_line(tmp_path, monkeypatch, path, problem):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(OutputError) as caught:
        write(path, ["text"])
    line = str(caught.value)
    assert line.startswith(f"{path}: {problem}; ")
    assert "\n" not in line
    assert caught.value.mend
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]


@POSIX
def test_a_file_that_may_not_be_written_is_told(tmp_path, monkeypatch):
    target = tmp_path / "a"
    target.write_text("old")
    # The tests may run as root, who may write everything.
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OutputError, match="no permission to write"):
        write(str(target), ["new"])
    assert target.read_text() == "old"


@POSIX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told():
    with pytest.raises(OutputError, match="the disk is full"):
        write("/dev/full", ["text"])


@POSIX
def test_a_device_is_written_to_and_not_replaced():
    write(os.devnull, ["text"])
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("lone \udc80 surrogate", "lone \ufffd surrogate"),
        ("\ud83d\ude00", "\ufffd\ufffd"),
        ("whole \U0001f600", "whole \U0001f600"),
    ],
)
def test_what_utf8_cannot_hold_is_replaced(tmp_path, text, written):
    write(str(tmp_path / "a"), [text])
    assert (tmp_path / "a").read_text("utf-8") == written


def test_a_dash_is_standard_output(capsysbinary):
    write("-", ["“5–7 years”", "\n"])
    assert capsysbinary.readouterr().out == "“5–7 years”\n".encode()


@POSIX
def test_a_reader_that_goes_away_is_no_error():
    code = "from reports.write import write; write('-', ('x' * 999 + '\\n' for _ in range(9999)))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(20) == 0


@POSIX
def test_a_standard_output_that_is_closed_is_told():
    script = "from reports.write import write\nwrite('-', ['text'])"
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" -c "$1" >&-', sys.executable, script],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert "standard output: is closed; name a file with --output" in done.stderr
