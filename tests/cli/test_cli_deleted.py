"""`segtui segments deleted`: what was last known of segments that were deleted from here."""

from pathlib import Path

import pytest
from support.chatbot_backend import chatbot_workspace, put_users, small_chatbot
from support.command_line import CommandLine

from segtui.store.register import MemoryRegister
from segtui.workspace import opening


def test_a_deleted_list_is_told_with_all_that_was_known(
    segtui: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    box, keeper = small_chatbot(), MemoryRegister()
    [user] = put_users(box, "Rome")
    old = box.put_segment({"name": "\x1b[31mOld"})["id"]
    monkeypatch.setattr(opening, "open_profile", lambda *_args, **_options: chatbot_workspace(box, keeper=keeper))
    assert "Nothing was deleted from here yet." in segtui.demo("segments", "deleted").out
    file = tmp_path / "ids.txt"
    file.write_text(user)
    assert segtui.demo("members", "add", old, "--from", str(file), "--yes").status == 0
    assert "Made again it is empty" in " ".join(segtui.demo("segments", "delete", old, "--yes").out.split())

    assert "2026-11-22 12:00 UTC" in segtui.demo("segments", "deleted").out
    told = segtui.demo("segments", "deleted", old).out
    assert "\x1b" not in told
    assert f"  id        {old}" in told
    [form] = segtui.demo("segments", "deleted", "--json").json["deleted"]
    assert (form["segment"]["id"], form["segment"]["size"]["value"]) == (old, 1)
    assert [one["id"] for one in form["added_from_here"]] == [user]
    assert "No segment “New” was deleted from here." in segtui.demo("segments", "deleted", "New").out
