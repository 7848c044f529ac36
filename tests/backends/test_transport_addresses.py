"""Where requests may go: base URLs, path segments, queries, redirects, the request log."""

import httpx
import pytest

from segtui.backends.addresses import BaseAddress, followed, loggable
from segtui.backends.errors import BadAddress, InsecureAddress, Redirected, Unsendable


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("https://api.tiledesk.com/v3", "https://api.tiledesk.com/v3"),
        ("https://api.tiledesk.com/v3/", "https://api.tiledesk.com/v3"),
        ("  https://API.example.com\n", "https://api.example.com"),
        ("https://desk.example.com:8443/a/b", "https://desk.example.com:8443/a/b"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("https://crm_1.internal", "https://crm_1.internal"),
        ("https://10.0.0.7:3000", "https://10.0.0.7:3000"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://[::1]:3000/v3", "http://[::1]:3000/v3"),
    ],
)
def test_a_base_url_keeps_its_prefix_and_loses_one_slash(text: str, told: str) -> None:
    assert str(BaseAddress(text)).replace("bücher", "xn--bcher-kva") == told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "api.tiledesk.com/v3",
        "//api.tiledesk.com",
        "ftp://api.tiledesk.com",
        "file:///etc/passwd",
        "https://",
        "https:///v3",
        "https://api.example.com/\x00",
        "https://a b.example",
        "https://localhost%2eexample.com",
        "https://h\\x",
        "https://xn--/",
        "https://example..com",
        "https://h:0",
        "https://h:99999",
        "https://h:port",
        "https://h/?page=1",
        "https://h/#top",
        "https://" + "a" * 70_000,
    ],
)
def test_a_base_url_that_cannot_be_dialled_is_refused(text: str) -> None:
    with pytest.raises(BadAddress) as caught:
        BaseAddress(text)
    assert "https://api.example.com/v3" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "http://api.tiledesk.com/v3",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://10.0.0.7",
        "http://0.0.0.0",
        "http://[::2]",
        "http://127.1",
        "https://ada:geheim@h",
        "http://localhost\\@evil.example",
        "https://geheim@h",
    ],
)
def test_a_base_url_that_would_show_credentials_is_refused_without_repeating_them(text: str) -> None:
    with pytest.raises(InsecureAddress) as caught:
        BaseAddress(text)
    assert "geheim" not in f"{caught.value}{caught.value.hint}"


def test_an_unreadable_base_url_is_told_without_its_password() -> None:
    with pytest.raises(BadAddress) as caught:
        BaseAddress("https://ada:geheim@h\n/x")
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("segment", "sent"),
    [
        ("a/b?x", "a%2Fb%3Fx"),
        ("../projects", "..%2Fprojects"),
        ("%2e%2e", "%252e%252e"),
        ("a#b;c", "a%23b%3Bc"),
        ("\\..\\", "%5C..%5C"),
        ("\r\nHost: evil", "%0D%0AHost%3A%20evil"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}", "%E2%80%AE"),
        ("...", "..."),
    ],
)
def test_no_id_leaves_its_place_in_the_path(segment: str, sent: str) -> None:
    url = BaseAddress("https://h/v3/").url(("p", segment, "end"))
    assert url.raw_path.decode() == f"/v3/p/{sent}/end"
    assert url.host == "h"


@pytest.mark.parametrize("segment", ["", ".", "..", "\ud800"])
def test_what_cannot_be_a_path_segment_is_refused(segment: str) -> None:
    with pytest.raises(Unsendable):
        BaseAddress("https://h").url(("p", segment))


def test_query_values_are_quoted() -> None:
    url = BaseAddress("https://h").url(("leads",), {"page": 0, "q": "a&b=c d#é"})
    assert url.raw_path == b"/leads?page=0&q=a%26b%3Dc%20d%23%C3%A9"


@pytest.mark.parametrize("value", ["\ud800", "x" * 70_000])
def test_a_query_value_that_cannot_be_sent_is_refused(value: str) -> None:
    with pytest.raises(Unsendable):
        BaseAddress("https://h").url(("leads",), {"q": value})


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/v3/b?x=1", "https://h/v3/b?x=1"),
        ("c", "https://h/v3/c"),
        ("https://h/d", "https://h/d"),
        ("https://h:443/d", "https://h/d"),
        ("//h/d#f", "https://h/d"),
        ("https://eve:pw@h/d", "https://h/d"),
    ],
)
def test_a_redirect_on_the_same_host_is_followed_without_foreign_credentials(location: str, target: str) -> None:
    assert str(followed(httpx.URL("https://h/v3/a"), 302, location, allowed=True)) == target


@pytest.mark.parametrize(
    ("location", "host"),
    [
        ("https://evil.example/v3", "evil.example"),
        ("//evil.example/", "evil.example"),
        ("http://h/v3/a", "h"),
        ("https://h:8443/", "h"),
        ("https://h.evil.example", "h.evil.example"),
        ("javascript:alert(1)", ""),
        ("https://\x00/", ""),
        ("https://xn--/", ""),
        ("", ""),
    ],
)
def test_a_redirect_elsewhere_is_named_and_not_followed(location: str, host: str) -> None:
    with pytest.raises(Redirected) as caught:
        followed(httpx.URL("https://h/v3/a"), 302, location, allowed=True)
    assert caught.value.host == host


def test_a_redirect_that_is_not_allowed_is_not_followed() -> None:
    with pytest.raises(Redirected):
        followed(httpx.URL("https://h/a"), 302, "/b", allowed=False)


@pytest.mark.parametrize("key", ["token", "secret_token", "Password", "api_key", "access%5Ftoken", "sig%6Eature"])
def test_the_request_log_hides_values_of_secret_keys(key: str) -> None:
    shown = loggable(httpx.URL(f"https://h/a?page=1&{key}=geheim&z="))
    assert shown == f"/a?page=1&{key}=***&z="
