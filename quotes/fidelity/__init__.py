"""How faithful a quote is to the captured text it is cited from.

``anchors`` finds the place, ``judging`` gives the verdict (both pure), ``verifying`` checks
citations and ``checks`` keeps what was found; ``moving`` finds the place in a newer edition.
"""
