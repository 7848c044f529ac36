import json
import subprocess
import sys
import unicodedata
from collections import Counter
from typing import Any

import pytest
from sandbox_desk import Desk

from segtui.sandbox import TiledeskSandbox
from segtui.sandbox.tiledesk.people import HOSTILE

BOX = TiledeskSandbox()
"""Read by the tests below, changed by none."""


def leads() -> list[dict[str, Any]]:
    return BOX.project().leads


def attribute(name: str) -> list[Any]:
    bags = [lead["attributes"] for lead in leads() if isinstance(lead["attributes"], dict)]
    return [bag[name] for bag in bags if name in bag]


def named(name: str) -> dict[str, Any]:
    return next(segment for segment in BOX.project().segments.values() if segment["name"] == name)


def test_two_sandboxes_hold_equal_data() -> None:
    first, second = TiledeskSandbox(lead_count=300), TiledeskSandbox(lead_count=300)
    for project_id in (first.project_id, first.other_project_id):
        assert first.project(project_id).leads == second.project(project_id).leads
        assert first.project(project_id).segments == second.project(project_id).segments
    assert first.accounts == second.accounts


def test_changing_one_sandbox_leaves_the_next_as_it_was() -> None:
    first = TiledeskSandbox(lead_count=20)
    untouched = json.dumps(TiledeskSandbox().project().segments)
    for segment in first.project().segments.values():
        segment["filters"] = segment["filters"] or []
        segment["filters"].append({})
    assert json.dumps(TiledeskSandbox().project().segments) == untouched


@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_sandbox_has_as_many_leads_as_asked_for(count: int) -> None:
    box = TiledeskSandbox(lead_count=count)
    assert len(box.project().leads) == count
    assert len(box.project(box.other_project_id).leads) == count


def test_leads_are_made_at_the_first_need_only() -> None:
    box = TiledeskSandbox(lead_count=5)
    assert "leads" not in vars(box.project())
    assert len(box.project().leads) == 5


def test_importing_and_making_a_sandbox_imports_no_web_framework() -> None:
    code = "import sys; from segtui.sandbox import TiledeskSandbox; TiledeskSandbox(); print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "segtui.sandbox" in modules
    assert not {"starlette", "regex", "uvicorn", "httpx", "anyio"} & set(modules)


def test_lead_ids_are_all_different() -> None:
    ids = [lead["_id"] for lead in leads()]
    assert len(set(ids)) == len(ids)
    assert {len(each) for each in ids} == {24}


def test_fields_are_present_missing_and_null() -> None:
    for field in ("email", "phone", "city"):
        states = Counter("missing" if field not in lead else lead[field] is None for lead in leads())
        assert set(states) == {"missing", True, False}
        assert min(states.values()) > 50


@pytest.mark.parametrize("script", ["CYRILLIC", "GREEK", "ARABIC", "HEBREW", "CJK", "HIRAGANA", "DEVANAGARI"])
def test_names_come_in_many_scripts(script: str) -> None:
    letters = {letter for lead in leads() for letter in lead["fullname"]}
    assert any(unicodedata.name(letter, "").startswith(script) for letter in letters)


@pytest.mark.parametrize("name", ["seats", "score"])
def test_one_attribute_is_a_number_here_and_a_text_there(name: str) -> None:
    kinds = Counter(type(value) for value in attribute(name))
    assert kinds[int] > kinds[str] > 100


def test_attributes_hold_objects_lists_and_lists_of_objects() -> None:
    assert all(isinstance(shop["last_order"], str) for shop in attribute("shop"))
    assert all(isinstance(languages, list) for languages in attribute("languages"))
    assert {address["kind"] for addresses in attribute("addresses") for address in addresses} == {"billing", "delivery"}


def test_leads_have_up_to_four_tags_and_some_none() -> None:
    assert {len(lead["tags"]) for lead in leads()} >= {0, 1, 2, 3}
    assert max(len(lead["tags"]) for lead in leads()) <= 4


