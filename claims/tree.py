"""Phrases and paths in a dependency parse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from claims.pipeline import Parse
from claims.quantity import Quantity

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "FW", "NOUN", "PROPN"})
VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "VERB"})
MODIFIER_TAGS = frozenset({"JJ", "JJR", "JJS", "RB", "RBR", "RBS", "ADJ"})

#: Words at the edges of a phrase that do not name anything.
_EDGE_TAGS = frozenset(
    {"DT", "PDT", "PRP$", "WDT", "CC", "IN", "TO", ",", ":", ".", "-LRB-", "-RRB-", "``", "''",
     "DET", "ADP", "CCONJ", "PUNCT"}
)  # fmt: skip
#: Arcs from a head to the words that stand before it in its own name.
_LEFT_DEPS = frozenset(
    {"amod", "compound", "nmod", "poss", "nummod", "npadvmod", "advmod", "quantmod", "punct",
     "case", "nn"}
)  # fmt: skip
_JOINTS = frozenset({",", ";", "and", "or", "but", "while", "whereas", "&"})
_OPENING = frozenset("([")
_CLOSING = frozenset(")]")

#: First and last token of a phrase.
Phrase = tuple[int, int]


class Tree:
    """A parse with what is asked of it again and again, computed once.

    Attributes:
        parse: the parse.
        low: the words in lower case.
        children: the children of each token, in order.
        left, right: first and last token of each token's subtree.
        depth: number of brackets that are open at each token.
        bracket: which bracket holds each token: the index of its opening token, -1 for none.
        features: what the ranking noted of tokens, the same for every quantity.
    """

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.features: dict[int, dict[str, str]] = {}
        self.low = tuple(word.lower() for word in parse.words)
        self.children: list[list[int]] = [[] for _ in range(len(parse))]
        for at, head in enumerate(parse.heads):
            if head != at:
                self.children[head].append(at)
        self.left = list(range(len(parse)))
        self.right = list(range(len(parse)))
        self._span_subtrees()
        self.depth: list[int] = []
        self.bracket: list[int] = []
        self._open_brackets()

    def __len__(self) -> int:
        return len(self.parse)

    def _span_subtrees(self) -> None:
        order = [at for at, head in enumerate(self.parse.heads) if head == at]
        for at in order:  # grows while it is walked: parents come before children
            order.extend(self.children[at])
        for at in reversed(order):
            head = self.parse.heads[at]
            self.left[head] = min(self.left[head], self.left[at])
            self.right[head] = max(self.right[head], self.right[at])

    def _open_brackets(self) -> None:
        stack = [-1]
        for at, word in enumerate(self.parse.words):
            if word in _OPENING:
                stack.append(at)
            self.depth.append(len(stack) - 1)
            self.bracket.append(stack[-1])
            if word in _CLOSING and len(stack) > 1:
                stack.pop()

    @cached_property
    def joints(self) -> frozenset[int]:
        """The commas and conjunctions of the sentence."""
        return frozenset(at for at, word in enumerate(self.low) if word in _JOINTS)

    @cached_property
    def commas(self) -> list[int]:
        """Running count of commas and semicolons before each token."""
        return self._running(lambda at: self.parse.words[at] in ",;")

    @cached_property
    def verbs(self) -> list[int]:
        """Running count of verbs before each token."""
        return self._running(lambda at: self.parse.tags[at] in VERB_TAGS)

    @cached_property
    def nouns(self) -> list[int]:
        """Running count of nouns before each token."""
        return self._running(lambda at: self.parse.tags[at] in NOUN_TAGS)

    def _running(self, holds: Callable[[int], bool]) -> list[int]:
        return [0, *accumulate(int(holds(at)) for at in range(len(self)))]

    def chain(self, at: int) -> list[int]:
        """The token, its head, the head's head, up to the root."""
        heads = self.parse.heads
        found = [at]
        while heads[at] != at:
            at = heads[at]
            found.append(at)
        return found

    def anchor(self, first: int, last: int) -> int:
        """The token of a stretch that hangs on a token outside it, or is the root."""
        for at in range(first, last + 1):
            head = self.parse.heads[at]
            if head == at or not first <= head <= last:
                return at
        return last

    def own_name(self, head: int) -> int:
        """First token of the words before a head that belong to its name."""
        first = head
        for child in reversed([one for one in self.children[head] if one < head]):
            if self.parse.deps[child] not in _LEFT_DEPS or self.right[child] != first - 1:
                break
            first = self.left[child]
        return first

    def phrases(self, head: int, barred: Phrase) -> list[Phrase]:
        """The phrases that a head may stand for, its plain name first.

        Args:
            head: a token outside ``barred``.
            barred: a stretch (the quantity) that no phrase may run into.
        """
        first = self.own_name(head)
        compound = head
        for child in reversed([one for one in self.children[head] if one < head]):
            if self.parse.deps[child] not in ("compound", "nmod", "nn", "punct"):
                break
            compound = self.left[child]
        name = self._end_of_name(head)
        lasts = [name, *self._complements(head), self.right[head]]
        firsts = (first, compound) if compound != first else (first,)
        found = dict.fromkeys(
            self._trim(head, low, high, barred) for low in firsts for high in dict.fromkeys(lasts)
        )
        return list(found)

    def _end_of_name(self, head: int) -> int:
        """The head itself, or the gerund behind it that a parser took for a verb ("MR imaging")."""
        after = head + 1
        named = self.parse.deps[head] == "compound" and self.parse.heads[head] == after
        return after if named and self.parse.tags[after] == "VBG" else head

    def _complements(self, head: int) -> list[int]:
        """Last tokens after one, two, … prepositional phrases that follow a head directly."""
        lasts = []
        last = head
        for child in (one for one in self.children[head] if one > head):
            if self.parse.deps[child] not in ("prep", "case") or self.left[child] != last + 1:
                break
            last = self.right[child]
            lasts.append(last)
        return lasts

    def _trim(self, head: int, first: int, last: int, barred: Phrase) -> Phrase:
        """Cut a phrase at the quantity, at loose edge words and at an unpaired bracket."""
        if head < barred[0]:
            last = min(last, barred[0] - 1)
        else:
            first = max(first, barred[1] + 1)
        for at in range(head, last + 1):
            if self.parse.words[at] in _OPENING and self.bracket[at] != self.bracket[head]:
                last = at - 1
                break
        for at in range(head, first - 1, -1):
            if self.bracket[at] != self.bracket[head]:
                first = at + 1
                break
        while first < head and self.parse.tags[first] in _EDGE_TAGS:
            first += 1
        while last > head and self.parse.tags[last] in _EDGE_TAGS:
            last -= 1
        return min(first, head), max(last, head)


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity in the parse of its sentence.

    Attributes:
        tree: the sentence.
        quantity: the quantity.
        held: its tokens.
        others: the tokens of the sentence's other quantities.
    """

    tree: Tree
    quantity: Quantity
    held: Phrase
    others: Sequence[Phrase]
