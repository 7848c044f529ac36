"""`segtui register`: what only segtui knows of a service's lists, kept and handed on."""

import json
import stat
from pathlib import Path

import pytest
from support.command_line import CommandLine
from support.lists import FakeKept, workspace_on

from segtui.cli.demos import secret_of
from segtui.sandbox import SegmenterSandbox
from segtui.workspace import opening


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> FakeKept:
    """A service that can't give its lists back, behind the built-in profile."""
    service = FakeKept(())
    monkeypatch.setattr(opening, "open_profile", lambda *_args, **_options: workspace_on(service))
    return service


def test_a_damaged_register_is_told_and_no_list_is_taken_to_be_gone(
    segtui: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_KEY", secret_of("segmenter", SegmenterSandbox()))
    where = ("--service", "segmenter", "--base-url", "https://segmenter.example.com", "--secret", "env:DESK_KEY")
    assert segtui("profiles", "add", "desk", *where).status == 0
    assert "There are no segments yet" in segtui("-p", "desk", "segments", "list").out
    path = segtui.places.register_file
    path.write_bytes(b"damaged")
    for words in (("segments", "list"), ("register", "export"), ("people", "show", "Weekly")):
        ran = segtui("-p", "desk", *words, "--json")
        assert (ran.status, ran.out) == (1, "")
        assert ran.error["message"].startswith(f"The register {path} is damaged. It holds what only segtui knows")
        assert ran.error["hint"].startswith("Restore a backup, or move it away")
    assert path.read_bytes() == b"damaged"


def test_a_register_is_shared(segtui: CommandLine, kept: FakeKept, tmp_path: Path) -> None:
    kept.register = [{"id": "w", "name": "Weekly \u202e"}]
    place = tmp_path / "register.json"
    assert segtui.demo("register", "export", str(place), "--json").json == {"file": str(place), "segment_count": 1}
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert segtui.demo("register", "export").out == place.read_text()
    kept.register = []
    out = " ".join(segtui.demo("register", "import", str(place)).out.split())
    assert out.startswith("Lists taken over: 1 ")
    assert "was sent nothing. The next change of such a list sends it the people that were taken over." in out
    assert kept.register == [{"id": "w", "name": "Weekly \u202e"}]
    assert segtui.demo("register", "import", "-", "--json", stdin=place.read_bytes()).json == {
        "taken": 0,
        "remarks": ["“Weekly” is known here already."],
    }


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ('{"register": [}', "it is no JSON in line 1, column 15"),
        ("[]", "it has no “register”"),
        (json.dumps({"service": "lists", "register": [1]}), "an entry is no object"),
        (json.dumps({"service": "tiledesk", "register": []}), "is a register of “tiledesk”"),
        ("[" * 100_000, "it is nested too deeply"),
    ],
)
def test_what_is_no_register_is_refused(segtui: CommandLine, kept: FakeKept, form: str, told: str) -> None:
    ran = segtui.demo("register", "import", "-", stdin=form.encode())
    assert (ran.status, kept.register) == (2, [])
    assert told in ran.err


def test_a_service_that_gives_its_lists_back_has_no_register(segtui: CommandLine) -> None:
    ran = segtui.demo("register", "export", "--json")
    assert (ran.status, ran.error["code"]) == (3, "unsafe")
    assert ran.error["message"] == "Tiledesk gives its segments back itself, so there is no register of them."
