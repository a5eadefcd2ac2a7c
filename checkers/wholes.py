"""Shares and the groups that they are told of, which may be named a clause or a sentence before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from checkers.arithmetic import exact_value, number_text, told_of
from checkers.direction import is_change
from checkers.index import Place, is_plain_count
from checkers.negation import clause
from checkers.portions import of_another, portions
from checkers.same import counted_in
from checkers.scene import (
    NEED,
    Counted,
    Reckon,
    Reckoning,
    Scene,
    count_of,
    group_of,
    is_exact,
    percentage,
)
from checkers.standing import is_reckoned
from checkers.words import PEOPLE, concepts_in, words
from claims.quantity import Quantity, Relation


def _counts(scene: Scene) -> Iterator[Reckoning]:
    """How many a share of a group is: 34% of 650."""
    if not scene.counts or (scene.figure.low or 0) < _LEAST_COUNT or NEED.search(scene.text):
        return
    for number in scene.sentences:
        for one in _shares(scene, number):
            for found in _shared_out(scene, one, _CHAIN):
                yield Reckoning("product", Fraction(round(found.size)), found.told, found.inputs)


#: Fewer are met by chance.
_LEAST_COUNT = 6
#: So many shares of shares are worked out.
_CHAIN = 2


def _shares(scene: Scene, passage: int) -> list[Place]:
    """The shares of a passage that print no count of their own, and are no change."""
    held, text = scene.held(passage), scene.sentence(passage)
    start = scene.index.passages[passage].start
    return [
        place
        for before, place in zip([None, *held], held, strict=False)
        if percentage(place.quantity) is not None
        and not (before and scene.index.own_share(before) is not None)
        and not is_change(text, place.quantity.start - start, place.quantity.end - start)
        and not _NO_SHARE.search(scene.ahead(place))
        and not _COMPARED.match(scene.behind(place))
    ]


_NO_SHARE = re.compile(r"(?i)\b(?:value|sensitivity|specificity|power|ci|confidence)\b[^.;,]*$")
_COMPARED = re.compile(
    r"(?i)\s(?:\w+\s)?(?:higher|lower|more|less|greater|fewer|reduc\w+|increas\w+|relative)\b"
)


def _shared_out(scene: Scene, share: Place, chain: int) -> Iterator[Counted]:
    """How many the share of a passage may count."""
    percent = percentage(share.quantity) or Fraction(0)
    for whole in _wholes(scene, share, chain):
        size = whole.size * percent / 100
        told = f"{number_text(percent)}% of {whole.told} = {number_text(size, 1)}"
        yield Counted(size, told, (share, *whole.inputs))


def _wholes(scene: Scene, share: Place, chain: int) -> Iterator[Counted]:
    """The groups that a share may be told of: the one named right behind it, or before."""
    of_more = _OF.match(scene.index.document.text, share.quantity.end)
    held = scene.held(share.passage)
    named = [one for one in held if of_more and one.quantity.start == of_more.end()]
    if named:
        yield from filter(None, [group_of(named[0])])
        return
    parts = list(_shares_before(scene, share)) if chain and _refers(scene, share) else []
    for one in parts:
        yield from _shared_out(scene, one, chain - 1)
    before = [one for one in held if one.quantity.end <= share.quantity.start]
    groups = [group for one in reversed(before) if (group := group_of(one))]
    if not groups and not parts:
        back = [one for at in scene.earlier(share.passage, _BACK) for one in scene.held(at)[::-1]]
        groups = [group for one in back if (group := group_of(one))]
        groups = _called_like(scene, share, groups) or [
            one for one in groups if not _SHARE.match(scene.behind(one.inputs[0], _SHARE_WITHIN))
        ]
    yield from _called_like(scene, share, groups) or groups


def _called_like(scene: Scene, share: Place, groups: Sequence[Counted]) -> list[Counted]:
    """Those of some groups that a share names: the women of "70% of women", "of attenders, 12%"."""
    behind, ahead = scene.behind(share, _NAMED_WITHIN), scene.ahead(share, _REFERS_WITHIN)
    named = (one["whom"] for one in (_OF_WHOM.match(behind), _AMONG.search(ahead)) if one)
    told = concepts_in(next(named, ""))
    return [one for one in groups if told & _named_by(scene, one.inputs[0])]


def _named_by(scene: Scene, group: Place) -> frozenset[str]:
    """What those are called whom a number counts: "600 women invited", "3,920 (70%) attended"."""
    return concepts_in(_ENDS.split(scene.behind(group, _NAMED_WITHIN), maxsplit=1)[0])


#: The share of a part, printed behind it: "421 patients (69.9%)". Those who took part are a group.
_SHARE = re.compile(
    r"(?i)(?![^.;,()\d]{0,40}\b(?:repl(?:y|ied)|respond\w*|respon[ds]e\w*|return\w*|attend\w*|took\spart|particip\w+"
    r"|enrol\w*|recruit\w*|includ\w+|randomi\w+|analy\w+|screened|consented|eligible|answered|joined)\b)"
    r"[^.;,()\d]{0,40}\(\d[\d.]{0,5}\s?%"
)
_SHARE_WITHIN = 60
_ENDS = re.compile(r"[,;:]|\band\b|\.\s")
_OF_WHOM = re.compile(r"\s(?:of|in)\s(?P<whom>[a-z][^.;,\d]{2,30})")
_AMONG = re.compile(r"(?i)\b(?:of|among|in)\s(?P<whom>[^.;\d]{3,50})$")
_NAMED_WITHIN = 30
_OF = re.compile(r"\s(?:\([^()]{0,20}\)\s)?of\s(?:(?:the|all|our|these|those|some|about)\s){0,2}")
#: A group may be told of so many sentences before.
_BACK = 3


def _refers(scene: Scene, share: Place) -> bool:
    """Whether a share is told of those who were told of before."""
    ahead = scene.ahead(share, _REFERS_WITHIN)
    return _OF_THOSE.match(scene.behind(share)) is not None or _OF_THEM.search(ahead) is not None


_REFERS_WITHIN = 60
_OF_THOSE = re.compile(r"(?i)\s(?:of|among)\s(?:the(?:se|m)|those|whom|which|the\s\w+\swho)\b")
_OF_THEM = re.compile(r"(?i)\b(?:of|among|in)\s(?:the(?:se|m)|those|whom|which)\b[^.;\d]*$")
#: A sentence that goes on about those of the one before.
_GOES_ON = re.compile(r"(?i)\s*(?:of|among)\s(?:the(?:se|m)|those|whom|which)\b")


def _shares_before(scene: Scene, share: Place) -> Iterator[Place]:
    """The shares before one, in its sentence and in the one before, the nearest first."""
    for number in (share.passage, *scene.earlier(share.passage, 1)):
        for one in reversed(_shares(scene, number)):
            if one.quantity.end <= share.quantity.start:
                yield one


def _of_whole(scene: Scene) -> Iterator[Reckoning]:
    """The share of a group that was named before: 93 of 1,240, where 310 stand between."""
    if not scene.is_percent:
        return
    for part, whole in _parts_of(scene):
        count = count_of(part) or Fraction(0)
        value = count / whole.size * 100
        told = f"{number_text(count)}/{whole.told} = {number_text(value)}%"
        yield Reckoning("quotient", value, told, (part, *whole.inputs))


def _asked_for(scene: Scene) -> Iterator[Reckoning]:
    """How many were asked, of those who answered and the share that they are: 900 are 60%."""
    told = clause(scene.text, *scene.asked.span)
    if not scene.counts or not _WERE_ASKED.search(told) or _ANSWERED.search(told):
        return
    for number in scene.sentences:
        for part, share in pairwise(scene.held(number)):
            count, percent = count_of(part), percentage(share.quantity)
            start = part.quantity.end
            between = scene.index.document.text[start : share.quantity.start]
            if count and percent and is_exact(part) and _THEIR_RATE.search(between):
                size = count / percent * 100
                told = f"{number_text(count)} are {number_text(percent)}% of {number_text(size)}"
                yield Reckoning("quotient", Fraction(round(size)), told, (part, share))


#: What tells that a claim is about all who might have answered.
_WERE_ASKED = re.compile(
    r"(?i)\b(?:sent|mailed|posted|gone\sout|went\sout|invited|approached|asked|contacted|offered|eligible"
    r"|handed|distributed|underwent|undergone|operated|tested|screened|written\sto|wrote\sto|in\sall)\b"
)
_ANSWERED = re.compile(
    r"(?i)\b(?:answer\w*|repl(?:y|ied)|respond\w*|return\w*|filled|complet\w+|agreed|accept\w+|attend\w*)\b"
)
_THEIR_RATE = re.compile(
    r"(?i)(?:\srate\s(?:of|was)\s|,\s(?:or|which\s(?:is|was)|that\sis,?)\s|\s\(|,\san?\s\w+\sof\s)$"
)


def _of_own_group(scene: Scene) -> Iterator[Reckoning]:
    """The share of the group that a count belongs to, whose size another sentence may tell."""
    if not scene.is_percent or is_change(scene.text, *scene.asked.span) or scene.is_printed:
        return
    named, of_all = _named_size(scene), _ALL.search(scene.text) is not None
    found = list(portions(scene))
    most = max((one.whole.size for one in found), default=None)
    for part, count, whole in found:
        if scene.index.own_share(part) is not None or of_another(scene, part):
            continue
        if named not in (None, whole.size) or (of_all and whole.size != most):
            continue
        value = count / whole.size * 100
        told = f"{number_text(count)}/{whole.told} = {number_text(value)}%"
        yield Reckoning("portion", value, told, (part, *whole.inputs))


def _parts_of(scene: Scene) -> Iterator[tuple[Place, Counted]]:
    """The counts of the sentences, each with the groups named before that a claim may mean."""
    named = _named_size(scene)
    for number in scene.sentences:
        for part in scene.held(number):
            count = count_of(part)
            for whole in _called_wholes(scene, part) if count else ():
                if not count or count >= whole.size or named not in (None, whole.size):
                    continue
                if not of_another(scene, part, when=True):
                    yield part, whole


def _named_size(scene: Scene) -> Fraction | None:
    """The size of the group that a claim itself names: "of all 1,250 patients"."""
    begins = scene.asked.claim.start
    for one in scene.asked.order:
        counts = one is not scene.asked.claim.quantity and is_plain_count(one)
        if counts and _NAMED.search(scene.text[: one.start - begins]):
            return exact_value(one)
    return None


_NAMED = re.compile(r"(?i)\b(?:of|among|in)\s(?:(?:the|all|these|those|study['’]s)\s){0,2}$")


def _called_wholes(scene: Scene, part: Place) -> Iterator[Counted]:
    """The groups named before a count that a claim's words, or an "all", call its whole."""
    groups: list[Counted] = []
    whole = _ALL.search(scene.text) is not None
    for number in (part.passage, *scene.earlier(part.passage, _ALL_BACK if whole else _BACK)):
        before = (one for one in scene.held(number) if one.quantity.end <= part.quantity.start)
        groups += (group for one in before if (group := group_of(one)))
    if whole:
        groups = sorted(groups, key=lambda one: -one.size)[:1]
    else:
        groups = [one for one in groups if _is_called(scene, one.inputs[0])]
    yield from groups


