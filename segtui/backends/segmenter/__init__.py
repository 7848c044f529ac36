"""Segmenter: lists of people that are sent as a whole and never given back."""
