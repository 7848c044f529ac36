"""What a person can do with one open profile. The screen and the headless commands use the same functions.

- `opening` leads from a profile (`profiles`) to a `workspace`: segments, leads (`feed`,
  `previewing`), counts (`sample`).
- Edits: `desk` holds them, and gives the `segment_lines` of the list; `editing` is one, `edit_keeper` and `unfinished`
  see to it that none is lost.
- Writes: `saving` plans and carries out (`plans`, `confirming`, `movement`), for lists by `list_plans`; `details`,
  `linking`; `deleted` keeps what was.
- What there is to say: `judging` and `linting`, `explaining`, `memberships`, `offering`; `intents` of dates.
- To another profile: `copying` a rule, `freezing` people.
- Lists that are sent whole: `list_looks`, `people_editing`, `importing` (`people_files`, `people_mapping`), `moving`,
  `uncertain`, `shared_register`.
- Lists whose service is told ids: `members` (`additions`, `member_files`), `member_sets`, `from_here`.
"""
