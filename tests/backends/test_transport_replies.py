"""How an answer is read: documents, error words, and which error a status means."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from segtui.backends.errors import (
    LONGEST_DETAIL,
    CredentialsRefused,
    NotFound,
    Refused,
    RightRefused,
    ServiceError,
    ServiceFault,
    TooManyRequests,
    Unavailable,
    UnexpectedReply,
    Unsendable,
)
from segtui.backends.exchanges import DEEPEST_NESTING, Reply, encoded
from segtui.domain.errors import Trouble


def reply(status: int, content: bytes | str = b"", **headers: str) -> Reply:
    raw = content.encode() if isinstance(content, str) else content
    pairs = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    return Reply(status, raw, httpx.Headers(pairs))


@pytest.mark.parametrize(
    ("content", "document"),
    [
        (b"", None),
        (b" \r\n", None),
        (b"null", None),
        (b"\xef\xbb\xbf[1]", [1]),
        (b'{"n": 12345678901234567890, "x": 1.50}', {"n": 12345678901234567890, "x": 1.5}),
        (b'"\\ud800"', "\ud800"),
    ],
)
def test_documents_are_read(content: bytes, document: object) -> None:
    assert reply(200, content).document() == document


@pytest.mark.parametrize(
    "content",
    [
        b'{"segments": [{"name": "geheim"',
        b"geheim",
        b'{"a": NaN, "b": "geheim"}',
        b'[-Infinity, "geheim"]',
        b'[1e999, "geheim"]',
        b"[" + b"9" * 5000 + b"]",
        b'["geheim \xff"]',
        b"[" * 100_000,
        b"[" * (DEEPEST_NESTING + 1) + b"]" * (DEEPEST_NESTING + 1),
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b"<!DOCTYPE html><title>geheim</title>",
        b"\n <HTML>geheim",
    ],
    ids=range(12),
)
def test_what_is_no_document_is_refused_without_quoting_it(content: bytes) -> None:
    with pytest.raises(UnexpectedReply) as caught:
        reply(200, content).document()
    told = f"{caught.value}{caught.value.hint}{caught.value.__cause__!r}"
    assert "geheim" not in told


def test_the_deepest_document_allowed_is_read() -> None:
    content = b"[" * DEEPEST_NESTING + b"]" * DEEPEST_NESTING
    assert reply(200, content).document() is not None


def test_a_web_page_is_called_one() -> None:
    with pytest.raises(UnexpectedReply, match="web page"):
        reply(200, b"\xef\xbb\xbf<html>").document()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"success":false,"msg":"Object not found."}', "Object not found."),
        ('{"success":false,"message":"No tags"}', "No tags"),
        ('{"success":false,"error":"Lead gone"}', "Lead gone"),
        ('{"err":"error project ip filter"}', "error project ip filter"),
        ('{"errors":[{"value":"x","msg":"Invalid value","param":"email"}]}', "Invalid value"),
        ('{"type":"error.list","errors":[{"code":"nope","message":"No such contact"}]}', "No such contact"),
        ('{"error":{"message":"Too old","type":"x"}}', "Too old"),
        ('{"message":"second","msg":"first"}', "first"),
        ('{"msg":"","message":null,"error":7,"err":"last"}', "last"),
        ('"Just text"', "Just text"),
        ("Unauthorized", "Unauthorized"),
        ("<html><body>502</body></html>", "Conflict"),
        ('{"success":false}', "Conflict"),
        ("[]", "Conflict"),
        ("17", "Conflict"),
        ("", "Conflict"),
        ('{"error":' * 50 + '"deep"' + "}" * 50, "Conflict"),
    ],
)
def test_the_words_of_a_service_are_found_in_every_shape_of_error(content: str, words: str) -> None:
    assert reply(409, content).detail == words


def test_an_error_body_of_endless_nesting_or_broken_text_still_gives_an_error() -> None:
    assert isinstance(reply(500, b"[" * 60_000).error(), ServiceFault)
    assert isinstance(reply(500, b"\xff\xfe").error(), ServiceFault)


def test_the_words_of_a_service_are_cut_and_cleaned() -> None:
    error = reply(409, "\x1b]52;c;aGk=\x07" + "x" * 5000).error()
    assert isinstance(error, Refused)
    assert len(error.detail) == LONGEST_DETAIL
    assert "\x1b" not in error.message
    assert "\x07" not in error.message
    assert len(error.message) < LONGEST_DETAIL + 100


@pytest.mark.parametrize(
    ("status", "kind", "trouble"),
    [
        (400, Refused, Trouble.FAILURE),
        (401, CredentialsRefused, Trouble.DENIED),
        (403, RightRefused, Trouble.DENIED),
        (404, NotFound, Trouble.FAILURE),
        (413, Refused, Trouble.FAILURE),
        (422, Refused, Trouble.FAILURE),
        (429, TooManyRequests, Trouble.NO_ANSWER),
        (500, ServiceFault, Trouble.FAILURE),
        (501, ServiceFault, Trouble.FAILURE),
        (502, Unavailable, Trouble.NO_ANSWER),
        (503, Unavailable, Trouble.NO_ANSWER),
        (504, Unavailable, Trouble.NO_ANSWER),
        (524, Unavailable, Trouble.NO_ANSWER),
        (599, ServiceFault, Trouble.FAILURE),
        (101, UnexpectedReply, Trouble.FAILURE),
        (304, UnexpectedReply, Trouble.FAILURE),
    ],
)
def test_each_status_means_one_error(status: int, kind: type[ServiceError], trouble: Trouble) -> None:
    error = reply(status, '{"msg":"why"}').error()
    assert type(error) is kind
    assert error.trouble is trouble
    assert error.hint
    if isinstance(error, Refused):
        assert str(status) in error.message
        assert "“why”" in error.message


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("120", 120.0),
        ("9" * 5000, 999_999_999.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("", None),
        ("-1", None),
        ("nan", None),
        ("²", None),
        ("soon", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_the_wait_that_a_service_asks_for_is_read(status: int, text: str, seconds: float | None) -> None:
    error = reply(status, retry_after=text).error()
    assert isinstance(error, TooManyRequests | Unavailable)
    assert error.retry_after == seconds


def test_a_wait_given_as_a_date_is_counted_from_now() -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    error = reply(429, retry_after=until).error()
    assert isinstance(error, TooManyRequests)
    assert error.retry_after is not None
    assert 80 < error.retry_after <= 90


def test_a_body_is_compact_ascii_and_keeps_lone_surrogates() -> None:
    sent = encoded({"name": "Ä \ud800", "n": [1, 1.5, True, None]}).content
    assert sent == b'{"name":"\\u00c4 \\ud800","n":[1,1.5,true,null]}'
    assert json.loads(sent)["name"] == "Ä \ud800"


def test_what_json_has_no_word_for_is_not_sent() -> None:
    nested: list[object] = []
    nested.append(nested)
    for body in (float("nan"), [float("inf")], nested):
        with pytest.raises(Unsendable):
            encoded(body)  # type: ignore[arg-type]  # a list that holds itself has no JSON type
