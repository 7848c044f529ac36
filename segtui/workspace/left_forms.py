"""What was typed into forms that nobody can open any more: their segment isn't listed, or their part of it is gone."""

import json
from collections.abc import Iterator, Mapping, Sequence

from segtui.domain.operators import Operator, operator_phrase
from segtui.domain.rules import Condition, Group, Path, node_at, walk
from segtui.domain.text import printable, quoted
from segtui.domain.tree_json import rule_to_json
from segtui.domain.values import JsonValue
from segtui.domain.wording import value_text
from segtui.store.forms import KeptForm
from segtui.store.json_text import from_text, to_text
from segtui.workspace.desk import Desk
from segtui.workspace.editing import Editing
from segtui.workspace.unfinished import Form

_ELSEWHERE = {
    Form.CONDITION: "That condition isn't in its rule any more.",
    Form.NEW_CONDITION: "That place isn't in its rule any more.",
    Form.PERSON: "That one isn't on the list any more.",
}


def left_forms(desk: Desk) -> Sequence[KeptForm]:
    """What was typed into forms that can't be opened any more, the latest first; those of a newer segtui stay aside."""
    return [one for one in desk.unfinished.all if Form.words(one.form) and not _can_be_opened(one, desk)]


def _can_be_opened(kept: KeptForm, desk: Desk) -> bool:
    editing = desk.editing(kept.key)
    return editing is not None and _has_part(editing, *_parts(kept.form))


def _has_part(editing: Editing, form: Form, part: JsonValue) -> bool:
    """Whether what a form is about is still in its segment."""
    rule, people = editing.sketch.rule, editing.sketch.people
    match form, part:
        case Form.CONDITION, _:
            nodes = (node for _, node in walk(rule) if isinstance(node, Condition))
            return any(to_text(rule_to_json(node)) == to_text(part) for node in nodes)
        case Form.NEW_CONDITION, [*path]:
            return _has_place(rule, tuple(step for step in path if isinstance(step, int)))
        case Form.PERSON, str(lead_id):
            return people is None or any(one.id == lead_id for one in people)
        case _:
            return True


def _has_place(rule: Group, path: Path) -> bool:
    try:
        group = node_at(rule, path[:-1])
    except LookupError:
        return False
    return isinstance(group, Group) and (not path or path[-1] <= len(group.children))


def _parts(form: str) -> tuple[Form, JsonValue]:
    """Which form it is, and what of its segment it is about; None where that is the whole."""
    name, _, part = form.partition(" ")
    try:
        return Form[name], from_text(part) if part else None
    except ValueError:
        return Form[name], None


def left_name(kept: KeptForm) -> str:
    """What the segment was called, or its id."""
    return kept.name.strip() or kept.key


def left_lines(kept: KeptForm, *, is_listed: bool) -> Iterator[str]:
    """Why a form can't be opened, and what stands in it, line by line; clean.

    Args:
        kept: The form.
        is_listed: Whether its segment is there, so that only the part of it is gone that the form is about.
    """
    form, part = _parts(kept.form)
    name = quoted(left_name(kept))
    yield f"{name}: {_ELSEWHERE.get(form, '')}" if is_listed else f"{name} isn't in the service's list any more."
    what = form.value.partition(" (")[0]
    match form, part:
        case Form.COPY, [str(place), *_]:
            what = f"{what} to {printable(place)}"
    yield f"What you were typing, {what}:"
    yield from (f"  {line}" for line in typed_text(kept).split("\n"))


def typed_text(kept: KeptForm) -> str:
    """What stands in a form, to be read and copied; its line feeds stay, all else is clean."""
    match kept.typed:
        case {"field": str(field), "operator": str(word), "negate": bool(negate), "value": str(value)}:
            operator = next((one for one in Operator if one.value == word), None)
            says = operator_phrase(operator, negate=negate) if operator is not None else word
            text = f"{field} {says} {value}"
        case Mapping() as typed:
            text = "\n".join(f"{key}: {_text(value)}" for key, value in typed.items())
        case list() | tuple() as inputs:
            text = "\n".join(_text(one) for one in inputs if one is not None)
        case other:
            text = _text(other)
    return printable(text, keep_lines=True)


def _text(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping) else value_text(value)
