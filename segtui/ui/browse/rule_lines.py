"""The lines of the rule pane: name, match, one for each condition, and beneath each what the service makes of it."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque, Path
from segtui.domain.text import printable
from segtui.domain.wording import node_words, operator_words, value_words
from segtui.workspace.editing import Editing

NAME: Path = (-1,)
"""The place of the line with the name."""
MATCH: Path = ()
"""The place of the line with "all" or "any", which speaks for the whole rule."""

_SIGNS = {Severity.REFUSE: "✗", Severity.WARN: "⚠", Severity.NOTE: "·"}
_INDENT = 4
_WIDEST_FIELD = 28


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One line of the pane."""

    path: Path
    """The place it belongs to: a condition's, `MATCH`, `NAME`, or behind the last condition for adding one."""
    content: Content
    is_message: bool = False


@dataclass(frozen=True, slots=True)
class Remarks:
    """What there is to say of a rule."""

    diagnostics: Sequence[Diagnostic]
    everybody: str = ""
    """Why the rule selects every lead; empty when it doesn't."""

    def at(self, path: Path) -> list[Diagnostic]:
        """What is said of a place, the worst first."""
        order = list(Severity)
        return sorted(
            (one for one in self.diagnostics if one.path[:1] == path[:1]), key=lambda one: order.index(one.severity)
        )


def rule_lines(editing: Editing, remarks: Remarks, width: int) -> list[RuleLine]:
    """Draw a rule.

    Args:
        editing: The segment as it is wanted now.
        remarks: What there is to say of its rule.
        width: Cells for a line.
    """
    draft = editing.draft
    lines = [
        RuleLine(NAME, _pair("Name", printable(draft.name) or "(none: press enter to give it one)")),
        RuleLine(MATCH, _pair("Match", _match_words(draft.rule))),
    ]
    if remarks.everybody:
        lines += _message(MATCH, "⚠", f"EVERYBODY: {remarks.everybody}", width, "bold")
    lines += [line for one in remarks.at(MATCH) for line in _diagnostic(one, MATCH, width)]
    lines += _conditions(draft.rule, remarks, width)
    add = "+ add condition" if draft.rule.children else "+ add condition (press a)"
    lines.append(RuleLine((len(draft.rule.children),), Content.styled(add, "dim")))
    return lines


def _match_words(rule: Group) -> str:
    all_, any_ = ("(•)", "( )") if rule.combine is Combine.ALL else ("( )", "(•)")
    return f"{all_} all conditions  {any_} any condition"


def _pair(label: str, text: str) -> Content:
    return Content.assemble((f"{label:<7}", "dim"), text)


def _conditions(rule: Group, remarks: Remarks, width: int) -> Iterator[RuleLine]:
    room = width - _INDENT
    fields = [cell_len(printable(node.field)) for node in rule.children if isinstance(node, Condition)]
    operators = [cell_len(operator_words(node)) for node in rule.children if isinstance(node, Condition)]
    field_width = min(max(fields, default=0), _WIDEST_FIELD, max(8, room // 3))
    operator_width = min(max(operators, default=0), max(8, room // 3))
    for index, node in enumerate(rule.children):
        path = (index,)
        yield RuleLine(path, _condition(index, node, field_width, operator_width))
        for one in remarks.at(path):
            yield from _diagnostic(one, path, width)


def _condition(index: int, node: Node, field_width: int, operator_width: int) -> Content:
    number = (f"{index + 1:>2}  ", "dim")
    match node:
        case Condition():
            field = _cell(printable(node.field) or '""', field_width)
            return Content.assemble(
                number,
                field,
                "  ",
                (_cell(operator_words(node), operator_width), "bold"),
                "  ",
                value_words(node.value),
            )
        case Opaque(reason=reason):
            return Content.assemble(number, node_words(node), (f"  ({printable(reason)})", "dim"))
        case Group():
            return Content.assemble(number, node_words(node))


def _cell(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text)) if cell_len(text) <= width else f"{set_cell_size(text, width - 1)}…"


def _diagnostic(one: Diagnostic, path: Path, width: int) -> list[RuleLine]:
    lines = _message(path, _SIGNS[one.severity], one.message, width, "bold" if one.severity is Severity.REFUSE else "")
    if one.fix is not None:
        lines += _message(path, "f", one.fix.says, width, "")
    return lines


def _message(path: Path, sign: str, text: str, width: int, style: str) -> list[RuleLine]:
    room = max(20, width - _INDENT - 3)
    pieces = textwrap.wrap(text, room) or [""]
    return [
        RuleLine(
            path,
            Content.assemble(" " * _INDENT, (f"{sign if not place else ' '} ", "bold"), (piece, style)),
            is_message=True,
        )
        for place, piece in enumerate(pieces)
    ]
