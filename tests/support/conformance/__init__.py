"""What the conformance suite stands on: every backend is put through the same tests.

- `bench`: what the suite must know of a service, said as data; a new service has one.
- `stage`: the service behind such a bench, standing before a test: its sandbox, or a live service.
- `live`: from environment variables to a live service, and what keeps a test from touching foreign segments.
- `benches`: which services there are.
- `fixtures`: how tests get at them.
- `tiledesk`, `feedier`, `chatbot`, `segmenter`: what is known of these services.
"""
