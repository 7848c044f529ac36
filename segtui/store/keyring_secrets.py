"""Secrets in the system's keyring, through the optional library of that name.

Everything here is done in a thread: the library takes 100 ms to import, and behind it is D-Bus, which may wait for
somebody to type the keyring's own password.
"""

import asyncio
import concurrent.futures
import importlib.util
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from pydantic import SecretStr

from segtui.domain.text import quoted
from segtui.store.errors import SecretUnavailable
from segtui.store.secret_text import usable_secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

KEYRING_SECONDS = 30.0
"""Long enough to unlock a keyring by hand."""

_SERVICE = "segtui"

_OTHER_WAYS = "point the profile at env:NAME, command:… or ask instead"

T = TypeVar("T")


async def kept_in_keyring(profile: str) -> SecretStr:
    """The secret that was kept for a profile.

    Raises:
        SecretUnavailable: There is none, or no keyring to trust.
    """
    secret = await _with_keyring(lambda keyring: keyring.get_password(_SERVICE, profile))
    if secret is None:
        raise SecretUnavailable(
            f"The keyring holds no secret for the profile {quoted(profile)}.",
            hint=f"Keep one there with: keyring set {_SERVICE} {profile}; or {_OTHER_WAYS}.",
        )
    return usable_secret(secret, f"The keyring's secret for the profile {quoted(profile)}")


async def keep_in_keyring(profile: str, secret: SecretStr) -> None:
    """Keep a profile's secret in the keyring, in place of the one it has.

    Raises:
        SecretUnavailable: The secret can't be used, or no keyring keeps it.
    """
    text = usable_secret(secret.get_secret_value(), "The secret to be kept").get_secret_value()

    def keep(keyring: "KeyringBackend") -> bool:
        keyring.set_password(_SERVICE, profile, text)
        return keyring.get_password(_SERVICE, profile) == text

    # Some take a password and forget it at once, without a word.
    if not await _with_keyring(keep):
        raise SecretUnavailable("The keyring didn't keep the secret.", hint=f"To go on, {_OTHER_WAYS}.")


async def forget_in_keyring(profile: str) -> bool:
    """Remove a profile's secret from the keyring.

    Returns:
        Whether there was one.

    Raises:
        SecretUnavailable: There is no keyring to trust, or it won't.
    """

    def forget(keyring: "KeyringBackend") -> bool:
        if keyring.get_password(_SERVICE, profile) is None:
            return False
        keyring.delete_password(_SERVICE, profile)
        return True

    return await _with_keyring(forget)


async def why_no_keyring() -> str:
    """Why no secret can be kept in a keyring here, as a sentence; empty when one can. Nothing is asked or unlocked."""
    if importlib.util.find_spec("keyring") is None:
        return "segtui was installed without support for it: pip install 'segtui[keyring]'."
    try:
        await _with_keyring(_found)
    except SecretUnavailable as unavailable:
        return unavailable.message
    return ""


def _found(keyring: "KeyringBackend") -> None:
    from keyring.backends import fail, null  # noqa: PLC0415 - optional, and 100 ms
    from keyring.errors import NoKeyringError  # noqa: PLC0415 - the same

    if isinstance(keyring, fail.Keyring | null.Keyring):
        raise NoKeyringError


async def _with_keyring(work: Callable[["KeyringBackend"], T]) -> T:
    try:
        async with asyncio.timeout(KEYRING_SECONDS):
            return await _in_daemon_thread(lambda: _asked(work))
    except TimeoutError:
        raise SecretUnavailable(
            f"The keyring gave no answer within {KEYRING_SECONDS:g} seconds.",
            hint=f"It may be waiting on another screen to be unlocked; do that, or {_OTHER_WAYS}.",
        ) from None


async def _in_daemon_thread(work: Callable[[], T]) -> T:
    """Like `asyncio.to_thread`, but a call that never returns doesn't keep the program from ending."""
    outcome: concurrent.futures.Future[T] = concurrent.futures.Future()
    outcome.set_running_or_notify_cancel()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 - handed over whole to whoever waits, as executors do
            outcome.set_exception(error)

    threading.Thread(target=run, name="segtui-keyring", daemon=True).start()
    return await asyncio.wrap_future(outcome)


def _asked(work: Callable[["KeyringBackend"], T]) -> T:
    """Import the library and let its keyring do some work; its errors become ours.

    They are told without their own words, which may quote what was to be kept.
    """
    try:
        import keyring.errors  # noqa: PLC0415 - optional, and 100 ms
    except ImportError:
        raise SecretUnavailable(
            "This profile's secret is in the keyring, and segtui was installed without support for it.",
            hint=f"Install it with: pip install 'segtui[keyring]'; or {_OTHER_WAYS}.",
        ) from None
    try:
        return work(_trusted_keyring())
    except keyring.errors.NoKeyringError:
        what, hint = "No keyring can be reached here; over SSH that is usual.", "To go on,"
    except (keyring.errors.KeyringLocked, keyring.errors.InitError):
        what, hint = "The keyring is locked, or can't be opened from here.", "Unlock it, or"
    except (keyring.errors.KeyringError, OSError):
        what, hint = "The keyring refused.", "Look into it with its own program, or"
    raise SecretUnavailable(what, hint=f"{hint} {_OTHER_WAYS}.")


def _trusted_keyring() -> "KeyringBackend":
    """The best keyring that doesn't write secrets down in plain text.

    The library takes such a one in silence when keyrings.alt is installed and there is nothing better.
    """
    import keyring  # noqa: PLC0415 - optional, and 100 ms
    from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415 - the same
    from keyring.errors import NoKeyringError  # noqa: PLC0415 - the same

    try:
        chosen = keyring.get_keyring()
    except (ImportError, AttributeError, ValueError, RuntimeError):
        raise SecretUnavailable(
            "The keyring that your system names for Python programs can't be loaded.",
            hint=f"Look at PYTHON_KEYRING_BACKEND and keyringrc.cfg, or {_OTHER_WAYS}.",
        ) from None
    candidates = list(chosen.backends) if isinstance(chosen, ChainerBackend) else [chosen]
    if not candidates:
        raise NoKeyringError
    for candidate in candidates:
        if not _is_plain_text(candidate):
            return candidate
    raise SecretUnavailable(
        "The only keyring here writes secrets into a file in plain text, so segtui doesn't use it.",
        hint=f"Install a real keyring, or {_OTHER_WAYS}.",
    )


def _is_plain_text(backend: "KeyringBackend") -> bool:
    return any(
        kind.__module__.startswith("keyrings.alt") and kind.__name__ == "PlaintextKeyring"
        for kind in type(backend).__mro__
    )
