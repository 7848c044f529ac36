"""What was meant by dates: read whatever is there, lose nothing that somebody else has written."""

import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.processes import started

from segtui.domain.typed_dates import zone_name
from segtui.store import locks, zones
from segtui.store.errors import FileTrouble
from segtui.store.intents import MOST_DATES, IntentFile, KeptIntent, KeptIntents
from segtui.store.locks import FileLock
from segtui.store.zones import local_zone, zone_named

NOW = datetime(2026, 11, 26, 12, 1, 2, tzinfo=UTC)
ONE = KeptIntent("createdAt", "2026-10-27T12:01:02.000Z", "last 30 days", NOW, "Europe/Rome")
OTHER = KeptIntent("attributes.\ud83d", "2026-11-26T00:00:00.000Z", "today", NOW, "UTC")
PLACE = "tiledesk https://desk.example 5f3e"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "data" / "intents"


def opened(directory: Path, place: str = PLACE) -> IntentFile:
    return IntentFile(directory, place, now=lambda: NOW)


def path_of(directory: Path) -> Path:
    """Where the file of the place is."""
    (path,) = directory.glob("????????????????????????????????.json")
    return path


def written(directory: Path, text: str | bytes) -> Path:
    """Have something else in the file of the place."""
    opened(directory).change(lambda _: {"a": [ONE]})
    path = path_of(directory)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def as_lists(known: KeptIntents) -> dict[str, list[KeptIntent]]:
    return {key: list(kept) for key, kept in known.items()}


def test_what_was_meant_is_there_the_next_time_for_the_owner_only(directory: Path) -> None:
    before = os.umask(0)
    try:
        opened(directory).change(lambda _: {"a": [ONE, OTHER], "new-1": [OTHER], "none": []})
    finally:
        os.umask(before)
    again = opened(directory)
    assert as_lists(again.intents()) == {"a": [ONE, OTHER], "new-1": [OTHER]}
    assert again.take_notices() == []
    assert {stat.S_IMODE(one.stat().st_mode) for one in directory.iterdir()} == {0o600}
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_reading_makes_no_file_and_places_do_not_share_one(directory: Path) -> None:
    assert opened(directory).intents() == {}
    assert not directory.exists()
    opened(directory).change(lambda _: {"a": [ONE]})
    assert opened(directory, "tiledesk https://desk.example other").intents() == {}


def test_what_others_write_is_seen_and_built_upon(directory: Path) -> None:
    one, other = opened(directory), opened(directory)
    one.change(lambda known: {**known, "a": [ONE]})
    assert as_lists(other.intents()) == {"a": [ONE]}
    other.change(lambda known: {**known, "b": [OTHER]})
    assert as_lists(one.intents()) == {"a": [ONE], "b": [OTHER]}


def test_what_others_write_is_seen_though_the_clock_stands_still(directory: Path) -> None:
    one, other = opened(directory), opened(directory)
    one.change(lambda _: {"a": [ONE]})
    moment = path_of(directory).stat().st_mtime_ns
    assert set(other.intents()) == {"a"}
    one.change(lambda _: {"b": [ONE]})
    os.utime(path_of(directory), ns=(moment, moment))
    assert set(other.intents()) == {"b"}


def test_a_linked_file_is_set_aside_and_locked_where_it_is(directory: Path, tmp_path: Path) -> None:
    path = written(directory, "damaged")
    real = path.rename(tmp_path / "kept.json")
    path.symlink_to(real)
    opened(directory).change(lambda _: {"a": [ONE]})
    assert path.is_symlink()
    assert real.with_name("kept.damaged-20261126T120102Z.json").read_text() == "damaged"
    assert real.with_suffix(".lock").exists()
    assert as_lists(opened(directory).intents()) == {"a": [ONE]}


def test_nothing_is_written_when_nothing_changes(directory: Path) -> None:
    file = opened(directory)
    file.change(lambda _: {"a": [ONE]})
    before = path_of(directory).stat().st_ino
    file.change(lambda known: {**known, "b": []})
    assert path_of(directory).stat().st_ino == before


def test_of_one_segment_the_oldest_dates_go_when_there_are_too_many(directory: Path) -> None:
    many = [replace(ONE, value=str(number)) for number in range(MOST_DATES + 5)]
    opened(directory).change(lambda _: {"a": many})
    assert as_lists(opened(directory).intents()) == {"a": many[5:]}


def test_an_entry_of_the_wrong_shape_counts_as_absent_and_the_rest_is_read(directory: Path) -> None:
    good = {"field": "f", "value": "v", "intent": "today", "frozen_at": NOW.isoformat(), "zone": "UTC"}
    bad = [5, {}, {**good, "zone": None}, {**good, "frozen_at": "yesterday"}, {**good, "value": ["v"]}]
    form = {"version": 1, "stars": [1], "segments": {"a": [*bad, {**good, "more": 1}], "b": 5, "c": bad}}
    path = written(directory, json.dumps(form))
    file = opened(directory)
    assert as_lists(file.intents()) == {"a": [KeptIntent("f", "v", "today", NOW, "UTC")]}
    assert file.take_notices() == []
    file.change(lambda known: {**known, "d": [ONE]})
    assert json.loads(path.read_text())["stars"] == [1]


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", "damaged"),
        ('{"version": 1, "segm', "damaged"),
        (b'{"place": "\xff"}', "damaged"),
        ("[]", "damaged"),
        ("[" * 100_000, "damaged"),
        ('{"segments": {}}', "damaged"),
        ('{"version": 1, "segments": []}', "damaged"),
        ('{"version": 2, "segments": {}}', "newer"),
    ],
)
def test_a_file_that_cannot_be_used_is_set_aside_as_it_is(directory: Path, text: str | bytes, flaw: str) -> None:
    path = written(directory, text)
    content = path.read_bytes()
    file = opened(directory)
    assert file.intents() == {}
    aside = path.with_name(f"{path.stem}.{flaw}-20261126T120102Z.json")
    assert aside.read_bytes() == content
    (notice,) = file.take_notices()
    assert str(aside) in notice.message
    assert file.intents() == {}
    assert file.take_notices() == []
    assert not path.exists()


