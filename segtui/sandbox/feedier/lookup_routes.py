"""What segments are about and for: teams, users, reports, and the forms of the API's first generation."""

from starlette.responses import Response

from segtui.sandbox.feedier import voices
from segtui.sandbox.feedier.call import Call
from segtui.sandbox.feedier.documents import Document, written_for_users
from segtui.sandbox.feedier.paging import counted_page, page_size
from segtui.sandbox.feedier.wire import json_answer

_PAGE, _USER_PAGE = 10, 15
_REPORT_FIELDS = ("id", "name", "segment_id", "fql", "created_at", "updated_at")


def teams(call: Call) -> Response:
    """Answer with a page of teams."""
    visible = call.box.visible_teams(call.account)
    rows = [team for team in call.box.teams.values() if team["id"] in visible and _has(call, team, "name")]

    def show(team: Document) -> Document:
        if "users" not in call.query.get("include", "").split(","):
            return team
        return {**team, "users": [_user(user) for user in call.box.users.values() if user["team_id"] == team["id"]]}

    return json_answer(counted_page(call, rows, page_size(call, "limit", _PAGE), show))


def users(call: Call) -> Response:
    """Answer with a page of users."""
    visible = call.box.visible_teams(call.account)
    rows = [
        user
        for user in call.box.users.values()
        if user["team_id"] in visible and all(_has(call, user, field) for field in ("name", "email", "role"))
    ]
    return json_answer(counted_page(call, rows, page_size(call, "per_page", _USER_PAGE), _user))


def reports(call: Call) -> Response:
    """Answer with a page of reports."""
    visible = call.box.visible_teams(call.account)
    wanted = call.query.get("filter", "").casefold()
    rows = [
        report
        for report in call.box.reports.values()
        if report["team_id"] in visible and wanted in report["name"].casefold()
    ]

    def show(report: Document) -> Document:
        return {field: report[field] for field in _REPORT_FIELDS}

    return json_answer(counted_page(call, rows, page_size(call, "limit", _PAGE), show))


def carriers(call: Call) -> Response:
    """Answer with the forms, as the API's first generation does."""
    visible = call.box.visible_teams(call.account)
    forms = (*voices.FORMS, voices.OTHER_FORM)
    return json_answer([{"id": form.id, "name": form.name} for form in forms if form.team_id in visible])


def _has(call: Call, document: Document, field: str) -> bool:
    return call.query.get(f"filter[{field}]", "").casefold() in document[field].casefold()


def _user(user: Document) -> Document:
    return {**user, **{field: written_for_users(user[field]) for field in ("created_at", "updated_at")}}
