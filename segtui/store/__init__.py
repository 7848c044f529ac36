"""What is on disk: profiles, where their secrets are, unsaved edits, how the screen was left, what was last seen.

- `places` says where; `memory` opens what one run of the screen needs.
- `profile_book` and `profiles`, with `toml_text` and `profile_toml`; `secrets`, got by `command_secrets` and
  `keyring_secrets`.
- The journal: `drafts` and `forms`, on `database` and `schemas`. The `register` of what only segtui knows is one too.
- Small files: `ui_state` and `intents`, each a `kept_file`; `last_known` may be lost.
- Beneath them: `private_files`, `locks`, `instances`, `setting_aside`.
"""
