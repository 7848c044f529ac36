"""Segmenter's API, as far as its public pages tell: a list is made, or replaced. Nothing can be read or deleted.

So what is known of segments is what was sent from here, kept in a register; and each change sends the whole list,
because whoever isn't named in it is removed.

Lists of thousands take longer to read and to write than a key may; so both are done in a thread. See `sending` for what
is kept around a write.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Final

from segtui.backends.base import Connection, Field, Greeting
from segtui.backends.errors import ReadOnlyProfile
from segtui.backends.lists import Receipt
from segtui.backends.redaction import Redaction
from segtui.backends.segmenter.bodies import changed_list, create_body, new_list, people_words, update_body
from segtui.backends.segmenter.credentials import KEY_HEADER, key_header
from segtui.backends.segmenter.refusals import (
    CannotDelete,
    ChangedHere,
    IdKnown,
    IdUnknown,
    NotInRegister,
    NotItsId,
    recognise,
)
from segtui.backends.segmenter.register import ListRegister
from segtui.backends.segmenter.sending import ListSender, Sendable
from segtui.backends.segmenter.shown import as_segment, receipt_of, receipt_of_unread
from segtui.backends.segmenter.targets import create_target, update_target
from segtui.backends.transport import Transport
from segtui.domain.exchanges import Exchange
from segtui.domain.instants import utc_minute
from segtui.domain.kept_lists import KeptList, Sending
from segtui.domain.leads import Lead
from segtui.domain.people import PhoneField
from segtui.domain.segments import Page, Segment, SegmentDraft, SegmentState
from segtui.domain.text import printable, quoted
from segtui.domain.values import JsonValue

_LOCAL: Final = "local-"
"""What ids begin with that are made here."""

_LONGEST_ID: Final = 200


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SegmenterBackend:
    """One retailer's Segmenter, as far as it is known from what was sent to it.

    Args:
        connection: Where it is, who asks, and where the register is kept.
        now: The clock.

    Raises:
        ServiceError: The address or a path in the options can't be one.
    """

    def __init__(self, connection: Connection, *, now: Callable[[], datetime] = _utc_now) -> None:
        if connection.keeper is None:
            raise ValueError("Segmenter's segments are known from a register only")
        options = connection.options
        self._redaction = Redaction(connection.secret)
        self._transport = Transport(
            connection.base_url,
            read_only=connection.read_only,
            authorizer=key_header(connection.secret),
            app=connection.app,
            limits=connection.limits,
            recognise=recognise,
            redaction=self._redaction,
            header=KEY_HEADER,
        )
        self._base_url = connection.base_url
        self._read_only = connection.read_only
        self._create, self._update = create_target(options), update_target(options)
        self._phone_field = PhoneField(options.get("phone_field", PhoneField.PHONE))
        self._sends_tag = options.get("update_tag", "yes") == "yes"
        self._register = ListRegister(connection.keeper, now)
        self._sender = ListSender(self._register, self._transport, self._redaction)

    async def check(self) -> Greeting:
        """What is known without a write, which is next to nothing: the key is tried by the first write."""
        return Greeting(
            who="",
            role="",
            project=None,
            projects=(),
            segment_count=len(await asyncio.to_thread(self._register.lists)),
            untried="Segmenter answers to writes only, so the first of them will try the key.",
        )

    async def segments(self, cursor: str | None = None) -> Page[Segment]:
        """All lists of the register, on one page."""
        del cursor
        rows = await asyncio.to_thread(self._shown)
        return Page(rows, len(rows), None)

    async def segment(self, segment_id: str) -> Segment:
        """A list as it was sent last.

        Raises:
            NotInRegister: Nothing is known of it.
        """
        return await asyncio.to_thread(lambda: as_segment(self._register.find(segment_id)))

    async def create(self, draft: SegmentDraft, like: Segment | None = None) -> Segment:
        """Make a list.

        Raises:
            OutcomeUnknown: No answer tells whether it was made. The register has it as uncertain.
            ServiceError: It can't be sent, or was refused. The register hasn't got it.
        """
        del like  # The draft has all of it.
        self._refuse_read_only()
        kept = await asyncio.to_thread(new_list, draft, _local_id(), self._register.moment())
        body = partial(create_body, kept, self._phone_field)
        return await self._sent(Sendable(self._create, kept, None, body))

    async def update(self, stored: Segment, draft: SegmentDraft) -> Segment:
        """Replace a list with what the draft says, everybody who stays included.

        One that would not change isn't sent, unless the last sending is uncertain.

        Raises:
            NotInRegister: Who is on the list isn't known here, so whoever isn't named would be lost.
            IdUnknown: Only the local copy has an id.
            OutcomeUnknown: No answer tells whether it was replaced. The register has it as uncertain.
            ServiceError: It can't be sent, or was refused. The register has what it had.
        """
        self._refuse_read_only()
        known = await asyncio.to_thread(self._register.find, stored.id)
        if known.outcome is Sending.UNSENT:
            return await self._sent_after_all(known, draft)
        if known.is_local:
            raise IdUnknown(known.name)
        wanted = await asyncio.to_thread(changed_list, known, draft, self._register.moment(known))
        if _says(wanted) == _says(known) and known.outcome is Sending.SENT:
            return as_segment(known)
        body = partial(update_body, wanted, self._phone_field, with_tag=self._sends_tag)
        return await self._sent(Sendable(self._update, wanted, known, body))

    async def delete(self, segment_id: str) -> None:
        """Segmenter can't.

        Raises:
            CannotDelete: Always.
        """
        del segment_id
        raise CannotDelete

    async def forget(self, segment_id: str) -> None:
        """Forget the local copy until it is brought back; Segmenter isn't asked and keeps what it has.

        Raises:
            ReadOnlyProfile: It is the only copy, so a profile that only reads keeps it.
            NotInRegister: There is none.
        """
        self._refuse_read_only()
        if not self._register.holds(segment_id):
            raise NotInRegister(segment_id)
        self._register.set_aside(segment_id)

    def forgotten(self) -> Sequence[tuple[Segment, datetime | None]]:
        """The lists whose copies were forgotten and haven't come back, each with when that was."""
        return [(as_segment(kept), at) for kept, at in self._register.lists_aside()]

    async def remember(self, segment_id: str) -> Segment:
        """Bring a forgotten copy back as it was; Segmenter isn't asked.

        Raises:
            ReadOnlyProfile: What is kept is a change like any other.
            NotInRegister: There is none, or the list is known again.
        """
        self._refuse_read_only()
        if not self._register.bring_back(segment_id):
            raise NotInRegister(segment_id)
        return next(one for one in self._shown() if one.id == segment_id)

    def lacks_id(self, segment: Segment) -> bool:
        """Whether no answer has told a list's id, and nobody has told that there is none."""
        return segment.state is SegmentState.UNCERTAIN and segment.raw.get("is_local") is True

    def has_told_id(self, segment: Segment) -> bool:
        """Whether a list's id is somebody's word that no answer has borne out yet."""
        return segment.state is SegmentState.UNCERTAIN and segment.raw.get("is_told") is True

    async def told_id(self, segment_id: str, real_id: str) -> Segment:
        """Take somebody's word for the id of a list; how much of it arrived stays uncertain.

        Raises:
            ReadOnlyProfile: What is kept is the only copy, so a profile that only reads keeps it.
            NotInRegister: Nothing is known of it.
            IdKnown: An answer has told its id.
            NotItsId: It can't be one, or another list has it.
            ChangedHere: Another segtui was at it.
        """
        self._refuse_read_only()
        known = await self._without_sure_id(segment_id)
        real_id = real_id.strip()
        if reason := _why_no_id(real_id):
            raise NotItsId(reason)
        message = f"somebody found it there on {self._register.now_words()} and typed its id."
        told = replace(known, id=real_id, is_local=False, is_told=True, outcome=Sending.UNCERTAIN, message=message)
        if known.id != real_id and not await asyncio.to_thread(self._register.renamed, known, told):
            raise NotItsId(f"another list here has the id {quoted(real_id)}")
        return as_segment(told)

    async def told_not_made(self, segment_id: str) -> Segment:
        """Take somebody's word that a list was not made, so that sending it makes no second one.

        Raises:
            ReadOnlyProfile: What is kept is the only copy, so a profile that only reads keeps it.
            NotInRegister: Nothing is known of it.
            IdKnown: An answer has told its id.
            ChangedHere: Another segtui was at it.
        """
        self._refuse_read_only()
        known = await self._without_sure_id(segment_id)
        message = f"somebody looked on {self._register.now_words()} and didn't find it."
        told = replace(known, outcome=Sending.UNSENT, is_told=False, message=message)
        if known.is_told:
            # The id that was typed may be that of another list there, which then has a place here.
            told = replace(told, id=_local_id(), is_local=True)
            await asyncio.to_thread(self._register.renamed, known, told)
        elif not await asyncio.to_thread(self._register.put_in_place_of, known, told):
            raise ChangedHere(known.name)
        return as_segment(told)

    def exported(self) -> Sequence[Mapping[str, JsonValue]]:
        """The whole register, for somebody else to import."""
        return self._register.exported()

    def imported(self, documents: Sequence[Mapping[str, JsonValue]]) -> tuple[int, Sequence[str]]:
        """Take over lists from somebody else's register; the newer of two stays."""
        return self._register.imported(documents)

    def check_people(self, people: Sequence[Lead]) -> Sequence[str]:
        """See `bodies.people_words`."""
        return people_words(people)

    async def receipt(self, segment: Segment) -> Receipt:
        """What is known of how a list was sent last."""
        if segment.state is SegmentState.UNREADABLE:
            unread = await asyncio.to_thread(self._register.unread, segment.id)
            if unread is not None:
                return receipt_of_unread(unread)
        return receipt_of(*await asyncio.to_thread(self._register.find_without_people, segment.id))

    def caution(self, stored: Segment | None) -> str:
        """Where it goes, and for a change how old the copy is that it comes from.

        Raises:
            IdUnknown: Only the local copy has an id, so a change could go nowhere.
        """
        if stored is None or stored.state is SegmentState.UNSENT:
            return f"It goes to {self._create.shown(self._base_url)}, once: a second time makes a second segment."
        if self.lacks_id(stored):
            raise IdUnknown(stored.name)
        address = self._update.shown(self._base_url, stored.id)
        copied = utc_minute(stored.updated_at) if stored.updated_at else "an unknown time"
        told = f" Its id {quoted(stored.id)} is what somebody typed here." if self.has_told_id(stored) else ""
        return (
            f"The whole list goes to {address} and replaces who is on it there.{told} What is known of it here is a "
            f"local copy from {copied}: somebody else may have changed it since, and would lose that."
        )

    async def fields(self) -> Sequence[Field]:
        """There are no rules, so nothing that they could name."""
        return ()

    def exchanges(self) -> Sequence[Exchange]:
        """The last requests."""
        return self._transport.exchanges

    def seconds_to_wait(self) -> float:
        """How long until something is asked again."""
        return self._transport.seconds_to_wait

    async def close(self) -> None:
        """Hang up."""
        await self._transport.close()

    def _shown(self) -> tuple[Segment, ...]:
        return tuple(as_segment(kept) for kept in self._register.lists())

    async def _sent(self, job: Sendable) -> Segment:
        return await asyncio.to_thread(as_segment, await self._sender.send(job))

    async def _sent_after_all(self, known: KeptList, draft: SegmentDraft) -> Segment:
        """Send a list anew that didn't arrive the first time.

        Raises:
            ServiceError: As `create`; when it is refused, the register has what it had.
        """
        wanted = await asyncio.to_thread(changed_list, known, draft, self._register.moment(known))
        fields = {name: text for name, text in wanted.fields.items() if text}
        wanted = replace(wanted, fields=fields, is_local=True)
        body = partial(create_body, wanted, self._phone_field)
        return await self._sent(Sendable(self._create, wanted, known, body))

    async def _without_sure_id(self, segment_id: str) -> KeptList:
        known = await asyncio.to_thread(self._register.find, segment_id)
        if not (known.is_local or (known.is_told and known.outcome is Sending.UNCERTAIN)):
            raise IdKnown(known.name, known.id)
        return known

    def _refuse_read_only(self) -> None:
        if self._read_only:
            raise ReadOnlyProfile


def _local_id() -> str:
    return f"{_LOCAL}{secrets.token_hex(6)}"


def _why_no_id(text: str) -> str:
    """Why a text can't be a list's id, as a clause; empty when it can. What form the vendor's ids have isn't known."""
    if not text:
        return "it is empty"
    if printable(text) != text or any(letter.isspace() for letter in text):
        return "it has blanks, or characters that can't be shown"
    if text.startswith(_LOCAL):
        return f"ids that begin with “{_LOCAL}” are made here, where none is known"
    return "it is too long" if len(text) > _LONGEST_ID else ""


def _says(kept: KeptList) -> tuple[object, ...]:
    return kept.name, dict(kept.fields), kept.people, kept.keys
