"""`--fql` and what `segments show` says of the text that Feedier keeps of a rule."""

from pathlib import Path
from typing import Any

import pytest
from support import command_line
from support.command_line import CommandLine, Ran
from support.feedier_backend import small_feedier, stored_as, writes_to

from segtui.sandbox import FeedierSandbox

PLAIN = '[{"Form":{"$in":[11]}}]'
QUOTED = "[{'Form': {'$in': [11, 12]}}]"
BROKEN = '[{"Form":{"$in":[11'


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> FeedierSandbox:
    """The small Feedier that all commands of a test find."""
    box = small_feedier(20, counts_feedback=True)
    monkeypatch.setattr(command_line, "make_box", lambda _service: box)
    return box


def feedier(segtui: CommandLine, *words: str, stdin: bytes = b"") -> Ran:
    return segtui("-p", "demo-feedier", "segments", *words, stdin=stdin)


def fql_of(box: FeedierSandbox, segment_id: str) -> Any:
    return box.segments[int(segment_id)]["fql"]


@pytest.mark.parametrize("way", ["text", "@file", "-"])
def test_a_rule_in_the_services_own_words_is_sent_compactly(
    segtui: CommandLine, box: FeedierSandbox, tmp_path: Path, way: str
) -> None:
    text, key = '[ {"Nps": {"$in": ["promoter"]}} ]\n', stored_as(box, PLAIN)
    (tmp_path / "rule.fql").write_text(text)
    given = {"text": text, "@file": f"@{tmp_path / 'rule.fql'}", "-": "-"}[way]
    flags = ("--yes", "--confirm-change", "--confirm-nobody")
    ran = feedier(segtui, "update", key, "--fql", given, *flags, stdin=text.encode())
    assert ran.status == 0
    assert fql_of(box, key) == '[{"Nps":{"$in":["promoter"]}}]'


def test_what_cannot_be_read_is_saved_only_with_its_flag(segtui: CommandLine, box: FeedierSandbox) -> None:
    key = stored_as(box, PLAIN)
    refused = feedier(segtui, "update", key, "--fql", BROKEN, "--yes", "--confirm-everybody", "--json")
    assert (refused.status, refused.error["code"]) == (3, "confirmation-missing")
    assert "Line 1, column 20" in refused.error["message"]
    assert "--confirm-text" in refused.error["hint"]
    assert writes_to(box) == []
    assert feedier(segtui, "update", key, "--fql", BROKEN, "--yes", "--confirm-text").status == 0
    assert fql_of(box, key) == BROKEN


def test_show_prints_a_stored_text_that_is_odd_and_how_it_is_written(segtui: CommandLine, box: FeedierSandbox) -> None:
    quoted, broken, plain = (stored_as(box, text) for text in (QUOTED, BROKEN, PLAIN))
    assert f"The FQL is stored in single quotes, which is no JSON: {QUOTED}" in feedier(segtui, "show", quoted).out
    assert f"The FQL as it is stored: {BROKEN}" in feedier(segtui, "show", broken).out
    assert "stored" not in feedier(segtui, "show", plain).out
    assert feedier(segtui, "show", quoted, "--json").json["segment"]["written"] == QUOTED


def test_a_service_without_texts_and_a_text_of_blanks_are_told(segtui: CommandLine, box: FeedierSandbox) -> None:
    ran = segtui.demo("segments", "create", "--name", "x", "--fql", "[]", "--json")
    assert (ran.status, ran.error["message"]) == (2, "Tiledesk keeps no text of its rules.")
    ran = feedier(segtui, "update", stored_as(box, PLAIN), "--fql", " ", "--json")
    assert (ran.status, ran.error["code"]) == (3, "no-text")
    ran = feedier(segtui, "update", "1", "--fql", "[]", "--rule", "Form is 1", "--json")
    assert (ran.status, ran.error["code"]) == (2, "usage")
