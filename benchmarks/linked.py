"""Connected components of things that may not be parted, told link by link."""

from __future__ import annotations


class Linked:
    """Names that are linked, directly or through others (union-find, Galler and Fischer 1964)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, one: str) -> str:
        """The name that stands for the component of a name; its own where nothing is linked."""
        while self._parent.setdefault(one, one) != one:
            one = self._parent[one]
        return one

    def link(self, one: str, other: str) -> None:
        """Put two names into one component, which the second's stands for."""
        self._parent[self.find(one)] = self.find(other)
