import json
import subprocess
import sys
import unicodedata
import uuid
from collections import Counter

import httpx
import pytest
from segmenter_desk import ADA, Desk

from segtui.sandbox import SegmenterSandbox
from segtui.sandbox.serve import running

BOX = SegmenterSandbox()
"""Read by the tests below, changed by none."""


def is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def test_two_segmenters_hold_equal_lists() -> None:
    other = SegmenterSandbox()
    assert (other.customers, other.segments) == (BOX.customers, BOX.segments)
    assert other.accounts == BOX.accounts


def test_changing_one_segmenter_leaves_its_other_lists_and_the_next_as_they_were() -> None:
    box = SegmenterSandbox(people_count=50)
    untouched = json.dumps(SegmenterSandbox(people_count=50).segments)
    everybody, *others = [segment for segment in box.segments.values() if len(segment["persons"]) == 50]
    assert others
    before = json.dumps([others, box.customers])
    for person in everybody["persons"]:
        person["substitutionTags"].append({"tag": "x", "value": "y"})
    assert json.dumps([others, box.customers]) == before
    assert json.dumps(SegmenterSandbox(people_count=50).segments) == untouched


@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_segmenter_has_as_many_customers_as_asked_for(count: int) -> None:
    box = SegmenterSandbox(people_count=count)
    assert len(box.customers) == count
    assert len(box.segments) == 24


def test_making_a_segmenter_makes_no_people_and_imports_no_web_framework() -> None:
    code = (
        "import sys; from segtui.sandbox import SegmenterSandbox; box = SegmenterSandbox(); "
        "print('segments' in vars(box) or 'customers' in vars(box), *sys.modules)"
    )
    made, *modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert made == "False"
    assert not {"starlette", "uvicorn", "httpx", "anyio", "segtui.sandbox.feedier"} & set(modules)


def test_every_list_is_believable() -> None:
    sizes = {segment["name"]: len(segment["persons"]) for segment in BOX.segments.values()}
    assert sizes.pop("Emptied on purpose") == 0
    assert sizes.pop("All customers") == len(BOX.customers) == 1500
    assert min(sizes.values()) > 0
    assert sum(size > 1000 for size in sizes.values()) == 1
    segment_ids = list(BOX.segments)
    person_ids = [person["id"] for segment in BOX.segments.values() for person in segment["persons"]]
    assert (len(set(segment_ids)), len(set(person_ids))) == (24, len(person_ids))


def test_the_lists_hold_every_trap() -> None:
    by_name = Counter(segment["name"] for segment in BOX.segments.values())
    assert by_name["Christmas hampers"] == 2
    assert {"[/red] VIP [bold]now", "[@click=app.quit]x[/]", "   ", "\u202egnp.exe"} <= set(by_name)
    assert max(map(len, by_name)) == 500
    (glued,) = BOX.segments_named("Glued from two spreadsheets")
    assert sum(times > 1 for times in Counter(one["externalId"] for one in glued["persons"]).values()) == 5
    (old,) = BOX.segments_named("From the older system")
    assert old["persons"]
    assert not any(is_uuid(one["externalId"]) for one in old["persons"])
    assert {segment["retailer"] for segment in BOX.segments.values()} == {"aurora", "verdi"}


def test_customers_lack_what_real_ones_lack() -> None:
    people = BOX.customers
    assert len({one["externalId"] for one in people}) == len(people)
    assert 0.9 < sum(is_uuid(one["externalId"]) for one in people) / len(people) < 1
    for field in ("email", "phone"):
        assert 0.05 < sum(not one.get(field) for one in people) / len(people) < 0.2
    emails = Counter(one["email"] for one in people if one.get("email"))
    assert sum(times > 1 for times in emails.values()) > 10
    phones = [one["phone"] for one in people if one.get("phone")]
    international = sum(phone.startswith("+") for phone in phones) / len(phones)
    assert 0.8 < international < 1
    assert 0 < sum(" " in phone for phone in phones) < 0.2 * len(phones)
    scripts = {unicodedata.name(one["firstName"][0], "").partition(" ")[0] for one in people if one["firstName"]}
    assert {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI"} <= scripts


def test_each_customer_has_a_city_among_the_tags_but_one_who_was_overwritten() -> None:
    cities = [sum(tag["tag"] == "city" for tag in one["substitutionTags"]) for one in BOX.customers]
    assert Counter(cities) == {1: 1499, 0: 1}


async def test_what_should_be_on_record_changes_nothing_when_it_is_sent() -> None:
    desk = Desk(people_count=60)
    for segment_id, segment in list(desk.box.segments.items()):
        if segment["retailer"] == "verdi" or segment["name"] == "Glued from two spreadsheets":
            continue
        before = json.dumps({**segment, "updatedAt": None})
        answer = await desk.ask("PUT", "/segments", json=desk.box.as_sent(segment_id))
        assert answer.status_code == 200, answer.text
        assert json.dumps({**desk.segment(segment_id), "updatedAt": None}) == before


def test_the_segmenter_answers_on_a_loopback_port_too() -> None:
    box = SegmenterSandbox(people_count=0)
    facts = box.facts()
    assert facts["create_method"] == "POST"
    with running(box) as base_url:
        url, headers = f"{base_url}{facts['create_path']}", {"x-api-key": facts["api_key"]}
        answer = httpx.post(url, headers=headers, json={"name": "Curled", "persons": [ADA]}, trust_env=False)
    (segment,) = box.segments_named("Curled")
    assert answer.json()["data"]["id"] == segment["id"]
