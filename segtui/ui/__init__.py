"""The screen: Textual, and nothing but what draws and listens."""
