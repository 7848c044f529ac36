"""What a service repeats of the credentials is taken out of its words, however it writes them."""

import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, TypeAlias

from pydantic import SecretStr

from segtui.domain.text import BESIDE_SECRETS, SHORTEST_SECRET

Clean: TypeAlias = Callable[[str], str]
"""Takes out of a text what nobody may read."""

BLOT: Final = "***"

_LEAST_TELLING = 8
"""Characters; a shorter secret may be a word of everybody's, and is looked for in its own letters only."""

_TELLING = 64
"""Characters by which a longer secret is known; what follows them in one piece goes too. All would take a second."""


class Redaction:
    """Blots out the credentials of one profile in outside text.

    Args:
        secret: The profile's; more becomes known when it is sent.
    """

    def __init__(self, secret: SecretStr | None = None) -> None:
        self._known: dict[SecretStr, None] = {}
        if secret is not None:
            self._add(secret.get_secret_value().strip(" \"'“”"))

    def learn(self, header: str) -> None:
        """Take note of what is sent as credentials: the value of their header."""
        for word in header.split():
            if word.casefold() not in BESIDE_SECRETS:
                self._add(word)

    def text(self, text: str) -> str:
        """The text without credentials.

        Args:
            text: All that was said: of what is cut within a secret, the beginning would stay.
        """
        for secret in self._known:
            text = _pattern(secret).sub(BLOT, text)
        return text

    def content(self, content: bytes) -> bytes:
        """The same for the body of an answer; what is JSON stays JSON."""
        return self.text(content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def _add(self, secret: str) -> None:
        # The blots would tell a shorter one; profiles don't take it.
        if len(secret) >= SHORTEST_SECRET:
            self._known[SecretStr(secret)] = None


@lru_cache(maxsize=32)
def _pattern(secret: SecretStr) -> re.Pattern[str]:
    """What finds a secret: each of its characters as it is, or as JSON, addresses and web pages write it."""
    text = re.sub(r"\\+", r"\\", secret.get_secret_value())
    start, rest = text[:_TELLING], text[_TELLING:]
    tail = "" if not rest else r'[^"<]*+' if " " in rest else r'[^"<\s]*+'
    as_it_is = len(text) < _LEAST_TELLING
    return re.compile("".join(_written(character, as_it_is=as_it_is) for character in start) + tail)


def _written(character: str, *, as_it_is: bool) -> str:
    cases = {character}
    if not as_it_is:
        cases |= {case for case in (character.upper(), character.lower()) if len(case) == 1}
    return f"(?:{'|'.join(way for case in sorted(cases) for way in _ways(case))})"


def _ways(character: str) -> Iterator[str]:
    # With more backslashes the more texts it is in a text of; how many there are of its own doesn't matter.
    yield r"\\++" if character == "\\" else rf"\\*+{re.escape(character)}"
    in_utf_16 = character.encode("utf-16-be", "surrogatepass").hex()
    in_json = "".join(rf"\\++u{in_utf_16[place : place + 4]}" for place in range(0, len(in_utf_16), 4))
    in_address = "".join(f"%{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))
    yield f"(?i:{in_json}|{in_address}|&#(?:0*+{ord(character)}|x0*+{ord(character):x});)"
    yield re.escape(html.escape(character))
    if character == " ":
        yield r"\+"
