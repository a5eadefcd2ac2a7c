"""An article's own reference list together with a reference file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sources.alike import one_work, plain
from sources.model import Reference
from sources.works import fill, identifier_keys


def merged(
    own: Sequence[Reference], listed: Sequence[Reference], labels: Iterable[str]
) -> tuple[Reference, ...]:
    """The references of an article.

    Args:
        own: the entries of the article's own list.
        listed: the entries of a reference file, which may hold far more works
            than the article cites.
        labels: what the article's citations name.

    Returns:
        The article's own entries, completed by what the file says of the same
        works (a printed list often leaves identifiers out); then the entries of
        the file that the article names and does not list.  An article without
        a list of its own has the file's.
    """
    if not own:
        return tuple(listed)
    known: dict[tuple[str, str], Reference] = {}
    for entry in listed:
        for key in _keys(entry):
            known.setdefault(key, entry)
    completed = [_completed(entry, known) for entry in own]
    named = set(labels) - {entry.label for entry in own}
    return (*completed, *(entry for entry in listed if entry.label in named))


def _completed(entry: Reference, known: dict[tuple[str, str], Reference]) -> Reference:
    for key in _keys(entry):
        if key in known and one_work(entry, known[key]):
            return fill(entry, known[key])
    return entry


def _keys(entry: Reference) -> Iterator[tuple[str, str]]:
    yield from identifier_keys(entry).items()
    yield "title", plain(entry.title)
