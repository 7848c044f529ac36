"""`segtui sandbox serve`."""

from collections.abc import Callable

from segtui.cli.output import json_text, printed
from segtui.cli.session import Call
from segtui.domain.errors import SegtuiError
from segtui.sandbox import ChatBotSandbox, FeedierSandbox, SegmenterSandbox
from segtui.sandbox.serve import Served, serve

_LAST_PORT = 65_535


class NotServed(SegtuiError):
    """The sandbox can't be served."""

    code = "not-served"


def run(call: Call) -> int:
    """Serve the sandboxes until ctrl+c or SIGTERM."""
    port: int = call.args.port
    boxes = _boxes(call)
    last = port + len(boxes) - 1
    if last > _LAST_PORT:
        raise NotServed(f"After port {port} there are not enough for the other services.", hint="Take a lower one.")
    try:
        serve(*boxes, port=port, announce=lambda facts: printed(json_text(facts, indent=None)))
    except ModuleNotFoundError as missing:
        if missing.name != "uvicorn":
            raise
        raise NotServed(
            "Serving the sandbox needs uvicorn, which isn't installed.", hint="Install it: pip install 'segtui[serve]'"
        ) from missing
    except OSError as error:
        which = f"Port {port}" if last == port or not port else f"One of the ports {port} to {last}"
        raise NotServed(
            f"{which} can't be had: {error.strerror}.", hint="Leave --port out for any free one."
        ) from error
    return 0


def _boxes(call: Call) -> list[Served]:
    """Make what is asked for; without a name, each service there is."""
    makers: dict[str, Callable[[], Served]] = {
        "tiledesk": lambda: call.session.sandbox("tiledesk"),
        "feedier": FeedierSandbox,
        "chatbot": ChatBotSandbox,
        "segmenter": SegmenterSandbox,
    }
    wanted: str | None = call.args.service
    return [make() for name, make in makers.items() if wanted in (None, name)]
