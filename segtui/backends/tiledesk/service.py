"""What is known of Tiledesk without asking it. The backend, and with it the HTTP library, comes with a connection."""

from collections.abc import Mapping
from typing import Any

from segtui.backends.base import Abilities, Ability, Backend, Connection, Service
from segtui.backends.tiledesk.dialect import TiledeskDialect
from segtui.backends.tiledesk.fields import is_object_id
from segtui.domain.lead_word import LEADS
from segtui.domain.leads import LeadColumns


def _open(connection: Connection) -> Backend:
    from segtui.backends.tiledesk.backend import TiledeskBackend  # noqa: PLC0415 - 100 ms; the first screen comes first

    return TiledeskBackend(connection)


def _check_settings(settings: Mapping[str, Any]) -> str:
    project = settings.get("project")
    if project is not None and not is_object_id(str(project)):
        return "project must be the id of a Tiledesk project: 24 digits, 0-9 and a-f, as in the dashboard's address."
    if settings.get("auth") in {"signin", "basic"} and not settings.get("email"):
        return "email is needed to sign in with a password."
    return ""


SERVICE = Service(
    name="tiledesk",
    title="Tiledesk",
    lead_word=LEADS,
    dialect=TiledeskDialect(),
    abilities=Abilities(
        {
            Ability.LINKS: "Tiledesk's segments are for everybody in the project",
            Ability.MEMBERS: "Tiledesk's segments are rules: whoever meets the rule is in",
        }
    ),
    auth_kinds=("signin", "jwt", "basic"),
    open=_open,
    check_settings=_check_settings,
    lead_columns=LeadColumns(
        first=("email",),
        last=("createdAt", "updatedAt"),
        # What tells no two leads apart for a person, or is the name already.
        extra=("_id", "id", "id_project", "__v", "status", "createdBy", "lead_id", "fullname"),
    ),
)
