"""What a segment may be created, changed and linked with."""

from collections.abc import Callable, Collection
from typing import Any

from segtui.sandbox.feedier.call import Call, refuse_right, whole_number
from segtui.sandbox.feedier.documents import Document
from segtui.sandbox.feedier.errors import BadFql
from segtui.sandbox.feedier.fql import rule_test
from segtui.sandbox.feedier.wire import refuse_fields

_MOST_NAME = 255
_MOST_TEXT = 65_535
_EDITORS = ("admin", "assigned")
_FLAGS = (True, False, 1, 0, "1", "0")
"""What a flag may be. The words true and false, as a form would send them, are none."""


def new_segment(call: Call) -> Document:
    """Read the form of a new segment, or refuse it."""
    reader = _Reader(call.form)
    found = {
        "team_id": reader.number("team_id"),
        "name": reader.text("name", most=_MOST_NAME),
        "fql": reader.text("fql", most=_MOST_TEXT),
        "description": reader.text("description", is_required=False, most=_MOST_TEXT),
        "is_default": reader.flag("is_default") if "is_default" in call.form else False,
        "editable_by": reader.choice("editable_by", _EDITORS) if call.form.get("editable_by") else "admin",
    }
    own = call.box.organisation_of(call.account.team_id)
    if not reader.errors and call.box.organisation_of(found["team_id"]) != own:
        reader.errors["team_id"] = ["The selected team id is invalid."]
    _check_fql(call, reader)
    reader.finish()
    if found["team_id"] not in call.box.visible_teams(call.account):
        refuse_right()
    return found


def changes(call: Call) -> Document:
    """Read the form of a change: what it names of a segment's fields, or refuse it. The team isn't one of them."""
    reader = _Reader(call.form)
    readers: dict[str, Callable[[], Any]] = {
        "name": lambda: reader.text("name", most=_MOST_NAME),
        "description": lambda: reader.text("description", is_required=False, most=_MOST_TEXT),
        "fql": lambda: reader.text("fql", most=_MOST_TEXT),
        "is_default": lambda: reader.flag("is_default"),
        "editable_by": lambda: reader.choice("editable_by", _EDITORS),
    }
    found: Document = {field: read() for field, read in readers.items() if field in call.form}
    _check_fql(call, reader)
    reader.finish()
    return found


def new_link(call: Call) -> tuple[str, int]:
    """Read whom a segment shall be given to: "team" or "user", and the id. A user may be of any organisation."""
    reader = _Reader(call.form)
    kind, linked_id = reader.choice("type", ("team", "user")), reader.number("id")
    if not reader.errors:
        own = call.box.organisation_of(call.account.team_id)
        is_there = call.box.organisation_of(linked_id) == own if kind == "team" else linked_id in call.box.users
        if not is_there:
            reader.errors["id"] = ["The selected id is invalid."]
    reader.finish()
    return kind, linked_id


def _check_fql(call: Call, reader: "_Reader") -> None:
    if not call.box.habits.checks_fql or "fql" in reader.errors or "fql" not in call.form:
        return
    try:
        rule_test(call.form["fql"], now=call.box.now())
    except BadFql as error:
        reader.errors["fql"] = [str(error)]


class _Reader:
    """Reads fields, and collects what is wrong with them."""

    def __init__(self, form: Document) -> None:
        self._form = form
        self.errors: dict[str, list[str]] = {}

    def text(self, field: str, *, is_required: bool = True, most: int) -> Any:
        value = self._form.get(field)
        if value is None and is_required:
            self._fault(field, "is required.")
        elif value is not None and not isinstance(value, str):
            self._fault(field, "must be a string.")
        elif value is not None and len(value) > most:
            self._fault(field, f"must not be greater than {most} characters.")
        return value

    def flag(self, field: str) -> bool:
        value = self._form[field]
        if not isinstance(value, bool | int | str) or value not in _FLAGS:
            self._fault(field, "must be true or false.")
            return False
        return bool(int(value))

    def number(self, field: str) -> Any:
        value = self._form.get(field)
        number = whole_number(value)
        if value is None:
            self._fault(field, "is required.")
        elif number is None:
            self._fault(field, "must be an integer.")
        return number

    def choice(self, field: str, choices: Collection[str]) -> Any:
        value = self._form.get(field)
        if value is None:
            self._fault(field, "is required.")
        elif value not in choices:
            self.errors[field] = [f"The selected {field.replace('_', ' ')} is invalid."]
        return value

    def finish(self) -> None:
        if self.errors:
            refuse_fields(self.errors)

    def _fault(self, field: str, text: str) -> None:
        self.errors[field] = [f"The {field.replace('_', ' ')} field {text}"]
