"""Train the ranking of what a quantity measures, and say how well it does.

    python benchmarks/train_measured.py MEASEVAL [--output claims/data/measured.json]

MEASEVAL is a folder with ``text/*.txt`` and ``gold.jsonl`` (one line a
quantity: doc, quantity, entity, property with start, end and text).  The
weights are the maximum of a conditional log-likelihood over the words of the
sentence with a Gaussian prior.  Figures are printed for a fold of articles
that nothing was tuned on, and by cross-validation over the other articles,
both for the quantities of the corpus ("given") and for those that are found,
where a quantity too many or too few costs a row ("end to end"); what is
written is trained on all of them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack

from claims.grammar import find_quantities
from claims.measured import decode
from claims.patterns import read
from claims.pipeline import Piece, Pipeline
from claims.quantity import Quantity, Relation
from claims.ranker import Weights, candidates, facts, rank, stretch, unpack
from claims.sentences import sentences
from claims.tree import Figure, Tree

TEMPLATES = [
    "distance",
    "tag",
    "dep",
    "word",
    "suffix",
    "head",
    "next",
    "prev",
    "names",
    "of",
    "path",
    "capital",
    "counted",
    "commas",
    "verbs",
    "between",
    "nouns",
    "path&names",
    "path&q_prev",
    "path&kind",
    "kind&word",
    "up1&down1&side",
    "up_last&down1&down2",
    "dep&q_dep",
    "same_bracket&opens&q_bracket",
    "nouns&q_prev",
    "nouns&q_next_tag",
    "of&path",
    "head_names&path",
    "distance&tag",
    "up_word&down_word&top",
    "head_names&dep",
    "subject&top&q_dep",
    "commas&verbs&side",
    "q_head&path",
]
NULL = [
    "kind",
    "q_dep",
    "q_tag",
    "q_head",
    "q_head_tag",
    "q_prev",
    "q_next",
    "q_next_tag",
    "q_prev_tag",
    "q_bracket",
    "q_count",
    "q_order",
]
SCALE = 1000
#: What an entry of a vector counts beside a feature, which counts 1.
SHARE = 0.3
#: Scaled weights smaller than this are left out.
LEAST = 5
ROLES = ("entity", "property")
#: The number of a template, or the name of a feature of the quantity, and its value.
Feature = tuple[int | str, str]
BIAS: Feature = ("null", "")


@dataclass
class Example:
    """A quantity and its place in the parse of its sentence, None where that lacks it.

    ``gold`` says what it measures; ``is_gold`` and ``is_found`` whether the
    corpus annotates it and whether the grammar finds it.
    """

    doc: str
    text: str
    gold: dict[str, Any]
    figure: Figure | None
    is_gold: bool = True
    is_found: bool = True


def article(doc: str) -> str:
    """The article that a paragraph was taken from."""
    return doc.split("-")[0]


def kept_back(doc: str) -> bool:
    """Whether a paragraph's article is in the fold that nothing was tuned on."""
    return int(hashlib.md5(article(doc).encode()).hexdigest(), 16) % 5 == 0


