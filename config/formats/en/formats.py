"""Dates in English: the day first, months in full, as ``archive.dates.show`` says them."""

DATE_FORMAT = "j F Y"
YEAR_MONTH_FORMAT = "F Y"
