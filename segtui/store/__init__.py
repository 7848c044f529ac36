"""What is on disk: profiles, where their secrets are, unsaved edits, how the screen was left, what was last seen."""
