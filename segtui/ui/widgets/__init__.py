"""Widgets that all screens are built of: safe with text from outside, sparing with what they send."""
