"""Picking a profile, and the form for one. Loaded when it is opened."""
