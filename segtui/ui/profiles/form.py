"""The form for one profile: a new one, the very first one, or changes to one that is there."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.suggester import SuggestFromList
from textual.widgets import Input

from segtui.domain.errors import SegtuiError
from segtui.store.demos import DEMO
from segtui.store.errors import InvalidProfile, ProfileExists
from segtui.store.keyring_secrets import why_no_keyring
from segtui.store.profiles import Profile, name_mistake
from segtui.ui.browse.foot import Foot
from segtui.ui.dialogs.asking import ask_to_leave
from segtui.ui.dialogs.base import FormRow
from segtui.ui.profiles.fields import (
    FIELDS,
    FormField,
    fields_for,
    read_only_mistake,
    secret_help,
    settings_of,
    typed_of,
)
from segtui.ui.profiles.trying import TrialPane, TryingScreen
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.plain import PlainText
from segtui.workspace.opening import UnusableProfile, known_services
from segtui.workspace.profiles import ListedProfile, ProfileShelf, asking, checked
from segtui.workspace.workspace import Ask

_ROOMY = 30
"""Lines from which there is room for a field's help beside a test."""

_WELCOME = (
    "Welcome! A profile says where your service is and who asks: fill this in.\n"
    "Only looking? ctrl+g opens the demo: made-up people, no account, no network."
)


class FieldRow(FormRow):
    """A field with its label, and below what is wrong with it.

    Args:
        field: Which one.
        value: What to begin with.
    """

    def __init__(self, field: FormField, value: str) -> None:
        self.field = field
        completion = SuggestFromList(field.choices, case_sensitive=False) if field.choices else None
        self.input = LineInput(value, id=f"field-{field.key}", placeholder=field.example, suggester=completion)
        super().__init__(field.label, self.input)


