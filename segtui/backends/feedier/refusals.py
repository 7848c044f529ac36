"""What Feedier's refusals mean, and what segtui refuses in its place.

Only one of them is documented: 404 for a link of another segment. The others are those of the framework that its
answers show the marks of (Laravel), `{"message": …, "errors": {field: [text]}}`, and those of the API's first
generation, `{"type": "error", "message": …}`; both are read.
"""

import json
import re
from collections.abc import Mapping, Sequence

from segtui.backends.errors import (
    RULE,
    CredentialsRefused,
    InvalidFields,
    NotFound,
    Refused,
    RightRefused,
    ServiceError,
)
from segtui.backends.exchanges import Reply
from segtui.backends.feedier.details import KEYS_OF
from segtui.backends.missing import MalformedId, NoSuchSegment
from segtui.backends.redaction import Clean
from segtui.domain.errors import Trouble
from segtui.domain.text import quoted

_PARTS = {**KEYS_OF, "fql": RULE}
"""What is known here by another name than Feedier's."""

_WHOLE_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


class NoSuchLink(NotFound):
    """A link that is gone, or is one of another segment."""

    code = "no-such-link"

    def __init__(self, segment_id: str, link_id: str) -> None:
        super().__init__(
            404,
            message=f"The segment {quoted(segment_id)} has no link with the id {quoted(link_id)}, so nothing was taken "
            "away.",
            hint="Look at its links anew: somebody may have been quicker. A link has an id of its own, which isn't "
            "that of the team or user.",
        )


class AlreadyLinked(ServiceError):
    """Somebody has the segment already. What a second link would do isn't known, so it isn't asked for."""

    code = "already-linked"
    trouble = Trouble.UNSAFE


class RuleTooLong(ServiceError):
    """A rule that no address can hold: Feedier takes rules over feedback in the address only."""

    code = "rule-too-long"
    trouble = Trouble.UNSAFE

    def __init__(self, length: int, most: int) -> None:
        super().__init__(
            f"The rule takes {length:,} characters of an address, and servers take about {most:,}, so what is selected "
            "can't be asked.",
            hint="It can be saved all the same. To see its feedback, shorten its lists of values.",
        )


def no_such_segment(segment_id: str) -> NoSuchSegment:
    """For an id that leads nowhere, or nowhere for the token."""
    return NoSuchSegment(
        segment_id,
        where=", or none that this token may see",
        hint="It may have been deleted, or belong to a team above or beside the token's own: look at the list again.",
    )


def is_whole_number(text: str) -> bool:
    """Whether a text can be one of Feedier's ids."""
    return _WHOLE_NUMBER.fullmatch(text) is not None


def checked_id(text: str, what: str) -> str:
    """An id that may be sent.

    Args:
        text: What should be one.
        what: Whose id it is, in one word.

    Raises:
        MalformedId: It isn't one.
    """
    if not is_whole_number(text):
        raise MalformedId(what, text, "is a whole number")
    return text


def recognise(reply: Reply) -> ServiceError | None:
    """Feedier's reading of an error, asked before the general one."""
    said = reply.detail
    match reply.status:
        case 401:
            return CredentialsRefused(
                reply.status,
                said,
                hint="Make a new key in Feedier's settings and give it to the profile with “segtui profiles edit”. "
                "Keys of the older API (v1) aren't valid for v3.",
            )
        case 403:
            return RightRefused(
                reply.status,
                said,
                hint="A segment may be for admins only, or for those it is given to. Ask an administrator of Feedier.",
            )
        case 404:
            return NotFound(
                reply.status,
                said,
                hint="It may have been deleted, or not be visible to this token: a team sees its own data and that of "
                "the teams below it. If nothing at all is found, check the base URL of the profile.",
            )
        case 414:
            return Refused(
                reply.status,
                said,
                message="The address with the rule in it is too long for Feedier's server (414).",
                hint="The rule can be saved all the same. To see its feedback, shorten its lists of values.",
            )
        case 422:
            return _invalid(reply)
        case _:
            return None


def refusal_in(document: object, clean: Clean) -> Refused | None:
    """The refusal in an answer whose status says that all is well; the API's first generation may answer so.

    Args:
        document: The answer.
        clean: Blots out secrets.
    """
    if isinstance(document, Mapping) and document.get("type") == "error" and isinstance(document.get("message"), str):
        return Refused(200, clean(document["message"]))
    return None


def _invalid(reply: Reply) -> InvalidFields:
    """A refusal with what is wrong with each field, as far as it is said; each under the key it has here."""
    try:
        document = json.loads(reply.content)
    except (ValueError, RecursionError):
        document = None
    errors = document.get("errors") if isinstance(document, dict) else None
    said = {key: _texts(texts) for key, texts in errors.items()} if isinstance(errors, dict) else {}
    told = " ".join(f"{key}: {' '.join(texts)}" for key, texts in said.items() if texts)
    return InvalidFields(
        reply.status,
        reply.detail,
        fields={_PARTS.get(key, key): texts for key, texts in said.items()},
        message=f"Feedier refused what was sent: {quoted(told, 300)}." if told else "",
    )


def _texts(said: object) -> Sequence[str]:
    listed = said if isinstance(said, list) else [said]
    return [text for text in listed if isinstance(text, str)]
