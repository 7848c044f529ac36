"""Who may sign in, and what the server makes of an `Authorization` header."""

import base64
import binascii
import json
import random
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from segtui.sandbox.tiledesk.documents import Document

ROLES = ("guest", "user", "teammate", "agent", "supervisor", "admin", "owner")
"""The service's ladder. Segments and leads want at least an agent; a role of a project's own making passes as well."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class Account(NamedTuple):
    """A person who may sign in, at least.

    Attributes:
        id: The user's id on the service.
        email: For signing in; the service compares it in lower case.
        password: For signing in.
        token: The whole header value, scheme included, as a sign-in returns it.
        role: In the demo project; "none" for no member, "disabled" for a member who was switched off.
        firstname: For greeting.
        lastname: For greeting.
        is_verified: Whether the e-mail was confirmed. If not, signing in also returns the password's hash.
    """

    id: str
    email: str
    password: str
    token: str
    role: str
    firstname: str
    lastname: str
    is_verified: bool = True

    def as_user(self) -> Document:
        """Show the account as the service does."""
        return {
            "_id": self.id,
            "email": self.email,
            "firstname": self.firstname,
            "lastname": self.lastname,
            "emailverified": self.is_verified,
        }


class Rejected(Exception):
    """A header, or a lack of one, that gives nobody.

    Attributes:
        status: 400 for a malformed header, 401 for no or wrong credentials, 403 for one with a blank too many.
    """

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def demo_accounts() -> dict[str, Account]:
    """Make the accounts of a new sandbox, by the name that tests call them."""
    people = (
        ("owner", "owner", "ada@example.com", "Ada", "Rossi"),
        ("agent", "agent", "chiara@example.com", "Chiara", "Conti"),
        ("editor", "newsletter editor", "noah@example.com", "Noah", "Berg"),
        ("teammate", "teammate", "theo@example.com", "Theo", "Marsh"),
        ("disabled", "disabled", "dora@example.com", "Dora", "Klein"),
        ("stranger", "none", "sam@example.com", "Sam", "Okafor"),
    )
    accounts = {}
    for number, (name, role, email, first, last) in enumerate(people):
        user_id = f"65f0aa11bb22cc33dd44ee{number:02x}"
        accounts[name] = Account(
            id=user_id,
            email=email,
            password=f"{name}-sandbox-password",
            token=token_for(user_id, 0),
            role=role,
            firstname=first,
            lastname=last,
            is_verified=name != "agent",
        )
    return accounts


def token_for(user_id: str, number: int) -> str:
    """Make a token that looks as the service's do, scheme included; the number sets a user's tokens apart."""
    signature = random.Random(f"{user_id} {number}").randbytes(32)  # noqa: S311 - it only has to look like one
    head = json.dumps({"alg": "HS256", "typ": "JWT"}).encode()
    claims = json.dumps({"_id": user_id, "iat": 1_795_000_000 + number}).encode()
    parts = (base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (head, claims, signature))
    return "JWT " + ".".join(parts)


def caller_of(header: str, query: Mapping[str, str], accounts: Mapping[str, Account]) -> str:
    """Find out whose request it is, in the order in which the server's layers look at the header.

    Returns:
        The account's name.

    Raises:
        Rejected: Nobody's.
    """
    name = _named_by_basic(header, accounts) or _named_by_token(header, query, accounts)
    if name is None:
        raise Rejected(400 if _is_malformed(header) else 401)
    if len(header.split(" ")) != 2:  # noqa: PLR2004 - a scheme and a value
        raise Rejected(403)
    return name


def _basic_text(header: str) -> str | None:
    """Decode the credentials of the Basic scheme, None under another scheme."""
    scheme, _, rest = header.partition(" ")
    if "basic" not in scheme.lower():
        return None
    try:
        # Node reads Base64 without its padding as well.
        return base64.b64decode(rest.split(" ")[0] + "==").decode("utf-8", "replace")
    except binascii.Error:
        return ""


def _is_malformed(header: str) -> bool:
    if not header or " " not in header:
        return bool(header)
    credentials = _basic_text(header)
    return credentials is not None and ":" not in credentials


def _named_by_basic(header: str, accounts: Mapping[str, Account]) -> str | None:
    email, _, password = (_basic_text(header) or "").partition(":")
    return next((name for name, account in accounts.items() if _is(account, email, password)), None)


def _is(account: Account, email: str, password: str) -> bool:
    return account.email == email.lower() and account.password == password


def _named_by_token(header: str, query: Mapping[str, str], accounts: Mapping[str, Account]) -> str | None:
    parts = re.match(r"(\S+)\s+(\S+)", header)
    token = parts[2] if parts and parts[1].lower() == "jwt" else query.get("secret_token", "")
    return next((name for name, account in accounts.items() if account.token == f"JWT {token}"), None)


def sign_in(body: Any, accounts: Mapping[str, Account]) -> tuple[int, Document]:
    """Answer a sign-in.

    Args:
        body: The request's body, whatever it was.
        accounts: Who there is.

    Returns:
        The answer's status and body.
    """
    form = body if isinstance(body, dict) else {}
    errors = _form_errors(form)
    if errors:
        return 422, {"errors": errors}
    account = next((account for account in accounts.values() if account.email == form["email"].lower()), None)
    if account is None:
        return 401, {"success": False, "msg": "Authentication failed. User not found."}
    if not _is(account, form["email"], form["password"]):
        return 401, {"success": False, "msg": "Authentication failed. Wrong password."}
    user = account.as_user()
    if not account.is_verified:
        user["password"] = "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"  # noqa: S105 - a made-up hash
    return 200, {"success": True, "token": account.token, "user": user}


def _form_errors(form: Document) -> list[Document]:
    valid = {
        "email": isinstance(form.get("email"), str) and _EMAIL.fullmatch(form["email"]) is not None,
        "password": isinstance(form.get("password"), str) and form["password"] != "",
    }
    return [
        {**({"value": form[name]} if name in form else {}), "msg": "Invalid value", "param": name, "location": "body"}
        for name, is_valid in valid.items()
        if not is_valid
    ]
