"""A hostile service repeats the secret in its answers: none of it comes out, whichever way it went in."""

import base64
import html
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from pydantic import SecretStr

from segtui.backends.base import Backend, Connection
from segtui.backends.errors import ServiceError
from segtui.backends.limits import Limits
from segtui.backends.redaction import Redaction
from segtui.backends.registry import service
from segtui.domain.exchanges import as_curl
from segtui.domain.people import Person, leads_of
from segtui.domain.rules import Group
from segtui.domain.segments import SegmentDraft, SegmentKind
from segtui.store.register import MemoryRegister
from segtui.store.secret_text import usable_secret

BASE = "https://parrot.invalid"
MARK = "Geh/eim"
"""Part of each secret; what is left of one that was blotted out in part."""
LONG = f"{'y' * 70}/{MARK}"

WAYS = {
    "signin": ("tiledesk", "signin", f'"{MARK} wörd\\', None),
    "basic": ("tiledesk", "basic", f'"{MARK} wörd\\', None),
    "jwt": ("tiledesk", "jwt", f"JWT  {MARK}+x=.{LONG}", f"{MARK}+x=.{LONG}"),
    "api key": ("feedier", "token", f"Authorization: Bearer 12|{MARK}", f"12|{MARK}"),
    "developer token": ("chatbot", "token", MARK, None),
    "x-api-key": ("segmenter", "token", f'x-api-key: "{MARK}"', MARK),
}
"""Service, way to sign in, the secret as the profile has it, and as it is sent where that is another text."""

Answer = tuple[int, Mapping[str, str], bytes]


def says(body: Any, status: int = 400) -> Answer:
    return status, {}, body if isinstance(body, bytes) else json.dumps(body).encode()


ECHOES: Mapping[str, Callable[[str], Answer]] = {
    "as JSON": lambda secret: says({"message": f"bad secret {secret}!"}),
    "as JSON of PHP": lambda secret: says(json.dumps({"message": f"bad {secret}"}).replace("/", "\\/").encode(), 401),
    "in escapes": lambda secret: says(
        ('{"msg":"bad ' + "".join(f"\\u{ord(character):04X}" for character in secret) + '"}').encode(), 403
    ),
    "as JSON in JSON": lambda secret: says({"msg": json.dumps({"given": secret})}, 422),
    "against a field": lambda secret: says({"message": "no", "errors": {secret: [f"{secret} is bad"]}}, 422),
    "plain": lambda secret: says(f"who is {secret}?".encode(), 500),
    "as of an address": lambda secret: says(f"/sign?in={quote(secret, safe='')}&again={quote_plus(secret)}".encode()),
    "in other letters": lambda secret: says({"error": secret.upper() if len(secret) > 7 else secret}, 404),
    "in 200": lambda secret: says(
        {"message": f"bad {secret}", "errorMessage": secret, "type": "error", "status": {"code": 403, "type": secret}},
        200,
    ),
    "as another host": lambda secret: (307, {"location": f"https://{secret}.example/"}, b""),
    "as another place": lambda secret: (307, {"location": f"/there/{quote(secret)}"}, b""),
    "as when to come again": lambda secret: (429, {"retry-after": secret, "x-request-id": secret}, secret.encode()),
}
"""What a service answers, given what it was told."""


class Parrot:
    """Finds the secret in a request wherever it may be, and answers with it."""

    def __init__(self, echo: Callable[[str], Answer]) -> None:
        self._echo = echo
        self.heard: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        told = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        body = (await receive()).get("body", b"")
        header = told.get("x-api-key") or told.get("authorization") or ""
        scheme, _, rest = header.partition(" ")
        if scheme == "Basic":
            secret = base64.b64decode(rest).decode().partition(":")[2]
        else:
            secret = rest or scheme or json.loads(body)["password"]
        self.heard.append(secret)
        status, headers, content = self._echo(secret)
        fields = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": fields})
        await send({"type": "http.response.body", "body": content})


def shown_of(backend: Backend, error: ServiceError) -> str:
    """Everything that a screen, a log or a script could show of it."""
    lines = [as_curl(one, BASE) for one in backend.exchanges()]
    return "\n".join([str(error), error.hint, repr(error), repr(vars(error)), repr(backend.exchanges()), *lines])


@pytest.mark.parametrize("way", WAYS)
async def test_a_secret_that_a_service_repeats_is_blotted_out(way: str) -> None:
    name, auth, secret, sent = WAYS[way]
    is_list = name == "segmenter"
    people = leads_of([Person("1", "Ada", email="ada@example.com")]) if is_list else None
    kind = SegmentKind.DYNAMIC if name in {"tiledesk", "feedier"} else SegmentKind.STATIC
    draft = SegmentDraft("New", Group(), people=people, kind=kind)
    for form, echo in ECHOES.items():
        parrot, kept = Parrot(echo), MemoryRegister()
        connection = Connection(
            base_url=BASE,
            secret=SecretStr(secret),
            auth=auth,
            project="6" * 24 if name == "tiledesk" else None,
            email="ada@example.com",
            read_only=False,
            app=parrot,
            limits=Limits(attempts=1, first_wait=0),
            keeper=kept,
        )
        for what in ("read", "write"):
            backend = service(name).open(connection)
            if is_list and what == "read":
                continue
            with pytest.raises(ServiceError) as caught:
                await (backend.check() if what == "read" else backend.create(draft))
            await backend.close()
            told = shown_of(backend, caught.value) + repr(kept.documents())
            assert "geh" not in told.casefold(), f"{form}, {what}: {told}"
        assert set(parrot.heard) == {sent or secret}, form


@pytest.mark.parametrize("beside", ["", "Bearer ", "JWT  ", "x-api-key: "])
def test_the_shortest_secret_that_a_profile_takes_is_blotted_out(beside: str) -> None:
    secret = usable_secret(f"{beside}a1b2", "It")
    redaction = Redaction(secret)
    redaction.learn(secret.get_secret_value())
    assert redaction.text("no such key: a1b2, “a1b2”") == "no such key: ***, “***”"


def test_a_short_secret_is_a_word_like_others_in_other_letters() -> None:
    redaction = Redaction(SecretStr("wrong"))
    redaction.learn("Bearer abc")
    assert redaction.text("Wrong password wrong, Bearer abc") == "Wrong password ***, Bearer abc"


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        (f"a{MARK}&<b>", html.escape(f"a{MARK}&<b>")),
        (MARK, "".join(f"&#{ord(character)};" for character in MARK)),
        (MARK, "".join(f"&#x{ord(character):x};" for character in MARK)),
        ("eightish", "EIGHTISH"),
        (f"“{MARK}”", MARK),
        (rf"a\\{MARK}", rf"a\{MARK}"),
        (f"{'y' * 70} and {MARK}", f"{'y' * 70} and {MARK}"),
    ],
)
def test_however_a_secret_is_written_nothing_of_it_is_left(secret: str, said: str) -> None:
    assert Redaction(SecretStr(secret)).text(f'no such key: "{said}"') == 'no such key: "***"'


def test_an_answer_in_another_encoding_stays_as_it_is_but_for_the_secret() -> None:
    assert Redaction(SecretStr(MARK)).content(f"café {MARK}".encode("latin-1")) == "café ***".encode("latin-1")
