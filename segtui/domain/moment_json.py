"""Moments as JSON, for what is kept on this machine: to the microsecond, with their zone."""

from datetime import datetime

from segtui.domain.values import JsonValue


def moment_to_json(moment: datetime) -> str:
    """The JSON form of a moment, to the microsecond and with its zone."""
    return moment.isoformat()


def moment_from_json(form: JsonValue) -> datetime | None:
    """The moment that a JSON value stands for; None when it stands for none, or its zone is missing."""
    try:
        moment = datetime.fromisoformat(form) if isinstance(form, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo else None
