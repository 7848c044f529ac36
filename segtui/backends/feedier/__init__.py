"""Feedier: customer feedback, and segments that are rules over it, each kept as one text (FQL)."""
