"""`segtui sandbox serve`."""

from collections.abc import Callable

from segtui.cli.output import json_text, printed
from segtui.cli.session import Call
from segtui.domain.errors import SegtuiError
from segtui.sandbox import FeedierSandbox, SegmenterSandbox
from segtui.sandbox.serve import Served, serve

_LAST_PORT = 65_535


class NotServed(SegtuiError):
    """The sandbox can't be served."""

    code = "not-served"


def run(call: Call) -> int:
    """Serve the sandboxes until ctrl+c or SIGTERM."""
    port: int = call.args.port
    boxes = _boxes(call)
    if port + len(boxes) - 1 > _LAST_PORT:
        raise NotServed(
            f"From port {port} on there aren't {len(boxes)}, one for each service.", hint="Take a lower one."
        )
    try:
        serve(*boxes, port=port, announce=lambda facts: printed(json_text(facts, indent=None)))
    except ModuleNotFoundError as missing:
        if missing.name != "uvicorn":
            raise
        raise NotServed(
            "Serving the sandbox needs uvicorn, which isn't installed.", hint="Install it: pip install 'segtui[serve]'"
        ) from missing
    except OSError as error:
        which = f"Port {port}" if len(boxes) == 1 or not port else f"A port from {port} to {port + len(boxes) - 1}"
        raise NotServed(
            f"{which} can't be had: {error.strerror}.", hint="Leave --port out for any free one."
        ) from error
    return 0


def _boxes(call: Call) -> list[Served]:
    """Make what is asked for; without a name, each service there is."""
    makers: dict[str, Callable[[], Served]] = {
        "tiledesk": lambda: call.session.sandbox,
        "feedier": FeedierSandbox,
        "segmenter": SegmenterSandbox,
    }
    wanted: str | None = call.args.service
    return [make() for name, make in makers.items() if wanted in (None, name)]
