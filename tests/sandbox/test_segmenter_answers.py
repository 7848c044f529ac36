import json
from typing import Any

import pytest
from segmenter_desk import ADA, NOAH, SEGMENTS, Desk

from segtui.sandbox import Fault

JSON = {"content-type": "application/json"}
SEED = '{"name": "x", "TagId"; "string"}'


@pytest.mark.parametrize("header", ["", "wrong", "quoted", "bearer"])
async def test_without_the_key_nobody_is_let_in(header: str) -> None:
    desk = Desk()
    key = desk.box.accounts["owner"].api_key
    sent = {"quoted": f'"{key}"', "bearer": f"Bearer {key}"}.get(header, header)
    answer = await desk.ask("POST", SEGMENTS, who=None, headers={"x-api-key": sent}, json={"name": "x"})
    assert answer.status_code == 401
    assert answer.json() == {"statusCode": 401, "message": "Unauthorized"}
    assert desk.box.segments_named("x") == []


async def test_a_key_in_the_header_of_other_services_is_none() -> None:
    desk = Desk()
    headers = {"authorization": f"Bearer {desk.box.accounts['owner'].api_key}"}
    assert (await desk.ask("POST", SEGMENTS, who=None, headers=headers, json={"name": "x"})).status_code == 401


async def test_a_revoked_key_is_worthless() -> None:
    desk = Desk()
    old = desk.box.accounts["owner"].api_key
    assert desk.box.revoke("owner") == desk.box.facts()["api_key"] != old
    answer = await desk.ask("POST", SEGMENTS, headers={"x-api-key": old}, json={"name": "x"})
    assert answer.status_code == 401
    assert (await desk.create()).status_code == 200


@pytest.mark.parametrize("method", ["GET", "DELETE", "PATCH", "HEAD"])
async def test_nothing_can_be_read_listed_or_deleted(method: str) -> None:
    desk = Desk()
    segment_id = desk.stored(ADA)
    for path in (SEGMENTS, f"{SEGMENTS}/{segment_id}"):
        answer = await desk.ask(method, path)
        assert answer.status_code == 404
        if method != "HEAD":
            assert answer.json() == {"statusCode": 404, "message": f"Cannot {method} {path}", "error": "Not Found"}
    assert desk.first_names(segment_id) == ["Ada"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (SEED, "Unexpected token ; in JSON at position 21"),
        ('{"name": "x"', "Unexpected end of JSON input"),
        ("name", "Unexpected token n in JSON at position 0"),
        ('"name"', 'Unexpected token " in JSON at position 0'),
        ('{"name": NaN}', "Invalid JSON"),
        ('{"name":' + "[" * 100_000, "Invalid JSON"),
    ],
)
async def test_broken_json_is_refused_with_its_place(content: str, message: str) -> None:
    answer = await Desk().ask("POST", SEGMENTS, content=content, headers=JSON)
    assert answer.status_code == 400
    assert answer.json() == {"statusCode": 400, "message": message, "error": "Bad Request"}


@pytest.mark.parametrize(
    ("content", "headers"), [("", JSON), ("{}", JSON), ("[]", JSON), ('{"name": "x"}', {"content-type": "text/plain"})]
)
async def test_what_holds_no_name_is_refused_for_the_name(content: str, headers: dict[str, str]) -> None:
    answer = await Desk().ask("POST", SEGMENTS, content=content, headers=headers)
    assert answer.status_code == 400
    assert answer.json() == {"statusCode": 400, "message": "name should not be empty", "error": "Bad Request"}


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"name": ""}, ["name should not be empty"]),
        ({"name": None}, ["name should not be empty"]),
        ({"name": 7}, ["name must be a string"]),
        ({"filters": {}, "persons": "all"}, ["persons must be an array", "filters must be an array"]),
        ({"persons": [ADA, "Noah"]}, ["persons.1 must be an object"]),
        (
            {"persons": [{"phone": 39, "email": []}]},
            ["persons.0.phone must be a string", "persons.0.email must be a string"],
        ),
        (
            {"persons": [{"substitutionTags": [7, {"value": "x"}, {"tag": "t", "value": 1}]}]},
            [
                "persons.0.substitutionTags.0 must be an object",
                "persons.0.substitutionTags.0.tag should not be empty",
                "persons.0.substitutionTags.1.tag should not be empty",
                "persons.0.substitutionTags.2.value must be a string",
            ],
        ),
    ],
)
async def test_each_fault_of_a_body_is_told(fields: dict[str, Any], faults: list[str]) -> None:
    assert await Desk().faults(**{"name": "x", **fields}) == faults


async def test_more_may_be_required_than_a_name() -> None:
    desk = Desk(create_requires=("name", "broadcastMediumId", "segmentType"))
    answer = await desk.create()
    assert answer.json()["message"] == "broadcastMediumId should not be empty"
    assert (await desk.create(broadcastMediumId="bm", segmentType="STATIC")).status_code == 200


