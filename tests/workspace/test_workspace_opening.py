"""From a profile to an open workspace: what is asked, what is refused, and where secrets don't go."""

import traceback
from typing import Any

import pytest
from support.workspaces import HOST, every, open_on, settings_for, small_box, writes

from segtui.backends.errors import CredentialsRefused, InsecureAddress, ReadOnlyProfile, Unreachable
from segtui.backends.registry import UnknownService
from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.lead_word import LEADS
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition
from segtui.domain.segments import SegmentDraft
from segtui.domain.values import TextValue
from segtui.sandbox import TiledeskSandbox
from segtui.store.errors import SecretUnavailable
from segtui.store.profiles import Profile
from segtui.workspace.opening import UnusableProfile, check_settings, known_services, open_profile
from segtui.workspace.saving import carry_out, plan_create
from segtui.workspace.workspace import Workspace

VARIABLE = "SEGTUI_TEST_SECRET"


def opened(box: TiledeskSandbox, **changes: Any) -> Workspace:
    """Open a profile with some settings changed, without anybody to ask."""
    profile = Profile.checked({**settings_for(box), "secret": f"env:{VARIABLE}", **changes})
    return open_profile("acme", profile, ask=None, app=box.app)


async def test_a_secret_in_the_environment_opens_the_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    box = small_box()
    monkeypatch.setenv(VARIABLE, box.accounts["owner"].password)
    workspace = opened(box, environment="PROD", accent="#d08770")
    assert (workspace.profile.name, workspace.profile.service) == ("acme", "tiledesk")
    assert (workspace.profile.environment, workspace.profile.accent) == ("PROD", "#d08770")
    assert (workspace.title, workspace.lead_word) == ("Tiledesk", LEADS)
    assert len(box.requests) == 0
    assert await workspace.segments()
    assert (await workspace.check()).who == box.accounts["owner"].email


@pytest.mark.parametrize("auth", ["signin", "jwt", "basic"])
async def test_every_way_to_sign_in_leads_to_the_same_segments(auth: Any) -> None:
    box = small_box()
    listed = await open_on(box, auth=auth).segments()
    assert listed == await open_on(box).segments()
    assert any(one.path.endswith("signin") for one in list(box.requests)[:1]) == (auth == "signin")


async def test_another_project_has_its_own_segments() -> None:
    box = small_box()
    workspace = open_on(box, project=box.other_project_id)
    assert {one.name for one in await workspace.segments()} == {"Guests from Spain", "Returning guests", "VIP guests"}


async def test_a_secret_that_is_not_there_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    box = small_box()
    with pytest.raises(SecretUnavailable, match=f"{VARIABLE}.* isn't set") as caught:
        await opened(box).connected()
    assert caught.value.hint
    assert len(box.requests) == 0


async def test_a_secret_that_is_asked_for_needs_somebody_to_ask() -> None:
    with pytest.raises(SecretUnavailable, match="no terminal to ask on"):
        await opened(small_box(), secret="ask").connected()


def test_a_service_that_nobody_provides_is_told_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "xyzw")
    with pytest.raises(UnknownService, match="“tiledusk”") as caught:
        opened(small_box(), service="tiledusk")
    assert "tiledesk" in caught.value.hint
    assert caught.value.trouble is Trouble.USAGE


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"project": "acme"}, "24 digits"), ({"project": "65f0aa11bb22cc33dd44ee5g"}, "24 digits")],
)
def test_settings_that_do_not_fit_the_service_are_told_before_anything_is_sent(
    changes: dict[str, Any], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "xyzw")
    box = small_box()
    with pytest.raises(UnusableProfile, match=words) as caught:
        opened(box, **changes)
    assert "profiles edit" in caught.value.hint
    assert len(box.requests) == 0


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"service": "tiledesk", "auth": "oauth"}, "can't sign in with “oauth”"),
        ({"service": "tiledesk"}, "can't sign in"),
        ({"service": "tiledesk", "auth": "basic"}, "email is needed"),
    ],
)
def test_settings_are_looked_at_with_the_services_eyes(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(UnusableProfile, match=words):
        check_settings(settings)


def test_tiledesk_is_a_known_service() -> None:
    assert known_services()[0] == "tiledesk"


async def test_an_address_in_clear_text_is_refused_even_when_a_profile_slipped_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(VARIABLE, "xyzw")
    box = small_box()
    profile = Profile.checked({**settings_for(box), "secret": f"env:{VARIABLE}"})
    unsafe = profile.model_copy(update={"base_url": HOST.replace("https", "http")})
    with pytest.raises(InsecureAddress):
        await open_profile("acme", unsafe, ask=None, app=box.app).connected()


async def test_a_read_only_workspace_says_why_it_writes_nothing_and_its_backend_refuses_too() -> None:
    box = small_box()
    workspace = open_on(box, read_only=True)
    reasons = {workspace.why_not_create(), workspace.why_not_update(), workspace.why_not_delete()}
    assert reasons == {"the profile test is read-only"}
    with pytest.raises(ReadOnlyProfile):
        await (await workspace.connected()).create(SegmentDraft("New", every()))
    assert writes(box) == []
    assert await workspace.segments()


async def test_a_workspace_that_may_write_has_no_reason_against_it() -> None:
    workspace = open_on(small_box())
    assert (workspace.why_not_create(), workspace.why_not_update(), workspace.why_not_delete()) == ("", "", "")


async def test_a_closed_workspace_says_so() -> None:
    workspace = open_on(small_box())
    await workspace.segments()
    await workspace.close()
    with pytest.raises(Unreachable, match="closed"):
        await workspace.segments()


# Secrets


def spoken(workspace: Workspace, *things: object) -> str:
    """Everything that could be drawn, logged or printed of a workspace and of other things."""
    parts = [workspace, workspace.profile, workspace.backend, vars(workspace), vars(workspace.backend), *things]
    return " ".join(f"{part!r} {part}" for part in (*parts, *workspace.exchanges))


@pytest.mark.parametrize("auth", ["signin", "jwt", "basic"])
async def test_no_secret_is_in_what_can_be_printed(auth: Any) -> None:
    box = small_box()
    owner = box.accounts["owner"]
    workspace = open_on(box, auth=auth)
    rule = every(Condition("city", Operator.IS, TextValue("Rome")))
    plan = await plan_create(workspace, SegmentDraft("New", rule))
    said = spoken(workspace, plan, await carry_out(workspace, plan), await workspace.check())
    for secret in (owner.password, owner.token, owner.token.removeprefix("JWT ")):
        assert secret not in said
    assert "New" in said


@pytest.mark.parametrize("auth", ["signin", "jwt", "basic"])
async def test_no_secret_is_in_the_error_of_one_that_is_refused(auth: str, monkeypatch: pytest.MonkeyPatch) -> None:
    box = small_box()
    monkeypatch.setenv(VARIABLE, "wrong-horse-battery-staple")
    workspace = opened(box, auth=auth)
    with pytest.raises(CredentialsRefused) as caught:
        await workspace.segments()
    error: SegtuiError = caught.value
    told = "".join(traceback.format_exception(error))
    assert "wrong-horse-battery-staple" not in spoken(workspace, error, vars(error), error.hint)
    assert "wrong-horse-battery-staple" not in told
    assert error.hint
