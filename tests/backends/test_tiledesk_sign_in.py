"""Signing in to Tiledesk: once, renewed once, a wrong password asked once, and secrets kept to themselves."""

import asyncio
import json
import traceback
from collections.abc import Awaitable
from typing import Any

import pytest
from pydantic import SecretStr
from support.tiledesk import NOON, PROJECT, QUICK, backend_answered, backend_on

from segtui.backends.base import Connection, Project
from segtui.backends.errors import (
    CredentialsRefused,
    NoAnswer,
    ReadOnlyProfile,
    RightRefused,
    ServiceError,
    UnexpectedReply,
    Unsendable,
)
from segtui.backends.tiledesk.backend import TiledeskBackend
from segtui.backends.tiledesk.refusals import WrongProject
from segtui.backends.tiledesk.service import SERVICE
from segtui.domain.errors import Trouble
from segtui.domain.rules import EVERYBODY
from segtui.domain.segments import Segment, SegmentDraft
from segtui.sandbox import Fault, TiledeskSandbox
from segtui.sandbox.serve import running

SIGN_IN = "/auth/signin"


@pytest.fixture
def box() -> TiledeskSandbox:
    return TiledeskSandbox(lead_count=30, now=lambda: NOON)


def sign_ins(box: TiledeskSandbox) -> int:
    return sum(one.path.endswith(SIGN_IN) for one in box.requests)


async def in_parallel(*requests: Awaitable[object]) -> list[object]:
    return await asyncio.gather(*requests, return_exceptions=True)


async def test_observed_15_many_requests_at_once_sign_in_once(box: TiledeskSandbox) -> None:
    async with backend_on(box, auth="signin") as backend:
        await asyncio.gather(*(backend.leads(limit=1) for _ in range(8)), backend.check(), backend.fields())
    assert sign_ins(box) == 1
    assert {one.authorized_as for one in box.requests if not one.path.endswith(SIGN_IN)} == {"owner"}


async def test_a_revoked_token_is_renewed_once_for_all_requests_that_met_it(box: TiledeskSandbox) -> None:
    async with backend_on(box, auth="signin") as backend:
        await backend.segments()
        box.revoke("owner")
        await asyncio.gather(*(backend.leads(limit=1) for _ in range(4)))
        await backend.segments()
    assert sign_ins(box) == 2


async def test_a_new_token_that_is_refused_too_ends_it(box: TiledeskSandbox) -> None:
    box.faults.add(Fault.status(401, body="Unauthorized"), path="/leads")
    async with backend_on(box, auth="signin") as backend:
        with pytest.raises(CredentialsRefused):
            await backend.leads()
    assert [one.path.split("/")[-1] for one in box.requests] == ["signin", "leads", "signin", "leads"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"secret": "wrong"}, "Wrong password"),
        ({"email": "nobody@example.com"}, "User not found"),
        ({"email": "no e-mail"}, "Invalid value"),
        ({"secret": ""}, "Invalid value"),
        ({"email": None}, "Invalid value"),
    ],
)
async def test_wrong_credentials_are_tried_once_however_many_ask(
    box: TiledeskSandbox, changed: dict[str, Any], words: str
) -> None:
    async with backend_on(box, auth="signin", **changed) as backend:
        ended = await in_parallel(*(backend.leads() for _ in range(4)))
        later = await in_parallel(backend.segments())
    for one in (*ended, *later):
        assert isinstance(one, CredentialsRefused)
        assert one.trouble is Trouble.DENIED
        assert words in one.message
    assert [one.path for one in box.requests] == [f"/v3{SIGN_IN}"]


async def test_a_password_that_is_changed_meanwhile_is_not_tried_again_and_again(box: TiledeskSandbox) -> None:
    async with backend_on(box, auth="signin") as backend:
        await backend.segments()
        box.accounts["owner"] = box.accounts["agent"]
        ended = await in_parallel(*(backend.leads() for _ in range(4)))
        ended += await in_parallel(backend.segments())
    assert all(isinstance(one, CredentialsRefused) for one in ended)
    assert sign_ins(box) == 2


async def test_signing_in_may_be_tried_again_after_it_was_not_answered(box: TiledeskSandbox) -> None:
    box.faults.add(Fault.hang(), path=SIGN_IN, times=1)
    async with backend_on(box, auth="signin", limits=QUICK) as backend:
        with pytest.raises(NoAnswer):
            await backend.segments()
        assert (await backend.segments()).rows


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@Example.com"])
@pytest.mark.parametrize("auth", ["signin", "basic"])
async def test_an_email_counts_in_any_case(box: TiledeskSandbox, auth: str, email: str) -> None:
    async with backend_on(box, auth=auth, email=email) as backend:
        assert (await backend.check()).who == "ada@example.com"


async def test_basic_sends_email_and_password_with_each_request(box: TiledeskSandbox) -> None:
    async with backend_on(box, auth="basic") as backend:
        await backend.check()
    assert len(box.requests) == 3
    assert {one.authorized_as for one in box.requests} == {"owner"}