def load(folder: Path, spans: str) -> list[Example]:
    """Read the corpus, find its quantities and parse their sentences."""
    by_doc: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        by_doc[row["doc"]].append(row)
    jobs: list[tuple[str, str, tuple[int, int], list[Quantity], list[tuple[Any, Quantity]]]] = []
    unread: set[tuple[str, int]] = set()
    for doc, rows in sorted(by_doc.items()):
        text = (folder / "text" / f"{doc}.txt").read_text("utf-8")
        found = list(find_quantities(text).quantities) if spans == "found" else []
        pairs: list[tuple[Any, Quantity]] = []
        for row in rows:
            match = _match(row, found)
            pairs.append((row, match or _as_gold(row)))
            if match is None:
                unread.add((doc, row["quantity"]["start"]))
        taken = {one for _, one in pairs}
        pairs += [(None, one) for one in found if one not in taken]
        every = sorted({*found, *taken}, key=lambda one: one.start)
        for start, end in sentences(text, 0, len(text)):
            inside = [pair for pair in pairs if start <= pair[1].start < end]
            held = [one for one in every if start <= one.start < end]
            if inside:
                jobs.append((doc, text, (start, end), held, inside))
    pieces = (
        Piece(
            text[span[0] : span[1]],
            span[0],
            tuple(sorted({e for q in held for e in (q.start, q.end)})),
        )
        for _, text, span, held, _ in jobs
    )
    examples = []
    for (doc, text, _, held, inside), parse in zip(jobs, Pipeline().parse(pieces), strict=True):
        tree = Tree(parse)
        for row, quantity in inside:
            place = stretch(tree, quantity)
            others = [spot for one in held if one is not quantity and (spot := stretch(tree, one))]
            figure = Figure(tree, quantity, place, others) if place else None
            is_found = row is None or (doc, row["quantity"]["start"]) not in unread
            gold = dict.fromkeys(ROLES) if row is None else row
            examples.append(Example(doc, text, gold, figure, row is not None, is_found))
    return examples


def _match(row: dict[str, Any], found: Sequence[Quantity]) -> Quantity | None:
    start, end = row["quantity"]["start"], row["quantity"]["end"]
    shared = [(min(end, q.end) - max(start, q.start), -q.start, q) for q in found]
    best = max(shared, key=lambda one: one[:2], default=None)
    return best[2] if best and best[0] > 0 else None


def _as_gold(row: dict[str, Any]) -> Quantity:
    quantity = row["quantity"]
    read = find_quantities(quantity["text"]).quantities
    shape = read[0] if read else Quantity("", 0, 0, None, None, Relation.EXACT)
    return Quantity(
        quantity["text"], quantity["start"], quantity["end"], shape.low, shape.high,
        shape.relation, dimension=shape.dimension, unit_text=quantity["unit"] or "",
    )  # fmt: skip


def target(example: Example, role: str, heads: Sequence[int]) -> list[float]:
    """How much each candidate, and then "none", is the head of the gold phrase."""
    part = example.gold[role]
    if part is None:
        return [0.0] * len(heads) + [1.0]
    if example.figure is None:
        return [0.0]
    tree = example.figure.tree
    inside = tree.parse.within(part["start"], part["end"])
    top = tree.anchor(inside[0], inside[-1]) if inside else -1
    return [1.0 if at == top else 0.25 if at in inside else 0.0 for at in heads] + [0.0]


@dataclass
class Rows:
    """Candidates of all examples as features, the last of each example being "none".

    ``vectors`` are those of the candidates' tokens, less the mean and in units
    of the deviation; "none" has zeros.
    """

    features: list[list[Feature]]
    starts: list[int]
    targets: dict[str, list[float]]
    vectors: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray


@dataclass
class Fitted:
    """Weights of the features, and of a token's vector, for both roles."""

    table: dict[Feature, list[float]]
    vectors: np.ndarray
    origin: np.ndarray


