"""What a person can do with one open profile. The screen and the headless commands use the same functions."""
