"""A rule as one line of text that can be typed, pasted into a ticket and compared in git.

`country is Italy and (tags has any of [vip, beta] or createdAt is within last 30 days)`

- `printing`: a tree as text. `reading`: the text as a tree again; the two are inverses.
- `words`: the words that have a meaning, shared by both.
"""
