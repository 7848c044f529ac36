"""Help for the place where one is, made from the keys and from what each part of the screen says of itself.

A part that speaks of leads does so in the service's own word: its `HELP` has places such as `{word.several}`, and its
`lead_word` fills them. Of parts that differ with the service, or with what they show, their screen speaks.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol, runtime_checkable

from textual.dom import DOMNode
from textual.screen import Screen

from segtui.domain.lead_word import LEADS
from segtui.ui.actions import actions_of
from segtui.ui.dialogs.asking import MessageDialog


@runtime_checkable
class HelpsWithParts(Protocol):
    """A screen that knows more of its parts than they do."""

    def help_of(self, part: DOMNode) -> str:
        """What is to be said of a part; empty where the part itself says it."""


class HelpDialog(MessageDialog):
    """What can be done here, with which keys, and why something can't.

    Args:
        screen: The screen to explain.
        reasons: Why an action is greyed, by the action's name.
    """

    def __init__(self, screen: Screen[Any], reasons: Mapping[str, str]) -> None:
        super().__init__("Help", "\n".join(_lines(screen, reasons)))


def _lines(screen: Screen[Any], reasons: Mapping[str, str]) -> Iterator[str]:
    focused = screen.focused
    for node in focused.ancestors_with_self if focused is not None else [screen]:
        said = screen.help_of(node) if isinstance(screen, HelpsWithParts) else ""
        if not said and (text := getattr(node, "HELP", None)):
            said = str(text).format(word=getattr(node, "lead_word", LEADS))
        if said:
            yield from (said, "")
    for action in actions_of(screen):
        name = action.name.removeprefix("screen.")
        reason = reasons.get(name) or reasons.get(name.partition("(")[0], "")
        not_now = f"  (not now: {reason})" if reason and not action.enabled else ""
        yield f"{' '.join(action.keys):<10}  {action.description}{not_now}"