def test_a_file_that_cannot_be_read_is_told_once_and_not_written_over(directory: Path) -> None:
    path = written(directory, "")
    path.unlink()
    path.mkdir()
    file = opened(directory)
    assert file.intents() == file.intents() == {}
    (notice,) = file.take_notices()
    assert "is a directory" in notice.message
    with pytest.raises(FileTrouble):
        file.change(lambda _: {"a": [ONE]})
    assert path.is_dir()


def test_a_full_disk_leaves_the_file_as_it_was(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = opened(directory)
    file.change(lambda _: {"a": [ONE]})

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileTrouble, match="full"):
        file.change(lambda known: {**known, "b": [OTHER]})
    assert as_lists(file.intents()) == as_lists(opened(directory).intents()) == {"a": [ONE]}


def test_a_segtui_that_was_stopped_in_a_change_is_not_waited_for_without_end(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_PATIENCE_SECONDS", 0.01)
    file = opened(directory)
    file.change(lambda _: {"a": [ONE]})
    with FileLock(path_of(directory).with_suffix(".lock")) as stopped:
        stopped.try_to_take()
        with pytest.raises(FileTrouble, match="doesn't let go"):
            file.change(lambda _: {})
        path_of(directory).write_text("damaged")
        assert file.intents() == {}
        (notice,) = file.take_notices()
        assert "doesn't let go" in notice.message
        assert path_of(directory).read_text() == "damaged"


REMEMBER = """
from datetime import UTC, datetime
from segtui.store.intents import IntentFile, KeptIntent
file = IntentFile(Path(sys.argv[1]), sys.argv[2])
one = KeptIntent("createdAt", "2026-10-27T12:01:02.000Z", "last 30 days", datetime.now(UTC), "UTC")
for turn in range(20):
    file.change(lambda known: {**known, f"{sys.argv[3]} {turn}": [one]})
say("done")
"""


def test_of_many_changes_at_once_none_is_lost_not_even_by_kill(directory: Path) -> None:
    with started(REMEMBER, [[directory, PLACE, number] for number in range(2)]) as others:
        assert [other.said() for other in others] == ["done", "done"]
        for other in others:
            other.kill()
    assert len(opened(directory).intents()) == 40


def test_importing_it_loads_nothing_that_slows_a_start_down() -> None:
    code = "import sys, segtui.store.intents, segtui.store.zones; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "segtui.store.intents" in loaded
    assert not {"sqlite3", "pydantic", "httpx", "textual", "rich", "tomlkit", "asyncio", "lark"} & loaded


# The zone


@pytest.mark.parametrize(
    ("variable", "name"),
    [
        ("Europe/Rome", "Europe/Rome"),
        (":Europe/Rome", "Europe/Rome"),
        ("/usr/share/zoneinfo/Europe/Rome", "Europe/Rome"),
        ("UTC", "UTC"),
    ],
)
def test_the_zone_is_the_one_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, variable: str, name: str
) -> None:
    monkeypatch.setenv("TZ", variable)
    assert zone_name(local_zone()) == name


@pytest.mark.parametrize("variable", ["", "Mars/Olympus", "../../etc/passwd", "\x1b]0;x\x07", "Europe", "\ud83d"])
def test_without_a_name_that_is_known_the_system_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    monkeypatch.setattr(os, "environ", {"TZ": variable})
    database = tmp_path / "zoneinfo" / "Europe"
    database.mkdir(parents=True)
    (database / "Rome").write_bytes(b"")
    link = tmp_path / "localtime"
    monkeypatch.setattr(zones, "_SYSTEM", link)
    assert local_zone() is UTC
    link.symlink_to(database / "Rome")
    assert zone_name(local_zone()) == "Europe/Rome"


def test_a_zone_that_is_a_mere_copy_has_its_rules_and_no_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(zones, "_SYSTEM", tmp_path / "localtime")
    source = next((one for one in (Path(root, "Europe/Rome") for root in _databases()) if one.exists()), None)
    if source is None:
        pytest.skip("this machine has no zone files")
    (tmp_path / "localtime").write_bytes(source.read_bytes())
    zone = local_zone()
    assert zone_name(zone) == "local time"
    summer = datetime(2026, 7, 1, tzinfo=UTC)
    assert summer.astimezone(zone).utcoffset() == summer.astimezone(ZoneInfo("Europe/Rome")).utcoffset()


def _databases() -> list[str]:
    import zoneinfo  # noqa: PLC0415 - for its paths alone

    return list(zoneinfo.TZPATH)


def test_a_zone_nobody_knows_is_none() -> None:
    assert zone_named("Mars/Olympus") is None
    assert zone_named("local time") is None
    assert zone_named("") is None
