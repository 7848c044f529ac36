"""`segtui sandbox serve`."""

from collections.abc import Callable

from segtui.cli.output import json_text, printed
from segtui.cli.session import Call
from segtui.domain.errors import SegtuiError
from segtui.sandbox import FeedierSandbox
from segtui.sandbox.serve import Served, serve


class NotServed(SegtuiError):
    """The sandbox can't be served."""

    code = "not-served"


def run(call: Call) -> int:
    """Serve the sandboxes until ctrl+c or SIGTERM."""
    port: int = call.args.port
    try:
        serve(*_boxes(call), port=port, announce=lambda facts: printed(json_text(facts, indent=None)))
    except ModuleNotFoundError as missing:
        if missing.name != "uvicorn":
            raise
        raise NotServed(
            "Serving the sandbox needs uvicorn, which isn't installed.", hint="Install it: pip install 'segtui[serve]'"
        ) from missing
    except OSError as error:
        raise NotServed(
            f"Port {port} can't be had: {error.strerror}.", hint="Leave --port out for any free port."
        ) from error
    return 0


def _boxes(call: Call) -> list[Served]:
    """Make what is asked for; without a name, each service there is."""
    makers: dict[str, Callable[[], Served]] = {"tiledesk": lambda: call.session.sandbox, "feedier": FeedierSandbox}
    wanted: str | None = call.args.service
    return [make() for name, make in makers.items() if wanted in (None, name)]