def _standardised(examples: Sequence[Example]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The candidates' vectors, a row of zeros behind each example's, their mean and deviation."""
    trees = [one.figure.tree for one in examples if one.figure]
    every = np.concatenate([one.parse.vectors for one in trees if one.parse.vectors is not None])
    mean, deviation = every.mean(0), every.std(0)
    nothing = np.zeros((1, len(mean)))
    laid = []
    for one in examples:
        held = one.figure.tree.parse.vectors if one.figure else None
        if one.figure and held is not None:
            laid.append((held[[at for at, _ in candidates(one.figure)]] - mean) / deviation)
        laid.append(nothing)
    return np.concatenate(laid), mean, deviation


def rows(examples: Sequence[Example]) -> Rows:
    """Lay out the candidates of all examples."""
    names = [one.split("&") for one in TEMPLATES]
    made = Rows([], [0], {role: [] for role in ROLES}, *_standardised(examples))
    for one in examples:
        seen = list(candidates(one.figure)) if one.figure else []
        heads = [at for at, _ in seen]
        made.features += [
            [(place, " ".join(features[one] for one in name)) for place, name in enumerate(names)]
            for _, features in seen
        ]
        shared = facts(one.figure) if one.figure else None
        made.features.append([BIAS, *((name, shared[name]) for name in NULL)] if shared else [BIAS])
        made.starts.append(len(made.features))
        for role in ROLES:
            made.targets[role] += target(one, role, heads)
    return made


def fit(made: Rows, chosen: Sequence[int], strength: float, rare: int = 3) -> Fitted:
    """Train both roles on the chosen examples, on features seen at least ``rare`` times."""
    lines = [at for one in chosen for at in range(made.starts[one], made.starts[one + 1])]
    counts = Counter(key for at in lines for key in made.features[at])
    index = {
        key: at
        for at, key in enumerate(sorted((k for k, n in counts.items() if n >= rare), key=repr))
    }
    pointers, columns = [0], []
    for at in lines:
        columns += [index[key] for key in made.features[at] if key in index]
        pointers.append(len(columns))
    sparse = csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(lines), len(index)))
    matrix = hstack([sparse, csr_matrix(SHARE * made.vectors[lines])]).tocsr()
    sizes = np.array([made.starts[one + 1] - made.starts[one] for one in chosen])
    weights = [
        _maximise(matrix, sizes, np.array([made.targets[role][at] for at in lines]), strength, role)
        for role in ROLES
    ]
    vectors = SHARE * np.stack([one[len(index) :] for one in weights], 1) / made.deviation[:, None]
    table = {key: [weight[at] for weight in weights] for key, at in index.items()}
    return Fitted(table, vectors, made.mean @ vectors)


def _maximise(
    matrix: csr_matrix, sizes: np.ndarray, wanted: np.ndarray, strength: float, role: str
) -> np.ndarray:
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    total = np.repeat(np.add.reduceat(wanted, starts), sizes)
    none = np.zeros(len(wanted), bool)
    none[np.cumsum(sizes) - 1] = True
    live = total > 0 if role == "property" else (total > 0) & ~none
    live &= ~((role == "entity") & (np.repeat(wanted[np.cumsum(sizes) - 1], sizes) > 0))
    wanted = np.where(live, wanted / np.maximum(total, 1e-9), 0.0)

    def loss(weight: np.ndarray) -> tuple[float, np.ndarray]:
        score = np.where(live, matrix @ weight, -1e9)
        top = np.repeat(np.maximum.reduceat(score, starts), sizes)
        raised = np.where(live, np.exp(score - top), 0.0)
        share = raised / np.maximum(np.repeat(np.add.reduceat(raised, starts), sizes), 1e-12)
        value = -(wanted * np.log(share + 1e-12)).sum() + strength / 2 * weight @ weight
        return value, matrix.T @ np.where(live, share - wanted, 0.0) + strength * weight

    start = np.zeros(matrix.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 80}).x


def body_of(fitted: Fitted) -> dict[str, Any]:
    """The weights as JSON, rounded, without those that move nothing."""
    templates: dict[str, Any] = {name: {} for name in TEMPLATES}
    null: dict[str, Any] = {name: {} for name in NULL}
    bias = [0, 0]
    for (place, printed), pair in fitted.table.items():
        rounded = [round(one * SCALE) for one in pair]
        if max(map(abs, rounded)) < LEAST:
            continue
        if isinstance(place, int):
            templates[TEMPLATES[place]][printed] = rounded
        elif place == BIAS[0]:
            bias = rounded
        else:
            null[place][printed] = rounded
    return {
        "scale": SCALE,
        "bias": bias,
        "vectors": [[round(one * SCALE, 1) for one in row] for row in fitted.vectors.tolist()],
        "origin": [round(one * SCALE, 1) for one in fitted.origin.tolist()],
        "null": null,
        "templates": templates,
    }


def model_of(fitted: Fitted) -> Weights:
    """The weights in the form that the package uses."""
    return unpack(body_of(fitted))


def judge(examples: Sequence[Example], model: Weights) -> dict[str, float]:
    """Overlap-F1 (F1o) as the task scores it, given the quantities and end to end."""
    result = {}
    said = [_said(one, model) for one in examples]
    for place, role in enumerate(ROLES):
        given: list[float] = []
        whole: list[float] = []
        for one, spans in zip(examples, said, strict=True):
            if one.is_gold:
                given += _rows(one.text, spans[place], one.gold[role])
            whole += _rows(one.text, spans[place] if one.is_found else None, one.gold[role])
        result[f"{role}, given"] = sum(given) / len(given)
        result[f"{role}, end to end"] = sum(whole) / len(whole)
    return result


def _said(one: Example, model: Weights) -> list[tuple[int, int] | None]:
    if one.figure is None:
        return [None, None]
    tree, held = one.figure.tree, one.figure.held
    pair = read(one.figure) or decode(tree, rank(one.figure, model), held)
    parse = tree.parse
    return [(parse.starts[phrase[0]], parse.ends[phrase[1]]) if phrase else None for phrase in pair]


def _rows(text: str, span: tuple[int, int] | None, gold: dict[str, Any] | None) -> list[float]:
    if span is None or gold is None:
        return [] if span is None and gold is None else [0.0]
    if not (span[0] <= gold["end"] and gold["start"] <= span[1]):
        return [0.0, 0.0]
    low, high = max(span[0], gold["start"]), min(span[1], gold["end"])
    both = len(text[low : max(low, high)].split(" "))
    precision = both / len(text[slice(*span)].split(" "))
    recall = both / len(gold["text"].split(" "))
    return [2 * precision * recall / (precision + recall)]


def main() -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--spans", choices=("found", "gold"), default="found")
    parser.add_argument("--strength", type=float, default=16.0)
    parser.add_argument(
        "--hold-out", action="store_true", help="write weights that never saw the kept-back fold"
    )
    parser.add_argument("--folds", type=int, default=5)
    args = parser.parse_args()
    examples = load(args.folder, args.spans)
    made = rows(examples)
    back = [at for at, one in enumerate(examples) if kept_back(one.doc)]
    open_ = [at for at, one in enumerate(examples) if not kept_back(one.doc)]
    known = [at for at, one in enumerate(examples) if one.is_gold]
    print(f"{len(known)} quantities, {len(set(known) & set(back))} kept back")
    names = sorted({article(examples[at].doc) for at in open_})
    fold = {name: place % args.folds for place, name in enumerate(names)}
    scored = defaultdict(list)
    for number in range(args.folds):
        test = [at for at in open_ if fold[article(examples[at].doc)] == number]
        train = sorted(set(open_) & set(known) - set(test))
        model = model_of(fit(made, train, args.strength))
        for role, score in judge([examples[at] for at in test], model).items():
            scored[role].append((score, len(test)))
    for role, scores in scored.items():
        mean = sum(score * size for score, size in scores) / sum(size for _, size in scores)
        print(f"cross-validation, {role}: F1o {mean:.3f}")
    last = model_of(fit(made, sorted(set(open_) & set(known)), args.strength))
    for role, score in judge([examples[at] for at in back], last).items():
        print(f"kept back, {role}: F1o {score:.3f}")
    if args.output:
        chosen = sorted(set(open_) & set(known)) if args.hold_out else known
        write(args.output, fit(made, chosen, args.strength))


def write(path: Path, fitted: Fitted) -> None:
    """Write the weights."""
    body = body_of(fitted)
    path.write_text(json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
