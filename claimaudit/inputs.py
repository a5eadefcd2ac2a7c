"""Inputs of a command: the files that a user names, read one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

from claims.document import Document
from claims.readers import ReadError, read


class InputError(Exception):
    """A file or option that stops a run before anything is audited.

    Attributes:
        path: the file or option as the user gave it.
        problem: what is wrong, one phrase.
        mend: what to do about it, one phrase.
    """

    def __init__(self, path: str, problem: str, mend: str) -> None:
        super().__init__(path, problem, mend)
        self.path = path
        self.problem = problem
        self.mend = mend

    def __str__(self) -> str:
        """One line: the file, the problem and the mend."""
        return f"{self.path}: {self.problem}; {self.mend}"


@dataclass(slots=True)
class Inputs:
    """The documents of a command line.

    A file that cannot be read is told in one line on standard error, counted
    in ``failed``, and the others go on.  A file named twice is read once.
    """

    paths: Sequence[str]
    failed: int = 0

    def documents(self) -> Iterator[Document]:
        """The readable documents, in the order in which they were named."""
        for path in dict.fromkeys(self.paths):
            try:
                yield read(path)
            except ReadError as error:
                self.failed += 1
                complain(str(error))


def complain(line: str) -> None:
    """Tell one problem on standard error, in the form that all commands share."""
    click.echo(f"claimaudit: error: {line}", err=True)
