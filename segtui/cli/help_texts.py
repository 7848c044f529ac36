"""What `--help` says of each command beyond its options: what it does, examples, and the JSON it prints.

The JSON shapes given here are what scripts may rely on.
"""

from typing import Final, NamedTuple


class Help(NamedTuple):
    """What stands above and below the options of a command."""

    description: str
    epilog: str


SEGTUI: Final = """\
Customer segments of other people's services. To look around: segtui demo"""

EXIT_CODES: Final = """\
exit codes: 0 done, 1 failed, 2 not understood, 3 refused to prevent harm,
4 sent but outcome unknown, 5 no answer, 6 credentials or right refused"""

_DEMO = """\
With -p demo it runs on the built-in sandbox; what is changed there lasts for
that one command."""

INFO: Final = Help(
    """\
Say which versions run, where segtui keeps files, and what the terminal tells
about itself.""",
    """\
--json prints:
  {"versions": {"segtui": "…", "python": "…", …},
   "paths": {"config", "state", "data", "journal", "register", "cache", "log",
             "set_aside": files that can't be used},
   "profiles": {"file", "exists", "profiles": 2, "mistakes": 0,
                "others_can_read": false},
   "terminal": {"TERM", "COLORTERM", "encoding", "columns", "lines",
                "is_terminal"}}""",
)

PROFILES: Final = Help(
    "List the profiles, and every mistake in the profile file with its line.",
    """\
--json prints:
  {"file": "…",
   "profiles": [{"name", "service", "base_url", "project", "auth", "email",
                 "secret", "environment", "accent", "read_only"}],
   "problems": [{"line", "profile", "key", "message"}]}
"secret" says where the secret is; it is never the secret itself. Keys without
a value are left out.""",
)

PROFILES_ADD: Final = Help(
    """\
Make a profile. It is read-only unless you say --no-read-only.
The secret is never stored in the profile; say where it is:
  env:VAR      in the environment variable VAR
  command:'…'  the first line that a command prints: command:'pass show desk'
  keyring:     in the system's keyring; on a terminal you are asked for it now
  ask          you are asked whenever the profile is opened""",
    """\
example:
  segtui profiles add acme --service tiledesk \\
      --base-url https://api.example.com/v3 \\
      --project 65f0aa11bb22cc33dd44ee55 --email me@example.com --secret ask

--json prints: {"profile": {"name", "service", "base_url", …}}""",
)

PROFILES_EDIT: Final = Help(
    "Change the settings that are named and leave the others; '' takes one away.",
    """\
examples:
  segtui profiles edit acme --project 65f0aa11bb22cc33dd44ee66
  segtui profiles edit acme --no-read-only     from now on changes are possible

--json prints: {"profile": {"name", "service", "base_url", …}}""",
)

PROFILES_TEST: Final = Help(
    """\
Sign in with a profile. Says who you are, in which role, which projects may be
chosen and how many segments there are; or what is wrong and what to do.""",
    """\
--json prints:
  {"profile", "service", "who", "role",
   "project": {"id", "name", "role", "current": true} or null,
   "projects": [{"id", "name", "role", "current": false}],
   "segment_count": 12 or null,
   "untried": null or why the credentials can't be tried without a write}""",
)

PROFILES_REMOVE: Final = Help(
    """\
Take a profile out of the file, and its secret out of the keyring if it is kept
there.""",
    '--json prints: {"removed": "NAME", "secret_forgotten": true}',
)

SEGMENTS_LIST: Final = Help(
    "List the segments of the profile's project, the latest change first.",
    f"""\
--search takes what the filter of the screen takes: words of a name, and parts
of rules: field:city value:rome op:contains lint:warn -field:tags. “same:” finds
rules that other segments have too; “field:=city” wants all of the name. What
begins with a minus needs an equals sign: --search='-field:tags'.

--json prints:
  {{"profile": "…",
   "segments": [{{"id", "name", "updated_at", "state", "kind", "created_at",
                 "created_by", "size": {{"value", …}} or null}}],
   "total": 42}}

{_DEMO}""",
)

