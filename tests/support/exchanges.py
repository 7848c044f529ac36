"""Requests as they may stand in the log, always the same."""

from datetime import UTC, datetime, timedelta

from segtui.domain.exchanges import Exchange

_AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def _exchange(number: int, method: str, path: str, status: int | None, outcome: str, attempt: int = 1) -> Exchange:
    return Exchange(_AT + timedelta(seconds=number), method, path, status, 0.02 * number + 0.01, attempt, outcome)


EXCHANGES = (
    _exchange(0, "POST", "/v3/auth/signin", 200, "ok"),
    _exchange(1, "GET", "/v3/65f0/segments?page=0&limit=100", 200, "ok"),
    _exchange(2, "GET", "/v3/65f0/leads?segment=66a1&limit=50&page=0", 503, "unavailable"),
    _exchange(3, "GET", "/v3/65f0/leads?segment=66a1&limit=50&page=0", 200, "ok", attempt=2),
    _exchange(4, "PUT", "/v3/65f0/segments/66a1f0c2b7d3e4a500000000", None, "outcome-unknown"),
    _exchange(5, "GET", "/v3/65f0/leads?segment=66a2&limit=50&page=0", None, "cancelled"),
    _exchange(6, "GET", "/v3/65f0/\x1b]52;c;aGk=\x07?q=[/red]", 401, "credentials-refused"),
)
