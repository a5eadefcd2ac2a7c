"""From a reviewer's reason to waivers: the findings of one card are accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from checkers.model import Finding
from claimaudit.inputs import InputError
from claimaudit.review.record import ReviewError
from claimaudit.waiverfile import add_waivers
from claimaudit.waivers import Waiver, relative
from reports.model import ArticleReport


def waive_card(
    article: ArticleReport,
    card: str,
    reason: str,
    by: str,
    day: dt.date,
    path: str,
    rules: Collection[str],
) -> None:
    """Write a waiver for each finding of a card.

    Args:
        article: the article's audit.
        card: a claim's identifier, or "f1" for the first finding about no claim.
        reason: why.
        by: who.
        day: when.
        path: the waiver file; a new one when it does not exist.
        rules: identifiers of the rules that exist.

    Raises:
        ReviewError: when the waiver file is broken.
        reports.write.OutputError: when it cannot be written.
    """
    found = _of_card(article, card)
    try:
        add_waivers(path, [_waiver(article, one, path, reason, by, day) for one in found], rules)
    except InputError as error:
        raise ReviewError(str(error)) from error


def _of_card(article: ArticleReport, card: str) -> Sequence[Finding]:
    known = {entry.id for entry in article.claims}
    if card in known:
        found = [one for one in article.findings if one.claim == card]
    else:
        others = [one for one in article.findings if one.claim not in known]
        found = others[int(card[1:]) - 1 : int(card[1:])]
    return [one for one in found if not one.waived]


def _waiver(
    article: ArticleReport, finding: Finding, path: str, reason: str, by: str, day: dt.date
) -> Waiver:
    figure = " ".join(article.document.text[finding.start : finding.end].split())
    return Waiver(
        rule=finding.rule,
        fingerprint=finding.fingerprint,
        path=relative(article.path, path),
        reason=reason,
        by=by,
        date=day,
        figure=figure,
    )
