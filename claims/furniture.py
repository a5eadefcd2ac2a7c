"""Page furniture: the lines of a page that are not the article.

Navigation, banners, review boxes, sharing buttons, dates of publication and
the chrome of record pages have a vocabulary of their own; it is kept here as
tables.  A line is furniture as a whole or not at all.
"""

from __future__ import annotations

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|{_MONTH}\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"

#: Whole lines, case ignored.
_LINES = (
    # navigation and accounts
    r"skip to (?:the )?(?:main |page )*(?:content|navigation|search|page content)",
    r"(?:main |primary |site )?(?:menu|navigation|search|home|login|log in|log out|sign in|sign up|register|subscribe|close|cancel|back|next|previous|share|print|email|e-mail|save|cite|copy|download|download pdf|pdf|follow|follow us|contact|contact us|about|about us|help|faq|more|show more|show less|read more|see more|see all|load more|view all|expand|collapse|bookmark|permalink|comments?|reply|tweet|facebook|twitter|x|linkedin|reddit|whatsapp|instagram|youtube|rss|feedback|advertisement|ad|sponsored|personalize|submitted|under review|approved|pending|reviewed|draft|published|loading|cargando)\s*(?:\.\.\.|…)?",
    r"(?:back to|return to) (?:the )?(?:top|home|search results|results|article|previous page).{0,40}",
    r"access keys\b.{0,200}",
    r"you are here:?.{0,120}",
    r"(?:home\s*)?(?:[»›>/]\s*[\w &-]{1,40}){2,}",
    r"(?:in|available in) other languages|language:?\s*\w+|select (?:your )?language",
    # consent, privacy and copyright
    r".{0,200}\b(?:uses?|accept|manage|reject|about|our|all)\b.{0,40}\bcookies?\b.{0,400}",
    r"cookies?(?: (?:policy|settings|preferences|notice))?",
    r"(?:privacy|terms|accessibility|copyright|legal|editorial|advertising)(?: (?:and|&|of|policy|notice|statement|use|service|conditions|privacy|terms|cookies|disclaimer))*",
    r"(?:view|read|see) (?:our |the )?(?:full )?(?:editorial|privacy|cookie|review) (?:policy|process|guidelines|statement)s?",
    r"(?:©|\(c\)|copyright\b).{0,300}",
    r".{0,120}\ball rights reserved\b.{0,120}",
    # review boxes and dates
    rf"(?:date\s+)?(?:last\s+|first\s+|date\s+)?(?:medically |clinically )?(?:updated|reviewed|modified|revised|published|posted|created|received|accepted|submitted|epub|available online|published online|published in final edited form|fact[- ]checked|edited|written)(?:\s+(?:on|online|at|as|in|by))*\s*:?\s*(?:[\w .,-]{{0,80}}?\s)??{_DATE}.{{0,120}}",
    r"(?:article )?(?:review|publication|editorial) status.{0,60}",
    r"medical (?:advisory|review) board.{0,200}",
    r"(?:(?:medically|clinically|scientifically) )?(?:reviewed|fact[- ]checked|written|edited|authored|verified) by:?.{0,150}",
    r"all (?:articles|content|pages|information) (?:is|are) reviewed (?:for|by)\b.{0,200}",
    r".{0,80}\bfor (?:educational|informational|information) purposes only\b.{0,200}",
    r"educational (?:purposes?|use) only.{0,200}",
    r".{0,80}\bcontent is pending (?:human |medical |expert )?review\b.{0,80}",
    rf"{_DATE}",
    r"\d{1,2}\s*min(?:ute)?s?\.? read.{0,40}",
    # help and feedback
    r"was this (?:article|page|answer|information|helpful|content)?.{0,30}helpful\b.{0,200}",
    r"how can we (?:help|improve)\b.{0,80}",
    r"(?:thanks|thank you) for (?:the|your) feedback.{0,120}",
    r"have (?:a |any )?(?:follow[- ]up )?questions?\b.{0,80}",
    r"(?:ask|submit) (?:a|any|your) (?:follow[- ]up )?question\b.{0,200}",
    r"help us (?:tailor|improve|personali[sz]e)\b.{0,120}",
    r"which best describes you\b.{0,300}",
    r"sign up (?:for|to)\b.{0,200}|subscribe to\b.{0,200}|join our\b.{0,200}|get (?:our|the) newsletter.{0,200}",
    r"(?:share|follow|like) (?:this|us)(?: \w+){0,5}",
    # record pages of bibliographic databases
    r"u\.?s\.? flag|an official website of\b.{0,120}|dot gov|https",
    r"the \.gov means it.?s official\b.{0,200}|the site is secure\b.{0,100}",
    r"federal government websites often\b.{0,300}",
    r"the https:// ensures\b.{0,300}",
    r"(?:display options|format|actions|permalink|similar articles|cited by|linkout.{0,60}|full text sources|related information|grants? and funding|publication types|mesh terms|substances|pubmed disclaimer|conflict of interest statement|affiliations?|supplementary info|figures|all figures|page navigation|title & authors|title and authors|send to|clipboard|my bibliography|collections|citation manager|erratum in|comment in|pmid|doi|free pmc article|free article|review|clinical trial|randomized controlled trial|meta-analysis|systematic review|case reports?|editorial|letter|comparative study|multicenter study|observational study|research support,.{0,60})",
    r"\W{0,3}(?:1[89]|20)\d\d(?: \w{3,9}(?: \d{1,2})?)?;\s?\d+(?:\([\w -]+\))?:\s?[\w.-]+(?:-\w+)?\.?.{0,80}",
    r"(?:e?pub\b.{0,60}|doi:?\s*(?:https?://(?:dx\.)?doi\.org/)?10\.\S+.{0,80}|pmid:?\s*\d+.{0,80}|pmcid:?\s*pmc\d+.{0,80}|issn:?\s*[\dx-]{8,9}.{0,60})",
    r"(?:https?://|www\.)\S+",
    r"[\W_]*",
    r"\d+",
    r"page \d+(?: of \d+)?",
)
_LINE = re.compile(r"(?:" + r"|".join(_LINES) + r")\Z", re.I)

#: Headings whose whole section is furniture.
_SECTION = re.compile(
    r"(?:(?:professional |medical |legal |important |general )*disclaimers?(?: .{0,30})?"
    r"|have (?:a |any )?(?:follow[- ]up )?questions?\b.{0,40}|related (?:articles|content|posts|topics|questions|reading|links)"
    r"|you (?:may|might) also (?:like|be interested in).{0,20}|recommended(?: for you| reading| articles)?|more from .{0,40}"
    r"|(?:most )?(?:popular|trending|read|viewed)(?: articles| posts)?|share this.{0,30}|about the authors?|newsletter"
    r"|leave a (?:reply|comment)|comments|cookie (?:settings|preferences|policy)|similar articles|cited by|linkout.{0,40}"
    r"|mesh terms|substances|publication types|grants? and funding|help us (?:tailor|improve)\b.{0,40}|personalize)\Z",
    re.I,
)

#: No line of furniture is longer.
_MAX_LINE = 600


def is_furniture(line: str) -> bool:
    """Whether a line, stripped, is page furniture."""
    return len(line) <= _MAX_LINE and bool(_LINE.match(line))


def opens_furniture(heading: str) -> bool:
    """Whether a heading, stripped, opens a section that is furniture."""
    return len(heading) <= _MAX_LINE and bool(_SECTION.match(heading))
