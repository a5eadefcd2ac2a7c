"""A claim that is looked up in a source, both given as sentences."""

from __future__ import annotations

from checkers.index import SourceIndex
from checkers.indexing import build
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
