"""One program in a terminal of its own, from its start to a few keys."""

import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from support.terminal import KEYS, Burst, Terminal

from bench.programs import ROOT, Program

_TIMES_PRESSED = 3
_QUIET_SECONDS = 0.4
"""Longer than programs wait before they fetch what a key asks for, shorter than a cursor takes to blink."""

_HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")

_NANOSECONDS = 1e9


@dataclass(frozen=True)
class Answer:
    """What a program sends for one key."""

    seconds: float
    """From the key until the last byte."""
    size: int
    """How many bytes."""


@dataclass(frozen=True)
class Sample:
    """What one run of a program showed. Processor and memory are None where there is no /proc."""

    start: float
    """Seconds until it could be read."""
    processor: float | None
    """Seconds of the processor until then: much the same on a busy machine."""
    size: int
    """Bytes until it fell silent."""
    memory: float | None
    """Resident, in MiB, then."""
    answers: Mapping[str, Answer]


def measure(program: Program, *, columns: int, rows: int) -> Sample:
    """Run a program once, on a home of its own.

    Raises:
        AssertionError: It never became ready; the message has its screen.
    """
    with tempfile.TemporaryDirectory() as home:
        # With bytecode, as everybody has it who has started a program once.
        env = {"PYTHONDONTWRITEBYTECODE": "", **dict.fromkeys(_HOMES, home), **program.env}
        ready = program.ready.encode()
        if program.prepare is not None:
            program.prepare(Path(home))
        if program.is_started_before:
            with Terminal(program.command, columns=columns, rows=rows, env=env, cwd=ROOT) as terminal:
                terminal.wait_until(lambda: ready in terminal.log, f"{program.name} to send {program.ready!r}")
                terminal.settle(_QUIET_SECONDS, timeout=5)
        begin = time.monotonic()
        with Terminal(program.command, columns=columns, rows=rows, env=env, cwd=ROOT) as terminal:
            terminal.wait_until(lambda: ready in terminal.log, f"{program.name} to send {program.ready!r}")
            start, processor = time.monotonic() - begin, _processor_seconds(terminal.pid)
            terminal.settle(_QUIET_SECONDS, timeout=5)
            size, memory = len(terminal.log), _mebibytes(terminal.pid)
            answers = {name: _answer(terminal, deed.before, deed.key) for name, deed in program.deeds.items()}
    return Sample(start, processor, size, memory, answers)


def _answer(terminal: Terminal, before: Sequence[str], key: str) -> Answer:
    for one in before:
        _pressed(terminal, one)
    bursts = [_pressed(terminal, key) for _ in range(_TIMES_PRESSED)]
    return Answer(
        statistics.median(burst.settled for burst in bursts), round(statistics.median(burst.size for burst in bursts))
    )


def _pressed(terminal: Terminal, key: str) -> Burst:
    """Press a key, on a terminal that is silent already."""
    terminal.send(KEYS.get(key, key))
    return terminal.answer(_QUIET_SECONDS)


def _processor_seconds(pid: int) -> float | None:
    threads = list(Path(f"/proc/{pid}/task").glob("*/schedstat"))
    return sum(int(each.read_text().split()[0]) for each in threads) / _NANOSECONDS if threads else None


def _mebibytes(pid: int) -> float | None:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmRSS"))
