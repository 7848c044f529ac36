"""What is on disk: connection profiles, where their secrets are, and the places for both."""
