import pytest
from segmenter_desk import ADA, NOAH, SEGMENTS, Desk


async def test_creating_a_list_answers_with_ids_and_no_more() -> None:
    desk = Desk()
    answer = await desk.create(ADA, NOAH)
    assert answer.status_code == 200
    data = answer.json()["data"]
    assert answer.json() == {
        "data": {
            "id": data["id"],
            "persons": [
                {"id": data["persons"][0]["id"], "externalId": ADA["externalId"], "email": "ada@example.com"},
                {"id": data["persons"][1]["id"], "externalId": NOAH["externalId"], "email": "noah@example.com"},
            ],
        },
        "errorMessage": "",
    }
    assert data["persons"][0]["id"] != data["persons"][1]["id"]


async def test_a_segment_is_stored_with_all_that_came() -> None:
    desk = Desk()
    sent = {
        "description": "Fruit",
        "broadcastMediumId": "bm-email-01",
        "segmentType": "STATIC",
        "TagId": "tag-77",
        "filters": [],
    }
    segment_id = (await desk.create(ADA, **sent)).json()["data"]["id"]
    segment = desk.segment(segment_id)
    assert {field: segment[field] for field in sent} == sent
    assert (segment["name"], segment["retailer"], segment["createdAt"]) == ("New", "aurora", "2026-11-22T12:00:00.000Z")
    assert segment["persons"] == [{"id": segment["persons"][0]["id"], **ADA}]


async def test_a_segment_may_come_without_people() -> None:
    desk = Desk()
    answer = await desk.ask("POST", SEGMENTS, json={"name": "Bare"})
    assert answer.json()["data"]["persons"] == []
    assert [len(segment["persons"]) for segment in desk.box.segments_named("Bare")] == [0]


async def test_sending_a_new_segment_twice_makes_two() -> None:
    desk = Desk()
    first, second = [(await desk.create(ADA)).json()["data"] for _ in range(2)]
    assert first["id"] != second["id"]
    assert len(desk.box.segments_named("New")) == 2


async def test_the_phone_is_read_in_both_spellings() -> None:
    desk = Desk()
    people = [{"phone": "1"}, {"phoneNumber": "2"}, {"phone": "3", "phoneNumber": "4"}, {"phone": None}]
    segment_id = (await desk.create(*people)).json()["data"]["id"]
    assert [person["phone"] for person in desk.segment(segment_id)["persons"]] == ["1", "2", "3", None]


async def test_the_phone_may_be_lost_in_one_spelling() -> None:
    desk = Desk(phone_keys=("phoneNumber",))
    segment_id = (await desk.create(ADA, {"phoneNumber": "2"})).json()["data"]["id"]
    assert [person["phone"] for person in desk.segment(segment_id)["persons"]] == [None, "2"]


async def test_a_tag_in_another_spelling_is_ignored_unless_unknown_fields_are_errors() -> None:
    desk = Desk()
    await desk.create(tagId="tag-77")
    assert [segment["TagId"] for segment in desk.box.segments_named("New")] == [None]
    desk.behave(refuses_unknown_fields=True)
    answer = await desk.create(tagId="tag-77")
    assert (answer.status_code, answer.json()["message"]) == (400, "property tagId should not exist")


async def test_updating_replaces_people_and_fields() -> None:
    desk = Desk()
    segment_id = desk.stored(ADA, description="Old", TagId="tag-1", filters=[])
    answer = await desk.update(segment_id, NOAH, description="Newer", segmentType="STATIC")
    assert answer.json()["data"]["persons"][0]["email"] == "noah@example.com"
    segment = desk.segment(segment_id)
    assert desk.first_names(segment_id) == ["Noah"]
    assert (segment["name"], segment["description"], segment["segmentType"]) == ("New", "Newer", "STATIC")
    # An update can't hold the tag, which therefore can't be lost by it.
    assert segment["TagId"] == "tag-1"
    assert segment["updatedAt"] > segment["createdAt"]


async def test_an_empty_list_removes_everyone() -> None:
    desk = Desk()
    segment_id = desk.stored(ADA, NOAH)
    assert (await desk.update(segment_id)).json()["data"]["persons"] == []
    assert desk.first_names(segment_id) == []


@pytest.mark.parametrize("nothing", [{}, {"persons": None}])
async def test_people_left_out_of_an_update_are_removed_or_kept(nothing: dict[str, None]) -> None:
    desk = Desk()
    segment_id = desk.stored(ADA, description="Old")
    body = {"id": segment_id, "name": "Renamed", **nothing}
    desk.behave(left_out="kept")
    await desk.ask("PUT", SEGMENTS, json=body)
    assert (desk.first_names(segment_id), desk.segment(segment_id)["description"]) == (["Ada"], "Old")
    desk.behave(left_out="emptied")
    await desk.ask("PUT", SEGMENTS, json=body)
    assert (desk.first_names(segment_id), desk.segment(segment_id)["description"]) == ([], None)


async def test_an_update_may_have_to_name_people() -> None:
    desk = Desk(update_requires=("id", "name", "persons"))
    segment_id = desk.stored(ADA)
    answer = await desk.ask("PUT", SEGMENTS, json={"id": segment_id, "name": "Renamed"})
    assert (answer.status_code, answer.json()["message"]) == (400, "persons should not be empty")
    assert (await desk.update(segment_id)).status_code == 200


