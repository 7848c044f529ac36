"""ChatBot.com's API, one method an endpoint, as its public pages tell, and the selections that segtui keeps beside it.

Its segments are lists: they have a name and a number of users, and nothing shows who these are. There is no call for
one segment, so the list is read and looked through.
"""

import asyncio
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from segtui.backends.base import Connection, Field, Greeting
from segtui.backends.chatbot import users, wire
from segtui.backends.chatbot.calls import Calls
from segtui.backends.chatbot.details import KEPT, LIST, settled
from segtui.backends.chatbot.fields import FIELDS, is_user_id
from segtui.backends.chatbot.options import Choices
from segtui.backends.chatbot.refusals import no_such_segment
from segtui.backends.chatbot.selections import Selections, is_selection
from segtui.backends.errors import NotFound, ReadOnlyProfile, Refused, ServiceError, Unsendable, answer_to_write
from segtui.backends.missing import MalformedId
from segtui.domain.exchanges import Exchange
from segtui.domain.leads import Lead
from segtui.domain.rules import Group
from segtui.domain.segments import Page, Segment, SegmentDraft, SegmentKind
from segtui.domain.text import quoted
from segtui.domain.values import JsonValue

_LONGEST_NAME = 256

_ID = re.compile(r"[0-9A-Za-z_-]{1,100}")
"""What a segment's id may be. They look like 24 hexadecimal digits, but the documentation's own example isn't that."""

_WRONG_ARGUMENTS = 400


