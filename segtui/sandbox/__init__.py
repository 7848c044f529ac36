"""The services in miniature, for `segtui demo` and for the tests.

Each is an ASGI application that behaves as the service was seen to behave, quirks included. It is written from what is
known of the service and imports nothing of segtui, so that a misreading in a backend can't hide by being shared.

- `asgi`: the few things said in plain ASGI.
- `door`: what every request passes first: the record of what arrived and the fault switch.
- `faults`: the faults there are.
- `names`: made-up people's names, cities and countries, in many scripts.
- `serve`: the same applications on a loopback port.
- `tiledesk`, `feedier`, `chatbot`, `segmenter`: the services.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from segtui.sandbox.door import Arrival
from segtui.sandbox.faults import Fault, FaultSwitch
from segtui.sandbox.tiledesk.accounts import Account
from segtui.sandbox.tiledesk.box import TiledeskSandbox

if TYPE_CHECKING:
    from segtui.sandbox.chatbot.box import ChatBotSandbox
    from segtui.sandbox.feedier.box import FeedierSandbox
    from segtui.sandbox.feedier.habits import Habits
    from segtui.sandbox.segmenter.box import SegmenterSandbox
    from segtui.sandbox.segmenter.habits import SegmenterHabits

__all__ = [
    "Account",
    "Arrival",
    "ChatBotSandbox",
    "Fault",
    "FaultSwitch",
    "FeedierSandbox",
    "Habits",
    "SegmenterHabits",
    "SegmenterSandbox",
    "TiledeskSandbox",
]


_LOADED_LATER = {
    "ChatBotSandbox": "segtui.sandbox.chatbot.box",
    "FeedierSandbox": "segtui.sandbox.feedier.box",
    "Habits": "segtui.sandbox.feedier.habits",
    "SegmenterHabits": "segtui.sandbox.segmenter.habits",
    "SegmenterSandbox": "segtui.sandbox.segmenter.box",
}


def __getattr__(name: str) -> Any:
    """Load the other services when they are asked for: the demo's start shouldn't wait for them."""
    if name not in _LOADED_LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LOADED_LATER[name]), name)
