"""How a conformance test gets at the services: its argument `stage`, or `sandbox` for what needs a sandbox.

A test with one of them runs once for each service, and its id begins with the service and the topic: `tiledesk-list`.
"""

import os
from collections.abc import AsyncIterator, Callable

import pytest

from support.conformance.bench import Bench
from support.conformance.benches import BENCHES
from support.conformance.live import LiveStage, live_connection
from support.conformance.stage import SandboxStage, Stage

_MODULE_PREFIX = "test_conformance_"


def _make_sandbox(bench: Bench) -> Callable[[], Stage]:
    return lambda: SandboxStage(bench)


def _make_live(bench: Bench) -> Callable[[], Stage] | None:
    connection = live_connection(bench, os.environ)
    return None if connection is None else lambda: LiveStage(bench, connection)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test over every sandbox, and over every live service that the environment names."""
    wanted = next((name for name in ("stage", "sandbox") if name in metafunc.fixturenames), None)
    topic = metafunc.module.__name__.rpartition(".")[2]
    if wanted is None or not topic.startswith(_MODULE_PREFIX):
        return
    topic = topic.removeprefix(_MODULE_PREFIX).replace("_", "-")
    makers = {bench.service: _make_sandbox(bench) for bench in BENCHES}
    if wanted == "stage":
        makers |= {f"{bench.service}-live": maker for bench in BENCHES if (maker := _make_live(bench)) is not None}
    ids = [f"{name}-{topic}" for name in makers]
    metafunc.parametrize(wanted, list(makers.values()), ids=ids, indirect=True)


@pytest.fixture
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """A service: its sandbox, or a live one."""
    one: Stage = request.param()
    yield one
    await one.close()


@pytest.fixture
async def sandbox(request: pytest.FixtureRequest) -> AsyncIterator[SandboxStage]:
    """The sandbox of a service."""
    one: SandboxStage = request.param()
    yield one
    await one.close()
