"""A rule as the one text that its service keeps: written, read, and put right when somebody asks for it."""

from collections.abc import Mapping
from dataclasses import replace

from segtui.backends.base import KeepsText, TextMistake
from segtui.domain.record import record
from segtui.domain.rules import Group, Opaque, walk
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.text import printable
from segtui.domain.values import JsonValue
from segtui.workspace.errors import RuleRefused, Unsafe
from segtui.workspace.workspace import Workspace


class NoText(Unsafe):
    """A rule's text where the service keeps none, or a text that can be no rule."""

    code = "no-text"


@record
class TextRead:
    """What a text says."""

    rule: Group
    written: str
    """What to send when it is taken."""
    how: str = ""
    """How the text is written where that should be put right, such as `in single quotes`; empty when it needn't be."""
    mistakes: tuple[TextMistake, ...] = ()
    """What keeps it, or parts of it, from being understood."""
    why_only_text: str = ""
    """Why none of it is understood, so that the rule can be edited as text only; empty when it is."""

    @property
    def complaint(self) -> str:
        """What is wrong first, with its place; empty when all is well."""
        if self.mistakes:
            first = self.mistakes[0]
            return f"Line {first.line}, column {first.column}: {printable(first.message)}"
        return f"This can't be read as a rule: {printable(self.why_only_text)}." if self.why_only_text else ""


def text_name(workspace: Workspace) -> str:
    """What the service calls the language of its texts; empty when it keeps none."""
    dialect = workspace.dialect
    return dialect.text_name if isinstance(dialect, KeepsText) else ""


def base_of(workspace: Workspace, draft: SegmentDraft, held: Segment | None) -> Mapping[str, JsonValue] | None:
    """The service's form that a draft's untouched parts are taken from; None where there is none.

    Args:
        workspace: The profile.
        draft: The draft, with the text that its rule comes from.
        held: The segment as the service holds it, or the one that a new segment is like.
    """
    if held is not None:
        return workspace.native_of(replace(held, written=draft.written))
    dialect = workspace.dialect
    return dialect.as_native(draft.written) if draft.written and isinstance(dialect, KeepsText) else None


def text_of(workspace: Workspace, draft: SegmentDraft, held: Segment | None) -> str:
    """The text of a draft's rule, as it would be sent.

    Args:
        workspace: The profile.
        draft: The draft.
        held: See `base_of`.

    Raises:
        NoText: The service keeps none.
        RuleRefused: Parts of the rule have no text.
    """
    dialect = _keeper(workspace)
    encoded = workspace.dialect.encode(draft.rule, base_of(workspace, draft, held))
    if encoded.losses:
        raise RuleRefused(encoded.losses)
    return dialect.text_of(encoded.native)


def laid_out(workspace: Workspace, text: str) -> str:
    """A text on several lines, for an editor; what can't be read stays as it is.

    Raises:
        NoText: The service keeps none.
    """
    return _keeper(workspace).pretty(text)


def repaired(workspace: Workspace, text: str) -> str | None:
    """A text as the service should have it, laid out; None when there is nothing to repair, or it can't be.

    Raises:
        NoText: The service keeps none.
    """
    dialect = _keeper(workspace)
    found = dialect.repaired(text)
    return dialect.pretty(found) if found is not None else None


def read_text(workspace: Workspace, text: str, before: str = "") -> TextRead:
    """Read what somebody has made of a rule's text.

    Another layout is no change. What was changed is written as the service documents it, also where it stood in single
    quotes or the like; what can't be read goes as it was typed.

    Args:
        workspace: The profile.
        text: What was typed.
        before: The text that was begun with.

    Raises:
        NoText: The service keeps none, or there is nothing but blanks.
    """
    dialect = _keeper(workspace)
    if not text.strip():
        raise NoText("A text of blanks is no rule.", hint=_about_nothing(dialect))
    right = dialect.repaired(text)
    is_same = dialect.compact(text) == dialect.compact(before)
    written = before if is_same else dialect.compact(text) if right is None else right
    rule = workspace.dialect.decode(dialect.as_native(written))
    return TextRead(
        rule,
        written,
        dialect.how_written(text),
        tuple(dialect.text_mistakes(text)) if right is None else (),
        _reason(rule),
    )


def of_its_text(held: Segment | None, draft: SegmentDraft) -> Segment | None:
    """A segment, unless a draft has another text: asked by the segment's id, the service would go by its own."""
    return held if held is not None and held.written == draft.written else None


def why_only_text(workspace: Workspace, rule: Group) -> str:
    """Why a rule can be edited only as its service's text, as a clause; empty when it can be edited part by part."""
    name = text_name(workspace)
    return f"this {name} isn't understood" if name and _reason(rule) else ""


def how_written(workspace: Workspace, segment: Segment) -> str:
    """How a segment's text is written where that should be put right; empty when it needn't be."""
    dialect = workspace.dialect
    return dialect.how_written(segment.written) if isinstance(dialect, KeepsText) else ""


def unread_by_us(workspace: Workspace, draft: SegmentDraft, held: Segment | None) -> str:
    """What of a text isn't understood and isn't stored so already, as a sentence; empty when there is nothing.

    Args:
        workspace: The profile.
        draft: What shall be sent.
        held: See `base_of`.
    """
    dialect = workspace.dialect
    if not isinstance(dialect, KeepsText):
        return ""
    known = {node for _, node in walk(held.rule)} if held is not None and held.rule is not None else set()
    odd = [node for _, node in walk(draft.rule) if isinstance(node, Opaque) and node not in known]
    if not odd:
        return ""
    what = f"this {dialect.text_name}" if _reason(draft.rule) else f"a part of this {dialect.text_name}"
    complaint = TextRead(draft.rule, draft.written, mistakes=tuple(dialect.text_mistakes(draft.written))).complaint
    why = complaint or f"{printable(odd[0].reason)}."
    return f"segtui doesn't understand {what}, so it can't tell whom it selects. {why[:1].upper()}{why[1:]}"


def _reason(rule: Group) -> str:
    """Why a rule is understood only as a whole; empty when it has parts. Such a text is a string in JSON."""
    match rule.children:
        case (Opaque(written, reason),) if written.startswith('"'):
            return reason
        case _:
            return ""


def _keeper(workspace: Workspace) -> KeepsText:
    if isinstance(workspace.dialect, KeepsText):
        return workspace.dialect
    raise NoText(f"{workspace.title} keeps no text of a rule.", hint="Its rules are edited part by part.")


def _about_nothing(dialect: KeepsText) -> str:
    """What to write for a rule without conditions."""
    return " ".join(one.message for one in dialect.text_mistakes("")[:1])