def _is_called(scene: Scene, whole: Place) -> bool:
    """Whether a claim tells its share of those whom a place counts: "of the women tested"."""
    behind = scene.text[scene.asked.span[1] :]
    named = counted_in(scene.index.document.text, whole.quantity.end)
    told = {one.concept for one in words(behind[:_OF_WITHIN])} if _OF.match(behind) else set()
    if _PLANNED.search(behind[:_OF_WITHIN]) and is_reckoned(scene.index, whole):
        return True  # "of the intended sample"
    return whole.quantity.low in scene.asked.others or (named is not None and named.concept in told)


_PLANNED = re.compile(r"(?i)\b(?:intended|planned|target\w*|required|projected|desired|hoped)\b")
#: Whom all figures are told of may be said in the first of so many sentences.
_ALL_BACK = 8
_OF_WITHIN = 50
_ALL = re.compile(r"(?i)\b(?:all|overall|every|entire|whole|total|altogether)\b")


def _per(scene: Scene) -> Iterator[Reckoning]:
    """So many "for every 1,000": a count and the group that it is told of."""
    rate = _rate(scene)
    if rate is None:
        return
    often, of = rate
    is_base = scene.asked.claim.quantity is not often
    for part, whole in _parts_before(scene):
        count = count_of(part) or Fraction(0)
        value = count / whole.size * of
        if abs(value - Fraction(often.low or 0)) <= Fraction(1, 2):
            told = f"{number_text(count)}/{whole.told} = {number_text(value)} per {of}"
            inputs = (part, *whole.inputs)
            yield Reckoning("quotient", Fraction(of) if is_base else value, told, inputs)


