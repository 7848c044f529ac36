"""Fields that conditions can name: those of every lead, and those of the project."""

from support.tiledesk import NOON, backend_answered, backend_on

from segtui.backends.base import Field
from segtui.backends.tiledesk.backend import PROPERTIES_A_PAGE
from segtui.backends.tiledesk.fields import FIELDS
from segtui.domain.operators import FieldType
from segtui.sandbox import TiledeskSandbox


async def test_the_custom_properties_of_the_project_are_fields_too() -> None:
    async with backend_on(TiledeskSandbox(lead_count=0, now=lambda: NOON)) as backend:
        fields = await backend.fields()
    assert fields[: len(FIELDS)] == FIELDS
    assert Field("properties.account_manager", FieldType.ANY, "Account manager") in fields
    assert "properties.fax" not in [field.path for field in fields]  # switched off


async def test_more_custom_properties_than_one_page_holds_are_all_read() -> None:
    box = TiledeskSandbox(lead_count=0, now=lambda: NOON)
    rows = box.project().properties
    count = 2 * PROPERTIES_A_PAGE + 1
    rows[:] = [{**rows[0], "_id": f"{number:024x}", "name": f"p{number}"} for number in range(count)]
    async with backend_on(box) as backend:
        fields = await backend.fields()
    assert len(fields) == len(FIELDS) + count


async def test_a_server_that_does_not_page_properties_is_asked_only_as_long_as_it_has_news() -> None:
    rows = [{"name": f"p{number}"} for number in range(PROPERTIES_A_PAGE)] + [{"name": None}, {"label": "nameless"}]
    async with backend_answered({"/properties": rows}) as backend:
        assert len(await backend.fields()) == len(FIELDS) + PROPERTIES_A_PAGE
        assert len(backend.exchanges()) == 2
