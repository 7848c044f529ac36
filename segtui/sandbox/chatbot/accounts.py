"""Whose a token is. There is no sign-in: a token is copied from the product's settings and sent as it is."""

import random
import re
from collections.abc import Mapping
from typing import NamedTuple

_BEARER = re.compile(r"bearer +(\S+) *", re.IGNORECASE)
"""One public integration sends two blanks, so that more than one has to do."""


class Account(NamedTuple):
    """Somebody with a token. A token has no rights less than another: it opens all of the company's data, or nothing.

    Attributes:
        token: For the `Authorization` header, behind "Bearer".
        is_for_queries: Whether it is of the older kind that lets a website talk to a bot, and nothing else.
    """

    token: str
    is_for_queries: bool = False

    @property
    def header(self) -> str:
        """The whole header's value."""
        return f"Bearer {self.token}"


def demo_accounts() -> dict[str, Account]:
    """Make the accounts of a new sandbox, by the name that tests call them."""
    return {
        "owner": Account(token_for("owner", 0)),
        "colleague": Account(token_for("colleague", 0)),
        "website": Account(token_for("website", 0), is_for_queries=True),
    }


def token_for(name: str, number: int) -> str:
    """Make a token; the number sets an account's tokens apart."""
    return random.Random(f"chatbot {name} {number}").randbytes(20).hex()  # noqa: S311 - it only has to look like one


def named_by_token(header: str, accounts: Mapping[str, Account]) -> str | None:
    """Say whose an `Authorization` header is, None for nobody's."""
    bearer = _BEARER.fullmatch(header)
    return next((name for name, account in accounts.items() if bearer and account.token == bearer[1]), None)
