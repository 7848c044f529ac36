import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from segtui.store import command_secrets
from segtui.store.command_secrets import first_line_of
from segtui.store.errors import SecretUnavailable

T = TypeVar("T")


async def until(fact: Callable[[], T | None]) -> T:
    """Ask for a fact until it is there."""
    async with asyncio.timeout(20):
        while (found := fact()) is None:  # noqa: ASYNC110 - other programs make it true, and set no event
            await asyncio.sleep(0.005)
    return found


def arguments_printed(words: list[str]) -> list[str]:
    return ["sh", "-c", 'printf "%s|" "$@"', "sh", *words]


class Lifeline:
    """A named pipe that programs hold open for as long as one of them lives."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = path
        self._end = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def close(self) -> None:
        os.close(self._end)

    def read(self) -> bytes | None:
        """What was written; empty when nobody holds the pipe, None when somebody does and is silent."""
        try:
            return os.read(self._end, 100)
        except BlockingIOError:
            return None

    def command(self, script: str) -> list[str]:
        """A shell that holds the pipe, says so, and runs a script."""
        return ["sh", "-c", f'exec 3>"$0"; echo started >&3; {script}', str(self.path)]


@pytest.fixture
def lifeline(tmp_path: Path) -> Iterator[Lifeline]:
    line = Lifeline(tmp_path / "lifeline")
    yield line
    line.close()


async def test_arguments_arrive_as_they_are_and_no_shell_reads_them() -> None:
    words = ["a b", "$HOME", "`id`", "*", "'quoted'", "; echo x", ""]
    assert await first_line_of(arguments_printed(words)) == "|".join(words) + "|"


@pytest.mark.parametrize(
    ("printed", "line"),
    [("one", "one"), ("one\\n", "one"), ("one\\r\\ntwo", "one"), ("\\nsecond", ""), (" one \\n", " one ")],
)
async def test_the_first_line_is_taken_without_its_end(printed: str, line: str) -> None:
    assert await first_line_of(["printf", printed]) == line


async def test_a_program_gets_nothing_to_read_and_no_terminal() -> None:
    assert await first_line_of(["cat"]) == ""
    # The leader of a session of its own has no terminal until it opens one.
    leads = [sys.executable, "-c", "import os; print(os.getsid(0) == os.getpid())"]
    assert await first_line_of(leads) == "True"


async def test_what_a_failing_command_printed_is_shown_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SecretUnavailable) as caught:
        await first_line_of(["sh", "-c", "echo zxcvbnm-9; echo zxcvbnm-9 >&2; exit 3"])
    assert caught.value.message == "The command “sh” failed with exit status 3, so there is no secret."
    assert "zxcvbnm-9" not in repr(vars(caught.value))
    assert capfd.readouterr() == ("", "")


async def test_a_command_that_was_killed_says_by_which_signal() -> None:
    with pytest.raises(SecretUnavailable, match="ended by signal 9"):
        await first_line_of(["sh", "-c", "kill -9 $$"])


async def test_a_program_that_is_not_there_is_named_cleaned() -> None:
    with pytest.raises(SecretUnavailable, match=r"“no-such-program.”.*wasn't found") as caught:
        await first_line_of(["no-such-program\x1b", "zxcvbnm-9"])
    assert "zxcvbnm-9" not in repr(vars(caught.value))
    assert caught.value.message.isprintable()


async def test_a_file_that_is_no_program_may_not_be_run(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text("zxcvbnm-9")
    with pytest.raises(SecretUnavailable, match="may not be run"):
        await first_line_of([str(path)])
    path.chmod(0o700)
    with pytest.raises(SecretUnavailable, match="can't be run"):
        await first_line_of([str(path)])


async def test_output_behind_the_first_line_never_holds_the_program_up() -> None:
    script = "echo secret; dd if=/dev/zero bs=65536 count=64 2>/dev/null; exit 0"
    assert await first_line_of(["sh", "-c", script]) == "secret"


async def test_a_line_without_an_end_is_refused_and_not_kept() -> None:
    with pytest.raises(SecretUnavailable, match="far more on one line"):
        await first_line_of(["sh", "-c", "dd if=/dev/zero bs=65536 count=64 2>/dev/null"])


async def test_the_loop_goes_on_while_a_command_runs(tmp_path: Path) -> None:
    fifo = tmp_path / "answer"
    os.mkfifo(fifo)

    def opened() -> int | None:
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            return None

    async def answer() -> None:
        end = await until(opened)
        os.write(end, b"secret\n")
        os.close(end)

    line, _ = await asyncio.gather(first_line_of(["sh", "-c", 'read x <"$0"; echo "$x"', str(fifo)]), answer())
    assert line == "secret"


async def test_a_helper_left_running_does_not_hold_the_secret_up(lifeline: Lifeline) -> None:
    command = lifeline.command('sleep 60 & echo "$!"')
    helper = int(await first_line_of(command))
    assert lifeline.read() == b"started\n"
    assert lifeline.read() is None
    os.kill(helper, 9)


async def test_a_command_out_of_time_is_stopped_with_all_it_started(
    monkeypatch: pytest.MonkeyPatch, lifeline: Lifeline
) -> None:
    monkeypatch.setattr(command_secrets, "COMMAND_SECONDS", 0.5)
    with pytest.raises(SecretUnavailable, match=r"within 0\.5 seconds") as caught:
        await first_line_of(lifeline.command("sleep 60 & wait"))
    assert "terminal" in caught.value.hint
    await all_ended(lifeline)


async def test_a_cancelled_command_is_stopped_with_all_it_started(lifeline: Lifeline) -> None:
    task = asyncio.ensure_future(first_line_of(lifeline.command("sleep 60 & wait")))
    assert await until(lambda: lifeline.read() or None) == b"started\n"
    assert lifeline.read() is None
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await all_ended(lifeline)


async def test_a_program_that_ended_silently_and_left_its_output_open_runs_out_of_time(
    monkeypatch: pytest.MonkeyPatch, lifeline: Lifeline
) -> None:
    monkeypatch.setattr(command_secrets, "COMMAND_SECONDS", 0.5)
    with pytest.raises(SecretUnavailable, match="within"):
        await first_line_of(lifeline.command("sleep 60 & exit 0"))
    await all_ended(lifeline)


async def all_ended(lifeline: Lifeline) -> None:
    """Wait until no program holds the pipe any more."""

    def nobody_left() -> bool | None:
        return True if lifeline.read() == b"" else None

    await until(nobody_left)


def open_files() -> int:
    """How many files this process has open, where the system tells."""
    listed = Path("/proc/self/fd")
    return len(list(listed.iterdir())) if listed.exists() else 0


async def test_nothing_is_left_open_by_many_commands() -> None:
    await first_line_of(["true"])
    before = open_files()
    for words in (["true"], ["printf", "x"], ["printf", "y\\n"]):
        await first_line_of(words)
    with pytest.raises(SecretUnavailable):
        await first_line_of(["no-such-program"])
    assert open_files() == before