@pytest.mark.parametrize("secret", ["pass:word", "pässwörd €", " blanks "])
async def test_any_password_can_be_sent(box: TiledeskSandbox, secret: str) -> None:
    box.accounts["owner"] = box.accounts["owner"]._replace(password=secret)
    for auth in ("basic", "signin"):
        async with backend_on(box, auth=auth, secret=secret) as backend:
            assert (await backend.segments()).rows


@pytest.mark.parametrize("auth", ["basic", "jwt"])
async def test_fixed_credentials_that_are_refused_are_not_tried_again(box: TiledeskSandbox, auth: str) -> None:
    async with backend_on(box, auth=auth, secret="wrong") as backend:
        with pytest.raises(CredentialsRefused):
            await backend.segments()
    assert len(box.requests) == 1


@pytest.mark.parametrize("token", ["", "   ", "ey\u00e9", "JWT"])
async def test_a_token_that_no_header_can_carry_is_not_sent(box: TiledeskSandbox, token: str) -> None:
    async with backend_on(box, secret=token) as backend:
        with pytest.raises((Unsendable, CredentialsRefused)):
            await backend.segments()
    assert all(one.authorized_as is None for one in box.requests)


@pytest.mark.parametrize("token", ["JWT ey.J.0", "JWT  ey.J.0", "ey.J.0"])
async def test_the_token_of_a_sign_in_is_used_as_a_whole_header(token: str) -> None:
    async with backend_answered({SIGN_IN: {"token": token}, "/leads": []}, auth="signin", email="a@b.c") as backend:
        assert (await backend.leads()).rows == ()


@pytest.mark.parametrize("answer", [{}, {"token": ""}, {"token": None}, {"success": False, "msg": "no"}, [], "JWT e"])
async def test_a_sign_in_without_a_token_is_no_sign_in(answer: Any) -> None:
    async with backend_answered({SIGN_IN: answer, "/leads": []}, auth="signin", email="a@b.c") as backend:
        with pytest.raises(UnexpectedReply) as caught:
            await backend.leads()
    assert "sign-in" in caught.value.message


# What the service says about us.


async def test_the_greeting_says_who_which_role_and_which_projects(box: TiledeskSandbox) -> None:
    async with backend_on(box) as backend:
        greeting = await backend.check()
        listed = await backend.segments()
    shop, hotel = Project(PROJECT, "Shop support", "owner"), Project(box.other_project_id, "Hotel desk", "admin")
    assert (greeting.who, greeting.role, greeting.project) == ("ada@example.com", "owner", shop)
    assert set(greeting.projects) == {shop, hotel}  # neither the deleted one nor the one that is gone
    assert greeting.segment_count == listed.total


async def test_the_greeting_without_a_project_offers_projects(box: TiledeskSandbox) -> None:
    async with backend_on(box, project=None) as backend:
        greeting = await backend.check()
        assert (greeting.role, greeting.project, greeting.segment_count) == ("", None, None)
        assert len(greeting.projects) == 2
        with pytest.raises(WrongProject):
            await backend.segments()


async def test_a_role_of_the_projects_own_making_is_let_in(box: TiledeskSandbox) -> None:
    async with backend_on(box, "editor") as backend:
        assert (await backend.check()).role == "newsletter editor"


@pytest.mark.parametrize("who", ["teammate", "stranger", "disabled"])
async def test_testing_a_profile_without_the_right_says_so(box: TiledeskSandbox, who: str) -> None:
    async with backend_on(box, who) as backend:
        with pytest.raises(RightRefused):
            await backend.check()


@pytest.mark.parametrize("status", [403, 404])
async def test_a_bot_that_is_no_user_and_lists_no_projects_is_greeted(box: TiledeskSandbox, status: int) -> None:
    for path in ("/users", "/projects"):
        box.faults.add(Fault.status(status, body={"success": False, "msg": "no"}), path=path)
    async with backend_on(box) as backend:
        greeting = await backend.check()
    assert (greeting.who, greeting.role, greeting.projects) == ("", "", ())
    assert greeting.segment_count


async def test_a_project_that_is_not_among_ones_own_is_named_all_the_same() -> None:
    project = "a" * 24
    answers = {"/users": {}, "/projects": [], f"/projects/{project}": {"_id": project, "name": "Shop"}}
    async with backend_answered(
        {**answers, f"/{project}/segments": {"count": 3, "segments": []}}, project=project
    ) as backend:
        greeting = await backend.check()
    assert (greeting.project, greeting.role, greeting.segment_count) == (Project(project, "Shop", ""), "", 3)


async def test_an_odd_list_of_projects_is_read() -> None:
    rows = [
        {"role": None, "id_project": {"id": "a" * 24, "name": None, "status": 100, "new": {}}},
        {"role": "agent", "id_project": None},
        {"role": "agent", "id_project": {"_id": "b" * 24, "name": "Deleted", "status": 0}},
    ]
    for shape in (rows, {"data": rows}, {"projects": rows}):
        async with backend_answered({"/users": {}, "/projects": shape}, project=None) as backend:
            assert (await backend.check()).projects == (Project("a" * 24, "", ""),)


