import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading

import httpx
import pytest
from sandbox_desk import Desk

from segtui.sandbox import Fault, TiledeskSandbox
from segtui.sandbox.asgi import Receive, Scope, Send
from segtui.sandbox.serve import running

SERVE = """
import json
from segtui.sandbox import TiledeskSandbox
from segtui.sandbox.asgi import Receive, Scope, Send
from segtui.sandbox.serve import serve
serve(TiledeskSandbox(lead_count=3), announce=lambda facts: print(json.dumps(facts), flush=True))
print("ended")
"""


def client_of(box: TiledeskSandbox, base_url: str) -> httpx.Client:
    headers = {"authorization": box.accounts["owner"].token}
    return httpx.Client(base_url=base_url, headers=headers, trust_env=False, timeout=5)


def test_a_sandbox_answers_on_a_loopback_port_until_it_is_left() -> None:
    box = TiledeskSandbox(lead_count=3)
    with running(box) as base_url:
        assert base_url.startswith("http://127.0.0.1:")
        with client_of(box, base_url) as client:
            assert client.get(f"/{box.project_id}/leads").json()["count"] == 3
            port = client.base_url.port
    assert port is not None
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_a_dropped_connection_breaks_off_the_answer() -> None:
    box = TiledeskSandbox(lead_count=0)
    box.faults.add(Fault.drop(), times=1)
    with running(box) as base_url, client_of(box, base_url) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            client.get("/users")
        assert client.get("/users").status_code == 200


async def test_an_unanswered_request_ends_quietly_when_its_client_leaves(capfd: pytest.CaptureFixture[str]) -> None:
    desk = Desk(lead_count=3)
    arrived, left = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    served = desk.box.app
    desk.box.faults.run_before(lambda: loop.call_soon_threadsafe(arrived.set))

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        await served(scope, receive, send)
        loop.call_soon_threadsafe(left.set)

    desk.box.app = watched
    with running(desk.box) as base_url:
        reader, writer = await asyncio.open_connection("127.0.0.1", httpx.URL(base_url).port)
        token = desk.box.accounts["owner"].token
        path = f"/v3{desk.leads}?segment=nonsense"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n\r\n".encode())
        await asyncio.wait_for(arrived.wait(), 5)
        assert not left.is_set()
        writer.close()
        await asyncio.wait_for(left.wait(), 5)
        assert await reader.read() == b""
    assert capfd.readouterr() == ("", "")


def test_leaving_cuts_off_requests_that_are_never_answered() -> None:
    box = TiledeskSandbox(lead_count=0)
    arrived = threading.Event()
    box.faults.run_before(arrived.set)
    box.faults.add(Fault.hang())
    with running(box) as base_url, socket.create_connection(("127.0.0.1", httpx.URL(base_url).port or 0)) as line:
        line.sendall(b"GET /v3/users HTTP/1.1\r\nHost: x\r\n\r\n")
        # Leaving would take for ever if the open request kept the server.
        assert arrived.wait(5)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serving_announces_how_to_connect_and_ends_cleanly(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        assert process.stdout is not None
        facts = json.loads(process.stdout.readline())
        header = {"authorization": facts["token"]}
        url = f"{facts['base_url']}/{facts['project']}/leads"
        assert httpx.get(url, headers=header, trust_env=False).json()["count"] == 3
        form = {"email": facts["email"], "password": facts["password"]}
        signed_in = httpx.post(f"{facts['base_url']}/auth/signin", json=form, trust_env=False)
        assert signed_in.json()["token"] == facts["token"]
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
    assert facts["service"] == "tiledesk"
    assert (process.returncode, out, err) == (0, "ended\n", "")
