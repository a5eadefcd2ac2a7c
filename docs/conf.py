"""Builds the documentation as a site: ``tox -e docs``, or ``sphinx-build -W docs build/site``."""

from __future__ import annotations

project = "claimaudit"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["build"]
html_theme = "furo"
html_title = "claimaudit"
# Pages link to files of the repository that are no pages, and to headings by their names.
myst_heading_anchors = 3
suppress_warnings = ["myst.xref_missing"]
html_copy_source = False
html_show_sphinx = False
