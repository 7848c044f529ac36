"""What `--help` says of the commands for lists of people; see `help_texts`."""

from typing import Final

from segtui.cli.help_texts import Help

_ROWS = """{"line": 7, "reason": "…"}"""

PEOPLE_IMPORT: Final = Help(
    """\
Take people of a file onto a list that segtui keeps, such as Segmenter's, and
send the whole list. Who is on it already stays as they are there; rows that
can't be used are told with their lines and kept out. What each column is, is
told from its name; --map says it otherwise. It is shown first; then you are
asked, or say --yes. With --replace, those who leave must be confirmed by their
number: --confirm 12. --bad writes a CSV with the separator of the file that is
imported; it replaces no file that is there without --force, and writes none on
a dry run.""",
    f"""\
files: CSV with comma, semicolon, tab or bar, or JSON: [{{…}}, …] or
  {{"persons": [{{…}}, …]}}; UTF-8, UTF-16 or Windows-1252; at most 5 MB and
  10,000 rows
fields: externalId, firstName, lastName, email, phone; tag or tag:NAME for a
  substitution tag; - leaves a column out. Columns of other names become tags.

examples:
  segtui people import 'Weekly offers' people.csv --dry-run
  segtui people import a0b1c2d3 people.csv --map Correo=email --map Nota=- \\
      --bad bad.csv --yes

--json prints:
  {{"import": {{"read_as", "columns": [{{"column", "use"}}], "taken": 12,
              "bad": [{_ROWS}],
              "repeated": [{_ROWS}],
              "present": [{{"line", "reason", "differs"}}], "remarks": ["…"]}},
   "dry_run", "why_not", "plan", "outcome": as in “segments update”}}""",
)

PEOPLE_SHOW: Final = Help(
    """\
Show who is on a list that segtui keeps, as far as it was sent from here, and
what is wrong with it: people twice, without an e-mail or a phone, ids that are
no UUIDs.""",
    """\
--json prints:
  {"segment": {"id", "name", …},
   "people": [{"externalId", "firstName", "lastName", "email", "phone",
               "substitutionTags": [{"tag", "value"}]}],
   "problems": [{"kind", "place", "message"}]}
"place" counts from 0.""",
)

PEOPLE_EXPORT: Final = Help(
    """\
Write who is on a list as CSV in UTF-8, readable by you alone. Cells that a
spreadsheet would run as a formula have an apostrophe in front; “people import”
takes it off again. A file that is there is replaced only with --force.
Where spreadsheets put all in one column, they expect --separator semicolon;
“people import” reads each by itself.""",
    """\
example:
  segtui people export 'Weekly offers' weekly.csv --separator semicolon

--json prints: {"file": "…", "people_count": 12}, and needs a FILE""",
)

MEMBERS_ADD: Final = Help(
    """\
Take people into lists of the service, such as ChatBot.com's: those whom a file
names by id, user id or e-mail, or whom a selection selects. It is shown who was
found and who wasn't; then you are asked, or say --yes. Large numbers are sent
in several requests, one after the other, until one fails. Whoever is in already
stays in: to go on after a failure, run the same command again.""",
    """\
examples:
  segtui members add Newsletter --from ids.txt --dry-run
  segtui members add Newsletter Webinars --from users.csv --column email --yes
  segtui members add Newsletter --selection 'Pro users in Rome'

--json prints:
  {"segments": [{"id", "name"}], "people": [{"id", "name"}], "requests": 2,
   "unknown": [{"line", "text"}], "twice": […], "unclear": […],
   "bad": [{"line", "reason"}], "remarks": ["…"],
   "dry_run": false, "why_not": as in “segments update”,
   "outcome": {"ending": "done|done_differently|unknown", "message",
               "requests_done": 2, "not_sent": ["id"],
               "counts": {"id": {"value": 128, …} or null}} or null}
"unknown" is nobody's, "twice" names somebody again, "unclear" is of several.""",
)

MEMBERS_SET: Final = Help(
    """\
Put somebody into just the lists that you name, and out of every other one. On
ChatBot.com nobody can be taken out of a list in another way. Which lists they
are in now can't be read: name ALL that they shall be in, what you leave out is
lost, and nobody can say what it was. So the profile must allow it, with
--options 'remove_members=on set_segments_body=bare' (or object), and the number
of lists is typed: --confirm 2.""",
    """\
example:
  segtui members set ada@example.com --in Newsletter --in Webinars --dry-run

--json prints:
  {"person": {"id", "name"}, "segments": [{"id", "name"}],
   "leaving": [{"id", "name"}], "request": "PUT /users/…\\n[…]",
   "confirmation": {"word": "2", "reason"},
   "dry_run": false, "why_not": as in “segments update”,
   "outcome": {"ending": "done|unknown", "message",
               "counts": {"id": {"value": 128, …} or null}} or null}""",
)

SEGMENTS_DELETED: Final = Help(
    """\
What was last known of segments that were deleted from here, by this machine and
user. No service gives one back. A rule can be made again; of a list whose
service doesn't tell who is on it, only those are known who were added from
here. A list of which only the copy kept here was forgotten is among them; the
screen brings it back (B).""",
    """\
--json prints:
  {"deleted": [{"deleted_at", "segment": as in “segments show”,
                "is_forgotten": true if only the copy kept here is gone,
                "added_from_here": [{"id", "name"}]}]}""",
)

REGISTER_EXPORT: Final = Help(
    """\
Write what only segtui knows of a service's lists, people included, as JSON, for
a colleague to import. A file is readable by you alone; one that is there is
replaced only with --force.""",
    """\
Prints, or writes to the file: {"service": "…", "register": [{…}]}
With a file, --json prints: {"file": "…", "segment_count": 12}""",
)

REGISTER_IMPORT: Final = Help(
    """\
Take over what somebody else has exported. Of a list that is known here too, the
newer state stays. Nothing is sent to the service, so read-only profiles may do
it; but the next change of such a list, from a profile that may write, sends
the people that were taken over.""",
    """\
--json prints: {"taken": 12, "remarks": ["why another wasn't"]}""",
)

REGISTER_FOUND: Final = Help(
    """\
Tell the id of a list of which no answer came, when you have found it on the
service, or its support has. Nothing is sent: who is on it there stays uncertain
until it is sent once more. A wrong id overwrites another list, so you are
asked, or say --yes.""",
    """\
example:
  segtui register found local-3f1c7a520c39 a0b1c2d3

--json prints:
  {"segment": {"id": "a0b1c2d3", "name", …, "state": "uncertain"}}""",
)

REGISTER_NOT_MADE: Final = Help(
    """\
Tell that a list of which no answer came isn't on the service. It is kept here
as not sent, and the next “segments update” or ctrl+s sends it as a new one.
If it is there all the same, it is there twice then, so you are asked, or say
--yes.""",
    """\
example:
  segtui register not-made local-3f1c7a520c39
  segtui segments update local-3f1c7a520c39 --name 'Weekly offers' --yes

--json prints:
  {"segment": {"id": "local-…", "name", …, "state": "unsent"}}""",
)
