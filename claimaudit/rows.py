"""JSON lines: one object a line, UTF-8, the same bytes for the same input."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping


def json_lines(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Each row as one line of JSON with its newline."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"
