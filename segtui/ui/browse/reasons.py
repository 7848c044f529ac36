"""Why an action can't be done now: the text behind every greyed key."""

from collections.abc import Mapping

from segtui.domain.segments import SegmentState
from segtui.workspace.editing import Editing
from segtui.workspace.uncertain import what_is_known
from segtui.workspace.workspace import Workspace

_SENT_AS_THEY_ARE = {SegmentState.UNCERTAIN, SegmentState.UNSENT, SegmentState.FAILED}
_NEED_A_SEGMENT = ("save", "duplicate", "rename", "delete", "undo", "redo", "revert")


def reasons(workspace: Workspace, editing: Editing | None, *, is_sending: bool) -> Mapping[str, str]:
    """Why actions can't be done now.

    Args:
        workspace: The open profile.
        editing: What is under edit; None when no segment is picked.
        is_sending: Whether a change is on its way.

    Returns:
        A reason for each action that has some, empty for those that can be done.
    """
    sending = "a change is still being sent" if is_sending else ""
    create = workspace.why_not_create()
    if editing is None:
        return {**dict.fromkeys(_NEED_A_SEGMENT, "no segment is picked"), "new": create}
    # What may not have arrived, or was refused, can be sent once more as it is.
    may_be_sent = editing.stored is not None and editing.stored.state in _SENT_AS_THEY_ARE
    same = "" if editing.is_changed else f"nothing differs from {what_is_known(workspace)}"
    unsaved = "" if may_be_sent else same
    muted = "" if editing.is_to_save or may_be_sent else "only muted lines differ, and those are never saved"
    new = "it isn't saved yet" if editing.stored is None else ""
    return {
        "save": sending or (workspace.why_not_update() if editing.stored else create) or unsaved or muted,
        "new": create,
        "duplicate": create or new,
        "delete": sending or ("" if new else workspace.why_not_delete()),
        "undo": "" if editing.history.past else "there is nothing to undo",
        "redo": "" if editing.history.future else "there is nothing to redo",
        "revert": new or same,
    }
