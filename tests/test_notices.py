"""Notices: what retracts, doubts or corrects a work, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.document import Document
from sources.model import Notice, NoticeKind
from sources.notices import distinct, from_crossref, from_link, in_document, in_title

RETRACTION, WITHDRAWAL = NoticeKind.RETRACTION, NoticeKind.WITHDRAWAL
CONCERN, CORRECTION = NoticeKind.CONCERN, NoticeKind.CORRECTION


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("RETRACTED: Nodal spread of ileal tumors", RETRACTION),
        ("Retracted: Nodal spread of ileal tumors", RETRACTION),
        ("RETRACTED ARTICLE: Nodal spread of ileal tumors", RETRACTION),
        ("[Retracted] Nodal spread of ileal tumors", RETRACTION),
        ("[RETRACTED ARTICLE] Nodal spread", RETRACTION),
        ("RETRACTED Nodal spread of ileal tumors", RETRACTION),
        ("WITHDRAWN: Diets for ileal tumors", WITHDRAWAL),
        ("Retraction: Nodal spread of ileal tumors", None),
        ("Retraction notice to: Nodal spread", None),
        ("Retracted articles and their citations", None),
        ("Withdrawn drugs in Europe", None),
        ("WITHDRAWN DRUGS IN EUROPE", None),
        ("Spread of tumors. RETRACTED: no", None),
        ("", None),
    ],
)
def test_a_title_may_say_it(title, kind):
    assert [notice.kind for notice in in_title(title)] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("types", "title", "expected"),
    [
        (["Journal Article", "Retracted Publication"], "A", [(RETRACTION, "pubmed")]),
        (["Retraction of Publication"], "Retraction: A", []),
        (["Published Erratum"], "Erratum", []),
        (["Journal Article"], "RETRACTED: A", [(RETRACTION, "title")]),
        (["Retracted Publication"], "RETRACTED: A", [(RETRACTION, "pubmed")]),
    ],
)
def test_a_text_may_say_it_of_itself(types, title, expected):
    pairs = tuple(("publication-type", value) for value in types)
    found = in_document(Document("a.txt", "…", title=title, identifiers=pairs))
    assert [(notice.kind, notice.told_by) for notice in found] == expected


def test_crossref_lists_the_notices_about_a_work():
    record = {
        "DOI": "10.1000/work",
        "updated-by": [
            {"DOI": "10.1000/C", "type": "correction", "updated": {"date-parts": [[2019, 5]]}},
            {"DOI": "10.1000/R", "type": "retraction", "updated": {"date-parts": [[2021, 2, 3]]}},
            {"DOI": "10.1000/R", "type": "retraction", "source": "retraction-watch"},
            {"DOI": "10.1000/v2", "type": "new_version"},
            {"DOI": "10.1000/E", "type": "expression_of_concern"},
            "not an update",
        ],
    }
    assert from_crossref(record) == (
        Notice(RETRACTION, "crossref", "10.1000/r", "2021-02-03"),
        Notice(CONCERN, "crossref", "10.1000/e"),
        Notice(CORRECTION, "crossref", "10.1000/c", "2019-05"),
    )


def test_a_notice_is_not_retracted_by_what_it_retracts():
    record = {"DOI": "10.1000/r", "update-to": [{"DOI": "10.1000/work", "type": "retraction"}]}
    assert from_crossref(record) == ()


def test_links_of_pubmed():
    assert from_link("RetractionIn", "10.1000/R", "2020") == Notice(
        RETRACTION, "pubmed", "10.1000/r", "2020"
    )
    assert from_link("ErratumIn") == Notice(CORRECTION, "pubmed")
    assert from_link("RetractionOf", "10.1000/w") is None
    assert from_link("Cites") is None


def test_the_gravest_comes_first_and_the_fuller_is_kept():
    fuller = Notice(RETRACTION, "crossref", "10.1000/r", "2021")
    corrected = Notice(CORRECTION, "pubmed")
    assert distinct([corrected, Notice(RETRACTION, "title"), fuller, fuller]) == (fuller, corrected)


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(["updated-by", "update-to", "DOI"]),
        st.recursive(
            st.none() | st.integers() | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["type", "DOI", "updated", "date-parts"]), inner, max_size=3
                )
            ),
            max_leaves=8,
        ),
    )
)
def test_whatever_a_record_holds_it_is_read(record):
    from_crossref(record)
