"""Who runs a command, as records of decisions name them."""

from __future__ import annotations

import getpass
import subprocess
from pathlib import Path

from claimaudit.inputs import InputError

_GIT_TIMEOUT = 10  # seconds


def user_name(article: str, option: str) -> str:
    """Git's user.name in the article's folder, else the account's name.

    Args:
        article: the article.
        option: the option that gives another name.

    Raises:
        InputError: nobody is known.
    """
    try:
        done = subprocess.run(
            ["git", "config", "--get", "user.name"],
            cwd=Path(article).parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_GIT_TIMEOUT,
        )
        name = done.stdout.decode("utf-8", "replace").strip()
    except (OSError, subprocess.SubprocessError):
        name = ""
    try:
        return name or getpass.getuser()
    except (OSError, KeyError):
        told = "nobody is known to git or the system"
        raise InputError(option, told, f"give {option} NAME") from None
