"""Dialogs: each asks one thing, gives the answer back, and acts on nothing itself."""