class ChatBotBackend:
    """One company's ChatBot.com.

    Args:
        connection: Where it is and who asks. Its keeper holds the selections.
        now: The clock.
    """

    most_people_at_once = 1000
    most_segments_at_once = 100

    def __init__(self, connection: Connection, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._read_only = connection.read_only
        self._choices = Choices.of(connection.options)
        self._calls = Calls(connection)
        self._selections = Selections(connection.keeper, now)
        self._now = now

    async def check(self) -> Greeting:
        """Whether the token is taken. Whose it is, ChatBot.com doesn't tell."""
        lists = await self._lists()
        return Greeting(who="", role="", project=None, projects=(), segment_count=len(lists))

    async def segments(self, cursor: str | None = None) -> Page[Segment]:  # noqa: ARG002 - there is only one page
        """All lists of the service, and the selections kept here."""
        rows = (*self._selections.every(), *await self._lists())
        return Page(rows, len(rows), None)

    async def segment(self, segment_id: str) -> Segment:
        """A list or a selection.

        Raises:
            MalformedId: It is no id; nothing was sent.
            NoSuchSegment: There is none.
        """
        _checked(segment_id)
        if is_selection(segment_id):
            return self._selections.one(segment_id)
        found = next((one for one in await self._lists() if one.id == segment_id), None)
        if found is None:
            raise no_such_segment(segment_id)
        return found

    def settled(self, draft: SegmentDraft) -> SegmentDraft:
        """See `details.settled`."""
        return settled(draft)

    async def create(self, draft: SegmentDraft, like: Segment | None = None) -> Segment:
        """Make a list, or keep a selection. A list that is sent twice would be made twice.

        Raises:
            Unsendable: The name is too short or too long, or a list is to have a rule.
        """
        draft = settled(draft)
        if draft.kind is SegmentKind.DYNAMIC:
            self._refuse_if_read_only()
            return await asyncio.to_thread(self._selections.make, draft, like)
        name = _checked_name(draft.name)
        answer = await self._calls.write("POST", *self._choices.segments, body={"name": name})
        with answer_to_write():
            made = wire.id_of(answer, "segment")
        bare: Mapping[str, JsonValue] = {"id": made, "name": name}
        return await self._as_listed(Segment(made, name, None, draft.kind, details={KEPT: LIST}, raw=bare))

    async def update(self, stored: Segment, draft: SegmentDraft) -> Segment:
        """Rename a list, or keep another name or rule of a selection."""
        if is_selection(stored.id):
            self._refuse_if_read_only()
            same = (draft.name, draft.rule) == (stored.name, stored.rule)
            return stored if same else await asyncio.to_thread(self._selections.change, stored.id, draft)
        if draft.rule.children:
            raise Unsendable("A list on ChatBot.com can't have a rule.", hint="Make a selection of it.")
        if draft.name == stored.name:
            return stored
        name = _checked_name(draft.name)
        try:
            await self._calls.write("PUT", *self._choices.segments, _checked(stored.id), body={"name": name})
        except NotFound as missing:
            raise no_such_segment(stored.id) from missing
        return await self._as_listed(replace(stored, name=name, raw={**stored.raw, "name": name}))

    async def delete(self, segment_id: str) -> None:
        """Delete a list for good; its users stay. A selection is forgotten."""
        if is_selection(segment_id):
            self._refuse_if_read_only()
            await asyncio.to_thread(self._selections.remove, segment_id)
            return
        try:
            await self._calls.write("DELETE", *self._choices.segments, _checked(segment_id))
        except NotFound as missing:
            raise no_such_segment(segment_id) from missing

    async def leads(
        self, *, segment_id: str | None = None, rule: Group | None = None, cursor: str | None = None, limit: int = 50
    ) -> Page[Lead]:
        """One page of users, the newest first: of everybody, or of a selection.

        Of a list, all users at once, where the profile gives a query that proves to find them.

        Raises:
            MembersUnknown: It can't be told who is in the list.
            ValueError: A rule is given; `previews_rule` allows none.
        """
        if rule is not None:
            raise ValueError("ChatBot.com knows no rules")
        if segment_id is None:
            return await users.page_of_users(self._calls, cursor, limit)
        segment = await self.segment(segment_id)
        if segment.rule is not None:
            return await users.page_of_selection(self._calls, segment.rule, cursor, limit, self._now())
        return await users.members(self._calls, segment, self._choices)

    async def lead(self, lead_id: str) -> Lead:
        """One user, by the service's own id."""
        document = await self._calls.read("users", _checked_user(lead_id))
        [row] = wire.rows_of([document], "users")
        return wire.read_user(row)

    def previews_rule(self, rule: Group) -> bool:  # noqa: ARG002 - none, whatever it says
        """The service evaluates no rules."""
        return False

    def note_used(self, segment_id: str) -> None:
        """Remember that a selection was used just now. A profile that only reads remembers nothing."""
        if not self._read_only:
            self._selections.note_used(segment_id)

    async def fields(self) -> Sequence[Field]:
        """The fields that every user has. Which attributes bots have stored, only users tell."""
        return FIELDS

    def refused_as_member(self, lead_id: str) -> str:
        """See `AddsMembers`: the company's own ids of users aren't understood there."""
        return "" if is_user_id(lead_id) else "ChatBot.com's own ids have 24 digits, 0-9 and a-f"

    async def add_members(self, segment_ids: Sequence[str], lead_ids: Sequence[str]) -> None:
        """Add each of some users to each of some lists, in one request.

        Raises:
            MalformedId: One can't be the id of a user or a list; nothing was sent.
            Unsendable: There are none, or more than one request may name.
        """
        for what, ids, most in (
            ("segments", segment_ids, self.most_segments_at_once),
            ("users", lead_ids, self.most_people_at_once),
        ):
            if not 1 <= len(ids) <= most:
                raise Unsendable(
                    f"One request may name 1 to {most:,} {what}, not {len(ids):,}.", hint="Send less at once."
                )
        body: Mapping[str, JsonValue] = {
            "segments": [_checked_list(one) for one in segment_ids],
            "users": [_checked_user(one) for one in lead_ids],
        }
        try:
            await self._calls.write("POST", "users", "segments", "members", body=body)
        except NotFound as missing:
            raise NotFound(
                404,
                missing.detail,
                message="A segment or a user isn't there any more, so nobody was added."
                if not self._choices.is_legacy
                else "The older paths of ChatBot.com may have no call to add users, so nobody was added.",
                hint="Refresh both and try again; ChatBot.com refuses all when one is unknown.",
            ) from missing

    def why_not_set(self) -> str:
        """See `SetsSegments`: off unless the profile allows it."""
        return self._choices.why_not_set()

    def set_request(self, lead_id: str, segment_ids: Sequence[str]) -> str:
        """See `SetsSegments`."""
        return f"PUT /users/{lead_id}/segments\n{json.dumps(self._set_body(segment_ids))}"

    def _set_body(self, segment_ids: Sequence[str]) -> JsonValue:
        ids: list[JsonValue] = list(segment_ids)
        return ids if self._choices.set_body == "bare" else {"segmentIds": ids}

    async def set_segments(self, lead_id: str, segment_ids: Sequence[str]) -> None:
        """Replace all lists that a user is in.

        Raises:
            Unsendable: The profile doesn't allow it, or no list is named: what that does isn't documented.
            Refused: ChatBot.com didn't take it; the form in which it was sent may not be what it wants.
        """
        if reason := self.why_not_set():
            raise Unsendable(f"Nothing was sent: {reason}.", hint="Change the profile with “segtui profiles edit”.")
        if not segment_ids:
            raise Unsendable(
                "Nothing was sent: what ChatBot.com makes of no segments at all isn't known.",
                hint="Name at least one segment that the user shall be in.",
            )
        body = self._set_body([_checked_list(one) for one in segment_ids])
        bare = self._choices.set_body == "bare"
        try:
            await self._calls.write("PUT", "users", _checked_user(lead_id), "segments", body=body)
        except Refused as refused:
            if refused.status != _WRONG_ARGUMENTS:
                raise
            sent, other = ("an array", "object") if bare else ("an object with segmentIds", "bare")
            raise Refused(
                refused.status,
                refused.detail,
                hint=f"It was sent as {sent}; if that is what ChatBot.com minds, set the profile's option "
                f"set_segments_body={other}.",
            ) from refused

    def exchanges(self) -> Sequence[Exchange]:
        """The last requests and how they ended, oldest first."""
        return self._calls.transport.exchanges

    def seconds_to_wait(self) -> float:
        """How long until something is asked again."""
        return self._calls.transport.seconds_to_wait

    async def close(self) -> None:
        """Hang up."""
        await self._calls.transport.close()

    async def _lists(self) -> list[Segment]:
        try:
            document = await self._calls.read(*self._choices.segments)
        except NotFound as missing:
            other, where = ("current", "/segments") if self._choices.is_legacy else ("legacy", "/users/segments")
            raise NotFound(
                404,
                missing.detail,
                message=f"ChatBot.com has no segments at {where}.",
                hint=f"Check the base URL of the profile. If it is right, try its option paths={other}.",
            ) from missing
        now = self._now()
        return [wire.read_segment(row, now) for row in wire.rows_of(document, "segments")]

    async def _as_listed(self, known: Segment) -> Segment:
        """A list that was just written, as the service shows it; as it is known, if it doesn't.

        It was done, which must not look as if it had failed.
        """
        try:
            return await self.segment(known.id)
        except ServiceError:
            return known

    def _refuse_if_read_only(self) -> None:
        if self._read_only:
            raise ReadOnlyProfile


def _checked(segment_id: str) -> str:
    if not _ID.fullmatch(segment_id):
        raise MalformedId("segment", segment_id, "has letters and digits")
    return segment_id


def _checked_list(segment_id: str) -> str:
    if is_selection(segment_id):
        raise Unsendable(
            f"{quoted(segment_id)} is a selection, which is kept here: whom it has is told by its rule.",
            hint="Name a list on ChatBot.com.",
        )
    return _checked(segment_id)


def _checked_user(user_id: str) -> str:
    if not is_user_id(user_id):
        raise MalformedId("user", user_id, "has 24 digits, 0-9 and a-f, and isn't the userId of your own system")
    return user_id


def _checked_name(name: str) -> str:
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise Unsendable(
            f"The name of a list on ChatBot.com has 1 to {_LONGEST_NAME} characters, and this one {len(name):,}.",
            hint="Choose another one.",
        )
    return name
