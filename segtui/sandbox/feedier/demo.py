"""The demo's teams, people and reports. The segments are in `stored`."""

from datetime import UTC, datetime, timedelta

from segtui.sandbox.feedier.documents import Document, written

OLD = datetime(2023, 3, 2, 9, tzinfo=UTC)
"""When the demo's company began to use the service."""

OTHER_TEAM, OTHER_USER = 90, 99
"""Of another organisation."""

_TEAMS = (
    (1, "Casa Aurora", None),
    (4, "North", 1),
    (5, "South", 1),
    (6, "Milan", 4),
    (7, "Naples", 5),
    (8, "Customer support", 1),
    (9, "Turin", 4),
    (10, "Bologna", 4),
    (11, "Palermo", 5),
    (12, "Bari", 5),
    (13, "E-commerce", 1),
    (14, "Franchise [b]& partners[/b]", 1),
    (15, "Chef's table", 13),
    (OTHER_TEAM, "Dental clinic Verdi", None),
)

_USERS = (
    (21, "Ada Rossi", "ada@example.com", "admin", 1),
    (22, "Noah Berg", "noah@example.com", "admin", 13),
    (23, "Chiara Conti", "chiara@example.com", "editor", 4),
    (24, "Theo Marsh", "theo@example.com", "viewer", 1),
    (25, "Salvatore Greco", "salvatore@example.com", "admin", 5),
    (26, "Dora Klein", "dora@example.com", "restricted_viewer", 8),
    (27, "佐藤さくら", "sakura@example.com", "viewer", 13),
    (28, "Siobhán O'Neill", "siobhan@example.com", "editor", 8),
    (29, "[@click=app.quit]Marta[/]", "marta@example.com", "viewer", 14),
    (30, "Łukasz Wójcik", "lukasz@example.com", "viewer", 6),
    (31, "Ines Gaillard", "ines@example.com", "editor", 5),
    (32, "Raúl Núñez", "raul@example.com", "viewer", 7),
    (33, "Rhys Hughes", "rhys@example.com", "user", 9),
    (34, "Elena Petrova", "elena@example.com", "viewer", 10),
    (35, "George Whitfield", "george@example.com", "viewer", 11),
    (36, "Aisha Khan", "aisha@example.com", "viewer", 12),
    (37, "Jonas Köhler", "jonas@example.com", "viewer", 13),
    (OTHER_USER, "Vera Verdi", "vera@example.org", "admin", OTHER_TEAM),
)

_REPORTS = (
    (401, "Weekly promoters", 902, '[{"Nps":{"$in":["promoter"]}}]', 4),
    (402, "Board: last month", 903, '[{"TimePeriod":{"$eq":"date_last_month","$type":"and"}}]', 1),
    (403, "Hotel quality", None, '[{"Form":{"$in":[13]}}]', 5),
    (404, "Monday stand-up", 902, "[]", 1),
    (405, "Support calls", 908, '[[{"Form":{"$in":[14],"$type":"and"}}]]', 8),
    (406, "Of a segment long gone", 777, "[]", 1),
)


def teams() -> dict[int, Document]:
    """Make the teams by id, another organisation's included."""
    return {
        number: {"id": number, "name": name, "parent_team_id": parent, **_times(place)}
        for place, (number, name, parent) in enumerate(_TEAMS)
    }


def users() -> dict[int, Document]:
    """Make the users by id, another organisation's included."""
    return {
        number: {
            "id": number,
            "name": name,
            "email": email,
            "role": role,
            "primary_team_id": team,
            "team_id": team,
            **_times(place),
        }
        for place, (number, name, email, role, team) in enumerate(_USERS)
    }


def reports() -> dict[int, Document]:
    """Make the reports by id."""
    return {
        number: {"id": number, "name": name, "segment_id": segment, "fql": fql, "team_id": team, **_times(place)}
        for place, (number, name, segment, fql, team) in enumerate(_REPORTS)
    }


def _times(place: int) -> Document:
    stamp = written(OLD + timedelta(days=place))
    return {"created_at": stamp, "updated_at": stamp}
