"""What ChatBot.com's refusals mean, and what segtui refuses in its place.

An answer has a status of its own inside of its body: `{"timestamp": …, "status": {"code": 400, "type": "error", …}}`.
Success looks the same with 200. The form of errors isn't documented beyond that their details are in that status, so
the first text that is found where one may be is taken.
"""

import json
from collections.abc import Mapping

from segtui.backends.errors import CredentialsRefused, NotFound, Refused, ServiceError, UnexpectedReply
from segtui.backends.exchanges import Reply
from segtui.backends.missing import NoSuchSegment
from segtui.backends.redaction import Clean
from segtui.domain.errors import Trouble
from segtui.domain.text import quoted

_SAYING_KEYS_OF_STATUS = ("details", "errorDetails", "message", "errorType", "type")
_SAYING_KEYS = ("message", "error")

_FIRST_FAILURE = 400


class MembersUnknown(ServiceError):
    """Who is in a list can't be told: the service doesn't say, or what it says can't be trusted."""

    code = "members-unknown"
    trouble = Trouble.UNSAFE


def no_such_segment(segment_id: str) -> NoSuchSegment:
    """For an id that leads nowhere."""
    return NoSuchSegment(
        segment_id, hint="It may have been deleted by someone else, and a deletion is final: look at the list again."
    )


def recognise(reply: Reply) -> ServiceError | None:
    """ChatBot.com's reading of an error, asked before the general one."""
    try:
        said = words_of(json.loads(reply.content))
    except (ValueError, RecursionError):
        said = ""
    if said:
        # The general reading looks for words in other places.
        reply = Reply(reply.status, json.dumps({"message": said}).encode(), reply.headers)
    match reply.status:
        case 401:
            return CredentialsRefused(
                reply.status,
                reply.detail,
                hint="Copy the developer access token anew from ChatBot.com's settings, and give it to the profile "
                "with “segtui profiles edit”. A client token, for websites, isn't one.",
            )
        case 404:
            return NotFound(
                reply.status,
                reply.detail,
                hint="It may have been deleted by someone else: refresh the list. If nothing at all is found, check "
                "the base URL of the profile.",
            )
        case _:
            return reply.error() if said else None


def refusal_in(document: object, clean: Clean) -> ServiceError | None:
    """The failure in an answer whose HTTP status says that all is well; None when there is none.

    A body without a status of its own that has a message instead of data is no success either, though nobody can say
    what it is.

    Args:
        document: The answer.
        clean: Blots out secrets.
    """
    if not isinstance(document, Mapping):
        return None
    status = document.get("status")
    code = status.get("code") if isinstance(status, Mapping) else None
    if isinstance(code, int) and not isinstance(code, bool) and code >= _FIRST_FAILURE:
        reply = Reply(code, clean(json.dumps(document)).encode(), {})
        return recognise(reply) or reply.error()
    if (
        code is None
        and "data" not in document
        and "id" not in document
        and any(key in document for key in _SAYING_KEYS)
    ):
        said = Refused(_FIRST_FAILURE, clean(words_of(document))).detail
        return UnexpectedReply(f"ChatBot.com's answer is neither a yes nor a no: {quoted(said, 200)}.")
    return None


def words_of(document: object) -> str:
    """The service's own words in an error's body; empty when there are none."""
    if not isinstance(document, Mapping):
        return ""
    status = document.get("status")
    inside = [status.get(key) for key in _SAYING_KEYS_OF_STATUS] if isinstance(status, Mapping) else []
    found = next((one for one in (*inside, *(document.get(key) for key in _SAYING_KEYS)) if one), "")
    return found if isinstance(found, str) else json.dumps(found, separators=(",", ":"))
