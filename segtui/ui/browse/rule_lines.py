"""The lines of the rule pane: name, match, an outline of the rule, and beneath each part what there is to say of it."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.lead_word import LeadWord
from segtui.domain.muting import is_silent, sketched_place
from segtui.domain.record import record
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque, Path, walk
from segtui.domain.text import printable
from segtui.domain.wording import node_words, operator_words, value_words
from segtui.workspace.editing import Editing

if TYPE_CHECKING:
    from segtui.workspace.judging import Judgement, PartCount

NAME: Path = (-1,)
"""The place of the line with the name."""
MATCH: Path = ()
"""The place of the line with "all" or "any", which speaks for the whole rule."""

ADD = "+ add condition"

SIGNS = {Severity.REFUSE: "✗", Severity.WARN: "⚠", Severity.NOTE: "·"}
_NUMBER = 4
"""Cells for a number, and for each level of groups below it."""
_WIDEST_FIELD = 28
_SAID_OTHERWISE = "matches-everybody"
"""The code of what the line "EVERYBODY" says already."""


@record
class RuleLine:
    """One line of the pane."""

    path: Path
    """The place it belongs to: a part's, `MATCH`, `NAME`, or behind the last part for adding one."""
    content: Content
    is_message: bool = False
    count: str = ""
    """How many people the part selects, if that is known."""


@record
class Remarks:
    """What there is to say of a rule, by the places of its sketch."""

    diagnostics: Sequence[Diagnostic] = ()
    everybody: str = ""
    """Why the rule selects every lead; empty when it doesn't."""
    counts: "Mapping[Path, PartCount]" = field(default_factory=dict)
    looked_at: int = 0
    of_everybody: bool = False

    @classmethod
    def of(cls, judgement: "Judgement", sketch: Group) -> "Remarks":
        """What is said of the rule that counts, said of the sketch that is drawn."""
        return cls(
            tuple(_moved(one, sketched_place(sketch, one.path)) for one in judgement.diagnostics),
            judgement.everybody,
            {sketched_place(sketch, path): count for path, count in judgement.counts.items()},
            judgement.looked_at,
            judgement.of_everybody,
        )

    def at(self, path: Path) -> list[Diagnostic]:
        """What is said of a place, the worst first."""
        order = list(Severity)
        said = [one for one in self.diagnostics if one.path == path and not self._is_said(one)]
        return sorted(said, key=lambda one: order.index(one.severity))

    @property
    def summary(self) -> str:
        """How much there is to mend and to heed, such as `1 to mend, 2 warnings`; empty when there is nothing."""
        said = [one.severity for one in self.diagnostics if not self._is_said(one)]
        refused, warned = said.count(Severity.REFUSE), said.count(Severity.WARN) + bool(self.everybody)
        to_mend = f"{refused} to mend" if refused else ""
        warnings = f"{warned} warning{'s' if warned > 1 else ''}" if warned else ""
        return ", ".join(filter(None, (to_mend, warnings)))

    def _is_said(self, one: Diagnostic) -> bool:
        return bool(self.everybody) and one.code == _SAID_OTHERWISE


def _moved(one: Diagnostic, path: Path) -> Diagnostic:
    return one if path == one.path else Diagnostic(one.code, one.severity, path, one.message, one.fix)


def rule_lines(editing: Editing, remarks: Remarks, width: int, word: LeadWord, last: str = ADD) -> list[RuleLine]:
    """Draw a rule.

    Args:
        editing: The segment as it is wanted now.
        remarks: What there is to say of its rule.
        width: Cells for a line.
        word: What the service calls its leads.
        last: What the last line says.
    """
    sketch = editing.sketch
    counted = counted_words(remarks)
    lines = [
        RuleLine(NAME, _pair("Name", printable(sketch.name) or "(none: press enter to give it one)")),
        RuleLine(MATCH, _pair("Match", _match_words(sketch.rule)), count=counted),
    ]
    if remarks.everybody:
        lines += _message(MATCH, _NUMBER, "⚠", f"{word.everybody.upper()}: {remarks.everybody}", width, "bold")
    lines += [line for one in remarks.at(MATCH) for line in _diagnostic(one, MATCH, _NUMBER, width)]
    lines += _parts(sketch.rule, remarks, width)
    lines.append(RuleLine((len(sketch.rule.children),), Content.styled(last, "dim")))
    return lines


