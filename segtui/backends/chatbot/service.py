"""What is known of ChatBot.com without asking it. The backend comes with a connection, the HTTP library too."""

from collections.abc import Mapping
from typing import Any

from segtui.backends.base import Abilities, Ability, Backend, Connection, Service
from segtui.backends.chatbot.details import DETAILS
from segtui.backends.chatbot.dialect import ChatBotDialect
from segtui.backends.chatbot.options import OPTIONS, Choices
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import LeadColumns


def _open(connection: Connection) -> Backend:
    from segtui.backends.chatbot.backend import ChatBotBackend  # noqa: PLC0415 - 100 ms; the first screen comes first

    return ChatBotBackend(connection)


def _check_settings(settings: Mapping[str, Any]) -> str:
    if settings.get("project") is not None:
        return "project has no meaning for ChatBot.com: a token belongs to one company. Leave it out."
    return Choices.of(settings.get("options") or {}).filter_mistake()


SERVICE = Service(
    name="chatbot",
    title="ChatBot.com",
    lead_word=LeadWord("user", "users"),
    dialect=ChatBotDialect(),
    abilities=Abilities(
        {
            Ability.LINKS: "ChatBot.com's segments are for everybody in the company",
            Ability.PREVIEW_RULE: "ChatBot.com knows no rules, so segtui finds out itself whom one selects",
        }
    ),
    auth_kinds=("token",),
    project_word=None,
    open=_open,
    check_settings=_check_settings,
    details=DETAILS,
    options=OPTIONS,
    lead_columns=LeadColumns(
        first=("default_email", "default_city", "default_country"),
        last=("conversations", "createdAt", "lastSeen"),
        # What tells no two users apart for a person, or is the name already.
        extra=(
            "id",
            "default_name",
            "default_avatar",
            "default_ip",
            "default_referrer",
            "default_timezone",
            "default_url",
        ),
    ),
    sample_size=20_000,
)
