"""What a segment may be created and changed with. The two differ: changing checks next to nothing."""

from typing import Any

from segtui.sandbox.tiledesk.documents import Document
from segtui.sandbox.tiledesk.errors import Invalid

_FILTER_KEYS = ("field", "operator", "value")


def new_segment(body: Any) -> Document:
    """Read the body of a POST.

    Returns:
        Name, match and filters, as stored.

    Raises:
        Invalid: Something required is missing, empty or of a wrong type.
    """
    form = body if isinstance(body, dict) else {}
    filters = _filters(form.get("filters", []))
    for entry in filters or ():
        _required(entry.get("field"))
        _required(entry.get("operator"))
        if entry.get("value") is None or _has_key_like_operator(entry["value"], with_dots=True):
            raise Invalid
        if entry["value"] == {}:
            # Empty objects are dropped on storing.
            del entry["value"]
    return {"name": _required(form.get("name")), "match": _required(form.get("match", "all")), "filters": filters}


def changes(body: Any) -> Document:
    """Read the body of a PUT, which may leave a segment without a name or a filter without a value.

    Returns:
        Those of name, match and filters that the body holds and that aren't null.

    Raises:
        Invalid: One of them can't be made its type.
    """
    form = body if isinstance(body, dict) else {}
    found: Document = {key: _text(form[key]) for key in ("name", "match") if form.get(key) is not None}
    if form.get("filters") is not None:
        found["filters"] = _filters(form["filters"])
        if any(_has_key_like_operator(entry.get("value"), with_dots=False) for entry in found["filters"] or ()):
            raise Invalid
    return found


def _filters(given: Any) -> list[Document] | None:
    """Keep what the schema knows of filters; a single one becomes a list of one."""
    if given is None:
        return None
    entries = [given] if isinstance(given, dict) else given
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Invalid
    return [{key: _filter_part(key, entry[key]) for key in _FILTER_KEYS if key in entry} for entry in entries]


def _filter_part(key: str, value: Any) -> Any:
    return value if key == "value" or value is None else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, dict | list):
        raise Invalid
    return str(value).lower() if isinstance(value, bool) else str(value)


def _required(value: Any) -> str:
    if value is None or value == "":
        raise Invalid
    return _text(value)


def _has_key_like_operator(value: Any, *, with_dots: bool) -> bool:
    """Look for keys that the database driver refuses inside a document."""
    if isinstance(value, list):
        return any(_has_key_like_operator(member, with_dots=with_dots) for member in value)
    if not isinstance(value, dict):
        return False
    return any(
        key.startswith("$") or (with_dots and "." in key) or _has_key_like_operator(member, with_dots=with_dots)
        for key, member in value.items()
    )
