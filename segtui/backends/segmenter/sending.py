"""A list on its way: kept as uncertain before it is sent, and as its answer told afterwards.

With lists of thousands that takes longer than a key may, so it is done in a thread; and to its end, whoever stops
waiting meanwhile.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import ParamSpec, TypeVar

from segtui.backends.errors import OutcomeUnknown, ServiceError, ServiceFault, Unavailable, UnexpectedReply
from segtui.backends.redaction import Redaction
from segtui.backends.segmenter.answers import Answer, missing, read_answer
from segtui.backends.segmenter.refusals import ChangedHere, IdTaken, RefusedInWords, Unkept
from segtui.backends.segmenter.register import ListRegister
from segtui.backends.segmenter.targets import Target
from segtui.backends.transport import Effect, Transport
from segtui.domain.errors import SegtuiError
from segtui.domain.kept_lists import KeptList, Sending
from segtui.domain.record import record
from segtui.domain.values import JsonValue

P = ParamSpec("P")
T = TypeVar("T")


@record
class Sendable:
    """A list that is to be sent."""

    target: Target
    wanted: KeptList
    """The list as it is sent; with an id made here if the answer has to tell it."""
    known: KeptList | None
    """What the register has of it; None when it is new there."""
    make_body: Callable[[], Mapping[str, JsonValue]]
    """Makes what is sent; raises when it can't be sent."""


class ListSender:
    """Sends lists, each once, and keeps what is known of that.

    Args:
        register: Where it is kept.
        transport: Sends.
        redaction: Takes out of messages what none may show.
    """

    def __init__(self, register: ListRegister, transport: Transport, redaction: Redaction) -> None:
        self._register, self._transport, self._redaction = register, transport, redaction

    async def send(self, job: Sendable) -> KeptList:
        """Send a list, once.

        Returns:
            The list as it is known afterwards, under the service's id.

        Raises:
            OutcomeUnknown: No answer tells whether it was taken. The register has it as uncertain.
            ServiceError: It can't be sent, or was refused. The register has what it had, and why it was refused.
        """
        begun, body = await self._begun(job)
        target = job.target
        try:
            document = await self._transport.ask(target.method, target.steps(begun.id), effect=Effect.WRITE, body=body)
        except OutcomeUnknown as unknown:
            await _to_end(self._note, begun, unknown.cause.message)
            raise
        except ServiceError as refusal:
            if _leaves_open(refusal):
                raise await self._left_open(begun, refusal) from refusal
            await _to_end(self._undo, job, begun, refusal)
            raise
        try:
            answer = read_answer(document, self._redaction.text)
        except UnexpectedReply as unreadable:
            raise await self._left_open(begun, unreadable) from unreadable
        if answer.message and not answer.id:
            in_words = RefusedInWords(200, answer.message)
            await _to_end(self._undo, job, begun, in_words)
            raise in_words
        if begun.is_local and not answer.id:
            raise await self._left_open(begun, UnexpectedReply("Segmenter's answer names no segment."))
        if not begun.is_local and answer.id not in {"", begun.id}:
            another = UnexpectedReply("Segmenter answered with another segment than the one sent.")
            raise await self._left_open(begun, another)
        return await _to_end(self._settle, begun, answer)

    async def _begun(self, job: Sendable) -> tuple[KeptList, Mapping[str, JsonValue]]:
        """Keep a list as uncertain; if nobody waits for it any more, nothing is sent, and nothing is kept of it."""
        work = asyncio.ensure_future(asyncio.to_thread(self._begin, job))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait({work})
            if work.exception() is None:
                self._undo(job, work.result()[0], None)
            raise

    def _begin(self, job: Sendable) -> tuple[KeptList, Mapping[str, JsonValue]]:
        body = job.make_body()
        return self._register.begin(job.wanted, job.known), body

    def _undo(self, job: Sendable, begun: KeptList, refusal: ServiceError | None) -> None:
        """Put back what was known, unless somebody has begun another change since."""
        if job.known is None:
            self._register.forget(begun.id)
            return
        known = job.known
        if refusal is not None:
            # What is uncertain, or was never sent, stays that: a refused second try tells nothing of the first.
            outcome = Sending.FAILED if known.outcome is Sending.SENT else known.outcome
            failure = f"A change on {self._register.now_words()} wasn't taken: {refusal.message}"
            known = replace(known, outcome=outcome, failure=failure)
        self._register.put_in_place_of(begun, known)

    def _settle(self, begun: KeptList, answer: Answer) -> KeptList:
        """Keep what an answer has told, under the id that it names.

        Raises:
            OutcomeUnknown: It couldn't be kept; what is kept says that it is uncertain.
        """
        segment_id = answer.id or begun.id
        gone = None if answer.people is None else tuple(one.name for one in missing(begun.people, answer.people))
        sent = replace(begun, outcome=Sending.SENT, message=answer.message, missing=gone, before=None)
        settled = replace(sent, id=segment_id, is_local=False, is_told=False)
        try:
            if settled.id != begun.id:
                is_kept = self._kept_under_its_id(begun, settled)
            elif not (is_kept := self._register.put_in_place_of(begun, settled)):
                self._register.crossed(segment_id)
        except SegtuiError as trouble:
            raise OutcomeUnknown(Unkept(segment_id, trouble.message)) from trouble
        if not is_kept:
            raise OutcomeUnknown(ChangedHere(begun.name) if settled.id == begun.id else IdTaken(settled.id))
        return settled

    def _kept_under_its_id(self, begun: KeptList, settled: KeptList) -> bool:
        """Keep a list under the id that an answer has told; not in place of another one, which would be lost."""
        try:
            is_kept = self._register.renamed(begun, settled)
        except ChangedHere:
            # Somebody has told of it in another segtui meanwhile, or forgotten it: that stays, and so does this.
            return self._register.added(settled)
        if not is_kept:
            self._note(begun, IdTaken(settled.id).message)
        return is_kept

    async def _left_open(self, begun: KeptList, cause: ServiceError) -> OutcomeUnknown:
        """For an answer that doesn't tell whether it was done."""
        await _to_end(self._note, begun, cause.message)
        return OutcomeUnknown(cause)

    def _note(self, begun: KeptList, message: str) -> None:
        """Keep why an entry is uncertain. That it is stands there already, so failing at it changes nothing."""
        with suppress(SegtuiError):
            self._register.put_in_place_of(begun, replace(begun, message=message))


def _leaves_open(refusal: ServiceError) -> bool:
    """Whether a list may have been taken though its answer has an error status.

    No page tells when Segmenter answers 500. It may have failed after a list was made, and whoever takes it for a
    refusal makes a second one that nobody can list or delete.
    """
    return isinstance(refusal, ServiceFault) and not isinstance(refusal, Unavailable)


async def _to_end(work: Callable[P, T], *args: P.args, **how: P.kwargs) -> T:
    """Do something in a thread, to its end also when nobody waits for it any more."""
    job = asyncio.ensure_future(asyncio.to_thread(work, *args, **how))
    try:
        return await asyncio.shield(job)
    except asyncio.CancelledError:
        await asyncio.wait({job})
        # What went wrong in it has nobody left to be told to.
        _ = job.exception()
        raise
