"""Fetching: the texts of cited works, and notices about them, from public services.

Nothing here is used unless a user asks for it (``claimaudit sources fetch``).
Requests go to the services of :mod:`sources.fetch.settings` alone; what comes
back is stored in the library as it came.  httpx, which the extra ``fetch``
brings, is imported when the first request is made.
"""