def list_lines(editing: Editing, says: Sequence[str], width: int) -> list[RuleLine]:
    """Draw a list of people, of which there is more to say than to change.

    Args:
        editing: The segment as it is wanted now.
        says: What there is to tell of it, a paragraph each.
        width: Cells for a line.
    """
    name = RuleLine(NAME, _pair("Name", printable(editing.sketch.name) or "(none: press enter to give it one)"))
    return [name, *(line for one in says for line in _message(NAME, 0, "·", printable(one), width, ""))]


def counted_words(remarks: Remarks) -> str:
    """What stands above the counts: of how many they are, with `≈` when there are more; empty when there are none."""
    return f"{'' if remarks.of_everybody else '≈ '}of {remarks.looked_at:,}" if remarks.looked_at else ""


def _match_words(rule: Group) -> str:
    all_, any_ = ("(•)", "( )") if rule.combine is Combine.ALL else ("( )", "(•)")
    return f"{'NOT  ' if rule.negate else ''}{all_} all conditions  {any_} any condition"


def _pair(label: str, text: str) -> Content:
    return Content.assemble((f"{label:<7}", "dim"), text)


def _parts(rule: Group, remarks: Remarks, width: int) -> Iterator[RuleLine]:
    conditions = [node for _, node in walk(rule) if isinstance(node, Condition)]
    room = width - _NUMBER
    field_width = min(_widest(printable(one.field) for one in conditions), _WIDEST_FIELD, max(8, room // 3))
    operator_width = min(_widest(operator_words(one) for one in conditions), max(8, room // 3))
    for path, node in walk(rule):
        if not path:
            continue
        indent = _NUMBER * len(path)
        content = Content.assemble((_number(path), "dim"), _part(node, field_width, operator_width))
        silent = is_silent(rule, path)
        if silent:
            content = Content.assemble(content, "  (muted)" if node.muted else "").stylize("dim strike")
        count = remarks.counts.get(path)
        yield RuleLine(path, content, count="" if count is None or silent else _count_words(count))
        for one in remarks.at(path):
            yield from _diagnostic(one, path, indent, width)


def _widest(texts: Iterator[str]) -> int:
    return max((cell_len(text) for text in texts), default=0)


def _number(path: Path) -> str:
    """A part's number among its siblings, indented by the groups around it."""
    number = f"{path[-1] + 1:>2}" if len(path) == 1 else chr(ord("a") + path[-1]) if path[-1] < _LETTERS else "…"
    return f"{' ' * _NUMBER * (len(path) - 1)}{number:>2}  "


_LETTERS = 26


def _count_words(count: "PartCount") -> str:
    return f"{count.meets:,}{'+?' if count.unsure else ''}"


def _group_words(group: Group) -> str:
    """What a group asks of the conditions that stand below it."""
    match group.combine, group.negate:
        case Combine.ALL, False:
            return "all of these"
        case Combine.ALL, True:
            return "not all of these"
        case Combine.ANY, False:
            return "any of these"
        case _:
            return "none of these"


def _part(node: Node, field_width: int, operator_width: int) -> Content:
    match node:
        case Condition():
            return Content.assemble(
                _cell(printable(node.field) or '""', field_width),
                "  ",
                (_cell(operator_words(node), operator_width), "bold"),
                "  ",
                value_words(node.value),
            )
        case Opaque(reason=reason):
            return Content.assemble(node_words(node), (f"  ({printable(reason)})", "dim"))
        case Group(children=children):
            return Content.assemble((f"{_group_words(node)}:", "bold"), "" if children else "  (nothing yet)")


def _cell(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text)) if cell_len(text) <= width else f"{set_cell_size(text, width - 1)}…"


def _diagnostic(one: Diagnostic, path: Path, indent: int, width: int) -> list[RuleLine]:
    style = "bold" if one.severity is Severity.REFUSE else ""
    lines = _message(path, indent, SIGNS[one.severity], one.message, width, style)
    if one.fix is not None:
        lines += _message(path, indent, "f", one.fix.says, width, "")
    return lines


def _message(path: Path, indent: int, sign: str, text: str, width: int, style: str) -> list[RuleLine]:
    room = max(20, width - indent - 3)
    pieces = textwrap.wrap(text, room) or [""]
    return [
        RuleLine(
            path,
            Content.assemble(" " * indent, (f"{sign if not place else ' '} ", "bold"), (piece, style)),
            is_message=True,
        )
        for place, piece in enumerate(pieces)
    ]
