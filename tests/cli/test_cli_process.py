"""The command as a process of its own: what it imports, its pipes, its signals, its terminal."""

import json
import os
import signal
import subprocess
import sys
from argparse import _SubParsersAction
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from pkgutil import resolve_name

import pytest
from support.terminal import Terminal

from segtui.cli.parser import whole_tree
from segtui.cli.parser_parts import Parser

ROOT = Path(__file__).parents[2]
SEGTUI = (sys.executable, "-m", "segtui")
PATIENCE = 30


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Variables that give a process an empty home."""
    names = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    return {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), **{name: str(tmp_path / name) for name in names}}


def run(words: Sequence[str], home: Mapping[str, str], **variables: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        words,
        env={**os.environ, **home, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )


def imported_by(home: Mapping[str, str], *words: str) -> set[str]:
    """The top-level packages that a command has imported when it ends.

    Without click, which no dependency brings: where a developer has it, httpx imports rich for a command of its own.
    """
    code = (
        "import sys; sys.modules['click'] = None; from segtui.__main__ import main; status = main(sys.argv[1:]);"
        "print('\\n' + ' '.join({name for name in sys.modules if '.' not in name})); sys.exit(status)"
    )
    ran = run([sys.executable, "-c", code, *words], home)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.decode().splitlines()[-1].split())


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["segments", "preview", "--help"]])
def test_help_and_version_import_nothing_heavy(home: dict[str, str], words: list[str]) -> None:
    heavy = {"httpx", "pydantic", "textual", "rich", "platformdirs", "starlette", "tomlkit", "regex"}
    assert imported_by(home, *words) & heavy == set()


@pytest.mark.parametrize(
    "words",
    [
        ["-p", "demo", "segments", "list"],
        ["-p", "demo", "segments", "create", "--name", "x", "--filter", "tags = vip", "--yes"],
        ["profiles", "list"],
        ["info"],
    ],
)
def test_headless_commands_never_import_the_screen(home: dict[str, str], words: list[str]) -> None:
    assert imported_by(home, *words) & {"textual", "rich"} == set()


def test_help_fits_into_a_small_terminal(home: dict[str, str]) -> None:
    lines = run([*SEGTUI, "--help"], home, COLUMNS="80").stdout.decode().splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert "segtui demo" in "\n".join(lines)


@pytest.mark.parametrize("words", [["-p", "demo", "segments", "list", "--json"], ["--help"], ["--version"]])
def test_a_reader_that_goes_away_leaves_no_trace_back(home: dict[str, str], words: list[str]) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with subprocess.Popen(
        [*SEGTUI, *words], env={**os.environ, **home}, stdout=write_end, stderr=subprocess.PIPE
    ) as process:
        os.close(write_end)
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (141, b"")


def test_a_full_disk_is_told(home: dict[str, str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [*SEGTUI, "-p", "demo", "segments", "list"],
            env={**os.environ, **home},
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            check=False,
        )
    assert ran.returncode == 1
    assert ran.stderr.startswith(b"segtui: The output can't be written")


def test_a_terminal_that_lacks_letters_gets_escapes(home: dict[str, str]) -> None:
    ran = run([*SEGTUI, "-p", "demo", "segments", "list"], home, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ran.returncode == 0
    assert rb"\u540d" in ran.stdout
    failed = run([*SEGTUI, "-p", "demo", "segments", "show", "x"], home, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert failed.returncode == 2
    assert rb"\u201cx\u201d" in failed.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_sandbox_is_served_until_a_signal(home: dict[str, str], number: signal.Signals) -> None:
    command = [*SEGTUI, "sandbox", "serve", "--port", "0"]
    with subprocess.Popen(
        command, env={**os.environ, **home}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        facts = json.loads(process.stdout.readline())
        assert set(facts) == {"service", "base_url", "project", "email", "password", "token"}
        others = [json.loads(process.stdout.readline())["service"] for _ in range(3)]
        assert others == ["feedier", "chatbot", "segmenter"]
        variables = {"DESK_TOKEN": facts["token"]}
        profile = ["--base-url", facts["base_url"], "--project", facts["project"], "--secret", "env:DESK_TOKEN"]
        added = run(
            [*SEGTUI, "profiles", "add", "desk", "--service", facts["service"], "--auth", "jwt", *profile], home
        )
        assert added.returncode == 0, added.stderr
        listed = run([*SEGTUI, "segments", "list", "--json"], home, **variables)
        assert json.loads(listed.stdout)["total"] == 52
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (0, b"", b"")


@pytest.mark.parametrize("service", ["feedier", "chatbot"])
def test_one_service_is_served_alone(home: dict[str, str], service: str) -> None:
    command = [*SEGTUI, "sandbox", "serve", "--service", service]
    with subprocess.Popen(command, env={**os.environ, **home}, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        facts = json.loads(process.stdout.readline())
        process.terminate()
        assert process.stdout.read() == b""
    assert (set(facts), facts["service"]) == ({"service", "base_url", "token"}, service)


def test_the_last_port_is_no_place_for_more_than_one(home: dict[str, str]) -> None:
    ran = run([*SEGTUI, "sandbox", "serve", "--port", "65535", "--json"], home)
    assert ran.returncode == 1
    assert json.loads(ran.stderr)["error"]["message"] == (
        "After port 65535 there are not enough for the other services."
    )


def test_a_port_that_is_taken_is_told(home: dict[str, str]) -> None:
    command = [*SEGTUI, "sandbox", "serve", "--json"]
    with subprocess.Popen(command, env={**os.environ, **home}, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        port = json.loads(process.stdout.readline())["base_url"].rpartition(":")[2].partition("/")[0]
        ran = run([*SEGTUI, "sandbox", "serve", "--port", port, "--json"], home)
        process.terminate()
    assert ran.returncode == 1
    assert json.loads(ran.stderr)["error"]["code"] == "not-served"


def test_serving_without_its_extra_says_what_to_install(home: dict[str, str]) -> None:
    code = "import sys; sys.modules['uvicorn'] = None; from segtui.__main__ import main; sys.exit(main(sys.argv[1:]))"
    ran = run([sys.executable, "-c", code, "sandbox", "serve"], home)
    assert ran.returncode == 1
    assert b"pip install 'segtui[serve]'" in ran.stderr


def test_a_change_is_asked_about_on_a_real_terminal(home: dict[str, str]) -> None:
    command = [*SEGTUI, "-p", "demo", "segments", "delete", "66a1f0c2b7d3e4a500000000"]
    with Terminal(command, columns=80, rows=24, env=home) as terminal:
        terminal.wait_for("type the word delete:")
        terminal.send("delete\r")
        assert terminal.wait_for_end() == 0
        assert "is deleted" in terminal.text


def test_ctrl_c_at_a_question_changes_nothing(home: dict[str, str]) -> None:
    command = [*SEGTUI, "-p", "demo", "segments", "delete", "66a1f0c2b7d3e4a500000000"]
    with Terminal(command, columns=80, rows=24, env=home) as terminal:
        terminal.wait_for("type the word delete:")
        terminal.send("\x03")
        assert terminal.wait_for_end() == 130
        assert "Traceback" not in terminal.text


def test_a_secret_is_typed_unseen_and_ctrl_c_ends_the_question(home: dict[str, str]) -> None:
    flags = ["--base-url", "http://127.0.0.1:1/v3", "--email", "me@example.com", "--secret", "ask"]
    run([*SEGTUI, "profiles", "add", "desk", "--service", "tiledesk", *flags], home)
    with Terminal([*SEGTUI, "segments", "list"], columns=80, rows=24, env=home) as terminal:
        terminal.wait_for("Password or token")
        terminal.send("hunter2")
        terminal.send("\x03")
        assert terminal.wait_for_end() == 130
        assert b"hunter2" not in terminal.log


def test_the_demo_opens_on_a_terminal(home: dict[str, str]) -> None:
    with Terminal([*SEGTUI, "demo"], columns=120, rows=30, env=home) as terminal:
        terminal.wait_for("Rome or VIP")
        terminal.send("\x11")
        assert terminal.wait_for_end() == 0


def every_parser(parser: Parser) -> Iterator[Parser]:
    yield parser.filled()
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            for child in action.choices.values():
                yield from every_parser(child)


def test_every_command_names_a_function_that_exists() -> None:
    runs = [run for parser in every_parser(whole_tree()) if (run := parser.get_default("run"))]
    assert len(runs) == len(set(runs)) == 34
    for run_name in runs:
        assert callable(resolve_name(run_name))


def test_every_help_fits_into_eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    helps = [parser.format_help() for parser in every_parser(whole_tree())]
    assert len(helps) > 16
    assert [line for text in helps for line in text.splitlines() if len(line) > 80] == []
