"""What was left when an earlier run ended, or a list came anew: the main screen offers it, or says where it is."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from segtui.domain.text import quoted
from segtui.store.drafts import KeptDraft
from segtui.store.forms import KeptForm
from segtui.ui.dialogs.drafts import DraftsAnswer, DraftsDialog
from segtui.workspace.left_forms import left_forms, left_name
from segtui.workspace.unfinished import Form

if TYPE_CHECKING:
    from segtui.ui.browse.screen import BrowseScreen

_MOST_FORMS = 3
"""Forms that are named in which something stood; the others tell it when they are opened."""


class LeftOver:
    """Offers unsaved edits and what was typed in forms.

    Args:
        screen: The main screen.
    """

    def __init__(self, screen: "BrowseScreen") -> None:
        self._screen, self._desk = screen, screen.desk
        self._offered: DraftsDialog | None = None
        """The dialog that offers it, while it is open."""

    @property
    def lost(self) -> Sequence[KeptForm]:
        """What was typed into forms that can't be opened any more."""
        return left_forms(self._desk)

    def offer(self, restored: Sequence[KeptDraft]) -> None:
        """Show what isn't saved, beside what the service has now, and what was typed in forms that are lost."""
        kept = [one for one in restored if (editing := self._desk.editing(one.key)) and editing.is_changed]
        left: list[KeptDraft | KeptForm] = [*kept, *self.lost]
        if not left:
            self._tell_open_forms()
            return
        screen = self._screen
        self._offered = DraftsDialog(left, self._desk.segments, screen.workspace.now(), screen.book.step_words)
        screen.app.push_screen(self._offered, self._take)

    def show_names(self) -> None:
        """Say what is offered anew: names have come for what was shown by its id."""
        if self._offered is not None and self._offered.is_mounted:
            self._offered.show_names()

    def tell_lost_since(self, before: Collection[KeptForm]) -> None:
        """Say whose forms a new list has taken away: what stands in them would be found at the next start only."""
        names = dict.fromkeys(quoted(left_name(one)) for one in self.lost if one not in before)
        if names:
            self._screen.notice(
                f"⚠ No longer in the service's list, or changed there: {', '.join(names)}. What you were typing there "
                "is kept, and shown at the next start."
            )

    def _tell_open_forms(self) -> None:
        """Say in which forms something stood, of those that can still be opened."""
        lost = {(one.key, one.form) for one in self.lost}
        names = {line.key: line.name for line in self._desk.lines()}
        forms = [place for place in self._desk.unfinished.untold if place not in lost and Form.words(place[1])]
        if forms:
            more = f"; and {len(forms) - _MOST_FORMS} more" if len(forms) > _MOST_FORMS else ""
            where = "; ".join(f"{quoted(names[key])}: {Form.words(form)}" for key, form in forms[:_MOST_FORMS])
            self._screen.notice(f"What you were typing the last time is kept. Open it again to go on: {where}{more}.")
            self._desk.unfinished.told(forms)

    def _take(self, answer: DraftsAnswer | None) -> None:
        self._offered = None
        if answer is None:
            return
        for one in answer.dropped:
            if isinstance(one, KeptDraft):
                self._desk.discard(one.key)
            else:
                self._desk.unfinished.forget(one.key, one.form)
        if answer.opened is not None:
            self._screen.go_to(answer.opened)
        else:
            self._screen.show_edit(None)
        self._tell_open_forms()
