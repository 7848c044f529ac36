import sys
import threading
from collections.abc import Callable, Iterator

import keyring
import pytest
from keyring import backend, core
from keyring.backends import chainer, fail, null
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError, PasswordSetError
from pydantic import SecretStr
from typing_extensions import override

from segtui.store import keyring_secrets
from segtui.store.errors import SecretUnavailable
from segtui.store.keyring_secrets import forget_in_keyring, keep_in_keyring, kept_in_keyring, why_no_keyring
from segtui.store.secrets import SecretPointer, find_secret

SECRET = SecretStr("zxcvbnm-9")


class FakeKeyring(backend.KeyringBackend):
    """A keyring in memory. Negative, so that the library never takes it by itself."""

    priority = -1

    def __init__(self, kept: dict[tuple[str, str], str] | None = None) -> None:
        self.kept = kept or {}

    @override
    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


class PlaintextKeyring(FakeKeyring):
    """What keyrings.alt brings."""

    __module__ = "keyrings.alt.file"


class FailingKeyring(FakeKeyring):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError(f"can't keep {password}")


class StuckKeyring(FakeKeyring):
    """Waits as D-Bus does for somebody to unlock it."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = threading.Event()
        self.threads: list[threading.Thread] = []

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self.threads.append(threading.current_thread())
        self.unlocked.wait(30)
        return None


def made(kind: Callable[[], backend.KeyringBackend]) -> backend.KeyringBackend:
    """One of the library's own keyrings; their constructors carry no types."""
    return kind()


@pytest.fixture(autouse=True)
def no_real_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches the keyring of whoever runs it."""
    monkeypatch.setattr(core, "_keyring_backend", made(fail.Keyring))


def all_that_is_said(error: BaseException) -> str:
    link: BaseException | None = error
    said = ""
    while link is not None:
        said += f"{link!r} {link} {vars(link)!r}"
        link = link.__cause__ or link.__context__
    return said


async def test_a_secret_kept_for_a_profile_is_found_and_forgotten_again() -> None:
    fake = FakeKeyring()
    keyring.set_keyring(fake)
    await keep_in_keyring("shop", SECRET)
    assert fake.kept == {("segtui", "shop"): "zxcvbnm-9"}
    assert await find_secret(SecretPointer("keyring"), profile="shop", ask=None) == SECRET
    assert await forget_in_keyring("shop")
    assert not fake.kept
    assert not await forget_in_keyring("shop")


async def test_a_profile_without_a_secret_is_told_how_to_keep_one() -> None:
    keyring.set_keyring(FakeKeyring({("segtui", "other"): "x"}))
    with pytest.raises(SecretUnavailable, match="no secret for the profile “shop”") as caught:
        await kept_in_keyring("shop")
    assert "keyring set segtui shop" in caught.value.hint


async def test_the_keyring_is_asked_in_another_thread() -> None:
    asked_in = []

    class Noting(FakeKeyring):
        @override
        def get_password(self, service: str, username: str) -> str | None:
            asked_in.append(threading.current_thread())
            return SECRET.get_secret_value()

    keyring.set_keyring(Noting())
    await kept_in_keyring("shop")
    assert asked_in != [threading.current_thread()]


async def test_a_secret_in_the_keyring_that_would_break_a_header_is_refused_unseen() -> None:
    keyring.set_keyring(FakeKeyring({("segtui", "shop"): "zxcvbnm-9\r\nX: 1"}))
    with pytest.raises(SecretUnavailable) as caught:
        await kept_in_keyring("shop")
    assert "zxcvbnm-9" not in all_that_is_said(caught.value)


@pytest.mark.parametrize("text", ["", "x9z", "zxcvbnm-9\nmore"])
async def test_a_secret_that_could_not_be_used_is_not_kept(text: str) -> None:
    fake = FakeKeyring()
    keyring.set_keyring(fake)
    with pytest.raises(SecretUnavailable) as caught:
        await keep_in_keyring("shop", SecretStr(text))
    assert not fake.kept
    assert "zxcvbnm-9" not in all_that_is_said(caught.value)


async def test_a_keyring_that_forgets_at_once_is_found_out() -> None:
    keyring.set_keyring(made(null.Keyring))
    with pytest.raises(SecretUnavailable, match="didn't keep"):
        await keep_in_keyring("shop", SECRET)


async def test_without_a_keyring_the_other_ways_are_named() -> None:
    for attempt in (kept_in_keyring("shop"), keep_in_keyring("shop", SECRET), forget_in_keyring("shop")):
        with pytest.raises(SecretUnavailable, match="over SSH that is usual") as caught:
            await attempt
        assert all(way in caught.value.hint for way in ("env:NAME", "command:…", "ask"))


async def test_without_the_library_its_installation_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.setitem(sys.modules, "keyring.errors", None)
    with pytest.raises(SecretUnavailable, match="without support") as caught:
        await kept_in_keyring("shop")
    assert "pip install 'segtui[keyring]'" in caught.value.hint
    assert "env:NAME" in caught.value.hint


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyringLocked("zxcvbnm-9"), "locked"),
        (InitError("zxcvbnm-9"), "locked"),
        (ConnectionResetError("zxcvbnm-9"), "refused"),
    ],
)
async def test_what_a_keyring_says_is_told_in_our_words(error: Exception, said: str) -> None:
    keyring.set_keyring(FailingKeyring(error))
    with pytest.raises(SecretUnavailable, match=said) as caught:
        await kept_in_keyring("shop")
    assert "zxcvbnm-9" not in all_that_is_said(caught.value)


async def test_a_refusal_to_keep_a_secret_does_not_repeat_it() -> None:
    keyring.set_keyring(FailingKeyring(OSError()))
    with pytest.raises(SecretUnavailable, match="refused") as caught:
        await keep_in_keyring("shop", SECRET)
    assert "zxcvbnm-9" not in all_that_is_said(caught.value)


async def test_a_keyring_that_writes_plain_text_is_refused_and_never_asked() -> None:
    plain = PlaintextKeyring({("segtui", "shop"): "zxcvbnm-9"})
    keyring.set_keyring(plain)
    for attempt in (kept_in_keyring("shop"), keep_in_keyring("shop", SecretStr("newer"))):
        with pytest.raises(SecretUnavailable, match="plain text"):
            await attempt
    assert plain.kept == {("segtui", "shop"): "zxcvbnm-9"}


async def test_a_keyring_derived_from_a_plain_text_one_is_refused_too() -> None:
    class Derived(PlaintextKeyring):
        pass

    keyring.set_keyring(Derived())
    with pytest.raises(SecretUnavailable, match="plain text"):
        await kept_in_keyring("shop")


def chained(monkeypatch: pytest.MonkeyPatch, *keyrings: FakeKeyring) -> None:
    """Let the library's own chain hold these, the best first."""
    for place, member in enumerate(keyrings):
        monkeypatch.setattr(member, "priority", 9 - place, raising=False)
    monkeypatch.setattr(backend, "get_all_keyring", lambda: list(keyrings))
    keyring.set_keyring(made(chainer.ChainerBackend))


