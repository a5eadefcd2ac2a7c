"""A claim that is looked up in a source, both given as sentences, and what is worked out for it."""

from __future__ import annotations

from checkers.compare import Tolerance
from checkers.index import SourceIndex
from checkers.indexing import build
from checkers.reckoned import reckoned
from checkers.same import Asked, ask
from claims.document import Block, BlockKind, Document
from claims.extract import Extractor, claim_of
from claims.measured import Measured


def looked_up(claim: str, figure: str, source: str) -> tuple[Asked, SourceIndex]:
    """One figure of a claim, prepared, and the index of a source."""
    texts = [
        Document(name, text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))
        for name, text in (("claim", claim), ("source", source))
    ]
    mine, theirs = (Extractor().read(one) for one in texts)
    claims = [claim_of(texts[0], one, Measured()) for one in mine]
    wanted = next(one for one in claims if one.quantity.text == figure)
    return ask(wanted, [one.quantity for one in claims]), build(texts[1], theirs)


def arithmetic(claim: str, figure: str, source: str) -> list[str]:
    """The calculations that bear a figure out."""
    asked, index = looked_up(claim, figure, source)
    passages = range(len(index.passages))
    return [one.arithmetic for one in reckoned(asked, index, passages, Tolerance())]
