"""Values and pure functions: no event loop, no clock, no network, no file."""
