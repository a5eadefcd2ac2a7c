"""The file of a review, beside its article: JSON that a person can read and git can diff."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from claimaudit.inputs import InputError
from claimaudit.review.record import (
    Choice,
    Content,
    Decision,
    Review,
    ReviewError,
    State,
    Step,
)
from reports.words import one_line
from reports.write import write

SUFFIX = ".review.json"
_SCHEMA = 1
#: Seconds to wait for another writer; a write takes milliseconds.
_PATIENCE = 5.0
#: A larger file is no review.
_LARGEST = 8 << 20
_RESTORE = "restore it from its history, or remove it"


class ConflictError(ReviewError):
    """Somebody else has written the review in the meantime."""


def review_path(article: str) -> Path:
    """Where the review of an article is kept."""
    path = Path(article)
    return path.with_name(path.name + SUFFIX)


def load(path: Path) -> Review | None:
    """Read a review, None where there is no file.

    Raises:
        InputError: for anything but a review.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(str(path), "is too large for a review", _RESTORE)
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(str(path), f"cannot be read ({_told(error)})", _RESTORE) from error
    try:
        return _review(data)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise InputError(str(path), f"is no review ({_told(error)})", _RESTORE) from error


def update(
    path: Path, change: Callable[[Review | None], Review], version: int | None = None
) -> Review:
    """Change a review under a lock, so that of two writers none loses what the other wrote.

    Args:
        path: the review's file.
        change: from the review as it is, None when there is none, to what it shall be.
        version: the version that the caller has seen; None takes any.

    Raises:
        ConflictError: when the review is no longer at that version.
        ReviewError: as the change raises it.
        InputError: when the file cannot be read or locked.
        reports.write.OutputError: when it cannot be written.
    """
    lock = FileLock(path.with_name(f".{path.name}.lock"))
    try:
        lock.acquire(timeout=_PATIENCE)
    except Timeout as error:
        raise InputError(str(path), "another process is writing it", "try again") from error
    except OSError as error:
        told = f"cannot be locked ({_told(error)})"
        raise InputError(str(path), told, "check the folder") from error
    try:
        stored = load(path)
        if version is not None and stored is not None and stored.version != version:
            raise ConflictError(
                f"{stored.holder or 'somebody'} has changed this review; load it again"
            )
        changed = change(stored)
        if stored is not None and changed == stored:
            return stored
        numbered = replace(changed, version=(stored.version if stored else 0) + 1)
        write(str(path), [dump(numbered)])
        return numbered
    finally:
        lock.release()


def dump(review: Review) -> str:
    """The review as text, the same for the same review."""
    data = {
        "schema_version": _SCHEMA,
        "version": review.version,
        "state": review.state.value,
        "holder": review.holder,
        "held_since": review.held_since,
        "text_sha256": review.content.text,
        "sources": dict(review.content.sources),
        "decisions": [
            {
                "figure": one.figure,
                "line": one.line,
                "verdict": one.verdict,
                "decision": one.choice.value,
                "note": one.note,
                "by": one.by,
                "at": one.at,
                "key": one.key,
            }
            for one in review.decisions
        ],
        "history": [
            {"state": one.state.value, "by": one.by, "at": one.at, "note": one.note}
            for one in review.history
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _review(data: Mapping[str, Any]) -> Review:
    """The review that a file holds; its words are made safe to show, whoever wrote them."""
    if data["schema_version"] != _SCHEMA:
        raise ValueError(f"schema version {data['schema_version']}, this is for {_SCHEMA}")
    sources = tuple(sorted((str(name), str(digest)) for name, digest in data["sources"].items()))
    return Review(
        Content(str(data["text_sha256"]), sources),
        int(data["version"]),
        State(data["state"]),
        one_line(str(data["holder"])),
        one_line(str(data["held_since"])),
        tuple(map(_decision, data["decisions"])),
        tuple(
            Step(State(one["state"]), *(one_line(str(one[key])) for key in ("by", "at", "note")))
            for one in data["history"]
        ),
    )


def _decision(data: Mapping[str, Any]) -> Decision:
    return Decision(
        str(data["key"]),
        str(data["figure"]),
        int(data["line"]),
        str(data["verdict"]),
        Choice(data["decision"]),
        *(one_line(str(data[key])) for key in ("note", "by", "at")),
    )


def _told(error: Exception) -> str:
    if isinstance(error, OSError):
        return (error.strerror or "input error").lower()
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return str(error).split("\n", maxsplit=1)[0] or type(error).__name__
