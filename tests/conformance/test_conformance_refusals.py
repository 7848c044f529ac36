"""Whatever a service or something in front of it answers comes out as one of our errors, without a secret."""

import pytest
from support.conformance.lacking import needs_reading
from support.conformance.stage import SandboxStage

from segtui.backends.errors import (
    ConnectionLost,
    CredentialsRefused,
    NotFound,
    OutcomeUnknown,
    RightRefused,
    ServiceError,
    ServiceFault,
    TooManyRequests,
    Unavailable,
    UnexpectedReply,
)
from segtui.domain.text import printable
from segtui.sandbox import Fault

REFUSED: tuple[tuple[Fault, type[ServiceError]], ...] = (
    (Fault.status(401), CredentialsRefused),
    (Fault.status(403), RightRefused),
    (Fault.status(404), NotFound),
    (Fault.status(429, headers={"retry-after": "7"}), TooManyRequests),
    (Fault.status(500), ServiceFault),
    (Fault.status(503), Unavailable),
)
"""The service says that it did nothing."""

LOST: tuple[tuple[Fault, type[ServiceError]], ...] = (
    (Fault.html(502), Unavailable),
    (Fault.html(200), UnexpectedReply),
    (Fault.half_json(), UnexpectedReply),
    (Fault.drop(), ConnectionLost),
)
"""After a write, nobody can say whether it happened."""


def fault_and_error(*those: tuple[Fault, type[ServiceError]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("fault", "kind"), those, ids=[fault.name for fault, _ in those])


def assert_told_well(sandbox: SandboxStage, error: ServiceError) -> None:
    """Make sure that an error says what happened and what to do, and nothing that it must not say."""
    secret = sandbox.connection.secret.get_secret_value()
    assert error.message
    assert error.hint
    assert printable(error.message + error.hint) == error.message + error.hint
    for text in (str(error), repr(error), error.hint, repr(sandbox.connection)):
        assert secret not in text


@fault_and_error(*REFUSED, *LOST)
@needs_reading
async def test_a_read_that_fails_says_what_happened_and_what_to_do(
    sandbox: SandboxStage, fault: Fault, kind: type[ServiceError]
) -> None:
    sandbox.box.faults.add(fault)
    backend = sandbox.backend()
    with pytest.raises(kind) as caught:
        await backend.segments()
    assert_told_well(sandbox, caught.value)
    assert sandbox.connection.secret.get_secret_value() not in repr((backend, *backend.exchanges()))


@fault_and_error(*REFUSED)
async def test_a_write_that_is_refused_did_not_happen_and_is_sent_once(
    sandbox: SandboxStage, fault: Fault, kind: type[ServiceError]
) -> None:
    sandbox.box.faults.add(fault)
    # What can't be read can't be looked at after a 500, so that one leaves it open.
    is_open = kind is ServiceFault and not sandbox.bench.can_be_read
    with pytest.raises(OutcomeUnknown if is_open else kind) as caught:
        await sandbox.backend().create(sandbox.draft("New"))
    assert_told_well(sandbox, caught.value)
    assert len(sandbox.box.requests) == 1


@fault_and_error(*LOST)
async def test_a_write_whose_answer_is_lost_has_an_unknown_outcome_and_is_sent_once(
    sandbox: SandboxStage, fault: Fault, kind: type[ServiceError]
) -> None:
    sandbox.box.faults.add(fault)
    with pytest.raises(OutcomeUnknown) as caught:
        await sandbox.backend().create(sandbox.draft("New"))
    assert isinstance(caught.value.cause, kind)
    assert_told_well(sandbox, caught.value)
    assert len(sandbox.box.requests) == 1
