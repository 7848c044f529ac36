"""The part of the main screen that edits: it holds the edits and carries out what the rule pane announces."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType

from segtui.domain.errors import SegtuiError
from segtui.domain.leads import Lead
from segtui.domain.muting import heard, heard_place, turned, unmuted, with_muted_of
from segtui.domain.rules import Condition, Group, Node, Opaque, Path, node_at, walk
from segtui.domain.text import printable, quoted
from segtui.domain.tree_json import rule_to_json
from segtui.store.memory import Memory
from segtui.ui.browse.loading import LoadingScreen
from segtui.ui.browse.rule_lines import MATCH, NAME, Remarks
from segtui.ui.browse.rule_pane import CHANGING, UNTOUCHING, RulePane
from segtui.ui.widgets.announcement import Announcement
from segtui.workspace.desk import Desk
from segtui.workspace.editing import Editing
from segtui.workspace.list_looks import why_no_rule
from segtui.workspace.rule_texts import TextRead, text_of, why_only_text
from segtui.workspace.uncertain import what_is_known
from segtui.workspace.unfinished import Form
from segtui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from segtui.ui.dialogs.base import Dialog
    from segtui.ui.dialogs.typed import Taken, Unfinished
    from segtui.workspace.intents import Meant

T = TypeVar("T")

_MOST_FIELDS_TOLD = 60
"""Fields that are named to somebody in an editor, where nothing completes them."""


class EditingScreen(LoadingScreen):
    """Holds what is under edit; how it is drawn is for the screen that derives from it.

    Args:
        workspace: The open profile.
        desk: The segments and the edits.
        memory: What is remembered on this machine; None where nothing is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "rename", "Rename", id="segment.rename"),
        Binding("ctrl+z", "undo", "Undo", show=False, id="rule.undo"),
        Binding("ctrl+y", "redo", "Redo", show=False, id="rule.redo"),
        Binding("ctrl+r", "revert", "Back to what the service has", show=False, id="rule.revert"),
    ]

    class EditsKept(Announcement):
        """What isn't saved is kept by now, or what keeps it from that is known."""

    def __init__(self, workspace: Workspace, desk: Desk, memory: Memory | None) -> None:
        super().__init__(workspace, memory)
        self.desk = desk
        self._told_trouble: SegtuiError | None = None
        """The trouble with keeping edits that was said last."""
        self.current: str | None = None
        """The key of the segment that the rule and the leads belong to."""
        self.remarks = Remarks(())
        """What there is to say of its rule."""
        self._fields = [field.path for field in workspace.dialect.fields]
        """The fields that can be completed: the service's, the project's, and what leads were seen to have."""

    @property
    def editing(self) -> Editing | None:
        """What is under edit."""
        return self.desk.editing(self.current) if self.current else None

    @property
    def _why_only_text(self) -> str:
        """Why the rule can't be edited part by part; empty when it can."""
        why = why_only_text(self.workspace, self.editing.draft.rule) if self.editing is not None else ""
        return f"{why}; T edits it as text" if why else ""

    def reasons(self) -> Mapping[str, str]:
        """Why actions can't be done now."""
        no_rule = why_no_rule(self.workspace, self.editing)
        others = dict.fromkeys((f"order('{order}')" for order in UNTOUCHING), no_rule)
        return {**super().reasons(), **others, **dict.fromkeys(CHANGING, no_rule or self._why_only_text)}

    def notice(self, text: str) -> None:
        """Say something that may need more than a line."""
        raise NotImplementedError

    def show_edit(self, path: Path | None) -> None:
        """Show what is under edit now, with the cursor at a place of the rule, or where it is."""
        raise NotImplementedError

    def show_uses(self, field: str) -> None:
        """List the segments that use a field."""
        raise NotImplementedError

    @on(LoadingScreen.FieldsKnown)
    def _take_fields(self, event: LoadingScreen.FieldsKnown) -> None:
        self._fields = list(dict.fromkeys((*event.paths, *self._fields)))

    def learn_fields(self, leads: Sequence[Lead]) -> None:
        """Take note of the fields that leads have."""
        self._fields = list(dict.fromkeys((*self._fields, *(path for lead in leads for path in lead.values))))

    @on(RulePane.Wanted)
    def _carry_out(self, event: RulePane.Wanted) -> None:
        from segtui.ui.browse.rule_orders import part_at, place_below  # noqa: PLC0415 - loaded with the first order

        editing = self.editing
        if editing is None:
            return
        sketch = editing.sketch.rule
        part = part_at(sketch, event.path)
        if event.path != NAME and event.order not in UNTOUCHING and (reason := self._why_only_text):
            self.notice(f"Not now, because {reason}.")
            return
        match event.order:
            case "add":
                self.edit_condition(place_below(sketch, event.path), is_new=True)
            case "text" | "editor" | "source" as form:
                {"text": self.edit_text, "editor": self.edit_in_editor, "source": self.edit_service_text}[form]()
            case "uses":
                self._show_uses_of(part)
            case "edit" if event.path == NAME:
                self.action_rename()
            case "edit" if isinstance(part, Opaque):
                self.notice("This line isn't understood, so it can only be kept as it is, moved or removed.")
            case "edit" if isinstance(part, Condition):
                self.edit_condition(event.path, is_new=False)
            case "edit" if event.path and part is None:
                self.edit_condition(event.path, is_new=True)
            case order:
                self._step("match" if order == "edit" else order, editing, event.path)

    def _show_uses_of(self, part: Node | None) -> None:
        if isinstance(part, Condition):
            self.show_uses(part.field)
        else:
            self.notice("Move to a condition first: u lists the segments that use its field.")

    def _step(self, order: str, editing: Editing, path: Path) -> None:
        from segtui.ui.browse.rule_orders import carried_out  # noqa: PLC0415 - as above

        step = carried_out(order, editing, path, self.remarks)
        if isinstance(step, str):
            self.notice(step)
            return
        if order == "fix" and self.current is not None:
            from segtui.domain.frozen import date_keys  # noqa: PLC0415 - loaded with the first rule

            # A date that is set to today still means what it meant.
            fresh = self.desk.intents.refrozen(self.current, editing.draft.rule).meant
            rule = step.editing.draft.rule
            dates = {key for _, node in walk(rule) if isinstance(node, Condition) for key in date_keys(node)}
            self._mean(self.current, [one for one in fresh if one.date in dates])
        self._change(step.editing, step.path, step.says)

    def _mean(self, key: str, meant: "Sequence[Meant]") -> None:
        """Remember what is meant by dates that stand still."""
        self.desk.intents.remember(self.desk.present_key(key), meant)

    def edit_condition(self, path: Path, *, is_new: bool) -> None:
        """Edit a condition of the sketch in its dialog; what was typed and not taken is there again the next time."""
        editing, key = self.editing, self.current
        if editing is None or key is None:
            return
        sketch = editing.sketch.rule
        # A muted condition is looked at as if it counted, and is muted again afterwards.
        open_sketch = heard(sketch, path[:-1] if is_new else path)
        is_muted = not is_new and node_at(sketch, path).muted
        place = heard_place(open_sketch, path)
        if place is None:
            return
        form = Form.NEW_CONDITION.about(path) if is_new else Form.CONDITION.about(rule_to_json(node_at(sketch, path)))

        def with_answer(now: Editing, rule: Group) -> Editing:
            after = with_muted_of(open_sketch, rule)
            return now.with_sketch(turned(after, path) if is_muted else after)

        from segtui.ui.dialogs.condition import ConditionDialog  # noqa: PLC0415 - 12 ms, when it opens
        from segtui.ui.dialogs.typed import Unfinished, typed_from_json, typed_to_json  # noqa: PLC0415 - as above

        def take(answer: "Taken | Unfinished | None") -> None:
            if isinstance(answer, Unfinished):
                self.desk.unfinished.keep(key, form, typed_to_json(answer.typed))
                self.notice("What you typed is kept; open the same line again to go on.")
                return
            if answer is not None:
                self._mean(key, answer.meant)
                self._change_begun(key, editing, lambda now: with_answer(now, answer.rule), path)

        dialog = ConditionDialog(
            self.judge,
            unmuted(open_sketch),
            place,
            is_new=is_new,
            zone=self.desk.intents.zone,
            stored=editing.source,
            fields=self._fields,
            typed=typed_from_json(self.desk.unfinished.of(key, form)),
        )
        self.open_kept(dialog, take, key, form)

    def open_kept(self, dialog: "Dialog[T]", take: Callable[[T | None], None], key: str, form: str) -> None:
        """Open a form of a segment; what is typed there is kept until it is taken or given up."""
        dialog.kept_in = self.desk.unfinished.place(key, form)
        self.app.push_screen(dialog, take)

    def edit_text(self) -> None:
        """Edit the whole rule as one line of text."""
        editing, key = self.editing, self.current
        if editing is None or key is None:
            return

        def take(answer: Group | str | None) -> None:
            if isinstance(answer, Group):
                self._take_rule(key, editing, answer)
            elif answer is not None:
                self.desk.unfinished.keep(key, Form.TEXT.name, answer)
                self.notice("What you typed is kept; t goes on with it.")

        from segtui.ui.dialogs.rule_text import RuleTextDialog  # noqa: PLC0415 - as above

        dialog = RuleTextDialog(self.workspace, editing.draft.rule, self._fields, self._unfinished_text(key))
        self.open_kept(dialog, take, key, Form.TEXT.name)

    def _unfinished_text(self, key: str) -> str:
        """The rule as text that was left before it could be read; empty when there is none."""
        text = self.desk.unfinished.of(key, Form.TEXT.name)
        return text if isinstance(text, str) else ""

    def edit_service_text(self) -> None:
        """Edit the rule as the text that its service keeps."""
        editing, key = self.editing, self.current
        if editing is None or key is None:
            return
        from segtui.ui.dialogs.service_text import ServiceTextDialog  # noqa: PLC0415 - as above

        try:
            text = text_of(self.workspace, editing.draft, editing.source)
        except SegtuiError as why:
            self.notice(f"✗ {why.message} {why.hint}".rstrip())
            return

        def take(read: TextRead | None) -> None:
            if read is not None:
                self._change_begun(key, editing, lambda now: now.with_text(read.rule, read.written), MATCH)

        self.open_kept(ServiceTextDialog(self.workspace, text, self._fields), take, key, Form.SOURCE.name)

    def edit_in_editor(self) -> None:
        """Edit the rule as text in the person's own editor; what can't be read comes back into the dialog."""
        editing, key = self.editing, self.current
        if editing is None or key is None:
            return
        rule = editing.draft.rule
        from segtui.domain.rule_text.printing import rule_text  # noqa: PLC0415 - as above
        from segtui.domain.rule_text.reading import UnreadableRule, read_rule_text  # noqa: PLC0415 - as above
        from segtui.ui.editor import EditorTrouble, edited_outside  # noqa: PLC0415 - as above

        before = self._unfinished_text(key) or rule_text(rule)
        try:
            text = edited_outside(self.app, before, self._notes_for_editor(editing))
        except EditorTrouble as trouble:
            self.notice(f"✗ {trouble.message} {trouble.hint}".rstrip())
            return
        try:
            read = read_rule_text(text, rule)
        except UnreadableRule:
            self.desk.unfinished.keep(key, Form.TEXT.name, " ".join(text.split("\n")))
            self.edit_text()
            return
        self.desk.unfinished.forget(key, Form.TEXT.name)
        self._take_rule(key, editing, read)

    def _notes_for_editor(self, editing: Editing) -> str:
        from segtui.domain.phrase import phrase  # noqa: PLC0415 - as above

        names = self.workspace.field_names(editing.draft.rule, self._fields)
        says = phrase(editing.draft.rule, names, self.workspace.dialect.semantics, word=self.workspace.lead_word)
        return (
            f"The rule of {quoted(editing.draft.name)}. Lines that begin with # don't count.\nNow it says: {says}\n"
            f"Fields: {', '.join(printable(path) for path in self._fields[:_MOST_FIELDS_TOLD])}"
        )

    def _take_rule(self, key: str, editing: Editing, rule: Group) -> None:
        """Take a rule that was edited as text."""
        from segtui.workspace.intents import freeze_dates  # noqa: PLC0415 - as above

        frozen = freeze_dates(self.workspace, rule, self.workspace.now(), self.desk.intents.zone)
        self._mean(key, frozen.meant)
        self._change_begun(key, editing, lambda now: now.with_rule(frozen.rule), MATCH)

    def action_rename(self) -> None:
        """Give the segment another name."""
        editing, key = self.editing, self.current
        if editing is None or key is None:
            return

        def take(name: str | None) -> None:
            self.form_ended(key, is_taken=name is not None)
            if name is not None and name.strip():
                self._change_begun(key, editing, lambda now: now.with_name(name.strip()), None)

        from segtui.ui.dialogs.asking import TextDialog  # noqa: PLC0415 - as above

        note = "enter takes the name; it is sent when you save."
        dialog = TextDialog("Name of the segment", "Name", editing.draft.name, note=note)
        self.open_kept(dialog, take, key, Form.NAME.name)

    def form_ended(self, key: str, *, is_taken: bool) -> None:
        """Take note that somebody is done with the form of a segment, or has left it."""

    def action_undo(self) -> None:
        """One step back."""
        if self.editing is not None:
            self._change(self.editing.undone(), None)

    def action_redo(self) -> None:
        """One step forward again."""
        if self.editing is not None:
            self._change(self.editing.redone(), None)

    def action_revert(self) -> None:
        """Show what the service has again; undo brings the changes back."""
        if self.editing is not None:
            says = f"This is {what_is_known(self.workspace)}; ctrl+z brings your changes back."
            self._change(self.editing.reverted(), None, says)

    def _change(self, editing: Editing, path: Path | None, says: str = "") -> None:
        """Take a new state of what is under edit, and show what comes of it.

        Args:
            editing: The new state.
            path: Where the cursor belongs; where it is without one.
            says: What was done, when it can't be seen.
        """
        if (key := self.current) is not None:
            before = self.desk.editing(key)
            begins = editing.is_changed and not (before is not None and before.is_changed)
            self.desk.put(key, editing)
            if self.desk.is_keeping:
                self.wait_for_drafts()
            self.notice(self._untold_trouble() or (begins and self._edited_elsewhere(key)) or says)
            self.show_edit(path)

    @work(exclusive=True, group="drafts", description="wait until a long list is kept")
    async def wait_for_drafts(self) -> None:
        """Wait until what isn't saved is kept, or can't be."""
        await self.desk.kept()
        self.post_message(self.EditsKept())

    @on(EditsKept)
    def _tell_of_drafts(self) -> None:
        if trouble := self._untold_trouble():
            self.notice(trouble)

    def _edited_elsewhere(self, key: str) -> str:
        """Warn of another segtui with the same segment under edit; empty when there is none."""
        if key not in self.desk.edited_elsewhere():
            return ""
        return "⚠ Another segtui on this machine has unsaved changes of this segment too; both are kept apart."

    def _untold_trouble(self) -> str:
        """What has begun to keep edits from outliving this run; empty when nothing has, or when it was said."""
        if self.memory is not None and (notices := self.memory.take_notices()):
            self.desk.keep_again()
            return "⚠ " + "\n⚠ ".join(notices)
        trouble = self.desk.trouble or self.desk.unfinished.trouble
        before, self._told_trouble = self._told_trouble, trouble
        return f"⚠ {trouble.message} {trouble.hint}" if trouble is not None and before is None else ""

    def _change_begun(
        self, key: str, begun: Editing, change: Callable[[Editing], Editing], path: Path | None, says: str = ""
    ) -> None:
        """Take what a dialog has made of an edit. While it was open a save may have ended, or a new list have come.

        Args:
            key: The segment that the dialog was opened for.
            begun: Its edit at that time.
            change: What the dialog makes of an edit.
            path: Where the cursor belongs afterwards.
            says: What was done, when it can't be seen.
        """
        key = self.desk.present_key(key)
        self.current = key
        self._change(change(self.desk.editing(key) or begun), path, says)