class ProfileForm(TryingScreen[str | None]):
    """Makes or changes a profile; the answer is its name, or the demo's, or None.

    Args:
        shelf: All profiles.
        ask: Asks the person for a secret.
        listed: The profile to change; None for a new one.
        is_first: Whether there is no profile yet, so that the demo is offered beside.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = ["trying.tcss", "form.tcss"]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="form.save"),
        Binding("ctrl+t", "test", "Test connection", id="form.test"),
        Binding("ctrl+g", "demo", "Try the demo", id="form.demo"),
        Binding("f1", "help", "Help", show=False, id="help"),
    ]
    HELP = (
        "A profile: where a service is, who asks, and where the secret is found. tab or enter goes to the next field."
    )

    def __init__(
        self, shelf: ProfileShelf, ask: Ask, *, listed: ListedProfile | None = None, is_first: bool = False
    ) -> None:
        super().__init__(shelf, ask)
        before = listed.profile if listed is not None else None
        self._name = listed.name if listed is not None else None
        self._before = {field.key: field.initial for field in FIELDS} if before is None else typed_of(before)
        self._is_first = is_first
        self._why_no_keyring: str | None = None

    def compose(self) -> ComposeResult:
        """The fields, what is to be said about one, what a test has told."""
        yield PlainText(f"segtui · profile {self._name}" if self._name else "segtui · new profile", id="title")
        if self._is_first:
            yield PlainText(_WELCOME, id="welcome")
        with VerticalScroll(id="fields", can_focus=False):
            for field in fields_for(known_services()):
                if field.key != "name" or self._name is None:
                    yield FieldRow(field, self._before[field.key])
        yield PlainText(id="hint")
        yield TrialPane()
        yield Foot(self.status, always=("help", "leave"))

    def on_mount(self) -> None:
        """Begin with the first field."""
        self.query(LineInput).first().focus()
        self._look_for_keyring()

    @work(exclusive=True, group="keyring", description="look for a keyring")
    async def _look_for_keyring(self) -> None:
        self._why_no_keyring = await why_no_keyring()
        self._explain()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Explain the field that is typed into."""
        self._explain()

    def on_resize(self, _event: events.Resize) -> None:
        """Arrange the lower half."""
        self._explain()

    def _explain(self) -> None:
        row = next((one for one in self.query(FieldRow) if one.input.has_focus), None)
        if row is not None:
            text = secret_help(self._why_no_keyring) if row.field.key == "secret" else row.field.help
            self.query_one("#hint", PlainText).update(text, layout=False)
            # Mistakes that are told just now make the list of fields longer.
            self.call_after_refresh(self.query_one("#fields").scroll_to_widget, row, animate=False, force=True)
        # Where both don't fit, what the test says is worth more.
        self.query_one("#hint").display = self.size.height >= _ROOMY or not self.query_one(TrialPane).display

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next(LineInput)

    @on(Input.Changed)
    def _forgive(self, event: Input.Changed) -> None:
        """What is being mended isn't blamed any more."""
        event.stop()
        for row in self.query(FieldRow):
            if row.input is event.input:
                row.blame("")

    # What was typed.

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields."""
        return self._before | {row.field.key: row.input.value for row in self.query(FieldRow)}

    @property
    def name_typed(self) -> str:
        """What the profile is called."""
        return self._name or self.typed["name"].strip()

    def _checked(self, *, with_name: bool) -> Profile | None:
        """The profile that was typed; None when it has mistakes, which are then at their fields."""
        typed = self.typed
        mistakes = list(read_only_mistake(typed))
        if with_name and self._name is None:
            name = self.name_typed
            mistake = name_mistake(name) if name else "is missing"
            mistakes += [("name", mistake)] if mistake else []
        profile = None
        try:
            profile = checked(settings_of(typed))
        except InvalidProfile as invalid:
            mistakes += invalid.mistakes
        except UnusableProfile as unusable:
            mistakes.append((unusable.key, unusable.message.removeprefix(f"{unusable.key} ")))
        self._blame(mistakes)
        return None if mistakes else profile

    def _blame(self, mistakes: Iterable[tuple[str, str]]) -> None:
        told: Mapping[str, str] = dict(mistakes)
        rows = list(self.query(FieldRow))
        for row in rows:
            row.blame(told.get(row.field.key, ""))
        first = next((row for row in rows if row.field.key in told), None)
        if first is not None:
            first.input.focus()
            self.notice(
                "✗ A field has a mistake: see above." if len(told) == 1 else f"✗ {len(told)} mistakes: see above."
            )
        elif told:
            self.notice("✗ " + "; ".join(f"{key}: {what}" if key else what for key, what in told.items()))

    # What can be done.

    def action_test(self) -> None:
        """Try out what was typed, saved or not."""
        profile = self._checked(with_name=False)
        if profile is not None:
            # What was typed may be another secret than the one that the keyring has, and a new profile has none there.
            is_kept = self._name is not None and self._before["secret"] == self.typed["secret"]
            typed = profile if profile.secret.kind != "keyring" or is_kept else asking(profile)
            self.try_out(self.name_typed, typed)
            self.query_one(TrialPane).display = True
            self._explain()

    def action_save(self) -> None:
        """Write the profile, unless something is wrong with it."""
        if self._checked(with_name=True) is not None:
            self._save()

    @work(exclusive=True, group="save", description="save the profile")
    async def _save(self) -> None:
        name, settings = self.name_typed, settings_of(self.typed)
        self.stop_trial()
        try:
            if self._name is None:
                await self.shelf.add(name, settings, self.ask)
            elif changes := self._changes(settings):
                await self.shelf.change(name, changes, self.ask)
        except ProfileExists:
            self._blame([("name", "there is a profile of that name already; choose another")])
        except InvalidProfile as invalid:
            self._blame(invalid.mistakes)
        except SegtuiError as error:
            self.notice(f"✗ Not saved. {error.message} {error.hint}")
        else:
            self.dismiss(name)

    def _changes(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        before = settings_of(self._before)
        return {key: value for key, value in settings.items() if value != before.get(key)}

    def action_demo(self) -> None:
        """Leave the form for the demo."""
        self.stop_trial()
        self.dismiss(DEMO)

    @property
    def has_typed(self) -> bool:
        """Whether any field is another than before."""
        return self.typed != self._before

    def action_leave(self) -> None:
        """Stop a test; else go back without saving, which is asked about when something was typed."""
        if not self.stop_trial():
            ask_to_leave(self, self.dismiss)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the demo where there is nothing else yet; later it is in the list of profiles."""
        return self._is_first if action == "demo" else super().check_action(action, parameters)
