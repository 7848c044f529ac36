"""What is known of Feedier without asking it. The backend, and with it the HTTP library, comes with a connection."""

from collections.abc import Mapping
from typing import Any

from segtui.backends.base import Abilities, Ability, Backend, Connection, Service
from segtui.backends.details import ProfileOption
from segtui.backends.feedier.details import DETAILS
from segtui.backends.feedier.dialect import FeedierDialect
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import LeadColumns


def _open(connection: Connection) -> Backend:
    from segtui.backends.feedier.backend import FeedierBackend  # noqa: PLC0415 - 100 ms; the first screen comes first

    return FeedierBackend(connection)


def _check_settings(settings: Mapping[str, Any]) -> str:
    project = settings.get("project")
    if project is not None and not (str(project).isascii() and str(project).isdecimal()):
        return "project must be the id of a Feedier team, a whole number: the team that new segments belong to."
    return ""


_OPTIONS = (
    ProfileOption(
        "bodies",
        "Sent as",
        "How changes are sent: as web forms, as Feedier's documentation does, or as JSON.",
        ("form", "json"),
        "form",
    ),
    ProfileOption(
        "name_filter",
        "Name filter",
        "The parameter that narrows the list of segments by name: Feedier's pages name both.",
        ("filter", "filter[name]"),
        "filter",
    ),
    ProfileOption(
        "new_rules",
        "New rules",
        "How new rules are written: in one list, or each condition in a list of its own as in Feedier's address bar.",
        ("flat", "nested"),
        "flat",
    ),
)

SERVICE = Service(
    name="feedier",
    title="Feedier",
    lead_word=LeadWord("piece of feedback", "pieces of feedback", "feedback"),
    dialect=FeedierDialect(),
    abilities=Abilities({Ability.MEMBERS: "Feedier's segments are rules: whatever meets the rule is in"}),
    auth_kinds=("token",),
    project_word=("team", "teams"),
    open=_open,
    check_settings=_check_settings,
    details=DETAILS,
    options=_OPTIONS,
    lead_columns=LeadColumns(
        first=("id", "Form", "source", "Nps", "satisfaction_ratio", "created_at", "completed_at"),
        last=("answers",),
        # What stands in another column already, under another name.
        extra=(
            "carrier_id",
            "nps_profile",
            "TimePeriod",
            "attributes",
            "attribute_values.",
            "Attribute.name",
            "team_id",
        ),
    ),
)
