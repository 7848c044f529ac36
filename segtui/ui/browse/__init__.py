"""The main screen: segments, the rule of one, its leads.

It is one class in layers, a module each. From the ground up: `loading` asks the
service, `editing_screen` holds the edits, `drawing_screen` draws, `writing_screen` saves; beside each other on top of
these stand what can be done to somebody or to a list; `screen` puts all together. `panes` arranges `segment_list`,
`rule_pane` and `lead_pane` between `header` and `foot`; `saving` and `copying` walk through what has to be asked on
the way.
"""
