"""`segtui sandbox serve`."""

from segtui.cli.output import json_text, printed
from segtui.cli.session import Call
from segtui.domain.errors import SegtuiError
from segtui.sandbox.serve import serve


class NotServed(SegtuiError):
    """The sandbox can't be served."""

    code = "not-served"


def run(call: Call) -> int:
    """Serve the sandbox until ctrl+c or SIGTERM."""
    port: int = call.args.port
    try:
        serve(call.session.sandbox, port=port, announce=lambda facts: printed(json_text(facts, indent=None)))
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