def _parts_before(scene: Scene) -> Iterator[tuple[Place, Counted]]:
    """The counts of the sentences, each with the greater groups told of before it."""
    for number in scene.sentences:
        back = [one for at in (number, *scene.earlier(number, _PER_BACK)) for one in scene.held(at)]
        groups = [group for one in back if (group := group_of(one))]
        groups = [one for one in groups if not _counts_others(scene, one.inputs[0])]
        for part in scene.held(number):
            count = count_of(part)
            for whole in groups:
                if count and count < whole.size and whole.inputs[0].number < part.number:
                    yield part, whole


def _counts_others(scene: Scene, whole: Place) -> bool:
    """Whether a group is of things that a claim does not name: invitations, for women screened."""
    named = counted_in(scene.index.document.text, whole.quantity.end)
    return named is not None and named.kind != PEOPLE and named.concept not in scene.asked.near


#: So many sentences before may tell of whom a rate is told.
_PER_BACK = 4


def _rate(scene: Scene) -> tuple[Quantity, int] | None:
    """A number of a claim and of how many it is told, its figure being one of the two."""
    own, begins = scene.asked.claim.quantity, scene.asked.claim.start
    of, _ = told_of(own)
    if of in _BASES and not scene.is_percent:
        return own, of
    for base in scene.asked.order:
        if base.low in _BASES and _FOR_EVERY.search(scene.text[: base.start - begins]):
            others = [one for one in scene.asked.order if one is not base and is_plain_count(one)]
            near = sorted(others, key=lambda one: abs(one.start - base.start))
            if near and own in (near[0], base):
                return near[0], int(base.low or 0)
    return None