async def test_a_refused_update_changes_nothing() -> None:
    desk = Desk()
    segment_id = desk.stored(ADA)
    assert (await desk.update(segment_id, {"email": 7})).status_code == 400
    assert (await desk.update("", NOAH)).json()["message"] == "id should not be empty"
    assert desk.first_names(segment_id) == ["Ada"]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("id only", {"data": {"id": "…"}, "errorMessage": ""}),
        ("null data", {"data": None, "errorMessage": ""}),
        ("no data", {"errorMessage": ""}),
        ("nothing", None),
    ],
)
async def test_answers_may_hold_less(shape: str, expected: Any) -> None:
    desk = Desk(created_shape=shape, updated_shape=shape, created_status=201, updated_status=202)
    segment_id = desk.stored(ADA)
    created, updated = await desk.create(ADA, name="Less"), await desk.update(segment_id, NOAH)
    assert (created.status_code, updated.status_code) == (201, 202)
    (segment,) = desk.box.segments_named("Less")
    for answer, answered_id in ((created, segment["id"]), (updated, segment_id)):
        if expected is None:
            assert answer.content == b""
        elif shape == "id only":
            assert answer.json() == {**expected, "data": {"id": answered_id}}
        else:
            assert answer.json() == expected
    assert desk.first_names(segment_id) == ["Noah"]


async def test_a_message_may_come_with_what_was_done_or_instead() -> None:
    desk = Desk(error_message="Two phones are no phones")
    answer = (await desk.create(ADA)).json()
    assert answer["errorMessage"] == "Two phones are no phones"
    segment_id = answer["data"]["id"]
    assert desk.first_names(segment_id) == ["Ada"]
    desk.behave(fails_with_message=True)
    for failed in (await desk.create(NOAH), await desk.update(segment_id, NOAH)):
        assert failed.status_code == 200
        assert failed.json() == {"data": None, "errorMessage": "Two phones are no phones"}
    assert desk.first_names(segment_id) == ["Ada"]
    assert len(desk.box.segments_named("New")) == 1


async def test_a_body_may_be_too_long() -> None:
    desk = Desk(most_bytes=1000)
    answer = await desk.create(description="x" * 1000)
    assert answer.json() == {
        "statusCode": 413,
        "message": "request entity too large",
        "error": "Payload Too Large",
    }
    assert (await desk.create()).status_code == 200


async def test_hostile_text_comes_and_goes_as_it_is() -> None:
    desk = Desk()
    hostile = "\x1b]52;c;aGVsbG8=\x07[/red]\u202e\ud800"
    content = json.dumps({"name": hostile, "persons": [{"externalId": hostile}]})
    answer = await desk.ask("POST", SEGMENTS, content=content, headers=JSON)
    assert answer.json()["data"]["persons"][0]["externalId"] == hostile
    assert len(desk.box.segments_named(hostile)) == 1


async def test_a_create_without_an_answer_may_have_been_done() -> None:
    desk = Desk()
    desk.box.faults.add(Fault.drop(), times=1)
    with pytest.raises(ConnectionResetError):
        await desk.create(ADA)
    assert desk.box.segments_named("New") == []
    desk.box.faults.add(Fault.drop_after(), times=1)
    with pytest.raises(ConnectionResetError):
        await desk.create(ADA)
    assert len(desk.box.segments_named("New")) == 1


async def test_segmenter_requests_are_recorded_with_whose_key_it_was() -> None:
    desk = Desk()
    await desk.create(ADA)
    await desk.ask("GET", SEGMENTS, who=None, params={"page": "2"})
    sent, asked = desk.box.requests
    assert (sent.method, sent.path, sent.authorized_as) == ("POST", SEGMENTS, "owner")
    assert sent.body == {"name": "New", "persons": [ADA]}
    assert (asked.method, asked.query, asked.authorized_as, asked.body) == ("GET", {"page": "2"}, None, None)


async def test_a_colleagues_people_are_lost_when_one_writes_without_knowing_of_them() -> None:
    desk = Desk()
    segment_id = desk.stored(ADA)
    desk.box.faults.run_before(lambda: desk.box.add_people(segment_id, NOAH), method="PUT")
    await desk.update(segment_id, ADA)
    assert desk.first_names(segment_id) == ["Ada"]


async def test_a_colleague_changes_fields_and_people() -> None:
    desk = Desk()
    segment_id = desk.stored(ADA)
    former = desk.segment(segment_id)["updatedAt"]
    desk.box.change_behind_your_back(segment_id, name="Theirs")
    assert (desk.first_names(segment_id), desk.segment(segment_id)["name"]) == (["Ada"], "Theirs")
    desk.box.change_behind_your_back(segment_id, persons=[NOAH])
    assert desk.first_names(segment_id) == ["Noah"]
    assert desk.segment(segment_id)["updatedAt"] > former