SEGMENTS_SHOW: Final = Help(
    """\
Show a segment: its rule, and what the service really makes of it. Deleted ones
are shown too.""",
    f"""\
--json prints:
  {{"segment": {{"id", "name", "updated_at", "state", "kind", "created_at",
               "created_by", "size", "rule": {{…}}, "written": the service's own
               text of the rule or null, "details": {{…}}, "links": as in “links
               list” or null, "used_at": when a rule that is kept here was
               counted last, "people": who is on a list that is kept here, or
               null, "raw": what the service sent}},
   "sentence": "…", "text": the rule on one line, as --rule takes it,
   "served": {{"rule": {{…}} or null,
              "differences": [{{"code", "severity": "refuse|warn|note", "path",
                               "message", "fix": {{"message", "rule"}}}}],
              "answers": true, "everybody": "why" or null}},
   "frozen": [{{"path", "field", "date": the moment or day that is stored,
               "intent": "last 30 days", "frozen_at", "age_days", "today"}}]}}
"frozen" are dates that the service holds as moments and that were typed here in
words that mean another moment by now.
A rule is {{"match": "all", "children": [{{"field", "operator", "value"}}]}}, with
"not": true where it is turned round; "path" counts children from 0.

{_DEMO}""",
)

SEGMENTS_PREVIEW: Final = Help(
    """\
Count the leads of a segment, or of a rule that isn't saved, and show the first
of them. The service counts where it can do so exactly; else the rule is
counted here, on a sample of at most 1,000 leads. A rule that the service would
never answer isn't sent. Of a list, those who are known to be on it.""",
    f"""\
examples:
  segtui segments preview 66a1f0c2b7d3e4a500000001
  segtui segments preview --filter 'city = Rome' --limit 0

--json prints:
  {{"count": {{"value", "certainty": "exact|at_least|sample|unknown",
             "source": "server|local_copy|counted_here|sample",
             "as_of", "of", "unsure"}},
   "comparison": {{"meant": {{…}}, "served": {{…}}}} or null, two counts on the
                 sample, where the service selects others than the rule says,
   "note": "…" or null,
   "served": {{…}} as in “segments show”, or null for a list,
   "leads": [{{"id", "name", "raw": what the service sent}}]}}

{_DEMO}""",
)

_CONDITIONS = """\
conditions:
  'city = Rome'   'city is one of Rome, Milan'   'email contains @example.com'
  'phone exists'  'createdAt >= 2024-07-01'      'attributes.plan != free'
  'createdAt >= 3 weeks ago'  'createdAt is within last 30 days'
--fql takes a rule as Feedier keeps it: '[{"Form":{"$in":[11]}}]', @FILE, or -
for standard input. Text that can't be read is saved only with --confirm-text.
Dates are in UTC. A service that holds moments only gets the moment that it is
now; what was meant is kept here, and “segtui lint” tells when it is old."""

_WRITES_PRINT = """\
--json prints:
  {"dry_run": false,
   "why_not": why it would be refused without --dry-run, or null,
   "plan": {"write": "create|update|delete", "id", "name", "rule",
            "steps": [{"sort": "added|removed|changed|moved", "part",
                       "before", "after"}],
            "served": {…} as in “segments show”, "count": {…} or null,
            "movement": {"entering": [{"id", "name"}], "leaving": […],
                         "before", "after", "of", "unsure", "why_not",
                         "certainty": "exact|sample|unknown"} or null,
            "confirmation": {"word", "reason"} or null, "note": "…" or null},
   "outcome": {"ending": "done|done_differently|unknown", "message",
               "segment": {…} or null} or null}"""

SEGMENTS_CREATE: Final = Help(
    """\
Make a segment. What it will be, whom it will select and what the service makes
of it is shown first; then you are asked, or say --yes.""",
    f"""\
examples:
  segtui segments create --name 'Romans' --filter 'city = Rome' --dry-run
  segtui segments create --name 'Romans' --rule 'city is Rome and tags is vip'
  segtui segments create --like 66a1f0c2b7d3e4a500000001 --name 'Copy' --yes

{_CONDITIONS}

{_WRITES_PRINT}

{_DEMO}""",
)

SEGMENTS_UPDATE: Final = Help(
    """\
Change a segment: its name, its rule, or both. --filter replaces all
conditions, --rule, --rule-file and --fql the whole rule; parts that stay as
they are go back exactly as the service sent them. The difference, and who
enters and leaves by it, is shown first; then you are asked, or say --yes.""",
    f"""\
examples:
  segtui segments update 66a1f0c2b7d3e4a500000001 --name 'Roman newsletter'
  segtui segments update 66a1f0c2b7d3e4a500000001 --filter 'tags = vip' \\
      --dry-run

{_CONDITIONS}

{_WRITES_PRINT}

{_DEMO}""",
)

SEGMENTS_DELETE: Final = Help(
    """\
Delete a segment. Nothing brings it back; it can only be made again under a new
id.""",
    f"""\
{_WRITES_PRINT}

{_DEMO}""",
)

