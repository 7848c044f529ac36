"""The main screen: segments, the rule of one, its leads."""
