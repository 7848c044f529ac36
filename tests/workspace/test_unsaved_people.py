"""What saving a list of people would change, before it is saved."""

from dataclasses import replace

from support.segmenter_backend import ADA, EVE, NOAH, draft, of, segmenter_desk, workspace_of

from segtui.workspace.editing import Editing
from segtui.workspace.list_looks import look_at_list
from segtui.workspace.people_editing import with_person


async def test_who_would_enter_leave_and_be_changed_is_counted() -> None:
    async with segmenter_desk() as desk:
        stored = await desk.backend.create(draft(ADA, NOAH))
        workspace = await workspace_of(desk)
        editing, (ada, _) = Editing.of(stored), stored.people or ()
        assert not any("Not saved" in one for one in (await look_at_list(workspace, editing)).says)
        edited = editing.with_people(with_person(stored.people or (), replace(ADA, phone="+39 9"), ada.id))
        says = (await look_at_list(workspace, edited)).says[-1]
        assert says == ("Not saved: 0 people would enter, 0 leave, and 1 is changed; then there are 2 people on it.")
        replaced = editing.with_people(of(NOAH, EVE))
        says = (await look_at_list(workspace, replaced)).says[-1]
        assert says == ("Not saved: 1 person would enter, 1 leave, and 0 are changed; then there are 2 people on it.")
