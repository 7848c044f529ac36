"""The sandboxes on loopback ports, for curl, for tests over real sockets and for whoever writes a backend.

uvicorn is an optional dependency, imported when a port is wanted; without it there is an `ImportError`.
"""

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import TYPE_CHECKING, Protocol

from segtui.sandbox.asgi import App, Receive, Scope, Send

if TYPE_CHECKING:
    import uvicorn


class Served(Protocol):
    """A sandbox of whatever service."""

    @property
    def service(self) -> str:
        """What the service is called."""

    @property
    def base_path(self) -> str:
        """What comes before every path."""

    @property
    def app(self) -> App:
        """The ASGI application."""

    def facts(self) -> dict[str, str]:
        """Tell what a client needs besides the address."""


def serve(
    *boxes: Served,
    host: str = "127.0.0.1",
    port: int = 0,
    announce: Callable[[dict[str, str]], None],
) -> None:
    """Serve sandboxes until ctrl+c or SIGTERM, then return.

    Only for the main thread, where signals arrive; `running` is for others.

    Args:
        boxes: What to serve, each on a port of its own.
        host: A loopback address.
        port: Of the first; the others have the next ones. 0 for any free ones.
        announce: Called once for each, when requests can be sent, with what is needed to send them.

    Raises:
        ImportError: uvicorn isn't installed.
        OSError: A port can't be had.
    """
    by_port: dict[int, App] = {}
    server = _server(_behind_ports(by_port))

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    # uvicorn raises a signal again when it has ended, which would end the caller too.
    former = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with contextlib.ExitStack() as ports:
            listeners = [ports.enter_context(_listening(host, port and port + place)) for place in range(len(boxes))]
            for box, listener in zip(boxes, listeners, strict=True):
                by_port[listener.getsockname()[1]] = box.app
                announce({"service": box.service, "base_url": _base_url(box, listener), **box.facts()})
            server.run(sockets=listeners)
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def running(box: Served) -> Iterator[str]:
    """Serve a sandbox from a thread, on any free port.

    Yields:
        The base URL. Requests can be sent at once; on leaving, open ones are cut off.
    """
    server = _server(box.app)
    with _listening("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True)
        thread.start()
        try:
            yield _base_url(box, listener)
        finally:
            server.should_exit = True
            thread.join()


def _behind_ports(by_port: Mapping[int, App]) -> App:
    """Make one application of several, for one server: the port that was asked says which one answers."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await by_port[scope["server"][1]](scope, receive, send)

    return app


def _server(app: App) -> "uvicorn.Server":
    import uvicorn  # noqa: PLC0415 - an optional dependency

    config = uvicorn.Config(
        app,
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


def _base_url(box: Served, listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{box.base_path}"
