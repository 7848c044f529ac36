"""Whose a token is. There is no sign-in: a token is made in the product and sent as it is."""

import random
import re
from collections.abc import Mapping
from typing import NamedTuple

_BEARER = re.compile(r"bearer +(\S+) *", re.IGNORECASE)


class Account(NamedTuple):
    """Somebody with a token.

    Attributes:
        user_id: The user's id on the service.
        team_id: The team whose data the token reaches, with those of the teams below it.
        role: "admin", "editor" or "viewer".
        token: For the `Authorization` header, behind "Bearer".
        old_key: The same for the API's first generation, which has keys of its own.
    """

    user_id: int
    team_id: int
    role: str
    token: str
    old_key: str

    @property
    def header(self) -> str:
        """The whole header's value."""
        return f"Bearer {self.token}"


def demo_accounts() -> dict[str, Account]:
    """Make the accounts of a new sandbox, by the name that tests call them."""
    people = (
        ("owner", 21, 1, "admin"),
        ("viewer", 24, 1, "viewer"),
        ("editor", 23, 4, "editor"),
        ("branch", 25, 5, "admin"),
        ("outsider", 99, 90, "admin"),
    )
    return {
        name: Account(user_id, team_id, role, token_for(user_id, 0), f"private-{token_for(user_id, -1)}")
        for name, user_id, team_id, role in people
    }


def token_for(user_id: int, number: int) -> str:
    """Make a token; the number sets a user's tokens apart."""
    return random.Random(f"feedier {user_id} {number}").randbytes(24).hex()  # noqa: S311 - it only has to look like one


def named_by_token(header: str, accounts: Mapping[str, Account]) -> str | None:
    """Say whose an `Authorization` header is, None for nobody's."""
    bearer = _BEARER.fullmatch(header)
    return next((name for name, account in accounts.items() if bearer and account.token == bearer[1]), None)


def named_by_old_key(header: str, accounts: Mapping[str, Account]) -> str | None:
    """Say whose an `Authorization` header of the API's first generation is, None for nobody's."""
    bearer = _BEARER.fullmatch(header)
    return next((name for name, account in accounts.items() if bearer and account.old_key == bearer[1]), None)
