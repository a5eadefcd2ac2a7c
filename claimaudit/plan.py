"""From configuration and command line to the settings of each article.

What is said later wins: the configuration, those of its overrides whose globs
match the article, the command line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checkers import registry
from checkers.selection import ALWAYS, Choice, is_chosen
from claimaudit.config import CHOICES, VALUES, Configuration, exists, find, load, toml
from claimaudit.inputs import InputError
from claimaudit.settings import Settings

_STDIN = "-"
#: Keys whose path must lead somewhere.
_NEEDED = ("sources", "references")
_COMMAND_LINE, _DEFAULT = "command line", "default"


@dataclass(frozen=True, slots=True)
class Effective:
    """The settings of one article.

    Attributes:
        settings: the settings.
        told: key, value as TOML writes it, and where the value comes from; a
            key that several layers speak of stands once for each of them.
    """

    settings: Settings
    told: tuple[tuple[str, str, str], ...]


class Plan:
    """Finds the settings of articles; each configuration file is read once.

    Args:
        given: what the command line says, by the keys of configuration.
        choice: what it says of rules.
        file: the configuration file to use for every article, None to seek it.
        seek: false to use no configuration file at all.

    Raises:
        InputError: the named file cannot be used.
    """

    def __init__(
        self,
        given: Mapping[str, object],
        choice: Choice = Choice(),  # noqa: B008  (frozen)
        *,
        file: str | None = None,
        seek: bool = True,
    ) -> None:
        self._given, self._choice, self._seek = given, choice, seek
        self._named = load(Path(file), file) if file is not None and seek else None
        self._found: dict[Path, Path | None] = {}
        self._read: dict[str, Configuration] = {}

    def settings(self, articles: Iterable[str]) -> dict[str, Effective]:
        """The settings of each article, one named twice once.

        Raises:
            InputError: a configuration file cannot be used, or leaves no rule.
        """
        return {article: self.effective(article) for article in articles}

    def effective(self, article: str) -> Effective:
        """The settings of one article.

        Raises:
            InputError: its configuration file cannot be used, or leaves no rule.
        """
        configuration = self._configuration(article)
        values, origins = dict(self._given), dict.fromkeys(self._given, _COMMAND_LINE)
        layers = [(_COMMAND_LINE, self._choice)]
        if configuration is not None:
            _check_paths(configuration, self._given)
            values = {**configuration.values, **values}
            origins = {**dict.fromkeys(configuration.values, configuration.path), **origins}
            layers = [*_layers(configuration, article), *layers]
        choices = tuple(choice for _, choice in layers)
        _check_rules(article, choices)
        settings = Settings(
            **{_field(key): value for key, value in values.items()},  # type: ignore[arg-type]
            choices=choices,
        )
        return Effective(settings, tuple(_told(settings, origins, layers)))

    def _configuration(self, article: str) -> Configuration | None:
        if self._named is not None or not self._seek:
            return self._named
        start = _start(article)
        if start not in self._found:
            self._found[start] = find(start)
        path = self._found[start]
        if path is None:
            return None
        absolute = article != _STDIN and Path(article).is_absolute()
        shown = str(path) if absolute else os.path.relpath(path)
        if shown not in self._read:
            self._read[shown] = load(path, shown)
        return self._read[shown]


def _start(article: str) -> Path:
    """The folder from which the configuration of an article is sought."""
    return Path.cwd() if article == _STDIN else Path(os.path.abspath(article)).parent  # noqa: PTH100


def _layers(configuration: Configuration, article: str) -> Iterator[tuple[str, Choice]]:
    """What a configuration says of the rules for an article, the weakest first."""
    yield configuration.path, configuration.choice
    place = os.path.relpath(os.path.abspath(article), configuration.folder)  # noqa: PTH100
    path = place.replace(os.sep, "/")
    for number, override in enumerate(configuration.overrides, 1):
        if any(pattern(glob).fullmatch(path) for glob in override.paths):
            yield f"{configuration.path}, overrides {number}", override.choice


def pattern(glob: str) -> re.Pattern[str]:
    """What a glob matches, as a regular expression for the whole of a path with slashes.

    ``*`` and ``?`` stay within a folder's name, ``**`` stands for any folders.
    A glob without a slash holds at any depth, and one that matches a folder
    holds for all that is in it.
    """
    parts = [part for part in glob.split("/") if part not in ("", ".")]
    if "/" not in glob.strip("/") and not glob.startswith("/"):
        parts.insert(0, "**")
    found = ""
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if part != "**":
            found += _in_folder(part) + ("/" if following else "")
        elif following != "**":
            found += "(?:[^/]+/)*" if following else ".+"
    return re.compile(found + "(?:/.*)?", re.S)


def _in_folder(part: str) -> str:
    marks = {"*": "[^/]*", "?": "[^/]"}
    return "".join(marks.get(character, re.escape(character)) for character in part)


def _check_paths(configuration: Configuration, given: Container[str]) -> None:
    """Look for what a configuration names, where the command line names nothing else."""
    for key in _NEEDED:
        path = configuration.values.get(key)
        if path is not None and key not in given and not exists(str(path)):
            raise InputError(configuration.path, f"{key}: there is no {path}", "mend the path")


def _check_rules(article: str, choices: tuple[Choice, ...]) -> None:
    left = (rule.identifier for rule in registry.rules() if rule.identifier not in ALWAYS)
    if not any(is_chosen(identifier, choices) for identifier in left):
        raise InputError(article, "no rule is left for it", "select more, or ignore fewer")


def _told(
    settings: Settings, origins: Mapping[str, str], layers: Iterable[tuple[str, Choice]]
) -> Iterator[tuple[str, str, str]]:
    for key in VALUES:
        value = getattr(settings, _field(key))
        yield key, toml(value), _origin(key, origins.get(key, _DEFAULT))
    said = [
        (key, toml(_plain(getattr(choice, key))), _origin(key, origin))
        for key in CHOICES
        for origin, choice in layers
        if getattr(choice, key)
    ]
    if not any(key == "select" for key, _, _ in said):
        yield "select", '["ALL"]', _DEFAULT
    yield from said


def _origin(key: str, origin: str) -> str:
    return f"--{key}" if origin == _COMMAND_LINE else origin


def _field(key: str) -> str:
    return key.replace("-", "_")


def _plain(value: Any) -> object:
    """A choice as a file writes it."""
    pairs = value and isinstance(value[0], tuple)
    return dict(value) if pairs else list(value)


def listing(plan: Mapping[str, Effective]) -> Iterator[str]:
    """The settings of articles as text, with the origin of each; those that agree together."""
    groups: dict[tuple[tuple[str, str, str], ...], list[str]] = {}
    for article, own in plan.items():
        groups.setdefault(own.told, []).append(article)
    for number, (told, articles) in enumerate(groups.items()):
        yield "\n" * (number > 0) + "".join(f"{article}\n" for article in articles)
        keys, values = (max(len(line[at]) for line in told) for at in (0, 1))
        for key, value, origin in told:
            yield f"  {key:<{keys}} = {value:<{values}}  # {origin}\n"
