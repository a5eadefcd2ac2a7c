"""Raised characters: labels and powers stay raised in the text, so that they never run into it."""

from __future__ import annotations

import re

_RAISED = str.maketrans(
    "0123456789-–—−+abcdefghijklmnoprstuvwxyz",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻⁻⁺ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
)
#: What is raised character by character: labels, powers, the letter of a footnote.
_MARKS = re.compile(r"[–—−+-]?\d[\d,;–—−-]{0,60}\Z|[a-pr-z](?:,[a-pr-z]){0,9}\Z")


def raised(words: str) -> str:
    """A raised phrase as it is written into a text.

    >>> raised("1, 3-5")
    '¹,³⁻⁵'
    >>> raised("st of May")
    'st of May'
    """
    tight = words.replace(" ", "").replace(";", ",")
    return tight.translate(_RAISED) if _MARKS.match(tight) else words
