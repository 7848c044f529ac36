"""Values and pure functions: no event loop, no clock, no network, no file.

- What there is: `segments`, `leads`, `rules` and what stands in them (`values`, `operators`), `counting`,
  `diagnostics`.
- A rule changed: `edits`, `muting`, `history`; `difference` and `merging` of two states; `unchanged` for what goes
  back.
- A rule followed: `evaluation`, with `spans` for relative dates and `patterns`; `explanation` says why; `facts` tells
  what leads have, and `lint` what is wrong.
- A rule said another way: `saying`, `flattening`, `working`; `likeness` when two say the same. In another service's
  language: `translating`, by `meanings` and `fields_between`; people of one as people of another: `people_between`.
- In words: `phrase` (a sentence, of `clauses` and `spoken` values), `wording` (conditions, line by line),
  `explanation_words`, `lead_word`; `rule_text` (one line that can be typed again).
- Typed: `typed_text`, `typed_dates` (`frozen` when a service can't hold what was meant), `searching`, `offers`.
- As JSON: `tree_json`, `segment_json`, `moment_json`. Lists of people: `people`, `kept_lists`.
- For all: `text` cleans what comes from outside, `errors` is the root of what can go wrong, `instants`, `ordering`.
"""
