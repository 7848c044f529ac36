"""Everything that can keep a service from doing what it was asked.

The family is closed: the transport and the backends raise nothing else, so a caller catches `ServiceError` or one of
its branches. What matters most is whether a change may have happened: after `OutcomeUnknown` it may, after every other
error the service didn't make it.
"""

import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import ClassVar, Final

from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.text import printable, quoted, shortened

LONGEST_DETAIL = 200
"""Characters of a service's own words that are worth reading; some send a whole page."""

_NO_OUTCOME_STATUSES = frozenset({502, 504, 520, 522, 524})
"""Answers of a gateway that had passed the request on. 503, 521 and 523 say that it hadn't."""

_SEE_OTHER_STATUSES = frozenset({302, 303})
"""Redirects that a service may give after doing what it was asked."""

_LOOK_AGAIN = "Try again in a moment; if it stays so, check the network, the VPN and the base URL of the profile."


class ServiceError(SegtuiError):
    """Anything that keeps a request from being answered as it should."""

    code = "service"


# Refused by segtui: nothing was sent.


class BadAddress(ServiceError):
    """A base URL that no request can be sent to."""

    code = "bad-address"
    trouble = Trouble.USAGE


class InsecureAddress(ServiceError):
    """A base URL over which credentials would travel in clear text, or that carries some itself."""

    code = "insecure-address"
    trouble = Trouble.UNSAFE


class Unsendable(ServiceError):
    """Something that has no place in a request: an id that isn't one, a number without an end, a broken token."""

    code = "unsendable"
    trouble = Trouble.USAGE


class ReadOnlyProfile(ServiceError):
    """A write on a profile that may only read."""

    code = "read-only"
    trouble = Trouble.UNSAFE

    def __init__(self) -> None:
        super().__init__(
            "This profile is read-only, so nothing was sent.",
            hint="To allow changes, run “segtui profiles edit NAME --no-read-only”.",
        )


# The wire: no answer, or none that can be used.


class Unreachable(ServiceError):
    """No connection was made, so the request was surely not carried out."""

    code = "unreachable"
    trouble = Trouble.NO_ANSWER
    may_pass = True

    @classmethod
    def because(cls, host: str, fault: BaseException, connect_seconds: float) -> "Unreachable":
        """Say why no connection was made, from the first telling fault behind what the client raised.

        Args:
            host: Where the connection should have gone.
            fault: The exception, with its causes.
            connect_seconds: How long a connection was given.
        """
        for cause in _causes(fault):
            match cause:
                case socket.gaierror() | UnicodeError():
                    return cls(
                        f"The name {quoted(host)} could not be found on the network.",
                        hint="Check the base URL of the profile for a typing mistake, then the network and the VPN.",
                    )
                case ssl.SSLCertVerificationError():
                    return cls(
                        f"{quoted(host)} can't prove who it is: {_certificate_fault(cause)}.",
                        hint="If your company has its own authority, name its file in SSL_CERT_FILE; "
                        "otherwise tell whoever runs the service.",
                    )
                case ssl.SSLError():
                    return cls(
                        f"No encrypted connection could be made to {quoted(host)}.",
                        hint="Check that the base URL and its port are right, and that the service speaks https there.",
                    )
                case ConnectionRefusedError():
                    return cls(
                        f"{quoted(host)} refused the connection: nothing listens at that port.",
                        hint="Check the port in the base URL, and whether the service is running.",
                    )
                case TimeoutError():
                    return cls(
                        f"{quoted(host)} did not take the connection within {connect_seconds:g} seconds.",
                        hint=_LOOK_AGAIN,
                    )
        return cls(f"No connection could be made to {quoted(host)}.", hint=_LOOK_AGAIN)


class NoAnswer(ServiceError):
    """The request was sent, and no answer, or no more of it, came in time.

    Attributes:
        seconds: How long was waited.
    """

    code = "no-answer"
    trouble = Trouble.NO_ANSWER

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"The service took the request but did not answer within {seconds:g} seconds.",
            hint="Asking again seldom helps: some rules and ids keep a service silent for ever. Try another one first.",
        )


class ConnectionLost(ServiceError):
    """The connection was closed without an answer or in the middle of one, or what came is no HTTP."""

    code = "connection-lost"
    trouble = Trouble.NO_ANSWER
    may_pass = True

    def __init__(self) -> None:
        super().__init__("The connection to the service broke off before its answer was complete.", hint=_LOOK_AGAIN)


class UnexpectedReply(ServiceError):
    """An answer that isn't what the service promises: a web page, half a document, another shape, too much of it.

    Backends raise it too, when a document can be read but lacks what it must have.
    """

    code = "unexpected-reply"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(
            message,
            hint=hint or "Check the base URL of the profile; if it is right, show this to whoever runs the service.",
        )


class Redirected(ServiceError):
    """The service sends the request elsewhere, where credentials must not follow by themselves.

    Attributes:
        status: The status of the answer, 3xx.
        host: Where it points to, empty when it doesn't say.
    """

    code = "redirected"

    def __init__(self, status: int, host: str = "") -> None:
        self.status = status
        self.host = host
        where = f"to {quoted(host)}" if host else "to another place"
        super().__init__(
            f"The service sends this request on {where} ({status}); segtui doesn't carry credentials there.",
            hint="If the service has moved, change the base URL of the profile.",
        )


# The service said no.


