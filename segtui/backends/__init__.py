"""The services behind one small set of protocols: a folder each, and one transport that every request passes.

- `transport`: sends, waits, retries, follows, refuses. Start there to see what happens to a request.
- `errors`: the closed family of what a caller may have to catch.
- `addresses`, `retrying`, `exchanges`: where requests may go, what is repeated, what came back and what is remembered.
"""
