import base64

import pytest
from sandbox_desk import Desk


def basic(email: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{email}:{password}".encode()).decode()


async def test_no_credentials_are_a_plain_text_401_that_asks_for_basic() -> None:
    desk = Desk()
    answer = await desk.ask("GET", desk.segments, who=None)
    assert (answer.status_code, answer.text) == (401, "Unauthorized")
    assert answer.headers["www-authenticate"] == 'Basic realm="Users"'
    assert "content-type" not in answer.headers


@pytest.mark.parametrize("scheme", ["JWT", "jwt", "Jwt"])
async def test_the_scheme_word_is_read_in_any_case(scheme: str) -> None:
    desk = Desk()
    bare = desk.box.accounts["owner"].token.removeprefix("JWT ")
    assert (await desk.ask("GET", desk.segments, header=f"{scheme} {bare}")).status_code == 200


async def test_two_spaces_after_the_scheme_are_a_403() -> None:
    desk = Desk()
    header = desk.box.accounts["owner"].token.replace("JWT ", "JWT  ")
    answer = await desk.ask("GET", desk.segments, header=header)
    assert (answer.status_code, answer.json()) == (403, {"success": False, "msg": "Unauthorized."})


async def test_a_bare_token_is_a_plain_text_400() -> None:
    desk = Desk()
    answer = await desk.ask("GET", desk.segments, header=desk.box.accounts["owner"].token.removeprefix("JWT "))
    assert (answer.status_code, answer.text) == (400, "Bad Request")
    assert "www-authenticate" not in answer.headers


@pytest.mark.parametrize("before", ["Bearer ", "JWT JWT ", "JWT x"])
async def test_another_scheme_a_doubled_one_and_a_wrong_token_are_a_plain_text_401(before: str) -> None:
    desk = Desk()
    bare = desk.box.accounts["owner"].token.removeprefix("JWT ")
    answer = await desk.ask("GET", desk.segments, header=before + bare)
    assert (answer.status_code, answer.text) == (401, "Unauthorized")


async def test_basic_works_with_the_email_in_any_case() -> None:
    desk = Desk()
    owner = desk.box.accounts["owner"]
    answer = await desk.ask("GET", desk.segments, header=basic(owner.email.upper(), owner.password))
    assert answer.status_code == 200


@pytest.mark.parametrize(("email", "password"), [("ada@example.com", "wrong"), ("nobody@example.com", "x"), ("", "")])
async def test_a_wrong_basic_is_a_plain_text_401(email: str, password: str) -> None:
    desk = Desk()
    answer = await desk.ask("GET", desk.segments, header=basic(email, password))
    assert (answer.status_code, answer.text) == (401, "Unauthorized")


async def test_a_basic_without_a_colon_is_a_plain_text_400() -> None:
    desk = Desk()
    header = "Basic " + base64.b64encode(b"no colon").decode()
    answer = await desk.ask("GET", desk.segments, header=header)
    assert (answer.status_code, answer.text) == (400, "Bad Request")


async def test_a_token_in_the_query_alone_is_a_403() -> None:
    desk = Desk()
    bare = desk.box.accounts["owner"].token.removeprefix("JWT ")
    answer = await desk.ask("GET", desk.segments, who=None, params={"secret_token": bare})
    assert (answer.status_code, answer.json()["msg"]) == (403, "Unauthorized.")


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("agent", 200), ("editor", 200), ("teammate", 403), ("disabled", 403), ("stranger", 403)],
)
async def test_segments_want_an_agent_or_a_role_of_the_projects_own(who: str, status: int) -> None:
    desk = Desk()
    assert (await desk.ask("GET", desk.segments, who=who)).status_code == status


@pytest.mark.parametrize(
    ("who", "msg"),
    [
        ("teammate", "you dont have the required role."),
        ("stranger", "you dont belong to the project."),
        ("disabled", "you dont belong to the project."),
    ],
)
async def test_a_403_says_whether_the_role_or_the_membership_is_missing(who: str, msg: str) -> None:
    desk = Desk()
    answer = await desk.ask("GET", desk.leads, who=who)
    assert answer.json() == {"success": False, "msg": msg}


async def test_signing_in_gives_a_token_that_is_the_whole_header() -> None:
    desk = Desk()
    owner = desk.box.accounts["owner"]
    answer = await desk.ask("POST", "/auth/signin", who=None, json={"email": owner.email, "password": owner.password})
    assert answer.status_code == 200
    assert answer.json()["token"].startswith("JWT ey")
    assert (await desk.ask("GET", desk.segments, header=answer.json()["token"])).status_code == 200
    assert answer.json()["user"]["firstname"] == "Ada"


async def test_on_one_path_signing_in_returns_the_hash_of_the_password() -> None:
    desk = Desk()
    hashes = []
    for name in ("owner", "agent"):
        account = desk.box.accounts[name]
        form = {"email": account.email, "password": account.password}
        hashes.append((await desk.ask("POST", "/auth/signin", who=None, json=form)).json()["user"].get("password"))
    assert hashes[0] is None
    assert hashes[1].startswith("$2a$10$")


@pytest.mark.parametrize(
    ("email", "password", "text"),
    [("ada@example.com", "wrong", "Wrong password."), ("nobody@example.com", "wrong", "User not found.")],
)
async def test_a_failed_sign_in_says_which_half_was_wrong(email: str, password: str, text: str) -> None:
    answer = await Desk().ask("POST", "/auth/signin", who=None, json={"email": email, "password": password})
    assert (answer.status_code, answer.json()) == (401, {"success": False, "msg": f"Authentication failed. {text}"})


async def test_an_unreadable_sign_in_form_is_a_422() -> None:
    answer = await Desk().ask("POST", "/auth/signin", who=None, json={"email": "x", "password": "secret"})
    error = {"value": "x", "msg": "Invalid value", "param": "email", "location": "body"}
    assert (answer.status_code, answer.json()) == (422, {"errors": [error]})


@pytest.mark.parametrize("form", [{"email": "ada@example.com"}, {"email": "ada@example.com", "password": ""}])
async def test_a_missing_or_empty_password_is_a_422(form: dict[str, str]) -> None:
    answer = await Desk().ask("POST", "/auth/signin", who=None, json=form)
    assert answer.status_code == 422
    assert [error["param"] for error in answer.json()["errors"]] == ["password"]


async def test_a_sign_in_form_may_be_url_encoded() -> None:
    desk = Desk()
    owner = desk.box.accounts["owner"]
    answer = await desk.ask("POST", "/auth/signin", who=None, data={"email": owner.email, "password": owner.password})
    assert answer.status_code == 200


async def test_a_revoked_token_is_a_401_until_the_next_sign_in() -> None:
    desk = Desk()
    owner = desk.box.accounts["owner"]
    new_token = desk.box.revoke("owner")
    assert (await desk.ask("GET", desk.segments, header=owner.token)).status_code == 401
    form = {"email": owner.email, "password": owner.password}
    assert (await desk.ask("POST", "/auth/signin", who=None, json=form)).json()["token"] == new_token
    assert (await desk.ask("GET", desk.segments, header=new_token)).status_code == 200


async def test_the_caller_can_be_asked_for() -> None:
    assert (await Desk().get("/users"))["email"] == "ada@example.com"


async def test_a_cookie_comes_that_nobody_needs() -> None:
    desk = Desk()
    assert (await desk.ask("GET", "/users")).headers["set-cookie"].startswith("connect.sid=")
    assert "set-cookie" not in (await desk.ask("GET", "/users", headers={"cookie": "connect.sid=x"})).headers
