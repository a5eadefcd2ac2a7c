"""Counts and the groups that they are parts of, which another sentence may tell the size of.

"Of the 14 wards, nine", "320 infants, 160 to each", "800 before and 900 after": a count belongs
to the group that it names, to that of its rank in a list of groups, or to the only one there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from checkers.arithmetic import number_text
from checkers.arms import runs
from checkers.index import GROUP_SIZES, Place
from checkers.same import counted_in
from checkers.scene import Counted, Portion, Scene, count_of, group_of, is_exact
from checkers.whose import LISTED, stated_of
from checkers.words import PEOPLE, concepts_in
from claims.quantity import Relation


def portions(scene: Scene) -> Iterator[Portion]:
    """The counts of the sentences, each with the group that it is told of."""
    for number in scene.sentences:
        yield from portions_in(scene, number)


def portions_in(scene: Scene, passage: int) -> Sequence[Portion]:
    """The counts of one sentence, each with the group that it is told of."""
    if passage not in scene.portions:
        scene.portions[passage] = tuple(_portions_in(scene, passage))
    return scene.portions[passage]


def _portions_in(scene: Scene, passage: int) -> Iterator[Portion]:
    for place in scene.held(passage):
        count = count_of(place)
        if count is None:
            continue
        for whole in _wholes(scene, place):
            if count < whole.size:
                yield Portion(place, count, whole)


def _wholes(scene: Scene, place: Place) -> Sequence[Counted]:
    """The groups that a count may be a part of: those of the first rule that gives any."""
    if not is_exact(place):
        whole = Fraction(place.quantity.high or 0)
        return [Counted(whole, number_text(whole), (place,))]
    for rule in (_named, _equal, _of_its_arm, _of_named_part, _of_all):
        found = [one for one in rule(scene, place) if one.size > (count_of(place) or 0)]
        if found and place not in (at for one in found for at in one.inputs[:1]):
            return found
    return []


def _before(scene: Scene, place: Place, sentences: int) -> list[Place]:
    """The places before one, in its sentence and in some before, the nearest first."""
    own = [one for one in scene.held(place.passage) if one.number < place.number][::-1]
    return own + [
        one
        for number in scene.earlier(place.passage, sentences)
        for one in reversed(scene.held(number))
    ]


def _size(place: Place) -> Counted | None:
    """How many a place counts, however few: the first number of "12 of 310", too."""
    count = count_of(place)
    return Counted(count, number_text(count), (place,)) if count else None


def _named(scene: Scene, place: Place) -> Iterator[Counted]:
    """The group that a count or its clause names: "nine of them", "of the 14 wards, nine"."""
    refers = bool(_OF_THEM.match(scene.behind(place))) and not listed_with(scene, place)
    opens = _OPENS.search(_clause_ahead(scene, place))
    if opens and not refers:
        start = place.quantity.start - len(opens.group()) + len(opens["of"])
        for one in scene.held(place.passage):
            if one.quantity.start == start and (size := _size(one)):
                yield size
                return
    if refers or _AMONG_THEM.search(_clause_ahead(scene, place)):
        sizes = (_size(one) for one in _before(scene, place, _BACK))
        yield from [one for one in sizes if one and one.size > (count_of(place) or 0)][:1]


#: So many sentences before may tell of those whom "these" are, and so many of all.
_BACK, _FAR = 2, 8
_OF_THEM = re.compile(
    r"(?i)\s(?:[a-z]+\s){0,2}?of\s(?:them|these|those|whom|which|the\s(?:latter|others))\b"
)
#: The group that a clause opens with, told right before its counts.
_OPENS = re.compile(
    r"(?i)(?P<of>(?:^|[;.]\s|\band\s)(?:of|among)\s(?:(?:the|all|these|those|our|some)\s){0,2})"
    r"[\d a-z][^;]*$"
)
_AMONG_THEM = re.compile(r"(?i)\b(?:of|among)\s(?:them|these|those|whom|which)\b[^;]*$")


def _clause_ahead(scene: Scene, place: Place) -> str:
    return scene.ahead(place, _CLAUSE).lstrip()


_CLAUSE = 200


def _equal(scene: Scene, place: Place) -> Iterator[Counted]:
    """The size that all groups have: "160 to each"."""
    for one in _before(scene, place, _FAR):
        size = group_of(one)
        ahead, behind = scene.ahead(one), scene.behind(one)
        if size and (_EACH_BEHIND.match(behind) or _EACH_AHEAD.search(ahead)):
            yield size
            return


def has_equal_groups(scene: Scene, place: Place) -> bool:
    """Whether the groups that are told of before a place are all of one size."""
    return any(True for _ in _equal(scene, place))


_EACH_BEHIND = re.compile(
    r"(?i)\s(?:[a-z]+\s){0,2}?(?:(?:to|in|on|for|per|into|at)\s(?:each|either|every|both|the\stwo)\b"
    r"|(?:a|per)\s(?:group|arm)\b|each\b)"
)
_EACH_AHEAD = re.compile(
    r"(?i)\b(?:each|either|both|every)\s(?:group|arm|of\sthem|groups|arms|of\sthe\s[a-z]+)\s"
    r"(?:held|had|has|have|comprised|consisted\sof|numbered|included|contained|counted|of)\s$"
)


def _of_its_arm(scene: Scene, place: Place) -> Iterator[Counted]:
    """The size of the group that a count is told of, by name or by its rank in a list."""
    for sizes in arms_before(scene, place.passage):
        rank = _rank(scene, place, sizes)
        whole = group_of(sizes[rank]) if rank is not None else None
        if whole:
            yield whole
            return


def arms_before(scene: Scene, passage: int) -> Sequence[Sequence[Place]]:
    """The lists of group sizes that are told before a sentence, the first one first."""
    if passage not in scene.arms:
        scene.arms[passage] = tuple(_arms_before(scene, passage))
    return scene.arms[passage]


def _arms_before(scene: Scene, passage: int) -> Iterator[Sequence[Place]]:
    first = min(scene.earlier(passage, _FAR), default=passage)
    for number in range(first, passage):
        held = _of_people(scene, [one for one in scene.held(number) if group_of(one)])
        sized = [one for one in held if one.quantity.statistic in GROUP_SIZES]
        plain = [one for one in held if one.quantity.statistic not in GROUP_SIZES]
        if len(sized) > 1:
            yield sized
        elif len(plain) > 1 and (number == 0 or _SETS.search(scene.sentence(number))):
            sizes = _without_total(plain)
            counts = [count_of(one) or Fraction(0) for one in sizes]
            if max(counts) <= min(counts) * _TIMES_AS_LARGE:
                yield sizes


def _of_people(scene: Scene, sizes: Sequence[Place]) -> Sequence[Place]:
    """The counts of a sentence, those of people alone where it counts any: no hospitals."""
    text = scene.index.document.text
    sizes = [one for one in sizes if not _WHERE.search(scene.ahead(one))]
    named = {one: counted_in(text, one.quantity.end) for one in sizes}
    people = any(word.kind == PEOPLE for word in named.values() if word)
    if not people:
        return sizes
    return [one for one in sizes if (word := named[one]) is None or word.kind == PEOPLE]


_WHERE = re.compile(r"(?i)\b(?:in|from|at|across|within|of|among)\s(?:(?:the|all)\s)?$")
_OF = re.compile(r"(?i)\b(?:of|among)\s(?:(?:the|all)\s)?$")
#: Groups that are compared are not so much larger one than the other.
_TIMES_AS_LARGE = 10
#: What tells that groups are set up, and no outcome.
_SETS = re.compile(
    r"(?i)\b(?:randomi[sz]\w+|allocat\w+|assign\w+|allotted|enrol\w*|recruit\w*|stud(?:y|ied)|follow(?:ed)?"
    r"|compar\w+|survey\w*|tested|examined|analy[sz]\w+|includ\w+|given|there\swere|covered|groups?|arms?"
    r"|cohorts?|invited|treated|identified|screened|interviewed|operated)\b"
)


def _without_total(sizes: Sequence[Place]) -> Sequence[Place]:
    """Some group sizes without the first one, where it is the sum of the others."""
    counts = [count_of(one) or Fraction(0) for one in sizes]
    is_sum = len(sizes) > _PAIR and counts[0] == sum(counts[1:])
    return sizes[1:] if is_sum else sizes


_PAIR = 2


def _rank(scene: Scene, place: Place, sizes: Sequence[Place]) -> int | None:
    """Which of some groups a count is told of, None where nothing says."""
    index, listed = scene.index, listed_with(scene, place)
    if len(listed) == len(sizes):
        return listed.index(place)
    for roster in index.rosters:
        ranks = [stated_of(roster, index, one) for one in sizes]
        own = stated_of(roster, index, place)
        if None not in ranks and len(set(ranks)) == len(ranks) and own in ranks:
            return ranks.index(own)
    run = run_of(scene, place)
    if len(run) != len(sizes):
        return _named_alike(scene, place, sizes)
    rank = run.index(place)
    return len(run) - 1 - rank if _is_turned(scene, run, sizes) else rank


def run_of(scene: Scene, place: Place) -> Sequence[Place]:
    """The counts of a sentence that are listed with one of them, or all that it has."""
    return listed_with(scene, place) or _counts(scene, place)


def _counts(scene: Scene, place: Place) -> Sequence[Place]:
    return [one for one in scene.held(place.passage) if count_of(one) and is_exact(one)]


def listed_with(scene: Scene, place: Place) -> Sequence[Place]:
    """The counts that are listed with one: "110 and 80 adults", none where it stands alone."""
    counts = [one for one in _counts(scene, place) if not _OF.search(scene.ahead(one))]
    passage = scene.index.passages[place.passage]
    by_start = {one.quantity.start: one for one in counts}
    text, figures = scene.sentence(place.passage), [one.quantity for one in counts]
    for run in runs(text, passage.start, figures, LISTED):
        if len(run) > 1 and place.quantity in run:
            return [by_start[one.start] for one in run]
    return []


def _is_turned(scene: Scene, run: Sequence[Place], sizes: Sequence[Place]) -> bool:
    """Whether a sentence names two groups in another order than the one that sizes them."""
    if len(run) != _PAIR:
        return False
    told, said = (scene.index.told_apart(*pair) for pair in (sizes, run))
    straight = len(told.first & said.first) + len(told.second & said.second)
    return len(told.first & said.second) + len(told.second & said.first) > straight


def _named_alike(scene: Scene, place: Place, sizes: Sequence[Place]) -> int | None:
    """The group with words of its own that stand around a count."""
    around = scene.ahead(place, _AROUND) + scene.behind(place, _AROUND)
    said = concepts_in(around)
    own = [scene.index.owned(one) & said for one in sizes]
    told = [at for at, words in enumerate(own) if words]
    return told[0] if len(told) == 1 else None


_AROUND = 60


def _of_named_part(scene: Scene, place: Place) -> Iterator[Counted]:
    """The part of all that is called what stands behind a count, or the others: "untreated"."""
    called = next(iter(_CALLED.findall(scene.behind(place))), "").lower()
    for one in _before(scene, place, _FAR) if len(called) >= _NAME else ():
        size, told = group_of(one), _CALLED.findall(_ENDS.split(scene.behind(one, _AROUND))[0])
        names = {word.lower() for word in told}
        if size and one.passage < place.passage:
            if called in names:
                yield size
                return
            of = next((at for at in _named(scene, one) if at.size > size.size), None)
            if of and any(called == prefix + name for prefix in _UN for name in names):
                rest = f"{of.told} − {size.told}"
                yield Counted(of.size - size.size, f"({rest})", (*size.inputs, *of.inputs))
                return


_CALLED, _NAME = re.compile(r"[^\W\d_]{4,}"), 5
_UN = ("un", "non", "in")
_ENDS = re.compile(r"[,;]|\band\b")


def _of_all(scene: Scene, place: Place) -> Iterator[Counted]:
    """All who were studied, or took part at last, where no groups are told of."""
    if arms_before(scene, place.passage):
        return
    before = [one for one in _before(scene, place, _FAR) if one.passage < place.passage]
    groups = [(one, size) for one in before if (size := group_of(one))]
    if any(one.quantity.statistic in GROUP_SIZES for one, _ in groups):
        return
    took = [size for one, size in groups if _TOOK_PART.search(_said(scene, one))]
    yield from took[:1] or sorted((size for _, size in groups), key=lambda one: -one.size)[:1]
    last = next((one for one in before if one.quantity.relation is Relation.RATIO), None)
    if last and last.passage == place.passage - 1 and (size := _size(last)):
        yield size


def _said(scene: Scene, place: Place) -> str:
    return scene.ahead(place, _NEAR) + " " + scene.behind(place, _NEAR)


_NEAR = 40
_TOOK_PART = re.compile(
    r"(?i)\b(?:took\spart|participat\w+|answered|replied|responded|analy[sz]ed|enrolled|returned|agreed)\b"
)


def of_another(scene: Scene, part: Place, *, when: bool = False) -> bool:
    """Whether a claim names what another count of a list is told of, and not what this one is.

    Args:
        scene: the claim and its source.
        part: a count of the source.
        when: whether only points in time are looked at.

    "4% died after the change" is no claim of the 40 of "40 died before and 36 after".
    """
    listed = listed_with(scene, part)
    run = listed or run_of(scene, part)
    said = _names(_around(scene))
    own = {one: _names(_beside(scene, run, at)) for at, one in enumerate(run)}
    others = frozenset[str]().union(*(names for one, names in own.items() if one is not part))
    mine = own.get(part, frozenset())
    theirs, ours = said & (others - mine), said & (mine - others)
    if listed or when:  # what stands around a list is said of all that it holds
        theirs, ours = theirs & _WHEN, ours & _WHEN
    return bool(theirs) and (not ours or bool(theirs & _WHEN) > bool(ours & _WHEN))


def _around(scene: Scene) -> str:
    """What a claim tells its figure of, its other figures parted off."""
    (start, end), begins = scene.asked.span, scene.asked.claim.start
    spans = [(one.start - begins, one.end - begins) for one in scene.asked.order]
    before = max((stop for _, stop in spans if stop <= start), default=0)
    behind = min((first for first, _ in spans if first >= end), default=len(scene.text))
    ahead, tail = scene.text[before:start], scene.text[end:behind]
    ahead = _TURNS.split(ahead)[-1] if before else ahead
    return f"{ahead} {_TURNS.split(tail)[0] if behind < len(scene.text) else tail}"


_SIDE = 80
#: What parts the figures of a comparison from each other.
_TURNS = re.compile(
    r"(?i)[;,]\s|\b(?:and|but|while|whereas|versus|vs|compared|against|than|as\sagainst|up\sfrom|down\sfrom)\b"
)
_WHEN = frozenset(("before", "after", "first", "second", "third", "earlier", "later", "last"))
_TIMES = re.compile(rf"(?i)\b(?:{'|'.join(sorted(_WHEN))})")


def _names(text: str) -> frozenset[str]:
    """What a stretch of text names, points in time included."""
    return concepts_in(text) | {one.group().lower() for one in _TIMES.finditer(text)}


def _beside(scene: Scene, run: Sequence[Place], at: int) -> str:
    """The words that stand beside a count of a list, up to its neighbours."""
    place = run[at]
    ahead, behind = scene.ahead(place, _SIDE), scene.behind(place, _SIDE)
    if at:
        ahead = ahead[-max(0, place.quantity.start - run[at - 1].quantity.end) :]
        ahead = _TURNS.split(ahead)[-1]
    if at + 1 < len(run):
        behind = behind[: max(0, run[at + 1].quantity.start - place.quantity.end)]
        behind = _TURNS.split(behind)[0]
    return f"{ahead} {behind}"
