"""Progress on a long run: a bar on standard error, and only on a terminal."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from reports.words import clip, one_line

#: Seconds after which a run is a long one.
DELAY = 1.0
#: Characters shown of the name of what is being done.
_NAMED = 40

Step = Callable[[str], None]


@contextmanager
def progress(
    total: int, *, quiet: bool = False, stream: TextIO | None = None, delay: float = DELAY
) -> Iterator[Step]:
    """Show how far a run is, once it has taken a while.

    Nothing is written when the stream is no terminal that can move its cursor;
    the bar is wiped off at the end, so that the terminal holds the report alone.

    Args:
        total: how many steps there are.
        quiet: show nothing.
        stream: a terminal, standard error when None.
        delay: seconds before the bar appears.

    Yields:
        A function to call at the start of each step with its name.
    """
    stream = sys.stderr if stream is None else stream
    if quiet or not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield _ignore
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    plain = bool(os.environ.get("NO_COLOR"))
    console = Console(file=stream, force_terminal=True, no_color=plain, legacy_windows=False)
    bar = Progress(
        TextColumn("{task.fields[name]}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task("", total=total, name="")
    begun = 0

    def step(name: str) -> None:
        nonlocal begun
        bar.update(task, completed=begun, name=one_line(clip(name, _NAMED)))
        begun += 1

    timer = threading.Timer(delay, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield step
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


def _ignore(_name: str) -> None:
    """A step of a run that shows no progress."""