async def test_a_chain_of_keyrings_gives_its_best_and_never_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    real, plain = FakeKeyring(), PlaintextKeyring({("segtui", "shop"): "zxcvbnm-9"})
    for order in ((real, plain), (plain, real)):
        chained(monkeypatch, *order)
        with pytest.raises(SecretUnavailable, match="holds no secret"):
            await kept_in_keyring("shop")
        await keep_in_keyring("shop", SecretStr("newer"))
        assert await forget_in_keyring("shop")
        assert plain.kept == {("segtui", "shop"): "zxcvbnm-9"}


@pytest.mark.parametrize(("members", "said"), [([PlaintextKeyring()], "plain text"), ([], "No keyring")])
async def test_a_chain_without_a_keyring_to_trust_is_refused(
    monkeypatch: pytest.MonkeyPatch, members: list[FakeKeyring], said: str
) -> None:
    chained(monkeypatch, *members)
    with pytest.raises(SecretUnavailable, match=said):
        await kept_in_keyring("shop")


@pytest.mark.parametrize("named", ["no.such.Keyring", "keyring.backends.null.Missing"])
async def test_a_keyring_that_is_named_wrongly_is_told_where_to_look(
    monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setattr(core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", named)
    with pytest.raises(SecretUnavailable, match="can't be loaded") as caught:
        await kept_in_keyring("shop")
    assert "PYTHON_KEYRING_BACKEND" in caught.value.hint


@pytest.fixture
def stuck() -> Iterator[StuckKeyring]:
    stuck = StuckKeyring()
    keyring.set_keyring(stuck)
    yield stuck
    stuck.unlocked.set()
    for thread in stuck.threads:
        thread.join(10)


async def test_a_keyring_that_waits_to_be_unlocked_is_given_up(
    monkeypatch: pytest.MonkeyPatch, stuck: StuckKeyring
) -> None:
    monkeypatch.setattr(keyring_secrets, "KEYRING_SECONDS", 0.2)
    with pytest.raises(SecretUnavailable, match=r"no answer within 0\.2 seconds") as caught:
        await kept_in_keyring("shop")
    assert "unlocked" in caught.value.hint
    assert [thread.daemon for thread in stuck.threads] == [True]


async def test_a_bug_behind_the_keyring_stays_visible() -> None:
    keyring.set_keyring(FailingKeyring(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        await kept_in_keyring("shop")


# Whether there is one.


@pytest.mark.parametrize("kind", [fail.Keyring, null.Keyring])
async def test_a_keyring_that_keeps_nothing_is_none(kind: Callable[[], backend.KeyringBackend]) -> None:
    keyring.set_keyring(made(kind))
    assert "over SSH that is usual" in await why_no_keyring()


async def test_a_keyring_of_plain_text_is_none_and_a_real_one_is_one_without_being_asked() -> None:
    keyring.set_keyring(PlaintextKeyring())
    assert "plain text" in await why_no_keyring()
    keyring.set_keyring(FailingKeyring(KeyringLocked("asked")))
    assert not await why_no_keyring()


async def test_without_the_library_there_is_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert "pip install 'segtui[keyring]'" in await why_no_keyring()
