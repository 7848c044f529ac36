"""Looking inside of rules from the list, and from a line of a rule to all segments with its field."""

from support.screens import at_work, box_of
from support.workspaces import is_

from segtui.domain.rules import Group
from segtui.ui.browse.rule_lines import MATCH, NAME

RULES = {
    "Romans": [is_("city", "=", "Rome")],
    "Also Romans": [is_("city", "=", "Rome")],
    "VIP": [is_("tags", "=", "vip"), is_("email", "is not null")],
    "Young": [is_("attributes.age", "<", 30)],
    "All": [],
}


async def test_the_filter_looks_inside_of_rules() -> None:
    async with at_work(box_of(RULES)) as person:
        for words, found in (
            ("field:city", ["Romans", "Also Romans"]),
            ("value:vip", ["VIP"]),
            ("op:present", ["VIP"]),
            ("-field:city", ["VIP", "Young", "All"]),
            ("same:", ["Romans", "Also Romans"]),
            ("also field:city", ["Also Romans"]),
        ):
            await person.looks_for(words)
            await person.rest()
            # The segment that is picked stays in the list.
            assert [one for one in person.listed if one != "Romans" or one in found] == found
            await person.press("escape")


async def test_going_to_the_filter_reads_the_rules_for_what_will_be_looked_for() -> None:
    async with at_work(box_of(RULES)) as person:
        assert not any("terms" in vars(line) for line in person.screen.desk.lines())
        await person.press("slash")
        await person.until(lambda: all("terms" in vars(line) for line in person.screen.desk.lines()))


async def test_what_lint_says_is_looked_for_once_it_is_known() -> None:
    async with at_work(box_of(RULES)) as person:
        await person.looks_for("lint:operator-skipped")
        await person.until(lambda: "Young" in person.listed)
        assert "VIP" not in person.listed
        assert person.screen.lint_book.of(person.editing.draft.rule, person.editing.stored) is not None


async def test_nothing_found_says_what_can_be_looked_for() -> None:
    async with at_work(box_of({"Romans": [is_("city", "=", "Rome")]})) as person:
        await person.looks_for("field:nothing")
        assert any("field:city" in line for line in person.drawn)


async def test_escape_shows_all_from_the_list_too_and_first_stops_what_runs() -> None:
    async with at_work(box_of(RULES)) as person:
        await person.looks_for("nobody's")
        await person.press("enter")
        assert person.focus == "segment-table"
        assert any("esc shows all" in line for line in person.drawn)
        await person.press("2", "escape")
        assert person.listed == []
        await person.press("1")
        with person.screen.status.running("looking"):
            await person.press("escape")
            assert person.listed == []
        await person.press("escape")
        assert len(person.listed) == len(RULES)


async def test_u_lists_the_segments_that_use_the_field_of_the_line() -> None:
    async with at_work(box_of(RULES)) as person:
        await person.goes_to_line((0,))
        await person.press("u")
        assert person.listed == ["Romans", "Also Romans"]
        assert person.said == "2 segments with “city” in the rule; esc shows all."
        await person.press("escape")
        assert len(person.listed) == len(RULES)
        assert person.focus == "segment-table"


async def test_a_rule_under_edit_is_searched_as_it_is_wanted() -> None:
    async with at_work(box_of(RULES)) as person:
        await person.picks("VIP")
        await person.goes_to_line((0,))
        await person.press("d", "1")
        await person.looks_for("field:tags")
        await person.until(lambda: "Romans" not in person.listed)
        assert "VIP" not in person.listed


async def test_u_finds_a_field_whatever_it_is_called() -> None:
    odd = 'attributes.say "hi" -field:x \x1b[31m'
    rules = {"Odd": [is_(odd, "=", "x")], "Like it": [is_(f"{odd}!", "=", "x")], "Other": [is_("city", "=", "x")]}
    async with at_work(box_of(rules)) as person:
        await person.goes_to_line((0,))
        await person.press("u")
        assert person.listed == ["Odd"]
        assert person.said.startswith("1 segment with ")
        assert not any("\x1b" in line for line in person.drawn)


async def test_u_on_a_line_without_a_field_says_where_it_works() -> None:
    not_understood = is_("", "=", "x")
    async with at_work(box_of({"Odd": [not_understood, is_("city", "=", "Rome"), is_("tags", "=", "vip")]})) as person:
        for path in ((0,), MATCH, NAME):
            await person.goes_to_line(path)
            await person.press("u")
            assert person.said.startswith("Move to a condition first")
        await person.goes_to_line((1,))
        await person.press("g")
        await person.goes_to_line((1,))
        assert isinstance(person.editing.draft.rule.children[1], Group)
        await person.press("u")
        assert person.said.startswith("Move to a condition first")
        assert person.listed == ["Odd"]
