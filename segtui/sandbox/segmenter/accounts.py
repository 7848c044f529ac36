"""Whose a key is. There is no sign-in: the vendor hands a key out, and it is sent as it is."""

import random
from collections.abc import Mapping
from typing import NamedTuple


class Account(NamedTuple):
    """Somebody with a key.

    Attributes:
        retailer: Whose segments the key reaches.
        api_key: For the `x-api-key` header, without quotes around it.
    """

    retailer: str
    api_key: str


def demo_accounts() -> dict[str, Account]:
    """Make the accounts of a new sandbox, by the name that tests call them."""
    people = (("owner", "aurora"), ("colleague", "aurora"), ("outsider", "verdi"))
    return {name: Account(retailer, key_for(name, 0)) for name, retailer in people}


def key_for(name: str, number: int) -> str:
    """Make a key; the number sets an account's keys apart."""
    return random.Random(f"segmenter {name} {number}").randbytes(20).hex()  # noqa: S311 - it only has to look like one


def named_by_key(header: str, accounts: Mapping[str, Account]) -> str | None:
    """Say whose an `x-api-key` header is, None for nobody's."""
    return next((name for name, account in accounts.items() if account.api_key == header), None)
