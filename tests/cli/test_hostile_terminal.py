"""Text from strangers in a real terminal: what the program sends on every screen has none of the codes in it."""

import base64
import re
import sys
from pathlib import Path

from support.terminal import Terminal

from segtui.domain.text import printable

TESTS = Path(__file__).parents[1]

OBEYED = {
    "an escape before a clipboard's text": b"\x1b]52;c;aGk=\x07",
    "C1 controls": "\x9b".encode(),
    "a right-to-left override": "\u202e".encode(),
    "a bell": b"\x07",
}
"""What the names hold, as bytes that would reach the terminal if they were sent as they are."""

LEAD, CONDITION, HELP, PALETTE = "Lead · [/red] VIP", "Operator", "─  Help  ─", "What do you want to do?"
REQUESTS, REQUEST, NAME, PLAN = "The newest first", "To repeat it by hand", "Name of the segment", "Save these changes?"
"""What the screens show that are left again: one of these among the keys stands for escape, and for waiting until it
has gone."""

_OURS = re.compile(rb"\x1b\]22;[a-z]*(?:\x1b\\|\x07)|\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
"""Pointer shapes, and what somebody copied."""


def assert_harmless(terminal: Terminal, where: str) -> None:
    """Look through all that was sent so far, and into what was put on the clipboard."""
    log = bytes(terminal.log)
    copied = [base64.b64decode(one.group(1)).decode() for one in _OURS.finditer(log) if one.group(1)]
    sent = _OURS.sub(b"", log)
    assert (where, [name for name, code in OBEYED.items() if code in sent]) == (where, [])
    assert (where, [text for text in copied if printable(text, keep_lines=True) != text]) == (where, [])
    assert "hi" not in copied


def test_no_screen_sends_what_a_name_holds(tmp_path: Path) -> None:
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
    path = {"PYTHONPATH": f"{TESTS.parent}:{TESTS}"}
    with Terminal([sys.executable, "-m", "support.hostile"], columns=100, rows=30, env={**home, **path}) as person:
        person.wait_for("[/red] VIP")
        person.wait_for("\N{REPLACEMENT CHARACTER}]52;c;aGk=")
        visits: dict[str, tuple[tuple[str, ...], str]] = {
            "the list": (("down", "down", "down", "down"), "4a"),
            "the rule": (("2", "down", "down"), "2 Rule"),
            "the leads": (("1", "end", "3", "right", "right"), "5 of 5"),
            "a lead": (("enter",), LEAD),
            "the list again": ((LEAD, "1", "home"), "2 Rule · 0[/red]"),
            "a condition": (("2", "home", "down", "down", "enter"), CONDITION),
            "the help": ((CONDITION, "?"), HELP),
            "the palette": ((HELP, "ctrl+p"), PALETTE),
            "the palette's segments": (("v", "i", "p"), "→ 0[/red] VIP"),
            "the requests": ((PALETTE, "L"), REQUESTS),
            "a request": (("enter",), REQUEST),
            "a segment's name": ((REQUEST, REQUESTS, "1", "e"), NAME),
            "a notice": ((NAME, "ctrl+c"), "clipboard"),
            "a change before it is sent": (("2", "home", "o", "ctrl+s"), PLAN),
            "leaving": ((PLAN, "ctrl+q"), "Quit?"),
        }
        left = {shows for _, shows in visits.values()}
        for name, (keys, shows) in visits.items():
            for key in keys:
                if key in left:
                    person.leave(key)
                else:
                    person.press(key, quiet=0.12)
            try:
                person.wait_for(shows, timeout=8)
            except AssertionError as error:
                raise AssertionError(f"{name}: {error}") from None
            assert_harmless(person, name)
