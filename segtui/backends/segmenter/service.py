"""What is known of Segmenter without asking it. The backend, and with it the HTTP library, comes with a connection."""

from collections.abc import Mapping
from typing import Any

from segtui.backends.base import Abilities, Ability, Backend, Connection, Service
from segtui.backends.details import ProfileOption
from segtui.backends.segmenter.details import DETAILS
from segtui.backends.segmenter.dialect import NO_RULES, SegmenterDialect
from segtui.backends.segmenter.targets import CREATE_METHOD, CREATE_PATH, UPDATE_METHOD, UPDATE_PATH, path_mistake
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import LeadColumns
from segtui.domain.people import PhoneField


def _open(connection: Connection) -> Backend:
    from segtui.backends.segmenter.backend import SegmenterBackend  # noqa: PLC0415 - 100 ms; the first screen is first

    return SegmenterBackend(connection)


def _check_settings(settings: Mapping[str, Any]) -> str:
    return path_mistake(settings.get("options") or {})


_OPTIONS = (
    ProfileOption(CREATE_PATH, "Path of new", "Where new segments go, below the base URL.", (), "/segments"),
    ProfileOption(
        UPDATE_PATH, "Path of changes", "Where changed segments go; {id} stands for the segment's id.", (), "/segments"
    ),
    ProfileOption(CREATE_METHOD, "Method of new", "How new segments are sent.", ("POST", "PUT"), "POST"),
    ProfileOption(
        UPDATE_METHOD, "Method of changes", "How changed segments are sent.", ("PUT", "POST", "PATCH"), "PUT"
    ),
    ProfileOption(
        "phone_field",
        "Phone field",
        "What a person's phone is called: Segmenter's pages have both names.",
        tuple(PhoneField),
        PhoneField.PHONE,
    ),
    ProfileOption(
        "update_tag",
        "Tag in changes",
        "Whether changes repeat the segment's tag, so that it isn't lost; no for a service that refuses it there.",
        ("yes", "no"),
        "yes",
    ),
)

SERVICE = Service(
    name="segmenter",
    title="Segmenter",
    lead_word=LeadWord("person", "people"),
    dialect=SegmenterDialect(),
    abilities=Abilities(
        {
            Ability.DELETE: "Segmenter deletes nothing; D on the screen empties the list or forgets the copy here",
            Ability.LEADS: "Segmenter shows nobody; who is on a list is known from what was sent",
            Ability.PREVIEW_RULE: NO_RULES,
            Ability.LINKS: "Segmenter's segments can't be given to anybody",
            Ability.RULES: NO_RULES,
            Ability.MEMBERS: "Segmenter takes whole lists only: change the list, and it is sent with everybody on it",
        }
    ),
    auth_kinds=("token",),
    project_word=None,
    open=_open,
    check_settings=_check_settings,
    details=DETAILS,
    options=_OPTIONS,
    lead_columns=LeadColumns(first=("externalId", "firstName", "lastName", "email", "phone")),
)
