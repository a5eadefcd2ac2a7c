"""The one error that readers raise, and the decoding that they share."""

from __future__ import annotations


class ReadError(Exception):
    """A file that could not be made a document.

    Attributes:
        path: the file as the user named it.
        problem: what is wrong with it.
        mend: what to do about it.
    """

    def __init__(self, path: str, problem: str, mend: str) -> None:
        super().__init__(path, problem, mend)
        self.path = path
        self.problem = problem
        self.mend = mend

    def __str__(self) -> str:
        """One line: ``path: problem; mend``."""
        return " ".join(f"{self.path}: {self.problem}; {self.mend}".split())


def decode(data: bytes, name: str) -> str:
    """The text of UTF-8 data as it is: no newline or Unicode normalisation.

    A byte order mark stays the first character of the text, so that offsets
    count it as every editor that shows the file's code points does.

    Raises:
        ReadError: the data is not UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"byte {error.start} (0x{data[error.start]:02x}) is not valid UTF-8"
        raise ReadError(name, problem, "save the file as UTF-8") from None
