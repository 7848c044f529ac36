"""What is sent to Feedier: the fields of a new segment, those of a change, and the two forms of a body.

Its documentation sends web forms; JSON is believed to work too, so it can be chosen. In a form everything is text: a
flag is 1 or 0, since the words true and false are no flags there, and an emptied description is an empty text.
"""

import json
from collections.abc import Mapping

from segtui.backends.errors import Unsendable
from segtui.backends.exchanges import Form
from segtui.backends.feedier.codec import encode
from segtui.backends.feedier.details import CHANGEABLE, DESCRIPTION, FIELDS_OF, TEAM
from segtui.domain.rules import Group
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.text import quoted
from segtui.domain.values import JsonValue


def as_form(fields: Mapping[str, JsonValue]) -> Form:
    """Fields as a web form has them."""
    return Form({key: _form_text(value) for key, value in fields.items()})


def new_fields(draft: SegmentDraft, like: Segment | None, *, team: str | None, blank: str) -> Mapping[str, JsonValue]:
    """The fields of a new segment.

    Args:
        draft: What it should be.
        like: A segment whose rule goes over exactly as it stands, as far as nobody touched it.
        team: The id of the team that it belongs to when the draft doesn't say.
        blank: The text of a rule without conditions, laid out as entirely new ones shall be.

    Raises:
        Unsendable: It has no team, or its rule or details have parts that Feedier can't hold.
    """
    _refuse_unknown(draft)
    team_id = draft.details.get(TEAM) or team
    if not team_id:
        raise Unsendable(
            "A new segment needs a team that it belongs to.",
            hint="Choose one in its details, or give the profile one as its project.",
        )
    written = draft.written or (like.written if like is not None else blank)
    fields: dict[str, JsonValue] = {
        "team_id": int(team_id) if isinstance(team_id, str) and team_id.isdecimal() else team_id,
        "name": draft.name,
        "fql": _fql_text(draft.rule, written),
    }
    return fields | {
        FIELDS_OF[key]: draft.details[key] or None if key == DESCRIPTION else draft.details[key]
        for key in CHANGEABLE
        if draft.details.get(key) is not None
    }


def changed_fields(stored: Segment, draft: SegmentDraft) -> Mapping[str, JsonValue]:
    """The fields of a change, those only that would change something; others aren't sent, and so left alone.

    Raises:
        Unsendable: The team was changed, or the rule or the details have parts that Feedier can't hold.
    """
    _refuse_unknown(draft)
    if str(draft.details.get(TEAM, team := stored.details.get(TEAM))) != str(team):
        raise Unsendable(
            "A segment stays with the team that it was made for.", hint="Make a new one for the other team."
        )
    fields: dict[str, JsonValue] = {} if draft.name == stored.name else {"name": draft.name}
    written = draft.written or stored.written
    if (draft.rule, written) != (stored.rule, stored.written):
        text = _fql_text(draft.rule, written)
        fields |= {} if text == stored.written else {"fql": text}
    for key in CHANGEABLE:
        wanted, held = draft.details.get(key), stored.details.get(key)
        if key == DESCRIPTION and (wanted or "") != (held or "") and key in draft.details:
            fields[FIELDS_OF[key]] = wanted or None
        elif key != DESCRIPTION and wanted is not None and wanted != held:
            fields[FIELDS_OF[key]] = wanted
    return fields


def _fql_text(rule: Group, written: str) -> str:
    """The text of a rule that is about to be sent; one that would lose something on the way isn't.

    Args:
        rule: The rule.
        written: The text that it was read from; what nobody touched is taken from there. Empty for a new one.

    Raises:
        Unsendable: Feedier has no form for a part of it.
    """
    encoded = encode(rule, {"fql": written} if written else None)
    if encoded.losses:
        raise Unsendable(encoded.losses[0].message, hint="Say it in another way, or take the condition out.")
    return str(encoded.native["fql"])


def _refuse_unknown(draft: SegmentDraft) -> None:
    unknown = sorted(draft.details.keys() - FIELDS_OF.keys())
    if unknown:
        raise Unsendable(f"Feedier's segments have no detail called {quoted(unknown[0])}.", hint="Leave it out.")


def _form_text(value: JsonValue) -> str:
    match value:
        case bool():
            return "1" if value else "0"
        case None:
            return ""
        case str():
            return value
        case _:
            return json.dumps(value)
