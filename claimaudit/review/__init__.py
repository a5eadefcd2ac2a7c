"""The reviewer's desk: an article moves from Submitted over Under Review to Approved.

:mod:`.record` is what a review is and how it may change, :mod:`.store` its file
beside the article, :mod:`.figures` what of an audit is decided on,
:mod:`.server` the page on the loopback address.
"""
