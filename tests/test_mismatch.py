"""Mismatch: when the text that was found is of another work, and when it only looks so."""

from __future__ import annotations

import pytest

from claims.readers import parse
from sources.mismatch import mismatch
from sources.model import Reference, Source
from sources.resolve import resolve

TITLE = "Nodal spread of small bowel tumors in a national cohort"
OTHER = "Diet and sleep of shift workers: a randomised trial"
BODY = "Nodes were involved in most patients, and survival was long."


def entry(title=TITLE, text="", **facts):
    return Reference("article.md", "3", title=title, text=text or title, **facts)


def work(title="", *, head="", body=BODY, cites="", language="en", **facts):
    """A text as a web page states it: its title, its facts in meta tags, its body."""
    meta = "".join(
        f'<meta name="citation_{name}" content="{value}">' for name, value in facts.items()
    )
    listed = f"<h2>References</h2><ol><li>{cites}</li></ol>" if cites else ""
    page = (
        f"<html lang='{language}'><head><title>{title}</title>{meta}</head><body><article><p>{head}</p>"
        f"<p>{body}</p><p>{body}</p>{listed}</article></body></html>"
    )
    return Source("3.html", parse(page, "3.html"))


@pytest.mark.parametrize(
    ("reference", "text", "said"),
    [
        (entry(), work(OTHER), f"its title is “{OTHER}”, not “{TITLE}”"),
        (entry(), work(OTHER, cites=f"Example Group. {TITLE}. 2012."), "its title is"),
        (
            entry(authors=("Alder A",), doi="10.1000/a"),
            work(OTHER, doi="10.1000/b", author="Birch, B"),
            "its DOI is 10.1000/b, not 10.1000/a and its first author is Birch, B, not Alder A",
        ),
        (
            entry(authors=("Alder A",), pmid="123456"),
            work(OTHER, pmid="123456", author="Birch, B"),
            "its title is",
        ),
        (
            entry("Typhoid", authors=("Alder A",), doi="10.1000/a"),
            work("Home", doi="10.1000/b"),
            "its DOI is 10.1000/b, not 10.1000/a",
        ),
        (
            entry("Typhoid", authors=("Alder A",), year="1999"),
            work("Home", author="Birch, B", publication_date="2012/03"),
            "its first author is Birch, B, not Alder A and its year is 2012, not 1999",
        ),
    ],
)
def test_the_text_of_another_work(reference, text, said):
    assert said in (mismatch(reference, text) or "")


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        (entry(), work(TITLE)),
        (entry(), work(TITLE.upper() + " | Example Health")),
        (entry(), work(TITLE + ": final report of the example study")),
        (entry(TITLE + ": final report of the example study"), work(TITLE)),
        (entry(), work("RETRACTED: " + TITLE)),
        (entry(), work("Nodal spread of small bowel tumours in national cohorts")),
        (entry(), work("Example Journal, volume 3", head=TITLE)),
        (entry(), work("")),
        (entry(""), work(OTHER)),
        (entry("", text=f"Alder A. {OTHER}. Example J. 2012."), work(OTHER)),
        (entry("Typhoid"), work("Home")),
        (entry(doi="10.1000/a"), work(TITLE, doi="10.1000/b")),
        (
            entry(authors=("Alder A",), doi="10.1000/a"),
            work("Die Ausbreitung in Lymphknoten", doi="10.1000/a", author="Alder, Ash"),
        ),
        (
            entry("Typhoid", authors=("Alder A",), doi="10.1000/a"),
            work("Home", head="By Ash Alder", doi="10.1000/b"),
        ),
        (entry(), work("Ausbreitung in die Lymphknoten bei Tumoren", language="de")),
        (entry(f"[{TITLE}]"), work("Ausbreitung in die Lymphknoten bei Tumoren")),
        (entry("Typhoid", authors=("Alder A",), year="2012"), work("Home", author="Birch, B")),
    ],
)
def test_the_text_of_the_same_work(reference, text):
    assert mismatch(reference, text) is None


def test_a_file_name_does_not_vouch_for_its_text():
    stated = Reference("3.html", "", title=TITLE, doi="10.1000/a")
    found = work(OTHER, doi="10.1000/b")
    text = Source("3.html", found.document, labels=("3",), reference=stated)
    tie = resolve(["3"], [entry(doi="10.1000/a")], [text]).by_label["3"]
    assert tie.source is text
    assert mismatch(tie.reference, tie.source)
