"""Editions: what changed in each, an archive of one, how it is cited.

To publish one: set ``version`` and ``date-released`` in ``CITATION.cff``; begin its part of ``CHANGELOG.md``
with ``## VERSION (DATE)``, let ``make changes`` add the verdicts that moved and say them better; add the
addresses of new pages to ``published`` in ``book/addresses.yml``; ``make test``; tag the commit ``vVERSION``.
The tag makes a draft release with the archive, the PDF and the EPUB; ``make edition TAG=vVERSION`` makes the
archive anywhere.
"""
