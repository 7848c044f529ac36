"""What goes wrong between segtui and Feedier, and what is said of it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pydantic import SecretStr
from support.feedier_backend import PATIENT, QUICK, feedier_answering, feedier_on, small_feedier, writes_to

from segtui.backends.base import LinkTarget
from segtui.backends.errors import (
    ConnectionLost,
    CredentialsRefused,
    InvalidFields,
    NoAnswer,
    NotFound,
    OutcomeUnknown,
    Redirected,
    Refused,
    RightRefused,
    ServiceError,
    ServiceFault,
    TooManyRequests,
    Unavailable,
    UnexpectedReply,
    Unsendable,
)
from segtui.backends.feedier.backend import FeedierBackend
from segtui.backends.fixed_header import bearer_header
from segtui.backends.limits import Limits
from segtui.domain.errors import Trouble
from segtui.domain.rules import EVERYBODY
from segtui.domain.segments import Segment, SegmentDraft
from segtui.sandbox import Fault, FeedierSandbox

STORED = Segment("901", "Milan promoters", EVERYBODY, written="[]", raw={"id": 901, "fql": "[]"})
NEW = SegmentDraft("New", EVERYBODY, details={"team": 4})

WRITES: dict[str, Callable[[FeedierBackend], Awaitable[object]]] = {
    "create": lambda backend: backend.create(NEW),
    "update": lambda backend: backend.update(STORED, SegmentDraft("Renamed", EVERYBODY)),
    "delete": lambda backend: backend.delete("901"),
    "link": lambda backend: backend.link("901", LinkTarget("team", "9", "Turin")),
    "unlink": lambda backend: backend.unlink("901", "310"),
}

FAULTS: list[tuple[Fault, type[ServiceError], bool]] = [
    # what happens, the error of a read, whether a write that met it may have happened
    (Fault.hang_after(), NoAnswer, True),
    (Fault.drop(), ConnectionLost, True),
    (Fault.half_json(), UnexpectedReply, True),
    (Fault.html(200), UnexpectedReply, True),
    (Fault.html(502), Unavailable, True),
    (Fault.html(503), Unavailable, False),
    (Fault.status(401, body={"message": "Unauthenticated."}), CredentialsRefused, False),
    (Fault.status(403, body={"type": "error", "message": "No."}), RightRefused, False),
    (Fault.status(404), NotFound, False),
    (Fault.status(414), Refused, False),
    (Fault.status(419, body={"message": "Page expired."}), Refused, False),
    (Fault.status(422), InvalidFields, False),
    (
        Fault.status(422, body={"message": "x", "errors": {"fql": "no", "name": [["odd"]], "id": None}}),
        InvalidFields,
        False,
    ),
    (Fault.status(429, headers={"retry-after": "900"}), TooManyRequests, False),
    (Fault.status(500, body={"message": "Server Error"}), ServiceFault, False),
    (Fault.status(200, body={"type": "error", "message": "No."}), Refused, False),
    (Fault.status(302, headers={"location": "https://elsewhere.example/login"}), Redirected, True),
    (Fault.status(307, headers={"location": "https://elsewhere.example/login"}), Redirected, False),
]


def limits_for(fault: Fault) -> Limits:
    """Patience where an answer comes."""
    return QUICK if fault.name.startswith("hang") else PATIENT


@pytest.fixture
def box() -> FeedierSandbox:
    return small_feedier()


@pytest.mark.parametrize(("fault", "kind", "_open"), FAULTS, ids=lambda value: getattr(value, "name", None))
async def test_a_read_that_goes_wrong_is_told(
    box: FeedierSandbox,
    fault: Fault,
    kind: type[ServiceError],
    _open: bool,  # noqa: FBT001 - a column
) -> None:
    box.faults.add(fault)
    async with feedier_on(box, limits=limits_for(fault)) as backend:
        for asked in (backend.segments(), backend.segment("901"), backend.leads(), backend.check()):
            with pytest.raises(kind) as caught:
                await asked
            assert caught.value.message
            assert caught.value.hint


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize(("fault", "kind", "is_open"), FAULTS, ids=lambda value: getattr(value, "name", None))
async def test_a_write_that_goes_wrong_is_sent_once_and_says_whether_it_may_have_happened(
    box: FeedierSandbox,
    write: str,
    fault: Fault,
    kind: type[ServiceError],
    is_open: bool,  # noqa: FBT001 - a column
) -> None:
    for method in ("POST", "PUT", "DELETE"):
        box.faults.add(fault, method=method)
    if fault.name == "half a JSON":
        # Of a deletion, looking would settle it, since this fault lets it happen.
        box.faults.run_before(lambda: box.segments.setdefault(901, deleted), method="GET", times=None)
        deleted = box.segments[901]
    async with feedier_on(box, limits=limits_for(fault)) as backend:
        with pytest.raises(ServiceError) as caught:
            await WRITES[write](backend)
    assert isinstance(caught.value, OutcomeUnknown if is_open else kind)
    assert len(writes_to(box)) == 1


async def test_what_happened_without_an_answer_did_happen(box: FeedierSandbox) -> None:
    box.faults.add(Fault.hang_after(), method="POST")
    before = len(box.segments)
    async with feedier_on(box, limits=QUICK) as backend:
        with pytest.raises(OutcomeUnknown) as caught:
            await backend.create(NEW)
    assert caught.value.trouble is Trouble.UNKNOWN_OUTCOME
    assert len(box.segments) == before + 1


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize(
    ("who", "asked", "kind", "said"),
    [
        ("viewer", "delete", RightRefused, "This action is unauthorized."),
        ("viewer", "create", RightRefused, "This action is unauthorized."),
        ("outsider", "unlink", NotFound, "no link"),
        ("outsider", "update", NotFound, "no segment"),
    ],
)
async def test_refusals_of_both_generations_are_understood(
    who: str,
    asked: str,
    kind: type[ServiceError],
    said: str,
    old: bool,  # noqa: FBT001 - a column
) -> None:
    async with feedier_on(small_feedier(old_errors=old), who) as backend:
        with pytest.raises(kind, match=said):
            await WRITES[asked](backend)


async def test_what_is_wrong_with_a_field_is_shown_clean_and_short() -> None:
    errors = {"na\x1bme": ["\x1b]52;c;aGk=\x07" + "x" * 900], "fql": ["[/red]"], "id": [5]}
    async with feedier_answering(lambda *_: (422, {"message": "No.", "errors": errors})) as backend:
        with pytest.raises(InvalidFields) as caught:
            await backend.create(NEW)
    fields = caught.value.fields
    assert set(fields) == {"na\ufffdme", "rule", "id"}
    assert (fields["rule"], fields["id"]) == (("[/red]",), ())
    (long,) = fields["na\ufffdme"]
    assert len(long) <= 200
    assert "\x1b" not in long + caught.value.message


@pytest.mark.parametrize(
    "copied", ["{}", "Bearer {}", "  bearer   {}\n", "Authorization: Bearer {}", "BEARER\t{}", "\n{}\n"]
)
async def test_a_token_is_sent_as_a_bearer_however_it_was_copied(box: FeedierSandbox, copied: str) -> None:
    token = box.accounts["owner"].token
    secret = SecretStr(copied.format(token))
    async with feedier_on(box, secret=secret) as backend:
        await backend.check()
        assert await bearer_header(secret).header() == f"Bearer {token}"
        assert token not in repr(bearer_header(secret)) + repr(backend) + str(backend.exchanges())
    assert {one.authorized_as for one in box.requests} == {"owner"}


@pytest.mark.parametrize("secret", ["", "  ", "Bearer", "bearer \n", "Bearer tök\u202een"])
async def test_a_token_that_is_none_is_never_sent(box: FeedierSandbox, secret: str) -> None:
    async with feedier_on(box, secret=SecretStr(secret)) as backend:
        with pytest.raises(Unsendable):
            await backend.check()
    assert not box.requests


@pytest.mark.parametrize("key", ["revoked", "old"])
async def test_a_token_that_is_worth_nothing_is_said_with_where_to_get_another(box: FeedierSandbox, key: str) -> None:
    secret = SecretStr(box.accounts["owner"].token if key == "revoked" else box.accounts["owner"].old_key)
    box.revoke("owner")
    async with feedier_on(box, secret=secret) as backend:
        with pytest.raises(CredentialsRefused) as caught:
            await backend.segments()
    assert "Unauthenticated." in caught.value.message
    assert "new key" in caught.value.hint
    assert len(box.requests) == 1


async def test_too_many_requests_are_waited_for_as_long_as_was_asked() -> None:
    box = small_feedier()
    box.faults.add(Fault.status(429, headers={"retry-after": "0"}), method="GET", times=2)
    async with feedier_on(box) as backend:
        assert (await backend.segment("901")).name == "Milan promoters"
    assert len(box.requests) == 3


async def test_a_throttled_token_is_told_when_to_come_again() -> None:
    box = small_feedier(requests_per_minute=1)
    async with feedier_on(box, limits=QUICK) as backend:
        await backend.segment("901")
        with pytest.raises(TooManyRequests) as caught:
            await backend.delete("901")
    assert caught.value.retry_after == 60


async def test_no_more_than_two_requests_are_under_way() -> None:
    both_are, under_way, most = asyncio.Event(), 0, 0
    sandbox = small_feedier()

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == 2:
            both_are.set()
        await both_are.wait()
        await sandbox.app(scope, receive, send)
        under_way -= 1

    async with feedier_on(sandbox, app=slow) as backend:
        await asyncio.gather(*(backend.segment("901") for _ in range(5)))
    assert most == 2


async def test_names_and_values_typed_by_strangers_pass_as_they_are(box: FeedierSandbox) -> None:
    name = "\x1b]52;c;aGk=\x07[/red]\u202e'; DROP"
    async with feedier_on(box) as backend:
        made = await backend.create(SegmentDraft(name, EVERYBODY, details={"team": 4, "description": name}))
        assert (made.name, made.details["description"]) == (name, name)
        with pytest.raises(ServiceError) as caught:
            await backend.segment(name)
    assert "\x1b" not in caught.value.message