async def test_who_stays_on_a_list_keeps_the_id_and_the_tags_that_the_update_does_not_name() -> None:
    desk = Desk()
    segment_id = desk.stored(ADA, NOAH)
    before = {person["externalId"]: person["id"] for person in desk.segment(segment_id)["persons"]}
    moved = {**ADA, "substitutionTags": [{"tag": "city", "value": "Milan"}, {"tag": "shop", "value": "3"}]}
    await desk.update(segment_id, moved)
    (ada,) = desk.segment(segment_id)["persons"]
    assert ada["id"] == before[ADA["externalId"]]
    assert {tag["tag"]: tag["value"] for tag in ada["substitutionTags"]} == {
        "city": "Milan",
        "tier": "gold",
        "shop": "3",
    }
    await desk.update(segment_id, moved, NOAH)
    assert desk.segment(segment_id)["persons"][1]["id"] != before[NOAH["externalId"]]


async def test_tags_that_an_update_does_not_name_may_be_lost() -> None:
    desk = Desk(keeps_old_tags=False)
    segment_id = desk.stored(ADA)
    await desk.update(segment_id, {**ADA, "substitutionTags": []})
    assert desk.segment(segment_id)["persons"][0]["substitutionTags"] == []


async def test_the_same_person_twice_is_kept_merged_or_refused() -> None:
    desk = Desk()
    people = [ADA, NOAH, {**ADA, "firstName": "Adele"}]
    segment_id = (await desk.create(*people)).json()["data"]["id"]
    assert desk.first_names(segment_id) == ["Ada", "Noah", "Adele"]
    await desk.update(segment_id, *people)
    assert len({person["id"] for person in desk.segment(segment_id)["persons"]}) == 3
    desk.behave(same_person_twice="merged")
    await desk.update(segment_id, *people, {"firstName": "Nobody"}, {"firstName": "Nobody"})
    assert desk.first_names(segment_id) == ["Adele", "Noah", "Nobody", "Nobody"]
    desk.behave(same_person_twice="refused")
    answer = await desk.update(segment_id, *people)
    assert (answer.status_code, answer.json()["message"]) == (400, f"externalId {ADA['externalId']} is not unique")
    assert desk.first_names(segment_id) == ["Adele", "Noah", "Nobody", "Nobody"]


async def test_who_cannot_be_reached_may_be_left_out_without_a_word() -> None:
    desk = Desk(skips_people_without=("email", "phone"))
    answer = await desk.create(ADA, NOAH, {**ADA, "externalId": "2", "email": ""})
    assert [person["externalId"] for person in answer.json()["data"]["persons"]] == [ADA["externalId"]]


async def test_ids_may_have_to_be_uuids() -> None:
    desk = Desk()
    assert (await desk.create({"externalId": "crm-7"})).status_code == 200
    desk.behave(wants_uuids=True)
    answer = await desk.create(ADA, {"externalId": "crm-7"})
    assert (answer.status_code, answer.json()["message"]) == (400, "persons.1.externalId must be a UUID")
    assert (await desk.create(ADA)).status_code == 200


@pytest.mark.parametrize(("habit", "status"), [("404", 404), ("400", 400), ("message", 200)])
async def test_a_segment_that_there_is_not_cannot_be_updated(habit: str, status: int) -> None:
    desk = Desk(unknown_id=habit)
    before = len(desk.box.segments)
    answer = await desk.update("00000000", ADA)
    assert answer.status_code == status
    said = answer.json()["errorMessage"] if status == 200 else answer.json()["message"]
    assert (said, len(desk.box.segments)) == ("Segment not found", before)


async def test_a_key_reaches_its_own_retailers_segments() -> None:
    desk = Desk()
    segment_id = desk.stored(ADA)
    body = {"id": segment_id, "name": "Theirs", "persons": []}
    assert (await desk.ask("PUT", SEGMENTS, who="outsider", json=body)).status_code == 404
    assert desk.first_names(segment_id) == ["Ada"]
    assert (await desk.ask("PUT", SEGMENTS, who="colleague", json=body)).status_code == 200
    assert desk.first_names(segment_id) == []
    await desk.ask("POST", SEGMENTS, who="outsider", json={"name": "Elsewhere"})
    assert [segment["retailer"] for segment in desk.box.segments_named("Elsewhere")] == ["verdi"]


async def test_the_addresses_and_methods_can_be_moved() -> None:
    desk = Desk(create_path="/v2/lists", create_method="PUT", update_path="/v2/lists/{id}/people", update_method="POST")
    answer = await desk.ask("PUT", "/v2/lists", json={"name": "Moved", "persons": [ADA]})
    segment_id = answer.json()["data"]["id"]
    body = {"id": segment_id, "name": "Moved", "persons": [NOAH]}
    assert (await desk.ask("POST", f"/v2/lists/{segment_id}/people", json=body)).status_code == 200
    assert desk.first_names(segment_id) == ["Noah"]
    wrong = await desk.ask("POST", "/v2/lists/other/people", json=body)
    assert (wrong.status_code, wrong.json()["message"]) == (400, "id must be the one in the path")
    assert (await desk.ask("POST", SEGMENTS, json=body)).status_code == 404


async def test_an_id_in_the_path_may_do_without_one_in_the_body() -> None:
    desk = Desk(update_path="/segments/{id}")
    segment_id = desk.stored(ADA)
    path = f"{SEGMENTS}/{segment_id}"
    assert (await desk.ask("PUT", path, json={"name": "N", "persons": []})).status_code == 400
    desk.behave(update_requires=("name",))
    assert (await desk.ask("PUT", path, json={"name": "N", "persons": []})).status_code == 200
    assert desk.first_names(segment_id) == []
