"""The application: command line, one audit run."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def tool_version() -> str:
    """The installed version of claimaudit, "0+unknown" when run from a bare checkout."""
    try:
        return version("claimaudit")
    except PackageNotFoundError:
        return "0+unknown"
