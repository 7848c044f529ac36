"""The sandbox on a loopback port, for curl, for tests over real sockets and for whoever writes a backend.

uvicorn is an optional dependency, imported when a port is wanted; without it there is an `ImportError`.
"""

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TYPE_CHECKING

from segtui.sandbox.tiledesk.box import TiledeskSandbox

if TYPE_CHECKING:
    import uvicorn


def serve(
    box: TiledeskSandbox,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    announce: Callable[[dict[str, str]], None],
) -> None:
    """Serve a sandbox until ctrl+c or SIGTERM, then return.

    Only for the main thread, where signals arrive; `running` is for others.

    Args:
        box: What to serve.
        host: A loopback address.
        port: 0 for any free one.
        announce: Called once, when requests can be sent, with what is needed to send them.

    Raises:
        ImportError: uvicorn isn't installed.
        OSError: The port can't be had.
    """
    server = _server(box)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    # uvicorn raises a signal again when it has ended, which would end the caller too.
    former = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with _listening(host, port) as listener:
            announce(_greeting(box, listener))
            server.run(sockets=[listener])
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def running(box: TiledeskSandbox) -> Iterator[str]:
    """Serve a sandbox from a thread, on any free port.

    Yields:
        The base URL. Requests can be sent at once; on leaving, open ones are cut off.
    """
    server = _server(box)
    with _listening("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True)
        thread.start()
        try:
            yield _base_url(box, listener)
        finally:
            server.should_exit = True
            thread.join()


def _server(box: TiledeskSandbox) -> "uvicorn.Server":
    import uvicorn  # noqa: PLC0415 - an optional dependency

    config = uvicorn.Config(
        box.app,
        log_config=None,
        # Cut connections are what the fault switch is for, not errors to report.
        log_level="critical",
        access_log=False,
        lifespan="off",
        loop="asyncio",
        ws="none",
        server_header=False,
        # As the service: an idle connection is closed after 5 s.
        timeout_keep_alive=5,
        # Requests that are never answered would keep the server from ending.
        timeout_graceful_shutdown=0,
    )
    return uvicorn.Server(config)


def _listening(host: str, port: int) -> socket.socket:
    """Listen before the server runs: whoever connects from now on is let in as soon as it does."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def _base_url(box: TiledeskSandbox, listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{box.base_path}"


def _greeting(box: TiledeskSandbox, listener: socket.socket) -> dict[str, str]:
    owner = box.accounts["owner"]
    return {
        "service": "tiledesk",
        "base_url": _base_url(box, listener),
        "project": box.project_id,
        "email": owner.email,
        "password": owner.password,
        "token": owner.token,
    }
