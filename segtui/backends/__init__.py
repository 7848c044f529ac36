"""The services behind one small set of protocols: a folder each, and one transport that every request passes.

- `transport`: sends, waits, retries, follows, refuses. Start there to see what happens to a request.
- `errors`: the closed family of what a caller may have to catch.
- `addresses`, `retrying`, `exchanges`: where requests may go, what is repeated, what came back and what is remembered.
"""

import sys

# Where `click` is installed, httpx brings its own command line along, 30 ms at each start. An entry that is None makes
# that import fail, as it does where `click` isn't installed, and httpx goes on without.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
