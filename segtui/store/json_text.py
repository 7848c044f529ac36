"""JSON as the text of a file or a database field."""

import json

from segtui.domain.values import JsonValue

_ENCODER = json.JSONEncoder(separators=(",", ":"), default=dict)


def to_text(form: JsonValue) -> str:
    """Write JSON, all of it ASCII: so any text fits, lone surrogates too."""
    return _ENCODER.encode(form)


def from_text(text: str) -> JsonValue:
    """Read JSON.

    Raises:
        ValueError: It isn't JSON, or nested too deeply to be read.
    """
    try:
        form: JsonValue = json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return form