class Refused(ServiceError):
    """The service answered with an error status: it did not do what it was asked.

    That holds for 500 as well, on writes too: it is how some services answer a rule they don't accept (Tiledesk does
    for every one, seen on a running server), so it is an answer, not a silence. Where nobody could look afterwards, as
    on Segmenter, its backend makes `OutcomeUnknown` of it.

    Attributes:
        status: The status of the answer.
        detail: What the service said about it, cleaned and cut; may be empty.
    """

    code = "refused"
    verdict: ClassVar[str] = "The service refused the request"
    """What this status means, as the beginning of a sentence."""
    advice: ClassVar[str] = "Its own words are the best clue; check the id and the values that were sent."
    """What to do next, unless a backend knows better."""

    def __init__(self, status: int, detail: str = "", *, message: str = "", hint: str = "") -> None:
        self.status = status
        self.detail = shortened(printable(detail.strip()), LONGEST_DETAIL)
        said = f": {quoted(self.detail, LONGEST_DETAIL)}" if self.detail else ""
        super().__init__(message or f"{self.verdict} ({status}){said}.", hint=hint or self.advice)


class CredentialsRefused(Refused):
    """401: the service doesn't know who is asking."""

    code = "credentials-refused"
    trouble = Trouble.DENIED
    verdict = "The service did not accept the credentials"
    advice = "Sign in again, or give the profile a new secret with “segtui profiles edit”."


class RightRefused(Refused):
    """403: the service knows who is asking, and doesn't allow it."""

    code = "right-refused"
    trouble = Trouble.DENIED
    verdict = "The service does not allow this to the account that is signed in"
    advice = "Ask an administrator of the service for the right, or use a profile with another account."


class NotFound(Refused):
    """404: there is no such thing at this address."""

    code = "not-found"
    verdict = "The service has nothing under this address"
    advice = "It may have been deleted, or the id or the base URL is wrong. Refresh the list and look again."


RULE: Final = "rule"
"""What the rule is known by among the parts that a service refuses, whatever it calls it."""


class InvalidFields(Refused):
    """422: the service looked at what was sent, field by field, and refused some of it.

    Attributes:
        fields: What it says against each, cleaned and cut, by `name`, `RULE`, the key of `Service.details`, or the
            service's own name of another part; empty when it doesn't say.
    """

    code = "invalid-fields"
    trouble = Trouble.USAGE
    verdict = "The service refused a part of what was sent"
    advice = "Change what it names, then try again."

    def __init__(
        self, status: int, detail: str = "", *, fields: Mapping[str, Sequence[str]], message: str = ""
    ) -> None:
        self.fields = {
            printable(key): tuple(shortened(printable(text.strip()), LONGEST_DETAIL) for text in texts)
            for key, texts in fields.items()
        }
        super().__init__(status, detail, message=message)


class TooManyRequests(Refused):
    """429: the service wants a pause.

    Attributes:
        retry_after: Seconds to wait, None when the service didn't say.
    """

    code = "too-many-requests"
    trouble = Trouble.NO_ANSWER
    may_pass = True
    verdict = "The service has had too many requests"

    def __init__(self, status: int = 429, detail: str = "", *, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(status, detail, hint=_pause(retry_after))


class ServiceFault(Refused):
    """5xx: something failed inside the service, or it has no better word for a refusal."""

    code = "service-fault"
    verdict = "The service reports a fault of its own"
    advice = "Check the values that were sent: some services answer so to what they can't accept. Then try again later."


class Unavailable(ServiceFault):
    """502 to 504 and their kin: something in front of the service answered in its place.

    Attributes:
        retry_after: Seconds to wait, None when nothing was said.
    """

    code = "unavailable"
    trouble = Trouble.NO_ANSWER
    may_pass = True
    verdict = "The service itself did not answer; something in front of it did"

    def __init__(self, status: int, detail: str = "", *, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(status, detail, hint=_pause(retry_after))


# A write that may or may not have happened.


class OutcomeUnknown(ServiceError):
    """A write was sent and its answer didn't come or couldn't be read, so nobody can say whether it happened.

    It must never be repeated blindly: most services would do it twice. Reading settles it.

    Attributes:
        cause: What kept the answer away.
    """

    code = "outcome-unknown"
    trouble = Trouble.UNKNOWN_OUTCOME

    def __init__(self, cause: ServiceError) -> None:
        self.cause = cause
        super().__init__(
            f"The change was sent, but whether it happened is not known. {cause.message}",
            hint="Look at what the service has now before you try again.",
        )


def leaves_outcome_open(error: ServiceError) -> bool:
    """Whether a write that ended so, after it was sent, may have happened all the same."""
    match error:
        case NoAnswer() | ConnectionLost() | UnexpectedReply():
            return True
        case Unavailable(status=status):
            return status in _NO_OUTCOME_STATUSES
        case Redirected(status=status):
            return status in _SEE_OTHER_STATUSES
        case _:
            return False


@contextmanager
def answer_to_write() -> Iterator[None]:
    """Where the answer to a write is read: one that can't be read leaves open what has happened.

    Raises:
        OutcomeUnknown: It couldn't be read.
    """
    try:
        yield
    except UnexpectedReply as unreadable:
        raise OutcomeUnknown(unreadable) from unreadable


def _causes(fault: BaseException) -> Iterator[BaseException]:
    """A fault and everything behind it, outermost first."""
    yield fault
    members = fault.exceptions if isinstance(fault, BaseExceptionGroup) else ()
    for inner in (*members, fault.__cause__ or fault.__context__):
        if inner is not None:
            yield from _causes(inner)


def _certificate_fault(error: ssl.SSLCertVerificationError) -> str:
    # The attribute is only there when OpenSSL made the error.
    said = printable(getattr(error, "verify_message", ""))
    return shortened(said, LONGEST_DETAIL) or "its certificate isn't trusted"


def _pause(seconds: float | None) -> str:
    if seconds is None:
        return "Wait a minute, then try again."
    whole = round(seconds)
    return f"It asks for a pause of {whole} second{'' if whole == 1 else 's'}; try again after that."
