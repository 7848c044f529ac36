"""How a write is walked through on the screen: look, show, confirm, send, read back, tell."""

from textual.app import App

from segtui.domain.segments import Segment
from segtui.ui.browse.walk_ends import Ended, Saved, TookTheirs
from segtui.ui.dialogs.saving import ConflictDialog, PlanDialog
from segtui.ui.widgets.plain import StatusLine
from segtui.workspace.detail_book import DetailBook
from segtui.workspace.editing import Editing
from segtui.workspace.errors import ChangedMeanwhile
from segtui.workspace.plans import Plan
from segtui.workspace.saving import carry_out, plan_create, plan_delete, plan_update
from segtui.workspace.workspace import Workspace

_LOOKING = "looking at what the service has now"


class SavingWalk:
    """Walks a person through one write.

    Args:
        app: Shows the dialogs.
        workspace: Where to write.
        status: Says what runs.
        book: Knows what details are called.
    """

    def __init__(self, app: App[object], workspace: Workspace, status: StatusLine, book: DetailBook) -> None:
        self._app = app
        self._workspace = workspace
        self._book = book
        self._status = status
        self.is_sending = False
        """Whether the change is on its way."""

    async def save(self, editing: Editing) -> Ended:
        """Save an edit; when somebody else was faster, ask what to do and go on from there."""
        if editing.stored is None:
            return await self._confirmed(await self._planned(editing))
        while True:
            try:
                plan = await self._planned(editing)
                return await self._confirmed(plan)
            except ChangedMeanwhile as conflict:
                with self._status.running("asking for names", stop_key="esc"):
                    await self._book.ask_for(conflict.change)
                    await self._book.ask_for(editing.change)
                words = self._book.step_words
                dialog = ConflictDialog(editing.stored.name, conflict.change, editing.change, words)
                side = await self._app.push_screen_wait(dialog)
                if side is None:
                    return None
                if side == "theirs":
                    return TookTheirs(conflict.theirs)
                editing = editing.onto(conflict.theirs)

    async def delete(self, segment: Segment) -> Ended:
        """Delete a segment."""
        with self._status.running(_LOOKING, stop_key="esc"):
            plan = await plan_delete(self._workspace, segment)
        return await self._confirmed(plan)

    async def _planned(self, editing: Editing) -> Plan:
        with self._status.running(_LOOKING, stop_key="esc"):
            if editing.stored is None:
                return await plan_create(self._workspace, editing.draft, editing.like)
            return await plan_update(self._workspace, editing.stored, editing.draft)

    async def _confirmed(self, plan: Plan) -> Ended:
        typed = await self._app.push_screen_wait(PlanDialog(plan, self._workspace.lead_word, self._book.step_words))
        if typed is None:
            return None
        self.is_sending = True
        try:
            with self._status.running("sending the change"):
                return Saved(plan, await carry_out(self._workspace, plan, typed))
        finally:
            self.is_sending = False
