import traceback
from typing import Any

import pytest

from segtui.domain.errors import Trouble
from segtui.store.errors import InvalidProfile
from segtui.store.profiles import Profile, name_mistake
from segtui.store.secrets import SecretPointer

SOUND = {
    "service": "tiledesk",
    "base_url": "https://api.example.com/v3",
    "email": "ann@example.com",
    "secret": "env:SHOP",
}


def mistakes(changes: dict[str, Any], services: set[str] | None = None) -> dict[str, str]:
    with pytest.raises(InvalidProfile) as caught:
        Profile.checked({**SOUND, **changes}, known_services=services)
    return dict(caught.value.mistakes)


def test_a_profile_is_read_only_and_signs_in_unless_it_says_otherwise() -> None:
    profile = Profile.checked(SOUND)
    assert profile.read_only
    assert profile.auth == "signin"
    assert profile.secret == SecretPointer("env", "SHOP")
    assert profile.table() == {**SOUND, "auth": "signin", "read_only": True}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://api.example.com", "https://api.example.com"),
        ("https://api.example.com/v3/", "https://api.example.com/v3"),
        ("https://api.example.com:8443/a/b", "https://api.example.com:8443/a/b"),
        ("http://localhost:3000/", "http://localhost:3000"),
        ("http://127.0.0.1:3000/api", "http://127.0.0.1:3000/api"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
    ],
)
def test_an_address_keeps_its_path_and_loses_the_slash_at_its_end(given: str, kept: str) -> None:
    assert Profile.checked({**SOUND, "base_url": given}).base_url == kept


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://api.example.com", "https://"),
        ("http://localhost.example.com", "https://"),
        ("http://127.0.0.1.example.com", "https://"),
        ("http://192.168.0.7", "https://"),
        ("ftp://api.example.com", "https://"),
        ("api.example.com", "https://"),
        ("https://ann:hunter2@api.example.com", "user or password"),
        ("http://localhost@evil.example", "user or password"),
        ("https://api.example.com/?token=hunter2", "'?'"),
        ("https://api.example.com/#", "'#'"),
        ("https://api.example.com\\@evil.example", "characters"),
        ("https://api.example.com/\n", "characters"),
        ("https://api.exam\u202eple.com", "characters"),
        ("https:///v3", "no host"),
        ("https://:443", "no host"),
        ("https://a%20b.example", "no host"),
        ("https://api.example.com:99999", "can be read"),
        ("https://[::1", "can be read"),
    ],
)
def test_an_unsafe_address_is_refused_without_repeating_it(address: str, said: str) -> None:
    found = mistakes({"base_url": address})
    assert list(found) == ["base_url"]
    assert said in found["base_url"]
    assert "hunter2" not in found["base_url"]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("read_only", "false", "true or false"),
        ("read_only", 0, "true or false"),
        ("service", 5, "text between quotes"),
        ("service", "", "one word"),
        ("project", "two words", "one word"),
        ("project", "a\x1b[2J", "one word"),
        ("auth", "oauth", "'signin', 'jwt', 'basic' or 'token'"),
        ("options", "bodies", "words like key=value"),
        ("options", "a=1 a=2", "names a key twice"),
        ("options", "a='1", "quote without its other half"),
        ("options", "a=\x1b", "can't be shown"),
        ("email", "ann", "e-mail"),
        ("email", "ann@exa\u202emple.com", "e-mail"),
        ("email", "a:nn@example.com", "e-mail"),
        ("email", "ann@\udcff", "e-mail"),
        ("environment", "PRODUCTION AND MORE", "short word"),
        ("environment", "", "short word"),
        ("accent", "red", "colour"),
        ("accent", "#12345", "colour"),
        ("secret", 12345, "text between quotes"),
        ("secret", "hunter2", "never the secret itself"),
        ("base-url", "x", "did you mean “base_url”?"),
        ("Read_Only", False, "did you mean “read_only”?"),
        ("password", "hunter2", "secrets don't stand in this file"),
    ],
)
def test_a_wrong_value_is_named_by_its_key_in_plain_words(key: str, value: object, said: str) -> None:
    found = mistakes({key: value})
    assert list(found) == [key]
    assert said in found[key]


@pytest.mark.parametrize("auth", ["signin", "basic"])
def test_signing_in_needs_an_email(auth: str) -> None:
    assert mistakes({"auth": auth, "email": None}) == {"email": f'is needed for auth = "{auth}"'}


def test_a_token_needs_no_email() -> None:
    assert Profile.checked({**SOUND, "auth": "jwt", "email": None}).email is None


def test_all_mistakes_are_named_at_once() -> None:
    found = mistakes(
        {"service": "tiledesc", "base_url": None, "email": None, "accent": "red", "colour": "red"}, {"tiledesk"}
    )
    assert set(found) == {"service", "base_url", "email", "accent", "colour"}
    assert found["service"] == "“tiledesc” is no service that segtui knows; did you mean “tiledesk”?"
    assert found["base_url"] == "is missing"


def test_an_unknown_service_alone_is_refused_when_the_services_are_known() -> None:
    assert list(mistakes({"service": "other"}, {"tiledesk"})) == ["service"]
    assert Profile.checked({**SOUND, "service": "other"}).service == "other"


def test_a_refused_profile_is_a_usage_error_that_carries_no_value_along() -> None:
    with pytest.raises(InvalidProfile) as caught:
        Profile.checked({**SOUND, "secret": "hunter2", "password": "hunter2", "\x1b]52;c;aGk=\x07": 1})
    assert caught.value.trouble is Trouble.USAGE
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert "hunter2" not in "".join(traceback.format_exception_only(caught.value)) + repr(vars(caught.value))
    assert "\x1b" not in caught.value.message


@pytest.mark.parametrize("name", ["shop", "Shop-1", "a.b_c", "7", "x" * 40])
def test_a_plain_word_can_name_a_profile(name: str) -> None:
    assert name_mistake(name) is None


@pytest.mark.parametrize("name", ["", "x" * 41, "a b", "..", "-p", "../x", "é", "[/red] VIP", "a\n", "\u202egnp.exe"])
def test_what_could_be_taken_for_something_else_cannot_name_a_profile(name: str) -> None:
    mistake = name_mistake(name)
    assert mistake is not None
    assert "can't be a profile's name" in mistake
    assert mistake.isprintable()


def test_the_demos_name_is_taken() -> None:
    assert "built-in" in (name_mistake("demo") or "")