_BASES = frozenset((100, 1000, 10_000, 100_000))
_FOR_EVERY = re.compile(
    r"(?i)\b(?:(?:for|of|in|from|out\sof)\s(?:every|each)|per|for\seach|in\severy)\s$"
)


def _two_of(scene: Scene) -> Iterator[Reckoning]:
    """One number of another, where a sentence prints both: "three of the 17"."""
    figure = scene.figure
    if figure.relation is not Relation.RATIO:
        return
    for number in scene.sentences:
        held = scene.held(number)
        parts = [one for one in held if is_exact(one) and one.quantity.low == figure.low]
        if _GOES_ON.match(scene.sentence(number)):
            held = [*held, *(one for at in scene.earlier(number, 1) for one in scene.held(at))]
        wholes = [one for one in held if one.quantity.low == figure.high]
        for part in parts:
            for whole in wholes:
                if is_plain_count(part.quantity) and whole.quantity.end <= part.quantity.start:
                    told = f"{figure.low} of {figure.high}"
                    yield Reckoning("count", Fraction(figure.low or 0), told, (part, whole))


def _share_of_share(scene: Scene) -> Iterator[Reckoning]:
    """What share of all the share of a share is: a quarter of 12%."""
    if not scene.is_percent:
        return
    for number in scene.sentences:
        for share in _shares(scene, number):
            for one in _shares_before(scene, share) if _refers(scene, share) else ():
                first, second = (percentage(at.quantity) or Fraction(0) for at in (one, share))
                value = first * second / 100
                told = f"{number_text(second)}% of {number_text(first)}% = {number_text(value)}%"
                yield Reckoning("quotient", value, told, (share, one))


KINDS: tuple[Reckon, ...] = (
    _two_of,
    _share_of_share,
    _of_whole,
    _of_own_group,
    _asked_for,
    _per,
    _counts,
)