def test_imports_share_one_moment() -> None:
    ((_, largest), *_) = Counter(lead["createdAt"] for lead in leads()).most_common(1)
    assert largest > 900


def test_some_leads_are_temporary_and_some_deleted() -> None:
    assert set(Counter(lead["status"] for lead in leads())) == {100, 50, 1000}


def test_hostile_leads_are_there_also_in_a_small_sandbox() -> None:
    names = {lead["fullname"] for lead in leads()}
    assert names >= {overlay["fullname"] for overlay in HOSTILE}
    small = {lead["fullname"] for lead in TiledeskSandbox(lead_count=50).project().leads}
    assert small >= {"Nina Nanà", "[/red] VIP"}


def test_nothing_was_changed_before_it_was_made() -> None:
    documents = [*leads(), *BOX.project().segments.values()]
    assert all(document["createdAt"] <= document["updatedAt"] <= "2026-11-20T09:00:00.000Z" for document in documents)


def test_dates_look_recent_and_do_not_depend_on_the_day() -> None:
    newest = max(lead["createdAt"] for lead in leads())
    assert newest[:7] == "2026-11"
    assert max(segment["updatedAt"] for segment in BOX.project().segments.values())[:7] == "2026-11"


HANGING = {
    "Call list A to C",
    "Duplicate words in notes",
    "Sad smileys",
    "\u202egnp.exe",
    "New since yesterday",
}
EVERYBODY = {"Low scores", "Looks like Acme", "Everyone", "Old list (rule lost)", "Draft: autumn campaign"}
SLIPPERY = {"Deleted contacts", "Reachable by phone", "Mid-size teams"}


async def test_every_demo_segment_selects_a_believable_part_of_the_leads_or_shows_its_trap() -> None:
    desk = Desk(lead_count=2000)
    total = (await desk.get(desk.leads, limit="1"))["count"]
    for segment_id, segment in desk.box.project().segments.items():
        if segment["name"] in HANGING:
            assert await desk.is_never_answered("GET", desk.leads, params={"segment": segment_id}), segment["name"]
            continue
        count = (await desk.get(desk.leads, segment=segment_id, limit="1"))["count"]
        if segment["name"] in EVERYBODY:
            assert count == total, segment["name"]
        elif segment["name"] not in SLIPPERY:
            assert 0 < count < 0.6 * total, (segment["name"], count)


def test_the_demo_has_every_kind_of_name() -> None:
    names = [segment["name"] for segment in BOX.project().segments.values()]
    assert {"", "   ", "[/red] VIP", "[@click=app.quit]x[/]"} <= set(names)
    assert max(map(len, names)) == 500
    assert any("\x1b]52;" in name for name in names)
    assert any("\u202e" in name for name in names)


def test_the_demo_has_every_kind_of_rule() -> None:
    segments = BOX.project().segments.values()
    assert {segment["match"] for segment in segments} == {"all", "any", "Any"}
    assert named("Old list (rule lost)")["filters"] is None
    assert named("Everyone")["filters"] == []
    assert named("Draft: autumn campaign")["filters"] == [{"field": "city"}]
    assert named("Black Friday 2025")["status"] == 0
    operators = {entry.get("operator") for segment in segments for entry in segment["filters"] or ()}
    assert operators >= {"=", "!=", ">", ">=", "<", "<=", "~~", "contains", "starts with", "is null", "is not null"}


def test_several_demo_segments_were_changed_at_the_same_moment() -> None:
    moments = Counter(segment["updatedAt"] for segment in BOX.project().segments.values())
    assert max(moments.values()) > 1


async def test_the_demos_list_needs_a_second_page() -> None:
    desk = Desk()
    first, second = [await desk.get(desk.segments, page=page, sort="_id") for page in ("0", "1")]
    assert len(first["segments"]) == 40
    assert len(first["segments"]) + len(second["segments"]) == first["count"]
