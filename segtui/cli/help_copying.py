"""What `--help` says of copying segments, and of moving people."""

from typing import Final

from segtui.cli.help_texts import Help

PEOPLE_MOVE: Final = Help(
    """\
Move somebody from one list that segtui keeps to another: the one is sent with
them, and when that is done the other without them. Nobody is ever on neither.
It is shown first; then you are asked, or say --yes. Whoever leaves must be
confirmed by their number: --confirm 1.""",
    """\
example:
  segtui people move ada@example.com --from Offers --to Bakery --dry-run

--json prints "plan" and "outcome" of the list they go to as “segments update”
does, "person": {"id", "name"}, and of the other list its plan, "leaving", and
its outcome, "left".""",
)

SEGMENTS_COPY: Final = Help(
    """\
Copy a segment to another profile, of the same service or of another one. First
you see what becomes of each condition: it carries over, it changes its meaning
(with the reason), or it does not fit and is left out. Then comes the plan of
the new segment as with “segments create”, and you are asked, or say --yes.
A copy that leaves conditions out selects other people, and needs its word:
--confirm without.""",
    """\
Fields are found by what they mean; those that an account has defined for itself
by their names. Name others with --field. Dates that move along become what
they are today where the other service holds moments only.

--freeze makes a list on a service of lists: of those who are in the segment now
(at most 10,000). Segmenter is sent people: their fields are found by meaning,
others named with --field, such as --field city=tag:city; “name” is split into
first and last name, “-” leaves a field out. On ChatBot.com the users with their
e-mails are looked for, and added to the list once it is made; who isn't known
there is told. A list is always copied like this.

examples:
  segtui -p desk segments copy 66a1f0c2b7d3e4a50000001d --to desk2 --dry-run
  segtui -p demo segments copy 66a1f0c2b7d3e4a50000001d --to demo-feedier \\
      --set team=North --field city=Attribute.market --dry-run
  segtui -p demo segments copy 66a1f0c2b7d3e4a50000001d --to demo-chatbot \\
      --freeze --dry-run

--json prints, with "plan" and "outcome" as “segments create” has them:
  {"dry_run", "why_not", "plan": {…} or null when it can't be copied, "outcome",
   "report": {"from": profile, "to": profile,
    "conditions": [{"path", "before", "after": "…" or null, "why": [],
                    "fate": "carries_over|changes_meaning|does_not_fit",
                    "intent": "last 30 days" or null}],
    "remarks": [], "why_not": "…" or null}}
With --freeze "report" is {"from", "to", "read_count", "people_count": 12,
"fields": [{"from", "to": []}], "unknown": [{"id", "name"}], "twice", "unclear",
"remarks"}, and there is "added": {"ending", "message"} where people were added.

With -p demo and --to demo-feedier it runs on the built-in sandbox; the copy
lasts for that one command.""",
)
