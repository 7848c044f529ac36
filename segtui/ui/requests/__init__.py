"""The request log: what was asked of the service, and how it ended."""
