"""What can be typed to look inside of rules, for those who tell of it; `searching` reads it."""

FORMS = "field:city  value:rome  op:contains  lint:warn  same:  -field:tags"
"""Shown where nothing was found and in the help."""