_LINKS_PRINT = """\
--json prints:
  {"segment": {…} as in “segments list”,
   "outcome": {"ending": "done|done_differently|unknown", "message",
               "links": [{"id", "kind", "target_id", "name"}] or null when not
               known}}"""

LINKS_LIST: Final = Help(
    "Show whom a segment is given to. Only some services know that.",
    f"""\
--json prints: {{"links": [{{"id", "kind", "target_id", "name"}}]}}

{_DEMO}""",
)

LINKS_ADD: Final = Help(
    """\
Give a segment to a team or a user. It is looked whether they have it already,
asked, sent once, and read back.""",
    f"""\
examples:
  segtui -p demo-feedier links add 902 --team North
  segtui -p demo-feedier links add 902 --user 23 --yes

{_LINKS_PRINT}

{_DEMO}""",
)

LINKS_REMOVE: Final = Help(
    "Take a segment back from a team or a user. Asked, sent once, and read back.",
    f"""\
{_LINKS_PRINT}

{_DEMO}""",
)

LEADS_SHOW: Final = Help(
    "Show a lead with all its values.",
    f"""\
--json prints: {{"lead": {{"id", "name", "raw": what the service sent}}}}

{_DEMO}""",
)

LEADS_SEGMENTS: Final = Help(
    """\
Say of every segment whether somebody is in it: by what the service makes of
its rule, with a note where the rule itself means something else; for lists kept
here, by who is on them. Those that somebody is in come first. Worked out here;
only the segments and the lead are asked for.""",
    f"""\
examples:
  segtui leads segments ada@example.com
  segtui leads segments 'Ada Rossi' --json

--json prints:
  {{"lead": {{"id", "name"}},
   "segments": [{{"id", "name", "standing": "in|out|unknown",
                 "meant": "in|out|unknown", "note"}}]}}
"standing" is by what the service does, "meant" by what the rule says; "note"
is null where there is nothing to add.

{_DEMO}""",
)

LINT: Final = Help(
    """\
Look for segments that don't do what they say: traps of the service, rules that
contradict themselves or let everybody in, values and fields that no lead has.
What leads have is told from a sample of at most 1,000.

Exit code 0 when there is nothing to refuse or to warn of, 1 when there is.""",
    f"""\
examples:
  segtui lint                                  all segments, one line for each
  segtui lint 66a1f0c2b7d3e4a500000001         one, in full, with what to do

--json prints:
  {{"profile": "…",
   "segments": [{{"id", "name",
                 "diagnostics": [{{"code", "severity": "refuse|warn|note",
                                  "path", "message",
                                  "fix": {{"message", "rule"}}}}]}}],
   "totals": {{"refuse": 0, "warn": 3, "note": 5}}, "leads_looked_at": 1000}}
"path" counts from 0; [] is the whole rule. "fix" is left out where there is
none.

{_DEMO}""",
)

EXPLAIN: Final = Help(
    """\
Say why somebody is in a segment or isn't: each condition with the person's own
value, what decides, and the fewest conditions that would have to turn out
otherwise. By the rule as it is meant, and as the service evaluates it.
Who isn't found by id or e-mail is looked for by the service and in a sample.""",
    f"""\
examples:
  segtui explain 66a1f0c2b7d3e4a500000001 ada@example.com
  segtui explain 'Rome newsletter' 'Ada Rossi' --json

--json prints:
  {{"segment": {{"id", "name", …}}, "lead": {{"id", "name"}},
   "meant": {{"standing": "in|out|unknown",
             "rule": {{"path", "standing", "message", "values", "children"}},
             "deciding": path,
             "flips": [{{"path", "message", "should_hold": true}}]}},
   "served": the same for what the service evaluates, or null when it would
             never answer,
   "differences": [{{"code", "severity", "path", "message", "fix"}}]}}

{_DEMO}""",
)

SANDBOX_SERVE: Final = Help(
    """\
Serve the sandbox on loopback ports until ctrl+c. It is a small Tiledesk, a
small Feedier, a small ChatBot.com and a small Segmenter with made-up people,
each on a port of its own, for trying scripts and for tests; nothing in it
outlives the command.
Needs: pip install 'segtui[serve]'""",
    """\
Prints one line of JSON for each service when it listens:
  {"service": "tiledesk", "base_url", "project", "email", "password", "token"}
  {"service": "feedier", "base_url", "token"}
  {"service": "chatbot", "base_url", "token"}
  {"service": "segmenter", "base_url", "api_key", "create_method",
   "create_path", "update_method", "update_path"}
--port gives the first service's port; the others have the next ones.""",
)
