"""The screen: Textual, and nothing but what draws and listens.

- `app` opens a profile and shows the first screen: `browse`, the main one, or `profiles`. `dialogs` ask above it,
  `requests` is the log, `widgets` is what all are made of.
- `actions` is the one source of help and palette (`choices`); `clipboard` the one place from which is copied.
- `themes`, `theme_file`, `contrast`, `themed_app`: colours.
"""
