import pytest
from sandbox_desk import Desk, desk_with


def with_leads(count: int) -> Desk:
    """Leads of one import: they all share the moment of the desk's clock."""
    return desk_with({"fullname": f"Lead {number:04}", "attributes": {"n": number}} for number in range(count))


@pytest.mark.parametrize(
    ("params", "per_page", "rows"),
    [
        ({}, 40, 40),
        ({"limit": ""}, 40, 40),
        ({"limit": "7"}, 7, 7),
        ({"limit": "500"}, 500, 90),
        ({"limit": "0"}, 0, 90),
        ({"limit": "abc"}, None, 90),
        ({"limit": "-3"}, -3, 3),
        ({"limit": "1e3"}, 1, 1),
        ({"page": "2"}, 40, 10),
        ({"page": "3"}, 40, 0),
        ({"page": "abc"}, 40, 40),
        ({"page": "1.5"}, 40, 30),
        ({"page": "1", "limit": "abc"}, None, 90),
    ],
)
async def test_pages_are_read_as_the_server_reads_them(params: dict[str, str], per_page: int | None, rows: int) -> None:
    desk = with_leads(90)
    page = await desk.get(desk.leads, **params)
    assert (page["perPage"], len(page["leads"]), page["count"]) == (per_page, rows, 90)


@pytest.mark.parametrize(
    "params",
    [{"page": "-1"}, {"page": "1", "limit": "-3"}, {"sort": "$x"}, {"sort": "a..b"}, {"sort": "a."}],
)
async def test_these_pages_are_never_answered(params: dict[str, str]) -> None:
    desk = with_leads(1)
    assert await desk.is_never_answered("GET", desk.leads, params=params)
    assert await desk.is_never_answered("GET", desk.segments, params=params)


async def test_an_unknown_direction_is_a_500_on_segments_and_never_answered_on_leads() -> None:
    desk = with_leads(1)
    answer = await desk.ask("GET", desk.segments, params={"direction": "up"})
    assert (answer.status_code, answer.json()) == (500, {"err": "error"})
    assert await desk.is_never_answered("GET", desk.leads, params={"direction": "up"})


@pytest.mark.parametrize("direction", ["1", "asc", "ascending"])
async def test_direction_has_long_forms_and_is_descending_when_left_out(direction: str) -> None:
    desk = with_leads(3)
    upward = await desk.get(desk.leads, sort="attributes.n", direction=direction)
    downward = await desk.get(desk.leads, sort="attributes.n")
    assert [lead["attributes"]["n"] for lead in upward["leads"]] == [0, 1, 2]
    assert [lead["attributes"]["n"] for lead in downward["leads"]] == [2, 1, 0]


async def test_the_default_order_is_newest_first() -> None:
    desk = desk_with({"fullname": day, "createdAt": f"2026-11-{day}T00:00:00.000Z"} for day in ("02", "03", "01"))
    page = await desk.get(desk.leads)
    assert [lead["fullname"] for lead in page["leads"]] == ["03", "02", "01"]


async def test_the_parameter_sort_field_of_the_documentation_is_ignored() -> None:
    desk = desk_with({"fullname": day, "createdAt": f"2026-11-{day}T00:00:00.000Z"} for day in ("02", "03", "01"))
    page = await desk.get(desk.leads, sortField="fullname", direction="1")
    assert [lead["fullname"] for lead in page["leads"]] == ["01", "02", "03"]


async def seen_in_pages(desk: Desk, **params: str) -> list[str]:
    pages = [await desk.get(desk.leads, limit="100", page=str(page), **params) for page in range(10)]
    return [lead["_id"] for page in pages for lead in page["leads"]]


async def test_ties_have_no_order_so_pages_of_them_repeat_and_miss_leads() -> None:
    seen = await seen_in_pages(with_leads(1000))
    assert len(seen) == 1000
    assert 550 < len(set(seen)) < 750


async def test_a_sort_by_id_shows_every_lead_once() -> None:
    seen = await seen_in_pages(with_leads(1000), sort="_id", direction="1")
    assert len(set(seen)) == 1000
    assert seen == sorted(seen)


async def test_the_order_of_ties_is_the_same_in_each_run() -> None:
    assert await seen_in_pages(with_leads(300)) == await seen_in_pages(with_leads(300))


async def test_segments_with_the_same_time_have_no_order_either() -> None:
    desk = Desk()
    desk.box.project().segments.clear()
    for _ in range(12):
        desk.stored()
    orders = {tuple(row["_id"] for row in (await desk.get(desk.segments))["segments"]) for _ in range(5)}
    assert len(orders) > 1
