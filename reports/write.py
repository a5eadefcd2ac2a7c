"""The one place that owns an output file.

A report is written to a temporary file beside its target and put in place by
one rename, so that a reader sees the old file or the new one and never a half.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import signal
import stat
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import BinaryIO

STDOUT = "-"

_SURROGATE = re.compile("[\ud800-\udfff]")

#: What went wrong, and what the user can do, by error number.
_EXPLAINED = {
    errno.ENOENT: ("its folder does not exist", "create the folder or name another one"),
    errno.ENOTDIR: ("its folder is a file", "name a path in a folder"),
    errno.EISDIR: ("is a directory", "name a file in it"),
    errno.EBADF: ("is closed", "name a file with --output"),
    errno.EACCES: ("no permission to write", "name a path that you may write"),
    errno.EPERM: ("no permission to write", "name a path that you may write"),
    errno.EROFS: ("the disk is read-only", "name a path that you may write"),
    errno.ENOSPC: ("the disk is full", "free some space or name another disk"),
    errno.EDQUOT: ("the disk quota is used up", "free some space or name another disk"),
    errno.ENAMETOOLONG: ("the name is too long", "name a shorter path"),
    errno.ELOOP: ("its links lead in a circle", "name a file that can be reached"),
}


class OutputError(Exception):
    """An output file cannot be written.

    Attributes:
        path: the file as the user gave it.
        problem: what is wrong, one line.
        mend: what the user can do, one line.
    """

    def __init__(self, path: str, problem: str, mend: str) -> None:
        super().__init__(path, problem, mend)
        self.path = path
        self.problem = problem
        self.mend = mend

    def __str__(self) -> str:
        """One line: the file, the problem and the mend."""
        return f"{self.path}: {self.problem}; {self.mend}"


def write(path: str, chunks: Iterable[str | bytes]) -> None:
    """Write text as UTF-8 to a file, all of it or nothing, or to standard output.

    Bytes are written as they are.  Lone surrogates, which UTF-8 cannot hold,
    become U+FFFD.  A reader that closes standard output early ("| head") ends the
    writing and is no error.  A device or a pipe is written to directly, since it
    cannot be replaced.

    Args:
        path: the file, replaced when it exists; "-" is standard output.
        chunks: the text or the bytes in pieces.

    Raises:
        OutputError: when the file cannot be written; the old one, if any, stands.
    """
    try:
        if path == STDOUT:
            _to_stdout(chunks)
        else:
            _to_file(path, chunks)
    except OSError as error:
        raise _explained(path, error) from error


def encodable(text: str) -> str:
    """Text that UTF-8 can hold: lone surrogates become U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def _to_stdout(chunks: Iterable[str | bytes]) -> None:
    if sys.stdout is None:  # closed by whoever started us
        raise OSError(errno.EBADF, "")
    encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
    try:
        for chunk in chunks:
            sys.stdout.buffer.write(_encoded(chunk, encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end; let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _to_file(path: str, chunks: Iterable[str | bytes]) -> None:
    mode = _mode(path)
    if mode is not None and not stat.S_ISREG(mode):
        with Path(path).open("wb") as stream:
            _fill(stream, chunks)
        return
    target = Path(os.path.realpath(path))
    with _terminable(), _temporary(target) as temporary:
        with temporary.open("wb") as stream:
            _fill(stream, chunks)
            os.fsync(stream.fileno())
        if mode is not None:
            temporary.chmod(stat.S_IMODE(mode))
        temporary.replace(target)


def _mode(path: str) -> int | None:
    """The mode of an existing file that may be written, None for a new one."""
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        mode = None
    if path.endswith("/") or (mode is not None and stat.S_ISDIR(mode)):
        raise IsADirectoryError(errno.EISDIR, "", path)
    if mode is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "", path)
    return mode


def _fill(stream: BinaryIO, chunks: Iterable[str | bytes]) -> None:
    for chunk in chunks:
        stream.write(_encoded(chunk, "utf-8"))


def _encoded(chunk: str | bytes, encoding: str) -> bytes:
    if isinstance(chunk, bytes):
        return chunk
    return encodable(chunk).encode(encoding, "replace")


@contextmanager
def _temporary(target: Path) -> Iterator[Path]:
    """An empty new file beside the target, gone at the end unless renamed."""
    path = target.with_name(f".claimaudit-{secrets.token_hex(8)}.tmp")
    try:
        path.touch(exist_ok=False)
        yield path
    finally:
        with suppress(OSError):
            path.unlink()


class _TerminatedError(BaseException):
    """SIGTERM came while a file was being written."""


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM unwind the stack, as SIGINT does, before it ends the process.

    A handler of the application's own is left alone, and so are threads, which
    receive no signals.
    """
    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    ):
        yield
        return

    def unwind(_number: int, _frame: FrameType | None) -> None:
        raise _TerminatedError

    signal.signal(signal.SIGTERM, unwind)
    try:
        yield
    except _TerminatedError:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _explained(path: str, error: OSError) -> OutputError:
    name = "standard output" if path == STDOUT else path
    unknown = (f"cannot be written ({error.strerror or error})", "name another path")
    return OutputError(name, *_EXPLAINED.get(error.errno or 0, unknown))
