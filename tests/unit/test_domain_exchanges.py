"""What is remembered of a request, and the command that repeats it."""

import shlex
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from segtui.domain.exchanges import Exchange, as_curl

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def exchange(method: str = "GET", path: str = "/v3/p/leads?limit=1", outcome: str = "ok") -> Exchange:
    """A request that was answered."""
    return Exchange(AT, method, path, 200, 0.1, 1, outcome)


def test_a_read_is_repeated_by_its_address_and_a_variable_for_the_credentials() -> None:
    command = as_curl(exchange(), "https://api.example.com")
    assert shlex.split(command) == [
        "curl",
        "--request",
        "GET",
        "--header",
        "Authorization: $AUTHORIZATION",
        "https://api.example.com/v3/p/leads?limit=1",
    ]
    assert '"Authorization: $AUTHORIZATION"' in command  # in double quotes: the shell puts the variable in


def test_credentials_go_into_the_header_that_the_service_reads() -> None:
    command = as_curl(replace(exchange(), credentials_header="x-api-key"), "https://api.example.com")
    assert '"x-api-key: $AUTHORIZATION"' in command
    assert "Authorization:" not in command


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_a_write_takes_its_body_from_a_file_because_it_isnt_remembered(method: str) -> None:
    words = shlex.split(as_curl(exchange(method), "https://api.example.com"))
    assert words[words.index("--data") + 1] == "@body.json"


def test_a_write_that_was_no_json_is_repeated_as_what_it_was() -> None:
    form = replace(exchange("PUT"), content_type="application/x-www-form-urlencoded")
    words = shlex.split(as_curl(form, "https://api.example.com"))
    assert "Content-Type: application/x-www-form-urlencoded" in words
    assert words[words.index("--data") + 1] == "@body.txt"


@pytest.mark.parametrize("path", ["/x?a='$(reboot)'", "/x?a=`reboot`&b=\\", '/"; reboot; "', "/\x1b]52;c;aGk=\x07"])
def test_a_shell_obeys_nothing_in_an_address(path: str) -> None:
    command = as_curl(exchange(path=path), "https://api.example.com")
    assert len(shlex.split(command)) == 6
    assert command.isprintable()


@pytest.mark.parametrize(
    ("outcome", "words"),
    [("ok", "ok"), ("cancelled", "stopped"), ("redirected", "sent elsewhere"), ("no-answer", "no answer")],
)
def test_an_outcome_has_words(outcome: str, words: str) -> None:
    assert exchange(outcome=outcome).outcome_words == words