# Secrets.


def told_with_variables(error: BaseException) -> str:
    """An error as a screen for crashes could print it: causes, our frames, and their variables."""
    below = error.__traceback__.tb_next if error.__traceback__ is not None else None
    told = traceback.TracebackException(type(error), error, below, capture_locals=True)
    return "".join(told.format()) + repr(vars(error)) + str(error) + repr(error)


SECRET = "Geheim-Password-17"


@pytest.mark.parametrize(
    "fault",
    [
        Fault.status(401, body={"msg": "Wrong password."}),
        Fault.status(500),
        Fault.html(502),
        Fault.status(200, body={"token": None, "user": {"password": SECRET}}),
        Fault.hang(),
        Fault.drop(),
    ],
    ids=lambda fault: fault.name,
)
async def test_a_password_is_in_no_error_and_none_of_its_variables(box: TiledeskSandbox, fault: Fault) -> None:
    box.faults.add(fault, path=SIGN_IN)
    async with backend_on(box, auth="signin", secret=SECRET, limits=QUICK) as backend:
        with pytest.raises(ServiceError) as caught:
            await backend.segments()
        assert SECRET not in told_with_variables(caught.value)
        assert SECRET not in repr(backend.exchanges())


@pytest.mark.parametrize("auth", ["signin", "jwt", "basic"])
async def test_secrets_are_in_no_representation_and_no_exchange(box: TiledeskSandbox, auth: str) -> None:
    owner = box.accounts["owner"]
    async with backend_on(box, auth=auth) as backend:
        await backend.segments()
        shown = repr(backend) + repr(vars(backend)) + repr(backend.exchanges()) + repr(backend._transport)
    assert owner.password not in shown
    assert owner.token.split(".")[2] not in shown


async def test_the_hash_that_a_sign_in_may_hand_out_is_kept_nowhere(box: TiledeskSandbox) -> None:
    async with backend_on(box, "agent", auth="signin") as backend:
        greeting = await backend.check()
        rows = (await backend.segments()).rows
        kept = repr(greeting) + repr(rows) + json.dumps([dict(one.raw) for one in rows]) + repr(backend.exchanges())
        kept += repr(vars(backend))
    assert "$2a$10$" not in kept


# Writing, and what else a profile settles.


async def test_a_read_only_profile_signs_in_but_writes_nothing(box: TiledeskSandbox) -> None:
    async with backend_on(box, auth="signin", read_only=True) as backend:
        segment = (await backend.segments()).rows[0]
        for write in (
            backend.create(SegmentDraft("New", EVERYBODY)),
            backend.update(segment, SegmentDraft("Renamed", EVERYBODY)),
            backend.delete(segment.id),
        ):
            with pytest.raises(ReadOnlyProfile):
                await write
    assert [one.method for one in box.requests] == ["POST", "GET"]


@pytest.mark.parametrize("prefix", ["", "/v3", "/v3/", "/support/v3"])
async def test_any_prefix_of_the_base_url_is_kept(prefix: str) -> None:
    paths: list[str] = []

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        paths.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"[]"})

    async with backend_answered({}, app=app, base_url=f"https://desk.example{prefix}") as backend:
        await backend.leads()
    assert paths == [f"{prefix.rstrip('/')}/{PROJECT}/leads"]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"auth": "signin", "email": "a@b.c", "project": PROJECT}, ""),
        ({"auth": "jwt"}, ""),
        ({"auth": "signin"}, "email is needed"),
        ({"auth": "basic", "email": ""}, "email is needed"),
        ({"auth": "jwt", "project": "Shop"}, "24 digits"),
        ({"auth": "jwt", "project": 5}, "24 digits"),
        ({"auth": "jwt", "project": ""}, "24 digits"),
    ],
)
def test_the_settings_of_a_profile_are_checked_before_anything_is_sent(settings: dict[str, Any], words: str) -> None:
    says = SERVICE.check_settings(settings)
    assert words in says
    assert bool(says) is bool(words)


async def test_the_whole_road_over_a_socket(box: TiledeskSandbox) -> None:
    with running(box) as base_url:
        async with backend_on(box, auth="signin", app=None, base_url=base_url) as backend:
            made = await backend.create(SegmentDraft("[/red] VIP", EVERYBODY))
            assert isinstance(made, Segment)
            renamed = await backend.update(made, SegmentDraft("VIP", EVERYBODY))
            assert renamed.name == "VIP"
            page = await backend.leads(segment_id=made.id, limit=10)
            assert len(page.rows) == 10
            await backend.delete(made.id)
            assert all(one.outcome == "ok" for one in backend.exchanges())
    assert sign_ins(box) == 1


def test_a_backend_is_made_without_a_network() -> None:
    connection = Connection("https://api.example.com", SecretStr("token"), "jwt")
    assert isinstance(SERVICE.open(connection), TiledeskBackend)
