"""What may be sent: names, lists of ids, attributes. Whatever isn't as it should be is refused with 400."""

import re
from collections.abc import Mapping
from typing import Any

from segtui.sandbox.chatbot.documents import Document
from segtui.sandbox.chatbot.wire import refuse

MOST_SEGMENTS, MOST_USERS = 100, 1000
"""Ids in one call."""

_MOST_NAME = 256
_MOST_USER_ID = 256
_MOST_ATTRIBUTES = 99
_MOST_VALUE = 1024
_NUMBER = re.compile("[0-9]{1,9}")


def text_of(fields: Mapping[str, Any], field: str, most: int = _MOST_NAME) -> str:
    """Read a text that must be there and not be empty. Blanks around it belong to it."""
    value = fields.get(field)
    if value is None:
        refuse(400, f"{field} is required")
    if not isinstance(value, str):
        refuse(400, f"{field} must be a string")
    if not 1 <= len(value) <= most:
        refuse(400, f"{field} must be between 1 and {most} characters long")
    return value


def ids_of(value: Any, field: str, most: int, *, least: int = 1) -> list[str]:
    """Read a list of ids, each kept once."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        refuse(400, f"{field} must be an array of strings")
    if not least <= len(value) <= most:
        refuse(400, f"{field} must contain between {least} and {most} items")
    return list(dict.fromkeys(value))


def attributes_of(fields: Mapping[str, Any]) -> Document:
    """Read a user's attributes: texts by key."""
    value = fields.get("attributes")
    if not isinstance(value, dict):
        refuse(400, "attributes is required and must be an object")
    if not 1 <= len(value) <= _MOST_ATTRIBUTES:
        refuse(400, f"attributes must have between 1 and {_MOST_ATTRIBUTES} keys")
    for key, text in value.items():
        most = _MOST_NAME if key == "default_name" else _MOST_VALUE
        if not isinstance(text, str) or len(text) > most:
            refuse(400, f"attributes.{key} must be a string of at most {most} characters")
    return value


def user_id_of(fields: Mapping[str, Any], attributes: Mapping[str, str]) -> str | None:
    """Read the id that the company itself knows a user by; None where an e-mail address does instead."""
    if "userId" not in fields and attributes.get("default_email"):
        return None
    return text_of(fields, "userId", _MOST_USER_ID)


def number_of(query: Mapping[str, str], parameter: str, most: int) -> int:
    """Read a number between 1 and the most, which is also what is taken when there is none."""
    text = query.get(parameter, str(most))
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= most:
        refuse(400, f"{parameter} must be a number between 1 and {most}")
    return int(text)


def choice_of(query: Mapping[str, str], parameter: str, choices: tuple[str, ...]) -> str:
    """Read one of a few words; without any it is the first one."""
    value = query.get(parameter, choices[0])
    if value not in choices:
        refuse(400, f"{parameter} must be one of: {', '.join(choices)}")
    return value
