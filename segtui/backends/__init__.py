"""The services behind one small set of protocols: a folder each, and one transport that every request passes.

- `base`: the protocols, and what a backend is given and gives back; `lists` for services that keep lists of people,
  `details` and `suggesting` for what only some have. `registry` names the services.
- `transport`: sends, waits, retries, follows, refuses. Start there to see what happens to a request.
- `errors`, `missing`: the closed family of what a caller may have to catch. `redaction` takes credentials out of it.
- `addresses`, `limits`, `fixed_header`, `retrying`, `exchanges`: where requests may go and how long they may take,
  what signs them, what is repeated, what came back, how it is read and what is remembered.
"""
