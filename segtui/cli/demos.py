"""The built-in profiles: a service of the sandbox for each, and how it is signed in to. No account, no network."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from segtui.domain.values import JsonValue

MakeBox: TypeAlias = Callable[[str], Any]
"""Makes the sandbox of a service by its name."""


def make_box(service: str) -> Any:
    """Make the sandbox of a service. Tiledesk's comes with the package; each other is loaded when it is wanted."""
    from segtui import sandbox  # noqa: PLC0415 - only the demo needs it

    match service:
        case "feedier":
            return sandbox.FeedierSandbox()
        case "chatbot":
            return sandbox.ChatBotSandbox()
        case "segmenter":
            return sandbox.SegmenterSandbox()
        case _:
            return sandbox.TiledeskSandbox()


def settings_of(service: str, box: Any) -> Mapping[str, Any]:
    """The settings of the profile that leads to a sandbox.

    Args:
        service: Whose sandbox it is.
        box: The sandbox.
    """
    common = {
        "service": service,
        # A name that no network can find (RFC 2606), should a request ever leave the process.
        "base_url": f"https://{service}.sandbox.invalid{box.base_path}",
        "secret": "ask",
        "environment": "DEMO",
        "read_only": False,
    }
    return {**common, **_SIGN_INS[service](box)}


def secret_of(service: str, box: Any) -> str:
    """What the sandbox takes as password or token."""
    owner = box.accounts["owner"]
    return str(getattr(owner, _SECRETS[service]))


def known_of(service: str, box: Any) -> Mapping[str, Mapping[str, JsonValue]]:
    """What segtui has kept of a sandbox's service before, where that can't give it back: key and document."""
    match service:
        case "chatbot":
            return _KEPT
        case "segmenter":
            own = box.accounts["owner"].retailer
            kept = (one for one in box.segments.values() if one["retailer"] == own)
            return {f"segment:{one['id']}": _as_kept(one, box) for one in kept}
        case _:
            return {}


def _as_kept(stored: Mapping[str, Any], box: Any) -> Mapping[str, JsonValue]:
    """A list of the sandbox as if it had been sent from here."""
    tag = {"TagId": stored["TagId"]} if stored["TagId"] is not None else {}
    sent = {"at": stored["updatedAt"], "created_at": stored["createdAt"], "outcome": "sent"}
    return {**box.as_sent(stored["id"]), **tag, **sent}


def _selection(name: str, *conditions: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    made = "2026-11-18T16:20:00.000Z"
    rule: Mapping[str, JsonValue] = {"match": "all", "children": conditions}
    return {"name": name, "rule": rule, "created_at": made, "updated_at": made}


_KEPT: Mapping[str, Mapping[str, JsonValue]] = {
    "selection:0000000000000001": _selection(
        "Romans with an e-mail",
        {"field": "default_city", "operator": "is", "value": "Rome"},
        {"field": "default_email", "operator": "exists"},
    ),
    "selection:0000000000000002": _selection(
        "Big teams that pay nothing",
        {"field": "plan", "operator": "one of", "value": ["free", "trial"]},
        {"field": "seats", "operator": "at least", "value": 10},
    ),
    "selection:0000000000000003": _selection(
        "Talked often, not seen this year",
        {"field": "conversations", "operator": "at least", "value": 3},
        {"field": "lastSeen", "operator": "less than", "value": {"instant": "2026-01-01T00:00:00Z"}},
    ),
    "used:0000000000000001": {"at": "2026-11-19T08:45:00.000Z"},
}


def _as_member(box: Any) -> Mapping[str, Any]:
    return {"project": box.project_id, "email": box.accounts["owner"].email}


def _with_token(_box: Any) -> Mapping[str, Any]:
    return {"auth": "token"}


_SIGN_INS: Mapping[str, Callable[[Any], Mapping[str, Any]]] = {
    "tiledesk": _as_member,
    "feedier": _with_token,
    "chatbot": _with_token,
    "segmenter": _with_token,
}
_SECRETS = {"tiledesk": "password", "feedier": "token", "chatbot": "token", "segmenter": "api_key"}
"""What an account of the sandbox calls its password, token or key."""
