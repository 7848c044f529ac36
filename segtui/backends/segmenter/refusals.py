"""What Segmenter's refusals mean, and what segtui refuses in its place.

Documented are 400, `{"statusCode", "message", "error"}`, and 401, which has no `error`. Where `message` is a list of
texts, all of them are told.
"""

import json

from segtui.backends.errors import CredentialsRefused, NotFound, Refused, ServiceError
from segtui.backends.exchanges import Reply
from segtui.domain.errors import Trouble
from segtui.domain.text import quoted


class NotInRegister(NotFound):
    """Nothing is known here of a segment, and Segmenter can't be asked."""

    code = "no-such-segment"
    trouble = Trouble.UNSAFE

    def __init__(self, segment_id: str) -> None:
        super().__init__(
            404,
            message=f"No segment with the id {quoted(segment_id)} is known here, and Segmenter can't be asked for it.",
            hint="Only what was sent from here is known: “segtui segments list” has the ids. For others, import the "
            "register of whoever has made them.",
        )


class IdUnknown(ServiceError):
    """A segment of which it isn't known whether there is one, so it can't be changed."""

    code = "id-unknown"
    trouble = Trouble.UNSAFE

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Whether Segmenter has {quoted(name)} isn't known, and neither is its id, so it can't be changed.",
            hint="Look for it in Segmenter itself, then tell what you found: with i on the screen, or with “segtui "
            "register found” or “not-made”.",
        )


class NotItsId(ServiceError):
    """What somebody has typed can't be the id of a segment that no answer told of."""

    code = "not-its-id"
    trouble = Trouble.USAGE

    def __init__(self, why: str) -> None:
        super().__init__(
            f"That can't be its id: {why}.", hint="Copy the id as Segmenter or the vendor's support has it."
        )


class IdKnown(ServiceError):
    """Nobody needs to tell what became of a segment: an answer told its id."""

    code = "id-known"
    trouble = Trouble.UNSAFE

    def __init__(self, name: str, segment_id: str) -> None:
        super().__init__(f"Segmenter has {quoted(name)} under the id {quoted(segment_id)}: its own answer said so.")


class CannotDelete(ServiceError):
    """Segmenter deletes nothing."""

    code = "cannot-delete"
    trouble = Trouble.UNSAFE

    def __init__(self) -> None:
        super().__init__(
            "Segmenter can't delete a segment, so nothing was sent.",
            hint="Empty the list, or forget the local copy; Segmenter keeps the segment either way.",
        )


class RefusedInWords(Refused):
    """An answer with status 200 that says that something went wrong."""

    code = "refused-in-words"
    verdict = "Segmenter answered with an error message and no segment"
    advice = "Nothing was kept. Change what it names, then try again."


class IdTaken(ServiceError):
    """An answer names a new segment by the id of another one."""

    code = "id-taken"

    def __init__(self, segment_id: str) -> None:
        super().__init__(f"Segmenter's answer names it by the id {quoted(segment_id)}, which another list here has.")


class Unkept(ServiceError):
    """What has happened at the service couldn't be kept here."""

    code = "unkept"

    def __init__(self, segment_id: str, reason: str) -> None:
        super().__init__(
            f"Segmenter took the segment, its id is {quoted(segment_id)}, but that couldn't be kept here: {reason}"
        )


class ChangedHere(ServiceError):
    """Another segtui on this machine, or another window of this one, is changing the same list."""

    code = "changed-here"
    trouble = Trouble.UNSAFE

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The list {quoted(name)} is being changed by another segtui at the same time.",
            hint="Look at the list as it is now, then decide again.",
        )


def recognise(reply: Reply) -> ServiceError | None:
    """What an answer with an error status means, where it is more than the status says."""
    match reply.status:
        case 400:
            return Refused(400, _messages(reply) or reply.detail, hint="Nothing was changed. Mend what it names.")
        case 401:
            return CredentialsRefused(
                401, reply.detail, hint="Give the profile the API key that the vendor has issued, without quotes."
            )
        case 404:
            return NotFound(
                404,
                reply.detail,
                hint="Either there is no such segment any more, or the address is wrong: check the base URL and the "
                "paths in the profile's options.",
            )
        case 413:
            return Refused(413, reply.detail, hint="The list is too large for Segmenter. Nothing was changed.")
        case _:
            return None


def _messages(reply: Reply) -> str:
    try:
        document = json.loads(reply.content)
    except (ValueError, RecursionError):
        return ""
    message = document.get("message") if isinstance(document, dict) else None
    return "; ".join(one.strip() for one in message if isinstance(one, str)) if isinstance(message, list) else ""
